"""Whole forecasts: laws, what is chosen, how wrong it is said to be, events, and when there is none."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jxc_xl.plan import forecast as module
from jxc_xl.plan.candidates import Name, candidates
from jxc_xl.plan.forecast import Forecasts, Note, Options, forecast, past_origins
from jxc_xl.plan.series import CYCLE, Event, Every, Floats, Series
from tests.plan import forecast_twins as twins
from tests.plan.demands import FIRST, GAP, seasons, shop, weeks

DEMANDS = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.integers(1, 40)),
    elements=st.one_of(st.just(0.0), st.just(GAP), st.integers(1, 100).map(float)),
)
HORIZON = 4
SHOP = shop(90, 40)
SINGLES = (date(2024, 5, 6), date(2024, 9, 2))  # first days of weeks 18 and 35


def of(demand: Floats, every: Every = Every.WEEK, horizon: int = HORIZON) -> Forecasts:
    return forecast(Series(demand, every, FIRST), horizon)


def same(one: Forecasts, other: Forecasts, rows: slice | np.ndarray = slice(None)) -> None:
    for left, right in zip(one, other, strict=True):
        np.testing.assert_array_equal(left, right[rows])


@given(DEMANDS, st.integers(1, 10))
def test_a_forecast_is_never_negative_and_is_either_whole_or_none(demand: Floats, horizon: int) -> None:
    found = of(demand, horizon=horizon)
    none = np.isnan(found.values)
    assert (found.values[~none] >= 0).all()
    np.testing.assert_array_equal(none.all(axis=1), none.any(axis=1))
    np.testing.assert_array_equal(none[:, 0], found.names == "")
    np.testing.assert_array_equal(none[:, 0], np.isin(found.notes, [Note.TOO_SHORT, Note.NO_DEMAND]))
    np.testing.assert_array_equal(none, np.isnan(found.naive))


@given(st.integers(1, 10**6), st.integers(8, 60))
def test_what_is_always_the_same_stays_so(units: int, periods: int) -> None:
    found = of(np.full((1, periods), float(units)))
    np.testing.assert_allclose(found.values, units, rtol=1e-12)
    assert found.names.tolist() == [Name.MEDIAN]
    assert found.error[0] == pytest.approx(0, abs=1e-12) or periods < 8 + HORIZON


@given(DEMANDS, st.integers(-20, 20))
def test_counting_in_other_units_scales_the_forecast(demand: Floats, power: int) -> None:
    plain, scaled = of(demand), of(demand * 2.0**power)  # a power of two is exact in binary
    np.testing.assert_array_equal(scaled.values, plain.values * 2.0**power)
    np.testing.assert_array_equal(scaled.names, plain.names)
    np.testing.assert_array_equal(scaled.error, plain.error)


@pytest.mark.parametrize(("demand", "every"), [(SHOP, Every.WEEK), (seasons(40, 44, 12), Every.MONTH)])
def test_a_product_is_forecast_by_itself(demand: Floats, every: Every, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = of(demand, every)
    order = np.random.default_rng(1).permutation(len(demand))
    same(of(demand[order], every), whole, order)
    same(of(demand[3:4], every), whole, slice(3, 4))
    monkeypatch.setattr(module, "BLOCK", 7)
    same(of(demand, every), whole)


@given(DEMANDS, st.integers(1, 6))
def test_periods_before_a_product_was_listed_change_nothing(demand: Floats, periods: int) -> None:
    early = np.full((len(demand), periods), GAP)
    first = date.fromordinal(FIRST.toordinal() - 7 * periods)
    same(forecast(Series(np.hstack([early, demand]), Every.WEEK, first), HORIZON), of(demand))


@given(DEMANDS)
def test_a_forecast_repeats(demand: Floats) -> None:
    same(of(demand), of(demand.copy()))


def test_demand_is_not_changed_by_forecasting_it() -> None:
    demand = SHOP.copy()
    forecast(Series(demand, Every.WEEK, FIRST, [Event("618", *SINGLES)]), HORIZON)
    np.testing.assert_array_equal(demand, SHOP)


def test_no_product_and_no_period_are_no_forecast() -> None:
    assert of(np.zeros((0, 30))).values.shape == (0, HORIZON)
    assert of(np.zeros((2, 0))).notes.tolist() == [Note.TOO_SHORT] * 2


def test_fewer_than_eight_seen_periods_are_not_enough_and_no_sale_is_none() -> None:
    found = of(np.array([[GAP] * 5 + [3.0] * 7, [GAP] * 4 + [3.0] * 8, [0.0] * 12, [GAP] * 12]))
    assert found.notes.tolist() == [Note.TOO_SHORT, Note.NOT_MEASURED, Note.NO_DEMAND, Note.TOO_SHORT]
    assert np.isfinite(found.values[:, 0]).tolist() == [False, True, False, False]
    few = forecast(weeks([GAP] * 5 + [3.0] * 7), HORIZON, Options(fewest_seen=7))
    assert few.values.tolist() == [[3.0] * HORIZON]


def twin(row: list[float]) -> tuple[str, float, float]:
    """Choose for one product by plain loops; return the model, its WAPE and the naive one's."""
    errors: dict[Name, list[float]] = {}
    misses: dict[Name, list[float]] = {}
    sold = []
    values = twins.seen(row)
    changes = [abs(after - before) for before, after in pairwise(values)]
    mean, root = sum(changes) / len(changes), math.sqrt(sum(one**2 for one in changes) / len(changes))
    for origin in range(len(row) - HORIZON - 7, len(row) - HORIZON + 1):
        known, actual = row[:origin], row[origin : origin + HORIZON]
        if len(twins.seen(known)) < 8 or not twins.seen(actual):
            continue
        sold += twins.seen(actual)
        for name, model in MODELS.items():
            ahead = [max(one, 0.0) for one in model(known, HORIZON)]
            off = [abs(a - b) for a, b in zip(ahead, actual, strict=True) if not math.isnan(b)]
            misses.setdefault(name, []).extend(off)
            squares = math.sqrt(sum(one**2 for one in off) / len(off))
            errors.setdefault(name, []).append((sum(off) / len(off) / mean + squares / root) / 2)
    usual = errors[Name.MEDIAN]
    gains = {name: 1 - sum(of_it) / sum(usual) for name, of_it in errors.items()}
    wins = {name: sum(a < b for a, b in zip(of_it, usual, strict=True)) for name, of_it in errors.items()}
    good = [name for name in errors if wins[name] >= 0.75 * len(usual) and gains[name] >= 0.25 and len(usual) >= 4]
    good = [name for name in good if name is not Name.NAIVE]
    best = max(good, key=lambda name: gains[name], default=Name.MEDIAN)
    return best, sum(misses[best]) / sum(sold), sum(misses[Name.NAIVE]) / sum(sold)


