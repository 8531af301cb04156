"""Quotes, lots that expire, products that run low, costs under other methods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.answer import buying, lists, stock
from jxc_xl.answer.index import Index
from jxc_xl.pipeline import Do, index_of
from jxc_xl.terms import Lang
from tests.answer.worlds import DAY, answered, traded, traders
from tests.books import NOW, do, posted, raw_book, report
from tests.scenarios.shops import KIT, METHODS, SKUS, Shop, with_methods
from tests.test_laws import examples

NA, NUM, VALUE = "#N/A", "#NUM!", "#VALUE!"
TODAY = NOW.floor("D").to_pydatetime()
SUPPLIERS = ("S1", "S2", "S3")
Row = dict[str, object]


def made(rows: Mapping[str, Sequence[Row]], lang: Lang = Lang.ZH, **settings: object) -> Index:
    return index_of(posted(raw_book(rows, lang, **settings)), NOW)


def shelf(expires: dict[str, int | None], sold: Sequence[Row] = (), lang: Lang = Lang.ZH) -> Index:
    """Ten of A01 of each lot, which expires in so many days."""
    came: list[Row] = [
        {
            "doc_no": f"R{lot}",
            "received_at": dt.datetime(2026, 3, 1),  # noqa: DTZ001
            "sku": "A01",
            "arrived_qty": 10,
            "unit_price": 1,
            "lot": lot,
            "expires_on": None if days is None else TODAY + days * DAY,
        }
        for lot, days in expires.items()
    ]
    gone: list[Row] = [
        {"doc_no": f"S{i}", "ordered_at": dt.datetime(2026, 3, 2), "sku": "A01", "unit_price": 1, **row}  # noqa: DTZ001
        for i, row in enumerate(sold)
    ]
    return made({"products": [{"sku": "A01", "name": "Milk"}], "receipts": came, "sales": gone}, lang)


def rows_of(answer: object) -> list[list[object]]:
    assert isinstance(answer, list)
    return answer[1:]


def test_lots_expire_the_soonest_first_and_those_that_have_expired_are_among_them() -> None:
    index = shelf({"L3": 31, "L1": 30, "L0": -2, "L9": None})
    found = answered(index, lists.EXPIRING, 30.0)
    serial = (TODAY - dt.datetime(1899, 12, 30)).days  # noqa: DTZ001
    assert found == [
        ["商品编码", "商品名称", "批次", "到期日", "数量", "剩余天数"],
        ["A01", "Milk", "L0", serial - 2.0, 10.0, -2.0],
        ["A01", "Milk", "L1", serial + 30.0, 10.0, 30.0],
    ]
    assert len(rows_of(answered(index, lists.EXPIRING, 31))) == 3


def test_nothing_that_expires_leaves_one_row_of_headings_in_the_books_language() -> None:
    index = shelf({"L1": 10}, lang=Lang.EN)
    assert answered(index, lists.EXPIRING, 9) == [["SKU", "Name", "Lot", "Expires on", "Quantity", "Days left"]]
    assert answered(index, lists.EXPIRING, -1) == NUM
    assert answered(index, lists.EXPIRING, "soon") == VALUE


def test_a_lot_that_is_gone_does_not_expire_and_what_names_no_lot_takes_the_soonest() -> None:
    sold: list[Row] = [{"qty": 10, "lot": "L1"}, {"qty": 4}]
    lots = [row[2:5:2] for row in rows_of(answered(shelf({"L1": 1, "L2": 9, "L3": 5}, sold), lists.EXPIRING, 30))]
    assert lots == [["L3", 6.0], ["L2", 10.0]]
    owed = shelf({"L1": 1, "L2": 9}, [{"qty": 13, "lot": "L1"}])
    assert [row[2:5:2] for row in rows_of(answered(owed, lists.EXPIRING, 30))] == [["L2", 10.0]]
    lots = [row[2:5:2] for row in rows_of(answered(shelf({"L1": 1, "L2": 9}, [{"qty": 13}]), lists.EXPIRING, 30))]
    assert lots == [["L2", 7.0]]


def test_low_lists_active_products_of_which_less_is_available_than_there_should_be() -> None:
    few = [("A", 5, None), ("B", 10, None), ("C", 11, None), ("D", 12.5, "stopped"), ("E", None, None), ("F", 0, None)]
    products: list[Row] = [
        {"sku": sku, "name": sku.lower(), "min_stock": least, "status": status} for sku, least, status in few
    ]
    came: list[Row] = [
        {"doc_no": sku, "received_at": TODAY - DAY, "sku": sku, "arrived_qty": 10, "unit_price": 1} for sku in "ABCDE"
    ]
    wait: Row = {"ordered_at": TODAY, "unit_price": 1, "status": "open"}
    waits: list[Row] = [
        {**wait, "doc_no": "W1", "sku": "A", "qty": 6.5},
        {**wait, "doc_no": "W2", "sku": "E", "qty": 12},
    ]
    index = made({"products": products, "receipts": came, "sales": waits})
    assert answered(index, lists.LOW) == [
        ["商品编码", "商品名称", "可用", "最低库存", "缺少"],
        ["A", "a", 3.5, 5.0, 1.5],
        ["C", "c", 10.0, 11.0, 1.0],
    ]


QUOTES: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries(
        {
            "supplier": st.sampled_from((*SUPPLIERS, "S9")),
            "sku": st.sampled_from(("A01", "a01", "B02")),
            "from_qty": st.sampled_from((None, 0, 1, 5, 10.5)),
            "moq": st.sampled_from((None, 2, 10)),
            "unit_price": st.sampled_from((1, 2, 2.5, 3)),
            "valid_from": st.sampled_from((None, TODAY - DAY, TODAY, TODAY + DAY)),
            "valid_to": st.sampled_from((None, TODAY - DAY, TODAY, TODAY + DAY)),
        }
    ),
    max_size=12,
)


@examples(40)
@given(QUOTES)
def test_the_best_quote_is_the_cheapest_of_those_that_hold_today_for_the_quantity(quotes: list[Row]) -> None:
    masters = {
        "products": [{"sku": "A01", "name": "a"}, {"sku": "B02", "name": "b"}],
        "suppliers": [{"supplier": code, "name": code} for code in SUPPLIERS]
        + [{"supplier": "S9", "name": "gone", "status": "stopped"}],
    }
    index = index_of(raw_book({**masters, "quotes": quotes}), NOW)
    for sku in ("A01", "B02"):
        for qty in (0.5, 1, 2, 5, 10, 10.5, 100.00001):
            offers = sorted(
                (float(str(row["unit_price"])), str(row["supplier"])) for row in quotes if _is_offered(row, sku, qty)
            )
            price, supplier = offers[0] if offers else (NA, NA)
            assert answered(index, buying.BESTPRICE, sku, qty) == price
            assert answered(index, buying.BESTSUPPLIER, sku, qty) == supplier


def _is_offered(row: Row, sku: str, qty: float) -> bool:
    least = max(float(str(row["from_qty"] or 0)), float(str(row["moq"] or 0)))
    is_early = row["valid_from"] is not None and row["valid_from"] > TODAY  # type: ignore[operator]
    is_late = row["valid_to"] is not None and row["valid_to"] < TODAY  # type: ignore[operator]
    return str(row["sku"]).upper() == sku and row["supplier"] != "S9" and least <= qty and not is_early and not is_late


@pytest.mark.parametrize(
    ("qty", "expected"), [(0, NUM), (-1.0, NUM), (None, NUM), ("many", VALUE), (True, VALUE), ("3", 2.0)]
)
def test_a_quantity_to_buy_is_a_number_above_zero(qty: object, expected: object) -> None:
    quotes = [{"supplier": "S1", "sku": "A01", "unit_price": 2}]
    masters = {"products": [{"sku": "A01", "name": "a"}], "suppliers": [{"supplier": "S1", "name": "s"}]}
    index = index_of(raw_book({**masters, "quotes": quotes}), NOW)
    assert answered(index, buying.BESTPRICE, "A01", qty) == expected
    assert answered(index, buying.BESTPRICE, [["A01"], ["zz"], [None]], qty) == [[expected], [NA], [""]]


@examples(5)
@given(traders())
def test_a_unit_cost_under_another_method_is_what_a_book_of_that_method_says(shop: Shop) -> None:
    world = traded(shop)
    own = dict(zip(world.outcome.reports["stock"]["sku"], world.outcome.reports["stock"]["method"], strict=True))
    for method in METHODS[:3]:
        other = do(with_methods(world.raw, dict.fromkeys((*SKUS, KIT), method)), Do.REPORT)
        costs = {str(line["sku"]): line["unit_cost"] for line in report(other, "stock")}
        for sku in (*SKUS, KIT):
            expected = NUM if costs[sku] is None else costs[sku]
            answers = [answered(world.index, stock.UNITCOST, cell, None, method) for cell in (sku, [[sku], [sku]])]
            if own[sku] == method:
                expected = answered(world.index, stock.UNITCOST, sku)
            assert answers == [expected, [[expected], [expected]]], f"{sku} by {method}"


def test_goods_that_went_out_without_a_lot_cannot_be_identified() -> None:
    index = shelf({"L1": 1, "L2": 9}, [{"qty": 3}])
    assert answered(index, stock.UNITCOST, "A01", None, "specific") == NUM
    named = shelf({"L1": 1, "L2": 9}, [{"qty": 3, "lot": "L1"}])
    assert answered(named, stock.UNITCOST, "A01", None, "个别计价") == 1.0
