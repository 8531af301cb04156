"""What 首页 Dashboard tells: one line each, in fixed order, so that the template can format each value by its kind."""

from __future__ import annotations

from typing import NamedTuple

from jxc_xl.schema.model import Kind
from jxc_xl.terms import Text

T = Text


class Measure(NamedTuple):
    """One line of the dashboard."""

    key: str
    title: Text
    kind: Kind
    note: Text


MEASURES = (
    Measure("as_of", T("截至", "As of"), Kind.DATE, T("本次刷新的日期", "Date of this refresh")),
    Measure(
        "products",
        T("有库存的商品", "Products in stock"),
        Kind.INTEGER,
        T("现存不为 0 的编码数", "Codes with stock on hand"),
    ),
    Measure("stock_amount", T("库存金额", "Stock value"), Kind.MONEY, T("按成本，不含税", "At cost, without tax")),
    Measure(
        "revenue",
        T("净收入", "Revenue"),
        Kind.MONEY,
        T("报表期间，退货已扣除", "Of the report period, returns taken off"),
    ),
    Measure("cost_of_sales", T("销售成本", "Cost of sales"), Kind.MONEY, T("报表期间", "Of the report period")),
    Measure("margin", T("毛利", "Margin"), Kind.MONEY, T("净收入 − 销售成本", "Revenue less cost of sales")),
    Measure("margin_rate", T("毛利率", "Margin rate"), Kind.RATE, T("毛利 ÷ 净收入", "Margin over revenue")),
    Measure(
        "out_of_stock",
        T("已断货的商品", "Products sold out"),
        Kind.INTEGER,
        T("卖过、现存为 0", "Once sold, none on hand"),
    ),
    Measure("movements", T("流水笔数", "Movements"), Kind.INTEGER, T("见流水表", "See the ledger")),
    Measure(
        "posting_no", T("最近过账号", "Last posting"), Kind.INTEGER, T("撤销从这一号开始", "Undo starts with this one")
    ),
    Measure("problems", T("待处理的问题", "Problems to mend"), Kind.INTEGER, T("见问题表", "See the problems")),
    Measure("is_sound", T("自检通过", "Self-check holds"), Kind.FLAG, T("见自检表", "See the self-check")),
)
