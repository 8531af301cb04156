"""滞销 by hand, rule by rule, and the demo shop's again. Today is 2026-11-24; the last 90 days begin on 2026-08-27."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import ceil

import pandas as pd
import pytest

from jxc_xl.plan import answers
from jxc_xl.plan.lying import Clearing
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.sending_back import days_allowed
from jxc_xl.plan.slow_movers import slow_movers
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.answer.worlds import demo
from tests.books import Rows
from tests.plan.recount import shared
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import Line, adjusted, back, bought, columns, sold, transferred

LONG_AGO = "2026-06-01"
"""176 days before today."""
BUCKETS = ("age_0_30", "age_31_60", "age_61_90", "age_91_180", "age_over_180")
CHANNELS = [{"channel": "TB"}, {"channel": "JD"}, {"channel": "PDD"}]
FEW = Clearing(baskets=3)


def product(sku: str = "A", **more: object) -> Line:
    return {"sku": sku, "name": f"n{sku}"} | more


def lying(day: str = LONG_AGO, **more: object) -> Line:
    """Ten at 10 that nobody bought."""
    return bought("R1", day, 10, 10, **more)


def found_in(
    rows: Mapping[str, Rows], clearing: Clearing | None = None, lang: Lang = Lang.ZH, **settings: object
) -> list[Line]:
    plan = plan_of(rows, lang, refused=0, **settings)
    report = slow_movers(plan, clearing) if clearing else slow_movers(plan)
    assert tuple(report) == BY_KEY["slow"].column_keys
    return lines_of(plan, "slow", report)


def advice(rows: Mapping[str, Rows], clearing: Clearing | None = None, **settings: object) -> tuple[object, ...]:
    """Return action, floor price and reason of product A, its money left out."""
    line = next(line for line in found_in(rows, clearing, Lang.ZH, **settings) if line["sku"] == "A")
    return line["action"], line["floor_price"], str(line["reason"]).split("压着")[0]


def test_a_line_says_what_lies_there_how_old_it_is_and_when_it_was_last_sold() -> None:
    """A: of 10 + 6 at 5 three left on 07-01, the oldest first: 7 of 06-01 (176 days) and 6 of 09-25 (60 days).

    (7 × 176 + 6 × 60) ÷ 13 = 122.46 days; 13 × 5 = 65: 30 in 31–60 days, 35 in 91–180. B: 1 × 70, 327 days, more money.
    """
    rows: dict[str, Rows] = {
        "products": [product(), product("B")],
        "receipts": [
            bought("R1", LONG_AGO, 10, 5),
            bought("R2", "2026-09-25", 6, 5),
            bought("R3", "2026-01-01", 1, 70, sku="B"),
        ],
        "sales": [sold("S1", "2026-07-01 10:00", 3, 9)],
    }
    names = ("sku", "name", "on_hand", "amount", "age_days", *BUCKETS)
    found = found_in(rows)
    assert columns(found, *names) == [
        ("B", "nB", 1, 70, 327, 0, 0, 0, 0, 70),
        ("A", "nA", 13, 65, 122, 0, 30, 0, 35, 0),
    ]
    assert columns(found, "last_sold_on") == [(None,), (pd.Timestamp("2026-07-01"),)]


def test_amounts_by_age_add_up_to_the_cent() -> None:
    """10.00 in three, one of each age: 3.33, 3.33 and, the later first, 3.34."""
    rows: dict[str, Rows] = {
        "products": [product()],
        "adjustments": [
            adjusted("O1", "2026-01-01", "期初", 1, amount=8),
            adjusted("O2", "2026-09-01", "其他入库", 1, amount=1),
            adjusted("O3", "2026-11-01", "其他入库", 1, amount=1),
        ],
    }
    assert columns(found_in(rows), "amount", *BUCKETS) == [(10, 3.33, 0, 3.33, 0, 3.34)]


def test_what_hardly_sold_is_slow_too() -> None:
    """Of 100, 4 sold leave 96: 4 is less than a twentieth of it; 5 sold leave 95: 5 is more."""
    for qty, slow in ((4, ["A"]), (5, [])):
        rows: dict[str, Rows] = {
            "products": [product()],
            "receipts": [bought("R1", LONG_AGO, 100, 10)],
            "sales": [sold("S1", "2026-10-01", qty, 20)],
        }
        assert [line["sku"] for line in found_in(rows)] == slow
    assert [line["sku"] for line in found_in(rows, Clearing(most=60_000))] == ["A"]


def test_what_has_only_just_arrived_and_what_is_gone_is_not_slow() -> None:
    rows: dict[str, Rows] = {
        "products": [product(), product("B")],
        "receipts": [lying("2026-08-27"), lying(sku="B")],
        "sales": [sold("S1", "2026-07-01", 10, 20, sku="B")],
    }
    assert found_in(rows) == []
    assert [line["sku"] for line in found_in(rows, Clearing(days=89))] == ["A"]


SUPPLIERS = [{"supplier": "S1", "name": "甲", "return_terms": "180天内可退"}, {"supplier": "S2", "name": "乙"}]


def test_rule_1_goods_go_back_to_the_supplier_of_the_last_receipt_within_its_terms() -> None:
    """R2 came on 08-20, 96 days ago. All 6 of it are there, and 10 of R1: (10 × 176 + 6 × 96) ÷ 16 = 146 days."""
    rows: dict[str, Rows] = {
        "products": [product(list_price=20)],
        "suppliers": SUPPLIERS,
        "receipts": [lying(supplier="S2"), bought("R2", "2026-08-20", 6, 10, supplier="S1")],
    }
    line = found_in(rows)[0]
    assert line["action"] == "退供应商"
    assert line["reason"] == (
        "供应商 S1 甲 的退货条件是“180天内可退”，最近一张收货单 R2（2026-08-20）的 6 还可以退。"
        "压着 160.00：现存 16，平均库龄 146 天，近 90 天净销 0。"
    )


def test_rule_1_needs_terms_that_still_hold_and_something_left_of_the_receipt() -> None:
    """The receipt is 176 days old. Without days in the terms 180 are allowed."""
    for terms, action in (
        ("176天", "退供应商"),
        ("175天", "限价促销"),
        ("5 months", "限价促销"),
        ("可退", "退供应商"),
        ("不可退", "限价促销"),
        ("", "限价促销"),
    ):
        rows: dict[str, Rows] = {
            "products": [product()],
            "suppliers": [{"supplier": "S1", "name": "甲", "return_terms": terms}],
            "receipts": [lying(supplier="S1")],
        }
        assert advice(rows)[0] == action
    assert advice({**rows, "suppliers": SUPPLIERS}, Clearing(return_days=1))[0] == "退供应商", "terms name the days"
    lost = [{"supplier": "S1", "name": "甲", "return_terms": "可退"}]
    assert advice({**rows, "suppliers": lost}, Clearing(return_days=175))[0] == "限价促销"


def test_rule_1_what_was_sent_back_already_does_not_go_back_again() -> None:
    """R2 of 6: 2 went back, 4 can still; once all 6 went back, R1 of S2 is the last receipt."""
    for qty, action in ((2, "退供应商"), (6, "限价促销")):
        rows: dict[str, Rows] = {
            "products": [product()],
            "suppliers": SUPPLIERS,
            "receipts": [lying(supplier="S2"), bought("R2", "2026-08-20", 6, 10, supplier="S1")],
            "returns": [
                back(
                    "X1", "2026-08-21", qty, 10, direction="退供应商", original_no="R2", original_line=1, supplier="S1"
                )
            ],
        }
        told = advice(rows)
        assert told[0] == action
        if qty == 2:
            assert "R2（2026-08-20）的 4 还可以退" in str(told[2])


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        ("", 0),
        (" ", 0),
        ("30天内可退", 30),
        ("7日内提出，3个月内退回", 90),
        ("7天无理由退货", 7),
        ("within 60 days", 60),
        ("no-reason returns within 7 days", 7),
        ("2 months", 60),
        ("可退换", 180),
        ("不退不换", 0),
        ("非质量问题不退", 0),
        ("不可退换", 0),
        ("无", 0),
        ("No", 0),
        ("no returns", 0),
        ("non-returnable", 0),
        ("goods are not returnable", 0),
    ],
)
def test_terms_for_returns_are_read_as_people_write_them(terms: str, days: int) -> None:
    assert days_allowed(terms, 180) == days


def pair(**more: Rows) -> dict[str, Rows]:
    """A and the fast mover F, of class A, in three orders of eight; A in four, F in four."""
    orders = {"O1": "AF", "O2": "AF", "O3": "AF", "O4": "A", "O5": "G", "O6": "G", "O7": "G"}
    return {
        "products": [product(list_price=20), product("F"), product("G")],
        "receipts": [
            bought("R1", LONG_AGO, 14, 10),
            bought("R1", LONG_AGO, 50, 10, sku="F"),
            bought("R1", LONG_AGO, 50, 1, sku="G"),
        ],
        "sales": [
            *(
                sold(doc_no, "2026-07-01", 1, 100 if sku == "F" else 2, sku=sku)
                for doc_no in orders
                for sku in orders[doc_no]
            ),
            sold("O8", "2026-11-01", 20, 100, sku="F"),
            sold("O9", "2026-11-01", 20, 2, sku="G"),
        ],
    } | more


def test_rule_2_a_slow_mover_goes_with_a_fast_one_that_is_really_bought_with_it() -> None:
    """Nine orders: A in 4, F in 4, both in 3: 75 % of A's; 3 × 9 ÷ (4 × 4) = 1.6875 times what chance would have."""
    assert advice(pair(), FEW) == (
        "搭配畅销品",
        11,
        "和畅销的 F nF 一起买过 3 单，占本品订单的 75.0%，是碰巧的 1.69 倍。",
    )


