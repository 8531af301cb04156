"""周转 Turnover facts: how fast the whole shop's goods go in the report period, for 首页."""

from __future__ import annotations

import pandas as pd

from jxc_xl.plan.plan import Plan
from jxc_xl.plan.turnover import activity, rates, sums

RATES = ("turnover", "inventory_days", "gmroi", "sell_through")
ACTIVITY = "activity"


def turnover_facts(plan: Plan) -> dict[str, int | None]:
    """Return the shop's figures of the period, scaled by 10**6; None where one is undefined.

    Where the period has no first day, it begins with the first movement; where it has no last, it ends with the last.

    Returns:
        turnover: 周转率, cost of sales ÷ average stock at cost.
        inventory_days: 周转天数, how many days the average stock lasts.
        gmroi: Margin ÷ average stock at cost.
        sell_through: 售罄率, sold ÷ (opening + arrived).
        activity: 动销率, products sold ÷ products with stock.
    """
    moves, period = plan.facts.moves, plan.facts.period
    if moves.empty:
        return dict.fromkeys((*RATES, ACTIVITY))
    first = (period.first or moves["moved_at"].min()).floor("D")
    last = (period.last or moves["moved_at"].max()).floor("D")
    found = sums(moves, first, last)
    whole = rates(found.astype(object).sum().to_frame().T, (last - first).days + 1).iloc[0]
    figures = {name: None if pd.isna(whole[name]) else int(whole[name]) for name in RATES}
    return {**figures, ACTIVITY: activity(found)}
