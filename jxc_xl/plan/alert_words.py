"""What 预警 says: the kinds of alerts and what to do about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.plan.plan import RECENT_DAYS
from jxc_xl.plan.shown import price, quantity
from jxc_xl.terms import Text

T = Text


class Alert(StrEnum):
    """Kinds of alerts, the most urgent first."""

    EXPIRED = "expired"
    OUT = "out"
    EXPIRING = "expiring"
    LOW = "low"
    DEARER = "dearer"
    OVER = "over"


ALERTS = {
    Alert.EXPIRED: T("已过期", "Expired"),
    Alert.OUT: T("缺货", "Out"),
    Alert.EXPIRING: T("临期", "Expiring"),
    Alert.LOW: T("低库存", "Low"),
    Alert.DEARER: T("进价上涨", "Dearer"),
    Alert.OVER: T("超储", "Over"),
}
OWED = T("客户订单还缺 {owed}。", "Orders of customers lack {owed}. ")
COMING = T(
    "在途 {on_order}，约定 {day} 到：盯紧交期。", "{on_order} on order, promised for {day}: see that they come. "
)
COMING_SOME_DAY = T(
    "在途 {on_order}，没有约定交期：问清到货日。", "{on_order} on order, no date promised: ask for one. "
)
LATE = T(
    "在途 {on_order}，约定 {day} 到，已晚：催交。", "{on_order} on order, promised for {day} and late: press for them. "
)
ASKED = T("已申请 {asked}，还没下单：尽快批准下单。", "{asked} requested and not ordered yet: approve and order them. ")
ASSEMBLE = T("是组合商品：在调整表组装。", "It is a bundle: assemble it on Adjustments. ")
BUY = T("补货，见补货表。", "Buy it: see Replenishment. ")
BUY_OR_STOP = T(
    "近 {window} 天没有销售：还卖就补货，不卖了就在商品表停用。",
    "Nothing sold in the last {window} days: buy it, or set it to stopped on Products. ",
)
TOO_MUCH = T("多出 {excess}。", "{excess} too many. ")
LASTS = T("按现在的销售够卖 {days} 天。", "At what is sold now it lasts {in_days}. ")
NO_MORE = T("暂停采购，可促销或换渠道。", "Buy no more; promote it or try another channel. ")
CANCEL = T("在途 {on_order}，可与供应商商量推迟或取消。", "{on_order} on order: ask the supplier to put them off. ")
LOT, NO_LOT = T("批次 {lot} ", "Lot {lot}: "), T("", "")
EXPIRED = T(
    "剩 {qty}，已过期 {days} 天：停止销售，退供应商或报损。",
    "{qty} left, {in_days} past its date: sell no more of it; send it back or write it off.",
)
EXPIRES_TODAY = T("剩 {qty}，今天到期：今天卖不掉就下架。", "{qty} left, last day today: take off what is not sold.")
EXPIRING = T(
    "剩 {qty}，还有 {days} 天到期：先发这批，卖不完就促销。",
    "{qty} left, {in_days} to go: ship it first; promote what will not sell in time.",
)
RISEN = T(
    "进价由 {then} 涨到 {now}（+{change}%{supplier}）：比比别家报价，核对售价和毛利。",
    "The purchase price went from {then} to {now} (+{change}%{supplier}): compare quotes, check price and margin.",
)


class Product(NamedTuple):
    """What is known of a product, quantities scaled.

    Attributes:
        sku: Its code.
        available: What is for sale; below 0, so much is promised that is not there.
        on_order: Ordered and not come.
        asked: Requested or approved and not ordered.
        reorder_point: Not below ``least``.
        order_up_to: The level to fill up to.
        is_due: 补货 buys it.
        least: The minimum people set, 0 = none.
        most: The maximum people set, 0 = none.
        demand: Units a day, 0.0 = none, or not known.
        cover: How many days what is available lasts, scaled by 10**6; `FOREVER` without demand.
        is_sold: It was sold before.
        is_assembled: It is a bundle assembled into stock.
        due_on: When the first of what is on order was promised; missing = no date.
    """

    sku: str
    available: int
    on_order: int
    asked: int
    reorder_point: int
    order_up_to: int
    is_due: bool
    least: int
    most: int
    demand: float
    cover: int
    is_sold: bool
    is_assembled: bool
    due_on: pd.Timestamp | None


FOREVER = 10**9 * 10**numbers.RATE_DIGITS
Part = tuple[Text, dict[str, object]]


def missing(product: Product, today: pd.Timestamp) -> Text:
    """Return what to do about a product that is out or low."""
    return _said(_missing(product, today))


def _missing(product: Product, today: pd.Timestamp) -> Iterator[Part]:
    if product.available < 0:
        yield OWED, {"owed": quantity(-product.available)}
    if product.on_order > 0:
        yield _coming(product, today)
    if product.asked > 0:
        yield ASKED, {"asked": quantity(product.asked)}
    if product.is_assembled:
        yield ASSEMBLE, {}
    elif product.is_due:
        yield BUY, {}
    elif product.on_order <= 0 and product.asked <= 0:
        yield BUY_OR_STOP, {"window": RECENT_DAYS}


def _coming(product: Product, today: pd.Timestamp) -> Part:
    """Say when what is on order comes."""
    facts: dict[str, object] = {"on_order": quantity(product.on_order)}
    if product.due_on is None or pd.isna(product.due_on):
        return COMING_SOME_DAY, facts
    return LATE if product.due_on < today else COMING, facts | {"day": f"{product.due_on:%Y-%m-%d}"}


def over(product: Product, limit: int) -> Text:
    """Return what to do about a product of which there is more than a limit."""
    days = product.cover // 10**numbers.RATE_DIGITS
    parts: list[Part] = [(TOO_MUCH, {"excess": quantity(product.available - limit)})]
    parts += [(LASTS, _days(days))] if product.cover < FOREVER else []
    parts += [(NO_MORE, {})]
    parts += [(CANCEL, {"on_order": quantity(product.on_order)})] if product.on_order > 0 else []
    return _said(parts)


def lot_left(lot: str, qty: int, days: int) -> Text:
    """Return what to do about a lot that may be sold for so many days more; below 0, no more."""
    words = EXPIRED if days < 0 else EXPIRING if days else EXPIRES_TODAY
    return _said([(LOT if lot else NO_LOT, {"lot": lot}), (words, {"qty": quantity(qty)} | _days(abs(days)))])


def risen(then: int, now: int, change: int, supplier: str) -> Text:
    """Return what to do about a purchase that was dearer.

    Args:
        then: The price before, scaled by 10**6.
        now: The price, scaled by 10**6.
        change: By which share, scaled by 10**6.
        supplier: Who asked it; may be empty.
    """
    percent = numbers.half_up_one(change, 10 ** (numbers.RATE_DIGITS - 3))
    said = {"then": price(then), "now": price(now), "change": numbers.text_of(percent, 1, is_trimmed=True)}
    return Text(
        RISEN.zh.format(**said, supplier=f"，{supplier}" if supplier else ""),
        RISEN.en.format(**said, supplier=f", {supplier}" if supplier else ""),
    )


def _days(days: int) -> dict[str, object]:
    return {"days": days, "in_days": "1 day" if days == 1 else f"{days} days"}


def _said(parts: Iterable[Part]) -> Text:
    """Return parts one after the other."""
    every = list(parts)
    zh, en = ("".join(words[at].format(**facts) for words, facts in every).strip() for at in range(2))
    return Text(zh, en)
