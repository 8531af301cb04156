"""Answers: single figures of the decisions, product by product, as the reports have them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.plan.ageing import ageing
from jxc_xl.plan.buying import USUAL, Buying
from jxc_xl.plan.classes import SHARES, VARIATIONS, Limits
from jxc_xl.plan.classified import classified
from jxc_xl.plan.forecasting import weekly_quantities
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.replenishment import proposals
from jxc_xl.plan.standing import cover, levels_of


def reorder_point(plan: Plan, how: Buying = USUAL) -> pd.Series:
    """Return the reorder point of each product, Int64, scaled; blank for those that are not bought any more."""
    return _level(plan, how, "reorder_point")


def safety_stock(plan: Plan, how: Buying = USUAL) -> pd.Series:
    """Return the safety stock of each product, Int64, scaled; blank for those that are not bought any more."""
    return _level(plan, how, "safety_stock")


def reorder_qty(plan: Plan, how: Buying = USUAL) -> pd.Series:
    """Return how much of each product 补货 says to buy now, int64, scaled; 0 = nothing."""
    lines = proposals(plan, how).set_index("sku")
    return lines["order_qty"].reindex(plan.products.index, fill_value=0).astype(np.int64)


def cover_days(plan: Plan) -> pd.Series:
    """Return how many days what is available lasts at the demand a day, Int64, scaled by 10**6; blank without demand.

    Rounded half-up to one decimal.
    """
    return cover(plan).reindex(plan.products.index)


def forecast(plan: Plan, periods: int) -> pd.Series:
    """Return what each product is expected to sell in the coming weeks, as 预测 adds up, Int64, scaled.

    Blank where there is no forecast.

    Args:
        plan: The book.
        periods: How many weeks, the one that has begun being the first; >= 1, at most as many as 预测 has.
    """
    weeks = weekly_quantities(plan).iloc[:, :periods]
    return weeks.sum(axis=1, skipna=False).astype("Int64").reindex(plan.active).reindex(plan.products.index)


def abc(plan: Plan, shares: Limits = SHARES) -> pd.Series:
    """Return A, B or C by what each product sold for, as on ABC分类."""
    found: pd.Series = classified(plan.facts, plan.weeks, shares)["abc"]
    return found


def xyz(plan: Plan, variations: Limits = VARIATIONS) -> pd.Series:
    """Return X, Y or Z by how steadily each product sells, as on ABC分类."""
    found: pd.Series = classified(plan.facts, plan.weeks, variations=variations)["xyz"]
    return found


def age(plan: Plan) -> pd.Series:
    """Return the average age in days, Int64, of each product that has goods on hand, as on 滞销."""
    found: pd.Series = ageing(plan.facts.moves, plan.facts.as_of)["age_days"]
    return found


def _level(plan: Plan, how: Buying, name: str) -> pd.Series:
    levels = levels_of(plan, how.policy, how.lead_days)
    return levels[name].astype("Int64").reindex(plan.products.index)
