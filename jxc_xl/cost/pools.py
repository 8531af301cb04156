"""What is on hand of one product, and what taking from it costs.

Stored are quantity and amount; a unit cost is only ever derived, so nothing drifts. When the quantity is 0 the amount
is 0.

First in, first out: a layer's cost is taken by what has left it in all, not piece by piece: the cost of the first x
units of a layer of n is ``half_up(value × x ÷ n)``, and an issue costs the difference. So it does not matter whether
10 leave at once or one by one, and the last unit takes the remainder.

Moving average: an issue takes ``half_up(value × q ÷ quantity)`` of what is on hand; the last unit takes all that is
left.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple, Protocol

from jxc_xl.numbers import divide


class Unit(NamedTuple):
    """A unit cost as a fraction, so that nothing is rounded before it must be; quantity 0 = not known."""

    value: int
    qty: int


UNKNOWN = Unit(0, 0)


class Pool(Protocol):
    """Quantity and amount on hand under one costing method."""

    qty: int
    value: int
    last: Unit

    def put(self, qty: int, value: int) -> None:
        """Add goods; quantity > 0."""

    def take(self, qty: int) -> int:
        """Take goods out and return their cost; 0 < quantity <= what is on hand."""


class AveragePool:
    """Moving average (移动加权平均)."""

    __slots__ = ("last", "qty", "value")

    def __init__(self) -> None:
        self.qty, self.value, self.last = 0, 0, UNKNOWN

    def put(self, qty: int, value: int) -> None:
        """Mix goods in; quantity > 0."""
        self.qty += qty
        self.value += value
        self.last = Unit(self.value, self.qty)

    def take(self, qty: int) -> int:
        """Take goods out at the average; 0 < quantity <= what is on hand."""
        cost = divide(self.value, qty, self.qty)
        self.qty -= qty
        self.value -= cost
        return cost


class FifoPool:
    """First in, first out (先进先出)."""

    __slots__ = ("last", "layers", "qty", "value")

    def __init__(self) -> None:
        self.qty, self.value, self.last = 0, 0, UNKNOWN
        self.layers: deque[list[int]] = deque()  # [quantity, value, quantity taken, value taken]

    def put(self, qty: int, value: int) -> None:
        """Add a layer at the end of the queue; quantity > 0."""
        self.layers.append([qty, value, 0, 0])
        self.qty += qty
        self.value += value

    def take(self, qty: int) -> int:
        """Take from the oldest layers; 0 < quantity <= what is on hand."""
        self.qty -= qty
        cost = 0
        while qty:
            layer = self.layers[0]
            used = min(qty, layer[0] - layer[2])
            qty -= used
            layer[2] += used
            taken = divide(layer[1], layer[2], layer[0])
            cost += taken - layer[3]
            layer[3] = taken
            if layer[2] == layer[0]:
                self.last = Unit(layer[1], layer[0])
                self.layers.popleft()
        self.value -= cost
        return cost
