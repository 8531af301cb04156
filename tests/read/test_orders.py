"""Files from elsewhere: found by name, imported or refused row by row, known when they come again."""

from __future__ import annotations

import csv
from collections import Counter

import numpy as np
import pytest

from jxc_xl.adding import Added, bring_in
from jxc_xl.problems import JxcError, TemplateError
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.terms import Lang
from tests.books import Rows, changed, do, raw_book

HEAD = "InvoiceNo,InvoiceDate,StockCode,Quantity,UnitPrice"
PRODUCTS: Rows = [{"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl"}, {"sku": "15056BL", "name": "Parasol"}]


def file(*lines: str, head: str = HEAD) -> RawTable:
    """Return a CSV file as its host reads it."""
    headings, *rows = csv.reader([head, *lines])
    columns = [[row[at] or None for row in rows] for at in range(len(headings))]
    cells = tuple(np.array([*column, None], object)[:-1] for column in columns)
    return RawTable("", "orders.csv", tuple(headings), 1, 1, cells)


def book(lang: Lang = Lang.ZH, **settings: object) -> RawBook:
    return raw_book({"products": PRODUCTS}, lang, **settings)


def bring(raw: RawBook, table: RawTable, key: str = "sales", **mapping: str) -> Added:
    return bring_in(raw, table, key, mapping)


def added(raw: RawBook, table: RawTable, key: str = "sales") -> RawBook:
    return changed(raw, bring(raw, table, key).changes)


def lines(found: Added, key: str = "sales") -> list[tuple[object, ...]]:
    frame = found.imported.lines[key]
    return [*frame[["doc_no", "line_no", "sku", "qty"]].itertuples(index=False, name=None)]


def codes(found: Added) -> list[str]:
    return [f"{problem.place} {problem.code}" for problem in found.problems if problem.is_error]


def counted(found: Added) -> tuple[int, int, int]:
    one = found.imported
    return sum(map(len, one.lines.values())), one.known, one.refused


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        "订单号,下单时间,商品编码,数量,单价",
        "Order no.,Ordered at,SKU,Quantity,Unit price",
        "doc_no,ordered_at,sku,qty,unit_price",
        "订单编号,订单创建时间,商家编码,购买数量,价格",
        "主订单编号,date,StockCode,商品数量,价格",
        "Name,Created at,Lineitem sku,Lineitem quantity,Lineitem price",
        "order-id,purchase-date,seller-sku,quantity-purchased,unit_price",
        " invoiceno , INVOICEDATE ,stock_code,ＱＵＡＮＴＩＴＹ,unit price",  # noqa: RUF001
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_platforms_headings_are_known(head: str, lang: Lang) -> None:
    found = bring(book(lang), file("S1,2026-03-05,A01,2,15", head=head))
    assert lines(found) == [("S1", 1, "A01", 20_000)]


@pytest.mark.parametrize("lang", Lang)
def test_the_states_of_platforms_are_understood_and_none_is_taken_for_shipped(lang: Lang) -> None:
    """An order that was closed or waits must not leave stock; a state nobody knows keeps its row out."""
    states = ["买家已付款,等待卖家发货", "交易关闭", "交易成功", "unfulfilled", "Fulfilled", "已发货", "???"]
    rows = [f'S{row},2026-03-05,A01,2,15,"{state}"' for row, state in enumerate(states)]
    found = bring(book(lang), file(*rows, head=HEAD + ",订单状态"))
    told = found.imported.lines["sales"][["doc_no", "status"]].to_numpy().tolist()
    expected = ["open", "cancelled", "shipped", "open", "shipped", "shipped"]
    assert told == [[f"S{row}", state] for row, state in enumerate(expected)]
    assert found.imported.refused == 1
    assert [problem.code for problem in found.problems if problem.is_error] == ["P108"]


def test_the_state_on_the_first_line_of_an_order_is_that_of_all_its_lines() -> None:
    rows = ["S1,2026-03-05,A01,2,15,unfulfilled", "S1,2026-03-05,B02,1,15,", "S2,2026-03-05,A01,1,15,"]
    found = bring(book(), file(*rows, head=HEAD + ",Fulfillment Status"))
    assert found.imported.lines["sales"]["status"].tolist() == ["open", "open", "shipped"]


