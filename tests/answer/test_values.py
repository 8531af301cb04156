"""Values of one warehouse, and unit costs under another method, in the cases that are easily got wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from jxc_xl.answer import stock
from jxc_xl.answer.index import Index
from jxc_xl.pipeline import index_of
from jxc_xl.terms import Lang
from tests.answer.worlds import answered
from tests.books import NOW, posted, raw_book
from tests.scenarios.shops import closed, with_methods

NUM = "#NUM!"
Row = dict[str, object]


def came(number: int, qty: float, price: float, warehouse: str = "MAIN", **more: object) -> Row:
    at = dt.datetime(2026, 3, number)  # noqa: DTZ001 (a shop's wall clock)
    row = {"doc_no": f"R{number}", "received_at": at, "sku": "A01", "arrived_qty": qty, "unit_price": price}
    return row | {"warehouse": warehouse} | more


def sold(number: int, qty: float, warehouse: str = "MAIN", **more: object) -> Row:
    at = dt.datetime(2026, 3, number)  # noqa: DTZ001
    row = {"doc_no": f"S{number}", "ordered_at": at, "sku": "A01", "qty": qty, "unit_price": 9}
    return row | {"warehouse": warehouse} | more


def made(*rows: Row, **settings: object) -> Index:
    sheets: dict[str, list[Row]] = {
        "products": [{"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl", "method": "fifo"}],
        "warehouses": [{"warehouse": name} for name in ("MAIN", "EAST")],
        "receipts": [row for row in rows if "received_at" in row],
        "sales": [row for row in rows if "ordered_at" in row],
    }
    return index_of(posted(raw_book(sheets, Lang.ZH, **settings)), NOW)


def values(index: Index) -> list[object]:
    """Return the value in all warehouses and in each, cell by cell; a range has to say the same."""
    places = (None, "MAIN", "EAST")
    one: list[object] = [answered(index, stock.VALUE, "A01", place) for place in places]
    ranges = [answered(index, stock.VALUE, (("A01",), ("B02",)), place) for place in places]
    assert ranges == [[[value], [0.0]] for value in one]
    return one


def test_a_warehouse_is_worth_its_share_of_the_quantity_half_up() -> None:
    index = made(came(1, 2, 1), came(2, 1, 1.01, "EAST"))
    assert values(index) == [3.01, 2.01, 1.0], "3.01 × 2 ÷ 3 and 3.01 × 1 ÷ 3"


def test_a_warehouse_with_a_cost_of_its_own_is_worth_that() -> None:
    index = made(came(1, 2, 1), came(2, 1, 4, "EAST"), cost_pool="按商品和仓库")
    assert values(index) == [6.0, 2.0, 4.0]


def test_what_is_owed_in_all_is_shared_over_the_warehouses_that_owe_it() -> None:
    index = made(came(1, 1, 6), sold(2, 4), came(3, 1, 6, "EAST"), allows_negative="是")
    assert answered(index, stock.STOCK, "A01") == -2.0
    assert values(index) == [-12.0, -18.0, 6.0]


def test_where_as_much_is_owed_as_there_is_a_warehouse_has_no_value() -> None:
    index = made(came(1, 1, 6), sold(2, 4), came(3, 3, 6, "EAST"), allows_negative="是")
    assert answered(index, stock.STOCK, "A01") == 0.0
    assert values(index) == [0.0, NUM, NUM]
    assert answered(index, stock.UNITCOST, "A01") == NUM


@pytest.mark.parametrize("method", ["fifo", "先进先出", "First in, first out", "FIFO"])
def test_a_cost_under_another_method_is_asked_in_either_language(method: str) -> None:
    index = made(came(1, 2, 1), came(2, 2, 3), sold(3, 1))
    expected = "#VALUE!" if method.startswith("First") else 2.333333
    assert answered(index, stock.UNITCOST, "A01", None, method) == expected
    assert answered(index, stock.UNITCOST, "A01") == 2.0
    assert answered(index, stock.UNITCOST, (("A01",), ("B02",)), "2026-03-02", "moving_average") == [[2.0], [NUM]]


def test_a_products_own_method_needs_no_lots_that_another_would() -> None:
    rows: dict[str, list[Row]] = {
        "products": [{"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl"}],
        "receipts": [came(1, 2, 1), came(2, 2, 3), came(3, 2, 3, sku="B02", lot="L1")],
        "sales": [sold(3, 1)],
    }
    raw = posted(raw_book(rows))
    both = (("A01",), ("B02",))
    assert answered(index_of(raw, NOW), stock.UNITCOST, both, None, "specific") == [[NUM], [3.0]]
    own = index_of(with_methods(raw, {"A01": "specific"}), NOW)
    assert answered(own, stock.UNITCOST, "A01", None, "specific") == answered(own, stock.UNITCOST, "A01")
    assert answered(own, stock.UNITCOST, both, None, "specific") == answered(own, stock.UNITCOST, both)


def test_a_products_own_method_means_its_cost_as_it_is_also_where_it_had_another_before() -> None:
    rows: dict[str, list[Row]] = {
        "products": [{"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl"}],
        "receipts": [came(1, 2, 1), came(2, 2, 3), came(3, 2, 1, sku="B02"), came(4, 2, 3, sku="B02")],
        "sales": [sold(5, 1), sold(6, 1, sku="B02")],
    }
    index = index_of(closed(posted(raw_book(rows)), "2026-03", {"A01": "fifo"}), NOW)
    both = (("A01",), ("B02",))
    assert answered(index, stock.UNITCOST, both) == [[2.0], [2.0]]
    assert answered(index, stock.UNITCOST, both, None, "fifo") == [[2.0], [2.333333]]
    assert answered(index, stock.UNITCOST, "A01", None, "fifo") == 2.0
