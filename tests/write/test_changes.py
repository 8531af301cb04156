"""What is written stands under the book's own headings, wherever people have put them and in whatever language."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import pytest

from jxc_xl.read.book import read_book
from jxc_xl.schema import BY_KEY, SHEETS, folded
from jxc_xl.tables import Append, Patch, RawBook, RawTable, Replace
from jxc_xl.terms import Lang
from tests.books import Rows, changed, do, raw_book

ROWS: dict[str, Rows] = {
    "products": [{"sku": "A01", "name": "Cup"}],
    "receipts": [
        {"doc_no": "R1", "received_at": dt.date(2026, 3, 1), "sku": "A01", "arrived_qty": 10, "unit_price": 6}
    ],
    "sales": [{"doc_no": "S1", "ordered_at": dt.date(2026, 3, 5), "sku": "A01", "qty": 2, "unit_price": 15}],
    "counts": [{"doc_no": "C1", "counted_at": dt.date(2026, 3, 9), "sku": "A01", "counted_qty": 7}],
}


def rearranged(table: RawTable, seed: int) -> RawTable:
    """Return a table with its columns shuffled, a user's own among them, and half of the headings in English."""
    sheet = next(sheet for sheet in SHEETS if sheet.table == table.name)
    chance = random.Random(f"{seed}{table.name}")  # noqa: S311 (a test's own shuffle)
    english = {column.title.zh: column.title.en for column in sheet.columns}
    headings = [english[heading] if chance.random() < 0.5 else heading for heading in table.headings]
    pairs = [*zip(headings, table.cells, strict=True), ("我的备忘", table.cells[0])]
    chance.shuffle(pairs)
    return dataclasses.replace(
        table, headings=tuple(heading for heading, _ in pairs), cells=tuple(cells for _, cells in pairs)
    )


def content(raw: RawBook) -> dict[str, dict[str, list[str]]]:
    """Return what stands in each sheet by the keys of its columns, whatever their order and headings."""
    found: dict[str, dict[str, list[str]]] = {}
    for sheet in SHEETS:
        table = raw.tables[sheet.table]
        keys = {folded(title): column.key for column in sheet.columns for title in column.title}
        found[sheet.key] = {
            keys[folded(heading)]: [str(cell) for cell in cells]
            for heading, cells in zip(table.headings, table.cells, strict=True)
            if folded(heading) in keys
        }
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_rearranged_book_is_posted_and_reported_like_any_other(seed: int) -> None:
    plain = raw_book(ROWS)
    mixed = RawBook({name: rearranged(table, seed) for name, table in plain.tables.items()}, plain.sheets)
    wanted, found = (content(changed(raw, do(raw, "post").changes)) for raw in (plain, mixed))
    assert {key: dict(sorted(columns.items())) for key, columns in found.items()} == {
        key: dict(sorted(columns.items())) for key, columns in wanted.items()
    }


def test_changes_name_the_headings_that_stand_in_the_book() -> None:
    raw = raw_book(ROWS)
    mixed = RawBook({name: rearranged(table, 1) for name, table in raw.tables.items()}, raw.sheets)
    for change in do(mixed, "post").changes:
        assert {column.heading for column in change.columns} <= set(mixed.tables[change.table].headings)


def test_a_report_without_one_of_its_columns_gets_the_others() -> None:
    raw = raw_book(ROWS)
    table = raw.tables["tblStock"]
    lost = dataclasses.replace(table, headings=tuple("?" if one == "可用" else one for one in table.headings))
    outcome = do(RawBook(raw.tables | {"tblStock": lost}, raw.sheets), "post")
    (change,) = [change for change in outcome.changes if change.table == "tblStock"]
    assert "可用" not in {column.heading for column in change.columns}
    assert len(change.columns) == len(BY_KEY["stock"].columns) - 1


def test_a_report_whose_sheet_is_gone_is_not_written() -> None:
    raw = raw_book(ROWS)
    rest = RawBook({name: table for name, table in raw.tables.items() if name != "tblStock"}, raw.sheets)
    assert "tblStock" not in {change.table for change in do(rest, "post").changes}


@pytest.mark.parametrize("lang", Lang)
def test_words_are_those_of_the_book(lang: Lang) -> None:
    raw = raw_book(ROWS, lang)
    kinds = content(changed(raw, do(raw, "post").changes))["ledger"]["kind"]
    assert kinds == {Lang.ZH: ["收货", "销售", "盘点"], Lang.EN: ["Receipt", "Sale", "Count"]}[lang]


def test_a_check_fills_the_problems_and_nothing_else() -> None:
    changes = do(raw_book(ROWS), "check").changes
    assert [(type(change), change.table) for change in changes] == [(Replace, "tblProblems")]


def test_a_report_writes_nothing() -> None:
    assert do(raw_book(ROWS), "report").changes == []


def test_posting_marks_only_what_the_program_keeps() -> None:
    """Whatever else stands in a line is the user's; blanks that were filled by rule are written, never typed over."""
    raw = raw_book(ROWS)
    after = changed(raw, do(raw, "post").changes)
    for key, rows in ROWS.items():
        before, now = content(raw)[key], content(after)[key]
        for row in rows:
            for name in row:
                assert now[name] == before[name]
    assert content(after)["sales"]["posting_no"] == ["1.0"]
    assert content(after)["counts"]["book_qty"] == ["8.0"]


def test_the_ledger_is_only_added_to() -> None:
    raw = raw_book(ROWS)
    raw = changed(raw, do(raw, "post").changes)
    ledger = [change for change in do(raw, "undo").changes if change.table == "tblLedger"]
    assert [type(change) for change in ledger] in ([Append], [Patch, Append])
    for change in ledger:
        if isinstance(change, Patch):
            assert [column.heading for column in change.columns] == ["成本金额"]


@pytest.mark.parametrize("lang", Lang)
def test_what_was_written_is_read_back_without_a_problem(lang: Lang) -> None:
    raw = raw_book(ROWS, lang)
    after = changed(raw, do(raw, "post").changes)
    assert read_book(after).problems == []
    again = do(after, "post")
    assert (again.moved, again.problems) == (0, [])
