"""What every report starts from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain
from jxc_xl.problems import Problem
from jxc_xl.terms import Movement

DAY = np.timedelta64(1, "D")
WHOLE = 10**numbers.RATE_DIGITS
TRANSFERS = (Movement.TRANSFER_IN, Movement.TRANSFER_OUT)
CORRECTIONS = (Movement.CLOSE, Movement.COST_ADJUSTMENT)
"""Amounts without goods that correct what goods already gone have cost."""


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

    def is_within(self, moments: pd.Series) -> np.ndarray:
        """Tell which moments lie within the period."""
        return np.asarray(self.is_until(moments) & ~self.is_before(moments), np.bool_)


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


def is_inward(moves: pd.DataFrame) -> np.ndarray:
    """Tell which movements count as in (收入); all others count as out (发出).

    Goods tell by their direction. A charge belongs to what was received, even where an invoice difference lowers it;
    corrections belong to what was issued, even where they lower its cost. Of revaluations, what adds is in.
    """
    kind, qty = moves["kind"], quantities(moves)
    is_in = (qty > 0) | ((qty == 0) & (amounts(moves) > 0)) | (kind == Movement.CHARGE).to_numpy(bool)
    return np.asarray(is_in & ~kind.isin(CORRECTIONS).to_numpy(bool), np.bool_)


def named(book: Book, skus: pd.Series) -> pd.Series:
    """Return the names of products; blank for those no longer in the master."""
    products = book.lines["products"]
    return skus.map(dict(zip(products["sku"], products["name"], strict=True))).astype("str").fillna("")


def unit_costs(values: pd.Series, qty: pd.Series, money_digits: int) -> pd.Series:
    """Return amount ÷ quantity for people, scaled by 10**6, half-up; blank where there is no quantity."""
    return ratios(values, qty, cost_scale(money_digits))


def cost_scale(money_digits: int) -> int:
    """Return what makes of an amount ÷ a quantity a unit cost scaled by 10**6."""
    scale: int = 10 ** (numbers.QTY_DIGITS + numbers.PRICE_DIGITS - money_digits)
    return scale


def rates(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return part ÷ whole, scaled by 10**6, half-up; blank where the whole is not positive."""
    return ratios(part, whole, WHOLE)


def ratios(part: pd.Series, whole: pd.Series, scale: int) -> pd.Series:
    """Return ``part × scale ÷ whole``, half-up away from zero, unbounded while divided.

    Args:
        part: Integers; of kind object where they may be beyond 64 bits.
        whole: As many integers.
        scale: A power of 10.

    Returns:
        Int64; blank where the whole is not positive, and where the answer is beyond 64 bits.
    """
    pairs = zip(part.tolist(), whole.tolist(), strict=True)
    return pd.Series(pd.array([ratio(one, of, scale) for one, of in pairs], dtype="Int64"), part.index)


def ratio(part: int, whole: int, scale: int) -> int | None:
    """Return one of `ratios`; None where that is blank."""
    if whole <= 0:
        return None
    found = numbers.half_up_one(part * scale, whole)
    return None if abs(found) > numbers.MAX_INT else found


def exact(values: pd.Series) -> pd.Series:
    """Return integers as Python's own, whose products have no bound; blanks as 0."""
    return pd.Series(plain(values), values.index).astype(object)
