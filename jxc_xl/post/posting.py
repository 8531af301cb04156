"""Post what is ready: compare, ask stock, number, seal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import chain
from jxc_xl.book import Book
from jxc_xl.ledger import FACTS, order, stands
from jxc_xl.post.charges import charge_shares, with_receipts
from jxc_xl.post.compare import compare
from jxc_xl.post.movements import movements
from jxc_xl.post.numbering import number_lines
from jxc_xl.post.originals import find_originals
from jxc_xl.post.reasons import tell_refused
from jxc_xl.post.stock import Granted, grant, is_conditional
from jxc_xl.problems import Found, Problem
from jxc_xl.schema import LEDGER
from jxc_xl.terms import Movement


class Posted(NamedTuple):
    """What a posting gives.

    Attributes:
        ledger: The whole ledger, new movements last; ``row`` is 0 for them.
        marks: sheet, row, line_no, posting_no, book_qty of entry lines to be marked.
        ready: Number of movements that were, or could be, posted.
    """

    ledger: pd.DataFrame
    marks: pd.DataFrame
    ready: int


def post(book: Book, problems: Iterable[Problem], now: pd.Timestamp | None) -> Found[Posted]:
    """Post all documents that are ready, sound and covered by stock.

    Args:
        book: A validated book.
        problems: What is wrong so far; lines with an error stay out, and their document with them.
        now: Time of posting; None only looks what could be posted.

    Problems:
        P504: the ledger was edited; nothing is posted. P213, P214, P303 and those of the steps.
    """
    ledger = _in_order(book.lines["ledger"])
    standing = ledger[stands(ledger)]
    book = number_lines(book, ledger)
    found = movements(book)
    problems = [*problems, *found.problems]
    wanted, shares = _with_charges(book, found.result, standing, problems)
    problems += shares
    compared = compare(book, wanted, standing)
    problems += compared.problems
    sealed = _unsealed(book, ledger)
    fresh, held = _sound(book, compared.result.new, problems)
    fresh, loose = with_receipts(book, fresh, standing)
    granted = grant(standing, fresh, allows_negative=book.settings.allows_negative)
    told = [*found.problems, *shares, *compared.problems, *sealed, *held, *loose, *_told(book, fresh, granted)]
    is_locked = bool(sealed) or any(problem.code == "P505" for problem in problems)
    taken = fresh.assign(qty=granted.qty, book_qty=granted.book_qty)[granted.is_granted & (not is_locked)]
    if now is None or (taken.empty and compared.result.unmarked.empty):
        return Found(Posted(ledger, _no_marks(), len(taken)), told)
    return Found(_written(ledger, taken, compared.result.unmarked, now), told)


def _in_order(ledger: pd.DataFrame) -> pd.DataFrame:
    return ledger.sort_values("seq", kind="stable", ignore_index=True)


def _with_charges(
    book: Book, wanted: pd.DataFrame, standing: pd.DataFrame, problems: list[Problem]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Add charge shares over the receipts that are posted or about to be, and the originals of returns."""
    is_sound, _ = _held(book, wanted, problems)
    names = ["kind", *FACTS[1:]]
    asked = wanted.loc[is_sound, names]
    known = pd.concat([standing[names], asked], ignore_index=True).drop_duplicates(
        ["kind", "doc_no", "line_no", "warehouse"]
    )
    shares = charge_shares(book, known[known["kind"] == Movement.RECEIPT])
    every = pd.concat([wanted, shares.result], ignore_index=True)
    return find_originals(every, known[known["kind"] == Movement.SALE]), shares.problems


def _held(book: Book, wanted: pd.DataFrame, problems: list[Problem]) -> tuple[pd.Series, pd.DataFrame]:
    """Tell which movements belong to documents without an error, and which lines have one."""
    wrong = [(key, row) for key in book.layouts for row in book.lines[key].loc[book.is_held(key, problems), "row"]]
    lines = pd.DataFrame(wrong, columns=["sheet", "row"]).astype({"sheet": "str", "row": "int64"})
    if lines.empty:
        return pd.Series(data=True, index=wanted.index), lines.assign(doc_no="")
    named = pd.concat([_documents(book, key) for key in set(lines["sheet"])], ignore_index=True)
    lines = lines.merge(named, on=["sheet", "row"])
    bad = pd.MultiIndex.from_frame(lines[["sheet", "doc_no"]])
    is_sound = ~pd.MultiIndex.from_frame(wanted[["sheet", "doc_no"]]).isin(bad)
    return pd.Series(is_sound, wanted.index), lines


