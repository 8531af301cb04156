"""订单 Order desk: small shops worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from jxc_xl.plan.order_desk import orders
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.processing import Clock
from jxc_xl.schema import BY_KEY, Kind
from jxc_xl.terms import Lang
from tests.books import NOW, Rows
from tests.plan.desks import CLOCK, desk, order, ordered
from tests.plan.shops import lines_of, plan_of
from tests.report.worked import Line, bought, columns

EIGHT, NINE = "2026-11-24 08:00", "2026-11-24 09:00"


def lines(plan: Plan, clock: Clock = CLOCK) -> list[Line]:
    return lines_of(plan, "orders", orders(plan, clock))


def said(sales: Rows, lang: Lang = Lang.EN, **more: Any) -> tuple[object, object]:  # noqa: ANN401 (what `desk` takes)
    """Return state and action of the last order."""
    found = {line["doc_no"]: line for line in lines(desk(sales, lang, **more))}
    line = found[str(list(sales)[-1]["doc_no"])]
    return line["state"], line["action"]


def test_stock_is_given_first_come_first_served_whatever_the_order_of_the_sheet() -> None:
    """10 are there. The 8 of eight o'clock are had, of the 4 of 8:50 two are short, the 1 of nine is short whole."""
    sales = [order("S3", NINE, 1), order("S2", "2026-11-24 08:50", 4), order("S1", EIGHT, 8)]
    found = columns(lines(desk(sales)), "doc_no", "qty", "short_qty", "state")
    assert found == [("S1", 8, 0, "超时，可发货"), ("S2", 4, 2, "缺货"), ("S3", 1, 1, "缺货")]


def test_what_is_short_comes_with_the_first_delivery_that_covers_all_before_it_too() -> None:
    """10 are there; 2 come on the 26th and 5 on the 30th. S1 takes 10, S2 the 2 of the 26th.

    S3 needs 3, which the 5 of the 30th cover. S4 needs 3 more: 2 + 5 = 7 are on order, 2 + 3 + 3 = 8 are missing.
    """
    sales = [order("S1", "2026-11-24 09:01", 10), order("S2", "2026-11-24 09:02", 2)]
    sales += [order("S3", "2026-11-24 09:03", 3), order("S4", "2026-11-24 09:04", 3)]
    due = [ordered("P2", 5, "2026-11-30"), ordered("P1", 2, "2026-11-26")]
    found = lines(desk(sales, Lang.EN, rows={"purchases": due}))
    days = [None if day is None else f"{day:%m-%d}" for (day,) in columns(found, "expected_on")]
    assert days == [None, "11-26", "11-30", None]
    assert columns(found, "short_qty", "state") == [
        (0, "ship now"),
        (2, "waiting for goods due"),
        (3, "waiting for goods due"),
        (3, "short"),
    ]


def test_what_was_received_of_a_purchase_is_not_waited_for() -> None:
    """6 were ordered and 4 came: of the 5 that are wanted 4 are there and 1 of the 2 still due is waited for."""
    come = bought("R1", "2026-11-20", 4, 5, purchase_no="P1")
    rows = {"purchases": [ordered("P1", 6, "2026-11-26")], "receipts": [come]}
    assert columns(lines(desk([order("S1", NINE, 5)], rows=rows)), "short_qty", "state") == [(1, "等到货")]
    assert columns(lines(desk([order("S1", NINE, 7)], rows=rows)), "short_qty", "state") == [(3, "缺货")]


def test_purchases_that_were_only_asked_for_are_not_waited_for() -> None:
    rows = {"purchases": [ordered("P1", 6, "2026-11-26", status="requested")]}
    assert said([order("S1", NINE, 11)], rows=rows)[0] == "short"


