"""Products that sell: rows of receipts and sales that end the day before today, 2026-11-24."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tests.books import NOW

Row = dict[str, object]
Sheets = dict[str, list[Row]]
TODAY = NOW.floor("D")


def on(days_ago: int) -> str:
    """Return a day as people type it."""
    return f"{TODAY - pd.Timedelta(days=days_ago):%Y-%m-%d}"


def seller(sku: str, left: float, *, each: float = 2, every: int = 1, days: int = 90) -> Sheets:
    """Return what was received and sold of a product: so much each so many days, up to yesterday; so much is left.

    All came the day before the first sale.
    """
    ago = list(range(days, 0, -every))
    receipt = {"received_at": on(days + 1), "accepted_qty": left + each * len(ago), "unit_price": 5}
    return {
        "receipts": [{"doc_no": f"R-{sku}", "sku": sku} | receipt],
        "sales": [
            {"doc_no": f"S-{sku}-{day}", "ordered_at": on(day), "sku": sku, "qty": each, "unit_price": 9} for day in ago
        ],
    }


def product(sku: str, **more: object) -> Row:
    return {"sku": sku, "name": sku.lower()} | more


def shop(*parts: Mapping[str, list[Row]], **more: list[Row]) -> Sheets:
    """Return the rows of a shop: those of its parts, sheet by sheet, and the products and suppliers they name."""
    rows: Sheets = {}
    for part in (*parts, more):
        for key, lines in part.items():
            rows.setdefault(key, []).extend(lines)
    known = {str(row["sku"]) for row in rows.get("products", [])}
    traded = {str(row["sku"]) for key in ("receipts", "sales") for row in rows.get(key, [])}
    rows.setdefault("products", []).extend(product(sku) for sku in sorted(traded - known))
    asked = {
        str(row["supplier"]) for key in ("quotes", "purchases") for row in rows.get(key, []) if row.get("supplier")
    }
    listed = {str(row["supplier"]) for row in rows.get("suppliers", [])}
    rows.setdefault("suppliers", []).extend({"supplier": code, "name": code} for code in sorted(asked - listed))
    return rows