def test_rule_2_needs_enough_baskets_and_a_partner_that_is_fast_and_there() -> None:
    assert advice(pair(), Clearing(baskets=4))[0] == "限价促销"
    assert advice(pair())[0] == "限价促销", "20 baskets unless said otherwise"
    idle = [line for line in pair()["sales"] if line["doc_no"] != "O8"]
    assert advice(pair(sales=idle), FEW)[0] == "限价促销", "F does not sell any more"
    gone = [*pair()["sales"], sold("OX", "2026-11-02", 27, 100, sku="F")]
    assert advice(pair(sales=gone), FEW)[0] == "限价促销", "F is sold out"
    cheap = [{**line, "unit_price": 0.1} if line["sku"] == "F" else line for line in pair()["sales"]]
    big = [{**line, "unit_price": 1000} if line["sku"] == "G" else line for line in cheap]
    assert advice(pair(sales=big), FEW)[0] == "限价促销", "F brings too little to be of class A"


def test_rule_2_parts_of_one_bundle_are_not_bought_together_by_choice() -> None:
    rows = pair(
        products=[*pair()["products"], product("SET")],
        bundles=[{"bundle": "SET", "sku": "A", "qty": 1}, {"bundle": "SET", "sku": "F", "qty": 1}],
        sales=[
            *(sold(f"O{number}", "2026-07-01", 1, 50, sku="SET") for number in range(4)),
            *(sold(f"P{number}", "2026-07-01", 1, 50, sku="G") for number in range(4)),
            sold("O8", "2026-11-01", 20, 100, sku="F"),
        ],
    )
    assert advice(rows, FEW)[0] == "限价促销"


