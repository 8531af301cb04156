"""The share of an amount that goes with a part of a quantity, for whole columns, exactly.

``half_up(value × part ÷ whole)`` is what every costing method comes down to. The product of an amount and a scaled
quantity soon passes 64 bits, and dividing integers is the slowest thing a processor does. So the quotient is guessed
in floating point, which divides several numbers at once, and the guess is put right by its exact remainder.

While ``2 × value × part + whole`` stays below 2**53 a double holds all of it and the guess is already right: a quotient
that is no integer is at least ``1 ÷ (2 × whole)`` away from one, further than the division can err. Beyond that the
remainder ``value × part − guess × whole`` is taken modulo 2**64: the guess is so near that the true remainder fits,
though the products do not.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jxc_xl.numbers import Ints

Floats = npt.NDArray[np.float64]
EXACT = 2.0**53  # integers below this are exact in a double
LARGEST_VALUE = 2.0**62
LARGEST_QTY = 2.0**60
LARGEST_PRODUCT = 2.0**110  # the first guess then errs by less than 2**62 ÷ whole, so its remainder fits 64 bits


def fits(value: float | Floats, qty: float | Floats) -> npt.NDArray[np.bool_]:
    """Tell whether shares of an amount on a quantity can be worked out in 64 bits.

    Args:
        value: The largest amount of a pool, minor units.
        qty: The largest quantity of a pool, scaled.
    """
    size, count = np.asarray(value, np.float64), np.asarray(qty, np.float64)
    return (size < LARGEST_VALUE) & (count < LARGEST_QTY) & (size * count < LARGEST_PRODUCT)


def share(value: Ints, part: Ints, whole: Ints) -> Ints:
    """Return ``value × part ÷ whole``, rounded half-up.

    Args:
        value: Amounts, minor units, >= 0.
        part: Quantities, 0 to ``whole``.
        whole: Quantities, > 0; with the amounts they pass ``fits``.
    """
    if not len(value):
        return np.zeros(0, np.int64)
    if 2.0 * float(value.max()) * float(part.max()) + float(whole.max()) < EXACT:
        return share_small(value.astype(np.float64) * 2.0, part.astype(np.float64), whole.astype(np.float64)).astype(
            np.int64
        )
    return share_large(value, part, whole)


def share_at(value: Ints, whole: Ints, part: Ints, at: Ints) -> Ints:
    """Return ``share`` where many parts are of the same amounts and quantities.

    Args:
        value: Amounts, minor units, >= 0.
        whole: Quantities, > 0.
        part: Quantities, each 0 to that which it is a part of.
        at: Which of the amounts and quantities each is a part of.
    """
    largest = float(whole.max(initial=0))
    if 2.0 * float(value.max(initial=0)) * largest + largest < EXACT:
        return share_small(
            (value.astype(np.float64) * 2.0)[at], part.astype(np.float64), whole.astype(np.float64)[at]
        ).astype(np.int64)
    return share_large(value[at], part, whole[at])


def share_small(twice: Floats, part: Floats, whole: Floats) -> Floats:
    """Return ``twice ÷ 2 × part ÷ whole``, rounded half-up, while ``twice × part + whole`` is below 2**53."""
    top = twice * part
    top += whole
    top /= whole + whole
    return np.floor(top, out=top)


def share_large(value: Ints, part: Ints, whole: Ints) -> Ints:
    """Return ``share`` of numbers whose products may pass 64 bits."""
    bits, by = whole.view(np.uint64), whole.astype(np.float64)
    product = value.view(np.uint64) * part.view(np.uint64)
    found = np.floor(value.astype(np.float64) * part / by).astype(np.int64)
    rest = (product - found.view(np.uint64) * bits).view(np.int64)
    found += np.floor(rest / by).astype(np.int64)
    rest = (product - found.view(np.uint64) * bits).view(np.int64)
    over = (rest >= whole).astype(np.int64) - (rest < 0)  # the second guess may still be the next integer
    rest -= over * whole
    found += over
    found += rest >= whole - rest
    return found