MODELS = {
    Name.MEDIAN: twins.default,
    Name.NAIVE: twins.moving(1),
    Name.MA4: twins.moving(4),
    Name.MA8: twins.moving(8),
    Name.SES: twins.ses,
    Name.HOLT: twins.holt,
    Name.CROSTON: twins.croston,
    Name.SBA: twins.sba,
    Name.TSB: twins.tsb,
}


def test_model_and_both_errors_are_those_of_a_slow_choice_that_learns_anew_at_each_origin() -> None:
    found = of(SHOP)
    rows = [row for row in range(len(SHOP)) if not math.isnan(found.error[row])]
    assert len(set(found.names[rows])) > 2, "the choice is tried"
    for row in rows:
        name, error, naive_error = twin(SHOP[row].tolist())
        assert (found.names[row], found.error[row], found.naive_error[row]) == (
            name,
            pytest.approx(error, rel=1e-9),
            pytest.approx(naive_error, rel=1e-9),
        )
        assert found.values[row] == pytest.approx(
            [max(one, 0.0) for one in MODELS[Name(name)](SHOP[row].tolist(), HORIZON)], abs=1e-9
        )


def test_what_is_not_sold_any_more_is_measured_by_nothing() -> None:
    found = of(np.array([[5.0] * 20 + [0.0] * 30]))
    assert np.isnan([found.error[0], found.naive_error[0]]).all()
    assert found.notes.tolist() == [Note.NOT_MEASURED]
    assert found.values.max() < 0.1


