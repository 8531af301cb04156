"""What goods cost that are kept apart from others: in layers (FIFO), or in one heap (moving average, one lot).

Quantities in units, values in minor units. A pool writes what movements are worth into a list it shares with all
others, because goods that were not there when they left are paid for later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle_words import half_up, shares

Tag = tuple[str, int, str]
"""Document, line and product of a receipt."""
NONE = Fraction(0)


@dataclass
class Owed:
    """Goods that left but were not there: whose cost it is, how many, and what they were taken to cost meanwhile."""

    whose: int
    qty: Fraction
    provisional: int
    since: int = 0
    paid: Fraction = NONE

    @property
    def left(self) -> Fraction:
        return self.qty - self.paid

    @property
    def standing(self) -> int:
        """Return what of the provisional cost still stands."""
        return self.provisional - half_up(self.provisional * self.paid / self.qty)

    def pay(self, qty: Fraction) -> int:
        """Settle a part and return what of the provisional cost that replaces."""
        before = self.standing
        self.paid += qty
        return before - self.standing


@dataclass
class Layer:
    """Goods that came in together: how many, worth what, and how many of them are gone."""

    qty: Fraction
    value: int
    tag: Tag | None = None
    gone: Fraction = NONE

    @property
    def left(self) -> Fraction:
        return self.qty - self.gone

    @property
    def worth(self) -> int:
        return self.value - half_up(self.value * self.gone / self.qty)

    def draw(self, qty: Fraction) -> int:
        before = self.worth
        self.gone += qty
        return before - self.worth

    def anew(self, worth: int) -> None:
        """Give what is left another value, and count from here."""
        self.qty, self.value, self.gone = self.left, worth, NONE


@dataclass
class Heap:
    """One heap; whoever takes, takes the average, and who takes all takes all of the value."""

    amount: list[int]
    qty: Fraction = NONE
    value: int = 0
    owed: list[Owed] = field(default_factory=list)
    last: Fraction | None = None
    fed: int = -1

    @property
    def on_hand(self) -> Fraction:
        return self.qty - sum((one.left for one in self.owed), NONE)

    @property
    def unit(self) -> Fraction:
        """Return what a unit costs now, or cost last, or nothing."""
        return self.value / self.qty if self.qty else self.last or NONE

    def bring(self, qty: Fraction, value: int, tag: Tag | None = None) -> None:
        """Put goods in; they go first to those who found none."""
        self.put(qty, value, tag)
        while self.owed and self.qty:
            one = self.owed[0]
            part = min(one.left, self.qty)
            self.amount[one.whose] -= self.draw(part) - one.pay(part)
            if not one.left:
                self.owed.pop(0)

    def put(self, qty: Fraction, value: int, _tag: Tag | None) -> None:
        self.qty, self.value = self.qty + qty, self.value + value
        self.last = self.value / self.qty

    def draw(self, qty: Fraction) -> int:
        """Take goods that are there."""
        cost = half_up(self.value * qty / self.qty) if qty else 0
        self.qty, self.value = self.qty - qty, self.value - cost
        return cost

    def receive(self, i: int, qty: Fraction, value: int, tag: Tag | None = None, landed: int = 0) -> None:
        """Put in goods of known value; landed cost stands on lines of its own."""
        self.amount[i] += value
        self.bring(qty, value + landed, tag)

    def gain(self, i: int, qty: Fraction, tag: Tag | None = None, landed: int = 0) -> None:
        """Put in goods nobody knows the value of."""
        self.receive(i, qty, half_up(self.unit * qty), tag, landed)

    def come_back(self, i: int, qty: Fraction, value: int, _sale: int) -> None:
        """Put in goods that were sold before, at what they cost then."""
        self.receive(i, qty, value)

    def take(self, i: int, qty: Fraction, since: int) -> None:
        """Take goods, whether there or not."""
        there = min(qty, self.qty)
        cost, missing = self.draw(there), qty - there
        if missing:
            provisional = half_up((self.last or NONE) * missing)
            self.owed.append(Owed(i, missing, provisional, since))
            cost += provisional
        self.amount[i] -= cost

    def take_there(self, i: int, qty: Fraction) -> None:
        """Take goods that must be there."""
        if qty > self.on_hand:
            msg = f"{qty} taken of {self.on_hand}: transfers and assemblies never go below zero"
            raise ValueError(msg)
        self.amount[i] -= self.draw(qty)

    def send_back(self, i: int, qty: Fraction, since: int, original: tuple[Tag, int]) -> None:
        """Take goods at what they cost when they were received, as far as the value goes."""
        if qty >= self.qty:
            self.take(i, qty, since)
            return
        cost = min(original[1], self.value)
        self.qty, self.value = self.qty - qty, self.value - cost
        self.amount[i] -= cost

    def left_of(self, _tag: Tag, received: Fraction, came_since: Fraction) -> Fraction:
        """Say how many of a receipt's goods are still there."""
        return max(NONE, min(received, self.on_hand - came_since))

    def add(self, change: int, _tag: Tag) -> int:
        """Change the value by what came late for a receipt; return what was possible."""
        done = max(change, min(0, -self.value))
        self.value += done
        return done

    def revalue(self, change: int | None, unit: Fraction) -> int:
        """Change the value, by an amount or to a unit cost; return by how much."""
        if not self.qty:
            return 0
        wanted = half_up(unit * self.qty) - self.value if change is None else change
        done = max(wanted, min(0, -self.value))
        self.value += done
        self.last = self.value / self.qty
        return done

    def finish(self) -> None:
        """Everything is known at once."""


