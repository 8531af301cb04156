"""The engine that works formulas out, behind the few calls we need of it.

cellrune is one young library, pinned and kept behind `Engine`; the conformance test says what a successor must do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Timer
from typing import Any, NamedTuple, Protocol

from jxc_xl.hosts.addresses import Area, address, area
from jxc_xl.hosts.errors import without_panic
from jxc_xl.hosts.formulas.calls import Cell
from jxc_xl.hosts.formulas.references import Reference
from jxc_xl.tables import ErrorCell

LONGEST = 600.0
"""Seconds one calculation may take."""
LONG = 100_000
"""A range of more rows is a whole column that somebody pointed at."""
_BATCH = 50_000
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
_SHIFT_1904 = 1462
_READ_LIMITS = {
    "max_archive_bytes": 4 << 30,
    "max_entries": 20_000,
    "max_entry_uncompressed_bytes": 2 << 30,
    "max_total_uncompressed_bytes": 4 << 30,
    "max_compression_ratio": 100_000,  # the first look has judged this
    "max_sheets": 10_000,
    "max_cells_per_sheet": 60_000_000,
    "max_total_cells": 120_000_000,
    "max_shared_strings": 50_000_000,
    "max_total_shared_string_bytes": 2 << 30,
    "max_total_cell_text_bytes": 2 << 30,
    "max_defined_names": 200_000,
    "max_total_formula_bytes": 1 << 30,
    "max_merged_ranges": 1_000_000,
    "max_tables": 10_000,
    "max_table_columns": 200_000,
}


class Unavailable(NamedTuple):
    """A formula the engine cannot work out.

    Attributes:
        reason: Its code for why.
        detail: What it stumbled over, such as the name of a function.
    """

    reason: str
    detail: str


Value = Cell | ErrorCell | Unavailable
Spills = dict[tuple[str, int, int], Area]
"""How far each array reaches, by the sheet, row and column of its first cell."""


class EngineError(Exception):
    """The engine gave up on the whole workbook."""


class Engine(Protocol):
    """What an engine must do."""

    def add_sheets(self, titles: Sequence[str]) -> None:
        """Add empty sheets at the end."""

    def put_formulas(self, formulas: Sequence[tuple[str, int, int, str]], *, is_dynamic: bool) -> None:
        """Put formulas (sheet, row, column, text) into cells; a dynamic one is as large as its result."""

    def define(self, names: Sequence[tuple[str, Reference]]) -> None:
        """Define names, or define them anew."""

    def put_values(self, sheet: str, row: int, column: int, rows: Sequence[Sequence[Value]]) -> None:
        """Put a rectangle of values into cells."""

    def calculate(self) -> None:
        """Work out what has to be."""

    def values(self, where: Reference) -> list[list[Value]]:
        """Return the values of a rectangle; a long one ends with the sheet's last used row."""

    def spills(self) -> Spills:
        """Return how far arrays reach."""


