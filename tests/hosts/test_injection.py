"""Texts that look like formulas, in every column that takes a text, come out as texts wherever the program writes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl.formula import Tokenizer
from python_calamine import CalamineWorkbook

from jxc_xl.entry.new import new_book
from jxc_xl.entry.reports import Form, show
from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.hosts import excel_cells
from jxc_xl.hosts.calc.typed import entered
from jxc_xl.hosts.rendering import contents
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.read.cells import tidy
from jxc_xl.schema import BY_KEY, ENTRY, Column, Kind, Role, Sheet
from jxc_xl.terms import Lang
from tests.hosts.specimens import column as written

TEXTS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=2",
    "\r=3",
    '=HYPERLINK("http://x","y")',
    "＝4+1",
    "＋5",
    "\uff0d6+1",
    "\uff20A1",
    '="007"',
    "'=7",
    '";=8,"=9',
)
CELLS = {Kind.QTY: "1", Kind.PRICE: "2", Kind.MONEY: "3", Kind.DATE: "2026-03-05", Kind.MOMENT: "2026-03-05"}
"""What the other columns hold."""
MASTERS = ("warehouses", "channels", "suppliers", "products")
DOCUMENTS = (
    *("quotes", "purchases", "receipts", "charges", "sales", "returns", "transfers", "counts", "adjustments"),
    *("bundles", "events"),
)
TEXT_KINDS = {Kind.CODE, Kind.TEXT}
NEEDED = {"unit_price", "arrived_qty"}
RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")  # noqa: RUF001
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
LINK = re.compile(r'HYPERLINK\("#[^"]*","[^"]*"\)')


class Shop(NamedTuple):
    """A posted book full of such texts, and what posting it gave."""

    path: Path
    empty: Path
    outcome: Outcome


def columns(sheet: Sheet) -> list[Column]:
    """Return the columns of a file for a sheet: all that take a text, and those that a line cannot do without."""
    entered_ = [column for column in sheet.columns if not column.is_kept]
    return [one for one in entered_ if one.kind in TEXT_KINDS or one.is_required or one.key in NEEDED]


def filled(sheet: Sheet) -> str:
    """Return a file for a sheet: one line a text, which stands in each column that takes a text."""
    lines = [[column.key for column in columns(sheet)]]
    lines += [[_cell(column, text) for column in columns(sheet)] for text in TEXTS]
    said = io.StringIO(newline="")
    csv.writer(said, quoting=csv.QUOTE_ALL).writerows(lines)
    return said.getvalue()


def _cell(column: Column, text: str) -> str:
    if column.kind is Kind.CHOICE:
        return next(iter(column.choices.values())).zh
    return CELLS.get(column.kind, f"'{text}")


def read_as(column: Column, text: str) -> str:
    """Return a text as the book has it: codes without width variants, none with blanks at its ends."""
    return tidy(text) if column.kind is Kind.CODE else text.strip()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("texts")
    path, empty = folder / "book.xlsx", folder / "empty.xlsx"
    new_book(path, Lang.ZH)
    empty.write_bytes(path.read_bytes())
    for key in (*MASTERS, *DOCUMENTS):
        file = folder / f"{key}.csv"
        file.write_bytes(filled(BY_KEY[key]).encode())
        added = bring(path, file, key, {}, How())
        assert sum(map(len, added.imported.lines.values())) == len(TEXTS), (key, added.problems)
    return Shop(path, empty, carry_out(path, Do.POST, How()))


def formulas(path: Path) -> list[str]:
    """Return the formulas of all cells of a book."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return [unescape(text) for sheet in sheets for text in re.findall(r"<f\b[^>]*>([^<]*)</f>", sheet)]


def test_every_entry_sheet_but_the_settings_is_filled() -> None:
    assert {*MASTERS, *DOCUMENTS} == {sheet.key for sheet in ENTRY if sheet.role is Role.ENTRY} - {"settings"}


def test_texts_get_into_the_ledger_the_reports_and_the_problems(shop: Shop) -> None:
    codes = {tidy(text) for text in TEXTS}
    assert set(shop.outcome.ledger["sku"]) == codes
    assert set(shop.outcome.reports["stock"]["sku"]) == codes
    assert any(text in said for said in shop.outcome.reports["problems"]["what"] for text in codes)


