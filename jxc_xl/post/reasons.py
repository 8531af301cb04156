"""Why a document is refused, said at the line that could not be granted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book
from jxc_xl.ledger import FACTS, moments, stands
from jxc_xl.post.originals import ORIGINAL
from jxc_xl.problems import Problem
from jxc_xl.terms import MOVEMENTS, Movement


class Refused(NamedTuple):
    """The line for which a document is refused.

    Attributes:
        position: Its place among the new movements.
        reason: ``stock``, ``original`` (no such line), ``returned`` (more comes back than went) or ``outdated`` (a
            count whose book quantity is no longer what it was).
        need: What it asks for, scaled.
        left: What was there at its moment.
        short: By how much later posted issues would lack.
        returnable: What of the named line can still come back.
        snapshot: What the book was thought to say.
    """

    position: int
    reason: str
    need: int
    left: int
    short: int
    returnable: int
    snapshot: int


def tell_refused(book: Book, new: pd.DataFrame, refused: list[Refused]) -> list[Problem]:
    """Return one problem a refused document."""
    lost = new.iloc[[refusal.position for refusal in refused if refusal.reason == "original"]]
    known = _originals(book, new, lost) if len(lost) else lost
    return [
        (_early(book, new.iloc[[refusal.position]], known) if refusal.reason == "original" else None)
        or _problem(book, new.iloc[refusal.position], refusal)
        for refusal in refused
    ]


def _originals(book: Book, new: pd.DataFrame, returns: pd.DataFrame) -> pd.DataFrame:
    """Return the posted and the new lines that returns name."""
    names = ["kind", *FACTS[1:]]
    ledger = book.lines["ledger"]
    known = pd.concat([ledger.loc[stands(ledger), names], new[names]], ignore_index=True)
    return known[known["kind"].isin(set(ORIGINAL.values())) & known["doc_no"].isin(returns["ref_no"])]


def _early(book: Book, back: pd.DataFrame, known: pd.DataFrame) -> Problem | None:
    """Return the problem of a return that is dated before the line it names."""
    line = back.iloc[0]
    wanted = {"kind": ORIGINAL[Movement(line["kind"])], "doc_no": line["ref_no"], "line_no": line["ref_line"]}
    is_it = np.logical_and.reduce([(known[name] == value).fillna(value=False) for name, value in wanted.items()])
    original = known[is_it.astype(bool) & (known["sku"] == line["sku"]).to_numpy(bool)]
    if original.empty:
        return None
    when = moments(pd.concat([original.iloc[:1], back[original.columns]], ignore_index=True)).second
    if when[0] <= when[1]:
        return None
    sold, returned = original["moved_at"].iloc[0], line["moved_at"]
    facts = {"original": line["ref_no"], "sold": _when(sold), "returned": _when(returned)}
    return Problem("P223", book.place(str(line["sheet"]), int(line["row"]), "returned_at"), facts)


def _when(moment: pd.Timestamp) -> str:
    return f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _problem(book: Book, line: pd.Series, refusal: Refused) -> Problem:
    sheet, row = str(line["sheet"]), int(line["row"])
    qty = _said(abs(refusal.need))
    if refusal.reason == "original":
        return Problem("P206", book.place(sheet, row, "original_no"), {"original": line["ref_no"], "sku": line["sku"]})
    if refusal.reason == "returned":
        facts = {"qty": qty, "original": line["ref_no"], "left": _said(refusal.returnable)}
        return Problem("P207", book.place(sheet, row, "qty"), facts)
    if refusal.reason == "outdated":
        facts = {"sku": line["sku"], "snapshot": _said(refusal.snapshot), "now": _said(refusal.left)}
        return Problem("P306", book.place(sheet, row, "book_qty"), facts)
    facts = {
        "day": f"{line['moved_at']:%Y-%m-%d}",
        "kind": MOVEMENTS[Movement(line["kind"])],
        "sku": line["sku"],
        "qty": qty,
        "warehouse": line["warehouse"] + (f" {line['lot']}" if line["lot"] else ""),
    }
    column = "counted_qty" if line["kind"] == Movement.COUNT else "qty"
    if refusal.need > refusal.left:
        return Problem("P301", book.place(sheet, row, column), facts | {"left": _said(max(refusal.left, 0))})
    return Problem("P302", book.place(sheet, row, column), facts | {"short": _said(refusal.short)})


def _said(qty: int) -> str:
    return numbers.text_of(qty, numbers.QTY_DIGITS, is_trimmed=True)
