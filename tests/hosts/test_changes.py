"""Changes are carried out as told, and everything else of the book stays as it was."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from jxc_xl.hosts import files
from jxc_xl.hosts.files import HostError
from jxc_xl.tables import Append, Change, Patch, Replace
from tests.hosts.specimens import (
    NOW,
    SHEET,
    TABLE,
    altered,
    cell,
    column,
    days,
    opened,
    parts,
    read,
    replaced,
    rows,
    save,
    shop,
    shown,
    text,
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return shop(tmp_path / "店.xlsx")


def test_a_patch_sets_its_cells_and_no_others(book: Path) -> None:
    before = shown(book)
    save(book, Patch("tblSales", rows(0, 2), (column("过账", ["P1", "P2"]), column("数量", [12345, 7], 2))))
    after = shown(book)
    before[3][5], before[5][5], before[3][3], before[5][3] = "P1", "P2", 123.45, 0.07
    assert after == before


def test_a_patched_cell_keeps_its_style_and_a_new_one_takes_its_columns(book: Path) -> None:
    style = re.search(r's="\d+"', cell(book, "B4"))
    assert style
    save(book, Patch("tblSales", rows(0), (column("单号", ["X"]), column("过账", ["P"]))))
    assert style.group() in cell(book, "B4")
    assert re.search(r'<col min="6" max="6"[^>]* style="(\d+)"', text(book)).group(1) in cell(book, "F4")  # type: ignore[union-attr]


def test_a_patch_with_a_missing_value_blanks_the_cell(book: Path) -> None:
    save(book, Patch("tblSales", rows(1), (column("单号", [None]),)))
    assert read(book).cells[0].tolist() == ["S001", None, "S003"]


def test_a_patched_formula_becomes_a_value(book: Path) -> None:
    save(book, Patch("tblSales", rows(1), (column("毛利", [9]),)))
    assert "<f>" not in cell(book, "G5")
    assert read(book).formulas[5].tolist() == [0, 2]


def test_an_append_goes_below_the_last_entry_and_the_table_grows(book: Path) -> None:
    save(book, Append("tblSales", (column("单号", ["N1", "N2"]), column("日期", days("2026-03-08", "2026-03-08")))))
    table = read(book)
    assert table.cells[0].tolist() == ["S001", "S002", "S003", "N1", "N2"]
    assert table.cells[1].tolist()[3:] == [date(2026, 3, 8)] * 2
    assert 'ref="B3:G8"' in text(book, TABLE)
    assert '<autoFilter ref="B3:G8"/>' in text(book, TABLE)
    assert '<dimension ref="A1:I8"/>' in text(book)


def test_an_append_fills_blank_rows_of_the_table_first(tmp_path: Path) -> None:
    book = shop(tmp_path / "b.xlsx", 3, blank=5)
    save(book, Append("tblSales", (column("单号", ["N1"]),)))
    assert read(book).cells[0].tolist() == ["S001", "S002", "S003", "N1"]
    assert 'ref="B3:G11"' in text(book, TABLE)


def test_a_row_that_holds_only_a_formula_counts_as_blank(tmp_path: Path) -> None:
    book = shop(tmp_path / "b.xlsx", 3, blank=2)
    replaced(book, SHEET, "</sheetData>", '<row r="7"><c r="G7"><f>E7*0.3</f><v>0</v></c></row></sheetData>')
    save(book, Append("tblSales", (column("单号", ["N1"]),)))
    assert cell(book, "G7").startswith('<c r="G7"><f>E7*0.3</f>')
    assert cell(book, "B7").endswith("<t>N1</t></is></c>")


def test_rows_typed_below_the_table_are_taken_into_it(book: Path) -> None:
    replaced(book, TABLE, "B3:G6", "B3:G5")
    save(book, Patch("tblSales", rows(2), (column("过账", ["P"]),)))
    assert 'ref="B3:G6"' in text(book, TABLE)


def test_changes_of_one_table_combine_in_order(book: Path) -> None:
    save(
        book,
        Patch("tblSales", rows(0), (column("过账", ["P1"]),)),
        Append("tblSales", (column("单号", ["N1"]),)),
        Append("tblSales", (column("单号", ["N2"]),)),
        Patch("tblSales", rows(0, 4), (column("过账", ["P2", "P3"]),)),
    )
    table = read(book)
    assert table.cells[0].tolist() == ["S001", "S002", "S003", "N1", "N2"]
    assert table.cells[4].tolist() == ["P2", None, None, None, "P3"]


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_a_replace_makes_the_body_new_and_leaves_the_neighbours(book: Path, count: int) -> None:
    save(book, Replace("tblSales", (column("单号", pd.Series([f"R{i}" for i in range(count)], dtype=str)),)))
    table = read(book)
    assert [value for value in table.cells[0] if value] == [f"R{i}" for i in range(count)]
    assert all(value is None for values in table.cells[1:] for value in values)
    assert f'ref="B3:G{3 + max(count, 1)}"' in text(book, TABLE)
    assert [row[8] for row in shown(book)[3:6]] == ["旁注4", "旁注5", "旁注6"]


def calculated(book: Path, formula: str, options: str = "") -> Path:
    """Make 毛利 a calculated column."""
    xml = f"<calculatedColumnFormula{options}>{formula}</calculatedColumnFormula>"
    return replaced(book, TABLE, 'name="毛利"/>', f'name="毛利">{xml}</tableColumn>')


def test_a_calculated_column_goes_on_in_new_rows_and_only_there(book: Path) -> None:
    calculated(book, "E4*0.3")
    old = [cell(book, f"G{row}") for row in (4, 5, 6)]
    save(book, Append("tblSales", (column("单号", ["N1", "N2"]),)))
    assert [cell(book, f"G{row}") for row in (4, 5, 6)] == old
    assert [cell(book, f"G{row}") for row in (7, 8)] == [f'<c r="G{row}"><f>E{row}*0.3</f></c>' for row in (7, 8)]


@pytest.mark.parametrize("count", [0, 1, 40])
def test_a_calculated_column_is_whole_again_after_a_replace(book: Path, count: int) -> None:
    calculated(book, "IF(tblSales[[#This Row],[金额]]&lt;5,1,$E$4)")
    save(book, Replace("tblSales", (column("单号", ["a"] * count),)))
    formulas = [row[5] for row in opened(book)["销售"]["B4:G43"]]
    expected = "=IF(tblSales[[#This Row],[金额]]<5,1,$E$4)"
    assert [formula.value for formula in formulas if formula.value] == [expected] * max(count, 1)
    assert len(read(book).formulas[5]) == max(count, 1)


def test_a_calculated_column_that_is_written_has_what_is_written(book: Path) -> None:
    calculated(book, "E4*0.3")
    save(book, Replace("tblSales", (column("毛利", [7, 8]),)))
    assert read(book).cells[5].tolist() == [7, 8]
    assert read(book).formulas == {}


def test_a_column_of_array_formulas_is_left_to_excel(book: Path) -> None:
    calculated(book, "E4*0.3", ' array="1"')
    save(book, Append("tblSales", (column("单号", ["N1"]),)))
    assert cell(book, "G7") == ""


def test_formats_and_validations_of_the_body_follow_it(book: Path) -> None:
    save(book, Replace("tblSales", (column("单号", ["R"] * 40),)))
    sheet = text(book)
    assert '<conditionalFormatting sqref="D4:D43">' in sheet
    assert "<xm:sqref>D4:D43</xm:sqref>" in sheet
    assert 'sqref="D4:D43"><formula1>' in sheet
    assert 'sqref="E4:E1048576"' in sheet


def test_ranges_that_do_not_end_with_the_body_stay(book: Path) -> None:
    replaced(book, SHEET, 'sqref="D4:D6"', 'sqref="D4:D5"')
    save(book, Append("tblSales", (column("单号", ["N"]),)))
    assert 'sqref="D4:D5"' in text(book)


def test_new_rows_look_like_the_first_and_styled_blanks_are_kept(book: Path) -> None:
    styles = {name: re.search(r's="\d+"', cell(book, f"{name}4")) for name in "BC"}
    save(book, Replace("tblSales", (column("日期", days("2026-01-01", None)),)))
    assert styles["B"] and styles["B"].group() in cell(book, "B5")  # noqa: PT018
    assert styles["C"] and styles["C"].group() in cell(book, "C4")  # noqa: PT018
    assert cell(book, "C5") == ""  # the column's default style says the same


def test_parts_that_are_not_touched_keep_their_bytes(tmp_path: Path) -> None:
    book = shop(tmp_path / "b.xlsm", macro=True)
    before = parts(book)
    save(book, Patch("tblSales", rows(0), (column("过账", ["P"]),)))
    after = parts(book)
    assert {name for name in before if before[name] != after[name]} == {SHEET}
    assert list(before) == list(after)


def test_rows_that_are_not_touched_keep_their_bytes(book: Path) -> None:
    before = re.findall(r"<row.*?</row>", text(book))
    save(book, Patch("tblSales", rows(1), (column("过账", ["P"]),)))
    after = re.findall(r"<row.*?</row>", text(book))
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, True, True, False, True]


def test_all_formulas_are_worked_out_anew_and_the_chain_goes(book: Path) -> None:
    chain = b'<Relationship Id="rId99" Type="http://x/relationships/calcChain" Target="calcChain.xml"/></Relationships>'
    kind = b'<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'

    def add(name: str, xml: bytes) -> bytes:
        xml = xml.replace(b' fullCalcOnLoad="1"', b"")
        if name == "xl/_rels/workbook.xml.rels":
            return xml.replace(b"</Relationships>", chain)
        return xml.replace(b"</Types>", kind) if name == "[Content_Types].xml" else xml

    altered(book, add, **{"xl/calcChain.xml": b"<calcChain/>"})
    save(book, Patch("tblSales", rows(0), (column("毛利", [1]),)))
    assert 'fullCalcOnLoad="1"' in text(book, "xl/workbook.xml")
    assert "xl/calcChain.xml" not in parts(book)
    assert "calcChain" not in text(book, "[Content_Types].xml") + text(book, "xl/_rels/workbook.xml.rels")


def test_a_formula_that_shared_a_lost_text_gets_its_own(book: Path) -> None:
    def share(name: str, xml: bytes) -> bytes:
        if name != SHEET:
            return xml
        xml = xml.replace(b"<f>E4*0.3</f>", b'<f t="shared" ref="G4:G6" si="0">E4*0.3</f>')
        return xml.replace(b"<f>E5*0.3</f>", b'<f t="shared" si="0"/>').replace(
            b"<f>E6*0.3</f>", b'<f t="shared" si="0"/>'
        )

    altered(book, share)
    save(book, Patch("tblSales", rows(0), (column("毛利", [1]),)))
    assert "<f>E5*0.3</f>" in cell(book, "G5")
    assert "<f>E6*0.3</f>" in cell(book, "G6")


def test_links_jump_to_their_cell(book: Path) -> None:
    save(book, Patch("tblSales", rows(0, 1), (column("过账", ["销售!H7", "O'n\"s!A1"], is_link=True),)))
    sheet = opened(book)["销售"]
    assert sheet["F4"].value == '=HYPERLINK("#\'销售\'!H7","销售!H7")'
    assert sheet["F5"].value == '=HYPERLINK("#\'O\'\'n""s\'!A1","O\'n""s!A1")'
    assert shown(book)[3][5] == "销售!H7"


def test_texts_are_never_formulas(book: Path) -> None:
    save(book, Patch("tblSales", rows(0), (column("过账", ["=1+1"]),)))
    assert cell(book, "F4").endswith(' t="inlineStr"><is><t>=1+1</t></is></c>')
    assert read(book).cells[4][0] == "=1+1"


def test_books_that_count_from_1904_get_their_dates_right(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        sheet = made.add_worksheet("销售")
        sheet.set_column("A:A", 12, made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.add_table("A1:A2", {"name": "tblSales", "columns": [{"header": "日期"}]})
    save(path, Replace("tblSales", (column("日期", days("2026-03-05")),)))
    assert read(path).cells[0].tolist() == [date(2026, 3, 5)]


def test_growth_over_something_is_refused(book: Path) -> None:
    note = '<row r="8"><c r="B8" t="inlineStr"><is><t>注</t></is></c></row></sheetData>'
    replaced(book, SHEET, "</sheetData>", note)
    before = book.read_bytes()
    with pytest.raises(HostError, match="B8") as caught:
        save(book, Append("tblSales", (column("单号", ["N"] * 2),)))
    assert caught.value.code == "H009"
    assert book.read_bytes() == before


def test_growth_over_merged_cells_is_refused(book: Path) -> None:
    replaced(book, SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A8:C8"/></mergeCells>')
    with pytest.raises(HostError, match="A8:C8"):
        save(book, Append("tblSales", (column("单号", ["N"] * 2),)))


def test_two_tables_on_one_sheet_change_together(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("设置")
        sheet.add_table("A1:A3", {"name": "tblOne", "data": [["a"], ["b"]], "columns": [{"header": "甲"}]})
        sheet.add_table("C1:C3", {"name": "tblTwo", "data": [[1], [2]], "columns": [{"header": "乙"}]})
    changes: list[Change] = [Replace("tblOne", (column("甲", ["x"] * 5),)), Append("tblTwo", (column("乙", [3]),))]
    files.save(path, changes, now=NOW)
    assert (
        shown(path, "设置") == [["甲", "", "乙"], ["x", "", 1.0], ["x", "", 2.0], ["x", "", 3.0]] + [["x", "", ""]] * 2
    )


def test_a_lost_table_can_still_be_changed(book: Path) -> None:
    altered(book, lambda name, xml: None if name.endswith("sheet1.xml.rels") else xml)
    replaced(book, SHEET, '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>', "")
    save(book, Patch("tblSales", rows(1), (column("过账", ["P"]),)), Append("tblSales", (column("单号", ["N"]),)))
    table = read(book)
    assert table.cells[0].tolist() == ["S001", "S002", "S003", "N"]
    assert table.cells[4].tolist()[1] == "P"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Append("tblNone", (column("单号", ["N"]),)), "no_table"),
        (Append("tblSales", (column("没有", ["N"]),)), "no_column"),
    ],
)
def test_what_is_not_there_is_named(book: Path, change: Append, reason: str) -> None:
    with pytest.raises(HostError) as caught:
        save(book, change)
    assert (caught.value.code, caught.value.facts["reason"]) == ("H009", reason)


def test_a_totals_row_keeps_the_table_from_growing(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        options = {"name": "tblSales", "total_row": True, "columns": [{"header": "甲", "total_string": "合计"}]}
        made.add_worksheet("销售").add_table("A1:A4", options)
    save(path, Append("tblSales", (column("甲", ["x", "y"]),)))
    assert read(path).cells[0].tolist() == ["x", "y"]
    with pytest.raises(HostError, match="totals row"):
        save(path, Append("tblSales", (column("甲", ["z"]),)))


def test_a_sheet_with_a_namespace_prefix_is_refused(book: Path) -> None:
    altered(book, lambda name, xml: xml.replace(b"<sheetData", b"<x:sheetData") if name == SHEET else xml)
    with pytest.raises(HostError) as caught:
        save(book, Append("tblSales", (column("单号", ["N"]),)))
    assert caught.value.code == "H009"


def test_old_filters_go_with_the_rows_they_were_set_for(book: Path) -> None:
    criteria = '<filterColumn colId="0"><filters><filter val="S001"/></filters></filterColumn>'
    replaced(book, TABLE, '<autoFilter ref="B3:G6"/>', f'<autoFilter ref="B3:G6">{criteria}</autoFilter>')
    replaced(book, SHEET, '<row r="5" ', '<row r="5" hidden="1" ')
    save(book, Replace("tblSales", (column("单号", ["a", "b"]),)))
    assert '<autoFilter ref="B3:G5"/>' in text(book, TABLE)
    assert "hidden" not in text(book)


def test_too_many_rows_and_too_long_texts_are_refused(book: Path) -> None:
    with pytest.raises(HostError) as caught:
        save(book, Replace("tblSales", (column("数量", range(1_048_574)),)))
    assert (caught.value.code, caught.value.facts["reason"]) == ("H010", "rows")
    with pytest.raises(HostError, match="F5") as caught:
        save(book, Patch("tblSales", rows(0, 1), (column("过账", ["x", "长" * 32_768]),)))
    assert caught.value.code == "H010"
    save(book, Patch("tblSales", rows(0), (column("过账", ["长" * 32_767]),)))


def test_written_books_open_in_openpyxl(book: Path) -> None:
    save(book, Replace("tblSales", (column("单号", ["a"] * 9), column("数量", range(9), 1))))
    sheet = opened(book)["销售"]
    assert sheet.tables["tblSales"].ref == "B3:G12"
    assert [sheet[f"D{row}"].value for row in (4, 5, 12)] == [0, 0.1, 0.8]