def test_a_written_book_has_no_formula_but_its_own_and_links(shop: Shop) -> None:
    added = Counter(formulas(shop.path)) - Counter(formulas(shop.empty))
    assert len(added) > 0
    assert [formula for formula in added if not LINK.fullmatch(formula)] == []


@pytest.mark.parametrize("key", [*MASTERS, *DOCUMENTS])
def test_every_text_column_shows_its_texts(shop: Shop, key: str) -> None:
    sheet = BY_KEY[key]
    with CalamineWorkbook.from_path(shop.path) as book:
        rows = book.get_sheet_by_name(sheet.title.zh).to_python(skip_empty_area=False)
    headings, *body = (row for row in rows[3:] if any(row))
    for column in columns(sheet):
        if column.kind in TEXT_KINDS:
            at = headings.index(column.title.zh)
            expected = [read_as(column, text) for text in TEXTS]
            assert [row[at] for row in body[-len(TEXTS) :]] == expected, column.key


def sheets(shop: Shop) -> dict[str, Sheet]:
    """Return all sheets of which there is something to be reported."""
    return {key: BY_KEY[key] for key in (*MASTERS, *DOCUMENTS, "ledger", *shop.outcome.reports) if key in BY_KEY}


def reported(shop: Shop, sheet: Sheet, form: Form, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    show(sheet, shop.outcome, form)
    return capsys.readouterr().out


def test_no_cell_of_a_csv_runs_where_it_is_opened(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    seen = 0
    for key, sheet in sheets(shop).items():
        for row in csv.reader(io.StringIO(reported(shop, sheet, Form.CSV, capsys), newline="")):
            seen += sum(cell.startswith("'") for cell in row)
            assert [cell for cell in row if RUNS.match(cell) and not NUMBER.fullmatch(cell)] == [], key
    assert seen > len(TEXTS)


@pytest.mark.parametrize("key", ["suppliers", "products"])
def test_what_a_csv_says_comes_back_through_import_as_it_was(
    shop: Shop, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, path, file = BY_KEY[key], tmp_path / "new.xlsx", tmp_path / f"{key}.csv"
    path.write_bytes(shop.empty.read_bytes())
    file.write_bytes(reported(shop, sheet, Form.CSV, capsys).encode())
    back = bring(path, file, key, {}, How()).imported.lines[key]
    names = [column.key for column in columns(sheet) if column.kind in TEXT_KINDS]
    assert back[names].to_numpy().tolist() == shop.outcome.book.lines[key][names].to_numpy().tolist()


def test_json_and_tables_say_texts_as_they_are(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(reported(shop, BY_KEY["stock"], Form.JSON, capsys))
    drawn = reported(shop, BY_KEY["stock"], Form.TABLE, capsys)
    codes = {tidy(text) for text in TEXTS}
    assert {line["sku"] for line in said} == codes
    assert all(code in drawn for code in codes if len(code) < 8)  # longer ones may be wrapped


@pytest.mark.parametrize("title", ['a"b', 'x"&1+1&"', "O'n\"s", '"),1+1,("', "=1+1", '""', "a&b<c>"])
def test_a_link_has_two_texts_and_none_gets_out_of_its_quotes(title: str) -> None:
    target = f"{title}!H7"
    (content,) = contents(written("链接", [target], is_link=True), str)
    live = excel_cells.link(target)
    assert isinstance(live, excel_cells.Typed)
    formula = re.findall(r"<f>(.*)</f>", content.decode())[0]
    assert f"={unescape(formula)}" == live.text
    place = "#'" + title.replace("'", "''") + "'!H7"
    assert _tokens(live.text) == ["HYPERLINK(", _literal(place), ",", _literal(target), ")"]


def _tokens(formula: str) -> list[str]:
    return [token.value for token in Tokenizer(formula).items]


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize("text", TEXTS)
def test_a_spreadsheet_program_is_handed_each_text_so_that_it_stays_one(text: str) -> None:
    made = entered(str(excel_cells.typed(text, is_text=False)))
    assert (made.value, made.is_formula) == (text, False)
