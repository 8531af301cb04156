"""What a line says against itself, and what its blanks mean."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.books import Rows
from tests.validate.checked import checked, places

RECEIPT = {"doc_no": "R1", "received_at": 46_082, "sku": "A01", "unit_price": 6}
ORDERED = {"doc_no": "PO1", "sku": "A01", "qty": 10, "unit_price": 7.5, "tax_rate": "13%", "price_has_tax": "yes"}


def lines(key: str, rows: dict[str, Rows], **settings: object) -> tuple[pd.DataFrame, list[str]]:
    """Return a sheet's lines after validation, and what is wrong."""
    book, problems = checked(rows, **settings)
    return book.lines[key], places(problems)


@pytest.mark.parametrize(
    ("said", "arrived", "accepted", "rejected"),
    [
        ({"arrived_qty": 10}, 10, 10, 0),
        ({"arrived_qty": 10, "rejected_qty": 2}, 10, 8, 2),
        ({"accepted_qty": 8}, 8, 8, 0),
        ({"accepted_qty": 8, "rejected_qty": 2}, 10, 8, 2),
        ({"arrived_qty": 10, "accepted_qty": 8, "rejected_qty": 2}, 10, 8, 2),
        ({"accepted_qty": 0, "rejected_qty": 2}, 2, 0, 2),
    ],
)
def test_what_arrived_is_what_was_accepted_and_rejected(
    said: dict[str, int], arrived: int, accepted: int, rejected: int
) -> None:
    found, problems = lines("receipts", {"receipts": [RECEIPT | said]})
    got = found[["arrived_qty", "accepted_qty", "rejected_qty"]].iloc[0].tolist()
    assert got == [arrived * 10_000, accepted * 10_000, rejected * 10_000]
    assert problems == []


@pytest.mark.parametrize(
    "said",
    [
        {"arrived_qty": 10, "accepted_qty": 8},
        {"arrived_qty": 2, "rejected_qty": 3},
        {"arrived_qty": 10, "accepted_qty": 11},
    ],
)
def test_quantities_that_do_not_add_up_are_told(said: dict[str, int]) -> None:
    assert lines("receipts", {"receipts": [RECEIPT | said]})[1] == ["收货!I5 P203"]


def test_a_receipt_of_nobody_knows_how_many_is_told() -> None:
    assert lines("receipts", {"receipts": [RECEIPT | {"rejected_qty": 2}]})[1] == ["收货!I5 P101"]


def test_a_blank_price_is_that_of_the_purchase_with_its_tax() -> None:
    receipt = RECEIPT | {"arrived_qty": 10, "unit_price": None, "purchase_no": "PO1"}
    found, problems = lines("receipts", {"purchases": [ORDERED], "receipts": [receipt]}, tax_rate="6%")
    assert found[["unit_price", "tax_rate", "price_has_tax"]].values.tolist() == [[7_500_000, 130_000, "yes"]]
    assert problems == []


def test_a_price_in_foreign_money_is_taken_at_the_purchases_rate() -> None:
    bought = ORDERED | {"currency": "USD", "exchange_rate": 7.1}
    receipt = RECEIPT | {"arrived_qty": 10, "unit_price": None, "purchase_no": "PO1"}
    found, _ = lines("receipts", {"purchases": [bought], "receipts": [receipt]})
    assert found["unit_price"].tolist() == [53_250_000]


def test_a_cancelled_purchase_gives_no_price() -> None:
    receipt = RECEIPT | {"arrived_qty": 10, "unit_price": None, "purchase_no": "PO1"}
    rows: dict[str, Rows] = {"purchases": [ORDERED | {"status": "cancelled"}], "receipts": [receipt]}
    assert sorted(lines("receipts", rows)[1]) == ["收货!D5 P205", "收货!M5 P204"]


def test_free_goods_have_a_price_of_0() -> None:
    assert lines("receipts", {"receipts": [RECEIPT | {"arrived_qty": 10, "unit_price": 0}]})[1] == []


def test_goods_that_were_all_rejected_need_no_price() -> None:
    line = RECEIPT | {"unit_price": None, "accepted_qty": 0, "rejected_qty": 2}
    assert lines("receipts", {"receipts": [line]})[1] == []


@pytest.mark.parametrize("settings", [{}, {"tax_rate": "13%", "price_has_tax": "yes", "warehouse": "HOLD"}])
def test_blanks_of_a_sale_are_filled_from_the_settings(settings: dict[str, object]) -> None:
    sale = {"doc_no": "S1", "ordered_at": 46_086, "sku": "A01", "qty": 2, "unit_price": 15, "status": "open"}
    found, _ = lines("sales", {"sales": [sale]}, **settings)
    wanted = [130_000, "yes", "HOLD"] if settings else [0, "no", "MAIN"]
    assert found[["tax_rate", "price_has_tax", "warehouse"]].values.tolist() == [wanted]


@pytest.mark.parametrize("kept", [{"unit_cost": 0}, {"amount": 0}, {"unit_cost": 6}, {"amount": 60}])
def test_opening_stock_needs_a_cost_even_if_it_is_0(kept: dict[str, int]) -> None:
    opening = {"doc_no": "O1", "adjusted_at": 46_023, "kind": "opening", "sku": "A01", "qty": 10}
    assert lines("adjustments", {"adjustments": [opening | kept]})[1] == []
    assert lines("adjustments", {"adjustments": [opening]})[1] == ["调整!I5 P211"]
