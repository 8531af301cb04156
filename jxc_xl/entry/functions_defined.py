"""The worksheet functions: one short definition each.

Nothing here knows who asks: Excel through `functions`, or the shell.
"""

from __future__ import annotations

from dataclasses import dataclass

from jxc_xl.answer import buying, lists, planning, products, stock, trade
from jxc_xl.answer.parameters import KEYS
from jxc_xl.answer.questions import Listing, Parameter, Question
from jxc_xl.terms import Lang, Text

LONGEST = 255
"""Excel shows no more of a description."""
EXAMPLE = Text("例：", "Example: ")


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function.

    Attributes:
        name: Its name in a cell.
        says: One sentence on what it answers.
        sample: A sample call, which also names it.
        asked: What it asks.
        reads_entries: Whether what stands on entry sheets, posted or not, makes a difference.
        answered_from: Report and column that give the same answer to one product alone; None = none does.
    """

    sample: str
    asked: Question | Listing
    says: Text
    reads_entries: bool = False
    answered_from: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """Its name in a cell."""
        return self.sample[1 : self.sample.index("(")]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its arguments, without the book."""
        own = self.asked.parameters
        return own if isinstance(self.asked, Listing) else (KEYS[self.asked.key], *own)

    def description(self, lang: Lang) -> str:
        """Return the sentence with the sample call."""
        return f"{self.says.said(lang)} {EXAMPLE.said(lang)}{self.sample}"


