"""Movements walked in order, one after the other: what each is worth, whatever its kind and method.

Goods in bring their amount; goods out take theirs from their pool. A customer's return of a known sale comes back at
what it left for; a return of an unknown one, and goods found, enter at the current unit cost. Goods made of others, or
moved to another warehouse that has a cost of its own, are worth what went into them. When the book lets stock go below
zero, the missing part leaves at the last known cost, provisionally, and what comes in next corrects that **issue**; a
closed period stays as it is, so there the correction lands on its close line, in the open period.

Conserved, whatever happens: the amounts of all movements add up to what the pools hold less what is owed to them.

This is the exact engine for every rule, in Python's unbounded integers. Products that only come and go are costed by
`kernels`, to the same unit, many times faster.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from jxc_xl.cost.moving import carry, move_in, move_out
from jxc_xl.cost.rows import Events, Op, Walked
from jxc_xl.cost.state import State
from jxc_xl.cost.switching import switch
from jxc_xl.cost.worth import close, late, revalue
from jxc_xl.terms import Method


def walk(events: Events, methods: Mapping[int, str], unit_down: int = 8) -> Walked:
    """Value movements in order.

    Args:
        events: The movements of one product, or of products that are made of one another.
        methods: Costing method of each product at the start.
        unit_down: A quantity times a unit cost has so many digits more than money: 4 + 6 − money digits.
    """
    state = State(events, methods, unit_down)
    has_months = Method.MONTH_AVERAGE in methods.values() or int(Op.SWITCH) in events.op
    position, end = 0, len(events.op)
    while position < end:
        if has_months:
            state.end_months(events.product[position], events.period[position])
        position = step(state, position, events.op[position])
    for product in state.month:
        state.end_months(product, -1)
    return _walked(state)


def step(state: State, position: int, op: int) -> int:  # noqa: C901 (one line an operation)
    """Carry out one row; return the next position."""
    if op == Op.OUT:
        state.out(position)
    elif op == Op.IN:
        state.put(position, state.events.qty[position], state.events.value[position])
    elif op == Op.IN_CURRENT:
        state.in_current(position)
    elif op == Op.BACK:
        state.come_back(position)
    elif op == Op.OUT_NAMED:
        state.send_back(position)
    elif op == Op.MOVE_OUT:
        move_out(state, position)
    elif op == Op.MOVE_IN:
        return move_in(state, position)
    elif op in {Op.CARRY_OUT, Op.CARRY_IN}:
        carry(state, position)
    else:
        _step_without_goods(state, position, op)
    return position + 1


def _step_without_goods(state: State, position: int, op: int) -> None:
    """Carry out a row that moves no goods."""
    if op == Op.LATE:
        late(state, position)
    elif op == Op.ADJUST:
        state.amounts[position] = -state.gone.get(state.events.link[position], 0)
    elif op == Op.CLOSE:
        close(state, position)
    elif op == Op.SWITCH:
        close(state, position)
        switch(state, position)
    elif op in {Op.REVALUE_BY, Op.REVALUE_TO}:
        revalue(state, position, state.events.value[position] if op == Op.REVALUE_TO else None)


def _walked(state: State) -> Walked:
    closing: dict[int, int] = defaultdict(int)
    unknown = set(state.unknown)
    for key, pool in state.pools.items():
        owed = state.owed_of(key, pool)
        closing[key[0]] += pool.value - sum(one.unsettled for one in owed)
        unknown |= {one.row for one in owed if not one.is_known}
    return Walked(state.amounts, sorted(unknown), closing)