def _documents(book: Book, key: str) -> pd.DataFrame:
    lines = book.lines[key]
    return pd.DataFrame({"sheet": key, "row": lines["row"], "doc_no": lines.get("doc_no", "")})


def _sound(book: Book, new: pd.DataFrame, problems: list[Problem]) -> tuple[pd.DataFrame, list[Problem]]:
    """Leave out documents with an error; tell those of them that have other, sound lines."""
    is_sound, wrong = _held(book, new, problems)
    counts = wrong.drop_duplicates(["sheet", "row"]).groupby(["sheet", "doc_no"]).size().to_dict()
    rest = new[
        ~is_sound
        & ~pd.MultiIndex.from_frame(new[["sheet", "row"]]).isin(pd.MultiIndex.from_frame(wrong[["sheet", "row"]]))
    ]
    told = [
        Problem(
            "P213",
            book.place(line["sheet"], line["row"], "doc_no"),
            {"document": line["doc_no"], "lines": counts[line["sheet"], line["doc_no"]]},
        )
        for line in rest.drop_duplicates(["sheet", "doc_no"]).to_dict("records")
    ]
    return new[is_sound].reset_index(drop=True), told


def _unsealed(book: Book, ledger: pd.DataFrame) -> list[Problem]:
    """Return a problem for each posting whose hash does not match."""
    return [
        Problem(
            "P504",
            book.place("ledger", int(ledger["row"].iloc[at]), "hash"),
            {"posting": ledger["posting_no"].iloc[at]},
        )
        for at in chain.broken(ledger)
    ]


def _told(book: Book, fresh: pd.DataFrame, granted: Granted) -> list[Problem]:
    problems = tell_refused(book, fresh, granted.refused)
    is_loose = (fresh["kind"] == Movement.CUSTOMER_RETURN) & ~is_conditional(fresh) & granted.is_granted
    if is_loose.any():
        first = fresh[is_loose].iloc[0]
        problems.append(
            Problem("P214", book.place("returns", int(first["row"]), "original_no"), {"lines": int(is_loose.sum())})
        )
    if granted.borrowed:
        problems.append(
            Problem(
                "P303",
                book.place("sales") if "sales" in book.layouts else book.place("ledger"),
                {"lines": granted.borrowed},
            )
        )
    return problems


def _no_marks() -> pd.DataFrame:
    columns = {"sheet": "str", "row": "int64", "line_no": "Int64", "posting_no": "Int64", "book_qty": "Int64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def _written(ledger: pd.DataFrame, taken: pd.DataFrame, unmarked: pd.DataFrame, now: pd.Timestamp) -> Posted:
    """Append the movements taken as one posting and mark their lines."""
    posting_no = int(ledger["posting_no"].max()) + 1 if len(ledger) else 1
    lines = taken.assign(posting_no=posting_no)
    columns = _no_marks().dtypes.to_dict()
    marks = pd.concat([lines.reindex(columns=list(columns)), unmarked.reindex(columns=list(columns))])
    marks = marks.drop_duplicates(["sheet", "row"], ignore_index=True).astype(columns)
    return Posted(append(ledger, taken, posting_no, now), marks, len(taken))


def append(ledger: pd.DataFrame, taken: pd.DataFrame, posting_no: int, now: pd.Timestamp) -> pd.DataFrame:
    """Return the ledger with movements appended as one sealed posting.

    Args:
        ledger: The ledger in order of ``seq``.
        taken: The movements, with the facts and, for reversals, ``reverses``.
        posting_no: Number of the posting.
        now: Time of posting.
    """
    if taken.empty:
        return ledger
    fresh = taken.iloc[order(taken)].reset_index(drop=True)
    start = len(ledger) + 1
    own = {
        "row": 0,
        "seq": np.arange(start, start + len(fresh)),
        "posting_no": posting_no,
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
