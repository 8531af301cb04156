"""What will be sold in the coming periods, product by product, with how wrong such forecasts were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jxc_xl.numbers import Bools, Ints
from jxc_xl.plan import accuracy, events
from jxc_xl.plan.averages import seen_until
from jxc_xl.plan.candidates import Name, candidates
from jxc_xl.plan.choice import Rule, choose
from jxc_xl.plan.series import CYCLE, Floats, Series, marks

BLOCK = 2048
"""Products forecast at a time: their arrays stay in the processor's cache, and memory small."""


class Options(NamedTuple):
    """How forecasts are made and measured.

    Attributes:
        fewest_seen: How many ordinary periods must have been seen for a forecast, and before an origin to measure one.
        origins: How many past moments forecasts are measured from: the latest from which all periods of the horizon
            are known, and those just before it.
        rule: When a model replaces the default.
    """

    fewest_seen: int = 8
    origins: int = 8
    rule: Rule = Rule()


DEFAULT = Options()


class Note(StrEnum):
    """What there is to say about a forecast; of several the first in this order."""

    TOO_SHORT = "too_short"
    """No forecast: fewer ordinary periods were seen than ``fewest_seen``."""
    NO_DEMAND = "no_demand"
    """No forecast: nothing was ever sold in a period seen."""
    EVENT_UNKNOWN = "event_unknown"
    """An event is coming of which nothing is known yet: its periods are forecast like ordinary ones."""
    NOT_MEASURED = "not_measured"
    """The history is too short, or nothing was sold of late, to tell how wrong such forecasts are."""
    NONE = ""


class Forecasts(NamedTuple):
    """Forecasts of products, in the order of the series.

    Attributes:
        values: Units in each coming period, (products, horizon), >= 0, not rounded; NaN = no forecast.
        naive: What the naive model says, in the same shape: the last ordinary period again, times an event's factor.
        names: Model of each product, a ``Name``; "" = no forecast.
        error: WAPE of the model at past origins, (products,): all misses over all that was sold; NaN = not measured.
        naive_error: The naive model's, over the same periods.
        notes: A ``Note`` each.
    """

    values: Floats
    naive: Floats
    names: npt.NDArray[np.str_]
    error: Floats
    naive_error: Floats
    notes: npt.NDArray[np.str_]


def forecast(series: Series, horizon: int, options: Options = DEFAULT) -> Forecasts:
    """Forecast each product by itself; other products never change its figures.

    Periods of events are left out when levels are learnt; a coming one gets the factor its past ones had. A model
    other than the default is taken only if it was clearly better at past origins (``choice``). Nothing is random.

    Args:
        series: Demand.
        horizon: How many periods to forecast, >= 1.
        options: How.
    """
    marked = marks(series, horizon)
    blocks = range(0, max(len(series.demand), 1), BLOCK)
    parts = [_block(series._replace(demand=series.demand[at : at + BLOCK]), marked, horizon, options) for at in blocks]
    return Forecasts(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def past_origins(periods: int, horizon: int, options: Options) -> list[int]:
    """Return the origins forecasts are measured from, ascending: how many periods were known then."""
    last = periods - horizon
    return list(range(max(last - options.origins + 1, 1), last + 1))


def _block(series: Series, marked: Ints, horizon: int, options: Options) -> Forecasts:
    """Forecast some of the products."""
    periods = series.demand.shape[1]
    past = past_origins(periods, horizon, options)
    origins = [*past, periods]
    plain = events.ordinary(series.demand, marked)
    is_enough = seen_until(plain, origins) >= options.fewest_seen
    factors = events.factors(series.demand, marked, origins, horizon)
    found = candidates(plain, origins, horizon, CYCLE[series.every])
    found = {name: of * factors.values for name, of in found.items()}
    naive = found.pop(Name.NAIVE)
    actual = _followed(series.demand, past, is_enough, horizon)
    chosen = choose(_tried(found), actual, accuracy.scale(plain), options.rule)
    best = _pick(found, chosen)
    error = accuracy.wape(actual, best[:-1])
    naive_error = accuracy.wape(np.where(np.isnan(best[:-1]), np.nan, actual), naive[:-1])
    notes = _notes(series.demand, is_enough[-1], factors.is_unknown[-1], error)
    names = np.array([str(name) for name in found])[chosen]
    is_none = np.isin(notes, (Note.TOO_SHORT, Note.NO_DEMAND))
    names[is_none] = ""
    for part in (best[-1], naive[-1], error, naive_error):
        part[is_none] = np.nan
    return Forecasts(best[-1], naive[-1], names, error, naive_error, notes)


def _followed(demand: Floats, past: Sequence[int], is_enough: Bools, horizon: int) -> Floats:
    """Return what was sold after each past origin, (origins, products, horizon); NaN = not to be measured by."""
    actual = np.full((len(past), len(demand), horizon), np.nan)
    for at, origin in enumerate(past):
        actual[at, is_enough[at]] = demand[is_enough[at], origin : origin + horizon]
    return actual


def _tried(found: Mapping[Name, Floats]) -> dict[Name, Floats]:
    """Return past forecasts; none of a model that has none for the coming periods."""
    return {name: np.where(np.isnan(of[-1:]), np.nan, of[:-1]) for name, of in found.items()}


def _pick(found: Mapping[Name, Floats], chosen: Ints) -> Floats:
    """Return of each product the forecasts of the model chosen."""
    picked = np.empty_like(found[Name.MEDIAN])
    for place, values in enumerate(found.values()):
        rows = chosen == place
        picked[:, rows] = values[:, rows]
    return picked


def _notes(demand: Floats, is_enough: Bools, is_unknown: Bools, error: Floats) -> npt.NDArray[np.str_]:
    """Return the note of each product."""
    conditions = {
        Note.TOO_SHORT: ~is_enough,
        Note.NO_DEMAND: ~(demand > 0).any(axis=1),
        Note.EVENT_UNKNOWN: is_unknown.any(axis=1),
        Note.NOT_MEASURED: np.isnan(error),
    }
    return np.select(list(conditions.values()), [str(note) for note in conditions], default=str(Note.NONE))
