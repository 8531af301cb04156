"""All reports of this stage, each with the settings it goes by."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from jxc_xl.numbers import divide
from jxc_xl.plan import (
    abc_xyz,
    alerts,
    channel_margin,
    count_differences,
    forecasting,
    order_desk,
    slow_movers,
    supplier_score,
)
from jxc_xl.plan import replenishment as replenishing
from jxc_xl.plan.after_sales import after_sales, processing
from jxc_xl.plan.buying import Buying
from jxc_xl.plan.classes import Limits
from jxc_xl.plan.compare import comparison
from jxc_xl.plan.levels import Policy, Review
from jxc_xl.plan.lying import Clearing
from jxc_xl.plan.picking import pick_list
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.processing import Clock
from jxc_xl.plan.supplier_score import Weights
from jxc_xl.plan.turning import turning

PRICE_SCALE = 10**6


def buying(plan: Plan) -> Buying:
    """Return how the shop buys."""
    said = plan.facts.book.settings
    policy = Policy(said.service_level, said.review_days, Review(said.review))
    cost = divide(said.order_cost, 10**said.money_digits, PRICE_SCALE)
    return Buying(policy, said.lead_days, cost, said.holding_rate)


def clearing(plan: Plan, days: int | None = None) -> Clearing:
    """Return when goods are slow; in so many days, if they are asked for."""
    said = plan.facts.book.settings
    return Clearing(
        days or said.slow_days, baskets=said.pair_baskets, floor_markup=said.floor_markup, shares=shares(plan)
    )


def shares(plan: Plan) -> Limits:
    """Return where class A ends, and where class B."""
    return Limits(plan.facts.book.settings.abc_a, plan.facts.book.settings.abc_b)


def variations(plan: Plan) -> Limits:
    """Return where class X ends, and where class Y."""
    return Limits(plan.facts.book.settings.xyz_x, plan.facts.book.settings.xyz_y)


def weights(plan: Plan) -> Weights:
    """Return how much each criterion of a supplier counts."""
    said = plan.facts.book.settings
    return Weights(said.weight_on_time, said.weight_accepted, said.weight_filled, said.weight_price)


def _limits(plan: Plan) -> alerts.Limits:
    said = plan.facts.book.settings
    return alerts.Limits(said.expiring_days, said.price_alert)


def _clock(plan: Plan) -> Clock:
    said = plan.facts.book.settings
    return Clock(plan.now, said.process_minutes, said.work_hours)


PLANS: dict[str, Callable[[Plan], pd.DataFrame]] = {
    "alerts": lambda plan: alerts.alerts(plan, buying(plan), _limits(plan)),
    "replenishment": lambda plan: replenishing.replenishment(plan, buying(plan)),
    "comparison": lambda plan: comparison(plan, buying(plan), weights(plan)),
    "forecast": forecasting.forecasting,
    "abc_xyz": lambda plan: abc_xyz.abc_xyz(plan, shares(plan), variations(plan)),
    "slow": lambda plan: slow_movers.slow_movers(plan, clearing(plan)),
    "turnover": turning,
    "channel_margin": channel_margin.channel_margin,
    "supplier_score": lambda plan: supplier_score.supplier_score(plan, weights(plan)),
    "orders": lambda plan: order_desk.orders(plan, _clock(plan)),
    "picks": pick_list,
    "processing": lambda plan: processing(plan, _clock(plan)),
    "after_sales": after_sales,
    "count_differences": count_differences.count_differences,
}
"""Report key to the function that makes it."""
