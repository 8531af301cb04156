"""Approval of purchases, and receipts against what was ordered."""

from __future__ import annotations

import pandas as pd
import pytest

from jxc_xl.read.book import read_book
from jxc_xl.terms import Lang
from jxc_xl.validate import validate
from tests.books import Rows, posted, raw_book
from tests.validate.checked import CUP, checked

TIDIED = {"P117"}
"""Dates typed as text here are told as tidied; that is not what these tests are about."""
ACME = {"supplier": "ACME", "name": "Acme"}
Line = dict[str, object]


def bought(qty: float, price: float, **more: object) -> Line:
    line: Line = {"doc_no": "PO1", "supplier": "ACME", "sku": "A01", "qty": qty, "unit_price": price}
    return line | more


def came(doc_no: str, qty: float, **more: object) -> Line:
    line: Line = {"doc_no": doc_no, "received_at": "2026-03-05", "purchase_no": "PO1", "sku": "A01"}
    return line | {"accepted_qty": qty} | more


def told(rows: dict[str, Rows], **settings: object) -> list[str]:
    """Return place and code of all that is wrong, reminders too, but for what was tidied."""
    masters: dict[str, Rows] = {"products": [CUP, {"sku": "B02", "name": "Bowl"}], "suppliers": [ACME]}
    book, unread = read_book(raw_book(masters | rows, Lang.EN, **settings))
    _, found = validate(book, unread)
    return [f"{problem.place} {problem.code}" for problem in unread + found if problem.code not in TIDIED]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([bought(10, 100)], []),  # 1,000 is not above 1,000
        ([bought(10, 100.001)], ["Purchases!Q5 P241"]),
        ([bought(10, 60), bought(10, 40)], []),
        ([bought(10, 60), bought(10, 40.01)], ["Purchases!Q5 P241"]),  # the document counts, and is told once
        ([bought(10, 60), bought(10, 40.01, status="cancelled")], []),
        ([bought(10, 60, status="requested"), bought(10, 40.01)], ["Purchases!Q6 P241"]),
        ([bought(10, 60), bought(10, 40.01, doc_no="PO2")], []),
        ([bought(10, 20, currency="USD", exchange_rate=5.01)], ["Purchases!Q5 P241"]),
        ([bought(10, 20, currency="USD", exchange_rate=5)], []),
        ([bought(10, 101, status="approved")], ["Purchases!Q5 P241"]),
        ([bought(10, 101, status="requested")], []),
        ([bought(10, 101, status="closed")], []),
        ([bought(10, 101, status="cancelled")], []),
        ([bought(10, 101, approver="Li")], []),
        ([bought(10, 101, approver="li ")], []),
        ([bought(10, 101, approver="Zhao、Wang")], []),
        ([bought(10, 101, approver="Zhao")], ["Purchases!Q5 P241"]),
        ([bought(10, 60), bought(10, 60, approver="Li")], []),  # one line of the document is enough
        ([bought(10, 10**9), bought(10**9, 10**9)], ["Purchases!Q5 P241"]),  # more than an amount can be
    ],
)
def test_a_purchase_above_the_limit_needs_somebody_who_may_approve_it(lines: Rows, codes: list[str]) -> None:
    """The limit is 1,000.00; Li and Wang may approve."""
    assert told({"purchases": lines}, approval_limit=1000, approvers="Li, Wang") == codes


def test_a_book_without_minor_units_is_held_to_the_same_limit() -> None:
    for price, codes in ((100, []), (101, ["Purchases!Q5 P241"])):
        assert told({"purchases": [bought(10, price)]}, approval_limit=1000, money_digits=0) == codes


def test_without_a_list_anybody_may_approve_and_without_a_limit_nobody_needs_to() -> None:
    assert told({"purchases": [bought(10, 101, approver="Zhao")]}, approval_limit=1000) == []
    assert told({"purchases": [bought(10, 101)]}, approval_limit=1000) == ["Purchases!Q5 P241"]
    assert told({"purchases": [bought(10, 101, requested_on="2026-03-01")]}) == []
    assert told({"purchases": [bought(10, 101)]}, approval_limit=0) == ["Purchases!Q5 P241"]


def test_the_rule_is_named_with_who_may_approve_and_who_did() -> None:
    settings = {"approval_limit": 1000.5, "approvers": "Li, Wang"}
    _, (problem,) = checked({"purchases": [bought(10, 123.45, approver="Zhao")]}, Lang.ZH, **settings)
    assert problem.what(Lang.ZH) == "采购 PO1 合计 1234.5，超过“采购审批限额”1000.5，“Zhao”不在批准人名单上。"
    assert problem.what(Lang.EN) == (
        "Purchase PO1 comes to 1234.5, above the “Approval limit” of 1000.5; “Zhao” is not on the list of approvers."
    )
    assert problem.fix(Lang.EN).startswith("Have it approved by Li, Wang and enter who did;")
    _, (problem,) = checked({"purchases": [bought(10, 123.45)]}, Lang.ZH, approval_limit=1000)
    assert problem.fix(Lang.ZH) == "请由负责人批准并填写批准人，批准之前状态为“申请”。"


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([{}], ["Purchases!Q5 P242"]),
        ([{}, {"sku": "B02"}], ["Purchases!Q5 P242"]),  # told once
        ([{"approver": "anybody"}], []),
        ([{"approved_on": "2026-03-02"}], []),
        ([{}, {"approved_on": "2026-03-02"}], []),
        ([{"status": "requested"}], []),
        ([{"status": "approved"}], []),
        ([{"status": "closed"}], []),
        ([{"requested_on": None}], []),
        ([{"unit_price": 1000}], ["Purchases!Q5 P241"]),  # above the limit that is told instead
    ],
)
def test_a_request_is_approved_before_it_is_ordered(lines: list[Line], codes: list[str]) -> None:
    purchases = [bought(10, 10, requested_on="2026-03-01") | line for line in lines]
    assert told({"purchases": purchases}, approval_limit=1000) == codes


