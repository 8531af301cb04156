"""Which cell of an edited ledger differs from the document it came from."""

from __future__ import annotations

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book
from jxc_xl.ledger import SHEET_OF
from jxc_xl.problems import Problem

NAMED = ["sheet", "doc_no", "line_no", "kind"]
LOOKED_AT = ("moved_at", "sku", "warehouse", "lot", "qty", "doc_amount", "channel", "supplier", "ref_no", "unit_cost")


def pinpoint(book: Book, wanted: pd.DataFrame, standing: pd.DataFrame, postings: set[int]) -> list[Problem]:
    """Return a problem for each cell of a broken posting that differs from its document.

    Args:
        book: The book.
        wanted: Movements of all ready lines.
        standing: The ledger's movements that stand.
        postings: Numbers of the postings whose hash does not match.

    Problems:
        P518: the ledger says something else than its document.
    """
    if not postings:
        return []
    lines = standing[standing["posting_no"].isin(postings)].assign(sheet=standing["kind"].map(SHEET_OF))
    lines = lines[~lines.duplicated(NAMED, keep=False)]
    documents = wanted[~wanted.duplicated(NAMED, keep=False)]
    both = lines.merge(documents, on=NAMED, suffixes=("", "_due"))
    problems: list[Problem] = []
    for name in LOOKED_AT:
        had, due = both[name], both[f"{name}_due"]
        is_other = (
            (had != due).fillna(value=False) & ~(had.isna() & due.isna()) | (had.isna() != due.isna())
        ).to_numpy(bool)
        for line in both[is_other].to_dict("records"):
            facts = {"document": line["doc_no"]} | {
                key: _said(book, name, line[column]) for key, column in (("written", name), ("due", f"{name}_due"))
            }
            problems.append(Problem("P518", book.place("ledger", int(line["row"]), name), facts))
    return problems


def _said(book: Book, name: str, value: object) -> str:
    digits = {"qty": numbers.QTY_DIGITS, "doc_amount": book.settings.money_digits, "unit_cost": numbers.PRICE_DIGITS}
    if value is None or value is pd.NA or value == "":
        return "—"
    return numbers.text_of(int(str(value)), digits[name], is_trimmed=True) if name in digits else str(value)
