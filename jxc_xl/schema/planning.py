"""The settings of what to buy, to ship, to count and to clear."""

from __future__ import annotations

from jxc_xl.schema import choices
from jxc_xl.schema.model import Kind, Setting
from jxc_xl.terms import Text

T = Text
RATE, INTEGER, PRICE, TEXT = Kind.RATE, Kind.INTEGER, Kind.PRICE, Kind.TEXT


def _setting(key: str, title: Text, kind: Kind, default: str, meaning: Text) -> Setting:
    return Setting(key, title, kind, default, meaning)


PLANNING = (
    _setting(
        "service_level",
        T("服务水平", "Service level"),
        RATE,
        "0.95",
        T(
            "补货周期内不断货的把握，用来算安全库存。",
            "How surely stock lasts until the next order; safety stock follows.",
        ),
    ),
    _setting(
        "review_days",
        T("补货间隔（天）", "Days between orders"),
        INTEGER,
        "7",
        T("一次补货要管多少天，例如每周一次填 7。", "How many days an order is to last; 7 for a weekly order."),
    ),
    Setting(
        "review",
        T("补货方式", "Replenishment"),
        Kind.CHOICE,
        "continuous",
        T(
            "随时补货：降到补货点就订。定期补货：隔一个补货间隔才订一次，补货点和安全库存多管一个间隔。",
            "When it is due: as soon as the reorder point is reached. At fixed intervals: once in the days between "
            "orders; reorder point and safety stock then cover these days too.",
        ),
        choices.REVIEW,
    ),
    _setting(
        "lead_days",
        T("默认提前期（天）", "Default lead time (days)"),
        INTEGER,
        "7",
        T("报价、商品、供应商都没写时用。", "Where neither quote, product nor supplier says."),
    ),
    _setting(
        "order_cost",
        T("每次订货费用", "Cost of an order"),
        PRICE,
        "0",
        T(
            "大于 0 时按经济批量和价格分档算订量。",
            "More than 0: order quantities weigh it against holding and price breaks.",
        ),
    ),
    _setting(
        "holding_rate",
        T("年持有成本率", "Holding cost a year"),
        RATE,
        "0.2",
        T("存货压一年的成本占进价的比例。", "What it costs to hold stock for a year, as a share of its price."),
    ),
    _setting(
        "approval_limit",
        T("采购审批限额", "Approval limit"),
        PRICE,
        "",
        T(
            "填了它：超过它的采购单，和先有申请的采购单，下单前都要有批准人；不填即不限。",
            "With it, purchases above it and those that were requested need an approver; blank: none do.",
        ),
    ),
    _setting(
        "approvers",
        T("有权批准的人", "Approvers"),
        TEXT,
        "",
        T("逗号分隔；不填即谁都可以。", "Comma-separated; blank: anybody."),
    ),
    _setting(
        "over_receipt",
        T("允许超收", "Over-receipt allowed"),
        RATE,
        "0.05",
        T("收货超过采购数量这么多才提醒。", "Receipts above the order by more than this are told."),
    ),
    _setting(
        "process_minutes",
        T("订单处理时限（分钟）", "Minutes to process an order"),
        INTEGER,
        "60",
        T("从下单（或付款）到处理。", "From order (or payment) to processing."),
    ),
    _setting(
        "work_hours",
        T("工作时间", "Working hours"),
        TEXT,
        "",
        T(
            "如 09:00-18:00，只算其间的分钟；不填即全天。",
            "Such as 09:00-18:00: only minutes inside count; blank: all day.",
        ),
    ),
    _setting(
        "expiring_days",
        T("临期天数", "Expiring within (days)"),
        INTEGER,
        "30",
        T("多少天内到期的批次列入预警。", "Lots that expire within so many days are told."),
    ),
    _setting(
        "slow_days",
        T("滞销天数", "Slow after (days)"),
        INTEGER,
        "90",
        T(
            "这么多天里净销不超过现存的 5%，就算滞销。",
            "Slow is what sold 5% of what is on hand at most in so many days.",
        ),
    ),
    _setting(
        "floor_markup",
        T("促销最低加成率", "Least markup of a promotion"),
        RATE,
        "0.1",
        T("促销底价至少比单位成本高出的比例。", "By how much a promotion's floor price is above unit cost at least."),
    ),
    _setting(
        "price_alert",
        T("进价上涨预警", "Price rise told from"),
        RATE,
        "0.1",
        T("进价比上次涨这么多就预警。", "A purchase price up by this much on the last one is told."),
    ),
    _setting(
        "abc_a", T("A类占比", "Share of class A"), RATE, "0.8", T("累计到这里为止是 A。", "Up to here products are A.")
    ),
    _setting(
        "abc_b", T("B类占比", "Share of class B"), RATE, "0.95", T("再到这里为止是 B。", "Up to here they are B.")
    ),
    _setting(
        "xyz_x",
        T("X类变异系数", "Variation of class X"),
        RATE,
        "0.5",
        T(
            "每周需求的变异系数（标准差÷平均）到这里为止是 X。",
            "Up to this deviation over mean of weekly demand products are X.",
        ),
    ),
    _setting(
        "xyz_y", T("Y类变异系数", "Variation of class Y"), RATE, "1", T("再到这里为止是 Y。", "Up to here they are Y.")
    ),
    _setting(
        "pair_baskets",
        T("搭配最少订单数", "Fewest orders for a bundle"),
        INTEGER,
        "20",
        T("一起买过这么多次才建议搭配。", "A bundle is suggested only after so many orders with both."),
    ),
    _setting(
        "weight_on_time", T("准时权重", "Weight of on time"), RATE, "0.4", T("供应商评分。", "Of a supplier's score.")
    ),
    _setting(
        "weight_accepted", T("合格权重", "Weight of accepted"), RATE, "0.3", T("供应商评分。", "Of a supplier's score.")
    ),
    _setting(
        "weight_filled", T("足量权重", "Weight of filled"), RATE, "0.2", T("供应商评分。", "Of a supplier's score.")
    ),
    _setting(
        "weight_price", T("价格权重", "Weight of price"), RATE, "0.1", T("供应商评分。", "Of a supplier's score.")
    ),
)
"""In the order of their lines."""
