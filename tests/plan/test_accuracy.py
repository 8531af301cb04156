"""Errors of forecasts by hand, and the calendar they stand in."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jxc_xl.plan import accuracy
from jxc_xl.plan.series import Event, Every, Series, first_day, marks, names, period_of
from tests.plan.demands import GAP, weeks

DEMAND = np.array([[GAP, 2, 5, GAP, 1], [4, 4, 4, 4, 4]])  # changes 3, 4; none
ACTUAL = np.array([[[4, GAP, 8], [4, 0, 4]], [[2, 6, 4], [0, 0, 4]]], np.float64)
FORECAST = np.array([[[3, 3, 4], [4, 4, 4]], [[4, 4, 4], [GAP, GAP, GAP]]], np.float64)


def test_the_scale_is_what_demand_changes_from_one_seen_period_to_the_next() -> None:
    mean, root = accuracy.scale(DEMAND)
    np.testing.assert_allclose(mean, [3.5, GAP])
    np.testing.assert_allclose(root, [np.sqrt(12.5), GAP])


def test_mase_and_rmsse_by_hand() -> None:
    by = accuracy.scale(DEMAND)
    np.testing.assert_allclose(accuracy.mase(ACTUAL, FORECAST, by), [[2.5 / 3.5, GAP], [4 / 3 / 3.5, GAP]])
    root = [np.sqrt(17 / 2 / 12.5), np.sqrt(8 / 3 / 12.5)]
    np.testing.assert_allclose(accuracy.rmsse(ACTUAL, FORECAST, by), [[root[0], GAP], [root[1], GAP]])


def test_wape_counts_units_missed_over_units_sold_where_both_are_known() -> None:
    np.testing.assert_allclose(accuracy.wape(ACTUAL, FORECAST), [(1 + 4 + 2 + 2 + 0) / 24, 4 / 8])
    assert np.isnan(accuracy.wape(ACTUAL * 0, FORECAST)).all()


def test_weeks_begin_on_the_series_first_day_and_months_on_the_first() -> None:
    series = weeks([0.0])
    assert [period_of(series, date(2024, 1, day)) for day in (1, 7, 8)] == [0, 0, 1]
    assert period_of(series, date(2023, 12, 31)) == -1
    assert first_day(series, 9) == date(2024, 3, 4)
    months = Series(np.zeros((1, 1)), Every.MONTH, date(2023, 11, 1))
    assert [first_day(months, period) for period in (0, 2, 14)] == [
        date(2023, 11, 1),
        date(2024, 1, 1),
        date(2025, 1, 1),
    ]
    assert [period_of(months, first_day(months, period)) for period in range(30)] == list(range(30))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], [-1, -1, -1, -1]),
        ([("a", 7, 8)], [0, 0, -1, -1]),
        ([("a", 9, 9), ("b", 1, 31)], [1, 0, 1, 1]),
        ([("a", 22, 28), ("a", 1, 1)], [0, -1, -1, 0]),
    ],
)
def test_a_period_has_the_event_named_first_of_those_that_touch_it(
    events: list[tuple[str, int, int]], expected: list[int]
) -> None:
    named = [Event(name, date(2024, 1, first), date(2024, 1, last)) for name, first, last in events]
    series = weeks([0.0, 0.0], events=tuple(named))
    assert marks(series, 2).tolist() == expected
    assert names(series) == sorted({name for name, _, _ in events})


def test_events_before_and_after_all_periods_mark_none() -> None:
    far = (Event("a", date(2020, 1, 1), date(2023, 12, 31)), Event("b", date(2024, 1, 29), date(2030, 1, 1)))
    assert marks(weeks([0.0, 0.0], events=far), 2).tolist() == [-1] * 4
    begun = (Event("a", date(2023, 12, 20), date(2024, 1, 3)),)
    assert marks(weeks([0.0, 0.0], events=begun), 2).tolist() == [0, -1, -1, -1]
