"""Tables of a sheet as columns of raw cells.

The cells come from python-calamine row by row and are turned into one array per column in slices, so that a
half-million-row sheet is never held twice. Where a table ends is not taken on trust: a program that does not stretch
tables leaves what people type below them outside, so rows that follow without a gap belong to the table. What is typed
further below is handed over apart: a stage that knows what a line is tells whether it looks like one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, zip_longest
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.facts import SheetFacts, within
from jxc_xl.hosts.finding import HEADER_ROWS, Lost, found_by_headings, last_below
from jxc_xl.hosts.package import Table
from jxc_xl.tables import ErrorCell, RawTable, UnsolvedCell

_SLICE = 8192

Objects = npt.NDArray[np.object_]
Row = Sequence[Any]


class Grid(NamedTuple):
    """A sheet: its rows from row 1 and its first used column on, blank and error cells as ""; areas of its tables."""

    rows: Iterable[Row]
    height: int
    first_column: int
    tables: Sequence[Area]


@dataclass(slots=True)
class _Gathered:
    """A table while its rows come in.

    Attributes:
        table: The table.
        at: Where its columns are in a row of the grid.
        cells: Its columns, with room for every row that may belong to it.
        headings: Its headings.
    """

    table: Table
    at: range
    cells: list[Objects]
    headings: tuple[str, ...] = ()


def read_sheet(grid: Grid, spots: Sequence[Table | Lost], facts: SheetFacts) -> Iterator[RawTable]:
    """Yield the tables of one sheet.

    Args:
        grid: The used part of the sheet.
        spots: The tables of the sheet; a lost one is looked for by its headings, and left out if it has none.
        facts: What the preflight scan found in the sheet.
    """
    source = iter(grid.rows)
    first = list(islice(source, _SLICE))
    gathered = [_empty(table, grid) for table in _found(first, spots, grid.first_column)]
    start, slice_ = 1, first
    while slice_:
        for each in gathered:
            _gather(each, slice_, start)
        start += len(slice_)
        slice_ = list(islice(source, _SLICE))
    for each in gathered:
        yield _raw_table(each, facts)


def _found(first: Sequence[Row], spots: Sequence[Table | Lost], left: int) -> Iterator[Table]:
    top = {number: _filled(row, left) for number, row in enumerate(first[:HEADER_ROWS], 1)}
    for spot in spots:
        table = spot if isinstance(spot, Table) else found_by_headings(spot, top)
        if table is not None:
            yield table


def _filled(row: Row, left: int) -> dict[int, object]:
    return {column: value for column, value in enumerate(row, left) if value != ""}


def _empty(table: Table, grid: Grid) -> _Gathered:
    at = range(table.area.left - grid.first_column, table.area.right + 1 - grid.first_column)
    height = max(min(last_below(table, grid.tables), grid.height) - table.header_row, 0)
    return _Gathered(table, at, [np.full(height, None, object) for _ in at])


def _gather(each: _Gathered, rows: Sequence[Row], start: int) -> None:
    """Take a table's part of a slice of rows, the first of which is row ``start``."""
    header, height = each.table.header_row, len(each.cells[0])
    if each.table.headers and start <= header < start + len(rows):
        row = rows[header - start]
        each.headings = tuple(_heading(row[at]) if 0 <= at < len(row) else "" for at in each.at)
    mine = rows[max(header + 1 - start, 0) : max(header + 1 + height - start, 0)]
    columns = [*zip(*mine, strict=True)]
    first = max(start - header - 1, 0)
    for cells, at in zip(each.cells, each.at, strict=True):
        if 0 <= at < len(columns):
            cells[first : first + len(mine)] = _objects(columns[at])


def _objects(values: Row) -> list[object]:
    """Return values with blanks as None; equal ones become one object, which saves most of the memory."""
    known: dict[object, object] = {"": None}
    if bool in set(map(type, values)):  # True is 1.0
        return [value if type(value) is bool else known.setdefault(value, value) for value in values]
    return list(map(known.setdefault, values, values))


def _heading(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _raw_table(each: _Gathered, facts: SheetFacts) -> RawTable:
    table, cells = each.table, each.cells
    left, top = table.area.left, table.header_row + 1
    area = Area(top, left, top + len(cells[0]) - 1, table.area.right)
    for place in within(facts.errors, area):
        row, column = facts.errors.rows[place] - top, facts.errors.columns[place] - left
        cells[column][row] = ErrorCell(facts.error_texts[place])
    for place in within(facts.unsolved, area):
        cells[facts.unsolved.columns[place] - left][facts.unsolved.rows[place] - top] = UnsolvedCell()
    formulas = _formulas(facts, area)
    is_typed = _typed(cells, formulas)
    height = _height(table, is_typed)
    return RawTable(
        name=table.name,
        sheet=table.sheet,
        headings=_headings(each),
        header_row=table.header_row,
        first_column=left,
        cells=tuple(column[:height] for column in cells),
        formulas={column: rows[rows < height] for column, rows in formulas.items() if rows[0] < height},
        below=_below(cells, formulas, np.flatnonzero(is_typed[height + table.totals :]) + height + table.totals, top),
    )


def _headings(each: _Gathered) -> tuple[str, ...]:
    """Return the headings people see; where they see none, those the table object knows."""
    pairs = islice(zip_longest(each.headings, each.table.headings, fillvalue=""), len(each.cells))
    return tuple(seen or known for seen, known in pairs)


def _formulas(facts: SheetFacts, area: Area) -> dict[int, npt.NDArray[np.int64]]:
    found = within(facts.formulas, area)
    rows, columns = facts.formulas.rows[found] - area.top, facts.formulas.columns[found] - area.left
    return {int(column): np.sort(rows[columns == column]) for column in np.unique(columns)}


def _typed(cells: Sequence[Objects], formulas: dict[int, npt.NDArray[np.int64]]) -> npt.NDArray[np.bool_]:
    """Return which rows hold a value that no formula makes."""
    is_typed = np.zeros(len(cells[0]), bool)
    for number, column in enumerate(cells):
        if is_typed.all():
            break
        is_filled = ~pd.isna(column)
        is_filled[formulas.get(number, np.empty(0, np.int64))] = False
        is_typed |= is_filled
    return is_typed


def _height(table: Table, is_typed: npt.NDArray[np.bool_]) -> int:
    """Return how many of the rows belong to the body: those of the table, and typed rows below without a gap."""
    if not table.part:
        return int(np.flatnonzero(is_typed).max(initial=-1)) + 1
    inside = min(table.body.bottom - table.header_row, len(is_typed))
    if table.totals:
        return inside
    gaps = np.flatnonzero(~is_typed[inside:])
    return inside + (int(gaps[0]) if len(gaps) else len(is_typed) - inside)


def _below(
    cells: Sequence[Objects], formulas: dict[int, npt.NDArray[np.int64]], rows: npt.NDArray[np.int64], top: int
) -> dict[int, tuple[object, ...]]:
    """Return the typed cells of rows outside the table, by row of the sheet."""
    if not len(rows):
        return {}
    computed = {(row, number) for number, where in formulas.items() for row in where.tolist()}
    return {
        row + top: tuple(None if (row, number) in computed else column[row] for number, column in enumerate(cells))
        for row in rows.tolist()
    }
