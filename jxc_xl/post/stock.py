"""Which documents stock can cover.

Goods that come in whatever happens (receipts, opening stock, what is posted) make a line of balances over time. A
document that takes goods out must find them at its moment and must not take what a later posted issue needs.
Lines are asked in the order of time; a document is taken whole or not at all, and what it takes is gone for those
after it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.ledger import moments, order
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
    """What comes in whatever happens: its balance before each movement, the least one from then on, its own part."""

    balance: np.ndarray
    least: np.ndarray
    firm: np.ndarray


class Part(NamedTuple):
    """The lines of one document that count at one moment, in order."""

    document: int
    positions: list[int]


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
    start = len(standing)
    document = np.append(np.full(start, -1), _asking(new))
    sequence = order(every)
    room = _room(every, sequence, document >= 0)
    parts = _parts(every, sequence, document)
    till, refused = _asked(lambda: _Till(every, room, sequence, start), parts, allows_negative=allows_negative)
    is_granted = ~np.isin(document[start:], list(refused))
    told = sorted(refused.values(), key=lambda refusal: refusal.position)
    return Granted(is_granted, till.qty[start:], till.book_qty[start:], told, till.borrowed)


def _asking(new: pd.DataFrame) -> np.ndarray:
    """Return the number of each movement's document, -1 where no line of it depends on anything."""
    document = pd.factorize(new["sheet"] + "\x1f" + new["doc_no"])[0]
    asking = np.unique(document[is_conditional(new).to_numpy()])
    return np.where(np.isin(document, asking), document, -1)


def _room(every: pd.DataFrame, sequence: np.ndarray, is_asking: np.ndarray) -> Room:
    place = pd.factorize(every["sku"] + "\x1f" + every["warehouse"])[0][sequence]
    firm = np.where(is_asking, 0, every["qty"].to_numpy(np.int64))
    running = pd.Series(firm[sequence]).groupby(place).cumsum()
    least = running[::-1].groupby(place[::-1]).cummin()[::-1]
    balance, lowest = np.empty(len(every), np.int64), np.empty(len(every), np.int64)
    balance[sequence], lowest[sequence] = running.to_numpy() - firm[sequence], least.to_numpy()
    return Room(balance, lowest, firm)


def _parts(every: pd.DataFrame, sequence: np.ndarray, document: np.ndarray) -> list[Part]:
    """Return the asking documents in the order of time; both legs of a transfer are asked together, when it starts."""
    is_leg = (every["kind"] == Movement.TRANSFER_OUT).to_numpy()
    second = np.where(is_leg, every["moved_at"].to_numpy("M8[s]").astype(np.int64), moments(every).second)
    asking = sequence[document[sequence] >= 0]
    parts: dict[tuple[int, int], list[int]] = {}
    names = zip(document[asking].tolist(), second[asking].tolist(), strict=True)
    for position, name in zip(asking.tolist(), names, strict=True):
        parts.setdefault(name, []).append(position)
    return [Part(name[0], positions) for name, positions in parts.items()]


def _asked(
    opened: Callable[[], _Till], parts: list[Part], *, allows_negative: bool
) -> tuple[_Till, dict[int, Refused]]:
    """Ask part after part; return the till, and why documents were refused.

    A document that is refused after an earlier part of it was granted has stood in the way of others meanwhile: all
    are asked again without it.
    """
    barred: dict[int, Refused] = {}
    while True:
        till, refused, begun = opened(), dict(barred), set[int]()
        for part in parts:
            refusal = None if part.document in refused else till.ask(part.positions, allows_negative=allows_negative)
            if refusal:
                refused[part.document] = refusal
                if part.document in begun:
                    break
            begun.add(part.document)
        else:
            return till, refused
        barred[part.document] = refused[part.document]


class _Taken(NamedTuple):
    """What one line takes: from where, how much, and the rank at which it counts."""

    place: tuple[str, str]
    need: int
    rank: int


