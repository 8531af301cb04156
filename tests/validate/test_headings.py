"""A heading that somebody renamed: nothing of its sheet is posted, whatever the column, and the other sheets are."""

from __future__ import annotations

import dataclasses
import warnings

import pytest

from jxc_xl.pipeline import Do
from jxc_xl.schema import BY_KEY, ENTRY
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang
from jxc_xl.validate.cells import DECIDING
from tests.books import changed, do, raw_book, report

pytestmark = pytest.mark.plans
KEYS = ("receipts", "sales", "returns", "transfers", "counts", "adjustments", "charges")
DAY = "2026-03-01"


def book() -> RawBook:
    """A document on every sheet; 99 that stock cannot cover, one that is cancelled and one that waits."""
    sale = {"ordered_at": "2026-03-05", "sku": "A", "unit_price": 9, "channel": "TB"}
    come = {"received_at": DAY, "sku": "A", "arrived_qty": 10, "unit_price": 6, "warehouse": "MAIN"}
    return raw_book(
        {
            "products": [{"sku": "A", "name": "a"}],
            "channels": [{"channel": "TB"}],
            "receipts": [{"doc_no": "R1"} | come],
            "charges": [{"doc_no": "F1", "charged_at": DAY, "charge": "freight", "amount": 5, "receipt_no": "R1"}],
            "sales": [
                {"doc_no": "S1", "qty": 2, "discount": 1} | sale,
                {"doc_no": "S2", "qty": 99} | sale,
                {"doc_no": "S3", "qty": 1, "status": "cancelled"} | sale,
                {"doc_no": "S4", "qty": 1, "status": "open"} | sale,
            ],
            "returns": [{"doc_no": "T1", "returned_at": "2026-03-06", "sku": "A", "qty": 1, "unit_price": 9}],
            "transfers": [
                {"doc_no": "M1", "moved_at": "2026-03-07", "sku": "A", "qty": 1}
                | {"from_warehouse": "MAIN", "to_warehouse": "HOLD"}
            ],
            "counts": [{"doc_no": "C1", "counted_at": "2026-03-08", "sku": "A", "counted_qty": 7}],
            "adjustments": [
                {"doc_no": "J1", "adjusted_at": DAY, "kind": "opening", "sku": "A", "qty": 3, "unit_cost": 6}
            ],
        }
    )


def renamed(raw: RawBook, key: str, column: str) -> RawBook:
    table = raw.tables[BY_KEY[key].table]
    title = BY_KEY[key].column(column).title.zh
    headings = tuple("改了名" if heading == title else heading for heading in table.headings)
    assert headings != table.headings
    return RawBook(raw.tables | {table.name: dataclasses.replace(table, headings=headings)}, raw.sheets)


def posted(raw: RawBook) -> dict[str, int]:
    """Return how many movements of each document are in the ledger."""
    found: dict[str, int] = {}
    for line in report(do(changed(raw, do(raw, Do.POST).changes), Do.REPORT), "card"):
        found[str(line["doc_no"])] = found.get(str(line["doc_no"]), 0) + 1
    return found


OWN = {"receipts": "R1", "sales": "S1", "transfers": "M1", "counts": "C1", "adjustments": "J1", "returns": "T1"}
NEEDED = [
    (sheet.key, column.key)
    for sheet in ENTRY
    for column in sheet.columns
    if sheet.key in KEYS and (column.is_required or column.key in DECIDING)
]


def test_with_all_headings_every_document_is_posted_that_can_be() -> None:
    assert set(posted(book())) == {*OWN.values(), "F1"}


@pytest.mark.parametrize(("key", "column"), NEEDED)
def test_without_a_heading_nothing_of_its_sheet_is_posted(key: str, column: str) -> None:
    raw = renamed(book(), key, column)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = do(raw, Do.POST)
        told = {(problem.code, problem.place.sheet) for problem in outcome.problems}
        assert ("P113", BY_KEY[key].title.zh) in told
        left = posted(raw)
        for command in (Do.CHECK, Do.RECALC):
            do(raw, command)
    assert OWN.get(key, "F1") not in left
    assert key == "receipts" or "R1" in left, "other sheets are posted as ever"


def test_what_is_blank_is_named_by_its_heading_even_where_the_column_is_gone() -> None:
    outcome = do(renamed(book(), "receipts", "arrived_qty"), Do.CHECK)
    assert not any("arrived_qty" in problem.line(Lang.ZH) for problem in outcome.problems)
