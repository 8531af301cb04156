"""Changes of tables turned into cells to be written, all checked before the first is, as `planning` does for files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import xlwings as xw

from jxc_xl.hosts.addresses import LAST_ROW, Area, Cells, Ints, address
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.excel_cells import cells_of_column
from jxc_xl.hosts.excel_grid import Read, cells_of
from jxc_xl.hosts.finding import last_possible
from jxc_xl.hosts.package import Table
from jxc_xl.hosts.planning import length_of
from jxc_xl.tables import Append, Change, Column, Patch

Headings = Mapping[str, int]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layer:
    """Cells of one column: ascending rows of the sheet, and what goes into each."""

    rows: Ints
    cells: np.ndarray


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that is to be changed, as it stands.

    Attributes:
        sheet: The sheet.
        read: Its cells.
        areas: Areas of all its tables.
        uses_1904: Its book counts days from 1904.
    """

    sheet: xw.Sheet
    read: Read
    areas: Sequence[Area]
    uses_1904: bool


@dataclass(slots=True)
class Job:
    """One table and what is to become of it.

    Attributes:
        table: The table.
        page: Its sheet.
        last: Last row of its body, rows typed below the table without a gap included.
        last_typed: Last row of its body that holds a typed value.
        below: First row further down that holds anything in its columns.
        end: Last row that it shall have.
        is_replaced: Its body is blanked first.
        layers: What is set, by column, the later over the earlier.
    """

    table: Table
    page: Page
    last: int
    last_typed: int
    below: int
    end: int = 0
    is_replaced: bool = False
    layers: dict[int, list[Layer]] = field(default_factory=dict)

    @property
    def columns(self) -> dict[int, Layer]:
        """The columns to be written, one layer each."""
        return {column: _merged(layers) for column, layers in sorted(self.layers.items())}


def plan(page: Page, table: Table, changes: Sequence[Change]) -> Job:
    """Return what is to become of one table.

    Problems:
        H009: no such column; no room below the table; a totals row. H010: too many rows, a text too long.
    """
    job = _start(page, table)
    headings = _headings(page.read, table)
    for change in changes:
        _take(job, headings, change)
    _check_room(job)
    return job


def _start(page: Page, table: Table) -> Job:
    """Look where a table's entries end, by the rules of `survey`."""
    rows = np.arange(1, len(page.read.rows) + 1)
    is_typed, is_used = _filled(page.read, table.area)
    body, limit = table.body, last_possible(table, page.areas) if table.part else LAST_ROW
    inside = rows[is_typed & (rows >= body.top) & (rows <= body.bottom)]
    last_typed = int(inside[-1]) if len(inside) else table.header_row
    last = body.bottom if table.part else last_typed
    while last < min(limit, len(rows)) and is_typed[last]:
        last = last_typed = last + 1
    further = rows[is_used & (rows > last + table.totals)] if table.part else rows[:0]
    return Job(table, page, last, last_typed, int(further[0]) if len(further) else LAST_ROW + 1)


def _filled(read: Read, area: Area) -> tuple[Bools, Bools]:
    """Return which rows of a sheet hold a typed value in the columns of an area, and which hold anything."""
    start, end = area.left - read.area.left, area.right + 1 - read.area.left
    cells = np.array([[value != "" for value in row[start:end]] for row in read.rows], bool).reshape(len(read.rows), -1)
    errors, formulas = (_inside(where, area) for where in (read.facts.errors, read.facts.formulas))
    cells[errors] = True
    cells[formulas] = False
    is_typed = np.asarray(cells.any(axis=1), bool)
    is_used = is_typed.copy()
    is_used[formulas[0]] = True
    return is_typed, is_used


def _inside(where: Cells, area: Area) -> tuple[Ints, Ints]:
    """Return places in the columns of an area, 0-based."""
    chosen = (where.columns >= area.left) & (where.columns <= area.right)
    return where.rows[chosen] - 1, where.columns[chosen] - area.left


def _headings(read: Read, table: Table) -> Headings:
    """Return the column of each heading: as people see it, and as the table object knows it."""
    known = {heading: column for column, heading in enumerate(table.headings, table.area.left)}
    seen: dict[str, int] = {}
    if table.headers:
        for column in range(table.area.left, table.area.right + 1):
            text = read.rows[table.header_row - 1][column - read.area.left]
            if isinstance(text, str) and text:
                seen.setdefault(text, column)
    return known | seen


def _take(job: Job, headings: Headings, change: Change) -> None:
    header, count = job.table.header_row, length_of(change)
    if isinstance(change, Patch):
        rows = np.asarray(change.rows, np.int64) + header + 1
    elif isinstance(change, Append):
        start = max(job.last_typed, job.end) + 1
        rows = np.arange(start, start + count)
    else:
        job.is_replaced, job.layers, job.end = True, {}, header
        job.last_typed = header
        rows = np.arange(header + 1, header + 1 + count)
    end = int(rows[-1]) if len(rows) else 0
    if end + job.table.totals > LAST_ROW:
        raise HostError("H010", reason="rows", table=job.table.name, found=end - header, limit=LAST_ROW - header)
    job.end = max(job.end, end)
    for column in change.columns:
        _set(job, headings, column, rows)


def _set(job: Job, headings: Headings, column: Column, rows: Ints) -> None:
    place = headings.get(column.heading)
    if place is None:
        raise HostError("H009", reason="no_column", table=job.table.name, heading=column.heading)
    cells = np.empty(len(rows), object)
    cells[:] = cells_of_column(column, lambda index: address(int(rows[index]), place), uses_1904=job.page.uses_1904)
    if len(rows):
        job.layers.setdefault(place, []).append(Layer(rows, cells))


def _check_room(job: Job) -> None:
    """Settle how far a table will reach, after making sure that it may."""
    table = job.table
    typed = max(job.end, job.last_typed)
    job.end = max(table.header_row + 1, typed) if job.is_replaced else max(job.last, typed)
    if table.totals and job.end != table.body.bottom:
        raise HostError("H009", reason="totals", table=table.name)
    if job.below <= job.end:
        raise HostError("H009", reason="below", table=table.name, cell=address(job.below, table.area.left))
    if job.end > job.last:
        merged = _first_merged(job.page.sheet, Area(job.last + 1, table.area.left, job.end, table.area.right))
        if merged:
            raise HostError("H009", reason="merged", table=table.name, cell=merged)


def _first_merged(sheet: xw.Sheet, needed: Area) -> str:
    """Return the first merged range that overlaps an area, or nothing."""
    if cells_of(sheet, needed).merge_cells is False:
        return ""
    for cell in cells_of(sheet, needed):
        if cell.merge_cells:
            return str(cell.merge_area.get_address(row_absolute=False, column_absolute=False))
    return ""


def _merged(layers: Sequence[Layer]) -> Layer:
    if len(layers) == 1:
        return layers[0]
    rows = np.unique(np.concatenate([layer.rows for layer in layers]))
    cells = np.empty(len(rows), object)
    for layer in layers:
        cells[np.searchsorted(rows, layer.rows)] = layer.cells
    return Layer(rows, cells)
