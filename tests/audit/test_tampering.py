"""Every kind of tampering by hand is found, and the cell, or the posting it belongs to, is named."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache

import numpy as np
import pytest

from jxc_xl.adding import count, reorder
from jxc_xl.pipeline import Do
from jxc_xl.plan.count_sheet import Which
from jxc_xl.problems import LedgerError, Problem
from jxc_xl.read.sheet import letters_of
from jxc_xl.schema import BY_KEY, LEDGER
from jxc_xl.tables import RawBook
from tests.books import HEADER_ROW, NOW, changed, do, raw_book
from tests.scenarios.shops import Sheets

DAY = dt.datetime(2026, 3, 5)  # noqa: DTZ001 (a shop's wall clock)
LATER = dt.datetime(2026, 4, 6)  # noqa: DTZ001
ROWS: Sheets = {
    "products": [{"sku": "A", "name": "a", "method": "fifo"}, {"sku": "B", "name": "b"}],
    "suppliers": [{"supplier": "V", "name": "v"}, {"supplier": "W", "name": "w"}],
    "channels": [{"channel": "C", "name": "c"}, {"channel": "D", "name": "d"}],
    "receipts": [
        {
            "doc_no": "R1",
            "received_at": DAY,
            "supplier": "V",
            "sku": sku,
            "accepted_qty": 10,
            "unit_price": 6,
            "lot": "L",
        }
        for sku in ("A", "B")
    ],
    "charges": [{"doc_no": "F1", "charged_at": DAY, "amount": 10, "basis": "quantity", "receipt_no": "R1"}],
    "sales": [
        {"doc_no": "S1", "ordered_at": DAY, "channel": "C", "sku": "A", "qty": 4, "unit_price": 15},
        {"doc_no": "S2", "ordered_at": LATER, "channel": "C", "sku": "A", "qty": 3, "unit_price": 15},
    ],
    "returns": [
        {
            "doc_no": "T1",
            "returned_at": LATER,
            "original_no": "S1",
            "channel": "C",
            "sku": "A",
            "qty": 1,
            "unit_price": 15,
        }
    ],
    "counts": [{"doc_no": "C1", "counted_at": LATER, "sku": "B", "counted_qty": 9}],
}
"""Two months; the first is closed."""


@cache
def book() -> RawBook:
    raw = raw_book(ROWS)
    raw = changed(raw, do(raw, Do.POST).changes)
    return changed(raw, do(raw, Do.CLOSE, closing="2026-03").changes)


def edited(raw: RawBook, key: str, row: int, column: str, value: object) -> RawBook:
    """Return the book with one cell typed over; the row is the sheet's."""
    table = raw.tables[BY_KEY[key].table]
    cells = [one.copy() for one in table.cells]
    cells[BY_KEY[key].column_keys.index(column)][row - HEADER_ROW - 1] = value
    return RawBook({**raw.tables, table.name: dataclasses.replace(table, cells=tuple(cells))}, raw.sheets)


def found(raw: RawBook) -> list[Problem]:
    return do(raw, Do.CHECK).problems


def place(key: str, row: int, column: str) -> tuple[str, int, str]:
    return BY_KEY[key].title.zh, row, letters_of(BY_KEY[key].column_keys.index(column) + 1)


def places(problems: list[Problem]) -> set[tuple[str, int, str]]:
    return {(one.place.sheet, one.place.row, one.place.column) for one in problems}


def test_an_untouched_book_has_no_problem() -> None:
    assert found(book()) == []


OTHERS: dict[str, object] = {
    "posting_no": 7,
    "posted_at": DAY,
    "kind": "其他出库",
    "doc_no": "S9",
    "line_no": 9,
    "moved_at": dt.datetime(2026, 3, 6),  # noqa: DTZ001
    "sku": "B",
    "warehouse": "HOLD",
    "lot": "L9",
    "qty": -2,
    "doc_amount": 61,
    "channel": "D",
    "supplier": "W",
    "ref_no": "S9",
    "ref_line": 9,
    "unit_cost": 5,
    "method": "先进先出",
    "reverses": 1,
}
"""Another value for each fact of a ledger line; the line is S1's."""
BY_DOCUMENT = ("moved_at", "sku", "warehouse", "lot", "qty", "doc_amount", "channel", "supplier", "ref_no", "unit_cost")