def test_the_customer_is_told_what_can_be_sent_and_when_the_rest_comes() -> None:
    rows = {"purchases": [ordered("P1", 5, "2026-11-26")]}
    state, action = said([order("S1", NINE, 12)], rows=rows)
    assert state == "waiting for goods due"
    assert action == (
        "2 missing, due on 2026-11-26. Tell the customer: we can send 10 now and the rest when the goods arrive on "
        "2026-11-26."
    )
    assert said([order("S1", NINE, 12)], Lang.ZH, rows=rows) == (
        "等到货",
        "缺 2 件，预计 2026-11-26 到货。告诉客户：可以先发 10 件，其余2026-11-26 到货后马上发出。",
    )
    sales = [order("S1", EIGHT, 10), order("S2", NINE, 1.5)]
    assert said(sales, rows=rows)[1] == (
        "1.5 missing, due on 2026-11-26. Tell the customer: we will send it when the goods arrive on 2026-11-26."
    )


def test_the_customer_is_told_that_nothing_is_known_yet() -> None:
    state, action = said([order("S1", NINE, 12)])
    assert state == "short"
    assert action == (
        "2 missing, and not enough on order: buy more. Tell the customer: we can send 10 now; for the rest, we will "
        "name a day as soon as we know it, or replace or refund."
    )
    assert said([order("S1", NINE, 12)], Lang.ZH, there=0) == (
        "缺货",
        "缺 12 件，在途采购不够补，请补货。告诉客户：暂时缺货，到货日期确定后马上通知，也可以换货或退款。",
    )


@pytest.mark.parametrize(
    ("promised", "action"),
    [
        ("2026-11-24", "2 missing, due on 2026-11-24."),
        ("2026-11-23", "2 missing; the supplier promised 2026-11-23, which is past:"),
        (None, "2 missing, on order without a promised day:"),
    ],
)
def test_a_promise_that_is_past_or_was_never_given_is_to_be_asked_for(promised: str | None, action: str) -> None:
    rows = {"purchases": [ordered("P1", 5, promised)]}
    state, found = said([order("S1", NINE, 12)], rows=rows)
    assert state == "waiting for goods due"
    assert str(found).startswith(action)


def test_goods_in_another_warehouse_are_not_short_but_must_be_moved() -> None:
    """6 are in MAIN and 4 in BACK; the order is for 8 of MAIN."""
    rows: dict[str, list[Line]] = {
        "warehouses": [{"warehouse": "MAIN"}, {"warehouse": "BACK"}, {"warehouse": "HOLD", "kind": "quarantine"}],
        "receipts": [bought("R1", "2026-11-01", 6, 5), bought("R2", "2026-11-01", 4, 5, warehouse="BACK")],
    }
    plan = desk([order("S1", NINE, 8)], Lang.EN, rows=rows)
    assert columns(lines(plan), "short_qty", "state", "action") == [
        (0, "in another warehouse", "MAIN lacks 2, other warehouses have them: transfer them first.")
    ]


def test_goods_in_quarantine_are_not_there() -> None:
    rows = {"receipts": [bought("R1", "2026-11-01", 6, 5), bought("R2", "2026-11-01", 4, 5, warehouse="HOLD")]}
    assert columns(lines(desk([order("S1", NINE, 8)], rows=rows)), "short_qty") == [(2,)]


def test_a_bundle_waits_for_the_component_it_lacks() -> None:
    """A set is two of A and one of B: 10 of A make five sets, 3 of B only three. Of four sets one is short.

    The second order, of A alone, finds the 8 that four sets take gone: 10 − 8 = 2 are left for its 3. One of A and one
    of B come on the 26th: the set waits for B, the order of A for A.
    """
    rows: dict[str, list[Line]] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}, {"sku": "SET", "name": "set"}],
        "bundles": [{"bundle": "SET", "sku": "A", "qty": 2}, {"bundle": "SET", "sku": "B", "qty": 1}],
        "receipts": [bought("R1", "2026-11-01", 10, 5), bought("R2", "2026-11-01", 3, 5, sku="B")],
        "purchases": [ordered("P1", 1, "2026-11-26"), ordered("P2", 1, "2026-11-27", sku="B")],
    }
    plan = desk([order("S1", EIGHT, 4, sku="SET"), order("S2", NINE, 3)], rows=rows)
    found = lines(plan)
    assert columns(found, "doc_no", "short_qty", "state") == [("S1", 1, "超时，等到货"), ("S2", 1, "等到货")]
    assert [f"{day:%m-%d}" for (day,) in columns(found, "expected_on")] == ["11-27", "11-26"]


