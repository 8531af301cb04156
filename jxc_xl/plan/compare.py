"""Comparing suppliers for a product and a quantity: what it costs at the door, and how each delivers.

The best is who costs least, freight included, as `quotes` ranks offers: what holds for the quantity wanted comes before
what must be raised to be had. Delivery, quality and service stand beside it for a person to weigh.
"""

from __future__ import annotations

import pandas as pd

from jxc_xl.plan.plan import Plan
from jxc_xl.plan.quotes import holding, offers
from jxc_xl.plan.supplier_score import supplier_score

BESIDE = ["name", "on_time", "accepted"]


def compare(plan: Plan, sku: str, qty: int) -> pd.DataFrame:
    """Return the best offer of each supplier who quotes a product, the best first.

    Args:
        plan: The book.
        sku: The product.
        qty: So many, scaled, > 0.

    Returns:
        ``supplier``, ``name``; ``landed_price``, quote and freight, without tax, scaled by 10**6; ``lead_days``, of the
        quote, else of the supplier; ``on_time`` and ``accepted`` as on 供应商评估; ``service``, people's own mark,
        scaled by 10**6; ``qty``, what must be ordered; ``total``, what that costs, minor units; ``is_best``. Int64,
        blank where unknown.
    """
    book = plan.facts.book
    suppliers = book.lines["suppliers"].drop_duplicates("supplier").set_index("supplier")
    quotes = holding(_landed(book.lines["quotes"]), plan.facts.as_of, suppliers.index[suppliers["status"] == "stopped"])
    offered = offers(quotes, pd.Series({sku: qty}, dtype="int64"), book.settings.money_digits)
    best = offered.drop_duplicates("supplier", ignore_index=True)
    code = best["supplier"]
    beside = supplier_score(plan).set_index("supplier")[BESIDE].reindex(code).reset_index(drop=True)
    own = suppliers.reindex(code).reset_index(drop=True)
    lead_days = best["lead_days"].fillna(own["lead_days"]).astype("Int64")
    found = best.rename(columns={"unit_price": "landed_price"}).assign(lead_days=lead_days, service=own["service"])
    found = found.assign(**{name: beside[name] for name in BESIDE})
    return found[_COLUMNS]


_COLUMNS = [
    "supplier",
    "name",
    "landed_price",
    "lead_days",
    "on_time",
    "accepted",
    "service",
    "qty",
    "total",
    "is_best",
]


def _landed(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return quotes at the price to the door."""
    return quotes.assign(unit_price=quotes["unit_price"] + quotes["freight"].fillna(0))
