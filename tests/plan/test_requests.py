"""What runs low is asked for once, up to the maximum, at the best quote."""

from __future__ import annotations

import pandas as pd

from jxc_xl.pipeline import reorder
from tests.books import NOW, Rows, changed, raw_book

ROWS: dict[str, Rows] = {
    "products": [
        {"sku": "A01", "name": "杯", "min_stock": 10, "max_stock": 40, "supplier": "S1"},
        {"sku": "B02", "name": "碗", "min_stock": 5, "supplier": "S1"},
        {"sku": "C03", "name": "盘"},
        {"sku": "D04", "name": "壶", "min_stock": 5, "status": "停用"},
        {"sku": "E05", "name": "勺", "min_stock": 5, "max_stock": 20},
    ],
    "suppliers": [{"supplier": "S1", "name": "甲"}, {"supplier": "S2", "name": "乙"}],
    "quotes": [
        {"supplier": "S1", "sku": "A01", "unit_price": 3},
        {"supplier": "S2", "sku": "A01", "from_qty": 20, "unit_price": 2.5, "pack_qty": 12},
    ],
    "purchases": [
        {"doc_no": "P1", "sku": "A01", "qty": 4, "supplier": "S1", "status": "已下单"},
        {"doc_no": "P2", "sku": "E05", "qty": 6, "supplier": "S1", "status": "申请"},
    ],
}


def test_what_lacks_is_asked_for_up_to_the_maximum_at_the_best_quote_one_document_a_supplier() -> None:
    """A01: 4 on order, below 10: 36 lack to 40, 20 or more cost 2.5 at S2, in packs of 12: 36. B02: 5, of S1.

    C03 has no minimum, D04 is stopped, E05 has 6 requested already.
    """
    asked = reorder(raw_book(ROWS), NOW, "PO-1").lines
    assert asked[["doc_no", "supplier", "sku", "qty"]].to_numpy().tolist() == [
        ["PO-1", "S1", "B02", 50000],
        ["PO-1-2", "S2", "A01", 360000],
    ]
    assert asked["unit_price"].tolist() == [pd.NA, 2_500_000]
    assert set(asked["status"]) == {"requested"}


def test_asking_twice_asks_once() -> None:
    raw = raw_book(ROWS)
    raw = changed(raw, reorder(raw, NOW, "PO-1").changes)
    assert reorder(raw, NOW, "PO-2").changes == []
