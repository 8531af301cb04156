"""The worked example of the guide, and how to read what comes out."""

from __future__ import annotations

from jxc_xl.template.guide_text import Block, Grid, Heading, Reports, Words, same
from jxc_xl.terms import METHODS, Method, Text

T = Text
LOT = T("商品编码 A01；数量填在合格数量", "SKU A01; the quantity goes under Accepted")

EXAMPLE: tuple[Block, ...] = (
    Heading(T("一个例子：从进货到毛利", "An example, from receipt to margin")),
    Words(
        T(
            "先在商品表登记 A01，它还没有库存。两批进货、一笔运费、一次销售，照下面登记；没写的列留空，默认税率为 0。",
            "Put A01 on Products; there is none in stock yet. Two lots arrive, freight is paid, some are sold. "
            "Enter what follows and leave the other columns blank; the default tax rate is 0.",
        )
    ),
    Grid(
        (1, 1, 1, 1, 1, 2),
        (
            T("表", "Sheet"),
            T("单号", "Document"),
            T("日期", "Date"),
            T("数量", "Quantity"),
            T("单价或金额", "Price, amount"),
            T("其他", "Also"),
        ),
        (
            (T("收货", "Receipts"), same("R001"), same("2026-03-01"), same("10"), 6.0, LOT),
            (T("收货", "Receipts"), same("R001"), same("2026-03-01"), same("10"), 7.0, LOT),
            (
                T("费用", "Charges"),
                same("F001"),
                same("2026-03-01"),
                same("–"),
                10.0,
                T("运输费，按数量，收货单号 R001", "Freight by quantity, receipt R001"),
            ),
            (T("销售", "Sales"), same("S001"), same("2026-03-05"), same("12"), 15.0, T("商品编码 A01", "SKU A01")),
        ),
    ),
    Words(
        T(
            "检查、过账、刷新之后，毛利表和收发存表里就有下面的数。用哪种计价方法，在设置表选；也可以在商品表逐个商"
            "品指定。",
            "After check, post and refresh, Margin and the movement summary show these figures. The costing method "
            "is chosen on Settings, or product by product on Products.",
        )
    ),
    Grid(
        (2, 1, 1, 3),
        (
            T("结果", "Result"),
            METHODS[Method.MOVING_AVERAGE],
            METHODS[Method.FIFO],
            T("怎么算", "How"),
        ),
        (
            (
                T("入库成本", "Cost of goods in"),
                140.0,
                140.0,
                T("60.00 + 70.00 + 运费 10.00", "60.00 + 70.00 + freight 10.00"),
            ),
            (
                T("销售成本（12 件）", "Cost of sales (12)"),
                84.0,
                80.0,
                T("140 ÷ 20 × 12；先进先出 10 × 6.50 + 2 × 7.50", "140 ÷ 20 × 12; FIFO 10 × 6.50 + 2 × 7.50"),
            ),
            (T("净收入", "Revenue"), 180.0, 180.0, same("12 × 15.00")),
            (T("毛利", "Margin"), 96.0, 100.0, T("净收入 − 销售成本", "Revenue − cost of sales")),
            (
                T("期末库存（8 件）", "Closing stock (8)"),
                56.0,
                60.0,
                T("入库成本 − 销售成本", "Goods in − cost of sales"),
            ),
        ),
    ),
    Words(
        T(
            "运费 10.00 按数量分给 20 件，每件 0.50，两批货的单位成本就成了 6.50 和 7.50。不论哪种方法，期初 + 收入"
            " − 发出 = 期末，一分不差；自检表每次都替您验算。",
            "The freight of 10.00 over 20 pieces is 0.50 each, so the two lots cost 6.50 and 7.50 a piece. By "
            "either method opening + in − out = closing, to the cent; Self-check proves it every time.",
        )
    ),
)

READING: tuple[Block, ...] = (
    Heading(T("报表怎么看", "How to read the reports")),
    Reports((T("报表", "Report"), T("一句话", "In a sentence"))),
)

TROUBLE: tuple[Block, ...] = (
    Heading(T("出了问题怎么办", "When something is wrong")),
    Words(
        T(
            "打开问题表：每一行说明哪里有问题、怎么改。点一下“位置”，就跳到那个单元格；改好后再检查一次。“错误”要改"
            "了才能过账，“提醒”供您核对。比如：",
            "Open Problems: each line says what is wrong and how to fix it. Click the place to jump to its cell, "
            "mend it and check again. An error must be mended before posting; a warning is for you to look at. For "
            "instance:",
        )
    ),
    Grid(
        (1, 1, 3, 2),
        (T("位置", "Place"), T("代码", "Code"), T("问题", "What is wrong"), T("怎么改", "How to fix")),
        (
            (
                T("销售!G8", "Sales!G8"),
                same("P201"),
                T("商品编码“A10”不在 商品 表中，是否为 A01？", "SKU “A10” is not on Products – did you mean A01?"),
                T("请更正，或先在 商品 表登记。", "Correct it, or enter it on Products first."),
            ),
            (
                T("销售!J9", "Sales!J9"),
                same("P301"),
                T(
                    "2026-03-05 销售 A01 12 件，MAIN 当时可用 10 件。",
                    "2026-03-05 Sale of 12 A01: MAIN had 10 available.",
                ),
                T("请减少数量，或先录入收货。", "Lower the quantity, or enter receipts first."),
            ),
        ),
    ),
)
