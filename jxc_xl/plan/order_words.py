"""What 订单 says of an order: its state, what to do, and what to tell the customer."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.terms import Lang, Text

T = Text


class Said(NamedTuple):
    """A state, and what is to be done about it."""

    state: Text
    action: Text


LATE = T("超时，", "late, ")
"""Before the state of an order that waits too long."""
UNKNOWN = Said(
    T("商品未登记", "unknown product"),
    T("请更正商品编码，或先在商品表登记。", "Correct the product code, or enter it on Products first."),
)
BARE = Said(T("数量待核", "check quantity"), T("请填写数量。", "Enter the quantity."))
ADDRESS = Said(T("缺地址", "address missing"), T("请向客户要收货地址。", "Ask the customer for the address."))
PRICE = Said(
    T("价格待核", "check price"),
    T(
        "单价 {price} 低于最低售价 {floor}，请更正，或请主管同意。",
        "The price {price} is below the floor price {floor}: correct it, or have it agreed.",
    ),
)
SHORT = Said(
    T("缺货", "short"),
    T(
        "缺 {short} 件，在途采购不够补，请补货。告诉客户：{some}到货日期确定后马上通知，也可以换货或退款。",
        "{short} missing, and not enough on order: buy more. Tell the customer: {some}we will name a day as soon as we "
        "know it, or replace or refund.",
    ),
)
SOME_NOW, NONE_NOW = (
    T("可以先发 {there} 件，其余", "we can send {there} now; for the rest, "),
    T("暂时缺货，", "out of stock for now; "),
)
WAITING = Said(
    T("等到货", "waiting for goods due"),
    T(
        "缺 {short} 件，预计 {day} 到货。告诉客户：{some}{day} 到货后马上发出。",
        "{short} missing, due on {day}. Tell the customer: {some}when the goods arrive on {day}.",
    ),
)
SOME_THEN, ALL_THEN = (
    T("可以先发 {there} 件，其余", "we can send {there} now and the rest "),
    T("", "we will send it "),
)
OVERDUE = T(
    "缺 {short} 件，供应商原定 {day} 到货，已过期：请催货，问到新日期再告诉客户。",
    "{short} missing; the supplier promised {day}, which is past: press for a new day, then tell the customer.",
)
UNDATED = T(
    "缺 {short} 件，已下单但没有约定交期：请向供应商问清日期，再告诉客户。",
    "{short} missing, on order without a promised day: ask the supplier for one, then tell the customer.",
)
AFAR = Said(
    T("货在别仓", "in another warehouse"),
    T(
        "{warehouse} 缺 {afar} 件，别的仓库有，请先调拨。",
        "{warehouse} lacks {afar}, other warehouses have them: transfer them first.",
    ),
)
POST = Said(T("待过账", "to be posted"), T("货已发出，请过账。", "The goods have left: post the line."))
TOGETHER = T(
    "货已发出，但同一订单还有商品账上缺货：补录收货后整单一起过账。",
    "The goods have left, but the book lacks other goods of this order: enter what was received, then post the order.",
)
UNCOVERED = T(
    "货已发出，账上却缺 {short} 件，请先录入收货。",
    "The goods have left, but the book lacks {short}: enter what was received first.",
)
SHIP = Said(T("可发货", "ship now"), T("请拣货发货。", "Pick and ship."))


def told(text: Text, facts: pd.DataFrame, of: pd.Index, lang: Lang) -> pd.Series:
    """Return a sentence for each of some lines.

    Args:
        text: The sentence; it may name columns of the facts.
        facts: Text by line, of those lines at least of which something is named.
        of: The lines.
        lang: The language.
    """
    words = text.said(lang)
    if "{" not in words:
        return pd.Series(words, of, dtype="str")
    lines = [[str(value) for value in line] for line in facts.loc[of].to_numpy(object).tolist()]
    said = [words.format(**dict(zip(facts.columns, line, strict=True))) for line in lines]
    return pd.Series(said, of, dtype="str")


def plainly(values: pd.Series, digits: int) -> list[str]:
    """Return scaled numbers as people write them."""
    return [numbers.text_of(value, digits, is_trimmed=True) for value in plain(values).tolist()]
