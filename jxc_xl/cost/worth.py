"""Rows that move no goods: late charges, revaluations, closes, and changes of method."""

from __future__ import annotations

from jxc_xl.cost.month import MonthPool
from jxc_xl.cost.owed import Owed
from jxc_xl.cost.pools import Late
from jxc_xl.cost.rows import INWARD, METHODS
from jxc_xl.cost.state import Key, State
from jxc_xl.cost.switching import spread
from jxc_xl.numbers import half_up_one


def late(state: State, position: int) -> None:
    """Keep what of a late charge is about goods still here; the rest leaves with its adjustment."""
    events, receipt, amount = state.events, state.events.link[position], state.events.value[position]
    own = state.key(receipt)
    since = sum(events.qty[i] for i in range(receipt + 1, position) if events.op[i] in INWARD and state.key(i) == own)
    kept = state.pool(receipt).charge(Late(receipt, events.qty[receipt], since, amount))
    state.amounts[position], state.gone[position] = amount, amount - kept


def revalue(state: State, position: int, unit_cost: int | None) -> None:
    """Change the value of what is on hand."""
    pool = state.pool(position)
    if pool.qty <= 0:
        return
    if unit_cost is None:
        state.amounts[position] = pool.revalue(state.events.value[position])
    else:
        total = half_up_one(unit_cost * pool.qty, 10**state.unit_down)
        state.amounts[position] = pool.revalue_to(total)


def close(state: State, position: int) -> None:
    """Freeze: what is owed from now on is corrected on the close line."""
    product = state.events.product[position]
    for owed in owed_of(state, product):
        owed.position = position


def owed_of(state: State, product: int) -> list[Owed]:
    """Return all that is owed to a product's pools."""
    found = [owed for key, queue in state.owed.items() if key[0] == product for owed in queue]
    for key, pool in state.pools.items():
        if key[0] == product and isinstance(pool, MonthPool):
            found += pool.owed
    return found


def switch(state: State, position: int) -> None:
    """Make one opening layer of what each pool holds, for another method; no value changes."""
    product = state.events.product[position]
    old = {key: pool for key, pool in state.pools.items() if key[0] == product}
    owed = owed_of(state, product)
    last = next((pool.last for pool in old.values() if pool.last.qty), None)
    for key in old:
        del state.pools[key]
        state.owed.pop(key, None)
    state.methods[product] = METHODS[state.events.value[position]]
    parts = spread(state.events, position, {key: (pool.qty, pool.value) for key, pool in old.items()})
    opening: dict[Key, tuple[int, int, int]] = {}
    for row, qty, value in parts:
        first, held, worth = opening.get(state.key(row), (row, 0, 0))
        opening[state.key(row)] = first, held + qty, worth + value
    for row, qty, value in opening.values():
        state.pool(row).put(position, qty, value)
    for one in owed:
        pool = state.pool(one.row)
        (pool.owed if isinstance(pool, MonthPool) else state.owed[state.key(one.row)]).append(one)
    for key, pool in state.pools.items():
        if key[0] == product and not pool.last.qty and last:
            pool.last = last
