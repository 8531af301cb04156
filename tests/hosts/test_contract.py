"""One contract for all hosts: the same book read is the same tables, the same changes saved are the same book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw

from jxc_xl.hosts import excel, files
from jxc_xl.hosts.errors import HostError
from jxc_xl.pipeline import Ask, Do, run
from jxc_xl.schema import TITLES
from jxc_xl.tables import Append, Change, Patch, RawTable, Replace
from jxc_xl.terms import Lang
from tests.entry.shop import SALES, SHORT, entered
from tests.hosts.live import Host, OnDisk, column, opened, said, values
from tests.hosts.specimens import SHEET, TABLE, altered, days, replaced, rows, shop
from tests.hosts.specimens import column as written

Make = Callable[[Path], Host]


@pytest.fixture(params=["files", pytest.param("calc", marks=pytest.mark.office)])
def host(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return what opens a book in each host in turn."""
    if request.param == "files":
        yield OnDisk
        return
    with ExitStack() as stack:
        app: xw.App = request.getfixturevalue("office")
        yield lambda path: stack.enter_context(opened(app, path))


def sales(host: Host) -> RawTable:
    return host.read().tables["tblSales"]


# Reading: whatever a book holds, hosts say the same.


def hard(path: Path, *, counts_from_1904: bool = False) -> Path:
    """Write a book with everything that has ever been awkward."""
    with xlsxwriter.Workbook(path, {"date_1904": counts_from_1904}) as book:
        formats = {code: book.add_format({"num_format": code}) for code in ("@", "yyyy-mm-dd hh:mm", "0.00%", "hh:mm")}
        day, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "[$¥-804]#,##0.00"})
        sheet = book.add_worksheet("销售")
        headings = ("单号", "日期", "数量", "金额", "过账", "我的列")
        sheet.add_table("B3:G13", {"name": "tblSales", "columns": [{"header": heading} for heading in headings]})
        texts = ["=1+1", "001", "1-2", "'引号", "#N/A", "🎁 礼盒", "两行\n字", " 前后 ", "TRUE", "1E5"]
        for row, text in enumerate(texts, 4):
            sheet.write_string(f"B{row}", text, formats["@"] if row % 2 else None)
        sheet.write_datetime("C4", datetime(2026, 3, 5), day)  # noqa: DTZ001
        sheet.write_datetime("C5", datetime(2026, 3, 5, 13, 45, 30), formats["yyyy-mm-dd hh:mm"])  # noqa: DTZ001
        sheet.write_string("C6", "2026年3月7日")
        sheet.write_number("C7", 46_090)
        sheet.write_datetime("C8", time(1, 2, 3), formats["hh:mm"])
        sheet.write_formula("D4", "=2*3", None, 6)
        sheet.write_formula("D5", "=NA()", None, "#N/A")
        sheet.write_formula("D6", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D7", '=IF(TRUE,"甲")', None, "甲")
        sheet.write_number("D8", 0.1 + 0.2)
        sheet.write_number("D9", 12.5, formats["0.00%"])
        sheet.write_number("E4", 1.234567, money)
        sheet.write_formula("E5", "=1.234567*1", money, 1.234567)
        sheet.write_boolean("F4", True)  # noqa: FBT003
        sheet.write_boolean("F5", False)  # noqa: FBT003
        for row in range(4, 14):
            sheet.write_formula(f"G{row}", f"=ROW()*{row}", None, row * row)
        sheet.write_row("B14", ["S14", None, 1])  # typed under the table: belongs to it
        sheet.write_row("B17", ["合计", None, 3])  # further below: does not
        sheet.write_formula("D19", "=SUM(D4:D13)", None, 7)
        sheet.write_string("J25", "旁注")
        book.add_worksheet("我的").write("A1", 1)
    return path


@pytest.mark.office
@pytest.mark.parametrize("counts_from_1904", [False, True])
def test_a_hard_book_is_read_alike(office: xw.App, tmp_path: Path, counts_from_1904: bool) -> None:  # noqa: FBT001
    path = hard(tmp_path / "难.xlsx", counts_from_1904=counts_from_1904)
    expected = said(OnDisk(path).read())
    with opened(office, path) as live:
        assert said(live.read()) == expected
    assert expected["tblSales 1"] == [  # and that is what stands in the book
        ("str", "001"),
        ("datetime", datetime(2026, 3, 5, 13, 45, 30)),  # noqa: DTZ001
        ("ErrorCell", expected["tblSales 1"][2][1]),  # type: ignore[index]
        ("float", 1.234567),
        ("bool", False),
        ("float", 25.0),
    ]
    assert "tblSales below 17" in expected


@pytest.mark.office
@pytest.mark.parametrize("blank", [0, 4])
def test_a_book_with_a_table_in_the_middle_of_a_sheet_is_read_alike(office: xw.App, tmp_path: Path, blank: int) -> None:
    path = shop(tmp_path / "b.xlsx", 5, blank=blank)
    with opened(office, path) as live:
        assert said(live.read()) == said(OnDisk(path).read())


@pytest.mark.office
def test_a_lost_table_is_read_alike(office: xw.App, tmp_path: Path) -> None:
    path = lost(shop(tmp_path / "b.xlsx", 4))
    with opened(office, path) as live:
        assert said(live.read()) == said(OnDisk(path).read())
        assert sales(live).height == 4


def test_names_of_tables_are_matched_whatever_their_case(host: Make, tmp_path: Path) -> None:
    found = host(shop(tmp_path / "b.xlsx"))
    found.wanted = {"TBLSALES": (), "tblNone": ("没有",)}  # type: ignore[attr-defined]
    assert list(found.read().tables) == ["TBLSALES"]


def lost(path: Path) -> Path:
    """Take the table object away, as a program does that knows none."""
    altered(path, lambda name, xml: None if name.endswith("sheet1.xml.rels") else xml)
    return replaced(path, SHEET, '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>', "")


# The pipeline: what a person does, in each host, leaves the same book.

DEEDS = {
    SALES + SHORT: ("check", "post", "check", "undo", "post", "recalc"),  # one order cannot be served
    SALES: ("post", "close 2026-03", "check", "reopen 2026-03", "undo"),
}
NOW = pd.Timestamp("2026-04-02 10:00")


def do(host: Host, deed: str) -> list[Change]:
    """Press a button."""
    name, _, period = deed.partition(" ")
    outcome = run(host.read(), Ask(Do(name), NOW, closing=period))
    host.save(*outcome.changes)
    return outcome.changes


@pytest.mark.office
@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("orders", DEEDS, ids=["short", "closed"])
def test_whatever_is_done_leaves_the_same_book_in_each_host(
    office: xw.App, tmp_path: Path, orders: str, lang: Lang
) -> None:
    path = entered(tmp_path, orders, lang)
    disk = OnDisk(path, TITLES)
    with opened(office, path, TITLES) as live:
        assert said(live.read()) == said(disk.read())
        for deed in DEEDS[orders]:
            changed = do(disk, deed)
            assert len(do(live, deed)) == len(changed) > 0
            assert said(live.read()) == said(disk.read()), deed
        kept = tmp_path / "副本" / path.name
        excel.copy_to(live.book, kept)
        assert said(files.read(kept, TITLES)) == said(disk.read())


@pytest.mark.office
def test_doing_it_twice_is_doing_it_once(office: xw.App, tmp_path: Path) -> None:
    with opened(office, entered(tmp_path), TITLES) as live:
        do(live, "post")
        before = said(live.read())
        do(live, "post")
        do(live, "recalc")
        assert said(live.read()) == before


# Changes of each kind: the same words of `test_changes`, in every host.


def test_a_patch_sets_its_cells_and_no_others(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "店.xlsx", 5))
    expected = values(sales(book))
    book.save(
        Patch("tblSales", rows(0, 2, 4), (written("过账", ["P1", None, "P3"]), written("数量", [12345, 7, -1], 2)))
    )
    for row, mark, qty in ((0, "P1", 123.45), (2, None, 0.07), (4, "P3", -0.01)):
        expected[row][4], expected[row][2] = mark, qty
    assert values(sales(book)) == expected


