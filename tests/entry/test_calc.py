"""The book as it is shipped, alive in LibreOffice: buttons, ribbon callbacks and functions do what they do in Excel."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlwings as xw

from jxc_xl.entry.calc import Told, connect, opened, put_right
from jxc_xl.hosts.calc.calling import run_macro
from jxc_xl.hosts.calc.office import Manner, Office
from jxc_xl.tables import RawBook
from tests.entry import live
from tests.entry.shop import SALES, SHORT, jxc

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return live.shop(tmp_path_factory.mktemp("calc"), SALES + SHORT)


@pytest.fixture(scope="module")
def app() -> Iterator[xw.App]:
    """Yield one LibreOffice for all: starting it takes longer than most of what is tested."""
    with Office(Manner(runs_macros=True)) as app:
        yield app


class Sitting:
    """A book on the desk, and its twin on disk."""

    def __init__(self, book: xw.Book, twin: Path, told: Told) -> None:
        self.book, self.twin, self.told = book, twin, told


@pytest.fixture
def sitting(app: xw.App, entered: Path, tmp_path: Path) -> Iterator[Sitting]:
    path, twin = (Path(shutil.copy(entered, tmp_path / name)) for name in ("这 本.xlsm", "那本.xlsm"))
    told: Told = []
    book = app.books.open(path)
    connect(book, told)
    yield Sitting(book, twin, told)
    book.close()


CLOCK = {"过账时间", "校验码"}
"""Two runs are never at the same second, and the seal covers the time."""


def same(book: RawBook, twin: RawBook) -> None:
    ours, theirs = live.seen(book), live.seen(twin)
    assert ours.keys() == theirs.keys()
    for name, columns in ours.items():
        for mine, other in zip(columns, theirs[name], strict=True):
            if mine[0] not in CLOCK:
                assert mine == other, (name, mine[0])


def test_buttons_change_the_sheets_as_the_shell_does(sitting: Sitting) -> None:
    for macro, command in (
        ("DoCheck", "check"),
        ("DoPost", "post"),
        ("DoPost", "post"),
        ("DoUndo", "undo"),
        ("DoRecalc", "recalc"),
        ("DoPost", "post"),
    ):
        live.press(sitting.book, macro)
        said = jxc(command, sitting.twin)
        same(live.alive(sitting.book), live.on_disk(sitting.twin))
        assert sitting.told[-1].splitlines()[0] in said.out, command


def test_closing_and_reopening_ask_for_the_month_and_do_what_the_shell_does(sitting: Sitting) -> None:
    live.press(sitting.book, "DoPost")
    jxc("post", sitting.twin)
    for action in ("close", "reopen"):
        run_macro(sitting.book, "JxcBridge.JxcDo", f"{action} 2026-02")
        jxc(action, sitting.twin, "2026-02")
        same(live.alive(sitting.book), live.on_disk(sitting.twin))


@pytest.mark.parametrize("action", ["post", "undo"])
def test_a_live_book_keeps_a_dated_copy_before_it_changes(sitting: Sitting, action: str) -> None:
    run_macro(sitting.book, "JxcBridge.JxcDo", action)
    kept = Path(sitting.book.fullname).with_suffix(".backups")
    assert [file.suffix for file in kept.iterdir()] == [".xlsm"]
    assert str(kept) in sitting.told[-1]


def test_functions_answer_through_the_shipped_wrapper(sitting: Sitting) -> None:
    typed = live.typed
    book = sitting.book
    book.sheets["商品"].activate()
    assert typed(book, '=JXC_STOCK("A01")') == 0.0
    live.press(book, "DoPost")
    assert book.sheets["试"].range("A1").value == 6.0, "it changes after a post, without reopening"
    typed(book, "a01 ", "B1")
    book.sheets["试"].range("B1").value = "a01 "
    assert typed(book, "=JXC_STOCK(B1)", "B2") == 6.0
    assert typed(book, '=JXC_STOCK("A01","MAIN")', "B3") == 6.0
    assert typed(book, '=JXC_STOCK("A01",,DATE(2026,3,2))', "B4") == 10.0
    assert typed(book, '=JXC_STOCK("A01","MAIN","2026-03-02")', "B5") == 10.0
    assert typed(book, '=JXC_STOCK("ZZ9")', "B6") == "#N/A"
    assert typed(book, '=JXC_STOCK("A01","MAIN","soon")', "B7") == "#VALUE!"
    assert typed(book, "=JXC_STOCK(C99)", "B8") in (None, "")
    typed(book, "=NA()", "B9")
    assert typed(book, "=JXC_STOCK(B9)", "B10") == "#N/A"
    assert typed(book, '=JXC_MARGIN("A01")', "B11") == 36.0
    assert typed(book, "=SUM(JXC_STOCK(B1),JXC_SOLD(B1))", "B12") == 10.0
    live.press(book, "DoUndo")
    assert book.sheets["试"].range("B2").value == 0.0


def test_a_range_in_gives_an_array_out(sitting: Sitting) -> None:
    live.press(sitting.book, "DoPost")
    live.typed(sitting.book, "=1")
    sheet = sitting.book.sheets["试"]
    sheet.range("D1:D4").value = [["A01"], ["B02"], [None], ["?"]]
    cells = sheet.range("E1:E4").impl.uno
    cells.setArrayFormula("=JXC_STOCK(D1:D4)")
    assert cells.getDataArray() == ((6.0,), (7.0,), ("",), ("#N/A",))


def test_entries_that_are_typed_are_seen_by_functions_that_read_them(sitting: Sitting) -> None:
    book = sitting.book
    live.press(book, "DoPost")
    assert live.typed(book, '=JXC_RESERVED("A01")') == 99.0
    sales = book.sheets["销售"]
    place = next(cell for cell in sales.range("A1:Z4").value[3] if cell == "数量")
    column = sales.range("A4:Z4").value.index(place)
    sales.range((7, column + 1)).value = 5
    run_macro(book, "JxcBridge.JxcTouchEntries")  # LibreOffice tells macros of cells that macros change, not of ours
    assert live.typed(book, '=JXC_RESERVED("A01")') == 5.0


def ribbon(path: Path) -> ET.Element:
    with ZipFile(path) as book:
        return ET.fromstring(book.read("customUI/customUI14.xml"))  # noqa: S314 - our own


def test_every_callback_the_ribbon_names_is_there_and_answers(sitting: Sitting, entered: Path) -> None:
    book = sitting.book
    root = ribbon(entered)
    named = {
        (attribute, value)
        for element in root.iter()
        for attribute, value in element.attrib.items()
        if re.match(r"on[A-Z]|get[A-Z]", attribute)
    }
    getters = {value.removeprefix("JxcRibbon.") for attribute, value in named if attribute.startswith("get")}
    subs = {value.removeprefix("JxcRibbon.") for attribute, value in named if attribute.startswith("on")}
    source = live.HARNESS + "".join(map(live.getter, sorted(getters))) + "".join(map(live.sub, sorted(subs)))
    live.add_module(book, "JxcHarness", source)
    assert run_macro(book, "JxcHarness.Canary") == 42, "a syntax error in any module would silence all of them"
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if attribute.startswith("get"):
                given = live.control(element.get("id", ""), element.get("tag", ""))
                answer = run_macro(book, f"JxcHarness.Get_{value.removeprefix('JxcRibbon.')}", given)
                assert str(answer).startswith("ok "), (element.attrib, answer)
                assert str(answer) != "ok ", (element.attrib, attribute, "no text")


QUIET = ("import", "close", "reopen")
"""They ask first: an input box would wait for ever where nobody sits."""


def test_every_button_of_the_ribbon_can_be_pressed(sitting: Sitting, entered: Path) -> None:
    book = sitting.book
    live.add_module(book, "JxcHarness", live.HARNESS + live.sub("OnAction"))
    for element in ribbon(entered).iter():
        tag = element.get("tag", "")
        if element.get("onAction") and tag not in QUIET:
            before = len(sitting.told)
            given = live.control(element.get("id", ""), tag)
            assert run_macro(book, "JxcHarness.Get_OnAction", given) == "ok", tag
            assert len(sitting.told) == before + 1, tag
            assert not re.search(r"程序出错|should not have happened", sitting.told[-1]), (tag, sitting.told[-1])


def selected_row(book: xw.Book) -> int:
    selection = book.app.selection
    assert selection is not None
    return int(selection.row)


def test_a_new_document_begins_on_the_next_free_line(sitting: Sitting) -> None:
    book = sitting.book
    live.press(book, "DoNewSale")
    assert book.sheets.active.name == "销售"
    row = selected_row(book)
    number = book.sheets["销售"].range((row, 1)).value
    assert re.fullmatch(r"SO-\d{8}-001", str(number))
    live.press(book, "DoNewSale")
    assert selected_row(book) == row, "a line begun and not gone on with is taken again"


def test_import_goes_into_the_sheet_in_front(sitting: Sitting, tmp_path: Path) -> None:
    book = sitting.book
    book.sheets["销售"].activate()
    file = tmp_path / "订单.csv"
    file.write_text("订单号,下单时间,商品编码,数量,单价\nS9,2026-03-06,A01,1,15\n", encoding="utf8")
    run_macro(book, "JxcBridge.JxcDo", f"import {file}")
    assert "新增 销售 1" in sitting.told[-1]
    book.sheets["库存"].activate()
    run_macro(book, "JxcBridge.JxcDo", f"import {file}")
    assert "不是录入表" in sitting.told[-1]


def test_a_book_that_libreoffice_saved_goes_on_everywhere(entered: Path, tmp_path: Path) -> None:
    path, twin = (Path(shutil.copy(entered, tmp_path / name)) for name in ("这 本.xlsm", "那本.xlsm"))
    with opened(path) as book:
        live.press(book, "DoPost")
        book.save()
    assert put_right(path) is not None
    assert put_right(path) is None
    jxc("post", twin)
    same(live.on_disk(path), live.on_disk(twin))
    assert jxc("check", path).out == jxc("check", twin).out
    with opened(path) as again:
        assert live.typed(again, '=JXC_STOCK("A01")') == 6.0


def test_the_language_of_the_ribbon_can_be_changed(sitting: Sitting) -> None:
    run_macro(sitting.book, "JxcBridge.JxcDo", "lang")
    assert "English" in sitting.told[-1]
    live.press(sitting.book, "DoCheck")
    assert sitting.told[-1].startswith("Checked")


def test_what_fails_is_told_and_leaves_the_book_as_it_was(sitting: Sitting) -> None:
    before = live.seen(live.alive(sitting.book))
    run_macro(sitting.book, "JxcBridge.JxcDo", "reopen 2026-02")
    assert re.match(r".*P5\d\d", sitting.told[-1])
    run_macro(sitting.book, "JxcBridge.JxcDo", "close yesterday")
    assert re.match(r".*P5\d\d", sitting.told[-1])
    assert live.seen(live.alive(sitting.book)) == before
