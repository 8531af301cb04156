"""The words a choice column may hold."""

from __future__ import annotations

from jxc_xl.terms import METHODS, MOVEMENTS, Movement, Text

METHOD = {str(method): words for method, words in METHODS.items()}
MOVEMENT = {str(kind): words for kind, words in MOVEMENTS.items()}

YES_NO = {"yes": Text("是", "Yes"), "no": Text("否", "No")}
ACTIVE = {"active": Text("在用", "Active"), "stopped": Text("停用", "Stopped")}

PURCHASE_STATUS = {
    "requested": Text("申请", "Requested"),
    "approved": Text("已批准", "Approved"),
    "ordered": Text("已下单", "Ordered"),
    "closed": Text("已结束", "Closed"),
    "cancelled": Text("已取消", "Cancelled"),
}
SALE_STATUS = {
    "open": Text("待发货", "To ship"),
    "shipped": Text("已发货", "Shipped"),
    "cancelled": Text("已取消", "Cancelled"),
}
REVIEW = {
    "continuous": Text("随时补货", "When it is due"),
    "periodic": Text("定期补货", "At fixed intervals"),
}
BASIS = {
    "quantity": Text("数量", "Quantity"),
    "value": Text("金额", "Value"),
    "weight": Text("重量", "Weight"),
    "volume": Text("体积", "Volume"),
    "manual": Text("指定行", "One line"),
}
CHARGE = {
    "freight": Text("运输费", "Freight"),
    "handling": Text("装卸费", "Handling"),
    "insurance": Text("保险费", "Insurance"),
    "duty": Text("关税", "Duty"),
    "invoice_difference": Text("发票差额", "Invoice difference"),
    "other": Text("其他", "Other"),
}
DIRECTION = {
    "from_customer": Text("客户退回", "From customer"),
    "to_supplier": Text("退供应商", "To supplier"),
}
CONDITION = {"resaleable": Text("可再售", "Resaleable"), "damaged": Text("已损坏", "Damaged")}
COMPLAINT = {
    "quality": Text("质量问题", "Quality"),
    "wrong_item": Text("发错货", "Wrong item"),
    "damaged": Text("运输破损", "Damaged on the way"),
    "late": Text("发货太慢", "Too late"),
    "not_as_described": Text("与描述不符", "Not as described"),
    "no_reason": Text("无理由", "No reason"),
}
ADJUSTMENT = {
    "opening": MOVEMENTS[Movement.OPENING],
    "other_in": MOVEMENTS[Movement.OTHER_IN],
    "other_out": MOVEMENTS[Movement.OTHER_OUT],
    "write_off": MOVEMENTS[Movement.WRITE_OFF],
    "assembly": Text("组装", "Assembly"),
    "disassembly": Text("拆卸", "Disassembly"),
    "revaluation": MOVEMENTS[Movement.REVALUATION],
}
COUNT_REASON = {
    "unknown": Text("原因不明", "Unknown"),
    "damage": Text("损坏", "Damage"),
    "theft": Text("丢失", "Theft or loss"),
    "misplaced": Text("错放", "Misplaced"),
    "not_entered": Text("漏记单据", "Document not entered"),
    "miscount": Text("收发点错", "Miscounted in or out"),
}
WAREHOUSE = {"own": Text("自有", "Own"), "quarantine": Text("待处理", "Quarantine")}
COST_POOL = {"product": Text("按商品", "By product"), "warehouse": Text("按商品和仓库", "By product and warehouse")}
BUNDLE = {"on_sale": Text("销售时拆分", "Split on sale"), "in_stock": Text("先组装入库", "Assembled into stock")}
FREIGHT = {"capitalise": Text("计入成本", "Into cost"), "expense": Text("计入费用", "To expense")}
SEVERITY = {"error": Text("错误", "Error"), "warning": Text("提醒", "Warning")}
