"""Demand to try forecasts on."""

from __future__ import annotations

from datetime import date

import numpy as np

from jxc_xl.plan.series import Event, Every, Floats, Series

FIRST = date(2024, 1, 1)  # a Monday
GAP = float("nan")


def weeks(*rows: list[float], events: tuple[Event, ...] = ()) -> Series:
    return Series(np.array(rows, np.float64), Every.WEEK, FIRST, events)


def shop(products: int, periods: int, seed: int = 0, *, has_gaps: bool = True) -> Floats:
    """Return demand of all sorts: steady, soaring, with gaps, dying, listed late, out of stock now and then."""
    random = np.random.default_rng(seed)
    level = random.uniform(1, 40, (products, 1)) * np.linspace(1, random.uniform(0.2, 2, products), periods).T
    is_bought = random.random((products, periods)) < random.uniform(0.1, 1, (products, 1))
    demand = np.where(is_bought, random.poisson(level), 0).astype(np.float64)
    demand[::7, periods * 2 // 3 :] = 0
    demand[3::9] = np.round(level[3::9] + np.maximum(np.arange(periods) - periods / 2, 0) * 20)
    demand[5::9, periods * 3 // 5 :] = np.round(level[5::9, :1]) * 10
    if has_gaps:
        demand[random.random((products, periods)) < 0.1] = np.nan
        demand[1::5, : periods // 4] = np.nan
    return demand


def seasons(products: int, periods: int, cycle: int, seed: int = 0) -> Floats:
    """Return demand above 0 with a strong season, growth and a gap or two."""
    random = np.random.default_rng(seed)
    at = np.arange(periods)
    wave = 1 + 0.6 * np.sin(2 * np.pi * (at / cycle + random.random((products, 1))))
    demand = np.round(random.uniform(20, 200, (products, 1)) * (1 + at / periods) * wave, 3)
    demand *= random.lognormal(0, 0.1, demand.shape)
    demand[1::3, : cycle // 2] = np.nan
    demand[2::5, cycle + 1 : cycle + 3] = np.nan
    return demand
