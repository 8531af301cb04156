"""What every report starts from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.problems import Problem

DAY = np.timedelta64(1, "D")


class Period(NamedTuple):
    """Days a report is about, both included; None = as far as there are movements."""

    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None

    def is_before(self, moments: pd.Series) -> np.ndarray:
        """Tell which moments lie before the period."""
        at = moments.to_numpy("M8[s]")
        return np.zeros(len(at), bool) if self.first is None else at < self.first.floor("D").to_numpy()

    def is_until(self, moments: pd.Series) -> np.ndarray:
        """Tell which moments lie within the period or before it."""
        at = moments.to_numpy("M8[s]")
        return np.ones(len(at), bool) if self.last is None else at < self.last.floor("D").to_numpy() + DAY


class Facts(NamedTuple):
    """What reports are made of.

    Attributes:
        book: The validated book.
        moves: Movements that stand, costed, by product and in order.
        closing: Amount on hand of each product, as costing ended.
        methods: Costing method of each product.
        ledger: The whole ledger.
        problems: All problems of the run.
        period: What period reports are about.
        card_sku: Product of the stock card; empty = the first.
        as_of: Today.
    """

    book: Book
    moves: pd.DataFrame
    closing: pd.Series
    methods: dict[str, str]
    ledger: pd.DataFrame
    problems: list[Problem]
    period: Period
    card_sku: str
    as_of: pd.Timestamp


def by_product(moves: pd.DataFrame, values: np.ndarray) -> pd.Series:
    """Return the sum of int64 values of each product."""
    return pd.Series(values).groupby(moves["sku"].to_numpy(object)).sum()


def amounts(moves: pd.DataFrame) -> np.ndarray:
    """Return signed amounts in minor units."""
    return plain(moves["amount"])


def quantities(moves: pd.DataFrame) -> np.ndarray:
    """Return signed quantities, scaled."""
    return moves["qty"].to_numpy(np.int64)


def names(book: Book) -> dict[str, str]:
    """Return each product's name."""
    products = book.lines["products"]
    return dict(zip(products["sku"], products["name"], strict=True))


def unit_costs(values: pd.Series, qty: pd.Series, money_digits: int) -> pd.Series:
    """Return unit costs for people, scaled by 10**6; blank where nothing is on hand. Unbounded while divided."""
    scale = 10 ** (4 + 6 - money_digits)
    costs = [
        (2 * v * scale + q) // (2 * q) if q > 0 else None for v, q in zip(values.tolist(), qty.tolist(), strict=True)
    ]
    return pd.Series(pd.array(costs, dtype="Int64"), values.index)
