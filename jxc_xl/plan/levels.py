"""Levels: how low stock may fall before more is ordered, and up to what.

Goods ordered today arrive after the lead time; until then demand goes on, and neither is certain. The reorder point
covers what will be sold meanwhile and, in all but a stated share of cases, what may be sold beyond that (the safety
stock). What counts against it is the position: what is there and on its way, less what is promised. Whoever looks at
the goods on hand alone orders the same thing twice.

Under continuous review (随时补货) an order goes out on the day the position falls to the reorder point: what must be
covered is the lead time L. Under periodic review (定期补货) orders go out every R days only, so that what is not
ordered today arrives R + L days later: the reorder point and the safety stock cover L + R.

Mean demand over a time T is ``D·T``; with a variable lead time its standard deviation is ``√(T·sd_D² + D²·sd_L²)``.
Both are floats; stock levels are rounded up to the four decimals of the book, once, at the end.

Source:
    Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains, 4th ed., ch. 6; stockpyl as a test
    oracle. supplychainpy takes ``√L·D`` for the demand over the lead time, which is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.plan.whole import UNIT, Floats, packed, stock

WHOLE = 10**numbers.RATE_DIGITS


class Review(StrEnum):
    """When orders may go out."""

    CONTINUOUS = "continuous"
    PERIODIC = "periodic"


@dataclass(frozen=True, slots=True)
class Policy:
    """How stock is replenished.

    Attributes:
        service: Share of cycles in which stock shall not run out, scaled by 10**6, more than 0 and less than 1.
        review_days: Days from one order to the next (R), >= 0; under continuous review, the days an order is to last.
        review: When orders may go out.
    """

    service: int = 950_000
    review_days: float = 7
    review: Review = Review.CONTINUOUS

    @property
    def waiting_days(self) -> float:
        """Days that pass beyond the lead time before what is not ordered today can arrive."""
        return self.review_days if self.review is Review.PERIODIC else 0


def z_of(service: int) -> float:
    """Return how many standard deviations a service level takes: the inverse of the normal distribution.

    Args:
        service: Scaled by 10**6, more than 0 and less than 1; below one half the answer is negative.
    """
    return NormalDist().inv_cdf(service / WHOLE)


def levels(products: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Return the levels of each product.

    Args:
        products: By product, floats: mean ``demand`` a day (D) and its ``deviation`` (sd_D), units; ``lead_days`` (L)
            and their ``lead_deviation`` (sd_L), days. Days without sales are days of no demand. A mean below 0 (more
            came back than went) counts as 0, an unknown ``lead_deviation`` as 0.
        policy: How stock is replenished.

    Returns:
        By product, Int64, scaled, rounded up: ``safety_stock``; ``reorder_point``, D·L + safety stock, or D·(L + R) +
        safety stock under periodic review; ``order_up_to``, D·(L + R) + safety stock. Blank where demand or lead time
        is not known.
    """
    demand, lead, safety = _demand(products), _floats(products, "lead_days"), safety_stock(products, policy)
    found = {
        "safety_stock": safety,
        "reorder_point": demand * (lead + policy.waiting_days) + safety,
        "order_up_to": demand * (lead + policy.review_days) + safety,
    }
    return pd.DataFrame({name: stock(values, products.index) for name, values in found.items()})


def safety_stock(products: pd.DataFrame, policy: Policy) -> Floats:
    """Return ``z·√(T·sd_D² + D²·sd_L²)``, units, not rounded, at least 0.

    T is the lead time, under periodic review with the review interval added.

    Args:
        products: As for `levels`.
        policy: How stock is replenished.
    """
    exposed = _floats(products, "lead_days") + policy.waiting_days
    by_demand = exposed * _floats(products, "deviation") ** 2
    by_lead = (_demand(products) * np.nan_to_num(_floats(products, "lead_deviation"))) ** 2
    safety: Floats = max(z_of(policy.service), 0.0) * np.sqrt(by_demand + by_lead)
    return safety


def position(on_hand: pd.Series, on_order: pd.Series, reserved: pd.Series) -> pd.Series:
    """Return the inventory position: what is there and on its way, less what is promised; scaled."""
    return on_hand + on_order - reserved


def order_quantity(products: pd.DataFrame) -> pd.Series:
    """Return how much to order now.

    Nothing while the position is above the reorder point or has reached the level to fill up to; else what is missing
    to that level, at least the supplier's minimum, rounded up to whole packs last: a minimum that is no whole number
    of packs cannot be ordered.

    Args:
        products: By product, integers, scaled: ``position``, ``reorder_point``, ``order_up_to``, ``moq``, ``pack_qty``;
            a blank minimum is none, a blank pack one whole unit (for goods sold by weight, give a smaller one).

    Returns:
        Int64, scaled; blank where a level is.
    """
    missing = products["order_up_to"] - products["position"]
    is_due = (products["position"] <= products["reorder_point"]) & (missing > 0)
    pack = plain(products["pack_qty"])
    least = np.maximum(plain(missing), plain(products["moq"]))
    found = np.where(is_due.fillna(value=False).to_numpy(bool), packed(least, np.where(pack > 0, pack, UNIT)), 0)
    return pd.Series(found, products.index, dtype="Int64").mask(is_due.isna())


def _demand(products: pd.DataFrame) -> Floats:
    return np.maximum(_floats(products, "demand"), 0)


def _floats(products: pd.DataFrame, name: str) -> Floats:
    return products[name].to_numpy(np.float64, na_value=np.nan)
