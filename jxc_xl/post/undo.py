"""Undo (撤销): the last posting that stands is reversed by new movements, and its lines are free again."""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.ledger import SHEET_OF, in_order, stands
from jxc_xl.post.closing import check_seals
from jxc_xl.post.sealing import MARKS, Posted, append, as_marks, next_posting, no_marks
from jxc_xl.problems import Found, LedgerError, Place, Problem
from jxc_xl.terms import Movement


def undo(book: Book, now: pd.Timestamp) -> Found[Posted]:
    """Reverse the last posting that stands.

    Its movements and their reversals stay in the ledger and stand for nothing. What the posting took is there again;
    nothing posted before it is touched, so no later posting can miss anything. Counts whose difference it had worked
    out anew get their old one back.

    Problems:
        P506: nothing is posted.

    Raises:
        LedgerError: P504 the ledger was edited; P509 the last posting closed a period.
    """
    ledger = in_order(book.lines["ledger"])
    check_seals(book, ledger)
    last = ledger[stands(ledger)]
    if last.empty:
        nothing = Posted(ledger, _freed(book, last), 0, last)
        return Found(nothing, [Problem("P506", Place(book.layouts["ledger"].sheet))])
    last = last[last["posting_no"] == last["posting_no"].max()]
    if (last["kind"] == Movement.CLOSE).any():
        raise LedgerError("P509", book.layouts["ledger"].sheet, period=last["doc_no"].iloc[0])
    again = _unrecounted(ledger, last)
    reversal = last.assign(qty=-last["qty"], doc_amount=-last["doc_amount"], reverses=last["seq"])
    posted = append(ledger, pd.concat([reversal, again], ignore_index=True), now)
    marks = as_marks(_remarked(book, again, next_posting(ledger)), _freed(book, last))
    return Found(Posted(posted, marks, len(last), last.iloc[:0]), [])


def _unrecounted(ledger: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Return the counts that the posting had reversed, to be posted as they were."""
    number = last["posting_no"].max()
    taken_back = ledger[(ledger["posting_no"] == number) & ledger["reverses"].notna()]
    old = ledger[ledger["seq"].isin(taken_back["reverses"])]
    return old.assign(reverses=pd.array([pd.NA] * len(old), "Int64"))


def _remarked(book: Book, counts: pd.DataFrame, number: int) -> pd.DataFrame:
    """Return the marks of counts that are as they were before."""
    lines = book.lines["counts"]
    names = ["doc_no", "line_no"]
    found = lines[["row", *names, "counted_qty"]].merge(counts[[*names, "qty"]], on=names)
    return found.assign(sheet="counts", posting_no=number, book_qty=found["counted_qty"] - found["qty"])


def _freed(book: Book, last: pd.DataFrame) -> pd.DataFrame:
    """Return the marks to be taken away: lines that say they belong to the posting undone."""
    frames = [no_marks()]
    number = last["posting_no"].max() if len(last) else 0
    for key in sorted(set(SHEET_OF.values())):
        if key in book.layouts:
            lines = book.lines[key]
            marked = lines[(lines["posting_no"] == number).fillna(value=False).astype(bool)]
            frames.append(pd.DataFrame({"sheet": key, "row": marked["row"], "line_no": marked["line_no"]}))
    return pd.concat(frames, ignore_index=True).reindex(columns=list(MARKS))
