"""A book with macros that is worked on in the shell: what belongs to Excel stays as it is, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from jxc_xl.template.functions import wired
from jxc_xl.template.ribbon import custom_ui
from tests.entry.shop import PRODUCTS, RECEIPTS, SALES, jxc, write

OURS = re.compile(r"xl/(worksheets/sheet\d+|tables/table\d+|workbook)\.xml")
"""Parts that the shell may write."""
WIRE = ("_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/vbaProject.bin", "customUI/customUI14.xml")
COMMANDS = (["post"], ["undo"], ["post"], ["recalc"], ["close", "2026-03"], ["check"])


def parts(book: Path) -> dict[str, bytes]:
    with ZipFile(book) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with macros and entries, nothing posted."""
    folder = tmp_path_factory.mktemp("店")
    book = folder / "账簿.xlsm"
    assert jxc("new", book).status == 0
    for name, text in (("products", PRODUCTS), ("receipts", RECEIPTS), ("sales", SALES)):
        assert jxc("import", book, write(folder / f"{name}.csv", text), "--as", name).status == 0
    return book


@pytest.fixture(scope="module")
def worked(entered: Path) -> list[dict[str, bytes]]:
    """The parts of the book as it was new, and after each command."""
    new = entered.with_name("new.xlsm")
    assert jxc("new", new).status == 0
    states = [parts(new)]
    for command, *more in COMMANDS:
        said = jxc(command, entered, *more)
        assert said.status == 0, said
        states.append(parts(entered))
    return states


def test_every_command_keeps_what_it_does_not_own_byte_for_byte(worked: list[dict[str, bytes]]) -> None:
    first, *later = worked
    kept = {name: data for name, data in first.items() if not OURS.fullmatch(name)}
    assert set(WIRE) <= kept.keys()
    assert "xl/drawings/vmlDrawing1.vml" in kept
    for state in later:
        assert list(state) == list(first)
        assert {name: state[name] for name in kept} == kept


def test_the_project_and_the_ribbon_are_those_that_were_built(worked: list[dict[str, bytes]]) -> None:
    assert worked[-1]["xl/vbaProject.bin"] == wired("vbaProject.bin")
    assert worked[-1]["customUI/customUI14.xml"] == custom_ui()


def test_names_code_names_and_buttons_stay(worked: list[dict[str, bytes]]) -> None:
    for pattern, part in (
        (rb'<workbookPr [^>]*codeName="ThisWorkbook"', "xl/workbook.xml"),
        (rb'<definedName name="jxc_texts"', "xl/workbook.xml"),
        (rb'<sheetPr[^>]*codeName="JxcDashboard"', "xl/worksheets/sheet1.xml"),
        (rb"<legacyDrawing ", "xl/worksheets/sheet1.xml"),
    ):
        assert all(re.search(pattern, state[part]) for state in worked), pattern


def test_the_sheets_that_macros_read_are_not_touched(worked: list[dict[str, bytes]]) -> None:
    titles = re.findall(rb'<sheet name="([^"]*)"', worked[0]["xl/workbook.xml"])
    assert titles[-2:] == [b"_jxc_", b"_IntelliSense_"]
    for number in (len(titles) - 1, len(titles)):
        part = f"xl/worksheets/sheet{number}.xml"
        assert {state[part] for state in worked} == {worked[0][part]}


def test_a_book_without_macros_works_the_same(entered: Path) -> None:
    book = entered.with_name("plain.xlsx")
    assert jxc("new", book).status == 0
    for name in ("products", "receipts", "sales"):
        assert jxc("import", book, entered.with_name(f"{name}.csv"), "--as", name).status == 0
    assert jxc("post", book).status == 0
    assert jxc("report", book, "库存", "--format", "csv").out.count("\n") == 3
    assert not [name for name in parts(book) if re.search("vba|customUI|vml", name)]


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    for name in ("book.xls", "book.xltm", "book"):
        said = jxc("new", tmp_path / name)
        assert (said.status, "H015" in said.err) == (2, True)
    assert list(tmp_path.iterdir()) == []
