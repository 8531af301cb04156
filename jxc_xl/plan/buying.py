"""Buying: of whom, how many at once and at what price.

What is wanted goes to the best offer (`quotes`): the lowest price that holds for the quantity. Where placing an order
costs something it may be cheaper to order more at once, seldom, and perhaps at a better price: then the lot that makes
a year cheapest is bought (`breaks`), never less than what is wanted, and never more than the product's maximum leaves
room for. What nobody quotes goes to the product's main supplier, at a price to be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.plan.breaks import Lot, Terms, Tier, Why, Year, best_lot
from jxc_xl.plan.levels import Policy
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.quotes import best, holding, offers
from jxc_xl.plan.whole import LARGEST, UNIT, stock

YEAR = 365
FIGURES = ("qty", "unit_price", "from_qty", "moq", "pack_qty", "lead_days")


@dataclass(frozen=True, slots=True)
class Buying:
    """How a shop buys.

    Attributes:
        policy: How stock is replenished (settings ``service_level``, ``review_days``).
        lead_days: Days from ordering to receiving where no quote, product or supplier says (setting ``lead_days``).
        order_cost: What placing and receiving one order costs, minor units (setting ``order_cost``).
        holding_rate: Yearly cost of holding stock, as a share of its price, scaled by 10**6 (setting ``holding_rate``).
    """

    policy: Policy = field(default_factory=Policy)
    lead_days: int = 7
    order_cost: int = 0
    holding_rate: int = 200_000


USUAL = Buying()


def stopped(plan: Plan) -> list[str]:
    """Return the suppliers nothing is bought from any more."""
    suppliers = plan.facts.book.lines["suppliers"]
    return suppliers.loc[suppliers["status"] == "stopped", "supplier"].tolist()


def quoted(plan: Plan) -> pd.DataFrame:
    """Return the quotes that hold today."""
    return holding(plan.facts.book.lines["quotes"], plan.facts.as_of, stopped(plan))


def offered(plan: Plan, wanted: pd.Series) -> pd.DataFrame:
    """Return where to buy what is wanted at the best offer.

    Args:
        plan: The book.
        wanted: By product, int64, scaled, > 0.

    Returns:
        By product: ``supplier``, empty where none is known; Int64 ``qty``, what to order; ``unit_price``, ``from_qty``,
        ``moq``, ``pack_qty`` and ``lead_days`` as quoted, blank where nobody quotes; ``why`` a larger lot, empty here.
    """
    found = best(offers(quoted(plan), wanted, plan.facts.book.settings.money_digits))
    found = found[["supplier", *FIGURES]].astype(dict.fromkeys(FIGURES, "Int64")).reindex(wanted.index)
    main = plan.products["supplier"].reindex(wanted.index)
    main = main.where(~main.isin(stopped(plan)), "").fillna("")
    qty = found["qty"].fillna(wanted.astype("Int64"))
    return found.assign(supplier=found["supplier"].fillna(main).astype("str"), qty=qty, why="")


def bought(plan: Plan, wanted: pd.DataFrame, how: Buying = USUAL) -> pd.DataFrame:
    """Return where to buy what is wanted, and how much of it at once.

    Args:
        plan: The book.
        wanted: By product: ``wanted``, int64, scaled, > 0; ``demand`` a day, units, NaN = not known; ``room``, how much
            may be ordered at most where the product's maximum says so, Int64, scaled, blank without one.
        how: How the shop buys.

    Returns:
        As from `offered`; ``why`` names the reason of a lot, a `Why`.
    """
    found = offered(plan, wanted["wanted"])
    if how.order_cost <= 0 or found.empty:
        return found
    larger = pd.DataFrame.from_dict(
        dict(_lots(plan, wanted, how)), orient="index", columns=["supplier", *FIGURES, "why"]
    )
    larger = larger.astype(dict.fromkeys(FIGURES, "Int64")).astype({"supplier": "str", "why": "str"})
    return pd.concat([found[~found.index.isin(larger.index)], larger]).reindex(found.index)


class Quote(NamedTuple):
    """A quote that holds, quantities scaled; blank quantities are 0."""

    sku: str
    supplier: str
    from_qty: int
    unit_price: int
    moq: int
    pack_qty: int
    lead_days: int | None


class Priced(NamedTuple):
    """A supplier's best lot, and the quote its price is from, with the minimum and the pack that hold for all tiers."""

    lot: Lot
    quote: Quote


def _lots(plan: Plan, wanted: pd.DataFrame, how: Buying) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the lot of each product that makes a year cheapest, over all suppliers, if there is one and room for it."""
    demand = stock(wanted["demand"].to_numpy(np.float64) * YEAR, wanted.index).fillna(0)
    least, room = dict(wanted["wanted"]), dict(wanted["room"].fillna(LARGEST))
    for sku, own in groupby(_quotes(plan, wanted.index), attrgetter("sku")):
        year = Year(int(demand[sku]), how.order_cost, how.holding_rate, plan.facts.book.settings.money_digits)
        priced = [_priced(year, list(quotes), int(least[sku])) for _, quotes in groupby(own, attrgetter("supplier"))]
        cheapest = min(filter(None, priced), key=lambda one: (one.lot.yearly_cost, one.lot.qty), default=None)
        if cheapest is not None and cheapest.lot.qty <= room[sku]:
            yield sku, _line(*cheapest, int(least[sku]))


def _quotes(plan: Plan, skus: pd.Index) -> list[Quote]:
    """Return quotes by product, supplier and quantity, of equal ones the cheapest first."""
    lines = quoted(plan)
    lines = lines[lines["sku"].isin(skus)]
    figures = (plain(lines[name]).tolist() for name in ("from_qty", "unit_price", "moq", "pack_qty"))
    lead = [None if pd.isna(days) else int(days) for days in lines["lead_days"]]
    quotes = map(Quote, lines["sku"], lines["supplier"], *figures, lead)
    return sorted(quotes, key=lambda quote: quote[:4])


def _priced(year: Year, quotes: list[Quote], least: int) -> Priced | None:
    """Return one supplier's best lot; its minimum is that of its lowest tier, its pack the largest of all tiers."""
    by_tier = {quote.from_qty: quote for quote in reversed(quotes)}
    tiers = [Tier(from_qty, by_tier[from_qty].unit_price) for from_qty in sorted(by_tier)]
    moq, pack = quotes[0].moq, max(quote.pack_qty for quote in quotes)
    lot = best_lot(year, Terms(tiers, max(moq, least), pack or UNIT))
    if lot is None:
        return None
    reached = max(from_qty for from_qty in by_tier if from_qty <= lot.qty)
    return Priced(lot, by_tier[reached]._replace(moq=moq, pack_qty=pack))


def _line(lot: Lot, quote: Quote, least: int) -> tuple[object, ...]:
    """Return a lot as a line: supplier, figures, and why it is more than what is wanted."""
    why = "" if lot.why is Why.MOQ or lot.qty <= least else str(lot.why)
    figures = (lot.qty, lot.unit_price, quote.from_qty, quote.moq, quote.pack_qty, quote.lead_days)
    return (quote.supplier, *figures, why)
