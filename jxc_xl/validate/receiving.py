"""Receiving: what comes was ordered, and is not much more than was ordered.

Only receipts still to be posted are told: what is posted has been agreed to. Lines of one purchase and product count
together, whichever of them a receipt names.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, Number, plain, tell
from jxc_xl.problems import Problem
from jxc_xl.schema.choices import PURCHASE_STATUS

PERCENT_DIGITS = numbers.RATE_DIGITS - 2
WAITING = ("requested", "approved")
"""Purchases that have not gone to their supplier."""


def check_receiving(book: Book) -> list[Problem]:
    """Check receipts of purchases against what was ordered.

    Args:
        book: A book whose receipts are completed.

    Problems:
        P243: with this line more was accepted than the settings allow. P244: the purchase is only requested, or
        approved.
    """
    if not {"purchases", "receipts"} <= set(book.layouts):
        return []
    lines, tolerance = book.lines["receipts"], book.settings.over_receipt
    bought = _bought(book).reindex(pd.MultiIndex.from_frame(lines[["purchase_no", "sku"]]))
    ordered = pd.Series(plain(bought["qty"]), lines.index)
    spare = numbers.multiply(plain(bought["qty"]), np.full(len(lines), tolerance), numbers.RATE_DIGITS).values
    come = _come(lines)
    is_asked = lines["posting_no"].isna() & (lines["purchase_no"] != "") & (ordered > 0)
    facts = {"purchase": lines["purchase_no"], "sku": lines["sku"]}
    quantities = {"ordered": Number(ordered, numbers.QTY_DIGITS), "received": Number(come, numbers.QTY_DIGITS)}
    allowed = f"{numbers.text_of(tolerance, PERCENT_DIGITS, is_trimmed=True)}%"
    is_over = is_asked & (come > ordered + spare) & (plain(lines["accepted_qty"]) > 0)
    problems = tell(book, "receipts", is_over, "P243", "arrived_qty", **facts, **quantities, allowed=allowed)
    status = pd.Series(bought["status"].to_numpy(object), lines.index)
    said = status.map({key: PURCHASE_STATUS[key] for key in WAITING})
    return problems + tell(
        book, "receipts", is_asked & status.isin(WAITING), "P244", "purchase_no", **facts, status=said
    )


def _bought(book: Book) -> pd.DataFrame:
    """Return quantity and status by purchase and product; of several lines the status of one that is on its way."""
    lines = book.lines["purchases"]
    lines = lines[(lines["status"] != "cancelled") & (lines["doc_no"] != "")]
    is_waiting = lines["status"].isin(WAITING)
    lines = lines.assign(qty=np.maximum(plain(lines["qty"]), 0), is_waiting=is_waiting)
    lines = lines.sort_values("is_waiting", kind="stable")
    return lines.groupby(["doc_no", "sku"]).agg(qty=("qty", "sum"), status=("status", "first"))


def _come(lines: pd.DataFrame) -> pd.Series:
    """Return what was accepted of each line's product of its purchase, up to it in time and with it."""
    order = lines.sort_values(["received_at", "doc_no", "line_no", "row"], kind="stable").index
    accepted = pd.Series(plain(lines["accepted_qty"]), lines.index)[order]
    names = [lines.loc[order, name].to_numpy(object) for name in ("purchase_no", "sku")]
    return accepted.groupby(names).cumsum().reindex(lines.index)