@pytest.mark.parametrize(
    ("line", "settings", "is_low"),
    [
        ({"unit_price": 9}, {}, False),
        ({"unit_price": 8.99}, {}, True),
        ({"unit_price": 10, "discount": 4}, {}, False),  # 10 − 4 ÷ 4 = 9
        ({"unit_price": 10, "discount": 4.01}, {}, True),
        ({"unit_price": 10, "price_has_tax": "yes", "tax_rate": 0.13}, {}, True),  # 9 × 1.13 = 10.17
        ({"unit_price": 10.17, "price_has_tax": "yes", "tax_rate": 0.13}, {}, False),
        (
            {"unit_price": 8, "price_has_tax": "no"},
            {"price_has_tax": "yes", "tax_rate": 0.13},
            False,
        ),  # 9 ÷ 1.13 = 7.96
        ({"unit_price": 7.96, "price_has_tax": "no"}, {"price_has_tax": "yes", "tax_rate": 0.13}, True),
    ],
)
def test_a_price_below_the_floor_is_to_be_checked(line: Line, settings: dict[str, Any], *, is_low: bool) -> None:
    """The floor is 9 each, with tax where the book's prices have it; a discount is for the whole line of 4."""
    rows: dict[str, Rows] = {"products": [{"sku": "A", "name": "a", "floor_price": 9}]}
    rows |= {"receipts": [bought("R1", "2026-11-01", 10, 5)], "sales": [order("S1", NINE, 4) | line]}
    ((state,),) = columns(lines(plan_of(rows, Lang.EN, **settings)), "state")
    assert state == ("check price" if is_low else "ship now")


def test_the_price_and_the_floor_are_told_as_the_line_has_them() -> None:
    rows: dict[str, list[Line]] = {"products": [{"sku": "A", "name": "a", "floor_price": 9}]}
    line = order("S1", NINE, 4, price=10, price_has_tax="yes", tax_rate=0.13, discount=2)
    assert said([line], Lang.ZH, rows=rows) == (
        "价格待核",
        "单价 9.5 低于最低售价 10.17，请更正，或请主管同意。",
    )


def test_an_address_may_stand_on_any_line_of_an_order() -> None:
    sales = [order("S1", NINE, 1), order("S1", NINE, 2, address=None), order("S2", NINE, 3, address=None)]
    found = columns(lines(desk(sales, Lang.EN)), "doc_no", "qty", "state")
    assert found == [("S1", 1, "ship now"), ("S1", 2, "ship now"), ("S2", 3, "address missing")]


def test_a_book_without_addresses_is_not_asked_for_them() -> None:
    assert said([order("S1", NINE, 1, address=None)])[0] == "ship now"


def test_all_that_keeps_an_order_back_is_told() -> None:
    rows: dict[str, list[Line]] = {"products": [{"sku": "A", "name": "a", "floor_price": 11}]}
    sales = [order("S1", NINE, 8), order("S2", NINE, 3, address=None)]
    state, action = said(sales, Lang.ZH, rows=rows)
    assert state == "缺地址"
    assert action == (
        "请向客户要收货地址。单价 10 低于最低售价 11，请更正，或请主管同意。"
        "缺 1 件，在途采购不够补，请补货。告诉客户：可以先发 2 件，其余到货日期确定后马上通知，也可以换货或退款。"
    )


@pytest.mark.parametrize(
    ("line", "state"),
    [({"sku": "ZZ"}, "unknown product"), ({"sku": None}, "unknown product"), ({"qty": None}, "check quantity")],
)
def test_a_line_nobody_can_read_is_to_be_mended_before_all_else(line: Line, state: str) -> None:
    plan = desk([order("S1", NINE, 2) | line], Lang.EN, refused=1)
    assert columns(lines(plan), "state") == [(state,)]