def channels(**more: Rows) -> dict[str, Rows]:
    """A was sold on TB only; its category sold 3 for 30 on PDD and 2 for 40 on JD these days, and 9 on JD in August."""
    rows: dict[str, Rows] = {
        "products": [product(category="杯"), product("B", category="杯"), product("C", category="碗")],
        "channels": CHANNELS,
        "receipts": [
            bought("R1", LONG_AGO, 11, 10),
            bought("R1", LONG_AGO, 20, 1, sku="B"),
            bought("R1", LONG_AGO, 20, 1, sku="C"),
        ],
        "sales": [
            sold("S1", "2026-07-01", 1, 20, channel="TB"),
            sold("S2", "2026-11-01", 3, 10, sku="B", channel="PDD"),
            sold("S3", "2026-11-02", 2, 20, sku="B", channel="JD"),
            sold("S4", "2026-08-26", 9, 20, sku="B", channel="JD"),
            sold("S5", "2026-11-03", 9, 99, sku="C", channel="PDD"),
            sold("S6", "2026-11-03", 1, 99, sku="B", channel="TB"),
        ],
    }
    return rows | more


def test_rule_3_goods_of_one_channel_move_to_where_their_category_brings_most() -> None:
    assert advice(channels())[0] == "换渠道"
    assert advice(channels())[2] == "只在 TB 卖过；同类别“杯”近 90 天在 JD 卖出 2。"


