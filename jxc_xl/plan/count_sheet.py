"""Count sheets: lines for 盘点 that somebody takes to the shelves, without what the book says (盲盘).

A product is on the sheet of a warehouse when it was ever there: what the book says is gone may still be found. A
product that never was anywhere is looked for in the default warehouse. Bundles that are split on sale are on no shelf.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from jxc_xl.plan.abc_xyz import abc_xyz
from jxc_xl.plan.classes import SHARES, Limits
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import quantities
from jxc_xl.terms import Method

PLACE = ["sku", "lot"]


class Which(StrEnum):
    """What is to be counted."""

    ALL = "all"
    A = "A"
    B = "B"
    C = "C"
    DUE = "due"


def count_sheet(plan: Plan, which: Which, warehouse: str, number: str, shares: Limits = SHARES) -> pd.DataFrame:
    """Return lines for 盘点, in the order of the products' codes.

    Quantities are left blank, and the time is today without a time of day, which counts at the end of the day; whoever
    counts writes down when. Products with a cost by lot have a line a lot that is there.

    Args:
        plan: The book, looked at for what to do.
        which: What is to be counted; what is due is so by the date on ABC分类: A a month, B three months, C a year
            after the last count.
        warehouse: Where; blank = in the default warehouse.
        number: Number of the document.
        shares: Where A ends and where B (settings ``abc_a``, ``abc_b``).
    """
    where = warehouse or plan.facts.book.settings.warehouse
    there = _there(plan, where)
    meant = there[there["sku"].isin(_meant(abc_xyz(plan, shares), which, plan.facts.as_of))]
    meant = meant.sort_values(PLACE, ignore_index=True)
    return pd.DataFrame(
        {
            "doc_no": pd.Series(number, meant.index, dtype="str"),
            "counted_at": pd.Series(plan.facts.as_of.floor("D"), meant.index, dtype="M8[s]"),
            "sku": meant["sku"],
            "warehouse": pd.Series(where, meant.index, dtype="str"),
            "lot": meant["lot"],
            "counted_qty": pd.Series(pd.NA, meant.index, dtype="Int64"),
        }
    )


def _meant(table: pd.DataFrame, which: Which, as_of: pd.Timestamp) -> pd.Series:
    """Return the products asked for."""
    if which == Which.ALL:
        return table["sku"]
    is_meant = table["count_due_on"] <= as_of if which == Which.DUE else table["abc"] == which
    return table.loc[is_meant, "sku"]


def _there(plan: Plan, warehouse: str) -> pd.DataFrame:
    """Return the products of the master to be looked for in a warehouse, ``sku`` and ``lot``."""
    book = plan.facts.book
    held = _held(plan, warehouse)
    is_looked_for = ~plan.products.index.isin(plan.facts.moves["sku"]) & (warehouse == book.settings.warehouse)
    unmoved = pd.DataFrame({"sku": plan.products.index[is_looked_for], "lot": "", "qty": 0})
    every = pd.concat([held, unmoved], ignore_index=True)
    bundles = book.lines["bundles"]
    split = bundles.loc[bundles["kind"] == "on_sale", "bundle"]
    is_listed = every["sku"].isin(plan.active) | (every["sku"].isin(plan.products.index) & (every["qty"] != 0))
    return every.loc[is_listed & ~(every["sku"].isin(split) & (every["qty"] == 0)), PLACE].astype("str")


def _held(plan: Plan, warehouse: str) -> pd.DataFrame:
    """Return what ever was in a warehouse: ``sku``, ``lot`` where lots have a cost of their own, ``qty`` now."""
    moves = plan.facts.moves[plan.facts.moves["warehouse"] == warehouse]
    by_lot = [sku for sku, method in plan.facts.methods.items() if method == Method.SPECIFIC]
    is_by_lot = moves["sku"].isin(by_lot).to_numpy(bool)
    keys = [moves["sku"].to_numpy(object), np.where(is_by_lot, moves["lot"].to_numpy(object), "")]
    held = pd.DataFrame({"qty": quantities(moves)}).groupby(keys).sum().rename_axis(PLACE).reset_index()
    return held[~held["sku"].isin(by_lot) | (held["qty"] != 0)]
