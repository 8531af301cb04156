"""How arguments are read: codes as the reader reads them, days in every form, errors handed on, ranges of any shape."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import pytest

from jxc_xl.answer import buying, lists, products, stock, trade
from jxc_xl.answer.index import Index
from jxc_xl.pipeline import index_of
from jxc_xl.tables import ErrorCell
from tests.answer.worlds import answered
from tests.books import NOW, posted, raw_book

NA, NUM, VALUE = "#N/A", "#NUM!", "#VALUE!"
DAY3 = 46_084.0  # 2026-03-03 as Excel counts days
ERRORS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}


def day(number: int, clock: str = "00:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-03-{number:02d} {clock}")


def receipt(sku: object, qty: float, on: int, **more: object) -> dict[str, object]:
    return {"doc_no": f"R{sku}{on}", "received_at": day(on), "sku": sku, "arrived_qty": qty, "unit_price": 6} | more


@lru_cache(1)
def index() -> Index:
    """Ten of A01, 1001 and 00120 each on day 1; four of A01 sold on day 3 at 10:00, one more at the end of day 5."""
    sale = {"sku": "A01", "qty": 4, "unit_price": 15, "channel": "TB"}
    rows: dict[str, list[dict[str, object]]] = {
        "products": [
            {"sku": code, "name": f"n{code}", "min_stock": 20, "method": method}
            for code, method in (("A01", None), ("1001", "fifo"), ("00120", None))
        ],
        "suppliers": [{"supplier": "S1", "name": "s"}],
        "channels": [{"channel": "TB"}, {"channel": "JD"}],
        "receipts": [receipt("A01", 10, 1, supplier="S1"), receipt("1001", 10, 1), receipt("00120", 10, 1)],
        "sales": [
            {**sale, "doc_no": "S1", "ordered_at": day(3, "10:00")},
            {**sale, "doc_no": "S2", "ordered_at": day(5), "qty": 1},
        ],
    }
    return index_of(posted(raw_book(rows)), NOW)


@pytest.mark.parametrize("cell", ["A01", " a01 ", "Ａ\uff101", "a01\u200b", "A01\u3000"])
def test_a_code_is_read_as_the_reader_reads_it(cell: str) -> None:
    assert answered(index(), stock.STOCK, cell) == 5.0


def test_a_number_stands_for_the_code_it_looks_like() -> None:
    assert answered(index(), stock.STOCK, 1001.0) == 10.0
    assert answered(index(), stock.STOCK, 1001) == 10.0
    assert answered(index(), stock.STOCK, 120.0) == NA, "leading zeros are part of a code"


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000"])
def test_an_empty_key_has_an_empty_answer(cell: object) -> None:
    assert answered(index(), stock.STOCK, cell) == ""
    assert answered(index(), lists.CARD, cell) == ""
    assert answered(index(), products.PRODUCT, cell, "no field") == ""


@pytest.mark.parametrize("cell", [dt.datetime(2026, 3, 5), 1e15, "1.23E+18"])  # noqa: DTZ001
def test_what_excel_has_ruined_is_no_code(cell: object) -> None:
    assert answered(index(), stock.STOCK, cell) == VALUE


@pytest.mark.parametrize("cell", ["2026-03-03", "2026/3/3", "2026年3月3日", "2026.3.3", DAY3, int(DAY3), day(3)])
def test_a_day_may_be_written_in_many_ways_and_counts_whole(cell: object) -> None:
    assert answered(index(), stock.STOCK, "A01", None, cell) == 6.0
    assert answered(index(), trade.SOLD, "A01", cell, cell) == 4.0


def test_a_moment_counts_up_to_itself() -> None:
    at = [DAY3 + clock / 24 for clock in (9.99, 10, 10.01)]
    assert [answered(index(), stock.STOCK, "A01", None, moment) for moment in at] == [10.0, 6.0, 6.0]
    assert [answered(index(), trade.SOLD, "A01", moment, DAY3) for moment in at] == [4.0, 4.0, 0.0]
    assert answered(index(), trade.SOLD, "A01", "2026-03-03 10:00", "2026-03-03 10:00") == 4.0
    assert answered(index(), stock.STOCK, "A01", None, "2026-03-05 23:59:58") == 6.0, "what has no time leaves at night"


@pytest.mark.parametrize("cell", ["soon", True, "2026-02-30", 12.0, "1980-01-01", "2026-13-01"])
def test_what_is_no_day_is_a_wrong_value(cell: object) -> None:
    assert answered(index(), stock.STOCK, "A01", None, cell) == VALUE
    assert answered(index(), trade.SOLD, "A01", cell) == VALUE
    assert answered(index(), lists.CARD, "A01", None, cell) == VALUE
    assert answered(index(), lists.SUMMARY, cell) == VALUE


def test_time_that_ends_before_it_begins_is_an_impossible_number() -> None:
    for question in (trade.SOLD, trade.SALES, trade.MARGINRATE, trade.PURCHASED, lists.CARD):
        assert answered(index(), question, "A01", "2026-03-04", "2026-03-03") == NUM
    assert answered(index(), lists.SUMMARY, "2026-03-04", "2026-03-03") == NUM
    assert answered(index(), trade.SOLD, [["A01"], ["zz"], [None]], "2026-03-04", "2026-03-03") == [[NUM], [NA], [""]]


def test_unknown_codes_are_not_available() -> None:
    assert answered(index(), stock.STOCK, "zz") == NA
    assert answered(index(), stock.STOCK, "A01", "zz") == NA
    assert answered(index(), trade.SOLD, "A01", None, None, "zz") == NA
    assert answered(index(), trade.PURCHASED, "A01", None, None, "zz") == NA
    assert answered(index(), buying.LASTPRICE, "A01", "zz") == NA
    assert answered(index(), lists.CARD, "zz") == NA


def test_known_codes_of_which_nothing_moved_give_nothing() -> None:
    assert answered(index(), stock.STOCK, "A01", "hold") == 0.0
    assert answered(index(), stock.VALUE, "A01", "HOLD") == 0.0
    assert answered(index(), trade.SALES, "A01", None, None, "jd") == 0.0
    assert answered(index(), trade.MARGINRATE, "A01", None, None, "JD") == NUM
    assert answered(index(), buying.LASTPRICE, "1001", "S1") == NA


@pytest.mark.parametrize(("code", "name"), ERRORS.items())
def test_an_error_in_any_argument_comes_back_as_itself(code: int, name: str) -> None:
    for error in (code, name, ErrorCell(name)):
        assert answered(index(), stock.STOCK, error) == name
        assert answered(index(), stock.STOCK, "A01", error) == name
        assert answered(index(), stock.STOCK, "", None, error) == name, "before an empty key"
        assert answered(index(), trade.SOLD, [["A01", "zz"]], None, error) == [[name, name]]
        assert answered(index(), lists.EXPIRING, error) == name
    assert answered(index(), stock.STOCK, [[code, "A01", float(code)]]) == [[name, 5.0, NA]], "the number alone is none"


@pytest.mark.parametrize(
    ("text", "name"),
    [("Err:502", VALUE), ("Err:503", NUM), ("Err:532", "#DIV/0!"), ("Error 2042", NA), ("Err:9", VALUE)],
)
def test_errors_as_libreoffice_names_them_are_errors_too(text: str, name: str) -> None:
    assert answered(index(), stock.STOCK, text) == name


def test_true_is_not_one_and_nothing_is_answered_from_what_was_read_of_the_other() -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "products": [{"sku": "1", "name": "one"}, {"sku": "TRUE", "name": "true"}, {"sku": "0", "name": "no"}]
    }
    rows["receipts"] = [receipt("1", 3, 1), receipt("TRUE", 4, 1), receipt("0", 5, 1)]
    found = index_of(posted(raw_book(rows)), NOW)
    for cells in ([[1.0, True, 0.0, False]], [[True, 1.0, False, 0.0]], [[1, True, "1", "true"]]):
        expected = {str: {"1": 3.0, "true": 4.0}, bool: {True: 4.0, False: NA}, float: {1: 3.0, 0: 5.0}, int: {1: 3.0}}
        assert answered(found, stock.STOCK, cells) == [[expected[type(cell)][cell] for cell in cells[0]]]  # type: ignore[index]


def test_a_range_has_an_answer_of_its_own_shape() -> None:
    both = (("A01", "1001"), (None, "zz"))
    assert answered(index(), stock.STOCK, both) == [[5.0, 10.0], ["", NA]]
    assert answered(index(), stock.STOCK, (("A01",), ("1001",))) == [[5.0], [10.0]]
    assert answered(index(), stock.STOCK, ("A01", "1001")) == [[5.0, 10.0]], "an array constant has no rows"
    assert answered(index(), stock.STOCK, (("A01",),)) == 5.0


def test_other_ranges_go_cell_by_cell_beside_the_products() -> None:
    column, row = (("A01",), ("A01",)), (("A01", "A01"),)
    days = (("2026-03-02",), (None,))
    assert answered(index(), stock.STOCK, column, None, days) == [[10.0], [5.0]]
    assert answered(index(), stock.STOCK, column, None, (("2026-03-02", None),)) == [[10.0], [5.0]]
    assert answered(index(), stock.STOCK, row, None, days) == [[10.0, 5.0]]
    assert answered(index(), stock.STOCK, column, (("MAIN",), ("zz",)), days) == [[10.0], [NA]]
    assert answered(index(), stock.STOCK, column, (("MAIN",),), days) == [[10.0], [5.0]], "one cell goes for all"


@pytest.mark.parametrize("days", [(("2026-03-02",),) * 3, (("2026-03-02", None),) * 2])
def test_a_range_of_another_shape_is_a_wrong_value_in_each_cell(days: object) -> None:
    assert answered(index(), stock.STOCK, (("A01",), (None,)), None, days) == [[VALUE], [VALUE]]


def test_a_table_takes_no_ranges_and_one_product_takes_none_beside_it() -> None:
    days = (("2026-03-02",), ("2026-03-03",))
    assert answered(index(), stock.STOCK, "A01", None, days) == VALUE
    assert answered(index(), lists.SUMMARY, days) == VALUE
    assert answered(index(), lists.CARD, (("A01",), ("1001",))) == VALUE


def test_a_method_is_named_by_key_or_title_and_a_wrong_one_is_a_wrong_value() -> None:
    for method in ("fifo", "FIFO", "先进先出", "First in"):
        expected = VALUE if method == "First in" else 6.0
        assert answered(index(), stock.UNITCOST, "A01", None, method) == expected


def test_a_product_is_asked_by_key_or_heading_of_either_language() -> None:
    for field in ("min_stock", "最低库存", "Minimum stock", "minimum  STOCK"):
        assert answered(index(), products.PRODUCT, "a01", field) == 20.0
    assert answered(index(), products.PRODUCT, "1001", "Costing method") == "先进先出"
    assert answered(index(), products.PRODUCT, "A01", "计价方法") == ""
    assert answered(index(), products.PRODUCT, "A01", "status") == "在用"
    for other in ("colour", None, 5.0):
        assert answered(index(), products.PRODUCT, "A01", other) == VALUE
    assert answered(index(), products.PRODUCT, [["A01"], ["1001"]], [["name"], ["unit"]]) == [["nA01"], [""]]


def test_a_whole_day_of_a_range_ends_with_what_leaves_at_night() -> None:
    both = (("A01",), ("1001",))
    assert answered(index(), stock.STOCK, both, None, "2026-03-05") == [[5.0], [10.0]]
    assert answered(index(), stock.STOCK, both, None, "2026-03-04") == [[6.0], [10.0]]
    assert answered(index(), trade.SOLD, both, "2026-03-05", "2026-03-05") == [[1.0], [0.0]]
    assert answered(index(), trade.SOLD, both, "2026-03-04", "2026-03-04") == [[0.0], [0.0]]
    assert answered(index(), trade.SOLD, both, "2026-03-01", "2026-03-04", "tb") == [[4.0], [0.0]]


def test_a_whole_column_is_answered_down_to_its_last_filled_cell() -> None:
    column = [["A01"], [None], ["A01"], *([None] for _ in range(2**20 - 3))]
    answer = answered(index(), stock.STOCK, column)
    assert isinstance(answer, list)
    assert [len(answer), answer[1]] == [3, [""]]
