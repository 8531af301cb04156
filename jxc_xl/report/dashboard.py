"""首页 Dashboard: the shop at a glance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.report.facts import WHOLE, Facts
from jxc_xl.terms import Movement


def dashboard(facts: Facts, reports: Mapping[str, pd.DataFrame]) -> dict[str, object]:
    """Return each measure's value by key: scaled integers, a date, a truth, or None where there is none."""
    stock, margin = reports["stock"], reports["margin"]
    revenue, cost = numbers.total(margin["revenue"]), numbers.total(margin["cost_of_sales"])
    sold = set(facts.moves.loc[facts.moves["kind"] == Movement.SALE, "sku"])
    ledger = facts.ledger
    return {
        "as_of": facts.as_of,
        "products": int((stock["on_hand"] != 0).sum()),
        "stock_amount": numbers.total(stock["amount"]),
        "revenue": revenue,
        "cost_of_sales": cost,
        "margin": revenue - cost,
        "margin_rate": numbers.half_up_one((revenue - cost) * WHOLE, revenue) if revenue > 0 else None,
        "out_of_stock": int((stock["sku"].isin(sold) & (stock["on_hand"] <= 0)).sum()),
        "movements": len(ledger),
        "posting_no": int(facts.moves["posting_no"].max()) if len(facts.moves) else None,
        "problems": sum(problem.is_error for problem in facts.problems),
        "is_sound": bool(np.all(reports["self_check"]["holds"])),
    }
