"""Stock: what is there, what it is worth, what of it is promised, what is coming."""

from __future__ import annotations

from typing import cast

import numpy as np

from jxc_xl import numbers
from jxc_xl.answer.columns import AMOUNT_BY
from jxc_xl.answer.errors import NUM, Fixed
from jxc_xl.answer.figures import MONEY, Ratio, Value, figure
from jxc_xl.answer.index import Index, Number, Part, Span, Where
from jxc_xl.answer.parameters import AS_OF, METHOD, WAREHOUSE
from jxc_xl.answer.questions import Question
from jxc_xl.numbers import Ints
from jxc_xl.report.facts import cost_scale
from jxc_xl.terms import Method


def _quantity(index: Index, where: Where, part: Part | None, end: int | None) -> Number:
    if part is None and end is None:
        return index.level("on_hand", where)
    return index.total("qty", where, Span(None, end), part)


def _amount(index: Index, where: Where, part: Part | None, end: int | None) -> Number:
    if part is None and end is None:
        return index.level("amount", where)
    return index.total("amount", where, Span(None, end), part)


def _value(index: Index, where: Where, part: Part | None, end: int | None) -> Value:
    """Return the value in all warehouses, or in one: its own, or where they have none, its quantity's share."""
    if part is None or index.facts.book.settings.cost_pool == "warehouse":
        return _amount(index, where, part, end)
    value, there = _amount(index, where, None, end), _quantity(index, where, part, end)
    everywhere = _quantity(index, where, None, end)
    if isinstance(value, int):
        return _share(value, cast("int", there), cast("int", everywhere))
    columns = (cast("Ints", column).tolist() for column in (value, there, everywhere))
    return [_share(*line) for line in zip(*columns, strict=True)]


def _share(value: int, part: int, whole: int) -> int | Fixed:
    """Return ``value × part ÷ whole``, half-up; of nothing, what is owed here and lies there has no share."""
    if part == 0:
        return 0
    return numbers.divide(value, part if whole > 0 else -part, abs(whole)) if whole else NUM


def _unit_cost(index: Index, where: Where, end: int | None, method: str | None) -> Value:
    """Return value ÷ quantity; under another method than the product's own, what that would have made of it."""
    qty, value = _quantity(index, where, None, end), _amount(index, where, None, end)
    if method is not None:
        is_other = np.asarray(index.methods if where is None else index.methods[where]) != method
        if is_other.any():
            other = index.total(AMOUNT_BY + method, where, Span(None, end))
            value = cast("Ints", np.where(is_other, other, value))
            qty = cast("Ints", np.where(is_other & _is_unknown(index, where, method), 0, qty))
    return Ratio(value, qty, cost_scale(index.digits))


def _is_unknown(index: Index, where: Where, method: str) -> np.ndarray:
    """Tell whether goods that went out without a lot cannot be identified."""
    is_lotless = index.lotless if where is None else index.lotless[where]
    return np.asarray(is_lotless & (method == Method.SPECIFIC))


def _level(name: str) -> Question:
    return figure(lambda index, where: index.level(name, where), numbers.QTY_DIGITS)


STOCK = figure(_quantity, numbers.QTY_DIGITS, WAREHOUSE, AS_OF)
AVAILABLE, RESERVED, ONORDER = (_level(name) for name in ("available", "reserved", "on_order"))
UNITCOST = figure(_unit_cost, numbers.PRICE_DIGITS, AS_OF, METHOD)
VALUE = figure(_value, MONEY, WAREHOUSE, AS_OF)
