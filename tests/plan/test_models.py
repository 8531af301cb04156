"""Each forecasting model against its slow twin, against published figures, and by its laws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest

from jxc_xl.plan import intermittent, seasonal, smoothing
from jxc_xl.plan.averages import moving_average, naive
from jxc_xl.plan.candidates import Name, candidates
from jxc_xl.plan.learning import learn
from jxc_xl.plan.series import Floats
from tests.plan import forecast_twins as twins
from tests.plan.demands import GAP, seasons, shop

HORIZON, CYCLE = 5, 12
ORIGINS = [3, 9, 20, 29, 30, 44]
TWINS: dict[Name, twins.Twin] = {
    Name.MEDIAN: twins.default,
    Name.NAIVE: twins.moving(1),
    Name.MA4: twins.moving(4),
    Name.MA8: twins.moving(8),
    Name.SES: twins.ses,
    Name.HOLT: twins.holt,
    Name.CROSTON: twins.croston,
    Name.SBA: twins.sba,
    Name.TSB: twins.tsb,
    Name.SEASONAL_NAIVE: twins.seasonal_naive(CYCLE),
    Name.HOLT_WINTERS_ADDITIVE: twins.holt_winters(CYCLE, is_product=False),
    Name.HOLT_WINTERS_MULTIPLICATIVE: twins.holt_winters(CYCLE, is_product=True),
}
FLAT: dict[str, Callable[[Floats, Sequence[int]], Floats]] = {
    "naive": naive,
    "ma4": partial(moving_average, periods=4),
    "ses": smoothing.ses,
    "holt": partial(smoothing.holt, horizon=3),
    "croston": intermittent.croston,
    "sba": intermittent.sba,
    "tsb": intermittent.tsb,
}

# Forecasting: Principles and Practice, § 8.1 (3rd ed.): Algerian exports, alpha 0.84, first level 39.54
ALGERIA = [39.04, 46.24, 19.79, 24.68, 25.08, 22.60, 25.99]
ALGERIA_LEVELS = [39.12, 45.10, 23.84, 24.55, 25.00, 22.99, 25.51]
# The same, § 7.2 (2nd ed.): Australian air passengers, alpha 0.8321, beta* 0.0001, first level 15.57, trend 2.102
AIR = [17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58]
AIR_EXPECTED = [17.67, 19.68, 23.59, 25.94, 28.86, 29.33, 31.02, 32.34, 33.29, 32.81]
# The same, § 13.2 (2nd ed.): an oil company's monthly sales of a product, Croston with 0.1: 2.750 ÷ 2.793 = 0.985
OIL = [0, 2, 0, 1, 0, 11, 0, 0, 0, 0, 2, 0, 6, 3, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 1, 0, 1, 0, 0]

LONG_AGO = np.array([[1e9]])  # seen periods: the first weigh no more than later ones


def column(values: Sequence[float]) -> Floats:
    return np.array([values], np.float64)


@pytest.mark.parametrize("name", list(Name))
@pytest.mark.parametrize("kind", ["shop", "seasons"])
def test_a_model_says_at_each_origin_what_its_twin_says_that_knows_nothing_later(name: Name, kind: str) -> None:
    demand = shop(120, 44) if kind == "shop" else seasons(60, 44, CYCLE)
    found = candidates(demand, ORIGINS, HORIZON, CYCLE)[name]
    for at, origin in enumerate(ORIGINS):
        again = [TWINS[name](row[:origin].tolist(), HORIZON) for row in demand]
        np.testing.assert_allclose(found[at], np.maximum(again, 0), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", [Name.SEASONAL_NAIVE, Name.HOLT_WINTERS_ADDITIVE, Name.HOLT_WINTERS_MULTIPLICATIVE])
def test_a_season_is_forecast_only_after_two_full_years(name: Name) -> None:
    demand = seasons(3, 44, CYCLE)
    first = np.isnan(demand).sum(axis=1) * np.isnan(demand[:, 0])
    found = candidates(demand, list(range(1, 45)), HORIZON, CYCLE)[name]
    years = [np.isfinite(found[:, row]).any(axis=1).argmax() + 1 for row in range(3)]
    assert years == (first + 2 * CYCLE).tolist()
    assert name not in candidates(demand[:, : 2 * CYCLE - 1], [20], HORIZON, CYCLE)


def test_multiplied_seasons_are_of_products_sold_in_every_period_only() -> None:
    demand = seasons(2, 40, CYCLE)
    demand[1, 30] = 0
    found = seasonal.holt_winters(demand, [30, 40], HORIZON, CYCLE, seasonal.MULTIPLICATIVE)
    assert np.isfinite(found).all(axis=2).tolist() == [[True, True], [True, False]]


def test_a_season_begun_from_scraps_takes_nothing_from_months_not_seen() -> None:
    row = [62, 74, GAP, GAP, 75, *[GAP] * 6, 132, GAP, 2, *[GAP] * 10, 60, 70, 80, GAP, 75, 50, 40, 90]
    found = seasonal.holt_winters(column(row), [32], 12, CYCLE, seasonal.MULTIPLICATIVE)[0, 0]
    np.testing.assert_allclose(found, twins.holt_winters(CYCLE, is_product=True)(row, 12))


def test_a_season_that_never_changes_is_repeated() -> None:
    year = [5.0, 9.0, 2.0, 7.0, 30.0, 1.0, 4.0, 8.0, 6.0, 3.0, 11.0, 10.0]
    for kind in (seasonal.ADDITIVE, seasonal.MULTIPLICATIVE):
        found = seasonal.holt_winters(column(year * 3), [36], 14, CYCLE, kind)
        np.testing.assert_allclose(found[0, 0], [*year, *year[:2]], rtol=1e-9)
    assert seasonal.seasonal_naive(column(year * 3), [36], 14, CYCLE)[0, 0].tolist() == [*year, *year[:2]]


def test_simple_smoothing_of_algerian_exports_as_published() -> None:
    model = smoothing.ses_model(np.array([0.84]), 1)._replace(start=(np.array([[39.54]]), LONG_AGO))
    levels = [at.expected[0] for at in learn(column(ALGERIA), list(range(1, 8)), model)]
    assert levels == pytest.approx(ALGERIA_LEVELS, abs=0.008)


def test_holt_of_australian_air_passengers_as_published() -> None:
    weights = smoothing.Weights(np.array([0.8321]), np.array([0.0001]), 1.0)
    model = smoothing.holt_model(weights, 1)._replace(start=(np.array([[15.57]]), np.array([[2.102]]), LONG_AGO))
    expected = [at.expected[0] for at in learn(column(AIR), list(range(10)), model)]
    assert expected == pytest.approx(AIR_EXPECTED, abs=0.015)


def test_croston_of_an_oil_company_as_published() -> None:
    model = intermittent.croston_model(np.array([0.1]), np.ones(1), 1)
    (at,) = learn(column(OIL), [len(OIL)], model)
    assert (at.state[0][0], at.state[1][0], at.expected[0]) == pytest.approx((2.750, 2.793, 0.985), abs=0.0006)


def test_tsb_by_hand() -> None:
    """Sold 10, nothing, 20, nothing: the size is 10, 10, 14, 14; the chance 1, 1/2, 1/2 + 0.4 × 1/2, 0.6 of that."""
    model = intermittent.tsb_model(np.array([0.4]), 1)
    (at,) = learn(column([10, 0, 20, 0]), [4], model)
    assert (at.state[0][0], at.state[1][0], at.expected[0]) == pytest.approx((14, 0.42, 5.88))


@pytest.mark.parametrize("name", FLAT)
def test_a_period_not_seen_is_as_if_it_had_not_been(name: str) -> None:
    random = np.random.default_rng(5)
    for row in shop(25, 30, has_gaps=False):
        places = np.sort(random.integers(0, 31, 6))
        with_gaps = np.insert(row, places, GAP)
        np.testing.assert_array_equal(FLAT[name](column(with_gaps.tolist()), [36]), FLAT[name](row[None], [30]))


@pytest.mark.parametrize("name", FLAT)
def test_what_has_not_been_seen_yet_tells_nothing(name: str) -> None:
    assert FLAT[name](column([GAP, GAP, GAP]), [0, 3]).max() == 0


def test_a_dead_product_fades_with_tsb_and_stays_with_croston() -> None:
    alive = [4.0, 0, 6, 0, 0, 5, 4, 0, 6, 5]
    origins = [10, 20, 40, 60]
    dead = column(alive + [0.0] * 50)
    tsb, croston = intermittent.tsb(dead, origins)[:, 0, 0], intermittent.croston(dead, origins)[:, 0, 0]
    assert (np.diff(tsb) < 0).all()
    assert tsb[-1] < 0.1
    assert croston[-1] > 1


def test_the_median_is_cut_at_nothing_and_a_falling_trend_too() -> None:
    falling = column([float(max(60 - 4 * at, 0)) for at in range(20)])
    assert smoothing.holt(falling, [15], 20).min() < 0
    assert candidates(falling, [15], 20, CYCLE)[Name.HOLT].min() == 0
