"""Minutes within working hours, against a clock that ticks every minute."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.work_hours import ALWAYS, Hours, hours_of, minutes_between

HOUR = 3600
DAY_SHIFT, NIGHT_SHIFT = Hours(9 * HOUR, 9 * HOUR), Hours(22 * HOUR, 8 * HOUR)
MONDAY = pd.Timestamp("2026-11-23")


def minutes(start: str, end: str, hours: Hours = ALWAYS) -> object:
    first, last = (pd.Series([pd.Timestamp(at)], dtype="datetime64[s]") for at in (start, end))
    (found,) = minutes_between(first, last, hours)
    return found


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", ALWAYS),
        (" ", ALWAYS),
        ("09:00-18:00", DAY_SHIFT),
        (" 9:00 – 18：00 ", DAY_SHIFT),
        ("9:00至18:00", DAY_SHIFT),
        ("22:00-06:00", NIGHT_SHIFT),
        ("00:00-24:00", ALWAYS),
        ("8:30-8:30", Hours(8 * HOUR + HOUR // 2, 24 * HOUR)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: Hours) -> None:
    assert hours_of(text) == hours


@pytest.mark.parametrize(
    "text", ["all day", "9-18", "09:00", "25:00-26:00", "09:60-18:00", "24:00-08:00", "09:00-18:00 Mon"]
)
def test_hours_without_sense_are_none(text: str) -> None:
    assert hours_of(text) is None


@pytest.mark.parametrize(
    ("start", "end", "hours", "wanted"),
    [
        ("2026-11-24 09:00:00", "2026-11-24 10:00:59", ALWAYS, 60),
        ("2026-11-23 23:30", "2026-11-24 00:15", ALWAYS, 45),
        ("2026-11-23 17:40", "2026-11-24 09:30", DAY_SHIFT, 50),  # 20 + 30
        ("2026-11-23 20:00", "2026-11-24 08:00", DAY_SHIFT, 0),
        ("2026-11-23 08:00", "2026-11-26 20:00", DAY_SHIFT, 4 * 540),
        ("2026-11-23 23:00", "2026-11-24 05:00", NIGHT_SHIFT, 360),
        ("2026-11-23 12:00", "2026-11-24 12:00", NIGHT_SHIFT, 480),
        ("2026-11-24 10:00", "2026-11-24 09:00", ALWAYS, -60),
    ],
)
def test_only_minutes_within_the_hours_count(start: str, end: str, hours: Hours, wanted: int) -> None:
    assert minutes(start, end, hours) == wanted


def test_where_a_moment_is_missing_nothing_is_known() -> None:
    moments = pd.Series([MONDAY, pd.NaT], dtype="datetime64[s]")
    assert minutes_between(moments, moments[::-1].reset_index(drop=True)).isna().tolist() == [True, True]


@given(st.integers(0, 5 * 1440), st.integers(0, 5 * 1440), st.integers(0, 1439), st.integers(1, 1440))
def test_a_clock_that_ticks_within_the_hours_only_shows_as_many(start: int, end: int, begin: int, length: int) -> None:
    hours = Hours(begin * 60, length * 60)
    ticks = sum((minute - begin) % 1440 < length for minute in range(start, max(start, end)))
    first, last = (str(MONDAY + pd.Timedelta(minutes=at)) for at in (start, max(start, end)))
    assert minutes(first, last, hours) == ticks
