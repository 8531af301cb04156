"""毛利 Margin: what each product earned in a period, returns taken off, without tax."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.report.facts import CORRECTIONS, Facts, amounts, named, quantities, rates
from jxc_xl.terms import Movement

SOLD = (Movement.SALE, Movement.CUSTOMER_RETURN)
COST_OF_SALES = (*SOLD, *CORRECTIONS)
"""Movements whose amounts are cost of sales."""


def earned(moves: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return what each movement adds to each sum of the report; most kinds add nothing."""
    qty = quantities(moves)
    is_sale, is_return = (np.asarray(moves["kind"] == one, np.bool_) for one in SOLD)
    is_cost = moves["kind"].isin(COST_OF_SALES).to_numpy(bool)
    return {
        "sold_qty": np.where(is_sale, -qty, 0),
        "returned_qty": np.where(is_return, qty, 0),
        "revenue": np.where(is_sale | is_return, plain(moves["doc_amount"]), 0),
        "cost_of_sales": np.where(is_cost, -amounts(moves), 0),
    }


def margin(facts: Facts) -> pd.DataFrame:
    """Return one line for each product sold, returned or corrected in the period, the largest margin first.

    A cost that became known only after its period was closed (a late charge, goods that were owed) was corrected in
    the open one: it counts there as cost of sales, without quantity and without revenue.
    """
    moves = facts.moves
    kind, amount = moves["kind"], amounts(moves)
    is_wanted = kind.isin(SOLD).to_numpy() | (kind.isin(CORRECTIONS).to_numpy() & (amount != 0))
    moves = moves[is_wanted & facts.period.is_within(moves["moved_at"])]
    table = pd.DataFrame(earned(moves)).groupby(moves["sku"].to_numpy(object)).sum().rename_axis("sku").reset_index()
    table.insert(1, "name", named(facts.book, table["sku"]))
    table["margin"] = table["revenue"] - table["cost_of_sales"]
    table["margin_rate"] = rates(table["margin"], table["revenue"])
    return table.sort_values(["margin", "sku"], ascending=[False, True], ignore_index=True)
