"""What each entry line would move: one table of movements from all sheets.

Every ready line gives its movements whether it is posted or not; posting is then a comparison with the ledger, so
nothing can be posted twice.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from jxc_xl.book import Book, Number, plain, tell
from jxc_xl.post.adjustments import adjustments
from jxc_xl.post.amounts import gross, without_tax
from jxc_xl.post.bundles import exploded
from jxc_xl.post.shape import Line, nothing, shaped
from jxc_xl.problems import Found, Problem
from jxc_xl.terms import Movement


def movements(book: Book) -> Found[pd.DataFrame]:
    """Return the movements of all ready lines but charges, which need the receipts first.

    Problems:
        P212: a discount larger than its line; P215: an amount beyond 64 bits.
    """
    parts, problems = [], []
    for key, make in MAKERS.items():
        if book.lines[key].empty:
            continue
        found = make(book)
        parts.append(found.result)
        problems += found.problems
    return Found(pd.concat(parts or [nothing()], ignore_index=True), problems)


def _too_large(book: Book, key: str, lines: pd.DataFrame, is_large: np.ndarray) -> list[Problem]:
    mask = pd.Series(is_large, lines.index).reindex(book.lines[key].index, fill_value=False)
    return tell(book, key, mask, "P215", "unit_price" if "unit_price" in lines else "qty")


def _receipts(book: Book) -> Found[pd.DataFrame]:
    lines = book.lines["receipts"]
    worth = gross(lines, "accepted_qty", "unit_price", book.settings.money_digits)
    amount = pd.Series(without_tax(worth.values, lines), lines.index)
    line = Line(Movement.RECEIPT, lines["received_at"], plain(lines["accepted_qty"]), amount)
    named = {"ref_no": lines["purchase_no"], "ref_line": lines["purchase_line"]}
    return Found(shaped("receipts", lines, line, **named), _too_large(book, "receipts", lines, worth.is_too_large))


def _sales(book: Book) -> Found[pd.DataFrame]:
    lines = book.lines["sales"]
    lines = lines[lines["status"] == "shipped"]
    worth = gross(lines, "qty", "unit_price", book.settings.money_digits)
    discount = plain(lines["discount"])
    amount = pd.Series(without_tax(worth.values - discount, lines), lines.index)
    problems = _too_large(book, "sales", lines, worth.is_too_large)
    is_over = pd.Series(discount > worth.values, lines.index) & (discount > 0)
    whole, digits = book.lines["sales"].index, book.settings.money_digits
    facts = {
        name: Number(pd.Series(value, lines.index, dtype="Int64").reindex(whole), digits)
        for name, value in (("discount", discount), ("amount", worth.values))
    }
    problems += tell(book, "sales", is_over.reindex(whole, fill_value=False), "P212", "discount", **facts)
    line = Line(Movement.SALE, lines["shipped_at"].fillna(lines["ordered_at"]), -plain(lines["qty"]), amount)
    found = exploded(book, shaped("sales", lines, line))
    return Found(found.result, problems + found.problems)


def _returns(book: Book) -> Found[pd.DataFrame]:
    lines = book.lines["returns"]
    worth = gross(lines, "qty", "unit_price", book.settings.money_digits)
    refund = without_tax(worth.values, lines)
    is_customer = (lines["direction"] == "from_customer").to_numpy()
    kind = pd.Series(np.where(is_customer, Movement.CUSTOMER_RETURN, Movement.SUPPLIER_RETURN), lines.index)
    sign = np.where(is_customer, 1, -1)
    line = Line(kind, lines["returned_at"], plain(lines["qty"]) * sign, pd.Series(-sign * refund, lines.index))
    is_damaged = is_customer & (lines["condition"] == "damaged")
    named = {
        "ref_no": lines["original_no"],
        "ref_line": lines["original_line"],
        "warehouse": lines["warehouse"].mask(is_damaged, book.settings.quarantine),
    }
    found = exploded(book, shaped("returns", lines, line, **named))
    return Found(found.result, _too_large(book, "returns", lines, worth.is_too_large) + found.problems)


def _transfers(book: Book) -> Found[pd.DataFrame]:
    lines = book.lines["transfers"]
    qty, nothing = plain(lines["qty"]), pd.Series(0, lines.index)
    out = Line(Movement.TRANSFER_OUT, lines["moved_at"], -qty, nothing)
    into = Line(Movement.TRANSFER_IN, lines["moved_at"], qty, nothing)
    parts = [
        shaped("transfers", lines, out, warehouse=lines["from_warehouse"]),
        shaped("transfers", lines, into, warehouse=lines["to_warehouse"]),
    ]
    return Found(pd.concat(parts), [])


def _counts(book: Book) -> Found[pd.DataFrame]:
    """A count moves the difference to the book at its time, known only when all before it is; blank = not counted."""
    lines = book.lines["counts"]
    lines = lines[lines["counted_qty"].notna()]
    difference = lines["counted_qty"] - lines["book_qty"]
    line = Line(Movement.COUNT, lines["counted_at"], plain(difference), pd.Series(pd.NA, lines.index, dtype="Int64"))
    is_new = lines["posting_no"].isna()
    return Found(shaped("counts", lines, line, snapshot=lines["book_qty"].where(is_new)), [])


MAKERS: dict[str, Callable[[Book], Found[pd.DataFrame]]] = {
    "receipts": _receipts,
    "sales": _sales,
    "returns": _returns,
    "transfers": _transfers,
    "counts": _counts,
    "adjustments": adjustments,
}
"""Sheet to what makes its movements."""
