"""A change of method: what the old pools hold, handed over to the rows of the new ones, value for value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jxc_xl.cost.rows import Events
from jxc_xl.numbers import split

Key = tuple[int, int, int]


class Part(NamedTuple):
    """A part of an old pool: a row of the pool it goes to, its quantity and value."""

    row: int
    qty: int
    value: int


def spread(rows: Events, before: int, pools: Mapping[Key, tuple[int, int]]) -> list[Part]:
    """Return what each pool holds, split over its warehouses and lots by the quantities there.

    Args:
        rows: The movements in order.
        before: The position of the change.
        pools: Old pools: quantity and value; a warehouse or lot of 0 stands for all of them.
    """
    parts: list[Part] = []
    for key, (qty, value) in pools.items():
        if qty > 0:
            there = _there(rows, before, key)
            quantities = split(qty, [held for held, _ in there])
            values = split(value, quantities)
            parts += [
                Part(row, part, worth) for (_, row), part, worth in zip(there, quantities, values, strict=True) if part
            ]
    return sorted(parts)


def _there(rows: Events, before: int, key: Key) -> list[tuple[int, int]]:
    """Return quantity on hand and first row of each warehouse and lot that a pool is over; at least one."""
    held: dict[tuple[int, int], list[int]] = {}
    for row in range(before):
        where = rows.place[row], rows.lot[row]
        if rows.product[row] == key[0] and key[1] in {0, where[0]} and key[2] in {0, where[1]} and rows.qty[row]:
            held.setdefault(where, [0, row])[0] += rows.qty[row]
    there = [(qty, row) for qty, row in held.values() if qty > 0]
    return there or [(1, next(row for _, row in held.values()))]
