"""Which forecast of a product to believe: the default, unless another would have done clearly better all along.

The default is the median of five plain models. On shop data it is hard to beat: on Online Retail, taking the model
with the least past error did worse than never doing so, by 2 to 3 % of the error, for the least of many errors is
mostly luck. A season is no luck: so a model replaces the default where its error was smaller at nearly every origin and
much smaller on average. This rule costs the unseasonal products of Online Retail nothing (0.05 % of RMSSE at origins
inside its first 45 weeks) and takes a seventh off the error of made-up products with seasons of all strengths.

The naive model is the yardstick, never a choice: for a product sold now and then it says nothing will be sold, most of
the time, and is right most of the time, and an order made by it is always too small.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from jxc_xl.numbers import Ints
from jxc_xl.plan import accuracy
from jxc_xl.plan.candidates import Name
from jxc_xl.plan.series import Floats


class Rule(NamedTuple):
    """When a model replaces the default.

    Attributes:
        enough: At how many origins, at least, both must have been measured.
        most: At which share of those origins the error must have been smaller.
        gain: How much smaller, as a share, the mean error must have been.
    """

    enough: int = 4
    most: float = 0.75
    gain: float = 0.25


def choose(candidates: Mapping[Name, Floats], actual: Floats, by: accuracy.Scale, rule: Rule) -> Ints:
    """Return which candidate each product gets, (products,): its place among them.

    A candidate's error at an origin is the mean of its MASE and its RMSSE over the periods that followed.

    Args:
        candidates: Forecasts, (origins, products, horizon); the first is the default. NaN = there is none.
        actual: What was sold, in the same shape; NaN = not to be compared.
        by: The products' scale.
        rule: When to replace the default.
    """
    default, *others = (_errors(forecast, actual, by) for forecast in candidates.values())
    gained = np.stack([np.zeros(actual.shape[1]), *(_gain(default, other, rule) for other in others)])
    best: Ints = gained.argmax(axis=0)
    return best


def _errors(forecast: Floats, actual: Floats, by: accuracy.Scale) -> Floats:
    """Return errors, (origins, products)."""
    return (accuracy.mase(actual, forecast, by) + accuracy.rmsse(actual, forecast, by)) / 2


def _gain(default: Floats, other: Floats, rule: Rule) -> Floats:
    """Return by which share a model's mean error is smaller than the default's; 0 where that is not clear.

    A model that could not yet be measured at an origin is compared at the others alone.
    """
    both = ~np.isnan(default + other)
    usual, found = (accuracy.total(np.where(both, errors, 0.0)) for errors in (default, other))
    measured, better = both.sum(axis=0), (both & (other < default)).sum(axis=0)
    is_clear = (measured >= rule.enough) & (better >= rule.most * measured)
    gain = np.divide(usual - found, usual, out=np.zeros(len(usual)), where=usual > 0)
    return np.where(is_clear & (gain >= rule.gain), gain, 0.0)
