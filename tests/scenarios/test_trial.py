"""What a trial user ran into, each named after what went wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from jxc_xl.pipeline import Ask, Do, Outcome, run
from jxc_xl.schema import SETTINGS
from jxc_xl.tables import Column, Patch, RawBook, RawTable
from tests.books import NOW, Rows, changed, do, posted, raw_book
from tests.scenarios.shops import entered

CUP = {"sku": "A01", "name": "Cup"}
Row = dict[str, object]


def day(number: int, clock: str = "00:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-03-{number:02d} {clock}")


def receipt(doc_no: str, on: int, qty: float = 10, sku: str = "A01", **more: object) -> Row:
    return {"doc_no": doc_no, "received_at": day(on), "sku": sku, "arrived_qty": qty, "unit_price": 6} | more


def sale(doc_no: str, at: dt.datetime, sku: str = "A01") -> Row:
    return {"doc_no": doc_no, "ordered_at": at, "sku": sku, "qty": 2, "unit_price": 15}


def back(at: dt.datetime, **more: object) -> Row:
    row = {"doc_no": "T1", "returned_at": at, "direction": "from_customer", "sku": "A01", "qty": 1, "unit_price": 15}
    return row | {"original_no": "S1"} | more


def count(doc_no: str, qty: float, at: dt.datetime, **more: object) -> Row:
    return {"doc_no": doc_no, "counted_at": at, "sku": "A01", "counted_qty": qty} | more


def shop() -> RawBook:
    """A book with one receipt of ten cups, posted."""
    return posted(raw_book({"products": [CUP], "receipts": [receipt("R1", 1)]}))


def told(outcome: Outcome) -> list[str]:
    return [f"{problem.place} {problem.code}" for problem in outcome.problems]


def stock(outcome: Outcome) -> list[tuple[object, ...]]:
    lines = outcome.reports["stock"]
    return list(zip(lines["sku"], lines["name"], lines["on_hand"] // 10**4, lines["amount"] // 100, strict=True))


def typed(raw: RawBook, table: str, heading: str, *values: object) -> RawBook:
    """Type over the first cells of a column."""
    return changed(raw, [Patch(table, np.arange(len(values)), (Column(heading, pd.Series(values, dtype="object")),))])


def with_table(raw: RawBook, table: RawTable) -> RawBook:
    return RawBook(raw.tables | {table.name: table}, raw.sheets)


def setting_row(name: str) -> int:
    return [setting.key for setting in SETTINGS].index(name)


def with_setting(raw: RawBook, name: str, value: object, at: int = 1) -> RawBook:
    """Type over a setting's value, or with ``at`` 0 its name."""
    table = raw.tables["tblSettings"]
    cells = [column.copy() for column in table.cells]
    cells[at][setting_row(name)] = value
    return with_table(raw, dataclasses.replace(table, cells=tuple(cells)))


def test_a_second_line_in_other_case_took_over_the_product() -> None:
    raw = entered(shop(), [("products", ({"sku": "a01", "name": "Small cup", "method": "fifo"},))])
    outcome = do(entered(raw, [("receipts", (receipt("R2", 2, 5, "a01"),))]), Do.POST)
    assert told(outcome) == ["商品!A6 P202"]
    assert outcome.ledger["sku"].tolist() == ["A01", "A01"]
    assert stock(outcome) == [("A01", "Cup", 15, 90)]
    assert outcome.reports["stock"]["method"].tolist() == ["moving_average"]


def test_a_product_written_in_other_case_on_its_sheet_lost_its_stock() -> None:
    raw = typed(shop(), "tblProducts", "商品编码", "a01")
    outcome = do(entered(raw, [("receipts", (receipt("R2", 2, 5, "a01"),))]), Do.POST)
    assert told(outcome) == []
    assert outcome.ledger["sku"].tolist() == ["A01", "A01"]
    assert stock(outcome) == [("A01", "Cup", 15, 90)]


def test_a_warehouse_supplier_and_channel_written_in_other_case_changed_what_was_posted() -> None:
    masters = {"suppliers": [{"supplier": "ACME", "name": "Acme"}], "channels": [{"channel": "WEB", "name": "Web"}]}
    rows = {"receipts": [receipt("R1", 1, supplier="ACME")], "sales": [sale("S1", day(3)) | {"channel": "WEB"}]}
    raw = posted(raw_book({"products": [CUP], **masters, **rows}))
    raw = typed(typed(raw, "tblSuppliers", "供应商编码", "acme"), "tblChannels", "渠道编码", "web")
    raw = typed(raw, "tblWarehouses", "仓库编码", "main", "hold")
    lines = [("receipts", (receipt("R2", 4),)), ("returns", (back(day(5), condition="damaged"),))]
    outcome = do(entered(raw, lines), Do.POST)
    assert told(outcome) == []
    assert outcome.ledger["warehouse"].tolist() == ["MAIN", "MAIN", "MAIN", "hold"]  # nothing was ever in HOLD
    assert outcome.reports["stock"]["available"].tolist() == [18 * 10**4]


