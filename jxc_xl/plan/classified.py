"""Classified: every product of the master, and every one sold, by what it brings and how steadily it sells.

What a product brings is what 毛利 says of the report period: net revenue, and the margin on it. How steadily it sells
is seen over all whole weeks in which it could be bought: before it was there, and while it was out of stock, nobody
could show that they want it. Demand of a week is that of 预测, spread over seven days where it was seen in part.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.plan.classes import SHARES, VARIATIONS, Limits, abc, xyz
from jxc_xl.plan.demand import Days, weekly
from jxc_xl.plan.whole import UNIT
from jxc_xl.report.facts import Facts
from jxc_xl.report.margin import margin

LEAST_WEEKS = 2
"""One week says nothing of how steady a product is."""


def classified(facts: Facts, found: Days, shares: Limits = SHARES, variations: Limits = VARIATIONS) -> pd.DataFrame:
    """Return the classes of products, those that bring most first.

    Args:
        facts: The costed book, and the period.
        found: Demand by day, of whole weeks.
        shares: Where A ends and where B.
        variations: Where X ends and where Y.

    Returns:
        By product: ``value`` and ``margin``, minor units; ``share_before`` and ``abc`` by value, ``abc_margin``;
        ``variation`` and ``xyz``, blank and Z where fewer than two weeks are known.
    """
    brought = margin(facts).set_index("sku")
    products = facts.book.lines["products"]["sku"]
    skus = pd.Index(sorted({*products[products != ""], *brought.index}), dtype="str")
    table = pd.DataFrame(
        {
            "value": brought["revenue"].reindex(skus, fill_value=0),
            "margin": brought["margin"].reindex(skus, fill_value=0),
        }
    ).rename_axis("sku")
    table = table.join(abc(table["value"], shares))
    table["abc_margin"] = abc(table["margin"], shares)["abc"]
    table = table.join(_steadiness(found, skus, variations))
    return table.reset_index().sort_values(["value", "sku"], ascending=[False, True]).set_index("sku")


def _steadiness(found: Days, skus: pd.Index, limits: Limits) -> pd.DataFrame:
    """Return ``variation`` and ``xyz`` of each product."""
    demand = pd.DataFrame(np.rint(weekly(found).demand * UNIT), found.skus).reindex(skus)
    is_enough = demand.notna().sum(axis=1) >= LEAST_WEEKS
    return xyz(demand.where(is_enough, axis=0).astype("Int64"), limits)
