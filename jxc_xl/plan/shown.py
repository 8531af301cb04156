"""Shown: statistics rounded half-up to as many decimals as they deserve, for people to read.

A float is first read as the decimal a spreadsheet would show, as in `whole`.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from jxc_xl import numbers
from jxc_xl.plan.whole import LARGEST, UNIT, Floats


def rounded(values: Floats, decimals: int, digits: int) -> list[int | None]:
    """Return numbers rounded to some decimals, scaled.

    Args:
        values: Any floats.
        decimals: How many decimals are kept, at most ``digits``.
        digits: The answers are scaled by ``10**digits``.

    Returns:
        None where there is no number, or none that fits.
    """
    return [
        numbers.scale(Decimal(numbers.round_text(numbers.decimal_of_float(value), decimals)), digits)
        if isfinite(value) and abs(value) < LARGEST // UNIT
        else None
        for value in values.tolist()
    ]


def units(value: float) -> str:
    """Return units that are only known roughly, to two decimals, without needless zeros."""
    text = numbers.round_text(numbers.decimal_of_float(value), 2)
    return text.rstrip("0").rstrip(".")


def quantity(scaled: int) -> str:
    """Return a quantity as people write it."""
    return numbers.text_of(scaled, numbers.QTY_DIGITS, is_trimmed=True)


def price(scaled: int) -> str:
    """Return a price as people write it."""
    return numbers.text_of(scaled, numbers.PRICE_DIGITS, is_trimmed=True)
