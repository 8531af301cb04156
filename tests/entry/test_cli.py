"""The shell, used as people use it: exit status, output, and what it does to the file."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.entry.shop import SALES, SHORT, entered, jxc, write


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A posted book; tests read it only."""
    path = entered(tmp_path_factory.mktemp("shop"))
    assert jxc("post", path).status == 0
    return path


def rows(book: Path, name: str, *more: str) -> list[dict[str, object]]:
    said = jxc("report", book, name, "--format", "json", *more)
    assert said.status == 0, said
    found: list[dict[str, object]] = json.loads(said.out, parse_float=Decimal)
    return found


def test_a_clean_book_posts_with_status_0_and_stock_follows(book: Path) -> None:
    stock = {row["sku"]: (row["on_hand"], row["amount"]) for row in rows(book, "库存")}
    assert stock == {"A01": (6, Decimal("36.00")), "B02": (7, Decimal("49.00"))}


@pytest.mark.parametrize("name", ["库存", "Stock", "stock", "tblStock"])
def test_reports_are_called_by_either_language(book: Path, name: str) -> None:
    assert len(rows(book, name)) == 2


def test_money_keeps_its_decimals_in_json(book: Path) -> None:
    assert '"amount": 36.00,' in jxc("report", book, "库存", "--format", "json").out


def test_self_check_rows_carry_law_holds_and_difference(book: Path) -> None:
    found = rows(book, "自检")
    assert all({"law", "holds", "difference"} <= set(row) for row in found)
    assert all(row["holds"] is True and row["difference"] == 0 for row in found)


def test_margin_of_a_period_counts_only_its_days(book: Path) -> None:
    (only,) = rows(book, "毛利", "--from", "2026-03-04", "--to", "2026-03-31")
    assert (only["sku"], only["margin"]) == ("B02", Decimal("24.00"))


def test_stock_card_shows_the_product_asked_for(book: Path) -> None:
    card = rows(book, "台账", "--sku", "b02")
    assert [row["kind"] for row in card] == ["receipt", "sale"]
    assert card[-1]["balance_qty"] == 7


def test_csv_has_the_english_keys(book: Path) -> None:
    table = list(csv.DictReader(io.StringIO(jxc("report", book, "收发存", "--format", "csv").out)))
    assert table[0]["closing_amount"] == "36.00"


def test_ledger_and_entry_sheets_can_be_printed_too(book: Path) -> None:
    assert len(rows(book, "流水")) == 4
    assert rows(book, "sales")[0]["posting_no"] == 1


def test_table_speaks_the_language_of_the_book(book: Path) -> None:
    assert "库存金额" in jxc("report", book, "stock").out


def test_posting_twice_changes_nothing(tmp_path: Path) -> None:
    path = entered(tmp_path)
    jxc("post", path)
    before = rows(path, "流水")
    assert "0 笔" in jxc("post", path).out
    assert rows(path, "流水") == before


def test_importing_twice_adds_nothing_and_says_so(tmp_path: Path) -> None:
    path = entered(tmp_path)
    said = jxc("import", path, tmp_path / "sales.csv", "--as", "sales", "--json")
    assert json.loads(said.out) | {"problems": []} == {
        "rows": 2,
        "added": {"sales": 0, "returns": 0},
        "known": 2,
        "refused": 0,
        "problems": [],
    }


def test_generated_numbers_are_stable_so_that_files_without_numbers_import_once(tmp_path: Path) -> None:
    path = entered(tmp_path)
    file = write(tmp_path / "bought.csv", "date,sku,qty,unit_cost\n2026-03-02,A01,5,6\n2026-03-02,A01,5,6\n")
    first = jxc("import", path, file, "--as", "receipts", "--json")
    again = jxc("import", path, file, "--as", "receipts", "--json")
    assert [json.loads(said.out)["added"]["receipts"] for said in (first, again)] == [2, 0]


def test_columns_can_be_mapped_and_gbk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    jxc("new", path)
    (tmp_path / "货.csv").write_bytes("货号,品名\nA01,青花杯\n".encode("gbk"))
    said = jxc("import", path, tmp_path / "货.csv", "--as", "商品", "--map", "商品编码=货号,name=品名")
    assert said.status == 0, said
    assert rows(path, "商品")[0]["name"] == "青花杯"


def test_a_missing_column_is_named_with_what_the_file_has(tmp_path: Path) -> None:
    path = entered(tmp_path)
    said = jxc("import", path, write(tmp_path / "odd.csv", "a,b\n1,2\n"), "--as", "sales")
    assert said.status == 2
    assert "P235" in said.err
    assert "a, b" in said.err


