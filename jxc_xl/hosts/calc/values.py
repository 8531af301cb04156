"""Cells as Excel hands them out.

LibreOffice keeps days, truth and money as numbers and tells them apart by their formats, and it keeps a truth or an
error that was in a file as a formula. Excel tells kinds apart and knows constants. What goes out here is Excel's way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from jxc_xl.hosts.calc.formats import Shown
from jxc_xl.hosts.calc.formulas import to_excel

ERRORS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
"""Errors as COM gives them: integers, which no number of a cell ever is."""
_CODES = {text: code for code, text in ERRORS.items()}
_CALC_ERRORS = {503: "#NUM!", 521: "#NULL!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 32767: "#N/A"}
_FORMULAS = 16
_NUMBERS = 1 | 2 | _FORMULAS
"""Kinds of content: numbers, moments, formulas."""
_CONSTANTS = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"} | {f"={text}": text for text in ERRORS.values()}
_MONEY = Decimal("0.0001")
_MILLISECONDS = 86_400_000

Grid = list[list[object]]


class Block(NamedTuple):
    """A rectangle of cells inside a range, 0-based, ends left out."""

    top: int
    left: int
    bottom: int
    right: int


class Marked(NamedTuple):
    """Cells that are formatted alike: the key of their number format, and what it makes of a number."""

    key: int
    kind: Shown
    block: Block


def shown(cells: Any, book: Any) -> Grid:  # noqa: ANN401 - UNO cells, and their book
    """Return values as ``Range.Value`` has them: days as moments, money as decimals of four digits."""
    marked = _numbers(cells, book)
    grid = _grid(cells)
    start = first_day(book)
    for _, kind, block in marked:
        match kind:
            case Shown.TRUTH:
                _turn(grid, block, _truth)
            case Shown.MONEY:
                _turn(grid, block, _money)
            case Shown.MOMENT:
                _turn(grid, block, lambda value: _moment(value, start))
    return grid


def exact(cells: Any, book: Any) -> Grid:  # noqa: ANN401
    """Return values as ``Range.Value2`` has them: numbers as they are."""
    grid = _grid(cells)
    for _, kind, block in _numbers(cells, book):
        if kind is Shown.TRUTH:
            _turn(grid, block, _truth)
    return grid


def _grid(cells: Any) -> Grid:  # noqa: ANN401
    """Return values as LibreOffice has them, blanks as None and errors as integers."""
    rows = cells.getDataArray()
    grid: Grid = [[None if value == "" else value for value in row] for row in rows]
    for top, row in enumerate(rows):
        if None in row:
            for left in (left for left, value in enumerate(row) if value is None):
                error = cells.getCellByPosition(left, top).getError()
                grid[top][left] = _CODES[_CALC_ERRORS.get(error, "#VALUE!")]
    return grid


def _turn(grid: Grid, block: Block, turned: Any) -> None:  # noqa: ANN401 - any function of a float
    """Turn the numbers of a block into what they stand for."""
    for row in grid[block.top : block.bottom]:
        for column in range(block.left, block.right):
            value = row[column]
            if isinstance(value, float):
                row[column] = turned(value)


def _truth(value: float) -> object:
    return bool(value) if value in {0.0, 1.0} else value


def _money(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_MONEY)


def _moment(value: float, start: dt.datetime) -> object:
    try:
        return start + dt.timedelta(milliseconds=round(value * _MILLISECONDS))
    except OverflowError:
        return value


def first_day(book: Any) -> dt.datetime:  # noqa: ANN401
    """Return the day that a book counts from."""
    start = book.uno.NullDate
    return dt.datetime(start.Year, start.Month, start.Day)  # noqa: DTZ001 - cells know no time zones


def formulas(cells: Any, book: Any) -> list[list[str]]:  # noqa: ANN401
    """Return what ``Range.Formula`` has: formulas in Excel's words, constants as text."""
    texts = [[text_of(value) for value in row] for row in exact(cells, book)]
    base = cells.RangeAddress
    found = cells.queryContentCells(_FORMULAS).RangeAddresses
    written = cells.getFormulaArray() if found else ()
    for block in (_inside(address, base) for address in found):
        for row in range(block.top, block.bottom):
            for column in range(block.left, block.right):
                formula = written[row][column]
                texts[row][column] = _CONSTANTS.get(formula) or to_excel(formula)
    return texts


def text_of(value: object) -> str:
    """Return a constant as its formula shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return ERRORS[value]
    return f"{value:.15g}".upper() if isinstance(value, float) else str(value)


def _numbers(cells: Any, book: Any) -> list[Marked]:  # noqa: ANN401
    """Return what number formats make of the numbers there are; asking about the others would cost for nothing."""
    found = cells.queryContentCells(_NUMBERS).RangeAddresses
    if not found:
        return []
    top, bottom = min(one.StartRow for one in found), max(one.EndRow for one in found)
    left, right = min(one.StartColumn for one in found), max(one.EndColumn for one in found)
    box = cells.Spreadsheet.getCellRangeByPosition(left, top, right, bottom)
    return list(marked(box, book, cells.RangeAddress))


def marked(cells: Any, book: Any, base: Any) -> Iterator[Marked]:  # noqa: ANN401
    """Yield the blocks of cells that are formatted alike, counted from the start of ``base``."""
    groups = cells.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        key = group.NumberFormat
        for address in group.RangeAddresses:
            yield Marked(key, book.formats.shown(key), _inside(address, base))


def _inside(address: Any, base: Any) -> Block:  # noqa: ANN401
    return Block(
        max(address.StartRow, base.StartRow) - base.StartRow,
        max(address.StartColumn, base.StartColumn) - base.StartColumn,
        min(address.EndRow, base.EndRow) - base.StartRow + 1,
        min(address.EndColumn, base.EndColumn) - base.StartColumn + 1,
    )
