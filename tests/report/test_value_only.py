"""Amounts without goods, goods made of others, and transfers that carry a cost: where the reports count them."""

from __future__ import annotations

import pytest

from jxc_xl.pipeline import Do
from jxc_xl.report.facts import Period
from jxc_xl.tables import RawBook
from tests.books import Rows, do, report
from tests.report.worked import (
    APRIL,
    MARCH,
    WHOLE,
    Line,
    adjusted,
    back,
    book,
    bought,
    charged,
    closed,
    columns,
    sold,
    then,
    transferred,
)

SUMMARY = tuple(f"{part}_{what}" for part in ("opening", "in", "out", "closing") for what in ("qty", "amount"))
MARGIN = ("sold_qty", "returned_qty", "revenue", "cost_of_sales", "margin", "margin_rate")
CARD = ("kind", "in_qty", "in_amount", "out_qty", "out_amount", "balance_qty", "balance_amount", "unit_cost")
SOLD_IN_MARCH: dict[str, Rows] = {
    "receipts": [bought("R1", "2026-03-01", 10, 6)],
    "sales": [sold("S1", "2026-03-10", 4, 10)],
}
"""10 at 6, of which 4 are sold at 10: 36 left."""


def lines_of(raw: RawBook, key: str, period: Period = WHOLE) -> list[Line]:
    """Return a report's lines; whatever is reported, every law holds."""
    outcome = do(raw, Do.REPORT, period)
    assert outcome.reports["self_check"]["holds"].all(), outcome.reports["self_check"].to_string()
    return report(outcome, key)


def test_freight_that_comes_after_the_close_is_in_and_its_share_of_what_was_sold_is_cost_of_sales() -> None:
    """Freight 10: 6 for the 6 still there, 4 for the 4 sold. April: 36 + 10 − 4 = 42, and a margin of −4."""
    raw = then(closed(book(SOLD_IN_MARCH), "2026-03"), {"charges": [charged("F1", "2026-04-02", 10, "R1")]})
    assert columns(lines_of(raw, "summary", APRIL), *SUMMARY) == [(6, 36, 0, 10, 0, 4, 6, 42)]
    assert columns(lines_of(raw, "margin", APRIL), *MARGIN) == [(0, 0, 0, 4, -4, None)]
    assert columns(lines_of(raw, "margin", MARCH), *MARGIN) == [(4, 0, 40, 24, 16, 0.4)]
    assert columns(lines_of(raw, "card", APRIL), *CARD) == [
        ("close", 0, 0, 0, 0, 6, 36, 6),
        ("charge", 0, 10, 0, 0, 6, 46, 7.666667),
        ("cost_adjustment", 0, 0, 0, 4, 6, 42, 7),
    ]


def test_an_invoice_for_less_lowers_what_came_in_and_what_was_sold() -> None:
    """5 less: −5 in, of which −2 are about what was sold: out −2, a margin of 2. 36 − 5 + 2 = 33."""
    invoice = charged("F1", "2026-04-02", -5, "R1", charge="invoice_difference")
    raw = then(closed(book(SOLD_IN_MARCH), "2026-03"), {"charges": [invoice]})
    assert columns(lines_of(raw, "summary", APRIL), *SUMMARY) == [(6, 36, 0, -5, 0, -2, 6, 33)]
    assert columns(lines_of(raw, "margin", APRIL), *MARGIN) == [(0, 0, 0, -2, 2, None)]
    assert columns(lines_of(raw, "card", APRIL), *CARD)[1:] == [
        ("charge", 0, -5, 0, 0, 6, 31, 5.166667),
        ("cost_adjustment", 0, 0, 0, -2, 6, 33, 5.5),
    ]


def test_an_invoice_for_less_in_an_open_period_is_part_of_the_receipt() -> None:
    """60 − 5 = 55 came in, 22 of it were sold."""
    invoice = charged("F1", "2026-03-20", -5, "R1", charge="invoice_difference")
    raw = book({**SOLD_IN_MARCH, "charges": [invoice]})
    assert columns(lines_of(raw, "summary", MARCH), *SUMMARY) == [(0, 0, 10, 55, 4, 22, 6, 33)]
    assert columns(lines_of(raw, "margin", MARCH), *MARGIN) == [(4, 0, 40, 22, 18, 0.45)]


def test_what_was_owed_over_a_close_is_corrected_in_the_open_month() -> None:
    """2 at 6; 4 are sold: 12 and, owed, 12 more. April brings 10 at 7: the 2 owed cost 14, 2 more than was thought.

    April: −12 + 70 − 2 = 56, 8 at 7. It sells 1 more at 10, at 7: cost of sales 9.
    """
    rows = {"receipts": [bought("R1", "2026-03-01", 2, 6)], "sales": [sold("S1", "2026-03-10", 4, 10)]}
    raw = book(rows, allows_negative="yes")
    assert columns(lines_of(raw, "card"), *CARD)[-1] == ("sale", 0, 0, 4, 24, -2, -12, None)
    raw = closed(raw, "2026-03")
    raw = then(raw, {"receipts": [bought("R2", "2026-04-05", 10, 7)]})
    assert columns(lines_of(raw, "summary", APRIL), *SUMMARY) == [(-2, -12, 10, 70, 0, 2, 8, 56)]
    assert columns(lines_of(raw, "margin", APRIL), *MARGIN) == [(0, 0, 0, 2, -2, None)]
    raw = then(raw, {"sales": [sold("S2", "2026-04-06", 1, 10)]})
    assert columns(lines_of(raw, "margin", APRIL), *MARGIN) == [(1, 0, 10, 9, 1, 0.1)]
    assert columns(lines_of(raw, "margin", MARCH), *MARGIN) == [(4, 0, 40, 24, 16, 0.4)]


