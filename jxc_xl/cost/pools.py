"""What is on hand under one cost, and what taking from it costs.

Stored are quantity and amount; a unit cost is only ever derived, so nothing drifts. When the quantity is 0 the amount
is 0.

First in, first out: a layer's cost is taken by what has left it in all, not piece by piece: the cost of the first x
units of a layer of n is ``half_up(value × x ÷ n)``, and an issue costs the difference. So it does not matter whether
10 leave at once or one by one, and the last unit takes the remainder.

Moving average: an issue takes ``half_up(value × q ÷ quantity)`` of what is on hand; the last unit takes all that is
left. Specific identification is one such pool a lot, since goods of one lot cannot be told apart.

The month-end average, whose costs are known only when its month is over, is in `month`.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from jxc_xl.numbers import divide, split


class Unit(NamedTuple):
    """A unit cost as a fraction, so that nothing is rounded before it must be; quantity 0 = not known."""

    value: int
    qty: int


UNKNOWN = Unit(0, 0)


class Late(NamedTuple):
    """A charge on goods received in a closed period.

    Attributes:
        receipt: Position of the receipt.
        qty: What it brought in.
        since: What has come into the pool after it.
        amount: The charge's share, minor units, any sign.
    """

    receipt: int
    qty: int
    since: int
    amount: int


class AveragePool:
    """Moving average (移动加权平均)."""

    __slots__ = ("fed", "last", "qty", "value")

    def __init__(self) -> None:
        self.qty, self.value, self.last, self.fed = 0, 0, UNKNOWN, -1

    def put(self, position: int, qty: int, value: int) -> None:
        """Mix goods in; quantity > 0."""
        self.fed = position
        self.qty += qty
        self.value += value
        self.last = Unit(self.value, self.qty)

    def take(self, qty: int) -> int:
        """Take goods out at the average; 0 < quantity <= what is on hand."""
        cost = divide(self.value, qty, self.qty)
        self.qty -= qty
        self.value -= cost
        return cost

    def take_back(self, receipt: int, qty: int, cost: int) -> int:  # noqa: ARG002
        """Take goods out at what a receipt cost; never more than there is, and all of it with the last unit."""
        cost = self.value if qty == self.qty else min(cost, self.value)
        self.qty -= qty
        self.value -= cost
        return cost

    def charge(self, late: Late) -> int:
        """Add what of a late charge is about goods still here; return that part."""
        left = min(max(self.qty - late.since, 0), late.qty)
        kept = max(kept_of(late, left), -self.value) if self.qty else 0
        self.value += kept
        return kept

    @property
    def revalued_qty(self) -> int:
        """What a new unit cost is about: what is on hand."""
        return self.qty

    def revalue(self, delta: int) -> int:
        """Change the value; never below 0; return the change."""
        delta = max(delta, -self.value) if self.qty else 0
        self.value += delta
        if self.qty:
            self.last = Unit(self.value, self.qty)
        return delta

    def revalue_to(self, total: int) -> int:
        """Set the value; return the change."""
        return self.revalue(total - self.value)


def kept_of(late: Late, left: int) -> int:
    """Return the part of a late charge that belongs to what is left of its receipt."""
    return late.amount - divide(late.amount, late.qty - left, late.qty)


class _Layer:
    """Goods that came together: quantity, value, and how much of both has left."""

    __slots__ = ("gone", "qty", "taken", "value")

    def __init__(self, qty: int, value: int) -> None:
        self.qty, self.value, self.gone, self.taken = qty, value, 0, 0

    def take(self, qty: int) -> int:
        self.gone += qty
        taken = divide(self.value, self.gone, self.qty)
        cost, self.taken = taken - self.taken, taken
        return cost

    @property
    def left(self) -> int:
        return self.qty - self.gone

    @property
    def worth(self) -> int:
        return self.value - self.taken

    def set(self, worth: int) -> None:
        """Make what is left a layer of its own at another value."""
        self.qty, self.value, self.gone, self.taken = self.left, worth, 0, 0


class FifoPool:
    """First in, first out (先进先出)."""

    __slots__ = ("by_receipt", "fed", "last", "layers", "qty", "value")

    def __init__(self) -> None:
        self.qty, self.value, self.last, self.fed = 0, 0, UNKNOWN, -1
        self.layers: deque[_Layer] = deque()
        self.by_receipt: dict[int, _Layer] = {}

    def put(self, position: int, qty: int, value: int) -> None:
        """Add a layer at the end of the queue; quantity > 0."""
        self.fed = position
        layer = _Layer(qty, value)
        self.layers.append(layer)
        self.by_receipt[position] = layer
        self.qty += qty
        self.value += value

    def take(self, qty: int) -> int:
        """Take from the oldest layers; 0 < quantity <= what is on hand."""
        self.qty -= qty
        cost = 0
        layers = self.layers
        while qty:
            layer = layers[0]
            used = min(qty, layer.qty - layer.gone)
            if used:
                cost += layer.take(used)
                qty -= used
            if layer.gone == layer.qty:
                if used:
                    self.last = Unit(layer.value, layer.qty)
                layers.popleft()
        self.value -= cost
        return cost

    def take_back(self, receipt: int, qty: int, cost: int) -> int:  # noqa: ARG002 (the layer knows its cost)
        """Take goods out of the very layer they came in with, as far as it is there, and the rest by the queue."""
        layer = self.by_receipt.get(receipt)
        part = min(qty, layer.left) if layer else 0
        out = 0
        if layer and part:
            out = layer.take(part)
            self.qty -= part
            self.value -= out
            if not layer.left:
                self.last = Unit(layer.value, layer.qty)
        return out + (self.take(qty - part) if qty > part else 0)

    def charge(self, late: Late) -> int:
        """Add what of a late charge is about goods of that layer still here; return that part."""
        layer = self.by_receipt.get(late.receipt)
        if layer is None:  # the queue was made one opening layer since
            left = min(max(self.qty - late.since, 0), late.qty)
            layer = next((one for one in self.layers if one.left), None)
        else:
            left = layer.left
        if layer is None or not left:
            return 0
        kept = max(kept_of(late, left), -layer.worth)
        layer.set(layer.worth + kept)
        self.value += kept
        return kept

    @property
    def revalued_qty(self) -> int:
        """What a new unit cost is about: what is on hand."""
        return self.qty

    def revalue(self, delta: int) -> int:
        """Spread a change over the layers by quantity, by value where that would go below 0; return the change."""
        layers = [layer for layer in self.layers if layer.left]
        delta = max(delta, -self.value) if layers else 0
        if not delta:
            return 0
        parts = split(delta, [layer.left for layer in layers])
        if any(layer.worth + part < 0 for layer, part in zip(layers, parts, strict=True)):
            parts = split(delta, [layer.worth for layer in layers])
        for layer, part in zip(layers, parts, strict=True):
            layer.set(layer.worth + part)
        self.value += delta
        return delta

    def revalue_to(self, total: int) -> int:
        """Set every layer to the same unit cost; return the change."""
        layers = [layer for layer in self.layers if layer.left]
        if not layers:
            return 0
        for layer, part in zip(layers, split(total, [layer.left for layer in layers]), strict=True):
            layer.set(part)
        delta, self.value = total - self.value, total
        return delta
