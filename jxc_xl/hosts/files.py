"""Workbooks on disk, with no spreadsheet program: read their tables, and save changes to them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from python_calamine import CalamineSheet, CalamineWorkbook

from jxc_xl.hosts import archive, errors, package, preflight
from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.composing import compose
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.finding import Lost, spots
from jxc_xl.hosts.formulas.engine import Value
from jxc_xl.hosts.formulas.preparing import Asked, Kept
from jxc_xl.hosts.formulas.solving import Solved, evaluated, solved
from jxc_xl.hosts.locks import locked, refuse_if_open
from jxc_xl.hosts.package import Table
from jxc_xl.hosts.reading import Grid, read_sheet
from jxc_xl.hosts.saving import Backup, Stamp, check_writable, put, stamp_of
from jxc_xl.tables import Change, RawBook, RawTable

__all__ = ["HostError", "Saved", "Seen", "look", "read", "save"]

Wanted = Mapping[str, tuple[str, ...]]
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Seen:
    """A book as it was when it was looked at.

    Attributes:
        path: The book.
        stamp: Its state then.
        wanted: Possible titles of the sheet of each table, for tables whose object is gone.
    """

    path: Path
    stamp: Stamp
    wanted: Wanted = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save has done.

    Attributes:
        path: The book written.
        backup: What was there before.
        seen: The book as it is now.
        solved: What came of its formulas; None = they were left to be worked out on opening.
    """

    path: Path
    backup: Path | None
    seen: Seen
    solved: Solved | None = None


def look(path: Path, wanted: Wanted | None = None) -> Seen:
    """Note the state of a book; done before reading it, so that `save` notices any change since.

    Problems:
        H001: it is not there.
    """
    with errors.reading(path):
        return Seen(path, stamp_of(path), wanted or {})


def read(path: Path, wanted: Wanted) -> RawBook:
    """Read tables of a book.

    Args:
        path: An .xlsx or .xlsm file.
        wanted: Possible titles of the sheet of each table, by table name: where to look if the table object is gone.

    Returns:
        The tables that are there, by the names of ``wanted``; one that is missing is left out.

    Problems:
        H001, H002, H004, H005, H006.
    """
    with errors.reading(path), _keeping_all():
        data = preflight.read_file(path)
        with ZipFile(BytesIO(data)) as opened:
            preflight.check_directory(opened)
            book = package.parse(opened)
            places = list(spots(book, wanted))
            facts = preflight.check_parts(
                opened, {place.sheet_part: place.sheet for place in places}, book.part_of("sharedStrings")
            )
        tables: dict[str, RawTable] = {}
        with errors.without_panic(), CalamineWorkbook.from_filelike(BytesIO(data)) as source:
            for sheet, group in _by_sheet(places).items():
                part = group[0].sheet_part
                grid = _grid(source.get_sheet_by_name(sheet), book.areas_on(part))
                tables |= {table.name.lower(): table for table in read_sheet(grid, group, facts[part])}
    named = {name: tables[name.lower()] for name in wanted if name.lower() in tables}
    return RawBook(named, tuple(book.sheets))


@contextmanager
def _keeping_all() -> Iterator[None]:
    """Look for no garbage meanwhile: of a reading's millions of objects none is, and looking takes a tenth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _grid(sheet: CalamineSheet, areas: Sequence[Area]) -> Grid:
    if sheet.start is None or sheet.end is None:
        return Grid((), 0, 1, areas)
    return Grid(sheet.iter_rows(), sheet.end[0] + 1, sheet.start[1] + 1, areas)


def evaluate(path: Path, formula: str, asked: Asked) -> list[list[Value]] | Kept:
    """Return what a formula, without its equals sign, gives in a book: rows of values, or why it gives none.

    Problems:
        H001, H002, H004, H005, H006.
    """
    with errors.reading(path), ZipFile(BytesIO(preflight.read_file(path))) as opened:
        preflight.check_directory(opened)
        return evaluated(opened, formula, asked)


def _by_sheet(places: list[Table | Lost]) -> dict[str, list[Table | Lost]]:
    groups: dict[str, list[Table | Lost]] = {}
    for place in places:
        groups.setdefault(place.sheet, []).append(place)
    return groups


def save(
    book: Path | Seen,
    changes: Sequence[Change],
    *,
    now: datetime,
    out: Path | None = None,
    formulas: Asked | None = None,
) -> Saved:
    """Carry out changes, all of them or none; what was there is kept in a folder ``NAME.backups`` beside it.

    Args:
        book: The book, or the book as it was before it was read: then it must not have changed since.
        changes: What to change; changes of one table are carried out in order.
        now: The time in the name of the backup.
        out: Where the changed book goes; without it the book itself is changed.
        formulas: How the formulas of the changed book are worked out; without it they keep their values.

    Problems:
        H001 to H010; whatever is raised, the file at the target is as it was.
    """
    seen = book if isinstance(book, Seen) else look(book)
    source, target = seen.path.resolve(), (out or seen.path).resolve()
    with errors.writing(target):
        check_writable(target, source.suffix)
        refuse_if_open(target)
        backup = Backup(target.with_name(f"{target.stem}.backups"), now)
        filled: list[Solved | None] = []
        with locked(target):
            placed = put(
                target,
                lambda file: filled.append(_fill(file, seen, changes, formulas)),
                lambda: _check_same(seen),
                backup,
            )
    return Saved(target, placed.backup, Seen(target, placed.stamp, seen.wanted), filled[0])


def _fill(file: IO[bytes], seen: Seen, changes: Sequence[Change], formulas: Asked | None) -> Solved | None:
    """Write the changed book and read it back."""
    path = seen.path.resolve()
    with errors.reading(path), path.open("rb") as data:
        preflight.admit(data)
        _check_same(seen)
        with ZipFile(data) as source:
            preflight.check_directory(source)
            parts = compose(source, package.parse(source), changes, seen.wanted)
            if formulas is None:
                _write(path, source, file, parts)
                return None
            with errors.writing(path), TemporaryFile() as between:
                archive.copy(source, between, parts, is_passing=True)
                with ZipFile(between) as changed:
                    done = solved(changed, formulas)
                    made = {name: pieces and partial(_pieces, changed, name) for name, pieces in parts.items()}
                    _write(path, source, file, {**made, **done.parts})
            return done


def _write(path: Path, source: ZipFile, file: IO[bytes], parts: Mapping[str, archive.Pieces | None]) -> None:
    with errors.writing(path):
        archive.copy(source, file, parts)
        archive.verify(source, file, parts)


def _pieces(package: ZipFile, part: str) -> Iterator[bytes]:
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _check_same(seen: Seen) -> None:
    try:
        is_same = stamp_of(seen.path) == seen.stamp
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise HostError("H007", path=str(seen.path))
