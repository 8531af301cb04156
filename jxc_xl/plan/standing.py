"""Standing: where each product stands against its levels, and what counts as its position.

The position is what 库存 calls available and on order, and what is requested or approved and not ordered yet: whoever
forgets those asks for the same thing twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.plan.buying import USUAL, offered
from jxc_xl.plan.leads import deviations, lead_days
from jxc_xl.plan.levels import Policy, levels
from jxc_xl.plan.levels import position as position_of
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.shown import rounded
from jxc_xl.plan.whole import LARGEST, UNIT, stock

WAITING = ("requested", "approved")
"""Purchases that are asked for and not ordered yet: they need not be asked for again."""


class Limits(NamedTuple):
    """Stock that people want at least and at most, by product, int64, scaled; 0 = they set none."""

    least: pd.Series
    most: pd.Series


def levels_of(plan: Plan, policy: Policy = USUAL.policy, default_lead_days: int = USUAL.lead_days) -> pd.DataFrame:
    """Return where each active product stands against its levels.

    Args:
        plan: The book.
        policy: How stock is replenished.
        default_lead_days: Days from ordering to receiving where nobody says how many.

    Returns:
        By product: ``demand`` a day and its ``deviation``, units, NaN = not known; ``lead_days`` of the supplier a
        usual order goes to, and their ``lead_deviation``; int64, scaled: ``safety_stock``, ``reorder_point`` (not below
        the product's minimum), ``order_up_to`` (not above its maximum, not below the reorder point) and ``position``;
        ``is_due``: it must be ordered.
    """
    return plan.kept(("levels", policy, default_lead_days), lambda: _levels_of(plan, policy, default_lead_days))


def _levels_of(plan: Plan, policy: Policy, default_lead_days: int) -> pd.DataFrame:
    table = plan.recent[["demand", "deviation"]].reindex(plan.active).astype(np.float64)
    chosen = offered(plan, usual_order(plan, table["demand"], policy))
    strays = deviations(plan.facts.book).reindex(chosen["supplier"]).fillna(0.0)
    table = table.assign(
        lead_days=lead_days(plan, chosen, default_lead_days), lead_deviation=strays.to_numpy(np.float64)
    )
    found = levels(table, policy).fillna(0).astype(np.int64)
    least, most = limits_of(plan, table.index)
    point = found["reorder_point"].clip(lower=least)
    filled = found["order_up_to"].mask(table["demand"].isna(), most.clip(lower=least).where(least > 0, 0))
    up_to = filled.clip(upper=most.where(most > 0, filled)).clip(lower=point)
    now = position(plan).reindex(table.index)
    is_due = ((now <= found["reorder_point"]) & (now < up_to)) | (now < least)
    return table.assign(
        safety_stock=found["safety_stock"], reorder_point=point, order_up_to=up_to, position=now, is_due=is_due
    )


def position(plan: Plan) -> pd.Series:
    """Return the position of each product of 库存: available, on order, and asked for but not ordered yet; scaled."""
    coming = plan.stock["on_order"] + plan.per_product(asked_for(plan))
    return position_of(plan.stock["available"], coming, pd.Series(0, plan.stock.index))


def asked_for(plan: Plan) -> pd.Series:
    """Return what is requested or approved and not ordered yet, by product, scaled."""
    lines = plan.facts.book.lines["purchases"]
    lines = lines[lines["status"].isin(WAITING)]
    return pd.Series(plain(lines["qty"])).groupby(lines["sku"].to_numpy(object)).sum()


def limits_of(plan: Plan, skus: pd.Index) -> Limits:
    """Return the minimum and the maximum people set for products, scaled, 0 = none; no more than can be stock."""
    return Limits(*(plan.of(name).reindex(skus).clip(upper=LARGEST) for name in ("min_stock", "max_stock")))


def usual_order(plan: Plan, demand: pd.Series, policy: Policy) -> pd.Series:
    """Return what a usual order is: what is sold from one to the next, else up to maximum or minimum, else one unit."""
    sold = stock(demand.to_numpy(np.float64) * policy.review_days, demand.index).fillna(0).astype(np.int64)
    least, most = limits_of(plan, demand.index)
    return sold.where(sold > 0, most.clip(lower=least)).clip(lower=UNIT)


def cover(plan: Plan) -> pd.Series:
    """Return how many days what is available lasts at the demand a day, by product of 库存.

    Returns:
        Int64, scaled by 10**6, rounded half-up to one decimal; blank where nothing was sold: no demand is not an
        endless cover.
    """
    demand = plan.recent["demand"].reindex(plan.stock.index).to_numpy(np.float64)
    there = plan.stock["available"].clip(lower=0).to_numpy(np.float64) / UNIT
    days = np.divide(there, demand, out=np.full(len(there), np.nan), where=demand > 0)
    return pd.Series(pd.array(rounded(days, 1, numbers.RATE_DIGITS), dtype="Int64"), plan.stock.index)
