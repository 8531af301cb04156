"""What to do about slow movers: the rules, in the order in which they are asked; the first that fits is the suggestion.

Each rule finds the products it fits, and the words its reason needs. What has expired is not offered to anybody: beyond
sending it back, all that is left is to write it off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from jxc_xl.plan.lying import Lying, Words
from jxc_xl.plan.selling_off import (
    barred,
    bundled,
    clearable,
    given,
    left_over,
    movable,
    overpriced,
    perished,
    promotable,
)
from jxc_xl.plan.sending_back import returnable
from jxc_xl.terms import Text


class Rule(NamedTuple):
    """One rule.

    Attributes:
        number: Its place in the order.
        action: What to do.
        reason: Why, its words in braces.
        find: Whom it fits, and the words.
    """

    number: int
    action: Text
    reason: Text
    find: Callable[[Lying], Words]


WRITE_OFF = 8
RULES = (
    Rule(
        1,
        Text("退供应商", "Return to supplier"),
        Text(
            "供应商 {supplier} 的退货条件是“{terms}”，最近一张收货单 {receipt}（{on}）的 {qty} 还可以退。",
            "Supplier {supplier} takes goods back (“{terms}”); {qty} of its last receipt {receipt} ({on}) still can.",
        ),
        returnable,
    ),
    Rule(
        2,
        Text("搭配畅销品", "Bundle with a fast mover"),
        Text(
            "和畅销的 {partner} 一起买过 {baskets} 单，占本品订单的 {share}，是碰巧的 {lift} 倍。",
            "Bought together with the fast mover {partner} in {baskets} orders, {share} of its own: {lift} times as "
            "often as by chance.",
        ),
        bundled,
    ),
    Rule(
        3,
        Text("换渠道", "Move to another channel"),
        Text(
            "只在 {own} 卖过；同类别“{category}”近 {days} 天在 {other} 卖出 {qty}。",
            "Sold on {own} only; its category “{category}” sold {qty} on {other} in the last {days} days.",
        ),
        movable,
    ),
    Rule(
        4,
        Text("限价促销", "Promote, not below the floor price"),
        Text(
            "现价 {price}，单位成本 {cost}；底价 {floor}，仍比成本高 {over}。",
            "Price {price}, unit cost {cost}; the floor price {floor} still leaves {over} on top of cost.",
        ),
        promotable,
    ),
    Rule(
        5,
        Text("低于成本清仓", "Clear below cost"),
        Text(
            "库龄超过 {old} 天，可以低于成本卖：现价 {price}，单位成本 {cost}，底价 {floor}。",
            "Older than {old} days, so it may go below cost: price {price}, unit cost {cost}, floor price {floor}.",
        ),
        clearable,
    ),
    Rule(
        6,
        Text("有价就卖", "Sell at any price"),
        Text("没有成本，卖多少赚多少；现价 {price}。", "It cost nothing: whatever it brings is earned. Price {price}."),
        given,
    ),
    Rule(
        7,
        Text("重新定位", "Re-position"),
        Text(
            "现价 {price}，底价 {floor}，同类别近 {days} 天平均卖 {going}，贵得太多：换卖点、换规格或换人群。",
            "Price {price}, floor price {floor}; its category sold at {going} on average in the last {days} days, far "
            "less: offer it differently, in another size, or to other people.",
        ),
        overpriced,
    ),
    Rule(
        WRITE_OFF,
        Text("报损", "Write off"),
        Text("已过期 {qty}，合 {worth}，不能再卖。", "{qty} have expired, worth {worth}: not to be sold any more."),
        perished,
    ),
    Rule(
        9,
        Text("清理待处理仓", "Sort out the quarantine"),
        Text(
            "{qty} 全在待处理仓：还能卖的调拨出来，不能卖的报损。",
            "All {qty} lie in quarantine: transfer what can still be sold, write off the rest.",
        ),
        barred,
    ),
    Rule(
        10,
        Text("停购，售完为止", "Buy no more, sell what is left"),
        Text(
            "现价 {price} 已不高于底价 {floor}（单位成本 {cost}），没有降价的余地。",
            "The price {price} is not above the floor price {floor} (unit cost {cost}): no room to go lower.",
        ),
        left_over,
    ),
)
"""All of them; rule 7 stands before the last only, since rules 2 to 6 leave alone what has expired."""
"""All of them. Rules 2 to 7 leave alone what has expired or lies in quarantine, so that rules 8 and 9 find it."""
