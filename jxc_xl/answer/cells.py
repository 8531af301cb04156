"""Arguments of worksheet functions, read as the reader reads cells."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from functools import lru_cache

from jxc_xl import numbers
from jxc_xl.answer.errors import NOTHING, NUM, VALUE, Fixed
from jxc_xl.read.cells import is_blank, plain_text, read_cell
from jxc_xl.schema import Column, Kind
from jxc_xl.schema.choices import METHOD
from jxc_xl.terms import Text

CODE, MOMENT, CHOICE, PRICE = (
    Column("argument", Text("参数", "argument"), kind, choices=METHOD if kind is Kind.CHOICE else {})
    for kind in (Kind.CODE, Kind.MOMENT, Kind.CHOICE, Kind.PRICE)
)
DAY = 86_400
KEPT = 4_096
"""So many different cells are remembered as read."""
MOST_DAYS = 100_000
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (a shop's wall clock)


def code_in(cell: object) -> str | Fixed:
    """Return a code as it is compared, whatever its case; blank is `NOTHING`."""
    found = read_cell(cell, CODE, {})
    if found.code:
        return VALUE
    return NOTHING if found.value is None else str(found.value).casefold()


@lru_cache(KEPT, typed=True)
def first_in(cell: object) -> int | Fixed | None:
    """Return the second from which on something counts; None = from the beginning."""
    return _second(cell)


@lru_cache(KEPT, typed=True)
def end_in(cell: object) -> int | Fixed | None:
    """Return the second before which something counts: the end of the day named, or right after the moment named."""
    second = _second(cell)
    if second is None or isinstance(second, Fixed):
        return second
    return second + (1 if second % DAY else DAY)


def _second(cell: object) -> int | Fixed | None:
    found = read_cell(cell, MOMENT, {})
    if found.code:
        return VALUE
    if not isinstance(found.value, dt.datetime):
        return None
    return round((found.value - _EPOCH).total_seconds())


def method_in(cell: object) -> str | Fixed | None:
    """Return the key of a costing method; None = the product's own."""
    found = read_cell(cell, CHOICE, {})
    if found.code:
        return VALUE
    return None if found.value is None else str(found.value)


def qty_in(cell: object) -> int | Fixed:
    """Return a quantity above 0, scaled; what is beyond four decimals is dropped."""
    number = _number(cell)
    if isinstance(number, Fixed):
        return number
    return NUM if number <= 0 else math.floor(number.scaleb(numbers.QTY_DIGITS))


def days_in(cell: object) -> int | Fixed:
    """Return a number of whole days, 0 or more."""
    number = _number(cell)
    if isinstance(number, Fixed):
        return number
    return NUM if not 0 <= number <= MOST_DAYS else math.floor(number)


def count_in(cell: object, most: int = MOST_DAYS) -> int | Fixed | None:
    """Return a whole number from 1 on; None = blank."""
    number = None if is_blank(cell) else _number(cell)
    if number is None or isinstance(number, Fixed):
        return number
    return NUM if not 1 <= number < most + 1 else math.floor(number)


def word_in(cell: object) -> str:
    """Return a cell as a word."""
    return "" if is_blank(cell) else plain_text(cell)


def _number(cell: object) -> Decimal | Fixed:
    """Return a number; blank counts as 0, as it does in spreadsheets."""
    if is_blank(cell):
        return Decimal(0)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return numbers.decimal_of_float(float(cell)) if math.isfinite(cell) else NUM
    found = read_cell(cell, PRICE, {Kind.PRICE: numbers.PRICE_DIGITS})
    return Decimal(str(found.value)).scaleb(-numbers.PRICE_DIGITS) if isinstance(found.value, int) else VALUE