def test_a_patch_of_every_other_row_leaves_what_stands_between(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 9))
    expected = values(sales(book))
    book.save(
        Patch("tblSales", rows(0, 2, 4, 6, 8), tuple(written(name, [1] * 5) for name in ("日期", "数量", "毛利")))
    )
    table = sales(book)
    for row in (0, 2, 4, 6, 8):
        expected[row][2] = expected[row][5] = 1.0
    assert [row[2:] for row in values(table)] == [row[2:] for row in expected]
    assert column(table, "日期")[1::2] == [date(2026, 3, day) for day in (2, 4, 6, 8)]
    assert table.formulas[5].tolist() == [1, 3, 5, 7]


def test_an_append_goes_below_the_last_entry_and_the_table_grows(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3))
    book.save(Append("tblSales", (written("单号", ["N1", "N2"]), written("日期", days("2026-03-08", "2026-03-09")))))
    table = sales(book)
    assert column(table, "单号") == ["S001", "S002", "S003", "N1", "N2"]
    assert column(table, "日期")[3:] == [date(2026, 3, 8), date(2026, 3, 9)]
    assert column(table, "数量")[3:] == [None, None]


def test_an_append_fills_blank_rows_of_the_table_first(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3, blank=5))
    book.save(Append("tblSales", (written("单号", ["N1"]),)))
    assert column(sales(book), "单号") == ["S001", "S002", "S003", "N1"]


