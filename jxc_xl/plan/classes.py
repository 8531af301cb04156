"""Classes: which products matter (ABC), how steadily they sell (XYZ), and when each is to be counted.

A few products make most of the money. ABC sorts them by what they bring and cuts where the products **before** one have
reached a share of the whole: the largest is always A, even if it alone is more than the first limit. (supplychainpy
counts the product itself in, so that a single product of 85 % falls to B.) What brings nothing, or less, is C.

XYZ looks at the coefficient of variation of the quantity per period: standard deviation ÷ mean over all periods,
those without sales included. The deviation is that of the population (divided by n, not n − 1): the periods are all
there are, not a sample. What is not sold on balance has no variation to speak of and is Z. (supplychainpy's limits 0.2
and 0.6 make nearly every product of a small shop Z; here they are arguments, 0.5 and 1.0 unless said otherwise.)

Everything is compared exactly, in integers; only what is shown is rounded, half-up to six decimals.
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.plan.whole import root
from jxc_xl.report.facts import WHOLE, ratios

COUNT_MONTHS = {"A": 1, "B": 3, "C": 12}
"""Months from one count to the next: monthly, quarterly, yearly."""


class Limits(NamedTuple):
    """Where the first class ends and where the second, scaled by 10**6."""

    first: int
    second: int


SHARES = Limits(800_000, 950_000)
VARIATIONS = Limits(500_000, 1_000_000)


def abc(values: pd.Series, limits: Limits = SHARES) -> pd.DataFrame:
    """Return the class of each product by what it brings: sales, value on hand or margin.

    Args:
        values: By product, each once: int64, any sign.
        limits: A product is A while the share before it is below the first, B while it is below the second.

    Returns:
        By product, in the order given: ``share_before``, Int64, the share of all that is above 0 in the products before
        it, scaled by 10**6, blank where nothing is; ``abc``. Of equal values the lower code comes first.
    """
    ranked = values.rename_axis("sku").rename("value").reset_index()
    ranked = ranked.sort_values(["value", "sku"], ascending=[False, True], ignore_index=True)
    worth = [max(value, 0) for value in ranked["value"].tolist()]
    after = list(accumulate(worth))
    before = [end - value for end, value in zip(after, worth, strict=True)]
    whole = [after[-1] if after else 0] * len(worth)
    graded = [_share_class(*line, limits) for line in zip(worth, before, whole, strict=True)]
    shares = ratios(pd.Series(before, dtype=object), pd.Series(whole, dtype=object), WHOLE)
    found = pd.DataFrame({"share_before": shares, "abc": pd.Series(graded, dtype="str")})
    return found.set_axis(pd.Index(ranked["sku"]), axis=0).reindex(values.index)


def _share_class(value: int, before: int, whole: int, limits: Limits) -> str:
    if value <= 0 or before * WHOLE >= limits.second * whole:
        return "C"
    return "A" if before * WHOLE < limits.first * whole else "B"


def xyz(periods: pd.DataFrame, limits: Limits = VARIATIONS) -> pd.DataFrame:
    """Return the class of each product by how much its sales vary.

    Args:
        periods: Quantity sold, integers, any sign: one line a product, one column a period, 0 where nothing was sold,
            blank where it could not be bought: that is no period of the product.
        limits: A product is X up to the first, Y up to the second.

    Returns:
        By product: ``variation``, Int64, deviation ÷ mean scaled by 10**6, blank where the mean is not above 0;
            ``xyz``.
    """
    qty = periods.fillna(0).to_numpy(np.int64).astype(object)
    sums, squares = qty.sum(axis=1).tolist(), (qty * qty).sum(axis=1).tolist()
    counts = periods.notna().sum(axis=1).tolist()
    found = [_spread(*line) for line in zip(sums, squares, counts, strict=True)]
    return pd.DataFrame(
        {
            "variation": pd.array(
                [None if one is None else root(one.above * WHOLE**2, one.below) for one in found], "Int64"
            ),
            "xyz": pd.array([_spread_class(one, limits) for one in found], "str"),
        },
        index=periods.index,
    )


class _Square(NamedTuple):
    """The square of a coefficient of variation, as a fraction."""

    above: int
    below: int


def _spread(total: int, squares: int, count: int) -> _Square | None:
    """Return ``(n·Σx² − (Σx)²) ÷ (Σx)²``, or nothing where the mean is not above 0."""
    return _Square(count * squares - total**2, total**2) if total > 0 else None


def _spread_class(spread: _Square | None, limits: Limits) -> str:
    if spread is None:
        return "Z"
    above = spread.above * WHOLE**2
    return "X" if above <= limits.first**2 * spread.below else "Y" if above <= limits.second**2 * spread.below else "Z"


def count_due(classes: pd.Series, counted_on: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Return the day each product is to be counted next.

    Args:
        classes: ``A``, ``B`` or ``C`` by product.
        counted_on: The day of the last count by product; a product that is not named or blank was never counted.
        as_of: Today.

    Returns:
        By product: A a month, B three months, C a year after the last count, at the end of a shorter month; today where
        there was none.
    """
    last = counted_on.reindex(classes.index).dt.floor("D")
    due: pd.Series = pd.Series(as_of.floor("D"), classes.index, dtype=last.dtype)
    for grade, months in COUNT_MONTHS.items():
        due = due.mask((classes == grade) & last.notna(), last + pd.DateOffset(months=months))
    return due
