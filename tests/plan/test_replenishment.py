"""补货: small shops worked by hand. Today is 2026-11-24; demand a day is that of the 90 days before."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from jxc_xl.plan import answers
from jxc_xl.plan.buying import USUAL, Buying
from jxc_xl.plan.leads import deviations
from jxc_xl.plan.levels import Policy, Review
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.replenishment import proposals, replenishment
from jxc_xl.plan.standing import levels_of
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.answer.worlds import traders
from tests.plan.sellers import Row, Sheets, on, product, seller, shop
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import columns
from tests.scenarios.shops import Shop, run_shop
from tests.test_laws import examples

QTY = 10**4
LEVELS = ("safety_stock", "reorder_point", "order_up_to", "position")


def quote(supplier: str, sku: str, price: float, **more: object) -> Row:
    return {"supplier": supplier, "sku": sku, "unit_price": price} | more


def ordered(doc_no: str, qty: float, status: str = "已下单", **more: object) -> Row:
    return {"doc_no": doc_no, "sku": "A", "supplier": "S1", "qty": qty, "status": status} | more


def levels(plan: Plan, sku: str = "A", policy: Policy = USUAL.policy) -> tuple[float, ...]:
    table = levels_of(plan, policy)
    return tuple(dict(table[name])[sku] / QTY for name in LEVELS)


def bought(plan: Plan, *names: str, how: Buying = USUAL) -> list[tuple[object, ...]]:
    return columns(lines_of(plan, "replenishment", replenishment(plan, how)), *names)


def reason(plan: Plan, how: Buying = USUAL) -> str:
    (line,) = bought(plan, "reason", how=how)
    return str(line[0])


def deliveries(*days: int) -> dict[str, list[Row]]:
    """Return purchases of A from S1 ordered 60 days ago, and when each came."""
    return {
        "purchases": [ordered(f"P{n}", 1, ordered_on=on(60)) for n, _ in enumerate(days)],
        "receipts": [
            {"doc_no": f"D{n}", "purchase_no": f"P{n}", "received_at": on(60 - day), "sku": "A", "accepted_qty": 1}
            | {"unit_price": 5}
            for n, day in enumerate(days)
        ],
    }


def test_even_demand_needs_no_safety_stock_and_is_bought_from_the_reorder_point_on_down() -> None:
    """2 a day, 7 days to come: 14 to reorder at, 7 days more to fill up to: 28."""
    lefts = {"A": 15, "B": 14, "C": 10, "D": 9.5}
    plan = plan_of(shop(*(seller(sku, left) for sku, left in lefts.items())))
    assert [levels(plan, sku) for sku in lefts] == [(0, 14, 28, left) for left in lefts.values()]
    assert bought(plan, "sku", "position", "reorder_point", "order_qty") == [
        ("B", 14, 14, 14),
        ("C", 10, 14, 18),
        ("D", 9.5, 14, 19),
    ]


def test_uneven_demand_adds_the_safety_stock_of_its_service_level() -> None:
    """4 every other day: 2 a day, deviation 2. 1.6448536 × √7 × 2 = 8.70375: 14 and 28 more."""
    plan = plan_of(shop(seller("A", 30, each=4, every=2)))
    assert levels(plan) == (8.7038, 22.7038, 36.7038, 30)
    assert levels(plan, policy=Policy(service=500_000)) == (0, 14, 28, 30)


def test_who_orders_every_seven_days_only_covers_those_days_too() -> None:
    """2 a day for 7 + 7 days: 28, and 28 to fill up to: at 20 the weekly buyer orders, the daily one does not."""
    plan = plan_of(shop(seller("A", 20)))
    weekly = Policy(review=Review.PERIODIC)
    assert levels(plan, policy=weekly) == (0, 28, 28, 20)
    assert bought(plan, "order_qty", how=Buying(weekly)) == [(8,)]
    assert bought(plan, "order_qty") == []


def test_the_lead_time_is_the_quotes_else_the_products_else_the_suppliers_else_the_usual() -> None:
    """A: best quote of S2, 3 days. B: S1's quote names none, the product does: 5. C: main supplier S1: 9. D: 7."""
    names = ("A", "B", "C", "D")
    rows = shop(
        *(seller(sku, 99) for sku in names),
        products=[
            product("A", lead_days=5, supplier="S1"),
            product("B", lead_days=5),
            product("C", supplier="S1"),
            product("D"),
        ],
        suppliers=[{"supplier": "S1", "name": "甲", "lead_days": 9}, {"supplier": "S2", "name": "乙", "lead_days": 8}],
        quotes=[quote("S1", "A", 6, lead_days=4), quote("S2", "A", 5, lead_days=3), quote("S1", "B", 5)],
    )
    table = levels_of(plan_of(rows), Policy(), 7)
    assert table["lead_days"].to_dict() == dict(zip(names, (3, 5, 9, 7), strict=True))
    assert (table["reorder_point"] / QTY).to_dict() == dict(zip(names, (6, 10, 18, 14), strict=True))


