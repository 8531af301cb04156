"""库龄 Ageing: how long the goods on hand have been there, and how much money has been there how long.

Whatever the costing method, the oldest goods are taken to have left first (age is a fact of goods, not of prices): so
what is on hand are the units that **arrived** last, as many as there are. That needs no walk through the ledger: going
back from the newest arrival, each one is still there as far as those after it do not make up what is on hand.

What counts as an arrival is an opening, a receipt, goods from elsewhere and an assembly. What comes back from a
customer and what a count finds is not new: it had arrived before and only had not left after all, so it keeps the day
it first arrived. Otherwise a sweater sold and sent back every month would stay young for ever, and a count could turn
dead stock into fresh. Only where more came back or was found than ever left in the book (goods sold before it began)
does the day it came back count; it then stands before all arrivals, as the goods that leave first. A transfer changes
nothing: both of its legs are left out.

An amount is shared over the buckets by quantity (an average cost knows no layers), by largest remainder, so that the
buckets add up to what the product is worth.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.numbers import Ints
from jxc_xl.plan.whole import weighted
from jxc_xl.report.facts import DAY, TRANSFERS, amounts, by_product, quantities, ratios
from jxc_xl.terms import Movement

ARRIVALS = (Movement.OPENING, Movement.RECEIPT, Movement.OTHER_IN, Movement.ASSEMBLY_IN)
"""Movements that bring goods the shop did not have; what comes in otherwise had been there before."""
BUCKETS = {"age_0_30": 0, "age_31_60": 31, "age_61_90": 61, "age_91_180": 91, "age_over_180": 181}
"""Column of each bucket, and its first day of age."""


def ageing(moves: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return how old the stock of each product is.

    Args:
        moves: Costed movements that stand, in any order; those after the day do not count.
        as_of: The day; goods that arrived on it are 0 days old.

    Returns:
        By product, of those with goods on hand: ``on_hand``, scaled; ``amount``, minor units; ``age_days``, Int64, the
        average over quantity, rounded half-up; one amount a bucket (``BUCKETS``), which add up to ``amount``.
    """
    moves = _until(moves, as_of)
    there = left(moves, as_of)
    sku, age = there["sku"].to_numpy(object), _days(there["arrived_on"], as_of)
    on_hand = there["qty"].groupby(sku).sum()
    days = pd.Series(weighted(there["qty"].to_numpy(np.int64), age)).groupby(sku).sum()
    table = pd.DataFrame({"on_hand": on_hand, "amount": by_product(moves, amounts(moves)).reindex(on_hand.index)})
    table["age_days"] = ratios(days, on_hand, 1)
    return table.join(_bucketed(table["amount"], there, age)).rename_axis("sku")


def left(moves: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the goods on hand by the day they arrived.

    Args:
        moves: Movements that stand, in any order; those after the day do not count.
        as_of: The day.

    Returns:
        ``sku``, ``arrived_on`` and ``qty``, scaled, > 0: by product, the newest arrival first. What a product has adds
        up to what is on hand; one that has nothing, or owes, has no line.
    """
    moves = _until(moves, as_of)
    moves = moves[~moves["kind"].isin(TRANSFERS).to_numpy(bool)]
    came = _came(moves)
    sku, qty = came["sku"].to_numpy(object), quantities(came)
    on_hand = by_product(moves, quantities(moves)).reindex(sku).to_numpy(np.int64)
    newer = came["qty"].groupby(sku).cumsum().to_numpy(np.int64) - qty
    there: pd.DataFrame = came.assign(qty=np.clip(on_hand - newer, 0, qty)).drop(columns="is_new")
    return there[there["qty"] > 0].reset_index(drop=True)


def _came(moves: pd.DataFrame) -> pd.DataFrame:
    """Return what came in by product and day: arrivals, the newest first, and then what only came back."""
    moves = moves[quantities(moves) > 0]
    keys = {
        "sku": moves["sku"].to_numpy(object),
        "is_new": moves["kind"].isin(ARRIVALS).to_numpy(bool),
        "arrived_on": moves["moved_at"].to_numpy("M8[s]").astype("M8[D]").astype("M8[s]"),
    }
    days = pd.DataFrame(keys | {"qty": quantities(moves)}).groupby(list(keys)).sum().reset_index()
    return days.sort_values(list(keys), ascending=[True, False, False], ignore_index=True)


def _bucketed(worth: pd.Series, there: pd.DataFrame, age: Ints) -> pd.DataFrame:
    """Return each product's amount, shared over the buckets by quantity."""
    bucket = np.searchsorted(list(BUCKETS.values()), age, side="right") - 1
    held = {name: np.where(bucket == place, there["qty"], 0) for place, name in enumerate(BUCKETS)}
    qty = pd.DataFrame(held).groupby(there["sku"].to_numpy(object)).sum().to_numpy().tolist()
    shares = [numbers.split(amount, weights) for amount, weights in zip(worth.tolist(), qty, strict=True)]
    return pd.DataFrame(np.array(shares, np.int64).reshape(-1, len(BUCKETS)), worth.index, list(BUCKETS))


def _until(moves: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    return moves[moves["moved_at"].to_numpy("M8[s]") < as_of.floor("D").to_numpy() + DAY]


def _days(arrived_on: pd.Series, as_of: pd.Timestamp) -> Ints:
    """Return whole days from one day to another."""
    days: Ints = (as_of - arrived_on).dt.days.to_numpy(np.int64)
    return days
