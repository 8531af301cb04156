"""滞销 Slow movers: what lies there and is hardly sold.

A product is slow when it has goods on hand and, in the last days, today the last of them, sold no more than a stated
quantity, what came back taken off. What arrived for the first time within those days has had no chance yet and is not
slow.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.plan.ageing import ARRIVALS
from jxc_xl.report.facts import DAY, amounts, by_product, quantities
from jxc_xl.report.margin import SOLD
from jxc_xl.terms import Movement

WINDOW = 90


def slow(moves: pd.DataFrame, as_of: pd.Timestamp, days: int = WINDOW, most: int = 0) -> pd.DataFrame:
    """Return the slow movers, those that tie up most money first.

    Args:
        moves: Costed movements that stand, in any order; those after today do not count.
        as_of: Today.
        days: How far back to look, >= 1.
        most: The most a slow mover may have sold meanwhile, scaled.

    Returns:
        By product: ``on_hand``, scaled; ``amount``, minor units; ``sold_qty`` of those days, scaled, less what came
        back; ``first_on``, the day it first arrived, and ``last_sold_on``, blank where there is none.
    """
    after = as_of.floor("D").to_numpy() + DAY
    moves = moves[moves["moved_at"].to_numpy("M8[s]") < after]
    since = after - days * DAY
    at, kind = moves["moved_at"].to_numpy("M8[s]"), moves["kind"]
    sold = np.where(kind.isin(SOLD).to_numpy(bool) & (at >= since), -quantities(moves), 0)
    sums = {"on_hand": quantities(moves), "amount": amounts(moves), "sold_qty": sold}
    table = pd.DataFrame({name: by_product(moves, values) for name, values in sums.items()}).rename_axis("sku")
    for name, is_meant, which in (
        ("first_on", kind.isin(ARRIVALS), "min"),
        ("last_sold_on", kind == Movement.SALE, "max"),
    ):
        table[name] = _day(moves[is_meant.to_numpy(bool)], which).reindex(table.index)
    is_young = (table["first_on"] >= since).to_numpy(bool)
    table = table[(table["on_hand"] > 0) & (table["sold_qty"] <= most) & ~is_young]
    return table.reset_index().sort_values(["amount", "sku"], ascending=[False, True]).set_index("sku")


def _day(moves: pd.DataFrame, which: str) -> pd.Series:
    """Return the first or the last day of each product's movements."""
    day: pd.Series = moves["moved_at"].dt.floor("D").groupby(moves["sku"].to_numpy(object)).agg(which)
    return day
