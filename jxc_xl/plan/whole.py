"""Whole: how statistics become stock. What is worked out in floating point or as a root is made an integer here only.

A forecast may be a float; a quantity that someone orders may not. A float is first read as the decimal a spreadsheet
would show (15 digits, `numbers.decimal_of_float`), so that the dust of floating point is not rounded up to a unit.
"""

from __future__ import annotations

from decimal import ROUND_CEILING
from math import isfinite, isqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxc_xl import numbers
from jxc_xl.numbers import Ints

Floats = npt.NDArray[np.float64]
UNIT = 10**numbers.QTY_DIGITS
"""One unit of a product, scaled."""
LARGEST = numbers.MAX_INT // 4  # sums of a few such quantities fit 64 bits


def stock(units: Floats, index: pd.Index) -> pd.Series:
    """Return quantities rounded up to the four decimals of the book.

    Args:
        units: Quantities, floats, units.
        index: What the answer is named by.

    Returns:
        Int64, scaled; blank where there is no number or one beyond any stock.
    """
    return pd.Series(pd.array([_up(value) for value in units.tolist()], dtype="Int64"), index)


def _up(units: float) -> int | None:
    if not isfinite(units) or abs(units) > LARGEST // UNIT:
        return None
    exact = numbers.decimal_of_float(units).scaleb(numbers.QTY_DIGITS)
    return int(exact.to_integral_value(ROUND_CEILING))


def packed(qty: Ints, pack: Ints) -> Ints:
    """Return quantities rounded up to whole packs.

    Args:
        qty: Scaled, 0 to ``LARGEST``.
        pack: Scaled, 1 to ``LARGEST``.
    """
    return -(-qty // pack) * pack


def root(numerator: int, denominator: int) -> int:
    """Return the square root of a fraction, rounded half-up, exactly.

    Args:
        numerator: At least 0.
        denominator: More than 0.
    """
    return (isqrt(4 * numerator // denominator) + 1) // 2


def weighted(values: Ints, weights: Ints) -> np.ndarray:
    """Return ``values × weights``, whose sums are exact.

    They are 64-bit integers, or Python's own, which have no bound, where a sum of them may not fit.

    Args:
        values: Any integers.
        weights: As many integers, at least 0.
    """
    most = np.abs(values.astype(np.float64)).sum() * float(weights.max(initial=0))
    return values * weights if most < float(LARGEST) else values.astype(object) * weights.astype(object)
