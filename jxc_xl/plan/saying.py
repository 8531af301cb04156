"""Saying: sentences about products, and scaled numbers as people read them there."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from jxc_xl import numbers

UNKNOWN = "—"


def sentences(said: str, words: pd.DataFrame) -> list[str]:
    """Return a sentence a line, the words of the line put in for the names in braces."""
    lines = words.to_dict("records")
    return [said.format_map({str(name): word for name, word in line.items()}) for line in lines]


def quantities(values: pd.Series) -> list[str]:
    """Return quantities without zeros at their end, e.g. ``2.5``."""
    return [numbers.text_of(value, numbers.QTY_DIGITS, is_trimmed=True) for value in values.tolist()]


def amounts(values: pd.Series, digits: int) -> list[str]:
    """Return amounts of money, a dash where there is none."""
    return [UNKNOWN if pd.isna(value) else numbers.text_of(value, digits) for value in values.tolist()]


def prices(values: pd.Series, digits: int) -> list[str]:
    """Return prices, rounded to the minor unit, a dash where there is none."""
    return [UNKNOWN if pd.isna(value) else _rounded(value, numbers.PRICE_DIGITS, digits) for value in values.tolist()]


def times(values: pd.Series) -> list[str]:
    """Return rates as so many times, e.g. ``1.35``, a dash where there is none."""
    return [UNKNOWN if pd.isna(value) else _rounded(value, numbers.RATE_DIGITS, 2) for value in values.tolist()]


def percents(values: pd.Series) -> list[str]:
    """Return rates in per cent, e.g. ``12.5%``, a dash where there is none."""
    return [percent(value) for value in values.tolist()]


def percent(value: object) -> str:
    """Return one of `percents`."""
    return f"{_rounded(value, numbers.RATE_DIGITS - 2, 1)}%" if isinstance(value, int) else UNKNOWN


def _rounded(value: int, digits: int, shown: int) -> str:
    return numbers.round_text(Decimal(value).scaleb(-digits), shown)
