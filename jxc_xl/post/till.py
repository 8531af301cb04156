"""The till: gives out what is there, document part by document part, and can take it back.

A loop over lines, because each depends on those before it; everything it touches is a plain list or dictionary.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.post.reasons import Refused
from jxc_xl.post.sold import Sold
from jxc_xl.terms import Movement

Place = int
RANK = attrgetter("rank")
NEVER_BELOW = {Movement.ASSEMBLY_OUT, Movement.TRANSFER_OUT}
"""What is moved or made into something else must be there, whatever the book allows."""


class Room(NamedTuple):
    """What comes in whatever happens: where, its balance before each movement, the least from then on, its part."""

    place: np.ndarray
    balance: np.ndarray
    least: np.ndarray
    firm: np.ndarray


class Taken(NamedTuple):
    """What one line takes: from where, how much, and the rank at which it counts."""

    place: Place
    need: int
    rank: int


class Given(NamedTuple):
    """What was given to one part of a document: its lines, what each took, how many of them went below zero."""

    positions: list[int]
    taken: list[Taken]
    borrowed: int


class Till:
    """What has been given so far.

    Args:
        every: Movements that stand, and below them those that ask.
        room: What comes in whatever happens.
        sequence: The order in which all of them count.
        standing: How many stand.
        allows_negative: The book lets stock go below zero.
    """

    def __init__(
        self, every: pd.DataFrame, room: Room, sequence: np.ndarray, standing: int, *, allows_negative: bool
    ) -> None:
        self.standing, self.allows_negative = standing, allows_negative
        self.kind = every["kind"].tolist()
        self.place: list[Place] = room.place.tolist()
        self.balance: list[int] = room.balance.tolist()
        self.least: list[int] = room.least.tolist()
        self.firm = room.firm
        self.rank: list[int] = np.argsort(sequence).tolist()
        self.qty = every["qty"].to_numpy(np.int64, copy=True)
        self.book_qty = np.zeros(len(every), np.int64)
        self.counted = every["counted_qty"].fillna(0).astype(np.int64).tolist()
        self.snapshot: list[int | None] = [None if pd.isna(qty) else int(qty) for qty in every["snapshot"].tolist()]
        self.taken: dict[Place, int] = {}
        self.ahead: dict[Place, list[Taken]] = {}
        self.given: list[Given] = []
        self.sold = Sold(every, self.rank, standing)

    @property
    def borrowed(self) -> int:
        """How many lines went below zero."""
        return sum(one.borrowed for one in self.given)

    def ask(self, positions: list[int]) -> Refused | None:
        """Give lines that count at one moment what they ask for, or refuse them and leave everything as it was."""
        given = Given(positions, [], 0)
        borrowed = 0
        self.sold.coming_back = {}
        for position in positions:
            need = self._need(position)
            is_short = need > max(self._left(position), 0)
            reason = self.sold.reason(position) or self._reason(position, is_short=is_short)
            if reason:
                refusal = self._refusal(position, reason)
                self._give_back(given)
                return refusal
            borrowed += is_short
            given.taken.append(Taken(self.place[position], need, self.rank[position]))
            self._take(given.taken[-1], self.rank[positions[0]])
        self.given.append(given._replace(borrowed=borrowed))
        self.sold.settle(positions)
        return None

    def _reason(self, position: int, *, is_short: bool) -> str:
        """Tell why a line cannot be granted, or nothing."""
        if self.snapshot[position] is not None and self.snapshot[position] != self.book_qty[position]:
            return "outdated"
        is_allowed = self.allows_negative and self.kind[position] not in NEVER_BELOW
        return "stock" if is_short and not is_allowed else ""

    def back_to(self, count: int) -> None:
        """Take back all but the first so many parts given."""
        while len(self.given) > count:
            given = self.given.pop()
            self._give_back(given)
            self.sold.take_back(given.positions)

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
        steps = [(self.rank[i], int(self.firm[i])) for i in self.positions_at[place] if self.rank[i] >= rank]
        level = lowest = self._now(position)
        for _, step in sorted([*steps, *((one.rank, -one.need) for one in ahead)]):
            level += step
            lowest = min(lowest, level)
        return lowest

    def _ahead_of(self, position: int) -> list[Taken]:
        """Return what was given already and counts only after a line: the second leg of a transfer, say."""
        waiting = self.ahead.get(self.place[position])
        return waiting[bisect_right(waiting, self.rank[position], key=RANK) :] if waiting else []

    @cached_property
    def positions_at(self) -> dict[Place, list[int]]:
        """The movements of each place."""
        found: dict[Place, list[int]] = {}
        for position, place in enumerate(self.place):
            found.setdefault(place, []).append(position)
        return found

    def _take(self, one: Taken, now: int) -> None:
        """Take goods; what counts only later is remembered."""
        self.taken[one.place] = self.taken.get(one.place, 0) + one.need
        if one.rank > now:
            insort(self.ahead.setdefault(one.place, []), one, key=RANK)

    def _give_back(self, given: Given) -> None:
        for one in given.taken:
            self.taken[one.place] -= one.need
            if one in self.ahead.get(one.place, ()):
                self.ahead[one.place].remove(one)

    def _refusal(self, position: int, reason: str) -> Refused:
        need, left = -int(self.qty[position]), self._left(position)
        now = self._now(position)
        snapshot = self.snapshot[position] or 0
        return Refused(position - self.standing, reason, need, now, need - left, self.sold.left_of(position), snapshot)
