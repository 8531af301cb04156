"""The kernels' slow, obvious twins, and random rows to try both on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from jxc_xl.numbers import Ints, divide


class Rows(NamedTuple):
    """Rows grouped by pool."""

    qty: Ints
    value: Ints
    period: Ints
    lot: Ints
    start: Ints


class Row(NamedTuple):
    qty: int
    value: int
    period: int
    lot: int


Twin = Callable[[list[Row]], list[int]]


def each_pool(rows: Rows, twin: Twin) -> list[int]:
    """Return what issues cost, one pool after the other, one row after the other."""
    columns = (rows.qty.tolist(), rows.value.tolist(), rows.period.tolist(), rows.lot.tolist())
    whole = [Row(*row) for row in zip(*columns, strict=True)]
    bounds = [*rows.start.tolist(), len(whole)]
    return [cost for first, end in pairwise(bounds) for cost in twin(whole[first:end])]


def fifo(rows: list[Row]) -> list[int]:
    layers: list[list[int]] = []  # quantity, value, quantity taken
    costs = []
    used = 0
    for row in rows:
        need, cost = max(-row.qty, 0), 0
        if row.qty > 0:
            layers.append([row.qty, row.value, 0])
        while need:
            qty, value, taken = layers[used]
            part = min(need, qty - taken)
            cost += divide(value, taken + part, qty) - divide(value, taken, qty)
            layers[used][2] += part
            need -= part
            used += layers[used][2] == qty
        costs.append(cost)
    return costs


def moving_average(rows: list[Row]) -> list[int]:
    qty = value = 0
    costs = []
    for row in rows:
        cost = divide(value, -row.qty, qty) if row.qty < 0 else 0
        qty += row.qty
        value += row.value * (row.qty > 0) - cost
        costs.append(cost)
    return costs


def specific(rows: list[Row]) -> list[int]:
    lots: dict[int, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        lots[row.lot].append(position)
    costs = [0] * len(rows)
    for positions in lots.values():
        for position, cost in zip(positions, moving_average([rows[i] for i in positions]), strict=True):
            costs[position] = cost
    return costs


def month_average(rows: list[Row]) -> list[int]:
    months: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        months[row.period].append(row)
    qty = value = 0
    costs = []
    for _, month in sorted(months.items()):
        qty += sum(row.qty for row in month if row.qty > 0)
        value += sum(row.value for row in month if row.qty > 0)
        issued = 0
        for row in month:
            out = max(-row.qty, 0)
            costs.append(divide(value, issued + out, qty) - divide(value, issued, qty) if out else 0)
            issued += out
        value -= divide(value, issued, qty) if qty else 0
        qty -= issued
    return costs


class Size(NamedTuple):
    """How many rows, pools and so on to make up, and how large they may be."""

    rows: int
    pools: int
    qty: int = 50_000
    price: int = 5_000
    lots: int = 3
    spare: float = 0.05


def made_up(size: Size, seed: int) -> Rows:
    """Return random rows that never go below zero, not even in a lot, some of them empty, some pools long."""
    chance = np.random.default_rng(seed)
    weight = np.arange(1, size.pools + 1) ** -1.05
    pool = np.sort(chance.choice(size.pools, size.rows, p=weight / weight.sum()))
    lot = chance.integers(-1, size.lots - 1, size.rows)
    wish = chance.integers(1, size.qty + 1, size.rows) * np.where(chance.random(size.rows) < 0.3, 4, -1)
    value = chance.integers(0, size.price + 1, size.rows) * (np.abs(wish) // 1000 + 1)
    wish[chance.random(size.rows) < size.spare] = 0
    on_hand: dict[tuple[int, int], int] = defaultdict(int)
    qty = wish.tolist()
    for i, key in enumerate(zip(pool.tolist(), lot.tolist(), strict=True)):
        qty[i] = max(qty[i], -on_hand[key])
        on_hand[key] += qty[i]
    start = np.flatnonzero(np.diff(pool, prepend=-1))
    within = np.arange(size.rows) - np.repeat(start, np.diff(start, append=size.rows))
    return Rows(np.array(qty, np.int64), value, within // 7, lot, start)