def test_a_zone_behind_the_clock_is_left_out_and_the_time_of_payment_is_known() -> None:
    row = "S1,2026-11-22 09:59:00 +0800,A01,2,15,2026-11-22 10:01:00 +0800"
    line = bring(book(), file(row, head=HEAD + ",Paid at")).imported.lines["sales"].iloc[0]
    assert [str(line[name]) for name in ("ordered_at", "paid_at")] == ["2026-11-22 09:59:00", "2026-11-22 10:01:00"]


def test_columns_are_named_by_hand() -> None:
    table = file("S1,2026-03-05,A01,2,15", head="Beleg,Datum,Artikel,Menge,Preis")
    found = bring(book(), table, 订单号="Beleg", ordered_at="Datum", sku="artikel", 数量="Menge", Unit_price="Preis")
    assert lines(found) == [("S1", 1, "A01", 20_000)]


def test_a_name_by_hand_goes_before_a_name_that_is_known() -> None:
    table = file("S1,2026-03-05,A01,2,15,B02", head=HEAD + ",Real code")
    assert lines(bring(book(), table, sku="Real code"))[0][2] == "B02"


@pytest.mark.parametrize(
    ("mapping", "code", "name"),
    [
        ({"Colour": "StockCode"}, "P238", "Colour"),
        ({"备注": "Remark"}, "P235", "Remark"),
        ({"过账号": "Quantity"}, "P238", "过账号"),
    ],
)
def test_a_name_by_hand_that_leads_nowhere_is_refused(mapping: dict[str, str], code: str, name: str) -> None:
    """It used to be passed over in silence."""
    with pytest.raises(JxcError) as raised:
        bring(book(), file("S1,2026-03-05,A01,2,15"), **mapping)
    assert raised.value.code == code
    assert f"“{name}”" in raised.value.problem.what(Lang.ZH)


def test_a_posting_number_is_never_imported() -> None:
    found = bring(book(), file("S1,2026-03-05,A01,2,15,7", head=HEAD + ",过账号"))
    assert found.imported.lines["sales"]["posting_no"].isna().all()


def test_a_file_without_a_required_column_is_refused() -> None:
    with pytest.raises(JxcError, match="P235"):
        bring(book(), file("S1,2026-03-05,A01,15", head="InvoiceNo,InvoiceDate,StockCode,UnitPrice"))


@pytest.mark.parametrize("lost", ["tblSales", "tblLedger"])
def test_a_book_without_the_sheet_takes_nothing(lost: str) -> None:
    raw = book()
    raw = RawBook({name: table for name, table in raw.tables.items() if name != lost}, raw.sheets)
    with pytest.raises(TemplateError, match="P114"):
        bring(raw, file("S1,2026-03-05,A01,2,15"))


def test_a_book_without_a_sheet_for_returns_takes_no_returns() -> None:
    raw = book()
    raw = RawBook({name: table for name, table in raw.tables.items() if name != "tblReturns"}, raw.sheets)
    assert counted(bring(raw, file("S1,2026-03-05,A01,2,15"))) == (1, 0, 0)
    with pytest.raises(TemplateError, match="P114"):
        bring(raw, file("S1,2026-03-05,A01,-2,15"))


def test_a_sheet_without_a_required_column_takes_nothing() -> None:
    """Lines without their order number could not be known again."""
    raw = book()
    table = raw.tables["tblSales"]
    headings = tuple("?" if heading == "订单号" else heading for heading in table.headings)
    lost = RawTable(table.name, table.sheet, headings, table.header_row, 1, table.cells)
    with pytest.raises(TemplateError, match="P113"):
        bring(RawBook(raw.tables | {"tblSales": lost}, raw.sheets), file("S1,2026-03-05,A01,2,15"))


