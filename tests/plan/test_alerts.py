"""预警: small shops worked by hand. Today is 2026-11-24."""

from __future__ import annotations

import pandas as pd
from hypothesis import given

from jxc_xl.plan.alert_words import ALERTS, Alert
from jxc_xl.plan.alerts import Limits, alerts
from jxc_xl.plan.buying import USUAL, Buying
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.replenishment import replenishment
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.answer.worlds import traders
from tests.plan.sellers import Row, Sheets, on, product, seller, shop
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import columns
from tests.scenarios.shops import Shop, run_shop
from tests.test_laws import examples


def told(plan: Plan, *names: str, how: Buying = USUAL, limits: Limits = Limits()) -> list[tuple[object, ...]]:  # noqa: B008 (a value)
    return columns(lines_of(plan, "alerts", alerts(plan, how, limits)), *names)


def came(sku: str, qty: float, days_ago: int, price: float = 5, **more: object) -> Row:
    receipt: Row = {"doc_no": f"R{days_ago}-{sku}", "sku": sku, "received_at": on(days_ago), "accepted_qty": qty}
    return receipt | {"unit_price": price} | more


def asked(sku: str, qty: float, status: str, **more: object) -> Row:
    return {"doc_no": f"P-{sku}", "sku": sku, "qty": qty, "status": status} | more


def waiting(sku: str, qty: float) -> Row:
    return {"doc_no": f"W-{sku}", "ordered_at": on(0), "sku": sku, "qty": qty, "unit_price": 9, "status": "待发货"}


def test_what_was_sold_and_is_gone_is_out_what_sells_most_first() -> None:
    """A sold 2 a day, B 3: 14 and 21 to reorder at. C was last sold half a year ago. D has orders and never had goods.

    E never had goods, nor orders, F is stopped: nothing to say.
    """
    old = {
        "receipts": [came("C", 1, 200)],
        "sales": [{"doc_no": "S-C", "ordered_at": on(190), "sku": "C", "qty": 1, "unit_price": 9}],
    }
    rows = shop(
        seller("A", 0),
        seller("B", 0, each=3),
        seller("F", 0),
        old,
        products=[product("E"), product("F", status="停用")],
        sales=[waiting("D", 4), waiting("B", 2)],
    )
    assert told(plan_of(rows), "sku", "alert", "available", "limit_qty", "action") == [
        ("B", "缺货", -2, 21, "客户订单还缺 2。补货，见补货表。"),
        ("A", "缺货", 0, 14, "补货，见补货表。"),
        ("C", "缺货", 0, 0, "近 90 天没有销售：还卖就补货，不卖了就在商品表停用。"),
        ("D", "缺货", -4, 0, "客户订单还缺 4。补货，见补货表。"),
    ]


def test_what_is_on_its_way_is_said() -> None:
    """All are out: A has 20 promised for the 30th, B 20 without a day, C 20 that should have come yesterday.

    D has a request, E 5 coming, far too few.
    """
    orders = [
        asked("A", 20, "已下单", promised_on="2026-11-30"),
        asked("B", 20, "已下单"),
        asked("C", 20, "已下单", promised_on=on(1)),
        asked("D", 20, "申请"),
        asked("E", 5, "已下单", promised_on="2026-11-30"),
    ]
    rows = shop(*(seller(sku, 0) for sku in "ABCDE"), purchases=orders)
    assert told(plan_of(rows), "sku", "action") == [
        ("A", "在途 20，约定 2026-11-30 到：盯紧交期。"),
        ("B", "在途 20，没有约定交期：问清到货日。"),
        ("C", "在途 20，约定 2026-11-23 到，已晚：催交。"),
        ("D", "已申请 20，还没下单：尽快批准下单。"),
        ("E", "在途 5，约定 2026-11-30 到：盯紧交期。补货，见补货表。"),
    ]