def test_rule_3_needs_one_channel_a_category_and_recent_sales_elsewhere() -> None:
    every = channels()["sales"]
    twice = [*every, sold("S9", "2026-07-02", 1, 20, channel="JD")]
    nowhere = [line for line in every if line["doc_no"] in {"S1", "S4", "S5", "S6"}]
    nameless = [{**line, "channel": None} if line["doc_no"] == "S1" else line for line in every]
    receipts = [bought("R1", LONG_AGO, 12, 10), *channels()["receipts"][1:]]
    for sales in (twice, nowhere, nameless):
        assert advice(channels(sales=sales, receipts=receipts))[0] != "换渠道"
    bare = [{**line, "category": None} for line in channels()["products"]]
    assert advice(channels(products=bare))[0] != "换渠道"


def test_rule_4_a_promotion_keeps_the_margin_asked_for() -> None:
    """Cost 10: a tenth more is 11."""
    rows: dict[str, Rows] = {"products": [product(list_price=20)], "receipts": [lying()]}
    assert advice(rows) == ("限价促销", 11, "现价 20.00，单位成本 10.00；底价 11.00，仍比成本高 10.0%。")
    assert advice(rows, Clearing(floor_markup=250_000))[1] == 12.5


def test_rule_4_never_below_the_floor_price_of_the_product() -> None:
    rows: dict[str, Rows] = {"products": [product(list_price=20, floor_price=12)], "receipts": [lying()]}
    assert advice(rows) == ("限价促销", 12, "现价 20.00，单位成本 10.00；底价 12.00，仍比成本高 20.0%。")


def test_rule_4_a_floor_is_rounded_up_to_what_can_be_paid() -> None:
    """Ten in three: 3.3333, a tenth more 3.6667."""
    rows: dict[str, Rows] = {
        "products": [product(list_price=20)],
        "adjustments": [adjusted("O1", LONG_AGO, "期初", 3, amount=10)],
    }
    assert advice(rows)[1] == 3.67
    assert advice(rows, money_digits=0)[1] == 4


def test_rule_4_prices_have_tax_where_those_of_the_shop_have() -> None:
    """Cost 10 without tax is 11.30 with 13 %; a tenth more is 12.43. The price of 20 has tax."""
    rows: dict[str, Rows] = {
        "products": [product(list_price=20)],
        "adjustments": [adjusted("O1", LONG_AGO, "期初", 10, amount=100)],
    }
    told = advice(rows, price_has_tax="是", tax_rate=0.13)
    assert told == ("限价促销", 12.43, "现价 20.00，单位成本 11.30；底价 12.43，仍比成本高 10.0%。")


def test_rule_4_a_price_nobody_knows_may_be_any_from_the_floor_up() -> None:
    rows: dict[str, Rows] = {"products": [product()], "receipts": [lying()]}
    assert advice(rows) == ("限价促销", 11, "现价 —，单位成本 10.00；底价 11.00，仍比成本高 10.0%。")


