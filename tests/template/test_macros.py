"""A book with macros: what is in the package besides the sheets, and that a book without has none of it."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from jxc_xl import __version__
from jxc_xl.schema import BY_KEY, GUIDE, Lang
from jxc_xl.template import codes
from jxc_xl.template.book import build, tabs
from jxc_xl.template.buttons import BUTTONS, MACROS
from jxc_xl.template.functions import functions, wired
from jxc_xl.template.macros import INTELLISENSE, RIBBON, TEXTS
from jxc_xl.template.ribbon import custom_ui, rows
from tests.template.conftest import Books, as_bytes
from tests.template.vba import modules, parsed, part

EACH_LANG = pytest.mark.parametrize("lang", Lang)
EXTENSIBILITY = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
MACRO_BOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def cells(books: Books, lang: Lang, title: str) -> list[list[object]]:
    return [list(row) for row in books[lang][title].iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def plain() -> bytes:
    file = BytesIO()
    build(file, Lang.ZH, has_macros=False)
    return file.getvalue()


@EACH_LANG
def test_the_package_says_it_has_macros_and_holds_the_project(written: dict[Lang, bytes], lang: Lang) -> None:
    assert part(written[lang], "xl/vbaProject.bin") == wired("vbaProject.bin")
    assert MACRO_BOOK in part(written[lang], "[Content_Types].xml")


@EACH_LANG
def test_the_ribbon_is_the_last_part_and_is_called_by_the_package(written: dict[Lang, bytes], lang: Lang) -> None:
    with ZipFile(BytesIO(written[lang])) as package:
        names = package.namelist()
        assert names[-1] == RIBBON
        assert len(names) == len(set(names))
        assert package.read(RIBBON) == custom_ui()
        links = parsed(package.read("_rels/.rels"))
        assert b'Extension="xml"' in package.read("[Content_Types].xml")
    assert [link.get("Target") for link in links if link.get("Type") == EXTENSIBILITY] == [RIBBON]
    assert len({link.get("Id") for link in links}) == len(links)


@EACH_LANG
def test_every_part_has_the_same_date_and_system_wherever_it_is_built(written: dict[Lang, bytes], lang: Lang) -> None:
    with ZipFile(BytesIO(written[lang])) as package:
        assert {(one.date_time, one.create_system) for one in package.infolist()} == {((1980, 1, 1, 0, 0, 0), 3)}


@EACH_LANG
def test_workbook_and_sheets_have_the_code_names_of_the_project(written: dict[Lang, bytes], lang: Lang) -> None:
    titles = [sheet.title.said(lang) if sheet else GUIDE.said(lang) for sheet in tabs()]
    wanted = [codes.code_name(sheet.key) if sheet else codes.GUIDE for sheet in tabs()]
    said = dict(zip([*titles, TEXTS, INTELLISENSE], [*wanted, codes.TEXTS, codes.INTELLISENSE], strict=True))
    workbook = part(written[lang], "xl/workbook.xml").decode()
    assert f'codeName="{codes.WORKBOOK}"' in workbook
    found = {}
    for number, title in enumerate(re.findall(r'<sheet name="([^"]*)"', workbook), 1):
        sheet = part(written[lang], f"xl/worksheets/sheet{number}.xml").decode()
        found[title] = re.findall(r'<sheetPr[^>]*codeName="(\w+)"', sheet)[0]
    assert found == said
    documents = {name.removesuffix(".cls") for name in modules(wired("vbaProject.bin")) if name.endswith(".cls")}
    assert documents == {codes.WORKBOOK, *found.values()}


@EACH_LANG
def test_the_hidden_sheets_stand_last_and_show_in_no_menu(books: Books, lang: Lang) -> None:
    book = books[lang]
    assert book.sheetnames[-2:] == [TEXTS, INTELLISENSE]
    assert {book[title].sheet_state for title in (TEXTS, INTELLISENSE)} == {"veryHidden"}


@EACH_LANG
def test_the_words_of_the_ribbon_stand_where_the_macros_look(books: Books, lang: Lang) -> None:
    names = {name: found.attr_text for name, found in books[lang].defined_names.items() if name.startswith("jxc_")}
    count = len(list(rows()))
    assert names == {
        "jxc_texts": f"'{TEXTS}'!$A$2:$G${count + 1}",
        "jxc_lang": f"'{TEXTS}'!$I$1",
        "jxc_version": f"'{TEXTS}'!$J$1",
        "jxc_answers": f"'{TEXTS}'!$K$2:$M$9",
    }
    found = cells(books, lang, TEXTS)
    assert found[0][8:10] == [str(lang), __version__]
    said = [[name, *(word or None for text in texts for word in text)] for name, *texts in rows()]
    assert [row[:7] for row in found[1:]] == said


@EACH_LANG
def test_the_answers_that_stand_in_reports_are_named_by_their_table_and_heading(books: Books, lang: Lang) -> None:
    answered = [one for one in functions() if one.answered_from]
    found = [row[10:13] for row in cells(books, lang, TEXTS)[1 : len(answered) + 1]]
    assert found == [[one.name, *one.place(lang)] for one in answered]
    assert len(answered) == 8
    for one in answered:
        sheet = BY_KEY[one.answered_from[0]]
        assert (sheet.column_keys[0], len([arg for arg in one.args if not arg.is_optional])) == ("sku", 1)


@EACH_LANG
def test_every_function_is_told_of_as_intellisense_reads_it(books: Books, lang: Lang) -> None:
    """A1 says what the sheet is; a line is name, help, help topic, then name and help of each argument."""
    head, *lines = cells(books, lang, INTELLISENSE)
    assert head[:2] == ["FunctionInfo", 1]
    for line, one in zip(lines, functions(), strict=True):
        args = [word for arg in one.args for word in (arg.shown, arg.help.said(lang))]
        assert [value for value in line if value is not None] == [one.name, one.help.said(lang), *args]
        assert line[2] is None


@EACH_LANG
def test_the_dashboard_has_a_button_for_each_action_of_the_daily_round(written: dict[Lang, bytes], lang: Lang) -> None:
    drawn = part(written[lang], "xl/drawings/vmlDrawing1.vml").decode()
    macros = re.findall(r"<x:FmlaMacro>\[0\]!JxcRibbon\.(\w+)</x:FmlaMacro>", drawn)
    captions = re.findall(r"<font [^>]*>([^<]*)</font>", drawn)
    assert dict(zip(macros, captions, strict=True)) == {
        macro: BUTTONS[action].label.said(lang) for action, macro in MACROS.items()
    }
    assert drawn.count("<x:PrintObject>False</x:PrintObject>") == len(MACROS)
    assert "legacyDrawing" in part(written[lang], "xl/worksheets/sheet1.xml").decode()


def test_a_book_without_macros_has_none_of_it(plain: bytes) -> None:
    with ZipFile(BytesIO(plain)) as package:
        names = package.namelist()
        text = package.read("xl/workbook.xml") + package.read("[Content_Types].xml") + package.read("_rels/.rels")
        shared = package.read("xl/sharedStrings.xml").decode()
    assert not [name for name in names if re.search("vba|customUI|vml", name)]
    assert not re.search(rb"macroEnabled|vba|extensibility|jxc_lang|_jxc_|_IntelliSense_", text)
    assert "JXC_STOCK" not in shared


def test_both_kinds_of_book_have_the_same_tables(plain: bytes) -> None:
    def tables(book: bytes) -> dict[str, bytes]:
        with ZipFile(BytesIO(book)) as package:
            return {name: package.read(name) for name in package.namelist() if name.startswith("xl/tables/")}

    assert tables(plain) == tables(as_bytes(Lang.ZH))
    assert len(tables(plain)) > 30


def test_a_book_without_macros_is_the_same_every_time(plain: bytes) -> None:
    again = BytesIO()
    build(again, Lang.ZH, has_macros=False)
    assert again.getvalue() == plain
