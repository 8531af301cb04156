"""Sheets the program keeps: the ledger and the problems."""

from __future__ import annotations

from jxc_xl.schema import choices
from jxc_xl.schema.model import Column, Kind, Role, Sheet
from jxc_xl.terms import Text

T = Text

LEDGER = Sheet(
    "ledger",
    "tblLedger",
    T("流水", "Ledger"),
    Role.KEPT,
    (
        Column("seq", T("序号", "No."), Kind.INTEGER),
        Column("posting_no", T("过账号", "Posting no."), Kind.INTEGER),
        Column("posted_at", T("过账时间", "Posted at"), Kind.MOMENT),
        Column("kind", T("类别", "Kind"), Kind.CHOICE, choices=choices.MOVEMENT),
        Column("doc_no", T("单号", "Document no."), Kind.CODE),
        Column("line_no", T("行号", "Line"), Kind.INTEGER),
        Column("moved_at", T("业务时间", "Moved at"), Kind.MOMENT),
        Column("sku", T("商品编码", "SKU"), Kind.CODE),
        Column("warehouse", T("仓库", "Warehouse"), Kind.CODE),
        Column("lot", T("批次", "Lot"), Kind.CODE),
        Column("qty", T("数量", "Quantity"), Kind.QTY),
        Column("doc_amount", T("单据金额", "Document amount"), Kind.MONEY),
        Column("channel", T("渠道", "Channel"), Kind.CODE),
        Column("supplier", T("供应商", "Supplier"), Kind.CODE),
        Column("ref_no", T("原单号", "Refers to"), Kind.CODE),
        Column("ref_line", T("原行号", "Refers to line"), Kind.INTEGER),
        Column("unit_cost", T("重估单价", "New unit cost"), Kind.PRICE),
        Column("method", T("计价方法", "Costing method"), Kind.CHOICE, choices=choices.METHOD),
        Column("reverses", T("红冲序号", "Reverses no."), Kind.INTEGER),
        Column("amount", T("成本金额", "Cost amount"), Kind.MONEY),
        Column("hash", T("校验码", "Hash"), Kind.CODE),
    ),
    T(
        "由程序保管，只追加，不修改；红冲即反向的新流水。",
        "Kept by the program: lines are added, never changed; a mistake is reversed.",
    ),
    ("seq",),
)
PROBLEMS = Sheet(
    "problems",
    "tblProblems",
    T("问题", "Problems"),
    Role.KEPT,
    (
        Column("place", T("位置", "Place"), Kind.LINK),
        Column("code", T("代码", "Code"), Kind.CODE),
        Column("severity", T("程度", "Severity"), Kind.CHOICE, choices=choices.SEVERITY),
        Column("what", T("问题", "What is wrong"), Kind.TEXT),
        Column("fix", T("怎么改", "How to fix"), Kind.TEXT),
    ),
    T("点位置跳到单元格，改好后重新检查。", "Click a place to jump to its cell; mend it and check again."),
)

KEPT = (LEDGER, PROBLEMS)
