"""The engine over LibreOffice: it keeps to what xlwings asks of an engine, and does as Excel does where it shows."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw
from xlwings import base_classes

from jxc_xl.hosts.calc import books, engine, names, ranges, sheets, tables
from tests.hosts.specimens import shop

office_only = pytest.mark.office

# What xlwings asks: the pinned version has these, and nothing else is overridden by a name of ours.

RELIED_ON = {
    engine.Apps: base_classes.Apps,
    engine.App: base_classes.App,
    books.Books: base_classes.Books,
    books.Book: base_classes.Book,
    sheets.Sheets: base_classes.Sheets,
    sheets.Sheet: base_classes.Sheet,
    ranges.Range: base_classes.Range,
    tables.Tables: base_classes.Tables,
    tables.Table: base_classes.Table,
    names.Names: base_classes.Names,
    names.Name: base_classes.Name,
}
OURS = {
    "App": {"context", "leave", "terminate", "desktop", "engine"},
    "Apps": {"let_go", "take_in"},
    "Book": {"fullname", "save_copy", "set_drawn", "tables_on", "uno"},
    "Books": {"app", "forget", "front"},
    "Name": {"api", "book"},
    "Names": {"api"},
    "Range": {"area", "uno", "sheet"},
    "Sheet": {"uno"},
    "Table": {"area", "body", "uno"},
    "Tables": {"api"},
}
"""What is not xlwings' but our own, or asked of an engine without standing in its base class."""


def public(kind: type) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")}


@pytest.mark.parametrize("mine", RELIED_ON, ids=lambda kind: kind.__name__)
def test_everything_we_answer_is_asked_by_this_version_of_xlwings(mine: type) -> None:
    asked = public(RELIED_ON[mine]) | OURS.get(mine.__name__, set())
    assert public(mine) - asked == set()


@pytest.mark.parametrize("mine", RELIED_ON, ids=lambda kind: kind.__name__)
def test_methods_take_what_xlwings_passes(mine: type) -> None:
    for name in public(mine) & public(RELIED_ON[mine]):
        asked, ours = getattr(RELIED_ON[mine], name), getattr(mine, name)
        if inspect.isfunction(asked) and inspect.isfunction(ours):
            wanted = len(inspect.signature(asked).parameters)
            taken = inspect.signature(ours).parameters.values()
            assert wanted <= len(taken) or any(one.kind is one.VAR_POSITIONAL for one in taken), name


def test_the_engine_never_takes_the_name_of_excel() -> None:
    assert engine.ENGINE.name == "calc"
    assert engine.ENGINE.type == "desktop"


# Cells, as Excel has them.


@pytest.fixture
def sheet(office: xw.App) -> Iterator[xw.Sheet]:
    book = office.books.add()
    yield book.sheets[0]
    book.close()


@office_only
@pytest.mark.parametrize(
    ("put", "value", "formula"),
    [
        (1, 1.0, "1"),
        (True, True, "TRUE"),
        (False, False, "FALSE"),
        (None, None, ""),
        ("", None, ""),
        (0.1, 0.1, "0.1"),
        ("杯", "杯", "杯"),
        ("'001", "001", "001"),
        ("'=1+1", "=1+1", "=1+1"),
        ("''x", "'x", "'x"),
        ("001", 1.0, "1"),
        ("10%", 0.1, "0.1"),
        ("1,000", 1000.0, "1000"),
        ("(5)", -5.0, "-5"),
        ("TRUE", True, "TRUE"),
        ("2026-3-5", dt.datetime(2026, 3, 5), "46086"),  # noqa: DTZ001
        ("3月5日", dt.datetime(dt.date.today().year, 3, 5), None),  # noqa: DTZ001, DTZ011
        ("=1+1", 2.0, "=1+1"),
        ("=SUM(1,2)", 3.0, "=SUM(1,2)"),
        ("#N/A", -2146826246, "#N/A"),
        ("=1/0", -2146826281, "=1/0"),
        ("=NA()", -2146826246, "=NA()"),
        (dt.datetime(2026, 3, 5, 13, 45), dt.datetime(2026, 3, 5, 13, 45), "46086.5729166667"),  # noqa: DTZ001
        (Decimal("1.5"), 1.5, "1.5"),
    ],
)
def test_a_cell_takes_and_gives_what_excels_does(
    sheet: xw.Sheet, put: object, value: object, formula: str | None
) -> None:
    cell = sheet["B2"]
    cell.value = put
    assert (type(cell.raw_value), cell.raw_value) == (type(value), value)
    if formula is not None:
        assert cell.formula == formula


@office_only
def test_a_text_cell_takes_everything_as_text(sheet: xw.Sheet) -> None:
    cells = sheet["A1:A5"]
    cells.number_format = "@"
    cells.value = [["001"], ["=1+1"], [5], ["'x"], [True]]
    assert cells.value == ["001", "=1+1", "5", "x", "TRUE"]