@pytest.mark.parametrize(
    ("receipts", "codes"),
    [
        ([came("R1", 21)], []),  # 20 and 5 % of them
        ([came("R1", 21.0001)], ["Receipts!I5 P243"]),
        ([came("R1", 12), came("R2", 9)], []),
        ([came("R1", 12), came("R2", 10)], ["Receipts!I6 P243"]),
        ([came("R2", 10, received_at="2026-03-06"), came("R1", 12)], ["Receipts!I5 P243"]),  # the later one is over
        ([came("R1", 30), came("R2", 1)], ["Receipts!I5 P243", "Receipts!I6 P243"]),
        ([came("R1", 20, rejected_qty=9)], []),  # what is sent back is not kept
        ([came("R1", 20), came("R2", 0, rejected_qty=9)], []),
        ([came("R1", 20), came("R2", 30, purchase_no=None, unit_price=3)], []),
    ],
)
def test_more_than_was_ordered_is_told(receipts: Rows, codes: list[str]) -> None:
    """20 are ordered, in two lines of 12 and 8; 5 % more may come."""
    assert told({"purchases": [bought(12, 10), bought(8, 10)], "receipts": receipts}) == codes


def test_how_much_more_may_come_is_a_setting() -> None:
    rows: dict[str, Rows] = {"purchases": [bought(20, 10)], "receipts": [came("R1", 22)]}
    assert told(rows, over_receipt=0.1) == []
    assert told(rows, over_receipt=0) == ["Receipts!I5 P243"]


def test_what_is_kept_is_told_once_and_posted_all_the_same() -> None:
    rows: dict[str, Rows] = {"products": [CUP], "suppliers": [ACME], "purchases": [bought(10, 10)]}
    raw = posted(raw_book(rows | {"receipts": [came("R1", 12)]}, Lang.EN))
    book, unread = read_book(raw)
    assert book.lines["receipts"]["posting_no"].tolist() == [1]
    assert validate(book, unread).problems == []


@pytest.mark.parametrize(
    ("statuses", "codes"),
    [
        (["requested"], ["Receipts!D5 P244"]),
        (["approved"], ["Receipts!D5 P244"]),
        (["ordered"], []),
        (["closed"], []),
        (["requested", "ordered"], []),
        (["ordered", "requested"], []),
        (["cancelled"], ["Receipts!D5 P205"]),
        (["cancelled", "requested"], ["Receipts!D5 P244"]),
    ],
)
def test_only_what_was_ordered_is_received(statuses: list[str], codes: list[str]) -> None:
    purchases = [bought(10, 10, status=status) for status in statuses]
    assert told({"purchases": purchases, "receipts": [came("R1", 5, unit_price=10)]}) == codes


def test_another_product_of_the_purchase_may_still_wait() -> None:
    purchases = [bought(10, 10), bought(10, 10, sku="B02", status="requested")]
    receipts = [came("R1", 5), came("R1", 5, sku="B02")]
    assert told({"purchases": purchases, "receipts": receipts}) == ["Receipts!D6 P244"]


def test_of_a_quantity_or_product_that_cannot_be_read_nothing_more_is_said() -> None:
    rows: dict[str, Rows] = {"purchases": [bought(10, 10, status="requested")], "receipts": [came("R1", 5, sku="#")]}
    assert "P244" not in " ".join(told(rows))
    rows = {"purchases": [bought(10, 10)], "receipts": [came("R1", 50, accepted_qty="many", arrived_qty=50)]}
    assert told(rows) == ["Receipts!J5 P102"]


@pytest.mark.parametrize(
    ("product", "receipt", "day"),
    [
        ({"shelf_days": 30}, {"made_on": "2026-03-01"}, "2026-03-31"),
        ({"shelf_days": 30}, {"made_on": "2026-03-01", "sku": "a01"}, "2026-03-31"),
        ({"shelf_days": 30}, {"made_on": "2026-03-01", "expires_on": "2026-03-20"}, "2026-03-20"),
        ({"shelf_days": 30}, {}, None),
        ({}, {"made_on": "2026-03-01"}, None),
        ({"shelf_days": 0}, {"made_on": "2026-03-01"}, None),
        ({"shelf_days": 10**15}, {"made_on": "2026-03-01"}, None),
    ],
)
def test_goods_expire_so_many_days_after_they_were_made(product: Line, receipt: Line, day: str | None) -> None:
    rows: dict[str, Rows] = {
        "products": [CUP | product],
        "receipts": [came("R1", 5, purchase_no=None, unit_price=1) | receipt],
    }
    book, problems = checked(rows)
    assert problems == []
    (found,) = book.lines["receipts"]["expires_on"]
    assert (None if pd.isna(found) else f"{found:%Y-%m-%d}") == day