@dataclass
class Queue(Heap):
    """Layers; the first that came goes first."""

    layers: list[Layer] = field(default_factory=list)
    came: set[Tag | None] = field(default_factory=set)

    def put(self, qty: Fraction, value: int, tag: Tag | None) -> None:
        self.came.add(tag)
        self.layers.append(Layer(qty, value, tag))
        self.qty, self.value = self.qty + qty, self.value + value

    def draw(self, qty: Fraction) -> int:
        cost = 0
        while qty:
            part = min(qty, self.layers[0].left)
            cost, qty = cost + self.draw_from(self.layers[0], part), qty - part
        return cost

    def draw_from(self, layer: Layer, qty: Fraction) -> int:
        cost = layer.draw(qty)
        self.qty, self.value = self.qty - qty, self.value - cost
        if not layer.left:
            self.last = Fraction(layer.value) / layer.qty
            self.layers = [one for one in self.layers if one is not layer]
        return cost

    def send_back(self, i: int, qty: Fraction, since: int, original: tuple[Tag, int]) -> None:
        own = self.layer(original[0])
        if own:
            part = min(qty, own.left)
            self.amount[i] -= self.draw_from(own, part)
            qty -= part
        if qty:
            self.take(i, qty, since)

    def layer(self, tag: Tag) -> Layer | None:
        return next((one for one in self.layers if one.tag == tag), None)

    def left_of(self, tag: Tag, received: Fraction, came_since: Fraction) -> Fraction:
        """A receipt from before a change of method is in the opening layer; the oldest goods left first."""
        if tag not in self.came:
            return max(NONE, min(received, self.qty - came_since))
        own = self.layer(tag)
        return min(received, own.left) if own else NONE

    def add(self, change: int, tag: Tag) -> int:
        own = self.layer(tag) if tag in self.came else next(iter(self.layers), None)
        if not own:
            return 0
        done = max(change, min(0, -own.worth))
        own.anew(own.worth + done)
        self.value += done
        return done

    def revalue(self, change: int | None, unit: Fraction) -> int:
        if not self.qty:
            return 0
        weights = [one.left for one in self.layers]
        old = [one.worth for one in self.layers]
        if change is None:
            new = shares(half_up(unit * self.qty), weights)
        else:
            new = _spread(max(change, min(0, -self.value)), weights, old)
        for one, worth in zip(self.layers, new, strict=True):
            one.anew(worth)
        done = sum(new) - self.value
        self.value += done
        return done


def _spread(change: int, weights: list[Fraction], old: list[int]) -> list[int]:
    """Spread a change by quantity; if a layer cannot bear that, by value."""
    new = [worth + part for worth, part in zip(old, shares(change, weights), strict=True)]
    if min(new) < 0:
        worths = [max(0, worth) for worth in old]
        by_value = shares(change, worths) if any(worths) else [0] * len(old)
        new = [worth + part for worth, part in zip(old, by_value, strict=True)]
    return new
