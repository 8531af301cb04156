"""What a book holds is read as it stands: types, blanks, errors, formulas, and rows beyond the table."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from jxc_xl.hosts import files
from jxc_xl.tables import ErrorCell, UnsolvedCell
from tests.hosts.specimens import HEADINGS, SHEET, TABLE, WANTED, altered, read, replaced, shop, text


def test_a_table_is_read_with_its_place_and_headings(tmp_path: Path) -> None:
    table = read(shop(tmp_path / "书.xlsx"))
    assert (table.sheet, table.headings, table.header_row, table.first_column) == ("销售", HEADINGS, 3, 2)
    assert table.cells[0].tolist() == ["S001", "S002", "S003"]
    assert table.cells[1].tolist() == [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]
    assert table.cells[4].tolist() == [None] * 3


def test_formula_cells_carry_their_value_and_are_told_apart(tmp_path: Path) -> None:
    table = read(shop(tmp_path / "b.xlsx"))
    assert table.cells[5].tolist() == pytest.approx([1.2, 1.5, 1.8])
    assert {column: where.tolist() for column, where in table.formulas.items()} == {5: [0, 1, 2]}


def test_all_sheets_are_named_in_order(tmp_path: Path) -> None:
    assert files.read(shop(tmp_path / "b.xlsx"), {}).sheets == ("销售", "我的")


def test_each_kind_of_cell_keeps_its_type(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("销售")
        sheet.add_table("A1:A8", {"name": "tblSales", "columns": [{"header": "值"}]})
        sheet.write_column("A2", [True, 1.5, "00123", "２０２６年３月１日"])
        sheet.write_datetime("A6", datetime(2026, 3, 5, 1, 2, 3), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001
        sheet.write_datetime("A7", time(1, 2, 3), book.add_format({"num_format": "hh:mm"}))
        sheet.write_formula("A8", "=NA()", None, "#N/A")
    moment = datetime(2026, 3, 5, 1, 2, 3)  # noqa: DTZ001
    expected = [True, 1.5, "00123", "２０２６年３月１日", moment, time(1, 2, 3), ErrorCell("#N/A")]
    assert read(path).cells[0].tolist() == expected


def test_rows_typed_below_the_table_without_a_gap_belong_to_it(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx", 5)
    replaced(path, "xl/tables/table1.xml", 'ref="B3:G8"', 'ref="B3:G6"')
    assert read(path).cells[0].tolist() == ["S001", "S002", "S003", "S004", "S005"]


def test_a_note_further_below_does_not_belong_to_the_table(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    replaced(path, SHEET, "</sheetData>", '<row r="8"><c r="B8" t="inlineStr"><is><t>注</t></is></c></row></sheetData>')
    assert read(path).height == 3
    assert read(path).below == {8: ("注", None, None, None, None, None)}


def test_a_formula_below_the_table_does_not_belong_to_it(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    replaced(path, SHEET, "</sheetData>", '<row r="7"><c r="D7"><f>SUM(D4:D6)</f><v>15</v></c></row></sheetData>')
    assert read(path).height == 3
    assert read(path).below == {}


def test_what_is_typed_under_a_totals_row_is_handed_over_apart(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx", 5)
    replaced(path, TABLE, 'ref="B3:G8"', 'ref="B3:G7" totalsRowCount="1"')
    table = read(path)
    assert table.cells[0].tolist() == ["S001", "S002", "S003"]
    assert list(table.below) == [8]
    assert table.below[8][0] == "S005"
    assert table.below[8][5] is None


@pytest.mark.parametrize("is_usual", [True, False])
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="G5"><f>E5*0.3</f></c>', UnsolvedCell()),
        ('<c r="G5"><f>E5*0.3</f><v></v></c>', UnsolvedCell()),
        ('<c r="G5"><f>E5*0.3</f><v/></c>', UnsolvedCell()),
        ('<c r="G5" t="str"><f>IF(E5,"","")</f><v></v></c>', None),
        ('<c r="G5" t="str"><f>IF(E5,"","")</f></c>', None),
        ('<c r="G5"><f>E5*0.3</f><v>1.5</v></c>', 1.5),
        ('<c r="G5"/>', None),
    ],
)
def test_a_formula_nobody_worked_out_is_told_apart_from_a_blank(
    tmp_path: Path,
    cell: str,
    value: object,
    is_usual: bool,  # noqa: FBT001 (a case)
) -> None:
    path = shop(tmp_path / "b.xlsx")
    xml = re.sub(r'<c r="G5".*?</c>', cell, text(path))
    xml = xml if is_usual else xml.replace('<c r="G4"', "<c r = 'G4'")
    altered(path, lambda name, old: xml.encode() if name == SHEET else old)
    table = read(path)
    assert table.cells[5].tolist()[1] == value
    assert table.cells[5].tolist()[::2] == pytest.approx([1.2, 1.8])


def test_a_lost_table_is_found_by_its_sheet_and_headings(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    altered(path, lambda name, xml: None if "tables/" in name or name.endswith("sheet1.xml.rels") else xml)
    table = read(path)
    assert table.headings[:6] == HEADINGS
    assert (table.header_row, table.first_column, table.height) == (3, 2, 3)


def test_a_table_that_is_nowhere_is_left_out(tmp_path: Path) -> None:
    assert files.read(shop(tmp_path / "b.xlsx"), {"tblNone": ("没有",)}).tables == {}


def test_names_of_tables_are_matched_whatever_their_case(tmp_path: Path) -> None:
    assert list(files.read(shop(tmp_path / "b.xlsx"), {"TBLSALES": ()}).tables) == ["TBLSALES"]


def test_cells_without_addresses_are_read_by_a_real_parser(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    xml = text(path).replace('<c r="G5"', "<c r = 'G5'").replace("<f>E5*0.3</f><v>1.5</v>", "<f>NA()</f><v>#N/A</v>")
    altered(path, lambda name, old: xml.replace("r = 'G5'", "r = 'G5' t='e'").encode() if name == SHEET else old)
    table = read(path)
    assert table.cells[5].tolist()[1] == ErrorCell("#N/A")
    assert table.formulas[5].tolist() == [0, 1, 2]


def test_the_stamp_of_a_book_changes_with_the_book(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    seen = files.look(path, WANTED)
    assert files.look(path, WANTED) == seen
    shop(path, 4)
    assert files.look(path, WANTED) != seen


def test_an_empty_sheet_gives_an_empty_table_with_known_headings(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    xml = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", text(path))
    altered(path, lambda name, old: xml.encode() if name == SHEET else old)
    assert (read(path).headings, read(path).height) == (HEADINGS, 0)
