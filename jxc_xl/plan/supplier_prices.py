"""What suppliers ask and charge for the same goods, and how dear each is beside the cheapest.

A supplier charges what its receipts cost without tax, on average, free goods left out, and asks what its quotes say
today for as many as the shop takes at a time. A product that only one supplier has a price for says nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.quotes import holding, offers
from jxc_xl.plan.whole import UNIT
from jxc_xl.report.facts import WHOLE, exact, quantities, ratios, unit_costs
from jxc_xl.report.prices import is_bought

PAIR = ["sku", "supplier"]


def price_index(plan: Plan) -> pd.Series:
    """Return the lowest price of any supplier ÷ the own one, by supplier, weighted by quantity and price.

    It is what a supplier's goods would have cost at the lowest prices ÷ what they did cost; of a supplier who only
    quoted, what as many as the shop takes at a time would cost. Int64, scaled by 10**6; suppliers without a comparison
    are left out.
    """
    every = _prices(plan)
    lowest = every.groupby("sku")["price"].transform("min")
    has_other = every.groupby("sku")["supplier"].transform("nunique") > 1
    is_bought_of = every["supplier"].isin(every.loc[every["is_charged"], "supplier"])
    every = every.assign(lowest=lowest)[has_other & (every["is_charged"] | ~is_bought_of)]
    worth = pd.DataFrame({name: exact(every["qty"]) * exact(every[name]) for name in ("lowest", "price")})
    sums = worth.groupby(every["supplier"].to_numpy(object)).sum()
    return ratios(sums["lowest"], sums["price"], WHOLE)


def _prices(plan: Plan) -> pd.DataFrame:
    """Return what each supplier charged and asks for each product.

    Returns:
        ``sku``, ``supplier``; ``price``, > 0, scaled by 10**6; ``qty``, so many at that price; ``is_charged``, not
        asked.
    """
    bought = _bought(plan)
    sums = bought.groupby(PAIR)[["qty", "amount"]].sum().reset_index()
    price = unit_costs(sums["amount"], sums["qty"], plan.facts.book.settings.money_digits)
    charged = sums[PAIR].assign(price=price, qty=sums["qty"], is_charged=True)
    asked = _asked(plan, bought).assign(is_charged=False)
    found = pd.concat([charged, asked], ignore_index=True)
    return found[(found["price"] > 0).fillna(value=False).astype(bool)].reset_index(drop=True)


def _bought(plan: Plan) -> pd.DataFrame:
    """Return the receipts of known suppliers that cost something."""
    moves = plan.facts.moves
    moves = moves[is_bought(moves) & (moves["supplier"] != "").to_numpy(bool) & (plain(moves["doc_amount"]) > 0)]
    return moves[PAIR].assign(qty=quantities(moves), amount=plain(moves["doc_amount"]))


def _asked(plan: Plan, bought: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest quote of each supplier for as many of each product as the shop takes at a time.

    Of a product never bought that is as many as every supplier who quotes it would sell.
    """
    book = plan.facts.book
    suppliers = book.lines["suppliers"]
    quotes = holding(
        book.lines["quotes"], plan.facts.as_of, suppliers.loc[suppliers["status"] == "stopped", "supplier"].tolist()
    )
    least = quotes[PAIR].assign(qty=np.maximum.reduce([plain(quotes["from_qty"]), plain(quotes["moq"])]))
    enough = least.groupby(PAIR)["qty"].min().groupby(level="sku").max().clip(lower=UNIT)
    at_a_time = bought.groupby("sku")["qty"].mean().round().astype(np.int64)
    wanted = at_a_time.reindex(enough.index).fillna(enough).astype(np.int64)
    offered = offers(quotes, wanted, book.settings.money_digits)
    offered = offered[offered["is_as_wanted"]].assign(qty=offered["sku"].map(wanted))
    found = offered.groupby(PAIR).agg(price=("unit_price", "min"), qty=("qty", "first"))
    return found.reset_index()
