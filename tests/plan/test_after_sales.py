"""售后 and 时效 by hand. Today is Tuesday 2026-11-24, half past nine."""

from __future__ import annotations

from jxc_xl.plan.after_sales import after_sales, processing
from jxc_xl.plan.processing import Clock
from tests.books import NOW
from tests.plan.sellers import Row, on, seller, shop
from tests.plan.shops import lines_of, plan_of
from tests.report.worked import columns


def back(doc_no: str, qty: float, **more: object) -> Row:
    return {"doc_no": doc_no, "returned_at": on(3), "sku": "A", "qty": qty, "unit_price": 9} | more


def test_returns_are_told_by_reason_and_product_with_their_share_of_what_was_sold() -> None:
    """A sold 180 in 90 days. Two returns of 3 and 1 for quality, one of which was exchanged; 2 for no reason given."""
    returns = [
        back("T1", 3, complaint="quality"),
        back("T2", 1, complaint="quality", exchange_no="S-A-2"),
        back("T3", 2),
        back("T4", 5, direction="to_supplier"),
    ]
    plan = plan_of(shop(seller("A", 20), returns=returns))
    names = ("complaint", "sku", "returns", "qty", "refund", "exchanged", "rate")
    assert columns(lines_of(plan, "after_sales", after_sales(plan)), *names) == [
        ("quality", "A", 2, 4, 36, 1, 0.022222),
        ("", "A", 1, 2, 18, 0, 0.011111),
    ]


def test_only_returns_of_the_report_period_count() -> None:
    returns = [back("T1", 3), back("T2", 1, returned_at=on(40))]
    plan = plan_of(shop(seller("A", 20), returns=returns), report_from=on(30))
    assert columns(lines_of(plan, "after_sales", after_sales(plan)), "qty", "rate") == [(3, 0.05)]


def test_without_returns_and_orders_there_is_no_line() -> None:
    plan = plan_of({"products": [{"sku": "A", "name": "a"}]})
    assert lines_of(plan, "after_sales", after_sales(plan)) == []
    assert lines_of(plan, "processing", processing(plan)) == []


def test_orders_in_time_are_told_by_day_and_channel_and_all_of_them_last() -> None:
    """On TB one in time and one not, on DY one in time; and one of today that is late though it is still open."""
    sale = {"sku": "A", "qty": 1, "unit_price": 9, "ordered_at": "2026-11-20 10:00", "channel": "TB"}
    sales: list[Row] = [
        sale | {"doc_no": "S1", "processed_at": "2026-11-20 10:30"},
        sale | {"doc_no": "S2", "processed_at": "2026-11-20 11:30"},
        sale | {"doc_no": "S3", "processed_at": "2026-11-20 10:59", "channel": "DY"},
        sale | {"doc_no": "S4", "ordered_at": "2026-11-24 08:00", "status": "open"},
        sale | {"doc_no": "S5", "ordered_at": "2026-11-24 09:00", "status": "open"},
    ]
    receipts: list[Row] = [{"doc_no": "R1", "received_at": on(9), "sku": "A", "accepted_qty": 9, "unit_price": 5}]
    plan = plan_of(shop(receipts=receipts, sales=sales, channels=[{"channel": "TB"}, {"channel": "DY"}]))
    lines = lines_of(plan, "processing", processing(plan, Clock(NOW)))
    told = [
        (str(line["ordered_on"])[:10], line["channel"], line["due"], line["in_time"], line["rate"]) for line in lines
    ]
    assert told == [
        ("2026-11-24", "TB", 1, 0, 0),
        ("2026-11-20", "DY", 1, 1, 1),
        ("2026-11-20", "TB", 2, 1, 0.5),
        ("None", "", 4, 2, 0.5),
    ]
