"""What was asked for, product by product and day by day, and when it could not be seen because nothing was there.

Sold is what left for customers; what they sent back later was wanted all the same. A day on which a product was not in
stock says nothing about demand: it is left out, as are the days before it first came in. A day in stock without a sale
is a day of demand 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.numbers import Ints
from jxc_xl.plan.series import Event, Every, Floats, Series
from jxc_xl.plan.whole import UNIT
from jxc_xl.report.facts import TRANSFERS, quantities
from jxc_xl.terms import Movement

DAY = np.timedelta64(1, "D")
WEEK = 7
MOST_WEEKS = 156


class Days(NamedTuple):
    """Products by days.

    Attributes:
        skus: The products.
        first: The first day.
        sold: Units sold, (products, days).
        is_seen: Whether the product could be bought on the day, (products, days).
    """

    skus: pd.Index
    first: pd.Timestamp
    sold: Floats
    is_seen: np.ndarray


def days(moves: pd.DataFrame, first: pd.Timestamp, count: int) -> Days:
    """Return demand by day.

    Args:
        moves: The movements that stand.
        first: The first day wanted.
        count: How many days.
    """
    moves = moves[~moves["kind"].isin(TRANSFERS)]
    codes, skus = pd.factorize(moves["sku"], sort=True)
    day = ((moves["moved_at"].to_numpy("M8[s]").astype("M8[D]") - first.to_numpy().astype("M8[D]")) / DAY).astype(int)
    qty = quantities(moves)
    opening = _sums(codes[day < 0], qty[day < 0], len(skus))
    is_inside = (day >= 0) & (day < count)
    inside, when = codes[is_inside], day[is_inside]
    net, came, sold = (np.zeros((len(skus), count), np.int64) for _ in range(3))
    moved = qty[is_inside]
    np.add.at(net, (inside, when), moved)
    np.add.at(came, (inside, when), np.maximum(moved, 0))
    is_sale = (moves["kind"] == Movement.SALE).to_numpy(bool)[is_inside]
    np.add.at(sold, (inside[is_sale], when[is_sale]), -moved[is_sale])
    before = opening[:, None] + np.cumsum(net, axis=1) - net
    return Days(pd.Index(skus), first, sold / UNIT, (before > 0) | (came > 0) | (sold > 0))


def _sums(codes: Ints, values: Ints, count: int) -> Ints:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, codes, values)
    return sums


def usual(found: Days, events: Sequence[Event]) -> Days:
    """Return days without those of events, as if nobody could have bought on them."""
    is_usual = np.ones(found.is_seen.shape[1], np.bool_)
    start = found.first.date()
    for event in events:
        since, until = (event.first - start).days, (event.last - start).days
        is_usual[max(since, 0) : max(until + 1, 0)] = False
    return found._replace(is_seen=found.is_seen & is_usual)


def daily(found: Days) -> pd.DataFrame:
    """Return each product's mean and standard deviation of a day's demand over the days seen, in units.

    ``demand`` and ``deviation`` are NaN for products that were never in stock in these days.
    """
    seen = np.where(found.is_seen, found.sold, np.nan)
    count = found.is_seen.sum(1)
    mean = np.divide(np.nansum(seen, axis=1), count, out=np.full(len(count), np.nan), where=count > 0)
    spread = np.nansum((seen - mean[:, None]) ** 2, axis=1)
    deviation = np.sqrt(np.divide(spread, count, out=np.full(len(count), np.nan), where=count > 0))
    return pd.DataFrame({"demand": mean, "deviation": deviation, "days": count}, found.skus)


def weekly(found: Days, events: Sequence[Event] = ()) -> Series:
    """Return demand by week; a week seen in part counts what was seen, spread over its seven days.

    Args:
        found: Demand by day, of whole weeks.
        events: Marked days.
    """
    products, count = found.sold.shape
    weeks = count // WEEK
    shape = (products, weeks, WEEK)
    seen = found.is_seen.reshape(shape).sum(2)
    sold = found.sold.reshape(shape).sum(2)
    demand = np.divide(sold * WEEK, seen, out=np.full(sold.shape, np.nan), where=seen > 0)
    return Series(demand, Every.WEEK, found.first.date(), events)


def whole_weeks(moves: pd.DataFrame, as_of: pd.Timestamp) -> tuple[pd.Timestamp, int]:
    """Return the first day and the number of days of the whole weeks before today that have movements."""
    last = as_of.floor("D") - pd.Timedelta(days=int(as_of.weekday()))
    if not len(moves):
        return last, 0
    start = moves["moved_at"].min().floor("D")
    start += pd.Timedelta(days=(7 - start.weekday()) % 7)
    weeks = max(min((last - start).days // WEEK, MOST_WEEKS), 0)
    return last - pd.Timedelta(days=weeks * WEEK), weeks * WEEK
