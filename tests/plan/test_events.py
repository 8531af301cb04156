"""活动: days on which people buy otherwise than usual. Today is Tuesday 2026-11-24, and last Wednesday was the 18th."""

from __future__ import annotations

import pytest

from jxc_xl.plan.answers import forecast, reorder_point
from jxc_xl.plan.forecasting import forecasting
from jxc_xl.plan.plan import Plan
from jxc_xl.tables import RawBook
from tests.books import NOW, raw_book
from tests.plan.sellers import Sheets, on, seller, shop
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import columns

FAIR: dict[str, object] = {"event": "双11", "first_on": "2026-11-11"}


def busy(*events: dict[str, object]) -> Plan:
    """Two a day for 20 weeks, 30 more on 2026-11-11, the Wednesday of the last week but one."""
    more: Sheets = {"sales": [{"doc_no": "S-11", "ordered_at": "2026-11-11", "sku": "A", "qty": 30, "unit_price": 9}]}
    return plan_of(shop(seller("A", 300, days=141), more, events=list(events)))


def test_an_event_of_the_past_does_not_raise_what_is_usual() -> None:
    """Unmarked, 30 more in 90 days raise demand a day by a third; marked, it is two on every day, and none varies."""
    assert busy().recent["demand"]["A"] == pytest.approx(2 + 30 / 90)
    marked = busy(FAIR).recent.loc["A"]
    assert (marked["demand"], marked["deviation"], marked["days"]) == (2, 0, 89)
    assert reorder_point(busy(FAIR))["A"] == 2 * 7 * 10**4 < reorder_point(busy())["A"]


def test_an_event_to_come_is_forecast_as_the_last_one_went() -> None:
    """In the week of the fair 44 were sold, a little more than three times the usual 14; so in the week after next."""
    again: dict[str, object] = {"event": "双11", "first_on": "2026-12-09", "last_on": "2026-12-10"}
    lines = lines_of(busy(FAIR, again), "forecast", forecasting(busy(FAIR, again)))
    assert columns(lines, "forecast_qty") == [(14,), (14,), (44,), (14,), (14,), (14,), (14,), (14,)]
    assert forecast(busy(FAIR, again), 3)["A"] == (14 + 14 + 44) * 10**4


def test_an_event_that_never_was_is_told() -> None:
    plan = busy({"event": "618", "first_on": "2026-12-09"})
    lines = lines_of(plan, "forecast", forecasting(plan))
    assert {str(line["remark"]) for line in lines} == {"将有活动，还没有它的历史，按平常预测"}


def test_one_name_is_one_event_whatever_its_case_and_a_day_that_is_no_period_is_none() -> None:
    """What ends before it begins is told by a check (P245), and is none meanwhile."""
    lines: list[dict[str, object]] = [
        {"event": "Fair", "first_on": on(30)},
        {"event": "FAIR ", "first_on": on(20), "last_on": on(19)},
        {"event": "fair", "first_on": on(10), "last_on": on(11)},
    ]
    plan = plan_of({"events": lines}, refused=1)
    assert [(event.name, (event.last - event.first).days) for event in plan.events] == [("fair", 0), ("fair", 1)]


def test_a_book_of_an_earlier_version_has_no_sheet_of_events_and_needs_none() -> None:
    raw = raw_book(shop(seller("A", 5)))
    old = RawBook({name: table for name, table in raw.tables.items() if name != "tblEvents"}, raw.sheets)
    assert planned(old, NOW).events == []
