"""A change of method: what the old pools hold and owe passes to the new ones, value for value.

Many pools into one are added up. One pool into many, by lot or by warehouse, is split by the quantities that are there;
where less than nothing is there, that is owed at the same unit cost.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from jxc_xl.cost.owed import Owed
from jxc_xl.cost.rows import METHODS
from jxc_xl.cost.state import Key, Pool, State
from jxc_xl.numbers import half_up_one, split
from jxc_xl.terms import Method


class Held(NamedTuple):
    """What old pools of a product, and of a warehouse where each has its own cost, hold between them."""

    pools: list[Pool]
    owed: list[Owed]
    there: dict[Key, int]

    @property
    def qty(self) -> int:
        """On hand, what is owed taken off."""
        return sum(pool.qty for pool in self.pools) - sum(owed.left for owed in self.owed)

    @property
    def value(self) -> int:
        """What that is worth."""
        return sum(pool.value for pool in self.pools) - sum(owed.unsettled for owed in self.owed)


def switch(state: State, position: int) -> None:
    """Hand over a product's pools to those of another method, at its close line."""
    product = state.events.product[position]
    before, after = state.methods[product], METHODS[state.events.value[position]]
    is_apart = Method.MONTH_AVERAGE not in {before, after}
    old = {key: state.pools.pop(key) for key in list(state.pools) if key[0] == product}
    owed = {key: state.owed_of(key, pool) for key, pool in old.items()}
    for key in old:
        state.owed.pop(key, None)
    state.methods[product] = after
    for place, there in _there(state, product, position, is_apart=is_apart).items():
        mine = [key for key in old if not is_apart or key[1] == place]
        if mine:
            held = Held([old[key] for key in mine], [one for key in mine for one in owed[key]], there)
            _pass_on(state, position, held)


def _there(state: State, product: int, before: int, *, is_apart: bool) -> dict[int, dict[Key, int]]:
    """Return, by warehouse where each passes on for itself, the quantity that is there of each new pool."""
    events = state.events
    found: dict[int, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    for row in range(before):
        if events.product[row] == product and events.qty[row]:
            found[events.place[row] if is_apart else 0][state.key(row)] += events.qty[row]
    return found


def _pass_on(state: State, position: int, held: Held) -> None:
    """Fill the new pools."""
    last = max(held.pools, key=lambda pool: pool.fed).last
    for key in sorted(held.there):
        state.pools[key] = state.new_pool(key[0])
        state.pools[key].last = last
    if len(held.there) == 1:
        (key,) = held.there
        state.owe_again(key, sorted(held.owed, key=lambda owed: owed.row))
        state.bring(key, position, sum(pool.qty for pool in held.pools), sum(pool.value for pool in held.pools))
    else:
        _split(state, position, held)


def _split(state: State, position: int, held: Held) -> None:
    """Fill several pools from one."""
    short = [key for key in sorted(held.there) if held.there[key] < 0]
    there = [key for key in sorted(held.there) if held.there[key] > 0]
    missing = {key: -held.there[key] for key in short}
    if short and not there:
        provisional = dict(zip(short, split(-held.value, list(missing.values())), strict=True))
    else:
        provisional = {key: _worth(held, qty) for key, qty in missing.items()}
    for key, qty in missing.items():
        state.owe_again(key, [Owed(position, qty, provisional[key], is_known=True)])
    if there:
        values = split(held.value + sum(provisional.values()), [held.there[key] for key in there])
        for key, value in zip(there, values, strict=True):
            state.bring(key, position, held.there[key], value)


def _worth(held: Held, qty: int) -> int:
    """Return what a quantity is worth at the old unit cost."""
    if held.qty:
        sign = 1 if held.qty > 0 else -1
        return half_up_one(sign * held.value * qty, abs(held.qty))
    (pool,) = held.pools
    unit = (pool.value, pool.qty) if pool.qty else pool.last
    return half_up_one(unit[0] * qty, unit[1]) if unit[1] else 0