@pytest.mark.parametrize("at", [0, 1])
def test_a_spoilt_tax_rate_was_posted_as_none(at: int) -> None:
    raw = raw_book({"products": [CUP], "receipts": [receipt("R1", 1)]}, tax_rate="13%")
    outcome = do(with_setting(raw, "tax_rate", "?", at), Do.POST)
    assert told(outcome) == [["设置 P120", "设置!A13 P123"], ["设置!B13 P119"]][at]
    assert outcome.moved == 0
    assert {change.table for change in outcome.changes} & {"tblLedger", "tblReceipts"} == set()


def test_a_book_without_its_settings_was_posted_all_the_same() -> None:
    raw = raw_book({"products": [CUP], "receipts": [receipt("R1", 1)]})
    raw = RawBook({name: table for name, table in raw.tables.items() if name != "tblSettings"}, raw.sheets)
    outcome = do(raw, Do.POST)
    assert (told(outcome), outcome.moved) == (["设置 P121"], 0)


def test_a_period_is_not_closed_by_a_method_nobody_chose() -> None:
    outcome = run(with_setting(shop(), "method", "LIFO"), Ask(Do.CLOSE, NOW, closing="2026-03"))
    assert "设置!B7 P119" in told(outcome)
    assert (outcome.moved, len(outcome.ledger)) == (0, 1)


def test_a_row_below_a_blank_one_was_left_out_unseen() -> None:
    raw = shop()
    row = tuple(raw.tables["tblReceipts"].cells[i][0] for i in range(len(raw.tables["tblReceipts"].headings)))
    below = {9: row, 10: row, 12: ("备注：月底盘点", *(None,) * (len(row) - 1))}
    outcome = do(with_table(raw, dataclasses.replace(raw.tables["tblReceipts"], below=below)), Do.CHECK)
    assert told(outcome) == ["收货:9 P124"]
    assert outcome.problems[0].facts["rows"] == 2


def test_a_sum_and_a_note_below_the_sales_are_no_lines() -> None:
    raw = shop()
    headings = raw.tables["tblSales"].headings
    total: Row = {"订单号": "合计", "数量": 30.0}
    note: Row = {"订单号": "备注：三月", "客户": "老王"}
    below = {9 + n: tuple(row.get(heading) for heading in headings) for n, row in enumerate((total, note))}
    assert told(do(with_table(raw, dataclasses.replace(raw.tables["tblSales"], below=below)), Do.CHECK)) == []


def test_a_product_taken_off_its_sheet_took_its_stock_with_it() -> None:
    raw = typed(typed(shop(), "tblProducts", "商品编码", "B02"), "tblProducts", "商品名称", "Bowl")
    outcome = do(raw, Do.RECALC)
    assert told(outcome) == ["商品 P225"]
    assert stock(outcome) == [("A01", "", 10, 60), ("B02", "Bowl", 0, 0)]
    assert outcome.measures["stock_amount"] == 6000
    assert outcome.reports["self_check"]["holds"].all()


def test_a_product_taken_off_its_sheet_is_no_longer_listed_once_nothing_of_it_is_left() -> None:
    raw = posted(entered(shop(), [("sales", (sale("S1", day(3)) | {"qty": 10},))]))
    raw = typed(typed(raw, "tblProducts", "商品编码", "B02"), "tblProducts", "商品名称", "Bowl")
    assert stock(do(raw, Do.RECALC)) == [("B02", "Bowl", 0, 0)]


def test_a_product_that_was_posted_and_undone_may_go() -> None:
    raw = shop()
    raw = changed(raw, do(raw, Do.UNDO).changes)
    table = raw.tables["tblReceipts"]
    raw = with_table(raw, dataclasses.replace(table, cells=tuple(cells[:0] for cells in table.cells)))
    outcome = do(typed(raw, "tblProducts", "商品编码", "B02"), Do.RECALC)
    assert told(outcome) == []
    assert stock(outcome) == [("B02", "Cup", 0, 0)]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_copied_row_said_that_its_original_was_changed(is_first: bool) -> None:  # noqa: FBT001 (a case)
    raw = shop()
    table = raw.tables["tblReceipts"]
    twice = dataclasses.replace(table, cells=tuple(np.repeat(cells, 2) for cells in table.cells))
    raw = with_table(raw, twice)
    assert told(do(raw, Do.CHECK)) == ["收货!A6 P202"]
    edited = [7.0, 10.0] if is_first else [10.0, 7.0]
    assert told(do(typed(raw, "tblReceipts", "到货数量", *edited), Do.CHECK)) == ["收货!A6 P202"]


def test_an_original_that_was_changed_is_told_beside_its_copy() -> None:
    raw = shop()
    table = raw.tables["tblReceipts"]
    raw = with_table(raw, dataclasses.replace(table, cells=tuple(np.repeat(cells, 2) for cells in table.cells)))
    assert told(do(typed(raw, "tblReceipts", "到货数量", 7.0, 8.0), Do.CHECK)) == ["收货!A6 P202", "收货!U5 P501"]


