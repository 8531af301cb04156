from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from jxc_xl.schema import GUIDE, MEASURES, SETTINGS, SHEETS, Kind, Lang, Role, Sheet
from jxc_xl.template.build import main
from jxc_xl.template.looks import NUMBERS, number_format
from jxc_xl.template.page import BODY, HEADING
from tests.template.conftest import Books, as_bytes

WORKBOOKS = Path(__file__).parents[2] / "workbook"
EACH_LANG = pytest.mark.parametrize("lang", Lang)
TABLES = [sheet for sheet in SHEETS if sheet.key not in {"dashboard", "settings"}]


def paper(books: Books, lang: Lang, sheet: Sheet) -> Worksheet:
    found = books[lang][sheet.title.said(lang)]
    assert isinstance(found, Worksheet)
    return found


@EACH_LANG
def test_building_again_gives_the_same_bytes(written: dict[Lang, bytes], lang: Lang) -> None:
    assert as_bytes(lang) == written[lang]


@EACH_LANG
def test_the_workbooks_in_the_repository_are_as_built(written: dict[Lang, bytes], lang: Lang) -> None:
    assert (WORKBOOKS / f"jxc_{lang}.xlsm").read_bytes() == written[lang], "run: poe book"


def test_the_build_command_writes_both_languages(tmp_path: Path) -> None:
    main([str(tmp_path / "new")])
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["jxc_en.xlsm", "jxc_zh.xlsm"]


@EACH_LANG
def test_every_table_of_the_schema_is_there_with_its_headings(written: dict[Lang, bytes], lang: Lang) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(written[lang]), load_tables=True) as book:
        tables = [book.get_table_by_name(name) for name in book.table_names or ()]
    assert {table.name: (table.sheet, tuple(table.columns), table.start) for table in tables} == {
        sheet.table: (sheet.title.said(lang), tuple(column.title.said(lang) for column in sheet.columns), (BODY, 0))
        for sheet in SHEETS
    }


@EACH_LANG
def test_heading_cells_say_what_the_table_says(books: Books, lang: Lang) -> None:
    for sheet in SHEETS:
        cells = paper(books, lang, sheet)[HEADING + 1][: len(sheet.columns)]
        assert [cell.value for cell in cells] == [column.title.said(lang) for column in sheet.columns]


@EACH_LANG
def test_the_first_tab_is_the_dashboard_then_the_guide_and_hidden_sheets_stand_last(books: Books, lang: Lang) -> None:
    book = books[lang]
    assert book.sheetnames[:2] == [
        next(sheet.title.said(lang) for sheet in SHEETS if sheet.key == "dashboard"),
        GUIDE.said(lang),
    ]
    assert book.active == book.worksheets[0]
    states = [page.sheet_state for page in book.worksheets]
    assert states == sorted(states, key=("visible", "hidden", "veryHidden").index)


@EACH_LANG
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_sheet_can_be_seen(books: Books, lang: Lang, sheet: Sheet) -> None:
    assert paper(books, lang, sheet).sheet_state == "visible"


@EACH_LANG
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_entry_sheets_are_open_and_the_others_are_locked_without_a_password(
    books: Books, lang: Lang, sheet: Sheet
) -> None:
    lock = paper(books, lang, sheet).protection
    assert (lock.sheet, lock.password) == (sheet.role is not Role.ENTRY, None)


@EACH_LANG
@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.key)
def test_columns_and_their_first_cell_have_the_format_of_their_kind(books: Books, lang: Lang, sheet: Sheet) -> None:
    page = paper(books, lang, sheet)
    for column, cell in zip(sheet.columns, page[BODY + 1], strict=False):
        (whole,) = (found for found in page.column_dimensions.values() if found.min <= cell.column <= found.max)
        assert cell.number_format == whole.number_format == number_format(column)


@EACH_LANG
def test_codes_are_text(books: Books, lang: Lang) -> None:
    for sheet in TABLES:
        for column, cell in zip(sheet.columns, paper(books, lang, sheet)[BODY + 1], strict=False):
            assert column.kind is not Kind.CODE or cell.number_format == "@"


@EACH_LANG
def test_a_new_book_holds_its_settings_two_warehouses_and_a_channel(written: dict[Lang, bytes], lang: Lang) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(written[lang]), load_tables=True) as book:
        rows = {name: book.get_table_by_name(name).to_python() for name in book.table_names or ()}
    assert [row[0] for row in rows["tblSettings"]] == [setting.title.said(lang) for setting in SETTINGS]
    assert [row[0] for row in rows["tblWarehouses"]] == ["MAIN", "HOLD"]
    assert [row[0] for row in rows["tblChannels"]] == ["SHOP"]
    assert [row[0] for row in rows["tblDashboard"]] == [measure.title.said(lang) for measure in MEASURES]
    full = {"tblSettings", "tblWarehouses", "tblChannels", "tblDashboard"}
    assert all(value == "" for name in rows.keys() - full for row in rows[name] for value in row)


@EACH_LANG
def test_each_figure_of_the_dashboard_has_the_format_of_its_kind(books: Books, lang: Lang) -> None:
    page = books[lang].worksheets[0]
    formats = {measure.key: page.cell(row, 2).number_format for row, measure in enumerate(MEASURES, BODY + 1)}
    assert (formats["stock_amount"], formats["as_of"]) == (NUMBERS[Kind.MONEY], NUMBERS[Kind.DATE])
    assert (formats["margin_rate"], formats["movements"]) == ("0.0%", "#,##0")


@EACH_LANG
def test_every_sheet_prints_one_page_wide_with_its_headings(books: Books, lang: Lang) -> None:
    for sheet in SHEETS:
        page = paper(books, lang, sheet)
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        assert page.print_title_rows == f"${HEADING + 1}:${HEADING + 1}"
