"""Costing as it is usually written: one row after the other, in order of time, a dictionary of products.

The ``Decimal loop`` is exact and rounds as the engine does, so that its rows can be compared; the ``float queue`` is
what widespread stock programs keep, a list of [quantity, rate] for each product whose value they add up after every
movement; ``groupby-apply`` is the same
program handed to pandas product by product.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pandas as pd

from tests.bench.ledgers import UNIT, Ledger

CENT, ZERO = Decimal("0.01"), Decimal(0)
SMALL = 1e-9


class Exact(NamedTuple):
    """A ledger as lists of Decimals, as a program would have read it."""

    sku: list[int]
    qty: list[Decimal]
    value: list[Decimal]
    month: list[int]
    lot: list[int]


Costs = list[Decimal]


def exact(book: Ledger) -> Exact:
    """Return a ledger as lists."""
    rows = book.rows
    qty = [Decimal(qty) for qty in (rows["qty"] // UNIT).tolist()]
    value = [Decimal(value).scaleb(-2) for value in rows["value"].tolist()]
    return Exact(book.sku.tolist(), qty, value, rows["period"].tolist(), rows["lot"].tolist())


def share(value: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    return (value * part / whole).quantize(CENT, ROUND_HALF_UP)


def decimal_fifo(book: Exact) -> Costs:
    layers: dict[int, deque[list[Decimal]]] = defaultdict(deque)  # quantity, value, quantity taken, value taken
    costs = []
    for sku, qty, value in zip(book.sku, book.qty, book.value, strict=True):
        queue, cost = layers[sku], ZERO
        if qty > 0:
            queue.append([qty, value, ZERO, ZERO])
        else:
            need = -qty
            while need:
                layer = queue[0]
                part = min(need, layer[0] - layer[2])
                need -= part
                layer[2] += part
                taken = share(layer[1], layer[2], layer[0])
                cost += taken - layer[3]
                layer[3] = taken
                if layer[2] == layer[0]:
                    queue.popleft()
        costs.append(cost)
    return costs


def _average(keys: list[int], book: Exact) -> Costs:
    pools: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    costs = []
    for key, qty, value in zip(keys, book.qty, book.value, strict=True):
        pool = pools[key]
        if qty > 0:
            cost = ZERO
            pool[1] += value
        else:
            cost = share(pool[1], -qty, pool[0])
            pool[1] -= cost
        pool[0] += qty
        costs.append(cost)
    return costs


def decimal_moving_average(book: Exact) -> Costs:
    return _average(book.sku, book)


def decimal_specific(book: Exact) -> Costs:
    return _average(book.lot, book)  # a lot is of one product only


def decimal_month_average(book: Exact) -> Costs:
    months: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, (sku, month) in enumerate(zip(book.sku, book.month, strict=True)):
        months[sku][month].append(row)
    costs = [ZERO] * len(book.sku)
    for by_month in months.values():
        qty = value = ZERO
        for rows in by_month.values():
            qty += sum(book.qty[row] for row in rows if book.qty[row] > 0)
            value += sum(book.value[row] for row in rows if book.qty[row] > 0)
            issued = taken = ZERO
            for row in rows:
                if book.qty[row] < 0:
                    issued -= book.qty[row]
                    up_to = share(value, issued, qty)
                    costs[row] = up_to - taken
                    taken = up_to
            qty -= issued
            value -= taken
    return costs


def float_queue(sku: list[int], qty: list[float], value: list[float]) -> list[float]:
    queues: dict[int, list[list[float]]] = defaultdict(list)
    costs, values = [], []
    for of, change, worth in zip(sku, qty, value, strict=True):
        queue, cost = queues[of], 0.0
        if change > 0:
            queue.append([change, worth / change])
        else:
            need = -change
            while need > SMALL and queue:
                layer = queue[0]
                if layer[0] <= need:
                    need -= layer[0]
                    cost += layer[0] * layer[1]
                    queue.pop(0)
                else:
                    layer[0] -= need
                    cost += need * layer[1]
                    need = 0.0
        costs.append(cost)
        values.append(sum(left * rate for left, rate in queue))
    return costs


def frame(book: Ledger) -> pd.DataFrame:
    """Return a ledger as people hold it in pandas."""
    rows = book.rows
    columns = {"sku": book.sku, "qty": rows["qty"] / UNIT, "value": rows["value"] / 100, "month": rows["period"]}
    return pd.DataFrame(columns | {"lot": rows["lot"]})


def apply(ledger: pd.DataFrame, cost: Callable[[pd.DataFrame], pd.Series]) -> pd.Series:
    """Hand a ledger to a function product by product."""
    found = ledger.groupby("sku", group_keys=False)[["qty", "value", "month", "lot"]].apply(cost)
    assert isinstance(found, pd.Series)
    return found


def pandas_fifo(part: pd.DataFrame) -> pd.Series:
    rows = len(part)
    return pd.Series(float_queue([0] * rows, part["qty"].tolist(), part["value"].tolist()), part.index)


def _pandas_average(part: pd.DataFrame, keys: list[int]) -> pd.Series:
    pools: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    costs = []
    for key, qty, value in zip(keys, part["qty"].tolist(), part["value"].tolist(), strict=True):
        pool = pools[key]
        cost = 0.0 if qty > 0 else round(pool[1] * -qty / pool[0], 2)
        pool[0] += qty
        pool[1] += value - cost
        costs.append(cost)
    return pd.Series(costs, part.index)


def pandas_moving_average(part: pd.DataFrame) -> pd.Series:
    return _pandas_average(part, [0] * len(part))


def pandas_specific(part: pd.DataFrame) -> pd.Series:
    return _pandas_average(part, part["lot"].tolist())


def pandas_month_average(part: pd.DataFrame) -> pd.Series:
    ins, outs = part["qty"].clip(lower=0), -part["qty"].clip(upper=0)
    came, worth = ins.groupby(part["month"]).sum(), part["value"].groupby(part["month"]).sum()
    went = outs.groupby(part["month"]).sum()
    qty = value = 0.0
    rates = {}
    for month in came.index:
        qty, value = qty + came[month], value + worth[month]
        rates[month] = value / qty if qty else 0.0
        qty, value = qty - went[month], value - went[month] * rates[month]
    return (outs * part["month"].map(rates)).round(2)
