"""Tables of a sheet as columns of raw cells.

The cells come from python-calamine row by row and are turned into one array per column in slices, so that a
half-million-row sheet is never held twice. Where a table ends is not taken on trust: a program that does not stretch tables
leaves what people type below them outside, so rows that follow without a gap belong to the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jxc_xl.hosts.addresses import LAST_ROW, Area
from jxc_xl.hosts.facts import SheetFacts, within
from jxc_xl.hosts.finding import HEADER_ROWS, Lost, found_by_headings
from jxc_xl.hosts.package import Table
from jxc_xl.tables import ErrorCell, RawTable

_SLICE = 8192

Objects = npt.NDArray[np.object_]
Row = Sequence[Any]


class Grid(NamedTuple):
    """The used part of a sheet: all rows from row 1, from its first used column; blank and error cells are ""."""

    rows: Iterable[Row]
    first_column: int


@dataclass(slots=True)
class _Gathered:
    """A table while its rows come in, one list of arrays per column."""

    table: Table
    limit: int
    shift: int
    headings: tuple[str, ...] = ()
    slices: list[list[Objects]] = field(default_factory=list)


def read_sheet(grid: Grid, spots: Sequence[Table | Lost], facts: SheetFacts) -> Iterator[RawTable]:
    """Yield the tables of one sheet.

    Args:
        grid: The used part of the sheet.
        spots: The tables of the sheet; a lost one is looked for by its headings, and left out if it has none.
        facts: What the preflight scan found in the sheet.
    """
    source = iter(grid.rows)
    first = list(islice(source, _SLICE))
    shift = grid.first_column - 1
    gathered = [_Gathered(table, _limit(table, spots), shift) for table in _found(first, spots, shift)]
    start, slice_ = 1, first
    while slice_:
        for each in gathered:
            _gather(each, slice_, start)
        start += len(slice_)
        slice_ = list(islice(source, _SLICE))
    for each in gathered:
        yield _raw_table(each, facts)


def _found(first: Sequence[Row], spots: Sequence[Table | Lost], shift: int) -> Iterator[Table]:
    top = {number: _filled(row, shift) for number, row in enumerate(first[:HEADER_ROWS], 1)}
    for spot in spots:
        table = spot if isinstance(spot, Table) else found_by_headings(spot, top)
        if table is not None:
            yield table


def _filled(row: Row, shift: int) -> dict[int, object]:
    return {column: value for column, value in enumerate(row, shift + 1) if value != ""}


def _limit(table: Table, spots: Sequence[Table | Lost]) -> int:
    """Return the last row that may belong to a table: above its totals row, or above the next table below it."""
    if table.totals:
        return table.body.bottom
    others = (spot.area for spot in spots if isinstance(spot, Table) and spot is not table)
    below = [area.top for area in others if area.top > table.area.bottom and _meets(area, table.area)]
    return min([LAST_ROW, *(top - 1 for top in below)])


def _meets(one: Area, other: Area) -> bool:
    return one.left <= other.right and other.left <= one.right


def _gather(each: _Gathered, rows: Sequence[Row], start: int) -> None:
    """Take a table's part of a slice of rows, the first of which is row ``start``."""
    table, header = each.table, each.table.header_row
    wanted = range(table.area.left - 1 - each.shift, table.area.right - each.shift)
    if table.headers and start <= header < start + len(rows):
        row = rows[header - start]
        each.headings = tuple(_heading(row[column]) if 0 <= column < len(row) else "" for column in wanted)
    mine = rows[max(header + 1 - start, 0) : max(each.limit + 1 - start, 0)]
    if mine:
        columns, blank = [*zip(*mine, strict=True)], ("",) * len(mine)
        each.slices.append([_objects(columns[at] if 0 <= at < len(columns) else blank) for at in wanted])


def _objects(values: Row) -> Objects:
    """Return values as an array, blanks as None; equal ones become one object, which saves most of the memory."""
    known: dict[object, object] = {"": None}
    array = np.empty(len(values), object)
    array[:] = [value if type(value) is bool else known.setdefault(value, value) for value in values]  # True is 1.0
    return array


def _heading(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _raw_table(each: _Gathered, facts: SheetFacts) -> RawTable:
    table = each.table
    left, top = table.area.left, table.header_row + 1
    width = table.area.right - left + 1
    slices = each.slices or [[np.empty(0, object) for _ in range(width)]]
    cells = [np.concatenate(parts) for parts in zip(*slices, strict=True)]
    area = Area(top, left, top + len(cells[0]) - 1, table.area.right)
    for place in within(facts.errors, area):
        row, column = facts.errors.rows[place] - top, facts.errors.columns[place] - left
        cells[column][row] = ErrorCell(facts.error_texts[place])
    formulas = _formulas(facts, area)
    height = _height(table, cells, formulas)
    return RawTable(
        name=table.name,
        sheet=table.sheet,
        headings=_headings(each),
        header_row=table.header_row,
        first_column=left,
        cells=tuple(column[:height] for column in cells),
        formulas={column: rows[rows < height] for column, rows in formulas.items() if rows[0] < height},
    )


def _headings(each: _Gathered) -> tuple[str, ...]:
    """Return the headings people see; where they see none, those the table object knows."""
    known = each.table.headings
    seen = each.headings + ("",) * (len(known) - len(each.headings))
    return tuple(text or fallback for text, fallback in zip(seen, known, strict=False))


def _formulas(facts: SheetFacts, area: Area) -> dict[int, npt.NDArray[np.int64]]:
    found = within(facts.formulas, area)
    rows, columns = facts.formulas.rows[found] - area.top, facts.formulas.columns[found] - area.left
    return {int(column): np.sort(rows[columns == column]) for column in np.unique(columns)}


def _height(table: Table, cells: Sequence[Objects], formulas: dict[int, npt.NDArray[np.int64]]) -> int:
    """Return how many of the rows belong to the body: those of the table, and typed rows below without a gap."""
    is_typed = np.zeros(len(cells[0]), bool)
    for number, column in enumerate(cells):
        is_filled = np.not_equal(column, None)
        is_filled[formulas.get(number, np.empty(0, np.int64))] = False
        is_typed |= is_filled
    if not table.part:
        return int(np.flatnonzero(is_typed).max(initial=-1)) + 1
    inside = min(table.body.bottom - table.header_row, len(is_typed))
    gaps = np.flatnonzero(~is_typed[inside:])
    return inside + (int(gaps[0]) if len(gaps) else len(is_typed) - inside)