_ALL = (
    Function(
        "=JXC_STOCK(A2)",
        stock.STOCK,
        Text("商品的现存数量，可指定仓库和日期。", "Quantity on hand, optionally in one warehouse and as of a day."),
        answered_from=("stock", "on_hand"),
    ),
    Function(
        "=JXC_AVAILABLE(A2)",
        stock.AVAILABLE,
        Text("可用数量：现存减待处理仓、减占用。", "Quantity available: on hand less quarantine, less reserved."),
        reads_entries=True,
        answered_from=("stock", "available"),
    ),
    Function(
        "=JXC_RESERVED(A2)",
        stock.RESERVED,
        Text("占用数量：未取消、未过账的销售。", "Quantity reserved: sales neither cancelled nor posted."),
        reads_entries=True,
        answered_from=("stock", "reserved"),
    ),
    Function(
        "=JXC_ONORDER(A2)",
        stock.ONORDER,
        Text("在途数量：已下单未收货。", "Quantity on order: ordered and not yet received."),
        reads_entries=True,
        answered_from=("stock", "on_order"),
    ),
    Function(
        '=JXC_UNITCOST(A2,"2026-03-31")',
        stock.UNITCOST,
        Text(
            "单位成本：库存金额除以数量，可指定日期和计价方法。",
            "Unit cost: value over quantity, optionally as of a day and under another costing method.",
        ),
        answered_from=("stock", "unit_cost"),
    ),
    Function(
        "=JXC_VALUE(A2)",
        stock.VALUE,
        Text("库存金额，可指定仓库和日期。", "Value on hand, optionally in one warehouse and as of a day."),
        answered_from=("stock", "amount"),
    ),
    Function(
        '=JXC_SOLD(A2,"2026-03-01","2026-03-31")',
        trade.SOLD,
        Text(
            "期间内销售的数量，不减退货，可指定渠道。",
            "Quantity sold in a period, returns not taken off; optionally through one channel.",
        ),
    ),
    Function(
        '=JXC_RETURNED(A2,"2026-03-01","2026-03-31")',
        trade.RETURNED,
        Text(
            "期间内客户退回的数量，可指定渠道。",
            "Quantity customers returned in a period; optionally through one channel.",
        ),
    ),
    Function(
        '=JXC_SALES(A2,"2026-03-01","2026-03-31")',
        trade.SALES,
        Text(
            "期间内的净收入：不含税，已减退货，可指定渠道。",
            "Revenue of a period without tax, returns taken off; optionally of one channel.",
        ),
    ),
    Function(
        '=JXC_COGS(A2,"2026-03-01","2026-03-31")',
        trade.COGS,
        Text("期间内的销售成本，可指定渠道。", "Cost of sales of a period; optionally of one channel."),
    ),
    Function(
        '=JXC_MARGIN(A2,"2026-03-01","2026-03-31")',
        trade.MARGIN,
        Text(
            "期间内的毛利：净收入减销售成本，可指定渠道。",
            "Margin of a period: revenue less cost; optionally of one channel.",
        ),
    ),
    Function(
        '=JXC_MARGINRATE(A2,"2026-03-01","2026-03-31")',
        trade.MARGINRATE,
        Text(
            "期间内的毛利率：毛利除以净收入，可指定渠道。",
            "Margin over revenue of a period; optionally of one channel.",
        ),
    ),
    Function(
        '=JXC_PURCHASED(A2,"2026-03-01","2026-03-31")',
        trade.PURCHASED,
        Text("期间内收货的数量，可指定供应商。", "Quantity received in a period; optionally from one supplier."),
    ),
    Function(
        "=JXC_LASTPRICE(A2)",
        buying.LASTPRICE,
        Text(
            "最近一次收货的不含税单价，可指定供应商。",
            "Unit price without tax of the last receipt; optionally from one supplier.",
        ),
    ),
    Function(
        "=JXC_BESTPRICE(A2,100)",
        buying.BESTPRICE,
        Text("按报价表，今天买这么多的最低单价。", "The lowest unit price in today's quotes for a quantity."),
        reads_entries=True,
    ),
    Function(
        "=JXC_BESTSUPPLIER(A2,100)",
        buying.BESTSUPPLIER,
        Text("按报价表，今天买这么多谁最便宜。", "The supplier whose quote for a quantity is the lowest today."),
        reads_entries=True,
    ),
    Function(
        '=JXC_CARD(A2,"2026-03-01","2026-03-31")',
        lists.CARD,
        Text(
            "商品的台账：期间内每一笔和当时的结存。",
            "The stock card of a product: every movement in a period, with the balance after it.",
        ),
    ),
    Function(
        '=JXC_SUMMARY("2026-03-01","2026-03-31")',
        lists.SUMMARY,
        Text(
            "期间内全部商品的收发存。",
            "The movement summary of all products in a period: opening, in, out and closing.",
        ),
        reads_entries=True,
    ),
    Function(
        '=JXC_PRODUCT(A2,"Unit")',
        products.PRODUCT,
        Text("商品表里这个商品的一项。", "What Products says of a product in one of its columns."),
        reads_entries=True,
    ),
    Function(
        "=JXC_EXPIRING(30)",
        lists.EXPIRING,
        Text(
            "多少天内到期和已过期的在库批次，先到期的在前；未写批次的出库按先到期先出。",
            "Lots on hand that expire within so many days or have expired, the soonest first; what went out without a "
            "lot is taken from those.",
        ),
        reads_entries=True,
    ),
    Function(
        "=JXC_LOW()",
        lists.LOW,
        Text(
            "可用数量低于最低库存的在用商品。", "Active products of which less is available than their minimum stock."
        ),
        reads_entries=True,
    ),
    Function(
        "=JXC_REORDERPOINT(A2)",
        planning.REORDERPOINT,
        Text(
            "补货点：库存位置（现存加在途减占用）降到这么多就该订货。",
            "Reorder point: order when what is there and on its way, less what is promised, falls to it.",
        ),
        reads_entries=True,
    ),
    Function(
        "=JXC_SAFETYSTOCK(A2)",
        planning.SAFETYSTOCK,
        Text(
            "安全库存：按需求和到货的波动多备的数量。", "Safety stock: what is kept for uncertain demand and delivery."
        ),
        reads_entries=True,
    ),
    Function(
        "=JXC_REORDERQTY(A2)",
        planning.REORDERQTY,
        Text("补货表今天建议的订货数量；不用订为 0。", "How much Replenishment proposes to order today; 0: nothing."),
        reads_entries=True,
    ),
    Function(
        "=JXC_COVERDAYS(A2)",
        planning.COVERDAYS,
        Text("可用数量还够卖多少天。", "How many days what is available lasts."),
        reads_entries=True,
    ),
    Function(
        "=JXC_FORECAST(A2,4)",
        planning.FORECAST,
        Text(
            "往后几周预计卖出的数量，与预测表一致。",
            "Quantity expected to be sold in the coming weeks, as in Forecast.",
        ),
        reads_entries=True,
    ),
    Function(
        "=JXC_ABC(A2)",
        planning.ABC,
        Text("按销售额分的 A、B、C 类。", "Class A, B or C by what the product sold for."),
        reads_entries=True,
        answered_from=("abc_xyz", "abc"),
    ),
    Function(
        "=JXC_XYZ(A2)",
        planning.XYZ,
        Text("按需求稳不稳分的 X、Y、Z 类。", "Class X, Y or Z by how steadily the product sells."),
        reads_entries=True,
        answered_from=("abc_xyz", "xyz"),
    ),
    Function(
        "=JXC_AGE(A2)",
        planning.AGE,
        Text("在库货品的平均库龄（天）。", "Average age in days of the goods on hand."),
    ),
    Function(
        "=JXC_SLOW(90)",
        planning.SLOW,
        Text("滞销商品和建议的处理办法，与滞销表一致。", "Slow movers and what to do about them, as in Slow movers."),
        reads_entries=True,
    ),
    Function(
        '=JXC_SUPPLIERSCORE("S1")',
        planning.SUPPLIERSCORE,
        Text(
            "供应商评分：准时、合格、足量和价格，0 到 1。",
            "A supplier's score from 0 to 1: on time, sound, in full, price.",
        ),
        reads_entries=True,
    ),
)
FUNCTIONS = {function.name: function for function in _ALL}
"""All worksheet functions by name, in the order in which people see them."""
