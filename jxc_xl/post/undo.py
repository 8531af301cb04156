"""Undo (撤销): the last posting that stands is reversed by new movements, and its lines are free again."""

from __future__ import annotations

import pandas as pd

from jxc_xl import chain
from jxc_xl.book import Book
from jxc_xl.ledger import SHEET_OF, stands
from jxc_xl.post.posting import Posted, append
from jxc_xl.problems import Found, LedgerError, Place, Problem


def undo(book: Book, now: pd.Timestamp) -> Found[Posted]:
    """Reverse the last posting that stands.

    Its movements and their reversals stay in the ledger and stand for nothing. What the posting took is there again;
    nothing posted before it is touched, so no later posting can miss anything.

    Problems:
        P506: nothing is posted.

    Raises:
        LedgerError: The ledger was edited.
    """
    ledger = book.lines["ledger"].sort_values("seq", kind="stable", ignore_index=True)
    wrong = chain.broken(ledger)
    if wrong:
        place = book.place("ledger", int(ledger["row"].iloc[wrong[0]]), "hash")
        raise LedgerError("P504", str(place), posting=ledger["posting_no"].iloc[wrong[0]])
    last = ledger[stands(ledger)]
    if last.empty:
        return Found(Posted(ledger, _freed(book, last), 0), [Problem("P506", Place(book.layouts["ledger"].sheet))])
    last = last[last["posting_no"] == last["posting_no"].max()]
    reversal = last.assign(qty=-last["qty"], doc_amount=-last["doc_amount"], reverses=last["seq"])
    posted = append(ledger, reversal, int(ledger["posting_no"].max()) + 1, now)
    return Found(Posted(posted, _freed(book, last), len(last)), [])


def _freed(book: Book, last: pd.DataFrame) -> pd.DataFrame:
    """Return the marks to be taken away: lines that say they belong to the posting undone."""
    frames = []
    number = last["posting_no"].max() if len(last) else 0
    for key in sorted(set(SHEET_OF.values())):
        if key in book.layouts:
            lines = book.lines[key]
            marked = lines[(lines["posting_no"] == number).fillna(value=False).astype(bool)]
            frames.append(pd.DataFrame({"sheet": key, "row": marked["row"], "line_no": marked["line_no"]}))
    marks = pd.concat(frames, ignore_index=True)
    return marks.assign(
        posting_no=pd.array([pd.NA] * len(marks), "Int64"), book_qty=pd.array([pd.NA] * len(marks), "Int64")
    )