@pytest.mark.parametrize("is_posted_before", [True, False])
@pytest.mark.parametrize(
    ("sold", "returned", "said"),
    [
        (day(10), day(5), ("2026-03-10", "2026-03-05")),
        (day(10, "14:30"), day(10, "09:00"), ("2026-03-10 14:30", "2026-03-10 09:00")),
        (day(10), day(10, "09:00"), ("2026-03-10", "2026-03-10 09:00")),
    ],
)
def test_a_return_dated_before_its_sale_was_told_to_leave_the_order_blank(
    is_posted_before: bool,  # noqa: FBT001 (a case)
    sold: dt.datetime,
    returned: dt.datetime,
    said: tuple[str, str],
) -> None:
    raw = entered(shop(), [("sales", (sale("S1", sold),))])
    raw = posted(raw) if is_posted_before else raw
    outcome = do(entered(raw, [("returns", (back(returned),))]), Do.POST)
    (problem,) = outcome.problems
    assert (str(problem.place), problem.code) == ("退货!C5", "P223")
    assert (problem.facts["sold"], problem.facts["returned"]) == said


def test_goods_sent_back_to_the_supplier_before_they_came_are_told_as_such() -> None:
    line = back(dt.datetime(2026, 2, 20), direction="to_supplier", original_no="R1")  # noqa: DTZ001
    assert told(do(entered(shop(), [("returns", (line,))]), Do.POST)) == ["退货!C5 P223"]


@pytest.mark.parametrize(("was", "digits"), [(2, 0), (2, 3), (2, 6), (0, 2), (3, 2)])
def test_other_money_digits_made_every_posting_look_edited(was: int, digits: int) -> None:
    rows: dict[str, Rows] = {
        "products": [CUP],
        "receipts": [receipt("R1", 1, 7)],
        "sales": [sale("S1", day(3))],
    }
    raw = posted(posted(entered(raw_book(rows, money_digits=was), [("receipts", (receipt("R2", 2),))])))
    outcome = do(entered(with_setting(raw, "money_digits", digits), [("receipts", (receipt("R3", 4),))]), Do.POST)
    assert told(outcome) == ["设置!B6 P531"]
    assert outcome.problems[0].facts["was"] == was
    assert outcome.moved == 0
    assert outcome.reports["stock"]["amount"].tolist() == [90 * 10**was]


def test_money_digits_nobody_can_read_are_told_once() -> None:
    raw = posted(raw_book({"products": [CUP], "receipts": [receipt("R1", 1)]}, money_digits=3))
    assert told(do(with_setting(raw, "money_digits", "three"), Do.CHECK)) == ["设置!B6 P119"]


def test_an_edited_ledger_is_no_matter_of_digits() -> None:
    outcome = do(typed(shop(), "tblLedger", "单据金额", 61.0), Do.CHECK)
    assert "P531" not in {problem.code for problem in outcome.problems}
    assert "P504" in {problem.code for problem in outcome.problems}


@pytest.mark.parametrize("documents", [("C1", "C1"), ("C1", "C2")])
def test_of_two_counts_of_one_moment_the_second_took_back_the_first(documents: tuple[str, str]) -> None:
    lines = (count(documents[0], 4, day(9)), count(documents[1], 3, day(9)))
    outcome = do(entered(shop(), [("counts", lines)]), Do.POST)
    assert told(outcome) == ["盘点!G5 P224", "盘点!G6 P224"]
    assert outcome.moved == 0


def test_counts_of_other_moments_warehouses_or_lots_of_their_own_are_counts() -> None:
    products = [CUP, CUP | {"sku": "L01", "method": "specific"}]
    lines = [
        count("C1", 4, day(9)),
        count("C1", 3, day(9, "10:00")),
        count("C1", 0, day(9), warehouse="HOLD"),
        count("C1", 1, day(9), sku="L01", lot="X"),
        count("C1", 1, day(9), sku="L01", lot="Y"),
    ]
    rows: dict[str, Rows] = {"products": products, "receipts": [receipt("R1", 1)], "counts": lines}
    assert "P224" not in {problem.code for problem in do(raw_book(rows), Do.CHECK).problems}


def test_lots_without_a_cost_of_their_own_are_counted_together() -> None:
    lines = (count("C1", 4, day(9), lot="X"), count("C1", 3, day(9), lot="Y"))
    assert told(do(entered(shop(), [("counts", lines)]), Do.CHECK)) == ["盘点!G5 P224", "盘点!G6 P224"]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"arrived_qty": None, "accepted_qty": "five"}, "收货!J5 P102"),
        ({"arrived_qty": 10, "accepted_qty": 8, "rejected_qty": "two"}, "收货!K5 P102"),
        ({"unit_price": None, "purchase_no": dt.datetime(2026, 3, 1)}, "收货!D5 P109"),  # noqa: DTZ001
    ],
)
def test_a_cell_that_cannot_be_read_made_another_one_look_wrong(said: Row, place: str) -> None:
    assert told(do(raw_book({"products": [CUP], "receipts": [receipt("R1", 1) | said]}), Do.CHECK)) == [place]
