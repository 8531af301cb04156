"""Movements for tests, as plain rows: kind, day, product, quantity in units, amount and document amount in yuan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

QTY, CENTS = 10**4, 100
START = dt.date(2026, 1, 1)
LAWS = settings(max_examples=60, deadline=None)
"""A law is tried on so many examples, however long one takes."""


class Move(NamedTuple):
    """A movement; quantity and amounts are signed, scaled."""

    kind: str
    day: dt.date
    sku: str
    qty: int
    amount: int = 0
    doc_amount: int = 0


def move(kind: str, on: str, qty: float, amount: float = 0, sku: str = "A") -> Move:
    """Return a movement in units and yuan."""
    return Move(kind, dt.date.fromisoformat(on), sku, round(qty * QTY), round(amount * CENTS))


def priced(one: Move, revenue: float) -> Move:
    """Return a sale or a return with what it brought, in yuan."""
    return one._replace(doc_amount=round(revenue * CENTS))


def framed(moves: Sequence[Move]) -> pd.DataFrame:
    """Return movements as the pipeline holds them."""
    return pd.DataFrame(
        {
            "kind": pd.Series([one.kind for one in moves], dtype="str"),
            "moved_at": pd.Series([one.day for one in moves], dtype="datetime64[s]"),
            "sku": pd.Series([one.sku for one in moves], dtype="str"),
            "qty": pd.Series([one.qty for one in moves], dtype="int64"),
            "amount": pd.Series([one.amount for one in moves], dtype="Int64"),
            "doc_amount": pd.Series([one.doc_amount for one in moves], dtype="Int64"),
        }
    )


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def at(number: int) -> pd.Timestamp:
    return pd.Timestamp(day(number))


KINDS = {
    "opening": 1,
    "receipt": 1,
    "other_in": 1,
    "assembly_in": 1,
    "customer_return": 1,
    "count": 0,
    "sale": -1,
    "supplier_return": -1,
    "write_off": -1,
    "charge": None,
    "revaluation": None,
    "cost_adjustment": None,
}
"""Kinds of movements and their sign; 0 = either, None = no goods."""
LAST = 400


def _amounts(kind: str, sku: str, number: int, size: int, amount: int) -> Move:
    sign = KINDS[kind]
    qty = 0 if sign is None else size if sign == 0 else abs(size) * sign
    return Move(kind, day(number), sku, qty, amount, amount // 2)


ANY_MOVE = st.builds(
    _amounts,
    st.sampled_from([*KINDS, "receipt", "sale", "sale"]),
    st.sampled_from("ABB"),
    st.integers(0, LAST),
    st.one_of(st.integers(-50, 50), st.integers(-50, 50), st.integers(-(10**9), 10**9)),
    st.one_of(st.integers(-(10**6), 10**6), st.integers(-(10**12), 10**12)),
)
MOVES = st.lists(ANY_MOVE, max_size=25)
"""Movements of two products in any order, oversold ones among them."""
