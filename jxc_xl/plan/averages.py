"""What was last, and means of what was last: the plainest forecasts, against which all others are measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jxc_xl.numbers import Ints
from jxc_xl.plan.series import Floats, is_seen


def naive(demand: Floats, origins: Sequence[int]) -> Floats:
    """Return the last seen demand of each product at each origin, (origins, products, 1); 0 where there is none."""
    return moving_average(demand, origins, 1)


def moving_average(demand: Floats, origins: Sequence[int], periods: int) -> Floats:
    """Return the mean of the last seen periods of each product at each origin.

    Args:
        demand: (products, periods), NaN = not seen.
        origins: How many periods are known.
        periods: How many seen periods to take; where there are fewer, all; where there are none, the mean is 0.

    Returns:
        (origins, products, 1): the same for all coming periods.
    """
    seen = is_seen(demand)
    seen_first = np.argsort(~seen, axis=1, kind="stable")
    packed = np.take_along_axis(np.where(seen, demand, 0.0), seen_first, axis=1)
    packed = np.pad(packed, ((0, 0), (0, 1)))  # so that there is a period even where there is none
    known = seen_until(demand, origins)
    taken = np.zeros(known.shape)
    rows = np.arange(len(demand))
    for back in range(1, periods + 1):
        taken += packed[rows, np.maximum(known - back, 0)] * (known >= back)
    return np.asarray(taken / np.clip(known, 1, periods), np.float64)[:, :, None]


def seen_until(demand: Floats, origins: Sequence[int]) -> Ints:
    """Return how many periods of each product were seen by each origin, (origins, products)."""
    counts = np.cumsum(is_seen(demand), axis=1)
    none = np.zeros(len(demand), np.int64)
    return np.stack([counts[:, origin - 1] if origin else none for origin in origins])
