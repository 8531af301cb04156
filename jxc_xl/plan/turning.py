"""周转 Turnover of each product, and of the shop: over the report period, at most up to today."""

from __future__ import annotations

import pandas as pd

from jxc_xl import numbers
from jxc_xl.numbers import half_up_one
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.turnover import activity, rates, sums
from jxc_xl.report.facts import named, ratios
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Text

SHOP = Text("全店", "The whole shop")
TIMES = {"turnover": 2, "inventory_days": 1, "gmroi": 2}
"""Figures that are no quantities, and the decimals in which they are shown."""


def turning(plan: Plan) -> pd.DataFrame:
    """Return one line for each product that moved until the period ends, and last one for the shop, its code blank.

    Returns:
        The columns of the sheet. Without a first day the period begins with the first movement; it ends today at the
        latest. ``turnover``, ``inventory_days`` and ``gmroi`` as `rates` has them, rounded half-up as shown;
        ``activity`` on the line of the shop only.
    """
    moves, period = plan.facts.moves, plan.facts.period
    today = plan.facts.as_of.floor("D")
    first = period.first if period.first is not None else moves["moved_at"].min()
    last = today if period.last is None else min(period.last, today)
    if moves.empty or first > last:
        return _shown(plan, sums(moves.iloc[:0], today, today), 1, None)
    found = sums(moves, first, last)
    return _shown(plan, found, (last.floor("D") - first.floor("D")).days + 1, activity(found))


def _shown(plan: Plan, found: pd.DataFrame, days: int, active: int | None) -> pd.DataFrame:
    whole = found.astype(object).sum().to_frame("").T.rename_axis("sku")
    lines = pd.concat([found.astype(object).sort_index(), whole] if len(found) else [found.astype(object)])
    count = pd.Series(days, lines.index, dtype=object)
    told = rates(lines, days)
    names = named(plan.facts.book, pd.Series(lines.index, lines.index))
    table = pd.DataFrame(
        {
            "name": names.mask(lines.index == "", SHOP.said(plan.facts.book.lang)),
            "sold_qty": (lines["sold_qty"] - lines["returned_qty"]).astype("int64"),
            "cost_of_sales": lines["cost_of_sales"].astype("int64"),
            "average_amount": ratios(lines["balance_days"], count, 1),
            "sell_through": told["sell_through"],
            "activity": pd.Series(active, lines.index, dtype="Int64").where(lines.index == ""),
            **{name: _rounded(told[name], decimals) for name, decimals in TIMES.items()},
        }
    )
    table = table.rename_axis("sku").reset_index().astype({"sku": "str", "name": "str"})
    return table[list(BY_KEY["turnover"].column_keys)]


def _rounded(values: pd.Series, decimals: int) -> pd.Series:
    """Return a rate, scaled by 10**6, rounded half-up to some decimals and scaled by 10**4."""
    down, up = 10 ** (numbers.RATE_DIGITS - decimals), 10 ** (numbers.QTY_DIGITS - decimals)
    found = [None if pd.isna(value) else half_up_one(int(value), down) * up for value in values]
    return pd.Series(pd.array(found, dtype="Int64"), values.index)
