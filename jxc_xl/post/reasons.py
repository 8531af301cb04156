"""Why a document is refused, said at the line that could not be granted."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book
from jxc_xl.problems import Problem
from jxc_xl.terms import MOVEMENTS, Movement


class Refused(NamedTuple):
    """The line for which a document is refused.

    Attributes:
        position: Its place among the new movements.
        reason: ``stock``, ``original`` (no such sale) or ``returned`` (more comes back than went).
        need: What it asks for, scaled.
        left: What was there at its moment.
        short: By how much later posted issues would lack.
        returnable: What of the named sale is still out.
    """

    position: int
    reason: str
    need: int
    left: int
    short: int
    returnable: int


def tell_refused(book: Book, new: pd.DataFrame, refused: list[Refused]) -> list[Problem]:
    """Return one problem a refused document."""
    return [_problem(book, new.iloc[refusal.position], refusal) for refusal in refused]


def _problem(book: Book, line: pd.Series, refusal: Refused) -> Problem:
    sheet, row = str(line["sheet"]), int(line["row"])
    qty = _said(abs(refusal.need))
    if refusal.reason == "original":
        return Problem("P206", book.place(sheet, row, "original_no"), {"original": line["ref_no"], "sku": line["sku"]})
    if refusal.reason == "returned":
        facts = {"qty": qty, "original": line["ref_no"], "left": _said(refusal.returnable)}
        return Problem("P207", book.place(sheet, row, "qty"), facts)
    facts = {
        "day": f"{line['moved_at']:%Y-%m-%d}",
        "kind": MOVEMENTS[Movement(line["kind"])],
        "sku": line["sku"],
        "qty": qty,
        "warehouse": line["warehouse"],
    }
    column = "counted_qty" if line["kind"] == Movement.COUNT else "qty"
    if refusal.need > refusal.left:
        return Problem("P301", book.place(sheet, row, column), facts | {"left": _said(max(refusal.left, 0))})
    return Problem("P302", book.place(sheet, row, column), facts | {"short": _said(refusal.short)})


def _said(qty: int) -> str:
    return numbers.text_of(qty, numbers.QTY_DIGITS, is_trimmed=True)