def test_an_append_to_an_empty_table_starts_at_its_first_row(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 0, blank=1))
    book.save(Append("tblSales", (written("单号", ["N1", "N2", "N3"]), written("数量", [1, 2, 3]))))
    table = sales(book)
    assert column(table, "单号") == ["N1", "N2", "N3"]
    assert column(table, "数量") == [1.0, 2.0, 3.0]


def test_a_row_that_holds_only_a_formula_counts_as_blank(host: Make, tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx", 3, blank=2)
    replaced(path, SHEET, "</sheetData>", '<row r="7"><c r="G7"><f>E7*0.3</f><v>0</v></c></row></sheetData>')
    book = host(path)
    book.save(Append("tblSales", (written("单号", ["N1"]),)))
    table = sales(book)
    assert column(table, "单号")[3] == "N1"
    assert table.formulas[5].tolist() == [0, 1, 2, 3]


def test_rows_typed_below_the_table_are_taken_into_it(host: Make, tmp_path: Path) -> None:
    path = replaced(shop(tmp_path / "b.xlsx", 5), TABLE, "B3:G8", "B3:G6")
    book = host(path)
    book.save(Append("tblSales", (written("单号", ["N1"]),)))
    assert column(sales(book), "单号") == ["S001", "S002", "S003", "S004", "S005", "N1"]


def test_changes_of_one_table_combine_in_order(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3))
    book.save(
        Patch("tblSales", rows(0), (written("过账", ["P1"]),)),
        Append("tblSales", (written("单号", ["N1"]),)),
        Append("tblSales", (written("单号", ["N2"]),)),
        Patch("tblSales", rows(0, 4), (written("过账", ["P2", "P3"]),)),
    )
    table = sales(book)
    assert column(table, "单号") == ["S001", "S002", "S003", "N1", "N2"]
    assert column(table, "过账") == ["P2", None, None, None, "P3"]


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_a_replace_makes_the_body_new_and_leaves_the_neighbours(host: Make, tmp_path: Path, count: int) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3))
    texts = pd.Series([f"R{i}" for i in range(count)], dtype=str)
    book.save(Replace("tblSales", (written("单号", texts), written("数量", range(count), 1))))
    table = sales(book)
    assert [value for value in column(table, "单号") if value] == texts.tolist()
    assert [value for value in column(table, "数量") if value is not None] == [i / 10 for i in range(count)]
    for heading in ("日期", "金额", "过账", "毛利"):
        assert set(column(table, heading)) <= {None}
    assert table.formulas == {}
    assert table.below == {}