def test_seasons_are_found_and_take_off_a_third_of_the_error_or_more() -> None:
    horizon, every = 3, Every.MONTH
    demand = seasons(200, 42 + horizon, CYCLE[every])
    known, actual = demand[:, :-horizon], demand[:, -horizon:]
    found = of(known, every, horizon)
    default = candidates(known, [known.shape[1]], horizon, CYCLE[every])[Name.MEDIAN][0]
    assert np.abs(found.values - actual).sum() < 0.67 * np.abs(default - actual).sum()
    assert (found.error <= found.naive_error).mean() > 0.9


def test_a_model_that_cannot_say_what_is_to_come_is_not_chosen_for_what_it_said_before() -> None:
    demand = seasons(30, 42, 12)
    assert Name.HOLT_WINTERS_MULTIPLICATIVE in of(demand, Every.MONTH, 3).names
    demand[:, -1] = 0  # from now on it is not a product sold in every period
    found = of(demand, Every.MONTH, 3)
    assert np.isfinite(found.values).all()
    assert Name.HOLT_WINTERS_MULTIPLICATIVE not in found.names
    demand[:, 6::12] = GAP  # the month to come was never seen
    assert np.isfinite(of(demand, Every.MONTH, 3).values).all()


def test_the_naive_error_is_over_the_periods_the_chosen_model_could_be_measured_on() -> None:
    row = [90.0, 20, 35, 80, 15, 60, 30, 95, 40, 10, 75, 50] * 2 + [90, 20, 35, 80, 15, 60]
    found = of(np.array([row]), Every.MONTH, 3)  # two years are known from the 24th month on
    assert found.names[0].startswith("seasonal") or found.names[0].startswith("holt_winters")
    actual = [row[origin + ahead] for origin in (24, 25, 26, 27) for ahead in range(3)]
    naive = [row[origin - 1] for origin in (24, 25, 26, 27) for _ in range(3)]
    assert found.naive_error[0] == pytest.approx(
        sum(abs(a - b) for a, b in zip(actual, naive, strict=True)) / sum(actual)
    )


def test_naive_is_shown_and_never_chosen() -> None:
    found = of(SHOP)
    assert Name.NAIVE not in found.names
    last = np.array([[GAP, *twins.seen(row.tolist())][-1] for row in SHOP])
    has = found.names != ""
    np.testing.assert_array_equal(found.naive[has], np.repeat(last[has, None], HORIZON, axis=1))


def test_noise_is_no_reason_to_leave_the_default() -> None:
    noise = np.random.default_rng(3).poisson(20, (300, 60)).astype(np.float64)
    assert (of(noise).names == Name.MEDIAN).mean() > 0.97


def test_the_origins_are_the_latest_with_a_whole_horizon_after_them() -> None:
    assert past_origins(20, 8, Options(origins=3)) == [10, 11, 12]
    assert past_origins(10, 8, Options(origins=3)) == [1, 2]
    assert past_origins(8, 8, Options()) == []


# ---- events


def fair(first: date, days: int = 1) -> Event:
    return Event("fair", first, date.fromordinal(first.toordinal() + days - 1))


