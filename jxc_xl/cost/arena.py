"""Rows kept together by group, with room to grow: where in long columns each group's rows stand.

All rows stand in a few long columns, group after group, so that a pass over everything reads memory from one end to
the other. Each group's block has spare rows at its end, all zero, so that a row can be inserted without touching any
other group. A block that is full moves to the end of the columns with more room; what it leaves behind is zeroed and
means nothing to whoever reads on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from jxc_xl.numbers import Ints

Column = npt.NDArray[Any]
LEAST_ROOM = 4
SPARE = 32  # one row in so many is spare at first
BATCH = 1 << 20  # rows gathered at a time


def spans(start: Ints, length: Ints) -> Ints:
    """Return the positions ``start, start + 1, …`` of several spans, one after the other."""
    end = np.cumsum(length)
    if not len(end):
        return np.zeros(0, np.int64)
    at = np.arange(int(end[-1]), dtype=np.int64)
    at += np.repeat(start - (end - length), length)
    return at


def batches(length: Ints) -> Iterator[slice]:
    """Cut groups into runs of about ``BATCH`` rows."""
    end = np.cumsum(length)
    first = 0
    while first < len(end):
        done = int(end[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(end, done + BATCH, side="right")))
        yield slice(first, last)
        first = last


class Arena:
    """Columns of grouped rows.

    Attributes:
        columns: All columns by name, equally long; rows outside the blocks are 0.
        start: Where each group's block starts.
        length: How many rows each group has.
        room: How many fit into its block, always more than none.
        used: Where the last block ends.
    """

    def __init__(self, columns: Mapping[str, Column], length: Ints, order: Ints | None = None) -> None:
        """Take rows in.

        Args:
            columns: Rows group after group, or in any order.
            length: How many rows each group has.
            order: What puts the rows group after group.
        """
        self.length = length.astype(np.int64)
        self.room = self.length + self.length // SPARE + LEAST_ROOM
        self.start = np.cumsum(self.room) - self.room
        self.used = int(self.room.sum())
        at = spans(self.start, self.length)
        self.columns: dict[str, Column] = {}
        for name, column in columns.items():
            self.columns[name] = np.zeros(self.used + self.used // 4, column.dtype)
            self.columns[name][at] = column if order is None else column[order]
        self._by_place: Ints | None = None

    def by_place(self) -> Ints:
        """Return the groups in the order in which their blocks stand."""
        if self._by_place is None:
            self._by_place = np.argsort(self.start, kind="stable")
        return self._by_place

    def make_room(self, groups: Ints, rows: Ints) -> None:
        """Move those of some groups whose blocks are too small for a number of rows."""
        is_small = rows > self.room[groups]
        groups, rows = groups[is_small], rows[is_small]
        if not len(groups):
            return
        room = rows + rows // 2 + LEAST_ROOM
        start = self.used + np.cumsum(room) - room
        self._extend(int(room.sum()))
        old, new = spans(self.start[groups], self.length[groups]), spans(start, self.length[groups])
        for column in self.columns.values():
            column[new] = column[old]
            column[old] = 0
        self.start[groups], self.room[groups] = start, room
        self._by_place = None

    def add_groups(self, count: int) -> int:
        """Add empty groups and return the number of the first."""
        first = len(self.start)
        room = np.full(count, LEAST_ROOM, np.int64)
        self.start = np.append(self.start, self.used + np.cumsum(room) - room)
        self.length = np.append(self.length, np.zeros(count, np.int64))
        self.room = np.append(self.room, room)
        self._extend(int(room.sum()))
        self._by_place = None
        return first

    def open(self, groups: Ints, first: Ints, group_of: Ints, place: Ints) -> Ints:
        """Open places for new rows and return where they are.

        Args:
            groups: The groups concerned, ascending, none twice.
            first: The first place that is opened in each.
            group_of: For each new row, the position of its group in ``groups``, ascending.
            place: For each new row, how many rows of its group stand before it, ascending within a group.
        """
        count = np.bincount(group_of, minlength=len(groups))
        self.make_room(groups, self.length[groups] + count)
        start, tail = self.start[groups] + first, self.length[groups] - first
        old, whole = spans(start, tail), spans(start, tail + count)
        flat = (np.cumsum(tail) - tail - first)[group_of] + place
        shift = np.cumsum(np.bincount(flat, minlength=len(old) + 1))[: len(old)]
        moved = whole[np.arange(len(old)) + shift]
        for column in self.columns.values():
            column[moved] = column[old]
        self.length[groups] += count
        return np.asarray(whole[flat + np.arange(len(flat))], np.int64)

    def resize(self, groups: Ints, rows: Ints) -> None:
        """Give groups another number of rows; rows that are cut off become 0."""
        self.make_room(groups, rows)
        less = np.maximum(self.length[groups] - rows, 0)
        gone = spans(self.start[groups] + rows, less)
        for column in self.columns.values():
            column[gone] = 0
        self.length[groups] = rows

    def bisect(self, name: str, groups: Ints, key: Column, *, is_right: bool) -> Ints:
        """Return how many rows of a group stand before a key (after equal ones if ``is_right``).

        Args:
            name: A column that does not decrease within a group.
            groups: One group a key.
            key: The keys.
            is_right: Whether equal rows come before the key.
        """
        column, start = self.columns[name], self.start[groups]
        low, high = np.zeros(len(groups), np.int64), self.length[groups].copy()
        while (is_open := low < high).any():
            middle = (low + high) // 2
            found = column[np.minimum(start + middle, len(column) - 1)]
            is_before = (found <= key) if is_right else (found < key)
            low = np.where(is_open & is_before, middle + 1, low)
            high = np.where(is_open & ~is_before, middle, high)
        return low

    def _extend(self, rows: int) -> None:
        self.used += rows
        capacity = len(next(iter(self.columns.values())))
        if self.used > capacity:
            for name, column in self.columns.items():
                grown = np.zeros(self.used + self.used // 2, column.dtype)
                grown[:capacity] = column
                self.columns[name] = grown
