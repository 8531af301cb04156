"""A slow, obvious second opinion on what stock is worth, in exact fractions. It shares no code with jxc_xl.

Written from the rules (DESIGN § 4 and § 5), in another way than the program: first in, first out lays all goods end to
end on one line, so that what an issue costs is the cost of the line up to its end less that up to its start.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple, Protocol

HALF = Fraction(1, 2)
WITHIN_A_MOMENT = (
    "opening",
    "receipt",
    "charge",
    "other_in",
    "transfer_in",
    "customer_return",
    "sale",
    "supplier_return",
    "other_out",
    "write_off",
    "transfer_out",
    "count",
)
AT_THE_END_OF_THE_DAY = ("sale", "supplier_return", "other_out", "write_off", "transfer_out", "count")
NEUTRAL = ("transfer_in", "transfer_out", "charge")


class Move(NamedTuple):
    """One movement in plain words: quantity signed, amount what the document says in minor units (None = nothing)."""

    kind: str
    at: dt.datetime
    doc: str
    line: int
    sku: str
    qty: Fraction
    amount: int | None = None
    ref: tuple[str, int] | None = None
    warehouse: str = ""


def half_up(number: Fraction) -> int:
    return floor(number + HALF) if number >= 0 else -floor(HALF - number)


def shares(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Share a total: everyone the whole units due, then one unit at a time to whoever is owed most, the later first."""
    whole = sum(weights)
    due = [Fraction(total) * weight / whole for weight in weights]
    given = [floor(part) for part in due]
    while sum(given) < total:
        owed = [part - had for part, had in zip(due, given, strict=True)]
        most = max(range(len(owed)), key=lambda i: (owed[i], i))
        given[most] += 1
    return given


def in_order(moves: Sequence[Move]) -> list[int]:
    """Return the positions of movements in the order in which they count."""
    sold = {(move.doc, move.line): _moment(move) for move in moves if move.kind == "sale"}
    return sorted(range(len(moves)), key=lambda i: _when(moves[i], sold))


def _when(move: Move, sold: Mapping[tuple[str, int], dt.datetime]) -> tuple[object, ...]:
    moment, rank = _moment(move), float(WITHIN_A_MOMENT.index(move.kind))
    own_sale = sold.get(move.ref) if move.kind == "customer_return" and move.ref else None
    if own_sale and own_sale.date() == moment.date() and move.at.time() == dt.time():
        moment, rank = max(moment, own_sale), WITHIN_A_MOMENT.index("sale") + 0.5
    return moment, rank, move.doc, move.line, move.warehouse, move.sku


def _moment(move: Move) -> dt.datetime:
    """Without a time of day, goods come in the morning and leave at night."""
    if move.at.time() == dt.time() and move.kind in AT_THE_END_OF_THE_DAY:
        return move.at.replace(hour=23, minute=59, second=59)
    return move.at


class Issue(NamedTuple):
    """Goods that left: where on the line (FIFO), how many were not there, and what those were taken to cost."""

    start: Fraction
    end: Fraction
    short: Fraction
    provisional: int


class Store(Protocol):
    """What one product's goods cost."""

    def bring(self, qty: Fraction, value: int) -> None:
        """Put goods in."""

    def ask(self, qty: Fraction) -> Issue:
        """Take goods out, whether there or not."""

    def cost(self, issue: Issue) -> int:
        """Say what an issue costs, as far as is known now."""

    def unit(self) -> Fraction | None:
        """Say what a unit costs now, or cost last; None = nobody knows."""


class Fifo:
    """All goods that ever came, end to end; what leaves is always the next stretch of the line."""

    def __init__(self) -> None:
        self.starts: list[Fraction] = []
        self.lots: list[tuple[Fraction, int]] = []
        self.before: list[int] = []
        self.come, self.worth, self.gone = Fraction(0), 0, Fraction(0)

    def bring(self, qty: Fraction, value: int) -> None:
        self.starts.append(self.come)
        self.lots.append((qty, value))
        self.before.append(self.worth)
        self.come, self.worth = self.come + qty, self.worth + value

    def cost_up_to(self, end: Fraction) -> int:
        """Return the cost of everything on the line up to a point."""
        if end >= self.come:
            return self.worth
        lot = bisect_right(self.starts, end) - 1
        qty, value = self.lots[lot]
        return self.before[lot] + half_up(Fraction(value) * (end - self.starts[lot]) / qty)

    def ask(self, qty: Fraction) -> Issue:
        start, self.gone = self.gone, self.gone + qty
        short = max(self.gone - max(self.come, start), Fraction(0))
        unit = self._last()
        return Issue(start, self.gone, short, half_up(unit * short) if unit is not None else 0)

    def cost(self, issue: Issue) -> int:
        known = self.cost_up_to(min(issue.end, self.come)) - self.cost_up_to(min(issue.start, self.come))
        return known + _provisional(issue, max(issue.end - max(self.come, issue.start), Fraction(0)))

    def unit(self) -> Fraction | None:
        if self.come > self.gone:
            return Fraction(self.worth - self.cost_up_to(self.gone)) / (self.come - self.gone)
        return self._last()

    def _last(self) -> Fraction | None:
        return Fraction(self.lots[-1][1]) / self.lots[-1][0] if self.lots else None


