"""Single cells against their column: filled, and within range."""

from __future__ import annotations

import pytest

from jxc_xl.terms import Lang
from tests.books import Rows
from tests.validate.checked import checked, places

SALE = {"doc_no": "S1", "ordered_at": 46_086, "sku": "A01", "qty": 2, "unit_price": 15}
RECEIPT = {"doc_no": "R1", "received_at": 46_082, "sku": "A01", "arrived_qty": 10, "unit_price": 6}


def told(**rows: Rows) -> list[str]:
    return places(checked(rows).problems)


@pytest.mark.parametrize("column", sorted(SALE))
def test_a_required_cell_must_be_filled(column: str) -> None:
    (problem,) = told(receipts=[RECEIPT], sales=[{name: value for name, value in SALE.items() if name != column}])
    assert problem.endswith(" P101")


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("qty", 0, "more than 0"),
        ("qty", -2, "more than 0"),
        ("unit_price", -1, "0 or more"),
        ("discount", -1, "0 or more"),
        ("tax_rate", -0.01, "0 or more"),
        ("tax_rate", 1, "less than 1, such as 13% or 0.13"),
        ("tax_rate", 13, "less than 1, such as 13% or 0.13"),
        ("line_no", -1, "0 or more"),
    ],
)
def test_a_number_out_of_range_is_told_with_what_is_allowed(column: str, value: float, allowed: str) -> None:
    book, (problem,) = checked({"sales": [SALE | {column: value}]})
    assert (problem.code, problem.place) == ("P105", book.place("sales", 5, column))
    assert problem.fix(Lang.EN) == f"Enter a number that is {allowed}."


@pytest.mark.parametrize(
    ("column", "value"), [("unit_price", 0), ("discount", 0), ("tax_rate", 0), ("tax_rate", 0.9999)]
)
def test_the_edge_of_a_range_is_in_it(column: str, value: float) -> None:
    assert told(receipts=[RECEIPT], sales=[SALE | {column: value}]) == []


@pytest.mark.parametrize("value", ["2026-04-31", "#", True])
def test_a_cell_that_cannot_be_read_is_not_told_again_as_blank(value: object) -> None:
    assert told(receipts=[RECEIPT | {"received_at": value}]) == ["收货!C5 P106"]
    assert told(receipts=[RECEIPT | {"arrived_qty": value}]) == ["收货!I5 P102"]
    assert told(receipts=[RECEIPT | {"unit_price": value}]) == ["收货!M5 P102"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    line = {"doc_no": "S1", "ordered_at": "soon", "sku": "X99", "qty": -2, "status": "gone"}
    assert sorted(told(sales=[line])) == [
        "销售!C5 P106",
        "销售!G5 P201",
        "销售!J5 P105",
        "销售!K5 P101",
        "销售!P5 P108",
    ]