def test_a_close_that_corrects_nothing_is_on_no_margin_report() -> None:
    raw = closed(book(SOLD_IN_MARCH), "2026-03")
    assert lines_of(raw, "margin", APRIL) == []
    assert columns(lines_of(raw, "summary", APRIL), *SUMMARY) == [(6, 36, 0, 0, 0, 0, 6, 36)]


def test_freight_that_is_expensed_is_on_the_card_without_an_amount_and_counts_as_shared() -> None:
    """Duty is cost whatever the book does with freight: 60 + 3."""
    charges = [charged("F1", "2026-03-02", 10, "R1"), charged("F2", "2026-03-02", 3, "R1", charge="duty")]
    raw = book({**SOLD_IN_MARCH, "charges": charges}, freight="expense")
    assert columns(lines_of(raw, "summary"), *SUMMARY) == [(0, 0, 10, 63, 4, 25.2, 6, 37.8)]
    assert ("expense", 0, 0, 0, 0, 10, 63, 6.3) in columns(lines_of(raw, "card"), *CARD)


@pytest.mark.parametrize(("change", "came", "went"), [(9, 9, 0), (-9, 0, 9)])
def test_a_revaluation_is_in_when_it_adds_and_out_when_it_takes_and_no_cost_of_sales(
    change: float, came: float, went: float
) -> None:
    raw = book({**SOLD_IN_MARCH, "adjustments": [adjusted("V1", "2026-04-01", "revaluation", None, amount=change)]})
    assert columns(lines_of(raw, "summary", APRIL), *SUMMARY) == [(6, 36, 0, came, 0, went, 6, 36 + change)]
    assert lines_of(raw, "margin", APRIL) == []
    assert columns(lines_of(raw, "card", APRIL), *CARD[:5]) == [("revaluation", 0, came, 0, went)]


def test_assembly_takes_its_components_out_and_brings_the_bundle_in_for_what_they_cost() -> None:
    """2 kits of 2 A at 6 and 1 B at 3: 24 + 6 = 30. One is taken apart: 15, by list price 18 to 2: 13.50, 1.50."""
    rows: dict[str, Rows] = {
        "products": [
            {"sku": "A", "name": "a", "list_price": 9},
            {"sku": "B", "name": "b", "list_price": 2},
            {"sku": "K", "name": "k"},
        ],
        "bundles": [
            {"bundle": "K", "sku": "A", "qty": 2, "kind": "in_stock"},
            {"bundle": "K", "sku": "B", "qty": 1, "kind": "in_stock"},
        ],
        "receipts": [bought("R1", "2026-03-01", 10, 6), bought("R1", "2026-03-01", 10, 3, sku="B")],
        "adjustments": [
            adjusted("M1", "2026-03-02", "assembly", 2, sku="K"),
            adjusted("M2", "2026-03-03", "disassembly", 1, sku="K"),
        ],
    }
    assert columns(lines_of(book(rows), "summary"), "sku", *SUMMARY[2:]) == [
        ("A", 12, 73.5, 4, 24, 8, 49.5),
        ("B", 11, 31.5, 2, 6, 9, 25.5),
        ("K", 2, 30, 1, 15, 1, 15),
    ]
    assert lines_of(book(rows), "margin") == []


def test_transfers_with_a_cost_are_on_the_card_and_in_no_total() -> None:
    """A warehouse each its own cost: 4 at 6 in MAIN and 4 at 9 in EAST; 2 go from MAIN to EAST and carry 12."""
    rows: dict[str, Rows] = {
        "warehouses": [{"warehouse": "MAIN"}, {"warehouse": "EAST"}, {"warehouse": "HOLD", "kind": "quarantine"}],
        "receipts": [bought("R1", "2026-03-01", 4, 6), bought("R2", "2026-03-01", 4, 9, warehouse="EAST")],
        "transfers": [transferred("T1", "2026-03-05", 2, "MAIN", "EAST")],
        "sales": [sold("S1", "2026-03-06", 3, 10, warehouse="EAST")],
    }
    raw = book(rows, cost_pool="warehouse")
    assert columns(lines_of(raw, "summary"), *SUMMARY) == [(0, 0, 8, 60, 3, 24, 5, 36)]
    assert columns(lines_of(raw, "card"), *CARD[:7])[2:4] == [
        ("transfer_out", 0, 0, 2, 12, 6, 48),
        ("transfer_in", 2, 12, 0, 0, 8, 60),
    ]
    raw = book(rows)
    assert columns(lines_of(raw, "summary"), *SUMMARY) == [(0, 0, 8, 60, 3, 22.5, 5, 37.5)]


def test_a_return_to_a_supplier_is_out_at_cost_and_its_difference_is_no_margin() -> None:
    rows = {**SOLD_IN_MARCH, "returns": [back("B1", "2026-03-20", 2, 9, direction="to_supplier", original_no="R1")]}
    raw = book(rows)
    assert columns(lines_of(raw, "summary"), *SUMMARY) == [(0, 0, 10, 60, 6, 36, 4, 24)]
    assert columns(lines_of(raw, "margin"), *MARGIN) == [(4, 0, 40, 24, 16, 0.4)]