def test_what_replenishment_would_buy_is_low_and_what_is_below_its_minimum_whatever_is_coming() -> None:
    """2 a day: 14 to reorder at. A has 14, B 8, enough for 4 days. C has 15. D has 14 and 30 coming.

    E has 15 of at least 20, and 30 coming. F, nobody knows how it sells, has 4 of at least 5, G 5 of at least 5.
    """
    rows = shop(
        *(seller(sku, left) for sku, left in {"A": 14, "B": 8, "C": 15, "D": 14, "E": 15}.items()),
        products=[product("E", min_stock=20), product("F", min_stock=5), product("G", min_stock=5)],
        receipts=[came("F", 4, 0), came("G", 5, 0)],
        purchases=[asked("D", 30, "已下单"), asked("E", 30, "已下单", promised_on="2026-11-30")],
    )
    plan = plan_of(rows)
    assert told(plan, "sku", "alert", "available", "limit_qty", "action") == [
        ("B", "低库存", 8, 14, "补货，见补货表。"),
        ("A", "低库存", 14, 14, "补货，见补货表。"),
        ("E", "低库存", 15, 20, "在途 30，约定 2026-11-30 到：盯紧交期。"),
        ("F", "低库存", 4, 5, "补货，见补货表。"),
    ]


def test_a_kit_is_to_be_assembled_and_a_set_that_is_split_on_sale_has_no_stock() -> None:
    rows = shop(
        products=[product("A"), product("SET", min_stock=1), product("KIT", min_stock=1)],
        bundles=[
            {"bundle": "SET", "sku": "A", "qty": 1},
            {"bundle": "KIT", "sku": "A", "qty": 1, "kind": "先组装入库"},
        ],
        sales=[waiting("SET", 2)],
    )
    assert told(plan_of(rows), "sku", "action") == [("KIT", "是组合商品：在调整表组装。")]


def test_more_than_the_maximum_is_over_and_so_is_more_than_half_a_year_sells() -> None:
    """2 a day: 28 to fill up to. A has 360, 180 days; B 361, 180.5 days; C 60 of at most 50; D lies there unsold.

    Of B 10 more are on order.
    """
    rows = shop(
        *(seller(sku, left) for sku, left in {"A": 360, "B": 361, "C": 60}.items()),
        products=[product("C", max_stock=50)],
        receipts=[came("D", 5000, 100)],
        purchases=[asked("B", 10, "已下单")],
    )
    plan = plan_of(rows)
    assert told(plan, "sku", "alert", "available", "limit_qty", "action") == [
        (
            "B",
            "超储",
            361,
            28,
            "多出 333。按现在的销售够卖 180 天。暂停采购，可促销或换渠道。在途 10，可与供应商商量推迟或取消。",
        ),
        ("C", "超储", 60, 50, "多出 10。按现在的销售够卖 30 天。暂停采购，可促销或换渠道。"),
    ]
    assert told(plan, "sku", limits=Limits(cover_days=179)) == [("B",), ("A",), ("C",)]


def test_lots_that_expire_are_told_the_expired_first() -> None:
    """30 days ahead: the 24th of December is the last of them. A lot may be sold on its last day."""
    days = {"L1": "2026-11-22", "L2": "2026-11-24", "L3": "2026-12-24", "L4": "2026-12-25"}
    receipts = [came("A", 5, 10 + n, lot=lot, expires_on=day) for n, (lot, day) in enumerate(days.items())]
    rows = shop(receipts=receipts, products=[product("A", status="停用")])
    plan = plan_of(rows)
    assert told(plan, "alert", "available", "limit_qty", "expires_on", "action") == [
        (
            "已过期",
            5,
            None,
            pd.Timestamp("2026-11-22"),
            "批次 L1 剩 5，已过期 2 天：停止销售，退供应商或报损。",
        ),
        ("临期", 5, None, pd.Timestamp("2026-11-24"), "批次 L2 剩 5，今天到期：今天卖不掉就下架。"),
        ("临期", 5, None, pd.Timestamp("2026-12-24"), "批次 L3 剩 5，还有 30 天到期：先发这批，卖不完就促销。"),
    ]
    assert len(told(plan, "alert", limits=Limits(expiring_days=31))) == 4
    assert len(told(plan, "alert", limits=Limits(expiring_days=0))) == 2


