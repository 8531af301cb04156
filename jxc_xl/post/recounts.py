"""Posted counts worked out anew: what was counted stands, so a document dated before a count changes its difference.

The ledger is never changed: the old difference is reversed and the new one posted, in the same posting as the document
that brought it about.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book
from jxc_xl.problems import Problem


class Recounted(NamedTuple):
    """The movements that put counts right, and the marks of their lines."""

    movements: pd.DataFrame
    marks: pd.DataFrame


def recounted(wanted: pd.DataFrame, standing: pd.DataFrame, restated: pd.Series) -> Recounted:
    """Return the reversals and new differences of counts.

    Args:
        wanted: Movements of all ready lines.
        standing: The ledger's movements that stand.
        restated: Position in ``standing`` of each such count to what it moves now.
    """
    old = standing.loc[restated.index]
    back = old.assign(qty=-old["qty"], reverses=old["seq"])
    new = old.assign(qty=restated.to_numpy(), reverses=pd.array([pd.NA] * len(old), "Int64"))
    lines = wanted.loc[wanted["sheet"] == "counts", ["sheet", "row", "doc_no", "line_no", "counted_qty"]]
    lines = lines.merge(new[["doc_no", "line_no", "qty"]], on=["doc_no", "line_no"])
    marks = lines.assign(book_qty=lines["counted_qty"] - lines["qty"])
    return Recounted(pd.concat([back, new], ignore_index=True), marks)


def tell_recounted(book: Book, standing: pd.DataFrame, restated: pd.Series) -> list[Problem]:
    """Return a reminder a count that found another difference than it did.

    Problems:
        P307: the difference of a posted count is worked out anew.
    """
    lines = book.lines["counts"]
    rows = {
        (doc_no, line_no): int(row)
        for doc_no, line_no, row in zip(lines["doc_no"], lines["line_no"], lines["row"], strict=True)
        if pd.notna(line_no)
    }
    told = []
    for count, qty in zip(standing.loc[restated.index].to_dict("records"), restated.tolist(), strict=True):
        before, after = (numbers.text_of(one, numbers.QTY_DIGITS, is_trimmed=True) for one in (count["qty"], qty))
        facts = {"document": count["doc_no"], "sku": count["sku"], "before": before, "after": after}
        row = rows.get((count["doc_no"], count["line_no"]), 0)
        place = book.place("counts", row, "book_qty") if row else book.place("ledger", int(count["row"]), "qty")
        told.append(Problem("P307", place, facts))
    return told
