"""How a model learns from demand: all its parameters at once, through all periods, remembering where it stood.

A model is a state, what it expects next, and how a period changes the state. Of the parameters on a grid each product
gets those whose squared one-step errors so far are least. One walk through the periods answers for every origin (a
moment from which to look ahead), for what was learnt before it is not changed by what came after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from jxc_xl.numbers import Bools, Ints
from jxc_xl.plan.series import Floats, is_seen

WARM_UP = 4
"""Seen periods whose errors choose no parameters: they tell of the beginning, not of the parameters."""

State = tuple[Floats, ...]
"""Arrays of (parameters, products), or what can be broadcast to it."""


class Model(NamedTuple):
    """A model on a grid of parameters.

    Attributes:
        start: State before the first period.
        expect: What the model expects of the next period, (parameters, products).
        update: State after a period, from the state before, its demand and whether it was seen, (products,) each.
    """

    start: State
    expect: Callable[[State], Floats]
    update: Callable[[State, Floats, Bools], State]


class Learnt(NamedTuple):
    """Where a model stands at an origin, with each product's best parameters; arrays of (products,)."""

    expected: Floats
    state: State


def learn(demand: Floats, origins: Sequence[int], model: Model) -> list[Learnt]:
    """Walk a model through the periods; return where it stands at each origin.

    Args:
        demand: (products, periods), NaN = not seen.
        origins: How many periods are known, ascending, each once.
        model: The model.
    """
    seen = np.ascontiguousarray(is_seen(demand).T)
    values = np.where(seen, demand.T, 0.0)
    is_judged = seen & (np.cumsum(seen, axis=0) > WARM_UP)
    state = model.start
    expected = model.expect(state)
    error = np.zeros(expected.shape)
    learnt = [_best(expected, state, error)] if 0 in origins else []
    for period in range(max(origins)):
        error += np.square(values[period] - expected) * is_judged[period]
        state = model.update(state, values[period], seen[period])
        expected = model.expect(state)
        if period + 1 in origins:
            learnt.append(_best(expected, state, error))
    return learnt


def kept(after: State, before: State, seen: Bools) -> State:
    """Return the state after a period where it was seen; where not, the state before, as if there had been none."""
    if seen.all():
        return after
    return tuple(np.where(seen, new, old) for new, old in zip(after, before, strict=True))


def weight(alpha: Floats, count: Floats) -> Floats:
    """Return how much the latest of ``count`` seen periods weighs: alpha, but of few periods at least its share.

    So the first few periods give their plain mean, and nothing has to be assumed before there is any demand.
    """
    return np.asarray(np.maximum(alpha, 1 / np.maximum(count, 1)), np.float64)


def level(learnt: Sequence[Learnt]) -> Floats:
    """Return what was expected at each origin, (origins, products, 1): a model without trend expects it ever after."""
    return np.stack([at.expected for at in learnt])[:, :, None]


def nothing(parameters: Floats, products: int) -> Floats:
    """Return zeros of (parameters, products)."""
    return np.zeros((len(parameters), products))


def _best(expected: Floats, state: State, error: Floats) -> Learnt:
    """Take for each product the parameters with the least error; of equals the first."""
    best: Ints = error.argmin(axis=0)
    rows = np.arange(error.shape[1])
    return Learnt(expected[best, rows], tuple(np.broadcast_to(part, error.shape)[best, rows] for part in state))
