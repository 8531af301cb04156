"""The settings of a book: one line each on 设置 Settings."""

from __future__ import annotations

from jxc_xl.schema import choices
from jxc_xl.schema.model import Kind, Setting
from jxc_xl.schema.planning import PLANNING
from jxc_xl.terms import Text

T = Text


SETTINGS = (
    Setting("shop", T("店铺名称", "Shop"), Kind.TEXT, "", T("显示在首页。", "Shown on the dashboard.")),
    Setting(
        "money_digits",
        T("金额小数位", "Money digits"),
        Kind.INTEGER,
        "2",
        T("0 到 6；过账后不要改。", "0 to 6; do not change it once something is posted."),
    ),
    Setting(
        "method",
        T("默认计价方法", "Default costing method"),
        Kind.CHOICE,
        "moving_average",
        T(
            "商品未指定时用；结账后改动从下一期间起生效。",
            "For products that name none; after a close, a change holds from the next period on.",
        ),
        choices.METHOD,
    ),
    Setting(
        "cost_pool",
        T("成本核算范围", "Cost pool"),
        Kind.CHOICE,
        "product",
        T(
            "按商品：各仓同一成本，调拨不影响成本。按商品和仓库：各仓各算，成本随调拨走（月末一次加权平均总是按商品）。结账后不要改。",
            "By product: one cost over all warehouses, transfers change nothing. By product and warehouse: each its "
            "own, and cost travels with transfers (a month-end average is always by product). Do not change it after a "
            "close.",
        ),
        choices.COST_POOL,
    ),
    Setting(
        "freight",
        T("进货费用", "Freight on purchases"),
        Kind.CHOICE,
        "capitalise",
        T(
            "计入成本：运输、装卸、保险等分摊进收货成本。计入费用：小企业会计准则的商业做法。关税和发票差额总是计入成本。",
            "Into cost: freight, handling, insurance and the like are shared over what was received. To expense: they "
            "stay out of stock. Duty and invoice differences always count into cost.",
        ),
        choices.FREIGHT,
    ),
    Setting(
        "allows_negative",
        T("允许负库存", "Allow negative stock"),
        Kind.FLAG,
        "no",
        T(
            "否：库存不足的单据整张不过账。是：照过，成本待补货后更正。",
            "No: a document that stock cannot cover is refused whole. Yes: it is posted; its cost is put right later.",
        ),
        choices.YES_NO,
    ),
    Setting(
        "warehouse",
        T("默认仓库", "Default warehouse"),
        Kind.CODE,
        "MAIN",
        T("单据未填仓库时用。", "For lines that name none."),
    ),
    Setting(
        "quarantine",
        T("待处理仓库", "Quarantine warehouse"),
        Kind.CODE,
        "HOLD",
        T("损坏退货入此仓。", "Damaged returns go there."),
    ),
    Setting(
        "tax_rate",
        T("默认税率", "Default tax rate"),
        Kind.RATE,
        "0",
        T("如 0.13；单据行未填税率时用。", "Such as 0.13; for lines that name none."),
    ),
    Setting(
        "price_has_tax",
        T("单价默认含税", "Prices have tax"),
        Kind.FLAG,
        "no",
        T("单据行未填时用。", "For lines that do not say."),
        choices.YES_NO,
    ),
    Setting(
        "selling_cost_rate",
        T("销售费用率", "Selling cost rate"),
        Kind.RATE,
        "0",
        T(
            "如 0.05；算可变现净值时从估计售价中扣除。",
            "Such as 0.05; taken off the expected price for net realisable value.",
        ),
    ),
    Setting(
        "non_goods_codes",
        T("非商品代码", "Codes that are no goods"),
        Kind.TEXT,
        "POST, DOT, M, C2, D, S, B, BANK CHARGES, AMAZONFEE, CRUK, PADS, GIFT_0001_*",
        T(
            "导入时跳过的代码（邮费、手续费等），逗号分隔，可用 *。",
            "Codes an import leaves out (postage, fees …), comma-separated; * stands for anything.",
        ),
    ),
    Setting(
        "report_from",
        T("报表开始日", "Reports from"),
        Kind.DATE,
        "",
        T("收发存、毛利的期间；不填从第一笔起。", "Period of the reports; blank: from the first movement."),
    ),
    Setting(
        "report_to",
        T("报表结束日", "Reports to"),
        Kind.DATE,
        "",
        T("不填到最后一笔为止。", "Blank: up to the last movement."),
    ),
    Setting(
        "card_sku",
        T("台账商品", "Stock card of"),
        Kind.CODE,
        "",
        T("台账显示哪个商品；不填取第一个。", "Which product the stock card shows; blank: the first."),
    ),
    *PLANNING,
)
"""In the order of their lines."""