def test_a_replace_then_a_patch_finds_the_new_rows(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 6))
    book.save(
        Replace("tblSales", (written("单号", ["a", "b", "c", "d"]),)),
        Patch("tblSales", rows(0, 3), (written("金额", [1, 2]), written("数量", [3, 4]))),
    )
    table = sales(book)
    assert column(table, "金额") == [1.0, None, None, 2.0]
    assert column(table, "数量") == [3.0, None, None, 4.0]


def test_links_show_their_place(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3))
    book.save(Patch("tblSales", rows(0, 1, 2), (written("过账", ["销售!H7", "O'n\"s!A1", "无"], is_link=True),)))
    table = sales(book)
    assert column(table, "过账") == ["销售!H7", "O'n\"s!A1", "无"]
    assert table.formulas[4].tolist() == [0, 1]


AWKWARD = [
    "=1+1",
    "001",
    "1-2",
    "'",
    "''x",
    "#N/A",
    "TRUE",
    "-x",
    "@SUM(A1)",
    "３月５日",
    "MAR12",
    "🎁",
    "1E5",
    " 5 ",
    "a\nb",
]


@pytest.mark.parametrize("heading", ["单号", "数量", "日期"])
def test_texts_are_never_formulas_numbers_or_days(host: Make, tmp_path: Path, heading: str) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3))
    book.save(Replace("tblSales", (written(heading, AWKWARD),)))
    table = sales(book)
    assert column(table, heading) == AWKWARD
    assert table.formulas == {}


def test_long_texts_come_back_as_they_were(host: Make, tmp_path: Path) -> None:
    book = host(shop(tmp_path / "b.xlsx", 3))
    texts = ["短", "长" * 32_767, "=" + "x" * 9_000, "n"]
    book.save(Replace("tblSales", (written("单号", texts), written("日期", texts))))
    assert column(sales(book), "单号") == texts
    assert column(sales(book), "日期") == texts


def test_each_kind_of_value_comes_back_as_it_was(host: Make, tmp_path: Path) -> None:
    moments = pd.Series(["2026-03-05 13:45:30", None, "2026-03-06"], dtype="datetime64[s]")
    book = host(shop(tmp_path / "b.xlsx", 3))
    book.save(
        Replace(
            "tblSales",
            (
                written("日期", moments),
                written("数量", pd.Series([10**15 - 1, None, -1], dtype="Int64"), 6),
                written("金额", [0.1, float("nan"), 1e300]),
                written("过账", pd.Series([True, None, False], dtype="boolean")),
            ),
        )
    )
    table = sales(book)
    assert column(table, "日期") == [datetime(2026, 3, 5, 13, 45, 30), None, date(2026, 3, 6)]  # noqa: DTZ001
    assert column(table, "数量") == [999999999.999999, None, -0.000001]
    assert column(table, "金额") == [0.1, None, 1e300]
    assert [type(value) for value in column(table, "过账")] == [bool, type(None), bool]


