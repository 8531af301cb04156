"""Goods that become other goods, or go to a warehouse with a cost of its own: what comes is worth what went."""

from __future__ import annotations

from jxc_xl.cost.month import MonthPool
from jxc_xl.cost.rows import Op
from jxc_xl.cost.state import State
from jxc_xl.numbers import split


def move_out(state: State, position: int) -> None:
    """Take goods out to become, or to be, goods elsewhere."""
    pool, qty = state.pool(position), -state.events.qty[position]
    there = max(min(qty, pool.qty), 0)
    cost = pool.take(there) if there else 0
    cost += state.owe(position, pool, qty - there) if qty > there else 0
    state.amounts[position] = -cost
    group = state.events.link[position]
    state.moved[group] = state.moved.get(group, 0) + cost


def carry(state: State, position: int) -> None:
    """Carry cost from one warehouse to another; a month-end average is over all of them."""
    if isinstance(state.pool(position), MonthPool):
        return
    if state.events.op[position] == Op.CARRY_OUT:
        move_out(state, position)
    else:
        move_in(state, position)


def move_in(state: State, start: int) -> int:
    """Share what went out over the rows it becomes; return the position after them."""
    events, group, end = state.events, state.events.link[start], start
    while end < len(events.op) and events.op[end] == events.op[start] and events.link[end] == group:
        end += 1
    weights = [max(weight, 0) for weight in events.value[start:end]]
    parts = split(state.moved.pop(group, 0), weights if any(weights) else events.qty[start:end])
    for position, part in enumerate(parts, start):
        state.end_months(events.product[position], events.period[position])
        state.put(position, events.qty[position], part)
    return end
