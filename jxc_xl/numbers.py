"""Quantity, money and price as scaled integers; the only module that rounds, splits or converts.

A float cannot hold 0.1, and a shop's books must be exact. So a quantity is an integer of 1/10,000 units, an amount an
integer of the currency's minor units, a price an integer of 1/1,000,000. A product of two of them may not fit 64
bits: such rows are found before they are multiplied and worked out with Python's unbounded integers; a result that
does not fit is reported, never wrapped. Rounding is half-up, away from zero, as people round.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

QTY_DIGITS = 4
PRICE_DIGITS = 6
RATE_DIGITS = 6
MAX_INT = 2**63 - 1

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Product(NamedTuple):
    """Amounts, and which of them do not fit 64 bits (their value is 0)."""

    values: Ints
    is_too_large: Bools


def decimal_of_float(number: float) -> Decimal:
    """Return the decimal a spreadsheet number stands for: Excel keeps 15 significant digits."""
    return Decimal(f"{number:.15g}")


def scale(number: Decimal, digits: int) -> int | None:
    """Return a decimal as an integer scaled by ``10**digits``, or None where it has more decimals than that."""
    whole = number.scaleb(digits)
    return int(whole) if whole == whole.to_integral_value() else None


def decimal_of(text: str) -> Decimal | None:
    """Return the finite decimal a text stands for, thousands commas allowed, or None."""
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None  # noqa: PLR2004 (beyond any book)


def multiply(left: Ints, right: Ints, down: int) -> Product:
    """Return ``left × right ÷ 10**down``, rounded half-up, exactly.

    Args:
        left: Any integers.
        right: As many integers.
        down: How many decimal digits to drop, >= 0.
    """
    is_easy = _fits(left, right)
    unit = 10**down
    values = np.zeros(len(left), np.int64)
    direct = np.where(is_easy, left, 0) * np.where(is_easy, right, 0)
    values[is_easy] = half_up(direct, np.full(len(left), unit, np.int64))[is_easy] if unit < MAX_INT else 0
    is_large = np.zeros(len(left), bool)
    for i in np.flatnonzero(~is_easy) if unit < MAX_INT else range(len(left)):
        exact = half_up_one(int(left[i]) * int(right[i]), unit)
        is_large[i] = abs(exact) > MAX_INT
        values[i] = 0 if is_large[i] else exact
    return Product(values, is_large)


def divide(value: int, numerator: int, denominator: int) -> int:
    """Return ``value × numerator ÷ denominator``, rounded half-up; the denominator is > 0."""
    return half_up_one(value * numerator, denominator)


def half_up(value: Ints, by: Ints) -> Ints:
    """Return ``value ÷ by`` rounded half-up, away from zero; ``by`` > 0, at most 2**62."""
    size = np.abs(value)
    whole, rest = size // by, size % by
    whole += rest >= by - rest
    return np.where(value < 0, -whole, whole)


def half_up_one(value: int, by: int) -> int:
    """Return ``value ÷ by`` rounded half-up, away from zero, for unbounded integers; ``by`` > 0."""
    whole = (2 * abs(value) + by) // (2 * by)
    return whole if value >= 0 else -whole


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share a total by weights so that the shares add up (largest remainder 最大余数法).

    Args:
        total: Amount to share, minor units, any sign.
        weights: Non-negative, not all 0.

    Returns:
        One share a weight; the odd units go to the largest remainders, the later line first when they are equal
        (123.22 over three equal lines is 41.07, 41.07, 41.08).
    """
    whole = sum(weights)
    size = abs(total)
    shares = [size * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), -i))
    for i in order[: size - sum(shares)]:
        shares[i] += 1
    return shares if total >= 0 else [-share for share in shares]


def total(values: npt.ArrayLike) -> int:
    """Return the exact sum of integers, beyond 64 bits if need be."""
    array = np.asarray(values, np.int64)
    if not len(array):
        return 0
    if int(np.abs(array).max()) < MAX_INT // max(1, len(array)):
        return int(array.sum())
    return sum(array.tolist())


def text_of(value: int, digits: int, *, is_trimmed: bool = False) -> str:
    """Return the decimal a scaled integer stands for, e.g. ``12.50``; trimmed, ``12.5``."""
    if digits == 0:
        return str(value)
    sign, size = "-" if value < 0 else "", abs(value)
    whole, part = divmod(size, 10**digits)
    tail = f"{part:0{digits}d}"
    if is_trimmed:
        tail = tail.rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def round_text(number: Decimal, digits: int) -> str:
    """Return a decimal rounded half-up to some digits, as text."""
    return str(number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _fits(left: Ints, right: Ints) -> Bools:
    """Tell where a product surely fits 62 bits, from the sizes of its factors."""
    size = np.log2(np.abs(left.astype(np.float64)) + 1) + np.log2(np.abs(right.astype(np.float64)) + 1)
    return np.asarray(size < 62, np.bool_)  # noqa: PLR2004
