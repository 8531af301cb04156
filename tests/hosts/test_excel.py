"""A book open in a spreadsheet program: changed whole or not at all, and everything around it left as it was found."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw

from jxc_xl.hosts import excel
from jxc_xl.hosts.calc.places import uno
from jxc_xl.hosts.calc.ranges import Range
from jxc_xl.hosts.calc.tables import Table
from jxc_xl.hosts.errors import HostError
from jxc_xl.tables import Append, Change, Patch, Replace
from tests.hosts.live import Open, column, opened, said
from tests.hosts.specimens import column as written
from tests.hosts.specimens import days, rows, shop

pytestmark = pytest.mark.office


@pytest.fixture
def book(office: xw.App, tmp_path: Path) -> Iterator[Open]:
    with opened(office, guarded(tmp_path / "店.xlsx")) as live:
        yield live


def guarded(path: Path) -> Path:
    """Write a book with two tables: a protected one with everything in it that can be lost, and a plain one."""
    with xlsxwriter.Workbook(path) as made:
        day, text = made.add_format({"num_format": "yyyy-mm-dd"}), made.add_format({"num_format": "@"})
        sheet = made.add_worksheet("销售")
        headings = [{"header": heading} for heading in ("单号", "日期", "数量", "公式", "真假")]
        sheet.add_table("A3:E7", {"name": "tblSales", "columns": headings})
        for row in range(4, 8):
            sheet.write_string(f"A{row}", f"00{row}", text)
            sheet.write_datetime(f"B{row}", pd.Timestamp("2026-03-05 13:45:30").to_pydatetime(), day)
            sheet.write_number(f"C{row}", row + 0.1 + 0.2)
            sheet.write_formula(f"D{row}", f'=IF(C{row}>5,C{row}&";,",NA())', None, "")
            sheet.write_boolean(f"E{row}", row % 2 == 0)
        sheet.protect("", {"autofilter": True})
        other = made.add_worksheet("流水")
        other.add_table("A1:B3", {"name": "tblLedger", "columns": [{"header": "甲"}, {"header": "乙"}]})
        for row, text in enumerate(["=1", "1-2"], 2):
            other.write_string(f"A{row}", text)
    return path


CHANGES: list[Change] = [
    Patch("tblSales", rows(0, 3), (written("单号", ["=x", "y"]), written("公式", [1, 2]))),
    Append(
        "tblSales", (written("日期", days("2026-04-01", "2026-04-02", "2026-04-03")), written("单号", ["7", "8", "9"]))
    ),
    Replace("tblLedger", (written("甲", ["1", "2", "3", "4"]), written("乙", ["销售!A1"] * 4, is_link=True))),
]
WANTED = {"tblSales": ("销售",), "tblLedger": ("流水",)}


class DiskFullError(Exception):
    """What the program says when it cannot go on."""


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, fails: Callable[[int], bool]) -> Iterator[list[str]]:
    """Count what is written into the program, and let some of it fail."""
    done: list[str] = []

    def watched(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*args: Any) -> Any:  # noqa: ANN401 - as the act itself
            done.append(name)
            if fails(len(done)):
                raise DiskFullError(name)
            return act(*args)

        return acting

    with monkeypatch.context() as patch:
        for name in ("raw_value", "number_format"):
            old = getattr(Range, name)
            patch.setattr(Range, name, property(old.fget, watched(name, old.fset)))
        patch.setattr(Range, "clear_contents", watched("clear_contents", Range.clear_contents))
        patch.setattr(Table, "resize", watched("resize", Table.resize))
        yield done


def state(live: Open) -> dict[str, object]:
    """Return everything of a book that a save touches."""
    live.wanted = WANTED
    told = said(live.read())
    for sheet in live.book.sheets:
        told[f"{sheet.name} protected"] = sheet.api.ProtectContents
        told[f"{sheet.name} tables"] = [(table.name, table.range.address) for table in sheet.tables]
        told[f"{sheet.name} formulas"] = sheet["A1:H15"].formula
        told[f"{sheet.name} formats"] = [cell.number_format for cell in sheet["A1:E12"]]
    return told


def test_whichever_write_fails_everything_is_put_back(
    book: Open, office: xw.App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = state(book)
    with counted(monkeypatch, lambda _: False) as done, opened(office, guarded(tmp_path / "b.xlsx")) as other:
        other.save(*CHANGES)
    assert set(done) == {"raw_value", "number_format", "clear_contents", "resize"}
    for nth, name in enumerate(done, 1):
        with counted(monkeypatch, partial(eq, nth)), pytest.raises(HostError) as caught:
            book.save(*CHANGES)
        assert (caught.value.code, caught.value.facts["reason"]) == ("H021", name)
        assert isinstance(caught.value.__cause__, DiskFullError)
        assert state(book) == before, nth
    book.save(*CHANGES)
    after = state(book)
    assert [after[f"{sheet} protected"] for sheet in ("销售", "流水")] == [True, False]
    assert column(book.read().tables["tblSales"], "单号") == ["=x", "005", "006", "y", "7", "8", "9"]
    assert column(book.read().tables["tblLedger"], "甲") == ["1", "2", "3", "4"]


def test_a_book_that_cannot_be_put_back_is_told_as_such(book: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch, lambda number: number > 2), pytest.raises(HostError) as caught:
        book.save(*CHANGES)
    assert caught.value.code == "H022"
    assert book.book.sheets["销售"].api.ProtectContents


@pytest.mark.parametrize(
    "wrong",
    [
        Append("tblNone", (written("单号", ["N"]),)),
        Append("tblSales", (written("没有", ["N"]),)),
        Append("tblSales", (written("单号", ["长" * 32_768]),)),
        Replace("tblSales", (written("数量", range(1_048_574)),)),
    ],
    ids=["no table", "no column", "text", "rows"],
)
def test_what_is_refused_is_refused_before_the_first_write(
    book: Open, monkeypatch: pytest.MonkeyPatch, wrong: Change
) -> None:
    with counted(monkeypatch, lambda _: False) as done, pytest.raises(HostError):
        book.save(*CHANGES, wrong)
    assert done == []


def test_a_sheet_with_a_password_is_refused_and_nothing_is_written(book: Open) -> None:
    sheet = book.book.sheets["流水"]
    sheet.api.Protect("geheim")
    before = state(book)
    with pytest.raises(HostError) as caught:
        book.save(*CHANGES)
    assert (caught.value.code, caught.value.facts["sheet"]) == ("H020", "流水")
    assert state(book) == before


def test_a_protected_sheet_is_protected_again_and_allows_what_it_allowed(book: Open, tmp_path: Path) -> None:
    book.save(*CHANGES)
    assert book.book.sheets["销售"].api.ProtectContents
    excel.copy_to(book.book, tmp_path / "kept.xlsx")
    with zipfile.ZipFile(tmp_path / "kept.xlsx") as package:
        assert b'autoFilter="false"' in package.read("xl/worksheets/sheet1.xml")  # filtering is not locked


def test_nothing_to_do_touches_nothing(book: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch, lambda _: False) as done:
        book.save()
        book.save(Append("tblSales", (written("单号", pd.Series([], dtype=str)),)))
    assert done == []


@pytest.mark.parametrize(
    ("headings", "calls"),
    [(("数量",), 1), (("单号",), 5), (("日期", "数量"), 5), (("毛利",), 5)],
    ids=["numbers", "texts", "days", "formulas"],
)
def test_scattered_cells_are_written_in_one_go_where_that_changes_nothing(
    office: xw.App,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    headings: tuple[str, ...],
    calls: int,
) -> None:
    with opened(office, shop(tmp_path / "b.xlsx", 9)) as live, counted(monkeypatch, lambda _: False) as done:
        before = said(live.read())
        live.save(Patch("tblSales", rows(0, 2, 4, 6, 8), tuple(written(heading, [1] * 5) for heading in headings)))
        assert done == ["raw_value"] * calls
        after = said(live.read())
        assert [after[f"tblSales {row}"] for row in (1, 3, 5, 7)] == [before[f"tblSales {row}"] for row in (1, 3, 5, 7)]


def test_new_rows_have_the_number_formats_of_the_first(book: Open) -> None:
    book.save(*CHANGES)
    sheet = book.book.sheets["销售"]
    for column_letter in "ABCDE":
        first = sheet[f"{column_letter}4"].number_format
        assert sheet[f"{column_letter}8:{column_letter}10"].number_format == first


def test_a_number_in_a_text_cell_stays_a_number(book: Open) -> None:
    book.save(Patch("tblSales", rows(0, 1), (written("单号", pd.Series([5, None], dtype="Int64")),)))
    assert column(book.read().tables["tblSales"], "单号") == [5.0, None, "006", "007"]
    book.save(Patch("tblSales", rows(1, 2), (written("单号", ["销售!A1", "7"], is_link=True),)))
    table = book.read().tables["tblSales"]
    assert column(table, "单号") == [5.0, "销售!A1", "7", "007"]
    assert table.formulas[0].tolist() == [1]


def test_an_old_filter_goes_with_the_rows_it_was_set_for(office: xw.App, tmp_path: Path) -> None:
    with opened(office, shop(tmp_path / "b.xlsx", 6)) as live:
        table = live.book.sheets["销售"].tables["tblSales"]
        only(table, "S002")
        assert shown(live) == [False, True, False, False, False, False]
        live.save(Replace("tblSales", (written("单号", list("abcdef")),)))
        assert shown(live) == [True] * 6
        assert column(live.read().tables["tblSales"], "单号") == list("abcdef")


def only(table: xw.main.Table, text: str) -> None:
    """Set a filter on the first column, as a person does."""
    field = uno().createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field, field.StringValue = 0, text
    field.Operator = uno().Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    wanted = table.impl.uno.getFilterDescriptor()
    wanted.setFilterFields((field,))
    table.impl.uno.refresh()


def shown(live: Open) -> list[bool]:
    rows_of_sheet = live.book.sheets["销售"].impl.uno.Rows
    return [rows_of_sheet.getByIndex(index).IsVisible for index in range(3, 9)]


@pytest.mark.parametrize("calculation", ["automatic", "manual"])
@pytest.mark.parametrize("is_broken_off", [False, True])
def test_quiet_leaves_the_program_as_it_found_it(
    book: Open,
    calculation: str,
    is_broken_off: bool,  # noqa: FBT001
) -> None:
    app = book.book.app
    names = ("calculation", "screen_updating", "enable_events", "display_alerts", "status_bar")
    app.calculation, app.display_alerts, app.status_bar = calculation, False, "before"
    before = [getattr(app, name) for name in names]
    with pytest.raises(DiskFullError) if is_broken_off else nullcontext(), excel.quiet(app, "过账中"):
        assert [getattr(app, name) for name in names] == ["manual", False, False, False, "过账中"]
        excel.progress(app, "写入")
        assert app.status_bar == "写入"
        if is_broken_off:
            raise DiskFullError
    assert [getattr(app, name) for name in names] == before == [calculation, True, True, False, "before"]
    app.calculation, app.display_alerts, app.status_bar = "automatic", True, False


def test_a_program_that_is_gone_is_told_as_such(office: xw.App, tmp_path: Path) -> None:
    live = Open(office, shop(tmp_path / "b.xlsx"))
    live.book.close()
    for act in (live.read, lambda: live.save(Append("tblSales", (written("单号", ["N"]),)))):
        with pytest.raises(HostError) as caught:
            act()
        assert caught.value.code == "H027"


def test_a_mistake_of_the_callers_is_no_fault_of_the_book(book: Open) -> None:
    with pytest.raises(TypeError, match="unequal length"):
        book.save(Append("tblSales", (written("单号", ["a"]), written("数量", [1, 2]))))


def test_a_copy_lies_where_it_is_wanted_and_the_book_stays(book: Open, tmp_path: Path) -> None:
    name = book.book.fullname
    target = tmp_path / "备份 夹" / "店 2026-03-05.xlsx"
    excel.copy_to(book.book, target)
    assert target.stat().st_size > 0
    assert book.book.fullname == name
    (tmp_path / "file").write_text("x")
    with pytest.raises(HostError) as caught:
        excel.copy_to(book.book, tmp_path / "file" / "x.xlsx")
    assert caught.value.code == "H008"


def test_the_folder_of_a_book_is_known_when_it_is_on_this_machine(book: Open, office: xw.App, tmp_path: Path) -> None:
    assert excel.folder_of(book.book) == tmp_path
    unsaved = office.books.add()
    assert excel.folder_of(unsaved) is None
    unsaved.close()


@pytest.mark.parametrize(
    ("full_name", "folder"),
    [
        ("https://d.docs.live.net/1a2b3c/文档/店.xlsm", None),
        ("https://contoso.sharepoint.com/sites/店/店.xlsm", None),
        ("Book1", None),
        ("工作簿1", None),
        ("/home/店/书.xlsm", "/home/店"),
    ],
)
def test_a_book_in_the_cloud_has_no_folder(full_name: str, folder: str | None) -> None:
    assert excel.local_folder(full_name) == (Path(folder) if folder else None)
