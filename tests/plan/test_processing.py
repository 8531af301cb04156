"""How long orders wait, and how many are processed in time."""

from __future__ import annotations

import pandas as pd
import pytest

from jxc_xl.plan.processing import Clock, measured, rates
from tests.books import NOW
from tests.plan.desks import CLOCK, desk, order
from tests.report.worked import Line

Lines = list[Line]


def waited(line: Line, clock: Clock = CLOCK) -> object:
    """Return the minutes of one order."""
    plan = desk([order("S1", "2026-11-24 08:00", 1) | line])
    (minutes,) = measured(plan.facts.book.lines["sales"], clock, NOW)["minutes"]
    return None if pd.isna(minutes) else minutes


def in_time(sales: Lines, *by: str) -> list[list[object]]:
    table = rates(desk(sales), CLOCK, by)
    return table.astype(object).to_numpy().tolist()


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ({}, 90),
        ({"processed_at": "2026-11-24 08:20"}, 20),
        ({"status": "shipped", "shipped_at": "2026-11-24 09:00"}, 60),
        ({"status": "shipped", "shipped_at": "2026-11-24 09:00", "processed_at": "2026-11-24 08:20"}, 20),
        ({"status": "shipped"}, None),
        ({"processed_at": "2026-11-24 07:00"}, 0),
        ({"paid_at": "2026-11-24 09:10"}, 20),
        ({"paid_at": "2026-11-24 08:10", "processed_at": "2026-11-24 08:20"}, 10),
        ({"ordered_at": "2026-11-24 10:00"}, 0),
    ],
)
def test_the_clock_runs_from_order_or_payment_to_processing_shipping_or_now(line: Line, minutes: int | None) -> None:
    assert waited(line) == minutes


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ({"ordered_at": "2026-11-24"}, None),
        ({"ordered_at": "2026-11-23"}, 570),  # from midnight to 9:30
        ({"ordered_at": "2026-11-23", "processed_at": "2026-11-23 18:00"}, None),
        ({"ordered_at": "2026-11-23", "processed_at": "2026-11-24 00:30"}, 30),
        ({"ordered_at": "2026-11-23 08:00", "processed_at": "2026-11-23"}, None),
        ({"ordered_at": "2026-11-22 23:30", "processed_at": "2026-11-23"}, 30),
        ({"ordered_at": "2026-11-22", "processed_at": "2026-11-23"}, 0),
    ],
)
def test_a_day_without_a_time_makes_nobody_late_who_may_have_been_in_time(line: Line, minutes: int | None) -> None:
    assert waited(line) == minutes


def test_without_a_time_of_its_own_the_clock_says_the_start_of_today() -> None:
    plan = desk([order("S1", "2026-11-23 23:00", 1)])
    assert measured(plan.facts.book.lines["sales"], Clock(), plan.facts.as_of)["minutes"].tolist() == [60]


SALES: Lines = [
    order("S1", "2026-11-23 09:00", 1, channel="TB", processed_at="2026-11-23 10:00"),
    order("S2", "2026-11-23 09:00", 1, channel="TB", processed_at="2026-11-23 10:01"),
    order("S3", "2026-11-23 09:00", 1, channel="JD", status="shipped", shipped_at="2026-11-23 09:30"),
    order("S4", "2026-11-24 08:00", 1, channel="JD"),
    order("S5", "2026-11-24 09:00", 1, channel="JD"),
    order("S6", "2026-11-24 08:00", 1, channel="TB", status="cancelled"),
    order("S7", "2026-11-24 08:00", 1, channel="TB", status="shipped"),
]
"""In time: S1, S3. Late: S2, and S4, which is open and past the hour. S5 has time left, S6 is cancelled, and of S7
nobody knows when it was processed."""


def test_the_rate_is_what_was_in_time_of_what_was_due_by_day_and_channel() -> None:
    monday, tuesday = pd.Timestamp("2026-11-23"), pd.Timestamp("2026-11-24")
    assert in_time(SALES, "ordered_on", "channel") == [
        [monday, "JD", 1, 1, 1_000_000],
        [monday, "TB", 2, 1, 500_000],
        [tuesday, "JD", 1, 0, 0],
    ]
    assert in_time(SALES, "ordered_on") == [[monday, 3, 2, 666_667], [tuesday, 1, 0, 0]]
    assert in_time(SALES, "channel") == [["JD", 2, 1, 500_000], ["TB", 2, 1, 500_000]]
    assert in_time(SALES) == [[4, 2, 500_000]]


@pytest.mark.parametrize(
    ("second", "due"),
    [
        ({"processed_at": "2026-11-23 09:30"}, [[1, 1, 1_000_000]]),
        ({"processed_at": "2026-11-23 10:30"}, [[1, 0, 0]]),
        ({}, [[1, 0, 0]]),
        ({"status": "cancelled"}, [[1, 1, 1_000_000]]),
        ({"ordered_at": "2026-11-24 09:00"}, []),
    ],
)
def test_an_order_is_as_slow_as_its_slowest_line(second: Line, due: list[list[object]]) -> None:
    first = order("S1", "2026-11-23 09:00", 1, processed_at="2026-11-23 09:10")
    assert in_time([first, order("S1", "2026-11-23 09:00", 2) | second]) == due


def test_where_no_order_counts_there_is_no_rate() -> None:
    assert in_time([]) == []
    assert in_time([], "ordered_on", "channel") == []