@office_only
def test_money_is_rounded_to_four_digits_and_exact_beside(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "¥#,##0.00"
    sheet["A1"].value = 1.234567
    assert sheet["A1"].raw_value == Decimal("1.2346")
    assert sheet["A1"].api.Value2 == 1.234567


@office_only
def test_errors_are_blank_to_people_unless_asked_for(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["=NA()", "x"], ["=1/0", None]]
    assert sheet["A1:B2"].value == [[None, "x"], [None, None]]
    assert sheet["A1:B2"].options(err_to_str=True).value == [["#N/A", "x"], ["#DIV/0!", None]]


@office_only
def test_frames_and_expansion_work_as_in_excel(sheet: xw.Sheet) -> None:
    frame = pd.DataFrame({"商品": ["A01", "B02"], "数量": [1.5, 2.0]})
    sheet["B3"].options(index=False).value = frame
    assert sheet["B3"].expand().address == "$B$3:$C$5"
    pd.testing.assert_frame_equal(sheet["B3"].expand().options(pd.DataFrame, index=False).value, frame)
    assert sheet["B3"].end("down").address == "$B$5"
    assert sheet["B5"].end("down").address == "$B$1048576"
    assert sheet["B100"].end("up").address == "$B$5"
    assert sheet["C3"].end("left").address == "$B$3"
    assert sheet["A3"].end("right").address == "$B$3"
    assert sheet.used_range.address == "$B$3:$C$5"
    sheet["B3"].expand().clear_contents()
    assert sheet["B3:C5"].value == [[None, None]] * 3


@office_only
def test_tables_keep_their_headings_when_they_grow(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [["甲", "乙"], [1, 2], [3, 4]]
    table = sheet.tables.add(sheet["A1:B3"], name="tblNew")
    table.resize(sheet["A1:B9"])
    assert table.data_body_range
    assert table.header_row_range
    assert (table.range.address, table.data_body_range.address) == ("$A$1:$B$9", "$A$2:$B$9")
    assert table.header_row_range.value == ["甲", "乙"]
    assert [column.name for column in table.columns] == ["甲", "乙"]
    assert sheet["tblNew"].address == "$A$2:$B$9"
    assert "TBLNEW" in [name.upper() for name in [one.name for one in sheet.tables]]
    with pytest.raises(ValueError, match="headings stay"):
        table.resize(sheet["A2:B9"])
    with pytest.raises(ValueError, match="one row"):
        table.resize(sheet["A1:B1"])


@office_only
def test_names_stand_for_cells(sheet: xw.Sheet) -> None:
    name = sheet.book.names.add("店名", f"='{sheet.name}'!$B$2:$C$3")
    assert name.refers_to_range.address == "$B$2:$C$3"
    assert str(sheet.book.names["店名"].refers_to).replace("'", "") == f"={sheet.name}!$B$2:$C$3"
    assert "店名" in sheet.book.names
    sheet["店名"].value = 5
    assert sheet["B2:C3"].value == [[5.0, 5.0], [5.0, 5.0]]
    name.delete()
    assert "店名" not in sheet.book.names


@office_only
def test_a_program_keeps_its_settings_where_excel_does(office: xw.App, sheet: xw.Sheet) -> None:
    sheet["A1"].value = "=B1*2"
    with office.properties(calculation="manual", screen_updating=False, status_bar="算", enable_events=False):
        assert (office.calculation, office.screen_updating, office.status_bar) == ("manual", False, "算")
        sheet["B1"].value = 4
        assert sheet["A1"].value == 0
        office.calculate()
        assert sheet["A1"].value == 8
    assert (office.calculation, office.screen_updating, office.enable_events) == ("automatic", True, True)
    assert office.status_bar is False


@office_only
def test_no_book_is_active_where_none_is_open(office: xw.App) -> None:
    with pytest.raises(xw.XlwingsError, match="no book is open"):
        _ = office.books.active
    assert office.selection is None
    assert office.calculation == "automatic"


@office_only
def test_sheets_come_and_go(sheet: xw.Sheet) -> None:
    book = sheet.book
    added = book.sheets.add("流水", after=sheet)
    assert [one.name for one in book.sheets] == [sheet.name, "流水"]
    assert added.index == 2
    added.activate()
    assert book.sheets.active.name == "流水"
    added["B2"].select()
    assert book.app.selection.address == "$B$2"  # type: ignore[union-attr]
    added.visible = False
    assert [one.visible for one in book.sheets] == [True, False]
    added.delete()
    assert [one.name for one in book.sheets] == [sheet.name]


@office_only
def test_merged_cells_are_told(sheet: xw.Sheet) -> None:
    sheet["B2:C3"].impl.uno.merge(True)  # noqa: FBT003 - a UNO method
    assert sheet["C3"].merge_cells
    assert sheet["C3"].merge_area.address == "$B$2:$C$3"
    told: list[bool | None] = [sheet[address].merge_cells for address in ("B2:C3", "A1:B2", "D4:E5")]
    assert told == [True, None, False]


@office_only
def test_a_book_is_saved_where_and_as_it_is_wanted(office: xw.App, tmp_path: Path) -> None:
    book = office.books.open(shop(tmp_path / "b.xlsx"))
    book.sheets["销售"]["B4"].value = "改"
    book.save()
    book.save(tmp_path / "新.xlsx")
    assert book.fullname == str(tmp_path / "新.xlsx")
    book.close()
    for name in ("b.xlsx", "新.xlsx"):
        again = office.books.open(tmp_path / name)
        assert again.sheets["销售"]["B4"].value == "改"
        assert again.sheets["销售"].tables["tblSales"].range.address == "$B$3:$G$6"
        again.close()


@office_only
def test_a_table_without_headings_has_columns_all_the_same(office: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("销售").add_table("A1:B3", {"name": "tblSales", "header_row": False})
    book = office.books.open(path)
    table = book.sheets[0].tables[0]
    assert not table.show_headers
    assert [column.name for column in table.columns] == ["Column1", "Column2"]
    book.close()