def test_rule_5_only_beyond_a_year_goods_may_go_below_cost_and_it_says_so() -> None:
    """2025-11-24 is 365 days ago, 2025-11-23 is 366. Half of the cost of 10 is 5."""
    rows: dict[str, Rows] = {"products": [product(list_price=20)], "receipts": [lying("2025-11-24")]}
    assert advice(rows)[:2] == ("限价促销", 11)
    rows["receipts"] = [lying("2025-11-23")]
    assert advice(rows) == (
        "低于成本清仓",
        5,
        "库龄超过 365 天，可以低于成本卖：现价 20.00，单位成本 10.00，底价 5.00。",
    )
    rows["products"] = [product(list_price=20, floor_price=7)]
    assert advice(rows)[:2] == ("低于成本清仓", 7)
    rows["products"] = [product(list_price=20, floor_price=10.5)]
    assert advice(rows) == ("限价促销", 10.5, "现价 20.00，单位成本 10.00；底价 10.50，仍比成本高 5.0%。")


def test_rule_6_what_cost_nothing_may_go_at_any_price_unless_somebody_said_below_what_not() -> None:
    rows: dict[str, Rows] = {"products": [product(list_price=20)], "receipts": [bought("R1", LONG_AGO, 10, 0)]}
    assert advice(rows) == ("有价就卖", None, "没有成本，卖多少赚多少；现价 20.00。")
    rows["products"] = [product(list_price=20, floor_price=3)]
    assert advice(rows)[:2] == ("限价促销", 3)


def category(price: float, list_price: float | None) -> dict[str, Rows]:
    """A at 10, in a category whose B sells at a price these days."""
    return {
        "products": [product(category="杯", list_price=list_price), product("B", category="杯")],
        "receipts": [lying(), bought("R1", LONG_AGO, 20, 1, sku="B")],
        "sales": [
            sold("S1", "2026-11-01", 3, price - 1, sku="B"),
            sold("S2", "2026-11-02", 1, price + 3, sku="B"),
            sold("S3", "2026-07-02", 9, 99, sku="B"),
        ],
    }


def test_rule_7_what_is_far_dearer_than_its_category_even_at_its_floor_is_offered_differently() -> None:
    """B sold 3 at 6 and 1 at 10: 7 on average. Half more is 10.50, less than the floor of 11."""
    assert advice(category(7, 20)) == (
        "重新定位",
        11,
        "现价 20.00，底价 11.00，同类别近 90 天平均卖 7.00，贵得太多：换卖点、换规格或换人群。",
    )
    assert advice(category(7, 10.5))[0] == "停购，售完为止", "not far dearer, and no room"
    assert advice(category(7, 10.51))[0] == "重新定位", "no room, and far dearer"
    assert advice(category(7.34, 20))[0] == "限价促销", "11 is not more than one and a half times 7.34"
    assert advice(category(7, None))[0] == "重新定位", "no price is known, and the floor is far dearer"


def expiring(day: str, **more: object) -> dict[str, Rows]:
    return {
        "products": [product(list_price=20, category="杯")],
        "receipts": [
            bought("R1", LONG_AGO, 4, 10, lot="L1", expires_on=day, **more),
            bought("R1", LONG_AGO, 6, 10, lot="L2", expires_on="2027-05-01"),
        ],
    }


def test_rule_8_what_has_expired_is_written_off_and_offered_to_nobody() -> None:
    """4 of 10 at 10."""
    assert advice(expiring("2026-11-23")) == ("报损", None, "已过期 4，合 40.00，不能再卖。")
    assert advice(expiring("2026-11-24"))[0] == "限价促销", "it may still be sold today"
    suppliers = {"suppliers": SUPPLIERS}
    back_to = expiring("2026-11-23", supplier="S1") | suppliers
    back_to["receipts"] = [{**line, "supplier": "S1"} for line in back_to["receipts"]]
    assert advice(back_to)[0] == "退供应商", "sent back is better than thrown away"


def test_rule_8_goods_that_went_out_were_those_that_expire_first() -> None:
    """3 left without a lot, of L1: 1 of 7 has expired."""
    rows = expiring("2026-11-23") | {"sales": [sold("S1", "2026-07-01", 3, 20)]}
    assert advice(rows)[2] == "已过期 1，合 10.00，不能再卖。"
    rows["sales"] = [sold("S1", "2026-07-01", 3, 20, lot="L2")]
    assert advice(rows)[2] == "已过期 4，合 40.00，不能再卖。"
    rows["sales"] = [sold("S1", "2026-07-01", 4, 20)]
    assert advice(rows)[0] == "限价促销"


