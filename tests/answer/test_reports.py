"""Functions and reports never disagree: the same book, the same figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from hypothesis import given

from jxc_xl.answer import buying, lists, stock, trade
from jxc_xl.answer.questions import Question
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.report.facts import Period
from jxc_xl.schema import BY_KEY
from tests.answer.worlds import DAY, SUPPLIERS, World, answered, demo, traded, traders
from tests.books import do, report
from tests.scenarios.shops import KIT, SKUS, START, Shop
from tests.test_laws import examples

LEVELS = {
    "on_hand": stock.STOCK,
    "reserved": stock.RESERVED,
    "available": stock.AVAILABLE,
    "on_order": stock.ONORDER,
    "unit_cost": stock.UNITCOST,
    "amount": stock.VALUE,
}
EARNED = {
    "sold_qty": trade.SOLD,
    "returned_qty": trade.RETURNED,
    "revenue": trade.SALES,
    "cost_of_sales": trade.COGS,
    "margin": trade.MARGIN,
    "margin_rate": trade.MARGINRATE,
}
DAYS = [pd.Timestamp(START + number * DAY) for number in range(4)]
PERIODS = (Period(), Period(None, DAYS[0]), Period(DAYS[1], DAYS[2]), Period(DAYS[2], None))
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001


def cell(value: object) -> object:
    """Return a report's value as a function gives it."""
    if isinstance(value, pd.Timestamp | dt.datetime):
        return (value - EPOCH) / pd.Timedelta(days=1)
    if value is None or value != value:  # noqa: PLR0124 (nan)
        return ""
    return float(value) if isinstance(value, int) else value


def ask_period(world: World, period: Period, sku: str = "") -> Outcome:
    return do(world.raw, Do.REPORT, period, sku)


def check_column(world: World, questions: Mapping[str, Question], lines: Sequence[Mapping[str, object]]) -> None:
    """All products in one call answer as the column stands."""
    skus = [[str(line["sku"])] for line in lines]
    for name, question in questions.items():
        answers = answered(world.index, question, skus)
        assert answers == [["#NUM!" if line[name] is None else line[name]] for line in lines], name


@examples(5)
@given(traders(with_closes=True))
def test_levels_and_prices_are_those_of_the_reports(shop: Shop) -> None:
    world = traded(shop)
    check_levels(world)
    check_prices(world)


def check_levels(world: World) -> None:
    """Levels are those of the stock report."""
    lines = report(world.outcome, "stock")
    assert len(lines) == 5
    check_column(world, LEVELS, lines)
    waiting = [line for line in lines if line["sku"] in SKUS]
    assert all(float(str(line["reserved"])) >= 1.5 for line in waiting)


@examples(4)
@given(traders(with_closes=True))
def test_periods_are_those_of_the_reports(shop: Shop) -> None:
    world = traded(shop)
    check_earnings(world)
    check_tables(world)


def check_earnings(world: World) -> None:
    """Earnings of a period are those of the margin report."""
    for period in PERIODS:
        found = {line["sku"]: line for line in report(ask_period(world, period), "margin")}
        for sku in (*SKUS, KIT):
            for name, question in EARNED.items():
                expected = found[sku][name] if sku in found else 0.0
                if name == "margin_rate" and (sku not in found or expected is None):
                    expected = "#NUM!"
                days = (day and f"{day:%Y-%m-%d}" for day in period)
                assert answered(world.index, question, sku, *days) == expected, f"{name} of {sku} in {period}"


def check_tables(world: World) -> None:
    """The card and the summary are the reports line by line."""
    for period in PERIODS:
        days = [day and f"{day:%Y/%m/%d}" for day in period]
        for sku in (SKUS[0], KIT):
            expected = written(ask_period(world, period, sku), "card")
            assert answered(world.index, lists.CARD, sku.lower(), *days) == expected
        assert answered(world.index, lists.SUMMARY, *days) == written(ask_period(world, period), "summary")


def written(outcome: Outcome, key: str) -> list[list[object]]:
    """Return a report as it stands on its sheet, headings above."""
    columns = BY_KEY[key].columns
    rows: list[list[object]] = [[column.title.zh for column in columns]]
    for line in report(outcome, key):
        said = {column.key: column.choices[str(line[column.key])].zh for column in columns if column.choices}
        rows.append([cell((line | said)[column.key]) for column in columns])
    return rows


def check_prices(world: World) -> None:
    """The last price is that of the last receipt on the price report."""
    receipts = [line for line in report(world.outcome, "prices") if line["kind"] == "receipt"]
    for sku in SKUS:
        for supplier in (None, *SUPPLIERS):
            paid = [
                line["unit_price"] for line in receipts if line["sku"] == sku and supplier in {None, line["supplier"]}
            ]
            expected = paid[-1] if paid else "#N/A"
            assert answered(world.index, buying.LASTPRICE, sku, supplier) == expected
        bought = sum(round(float(str(line["qty"])) * 10**4) for line in receipts if line["sku"] == sku) / 10**4
        assert answered(world.index, trade.PURCHASED, sku) == bought


@pytest.mark.parametrize("period", [Period(), Period(pd.Timestamp("2011-01-01"), pd.Timestamp("2011-01-31"))])
def test_the_demo_shop_agrees_with_its_reports(period: Period) -> None:
    world = demo()
    outcome = ask_period(world, period)
    check_column(world, LEVELS, report(outcome, "stock"))
    days = [day and f"{day:%Y-%m-%d}" for day in period]
    lines = report(outcome, "margin")
    assert len(lines) > 200
    skus = [[line["sku"]] for line in lines]
    for name, question in EARNED.items():
        expected = [["#NUM!" if line[name] is None else line[name]] for line in lines]
        assert answered(world.index, question, skus, *days) == expected, name
    assert answered(world.index, lists.SUMMARY, *days) == written(outcome, "summary")
