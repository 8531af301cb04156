"""周转 Turnover: how fast goods go, and what the money in them earns.

Turnover is the cost of sales over the average stock. Cost of sales is that of 毛利, returns taken off; average stock
is the mean of **every day's** closing balance at cost, not of the two ends of the period: a shop that empties its
shelves for the balance sheet does not turn faster. All rates are those of the period asked for, none is blown up to a
year.

Sums are exact integers; a rate is divided once and rounded half-up to six decimals. What has no meaning is blank: no
stock on average, nothing sold, nothing to sell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.numbers import Bools, Ints
from jxc_xl.plan.ageing import ARRIVALS
from jxc_xl.plan.whole import weighted
from jxc_xl.report.facts import DAY, WHOLE, Period, amounts, quantities, ratio, ratios
from jxc_xl.report.margin import earned

SUMS = (
    "sold_qty",
    "returned_qty",
    "opening_qty",
    "arrived_qty",
    "revenue",
    "cost_of_sales",
    "balance_days",
)


def sums(moves: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return what the rates of a period are made of.

    Args:
        moves: Costed movements that stand, in any order; those after the period do not count.
        first: Its first day.
        last: Its last day.

    Returns:
        By product, integers: ``sold_qty``, ``returned_qty``, ``revenue`` and ``cost_of_sales`` as 毛利 has them;
        ``opening_qty``, on hand before the first day; ``arrived_qty``, what came new in the period (openings, receipts,
        goods from elsewhere, assemblies); ``balance_days``, the sum of each day's closing amount, Python's integers
        where 64 bits may not hold it.
    """
    period = Period(first, last)
    moves = moves[period.is_until(moves["moved_at"])]
    is_before = period.is_before(moves["moved_at"])
    qty, is_arrival = quantities(moves), moves["kind"].isin(ARRIVALS).to_numpy(bool)
    found = {name: np.where(is_before, 0, values) for name, values in earned(moves).items()}
    found["opening_qty"] = np.where(is_before, qty, 0)
    found["arrived_qty"] = np.where(is_arrival & ~is_before, qty, 0)
    found["balance_days"] = weighted(amounts(moves), _days_held(moves, first, last))
    return pd.DataFrame(found).groupby(moves["sku"].to_numpy(object)).sum()[list(SUMS)].rename_axis("sku")


def rates(found: pd.DataFrame, days: int) -> pd.DataFrame:
    """Return the rates of a period, for products, or for the shop when its sums are one line.

    Args:
        found: As from `sums`.
        days: Days of the period.

    Returns:
        By line, Int64, scaled by 10**6, blank where undefined (or beyond 64 bits):
        ``turnover``: Cost of sales ÷ average stock at cost.
        ``inventory_days``: Days of the period ÷ turnover: how many days the average stock lasts.
        ``gmroi``: Margin ÷ average stock at cost.
        ``sell_through``: Sold, returns taken off, ÷ (opening + arrived) (售罄率).
    """
    # As Python's own integers, whose products have no bound.
    sold, returned, opening, arrived, revenue, cost, held = (found[name].astype(object) for name in SUMS)
    turned = {
        "turnover": ratios(cost * days, held, WHOLE),
        "inventory_days": ratios(held, cost, WHOLE).mask((held <= 0).to_numpy(bool)),
        "gmroi": ratios((revenue - cost) * days, held, WHOLE),
        "sell_through": ratios(sold - returned, opening + arrived, WHOLE),
    }
    return pd.DataFrame(turned)


def activity(found: pd.DataFrame) -> int | None:
    """Return the share of products with stock that were sold (动销率), scaled by 10**6; None where none had stock.

    A product has stock when it had some as the period began or when some arrived; what was sold without any (a book may
    allow that) is not counted, so that the share is never above one.
    """
    has_stock: Bools = ((found["opening_qty"] > 0) | (found["arrived_qty"] > 0)).to_numpy(bool)
    is_sold: Bools = (found["sold_qty"] > 0).to_numpy(bool)
    return ratio(int((has_stock & is_sold).sum()), int(has_stock.sum()), WHOLE)


def _days_held(moves: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Ints:
    """Return on how many days of the period each movement is part of the closing balance."""
    at = moves["moved_at"].to_numpy("M8[s]").astype("M8[D]")
    begin, end = (moment.floor("D").to_numpy().astype("M8[D]") for moment in (first, last))
    held: Ints = ((end - np.maximum(at, begin)) // DAY).astype(np.int64) + 1
    return held
