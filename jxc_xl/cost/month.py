"""Month-end average (月末一次加权平均): one average a month, known only when the month is over.

Whatever came in during the month, with what was there at its start, makes the average; everything that left takes it,
in the order of leaving and cumulatively: the first x units out of Q cost ``half_up(V × x ÷ Q)``. So the rounding stays
in what is left, and when nothing is left, nothing of the value is. Goods that come back from this month's customers,
or are found, are issues that did not happen. Goods whose cost must be known at once, because other goods are made of
them or a supplier takes them back at their price, leave the month's total at that cost instead.

When more was issued than there was, the excess is owed at the month's average, and what comes in later settles it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from jxc_xl.cost.owed import Owed
from jxc_xl.cost.pools import UNKNOWN, Late, Unit, kept_of
from jxc_xl.numbers import divide

Book = Callable[[int, int], None]
"""Takes a position and the amount to be added to it."""


class Issue(NamedTuple):
    """One row whose cost waits for the end of the month: its position, and its quantity, > 0 out, < 0 back in."""

    position: int
    qty: int


class Told(NamedTuple):
    """A row whose cost is known now; quantity and cost > 0 whichever way it went."""

    position: int
    qty: int
    cost: int


class MonthPool:
    """One product's goods during one averaging period.

    Args:
        book: Is told the amount of each waiting row when the period ends, and corrections of owed ones.
        unknown: Takes the positions of rows whose cost was never known.
    """

    __slots__ = ("book", "fed", "inward", "issued", "last", "owed", "rows", "total", "unknown", "waiting")

    def __init__(self, book: Book, unknown: list[int]) -> None:
        self.book, self.unknown = book, unknown
        self.inward, self.total, self.issued = 0, 0, 0  # quantity and value known to have come in, quantity issued
        self.rows: list[Issue] = []
        self.waiting: set[int] = set()
        self.owed: deque[Owed] = deque()
        self.last, self.fed = UNKNOWN, -1

    @property
    def qty(self) -> int:
        """On hand; goods owed have left already and are not counted."""
        return self.inward - self.issued

    @property
    def revalued_qty(self) -> int:
        """What a new unit cost is about: all that came in."""
        return self.inward

    @property
    def value(self) -> int:
        """What is on hand is worth by the average as known so far."""
        return self.total - self._cost_of(self.issued)

    def put(self, position: int, qty: int, value: int) -> None:
        """Take goods into the month's average."""
        self.fed = position
        self.inward += qty
        self.total += value
        if self.inward > 0:
            self.last = Unit(self.total, self.inward)

    def issue(self, position: int, qty: int) -> None:
        """Let goods out, or back in (quantity < 0), at an average not known yet."""
        self.rows.append(Issue(position, qty))
        if qty < 0:
            self.fed = position
        self.waiting.add(position)
        self.issued += qty

    def take(self, qty: int) -> int:
        """Take goods out at the average as known so far; 0 < quantity <= what is on hand."""
        if qty > self.inward:
            self.end()  # found or returned goods make up for it: settle what waits first
        cost = divide(self.total, qty, self.inward)
        return self._out(qty, cost)

    def take_back(self, receipt: int, qty: int, cost: int) -> int:  # noqa: ARG002
        """Take goods out at what a receipt cost; never more than there is, and all of it with the last unit."""
        if qty > self.inward:
            return self.take(qty)
        return self._out(qty, self.total if qty == self.inward else min(cost, self.total))

    def charge(self, late: Late) -> int:
        """Add what of a late charge is about goods still here; return that part."""
        left = min(max(self.qty - late.since, 0), late.qty)
        kept = max(kept_of(late, left), -self.total) if self.inward > 0 else 0
        self.total += kept
        return kept

    def revalue(self, delta: int) -> int:
        """Change the value of all that came in, for the month has one average; never below 0; return the change."""
        if self.qty <= 0 or self.inward <= 0:
            return 0
        delta = max(delta, -self.total)
        self.total += delta
        self.last = Unit(self.total, self.inward)
        return delta

    def revalue_to(self, total: int) -> int:
        """Set the value of all that came in; return the change."""
        return self.revalue(total - self.total)

    def end(self) -> None:
        """End the period: tell every waiting row its amount, settle what is owed, and carry the rest over.

        On the line of issues those who are owed stand first, then the period's own in order. What came back or was
        found is there for them too. Whoever stands at the end of the line, beyond what came in, has found nothing.
        """
        self.last = self._unit()
        issues, back = self._told(sum(owed.left for owed in self.owed))
        come = self.inward + sum(issue.qty for issue in back)
        worth = self.total + sum(issue.cost for issue in back)
        settled, cost = self._settle(come, worth)
        self.inward = come - settled - sum(issue.qty for issue in issues)
        self.total = worth - cost - sum(issue.cost for issue in issues)
        if self.inward < 0:
            self._owe(issues)
        self.issued, self.rows, self.waiting = 0, [], set()

    def _unit(self) -> Unit:
        return Unit(self.total, self.inward) if self.inward > 0 else self.last

    def _cost_of(self, qty: int) -> int:
        """Return what the first so many units cost: the average, beyond what there was too, provisionally."""
        unit = self._unit()
        return divide(unit.value, qty, unit.qty) if unit.qty else 0

    def _told(self, start: int) -> tuple[list[Told], list[Told]]:
        """Tell the waiting rows their amounts; return what left and what came back, both as positive numbers."""
        gone: list[Told] = []
        back: list[Told] = []
        for position, qty in self.rows:
            cost = self._cost_of(start + qty) - self._cost_of(start)
            start += qty
            self.book(position, -cost)
            if qty < 0 and not self.last.qty:
                self.unknown.append(position)
            (gone if qty > 0 else back).append(Told(position, abs(qty), cost if qty > 0 else -cost))
        return gone, back

    def _settle(self, come: int, worth: int) -> tuple[int, int]:
        """Let those who are owed take first, the last goods with all of the value; return what they took and cost."""
        done = cost = 0
        while self.owed and done < come:
            owed = self.owed[0]
            part = min(owed.left, come - done)
            done += part
            now = worth if done == come else self._cost_of(done)
            self.book(owed.position, owed.settle(part) - (now - cost))
            cost = now
            if not owed.left:
                self.owed.popleft()
        return done, cost

    def _owe(self, issues: list[Told]) -> None:
        """Remember who found nothing: the last ones; the first of them owes what the others do not."""
        missing, provisional = -self.inward, -self.total
        fresh: list[Owed] = []
        for position, qty, cost in reversed(issues):
            part = min(qty, missing)
            missing -= part
            if part:
                own = cost if missing else provisional
                provisional -= own
                fresh.append(Owed(position, part, own, is_known=self.last.qty > 0))
        self.owed.extend(reversed(fresh))
        self.inward, self.total = 0, 0

    def _out(self, qty: int, cost: int) -> int:
        self.inward -= qty
        self.total -= cost
        return cost
