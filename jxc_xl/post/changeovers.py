"""What was changed in the way of costing since the last close: a method may be, what has a cost of its own may not."""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.ledger import closes, open_from
from jxc_xl.problems import Problem
from jxc_xl.terms import METHODS, Method


def changed_methods(book: Book, ledger: pd.DataFrame) -> list[Problem]:
    """Tell changes since the last close.

    Problems:
        P406: a product has another method from the open period on; P516: the cost pool is another one, which would
        change closed costs.
    """
    lines = closes(ledger)
    start = open_from(ledger)
    if start is None:
        return []
    is_by_warehouse = book.settings.cost_pool == "warehouse"
    if ((lines["warehouse"] == "*") != is_by_warehouse).any():
        return [Problem("P516", book.place("settings"), {})]
    last = dict(zip(lines["sku"], lines["method"], strict=True))
    products = book.lines["products"]
    return [
        Problem(
            "P406",
            book.place("products", int(row), "method"),
            {
                "sku": sku,
                "day": f"{start:%Y-%m-%d}",
                "before": METHODS[Method(last[sku])],
                "after": METHODS[Method(method or book.settings.method)],
            },
        )
        for sku, method, row in zip(products["sku"], products["method"], products["row"], strict=True)
        if last.get(sku) and last[sku] != (method or book.settings.method)
    ]
