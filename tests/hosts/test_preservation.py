"""What people add to a book stays byte for byte, whatever the program does to its own sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.hosts import package
from jxc_xl.hosts.addresses import Area, number, text_of
from jxc_xl.pipeline import Do
from jxc_xl.schema import SHEETS
from tests.entry.shop import write
from tests.entry.test_office import convert
from tests.hosts.corpus import BELOW, MARGIN, OWN_COLUMNS, REMARK, TWICE, full_book
from tests.hosts.corpus_donor import MINE
from tests.hosts.corpus_package import WORKBOOK, Parts, unpacked
from tests.hosts.specimens import opened

MORE = "订单号,下单时间,商品编码,数量,单价\nS7,2026-03-06,A01,1,15\nS8,2026-03-06,B02,1,15\nS9,2026-03-07,B02,1,15\n"
FULL_CALC = ' fullCalcOnLoad="1"'
CHAIN = "xl/calcChain.xml"
FED_BY_OURS, FED_BY_THEIRS = (f"xl/pivotCache/pivotCacheDefinition{number}.xml" for number in (1, 2))

Undo = Callable[[str], str]


def _without_chain(xml: str) -> str:
    return re.sub(r'<(Override|Relationship) [^>]*calcChain\.xml"[^>]*/>', "", xml)


def _as_long_as_before(xml: str) -> str:
    return re.sub(r'ref="[^"]*"', "", xml)


FORMULAS_OF_THEIRS = "xl/worksheets/usersheet1.xml"
"""Here stands a formula about our stock, which has another value after a post."""


def _without_values(xml: str) -> str:
    return re.sub(r"</f><v>[^<]*</v>", "</f>", xml.replace(' t="n"', ""))


MAY_DIFFER: dict[str, Undo] = {
    "[Content_Types].xml": _without_chain,
    "xl/_rels/workbook.xml.rels": _without_chain,
    WORKBOOK: lambda xml: xml.replace(FULL_CALC, ""),
    FED_BY_OURS: lambda xml: xml.replace(' refreshOnLoad="1"', ""),
    "our tables": _as_long_as_before,
    FORMULAS_OF_THEIRS: _without_values,
}
"""All that is not a sheet of ours and may change, and what brings old and new together again."""


class Run(NamedTuple):
    """A book before and after one command."""

    path: Path
    before: Parts
    after: Parts

    def changed(self) -> set[str]:
        both = self.before.keys() | self.after.keys()
        return {part for part in both if self.print(self.before, part) != self.print(self.after, part)}

    @staticmethod
    def print(parts: Parts, part: str) -> str:
        return sha256(parts[part]).hexdigest() if part in parts else ""


def post(path: Path) -> None:
    assert not carry_out(path, Do.POST, How()).problems


def recalc(path: Path) -> None:
    post(path)
    assert not carry_out(path, Do.RECALC, How()).problems


def enter(path: Path) -> None:
    assert len(bring(path, write(path.parent / "more.csv", MORE), "sales", {}, How()).changes) == 1


DEEDS: dict[str, Callable[[Path], None]] = {"post": post, "recalc": recalc, "import": enter}


@pytest.fixture(scope="module", params=list(DEEDS))
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = full_book(tmp_path_factory.mktemp("run") / "店.xlsm")
    before = path.read_bytes()
    DEEDS[request.param](path)
    return Run(path, unpacked(before), unpacked(path.read_bytes()))


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = full_book(tmp_path_factory.mktemp("posted") / "店.xlsm")
    before = path.read_bytes()
    post(path)
    return Run(path, unpacked(before), unpacked(path.read_bytes()))


def tables(parts: Parts) -> dict[str, package.Table]:
    """Return our tables by part."""
    names = {sheet.table for sheet in SHEETS}
    return {table.part: table for table in parts.book().tables.values() if table.name in names}


def test_every_kind_of_thing_that_people_add_is_in_the_book(posted: Run) -> None:
    kinds = {Path(part).parent.name + "/" + re.sub(r"\d*\.\w+$", "", Path(part).name) for part in posted.before}
    assert kinds >= {
        *("charts/userchart", "chartsheets/usersheet", "drawings/userdrawing", "drawings/uservmlDrawing"),
        *("media/userimage", "xl/usercomments", "threadedComments/threadedComment", "persons/person"),
        *("pivotTables/pivotTable", "pivotCache/pivotCacheDefinition", "pivotCache/pivotCacheRecords"),
        *("slicers/slicer", "slicerCaches/slicerCache", "ctrlProps/ctrlProp", "externalLinks/externalLink"),
        *("xl/connections", "queryTables/queryTable", "customUI/customUI", "printerSettings/printerSettings"),
        *("xl/vbaProject", "xl/calcChain", "docProps/custom", "customXml/item", "customXml/itemProps"),
    }
    sheets = "".join(xml.decode() for part, xml in posted.before.items() if part.startswith("xl/worksheets/sheet"))
    mine = posted.before.xml(posted.before.sheet_part(MINE))
    for mark in ("x14:sparklineGroup", "dataBar", "x14:cfRule", "<controls>", "iconSet", "legacyDrawingHF"):
        assert mark in mine
    for mark in ("x14:dataValidation", "x14:cfRule", "x14:slicer", "<drawing", "<legacyDrawing", "<pageSetup r:id"):
        assert mark in sheets
    names = posted.before.xml(WORKBOOK)
    assert all(f'name="{name}"' in names for name in ("我的率", "局部", "外部", "切片器_类别"))


def test_no_part_changes_but_ours_and_those_around_them(run: Run) -> None:
    ours = tables(run.before)
    sheets = {table.sheet_part for table in ours.values()}
    assert run.changed() <= {CHAIN, *MAY_DIFFER, *ours, *sheets}
    assert run.changed() >= {CHAIN, "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}


def test_what_changes_outside_our_sheets_changes_as_told_and_in_nothing_else(run: Run) -> None:
    ours = tables(run.before)
    for part in run.changed() - {CHAIN}:
        undo = MAY_DIFFER["our tables"] if part in ours else MAY_DIFFER.get(part)
        if undo:
            assert undo(run.after.xml(part)) == undo(run.before.xml(part)), part


def test_the_chain_of_calculation_goes_and_all_formulas_are_worked_out_anew(run: Run) -> None:
    assert CHAIN not in run.after
    assert FULL_CALC in run.after.xml(WORKBOOK)


def test_a_pivot_of_a_changed_table_is_refreshed_on_opening_and_no_other(posted: Run) -> None:
    assert 'refreshOnLoad="1"' in posted.after.xml(FED_BY_OURS)
    assert posted.after[FED_BY_THEIRS] == posted.before[FED_BY_THEIRS]


def test_all_that_stands_around_the_rows_of_our_sheets_stays(run: Run) -> None:
    for part in {table.sheet_part for table in tables(run.before).values()}:
        assert _around(run.after.xml(part)) == _around(run.before.xml(part)), part


def _around(sheet: str) -> str:
    """Return a sheet without its rows and without the ranges that follow its tables."""
    head, _, rest = sheet.partition("<sheetData>")
    tail = rest.partition("</sheetData>")[2]
    return re.sub(r'<dimension [^>]*>| sqref="[^"]*"|<xm:sqref>[^<]*', "", head + tail)


def test_cells_outside_our_tables_keep_their_bytes(run: Run) -> None:
    before, after = tables(run.before), tables(run.after)
    for part in {table.sheet_part for table in before.values()}:
        areas = [table.area for each in (before, after) for table in each.values() if table.sheet_part == part]
        assert _cells_outside(run.after.xml(part), areas) == _cells_outside(run.before.xml(part), areas), part


def _cells_outside(sheet: str, areas: list[Area]) -> dict[str, str]:
    found = re.findall(r'(<c r="([A-Z]+)(\d+)"(?:[^>]*/>|.*?</c>))', sheet)
    return {
        column + row: xml
        for xml, column, row in found
        if not any(_is_in(number(column), int(row), area) for area in areas)
    }


def _is_in(column: int, row: int, area: Area) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def column_cells(parts: Parts, name: str, heading: str) -> list[str]:
    """Return the XML of a table column's cells below the heading."""
    table = parts.table(name)
    sheet, at = parts.xml(table.sheet_part), table.area.left + table.headings.index(heading)
    cells = (text_of(Area(row, at, row, at)) for row in range(table.body.top, table.body.bottom + 1))
    return [_inside(sheet, cell) for cell in cells]


