"""Rules of costing that no textbook has (DESIGN § 5)."""

from __future__ import annotations

import pytest

from jxc_xl.pipeline import Do
from jxc_xl.problems import LedgerError
from jxc_xl.schema import LEDGER
from jxc_xl.terms import Lang
from tests.books import changed, do, raw_book, report
from tests.cost.cards import differences
from tests.scenarios.shops import START, Sheets, entered

BOTH = pytest.mark.parametrize("method", ["fifo", "moving_average"])


def test_free_goods_are_a_layer_of_their_own() -> None:
    card = """
        1  03-01  in 10 @ 5
        2  03-02  in 2 @ 0
        3  03-03  in 10 @ 6
        4  03-04  out 11   -> 50
        5  03-05  out 2    -> 6
        closing 9 = 54
    """
    assert differences(card, "fifo") == []


def test_what_comes_back_goes_to_the_end_of_the_queue() -> None:
    card = """
        1  03-01  in 10 @ 5
        2  03-02  out 4            -> 20
        3  03-03  in 10 @ 6
        4  03-04  back 4 of 2      -> 20
        5  03-05  out 16           -> 90
        closing 4 = 20
    """
    assert differences(card, "fifo") == []


@BOTH
def test_a_sale_that_comes_back_piece_by_piece_comes_back_at_its_cost(method: str) -> None:
    """10.00 over three: 3.33, 3.34, 3.33; in all what it left for."""
    card = """
        1  03-01  in 3 @ 3.333333
        2  03-02  out 3            -> 10.00
        3  03-03  back 1 of 2      -> 3.33
        4  03-04  back 1 of 2      -> 3.34
        5  03-05  back 1 of 2      -> 3.33
        closing 3 = 10.00
    """
    assert differences(card, method) == []


@BOTH
def test_what_comes_back_of_no_known_sale_comes_at_the_current_unit_cost(method: str) -> None:
    card = """
        1  03-01  in 10 @ 5
        2  03-02  in 10 @ 8
        3  03-03  out 10
        4  03-04  back 1           -> {}
        closing 11 = {}
    """
    amounts = {"fifo": ("8", "88"), "moving_average": ("6.50", "71.50")}
    assert differences(card.format(*amounts[method]), method) == []


@BOTH
def test_what_is_sold_and_comes_back_on_one_day_without_a_time_comes_back_after_its_sale(method: str) -> None:
    card = """
        1  03-01  in 10 @ 5
        2  03-02  out 4            -> 20
        3  03-02  back 4 of 2      -> 20
        4  03-03  out 10           -> 50
        closing 0 = 0
    """
    assert differences(card, method) == []


@BOTH
def test_a_count_enters_gains_at_the_current_unit_cost_and_losses_by_the_method(method: str) -> None:
    card = """
        1  03-01  in 10 @ 5
        2  03-02  in 10 @ 8
        3  03-03  count 22         -> 13
        4  03-04  count 10         -> {}
        closing 10 = {}
    """
    amounts = {"fifo": ("66", "77"), "moving_average": ("78", "65")}
    assert differences(card.format(*amounts[method]), method) == []


@BOTH
def test_one_by_one_costs_what_all_at_once_costs_and_the_last_takes_the_rest(method: str) -> None:
    card = """
        1  03-01  in 3 @ 3.333333
        2  03-02  out 1            -> 3.33
        3  03-03  out 1            -> {}
        4  03-04  out 1            -> {}
        closing 0 = 0
    """
    amounts = {"fifo": ("3.34", "3.33"), "moving_average": ("3.34", "3.33")}
    assert differences(card.format(*amounts[method]), method) == []


@BOTH
def test_issues_that_waited_take_from_the_receipt_as_if_it_had_been_there(method: str) -> None:
    """Receipt of 3 for 10.00: one for each that waited, and the last takes the rest."""
    card = """
        1  03-01  out 1            -> 3.33
        2  03-02  out 1            -> 3.34
        3  03-03  in 3 @ 3.333333
        4  03-04  out 1            -> 3.33
        closing 0 = 0
    """
    assert differences(card, method, allows_negative="yes") == []