def test_an_event_is_no_part_of_the_level_and_comes_with_the_factor_it_had() -> None:
    usual, sold = [10.0] * 30, [10.0] * 30
    sold[18] = 50.0  # five times the usual
    coming = fair(date(2024, 8, 7))  # in week 31, the second to come
    found = forecast(weeks(sold, events=(fair(SINGLES[0]), coming)), HORIZON)
    assert found.values.tolist() == [[10.0, 50.0, 10.0, 10.0]]
    assert found.naive.tolist() == [[10.0, 50.0, 10.0, 10.0]]
    assert found.notes.tolist() == [""]
    assert forecast(weeks(usual, events=(coming,)), HORIZON).values.tolist() == [[10.0] * HORIZON]


def test_factors_of_several_occurrences_are_pooled() -> None:
    sold = [10.0] * 20 + [40.0] * 20
    sold[9], sold[32] = 40.0, 60.0  # 40 where 10 is usual, 60 where 40 is: 100 ÷ 50
    past = (fair(date(2024, 3, 4)), fair(date(2024, 8, 12)))
    found = forecast(weeks(sold, events=(*past, fair(date(2024, 10, 7)))), 1)
    assert found.values[0, 0] == pytest.approx(2 * forecast(weeks(sold), 1).naive[0, 0], rel=0.01)


def test_an_event_never_seen_is_forecast_as_usual_and_told() -> None:
    sold = [10.0] * 30
    new = weeks(sold, [*sold[:18], GAP, *sold[19:]], events=(fair(SINGLES[0]), fair(date(2024, 8, 7))))
    found = forecast(new, HORIZON)
    assert found.values.tolist() == [[10.0] * HORIZON] * 2
    assert found.notes.tolist() == ["", Note.EVENT_UNKNOWN]
    early = weeks(sold, events=(fair(date(2024, 1, 22)), fair(date(2024, 8, 7))))  # three weeks before it: no level
    assert forecast(early, HORIZON).notes.tolist() == [Note.EVENT_UNKNOWN]


def test_an_event_before_which_nothing_was_sold_teaches_nothing() -> None:
    sold = [0.0] * 9 + [50.0] + [2.0] * 20
    sold[26] = 6.0
    fairs = (fair(date(2024, 3, 4)), fair(date(2024, 7, 1)), fair(date(2024, 8, 7)))
    found = forecast(weeks(sold, events=fairs), HORIZON)
    assert found.values[0, 1] == pytest.approx(3 * found.values[0, 0])


def test_an_event_that_goes_on_takes_every_week_it_touches() -> None:
    sold = [10.0] * 12
    sold[9:11] = [0.0, 4.0]
    closed = fair(date(2024, 3, 6), 8)  # Wednesday of week 9 to Wednesday of week 10
    found = forecast(weeks(sold, events=(closed, fair(date(2024, 3, 31), 2))), 4)  # the Sunday of week 12, and Monday
    assert found.values.tolist() == [[2.0, 2.0, 10.0, 10.0]]


def test_months_are_marked_by_the_calendar_and_the_event_named_first_counts() -> None:
    sold = [10.0] * 24
    sold[10], sold[5] = 30.0, 20.0
    days = [date(2024, 11, 11), date(2024, 6, 18), date(2026, 1, 31), date(2026, 1, 1)]
    names = ["双11", "618", "双11", "618"]
    marked = [Event(name, day, day) for name, day in zip(names, days, strict=True)]
    found = forecast(Series(np.array([sold]), Every.MONTH, FIRST, marked), 2)
    assert found.values.tolist() == [[30.0, 10.0]]


def test_past_forecasts_know_of_an_event_only_what_was_known_then() -> None:
    sold = [10.0] * 30
    sold[18] = sold[26] = 50.0
    measured = Options(origins=1)
    once = forecast(weeks(sold, events=(fair(SINGLES[0]), fair(date(2024, 7, 1)))), HORIZON, measured)
    assert once.error.tolist() == [0.0]  # from week 26 the second fair is foreseen, by the first
    first = forecast(weeks([*sold[:18], 10.0, *sold[19:]], events=(fair(date(2024, 7, 1)),)), HORIZON, measured)
    assert first.error.tolist() == [40 / 80]  # the only fair: 10 were foreseen where 50 were sold
