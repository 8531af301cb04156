"""Closes: who pays for goods still owed, and how goods pass from one method to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from tests.oracle_month import Month
from tests.oracle_pools import NONE, Heap, Owed, Queue
from tests.oracle_words import Move, Rules, half_up, shares

Key = tuple[str, str, str]
"""Product, warehouse, lot; "" = all."""


def pool_of(place: Key, method: str, rules: Rules) -> Key:
    """Say what one cost is kept for, of goods at a place."""
    sku, warehouse, lot = place
    is_apart = rules.pool == "warehouse" and method != "month_average"
    return sku, warehouse if is_apart else "", lot if method == "specific" else ""


def opened(method: str, amount: list[int]) -> Heap:
    if method == "month_average":
        return Month(amount)
    return {"fifo": Queue, "moving_average": Heap, "specific": Heap}[method](amount)


def methods_in_force(moves: Sequence[Move], order: Sequence[int], rules: Rules) -> list[str]:
    """Return the method of each movement; of a close, the method that comes after it."""
    found = [""] * len(moves)
    present = dict(rules.methods)
    for i in reversed(order):
        move = moves[i]
        found[i] = present[move.sku]
        if move.kind == "close":
            present[move.sku] = move.method or rules.methods[move.sku]
    return found


def charge_to(close: int, pools: Sequence[Heap]) -> None:
    """What is still owed is from now on put right on the close line."""
    for pool in pools:
        for one in pool.owed:
            one.whose = close


def passed_on(
    old: Mapping[Key, Heap], there: Mapping[Key, Fraction], fresh: Mapping[Key, Key], close: tuple[int, int, str]
) -> dict[Key, Heap]:
    """Return the pools of the next method.

    Args:
        old: Pools of the method closed that pass into one another, of one product (and warehouse).
        there: Quantity by product, warehouse and lot.
        fresh: Pool of the next method, by product, warehouse and lot.
        close: Position of the close line among the lines, its place in their order, and the next method.
    """
    amount = next(iter(old.values())).amount
    new = {key: opened(close[2], amount) for key in sorted(set(fresh.values()))}
    for pool in new.values():
        pool.last = max(old.values(), key=lambda one: one.fed).last
    if len(new) == 1:
        _add_up(list(old.values()), next(iter(new.values())))
        return new
    parts: dict[Key, Fraction] = defaultdict(Fraction)
    for place, qty in there.items():
        parts[fresh[place]] += qty
    (only,) = old.values()
    _split(only, parts, new, close[:2])
    return new


def _add_up(old: Sequence[Heap], new: Heap) -> None:
    qty, value = sum((pool.qty for pool in old), NONE), sum(pool.value for pool in old)
    new.owed = sorted((one for pool in old for one in pool.owed), key=lambda one: one.since)
    if qty:
        new.bring(qty, value)


def _split(old: Heap, parts: Mapping[Key, Fraction], new: Mapping[Key, Heap], close: tuple[int, int]) -> None:
    """Split by what is there; where less than nothing is there, that is owed at the same unit cost."""
    value = old.value - sum(one.standing for one in old.owed)
    unit = Fraction(value) / old.on_hand if old.on_hand else old.unit
    short = [key for key in sorted(parts) if parts[key] < 0]
    there = [key for key in sorted(parts) if parts[key] > 0]
    owed = [half_up(unit * -parts[key]) for key in short]
    if short and not there:
        owed = shares(-value, [-parts[key] for key in short])
    for key, provisional in zip(short, owed, strict=True):
        new[key].owed.append(Owed(close[0], -parts[key], provisional, close[1]))
    if there:
        given = shares(value + sum(owed), [parts[key] for key in there])
        for key, part in zip(there, given, strict=True):
            new[key].bring(parts[key], part)
