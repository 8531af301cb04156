"""Figures: worked out in one way for one product or for all at once, and made into cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

import numpy as np

from jxc_xl import numbers
from jxc_xl.answer.errors import NUM, Fixed
from jxc_xl.answer.index import Index, Number
from jxc_xl.answer.questions import Cell, Parameter, Question
from jxc_xl.numbers import Ints
from jxc_xl.report.facts import ratio

EXACT = 2**53
"""Whole numbers below this are floats without loss."""
LARGEST = 2**62
"""Whole numbers up to this are divided as 64 bits."""
MONEY = -1
"""Stands for the decimal digits of the book's money."""


class Ratio(NamedTuple):
    """A part of a whole, both of one product or of all, and the scale of the quotient."""

    part: Number
    whole: Number
    scale: int


Value = Number | Ratio | Fixed | list[int | Fixed]
"""A figure before it becomes a cell: of one product, or of all."""


def figure(compute: Callable[..., Value], digits: int, *parameters: Parameter) -> Question:
    """Return the question that a figure answers.

    Args:
        compute: Works it out from the index, the product (None = all) and the arguments as read.
        digits: Decimal digits by which it is scaled.
        parameters: The arguments after the product.
    """

    def one(index: Index, place: int, *read: object) -> Cell:
        return _cell(compute(index, place, *read), 10 ** _digits(index, digits))

    def every(index: Index, *read: object) -> list[Cell]:
        return _cells(compute(index, None, *read), 10 ** _digits(index, digits))

    return Question(parameters, one, every)


def _digits(index: Index, digits: int) -> int:
    return index.digits if digits == MONEY else digits


def _cell(value: Value, unit: int) -> Cell:
    if isinstance(value, Fixed):
        return value
    if isinstance(value, Ratio):
        found = ratio(int(value.part), int(value.whole), value.scale)
        return NUM if found is None else found / unit
    return cast("int", value) / unit


def _cells(value: Value, unit: int) -> list[Cell]:
    if isinstance(value, Ratio):
        return _quotients(cast("Ints", value.part), cast("Ints", value.whole), value.scale, unit)
    if isinstance(value, np.ndarray) and not (np.abs(value) >= EXACT).any():
        return cast("list[Cell]", (value / unit).tolist())
    return [_cell(one, unit) for one in cast("list[int | Fixed]", list(value))]  # type: ignore[arg-type]


def _quotients(part: Ints, whole: Ints, scale: int, unit: int) -> list[Cell]:
    """Return all quotients at once; those that are too large for it, or have none, one by one."""
    is_small = (np.abs(part) <= LARGEST // scale) & (whole > 0) & (whole <= LARGEST)
    found = numbers.half_up(np.where(is_small, part, 0) * scale, np.where(is_small, whole, 1))
    is_small &= np.abs(found) < EXACT
    cells: list[Cell] = (found / unit).tolist()
    for row in np.flatnonzero(~is_small).tolist():
        cells[row] = _cell(Ratio(int(part[row]), int(whole[row]), scale), unit)
    return cells
