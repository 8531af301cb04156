"""Words of the trade: one concept, one English word, one Chinese word."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Lang(StrEnum):
    """Language of a book or of an answer."""

    ZH = "zh"
    EN = "en"


class Text(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def said(self, lang: Lang) -> str:
        """Return the words in one language."""
        return self.zh if lang is Lang.ZH else self.en


class Movement(StrEnum):
    """Why stock moved or changed its worth: the kinds of ledger lines."""

    CLOSE = "close"
    OPENING = "opening"
    RECEIPT = "receipt"
    CHARGE = "charge"
    EXPENSE = "expense"
    COST_ADJUSTMENT = "cost_adjustment"
    OTHER_IN = "other_in"
    TRANSFER_IN = "transfer_in"
    CUSTOMER_RETURN = "customer_return"
    ASSEMBLY_OUT = "assembly_out"
    ASSEMBLY_IN = "assembly_in"
    SALE = "sale"
    SUPPLIER_RETURN = "supplier_return"
    OTHER_OUT = "other_out"
    WRITE_OFF = "write_off"
    TRANSFER_OUT = "transfer_out"
    COUNT = "count"
    REVALUATION = "revaluation"


MOVEMENTS = {
    Movement.CLOSE: Text("结账", "Close"),
    Movement.OPENING: Text("期初", "Opening"),
    Movement.RECEIPT: Text("收货", "Receipt"),
    Movement.CHARGE: Text("费用分摊", "Charge share"),
    Movement.EXPENSE: Text("费用化", "Charge expensed"),
    Movement.COST_ADJUSTMENT: Text("成本调整", "Cost adjustment"),
    Movement.OTHER_IN: Text("其他入库", "Other in"),
    Movement.TRANSFER_IN: Text("调入", "Transfer in"),
    Movement.CUSTOMER_RETURN: Text("销售退货", "Customer return"),
    Movement.ASSEMBLY_OUT: Text("组装出库", "Assembly out"),
    Movement.ASSEMBLY_IN: Text("组装入库", "Assembly in"),
    Movement.SALE: Text("销售", "Sale"),
    Movement.SUPPLIER_RETURN: Text("采购退货", "Supplier return"),
    Movement.OTHER_OUT: Text("其他出库", "Other out"),
    Movement.WRITE_OFF: Text("报损", "Write-off"),
    Movement.TRANSFER_OUT: Text("调出", "Transfer out"),
    Movement.COUNT: Text("盘点", "Count"),
    Movement.REVALUATION: Text("重估", "Revaluation"),
}
"""In the order in which they count within one moment of a day (DESIGN § 4)."""

RANK = {kind: rank for rank, kind in enumerate(MOVEMENTS)}


class Method(StrEnum):
    """How an issue is valued."""

    FIFO = "fifo"
    MOVING_AVERAGE = "moving_average"
    MONTH_AVERAGE = "month_average"
    SPECIFIC = "specific"


METHODS = {
    Method.FIFO: Text("先进先出", "FIFO"),
    Method.MOVING_AVERAGE: Text("移动加权平均", "Moving average"),
    Method.MONTH_AVERAGE: Text("月末一次加权平均", "Month-end average"),
    Method.SPECIFIC: Text("个别计价", "Specific identification"),
}

CONCEPTS = (
    Text("商品", "product"),
    Text("商品编码", "sku"),
    Text("供应商", "supplier"),
    Text("仓库", "warehouse"),
    Text("批次", "lot"),
    Text("渠道", "channel"),
    Text("单据", "document"),
    Text("采购", "purchase"),
    Text("收货", "receipt"),
    Text("出库", "issue"),
    Text("退货", "return"),
    Text("调拨", "transfer"),
    Text("盘点", "count"),
    Text("盘盈", "gain"),
    Text("盘亏", "loss"),
    Text("报损", "write-off"),
    Text("费用", "charge"),
    Text("分摊", "share"),
    Text("到岸成本", "landed cost"),
    Text("期初", "opening"),
    Text("红冲", "reversal"),
    Text("流水", "movement"),
    Text("库存明细账", "ledger"),
    Text("台账", "stock card"),
    Text("收发存", "movement summary"),
    Text("现存", "on hand"),
    Text("占用", "reserved"),
    Text("可用", "available"),
    Text("在途", "on order"),
    Text("期间", "period"),
    Text("结账", "close"),
    Text("金额", "amount"),
    Text("单位成本", "unit cost"),
    Text("成本层", "layer"),
    Text("尾差", "residual"),
    Text("销售成本", "cost of sales"),
    Text("毛利", "margin"),
    Text("跌价准备", "write-down"),
    Text("组装", "assembly"),
    Text("重估", "revaluation"),
    Text("暂估", "provisional receipt"),
    Text("成本调整", "cost adjustment"),
    Text("成本池", "cost pool"),
    Text("库龄", "ageing"),
    Text("滞销", "slow mover"),
    Text("周转", "turnover"),
    Text("补货点", "reorder point"),
    Text("安全库存", "safety stock"),
    Text("提前期", "lead time"),
    Text("检查", "check"),
    Text("过账", "post"),
    Text("计价", "cost"),
    Text("出表", "report"),
)
"""The vocabulary, as REFERENCE prints it."""
