"""Made-up ledgers: a hundred movements a product on average, spread evenly or as in a real shop, never below zero.

A product's movements are receipts, one in five, and issues of 1 to 10 units. Each receipt is a lot and brings what the
issues between the fourth and the fifth receipt after it will take from it, so that about five lots are on hand and
stock neither runs dry nor piles up.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from jxc_xl.cost.arena import Column
from jxc_xl.cost.regular import IN, OUT
from jxc_xl.cost.store import Sheet, Store
from jxc_xl.numbers import Bools, Ints

SKEW = 1.05
AHEAD = 4
YEARS = 3
DAYS, MONTH = 365 * YEARS, 30
SECONDS = 86_400
UNIT = 10_000
METHODS = {"fifo": 0, "moving average": 1, "month-end average": 2, "specific": 3}
SKEWS = ("even", "zipf")


class Ledger(NamedTuple):
    """A ledger in order of time.

    Attributes:
        name: How many rows, how they are spread.
        rows: The store's columns.
        sku: Number of each row's product.
        products: How many products there are.
    """

    name: str
    rows: Sheet
    sku: Ints
    products: int


@lru_cache(maxsize=1)
def ledger(rows: int, skew: str) -> Ledger:
    """Make up a ledger; the same one every time."""
    chance = np.random.default_rng(rows)
    products = max(rows // 100, 1)
    weight = np.arange(1, products + 1) ** (-SKEW if skew == "zipf" else 0.0)
    count = chance.permutation(chance.multinomial(rows, weight / weight.sum()))
    sku = np.repeat(np.arange(products), count)
    start = np.flatnonzero(np.diff(sku, prepend=-1))
    is_in = _receipts(chance, rows, start)
    qty, lot = _quantities(chance, is_in, start)
    price = chance.integers(200, 5_000, products)[sku] * (1 + 0.2 * chance.standard_normal(rows).clip(-2, 2))
    value = np.where(is_in, np.rint(qty * price), 0).astype(np.int64)
    at = np.sort(sku * 2**27 + chance.integers(0, DAYS * SECONDS, rows)) & (2**27 - 1)
    order = np.argsort(at, kind="stable")
    columns: dict[str, Column] = {
        "op": np.where(is_in, IN, OUT).astype(np.int8),
        "qty": qty * UNIT,
        "value": value,
        "lot": lot.astype(np.int32),
        "period": (at // (MONTH * SECONDS)).astype(np.int32),
        "at": at,
    }
    whole = {name: column[order] for name, column in columns.items()} | {"id": np.arange(rows)}
    return Ledger(f"{rows:,} {skew}", whole, sku[order], products)


def store(book: Ledger, method: int) -> Store:
    """Keep a ledger in a store, all of it under one method."""
    return Store(book.rows, book.sku, np.full(book.products, method, np.int8), _walk)


def _receipts(chance: np.random.Generator, rows: int, start: Ints) -> Bools:
    """Say which rows are receipts: the first of each product, then one in five, never two together."""
    is_in = chance.random(rows) < 0.25
    is_in[start] = True
    is_in[1:] &= ~is_in[:-1]
    is_in[start] = True
    after = start[start + 1 < rows] + 1
    is_in[np.setdiff1d(after, start)] = False
    return is_in


def _quantities(chance: np.random.Generator, is_in: Bools, start: Ints) -> tuple[Ints, Ints]:
    """Return quantities in units, and the lot each row is about."""
    out = np.where(is_in, 0, chance.integers(1, 11, len(is_in)))
    lot = np.cumsum(is_in) - 1
    first = np.repeat(lot[start], np.diff(start, append=len(is_in)))
    lot = np.where(is_in, lot, np.maximum(lot - AHEAD, first))
    taken = np.bincount(lot, out, int(is_in.sum())).astype(np.int64)
    left = chance.integers(10, 40, len(taken))
    qty = -out
    qty[is_in] = np.where(taken > 0, taken, left)
    return qty, lot


def _walk(rows: Sheet, group: int) -> Ints:
    msg = f"product {group} of {len(rows['qty'])} rows is not regular"
    raise AssertionError(msg)