def test_a_supplier_whose_deliveries_stray_takes_more_safety_stock_once_three_have_come() -> None:
    """5, 7 and 9 days: deviation √(8 ÷ 3). 2 a day: 1.6448536 × √(0 + 4 × 8 ÷ 3) = 5.37207; two tell nothing."""
    main = {"products": [product("A", supplier="S1")]}
    plan = plan_of(shop(seller("A", 10), deliveries(5, 7, 9), main))
    assert deviations(plan.facts.book)["S1"] == pytest.approx((8 / 3) ** 0.5)
    assert levels(plan)[:2] == (5.3721, 19.3721)
    assert levels(plan_of(shop(seller("A", 10), deliveries(5, 9), main)))[:2] == (0, 14)


def test_a_delivery_of_several_lines_counts_once_and_what_came_before_its_order_does_not() -> None:
    """5, 7 and 9 days; the second line of the first is no delivery of its own, one came 3 days too early to be one.

    What came of no order says nothing either.
    """
    again = {"doc_no": "D0", "purchase_no": "P0", "received_at": on(55), "sku": "B", "accepted_qty": 1, "unit_price": 5}
    loose = again | {"doc_no": "D8", "purchase_no": "", "received_at": on(2), "supplier": "S1"}
    rows = shop(
        deliveries(5, 7, 9, -3),
        receipts=[again, loose],
        purchases=[ordered("P0", 1, sku="B", ordered_on=on(60))],
    )
    found = deviations(plan_of(rows).facts.book)
    assert found.to_dict() == {"S1": pytest.approx((8 / 3) ** 0.5)}


def test_minimum_and_maximum_bound_the_levels() -> None:
    """14 and 28 by demand; a minimum of 20 lifts the first, one of 40 both, a maximum of 25 or 10 cuts the second."""
    limits = {
        "A": {"min_stock": 20},
        "B": {"min_stock": 40},
        "C": {"max_stock": 25},
        "D": {"max_stock": 10},
        "E": {"min_stock": 20, "max_stock": 25},
    }
    products = [product(sku, **own) for sku, own in limits.items()]
    plan = plan_of(shop(*(seller(sku, 99) for sku in limits), products=products))
    assert [levels(plan, sku)[1:3] for sku in limits] == [(20, 28), (40, 40), (14, 25), (14, 14), (20, 25)]


