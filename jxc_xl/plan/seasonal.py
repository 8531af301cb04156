"""Demand that repeats itself every year: last year's figure, and Holt-Winters, with a damped trend.

Only products of which two full years lie between their first seen period and the origin are forecast; of one year
nobody can tell a season from chance. All others get NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from jxc_xl.numbers import Bools, Ints
from jxc_xl.plan.averages import moving_average
from jxc_xl.plan.learning import Learnt, Model, State, kept, learn
from jxc_xl.plan.series import Floats, is_seen
from jxc_xl.plan.smoothing import PHI, trended

FULL_CYCLES = 2

STEEPEST = 0.8
"""Most a year may be above or below the year before, as a share of their mean, when a trend is begun."""


class Weights(NamedTuple):
    """Weights on a grid, (parameters,) each, 0 to 1: of an error on the level, the trend and the season."""

    alpha: Floats
    beta: Floats
    gamma: Floats


GRID = Weights(*(part.ravel() for part in np.meshgrid([0.05, 0.2, 0.4], [0.0, 0.1], [0.05, 0.2])))


class Kind(NamedTuple):
    """How a season acts.

    Attributes:
        join: Demand from level and season.
        part: Season from demand and level, or level from demand and season; the other way round of ``join``.
        neutral: The season that changes nothing.
    """

    join: Callable[[Floats, Floats], Floats]
    part: Callable[[Floats, Floats], Floats]
    neutral: float


def _quotient(value: Floats, by: Floats) -> Floats:
    """Divide; where a falling trend has taken the level below 0, nothing can be told of the season: return 1."""
    return np.divide(value, by, out=np.ones(np.broadcast_shapes(value.shape, by.shape)), where=by > 0)


ADDITIVE = Kind(np.add, np.subtract, 0.0)
MULTIPLICATIVE = Kind(np.multiply, _quotient, 1.0)


def seasonal_naive(demand: Floats, origins: Sequence[int], horizon: int, cycle: int) -> Floats:
    """Return the demand seen at the same time of the latest year in which it was seen, else a year's mean.

    Args:
        demand: (products, periods), NaN = not seen.
        origins: How many periods are known.
        horizon: How many periods to look ahead.
        cycle: Periods a year.

    Returns:
        (origins, products, horizon); NaN where two full years do not exist.
    """
    found = np.repeat(moving_average(demand, origins, cycle), horizon, axis=2)
    for at, origin in enumerate(origins):
        for ahead in range(horizon):
            for period in range((origin + ahead) % cycle, origin, cycle):  # later years overwrite earlier ones
                found[at, :, ahead] = np.where(is_seen(demand[:, period]), demand[:, period], found[at, :, ahead])
    return _only(found, has_cycles(demand, origins, cycle))


def holt_winters(demand: Floats, origins: Sequence[int], horizon: int, cycle: int, kind: Kind) -> Floats:
    """Return damped Holt-Winters forecasts of each product at each origin; may be below 0.

    Args:
        demand: (products, periods), >= 0, NaN = not seen.
        origins: How many periods are known, ascending.
        horizon: How many periods to look ahead.
        cycle: Periods a year.
        kind: ``ADDITIVE`` or ``MULTIPLICATIVE``; the latter only of products that were bought in every seen period.

    Returns:
        (origins, products, horizon); NaN where there is no forecast.

    Source:
        Winters (1960); Hyndman and Athanasopoulos, § 8.3; begun from the first two years.
    """
    can = has_cycles(demand, origins, cycle)
    if kind is MULTIPLICATIVE:
        can &= np.stack([~(demand[:, :origin] <= 0).any(axis=1) for origin in origins])
    found = np.full((len(origins), len(demand), horizon), np.nan)
    rows = can.any(axis=0)
    if rows.any():
        learnt = learn(demand[rows], origins, _model(GRID, _start(demand[rows], cycle, kind), kind))
        found[:, rows] = np.stack([_outlook(at, horizon, kind) for at in learnt])
    return _only(found, can)


def has_cycles(demand: Floats, origins: Sequence[int], cycle: int) -> Bools:
    """Tell of which products two full years lie between their first seen period and the origin, (origins, products)."""
    first = _first_seen(demand)
    return np.stack([first + FULL_CYCLES * cycle <= origin for origin in origins])


def _first_seen(demand: Floats) -> Ints:
    """Return each product's first seen period; of one never seen the number of periods."""
    seen = is_seen(demand)
    return np.asarray(np.where(seen.any(axis=1), seen.argmax(axis=1), demand.shape[1]), np.int64)


def _start(demand: Floats, cycle: int, kind: Kind) -> State:
    """Return level, trend and seasons (the next period's first) that two years begin with, (products,) each.

    The trend is what the second year is above the first, over the times of the year seen in both, but never so steep
    that a line of it through both years came near 0; the seasons are what is left around that line.
    """
    first = _first_seen(demand)
    rows, steps = np.arange(len(demand))[:, None], np.arange(FULL_CYCLES * cycle)
    years = demand[rows, np.minimum(first[:, None] + steps, demand.shape[1] - 1)]
    steepest = STEEPEST * _mean(years, axis=1)
    trend = np.clip(_mean(years[:, cycle:] - years[:, :cycle], axis=1), -steepest, steepest) / cycle
    slope = trend[:, None] * (steps - (cycle - 1) / 2)
    middle = _mean(years - slope, axis=1)
    apart = np.where(is_seen(years), kind.part(years, middle[:, None] + slope), np.nan)
    season = _mean(apart.reshape(-1, FULL_CYCLES, cycle), axis=1, empty=kind.neutral)
    in_order = season[rows, (steps[:cycle] - first[:, None]) % cycle]
    return middle - trend * (cycle + 1) / 2, trend, *in_order.T


def _mean(values: Floats, axis: int, empty: float = 0.0) -> Floats:
    """Return means over what is not NaN, and ``empty`` where all is."""
    seen = is_seen(values)
    count = seen.sum(axis=axis)
    means = np.where(seen, values, 0.0).sum(axis=axis) / np.maximum(count, 1)
    return np.where(count > 0, means, empty)


def _model(weights: Weights, start: State, kind: Kind) -> Model:
    """Return the model; seasons follow one another in the state, so that each period's is the first in its turn."""
    alpha, beta, gamma = (part[:, None] for part in weights)

    def expect(state: State) -> Floats:
        return kind.join(state[0] + PHI * state[1], state[2])

    def update(state: State, value: Floats, seen: Bools) -> State:
        level, trend, season, *coming = state
        base = level + PHI * trend
        new_level = base + alpha * (kind.part(value, season) - base)
        new_trend = PHI * trend + beta * (new_level - base)
        new_season = season + gamma * (kind.part(value, base) - season)
        level, trend, season = kept((new_level, new_trend, new_season), (level, trend, season), seen)
        return level, trend, *coming, season

    return Model((alpha * 0 + start[0], *start[1:]), expect, update)


def _outlook(at: Learnt, horizon: int, kind: Kind) -> Floats:
    """Return forecasts, (products, horizon), from where a model stands."""
    level, trend, *seasons = at.state
    ahead = np.stack([seasons[period % len(seasons)] for period in range(horizon)], axis=1)
    return kind.join(trended(level, trend, horizon), ahead)


def _only(found: Floats, can: Bools) -> Floats:
    """Return forecasts with NaN for the products that cannot be forecast."""
    return np.where(can[:, :, None], found, np.nan)
