"""Post what is ready: compare, ask stock, number, seal."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from jxc_xl import chain
from jxc_xl.book import Book
from jxc_xl.ledger import FACTS, in_order, open_from, stands
from jxc_xl.post.changeovers import changed_methods
from jxc_xl.post.charges import charge_shares, with_adjustments, with_receipts
from jxc_xl.post.compare import Compared, compare
from jxc_xl.post.lots import costed_by_lot, find_lots
from jxc_xl.post.movements import movements
from jxc_xl.post.numbering import number_lines
from jxc_xl.post.originals import ORIGINAL, find_originals
from jxc_xl.post.pinpoint import pinpoint
from jxc_xl.post.reasons import tell_refused
from jxc_xl.post.recounts import recounted, tell_recounted
from jxc_xl.post.sealing import Posted, append, as_marks, next_posting, no_marks
from jxc_xl.post.sound import frozen, held, sound
from jxc_xl.post.stock import Asking, Granted, grant, is_conditional
from jxc_xl.problems import Found, Problem
from jxc_xl.terms import Movement

UNRULED = {"P119", "P120", "P121", "P531"}
"""With one of these the rules of the book are not known: nothing is posted, and no period closed."""
LOCKING = {"P504", "P505", "P516", "P521", *UNRULED}
"""With one of these nothing is posted at all."""


def post(book: Book, problems: Iterable[Problem], now: pd.Timestamp | None) -> Found[Posted]:
    """Post all documents that are ready, sound and covered by stock.

    Args:
        book: A validated book.
        problems: What is wrong so far; lines with an error stay out, and their document with them.
        now: Time of posting; None only looks what could be posted.

    Problems:
        P504: the ledger was edited; nothing is posted. P516: warehouses got, or lost, a cost of their own after a
        close; nothing is posted. P214, P303 and those of the steps.
    """
    ledger = in_order(book.lines["ledger"])
    standing = ledger[stands(ledger)].reset_index(drop=True)
    book = number_lines(book, ledger)
    (wanted, compared), told = _compared(book, standing, list(problems))
    broken = unsealed(book, ledger)
    told += [*broken, *pinpoint(book, wanted, standing, {int(str(problem.facts["posting"])) for problem in broken})]
    told += [*changed_methods(book, ledger), *frozen(book, compared.new, open_from(ledger))]
    fresh, found = sound(book, compared.new, [*problems, *told])
    told += found
    fresh, found = with_receipts(book, fresh, standing)
    told += found
    granted = grant(standing, fresh, _asking(book))
    told += _told(book, fresh, granted) + tell_recounted(book, standing, granted.restated)
    is_locked = any(problem.code in LOCKING for problem in [*problems, *told])
    taken = fresh.assign(qty=granted.qty, book_qty=granted.book_qty)[granted.is_granted & (not is_locked)]
    if now is None or (taken.empty and compared.unmarked.empty):
        return Found(Posted(ledger, no_marks(), len(taken), compared.new), told)
    again = recounted(wanted, standing, granted.restated if len(taken) else granted.restated.iloc[:0])
    every = pd.concat([with_adjustments(taken), again.movements], ignore_index=True)
    number = next_posting(ledger)
    lots = taken["lot"].mask(taken["is_part"], "")
    marks = as_marks(
        taken.assign(posting_no=number, lot=lots), again.marks.assign(posting_no=number), compared.unmarked
    )
    return Found(Posted(append(ledger, every, now), marks, len(taken), compared.new), told)


def _compared(book: Book, standing: pd.DataFrame, problems: list[Problem]) -> Found[tuple[pd.DataFrame, Compared]]:
    """Return the movements of all ready lines, and what of them is new."""
    wanted, told = movements(book)
    wanted, found = find_lots(book, wanted, standing)
    told += found
    wanted, found = _with_charges(book, wanted, standing, [*problems, *told])
    told += found
    compared, found = compare(book, wanted, standing)
    return Found((wanted, compared), told + found)


def _with_charges(
    book: Book, wanted: pd.DataFrame, standing: pd.DataFrame, problems: list[Problem]
) -> Found[pd.DataFrame]:
    """Add charge shares over the receipts that are posted or about to be, and the originals of returns."""
    is_sound = held(book, wanted, problems).is_sound
    names = ["kind", *FACTS[1:]]
    asked = wanted.loc[is_sound, names]
    known = pd.concat([standing[names], asked], ignore_index=True).drop_duplicates(
        ["kind", "doc_no", "line_no", "sku", "warehouse"]
    )
    shares = charge_shares(book, known[known["kind"] == Movement.RECEIPT], open_from(standing))
    every = pd.concat([wanted, shares.result], ignore_index=True)
    return Found(find_originals(every, known[known["kind"].isin(set(ORIGINAL.values()))]), shares.problems)


def unsealed(book: Book, ledger: pd.DataFrame) -> list[Problem]:
    """Return a problem for each posting whose hash does not match."""
    return [
        Problem(
            "P504",
            book.place("ledger", int(ledger["row"].iloc[at]), "hash"),
            {"posting": ledger["posting_no"].iloc[at]},
        )
        for at in chain.broken(ledger)
    ]


def _asking(book: Book) -> Asking:
    settings = book.settings
    return Asking(
        allows_negative=settings.allows_negative,
        by_lot=costed_by_lot(book),
        by_warehouse=settings.cost_pool == "warehouse",
    )


def _told(book: Book, fresh: pd.DataFrame, granted: Granted) -> list[Problem]:
    problems = tell_refused(book, fresh, granted.refused)
    is_loose = (fresh["kind"] == Movement.CUSTOMER_RETURN) & ~is_conditional(fresh) & granted.is_granted
    if is_loose.any():
        first = fresh[is_loose].iloc[0]
        problems.append(
            Problem("P214", book.place("returns", int(first["row"]), "original_no"), {"lines": int(is_loose.sum())})
        )
    if granted.borrowed:
        place = book.place("sales") if "sales" in book.layouts else book.place("ledger")
        problems.append(Problem("P303", place, {"lines": granted.borrowed}))
    return problems