def test_what_is_on_order_requested_or_approved_counts_and_what_is_promised_does_not() -> None:
    """10 there, 1 promised, 8 ordered of which 3 came, 2 requested, 4 approved: 13 − 1 + 5 + 2 + 4 = 23.

    Closed and cancelled purchases bring nothing any more.
    """
    rows = shop(
        seller("A", 10),
        purchases=[
            ordered("P1", 8),
            ordered("P2", 2, "申请"),
            ordered("P3", 4, "已批准"),
            ordered("P4", 100, "已取消"),
            ordered("P5", 100, "已结束"),
        ],
        receipts=[{"doc_no": "D1", "purchase_no": "P1", "received_at": on(1), "sku": "A", "accepted_qty": 3}],
        sales=[{"doc_no": "O1", "ordered_at": on(0), "sku": "A", "qty": 1, "unit_price": 9, "status": "待发货"}],
    )
    rows["receipts"][-1]["unit_price"] = 5
    assert levels(plan_of(rows))[-1] == 23


def test_a_product_nobody_knows_the_demand_of_is_bought_by_its_minimum_alone() -> None:
    """A: 0 of at least 5, up to 5. B: up to its maximum, 20. C: at its minimum. D: without a minimum. E: stopped."""
    rows = shop(
        products=[
            product("A", min_stock=5),
            product("B", min_stock=5, max_stock=20),
            product("C", min_stock=5),
            product("D", max_stock=20),
            product("E", min_stock=5, status="停用"),
        ],
        receipts=[{"doc_no": "R", "sku": "C", "received_at": on(0), "accepted_qty": 5, "unit_price": 1}],
    )
    plan = plan_of(rows)
    assert bought(plan, "sku", "position", "reorder_point", "order_qty", "unit_price") == [
        ("A", 0, 5, 5, None),
        ("B", 0, 5, 20, None),
    ]


def test_goods_that_did_not_sell_are_kept_at_their_minimum_and_not_filled_to_the_maximum() -> None:
    """In stock for 90 days and never sold: 3 of at least 5: 2 more, not 17."""
    receipt = {"doc_no": "R", "sku": "A", "received_at": on(95), "accepted_qty": 3, "unit_price": 1}
    plan = plan_of(shop(products=[product("A", min_stock=5, max_stock=20)], receipts=[receipt]))
    assert bought(plan, "order_qty", "reason") == [
        (2, "库存位置 3，低于最低库存 5。近 90 天没有销售，补到 5。没有有效报价，请先询价。")
    ]


def test_what_customers_ordered_and_is_not_there_is_bought() -> None:
    sale = {"doc_no": "O1", "ordered_at": on(0), "sku": "A", "qty": 3, "unit_price": 9, "status": "待发货"}
    plan = plan_of(shop(sales=[sale]))
    assert bought(plan, "position", "order_qty", "reason") == [
        (-3, 3, "库存位置 -3，不高于补货点 0。客户订单还缺 3。没有销售记录，只补客户要的。没有有效报价，请先询价。")
    ]


def test_bundles_are_not_bought_their_components_are() -> None:
    """Orders for two sets wait; a set is no goods, a kit is assembled from what was bought."""
    rows = shop(
        products=[product("A", min_stock=1), product("SET", min_stock=1), product("KIT", min_stock=1)],
        bundles=[
            {"bundle": "SET", "sku": "A", "qty": 1},
            {"bundle": "KIT", "sku": "A", "qty": 1, "kind": "先组装入库"},
        ],
        sales=[{"doc_no": "O1", "ordered_at": on(0), "sku": "SET", "qty": 2, "unit_price": 9, "status": "待发货"}],
    )
    assert bought(plan_of(rows), "sku") == [("A",)]