def test_rule_8_goods_without_a_lot_go_by_their_day_or_by_their_shelf_life() -> None:
    """Made on 05-25 and good for 182 days: until 11-23; for 183: until today."""
    rows: dict[str, Rows] = {
        "products": [product()],
        "receipts": [bought("R1", LONG_AGO, 4, 10, expires_on="2026-09-01"), bought("R2", LONG_AGO, 6, 10)],
    }
    assert advice(rows)[2] == "已过期 4，合 40.00，不能再卖。"
    for days, action in ((182, "报损"), (183, "限价促销")):
        rows = {"products": [product(shelf_days=days)], "receipts": [lying(made_on="2026-05-25")]}
        assert advice(rows)[0] == action


def test_rule_9_what_lies_in_quarantine_is_not_offered_either() -> None:
    rows: dict[str, Rows] = {
        "products": [product(list_price=20)],
        "receipts": [lying()],
        "transfers": [transferred("T1", "2026-07-01", 10, "MAIN", "HOLD")],
    }
    assert advice(rows)[0] == "清理待处理仓"
    assert advice(rows)[2] == "10 全在待处理仓：还能卖的调拨出来，不能卖的报损。"
    rows["transfers"] = [transferred("T1", "2026-07-01", 9, "MAIN", "HOLD")]
    assert advice(rows)[0] == "限价促销"


def test_rule_10_without_room_goods_are_sold_as_they_are() -> None:
    rows: dict[str, Rows] = {"products": [product(list_price=11)], "receipts": [lying()]}
    assert advice(rows) == (
        "停购，售完为止",
        11,
        "现价 11.00 已不高于底价 11.00（单位成本 10.00），没有降价的余地。",
    )


def test_the_first_rule_that_fits_is_the_suggestion() -> None:
    """A fits rules 1, 2, 3 and 4; one after another is taken away."""
    rows = pair(
        products=[product(list_price=20, category="杯"), product("F", category="杯"), product("G")],
        channels=CHANNELS,
        suppliers=SUPPLIERS,
        receipts=[{**line, "supplier": "S1"} for line in pair()["receipts"]],
        sales=[{**line, "channel": "TB" if line["sku"] == "A" else "JD"} for line in pair()["sales"]],
    )
    assert advice(rows, FEW)[0] == "退供应商"
    rows["suppliers"] = [{**line, "return_terms": None} for line in SUPPLIERS]
    assert advice(rows, FEW)[0] == "搭配畅销品"
    assert advice(rows)[0] == "换渠道"
    rows["channels"], rows["sales"] = [], [{**line, "channel": None} for line in rows["sales"]]
    assert advice(rows)[0] == "限价促销"


def test_an_english_book_says_it_in_english() -> None:
    rows: dict[str, Rows] = {"products": [product(list_price=20)], "receipts": [lying()]}
    line = found_in(rows, lang=Lang.EN)[0]
    assert line["action"] == "Promote, not below the floor price"
    assert line["reason"] == (
        "Price 20.00, unit cost 10.00; the floor price 11.00 still leaves 10.0% on top of cost. 100.00 is tied up: 10 "
        "on hand, 176 days old on average, net sales of 0 in 90 days."
    )


def test_a_shop_without_products_has_no_lines_but_all_columns() -> None:
    empty = slow_movers(plan_of({}))
    full = slow_movers(plan_of({"products": [product()], "receipts": [lying()]}))
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


DAYS, BASKETS = 30, 8


@pytest.fixture(scope="module")
def shop() -> Plan:
    """The demo shop on the day after its three months."""
    return planned(demo().raw, pd.Timestamp("2011-03-01 09:00"))


@pytest.fixture(scope="module")
def lines(shop: Plan) -> pd.DataFrame:
    return slow_movers(shop, Clearing(days=DAYS, baskets=BASKETS)).set_index("sku")


