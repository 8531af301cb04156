"""A ledger edited by hand: told, never a crash, and nothing is posted on top of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_xl.problems import LedgerError, TemplateError
from jxc_xl.read.book import read_book
from jxc_xl.schema import BY_KEY, LEDGER
from jxc_xl.tables import Append, ErrorCell, RawBook
from jxc_xl.terms import Lang
from tests.books import Rows, changed, do, posted, raw_book

RECEIPT = {"doc_no": "R1", "received_at": dt.date(2026, 3, 1), "sku": "A01", "arrived_qty": 10, "unit_price": 6}
SALE = {"doc_no": "S1", "ordered_at": dt.date(2026, 3, 5), "sku": "A01", "qty": 2, "unit_price": 15}


@cache
def book() -> RawBook:
    """A receipt and a sale, posted, undone and posted again: six movements; another sale waits."""
    rows: dict[str, Rows] = {
        "products": [{"sku": "A01", "name": "Cup"}],
        "receipts": [RECEIPT],
        "sales": [SALE, SALE | {"doc_no": "S2", "status": "open"}],
    }
    raw = posted(raw_book(rows))
    raw = posted(changed(raw, do(raw, "undo").changes))
    status = BY_KEY["sales"].column_keys.index("status")
    raw.tables["tblSales"].cells[status][1] = "shipped"
    return raw


def edited(row: int, column: str, value: object) -> RawBook:
    """Return the book after a cell of the ledger was typed over."""
    raw = book()
    table = raw.tables[LEDGER.table]
    cells = [cells.copy() for cells in table.cells]
    cells[LEDGER.column_keys.index(column)][row] = value
    return RawBook(raw.tables | {LEDGER.table: dataclasses.replace(table, cells=tuple(cells))}, raw.sheets)


def asked(raw: RawBook, what: str) -> tuple[set[str], bool]:
    """Return the errors of a command, and whether it would add to the ledger."""
    try:
        outcome = do(raw, what)
    except LedgerError as error:
        return {error.code}, False
    adds = any(isinstance(change, Append) for change in outcome.changes)
    return {problem.code for problem in outcome.problems if problem.is_error}, adds


EDITS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 200),
    st.floats(),
    st.sampled_from(["abc", "", " ", "opening", "A02", "1.23E+18", 10**20, dt.time(9, 30)]),
    st.dates(dt.date(1980, 1, 1), dt.date(2030, 1, 1)),
    st.just(ErrorCell("#REF!")),
)


@given(
    row=st.integers(0, 5),
    column=st.sampled_from(LEDGER.column_keys),
    value=EDITS,
    what=st.sampled_from(["post", "undo"]),
)
@settings(max_examples=20, deadline=None)
def test_any_edit_of_the_ledger_is_told_and_nothing_is_added_to_it(
    row: int, column: str, value: object, what: str
) -> None:
    """All but amounts, which every run works out anew."""
    raw = edited(row, column, value)
    told, adds = asked(raw, what)
    before, after = (read_book(one).result.lines["ledger"].drop(columns="amount") for one in (book(), raw))
    is_same = before.equals(after)
    assert is_same or (told & {"P504", "P505", "P402"} and not adds)
    assert adds or told


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("qty", "ten", "数量 不能是 ten"),
        ("qty", None, "数量 没有填"),
        ("qty", ErrorCell("#REF!"), "数量 不能是 #REF!"),
        ("kind", None, "类别 没有填"),
        ("warehouse", None, "仓库 没有填"),
        ("moved_at", None, "业务时间 没有填"),
        ("seq", None, "序号 没有填"),
        ("seq", 99, "序号 不能是 99"),
        ("seq", 1, "序号 不能是 1"),
        ("reverses", 77, "红冲序号 不能是 77"),
        ("amount", "much", "成本金额 不能是 much"),
    ],
)
def test_a_cell_that_cannot_be_is_told_where_it_stands(column: str, value: object, why: str) -> None:
    outcome = do(edited(1, column, value), "check")
    (problem,) = [problem for problem in outcome.problems if problem.code == "P505"]
    assert problem.place == outcome.book.place("ledger", 6, column)
    assert why in problem.what(Lang.ZH)


def test_rows_sorted_by_hand_are_the_same_ledger() -> None:
    raw = book()
    table = raw.tables[LEDGER.table]
    turned = dataclasses.replace(table, cells=tuple(cells[::-1] for cells in table.cells))
    assert asked(RawBook(raw.tables | {LEDGER.table: turned}, raw.sheets), "post") == (set(), True)


def test_a_row_taken_out_is_told() -> None:
    raw = book()
    table = raw.tables[LEDGER.table]
    shorter = dataclasses.replace(table, cells=tuple(np.delete(cells, 2) for cells in table.cells))
    told, adds = asked(RawBook(raw.tables | {LEDGER.table: shorter}, raw.sheets), "post")
    assert {"P504", "P505"} <= told
    assert not adds


@pytest.mark.parametrize("column", LEDGER.column_keys)
def test_without_one_of_its_columns_nothing_is_done(column: str) -> None:
    raw = book()
    table = raw.tables[LEDGER.table]
    headings = tuple(text if text != LEDGER.column(column).title.zh else "?" for text in table.headings)
    with pytest.raises(TemplateError, match="P113"):
        do(RawBook(raw.tables | {LEDGER.table: dataclasses.replace(table, headings=headings)}, raw.sheets), "check")


def test_columns_of_the_ledger_may_be_moved() -> None:
    raw = book()
    table = raw.tables[LEDGER.table]
    turned = dataclasses.replace(table, headings=table.headings[::-1], cells=table.cells[::-1])
    assert asked(RawBook(raw.tables | {LEDGER.table: turned}, raw.sheets), "post") == (set(), True)


def test_another_default_warehouse_does_not_change_what_was_posted() -> None:
    """A blank warehouse in the ledger used to be filled from the settings, so that taking it out went unseen."""
    told, adds = asked(edited(0, "warehouse", None), "post")
    assert {"P505", "P504"} <= told
    assert not adds
