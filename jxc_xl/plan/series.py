"""Demand by product and period: what forecasts are made from, and the calendar it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jxc_xl.numbers import Bools

Floats = npt.NDArray[np.float64]

MONTHS = 12


class Every(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"


CYCLE = {Every.WEEK: 52, Every.MONTH: MONTHS}
"""Periods a year; the odd day of 52 weeks moves a week's place in the year by one in about six years."""


class Event(NamedTuple):
    """Days on which people buy otherwise than usual: 618, 双11, Spring Festival. Each year's is an event of its own.

    Attributes:
        name: What it is called; what was learnt of a name holds for all events of that name.
        first: First day.
        last: Last day, included.
    """

    name: str
    first: date
    last: date


class Series(NamedTuple):
    """Demand of products in whole periods that follow one another; one that is not over yet would look like a fall.

    Attributes:
        demand: Units, (products, periods), >= 0. NaN = could not be seen: the product was out of stock or not yet
            listed. A period in which it could be bought and nobody did is 0.
        every: How long a period is.
        first: First day of the first period; of months the first of the month.
        events: Past ones to learn from and coming ones to forecast. Where two fall into one period, the one named
            first counts.
    """

    demand: Floats
    every: Every
    first: date
    events: Sequence[Event] = ()


def names(series: Series) -> list[str]:
    """Return the names of events, each once, in the order given."""
    return list(dict.fromkeys(event.name for event in series.events))


def marks(series: Series, horizon: int) -> npt.NDArray[np.int64]:
    """Return which event each period has, (periods + horizon,): its place among ``names``, or -1.

    A period has an event if any of its days is one of the event's.
    """
    periods = series.demand.shape[1] + horizon
    marked = np.full(periods, -1, np.int64)
    place = {name: at for at, name in enumerate(names(series))}
    for event in reversed(series.events):
        since, until = (period_of(series, day) for day in (event.first, event.last))
        marked[max(since, 0) : max(until + 1, 0)] = place[event.name]
    return marked


def period_of(series: Series, day: date) -> int:
    """Return the period a day lies in, counted from 0; < 0 before the first."""
    if series.every is Every.WEEK:
        return (day - series.first).days // 7
    return (day.year - series.first.year) * MONTHS + day.month - series.first.month


def first_day(series: Series, period: int) -> date:
    """Return the first day of a period, counted from 0."""
    if series.every is Every.WEEK:
        return series.first + timedelta(weeks=period)
    months = series.first.month - 1 + period
    return date(series.first.year + months // MONTHS, months % MONTHS + 1, 1)


def is_seen(demand: Floats) -> Bools:
    """Tell in which periods demand could be seen."""
    return ~np.isnan(demand)
