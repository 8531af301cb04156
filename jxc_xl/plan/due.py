"""Goods due: what is ordered of suppliers and has not come, and when they promised it.

What was received of a product of a purchase is taken to be what was promised first; what was rejected has not come. All
of it together is 在途 (on order) of 库存.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain

KEY = ["doc_no", "sku"]


def goods_due(book: Book) -> pd.DataFrame:
    """Return what is still to come.

    Returns:
        ``sku``, ``doc_no``, ``supplier``, ``promised_on`` and ``qty``, scaled, > 0: by product, the first promised
        first, those without a promise last.
    """
    lines = book.lines["purchases"]
    lines = promised(lines[(lines["status"] == "ordered") & (lines["qty"] > 0).fillna(value=False)])
    come = accepted(book).groupby(KEY)["qty"].sum()
    left = lines.assign(qty=lines["qty"] - taken(lines, come.reindex(pd.MultiIndex.from_frame(lines[KEY]))))
    due = left[left["qty"] > 0].sort_values(["sku", "promised_on", "doc_no"], kind="stable", ignore_index=True)
    return due[["sku", "doc_no", "supplier", "promised_on", "qty"]]


def promised(lines: pd.DataFrame) -> pd.DataFrame:
    """Return purchase lines by purchase and product, the first promised first; quantities as int64."""
    lines = lines.sort_values([*KEY, "promised_on", "line_no", "row"], kind="stable", ignore_index=True)
    return lines.assign(qty=plain(lines["qty"]))


def accepted(book: Book) -> pd.DataFrame:
    """Return what was received of purchases: purchase ``doc_no``, ``sku``, ``qty``, ``received_at``."""
    lines = book.lines["receipts"]
    lines = lines[(lines["purchase_no"] != "") & (lines["accepted_qty"] > 0).fillna(value=False)]
    found = {"doc_no": lines["purchase_no"], "sku": lines["sku"], "received_at": lines["received_at"]}
    return pd.DataFrame(found | {"qty": plain(lines["accepted_qty"])}).reset_index(drop=True)


def taken(lines: pd.DataFrame, come: pd.Series) -> np.ndarray:
    """Return how much of what came each purchase line takes, the first promised first.

    Args:
        lines: As from `promised`.
        come: For each line, what came of its product of its purchase; blank = nothing.
    """
    before = lines.groupby(KEY)["qty"].cumsum().to_numpy(np.int64) - lines["qty"].to_numpy(np.int64)
    found: np.ndarray = np.clip(come.fillna(0).to_numpy(np.int64) - before, 0, lines["qty"].to_numpy(np.int64))
    return found
