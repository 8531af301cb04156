"""收发存 Movement summary: opening + in − out = closing, of each product in a period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.report.facts import TRANSFERS, Facts, amounts, is_inward, named, quantities


def summary(facts: Facts) -> pd.DataFrame:
    """Return one line for each product that ever moved until the end of the period.

    Goods that move in count as in, goods that move out as out; a charge counts with what came in, a correction with
    what went out, whatever its sign. Transfers between own warehouses are neither, even where they carry a cost.
    """
    moves = facts.moves[facts.period.is_until(facts.moves["moved_at"])]
    moves = moves[~moves["kind"].isin(TRANSFERS)]
    is_before = facts.period.is_before(moves["moved_at"])
    qty, amount = quantities(moves), amounts(moves)
    is_in = is_inward(moves)
    parts = {}
    for name, values in (("qty", qty), ("amount", amount)):
        parts[f"opening_{name}"] = np.where(is_before, values, 0)
        parts[f"in_{name}"] = np.where(~is_before & is_in, values, 0)
        parts[f"out_{name}"] = np.where(~is_before & ~is_in, -values, 0)
    table = pd.DataFrame(parts).groupby(moves["sku"].to_numpy(object)).sum()
    table = table.rename_axis("sku").reset_index()
    for name in ("qty", "amount"):
        table[f"closing_{name}"] = table[f"opening_{name}"] + table[f"in_{name}"] - table[f"out_{name}"]
    table["name"] = named(facts.book, table["sku"])
    return table[_COLUMNS]


_COLUMNS = [
    "sku",
    "name",
    *(f"{part}_{what}" for part in ("opening", "in", "out", "closing") for what in ("qty", "amount")),
]
