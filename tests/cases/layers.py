"""The layers a book holds, out of the engine's own walk; the workbook shows only what they add up to.

The amounts of a ledger may come from a kernel and these layers from the walk: `figures` sees to it that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from jxc_xl.cost.events import Table, tabulate
from jxc_xl.cost.ledger import costing_of
from jxc_xl.cost.pools import FifoPool
from jxc_xl.cost.rows import Events
from jxc_xl.cost.state import State
from jxc_xl.cost.walk import step
from jxc_xl.numbers import PRICE_DIGITS, QTY_DIGITS
from jxc_xl.pipeline import Outcome
from jxc_xl.terms import Method


class Layer(NamedTuple):
    """Goods of one cost: scaled quantity, minor units."""

    qty: int
    value: int


class Held(NamedTuple):
    """What one pool holds, and its last known unit cost as value and quantity (0 = not known)."""

    warehouse: str
    layers: list[Layer]
    last: Layer


def held(outcome: Outcome) -> list[Held]:
    """Return every pool of a book after a run, in the order in which they came about."""
    costing = costing_of(outcome.book)
    table = tabulate(outcome.ledger, costing)
    down = QTY_DIGITS + PRICE_DIGITS - costing.money_digits
    return [
        one
        for start, end in zip(table.start[:-1], table.start[1:], strict=True)
        for one in _group(table, start, end, down)
    ]


def _group(table: Table, start: int, end: int, down: int) -> Iterator[Held]:
    columns = {name: table.columns[name][start:end].tolist() for name in Events._fields}
    columns["link"] = [link - start if link >= 0 else link for link in columns["link"]]
    state = State(Events(**columns), dict(enumerate(table.methods)), down)
    position = 0
    has_months = Method.MONTH_AVERAGE in table.methods
    while position < end - start:
        if has_months:
            state.end_months(columns["product"][position], columns["period"][position])
        position = step(state, position, columns["op"][position])
    for product in state.month:
        state.end_months(product, -1)
    places = table.columns["place"][start:end]
    warehouses = table.moves["warehouse"].to_numpy(object)[start:end]
    names = {int(place): str(warehouses[np.flatnonzero(places == place)[0]]) for place in set(places.tolist()) - {0}}
    for (_, place, _), pool in state.pools.items():
        layers = [Layer(pool.qty, pool.value)] if pool.qty else []
        if isinstance(pool, FifoPool):
            layers = [Layer(one.left, one.worth) for one in pool.layers if one.left]
        yield Held(names.get(place, ""), layers, Layer(pool.last.qty, pool.last.value))