def test_the_best_offer_decides_supplier_quantity_price_and_day() -> None:
    """18 lack. S1 asks 5, S2 4 from 15 on, in packs of 12: 24 for 96.00, here in 3 days.

    S3 would be cheaper and is stopped. The lead time of S2 makes it 6 to reorder at and 20 to fill up to.
    """
    rows = shop(
        seller("A", 2),
        suppliers=[{"supplier": "S3", "name": "丙", "status": "停用"}],
        quotes=[
            quote("S1", "A", 5, lead_days=2),
            quote("S2", "A", 4, from_qty=14, pack_qty=12, lead_days=3),
            quote("S2", "A", 6, lead_days=3),
            quote("S3", "A", 1),
        ],
    )
    plan = plan_of(rows)
    names = ("supplier", "position", "reorder_point", "order_qty", "unit_price", "amount")
    assert bought(plan, *names) == [("S2", 2, 6, 24, 4, 96)]
    assert bought(plan, "is_chosen", "name", "order_by", "due_on") == [
        (True, "a", pd.Timestamp("2026-11-24"), pd.Timestamp("2026-11-27"))
    ]
    assert reason(plan) == (
        "库存位置 2，不高于补货点 6。日均 2（近 90 天有货 90 天）× 3 天 + 安全库存 0；到货前 3 天预计卖 6，补到 20。"
        "满 14 单价 4（不满 6），省 48.00。整包 12。"
    )


def test_a_minimum_order_raises_the_quantity_and_says_so() -> None:
    """18 lack, 50 is the least; packs of 8: 56."""
    plan = plan_of(shop(seller("A", 10), quotes=[quote("S1", "A", 5, moq=50, pack_qty=8)]))
    assert bought(plan, "order_qty", "amount") == [(56, 280)]
    assert reason(plan).endswith("补到 28。最小订量 50。整包 8。")


def test_a_reason_is_in_the_language_of_the_book() -> None:
    quotes = [quote("S1", "A", price, from_qty=least, moq=50, pack_qty=8) for price, least in ((5, 5), (6, 1))]
    rows = shop(seller("A", 10), quotes=quotes)
    assert reason(plan_of(rows, Lang.EN)) == (
        "Position 10, reorder point 14. 2 sold a day (90 of the last 90 days in stock) × 7 days + safety stock 0; "
        "expected to be sold until goods come (7 days): 14; filled up to 28. From 5 on the price is 5, not 6: saves "
        "56.00. Minimum order 50. In packs of 8."
    )


def test_what_is_expected_in_the_lead_time_is_what_the_forecast_says() -> None:
    """7 a week until 8 weeks ago, then 35 a week: 4.1 a day over 90 days, and a forecast that has seen it rise.

    Today is the Tuesday of the first week of the forecast: 6 days of it and 1 of the next.
    """
    slow, fast = seller("A", 0, each=1, days=140), seller("A", 5, each=4, days=56)
    for row in (*fast["receipts"], *fast["sales"]):
        row["doc_no"] = f"F{row['doc_no']}"
    plan = plan_of(shop(slow, fast))
    weeks = plan.forecasts.values[0]
    (line,) = replenishment(plan)["reason"]
    sold = round(float(weeks[0] / 7 * 6 + weeks[1] / 7), 2)
    demand = dict(levels_of(plan)["demand"])["A"]
    assert f"到货前 7 天预计卖 {sold:g}，" in line
    assert sold > demand * 7 + 1


def test_lines_stand_by_supplier_and_product_and_one_order_for_several_saves_orders() -> None:
    """Three products of S1, one of S2, an order costs 30: S1's lines tell of 2 × 30 saved. Levels by demand alone."""
    names = ("C", "A", "B", "D")
    quotes = [quote("S2" if sku == "D" else "S1", sku, 5) for sku in names]
    plan = plan_of(shop(*(seller(sku, 10) for sku in names), quotes=quotes))
    assert bought(plan, "supplier", "sku") == [("S1", "A"), ("S1", "B"), ("S1", "C"), ("S2", "D")]
    how = Buying(order_cost=3000, holding_rate=10**9)  # holding costs so much that no larger lot pays
    told = [str(words) for (words,) in bought(plan, "reason", how=how)]
    assert [words.endswith("与该供应商另外 2 种商品合并下单，共省下单费用 60.00。") for words in told] == [True] * 3 + [
        False
    ]
    assert not any("合并下单" in str(words) for (words,) in bought(plan, "reason"))


