"""What worksheet functions ask of a plan, product by product: the very figures its reports show."""

from __future__ import annotations

import pandas as pd

from jxc_xl.plan.ageing import ageing
from jxc_xl.plan.classes import SHARES, VARIATIONS, Limits
from jxc_xl.plan.classified import classified
from jxc_xl.plan.lying import USUAL, Clearing, lying_goods
from jxc_xl.plan.plan import Plan


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


def slow(plan: Plan, clearing: Clearing = USUAL) -> pd.Series:
    """Return the amount tied up in each slow mover, most money first: the lines of 滞销."""
    found: pd.Series = lying_goods(plan, clearing)["amount"]
    return found
