"""The ledger in memory: grouped by what one cost is kept for, costed at once or only where it changed.

A product's cost depends on its own movements and no others, in order. So rows are kept grouped by pool and in order;
a pass over everything runs through memory once, in chunks that stay in the processor's cache, and an entry that is
back-dated touches its own group only, from its own place on. Regular groups are costed by kernels, many at a time; the
others by the walk that the store is given, one by one.

The same rows cost the same, however they came in: all at once, by ``replace`` or by ``insert``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from jxc_xl.cost.arena import Arena, Column, batches, spans
from jxc_xl.cost.regular import WALK, Bytes, Moves, cost_regular
from jxc_xl.cost.replay import replay
from jxc_xl.numbers import Ints

CHUNK = 1 << 18  # rows costed at a time
COLUMNS = {
    "op": np.int8,
    "qty": np.int64,
    "value": np.int64,
    "lot": np.int32,
    "period": np.int32,
    "at": np.int64,
    "id": np.int64,
}
LOW = np.uint32(0xFFFF)

Sheet = Mapping[str, Column]
Walk = Callable[[Sheet, int], Ints]


class Changed(NamedTuple):
    """What a change did.

    Attributes:
        groups: Groups with a row that is new, gone, other than before or costed differently; ascending.
        rows: Positions in the store's columns of rows that are new, other than before or costed differently; they are
            good until the next change.
    """

    groups: Ints
    rows: Ints


class Store:
    """All rows and their amounts.

    The columns are ``op`` (``walk.Op``), ``qty`` (scaled, signed), ``value`` (minor units, of what comes in), ``lot``,
    ``period`` (averaging period), ``at`` (order; with ``period`` it never decreases within a group), ``id``, any others
    that rows bring along, and ``amount`` (minor units, signed: + in, − out), which the store fills.

    Attributes:
        method: Costing method of each group (0 first in first out, 1 moving average, 2 month-end average, 3 specific
            identification, -1 always by the walk); after changing one, ``recost`` its group.
    """

    def __init__(self, rows: Sheet, group: Ints, method: Bytes, walk: Walk) -> None:
        """Take rows in; none has an amount before ``cost``.

        Args:
            rows: The columns named above but ``amount``, in order within each group.
            group: Number of the group of each row.
            method: Costing method of each group.
            walk: Given one group's rows and its number, returns their signed amounts exactly.
        """
        self.method, self._walk = method.copy(), walk
        columns = {**_typed(rows), "amount": np.zeros(len(group), np.int64)}
        self._arena = Arena(columns, np.bincount(group, minlength=len(method)), order_by(group))
        self._is_regular = np.zeros(len(method), np.bool_)

    @property
    def columns(self) -> Sheet:
        """The columns, whole: what stands outside the groups is 0."""
        return self._arena.columns

    def rows(self, group: int) -> Sheet:
        """Return one group's rows, not copied."""
        start = int(self._arena.start[group])
        whole = slice(start, start + int(self._arena.length[group]))
        return {name: column[whole] for name, column in self._arena.columns.items()}

    def positions(self, groups: Ints) -> Ints:
        """Return where the rows of some groups stand in the columns."""
        return spans(self._arena.start[groups], self._arena.length[groups])

    def length(self) -> Ints:
        """Return how many rows each group has."""
        return self._arena.length.copy()

    def add_groups(self, method: Bytes) -> int:
        """Add empty groups by their costing methods and return the number of the first."""
        self.method = np.append(self.method, method).astype(np.int8)
        self._is_regular = np.append(self._is_regular, np.zeros(len(method), np.bool_))
        return self._arena.add_groups(len(method))

    def cost(self) -> Changed:
        """Cost everything."""
        changed = [self._cost_blocks(groups) for groups in self._chunks()]
        rows = np.concatenate([np.zeros(0, np.int64), *changed])
        return Changed(self._groups_of(rows), rows)

    def recost(self, groups: Ints) -> Changed:
        """Cost some groups again from their first rows on."""
        groups = np.unique(groups)
        return self._replay(groups, np.zeros(len(groups), np.int64), [])

    def insert(self, rows: Sheet, group: Ints) -> Changed:
        """Insert rows where they belong by ``at``, after those at the same moment, and cost what follows them.

        Args:
            rows: The columns of the new rows; the order of rows of one group at the same moment is kept.
            group: Number of the group of each.
        """
        order = np.lexsort((rows["at"], group))
        new, group = {name: column[order] for name, column in _typed(rows).items()}, group[order]
        place = self._arena.bisect("at", group, new["at"], is_right=True)
        groups, head, group_of = np.unique(group, return_index=True, return_inverse=True)
        first = place[head]
        added = []
        for part in batches(self._arena.length[groups] - first):
            mine = slice(*np.searchsorted(group_of, [part.start, part.stop]))
            at = self._arena.open(groups[part], first[part], group_of[mine] - part.start, place[mine])
            for name, column in self._arena.columns.items():
                column[at] = new[name][mine] if name in new else 0
            added.append(mine)
        at = self._arena.start[group] + place + np.arange(len(group)) - head[group_of]
        return self._replay(groups, first, [at])

    def replace(self, groups: Ints, rows: Sheet, group: Ints) -> Changed:
        """Give some groups other rows, any number, and cost from the first that differs on.

        Args:
            groups: The groups whose rows are replaced.
            rows: The columns of all their rows, in order within each group.
            group: Number of the group of each.
        """
        groups = np.unique(groups)
        order = np.argsort(group, kind="stable")
        new, of = {name: column[order] for name, column in _typed(rows).items()}, np.searchsorted(groups, group[order])
        length, before = np.bincount(of, minlength=len(groups)), self._arena.length[groups]
        self._arena.resize(groups, length)
        at = spans(self._arena.start[groups], length)
        within = at - self._arena.start[groups][of]
        differs = within >= before[of]
        for name, column in new.items():
            differs |= self._arena.columns[name][at] != column
            self._arena.columns[name][at] = column
        first = np.minimum(before, length)
        np.minimum.at(first, of[differs], within[differs])
        touched = (first < length) | (length != before)
        return self._replay(groups[touched], first[touched], [at[differs]])

    def on_hand(self) -> tuple[Ints, Ints]:
        """Return quantity and value of each group after its last row; goods owed count below zero."""
        order = self._arena.by_place()
        start = self._arena.start[order]
        qty, value = np.zeros((2, len(order)), np.int64)
        if len(order):
            end = self._arena.used
            qty[order] = np.add.reduceat(self._arena.columns["qty"][:end], start)
            value[order] = np.add.reduceat(self._arena.columns["amount"][:end], start)
        return qty, value

    def _chunks(self) -> Iterator[Ints]:
        """Cut the groups, in the order in which they stand, into chunks of about ``CHUNK`` rows."""
        order = self._arena.by_place()
        start = self._arena.start[order]
        cuts = np.unique(np.searchsorted(start, np.arange(0, self._arena.used, CHUNK)))
        yield from (part for part in np.split(order, cuts[1:]) if len(part))

    def _cost_blocks(self, groups: Ints) -> Ints:
        """Cost groups whose blocks stand side by side; return the positions of amounts that changed, ascending."""
        first, last = int(self._arena.start[groups[0]]), int(groups[-1])
        whole = slice(first, int(self._arena.start[last] + self._arena.room[last]))
        columns = self._arena.columns
        moves = Moves(*(columns[name][whole] for name in Moves._fields))
        costed = cost_regular(moves, self._arena.start[groups] - first, self.method[groups])
        self._is_regular[groups] = costed.is_regular
        if costed.is_regular.all():
            changed = np.flatnonzero(columns["amount"][whole] != costed.amount) + first
            columns["amount"][whole] = costed.amount
            return changed
        by_kernel = groups[costed.is_regular]
        at = self.positions(by_kernel)
        changed = self._write(at, costed.amount[at - first])
        return np.sort(np.concatenate([changed, self._walk_groups(groups[~costed.is_regular])]))

    def _replay(self, groups: Ints, first: Ints, new: list[Ints]) -> Changed:
        """Cost groups from some rows on; those that a kernel could not cost so far are tried from their first rows."""
        first = np.where(self._is_regular[groups], first, 0)
        changed, walked = list(new), [groups[self.method[groups] == WALK]]
        for method in np.unique(self.method[groups]).tolist():
            mine = (self.method[groups] == method) & (self._arena.length[groups] > 0)
            if method == WALK:
                continue
            for part in batches(self._arena.length[groups[mine]]):
                some = groups[mine][part]
                found = replay(self._arena, some, first[mine][part], method)
                changed.append(self._write(found.at, found.amount))
                walked.append(found.irregular)
        self._is_regular[groups] = True
        self._is_regular[np.concatenate(walked)] = False
        changed.append(self._walk_groups(np.concatenate(walked)))
        rows = np.sort(np.concatenate(changed))
        rows = rows[np.diff(rows, prepend=-1) > 0]
        return Changed(np.union1d(groups, self._groups_of(rows)), rows)

    def _walk_groups(self, groups: Ints) -> Ints:
        """Walk groups one by one; return the positions of amounts that changed."""
        changed = [np.zeros(0, np.int64)]
        for group in groups.tolist():
            start = int(self._arena.start[group])
            length = int(self._arena.length[group])
            amount = self._walk(self.rows(group), group)
            changed.append(self._write(np.arange(start, start + length), amount))
        return np.concatenate(changed)

    def _write(self, at: Ints, amount: Ints) -> Ints:
        """Write amounts; return the positions of those that changed."""
        column = self._arena.columns["amount"]
        changed = column[at] != amount
        column[at] = amount
        return np.asarray(at[changed], np.int64)

    def _groups_of(self, rows: Ints) -> Ints:
        """Return the groups that have some of the rows, both ascending; the fewer are searched for among the more."""
        start = self._arena.start
        if len(rows) > len(start):
            return np.flatnonzero(np.searchsorted(rows, start) < np.searchsorted(rows, start + self._arena.room))
        order = self._arena.by_place()
        found = np.zeros(len(order), np.bool_)
        found[order[np.searchsorted(start[order], rows, side="right") - 1]] = True
        return np.flatnonzero(found)


def order_by(group: Ints) -> Ints | None:
    """Return the order that puts rows group after group, None where they stand so already.

    Sorting 16-bit numbers takes one pass over them, so larger ones are sorted by their low and then their high half.
    """
    if not len(group) or bool((group[1:] >= group[:-1]).all()):
        return None
    order = np.argsort((group & LOW).astype(np.uint16), kind="stable")
    if int(group.max()) > LOW:
        order = order[np.argsort((group >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def _typed(rows: Sheet) -> dict[str, Column]:
    """Return columns with the types they are kept in."""
    return {name: np.asarray(column, COLUMNS.get(name)) for name, column in rows.items()}