def test_where_an_order_costs_something_the_lot_that_makes_a_year_cheapest_is_bought() -> None:
    """730 a year, an order costs 10.00, holding 20 % of 7.30 is 1.46: √(2 × 730 × 10 ÷ 1.46) = 100; 18 lack.

    Where the maximum leaves room for 18 only, 18 are bought.
    """
    quotes = [quote("S1", "A", 7.3)]
    how = Buying(order_cost=1000)
    plan = plan_of(shop(seller("A", 10), quotes=quotes))
    assert bought(plan, "order_qty", "amount", how=how) == [(100, 730)]
    assert reason(plan, how).endswith("补到 28。一次多订更省：经济批量 100。")
    assert bought(plan, "order_qty") == [(18,)]
    tight = plan_of(shop(seller("A", 10), quotes=quotes, products=[product("A", max_stock=28)]))
    assert bought(tight, "order_qty", how=how) == [(18,)]


def test_a_lot_reaches_for_a_price_tier_of_whichever_supplier_makes_the_year_cheapest() -> None:
    """At 7.30: 730 × 7.30 + 7.3 × 10 + 1.46 × 50 = 5475. S2 at 7.00 from 200 on: 5110 + 36.5 + 140 = 5286.50."""
    quotes = [quote("S1", "A", 7.3), quote("S2", "A", 7.5), quote("S2", "A", 7, from_qty=200, lead_days=4)]
    plan = plan_of(shop(seller("A", 10), quotes=quotes))
    how = Buying(order_cost=1000)
    assert bought(plan, "supplier", "order_qty", "unit_price", "amount", "due_on", how=how) == [
        ("S2", 200, 7, 1400, pd.Timestamp("2026-11-28"))
    ]
    assert reason(plan, how).endswith("满 200 单价 7（不满 7.5），省 100.00。一次多订更省：按价格档订 200。")


def test_what_is_wanted_is_never_cut_to_the_economic_lot() -> None:
    """An order of 0.01 makes lots of 3; 18 lack."""
    plan = plan_of(shop(seller("A", 10), quotes=[quote("S1", "A", 7.3)]))
    assert bought(plan, "order_qty", how=Buying(order_cost=1)) == [(18,)]
    assert "批量" not in reason(plan, Buying(order_cost=1))


def test_what_is_soon_to_be_ordered_goes_along_if_the_order_saved_costs_more_than_holding_it() -> None:
    """A is due today. B at 20 reaches 14 in 3 days; going along saves an order of 10.00, and holding its 100 at 7.30
    three days earlier costs 730 × 0.2 × 3 ÷ 365 = 1.20. C at 20 is of another supplier. D at 29 has more than a week.

    When holding costs 200 % a year, lots are of 31.6: 32 × 7.3 × 2 × 3 ÷ 365 = 3.84. When it costs 1000 %, of 14.1:
    14 × 7.3 × 10 × 3 ÷ 365 = 8.40 still pays. An order of 5.00, lots of 10: 10 × 7.3 × 10 × 3 ÷ 365 = 6.00 does not.
    """
    lefts = {"A": 10, "B": 20, "C": 20, "D": 29}
    quotes = [quote("S2" if sku == "C" else "S1", sku, 7.3) for sku in lefts]
    plan = plan_of(shop(*(seller(sku, left) for sku, left in lefts.items()), quotes=quotes))
    assert bought(plan, "sku", "order_qty", "order_by", "due_on", how=Buying(order_cost=1000)) == [
        ("A", 100, pd.Timestamp("2026-11-24"), pd.Timestamp("2026-12-01")),
        ("B", 100, pd.Timestamp("2026-11-27"), pd.Timestamp("2026-12-01")),
    ]
    for how, along in (
        (Buying(order_cost=1000, holding_rate=2_000_000), True),
        (Buying(order_cost=1000, holding_rate=10_000_000), True),
        (Buying(order_cost=500, holding_rate=10_000_000), False),
        (Buying(), False),
    ):
        assert (("B",) in bought(plan, "sku", how=how)) is along, how
    words = [str(words) for (words,) in bought(plan, "reason", how=Buying(order_cost=1000))]
    assert words[1].startswith("库存位置 20，约 3 天后到补货点 14，与该供应商的订单一起下。")


