"""What is written as a text stays that text, whatever a spreadsheet program would rather make of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jxc_xl.hosts import excel
from jxc_xl.hosts.calc.typed import Entered, entered
from jxc_xl.hosts.excel_cells import Typed, day_number, is_plain, link, typed
from jxc_xl.hosts.rendering import moment_content
from jxc_xl.tables import Column, Replace
from tests.hosts.live import Open, column, opened

FORMULAS = ("=1+1", '=HYPERLINK("x")', "+A1", "-A1", "@A1", "'=1", "=", "+", "-", "@", "'", "''x", "cmd|'/c calc'!A1")
NUMBERS = ("001", "1E5", "1.5e-3", "10%", "(5)", "¥5", "$1,000", "1 1/2", "TRUE", "false", "#N/A", "#REF!")
DAYS = ("1-2", "1/2", "10:30", "2026-3-5", "3月5日", "2026年3月5日", "\uff15\uff0d\uff13", "MAR12", "SEP2", "5-Mar")
HARMLESS = ("=", "+", "-", "@", "cmd|'/c calc'!A1")
"""What our double of Excel takes for a text as well; they get an apostrophe all the same."""
TEMPTING = st.one_of(
    st.sampled_from(FORMULAS + NUMBERS + DAYS),
    st.from_regex(r"[=+\-@'#]?[0-9]{1,4}[-/:.,年月 ]?[0-9]{0,4}[%E日]?[0-9]{0,2}", fullmatch=True),
)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1, max_size=40)


@pytest.mark.parametrize("text", FORMULAS + NUMBERS + DAYS)
def test_a_tempting_text_would_not_stay_one_without_an_apostrophe(text: str) -> None:
    assert entered(text) != Entered(text) or text in HARMLESS
    assert entered(str(typed(text, is_text=False))) == Entered(text)


@given(st.one_of(TEMPTING, ANY))
def test_a_text_is_handed_over_so_that_it_stays_one(text: str) -> None:
    made = entered(str(typed(text, is_text=False)))
    assert (made.value, made.is_formula, made.code) == (text, False, "")


@given(TEMPTING)
def test_a_text_cell_needs_no_apostrophe_but_for_an_apostrophe(text: str) -> None:
    given_ = typed(text, is_text=True)
    assert given_ == (f"'{text}" if text.startswith("'") else text)


@pytest.mark.parametrize("text", ["销售单", "A", "cup", "Größe", "кружка", "备注：无", "N/A", "e", "x y"])
def test_a_plain_word_is_handed_over_as_it_is(text: str) -> None:
    assert is_plain(text)
    assert typed(text, is_text=False) == text


@pytest.mark.parametrize(
    "text",
    ["=1", "-x", "001", "SEP2", "三月五日", "TRUE", "Wahr", "yanlış", "'x", "#N/A", " x", "🎁", "", "½杯"],  # noqa: RUF001
)
def test_what_some_excel_may_take_for_more_is_no_plain_word(text: str) -> None:
    assert not is_plain(text)


def test_what_is_no_text_is_handed_over_as_it_is() -> None:
    assert [typed(cell, is_text=False) for cell in (None, 1.5, True, Typed("=A1"))] == ["", 1.5, True, "=A1"]


def test_a_place_becomes_a_link_and_anything_else_stays_text() -> None:
    assert link("销售!H7") == Typed('=HYPERLINK("#\'销售\'!H7","销售!H7")')
    assert link("'O''n'!A1") == Typed("=HYPERLINK(\"#'O''n'!A1\",\"'O''n'!A1\")")
    assert link("无") == "无"
    assert link("长" * 255 + "!A1") == "长" * 255 + "!A1"


@given(st.datetimes(pd.Timestamp("1899-01-01").to_pydatetime(), pd.Timestamp("2199-12-31").to_pydatetime()))
def test_a_moment_is_the_day_number_that_is_written_to_files(moment: object) -> None:
    for shift in (0, 1462):
        number = day_number(moment, shift)  # type: ignore[arg-type]
        xml = moment_content(moment, shift)  # type: ignore[arg-type]
        assert xml == moment_content(moment, shift)  # type: ignore[arg-type]
        if isinstance(number, str):
            assert number.encode() in xml
        else:
            assert float(xml.removeprefix(b"><v>").removesuffix(b"</v></c>")) == number


@pytest.mark.office
@pytest.mark.parametrize("code", ["General", "@", "yyyy-mm-dd"])
def test_texts_come_back_from_cells_of_any_format(office: xw.App, tmp_path: Path, code: str) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("销售")
        sheet.add_table("A1:A2", {"name": "tblSales", "columns": [{"header": "文字"}]})
        sheet.write_blank("A2", None, made.add_format({"num_format": code}))
    with opened(office, path) as live:

        @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(st.lists(st.one_of(TEMPTING, ANY), min_size=1, max_size=40))
        def come_back(texts: list[str]) -> None:
            write(live, texts)
            table = live.read().tables["tblSales"]
            assert column(table, "文字") == texts
            assert table.formulas == {}
            cells = live.book.sheets["销售"][f"A2:A{len(texts) + 1}"]
            assert [code for cell in cells if (code := cell.number_format)] == [cells(1).number_format] * len(texts)

        come_back()


def write(live: Open, texts: list[str]) -> None:
    excel.save(live.book, [Replace("tblSales", (Column("文字", pd.Series(texts, dtype=object)),))])
