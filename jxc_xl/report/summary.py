"""收发存 Movement summary: opening + in − out = closing, of each product in a period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.report.facts import Facts, amounts, names, quantities


def summary(facts: Facts) -> pd.DataFrame:
    """Return one line for each product that ever moved until the end of the period.

    Goods that move in count as in, goods that move out as out; a movement of value alone (a charge) is in when it
    adds, out when it takes away. Transfers between own warehouses are neither.
    """
    moves = facts.moves[facts.period.is_until(facts.moves["moved_at"])]
    moves = moves[~moves["kind"].isin(("transfer_in", "transfer_out"))]
    is_before = facts.period.is_before(moves["moved_at"])
    qty, amount = quantities(moves), amounts(moves)
    is_in = (qty > 0) | ((qty == 0) & (amount > 0))
    parts = {}
    for name, values in (("qty", qty), ("amount", amount)):
        parts[f"opening_{name}"] = np.where(is_before, values, 0)
        parts[f"in_{name}"] = np.where(~is_before & is_in, values, 0)
        parts[f"out_{name}"] = np.where(~is_before & ~is_in, -values, 0)
    table = pd.DataFrame(parts).groupby(moves["sku"].to_numpy(object)).sum()
    table = table.rename_axis("sku").reset_index()
    for name in ("qty", "amount"):
        table[f"closing_{name}"] = table[f"opening_{name}"] + table[f"in_{name}"] - table[f"out_{name}"]
    table["name"] = table["sku"].map(names(facts.book)).astype("str").fillna("")
    return table[_COLUMNS]


_COLUMNS = [
    "sku",
    "name",
    *(f"{part}_{what}" for part in ("opening", "in", "out", "closing") for what in ("qty", "amount")),
]
