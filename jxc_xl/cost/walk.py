"""One product's movements, walked in order: what each is worth.

Goods in bring their amount; goods out take theirs from the pool. A customer's return of a known sale comes back at what
it left for; a return of an unknown one, and goods found, enter at the current unit cost. When the book lets stock go
below zero, the missing part leaves at the last known cost, provisionally, and what comes in next corrects that
**issue**.

Conserved, whatever happens: the amounts of all movements add up to what the pool holds less what is owed to it.
"""

from __future__ import annotations

from collections import deque
from enum import IntEnum
from typing import NamedTuple

from jxc_xl.cost.pools import Pool, Unit
from jxc_xl.numbers import divide


class Op(IntEnum):
    """What a movement does to the cost of its product."""

    NOTHING = 0
    IN = 1  # at a known amount
    IN_CURRENT = 2  # at the current unit cost
    BACK = 3  # at what an earlier issue left for
    OUT = 4


class Events(NamedTuple):
    """One product's movements in order.

    Attributes:
        op: What each does.
        qty: Quantities, scaled, signed.
        value: Amounts of those that are IN, minor units.
        issue: Position of the issue that a BACK goes back on.
    """

    op: list[int]
    qty: list[int]
    value: list[int]
    issue: list[int]


class Walked(NamedTuple):
    """What the walk found.

    Attributes:
        amounts: Signed amount of each movement.
        unknown: Positions valued at 0 because no cost was ever known.
        closing: Amount on hand at the end.
    """

    amounts: list[int]
    unknown: list[int]
    closing: int


class _Owed:
    """An issue of goods that were not there: quantity, provisional cost, and how much of both is settled."""

    __slots__ = ("is_known", "position", "provisional", "qty", "settled")

    def __init__(self, position: int, qty: int, last: Unit) -> None:
        self.position, self.qty, self.settled = position, qty, 0
        self.is_known = last.qty > 0
        self.provisional = divide(last.value, qty, last.qty) if self.is_known else 0

    def settle(self, qty: int) -> int:
        """Settle some of it and return the provisional cost of that part."""
        before = divide(self.provisional, self.settled, self.qty)
        self.settled += qty
        return divide(self.provisional, self.settled, self.qty) - before


class _Walk:
    """The state of one walk."""

    def __init__(self, events: Events, pool: Pool) -> None:
        self.events, self.pool = events, pool
        self.amounts = [0] * len(events.op)
        self.unknown: list[int] = []
        self.owed: deque[_Owed] = deque()
        self.returned: dict[int, tuple[int, int]] = {}

    def take(self, position: int, qty: int) -> None:
        """Take goods out; what is not there is owed at the last known cost."""
        there = min(qty, self.pool.qty)
        cost = self.pool.take(there) if there else 0
        if qty > there:
            owed = _Owed(position, qty - there, self.pool.last)
            self.owed.append(owed)
            cost += owed.provisional
        self.amounts[position] = -cost

    def put(self, position: int, qty: int, value: int) -> None:
        """Put goods in; what is owed takes from them as if it had waited."""
        self.amounts[position] = value
        self.pool.put(qty, value)
        while self.owed and self.pool.qty:
            owed = self.owed[0]
            part = min(owed.qty - owed.settled, self.pool.qty)
            self.amounts[owed.position] -= self.pool.take(part) - owed.settle(part)
            if owed.settled == owed.qty:
                self.owed.popleft()

    def current(self, position: int, qty: int) -> int:
        """Return the amount of a quantity at the current unit cost; remember where none was ever known."""
        unit = Unit(self.pool.value, self.pool.qty) if self.pool.qty else self.pool.last
        if not unit.qty:
            self.unknown.append(position)
            return 0
        return divide(unit.value, qty, unit.qty)

    def back(self, issue: int, qty: int) -> int:
        """Return what part of an issue's cost comes back; several returns of one issue never exceed it."""
        out = -self.events.qty[issue]
        before, given = self.returned.get(issue, (0, 0))
        total = divide(-self.amounts[issue], before + qty, out)
        self.returned[issue] = (before + qty, total)
        return total - given


def walk(events: Events, pool: Pool) -> Walked:
    """Value one product's movements in order.

    Args:
        events: The movements.
        pool: An empty pool of the product's method.
    """
    state = _Walk(events, pool)
    for position, op in enumerate(events.op):
        qty = events.qty[position]
        if op == Op.OUT:
            state.take(position, -qty)
        elif op == Op.IN:
            state.put(position, qty, events.value[position])
        elif op == Op.IN_CURRENT:
            state.put(position, qty, state.current(position, qty))
        elif op == Op.BACK:
            state.put(position, qty, state.back(events.issue[position], qty))
    unknown = sorted(state.unknown + [owed.position for owed in state.owed if not owed.is_known])
    return Walked(state.amounts, unknown, pool.value - _owing(state))


def _owing(state: _Walk) -> int:
    return sum(owed.provisional - divide(owed.provisional, owed.settled, owed.qty) for owed in state.owed)
