"""售后 After-sales: why customers sent goods back; 时效: how many orders were processed in time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.processing import UNSET, Clock, rates
from jxc_xl.report.facts import named, ratios
from jxc_xl.report.facts import rates as shares
from jxc_xl.report.margin import margin
from jxc_xl.schema import BY_KEY

WHY = ["complaint", "sku"]


def after_sales(plan: Plan) -> pd.DataFrame:
    """Return one line for each reason and product customers sent back in the report period, most goods first.

    Returns:
        The columns of the sheet. A return without a reason has a line of its own, its reason blank. ``refund``, minor
        units, as its line says, quantity × price; ``exchanged``, returns that name the order sent instead; ``rate``:
        quantity ÷ what was sold of the product in the period, blank where nothing was.
    """
    lines = plan.facts.book.lines["returns"]
    period, at = plan.facts.period, lines["returned_at"]
    is_meant = (lines["direction"] == "from_customer") & lines["posting_no"].notna()
    lines = lines[is_meant & at.notna() & period.is_within(at)]
    qty, price = plain(lines["qty"]).astype(object), plain(lines["unit_price"]).astype(object)
    whole = pd.Series(10 ** (4 + 6 - plan.facts.book.settings.money_digits), lines.index, dtype=object)
    made = lines[WHY].assign(
        doc_no=lines["doc_no"],
        qty=plain(lines["qty"]),
        refund=plain(ratios(pd.Series(qty * price, lines.index, dtype=object), whole, 1)),
        swapped=lines["doc_no"].where(lines["exchange_no"] != ""),
    )
    found = made.groupby(WHY, as_index=False, dropna=False).agg(
        returns=("doc_no", "nunique"), qty=("qty", "sum"), refund=("refund", "sum"), exchanged=("swapped", "nunique")
    )
    sold = margin(plan.facts).set_index("sku")["sold_qty"].reindex(found["sku"]).fillna(0).astype(np.int64)
    found = found.assign(
        name=named(plan.facts.book, found["sku"]), rate=shares(found["qty"], sold.reset_index(drop=True))
    )
    found = found.sort_values(["qty", "sku", "complaint"], ascending=[False, True, True], ignore_index=True)
    kinds = {"returns": "int64", "exchanged": "int64", "qty": "int64", "refund": "int64"}
    return found[list(BY_KEY["after_sales"].column_keys)].astype(kinds)


def processing(plan: Plan, clock: Clock = UNSET) -> pd.DataFrame:
    """Return how many orders of each day and channel were processed in time, the latest day first, and all last."""
    days = rates(plan, clock).sort_values(["ordered_on", "channel"], ascending=[False, True], ignore_index=True)
    whole = rates(plan, clock, [])
    whole = whole.assign(
        ordered_on=pd.Series(np.datetime64("NaT", "s"), whole.index), channel=pd.Series("", whole.index, dtype="str")
    )
    found = pd.concat([days, whole[days.columns]], ignore_index=True) if len(days) else days
    return found[list(BY_KEY["processing"].column_keys)]
