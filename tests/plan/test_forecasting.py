"""预测: small shops worked by hand. Today is Tuesday 2026-11-24; the first week forecast begins on Monday the 23rd."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan import answers
from jxc_xl.plan.candidates import Name
from jxc_xl.plan.forecast import Note
from jxc_xl.plan.forecasting import MODELS, NOTES, forecasting
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.shown import rounded, units
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.oracle import half_up
from tests.plan.moves import LAWS
from tests.plan.sellers import Sheets, on, product, seller, shop
from tests.plan.shops import lines_of, plan_of
from tests.report.worked import columns

MEDIAN = "五种方法的中位数"


def forecast(plan: Plan, *names: str) -> list[tuple[object, ...]]:
    return columns(lines_of(plan, "forecast", forecasting(plan)), *names)


def renamed(part: Sheets, prefix: str) -> Sheets:
    """Return a seller's rows as documents of other names, so that a product may have two of them."""
    return {key: [{**row, "doc_no": f"{prefix}{row['doc_no']}"} for row in rows] for key, rows in part.items()}


def test_what_sells_the_same_every_week_will_do_so_for_eight_weeks() -> None:
    """20 weeks of 14: every method says 14, and none was ever wrong, nor was the naive one."""
    plan = plan_of(shop(seller("A", 5, days=141)))
    weeks = [pd.Timestamp("2026-11-23") + pd.Timedelta(weeks=week) for week in range(8)]
    assert forecast(plan, "sku", "name", "model", "period_on", "forecast_qty") == [
        ("A", "a", MEDIAN, week, 14) for week in weeks
    ]
    assert forecast(plan, "error", "naive_error", "remark") == [(0, 0, "")] * 8


def test_a_history_too_short_to_measure_by_says_so_and_gives_no_error() -> None:
    """12 weeks: a forecast needs 8 before it and 8 after it to be measured."""
    plan = plan_of(shop(seller("A", 5, days=85)))
    assert (
        forecast(plan, "forecast_qty", "error", "naive_error", "remark")
        == [(14, None, None, "历史太短或近来没有销售，误差无从衡量")] * 8
    )


def test_products_of_which_nothing_can_be_said_have_one_line_that_says_why() -> None:
    """A came 3 weeks ago on Monday. B never sold, C never moved. D is stopped; of SET its parts are forecast."""
    rows = shop(
        seller("A", 5, days=21),
        seller("D", 5, days=85),
        receipts=[{"doc_no": "R", "sku": "B", "received_at": on(95), "accepted_qty": 3, "unit_price": 1}],
        products=[product("C"), product("D", status="停用"), product("SET")],
        bundles=[{"bundle": "SET", "sku": "A", "qty": 1}],
    )
    plan = plan_of(rows)
    assert forecast(plan, "sku", "model", "period_on", "forecast_qty", "error", "naive_error", "remark") == [
        ("A", "", None, None, None, None, "历史不足：有货的只有 3 周，至少要 8 周"),
        ("B", "", None, None, None, None, "有货的各周都没有销售"),
        ("C", "", None, None, None, None, "还没有出入库记录"),
    ]


def test_words_are_in_the_language_of_the_book() -> None:
    plan = plan_of(shop(seller("A", 5, days=141), products=[product("B")]), Lang.EN)
    assert forecast(plan, "model", "remark")[-2:] == [("median of five methods", ""), ("", "nothing has moved yet")]


def test_a_forecast_that_did_worse_than_the_naive_one_says_so() -> None:
    """7 a week for 12 weeks, then 70 a week for 10: the naive forecast was right from the second on, ours lagged."""
    slow, fast = seller("A", 0, each=1, days=155), renamed(seller("A", 5, each=9, days=71), "F")
    ((error, naive_error, remark), *_) = forecast(plan_of(shop(slow, fast)), "error", "naive_error", "remark")
    assert isinstance(error, float)
    assert isinstance(naive_error, float)
    assert error > naive_error > 0
    assert remark == "近期误差大于朴素预测，仅供参考"


def test_a_forecast_is_what_the_models_say_rounded_to_a_tenth() -> None:
    """11 every 5 days: the weeks are not alike, the median of five methods is no round number."""
    plan = plan_of(shop(seller("A", 5, each=11, every=5, days=141)))
    said = [float(str(qty)) for (qty,) in forecast(plan, "forecast_qty")]
    exact = plan.forecasts.values[0].tolist()
    assert said == [half_up(value * 10) / 10 for value in exact]
    assert said != exact


def test_the_function_adds_up_what_the_report_says() -> None:
    """A: 14 a week. B: no forecast. C: stopped."""
    rows = shop(
        seller("A", 5, days=85),
        seller("C", 5, days=85),
        products=[product("A"), product("B"), product("C", status="停用")],
    )
    plan = plan_of(rows)
    for periods in (1, 3, 8):
        assert answers.forecast(plan, periods).to_dict() == {"A": periods * 140_000, "B": None, "C": None}


def test_the_report_has_the_columns_of_its_sheet_whatever_is_known() -> None:
    kinds = {"period_on": "datetime64[s]", "forecast_qty": "Int64", "error": "Int64", "naive_error": "Int64"}
    rows: tuple[Sheets, ...] = (
        shop(seller("A", 5, days=85)),
        shop(seller("A", 5, days=2)),
        {},
        shop(products=[product("A")]),
    )
    for table in (forecasting(plan_of(own)) for own in rows):
        assert tuple(table) == BY_KEY["forecast"].column_keys
        assert {name: str(kind) for name, kind in table.dtypes.items()} == dict.fromkeys(table, "str") | kinds


def test_every_model_and_every_note_has_words() -> None:
    assert set(MODELS) == set(Name)
    assert set(NOTES) == set(Note) - {Note.NONE}


def test_statistics_are_shown_rounded_half_up_as_a_spreadsheet_would_see_them() -> None:
    """1.005 in a float is 1.00499999999999989…; people see 1.005."""
    values = np.array([0.25, 2.449, 1.005, -0.05, math.nan, math.inf, 1e30])
    assert rounded(values, 1, 4) == [3000, 24000, 10000, -1000, None, None, None]
    assert rounded(values, 2, 6)[2] == 1_010_000
    assert [units(value) for value in (14.0, 0.333333, 2.5, 100.0, 0.0)] == ["14", "0.33", "2.5", "100", "0"]


@LAWS
@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_rounding_to_as_many_decimals_as_there_are_changes_nothing(scaled: int, decimals: int) -> None:
    assert rounded(np.array([scaled / 10**decimals]), decimals, 6) == [scaled * 10 ** (6 - decimals)]
