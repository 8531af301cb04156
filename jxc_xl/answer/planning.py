"""Planning: when and how much to buy, what will be sold, classes, ages, slow movers, suppliers, as reports say it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from jxc_xl import numbers
from jxc_xl.answer.errors import NA
from jxc_xl.answer.index import Index, Key
from jxc_xl.answer.parameters import IDLE_DAYS, PERIODS
from jxc_xl.answer.questions import Answer, Cell, Listing, Parameter, Question
from jxc_xl.answer.tables import table
from jxc_xl.plan import answers
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.reports import buying, clearing, shares, variations, weights
from jxc_xl.plan.slow_movers import slow_movers
from jxc_xl.plan.supplier_score import scores
from jxc_xl.schema import BY_KEY

NEXT = 1
"""So many weeks are forecast where nobody says how many."""


def _planned(make: Callable[..., pd.Series], digits: int, *parameters: Parameter, key: Key = Key.PRODUCT) -> Question:
    """Return the question for one figure or word of each product, or each supplier; one that is blank is #N/A.

    Args:
        make: Works it out for all from the plan and the arguments as read, by code.
        digits: Decimal digits by which it is scaled.
        parameters: The arguments after the first.
        key: What the first argument names.
    """

    def every(index: Index, *read: object) -> list[Cell]:
        return index.kept((make, read), lambda: _cells(make(index.plan, *read), index.keys(key), digits))

    def one(index: Index, place: int, *read: object) -> Cell:
        return every(index, *read)[place]

    return Question(parameters, one, every, key)


def _cells(values: pd.Series, keys: list[str], digits: int) -> list[Cell]:
    found = values.reindex(keys)
    unit = 10**digits
    return [
        NA if blank else value if isinstance(value, str) else int(value) / unit
        for value, blank in zip(found.tolist(), found.isna().tolist(), strict=True)
    ]


def _forecast(plan: Plan, periods: int | None) -> pd.Series:
    return answers.forecast(plan, NEXT if periods is None else periods)


def _slow(index: Index, days: int | None) -> Answer:
    """Return the lines of 滞销, of so many days where they are told."""

    def lines() -> Answer:
        return table(index, BY_KEY["slow"].columns, slow_movers(index.plan, clearing(index.plan, days)))

    return index.kept(("slow", days), lines)


REORDERPOINT = _planned(lambda plan: answers.reorder_point(plan, buying(plan)), numbers.QTY_DIGITS)
SAFETYSTOCK = _planned(lambda plan: answers.safety_stock(plan, buying(plan)), numbers.QTY_DIGITS)
REORDERQTY = _planned(lambda plan: answers.reorder_qty(plan, buying(plan)), numbers.QTY_DIGITS)
COVERDAYS = _planned(answers.cover_days, numbers.RATE_DIGITS)
FORECAST = _planned(_forecast, numbers.QTY_DIGITS, PERIODS)
ABC = _planned(lambda plan: answers.abc(plan, shares(plan)), 0)
XYZ = _planned(lambda plan: answers.xyz(plan, variations(plan)), 0)
AGE = _planned(answers.age, 0)
SUPPLIERSCORE = _planned(lambda plan: scores(plan, weights(plan)), numbers.RATE_DIGITS, key=Key.SUPPLIER)
SLOW = Listing((IDLE_DAYS,), _slow)