@BOTH
def test_a_return_of_an_issue_that_waits_settles_it_first(method: str) -> None:
    card = """
        1  03-01  in 2 @ 5
        2  03-02  out 4            -> 20
        3  03-03  back 3 of 2      -> 15
        closing 1 = 5
    """
    assert differences(card, method, allows_negative="yes") == []


def test_goods_whose_cost_was_never_known_are_worth_nothing_and_that_is_told() -> None:
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a"}],
        "adjustments": [{"doc_no": "J1", "adjusted_at": START, "kind": "other_in", "sku": "A", "qty": 5}],
    }
    outcome = do(raw_book(rows), Do.POST)
    assert [problem.code for problem in outcome.problems] == ["P401"]
    assert outcome.ledger["amount"].tolist() == [0]


@pytest.mark.parametrize(
    ("digits", "shares"), [(0, [333, 333, 334]), (2, [333.33, 333.33, 333.34]), (3, [333.333, 333.333, 333.334])]
)
def test_a_charge_is_shared_to_the_last_unit_of_the_money(digits: int, shares: list[float]) -> None:
    receipt = {"doc_no": "R1", "received_at": START, "sku": "A", "accepted_qty": 1, "unit_price": 5}
    charge = {"doc_no": "F1", "charged_at": START, "amount": 1000, "basis": "quantity", "receipt_no": "R1"}
    rows: Sheets = {"products": [{"sku": "A", "name": "a"}], "receipts": [receipt] * 3, "charges": [charge]}
    outcome = do(raw_book(rows, money_digits=digits), Do.POST)
    ledger = outcome.ledger[outcome.ledger["kind"] == "charge"]
    assert [amount / 10**digits for amount in ledger["amount"]] == shares


@pytest.mark.parametrize("allows_negative", ["yes", "no"])
def test_a_cost_that_cannot_be_held_exactly_stops_everything_and_is_told(allows_negative: str) -> None:
    """90 trillion found, or sold before they came, at a million each."""
    line = {"doc_no": "1", "sku": "A", "qty": 9e13, "unit_price": 1}
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a"}],
        "receipts": [{"doc_no": "1", "received_at": START, "sku": "A", "accepted_qty": 1, "unit_price": 1e6}],
        "adjustments": [line | {"adjusted_at": START, "kind": "other_in"}] if allows_negative == "no" else [],
        "sales": [line | {"ordered_at": START}] if allows_negative == "yes" else [],
    }
    with pytest.raises(LedgerError, match="P402"):
        do(raw_book(rows, Lang.ZH, allows_negative=allows_negative), Do.POST)


def test_freight_that_comes_in_a_later_posting_costs_what_was_sold_again() -> None:
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a", "method": "fifo"}],
        "receipts": [{"doc_no": "R1", "received_at": START, "sku": "A", "accepted_qty": 10, "unit_price": 5}],
        "sales": [{"doc_no": "S1", "ordered_at": START, "sku": "A", "qty": 4, "unit_price": 9}],
    }
    raw = raw_book(rows)
    raw = changed(raw, do(raw, Do.POST).changes)
    charge = {"doc_no": "F1", "charged_at": START, "amount": 10, "basis": "value", "receipt_no": "R1"}
    raw = entered(raw, [("charges", (charge,))])
    outcome = do(raw, Do.POST)
    assert outcome.ledger["amount"].tolist() == [5000, -2400, 1000]
    kept = changed(raw, outcome.changes)
    assert [float(str(cell)) for cell in kept.tables["tblLedger"].cells[LEDGER.column_keys.index("amount")]] == [
        50.0,
        -24.0,
        10.0,
    ]
    assert report(outcome, "stock")[0]["amount"] == 36.0
    undone = do(kept, Do.UNDO)
    assert undone.ledger["amount"].tolist() == [5000, -2000, 0, 0]
