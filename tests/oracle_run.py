"""A whole ledger gone through once, in order, all products together, because assemblies link them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from tests.oracle_close import Key, charge_to, methods_in_force, opened, passed_on, pool_of
from tests.oracle_order import leg, order, places
from tests.oracle_pools import NONE, Heap, Tag
from tests.oracle_words import Move, Rules, half_up, shares


def cost_all(moves: Sequence[Move], rules: Rules) -> list[int]:
    """Return the signed amount of each movement, in the order given."""
    return Run(moves, rules).to(None)


def sealed(moves: Sequence[Move], rules: Rules, at: dt.datetime) -> dict[str, int]:
    """Return the value on hand of each product just before a moment, as far as was known then."""
    worth = {move.sku: 0 for move in moves}
    for move, amount in zip(moves, Run(moves, rules).to(at), strict=True):
        worth[move.sku] += amount
    return worth


class Run:
    """What is known while going through a ledger."""

    def __init__(self, moves: Sequence[Move], rules: Rules) -> None:
        self.moves, self.rules = moves, rules
        self.order = order(moves, rules)
        self.places = places(moves, rules)
        self.rank = {i: rank for rank, i in enumerate(self.order)}
        self.method = methods_in_force(moves, self.order, rules)
        self.amount = [0] * len(moves)
        self.pools: dict[Key, Heap] = {}
        self.month: dict[str, tuple[int, int]] = {}
        self.there: dict[Key, Fraction] = defaultdict(Fraction)
        self.come: dict[str, list[int]] = defaultdict(list)
        self.receipts = {_tag(move): i for i, move in enumerate(moves) if move.kind == "receipt"}
        self.landed = self._landed()
        self.sales: dict[Tag, list[int]] = defaultdict(list)
        self.back: dict[int, list[int]] = defaultdict(list)
        self.legs: dict[tuple[str, int, str, str], int] = {}
        self.parts: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.wholes: dict[tuple[str, int], list[int]] = defaultdict(list)
        for i in self.order:
            if moves[i].kind == "assembly_in":
                self.wholes[moves[i].doc, moves[i].line].append(i)
        self.paired = {(*_tag(move), move.ref): i for i, move in enumerate(moves) if move.kind == "cost_adjustment"}

    def _landed(self) -> dict[Tag, int]:
        """Return what came with each receipt at its own moment."""
        landed: dict[Tag, int] = defaultdict(int)
        for i, move in enumerate(self.moves):
            if move.kind == "charge" and not self._is_late(i):
                landed[_ref(move)] += move.amount or 0
        return landed

    def _is_late(self, i: int) -> bool:
        return self.places[i][0] > self.places[self.receipts[_ref(self.moves[i])]][0]

    def to(self, end: dt.datetime | None) -> list[int]:
        """Go through the ledger up to a moment."""
        for i in self.order:
            if end and self.places[i][0] >= end:
                break
            self._turn_the_month(i)
            if self.moves[i].qty or self.moves[i].kind in OF_VALUE_ALONE:
                STEPS[self.moves[i].kind](self, i)
        for pool in self.pools.values():
            pool.finish()
        return self.amount

    def _turn_the_month(self, i: int) -> None:
        sku, at = self.moves[i].sku, self.places[i][0]
        if self.month.setdefault(sku, (at.year, at.month)) != (at.year, at.month):
            self.month[sku] = (at.year, at.month)
            for pool in self.pools_of(sku):
                pool.finish()

    def pools_of(self, sku: str) -> list[Heap]:
        return [pool for key, pool in self.pools.items() if key[0] == sku]

    def pool(self, i: int) -> Heap:
        key = pool_of(_place(self.moves[i]), self.method[i], self.rules)
        if key not in self.pools:
            self.pools[key] = opened(self.method[i], self.amount)
        return self.pools[key]

    def moved(self, i: int) -> None:
        """Keep what is where, for those who ask later."""
        move = self.moves[i]
        self.there[_place(move)] += move.qty
        if move.qty > 0:
            self.come[move.sku].append(i)
            self.pool(i).fed = self.rank[i]

    def known(self, i: int) -> None:
        """Goods come in at what the document says, or at what goods cost now."""
        move, pool = self.moves[i], self.pool(i)
        self.moved(i)
        landed = self.landed.get(_tag(move), 0) if move.kind == "receipt" else 0
        tag = _tag(move) if move.kind == "receipt" else None
        if move.amount is None:
            pool.gain(i, move.qty, tag, landed)
        else:
            pool.receive(i, move.qty, move.amount, tag, landed)

    def counted(self, i: int) -> None:
        if self.moves[i].qty > 0:
            self.moved(i)
            self.pool(i).gain(i, self.moves[i].qty)
        else:
            self.out(i)

    def out(self, i: int) -> None:
        """Goods leave by the method."""
        move = self.moves[i]
        self.moved(i)
        self.pool(i).take(i, -move.qty, self.rank[i])
        if move.kind == "sale":
            self.sales[_tag(move)].append(i)

    def from_customer(self, i: int) -> None:
        move = self.moves[i]
        self.moved(i)
        sales = self.sales.get(_ref(move), []) if move.ref else []
        if not sales:
            self.pool(i).gain(i, move.qty)
            return
        sale = next((one for one in sales if self.moves[one].lot == move.lot), sales[0])
        due = self._cumulative(-self.amount[sale], move.qty, -self.moves[sale].qty, self.back[sale])
        self.pool(i).come_back(i, move.qty, due, sale)
        self.back[sale].append(i)

    def to_supplier(self, i: int) -> None:
        move = self.moves[i]
        receipt = self.receipts.get(_ref(move)) if move.ref else None
        if receipt is None or self.rank[receipt] > self.rank[i]:
            self.out(i)
            return
        self.moved(i)
        received = self.moves[receipt]
        tag = _tag(received)
        landed = self.amount[receipt] + self.landed.get(tag, 0)
        due = self._cumulative(landed, -move.qty, received.qty, self.back[receipt])
        self.pool(i).send_back(i, -move.qty, self.rank[i], (tag, due))
        self.back[receipt].append(i)

    def _cumulative(self, whole: int, qty: Fraction, of: Fraction, earlier: Sequence[int]) -> int:
        """Return the part due of a cost, all returns of it taken together."""
        before = sum((abs(self.moves[one].qty) for one in earlier), NONE)
        given = sum(self.amount[one] if self.moves[one].qty > 0 else -self.amount[one] for one in earlier)
        return half_up(whole * (before + qty) / of) - given

    def transferred(self, i: int) -> None:
        move = self.moves[i]
        self.there[_place(move)] += move.qty
        if move.kind == "transfer_in":
            self.come[move.sku].append(i)
        if self.rules.pool == "product" or self.method[i] == "month_average":
            return
        if move.kind == "transfer_out":
            self.legs[leg(move)] = i
            self.pool(i).take_there(i, -move.qty)
        else:
            self.pool(i).fed = self.rank[i]
            self.pool(i).receive(i, move.qty, -self.amount[self.legs[leg(move)]])

    def taken_apart(self, i: int) -> None:
        """A component of an assembly, or a bundle to be taken apart, leaves."""
        self.moved(i)
        self.pool(i).take_there(i, -self.moves[i].qty)
        self.parts[self.moves[i].doc, self.moves[i].line].append(i)

    def put_together(self, i: int) -> None:
        """What comes of an assembly takes its share of the cost of all that went in."""
        line = self.moves[i].doc, self.moves[i].line
        wholes = self.wholes[line]
        weights: list[Fraction | int] = [self.moves[one].amount or 0 for one in wholes]
        if not any(weights):
            weights = [self.moves[one].qty for one in wholes]
        given = shares(-sum(self.amount[one] for one in self.parts[line]), weights)
        self.moved(i)
        self.pool(i).receive(i, self.moves[i].qty, given[wholes.index(i)])

    def revalued(self, i: int) -> None:
        move = self.moves[i]
        unit = (move.unit_cost or NONE) * 10**self.rules.digits
        self.amount[i] = self.pool(i).revalue(None if move.unit_cost is not None else move.amount or 0, unit)

    def charged(self, i: int) -> None:
        """A share of a charge: part of its receipt, or late."""
        move = self.moves[i]
        self.amount[i] = share = move.amount or 0
        if not self._is_late(i):
            return
        receipt = self.receipts[_ref(move)]
        received = self.moves[receipt]
        key = pool_of(_place(received), self.method[i], self.rules)
        pool = self.pools.get(key) or opened(self.method[i], self.amount)
        left = pool.left_of(_tag(received), received.qty, self._came_since(receipt, key))
        kept = pool.add(share - half_up(share * (received.qty - left) / received.qty), _tag(received))
        if share != kept:
            self.amount[self.paired[*_tag(move), move.ref]] -= share - kept

    def _came_since(self, receipt: int, key: Key) -> Fraction:
        """Return what came into a pool after a receipt."""
        sku, warehouse, lot = key
        later = [self.moves[i] for i in self.come[sku] if self.rank[i] > self.rank[receipt]]
        if warehouse:
            later = [move for move in later if move.warehouse == warehouse]
        else:
            later = [move for move in later if move.kind != "transfer_in"]
        return sum((move.qty for move in later if lot in {"", move.lot}), NONE)

    def closed(self, i: int) -> None:
        sku, after = self.moves[i].sku, self.method[i]
        before = self.moves[i].method or self.rules.methods[sku]
        for pool in self.pools_of(sku):
            pool.finish()
        charge_to(i, self.pools_of(sku))
        if before != after:
            self._switch(i, before, after)

    def _switch(self, i: int, before: str, after: str) -> None:
        """Let the goods of one product pass from one method to the next."""
        sku = self.moves[i].sku
        is_apart = self.rules.pool == "warehouse" and "month_average" not in {before, after}
        groups: dict[str, list[Key]] = defaultdict(list)
        for place in self.there:
            if place[0] == sku:
                groups[place[1] if is_apart else ""].append(place)
        old = {key: pool for key, pool in self.pools.items() if key[0] == sku}
        self.pools = {key: pool for key, pool in self.pools.items() if key[0] != sku}
        for warehouse, mine in groups.items():
            there = {place: self.there[place] for place in mine}
            fresh = {place: pool_of(place, after, self.rules) for place in mine}
            own = {key: pool for key, pool in old.items() if not is_apart or key[1] == warehouse}
            if own:
                self.pools |= passed_on(own, there, fresh, (i, self.rank[i], after))

    def nothing(self, i: int) -> None:
        """Worth nothing of its own, or said by another line."""


def _tag(move: Move) -> Tag:
    return move.doc, move.line, move.sku


def _place(move: Move) -> Key:
    return move.sku, move.warehouse, move.lot


def _ref(move: Move) -> Tag:
    assert move.ref, f"{move.kind} {move.doc} names nothing"
    return (*move.ref, move.sku)


OF_VALUE_ALONE = ("close", "charge", "revaluation")
STEPS: Mapping[str, Callable[[Run, int], None]] = {
    "close": Run.closed,
    "opening": Run.known,
    "receipt": Run.known,
    "charge": Run.charged,
    "expense": Run.nothing,
    "cost_adjustment": Run.nothing,
    "other_in": Run.known,
    "transfer_in": Run.transferred,
    "customer_return": Run.from_customer,
    "assembly_out": Run.taken_apart,
    "assembly_in": Run.put_together,
    "sale": Run.out,
    "supplier_return": Run.to_supplier,
    "other_out": Run.out,
    "write_off": Run.out,
    "transfer_out": Run.transferred,
    "count": Run.counted,
    "revaluation": Run.revalued,
}
