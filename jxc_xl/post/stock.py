"""Which documents stock can cover.

Goods that come in whatever happens (receipts, opening stock, what is posted) make a line of balances over time. A
document that takes goods out must find them at its moment and must not take what a later posted issue needs.
Documents are asked in the order of time; each is taken whole or not at all, and what it takes is gone for those after
it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.ledger import order
from jxc_xl.post.reasons import Refused
from jxc_xl.terms import Movement

CONDITIONAL = {
    Movement.SALE,
    Movement.SUPPLIER_RETURN,
    Movement.OTHER_OUT,
    Movement.WRITE_OFF,
    Movement.TRANSFER_IN,
    Movement.TRANSFER_OUT,
    Movement.COUNT,
}


class Room(NamedTuple):
    """Each movement's balance before it, and the least one from then on, by what comes in whatever happens."""

    balance: np.ndarray
    least: np.ndarray


class Granted(NamedTuple):
    """The answer to all documents.

    Attributes:
        is_granted: Which of the movements asked for are granted.
        qty: Their quantities; those of counts are known now.
        book_qty: The balance each found.
        refused: The first line of each refused document that could not be covered.
        borrowed: How many lines went below zero because the book allows it.
    """

    is_granted: np.ndarray
    qty: np.ndarray
    book_qty: np.ndarray
    refused: list[Refused]
    borrowed: int


def is_conditional(movements: pd.DataFrame) -> pd.Series:
    """Tell which movements depend on others being there: issues, counts, transfers, returns of a named sale."""
    is_named = (movements["kind"] == Movement.CUSTOMER_RETURN) & (movements["ref_no"] != "")
    return movements["kind"].isin(CONDITIONAL) | is_named


def grant(standing: pd.DataFrame, new: pd.DataFrame, *, allows_negative: bool) -> Granted:
    """Decide which new movements can be posted.

    Args:
        standing: The ledger's movements that stand.
        new: The movements asked for.
        allows_negative: The book lets stock go below zero.
    """
    every = pd.concat([standing, new], ignore_index=True)
    depends = is_conditional(new).to_numpy()
    is_asking = np.concatenate([np.zeros(len(standing), bool), depends])
    sequence = order(every)
    room = _room(every, sequence, is_asking)
    till = _Till(every, room, len(standing), allows_negative=allows_negative)
    for document in _documents(every, sequence, is_asking):
        till.ask(document)
    start = len(standing)
    return Granted(~till.is_refused[start:], till.qty[start:], till.book_qty[start:], till.refused, till.borrowed)


def _room(every: pd.DataFrame, sequence: np.ndarray, is_asking: np.ndarray) -> Room:
    place = pd.factorize(every["sku"] + "\x1f" + every["warehouse"])[0][sequence]
    firm = np.where(is_asking, 0, every["qty"].to_numpy(np.int64))[sequence]
    running = pd.Series(firm).groupby(place).cumsum()
    least = running[::-1].groupby(place[::-1]).cummin()[::-1]
    balance, lowest = np.empty(len(every), np.int64), np.empty(len(every), np.int64)
    balance[sequence], lowest[sequence] = running.to_numpy() - firm, least.to_numpy()
    return Room(balance, lowest)


def _documents(every: pd.DataFrame, sequence: np.ndarray, is_asking: np.ndarray) -> list[list[int]]:
    """Return the asking documents in the order of their first movement, each with its movements in order."""
    asking = sequence[is_asking[sequence]]
    names = every["sheet"].to_numpy(object)[asking], every["doc_no"].to_numpy(object)[asking]
    documents: dict[tuple[str, str], list[int]] = {}
    for position, name in zip(asking.tolist(), zip(*names, strict=True), strict=True):
        documents.setdefault(name, []).append(position)
    return list(documents.values())