def test_the_report_has_the_columns_of_its_sheet_even_when_nothing_is_to_be_bought() -> None:
    kinds = {
        "is_chosen": "bool",
        "position": "int64",
        "reorder_point": "int64",
        "order_qty": "int64",
        "unit_price": "Int64",
        "amount": "Int64",
        "order_by": "datetime64[s]",
        "due_on": "datetime64[s]",
    }
    rows: tuple[Sheets, ...] = (shop(seller("A", 10)), shop(seller("A", 99)), {})
    for plan in map(plan_of, rows):
        for how in (Buying(), Buying(order_cost=100)):
            table = replenishment(plan, how)
            assert tuple(table) == BY_KEY["replenishment"].column_keys
            assert {name: str(kind) for name, kind in table.dtypes.items()} == dict.fromkeys(table, "str") | kinds


def test_senseless_limits_and_days_do_no_harm() -> None:
    """The largest number a cell can hold as maximum, a lead time of a million days: ten years count."""
    limits = product("A", max_stock=900_000_000_000_000, lead_days=999_999)
    plan = plan_of(shop(seller("A", 10), products=[limits]))
    assert bought(plan, "reorder_point", "due_on") == [(7300, pd.Timestamp("2026-11-24") + pd.Timedelta(days=3650))]


def test_the_functions_say_what_the_report_says() -> None:
    """A is bought; B is not; C is stopped: nothing is said of it. 10 at 2 a day last 5 days."""
    rows = shop(
        *(seller(sku, left, each=4, every=2) for sku, left in {"A": 10, "B": 50, "C": 0}.items()),
        products=[product("A"), product("B"), product("C", status="停用")],
    )
    plan = plan_of(rows)
    assert (answers.reorder_point(plan) / QTY).to_dict() == {"A": 22.7038, "B": 22.7038, "C": None}
    assert (answers.safety_stock(plan) / QTY).to_dict() == {"A": 8.7038, "B": 8.7038, "C": None}
    assert (answers.reorder_qty(plan) / QTY).to_dict() == {"A": 27, "B": 0, "C": 0}
    assert (answers.cover_days(plan) / 10**6).to_dict() == {"A": 5, "B": 25, "C": 0}
    assert bought(plan, "sku", "order_qty") == [("A", 27)]


def test_cover_is_rounded_to_a_tenth_of_a_day_and_blank_without_demand() -> None:
    """10 at 3 a day: 3.3 days. B lies there unsold."""
    receipt = {"doc_no": "R", "sku": "B", "received_at": on(95), "accepted_qty": 3, "unit_price": 1}
    plan = plan_of(shop(seller("A", 10, each=3), receipts=[receipt]))
    assert answers.cover_days(plan).to_dict() == {"A": 3_300_000, "B": None}


@examples(5)
@given(traders())
def test_in_any_shop_what_is_proposed_lifts_the_position_above_the_reorder_point(shop: Shop) -> None:
    plan = planned(run_shop(shop).raw)
    for how in (Buying(), Buying(Policy(review=Review.PERIODIC)), Buying(order_cost=500)):
        lines = proposals(plan, how)
        after = lines["position"] + lines["order_qty"]
        assert (lines["order_qty"] > 0).all()
        assert (after >= np.maximum(lines["order_up_to"], lines["reorder_point"])).all()
        assert lines["sku"].is_unique
        due = levels_of(plan, how.policy).query("is_due").index
        assert set(lines["sku"]) >= {*due} - {"SET", "KIT"}