def _inside(sheet: str, cell: str) -> str:
    match = re.search(rf'<c r="{cell}"(?:[^>]*/>|[^>]*>(.*?)</c>)', sheet)
    return match.group(1) or "" if match else ""


def test_own_columns_of_an_entry_sheet_keep_formulas_values_and_texts(posted: Run) -> None:
    for column in (MARGIN, REMARK):
        kept = column_cells(posted.after, column.table, column.heading)
        assert kept == column_cells(posted.before, column.table, column.heading)
        assert len(kept) == 2
        assert all(kept)


def test_own_formulas_go_on_in_the_rows_of_a_report_that_is_made_anew(posted: Run) -> None:
    twice = column_cells(posted.after, TWICE.table, TWICE.heading)
    assert twice == [f"<f>{TWICE.formula}</f><v>{value}</v>" for value in (12, 14)]
    assert column_cells(posted.after, BELOW.table, BELOW.heading) == ["<f>F5+1</f><v>7</v>", "<f>F6+1</f><v>8</v>"]


def test_own_formulas_go_on_in_the_rows_that_an_entry_sheet_grows_by(tmp_path: Path) -> None:
    path = full_book(tmp_path / "店.xlsm")
    enter(path)
    grown = unpacked(path.read_bytes())
    formulas = [re.sub(r"<v>.*", "", cell) for cell in column_cells(grown, MARGIN.table, MARGIN.heading)]
    assert formulas == [f"<f>{MARGIN.formula}</f>"] * 5
    assert column_cells(grown, REMARK.table, REMARK.heading)[2:] == ["", "", ""]
    assert grown.table("tblSales").area.bottom == 9


