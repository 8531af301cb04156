"""跌价 Net realisable value: what stock would bring after the cost of selling it, where that is less than it cost.

A price is a fraction, so that nothing is rounded before it must be: worth in minor units of so many units, scaled. The
report only says what a write-down would be; booking one is the user's choice, with a revaluation.

Source:
    CAS 1 (企业会计准则第1号——存货) 第十五条: the lower of cost and net realisable value (成本与可变现净值孰低), the
    estimated selling price less the costs still needed to sell; IAS 2.9 and 2.29, item by item.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.numbers import PRICE_DIGITS, QTY_DIGITS
from jxc_xl.report.facts import (
    DAY,
    WHOLE,
    Facts,
    amounts,
    by_product,
    exact,
    named,
    quantities,
    ratios,
    unit_costs,
)
from jxc_xl.terms import Movement, Text

DAYS = 90
RECENT = Text("近90天均价", "average of the last 90 days")
LISTED = Text("标价", "list price")
UNKNOWN = Text("没有售价", "no price known")


def realisable(facts: Facts) -> pd.DataFrame:
    """Return one line for each product on hand, the largest write-down first; blank where no price is known."""
    moves, settings = facts.moves, facts.book.settings
    lines = pd.DataFrame({name: by_product(moves, of(moves)) for name, of in _FIGURES.items()})
    lines = lines[lines["on_hand"] > 0].rename_axis("sku").reset_index()
    price = _prices(facts, lines["sku"])
    kept = price["worth"] * exact(lines["on_hand"]) * (WHOLE - settings.selling_cost_rate)
    value = ratios(kept, price["per"] * WHOLE, 1)
    lines = lines.assign(
        name=named(facts.book, lines["sku"]),
        expected_price=unit_costs(price["worth"], price["per"], settings.money_digits),
        basis=price["basis"],
        realisable_amount=value,
        write_down=(lines["amount"] - value).clip(lower=0),
    )
    return lines.sort_values(["write_down", "sku"], ascending=[False, True], ignore_index=True)[_COLUMNS]


_FIGURES = {"on_hand": quantities, "amount": amounts}
_COLUMNS = ["sku", "name", "on_hand", "amount", "expected_price", "basis", "realisable_amount", "write_down"]


def _prices(facts: Facts, skus: pd.Series) -> pd.DataFrame:
    """Return the price each product is expected to bring, without tax.

    Returns:
        worth: Minor units.
        per: For how many units, scaled; 0 = no price is known.
        basis: Where the price is from.
    """
    found = [prices.reindex(skus, fill_value=0).reset_index(drop=True) for prices in (_sold(facts), _listed(facts))]
    is_sold, is_listed = ((prices["per"] > 0).to_numpy(bool) for prices in found)
    words = [text.said(facts.book.lang) for text in (RECENT, LISTED, UNKNOWN)]
    sold, listed = found
    return pd.DataFrame(
        {
            **{name: sold[name].where(is_sold, listed[name]) for name in ("worth", "per")},
            "basis": np.select([is_sold, is_listed], words[:2], words[2]),
        }
    )


def _sold(facts: Facts) -> pd.DataFrame:
    """Return net revenue and quantity of each product's sales of the last 90 days, today the last of them."""
    moves, after = facts.moves, facts.as_of.to_numpy() + DAY
    at = moves["moved_at"].to_numpy("M8[s]")
    sales = moves[(moves["kind"] == Movement.SALE).to_numpy(bool) & (after - DAYS * DAY <= at) & (at < after)]
    figures = pd.DataFrame({"worth": exact(sales["doc_amount"]), "per": exact(-sales["qty"])})
    return figures.groupby(sales["sku"].to_numpy(object)).sum().astype(object)


def _listed(facts: Facts) -> pd.DataFrame:
    """Return each product's list price, its tax taken out where the settings say that prices have it."""
    settings = facts.book.settings
    products = facts.book.lines["products"].drop_duplicates("sku")
    products = products[products["list_price"].notna()]
    taxed = WHOLE + (settings.tax_rate if settings.price_has_tax else 0)
    worth = exact(products["list_price"]) * (10**settings.money_digits * WHOLE)
    per = pd.Series([10 ** (QTY_DIGITS + PRICE_DIGITS) * taxed] * len(products), products.index, dtype=object)
    return pd.DataFrame({"worth": worth, "per": per}).set_axis(pd.Index(products["sku"], dtype=object), axis=0)
