"""Comparing suppliers for a product and a quantity: what it costs at the door, and how each delivers.

The best is who costs least, freight included, as `quotes` ranks offers: what holds for the quantity wanted comes before
what must be raised to be had. Delivery, quality and service stand beside it for a person to weigh.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.plan.buying import USUAL, Buying, stopped
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.quotes import holding, offers
from jxc_xl.plan.replenishment import proposals
from jxc_xl.plan.standing import levels_of, usual_order
from jxc_xl.plan.supplier_score import EVEN, Weights, supplier_score
from jxc_xl.report.facts import named
from jxc_xl.schema import BY_KEY

BESIDE = ["on_time", "accepted"]


def comparison(plan: Plan, how: Buying = USUAL, weights: Weights = EVEN) -> pd.DataFrame:
    """Return the suppliers who quote each active product, for what 补货 says to buy of it, else for a usual order.

    Returns:
        The columns of the sheet, by product, the best supplier first. What one supplier alone quotes is there too.
    """
    levels = levels_of(plan, how.policy, how.lead_days)
    usual = usual_order(plan, levels["demand"], how.policy)
    due = proposals(plan, how).set_index("sku")["wanted"]
    return compare(plan, due.reindex(usual.index).fillna(usual).astype(np.int64), weights)


def compare(plan: Plan, wanted: pd.Series, weights: Weights = EVEN) -> pd.DataFrame:
    """Return the best offer of each supplier who quotes a product, by product, the best first.

    Args:
        plan: The book.
        wanted: So many of each product, int64, scaled, > 0.
        weights: How much each criterion of a supplier counts.

    Returns:
        The columns of the sheet 比价. ``landed_price``: quote and freight, without tax, scaled by 10**6; ``lead_days``
        of the quote, else of the supplier; ``on_time`` and ``accepted`` as on 供应商评估; ``service``, people's own
        mark; ``qty``, what must be ordered; ``total``, what that costs, minor units; ``is_best``. Blank where unknown.
    """
    book = plan.facts.book
    suppliers = book.lines["suppliers"].drop_duplicates("supplier").set_index("supplier")
    quotes = holding(_landed(book.lines["quotes"]), plan.facts.as_of, stopped(plan))
    offered = offers(quotes, wanted, book.settings.money_digits)
    best = offered.drop_duplicates(["sku", "supplier"], ignore_index=True)
    code = best["supplier"]
    beside = supplier_score(plan, weights).set_index("supplier")[BESIDE].reindex(code).reset_index(drop=True)
    own = suppliers.reindex(code).reset_index(drop=True)
    found = best.rename(columns={"unit_price": "landed_price"}).assign(
        name=named(book, best["sku"]),
        wanted_qty=wanted.reindex(best["sku"]).to_numpy(np.int64),
        supplier_name=own["name"],
        lead_days=best["lead_days"].fillna(own["lead_days"]).astype("Int64"),
        service=own["service"],
        **{name: beside[name] for name in BESIDE},
    )
    return found[list(BY_KEY["comparison"].column_keys)]


def _landed(quotes: pd.DataFrame) -> pd.DataFrame:
    """Return quotes at the price to the door."""
    return quotes.assign(unit_price=quotes["unit_price"] + quotes["freight"].fillna(0))
