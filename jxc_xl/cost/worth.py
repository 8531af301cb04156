"""Rows that move no goods: late charges, revaluations, closes."""

from __future__ import annotations

from jxc_xl.cost.pools import Late
from jxc_xl.cost.rows import INWARD
from jxc_xl.cost.state import State
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
        total = half_up_one(unit_cost * pool.revalued_qty, 10**state.unit_down)
        state.amounts[position] = pool.revalue_to(total)


def close(state: State, position: int) -> None:
    """Freeze: what is owed from now on is corrected on the close line."""
    product = state.events.product[position]
    for key, pool in state.pools.items():
        if key[0] == product:
            for owed in state.owed_of(key, pool):
                owed.position = position