class Average:
    """One heap; whoever takes, takes the average. Those who found nothing wait in a row."""

    def __init__(self) -> None:
        self.qty, self.value = Fraction(0), Fraction(0)
        self.last: Fraction | None = None
        self.paid: dict[Issue, int] = {}
        self.missing: dict[Issue, Fraction] = {}
        self.asked = Fraction(0)

    def bring(self, qty: Fraction, value: int) -> None:
        self.qty, self.value = self.qty + qty, self.value + value
        self.last = self.value / self.qty
        for issue in [one for one, missing in self.missing.items() if missing]:
            part = min(self.missing[issue], self.qty)
            self.missing[issue] -= part
            self.paid[issue] += self._take(part)

    def ask(self, qty: Fraction) -> Issue:
        short = max(qty - self.qty, Fraction(0))
        provisional = half_up(self.last * short) if self.last is not None else 0
        issue = Issue(self.asked, self.asked + qty, short, provisional)
        self.asked += qty
        self.paid[issue], self.missing[issue] = self._take(qty - short), short
        return issue

    def _take(self, qty: Fraction) -> int:
        cost = half_up(self.value * qty / self.qty) if qty else 0
        self.qty, self.value = self.qty - qty, self.value - cost
        return cost

    def cost(self, issue: Issue) -> int:
        return self.paid[issue] + _provisional(issue, self.missing[issue])

    def unit(self) -> Fraction | None:
        return self.value / self.qty if self.qty else self.last


def _provisional(issue: Issue, missing: Fraction) -> int:
    """Return what of an issue's provisional cost still stands for goods that have not come."""
    if not issue.short:
        return 0
    return issue.provisional - half_up(issue.provisional * (issue.short - missing) / issue.short)


STORES: dict[str, type[Fifo | Average]] = {"fifo": Fifo, "moving_average": Average}


class Card:
    """One product's movements, gone through in order."""

    def __init__(self, moves: Sequence[Move], method: str) -> None:
        self.moves = moves
        self.store: Store = STORES[method]()
        self.landed: dict[tuple[str, int] | None, int] = defaultdict(int)
        for move in moves:
            if move.kind == "charge":
                self.landed[move.ref] += move.amount or 0
        self.came = {i: move.amount or 0 for i, move in enumerate(moves) if move.kind == "charge"}
        self.left: dict[int, Issue] = {}
        self.sold: dict[tuple[str, int] | None, int] = {}
        self.back: dict[int, tuple[Fraction, int]] = {}

    def leave(self, i: int) -> None:
        """Take goods out."""
        move = self.moves[i]
        self.left[i] = self.store.ask(-move.qty)
        if move.kind == "sale":
            self.sold[move.doc, move.line] = i

    def come(self, i: int) -> None:
        """Put goods in, at what they are worth."""
        move = self.moves[i]
        if move.kind in {"opening", "receipt", "other_in"} and move.amount is not None:
            self.came[i] = move.amount
        elif move.kind == "customer_return" and move.ref in self.sold:
            self.came[i] = self.returned(self.sold[move.ref], move.qty)
        else:
            self.came[i] = half_up((self.store.unit() or Fraction(0)) * move.qty)
        landed = self.landed[move.doc, move.line] if move.kind == "receipt" else 0
        self.store.bring(move.qty, self.came[i] + landed)

    def returned(self, sale: int, qty: Fraction) -> int:
        """Return what part of a sale's cost comes back, all returns of it taken together."""
        before, given = self.back.get(sale, (Fraction(0), 0))
        due = half_up(self.store.cost(self.left[sale]) * (before + qty) / -self.moves[sale].qty)
        self.back[sale] = (before + qty, due)
        return due - given


def amounts(moves: Sequence[Move], method: str) -> list[int]:
    """Return the signed amount of each movement of one product, in minor units, in the order given."""
    card = Card(moves, method)
    for i in in_order(moves):
        if moves[i].qty and moves[i].kind not in NEUTRAL:
            (card.leave if moves[i].qty < 0 else card.come)(i)
    known = card.came | {i: -card.store.cost(issue) for i, issue in card.left.items()}
    return [known.get(i, 0) for i in range(len(moves))]


def amounts_by_product(moves: Sequence[Move], methods: Mapping[str, str]) -> list[int]:
    """Return the signed amount of each movement, every product by its own method."""
    positions: dict[str, list[int]] = defaultdict(list)
    for i, move in enumerate(moves):
        positions[move.sku].append(i)
    found = [0] * len(moves)
    for sku, mine in positions.items():
        for i, amount in zip(mine, amounts([moves[i] for i in mine], methods[sku]), strict=True):
            found[i] = amount
    return found
