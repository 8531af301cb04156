"""Posting, rule by rule."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from jxc_xl.pipeline import Do, Outcome
from jxc_xl.tables import Column, Patch, RawBook
from tests.books import changed, do, posted, raw_book
from tests.scenarios.shops import entered

PRODUCTS = [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}]
Row = dict[str, object]


def day(number: int, clock: str = "00:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-03-{number:02d} {clock}")


def receipt(doc_no: str, on: int, qty: float, sku: str = "A", **more: object) -> Row:
    return {"doc_no": doc_no, "received_at": day(on), "sku": sku, "accepted_qty": qty, "unit_price": 5} | more


def sale(doc_no: str, on: int, qty: float, sku: str = "A", **more: object) -> Row:
    return {"doc_no": doc_no, "ordered_at": day(on), "sku": sku, "qty": qty, "unit_price": 9} | more


def back(doc_no: str, on: int, qty: float, original: str = "", **more: object) -> Row:
    row = {"doc_no": doc_no, "returned_at": day(on), "direction": "from_customer", "sku": "A", "qty": qty}
    return row | {"unit_price": 9, "original_no": original or None} | more


def book(**rows: list[Row]) -> RawBook:
    return raw_book({"products": PRODUCTS, **rows})


def documents(outcome: Outcome) -> list[str]:
    return sorted(set(outcome.ledger["doc_no"]))


def codes(outcome: Outcome) -> list[str]:
    return sorted(problem.code for problem in outcome.problems)


def facts(outcome: Outcome, code: str) -> list[dict[str, object]]:
    return [dict(problem.facts) for problem in outcome.problems if problem.code == code]


def cells(raw: RawBook, table: str, heading: str) -> list[object]:
    one = raw.tables[table]
    return list(one.cells[one.headings.index(heading)])


def blanks(count: int, heading: str) -> tuple[np.ndarray, tuple[Column, ...]]:
    return np.arange(count), (Column(heading, pd.Series([None] * count, dtype="object")),)


def test_a_document_with_one_line_too_many_stays_out_whole_and_the_others_go_on() -> None:
    rows = [sale("S1", 2, 4), sale("S1", 2, 1, "B"), sale("S2", 3, 10)]
    outcome = do(book(receipts=[receipt("R1", 1, 10)], sales=rows), Do.POST)
    assert documents(outcome) == ["R1", "S2"]
    (told,) = facts(outcome, "P301")
    assert {name: told[name] for name in ("day", "sku", "qty", "warehouse", "left")} == {
        "day": "2026-03-02",
        "sku": "B",
        "qty": "1",
        "warehouse": "MAIN",
        "left": "0",
    }


def test_two_lines_of_one_product_need_both() -> None:
    outcome = do(book(receipts=[receipt("R1", 1, 10)], sales=[sale("S1", 2, 6), sale("S1", 2, 6)]), Do.POST)
    assert documents(outcome) == ["R1"]
    assert facts(outcome, "P301")[0]["left"] == "4"


def test_a_document_of_goods_in_and_goods_out_stays_out_whole() -> None:
    """Adjustments that put in A and take out B: A is not posted when B is short."""
    line = {"doc_no": "J1", "adjusted_at": day(2), "qty": 3}
    rows = [line | {"kind": "other_in", "sku": "A", "unit_cost": 5}, line | {"kind": "write_off", "sku": "B"}]
    outcome = do(book(adjustments=rows), Do.POST)
    assert outcome.moved == 0
    assert codes(outcome) == ["P301"]


def test_returns_from_customers_and_to_suppliers_on_one_document_stay_out_together() -> None:
    rows = [back("T1", 2, 3), back("T1", 2, 9, sku="B", direction="to_supplier")]
    outcome = do(book(returns=rows), Do.POST)
    assert outcome.moved == 0


def test_an_order_shipped_in_two_halves_stays_out_whole_when_the_second_is_short() -> None:
    """And what it would have taken goes to whoever asked meanwhile."""
    halves = [sale("S1", 2, 6, shipped_at=day(2)), sale("S1", 2, 6, shipped_at=day(6))]
    outcome = do(book(receipts=[receipt("R1", 1, 10)], sales=[*halves, sale("S2", 4, 10)]), Do.POST)
    assert documents(outcome) == ["R1", "S2"]
    assert len(facts(outcome, "P301")) == 1


def test_a_line_with_an_error_keeps_its_document_out_and_the_rest_of_it_is_told() -> None:
    rows = [sale("S1", 2, 4), sale("S1", 2, 4, "NONE"), sale("S2", 2, 1)]
    outcome = do(book(receipts=[receipt("R1", 1, 10)], sales=rows), Do.POST)
    assert documents(outcome) == ["R1", "S2"]
    assert codes(outcome) == ["P201", "P213"]


def test_a_back_dated_sale_may_not_take_what_a_later_posted_one_took() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)], sales=[sale("S1", 9, 8)]))
    outcome = do(entered(raw, [("sales", (sale("S2", 5, 3),))]), Do.POST)
    assert outcome.moved == 0
    assert codes(outcome) == ["P302"]
    assert facts(outcome, "P302")[0]["short"] == "1"
    assert do(entered(raw, [("sales", (sale("S2", 5, 2),))]), Do.POST).moved == 1


def test_a_back_dated_count_may_not_take_what_a_later_posted_sale_took() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)], sales=[sale("S1", 9, 8)]))
    count = {"doc_no": "C1", "counted_at": day(5), "sku": "A", "counted_qty": 7}
    assert codes(do(entered(raw, [("counts", (count,))]), Do.POST)) == ["P302"]
    outcome = do(entered(raw, [("counts", (count | {"counted_qty": 8},))]), Do.POST)
    assert outcome.reports["stock"]["on_hand"].tolist() == [0, 0]


def test_no_more_comes_back_than_was_sold() -> None:
    rows = {"receipts": [receipt("R1", 1, 10)], "sales": [sale("S1", 2, 4)]}
    outcome = do(book(**rows, returns=[back("T1", 3, 3, "S1"), back("T2", 4, 2, "S1")]), Do.POST)
    assert documents(outcome) == ["R1", "S1", "T1"]
    assert facts(outcome, "P207")[0] | {"heading": ""} == {"qty": "2", "original": "S1", "left": "1", "heading": ""}


def test_two_lines_of_one_return_together_may_not_exceed_the_sale() -> None:
    rows = {"receipts": [receipt("R1", 1, 10)], "sales": [sale("S1", 2, 4)]}
    outcome = do(book(**rows, returns=[back("T1", 3, 3, "S1"), back("T1", 3, 2, "S1")]), Do.POST)
    assert codes(outcome) == ["P207"]
    assert documents(outcome) == ["R1", "S1"]


def test_no_more_comes_back_than_was_sold_over_two_postings() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)], sales=[sale("S1", 2, 4)], returns=[back("T1", 3, 3, "S1")]))
    outcome = do(entered(raw, [("returns", (back("T2", 4, 2, "S1"),))]), Do.POST)
    assert codes(outcome) == ["P207"]


@pytest.mark.parametrize("is_posted_before", [True, False])
def test_nothing_comes_back_before_it_was_sold(is_posted_before: bool) -> None:  # noqa: FBT001 (a case)
    rows = {"receipts": [receipt("R1", 1, 10)], "sales": [sale("S1", 5, 4)]}
    raw = posted(book(**rows)) if is_posted_before else book(**rows)
    outcome = do(entered(raw, [("returns", (back("T1", 3, 1, "S1"),))]), Do.POST)
    assert codes(outcome) == ["P223"]


def test_lines_without_a_number_get_the_next_of_their_document() -> None:
    rows = [sale("S1", 2, 1, line_no=5), sale("S1", 2, 1), sale("S2", 2, 1), sale("S1", 2, 1)]
    raw = posted(book(receipts=[receipt("R1", 1, 10)], sales=rows))
    assert cells(raw, "tblSales", "行号") == [5.0, 6.0, 1.0, 7.0]
    assert cells(raw, "tblSales", "过账号") == [1.0, 1.0, 1.0, 1.0]


def test_a_number_is_never_given_again_not_even_after_undo() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10), receipt("R1", 1, 5)]))
    raw = changed(raw, do(raw, Do.UNDO).changes)
    sheet = raw.tables["tblReceipts"]
    blank = Patch("tblReceipts", *blanks(2, "行号"))
    assert sheet.height == 2
    raw = posted(changed(raw, [blank]))
    assert cells(raw, "tblReceipts", "行号") == [3.0, 4.0]


def test_a_line_that_lost_its_posting_number_gets_it_back() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)], sales=[sale("S1", 2, 4)]))
    lost = changed(raw, [Patch("tblSales", *blanks(1, "过账号"))])
    outcome = do(lost, Do.POST)
    assert outcome.moved == 0
    assert len(outcome.ledger) == 2
    assert cells(changed(lost, outcome.changes), "tblSales", "过账号") == [1.0]


def test_posting_nothing_writes_nothing_to_the_ledger_and_marks_nothing() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)]))
    tables = {change.table for change in do(raw, Do.POST).changes}
    assert not tables & {"tblLedger", "tblReceipts"}


def test_undo_goes_back_posting_by_posting_and_what_it_freed_can_be_posted_again() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)]))
    raw = posted(entered(raw, [("sales", (sale("S1", 2, 4),))]))
    for left in ([6 * 10**4, 0], [10 * 10**4, 0], [0, 0]):
        outcome = do(raw, Do.RECALC)
        assert outcome.reports["stock"]["on_hand"].tolist() == left
        raw = changed(raw, do(raw, Do.UNDO).changes) if any(left) else raw
    assert codes(do(raw, Do.UNDO)) == ["P506"]
    assert cells(raw, "tblSales", "过账号") == [None]
    again = do(raw, Do.POST)
    assert again.reports["stock"]["on_hand"].tolist() == [6 * 10**4, 0]
    assert sorted(set(again.ledger["posting_no"])) == [1, 2, 3, 4, 5]
    assert again.reports["self_check"]["holds"].all()


def test_undo_takes_away_what_a_count_found() -> None:
    count = {"doc_no": "C1", "counted_at": day(5), "sku": "A", "counted_qty": 7}
    raw = posted(book(receipts=[receipt("R1", 1, 10)], counts=[count]))
    assert cells(raw, "tblCounts", "账面数量") == [10.0]
    raw = changed(raw, do(raw, Do.UNDO).changes)
    assert cells(raw, "tblCounts", "账面数量") == [None]


def test_a_count_that_takes_all_day_finds_each_product_as_it_was_when_counted() -> None:
    """Line 1 at nine, line 2 at three; B is sold at noon."""
    line = {"doc_no": "C1", "sku": "A", "counted_at": day(5, "09:00"), "counted_qty": 10}
    rows = [line, line | {"sku": "B", "counted_at": day(5, "15:00"), "counted_qty": 8}]
    noon = sale("S1", 5, 2, "B", shipped_at=day(5, "12:00"))
    raw = book(receipts=[receipt("R1", 1, 10), receipt("R2", 1, 10, "B")], counts=rows, sales=[noon])
    outcome = do(raw, Do.POST)
    assert cells(changed(raw, outcome.changes), "tblCounts", "账面数量") == [10.0, 8.0]
    assert outcome.reports["stock"]["on_hand"].tolist() == [10 * 10**4, 8 * 10**4]


@pytest.mark.parametrize("is_posted_before", [True, False])
def test_a_count_at_ten_finds_what_a_transfer_of_that_day_takes_only_at_night(is_posted_before: bool) -> None:  # noqa: FBT001
    move = {"doc_no": "M1", "moved_at": day(5), "sku": "A", "qty": 4, "from_warehouse": "MAIN", "to_warehouse": "HOLD"}
    count = {"doc_no": "C1", "counted_at": day(5, "10:00"), "sku": "A", "counted_qty": 10}
    raw = book(receipts=[receipt("R1", 1, 10)], transfers=[move])
    raw = posted(raw) if is_posted_before else raw
    raw = entered(raw, [("counts", (count,))])
    assert cells(changed(raw, do(raw, Do.POST).changes), "tblCounts", "账面数量") == [10.0]


def test_goods_a_transfer_brings_later_that_week_cannot_be_sold_before() -> None:
    """One transfer document of two days."""
    line = {"doc_no": "M1", "sku": "A", "qty": 4, "from_warehouse": "MAIN", "to_warehouse": "HOLD"}
    rows = [line | {"moved_at": day(2)}, line | {"moved_at": day(9)}]
    sales = [sale("S1", 5, 6, warehouse="HOLD")]
    outcome = do(book(receipts=[receipt("R1", 1, 10)], transfers=rows, sales=sales), Do.POST)
    assert codes(outcome) == ["P301"]
    assert facts(outcome, "P301")[0]["left"] == "4"


def test_goods_in_without_a_time_are_there_in_the_morning_and_sales_without_one_leave_at_night() -> None:
    sales = [sale("S1", 1, 4), sale("S2", 1, 6, shipped_at=day(1, "08:00")), sale("S3", 1, 1)]
    outcome = do(book(receipts=[receipt("R1", 1, 10)], sales=sales), Do.POST)
    assert documents(outcome) == ["R1", "S1", "S2"]


def test_a_charge_on_a_receipt_that_is_not_posted_stays_out() -> None:
    charge = {"doc_no": "F1", "charged_at": day(2), "amount": 10, "basis": "value", "receipt_no": "R1"}
    raw = book(receipts=[receipt("R1", 1, 10, "NONE")], charges=[charge])
    outcome = do(raw, Do.POST)
    assert outcome.moved == 0
    assert "P208" in codes(outcome)


def test_a_charge_on_a_receipt_that_only_says_it_is_posted_stays_out() -> None:
    charge = {"doc_no": "F1", "charged_at": day(2), "amount": 10, "basis": "value", "receipt_no": "R1"}
    raw = book(receipts=[receipt("R1", 1, 10, line_no=1, posting_no=7)], charges=[charge])
    outcome = do(raw, Do.POST)
    assert outcome.moved == 0
    assert "P503" in codes(outcome)


def test_a_charge_on_a_receipt_whose_new_line_is_held_stays_out() -> None:
    raw = posted(book(receipts=[receipt("R1", 1, 10)]))
    raw = entered(raw, [("receipts", (receipt("R1", 1, 5),))])
    raw = changed(raw, [Patch("tblReceipts", np.arange(1), (Column("合格数量", pd.Series([9.0], dtype="object")),))])
    charge = {"doc_no": "F1", "charged_at": day(2), "amount": 10, "basis": "value", "receipt_no": "R1"}
    outcome = do(entered(raw, [("charges", (charge,))]), Do.POST)
    assert outcome.moved == 0
    assert {"P501", "P208"} <= set(codes(outcome))


def test_the_same_receipt_line_is_charged_twice_by_two_charges() -> None:
    charge = {"charged_at": day(2), "amount": 10, "basis": "value", "receipt_no": "R1"}
    charges = [charge | {"doc_no": "F1"}, charge | {"doc_no": "F2"}]
    outcome = do(book(receipts=[receipt("R1", 1, 10)], charges=charges), Do.POST)
    assert outcome.reports["stock"]["amount"].tolist() == [7000, 0]


def test_negative_stock_is_posted_and_told_where_the_book_allows_it() -> None:
    outcome = do(raw_book({"products": PRODUCTS, "sales": [sale("S1", 2, 4)]}, allows_negative="yes"), Do.POST)
    assert outcome.moved == 1
    assert codes(outcome) == ["P303", "P401"]
