"""From what should be bought to what was bought, and from what should be counted to what was, in the shell."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.entry.shop import entered, jxc, write

MARCH = ("--as-of", "2011-03-01")
DOC, STATUS, APPROVER, SKU, QTY = "单号", "状态", "批准人", "商品编码", "数量"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert jxc("demo", folder).status == 0
    return folder / "演示店.xlsm"


def lines(book: Path, name: str, *more: str) -> list[dict[str, object]]:
    said = jxc("report", book, name, "--format", "json", *more)
    assert said.status == 0, said
    found: list[dict[str, object]] = json.loads(said.out)
    return found


def edited(book: Path, table: str, change: dict[str, object]) -> None:
    """Type into every used line of a sheet that has a status Requested, as people do."""
    file = openpyxl.load_workbook(book, keep_vba=book.suffix == ".xlsm")
    sheet = next(one for one in file if table in one.tables)
    first, last = sheet.tables[table].ref.split(":")
    cells = list(sheet[f"{first}:{last}"])
    at = {cell.value: index for index, cell in enumerate(cells[0])}
    for row in cells[1:]:
        if row[at[STATUS]].value == "申请":
            for heading, value in change.items():
                row[at[heading]].value = value
    file.save(book)


def test_what_replenishment_says_is_requested_ordered_received_and_posted(demo: Path, tmp_path: Path) -> None:
    book = Path(shutil.copy(demo, tmp_path / "店.xlsm"))
    due = lines(book, "补货", *MARCH)
    assert due
    said = json.loads(jxc("reorder", book, *MARCH, "--json").out)
    assert said == {"requests": len(due), "refused": []}
    assert lines(book, "补货", *MARCH) == [], "what is asked for need not be asked for again"
    requests = [line for line in lines(book, "采购") if line["status"] == "requested"]
    assert [(line["sku"], line["qty"]) for line in requests] == [(line["sku"], line["order_qty"]) for line in due]
    before = {line["sku"]: line["on_order"] for line in lines(book, "库存")}
    assert all(before[line["sku"]] == 0 for line in due), "an unapproved request never reaches a supplier"
    edited(book, "tblPurchases", {STATUS: "已下单", APPROVER: "老板"})
    assert jxc("check", book).out.count("P242") == 0
    after = {line["sku"]: line["on_order"] for line in lines(book, "库存")}
    assert all(after[line["sku"]] == line["order_qty"] for line in due)
    goods = tmp_path / "goods.csv"
    with goods.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["单号", "收货时间", "采购单号", "商品编码", "到货数量", "单价"])
        writer.writerows(["R-9", "2011-03-03", one["doc_no"], one["sku"], one["qty"], 1] for one in requests)
    assert jxc("import", book, goods, "--as", "receipts").status == 0
    posted = jxc("post", book)
    assert f"已过账 {len(due)} 笔" in posted.out, posted
    assert {line["on_order"] for line in lines(book, "库存")} == {0}


def test_a_purchase_above_the_limit_is_refused_by_the_name_of_the_rule(tmp_path: Path) -> None:
    book = entered(tmp_path)
    file = openpyxl.load_workbook(book)
    for row in file["设置"].iter_rows():
        if row[0].value == "采购审批限额":
            row[1].value = 1000
    file.save(book)
    text = "单号,下单日,供应商,商品编码,数量,单价,状态\nP1,2026-03-01,S1,A01,200,6,已下单\n"
    assert jxc("import", book, write(tmp_path / "p.csv", text), "--as", "purchases").status in {0, 1}
    said = jxc("check", book)
    assert said.status == 1
    assert "P241  采购 P1 合计 1200，超过“采购审批限额”1000" in said.out


def test_an_unapproved_request_is_no_order(tmp_path: Path) -> None:
    book = entered(tmp_path)
    text = "单号,申请日,供应商,商品编码,数量,单价,状态\nP1,2026-03-01,S1,A01,5,6,申请\n"
    assert jxc("import", book, write(tmp_path / "p.csv", text), "--as", "purchases").status in {0, 1}
    come = "单号,收货时间,采购单号,商品编码,到货数量,单价\nR9,2026-03-06,P1,A01,5,6\n"
    jxc("import", book, write(tmp_path / "r.csv", come), "--as", "receipts")
    assert "P244" in jxc("check", book).out


def test_a_count_sheet_says_nothing_of_what_the_book_says_and_what_is_found_is_posted(tmp_path: Path) -> None:
    book = entered(tmp_path)
    jxc("post", book)
    said = jxc("count", book)
    assert said.status == 0
    assert "盘点表新增 2 行" in said.out
    counts = lines(book, "盘点")
    assert [(line["sku"], line["warehouse"], line["counted_qty"]) for line in counts] == [
        ("A01", "MAIN", None),
        ("B02", "MAIN", None),
    ]
    assert "已过账 0 笔" in jxc("post", book).out, "what is not counted is not posted"
    file = openpyxl.load_workbook(book)
    sheet = file["盘点"]
    heading = next(row for row in sheet.iter_rows() if "实盘数量" in [cell.value for cell in row])
    column = next(cell.column for cell in heading if cell.value == "实盘数量")
    sheet.cell(heading[0].row + 1, column).value = 5
    file.save(book)
    assert "已过账 1 笔" in jxc("post", book).out
    (line,) = lines(book, "盘点差异")
    assert (line["sku"], line["difference_qty"], line["difference_amount"]) == ("A01", -1, -6)


@pytest.fixture(scope="module")
def halved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A posted book in which class A ends at half."""
    book = entered(tmp_path_factory.mktemp("halved"))
    file = openpyxl.load_workbook(book)
    for row in file["设置"].iter_rows():
        if row[0].value == "A类占比":
            row[1].value = 0.5
    file.save(book)
    assert jxc("post", book).status == 0
    return book


@pytest.mark.parametrize(("which", "listed"), [("A", ["A01"]), ("b", ["B02"]), ("C", []), ("due", ["A01", "B02"])])
def test_a_class_alone_may_be_counted_or_what_is_due(
    halved: Path, tmp_path: Path, which: str, listed: list[str]
) -> None:
    """A01 took in 60 of 105, so that 57 % is before B02: not A where A ends at half."""
    book = Path(shutil.copy(halved, tmp_path / "book.xlsx"))
    before = book.read_bytes()
    said = jxc("count", book, which, "--dry-run", "--json")
    assert json.loads(said.out)["lines"] == len(listed)
    assert book.read_bytes() == before
    jxc("count", book, which)
    assert [line["sku"] for line in lines(book, "盘点")] == listed


def test_what_can_be_shipped_is_on_the_pick_list(tmp_path: Path) -> None:
    orders = "S1,2026-03-03,A01,4,15,待发货\nS2,2026-03-04,A01,3,15,待发货\n"
    book = entered(tmp_path, "订单号,下单时间,商品编码,数量,单价,状态\n" + orders)
    jxc("post", book)
    (line,) = lines(book, "拣货")
    assert (line["sku"], line["qty"], line["orders"]) == ("A01", 7, 2)
    assert (line["checked_sku"], line["checked_qty"]) == (None, None)
