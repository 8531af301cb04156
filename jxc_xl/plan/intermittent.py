"""Demand with gaps: how much when there is any, and how often there is any, learnt apart (Croston, SBA, TSB).

Smoothing the demand itself reads too much into the last period: just after a sale it is too high, after a gap too low.
Croston's interval is updated at a sale only, so a product that nobody buys any more keeps its forecast for ever; TSB's
chance of a sale goes down with every period without one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jxc_xl.numbers import Bools
from jxc_xl.plan.learning import Model, State, learn, level, nothing, weight
from jxc_xl.plan.series import Floats
from jxc_xl.plan.smoothing import ALPHAS


def croston(demand: Floats, origins: Sequence[int]) -> Floats:
    """Return Croston's demand a period of each product at each origin, (origins, products, 1).

    Args:
        demand: (products, periods), >= 0, NaN = not seen.
        origins: How many periods are known, ascending.

    Source:
        Croston (1972), Operational Research Quarterly 23(3); begun as in R's forecast: with the first demand and the
        periods it took to come.
    """
    return level(learn(demand, origins, croston_model(ALPHAS, np.ones_like(ALPHAS), len(demand))))


def sba(demand: Floats, origins: Sequence[int]) -> Floats:
    """Return the Syntetos-Boylan approximation: Croston's figure, which is too high on average, times 1 − alpha/2.

    Source:
        Syntetos and Boylan (2005), International Journal of Forecasting 21(2).
    """
    return level(learn(demand, origins, croston_model(ALPHAS, 1 - ALPHAS / 2, len(demand))))


def croston_model(alphas: Floats, factors: Floats, products: int) -> Model:
    """Return the model: size and interval smoothed whenever there is demand; expects factor × size ÷ interval."""
    alpha, factor = alphas[:, None], factors[:, None]
    none = nothing(alphas, products)

    def expect(state: State) -> Floats:
        return factor * state[0] / state[1]

    def update(state: State, value: Floats, seen: Bools) -> State:
        size, interval, gap = state
        step = np.where(size > 0, alpha, 1.0) * (value > 0)  # the first demand is taken whole
        after = np.where(value > 0, 1.0, gap + seen)
        return size + step * (value - size), interval + step * (gap - interval), after

    return Model((none, none + 1, none[:1] + 1), expect, update)


def tsb(demand: Floats, origins: Sequence[int]) -> Floats:
    """Return Teunter, Syntetos and Babai's demand a period of each product at each origin, (origins, products, 1).

    Args:
        demand: (products, periods), >= 0, NaN = not seen.
        origins: How many periods are known, ascending.

    Source:
        Teunter, Syntetos and Babai (2011), European Journal of Operational Research 214(3); one weight for both.
    """
    return level(learn(demand, origins, tsb_model(ALPHAS, len(demand))))


def tsb_model(alphas: Floats, products: int) -> Model:
    """Return the model: size smoothed at demand, chance of demand every period; expects size × chance.

    Its state: size, chance, and how many periods were seen.
    """
    alpha = alphas[:, None]

    def update(state: State, value: Floats, seen: Bools) -> State:
        size, chance, count = state
        has, count = value > 0, count + seen
        step = np.where(size > 0, alpha, 1.0) * has
        return size + step * (value - size), chance + weight(alpha, count) * ((has - chance) * seen), count

    none = nothing(alphas, products)
    return Model((none, none, none[:1]), lambda state: state[0] * state[1], update)
