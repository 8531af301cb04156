"""Month-end average (月末一次加权平均): what a month's issues cost is known when the month is over."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle_pools import NONE, Heap, Owed, Tag
from tests.oracle_words import half_up


@dataclass
class Month(Heap):
    """One heap a product; `qty` and `value` are what is known: opening and ins, less outs at an original cost.

    Everything else that moves waits in `lines`, quantity out positive, until the month is over.
    """

    lines: list[tuple[int, Fraction, int]] = field(default_factory=list)

    @property
    def on_hand(self) -> Fraction:
        owed = sum((one.left for one in self.owed), NONE)
        return self.qty - owed - sum((qty for _, qty, _ in self.lines), NONE)

    def bring(self, qty: Fraction, value: int, tag: Tag | None = None) -> None:
        self.qty, self.value = self.qty + qty, self.value + value
        del tag
        if self.qty > 0:
            self.last = self.value / self.qty

    def gain(self, i: int, qty: Fraction, tag: Tag | None = None, landed: int = 0) -> None:
        del tag
        self.lines.append((i, -qty, -1))
        self.value += landed

    def come_back(self, i: int, qty: Fraction, value: int, sale: int) -> None:
        if any(sale == one for one, _, _ in self.lines):
            self.gain(i, qty)
        else:
            self.receive(i, qty, value)

    def take(self, i: int, qty: Fraction, since: int) -> None:
        self.lines.append((i, qty, since))

    def take_there(self, i: int, qty: Fraction) -> None:
        if qty > self.on_hand:
            msg = f"{qty} taken of {self.on_hand}: transfers and assemblies never go below zero"
            raise ValueError(msg)
        unit = self.value / self.qty if self.qty > 0 else self.last or NONE
        cost = half_up(unit * qty)
        self.qty, self.value = self.qty - qty, self.value - cost
        self.amount[i] -= cost

    def send_back(self, i: int, qty: Fraction, since: int, original: tuple[Tag, int]) -> None:
        known = max(NONE, min(qty, self.qty))
        cost = self.value if known == self.qty else min(original[1], self.value)
        if known:
            self.qty, self.value = self.qty - known, self.value - cost
            self.amount[i] -= cost
        if qty > known:
            self.take(i, qty - known, since)

    def revalue(self, change: int | None, unit: Fraction) -> int:
        return super().revalue(change, unit) if self.on_hand > 0 and self.qty > 0 else 0

    def add(self, change: int, tag: Tag) -> int:
        return super().add(change, tag) if self.qty > 0 else 0

    def finish(self) -> None:
        """Say what everything of the month cost, and open the next.

        Goods owed from before come first on the line of issues, then the month's own in order. Whoever then stands
        at the end of the line beyond what came in has found nothing.
        """
        if self.qty:
            self.last = self.value / self.qty
        waiting = sum((one.left for one in self.owed), NONE)
        costs = self._issue(waiting)
        came_back = [(qty, cost) for (_, qty, _), cost in zip(self.lines, costs, strict=True) if qty < 0]
        come = self.qty - sum(qty for qty, _ in came_back)
        worth = self.value - sum(cost for _, cost in came_back)
        settled = min(waiting, max(come, NONE))
        worth -= self._settle(settled, come, worth)
        self.owed = [one for one in self.owed if one.left]
        gone = [(line, cost) for line, cost in zip(self.lines, costs, strict=True) if line[1] > 0]
        self.qty = come - settled - sum(qty for (_, qty, _), _ in gone)
        self.value = worth - sum(cost for _, cost in gone)
        self.lines = []
        if self.qty < 0:
            self._owe(gone)

    def _up_to(self, qty: Fraction) -> int:
        """Return the cost of the first goods on the line of issues."""
        return half_up((self.last or NONE) * qty)

    def _issue(self, issued: Fraction) -> list[int]:
        costs = []
        for i, qty, _ in self.lines:
            costs.append(self._up_to(issued + qty) - self._up_to(issued))
            self.amount[i] -= costs[-1]
            issued += qty
        return costs

    def _settle(self, qty: Fraction, come: Fraction, worth: int) -> int:
        """Give goods to those who found none before, oldest first; the last goods of all take all of the value."""
        done, cost = NONE, 0
        for one in self.owed:
            part = min(one.left, qty - done)
            if part:
                done += part
                real = (worth if done == come else self._up_to(done)) - cost
                self.amount[one.whose] -= real - one.pay(part)
                cost += real
        return cost

    def _owe(self, gone: list[tuple[tuple[int, Fraction, int], int]]) -> None:
        """Write down who found nothing: the last of the month; the first of them owes what the others do not."""
        missing, provisional = -self.qty, -self.value
        late: list[Owed] = []
        for (i, qty, since), cost in reversed(gone):
            part = min(qty, missing)
            missing -= part
            if part:
                is_first = not missing
                late.insert(0, Owed(i, part, provisional if is_first else cost, since))
                provisional -= cost
        self.owed += late
        self.qty, self.value = NONE, 0
