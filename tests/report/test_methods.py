"""成本对比 Costing methods: a month worked by hand under each method."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given

from jxc_xl.report.facts import Facts, Period
from jxc_xl.report.margin import margin
from jxc_xl.report.methods import lacks_lots, methods
from jxc_xl.report.self_check import self_check
from jxc_xl.report.stock import stock
from jxc_xl.report.summary import summary
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.books import Rows
from tests.report.worked import (
    APRIL,
    MARCH,
    WHOLE,
    Line,
    adjusted,
    back,
    book,
    bought,
    by_method,
    charged,
    closed,
    columns,
    facts_from,
    facts_of,
    plainly,
    sold,
    then,
    transferred,
)
from tests.scenarios.shops import Shop, run_shop, shops
from tests.test_laws import examples

AMOUNTS = ("opening_amount", "in_amount", "out_amount", "closing_amount", "cost_of_sales")
NO_LOTS = "没有批次，无法个别计价"
MONTH: dict[str, Rows] = {
    "adjustments": [adjusted("O1", "2026-02-28", "opening", 10, unit_cost=10, lot="L1")],
    "receipts": [bought("R1", "2026-03-05", 10, 12, lot="L2"), bought("R2", "2026-03-20", 10, 14, lot="L3")],
    "sales": [
        sold("S1", "2026-03-10", 8, 20, lot="L1"),
        sold("S1", "2026-03-10", 4, 20, lot="L2"),
        sold("S2", "2026-03-25", 4, 20, lot="L3"),
    ],
}
"""10 at 10 from February; 10 at 12 come on the 5th, 10 at 14 on the 20th; 12 sold on the 10th, 4 on the 25th, at 20."""


def lines_of(facts: Facts) -> list[Line]:
    return plainly(facts, "methods", methods(facts, by_method(facts)))


def without_lots(rows: dict[str, Rows]) -> dict[str, Rows]:
    return {key: [{name: value for name, value in line.items() if name != "lot"} for line in rows[key]] for key in rows}


def test_a_month_under_each_method() -> None:
    """Opening 100, in 120 + 140 = 260, revenue 16 × 20 = 320.

    FIFO: 10 at 10 and 2 at 12 are 124; 4 at 12 are 48: 172. Left 4 at 12 and 10 at 14: 188.
    Moving average: 220 ÷ 20 = 11, 12 of it 132; 88 + 140 = 228 for 18, 4 of it 50.67: 182.67. Left 177.33.
    Month-end average: 360 ÷ 30 = 12, 16 of it 192. Left 168.
    By lot: 8 at 10, 4 at 12, 4 at 14: 184. Left 20 + 72 + 84 = 176.
    Margin rates: 148 ÷ 320, 137.33 ÷ 320, 128 ÷ 320, 136 ÷ 320.
    """
    lines = lines_of(facts_of(book(MONTH), MARCH))
    assert columns(lines, "method", *AMOUNTS, "revenue", "margin", "margin_rate", "remark") == [
        ("账面", 100, 260, 182.67, 177.33, 182.67, 320, 137.33, 0.429156, ""),
        ("先进先出", 100, 260, 172, 188, 172, 320, 148, 0.4625, ""),
        ("移动加权平均", 100, 260, 182.67, 177.33, 182.67, 320, 137.33, 0.429156, ""),
        ("月末一次加权平均", 100, 260, 192, 168, 192, 320, 128, 0.4, ""),
        ("个别计价", 100, 260, 184, 176, 184, 320, 136, 0.425, ""),
    ]


def test_the_first_line_is_the_book_as_it_is_whatever_its_methods() -> None:
    """A by lot and B, 2 at 5 of which 1 is sold at 9, by FIFO: cost 184 + 5, in 260 + 10."""
    rows = {
        "products": [{"sku": "A", "name": "a", "method": "specific"}, {"sku": "B", "name": "b", "method": "fifo"}],
        **MONTH,
    }
    rows["receipts"] = [*MONTH["receipts"], bought("R3", "2026-03-06", 2, 5, sku="B")]
    rows["sales"] = [*MONTH["sales"], sold("S3", "2026-03-07", 1, 9, sku="B")]
    first, *_, last = lines_of(facts_of(book(rows), MARCH))
    assert columns([first], "method", *AMOUNTS) == [("账面", 100, 270, 189, 181, 189)]
    assert columns([last], "method", "closing_amount", "remark") == [("个别计价", None, NO_LOTS)]


def test_the_columns_are_those_of_the_sheet_and_the_words_of_an_english_book_are_english() -> None:
    facts = facts_of(book(without_lots(MONTH), Lang.EN), MARCH)
    lines = methods(facts, by_method(facts))
    assert tuple(lines) == BY_KEY["methods"].column_keys
    assert columns(plainly(facts, "methods", lines), "method", "remark") == [
        ("The book", ""),
        ("FIFO", ""),
        ("Moving average", ""),
        ("Month-end average", ""),
        ("Specific identification", "no lots are recorded"),
    ]


def test_without_lots_nothing_can_be_identified_and_its_costing_may_be_left_out() -> None:
    facts = facts_of(book(without_lots(MONTH)), MARCH)
    assert lacks_lots(facts)
    costed = by_method(facts)
    del costed["specific"]
    *others, last = plainly(facts, "methods", methods(facts, costed))
    assert columns([last], *AMOUNTS, "revenue", "margin", "margin_rate", "remark") == [(*[None] * 8, NO_LOTS)]
    assert columns(others, "cost_of_sales") == [(182.67,), (172,), (182.67,), (192,)]


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("adjustments", adjusted("W1", "2026-03-28", "write_off", 1)),
        ("returns", back("B1", "2026-03-28", 1, 9, direction="to_supplier")),
        ("counts", {"doc_no": "C1", "counted_at": "2026-03-28", "sku": "A", "counted_qty": 1}),
    ],
)
def test_any_goods_that_leave_without_a_lot_are_not_identified(key: str, line: Line) -> None:
    assert not lacks_lots(facts_of(book(MONTH)))
    assert lacks_lots(facts_of(book({**MONTH, key: [*MONTH.get(key, []), line]})))


def test_a_transfer_without_a_lot_matters_only_where_warehouses_have_a_cost_of_their_own() -> None:
    rows = {**MONTH, "transfers": [transferred("T1", "2026-03-28", 1, "MAIN", "HOLD")]}
    assert not lacks_lots(facts_of(book(rows)))
    assert lacks_lots(facts_of(book(rows, cost_pool="warehouse")))


def test_a_lot_that_gave_more_than_it_had_is_told() -> None:
    """9 of L3 are written off where 6 are left: under FIFO nobody asked which lot it was."""
    rows = {**MONTH, "adjustments": [*MONTH["adjustments"], adjusted("W1", "2026-03-28", "write_off", 9, lot="L3")]}
    *_, last = lines_of(facts_of(book(rows), MARCH))
    assert last["remark"] == "有批次发出多于收入，其成本为暂估"
    assert last["closing_amount"] is not None


def test_transfers_are_neither_in_nor_out_even_where_they_carry_a_cost() -> None:
    rows = {**MONTH, "transfers": [transferred("T1", "2026-03-28", 3, "MAIN", "HOLD")]}
    for pool in ("product", "warehouse"):
        first, *_ = lines_of(facts_of(book(rows, cost_pool=pool), MARCH))
        assert columns([first], *AMOUNTS) == [(100, 260, 182.67, 177.33, 182.67)]


def test_returns_come_off_cost_and_revenue_and_a_write_off_is_out_but_no_cost_of_sales() -> None:
    """FIFO: 2 of S2 come back at 12 each, in 284, cost 148, revenue 280; 1 is written off at 12: out 172 + 12."""
    rows = {
        **without_lots(MONTH),
        "returns": [back("B1", "2026-03-26", 2, 20, original_no="S2")],
    }
    rows["adjustments"] = [*rows["adjustments"], adjusted("W1", "2026-03-27", "write_off", 1)]
    line = lines_of(facts_of(book(rows), MARCH))[1]
    assert columns([line], *AMOUNTS, "revenue", "margin") == [(100, 284, 184, 200, 148, 280, 132)]


def test_the_months_join_and_a_period_without_sales_has_no_margin_rate() -> None:
    """March closes at what April opens with; in April nothing happens."""
    raw = book(MONTH)
    march, april = (lines_of(facts_of(raw, period)) for period in (MARCH, APRIL))
    assert columns(march, "closing_amount") == columns(april, "opening_amount") == columns(april, "closing_amount")
    assert columns(april, "in_amount", "out_amount", "revenue", "margin", "margin_rate") == [(0, 0, 0, 0, None)] * 5


def test_what_comes_after_the_period_is_not_in_its_closing_stock() -> None:
    raw = book({**MONTH, "receipts": [*MONTH["receipts"], bought("R9", "2026-04-02", 5, 99, lot="L9")]})
    assert columns(lines_of(facts_of(raw, MARCH)), "closing_amount")[0] == (177.33,)
    assert columns(lines_of(facts_of(raw, APRIL)), "closing_amount")[0] == (672.33,)


def test_late_freight_is_cost_of_sales_of_the_open_month_under_every_method() -> None:
    """March is closed; then freight 30 on R1: 3 for each of its 10.

    FIFO: 4 of R1 are left: 12 stay, 18 leave in April. Averages: 14 are there, 10 came in after R1: 4 of R1 are left as
    well. By lot: 6 of L2 are left: 18 stay, 12 leave.
    """
    raw = then(closed(book(MONTH), "2026-03"), {"charges": [charged("F1", "2026-04-03", 30, "R1")]})
    lines = lines_of(facts_of(raw, APRIL))
    assert columns(lines, *AMOUNTS, "margin") == [
        (177.33, 30, 18, 189.33, 18, -18),
        (188, 30, 18, 200, 18, -18),
        (177.33, 30, 18, 189.33, 18, -18),
        (168, 30, 18, 180, 18, -18),
        (176, 30, 12, 194, 12, -12),
    ]


def test_money_without_decimals_and_with_three() -> None:
    """Moving average: 228 × 4 ÷ 18 = 50.666…: 51 in yen, 50.667 in dinars."""
    assert columns(lines_of(facts_of(book(MONTH, money_digits=0), MARCH)), *AMOUNTS, "margin_rate")[2] == (
        *(100, 260, 183, 177, 183),
        0.428125,
    )
    assert columns(lines_of(facts_of(book(MONTH, money_digits=3), MARCH)), *AMOUNTS, "margin_rate")[2] == (
        *(100, 260, 182.667, 177.333, 182.667),
        0.429166,
    )


def test_goods_given_away_lose_all_they_cost() -> None:
    """5 free samples and 5 at 4; 10 given away: cost 20, revenue 0."""
    rows = {
        "receipts": [bought("R1", "2026-03-01", 5, 0), bought("R2", "2026-03-02", 5, 4)],
        "sales": [sold("S1", "2026-03-10", 10, 0)],
    }
    lines = lines_of(facts_of(book(rows), MARCH))[:4]
    assert columns(lines, *AMOUNTS, "margin", "margin_rate") == [(0, 20, 20, 0, 20, -20, None)] * 4


def test_an_empty_book_has_five_lines_of_nothing() -> None:
    lines = lines_of(facts_of(book({})))
    assert columns(lines, *AMOUNTS, "margin_rate", "remark") == [(0, 0, 0, 0, 0, None, "")] * 5


def test_the_self_check_knows_a_line_that_does_not_add_up() -> None:
    facts = facts_of(book(MONTH), MARCH)
    table = methods(facts, by_method(facts))
    assert law_of(facts, table) == (True, 0)
    assert law_of(facts, table.assign(out_amount=table["out_amount"] + [0, 0, 0, 7, 0])) == (False, 70_000)


def law_of(facts: Facts, table: pd.DataFrame) -> tuple[bool, int]:
    laws = self_check(facts, {**basic(facts), "methods": table})
    (line,) = laws[laws["law"].str.startswith("成本对比")].to_dict("records")
    return line["holds"], line["difference"]


def basic(facts: Facts) -> dict[str, pd.DataFrame]:
    return {"stock": stock(facts), "summary": summary(facts), "margin": margin(facts)}


@examples(6)
@given(shops(most=14, with_closes=True))
def test_in_any_shop_and_period_every_line_adds_up_and_the_book_is_one_with_its_reports(shop: Shop) -> None:
    outcome = run_shop(shop).outcomes[-1]
    last = pd.Timestamp("2026-03-31")
    for period in (WHOLE, Period(None, last), Period(last, last), Period(last + pd.Timedelta(days=1), None)):
        facts = facts_from(outcome, period)
        table = methods(facts, by_method(facts)).drop(columns=["method", "remark"]).fillna(0)
        gap = table["opening_amount"] + table["in_amount"] - table["out_amount"] - table["closing_amount"]
        assert gap.tolist() == [0] * 5
        assert (table["margin"] == table["revenue"] - table["cost_of_sales"]).all()
        said = basic(facts)
        for key, names in (("summary", AMOUNTS[:4]), ("margin", ("cost_of_sales", "revenue", "margin"))):
            for name in names:
                assert table[name].iloc[0] == said[key][name].sum(), name
