"""毛利 Margin: what each product earned in a period, returns taken off, without tax."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.report.facts import Facts, amounts, names, quantities
from jxc_xl.terms import Movement

WHOLE = 10**6


def margin(facts: Facts) -> pd.DataFrame:
    """Return one line for each product sold or returned in the period, the largest margin first."""
    moves = facts.moves
    moved = moves["moved_at"]
    is_sale = (moves["kind"] == Movement.SALE).to_numpy()
    is_return = (moves["kind"] == Movement.CUSTOMER_RETURN).to_numpy()
    is_wanted = (is_sale | is_return) & facts.period.is_until(moved) & ~facts.period.is_before(moved)
    moves, is_sale = moves[is_wanted], is_sale[is_wanted]
    qty = quantities(moves)
    table = pd.DataFrame(
        {
            "sold_qty": np.where(is_sale, -qty, 0),
            "returned_qty": np.where(is_sale, 0, qty),
            "revenue": plain(moves["doc_amount"]),
            "cost_of_sales": -amounts(moves),
        }
    )
    table = table.groupby(moves["sku"].to_numpy(object)).sum().rename_axis("sku").reset_index()
    table.insert(1, "name", table["sku"].map(names(facts.book)).astype("str").fillna(""))
    table["margin"] = table["revenue"] - table["cost_of_sales"]
    table["margin_rate"] = rates(table["margin"], table["revenue"])
    return table.sort_values(["margin", "sku"], ascending=[False, True], ignore_index=True)


def rates(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return part ÷ whole, scaled by 10**6, half-up; blank where the whole is not positive."""
    pairs = zip(part.tolist(), whole.tolist(), strict=True)
    found = [(2 * abs(p) * WHOLE + w) // (2 * w) * (1 if p >= 0 else -1) if w > 0 else None for p, w in pairs]
    return pd.Series(pd.array(found, dtype="Int64"), part.index)