def line_of(raw: RawBook, doc_no: str) -> int:
    cells = raw.tables[LEDGER.table].cells[LEDGER.column_keys.index("doc_no")]
    return int(np.flatnonzero(cells == doc_no)[0]) + HEADER_ROW + 1


@pytest.mark.parametrize("column", OTHERS)
def test_a_fact_of_the_ledger_that_was_edited_breaks_the_seal_of_its_posting(column: str) -> None:
    row = line_of(book(), "S1")
    problems = found(edited(book(), "ledger", row, column, OTHERS[column]))
    assert {"P504"} <= {one.code for one in problems}
    if column in BY_DOCUMENT:
        assert place("ledger", row, column) in places([one for one in problems if one.code == "P518"])


def test_a_number_of_the_ledger_that_was_edited_is_named() -> None:
    problems = found(edited(book(), "ledger", 6, "seq", 77))
    assert place("ledger", 6, "seq") in places([one for one in problems if one.code == "P505"])


def test_a_hash_that_was_edited_is_named() -> None:
    cells = book().tables[LEDGER.table].cells[LEDGER.column_keys.index("hash")]
    row = next(i for i, cell in enumerate(cells) if cell) + HEADER_ROW + 1
    problems = found(edited(book(), "ledger", row, "hash", "0" * 64))
    assert place("ledger", row, "hash") in places([one for one in problems if one.code == "P504"])


@pytest.mark.parametrize(("doc_no", "code"), [("S1", "P519"), ("S2", "P510")])
def test_a_cost_that_was_edited_is_named_whether_its_period_is_closed_or_open(doc_no: str, code: str) -> None:
    row = line_of(book(), doc_no)
    problems = found(edited(book(), "ledger", row, "amount", -1))
    assert place("ledger", row, "amount") in places([one for one in problems if one.code == code])


def test_a_sealed_balance_that_was_edited_is_named() -> None:
    row = line_of(book(), "2026-03")
    problems = found(edited(book(), "ledger", row, "doc_amount", 1))
    assert place("ledger", row, "doc_amount") in places([one for one in problems if one.code == "P511"])


def test_a_ledger_line_taken_out_is_found() -> None:
    table = book().tables[LEDGER.table]
    for row in range(table.height):
        rest = dataclasses.replace(table, cells=tuple(np.delete(column, row) for column in table.cells))
        codes = {one.code for one in found(RawBook({**book().tables, table.name: rest}, book().sheets))}
        assert codes & {"P504", "P505", "P503"}, f"line {row + 1}"


def test_a_ledger_line_written_in_is_found() -> None:
    table = book().tables[LEDGER.table]
    more = dataclasses.replace(table, cells=tuple(np.append(column, column[0]) for column in table.cells))
    codes = {one.code for one in found(RawBook({**book().tables, table.name: more}, book().sheets))}
    assert codes & {"P504", "P505"}


ENTRIES = [
    ("receipts", "received_at", dt.datetime(2026, 3, 4)),  # noqa: DTZ001
    ("receipts", "supplier", "W"),
    ("receipts", "sku", "B"),
    ("receipts", "accepted_qty", 11),
    ("receipts", "unit_price", 7),
    ("receipts", "lot", "L9"),
    ("receipts", "warehouse", "HOLD"),
    ("charges", "amount", 11),
    ("sales", "qty", 5),
    ("sales", "channel", "D"),
    ("sales", "unit_price", 16),
    ("sales", "ordered_at", dt.datetime(2026, 3, 6)),  # noqa: DTZ001
    ("returns", "qty", 2),
    ("returns", "original_no", "S2"),
    ("counts", "counted_qty", 8),
    ("counts", "book_qty", 8),
]


@pytest.mark.parametrize(("key", "column", "value"), ENTRIES)
def test_a_posted_line_that_was_edited_is_named(key: str, column: str, value: object) -> None:
    problems = found(edited(book(), key, HEADER_ROW + 1, column, value))
    rows = {(one.place.sheet, one.place.row) for one in problems if one.code == "P501"}
    assert (BY_KEY[key].title.zh, HEADER_ROW + 1) in rows