class Cellrune:
    """cellrune behind `Engine`."""

    def __init__(self, book: bytes, now: datetime, *, uses_1904: bool) -> None:
        """Open a workbook."""
        try:
            import cellrune  # noqa: PLC0415 - there is no wheel of it for every machine
        except ImportError as error:
            raise EngineError("missing") from error
        self._failed = cellrune.CellRuneError
        self._spills: Spills = {}
        self._is_known = self._has_arrays = False
        since = (now - _EPOCH) - timedelta(days=_SHIFT_1904 if uses_1904 else 0)
        moment = since / timedelta(days=1)
        self._clock = {"today_serial": float(since.days), "now_serial": moment, "random_seed": now.toordinal()}
        with self._edge(), without_panic():
            self._book: Any = cellrune.Workbook.from_bytes(book, read_limits=_READ_LIMITS)  # type: ignore[arg-type]

    @contextmanager
    def _edge(self) -> Iterator[None]:
        """Turn what the engine raises into `EngineError`."""
        try:
            yield
        except self._failed as error:
            raise EngineError(getattr(error, "code", "") or str(error)) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # a Rust panic is no Exception
                raise
            raise EngineError(str(error)) from error

    def add_sheets(self, titles: Sequence[str]) -> None:
        """Add empty sheets at the end."""
        with self._edge():
            for title in titles:
                self._book.add_sheet(title)

    def put_formulas(self, formulas: Sequence[tuple[str, int, int, str]], *, is_dynamic: bool) -> None:
        """Put formulas (sheet, row, column, text) into cells; a dynamic one is as large as its result."""
        self._has_arrays |= is_dynamic and bool(formulas)
        self._change(
            {
                "kind": "set_formula",
                "sheet": sheet,
                "address": address(row, column),
                "formula": f"={text}",
                "dynamic_array": is_dynamic,
            }
            for sheet, row, column, text in formulas
        )

    def define(self, names: Sequence[tuple[str, Reference]]) -> None:
        """Define names, or define them anew."""
        self._change(
            {"kind": "set_defined_name", "name": name, "formula": f"={where}", "hidden": True} for name, where in names
        )

    def _change(self, changes: Iterator[dict[str, object]]) -> None:
        waiting = list(changes)
        with self._edge():
            for start in range(0, len(waiting), _BATCH):
                revision = self._book.summary()["semantic_revision"]
                self._book.apply_changes(revision, waiting[start : start + _BATCH])

    def put_values(self, sheet: str, row: int, column: int, rows: Sequence[Sequence[Value]]) -> None:
        """Put a rectangle of values into cells."""
        at_once = max(_BATCH // len(rows[0]), 1)
        with self._edge():
            for start in range(0, len(rows), at_once):
                piece = [[given_to(value) for value in line] for line in rows[start : start + at_once]]
                self._book.write_values(sheet, address(row + start, column), piece)

    def calculate(self) -> None:
        """Work out what has to be."""
        watch = Timer(LONGEST, self._book.cancel_calculation)
        watch.daemon = True
        watch.start()
        try:
            with self._edge(), without_panic():
                if not self._has_arrays and not self._is_known:  # what changes, cell by cell, is of use to arrays only
                    self._book.calculate(**self._clock)
                else:
                    self._note(self._book.recalculate(**self._clock))
        finally:
            watch.cancel()
        self._is_known = True

    def _note(self, delta: Any) -> None:  # noqa: ANN401 - a dictionary of the engine's
        for changed in delta["changed_cells"]:
            if not changed["range"] and not self._spills:  # as nearly always
                continue
            place = _place(changed["cell"])
            self._spills.pop(place, None)
            if changed["range"] and changed["anchor"]["address"] == changed["cell"]["address"]:
                where = area(changed["range"])
                if where is not None:
                    self._spills[place] = where

    def values(self, where: Reference) -> list[list[Value]]:
        """Return the values of a rectangle."""
        top, left, bottom, right = where.area
        if bottom - top >= LONG:
            bottom = max(top, min(bottom, self._last_row(where.sheet)))
        at_once = max(_BATCH // (right - left + 1), 1)
        rows: list[list[Value]] = []
        with self._edge():
            for start in range(top, bottom + 1, at_once):
                end = address(min(start + at_once - 1, bottom), right)
                found = self._book.read_values(where.sheet, address(start, left), end)
                rows += [[_read(value) for value in row] for row in found]
        return rows

    def _last_row(self, title: str) -> int:
        """Return the last row of a sheet in which anything stands."""
        used = next((one["used_range"] for one in self._book.summary()["sheets"] if one["name"] == title), None)
        where = area(used or "")
        spilled = [spill.bottom for (sheet, _, _), spill in self._spills.items() if sheet == title]
        return max([where.bottom if where else 1, *spilled])

    def spills(self) -> Spills:
        """Return how far arrays reach."""
        return self._spills


def _place(cell: Any) -> tuple[str, int, int]:  # noqa: ANN401
    where = area(cell["address"])
    assert where is not None  # noqa: S101 - the engine names cells
    return cell["sheet_name"], where.top, where.left


def _read(value: Any) -> Value:  # noqa: ANN401
    kind = value["kind"]
    if kind in {"number", "text", "logical"}:
        found: Value = value["value"]
        return found
    if kind == "error":
        return ErrorCell(value["value"])
    return None if kind == "blank" else Unavailable(value.get("code", kind), value.get("detail") or "")


def given_to(value: Value) -> dict[str, object]:
    """Return a value as the engine takes it."""
    if value is None or isinstance(value, Unavailable):
        return {"kind": "blank"}
    if isinstance(value, bool):
        return {"kind": "logical", "value": value}
    if isinstance(value, int | float):
        return {"kind": "number", "value": float(value)}
    if isinstance(value, ErrorCell):
        return {"kind": "error", "value": value.text}
    return {"kind": "text", "value": value}
