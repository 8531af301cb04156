"""预警 Alerts: what is out, low, over, expired or about to expire, and what has become dearer; the most urgent first.

A product is low when 补货 would buy it, or when less is available than the minimum that people set, however much is on
its way. It is over when more is available than the maximum, or more than the level to fill up to and than so many days
sell; goods nobody buys at all are 滞销.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.plan.alert_words import ALERTS, FOREVER, Alert, Product, lot_left, missing, over, risen
from jxc_xl.plan.buying import USUAL, Buying
from jxc_xl.plan.due import goods_due
from jxc_xl.plan.lots import lots
from jxc_xl.plan.plan import RECENT_DAYS, Plan
from jxc_xl.plan.standing import asked_for, cover, levels_of, limits_of
from jxc_xl.post.bundles import made_of
from jxc_xl.report.facts import DAY, Period, named
from jxc_xl.report.prices import prices
from jxc_xl.terms import Movement, Text

COLUMNS = ["sku", "name", "alert", "available", "limit_qty", "expires_on", "action"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When to warn.

    Attributes:
        expiring_days: So many days before a lot expires (setting ``expiring_days``).
        price_rise: When a purchase is dearer than the one before by more than this share, scaled by 10**6 (setting
            ``price_alert``).
        cover_days: When what is available lasts longer than this, and is more than the level to fill up to.
    """

    expiring_days: int = 30
    price_rise: int = 100_000
    cover_days: int = 180


USUAL_LIMITS = Limits()


class Line(NamedTuple):
    """One alert; of two of a kind the one with the lower ``rank`` is more urgent."""

    alert: Alert
    rank: float
    sku: str
    available: int
    limit_qty: int | None
    expires_on: pd.Timestamp | None
    action: Text


def alerts(plan: Plan, how: Buying = USUAL, limits: Limits = USUAL_LIMITS) -> pd.DataFrame:
    """Return one line for each product or lot there is something to do about, the most urgent first.

    First what is expired, then what is out (what sells most first), what is about to expire, what is low (what lasts
    shortest first), what has become dearer (the largest rise first), and what there is too much of.

    Args:
        plan: The book.
        how: How the shop buys.
        limits: When to warn.

    Returns:
        The columns of the sheet. For a lot, ``available`` is what is left of it.
    """
    found = chain(_stock(plan, how, limits), _lots(plan, limits), _prices(plan, limits))
    order = list(Alert)
    lines = sorted(found, key=lambda line: (order.index(line.alert), line.rank, line.sku))
    lang = plan.facts.book.lang
    table = pd.DataFrame(lines, columns=Line._fields)
    return table.assign(
        sku=table["sku"].astype("str"),
        name=named(plan.facts.book, table["sku"]),
        alert=pd.Series([ALERTS[line.alert].said(lang) for line in lines], dtype="str"),
        available=table["available"].astype("int64"),
        limit_qty=table["limit_qty"].astype("Int64"),
        expires_on=table["expires_on"].astype("datetime64[s]"),
        action=pd.Series([line.action.said(lang) for line in lines], dtype="str"),
    )[COLUMNS]


def _stock(plan: Plan, how: Buying, limits: Limits) -> Iterator[Line]:
    """Yield products that are out, low or over."""
    today, lasts = plan.facts.as_of.floor("D"), limits.cover_days * 10**numbers.RATE_DIGITS
    for product in map(Product._make, _products(plan, how).itertuples(index=False, name=None)):
        sku, available, point = product.sku, product.available, product.reorder_point
        if available <= 0 and (product.is_sold or available < 0):
            yield Line(Alert.OUT, -product.demand, sku, available, point, None, missing(product, today))
        elif product.is_due or available < product.least:
            limit = point if product.is_due else product.least
            yield Line(Alert.LOW, product.cover, sku, available, limit, None, missing(product, today))
        elif limit := _exceeded(product, lasts):
            yield Line(Alert.OVER, -product.cover, sku, available, limit, None, over(product, limit))


def _exceeded(product: Product, lasts: int) -> int:
    """Return the limit of which more is available, 0 = none."""
    if 0 < product.most < product.available:
        return product.most
    is_more = product.available > product.order_up_to and lasts < product.cover < FOREVER
    return product.order_up_to if is_more else 0


def _products(plan: Plan, how: Buying) -> pd.DataFrame:
    """Return active products as `Product` has them; bundles that are split on sale have no stock."""
    table = levels_of(plan, how.policy, how.lead_days)
    table = table[~table.index.isin(list(made_of(plan.facts.book, "on_sale")))]
    moves, due = plan.facts.moves, goods_due(plan.facts.book)
    skus = table.index
    found = {
        "sku": skus,
        "available": plan.stock["available"].reindex(skus),
        "on_order": plan.stock["on_order"].reindex(skus),
        "asked": asked_for(plan).reindex(skus, fill_value=0),
        **{name: table[name] for name in ("reorder_point", "order_up_to", "is_due")},
        **limits_of(plan, skus)._asdict(),
        "demand": table["demand"].fillna(0.0),
        "cover": plain(cover(plan).reindex(skus), FOREVER),
        "is_sold": skus.isin(moves.loc[moves["kind"] == Movement.SALE, "sku"].unique()),
        "is_assembled": skus.isin(list(made_of(plan.facts.book, "in_stock"))),
        "due_on": due.groupby("sku")["promised_on"].min().reindex(skus),
    }
    return pd.DataFrame(found)


def _lots(plan: Plan, limits: Limits) -> Iterator[Line]:
    """Yield lots that are expired, or will be before long; on its last day a lot may still be sold."""
    left = lots(plan.facts).dropna(subset="expires_on")
    days = (left["expires_on"] - plan.facts.as_of.floor("D")).dt.days.tolist()
    columns = (left[name].tolist() for name in ("sku", "lot", "qty", "expires_on"))
    for still, sku, lot, qty, expires_on in zip(days, *columns, strict=True):
        if still <= limits.expiring_days:
            kind = Alert.EXPIRED if still < 0 else Alert.EXPIRING
            yield Line(kind, still, sku, qty, None, expires_on, lot_left(lot, qty, still))


def _prices(plan: Plan, limits: Limits) -> Iterator[Line]:
    """Yield active products whose last purchase, of late, was dearer than the one before."""
    lines = prices(plan.facts._replace(period=Period()))
    last = lines[(lines["kind"] == Movement.RECEIPT)].drop_duplicates("sku", keep="last")
    first = plan.facts.as_of.floor("D") - RECENT_DAYS * DAY
    is_risen = (last["received_on"] >= first) & (last["change"] >= limits.price_rise).fillna(value=False)
    last = last[is_risen & last["sku"].isin(plan.active)]
    available = plan.stock["available"].reindex(last["sku"]).tolist()
    columns = (last[name].tolist() for name in ("sku", "previous_price", "unit_price", "change", "supplier"))
    for there, sku, then, now, change, supplier in zip(available, *columns, strict=True):
        yield Line(Alert.DEARER, -change, sku, there, None, None, risen(then, now, change, supplier))
