"""ABC分类 ABC-XYZ: which products matter, how steadily they sell, and when each is to be counted next."""

from __future__ import annotations

import pandas as pd

from jxc_xl.plan.classes import SHARES, VARIATIONS, Limits, count_due
from jxc_xl.plan.classified import classified
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import Facts, named
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Movement


def abc_xyz(plan: Plan, shares: Limits = SHARES, variations: Limits = VARIATIONS) -> pd.DataFrame:
    """Return one line for each product of the master and each one sold in the period, the biggest first.

    Args:
        plan: The book, looked at for what to do.
        shares: Where A ends and where B (settings ``abc_a``, ``abc_b``).
        variations: Where X ends and where Y (settings ``xyz_x``, ``xyz_y``).
    """
    table = classified(plan.facts, plan.weeks, shares, variations)
    due = count_due(table["abc"], counted_on(plan.facts), plan.facts.as_of)
    table = table.assign(count_due_on=due).reset_index()
    return table.assign(name=named(plan.facts.book, table["sku"]))[list(BY_KEY["abc_xyz"].column_keys)]


def counted_on(facts: Facts) -> pd.Series:
    """Return when each product that was ever counted was counted last, found right or not, in whatever warehouse."""
    moves = facts.moves[facts.moves["kind"] == Movement.COUNT]
    last: pd.Series = moves.groupby(moves["sku"].to_numpy(object))["moved_at"].max()
    return last