class _Till:
    """What has been granted so far.

    A loop over lines, because each depends on those before it; everything it touches is a plain list or dictionary.
    """

    def __init__(self, every: pd.DataFrame, room: Room, sequence: np.ndarray, standing: int) -> None:
        self.standing = standing
        self.kind = every["kind"].tolist()
        self.place = list(zip(every["sku"].tolist(), every["warehouse"].tolist(), strict=True))
        self.balance: list[int] = room.balance.tolist()
        self.least: list[int] = room.least.tolist()
        self.firm = room.firm
        self.rank: list[int] = np.argsort(sequence).tolist()
        self.qty = every["qty"].to_numpy(np.int64, copy=True)
        self.book_qty = np.zeros(len(every), np.int64)
        self.counted = every["counted_qty"].fillna(0).astype(np.int64).tolist() if "counted_qty" in every else []
        self.borrowed = 0
        self.taken: dict[tuple[str, str], int] = {}
        self.ahead: dict[tuple[str, str], list[_Taken]] = {}
        self.sold = _Sold(every, self.rank, standing)

    def ask(self, positions: list[int], *, allows_negative: bool) -> Refused | None:
        """Grant lines that count at one moment, or refuse them and leave everything as it was."""
        granted: list[_Taken] = []
        borrowed = 0
        self.sold.coming_back = {}
        for position in positions:
            need = self._need(position)
            is_short = need > max(self._left(position), 0)
            reason = self.sold.reason(position) or ("stock" if is_short and not allows_negative else "")
            if reason:
                refusal = self._refusal(position, reason)
                for one in granted:
                    self._give_back(one)
                return refusal
            borrowed += is_short
            granted.append(_Taken(self.place[position], need, self.rank[position]))
            self._take(granted[-1], self.rank[positions[0]])
        self.borrowed += borrowed
        self.sold.settle(positions)
        return None

    def _need(self, position: int) -> int:
        """Return what a line takes out; a count takes what the book has too much."""
        book = self._now(position)
        self.book_qty[position] = book
        if self.kind[position] == Movement.COUNT:
            self.qty[position] = self.counted[position] - book
        return -int(self.qty[position])

    def _now(self, position: int) -> int:
        """Return what is there at a line's moment."""
        gone = self.taken.get(self.place[position], 0) - sum(one.need for one in self._ahead_of(position))
        return self.balance[position] - gone

    def _left(self, position: int) -> int:
        """Return the least that is there from a line's moment on."""
        ahead = self._ahead_of(position)
        if not ahead:
            return min(self.balance[position], self.least[position]) - self.taken.get(self.place[position], 0)
        rank, place = self.rank[position], self.place[position]
        steps = [(self.rank[i], int(self.firm[i])) for i in self.positions_at.get(place, []) if self.rank[i] >= rank]
        level = lowest = self._now(position)
        for _, step in sorted([*steps, *((one.rank, -one.need) for one in ahead)]):
            level += step
            lowest = min(lowest, level)
        return lowest

    def _ahead_of(self, position: int) -> list[_Taken]:
        """Return what was granted already and counts only after a line."""
        waiting = self.ahead.get(self.place[position])
        return [one for one in waiting if one.rank > self.rank[position]] if waiting else []

    @cached_property
    def positions_at(self) -> dict[tuple[str, str], list[int]]:
        """The movements of each place."""
        found: dict[tuple[str, str], list[int]] = {}
        for position, place in enumerate(self.place):
            found.setdefault(place, []).append(position)
        return found

    def _take(self, one: _Taken, now: int) -> None:
        """Take goods; what counts only later is remembered until then."""
        self.taken[one.place] = self.taken.get(one.place, 0) + one.need
        if one.rank > now:
            waiting = [other for other in self.ahead.get(one.place, []) if other.rank > now]
            self.ahead[one.place] = [*waiting, one]

    def _give_back(self, one: _Taken) -> None:
        self.taken[one.place] -= one.need
        self.ahead[one.place] = [other for other in self.ahead.get(one.place, []) if other != one]

    def _refusal(self, position: int, reason: str) -> Refused:
        need, left = -int(self.qty[position]), self._left(position)
        now = self._now(position)
        return Refused(position - self.standing, reason, need, now, need - left, self.sold.left_of(position))


class _Sold:
    """What of each sale line is still out, so that no more comes back than went, and none before it went."""

    def __init__(self, every: pd.DataFrame, rank: list[int], standing: int) -> None:
        self.rank = rank
        self.kind = every["kind"].tolist()
        self.qty = every["qty"].tolist()
        self.ref_no = every["ref_no"].tolist()
        self.ref = list(zip(self.ref_no, every["ref_line"].fillna(0).astype(np.int64).tolist(), strict=True))
        self.own = list(
            zip(every["doc_no"].tolist(), every["line_no"].fillna(0).astype(np.int64).tolist(), strict=True)
        )
        self.out: dict[tuple[str, int], int] = {}
        self.since: dict[tuple[str, int], int] = {}
        self.coming_back: dict[tuple[str, int], int] = {}
        self.settle(range(standing))

    def reason(self, position: int) -> str:
        """Tell why a return of a named sale cannot be, or nothing."""
        if not self._is_named_return(position):
            return ""
        name = self.ref[position]
        if name not in self.since or self.since[name] > self.rank[position]:
            return "original"
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
                self.since[self.own[position]] = self.rank[position]
            elif self._is_named_return(position):
                name = self.ref[position]
                self.out[name] = self.out.get(name, 0) - self.qty[position]

    def _is_named_return(self, position: int) -> bool:
        return self.kind[position] == Movement.CUSTOMER_RETURN and bool(self.ref_no[position])
