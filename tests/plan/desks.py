"""Small shops with orders on the desk. It is 9:30 on Tuesday, 24 November 2026."""

from __future__ import annotations

from collections.abc import Mapping

from jxc_xl.plan.plan import Plan
from jxc_xl.plan.processing import Clock
from jxc_xl.terms import Lang
from tests.books import NOW, Rows
from tests.plan.shops import plan_of
from tests.report.worked import Line, bought

CLOCK = Clock(NOW)


def order(doc_no: str, at: str, qty: float | None, price: float = 10, **more: object) -> Line:
    """Return an order of A to be shipped, with an address."""
    line: Line = {"doc_no": doc_no, "ordered_at": at, "sku": "A", "qty": qty, "unit_price": price}
    return line | {"status": "open", "address": "1 High Street"} | more


def ordered(doc_no: str, qty: float, promised_on: str | None, **more: object) -> Line:
    """Return a purchase of A from V at 5."""
    line: Line = {"doc_no": doc_no, "sku": "A", "qty": qty, "supplier": "V", "unit_price": 5}
    return line | {"promised_on": promised_on} | more


def desk(
    sales: Rows,
    lang: Lang = Lang.ZH,
    *,
    there: float = 10,
    refused: int = 0,
    rows: Mapping[str, Rows] | None = None,
) -> Plan:
    """Return the plan of a shop with so many of A in MAIN."""
    shop: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}],
        "suppliers": [{"supplier": "V", "name": "v"}],
        "channels": [{"channel": "TB"}, {"channel": "JD"}],
        "receipts": [bought("R0", "2026-11-01", there, 5)] if there else [],
        "sales": sales,
    }
    return plan_of({**shop, **(rows or {})}, lang, refused=refused)