def test_negative_quantities_become_customers_returns() -> None:
    found = bring(book(), file("S1,2026-03-05,A01,2,15", "C1,2026-03-08 10:30,A01,-1,15"))
    assert lines(found) == [("S1", 1, "A01", 20_000)]
    assert lines(found, "returns") == [("C1", 1, "A01", 10_000)]
    (back,) = found.imported.lines["returns"].to_dict("records")
    assert (back["direction"], back["condition"], str(back["returned_at"])) == (
        "from_customer",
        "resaleable",
        "2026-03-08 10:30:00",
    )
    assert codes(found) == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("S1,2026-03-05,A01,1,0", "P232"),
        ("S1,2026-03-05,A01,1,-3", "P233"),
        ("S1,2026-03-05,A01,0,15", "P237"),
        ("S1,2026-03-05,POST,1,18", "P231"),
        ("S1,2026-03-05,post,1,18", "P231"),
        ("S1,2026-03-05,gift_0001_20,1,18", "P231"),
        ("S1,2026-03-05,Bank Charges,1,18", "P231"),
        ("S1,2026-03-05,X99,1,18", "P201"),
        ("S1,2026-03-05,,1,18", "P101"),
        ("S1,,A01,1,18", "P101"),
        ("S1,2026-03-05,A01,,18", "P101"),
        ("S1,2026-03-05,A01,1,", "P101"),
        ("S1,31/12/2026,A01,1,18", "P106"),
        ("S1,1926-03-05,A01,1,18", "P107"),
        ("S1,2026-03-05,1.23E+18,1,18", "P110"),
        ("S1,2026-03-05,A01,one,18", "P102"),
        ("S1,2026-03-05,A01,0.00001,18", "P103"),
        ('S1,2026-03-05,A01,"1,5",18', "P102"),
    ],
)
def test_a_row_is_left_out_for_the_reason_that_is_in_it(row: str, code: str) -> None:
    """And for that alone: a cell that cannot be read used to be told as blank."""
    found = bring(book(), file("S0,2026-03-05,A01,1,15", row))
    assert codes(found) == [f"orders.csv:3 {code}"]
    assert counted(found) == (1, 0, 1)


def test_free_goods_may_be_received() -> None:
    table = file("R1,2026-03-01,A01,10,0", head="单号,收货时间,商品编码,数量,单价")
    assert counted(bring(book(), table, "receipts")) == (1, 0, 0)


def test_codes_of_one_product_in_both_cases_are_unified_and_told() -> None:
    found = bring(book(), file("S1,2026-03-05,15056bl,1,15", "S1,2026-03-05,15056BL,2,15"))
    assert {line[2] for line in lines(found)} == {"15056BL"}
    assert [problem.line(Lang.EN).split("  ")[:3] for problem in found.problems] == [
        [
            "orders.csv:2",
            "P236",
            "Codes that differ from Products by case only: 1; they were unified, such as 15056bl → 15056BL.",
        ]
    ]


def test_products_take_the_spelling_name_and_price_most_rows_have() -> None:
    head = "StockCode,Description,UnitPrice"
    found = bring(
        raw_book(), file("c3,jug,1", "C3,Jug,2", "C3,Jug,2", "C3,Jug,2", "c3,,0", "D4,Pot,5", head=head), "products"
    )
    frame = found.imported.lines["products"]
    assert frame[["sku", "name", "list_price"]].values.tolist() == [["C3", "Jug", 2_000_000], ["D4", "Pot", 5_000_000]]
    assert counted(found) == (2, 4, 0)


def test_what_keeps_excel_from_spoiling_codes_is_taken_off() -> None:
    raw = raw_book({"products": [{"sku": "007", "name": "Bond"}]})
    rows = ['S1,2026-03-05,"=""007""",1,15', "S2,2026-03-05,'007,1,15", "S3,2026-03-05,\t007,1,15"]
    assert [line[2] for line in lines(bring(raw, file(*rows)))] == ["007"] * 3


def test_of_an_apostrophe_that_our_csv_wrote_the_text_behind_it_is_left_as_it_is() -> None:
    texts = ['"\'=""007"""', "''x", "'=1+1", "\t'007"]
    rows = [f"X{number},{text},1" for number, text in enumerate(texts)]
    found = bring(raw_book(), file(*rows, head="sku,name,list_price"), "products")
    names = found.imported.lines["products"]["name"].tolist()
    assert names == ['="007"', "'x", "=1+1", "007"]


def test_a_code_that_would_run_as_a_formula_is_only_a_code() -> None:
    assert codes(bring(book(), file('S1,2026-03-05,"=HYPERLINK(""x"")",1,15'))) == ["orders.csv:2 P201"]


TWICE = ("S1,2026-03-05,A01,2,15", "S1,2026-03-05,A01,2,15", "S1,2026-03-05,B02,1,15", "S2,2026-03-06,A01,1,15")


def test_equal_rows_of_one_order_are_kept_as_lines_of_their_own() -> None:
    found = bring(book(), file(*TWICE))
    assert lines(found) == [
        ("S1", 1, "A01", 20_000),
        ("S1", 2, "A01", 20_000),
        ("S1", 3, "B02", 10_000),
        ("S2", 1, "A01", 10_000),
    ]