REPORTS = [
    ("stock", "on_hand"),
    ("stock", "unit_cost"),
    ("stock", "amount"),
    ("summary", "in_amount"),
    ("summary", "closing_qty"),
    ("card", "balance_amount"),
    ("margin", "cost_of_sales"),
    ("margin", "margin_rate"),
    ("prices", "unit_price"),
]


@pytest.mark.parametrize(("key", "column"), REPORTS)
def test_a_report_that_was_edited_is_named(key: str, column: str) -> None:
    problems = found(edited(book(), key, HEADER_ROW + 1, column, 12345))
    assert places([one for one in problems if one.code == "P517"]) == {place(key, HEADER_ROW + 1, column)}


def test_a_measure_of_the_dashboard_that_was_edited_is_named() -> None:
    raw = book()
    table = raw.tables["tblDashboard"]
    position = BY_KEY["dashboard"].column_keys.index("value")
    values = table.cells[position]
    row = next(i for i, value in enumerate(values) if isinstance(value, float)) + HEADER_ROW + 1
    problems = found(edited(raw, "dashboard", row, "value", 12345.0))
    assert "P517" in {one.code for one in problems}


@pytest.mark.parametrize("key", ["stock", "summary", "margin", "prices", "methods"])
def test_a_line_taken_out_of_a_report_is_told(key: str) -> None:
    table = book().tables[BY_KEY[key].table]
    rest = dataclasses.replace(table, cells=tuple(np.delete(column, 0) for column in table.cells))
    problems = found(RawBook({**book().tables, table.name: rest}, book().sheets))
    assert {one.place.sheet for one in problems if one.code == "P517"} == {BY_KEY[key].title.zh}


KIT: Sheets = {
    "products": [{"sku": sku, "name": sku.lower()} for sku in ("A", "KIT", "SET")],
    "bundles": [
        {"bundle": "KIT", "sku": "A", "qty": 2, "kind": "in_stock"},
        {"bundle": "SET", "sku": "A", "qty": 2},
    ],
    "receipts": [{"doc_no": "R1", "received_at": DAY, "sku": "A", "accepted_qty": 30, "unit_price": 6}],
    "adjustments": [{"doc_no": "K1", "adjusted_at": DAY, "kind": "assembly", "sku": "KIT", "qty": 2}],
    "sales": [{"doc_no": "S1", "ordered_at": DAY, "sku": "SET", "qty": 2, "unit_price": 15}],
}


def test_an_assembly_turned_into_a_disassembly_is_told() -> None:
    raw = raw_book(KIT)
    raw = changed(raw, do(raw, Do.POST).changes)
    problems = found(edited(raw, "adjustments", HEADER_ROW + 1, "kind", "拆卸"))
    assert {one.code for one in problems} == {"P501"}


@pytest.mark.parametrize(("row", "column", "value"), [(6, "qty", 3), (6, "kind", "先组装入库"), (5, "qty", 4)])
def test_what_a_bundle_is_made_of_may_change_after_it_was_posted(row: int, column: str, value: object) -> None:
    raw = raw_book(KIT)
    raw = changed(raw, do(raw, Do.POST).changes)
    assert found(edited(raw, "bundles", row, column, value)) == []


@pytest.mark.parametrize("what", [Do.POST, Do.RECALC])
def test_where_the_ledger_was_edited_nothing_is_written_but_the_problems(what: Do) -> None:
    """What somebody wrote into the ledger stays as they wrote it, and no report is made from it."""
    raw = edited(book(), "ledger", HEADER_ROW + 1, "qty", 11)
    outcome = do(raw, what)
    assert {problem.code for problem in outcome.problems} >= {"P504"}
    assert [change.table for change in outcome.changes] == [BY_KEY["problems"].table]
    assert outcome.moved == 0
    assert changed(raw, outcome.changes).tables[LEDGER.table] is raw.tables[LEDGER.table]
    with pytest.raises(LedgerError, match="P504"):
        reorder(raw, NOW, "P1")
    with pytest.raises(LedgerError, match="P504"):
        count(raw, NOW, Which.ALL, "", "C9")