def test_goods_that_left_are_to_be_posted_and_come_first() -> None:
    """10 are there. The 12 that left cannot be posted: 2 are missing in the book, and the order of eight gets none."""
    sales = [order("S1", EIGHT, 1), order("S2", NINE, 12, status="shipped", shipped_at="2026-11-24 09:10")]
    plan = desk(sales, Lang.EN, refused=1)
    assert columns(lines(plan), "doc_no", "short_qty", "minutes", "state", "action")[1] == (
        "S2",
        2,
        10,
        "to be posted",
        "The goods have left, but the book lacks 2: enter what was received first.",
    )
    assert columns(lines(plan), "doc_no", "short_qty")[0] == ("S1", 1)


def test_a_line_is_posted_with_its_whole_order_or_not_at_all() -> None:
    """10 of A are there and none of B: the line of A waits for B's receipt, an order of A alone does not."""
    sales = [
        order("S1", EIGHT, 1, status="shipped", shipped_at="2026-11-24 09:10"),
        order("S1", EIGHT, 1, sku="B", status="shipped", shipped_at="2026-11-24 09:10"),
    ]
    found = columns(lines(desk(sales, Lang.EN, refused=1)), "state", "action")
    assert found[0][0] == "to be posted"
    assert "other goods of this order" in str(found[0][1])
    assert found[1][1] == "The goods have left, but the book lacks 1: enter what was received first."


def test_late_orders_come_first_and_of_equals_the_oldest() -> None:
    """At 9:30 the limit of an hour is past for what came before 8:30; what was processed is not late any more."""
    sales = [
        order("S1", "2026-11-24 08:31", 1),
        order("S2", "2026-11-24 08:29", 1),
        order("S3", "2026-11-23 20:00", 1),
        order("S4", "2026-11-23 10:00", 1, processed_at="2026-11-23 12:00"),
    ]
    assert columns(lines(desk(sales, Lang.EN)), "doc_no", "minutes", "state") == [
        ("S3", 810, "late, ship now"),
        ("S2", 61, "late, ship now"),
        ("S4", 120, "ship now"),
        ("S1", 59, "ship now"),
    ]


def test_an_hour_sharp_is_in_time_and_the_limit_can_be_another() -> None:
    plan = desk([order("S1", "2026-11-24 08:30", 1)], Lang.EN)
    assert columns(lines(plan), "minutes", "state") == [(60, "ship now")]
    assert columns(lines(plan, Clock(NOW, 59)), "minutes", "state") == [(60, "late, ship now")]


def test_only_working_hours_count_where_there_are_any() -> None:
    """From 17:40 to 18:00 yesterday 20 minutes, and from 9:00 to 9:30 today 30."""
    plan = desk([order("S1", "2026-11-23 17:40", 1)], Lang.EN)
    assert columns(lines(plan, Clock(NOW, hours="09:00-18:00")), "minutes", "state") == [(50, "ship now")]


def test_cancelled_and_posted_lines_are_not_on_the_desk() -> None:
    sales = [order("S1", EIGHT, 1, status="cancelled"), order("S2", EIGHT, 1, status="shipped")]
    assert lines(desk(sales)) == []


def test_an_empty_book_has_no_orders_and_the_columns_are_those_of_the_sheet() -> None:
    kinds = {Kind.CODE: "str", Kind.TEXT: "str", Kind.MOMENT: "datetime64[s]", Kind.DATE: "datetime64[s]"}
    for plan in (desk([]), desk([order("S1", NINE, 11)])):
        found = orders(plan, CLOCK)
        assert tuple(found) == BY_KEY["orders"].column_keys
        for column in BY_KEY["orders"].columns:
            assert str(found[column.key].dtype).lower() == kinds.get(column.kind, "int64"), column.key
