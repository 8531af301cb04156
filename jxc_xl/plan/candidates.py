"""The models a forecast can come from, all run over the same demand."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from jxc_xl.plan import seasonal
from jxc_xl.plan.averages import moving_average, naive
from jxc_xl.plan.intermittent import croston, sba, tsb
from jxc_xl.plan.seasonal import ADDITIVE, MULTIPLICATIVE, holt_winters, seasonal_naive
from jxc_xl.plan.series import Floats
from jxc_xl.plan.smoothing import holt, ses


class Name(StrEnum):
    """Models."""

    MEDIAN = "median"
    NAIVE = "naive"
    MA4 = "ma4"
    MA8 = "ma8"
    SES = "ses"
    HOLT = "holt"
    CROSTON = "croston"
    SBA = "sba"
    TSB = "tsb"
    SEASONAL_NAIVE = "seasonal_naive"
    HOLT_WINTERS_ADDITIVE = "holt_winters_additive"
    HOLT_WINTERS_MULTIPLICATIVE = "holt_winters_multiplicative"


PLAIN = (Name.SES, Name.SBA, Name.TSB, Name.MA8, Name.MA4)
"""Models whose median is the default."""


def candidates(demand: Floats, origins: Sequence[int], horizon: int, cycle: int) -> dict[Name, Floats]:
    """Return all models' forecasts, the default first.

    Args:
        demand: Of ordinary periods, (products, periods), >= 0, NaN = not seen.
        origins: How many periods are known, ascending, each once.
        horizon: How many periods to look ahead.
        cycle: Periods a year.

    Returns:
        (origins, products, horizon) each, >= 0: what falls below 0 is cut. NaN = the model has none.
    """
    found = {
        Name.NAIVE: naive(demand, origins),
        Name.MA4: moving_average(demand, origins, 4),
        Name.MA8: moving_average(demand, origins, 8),
        Name.SES: ses(demand, origins),
        Name.HOLT: holt(demand, origins, horizon),
        Name.CROSTON: croston(demand, origins),
        Name.SBA: sba(demand, origins),
        Name.TSB: tsb(demand, origins),
    }
    if demand.shape[1] >= seasonal.FULL_CYCLES * cycle:
        found |= _seasonal(demand, origins, horizon, cycle)
    median = np.median(np.stack([found[name] for name in PLAIN]), axis=0)
    shape = (len(origins), len(demand), horizon)
    return {
        name: np.maximum(np.broadcast_to(of, shape), 0.0, order="C")
        for name, of in {Name.MEDIAN: median, **found}.items()
    }


def _seasonal(demand: Floats, origins: Sequence[int], horizon: int, cycle: int) -> dict[Name, Floats]:
    """Return the forecasts of models that need two years."""
    return {
        Name.SEASONAL_NAIVE: seasonal_naive(demand, origins, horizon, cycle),
        Name.HOLT_WINTERS_ADDITIVE: holt_winters(demand, origins, horizon, cycle, ADDITIVE),
        Name.HOLT_WINTERS_MULTIPLICATIVE: holt_winters(demand, origins, horizon, cycle, MULTIPLICATIVE),
    }
