"""The hash chain: whatever is edited in the ledger is found, and nothing is posted on top of it."""

from __future__ import annotations

import contextlib
import datetime as dt

import numpy as np
import pytest

from jxc_xl.pipeline import Do
from jxc_xl.problems import LedgerError
from jxc_xl.schema import LEDGER
from jxc_xl.tables import ErrorCell, RawBook, RawTable
from tests.books import do, posted, raw_book
from tests.scenarios.shops import Sheets, entered

DAY = dt.datetime(2026, 3, 5)  # noqa: DTZ001 (a shop's wall clock)
FREE = {"amount"}
"""Costs are worked out anew at every run: an edited one is put right, not held against anybody."""
SEALED = [column.key for column in LEDGER.columns if column.key not in FREE]


@pytest.fixture(scope="module")
def book() -> RawBook:
    """Two postings, and one more sale that waits."""
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a"}],
        "receipts": [{"doc_no": "R1", "received_at": DAY, "sku": "A", "accepted_qty": 10, "unit_price": 3}],
    }
    raw = posted(raw_book(rows))
    raw = posted(entered(raw, [("sales", (sale("S1", 4),))]))
    return entered(raw, [("sales", (sale("S2", 1),))])


def sale(doc_no: str, qty: int) -> dict[str, object]:
    return {"doc_no": doc_no, "ordered_at": DAY, "sku": "A", "qty": qty, "unit_price": 5}


def with_ledger(raw: RawBook, rows: list[int], column: str = "", cell: object = None) -> RawBook:
    """Return the book with these ledger rows, in this order, and one cell of the first line changed."""
    old = raw.tables[LEDGER.table]
    cells = [values[rows] for values in old.cells]
    if column:
        position = LEDGER.column_keys.index(column)
        cells[position] = cells[position].copy()
        cells[position][0] = cell
    table = RawTable(old.name, old.sheet, old.headings, old.header_row, old.first_column, tuple(cells))
    return RawBook(raw.tables | {LEDGER.table: table}, raw.sheets)


def refuses(raw: RawBook) -> bool:
    """Tell whether posting writes nothing and says why; undo either does as little or takes back just the last sale."""
    outcome = do(raw, Do.POST)
    codes = {problem.code for problem in outcome.problems}
    with contextlib.suppress(LedgerError):
        assert do(raw, Do.UNDO).ledger["qty"].tolist() == [100_000, -40_000, 40_000]
    return outcome.moved == 0 and len(outcome.ledger) <= 3 and bool(codes & {"P504", "P505"})


def test_an_untouched_ledger_is_whole(book: RawBook) -> None:
    outcome = do(book, Do.POST)
    assert outcome.moved == 1
    assert outcome.reports["self_check"]["holds"].all()


@pytest.mark.parametrize("column", SEALED)
@pytest.mark.parametrize("cell", [None, "x", 77.0, -1.0, DAY, True, ErrorCell("#REF!")], ids=str)
def test_no_cell_of_the_ledger_can_be_edited(book: RawBook, column: str, cell: object) -> None:
    before = book.tables[LEDGER.table].cells[LEDGER.column_keys.index(column)][0]
    edited = with_ledger(book, [0, 1], column, cell)
    assert before == cell or refuses(edited)


def test_the_first_line_cannot_be_taken_out(book: RawBook) -> None:
    assert refuses(with_ledger(book, [1]))


def test_a_line_cannot_be_put_in_twice(book: RawBook) -> None:
    assert refuses(with_ledger(book, [0, 0, 1]))
    assert refuses(with_ledger(book, [0, 1, 1]))


def test_a_hash_that_does_not_fit_is_told_by_posting_undo_and_self_check(book: RawBook) -> None:
    edited = with_ledger(book, [0, 1], "qty", 11.0)
    outcome = do(edited, Do.POST)
    assert "P504" in {problem.code for problem in outcome.problems}
    assert not outcome.reports["self_check"]["holds"].all()
    with pytest.raises(LedgerError):
        do(edited, Do.UNDO)


def test_the_last_posting_cannot_be_cut_off_unseen(book: RawBook) -> None:
    """The chain cannot know; the entry line that says it is posted does."""
    outcome = do(with_ledger(book, [0]), Do.POST)
    assert "P503" in {problem.code for problem in outcome.problems}
    assert not outcome.reports["self_check"]["holds"].all()


def test_lines_may_be_sorted_by_people_who_read_them(book: RawBook) -> None:
    outcome = do(with_ledger(book, [1, 0]), Do.POST)
    assert outcome.moved == 1
    assert outcome.reports["self_check"]["holds"].all()


def test_an_edited_cost_is_put_right(book: RawBook) -> None:
    outcome = do(with_ledger(book, [0, 1], "amount", 1.0), Do.POST)
    assert outcome.ledger["amount"].tolist() == [3000, -1200, -300]
    assert outcome.reports["self_check"]["holds"].all()


def test_a_ledger_of_nothing_but_blank_rows_is_empty(book: RawBook) -> None:
    old = book.tables[LEDGER.table]
    blank = tuple(np.full(2, None, object) for _ in old.cells)
    table = RawTable(old.name, old.sheet, old.headings, old.header_row, old.first_column, blank)
    outcome = do(RawBook(book.tables | {LEDGER.table: table}, book.sheets), Do.CHECK)
    assert {problem.code for problem in outcome.problems} >= {"P503"}
