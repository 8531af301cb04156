"""What 补货 says of a line: why it is needed, what will be sold until it comes, what the offer and the order save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.plan.breaks import Why
from jxc_xl.plan.buying import Buying, quoted
from jxc_xl.plan.demand import WEEK
from jxc_xl.plan.plan import RECENT_DAYS, Plan
from jxc_xl.plan.quotes import WORTH_DIGITS
from jxc_xl.plan.series import Floats
from jxc_xl.plan.shown import price, quantity, units
from jxc_xl.plan.standing import limits_of
from jxc_xl.plan.whole import UNIT
from jxc_xl.terms import Lang, Text

T = Text
AT_POINT = T("库存位置 {position}，不高于补货点 {point}。", "Position {position}, reorder point {point}. ")
BELOW_LEAST = T("库存位置 {position}，低于最低库存 {least}。", "Position {position}, below the minimum {least}. ")
PROMISED = T("客户订单还缺 {short}。", "Orders of customers lack {short}. ")
SOON = T(
    "库存位置 {position}，约 {days} 天后到补货点 {point}，与该供应商的订单一起下。",
    "Position {position}, at the reorder point {point} in about {days} days: it goes along with the order. ",
)
SELLS = T(
    "日均 {demand}（近 {window} 天有货 {seen} 天）× {usual} 天 + 安全库存 {safety}；"
    "到货前 {lead} 天预计卖 {expected}，补到 {up_to}。",
    "{demand} sold a day ({seen} of the last {window} days in stock) × {usual} days + safety stock {safety}; expected "
    "to be sold until goods come ({lead} days): {expected}; filled up to {up_to}. ",
)
SELLS_NOT = T(
    "近 {window} 天没有销售，补到 {up_to}。", "Nothing sold in the last {window} days; filled up to {up_to}. "
)
UNKNOWN = T("没有销售记录，按最低库存补到 {up_to}。", "No demand known; by its minimum, filled up to {up_to}. ")
PROMISED_ONLY = T("没有销售记录，只补客户要的。", "No demand known: only what customers ordered. ")
NO_QUOTE = T("没有有效报价，请先询价。", "No quote holds: ask for a price. ")
BREAK = T("满 {from_qty} 单价 {price}。", "From {from_qty} on the price is {price}. ")
BREAK_SAVES = T(
    "满 {from_qty} 单价 {price}（不满 {base}），省 {saved}。",
    "From {from_qty} on the price is {price}, not {base}: saves {saved}. ",
)
MOQ = T("最小订量 {moq}。", "Minimum order {moq}. ")
PACK = T("整包 {pack}。", "In packs of {pack}. ")
LOTS = {
    str(Why.EOQ): T("一次多订更省：经济批量 {qty}。", "More at once is cheaper: economic lot {qty}. "),
    str(Why.BREAK): T("一次多订更省：按价格档订 {qty}。", "More at once is cheaper: {qty} for the price tier. "),
}
SHARED = T(
    "与该供应商另外 {others} 种商品合并下单，共省下单费用 {saved}。",
    "One order with {others} more of this supplier saves {saved} of ordering. ",
)


class Line(NamedTuple):
    """A proposal; quantities scaled, None = not known."""

    sku: str
    supplier: str
    position: int
    reorder_point: int
    order_up_to: int
    safety_stock: int
    usual_days: int
    demand: float | None
    days_left: int
    lead_days: int
    qty: int
    unit_price: int | None
    from_qty: int
    moq: int
    pack_qty: int
    why: str
    wanted: int


class Known(NamedTuple):
    """What is known of a line besides.

    Attributes:
        least: The product's minimum stock, scaled.
        seen: On how many of the recent days it was in stock.
        expected: What will be sold until the order comes, units.
        base: Quantity and price of the supplier's lowest tier; None = no quote.
        others: How many other lines go to the supplier.
        digits: Digits of the minor unit.
        how: How the shop buys.
    """

    least: int
    seen: int
    expected: float
    base: tuple[int, int] | None
    others: int
    digits: int
    how: Buying


def reasons(plan: Plan, lines: pd.DataFrame, how: Buying) -> list[str]:
    """Return the reason of each line, in the book's language.

    Args:
        plan: The book.
        lines: Proposals.
        how: How the shop buys.
    """
    book = plan.facts.book
    figures = lines[list(Line._fields)].astype(object)
    told = map(Line._make, figures.where(lines[list(Line._fields)].notna(), None).itertuples(index=False, name=None))
    least = limits_of(plan, pd.Index(lines["sku"])).least.tolist()
    seen = plan.recent["days"].reindex(lines["sku"], fill_value=0).tolist()
    counts = lines["supplier"].value_counts()
    bases = _lowest(plan)
    found = []
    for line, days, low, sold in zip(told, seen, least, expected(plan, lines).tolist(), strict=True):
        others = int(counts[line.supplier]) - 1 if line.supplier else 0
        base = bases.get((line.sku, line.supplier))
        known = Known(low, int(days), sold, base, others, book.settings.money_digits, how)
        found.append(_said(line, known, book.lang))
    return found


def expected(plan: Plan, lines: pd.DataFrame) -> Floats:
    """Return what is expected to be sold from today until an order comes, units.

    As 预测 has it, its weeks by days; beyond its last week as in that week; where there is no forecast, by the demand a
    day; NaN where nothing is known.

    Args:
        plan: The book.
        lines: ``sku``, ``lead_days``, ``demand`` a day.
    """
    lead = lines["lead_days"].to_numpy(np.float64)
    by_demand = lines["demand"].to_numpy(np.float64) * lead
    place = plan.weeks.skus.get_indexer(pd.Index(lines["sku"]))
    if not len(plan.weeks.skus):
        return np.asarray(by_demand, np.float64)
    weeks = plan.forecasts.values[place]
    start = (plan.facts.as_of.floor("D") - plan.weeks.first).days - plan.weeks.sold.shape[1]
    found = _until(weeks, start + lead) - _until(weeks, np.full(len(lead), float(start)))
    return np.where((place < 0) | np.isnan(found), by_demand, found)


def _until(weeks: Floats, days: Floats) -> Floats:
    """Return what the first so many days of some weeks sell."""
    before = np.concatenate([np.zeros((len(weeks), 1)), np.cumsum(weeks, axis=1)], axis=1)
    last = np.minimum(days // WEEK, weeks.shape[1] - 1).astype(np.int64)
    rows = np.arange(len(weeks))
    return np.asarray(before[rows, last] + weeks[rows, last] * (days - last * WEEK) / WEEK, np.float64)


def _lowest(plan: Plan) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return the lowest tier of each product and supplier: its quantity and its price."""
    lines = quoted(plan)
    tiers = lines[["sku", "supplier"]].assign(from_qty=plain(lines["from_qty"]), unit_price=plain(lines["unit_price"]))
    tiers = tiers.sort_values(["sku", "supplier", "from_qty", "unit_price"]).drop_duplicates(["sku", "supplier"])
    names = zip(tiers["sku"], tiers["supplier"], strict=True)
    return dict(zip(names, zip(tiers["from_qty"].tolist(), tiers["unit_price"].tolist(), strict=True), strict=True))