def test_importing_twice_adds_nothing() -> None:
    found = bring(added(book(), file(*TWICE)), file(*TWICE))
    assert counted(found) == (0, 4, 0)
    assert found.changes == []


def test_importing_more_of_the_same_adds_just_the_new_rows() -> None:
    more = (*TWICE, "S1,2026-03-05,A01,2,15", "S3,2026-03-07,B02,1,15")
    found = bring(added(book(), file(*TWICE)), file(*more))
    assert lines(found) == [("S1", 4, "A01", 20_000), ("S3", 1, "B02", 10_000)]
    assert counted(found) == (2, 4, 0)


def test_the_order_of_rows_does_not_matter_when_a_file_comes_again() -> None:
    assert counted(bring(added(book(), file(*TWICE)), file(*reversed(TWICE)))) == (0, 4, 0)


def test_the_case_of_an_order_number_does_not_matter_when_a_file_comes_again() -> None:
    assert counted(bring(added(book(), file(*TWICE)), file(*(row.replace("S", "s") for row in TWICE)))) == (0, 4, 0)


@pytest.mark.parametrize("row", ["S2,2026-03-06,A01,3,15", "S2,2026-03-06,A01,1,14.5"])
def test_a_row_that_changed_since_is_told_and_the_old_line_stays(row: str) -> None:
    found = bring(added(book(), file(*TWICE)), file(*TWICE[:3], row))
    assert codes(found) == ["orders.csv:5 P234"]
    assert counted(found) == (0, 3, 1)


BARE = ("2026-03-05 10:00,A01,2,15", "2026-03-05 10:00,A01,2,15", "2026-03-06,B02,1,15")
BARE_HEAD = HEAD.partition(",")[2]


def test_rows_without_a_number_get_one_from_their_content() -> None:
    first = bring(book(), file(*BARE, head=BARE_HEAD)).imported.lines["sales"]["doc_no"].tolist()
    again = bring(book(), file(*reversed(BARE), head=BARE_HEAD)).imported.lines["sales"]["doc_no"].tolist()
    assert sorted(first) == sorted(again)
    assert len(set(first)) == 3
    assert [number[:10] for number in first] == ["SO-260305-", "SO-260305-", "SO-260306-"]


def test_generated_numbers_are_the_same_in_years_to_come() -> None:
    """Pinned: were they to change, every file imported so far would be added a second time."""
    found = bring(book(), file(*BARE, head=BARE_HEAD))
    assert found.imported.lines["sales"]["doc_no"].tolist() == PINNED


PINNED = ["SO-260305-4B0F3F99", "SO-260305-C4685712", "SO-260306-DF237E65"]


def test_rows_without_a_number_are_known_when_they_come_again() -> None:
    raw = added(book(), file(*BARE, head=BARE_HEAD))
    assert counted(bring(raw, file(*BARE, head=BARE_HEAD))) == (0, 3, 0)
    assert counted(bring(raw, file(*BARE, "2026-03-07,B02,1,15", head=BARE_HEAD))) == (1, 3, 0)


def test_what_was_imported_is_ready_to_be_posted() -> None:
    raw = added(book(), file("R1,2026-03-01,A01,10,6", head="单号,收货时间,商品编码,数量,单价"), "receipts")
    raw = added(raw, file("S1,2026-03-05,A01,2,15", "C1,2026-03-08,A01,-1,15"))
    outcome = do(raw, "post")
    assert outcome.moved == 3
    assert Counter(problem.code for problem in outcome.problems) == {"P214": 1}


def test_what_is_imported_stands_under_the_books_own_headings() -> None:
    raw = book()
    table = raw.tables["tblSales"]
    headings = tuple("SKU" if heading == "商品编码" else heading for heading in table.headings)
    mixed = RawTable(table.name, table.sheet, headings, table.header_row, 1, table.cells)
    (change,) = bring(RawBook(raw.tables | {"tblSales": mixed}, raw.sheets), file(TWICE[0])).changes
    written = {column.heading: column.values.tolist() for column in change.columns}
    assert written["SKU"] == ["A01"]
    assert written["订单号"] == ["S1"]
    assert set(written) <= {*BY_KEY["sales"].column("sku").title, *headings}
