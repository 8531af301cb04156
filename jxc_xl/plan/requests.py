"""Purchase requests for what runs low: up to the maximum, at the best quote, one document a supplier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.plan.quotes import best, holding, offers

WAITING = ("requested", "approved")
"""Purchases that are asked for and not ordered yet: they need not be asked for again."""


def requests(book: Book, stock: pd.DataFrame, on: pd.Timestamp, number: str) -> pd.DataFrame:
    """Return lines for 采购: what active products lack, as requests that somebody has to approve.

    A product lacks something when what is available, on order and already requested is below its minimum stock; asked
    for is what it lacks to its maximum, or to its minimum where it has no maximum.

    Args:
        book: The book.
        stock: The stock report.
        on: Today.
        number: Number of the first document; the next suppliers' documents get ``-2``, ``-3`` …
    """
    lacking = _lacking(book, stock)
    offered = offers(holding(book.lines["quotes"], on, _stopped(book)), lacking, book.settings.money_digits)
    chosen = best(offered).reindex(lacking.index)
    products = book.lines["products"].drop_duplicates("sku").set_index("sku")
    supplier = chosen["supplier"].where(chosen["supplier"].notna(), products["supplier"].reindex(lacking.index))
    qty = chosen["qty"].where(chosen["qty"].notna(), lacking)
    lines = pd.DataFrame(
        {
            "requested_on": pd.Series(on.floor("D"), lacking.index, dtype="M8[s]"),
            "supplier": supplier.fillna("").astype("str"),
            "sku": lacking.index.astype("str"),
            "qty": qty.astype("Int64"),
            "unit_price": chosen["unit_price"].astype("Int64"),
            "status": "requested",
        }
    )
    lines = lines.reset_index(drop=True).sort_values(["supplier", "sku"], ignore_index=True)
    lines.insert(0, "doc_no", _numbers(lines["supplier"], number))
    return lines


def _lacking(book: Book, stock: pd.DataFrame) -> pd.Series:
    """Return what products lack, by product."""
    products = book.lines["products"].drop_duplicates("sku")
    products = products[(products["sku"] != "") & (products["status"] != "stopped")].set_index("sku")
    asked = book.lines["purchases"]
    asked = asked[asked["status"].isin(WAITING)]
    coming = pd.Series(plain(asked["qty"])).groupby(asked["sku"].to_numpy(object)).sum()
    held = stock.set_index("sku")
    there = plain(held["available"]) + plain(held["on_order"])
    position = pd.Series(there, held.index).add(coming, fill_value=0).reindex(products.index, fill_value=0)
    least, most = plain(products["min_stock"]), plain(products["max_stock"])
    is_low = (least > 0) & (position.to_numpy() < least)
    wanted = pd.Series(np.maximum(least, most) - position.to_numpy(), products.index)
    return wanted[is_low].astype("int64")


def _stopped(book: Book) -> list[str]:
    suppliers = book.lines["suppliers"]
    return suppliers.loc[suppliers["status"] == "stopped", "supplier"].tolist()


def _numbers(suppliers: pd.Series, number: str) -> pd.Series:
    """Return a document number a supplier; lines whose supplier is not known share one."""
    which = pd.Series(pd.factorize(suppliers)[0])
    return which.map(lambda place: number if place == 0 else f"{number}-{place + 1}").astype("str")
