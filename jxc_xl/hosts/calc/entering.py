"""Values put into cells as if typed into Excel: parsed unless the cell is a text cell, formats brought along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jxc_xl.hosts.calc.formats import Shown
from jxc_xl.hosts.calc.formulas import to_calc
from jxc_xl.hosts.calc.typed import TRUTH, Entered, entered
from jxc_xl.hosts.calc.values import first_day, marked, text_of

_BLANK = Entered("")
_AS_IT_IS = -1

Rows = Sequence[Sequence[object]]
Keys = npt.NDArray[np.int64]


class _Cell(NamedTuple):
    """What a cell then holds, and the key of the number format it then needs; `_AS_IT_IS` = the one it has."""

    entered: Entered
    key: int = _AS_IT_IS


def enter(cells: Any, book: Any, rows: Rows) -> None:  # noqa: ANN401 - UNO cells, and their book
    """Put values into cells, all constants at once, formulas and formats a run of a column at a time."""
    keys, start = _format_keys(cells, book, len(rows), len(rows[0])), first_day(book)
    grid = [
        [_cell(value, key, book, start) for value, key in zip(row, format_keys.tolist(), strict=True)]
        for row, format_keys in zip(rows, keys, strict=True)
    ]
    cells.setDataArray(tuple(tuple("" if one.entered.is_formula else one.entered.value for one in row) for row in grid))
    for left, column in enumerate(zip(*grid, strict=True)):
        for is_formula, run in _runs([one.entered.is_formula for one in column]):
            if is_formula:
                texts = tuple((to_calc(str(column[row].entered.value)),) for row in run)
                cells.getCellRangeByPosition(left, run.start, left, run.stop - 1).setFormulaArray(texts)
        for key, run in _runs([one.key for one in column]):
            if key != _AS_IT_IS:
                cells.getCellRangeByPosition(left, run.start, left, run.stop - 1).NumberFormat = key


def _format_keys(cells: Any, book: Any, height: int, width: int) -> Keys:  # noqa: ANN401
    """Return the key of each cell's number format."""
    keys: Keys = np.zeros((height, width), np.int64)
    for key, _, block in marked(cells, book, cells.RangeAddress):
        keys[block.top : block.bottom, block.left : block.right] = key
    return keys


def _runs(marks: Sequence[int]) -> Iterator[tuple[int, range]]:
    """Yield the runs of rows that have the same mark."""
    at = 0
    for mark, run in groupby(marks):
        length = len(list(run))
        yield mark, range(at, at + length)
        at += length


def _cell(value: object, key: int, book: Any, start: dt.datetime) -> _Cell:  # noqa: ANN401 - a book
    """Return what becomes of a cell whose number format has a key."""
    kind: Shown = book.formats.shown(key)
    if value is None or value == "":
        return _Cell(_BLANK)
    if kind is Shown.TEXT:
        return _Cell(Entered(value.removeprefix("'") if isinstance(value, str) else text_of(_plain(value, start))))
    if isinstance(value, str) and value.startswith("'"):
        return _Cell(entered(value), key)  # LibreOffice would make a text cell of it where the text looks like more
    made = entered(value) if isinstance(value, str) else _number(value, start)
    if made.code == TRUTH and kind is not Shown.TRUTH:
        return _Cell(made, book.formats.truth)
    return _Cell(made, book.formats.key(made.code)) if made.code and kind is Shown.GENERAL else _Cell(made)


def _number(value: object, start: dt.datetime) -> Entered:
    if isinstance(value, bool):
        return Entered(float(value), TRUTH)
    code = ""
    if isinstance(value, dt.date):
        has_time = isinstance(value, dt.datetime) and value.time() != dt.time()
        code = "yyyy-mm-dd hh:mm" if has_time else "yyyy-mm-dd"
    return Entered(_plain(value, start), code)


def _plain(value: Any, start: dt.datetime) -> float:  # noqa: ANN401 - a number, a truth or a moment
    """Return a moment as a number, a truth as it is."""
    if not isinstance(value, dt.date):
        return value if isinstance(value, bool) else float(value)
    full = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return (full.replace(tzinfo=None) - start) / dt.timedelta(days=1)
