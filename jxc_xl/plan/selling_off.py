"""Selling off: which slow movers can be sold with others, elsewhere, cheaper or differently, and which not at all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.numbers import Bools
from jxc_xl.plan import saying
from jxc_xl.plan.lying import Lying, Words
from jxc_xl.plan.pairs import best_partners, pairs
from jxc_xl.report.facts import WHOLE, exact, ratios


def bundled(lying: Lying) -> Words:
    """Rule 2: it is bought together with a fast mover, in enough baskets and more often than chance has it."""
    sales = lying.sales[lying.sales["ref_no"] == ""]  # parts of a bundle are together anyway
    found = pairs(sales[["doc_no", "sku"]], lying.saleable.tolist(), lying.clearing.baskets)
    best = best_partners(found, lying.fast.tolist())
    return pd.DataFrame(
        {
            "partner": _named(lying, best["partner"]),
            "baskets": best["baskets"].astype("str"),
            "share": saying.percents(best["confidence"]),
            "lift": saying.times(best["lift"]),
        },
        index=best.index,
    )


def movable(lying: Lying) -> Words:
    """Rule 3: it was ever sold on one channel only, and its category sells on another these days."""
    sales = lying.sales[lying.sales["channel"] != ""]
    own = sales.groupby("sku")["channel"].agg(["nunique", "first"])
    own = own[own["nunique"] == 1].reindex(lying.saleable).dropna()
    of = sales["sku"].map(lying.categories).fillna("")
    there = sales.assign(category=of)[sales["is_recent"] & (of != "")]
    sums = there.groupby(["category", "channel"], as_index=False)[["qty", "doc_amount"]].sum()
    own = own.assign(category=lying.categories.reindex(own.index), sku=own.index)
    found = own.merge(sums, on="category")
    found = found[found["channel"] != found["first"]]
    found = found.sort_values(["doc_amount", "channel"], ascending=[False, True]).drop_duplicates("sku")
    found = found.set_index("sku")
    words = found[["first", "category", "channel"]].rename(columns={"first": "own", "channel": "other"})
    return words.assign(qty=saying.quantities(found["qty"]), days=str(lying.clearing.days))


def promotable(lying: Lying) -> Words:
    """Rule 4: there is room between its price and a floor that keeps the margin, where its category sells."""
    is_kept = lying.floor >= lying.unit_cost
    return _prices(lying, _has_room(lying) & is_kept.fillna(value=False).to_numpy(bool))


def clearable(lying: Lying) -> Words:
    """Rule 5: as rule 4, but so old that the floor is below cost."""
    is_below = lying.floor < lying.unit_cost
    return _prices(lying, _has_room(lying) & is_below.fillna(value=False).to_numpy(bool))


def given(lying: Lying) -> Words:
    """Rule 6: it cost nothing, and nobody said below what it may not go."""
    return _prices(lying, lying.floor.isna().to_numpy(bool) & lying.skus.isin(lying.saleable))


def overpriced(lying: Lying) -> Words:
    """Rule 7: its price, or its floor where no price is known, is far above what its category sells at."""
    return _prices(lying, _is_far_above(lying, lying.price.fillna(lying.floor)))


def perished(lying: Lying) -> Words:
    """Rule 8: some of it has expired."""
    gone = lying.expired_qty[lying.expired_qty > 0]
    goods = lying.goods.loc[gone.index]
    worth = ratios(exact(goods["amount"]) * exact(gone), goods["on_hand"], 1)
    return pd.DataFrame({"qty": saying.quantities(gone), "worth": saying.amounts(worth, lying.digits)}, gone.index)


def barred(lying: Lying) -> Words:
    """Rule 9: all of it lies in quarantine."""
    goods = lying.goods[lying.is_barred]
    return pd.DataFrame({"qty": saying.quantities(goods["on_hand"])}, goods.index)


def left_over(lying: Lying) -> Words:
    """Rule 10: nothing else fits."""
    return _prices(lying, np.ones(len(lying.skus), np.bool_))


def _has_room(lying: Lying) -> Bools:
    """Tell what can be sold cheaper: the price is above a floor that is not far above what the category sells at."""
    is_above = (lying.price > lying.floor).fillna(value=True) & lying.floor.notna()
    found: Bools = is_above.to_numpy(bool) & lying.skus.isin(lying.saleable) & ~_is_far_above(lying, lying.floor)
    return found


def _is_far_above(lying: Lying, price: pd.Series) -> Bools:
    """Tell which prices of saleable goods are far above what their category sells at."""
    is_known = (price.notna() & lying.going_price.notna()).to_numpy(bool) & lying.skus.isin(lying.saleable)
    is_above = exact(price) * WHOLE > exact(lying.going_price) * lying.clearing.far_above
    found: Bools = is_known & is_above.to_numpy(bool)
    return found


def _prices(lying: Lying, is_meant: Bools) -> Words:
    """Return the words about the prices of some products."""
    clearing, cost = lying.clearing, lying.unit_cost
    told = {"price": lying.price, "floor": lying.floor, "cost": cost, "going": lying.going_price}
    words = {name: saying.prices(prices[is_meant], lying.digits) for name, prices in told.items()}
    over = saying.percents(ratios(exact(lying.floor) - exact(cost), exact(cost), WHOLE)[is_meant])
    return pd.DataFrame(words, lying.skus[is_meant]).assign(
        over=over, old=str(clearing.old_days), days=str(clearing.days)
    )


def _named(lying: Lying, skus: pd.Series) -> list[str]:
    """Return products by code and name."""
    names = lying.plan.products["name"].reindex(skus.to_numpy(object)).fillna("")
    return [f"{sku} {name}".strip() for sku, name in zip(skus.tolist(), names.tolist(), strict=True)]
