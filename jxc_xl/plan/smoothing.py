"""Exponential smoothing without seasons: a level (SES), and a level with a trend that dies away (damped Holt)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from jxc_xl.numbers import Bools
from jxc_xl.plan.learning import Model, State, kept, learn, level, nothing, weight
from jxc_xl.plan.series import Floats

ALPHAS = np.array([0.05, 0.1, 0.2, 0.3])
"""Chosen by rolling origins inside the first 45 weeks of Online Retail."""

PHI = 0.9
"""What is left of a trend one period on. A trend that goes on for ever orders too much."""


class Weights(NamedTuple):
    """Parameters of a trend on a grid.

    Attributes:
        alpha: Weight of a period's error on the level, (parameters,), 0 to 1.
        beta: Share of a change of level that is taken for trend, (parameters,), 0 to 1.
        phi: What is left of the trend one period on, 0 to 1.
    """

    alpha: Floats
    beta: Floats
    phi: float


TREND = Weights(np.array([0.1, 0.1, 0.2, 0.2, 0.4, 0.4]), np.array([0.05, 0.2] * 3), PHI)


def ses(demand: Floats, origins: Sequence[int]) -> Floats:
    """Return simple exponential smoothing's level of each product at each origin, (origins, products, 1).

    Args:
        demand: (products, periods), >= 0, NaN = not seen.
        origins: How many periods are known, ascending.

    Source:
        Brown (1959); Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., § 8.1.
    """
    return level(learn(demand, origins, ses_model(ALPHAS, len(demand))))


def ses_model(alphas: Floats, products: int) -> Model:
    """Return the model: level += alpha × error. Its state: the level, and how many periods were seen."""
    alpha = alphas[:, None]

    def update(state: State, value: Floats, seen: Bools) -> State:
        old, count = state
        count = count + seen
        return old + weight(alpha, count) * ((value - old) * seen), count

    return Model((nothing(alphas, products), nothing(alphas[:1], products)), lambda state: state[0], update)


def holt(demand: Floats, origins: Sequence[int], horizon: int) -> Floats:
    """Return damped Holt forecasts of each product at each origin, (origins, products, horizon); may be below 0.

    Args:
        demand: (products, periods), >= 0, NaN = not seen.
        origins: How many periods are known, ascending.
        horizon: How many periods to look ahead.

    Source:
        Gardner and McKenzie (1985); Hyndman and Athanasopoulos, § 8.2.
    """
    learnt = learn(demand, origins, holt_model(TREND, len(demand)))
    return np.stack([trended(at.state[0], at.state[1], horizon) for at in learnt])


def holt_model(weights: Weights, products: int) -> Model:
    """Return the model: level += phi × trend + alpha × error, trend = phi × trend + beta × alpha × error.

    Its state: level, trend, and how many periods were seen; the first of them tells no trend.
    """
    alpha, beta = weights.alpha[:, None], weights.beta[:, None]

    def expect(state: State) -> Floats:
        return state[0] + weights.phi * state[1]

    def update(state: State, value: Floats, seen: Bools) -> State:
        expected, count = expect(state), state[2] + 1
        step = weight(alpha, count) * (value - expected)
        after = (expected + step, weights.phi * state[1] + beta * step * (count > 1), count)
        return kept(after, state, seen)

    none = nothing(weights.alpha, products)
    return Model((none, none, none[:1]), expect, update)


def trended(last: Floats, trend: Floats, horizon: int, phi: float = PHI) -> Floats:
    """Return a level carried on by a damped trend, (products, horizon): level + (phi + … + phi**h) × trend."""
    return last[:, None] + trend[:, None] * np.cumsum(phi ** np.arange(1.0, horizon + 1))
