"""What an event does to demand: how many times the usual level was sold when it last took place.

The level is learnt from ordinary periods alone, so a 双11 does not raise the weeks after it. An event's factor is all
that was sold in its past periods over all that the level before each of them would have given; each product has its
own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from jxc_xl.numbers import Bools, Ints
from jxc_xl.plan.accuracy import total
from jxc_xl.plan.averages import moving_average, seen_until
from jxc_xl.plan.series import Floats, is_seen

BEFORE = 8
"""Ordinary periods before an event whose mean is its level."""

FEWEST_BEFORE = 4
"""How many of them at least must have been seen, or the event teaches nothing."""


class Factors(NamedTuple):
    """What to multiply forecasts by, and where it is not known.

    Attributes:
        values: (origins, products, horizon), >= 0; 1 in a period without event, and where nothing is known.
        is_unknown: Whether the period has an event nothing was learnt of, in the same shape.
    """

    values: Floats
    is_unknown: Bools


def ordinary(demand: Floats, marked: Ints) -> Floats:
    """Return demand with the periods of events left out, as if they could not be seen."""
    return np.where(marked[: demand.shape[1]] >= 0, np.nan, demand)


def factors(demand: Floats, marked: Ints, origins: Sequence[int], horizon: int) -> Factors:
    """Return what the periods after each origin are to be multiplied by.

    Args:
        demand: (products, periods), NaN = not seen.
        marked: Which event each period has, -1 for none, (periods + horizon,).
        origins: How many periods are known.
        horizon: How many periods to look ahead.
    """
    shape = (len(origins), len(demand), horizon)
    found = Factors(np.ones(shape), np.zeros(shape, np.bool_))
    past = np.flatnonzero(marked[: demand.shape[1]] >= 0)
    sold, usual = _compare(demand, marked, past)
    for at, origin in enumerate(origins):
        for ahead in np.flatnonzero(marked[origin : origin + horizon] >= 0):
            is_same = (marked[past] == marked[origin + ahead]) & (past < origin)
            above, level = total(sold[is_same]), total(usual[is_same])
            found.values[at, :, ahead] = np.divide(above, level, out=np.ones(len(demand)), where=level > 0)
            found.is_unknown[at, :, ahead] = level <= 0
    return found


def _compare(demand: Floats, marked: Ints, past: Ints) -> tuple[Floats, Floats]:
    """Return what was sold in periods of events, and what the level before would have given; 0 and 0 if not known."""
    if not len(past):
        return np.zeros((0, len(demand))), np.zeros((0, len(demand)))
    plain = ordinary(demand, marked)
    usual = moving_average(plain, past.tolist(), BEFORE)[:, :, 0]
    is_known = (seen_until(plain, past.tolist()) >= FEWEST_BEFORE) & is_seen(demand[:, past].T) & (usual > 0)
    return np.where(is_known, demand[:, past].T, 0.0), np.where(is_known, usual, 0.0)
