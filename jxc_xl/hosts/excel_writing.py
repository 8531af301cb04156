"""Planned changes written into an open workbook, and all of it taken back if anything fails on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import xlwings as xw

from jxc_xl.hosts import excel_native as native
from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.excel_cells import TEXT_FORMAT, is_plain, typed
from jxc_xl.hosts.excel_grid import cells_of
from jxc_xl.hosts.excel_pieces import Piece, pieces
from jxc_xl.hosts.excel_planning import Job
from jxc_xl.hosts.excel_protection import unlocked
from jxc_xl.hosts.excel_undo import Undo

_NO_FORMAT = "General"
_LONGEST_IN_ARRAY = 8000
"""Excel takes texts of up to 32,767 characters into a cell, but not that many into one of several at once."""


def write(book: xw.Book, jobs: Sequence[Job]) -> None:
    """Write what is planned, all of it or nothing.

    Problems:
        H020: a sheet has a password. H021: failed and taken back. H022: failed, and could not be taken back.
    """
    with ExitStack() as stack:
        for sheet in {job.page.sheet.name: job.page.sheet for job in jobs}.values():
            stack.enter_context(unlocked(sheet))
        stack.enter_context(native.no_filling(book.app))
        undo = Undo()
        try:
            for job in jobs:
                _write(job, undo)
        except BaseException as error:
            _take_back(undo, error)
            if not isinstance(error, Exception):
                raise
            raise HostError("H021", reason=_said(error)) from error


def _take_back(undo: Undo, cause: BaseException) -> None:
    try:
        undo.take_back()
    except Exception as error:  # noqa: BLE001 - whatever the program raises, people have to know
        raise HostError("H022", reason=_said(cause), detail=_said(error)) from cause


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _write(job: Job, undo: Undo) -> None:
    with _all_rows_shown(job):
        if job.end > job.table.body.bottom:
            _resize(job, undo)
        _dress(job, undo)
        if job.is_replaced:
            _blank(job, undo)
        for piece in pieces(job):
            _put(job, piece, undo)
        if job.end < job.table.body.bottom:
            _resize(job, undo)


@contextmanager
def _all_rows_shown(job: Job) -> Iterator[None]:
    """Take a filter off meanwhile: what Excel does to hidden rows is not certain. New rows leave an old one off."""
    table = _object(job)
    if table is None or not native.is_filtered(table):
        yield
        return
    criteria = table.autofilter.criteria
    table.autofilter.clear()
    try:
        yield
    finally:
        if not job.is_replaced:
            for one in criteria:
                with suppress(Exception):  # a filter that cannot be set again stays off; that spoils no figure
                    _filter(table.autofilter, one)


def _filter(filters: xw.AutoFilter, one: xw.AutoFilterCriteria) -> None:
    if one.type == "values":
        filters.apply_values(one.field, one.values or [])
    elif one.type == "comparison":
        filters.apply_comparison(one.field, one.operator or "equal_to", one.value1, one.value2)


def _object(job: Job) -> xw.main.Table | None:
    """Return the table object; None for a table that has lost it."""
    return job.page.sheet.tables[job.table.name] if job.table.part else None


def _resize(job: Job, undo: Undo) -> None:
    """Make the table object as long as its body shall be."""
    table, before = _object(job), job.table.area
    if table is not None:
        undo.later(partial(table.resize, cells_of(job.page.sheet, before)))
        table.resize(cells_of(job.page.sheet, before._replace(bottom=job.end + job.table.totals)))


def _dress(job: Job, undo: Undo) -> None:
    """Give new rows the number formats of the first one."""
    sheet, body = job.page.sheet, job.table.body
    first_new = body.top + 1 if job.is_replaced else job.last + 1
    if first_new > job.end:
        return
    for column in range(body.left, body.right + 1):
        if cells_of(sheet, Area(body.top, column, job.end, column)).number_format is None:
            wanted = cells_of(sheet, Area(body.top, column, body.top, column)).number_format
            undo.set_format(cells_of(sheet, Area(first_new, column, job.end, column)), wanted)


def _blank(job: Job, undo: Undo) -> None:
    """Blank the old body."""
    area = job.table.body._replace(bottom=job.last)
    if not job.page.read.is_blank(area):
        cells = cells_of(job.page.sheet, area)
        undo.keep(cells)
        cells.clear_contents()


def _put(job: Job, piece: Piece, undo: Undo) -> None:
    """Write a rectangle, keeping what was there."""
    sheet = job.page.sheet
    columns = [
        _as_typed(sheet, piece.area._replace(left=left, right=left), column, undo)
        for left, column in enumerate(zip(*piece.rows, strict=True), piece.area.left)
    ]
    cells = cells_of(sheet, piece.area)
    is_blank = job.is_replaced or job.page.read.is_blank(piece.area)
    undo.keep_blank(cells) if is_blank else undo.keep(cells)
    rows = [list(row) for row in zip(*columns, strict=True)]
    long = _taken_out(rows)
    cells.raw_value = tuple(map(tuple, rows))
    for place, text in long.items():
        cells(*place).raw_value = text


def _taken_out(rows: list[list[object]]) -> dict[tuple[int, int], str]:
    """Take the texts out that are too long for an array; return them by row and column, counted from 1."""
    long = {
        (top, left): cell
        for top, row in enumerate(rows, 1)
        for left, cell in enumerate(row, 1)
        if isinstance(cell, str) and len(cell) > _LONGEST_IN_ARRAY
    }
    for top, left in long:
        rows[top - 1][left - 1] = ""
    return long


def _as_typed(sheet: xw.Sheet, place: Area, column: Sequence[object], undo: Undo) -> list[object]:
    """Return one column as its cells take it.

    A text cell takes a text as it is; a number in it would become a text, and a formula would be shown instead of
    worked out, so for those it is a text cell no longer.
    """
    is_text = [False] * len(column)
    if not all(cell is None or (isinstance(cell, str) and is_plain(cell)) for cell in column):
        for run in _text_runs(sheet, place):
            part = slice(run.top - place.top, run.bottom + 1 - place.top)
            if all(cell is None or isinstance(cell, str) for cell in column[part]):
                is_text[part] = [True] * (run.bottom + 1 - run.top)
            else:
                undo.set_format(cells_of(sheet, run), _NO_FORMAT)
    return [typed(cell, is_text=flag) for cell, flag in zip(column, is_text, strict=True)]


def _text_runs(sheet: xw.Sheet, place: Area) -> Iterator[Area]:
    """Yield the parts of a column that are formatted as text, halving it as long as its formats differ."""
    code = cells_of(sheet, place).number_format
    if code == TEXT_FORMAT:
        yield place
    elif not code and place.bottom > place.top:
        middle = (place.top + place.bottom) // 2
        yield from _text_runs(sheet, place._replace(bottom=middle))
        yield from _text_runs(sheet, place._replace(top=middle + 1))
