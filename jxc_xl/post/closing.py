"""Closing a period (结账) and opening it again: both are lines of the ledger, sealed like every posting.

A close writes one line a product, at the first moment of the next day: what was on hand is worth so much, by this
method. From then on nothing is posted before that moment, and no later document changes a cost before it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from jxc_xl import chain
from jxc_xl.book import Book
from jxc_xl.ledger import closes, in_order, open_from
from jxc_xl.post.sealing import Posted, append, no_marks
from jxc_xl.post.shape import BLANK, COLUMNS
from jxc_xl.problems import LedgerError, Problem
from jxc_xl.terms import Movement


class Standing(NamedTuple):
    """A ledger, what of it stands before the end of a period, costed, and each product's method from now on."""

    ledger: pd.DataFrame
    moves: pd.DataFrame
    methods: Mapping[str, str]


PERIOD = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")


def last_day(period: str) -> pd.Timestamp:
    """Return the last day of a period: ``2026-01`` a month, ``2026-01-15`` a day.

    Raises:
        LedgerError: P513, there is no such period.
    """
    found = PERIOD.fullmatch(period.strip().replace("/", "-"))
    try:
        year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        return pd.Timestamp(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        raise LedgerError("P513", period, period=period) from None


def close(book: Book, costed: Standing, period: str, now: pd.Timestamp) -> Posted:
    """Close everything up to the end of a period.

    Args:
        book: The book.
        costed: Its ledger, and the movements up to the end of the period, costed as if nothing had come after.
        period: A month or a day.
        now: Time of closing.

    Raises:
        LedgerError: P504 the ledger was edited; P513 no such period, or not over yet; P514 closed already.
    """
    day = last_day(period)
    ledger = costed.ledger
    check_seals(book, ledger)
    start = day + pd.Timedelta(days=1)
    known = open_from(ledger)
    if start > now:
        raise LedgerError("P513", period, period=period)
    if known is not None and start <= known:
        raise LedgerError("P514", period, period=period, until=f"{known - pd.Timedelta(days=1):%Y-%m-%d}")
    lines = _lines(book, costed, start, period.strip().replace("/", "-"))
    return Posted(append(ledger, lines, now), no_marks(), len(lines), lines)


def _lines(book: Book, costed: Standing, start: pd.Timestamp, period: str) -> pd.DataFrame:
    """Return the close line of each product that moved since the last one, or is there."""
    moves = costed.moves
    known = open_from(costed.ledger)
    amount = moves["amount"].astype("int64").groupby(moves["sku"].to_numpy(object)).sum()
    qty = moves["qty"].groupby(moves["sku"].to_numpy(object)).sum()
    is_fresh = moves["moved_at"] >= (known or pd.Timestamp.min)
    recent = set(moves.loc[is_fresh, "sku"])
    skus = [sku for sku in amount.index if sku in recent or qty[sku] or amount[sku]]
    own = {
        "kind": str(Movement.CLOSE),
        "doc_no": period,
        "line_no": range(1, len(skus) + 1),
        "moved_at": start,
        "sku": skus,
        "warehouse": "*" if book.settings.cost_pool == "warehouse" else "",
        "qty": 0,
        "doc_amount": [int(amount[sku]) for sku in skus],
        "method": [costed.methods.get(sku, book.settings.method) for sku in skus],
    }
    rest = {name: BLANK.get(kind, pd.NA) for name, kind in COLUMNS.items()} | {"row": 0}
    return pd.DataFrame(rest | own, index=pd.RangeIndex(len(skus))).astype(COLUMNS)


def reopen(book: Book, period: str, now: pd.Timestamp) -> Posted:
    """Open the last closed period again: its close lines are reversed, which stays in the ledger.

    Raises:
        LedgerError: P504 the ledger was edited; P513 no such period; P515 it is not the last closed one; P522
            none is closed.
    """
    ledger = in_order(book.lines["ledger"])
    check_seals(book, ledger)
    start = last_day(period) + pd.Timedelta(days=1)
    lines = closes(ledger)
    known = open_from(ledger)
    if known is None:
        raise LedgerError("P522", period)
    if start != known:
        last = str(lines.loc[lines["moved_at"] == known, "doc_no"].iloc[0])
        raise LedgerError("P515", period, period=period, last=last)
    lines = lines[lines["moved_at"] == known]
    reversal = lines.assign(doc_amount=-lines["doc_amount"], reverses=lines["seq"])
    return Posted(append(ledger, reversal, now), no_marks(), len(lines), lines)


def check_seals(book: Book, ledger: pd.DataFrame) -> None:
    """Refuse to work on a ledger that was edited.

    Raises:
        LedgerError: P504.
    """
    wrong = chain.broken(ledger)
    if wrong:
        place = book.place("ledger", int(ledger["row"].iloc[wrong[0]]), "hash")
        raise LedgerError("P504", str(place), posting=ledger["posting_no"].iloc[wrong[0]])


def unposted(book: Book, wanted: pd.DataFrame, start: pd.Timestamp) -> list[Problem]:
    """Return a problem for each line of the period that is ready but not posted.

    Args:
        book: The book.
        wanted: Movements of ready lines that are not in the ledger.
        start: First moment after the period.
    """
    lines = wanted[wanted["moved_at"] < start].drop_duplicates(["sheet", "row"])
    return [
        Problem("P512", book.place(line["sheet"], int(line["row"])), {"document": line["doc_no"]})
        for line in lines.to_dict("records")
    ]
