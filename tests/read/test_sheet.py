"""Sheets as people leave them: headings moved, renamed, doubled; lines far apart; the user's own columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from jxc_xl.problems import Problem, TemplateError
from jxc_xl.read.book import read_book
from jxc_xl.read.sheet import letters_of, read_sheet
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.terms import Lang
from tests.books import do, raw_book

Cells = dict[str, list[object]]
SALE: Cells = {
    "订单号": ["S1"],
    "下单时间": ["2026-03-05"],
    "商品编码": ["A01"],
    "数量": [2],
    "单价": [15],
    "过账号": [None],
}
PLAIN = {"P117"}


def sheet(columns: Cells, key: str = "sales", first_column: int = 1) -> RawTable:
    cells = tuple(np.array([*values, None], object)[:-1] for values in columns.values())
    title = BY_KEY[key].title.zh
    return RawTable(BY_KEY[key].table, title, tuple(columns), 4, first_column, cells)


def read(columns: Cells, lang: Lang = Lang.ZH, **how: int) -> tuple[list[dict[Any, Any]], list[Problem]]:
    (lines, _), problems = read_sheet(sheet(columns, **how), BY_KEY["sales"], lang, 2)  # type: ignore[arg-type]
    used = ["row", "doc_no", "sku", "qty"]
    return lines[used].to_dict("records"), [problem for problem in problems if problem.code not in PLAIN]


def test_columns_are_found_in_any_order() -> None:
    assert read({name: SALE[name] for name in reversed(SALE)}) == read(SALE)


def test_columns_of_the_users_own_are_passed_over() -> None:
    lines, problems = read({"我的备忘": ["call her"], **SALE, "": ["?"], "毛利": [3.5]})
    assert (lines, problems) == read(SALE)


def test_a_line_that_holds_only_the_users_own_columns_is_no_line() -> None:
    lines, _ = read({name: [*cells, None] for name, cells in SALE.items()} | {"我的备忘": [None, "call her"]})
    assert len(lines) == 1


def test_english_headings_are_known_in_a_chinese_book() -> None:
    english = {BY_KEY["sales"].column(key).title.en: SALE[BY_KEY["sales"].column(key).title.zh] for key in KEYS}
    assert read(english) == read(SALE)


KEYS = ("doc_no", "ordered_at", "sku", "qty", "unit_price", "posting_no")


@pytest.mark.parametrize("heading", ["商品编码", " 商品编码 ", "商品\n编码", "商品\u3000编码", "sku", "SKU", "ＳＫＵ"])  # noqa: RUF001
def test_a_heading_is_known_whatever_its_width_case_and_blanks(heading: str) -> None:
    renamed = {heading if name == "商品编码" else name: cells for name, cells in SALE.items()}
    assert read(renamed) == read(SALE)


@pytest.mark.parametrize(("lang", "own"), [(Lang.ZH, "SKU"), (Lang.EN, "商品编码")])
def test_a_users_column_with_the_heading_of_the_other_language_is_not_ours(lang: Lang, own: str) -> None:
    title = BY_KEY["sales"].column("sku").title.said(lang)
    columns: Cells = {own: ["mine"], **{title if name == "商品编码" else name: cells for name, cells in SALE.items()}}
    lines, problems = read(columns, lang)
    assert lines[0]["sku"] == "A01"
    assert not problems


def test_a_missing_heading_is_told_once_at_the_row_of_headings() -> None:
    _, problems = read({name: cells for name, cells in SALE.items() if name != "数量"})
    assert [problem.line(Lang.ZH) for problem in problems] == [
        "销售:4  P113  销售 表缺少“数量”列。  请补上这一列的标题；在此之前，这张表的内容都不能过账。"
    ]


def test_of_two_columns_with_one_heading_the_first_counts_and_the_second_is_told() -> None:
    raw = sheet({**SALE, "x": [99]})
    raw = RawTable(raw.name, raw.sheet, (*raw.headings[:-1], "数量"), 4, 1, raw.cells)
    (lines, _), problems = read_sheet(raw, BY_KEY["sales"], Lang.ZH, 2)
    assert lines["qty"].tolist() == [20_000]
    assert [str(problem.place) for problem in problems if problem.code == "P115"] == ["销售!G4"]


def test_blank_lines_between_are_passed_over_and_rows_keep_their_numbers() -> None:
    gaps = {name: [None, *cells, None, "  ", *cells] for name, cells in SALE.items()}
    lines, problems = read(gaps)
    assert [line["row"] for line in lines] == [6, 9]
    assert not problems


def test_a_line_that_only_has_a_posting_number_is_blank() -> None:
    assert read({name: [7] if name == "过账号" else [None] for name in SALE}) == ([], [])


def test_a_table_need_not_start_in_the_first_column() -> None:
    _, problems = read({**SALE, "数量": ["two"]}, first_column=27)
    assert [str(problem.place) for problem in problems] == ["销售!AD5"]


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA"), (16_384, "XFD")])
def test_columns_are_counted_in_letters(number: int, letters: str) -> None:
    assert letters_of(number) == letters


def test_every_wrong_cell_is_told() -> None:
    wrong = {name: cells * 3 for name, cells in SALE.items()} | {"数量": ["x", 2, "x"]}
    _, problems = read(wrong)
    assert [str(problem.place) for problem in problems] == ["销售!D5", "销售!D7"]


def test_tidied_cells_are_told_once_a_column() -> None:
    raw = sheet({**{name: cells * 3 for name, cells in SALE.items()}, "数量": ["2", 2, "3"]})
    _, problems = read_sheet(raw, BY_KEY["sales"], Lang.ZH, 2)
    told = {problem.facts["heading"]: problem.facts["cells"] for problem in problems}
    assert told == {"下单时间": 3, "数量": 2}


def test_a_message_names_a_column_as_the_sheet_does() -> None:
    _, problems = read(
        {"Quantity" if name == "数量" else name: cells for name, cells in SALE.items()} | {"Quantity": ["x"]}
    )
    assert [problem.facts["heading"] for problem in problems] == ["Quantity"]


def without(raw: RawBook, table: str) -> RawBook:
    return RawBook({name: one for name, one in raw.tables.items() if name != table}, raw.sheets)


@pytest.mark.parametrize("lang", Lang)
def test_a_workbook_without_a_ledger_is_not_ours(lang: Lang) -> None:
    with pytest.raises(TemplateError) as raised:
        read_book(without(raw_book(lang=lang), "tblLedger"))
    assert raised.value.code == "P114"
    assert raised.value.problem.line(Lang.EN).endswith("Bring it back from a backup or a new book.")
    assert "Sheet Ledger (tblLedger)" in raised.value.problem.line(Lang.EN)


def test_every_missing_entry_sheet_is_told_and_the_rest_is_read() -> None:
    raw = without(without(raw_book({"products": [{"sku": "A01", "name": "Cup"}]}), "tblSales"), "tblCounts")
    book, problems = read_book(raw)
    assert [str(problem.place) for problem in problems] == ["销售", "盘点"]
    assert len(book.lines["products"]) == 1
    assert do(raw, "post").problems


@pytest.mark.parametrize(("lang", "wanted"), [(Lang.ZH, Lang.ZH), (Lang.EN, Lang.EN)])
def test_the_language_of_a_book_is_that_of_its_titles(lang: Lang, wanted: Lang) -> None:
    assert read_book(raw_book(lang=lang)).result.lang is wanted


def test_blank_sheets_have_the_types_of_full_ones() -> None:
    rows = {
        "sales": [
            {
                "doc_no": "S1",
                "ordered_at": "2026-03-05",
                "sku": "A01",
                "qty": 2,
                "unit_price": 15,
                "shipped_at": "2026-03-05",
            }
        ]
    }
    full, blank = read_book(raw_book(rows)).result, read_book(without(raw_book(), "tblSales")).result
    assert full.lines["sales"].dtypes.map(str).to_dict() == blank.lines["sales"].dtypes.map(str).to_dict()
    assert pd.Series(blank.lines["sales"]["qty"]).sum() == 0