def test_the_demo_shops_slow_movers_are_those_of_plain_pandas(shop: Plan, lines: pd.DataFrame) -> None:
    """The last 30 days are 01-31 to 03-01; what came first on 01-31 or later is young."""
    moves = shop.facts.moves
    held = moves.groupby("sku")[["qty", "amount"]].sum().astype(float)
    ours = moves[moves["kind"].isin(["sale", "customer_return"])]
    net = (
        -ours[ours["moved_at"] >= "2011-01-31"].groupby("sku")["qty"].sum().reindex(held.index).fillna(0).astype(float)
    )
    first = moves[moves["kind"] == "receipt"].groupby("sku")["moved_at"].min().reindex(held.index)
    held = held[(held["qty"] > 0) & (net * 20 <= held["qty"]) & ~(first >= "2011-01-31")]
    ranked = held.reset_index().sort_values(["amount", "sku"], ascending=[False, True])
    assert lines.index.tolist() == ranked["sku"].tolist()
    assert lines["amount"].tolist() == ranked["amount"].tolist()
    assert lines["on_hand"].tolist() == ranked["qty"].tolist()
    last = moves[moves["kind"] == "sale"].groupby("sku")["moved_at"].max().dt.floor("D").reindex(lines.index)
    assert lines["last_sold_on"].equals(last.rename("last_sold_on"))
    assert len(lines) > 50


def test_the_demo_shops_ages_are_those_of_receipts_left_from_the_newest_back(shop: Plan, lines: pd.DataFrame) -> None:
    moves, today = shop.facts.moves, pd.Timestamp("2011-03-01")
    for sku, line in lines.iterrows():
        own = moves[moves["sku"] == sku].sort_values("moved_at", ascending=False)
        came = pd.concat([own[own["kind"] == kind] for kind in ("receipt", "customer_return")])
        left, held, days = int(line["on_hand"]), [0] * 5, 0
        for day, qty in zip(came["moved_at"].dt.floor("D"), came["qty"], strict=True):
            part, age = min(left, int(qty)), (today - day).days
            left -= part
            days += part * age
            held[sum(age > edge for edge in (30, 60, 90, 180))] += part
        assert left == 0
        assert list(line[list(BUCKETS)]) == shared(int(line["amount"]), held)
        assert line["age_days"] == int(Fraction(days, int(line["on_hand"])) + Fraction(1, 2))


def test_the_demo_shops_floors_keep_a_tenth_and_its_bundles_are_pairs_counted_again(
    shop: Plan, lines: pd.DataFrame
) -> None:
    """No supplier, no channel, no category, no expiry: what has no partner is promoted or left."""
    moves = shop.facts.moves
    baskets = moves[moves["kind"] == "sale"].groupby("doc_no")["sku"].agg(set)
    together: dict[tuple[str, str], int] = {}
    for basket in baskets:
        for one, other in combinations(sorted(basket), 2):
            together[one, other] = together[other, one] = together.get((one, other), 0) + 1
    of = baskets.explode().value_counts()
    stock = shop.stock["available"]
    classes = answers.abc(shop)
    fast = {sku for sku in classes.index if classes[sku] == "A" and stock[sku] > 0 and sku not in lines.index}
    actions = set()
    for sku, line in lines.iterrows():
        floor = ceil(Fraction(int(line["amount"]) * 11 * 10**4, int(line["on_hand"]) * 10))
        assert lines["floor_price"].fillna(0)[str(sku)] == floor * 10**4
        lifts = {
            other: Fraction(count * len(baskets), int(of[sku] * of[other]))
            for (one, other), count in together.items()
            if one == sku and other in fast and count >= BASKETS and count * len(baskets) > of[sku] * of[other]
        }
        actions.add(line["action"])
        assert (line["action"] == "搭配畅销品") == bool(lifts)
        if lifts:
            best = max(lifts, key=lambda other: (lifts[other], together[str(sku), other]))
            assert f"和畅销的 {best} " in line["reason"]
            assert f"一起买过 {together[str(sku), best]} 单" in line["reason"]
    assert actions == {"搭配畅销品", "限价促销", "有价就卖", "停购，售完为止"}


def test_functions_say_what_the_report_says(shop: Plan, lines: pd.DataFrame) -> None:
    assert answers.age(shop).reindex(lines.index).tolist() == lines["age_days"].tolist()
