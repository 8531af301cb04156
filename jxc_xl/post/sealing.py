"""A posting is appended to the ledger and sealed; its entry lines are marked."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import chain
from jxc_xl.book import Book
from jxc_xl.ledger import order
from jxc_xl.schema import LEDGER

MARKS = {
    "sheet": "str",
    "row": "int64",
    "line_no": "Int64",
    "posting_no": "Int64",
    "book_qty": "Int64",
    "lot": "str",
}
"""What is written on entry lines: their number, the posting, what the book said at a count, the lot that was found."""


class Posted(NamedTuple):
    """What a posting gives.

    Attributes:
        ledger: The whole ledger, new movements last; ``row`` is 0 for them.
        marks: The entry lines to be marked, in the columns of `MARKS`.
        ready: Number of movements that were, or could be, posted.
        waiting: Movements of ready lines that are not in the ledger, whatever keeps them out.
    """

    ledger: pd.DataFrame
    marks: pd.DataFrame
    ready: int
    waiting: pd.DataFrame


def no_marks() -> pd.DataFrame:
    """Return marks of no line."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in MARKS.items()})


def as_marks(*lines: pd.DataFrame) -> pd.DataFrame:
    """Return lines as marks, one a line; what they do not say stays as it is."""
    parts = [part.reindex(columns=list(MARKS)) for part in lines if len(part)]
    if not parts:
        return no_marks()
    marks = pd.concat(parts, ignore_index=True).drop_duplicates(["sheet", "row"], ignore_index=True)
    return marks.assign(lot=marks["lot"].astype("object").fillna("")).astype(MARKS)


def next_posting(ledger: pd.DataFrame) -> int:
    """Return the number of the next posting."""
    return int(ledger["posting_no"].max()) + 1 if len(ledger) else 1


def append(ledger: pd.DataFrame, taken: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
    """Return the ledger with movements appended as one sealed posting.

    Args:
        ledger: The ledger in order of ``seq``.
        taken: The movements, with the facts and, for reversals, ``reverses``.
        now: Time of posting.
    """
    if taken.empty:
        return ledger
    fresh = taken.iloc[order(taken)].reset_index(drop=True)
    start = len(ledger) + 1
    own = {
        "row": 0,
        "seq": np.arange(start, start + len(fresh)),
        "posting_no": next_posting(ledger),
        "posted_at": now.floor("s"),
        "reverses": fresh.get("reverses", pd.NA),
        "amount": pd.NA,
        "hash": "",
    }
    columns = {name: own[name] if name in own else fresh[name] for name in ("row", *LEDGER.column_keys)}
    added = pd.DataFrame(columns, index=fresh.index).astype(
        {name: kind for name, kind in ledger.dtypes.items() if name in columns}
    )
    before = ledger["hash"].iloc[-1] if len(ledger) else ""
    (seal,) = chain.seals(added, str(before))
    added.loc[seal.last, "hash"] = seal.hash
    return pd.concat([ledger, added], ignore_index=True)


def marked(book: Book, marks: pd.DataFrame) -> Book:
    """Return the book with its entry lines marked as the posting, or its undoing, left them."""
    lines = dict(book.lines)
    for key, marks_ in marks.groupby("sheet"):
        frame = lines[str(key)].set_index("row")
        new = marks_.set_index("row")
        for name in ("line_no", "posting_no"):
            frame.loc[new.index, name] = new[name]
        lines[str(key)] = frame.reset_index()[lines[str(key)].columns]
    return dataclasses.replace(book, lines=lines)