def test_an_order_that_stock_cannot_cover_is_refused_whole_and_the_status_is_1(tmp_path: Path) -> None:
    path = entered(tmp_path, SALES + SHORT + "S3,2026-03-05,B02,1,15\n")
    said = jxc("post", path)
    assert said.status == 1
    (line,) = (line for line in said.out.splitlines() if "P301" in line)
    assert line.startswith("销售!J7  P301  2026-03-05 销售 A01 99 件，MAIN 当时可用 6 件。")
    assert {row["doc_no"] for row in rows(path, "流水")} == {"R1", "S1", "S2"}


def test_messages_come_in_the_language_asked_for(tmp_path: Path) -> None:
    path = entered(tmp_path, SALES + SHORT)
    assert "had 6 available" in jxc("check", path, "--lang", "en").out


def test_an_english_book_speaks_english(tmp_path: Path) -> None:
    path = entered(tmp_path, SALES + SHORT, lang="en")
    said = jxc("check", path)
    assert "Sales!J7  P301" in said.out


def test_check_changes_no_entry_and_posts_nothing(tmp_path: Path) -> None:
    path = entered(tmp_path)
    assert jxc("check", path).status == 0
    assert rows(path, "流水") == []


def test_undo_takes_back_the_last_posting_and_frees_its_lines(tmp_path: Path) -> None:
    path = entered(tmp_path)
    jxc("post", path)
    stock = rows(path, "库存")
    assert jxc("undo", path).status == 0
    assert [row["on_hand"] for row in rows(path, "库存")] == [0, 0]
    assert rows(path, "销售")[0]["posting_no"] is None
    assert jxc("post", path).status == 0
    assert rows(path, "库存") == stock
    assert len(rows(path, "流水")) == 12


def test_undo_of_nothing_says_so(tmp_path: Path) -> None:
    said = jxc("undo", entered(tmp_path))
    assert (said.status, "P506" in said.out) == (1, True)


def test_a_dry_run_leaves_the_book_alone(tmp_path: Path) -> None:
    path = entered(tmp_path)
    before = path.read_bytes()
    assert "4 笔" in jxc("post", path, "--dry-run").out
    assert path.read_bytes() == before


def test_out_writes_a_copy_elsewhere(tmp_path: Path) -> None:
    path = entered(tmp_path)
    before = path.read_bytes()
    assert jxc("recalc", path, "--post", "--out", tmp_path / "done").status == 0
    assert path.read_bytes() == before
    assert len(rows(tmp_path / "done" / "book.xlsx", "流水")) == 4


def test_a_failing_book_does_not_stop_the_others(tmp_path: Path) -> None:
    path = entered(tmp_path)
    said = jxc("recalc", tmp_path / "none.xlsx", path, "--post")
    assert said.status == 2
    assert "H001" in said.err
    assert len(rows(path, "流水")) == 4


def test_a_changed_book_keeps_a_dated_backup(tmp_path: Path) -> None:
    path = entered(tmp_path)
    before = path.read_bytes()
    jxc("post", path)
    assert before in [backup.read_bytes() for backup in (tmp_path / "book.backups").iterdir()]


def test_new_never_replaces_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.xlsx", "precious")
    said = jxc("new", path)
    assert (said.status, "H014" in said.err, path.read_text()) == (2, True, "precious")


@pytest.mark.parametrize(
    "words",
    [
        ["report", "BOOK", "没有这张表"],
        ["calc", "nobook.xlsm"],
        ["calc", "BOOK"],
        ["reorder", "nobook.xlsm"],
        ["report", "BOOK", "台账", "--sku", "NONE"],
        ["report", "BOOK", "库存", "--format", "xml"],
        ["import", "BOOK", "nofile.csv", "--as", "sales"],
        ["import", "BOOK", "nofile.csv", "--as", "库存"],
        ["check", "nobook.xlsx"],
        ["nosuch"],
        ["new", "book.txt"],
    ],
)
def test_wrong_use_ends_in_status_2_without_a_traceback(book: Path, words: list[str]) -> None:
    said = jxc(*(book if word == "BOOK" else word for word in words))
    assert said.status == 2
    assert said.err.strip()
    assert "Traceback" not in said.err + said.out


def test_a_foreign_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    said = jxc("check", tmp_path / "other.xlsx")
    assert (said.status, "P114" in said.err) == (2, True)


def test_the_demo_tells_what_a_shop_owner_wants_to_know(tmp_path: Path) -> None:
    said = jxc("demo", tmp_path / "demo")
    assert said.status == 0, said
    for word in ("库存金额", "销售成本", "毛利", "流水笔数", "待处理的问题", "CC BY 4.0"):
        assert word in said.out
    assert all(row["holds"] is True for row in rows(tmp_path / "demo" / "演示店.xlsm", "自检"))