class _Till:
    """What has been granted so far.

    A loop over lines, because each depends on those before it; everything it touches is a plain list or dictionary.
    """

    def __init__(self, every: pd.DataFrame, room: Room, standing: int, *, allows_negative: bool) -> None:
        self.allows_negative = allows_negative
        self.standing = standing
        self.kind = every["kind"].tolist()
        self.place = list(zip(every["sku"].tolist(), every["warehouse"].tolist(), strict=True))
        self.balance, self.least = room.balance.tolist(), room.least.tolist()
        self.qty = every["qty"].to_numpy(np.int64, copy=True)
        self.book_qty = np.zeros(len(every), np.int64)
        self.counted = every["counted_qty"].fillna(0).astype(np.int64).tolist() if "counted_qty" in every else []
        self.is_refused = np.zeros(len(every), bool)
        self.refused: list[Refused] = []
        self.borrowed = 0
        self.taken: dict[tuple[str, str], int] = {}
        self.sold = _Sold(every, standing)

    def ask(self, document: list[int]) -> None:
        """Grant a document whole, or refuse it and leave everything as it was."""
        taken, borrowed = dict[tuple[str, str], int](), 0
        self.sold.coming_back = {}
        for position in document:
            place = self.place[position]
            gone = self.taken.get(place, 0) + taken.get(place, 0)
            need = self._need(position, gone)
            left = min(self.balance[position], self.least[position]) - gone
            is_short = need > max(left, 0)
            reason = self.sold.reason(position) or ("stock" if is_short and not self.allows_negative else "")
            if reason:
                self._refuse(document, position, reason, gone)
                return
            borrowed += is_short
            taken[place] = taken.get(place, 0) + need
        self._take(document, taken, borrowed)

    def _need(self, position: int, gone: int) -> int:
        """Return what a line takes out; a count takes what the book has too much."""
        book = self.balance[position] - gone
        self.book_qty[position] = book
        if self.kind[position] == Movement.COUNT:
            self.qty[position] = self.counted[position] - book
        return -int(self.qty[position])

    def _take(self, document: list[int], taken: dict[tuple[str, str], int], borrowed: int) -> None:
        for place, need in taken.items():
            self.taken[place] = self.taken.get(place, 0) + need
        self.borrowed += borrowed
        self.sold.settle(document)

    def _refuse(self, document: list[int], position: int, reason: str, gone: int) -> None:
        self.is_refused[document] = True
        need = -int(self.qty[position])
        now = self.balance[position] - gone
        short = need - (self.least[position] - gone)
        self.refused.append(Refused(position - self.standing, reason, need, now, short, self.sold.left_of(position)))


class _Sold:
    """What of each sale line is still out, so that no more comes back than went."""

    def __init__(self, every: pd.DataFrame, standing: int) -> None:
        self.kind = every["kind"].tolist()
        self.qty = every["qty"].tolist()
        self.ref_no = every["ref_no"].tolist()
        self.ref = list(zip(self.ref_no, every["ref_line"].fillna(0).astype(np.int64).tolist(), strict=True))
        self.own = list(
            zip(every["doc_no"].tolist(), every["line_no"].fillna(0).astype(np.int64).tolist(), strict=True)
        )
        self.sku = every["sku"].tolist()
        self.out: dict[tuple[str, int], int] = {}
        self.coming_back: dict[tuple[str, int], int] = {}
        self.settle(range(standing))

    def reason(self, position: int) -> str:
        """Tell why a return of a named sale cannot be, or nothing."""
        if not self._is_named_return(position):
            return ""
        if self.ref[position] not in self.out:
            return "original"
        name = self.ref[position]
        self.coming_back[name] = self.coming_back.get(name, 0) + self.qty[position]
        return "returned" if self.out[name] < self.coming_back[name] else ""

    def left_of(self, position: int) -> int:
        """Return what of the named sale is still out."""
        return self.out.get(self.ref[position], 0)

    def settle(self, positions: list[int] | range) -> None:
        """Book sales as out and their returns as back."""
        for position in positions:
            if self.kind[position] == Movement.SALE:
                self.out[self.own[position]] = self.out.get(self.own[position], 0) - self.qty[position]
            elif self._is_named_return(position):
                name = self.ref[position]
                self.out[name] = self.out.get(name, 0) - self.qty[position]

    def _is_named_return(self, position: int) -> bool:
        return self.kind[position] == Movement.CUSTOMER_RETURN and bool(self.ref_no[position])
