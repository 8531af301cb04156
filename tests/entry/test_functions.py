"""Every worksheet function as Excel has it served, and when what is known of a book is no longer good enough."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlwings as xw

from jxc_xl.entry import functions
from jxc_xl.entry.functions import SERVED
from jxc_xl.entry.functions_defined import FUNCTIONS, LONGEST
from jxc_xl.entry.snapshots import MOST, SNAPSHOTS, Snapshots
from jxc_xl.pipeline import Do, index_of
from jxc_xl.problems import JxcError, Place, Problem
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang
from tests.books import do, posted, raw_book, report
from tests.entry.served import Served, served

MISSING = -2147352572
NA_CODE, DIV_0_CODE = -2146826246, -2146826281
NAME = "C:\\店\\账本.xlsm"
BOOK = f"{NAME}|46350.43/36865.5/1|46350.43/36865.5/1"
TYPED = f"{NAME}|46350.43/36865.5/1|2"
POSTED = f"{NAME}|46350.44/36890/3|46350.44/36890/3"
OTHER = "C:\\店\\另一本.xlsm|46350.43/36865.5/1|46350.43/36865.5/1"
DAY1, DAY3, DAY5 = 46_082.0, 46_084.0, 46_086.0
PERIOD = (DAY1, DAY3)
NOW = pd.Timestamp.now()


def day(number: int, clock: str = "00:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-03-{number:02d} {clock}")


def book(extra: str = "") -> RawBook:
    """Ten A01 and ten 1001 came on day 1; of A01 four were sold on day 3, one came back on day 4, two wait."""
    lot = {"lot": "L1", "expires_on": NOW.floor("D") + pd.Timedelta(days=7), "supplier": "S1"}
    came = {"doc_no": "R1", "received_at": day(1), "arrived_qty": 10, "unit_price": 6}
    sale = {"sku": "A01", "unit_price": 15, "channel": "TB"}
    rows: dict[str, list[dict[str, Any]]] = {
        "products": [
            {"sku": "A01", "name": "Cup", "min_stock": 8, "unit": "pcs"},
            {"sku": 1001.0, "name": "Bowl"},
            *([{"sku": extra, "name": extra}] if extra else []),
        ],
        "suppliers": [{"supplier": "S1", "name": "s"}],
        "channels": [{"channel": "TB"}],
        "quotes": [{"supplier": "S1", "sku": "A01", "unit_price": 5.5, "from_qty": 10}],
        "purchases": [
            {"doc_no": "P1", "ordered_on": day(1), "supplier": "S1", "sku": "A01", "qty": 3, "unit_price": 5}
        ],
        "receipts": [{**came, "sku": "A01", **lot}, {**came, "sku": "1001"}],
        "sales": [
            {**sale, "doc_no": "S1", "ordered_at": day(3, "10:00"), "qty": 4, "lot": "L1"},
            {**sale, "doc_no": "S2", "ordered_at": day(5), "qty": 2, "status": "open"},
        ],
        "returns": [{**sale, "doc_no": "T1", "returned_at": day(4), "qty": 1, "original_no": "S1", "lot": "L1"}],
    }
    return posted(raw_book(rows))


@pytest.fixture(scope="module")
def raw() -> RawBook:
    return book()


@pytest.fixture(scope="module")
def excel() -> Iterator[Served]:
    with served() as found:
        yield found


@pytest.fixture(autouse=True)
def known(raw: RawBook) -> Iterator[None]:
    SNAPSHOTS.put(BOOK, index_of(raw, NOW))
    yield
    SNAPSHOTS.forget()


AGE = float((NOW.floor("D") - pd.Timestamp("2026-03-01")).days)
RANGE = (("A01",), (1001.0,), ("zz",), (None,), (DIV_0_CODE,))
ANSWERS: Mapping[str, tuple[tuple[object, ...], object, list[object]]] = {
    "JXC_STOCK": ((), 7.0, [7.0, 10.0]),
    "JXC_AVAILABLE": ((), 5.0, [5.0, 10.0]),
    "JXC_RESERVED": ((), 2.0, [2.0, 0.0]),
    "JXC_ONORDER": ((), 3.0, [3.0, 0.0]),
    "JXC_UNITCOST": ((DAY3, "fifo"), 6.0, [6.0, 6.0]),
    "JXC_VALUE": (("main", DAY3), 36.0, [36.0, 60.0]),
    "JXC_SOLD": ((*PERIOD, "TB"), 4.0, [4.0, 0.0]),
    "JXC_RETURNED": ((DAY3, DAY5), 1.0, [1.0, 0.0]),
    "JXC_SALES": ((*PERIOD, MISSING), 60.0, [60.0, 0.0]),
    "JXC_COGS": ((MISSING, DAY5), 18.0, [18.0, 0.0]),
    "JXC_MARGIN": (PERIOD, 36.0, [36.0, 0.0]),
    "JXC_MARGINRATE": ((None, None, "tb"), 0.6, [0.6, "#NUM!"]),
    "JXC_PURCHASED": ((*PERIOD, "s1"), 10.0, [10.0, 0.0]),
    "JXC_LASTPRICE": ((MISSING,), 6.0, [6.0, 6.0]),
    "JXC_BESTPRICE": ((10.0,), 5.5, [5.5, "#N/A"]),
    "JXC_BESTSUPPLIER": ((10.0,), "S1", ["S1", "#N/A"]),
    "JXC_PRODUCT": (("商品名称",), "Cup", ["Cup", "Bowl"]),
    "JXC_REORDERPOINT": ((), 8.0, [8.0, 0.0]),
    "JXC_SAFETYSTOCK": ((), 0.0, [0.0, 0.0]),
    "JXC_REORDERQTY": ((), 0.0, [0.0, 0.0]),
    "JXC_COVERDAYS": ((), "#N/A", ["#N/A", "#N/A"]),
    "JXC_FORECAST": ((8.0,), 0.0, [0.0, "#N/A"]),
    "JXC_ABC": ((), "A", ["A", "C"]),
    "JXC_XYZ": ((), "Z", ["Z", "Z"]),
    "JXC_AGE": ((), AGE, [AGE, AGE]),
}
"""Functions of products: other arguments, the answer to A01, and those to A01 and 1001 in a range."""


@pytest.mark.parametrize("name", ANSWERS)
def test_a_function_answers_a_cell_and_a_range(excel: Served, name: str) -> None:
    others, one, two = ANSWERS[name]
    assert excel.ask(name, BOOK, "A01", *others) == one
    assert excel.ask(name, BOOK, RANGE, *others) == [[cell] for cell in (*two, "#N/A", "", "#DIV/0!")]
    assert excel.call_udf(name, BOOK, (("a01", 1001.0),), *others) == [two], "a row is a row"


@pytest.mark.parametrize("name", ANSWERS)
def test_arguments_that_are_missing_are_as_good_as_empty(excel: Served, name: str) -> None:
    optional = [one.is_optional for one in FUNCTIONS[name].parameters[1:]]
    if not all(optional):
        return
    answers = [excel.ask(name, BOOK, "A01", *(left,) * len(optional)) for left in (MISSING, None, "")]
    assert answers == [excel.ask(name, BOOK, "A01")] * 3
    assert answers[0] == SERVED[name](BOOK, "A01")


@pytest.mark.parametrize("name", ANSWERS)
def test_errors_go_through_a_function_wherever_they_are(excel: Served, name: str) -> None:
    others = list(ANSWERS[name][0])
    assert excel.ask(name, BOOK, NA_CODE, *others) == "#N/A"
    for position in range(len(others)):
        wrong = [*others[:position], DIV_0_CODE, *others[position + 1 :]]
        assert excel.ask(name, BOOK, "A01", *wrong) == "#DIV/0!"
        assert excel.ask(name, BOOK, (("A01",), (None,)), *wrong) == [["#DIV/0!"], ["#DIV/0!"]]


def test_tables_are_answered_with_their_headings(excel: Served) -> None:
    card = excel.ask("JXC_CARD", BOOK, "A01", DAY3, MISSING)
    assert [row[2:5] for row in card] == [["类别", "单号", "行号"], ["销售", "S1", 1.0], ["销售退货", "T1", 1.0]]
    assert card[1][1] == DAY3 + 10 / 24
    summary = excel.ask("JXC_SUMMARY", BOOK, None, DAY3)
    assert [[row[0], row[-2]] for row in summary[1:]] == [["1001", 10.0], ["A01", 6.0]]
    assert [row[2:] for row in excel.ask("JXC_EXPIRING", BOOK, 7.0)[1:]] == [["L1", serial(7), 7.0, 7.0]]
    assert excel.call_udf("JXC_EXPIRING", BOOK, 6.0) == [["商品编码", "商品名称", "批次", "到期日", "数量", "剩余天数"]]
    assert excel.ask("JXC_LOW", BOOK)[1:] == [["A01", "Cup", 5.0, 8.0, 3.0]]
    assert excel.ask("JXC_CARD", BOOK, "zz", None, None) == "#N/A"


def test_a_supplier_is_scored_and_slow_movers_are_listed_as_the_reports_have_them(excel: Served, raw: RawBook) -> None:
    assert excel.ask("JXC_SUPPLIERSCORE", BOOK, "s1") == 1.0
    assert excel.ask("JXC_SUPPLIERSCORE", BOOK, (("S1",), ("A01",), (None,))) == [[1.0], ["#N/A"], [""]]
    assert excel.ask("JXC_SUPPLIERSCORE", BOOK, DIV_0_CODE) == "#DIV/0!"
    lines = report(do(raw, Do.RECALC), "slow")
    told = [[row[0], row[3], row[4]] for row in excel.ask("JXC_SLOW", BOOK, MISSING)[1:]]
    assert told == [[line["sku"], line["amount"], line["age_days"]] for line in lines] != []
    assert len(excel.call_udf("JXC_SLOW", BOOK, 30_000.0)) == 1, "all of it came and was sold within that time"
    assert [excel.ask("JXC_SLOW", BOOK, days) for days in (0.0, -1.0, "x")] == ["#NUM!", "#NUM!", "#VALUE!"]


def test_a_forecast_is_of_one_to_eight_weeks() -> None:
    asked: list[object] = [None, 1.0, 8.9, 9.0, 0.5, "x"]
    assert [SERVED["JXC_FORECAST"](BOOK, "A01", weeks) for weeks in asked] == [0, 0, 0, "#NUM!", "#NUM!", "#VALUE!"]


def serial(days: int) -> float:
    return float((NOW.floor("D") - pd.Timestamp("1899-12-30")).days + days)


@pytest.mark.parametrize("products", [[], [{"sku": "A01", "name": "Cup"}]])
def test_a_book_in_which_nothing_has_happened_answers_too(products: list[dict[str, object]]) -> None:
    SNAPSHOTS.put(BOOK, index_of(raw_book({"products": products, "channels": [{"channel": "TB"}]}), NOW))
    nothing = {"JXC_UNITCOST": "#NUM!", "JXC_MARGINRATE": "#NUM!", "JXC_PRODUCT": "Cup"}
    nothing |= dict.fromkeys(("JXC_LASTPRICE", "JXC_BESTPRICE", "JXC_BESTSUPPLIER"), "#N/A")
    nothing |= dict.fromkeys(("JXC_COVERDAYS", "JXC_FORECAST", "JXC_AGE"), "#N/A") | {"JXC_ABC": "C", "JXC_XYZ": "Z"}
    for name, (others, _, _) in ANSWERS.items():
        given = [None if one in {MISSING, "s1"} else one for one in others]
        expected = nothing.get(name, 0.0) if products else "#N/A"
        assert SERVED[name](BOOK, "A01", *given) == expected
        assert SERVED[name](BOOK, [["A01"], [None]], *given) == [[expected], [""]]
    tables = [SERVED["JXC_SUMMARY"](BOOK), SERVED["JXC_EXPIRING"](BOOK, 100_000.0), SERVED["JXC_LOW"](BOOK)]
    assert [len(table) for table in tables if isinstance(table, list)] == [1, 1, 1]
    card = SERVED["JXC_CARD"](BOOK, "A01")
    assert len(card) == 1 if isinstance(card, list) else card == "#N/A" and not products


def test_every_function_is_tested_here() -> None:
    others = {"JXC_CARD", "JXC_SUMMARY", "JXC_EXPIRING", "JXC_LOW", "JXC_SLOW", "JXC_SUPPLIERSCORE"}
    assert FUNCTIONS.keys() == {*ANSWERS, *others}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_xlwings_knows_a_function_by_what_excel_should_know_of_it(excel: Served, name: str) -> None:
    facts = getattr(excel.module, name).__xlfunc__
    assert (facts["name"], facts["category"], facts["volatile"], facts["sub"]) == (name, "JXC", False, False)
    first, *others = facts["args"]
    assert (first["name"], first["vba"]) == ("book", "JxcBook()")
    assert [one["name"] for one in others] == [one.name for one in FUNCTIONS[name].parameters]
    assert ["optional" in one for one in others] == [one.is_optional for one in FUNCTIONS[name].parameters]
    assert all(one["options"] == {"convert": "raw"} for one in facts["args"])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_described_in_both_languages_with_a_sample_that_works(name: str) -> None:
    function = FUNCTIONS[name]
    assert getattr(functions, name) is SERVED[name]
    for lang in Lang:
        assert len(function.description(lang)) <= LONGEST
        assert function.description(lang).endswith(function.sample)
    assert function.description(Lang.EN).isascii()
    assert re.search("[\u4e00-\u9fff]", function.says.zh)
    match = re.fullmatch(rf"={name}\((.*)\)", function.sample)
    assert match
    arguments = json.loads(f"[{match[1].replace('A2', json.dumps('A01'))}]")
    answer = SERVED[name](BOOK, *arguments)
    has_none = name == "JXC_COVERDAYS"  # nothing was sold of late
    assert answer == "#N/A" if has_none else isinstance(answer, list | float) or not answer.startswith("#")


def test_functions_that_a_report_answers_too_say_what_it_says(raw: RawBook) -> None:
    outcome = do(raw, Do.RECALC)
    told = {name: function.answered_from for name, function in FUNCTIONS.items() if function.answered_from}
    assert len(told) == 8
    for name, (sheet, column) in told.items():
        for line in report(outcome, sheet):
            assert SERVED[name](BOOK, line["sku"]) == line[column]


def test_arguments_may_be_named_as_in_python() -> None:
    assert SERVED["JXC_STOCK"](BOOK, "A01", as_of=DAY1) == 10.0
    assert SERVED["JXC_SOLD"](BOOK, sku="A01", to_day=DAY1) == 0.0


def test_a_book_in_another_state_has_to_be_read_first(excel: Served) -> None:
    for name, (others, _, _) in ANSWERS.items():
        assert excel.ask(name, POSTED, "A01", *others) == "#JXC!"
        assert excel.ask(name, OTHER, RANGE, *others) == "#JXC!"
    assert excel.ask("JXC_LOW", POSTED) == "#JXC!"


READING_ENTRIES = {
    "JXC_AVAILABLE", "JXC_RESERVED", "JXC_ONORDER", "JXC_BESTPRICE", "JXC_BESTSUPPLIER", "JXC_PRODUCT",
    "JXC_LOW", "JXC_EXPIRING", "JXC_SUMMARY", "JXC_REORDERPOINT", "JXC_SAFETYSTOCK", "JXC_REORDERQTY",
    "JXC_COVERDAYS", "JXC_FORECAST", "JXC_ABC", "JXC_XYZ", "JXC_SLOW", "JXC_SUPPLIERSCORE",
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_somebody_typed_matters_only_to_functions_that_read_it(name: str) -> None:
    arguments = ("A01", *ANSWERS[name][0]) if name in ANSWERS else (None, None, None)[: len(FUNCTIONS[name].parameters)]
    arguments = tuple(None if one == MISSING else one for one in arguments)
    answers = {known: SERVED[name](known, *arguments) for known in (BOOK, TYPED)}
    assert answers[BOOK] != "#JXC!"
    assert answers[TYPED] == ("#JXC!" if name in READING_ENTRIES else answers[BOOK])


def test_a_product_that_may_have_just_been_typed_is_looked_for_once_more() -> None:
    assert SERVED["JXC_STOCK"](BOOK, "new") == "#N/A"
    assert SERVED["JXC_STOCK"](TYPED, "new") == "#JXC!"
    assert SERVED["JXC_STOCK"](TYPED, [["A01"], ["new"]]) == "#JXC!"
    assert SERVED["JXC_STOCK"](TYPED, [["A01"], [1001.0]]) == [[7.0], [10.0]]
    SNAPSHOTS.put(TYPED, index_of(book("new"), NOW))
    assert SERVED["JXC_STOCK"](TYPED, [["A01"], ["new"], ["zz"]]) == [[7.0], [0.0], ["#N/A"]]


def test_yesterdays_index_is_not_asked(raw: RawBook) -> None:
    SNAPSHOTS.put(BOOK, index_of(raw, NOW - pd.Timedelta(days=1)))
    assert SERVED["JXC_STOCK"](BOOK, "A01") == "#JXC!"


def test_a_day_later_a_book_is_read_again(raw: RawBook) -> None:
    today = [NOW.date()]
    snapshots = Snapshots(lambda: today[0])
    snapshots.put(BOOK, index_of(raw, NOW))
    assert snapshots.find(BOOK, needs_entries=True)
    today[0] += dt.timedelta(days=1)
    assert snapshots.find(BOOK, needs_entries=False) is None


def test_a_book_that_cannot_be_read_is_not_read_again_in_the_same_state() -> None:
    reads: list[str] = []

    def broken(_: object, __: object) -> RawBook:
        reads.append("read")
        raise JxcError("H001", path=NAME)

    SNAPSHOTS.read(POSTED, None, NOW, broken)
    assert [SERVED["JXC_STOCK"](POSTED, "A01"), SERVED["JXC_LOW"](POSTED)] == ["#VALUE!", "#VALUE!"]
    assert reads == ["read"]
    assert [(name, problem.code) for name, problem in SNAPSHOTS.problems()] == [(NAME, "H001")]
    assert SERVED["JXC_STOCK"](POSTED + "1", "A01") == "#JXC!", "somebody typed: it may be mended"
    assert SERVED["JXC_STOCK"](OTHER, "A01") == "#JXC!"
    SNAPSHOTS.read(POSTED + "1", None, NOW, lambda *_: book())
    assert SERVED["JXC_STOCK"](POSTED + "1", "A01") == 7.0
    assert SNAPSHOTS.problems() == []


def test_a_book_that_is_none_of_ours_cannot_be_read_either() -> None:
    SNAPSHOTS.read(POSTED, None, NOW, lambda *_: RawBook({}, ("Sheet1",)))
    assert SERVED["JXC_STOCK"](POSTED, "A01") == "#VALUE!"
    assert [problem.code for _, problem in SNAPSHOTS.problems()] == ["P114"]


def test_a_failure_of_the_program_is_remembered_and_told() -> None:
    def failing(_: object, __: object) -> RawBook:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        SNAPSHOTS.read(POSTED, None, NOW, failing)
    assert SERVED["JXC_STOCK"](POSTED, "A01") == "#VALUE!"


def test_only_the_books_asked_for_last_are_kept(raw: RawBook) -> None:
    snapshots = Snapshots()
    index = index_of(raw, NOW)
    keys = [f"{number}|1|1" for number in range(MOST + 1)]
    for key in keys[:-1]:
        snapshots.put(key, index)
    assert snapshots.find(keys[0], needs_entries=True)
    snapshots.fail(keys[-1], Problem("H001", Place("x")))
    kept = [key for key in keys if snapshots.find(key, needs_entries=True)]
    assert kept == [keys[0], *keys[2:]]


def test_several_threads_may_ask_while_a_book_is_read_again(raw: RawBook) -> None:
    index = index_of(raw, NOW)
    answers: list[object] = []

    def ask(start: int) -> None:
        for number in range(200):
            asked = DAY1 + (start + number) % 3
            answers.append(SERVED["JXC_SOLD"](BOOK, [["A01"], ["1001"]], DAY1, asked))
            SNAPSHOTS.put(BOOK, index)

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 800
    assert {json.dumps(answer) for answer in answers} == {"[[0.0], [0.0]]", "[[4.0], [0.0]]"}


@pytest.mark.office
def test_the_calling_workbook_is_read_when_it_asks_for_it(tmp_path: Path, excel: Served) -> None:
    from jxc_xl.entry.calc import opened  # noqa: PLC0415 (LibreOffice's Python is only loaded here)
    from tests.entry.live import shop  # noqa: PLC0415

    with opened(shop(tmp_path)) as workbook:
        workbook.set_mock_caller()
        try:
            assert excel.ask("JXC_STOCK", POSTED, "A01", None, None) == "#JXC!"
            excel.ask("jxc_read", POSTED)
            assert excel.ask("JXC_RESERVED", POSTED, "A01") == 4.0
        finally:
            delattr(xw.Book, "_mock_caller")  # xlwings has no other way