def _said(line: Line, known: Known, lang: Lang) -> str:
    """Return one reason."""
    parts = (*_need(line, known), *_offer(line, known), *_order(known))
    return "".join(text.said(lang).format(**facts) for text, facts in parts).strip()


Part = tuple[Text, dict[str, object]]


def _need(line: Line, known: Known) -> Iterator[Part]:
    """Say why it is needed, and what is known of its demand."""
    place: dict[str, object] = {
        "position": quantity(line.position),
        "point": _roughly(line.reorder_point),
        "least": quantity(known.least),
    }
    if line.days_left:
        yield SOON, place | {"days": line.days_left}
    elif known.least == line.reorder_point > max(line.position, 0):
        yield BELOW_LEAST, place
    else:
        yield AT_POINT, place
    if line.position < 0:
        yield PROMISED, {"short": quantity(-line.position)}
    demand: dict[str, object] = {
        "window": RECENT_DAYS,
        "seen": known.seen,
        "up_to": _roughly(line.order_up_to),
        "lead": line.lead_days,
        "usual": line.usual_days,
        "safety": _roughly(line.safety_stock),
    }
    if line.demand is None:
        yield UNKNOWN if known.least > 0 else PROMISED_ONLY, demand
    elif line.demand <= 0:
        yield SELLS_NOT, demand
    else:
        yield SELLS, demand | {"demand": units(line.demand), "expected": units(known.expected)}


def _roughly(scaled: int) -> str:
    """Return a level as people read it: it follows from statistics, and four decimals would feign knowledge."""
    return units(scaled / UNIT)


def _offer(line: Line, known: Known) -> Iterator[Part]:
    """Say what of the offer made the quantity."""
    if line.unit_price is None:
        yield NO_QUOTE, {}
        return
    if line.from_qty > UNIT:
        yield _break(line, known)
    if line.moq > line.wanted:
        yield MOQ, {"moq": quantity(line.moq)}
    if line.pack_qty > 0:
        yield PACK, {"pack": quantity(line.pack_qty)}
    if line.why:
        yield LOTS[line.why], {"qty": quantity(line.qty)}


def _break(line: Line, known: Known) -> Part:
    """Say which tier was reached, and what that saves against the supplier's lowest."""
    from_qty, base = known.base or (0, 0)
    asked = line.unit_price or 0
    facts: dict[str, object] = {"from_qty": quantity(line.from_qty), "price": price(asked), "base": price(base)}
    if from_qty >= line.from_qty or base <= asked:
        return BREAK, facts
    saved = numbers.divide(line.qty, base - asked, 10 ** (WORTH_DIGITS - known.digits))
    return BREAK_SAVES, facts | {"saved": numbers.text_of(saved, known.digits)}


def _order(known: Known) -> Iterator[Part]:
    """Say what one order for several products saves."""
    saved = known.others * known.how.order_cost
    if saved > 0:
        yield SHARED, {"others": known.others, "saved": numbers.text_of(saved, known.digits)}
