"""Codes name what is there, whatever their case, and no two lines have one name."""

from __future__ import annotations

import pytest

from jxc_xl.terms import Lang
from tests.books import Rows
from tests.validate.checked import CUP, checked

RECEIPT = {"doc_no": "R1", "received_at": 46_082, "sku": "A01", "arrived_qty": 10, "unit_price": 6}


def told(rows: dict[str, Rows], **settings: object) -> list[str]:
    return [problem.line(Lang.EN).rpartition("  ")[0] for problem in checked(rows, Lang.EN, **settings).problems]


def test_a_code_is_known_whatever_its_case_and_spelt_as_its_master_spells_it() -> None:
    book, problems = checked({"receipts": [RECEIPT | {"sku": "a01", "warehouse": "main"}]})
    assert book.lines["receipts"][["sku", "warehouse"]].to_numpy().tolist() == [["A01", "MAIN"]]
    assert problems == []


@pytest.mark.parametrize(("code", "hint"), [("A0l", " – did you mean A01?"), ("ZZZ", ".")])
def test_an_unknown_code_is_told_with_the_nearest_known_one(code: str, hint: str) -> None:
    assert told({"receipts": [RECEIPT | {"sku": code}]}) == [
        f"Receipts!G5  P201  SKU “{code}” is not on Products{hint}"
    ]


def test_of_many_unknown_codes_every_one_is_told() -> None:
    lines = [RECEIPT | {"doc_no": f"R{n}", "sku": f"Z{n}"} for n in range(300)]
    found = told({"receipts": lines})
    assert len(found) == 300
    assert found[-1] == "Receipts!G304  P201  SKU “Z299” is not on Products."


def test_a_default_warehouse_that_is_not_there_keeps_its_lines_out() -> None:
    """It used to be posted into unseen."""
    assert told({"receipts": [RECEIPT]}, warehouse="NOPE") == [
        "Receipts!H5  P201  Warehouse “NOPE” is not on Warehouses."
    ]


def test_a_default_warehouse_is_spelt_as_its_master_spells_it() -> None:
    book, _ = checked({"receipts": [RECEIPT]}, warehouse="main")
    assert book.lines["receipts"]["warehouse"].tolist() == ["MAIN"]


@pytest.mark.parametrize(
    ("sheet", "lines", "said"),
    [
        ("products", [CUP, CUP | {"sku": "a01"}], "Products!A6  P202  a01 is there twice; row 5 has it already."),
        ("receipts", [RECEIPT | {"line_no": 1}] * 2, "Receipts!A6  P202  R1 / 1 is there twice; row 5 has it already."),
        (
            "quotes",
            [{"supplier": "ACME", "sku": "A01", "from_qty": 12.5, "valid_from": 46_082, "unit_price": 5}] * 2,
            "Quotes!A6  P202  ACME / A01 / 12.5 / 2026-03-01 is there twice; row 5 has it already.",
        ),
        (
            "quotes",
            [{"supplier": "ACME", "sku": "A01", "unit_price": 5}] * 2,
            "Quotes!A6  P202  ACME / A01 is there twice; row 5 has it already.",
        ),
    ],
)
def test_a_name_that_is_there_twice_is_told_as_people_write_it(sheet: str, lines: Rows, said: str) -> None:
    assert told({sheet: lines}) == [said]


def test_lines_without_numbers_have_no_name_yet() -> None:
    assert told({"receipts": [RECEIPT, RECEIPT]}) == []


def test_quotes_with_other_breaks_are_other_quotes() -> None:
    quote = {"supplier": "ACME", "sku": "A01", "unit_price": 5}
    assert told({"quotes": [quote, quote | {"from_qty": 10}]}) == []