def test_books_that_count_from_1904_get_their_dates_right(host: Make, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        sheet = made.add_worksheet("销售")
        sheet.set_column("A:A", 12, made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.add_table("A1:A2", {"name": "tblSales", "columns": [{"header": "日期"}]})
    book = host(path)
    book.save(Replace("tblSales", (written("日期", days("2026-03-05", "1903-12-31")),)))
    assert column(sales(book), "日期") == [date(2026, 3, 5), "1903-12-31"]


def test_two_tables_on_one_sheet_change_together(host: Make, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("设置")
        sheet.add_table("A1:A3", {"name": "tblOne", "data": [["a"], ["b"]], "columns": [{"header": "甲"}]})
        sheet.add_table("C1:C3", {"name": "tblTwo", "data": [[1], [2]], "columns": [{"header": "乙"}]})
    book = host(path)
    book.wanted = {"tblOne": (), "tblTwo": ()}  # type: ignore[attr-defined]
    book.save(Replace("tblOne", (written("甲", ["x"] * 5),)), Append("tblTwo", (written("乙", [3]),)))
    tables = book.read().tables
    assert tables["tblOne"].cells[0].tolist() == ["x"] * 5
    assert [value for value in tables["tblTwo"].cells[0] if value is not None] == [1.0, 2.0, 3.0]


def test_a_lost_table_can_still_be_changed(host: Make, tmp_path: Path) -> None:
    book = host(lost(shop(tmp_path / "b.xlsx", 3)))
    book.save(Patch("tblSales", rows(1), (written("过账", ["P"]),)), Append("tblSales", (written("单号", ["N"]),)))
    table = sales(book)
    assert column(table, "单号") == ["S001", "S002", "S003", "N"]
    assert column(table, "过账")[1] == "P"


# What cannot be done is refused, and nothing is written.

NOTE = '<row r="8"><c r="B8" t="inlineStr"><is><t>注</t></is></c></row></sheetData>'
MERGED = '</sheetData><mergeCells count="1"><mergeCell ref="A8:C8"/></mergeCells>'
TWO = Append("tblSales", (written("单号", ["N"] * 2),))


class Refused(NamedTuple):
    """A change that cannot be done, and what is said about it."""

    change: Change
    code: str
    facts: dict[str, object]
    xml: tuple[str, str] = ("", "")


REFUSED = {
    "below": Refused(TWO, "H009", {"reason": "below", "cell": "B8", "table": "tblSales"}, ("</sheetData>", NOTE)),
    "merged": Refused(TWO, "H009", {"reason": "merged", "cell": "A8:C8"}, ("</sheetData>", MERGED)),
    "table": Refused(Append("tblNone", ()), "H009", {"reason": "no_table", "table": "tblNone"}),
    "column": Refused(
        Append("tblSales", (written("没有", ["N"]),)), "H009", {"reason": "no_column", "heading": "没有"}
    ),
    "rows": Refused(
        Replace("tblSales", (written("数量", range(1_048_574)),)), "H010", {"reason": "rows", "limit": 1_048_573}
    ),
    "text": Refused(
        Patch("tblSales", rows(0, 1), (written("过账", ["x", "长" * 32_768]),)),
        "H010",
        {"reason": "text", "cell": "F5", "found": 32_768},
    ),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(host: Make, tmp_path: Path, refused: Refused) -> None:
    path = shop(tmp_path / "b.xlsx", 3)
    book = host(replaced(path, SHEET, *refused.xml) if refused.xml[0] else path)
    before = said(book.read())
    with pytest.raises(HostError) as caught:
        book.save(Patch("tblSales", rows(0), (written("单号", ["写"]),)), refused.change)
    assert caught.value.code == refused.code
    assert caught.value.facts.items() >= refused.facts.items()
    assert said(book.read()) == before


def test_a_totals_row_keeps_the_table_from_growing(host: Make, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        options = {"name": "tblSales", "total_row": True, "columns": [{"header": "甲", "total_string": "合计"}]}
        made.add_worksheet("销售").add_table("A1:A4", options)
    book = host(path)
    book.save(Append("tblSales", (written("甲", ["x", "y"]),)))
    assert column(sales(book), "甲") == ["x", "y"]
    with pytest.raises(HostError) as caught:
        book.save(Append("tblSales", (written("甲", ["z"]),)))
    assert (caught.value.code, caught.value.facts["reason"]) == ("H009", "totals")