def test_formats_and_lists_that_ended_with_a_table_go_on_with_it(tmp_path: Path) -> None:
    path = full_book(tmp_path / "店.xlsm")
    enter(path)
    post(path)
    after = unpacked(path.read_bytes())
    stock, sales = (after.xml(after.table(name).sheet_part) for name in ("tblStock", "tblSales"))
    assert "<xm:sqref>F5:F6</xm:sqref>" in stock
    assert '<conditionalFormatting sqref="F5:F6"><cfRule type="dataBar"' in stock
    assert "<xm:sqref>Y5:Y9</xm:sqref>" in sales


def test_own_columns_are_still_columns_of_their_tables(run: Run) -> None:
    for column in OWN_COLUMNS:
        table = run.after.table(column.table)
        assert column.heading in table.headings
        assert table.area.right - table.area.left + 1 == len(table.headings)


def test_the_written_book_opens_in_calamine_and_openpyxl(run: Run) -> None:
    with CalamineWorkbook.from_path(run.path) as book:
        assert MINE in book.sheet_names
        assert book.get_sheet_by_name(MINE).to_python()[1][:2] == ["甲", 1.0]
    sheet = opened(run.path)["库存"]
    assert sheet.tables["tblStock"].ref == text_of(run.after.table("tblStock").area)
    assert sheet["N5"].value == f"={TWICE.formula}"


@pytest.mark.office
def test_the_written_book_opens_in_libreoffice_where_own_formulas_are_worked_out(posted: Run, tmp_path: Path) -> None:
    saved = convert(posted.path, "xlsx", tmp_path)
    with CalamineWorkbook.from_path(saved) as book:
        rows = book.get_sheet_by_name("库存").to_python(skip_empty_area=False)
        assert [(row[0], row[13], row[14]) for row in rows[4:6]] == [("A01", 12.0, 7.0), ("B02", 14.0, 8.0)]
        assert book.get_sheet_by_name(MINE).to_python()[5][0] == 7.0


@pytest.mark.office
def test_a_book_that_libreoffice_saved_keeps_what_it_left(tmp_path: Path) -> None:
    saved = convert(full_book(tmp_path / "店.xlsm"), "xlsx", tmp_path)
    before = unpacked(saved.read_bytes())
    charts = {part for part in before if "/charts/" in part}
    assert charts
    post(saved)
    run = Run(saved, before, unpacked(saved.read_bytes()))
    titles = {title for sheet in SHEETS for title in sheet.title}
    ours = {part for title, part in before.book().sheets.items() if title in titles}
    assert not run.changed() & charts
    mine = before.sheet_part(MINE)
    assert run.changed() <= {*MAY_DIFFER, *ours, *tables(before), mine}
    assert _without_values(before.xml(mine)) == _without_values(run.after.xml(mine))
    with zipfile.ZipFile(saved) as archive:
        assert archive.testzip() is None
