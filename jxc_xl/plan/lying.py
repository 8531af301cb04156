"""Lying: what is there and hardly sold, and what is known of it that says how it could be turned into money.

Slow is what sold, in the last days, no more than a stated share of what still lies there: at a twentieth in 90 days it
takes years. Prices here are as people write them on 商品: with tax where the settings say that prices have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.numbers import Bools
from jxc_xl.plan.ageing import ageing
from jxc_xl.plan.classes import SHARES, Limits
from jxc_xl.plan.classified import classified
from jxc_xl.plan.lots import lots
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.slow import WINDOW, slow
from jxc_xl.report.facts import DAY, WHOLE, cost_scale, exact, quantities, ratios, unit_costs
from jxc_xl.report.realisable import realisable
from jxc_xl.terms import Lang, Movement

Words = pd.DataFrame
"""By product, the words of a reason; only of products that a rule fits."""


@dataclass(frozen=True, slots=True)
class Clearing:
    """When goods are slow, and how far to go to be rid of them.

    Attributes:
        days: How far back to look for sales (setting ``slow_days``).
        most: What share of the goods there may have been sold meanwhile, scaled by 10**6.
        baskets: The fewest baskets that make two products a pair (setting ``pair_baskets``).
        floor_markup: What a promotion must leave on top of unit cost, scaled by 10**6 (setting ``floor_markup``).
        return_days: How long a supplier takes goods back whose terms name no days.
        old_days: Beyond this age goods may go below cost.
        clearance: What share of cost must then come back, scaled by 10**6.
        far_above: How many times what its category sells at is far above it, scaled by 10**6.
        shares: Where class A ends, whose products are the fast movers, and where B (settings ``abc_a``, ``abc_b``).
    """

    days: int = WINDOW
    most: int = 50_000
    baskets: int = 20
    floor_markup: int = 100_000
    return_days: int = 180
    old_days: int = 365
    clearance: int = 500_000
    far_above: int = 1_500_000
    shares: Limits = SHARES


USUAL = Clearing()


def lying_goods(plan: Plan, clearing: Clearing = USUAL) -> pd.DataFrame:
    """Return the slow movers, those that tie up most money first.

    Returns:
        By product: ``on_hand``, ``amount``, ``sold_qty``, ``first_on`` and ``last_sold_on`` as `slow` has them;
        ``age_days`` and one amount a bucket as `ageing` has them.
    """
    moves, as_of = plan.facts.moves, plan.facts.as_of
    there = slow(moves, as_of, clearing.days, numbers.MAX_INT)
    is_slow = exact(there["sold_qty"]) * WHOLE <= exact(there["on_hand"]) * clearing.most
    found: pd.DataFrame = there[is_slow].join(ageing(moves, as_of).drop(columns=["on_hand", "amount"]))
    return found.set_axis(pd.Index(found.index, dtype="str", name="sku"), axis=0)


class Lying:
    """The slow movers of a book.

    Attributes:
        plan: The book, looked at for what to do.
        clearing: When goods are slow, and how far to go to be rid of them.
        goods: As from `lying_goods`.
    """

    def __init__(self, plan: Plan, clearing: Clearing) -> None:
        """Find the slow movers."""
        self.plan, self.clearing = plan, clearing
        self.goods = lying_goods(plan, clearing)

    @property
    def skus(self) -> pd.Index:
        """The products."""
        return self.goods.index

    @property
    def lang(self) -> Lang:
        """Language of the book."""
        return self.plan.facts.book.lang

    @property
    def digits(self) -> int:
        """Decimal digits of money."""
        return self.plan.facts.book.settings.money_digits

    @property
    def taxed(self) -> int:
        """What makes of a price without tax a price as people write it, scaled by 10**6."""
        settings = self.plan.facts.book.settings
        rate: int = settings.tax_rate if settings.price_has_tax else 0
        return int(WHOLE) + rate

    @cached_property
    def expired_qty(self) -> pd.Series:
        """How much of each has expired, scaled; on its last day a lot may still be sold."""
        found = lots(self.plan.facts)
        gone = found[found["expires_on"] < self.plan.facts.as_of.floor("D")]
        return gone.groupby("sku")["qty"].sum().reindex(self.skus, fill_value=0).astype("int64")

    @cached_property
    def is_barred(self) -> Bools:
        """Tell what lies in quarantine, all of it."""
        stock = self.plan.stock.reindex(self.skus)
        found: Bools = (stock["available"] + stock["reserved"] <= 0).to_numpy(bool)
        return found

    @cached_property
    def saleable(self) -> pd.Index:
        """The products of which nothing has expired and some is not in quarantine."""
        return self.skus[(self.expired_qty == 0).to_numpy(bool) & ~self.is_barred]

    @cached_property
    def categories(self) -> pd.Series:
        """Category of every product, blank where there is none."""
        return self.plan.products["category"]

    @cached_property
    def sales(self) -> pd.DataFrame:
        """Sales up to today, their ``qty`` > 0; ``is_recent`` are those of the last days."""
        moves = self.plan.facts.moves
        after, at = self.plan.facts.as_of.floor("D").to_numpy() + DAY, moves["moved_at"].to_numpy("M8[s]")
        sales = moves[(moves["kind"] == Movement.SALE).to_numpy(bool) & (at < after)]
        is_recent = sales["moved_at"].to_numpy("M8[s]") >= after - self.clearing.days * DAY
        lines = sales[["sku", "doc_no", "channel", "ref_no", "doc_amount"]]
        return lines.assign(qty=-quantities(sales), is_recent=is_recent)

    @cached_property
    def fast(self) -> pd.Index:
        """Fast movers: products of class A that can be sold and are not slow themselves."""
        table = classified(self.plan.facts, self.plan.weeks, self.clearing.shares)
        is_there = self.plan.per_product(self.plan.stock["available"]) > 0
        best = table.index[table["abc"] == "A"]
        return best.intersection(self.plan.stock.index[is_there.to_numpy(bool)]).difference(self.skus)

    @cached_property
    def price(self) -> pd.Series:
        """What each sells at, or is listed at, scaled by 10**6; blank where no price is known."""
        known = realisable(self.plan.facts).set_index("sku")["expected_price"].reindex(self.skus)
        return ratios(exact(known) * self.taxed, pd.Series(WHOLE, self.skus), 1).mask(known.isna())

    @cached_property
    def unit_cost(self) -> pd.Series:
        """Unit cost as a price, its tax put on, scaled by 10**6."""
        return ratios(
            exact(self.goods["amount"]) * self.taxed, exact(self.goods["on_hand"]) * WHOLE, cost_scale(self.digits)
        )

    @cached_property
    def floor(self) -> pd.Series:
        """The lowest price each may go at, scaled by 10**6, rounded up to what can be paid.

        It keeps the margin asked for over unit cost; goods beyond a stated age need bring back only a share of it.
        It is never below 最低售价. What cost nothing has none other than that.
        """
        is_old = (self.goods["age_days"] > self.clearing.old_days).to_numpy(bool)
        share = np.where(is_old, self.clearing.clearance, WHOLE + self.clearing.floor_markup)
        worth = exact(self.goods["amount"]) * share.astype(object) * (self.taxed * cost_scale(self.digits))
        step = 10 ** max(numbers.PRICE_DIGITS - self.digits, 0)
        least = plain(self.plan.products["floor_price"].reindex(self.skus))
        lines = zip(worth.tolist(), self.goods["on_hand"].tolist(), least.tolist(), strict=True)
        found = [max(-(-above // (below * WHOLE**2 * step)) * step, given) for above, below, given in lines]
        return pd.Series(pd.array([one if 0 < one <= numbers.MAX_INT else None for one in found], "Int64"), self.skus)

    @cached_property
    def going_price(self) -> pd.Series:
        """What the others of its category sold at these days, on average, scaled by 10**6; blank where none did."""
        sales = self.sales[self.sales["is_recent"]]
        own = pd.DataFrame({"amount": exact(sales["doc_amount"]), "qty": exact(sales["qty"])})
        own = own.groupby(sales["sku"].to_numpy(object)).sum()
        category = self.categories.reindex(own.index).fillna("")
        whole = own.groupby(category.to_numpy(object)).sum().drop(index="", errors="ignore")
        wanted = self.categories.reindex(self.skus).fillna("").to_numpy(object)
        others = whole.reindex(wanted, fill_value=0).set_axis(self.skus) - own.reindex(self.skus, fill_value=0)
        return unit_costs(others["amount"] * self.taxed, others["qty"] * WHOLE, self.digits)