def test_a_purchase_dearer_than_the_one_before_by_a_tenth_or_more_is_told() -> None:
    """A: 10 → 10.99, not a tenth. B: 10 → 11, just one. C: 10 → 20 → 15, cheaper again. D: 10 → 20, before 90 days ago.

    E: 10 → 20 is told first. F was bought once, G is stopped.
    """
    paid: dict[str, dict[int, float]] = {
        "A": {50: 10, 40: 10.99},
        "B": {50: 10, 40: 11},
        "C": {50: 10, 45: 20, 40: 15},
        "D": {100: 10, 91: 20},
        "E": {200: 10, 90: 20},
        "F": {50: 10},
        "G": {50: 10, 40: 20},
    }
    receipts = [came(sku, 1, ago, price, supplier="S1") for sku, own in paid.items() for ago, price in own.items()]
    rows = shop(receipts=receipts, suppliers=[{"supplier": "S1", "name": "甲"}], products=[product("G", status="停用")])
    plan = plan_of(rows)
    assert told(plan, "sku", "alert", "available", "limit_qty", "action") == [
        ("E", "进价上涨", 2, None, "进价由 10 涨到 20（+100%，S1）：比比别家报价，核对售价和毛利。"),
        ("B", "进价上涨", 2, None, "进价由 10 涨到 11（+10%，S1）：比比别家报价，核对售价和毛利。"),
    ]
    assert told(plan, "sku", limits=Limits(price_rise=50_000)) == [("E",), ("B",), ("A",)]


def mixed() -> Sheets:
    """A is out, B low, C over, D expired, E about to, F dearer; F was bought without a supplier's name."""
    return shop(
        seller("A", 0),
        seller("B", 10),
        seller("C", 400),
        receipts=[
            came("D", 5, 10, lot="L1", expires_on="2026-11-23"),
            came("E", 5, 10, expires_on="2026-11-25"),
            came("F", 1, 50, 10),
            came("F", 1, 40, 12),
        ],
    )


def test_the_most_urgent_comes_first() -> None:
    assert told(plan_of(mixed()), "sku", "alert") == [
        ("D", "已过期"),
        ("A", "缺货"),
        ("E", "临期"),
        ("B", "低库存"),
        ("F", "进价上涨"),
        ("C", "超储"),
    ]


def test_words_are_in_the_language_of_the_book() -> None:
    assert told(plan_of(mixed(), Lang.EN), "name", "alert", "action") == [
        ("d", "Expired", "Lot L1: 5 left, 1 day past its date: sell no more of it; send it back or write it off."),
        ("a", "Out", "Buy it: see Replenishment."),
        ("e", "Expiring", "5 left, 1 day to go: ship it first; promote what will not sell in time."),
        ("b", "Low", "Buy it: see Replenishment."),
        ("f", "Dearer", "The purchase price went from 10 to 12 (+20%): compare quotes, check price and margin."),
        (
            "c",
            "Over",
            "372 too many. At what is sold now it lasts 200 days. Buy no more; promote it or try another channel.",
        ),
    ]


def test_the_report_has_the_columns_of_its_sheet_even_when_all_is_well() -> None:
    kinds = {"available": "int64", "limit_qty": "Int64", "expires_on": "datetime64[s]"}
    rows: tuple[Sheets, ...] = (mixed(), shop(seller("A", 30)), {})
    for table in map(alerts, map(plan_of, rows)):
        assert tuple(table) == BY_KEY["alerts"].column_keys
        assert {name: str(kind) for name, kind in table.dtypes.items()} == dict.fromkeys(table, "str") | kinds


def test_every_kind_of_alert_has_a_name() -> None:
    assert set(ALERTS) == set(Alert)


@examples(4)
@given(traders())
def test_in_any_shop_whatever_is_to_be_bought_is_out_or_low(shop: Shop) -> None:
    plan = planned(run_shop(shop).raw)
    lines = alerts(plan)
    is_missing = lines["alert"].isin([ALERTS[kind].zh for kind in (Alert.OUT, Alert.LOW)])
    assert set(replenishment(plan)["sku"]) <= set(lines["sku"][is_missing])
    assert not lines["sku"][is_missing].duplicated().any()
