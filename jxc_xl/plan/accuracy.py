"""How far forecasts were off: WAPE to show, MASE and RMSSE to choose by.

WAPE, all misses over all that was sold, is what a shop can read: 0.4 is 40 pieces off for every 100 sold. It needs no
demand in each single period, as MAPE does. MASE and RMSSE divide the error by how much demand changes from one period
to the next, so that products of any size can be averaged (M4, M5).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jxc_xl.plan.series import Floats, is_seen


class Scale(NamedTuple):
    """How much demand changed from one seen period to the next, (products,); NaN where it never did.

    Attributes:
        mean: Mean absolute change, for MASE.
        root: Root of the mean squared change, for RMSSE.
    """

    mean: Floats
    root: Floats


def scale(demand: Floats) -> Scale:
    """Return the scale of each product's demand, (products, periods), NaN = not seen.

    Source:
        Hyndman and Koehler (2006); the M5 guide, which starts a product at its first sale, as NaN before it does here.
    """
    seen = is_seen(demand)
    together = np.take_along_axis(demand, np.argsort(~seen, axis=1, kind="stable"), axis=1)
    change = np.diff(together, axis=1)
    return Scale(_or_nan(mean(np.abs(change))), _or_nan(np.sqrt(mean(np.square(change)))))


def mase(actual: Floats, forecast: Floats, by: Scale) -> Floats:
    """Return the mean absolute scaled error over the last axis, (…, products); NaN where it has none.

    Args:
        actual: (…, products, horizon), NaN = not seen.
        forecast: What can be broadcast to it.
        by: The products' scale.
    """
    return mean(np.abs(forecast - actual)) / by.mean


def rmsse(actual: Floats, forecast: Floats, by: Scale) -> Floats:
    """Return the root mean squared scaled error over the last axis; as ``mase``."""
    return np.asarray(np.sqrt(mean(np.square(forecast - actual))) / by.root, np.float64)


def wape(actual: Floats, forecast: Floats) -> Floats:
    """Return the sum of all misses over the sum of all demand, over the first and last axis, (products,).

    Args:
        actual: (origins, products, horizon), NaN = not seen.
        forecast: In the same shape; NaN = not to be counted.

    Returns:
        0 = nothing was missed; NaN where nothing was sold in the periods counted.
    """
    missed = np.abs(forecast - actual)
    sold = total(np.where(is_seen(missed), actual, 0.0).sum(axis=-1))
    off = total(np.where(is_seen(missed), missed, 0.0).sum(axis=-1))
    return np.asarray(np.divide(off, sold, out=np.full(len(sold), np.nan), where=sold > 0), np.float64)


def total(values: Floats) -> Floats:
    """Return sums over the first axis, (products,), from (…, products).

    Each product's figures are laid together first: numpy adds a column of many in another order than a column that
    stands alone, and a product's figures must not differ in the last digit by what else was asked for.
    """
    return np.asarray(np.ascontiguousarray(values.T).sum(axis=-1), np.float64)


def mean(values: Floats) -> Floats:
    """Return means over the last axis of what is not NaN; NaN where all is."""
    seen = is_seen(values)
    count = seen.sum(axis=-1)
    sums = np.where(seen, values, 0.0).sum(axis=-1)
    return np.asarray(np.divide(sums, count, out=np.full(count.shape, np.nan), where=count > 0), np.float64)


def _or_nan(values: Floats) -> Floats:
    """Return values with NaN for 0."""
    return np.where(values > 0, values, np.nan)
