"""The part of 指南 Guide on costs: month end, methods, what changes a cost, and goods made of others."""

from __future__ import annotations

from jxc_xl.template.guide_text import Grid, Heading, Rule, Words
from jxc_xl.terms import METHODS, Method, Text

T = Text

METHOD = (
    Heading(T("四种计价方法", "The four costing methods")),
    Grid(
        (2, 3, 2),
        (T("方法", "Method"), T("卖出的货算多少成本", "What goods cost when they leave"), T("适合", "Good for")),
        (
            (
                METHODS[Method.FIFO],
                T("先进来的先算，一批一批用完。", "The oldest goods go first, lot after lot."),
                T("有保质期、价格在变的货", "Goods that age, prices that move"),
            ),
            (
                METHODS[Method.MOVING_AVERAGE],
                T("每进一批货重算一次平均，卖出按当时的平均。", "Every receipt makes a new average; issues take it."),
                T("大多数店", "Most shops"),
            ),
            (
                METHODS[Method.MONTH_AVERAGE],
                T(
                    "全月（月初加本月进货）一个平均，月底才定；月中看到的是暂估。",
                    "One average for the whole month, final when it is over; until then it is provisional.",
                ),
                T("按月核算、进价起伏大", "Monthly books, prices that jump"),
            ),
            (
                METHODS[Method.SPECIFIC],
                T(
                    "按批次算，卖哪批就是哪批的成本；进货必须写批次，库里只有一批时卖出可不写。",
                    "By lot: what leaves costs what its lot cost. Receipts must name a lot; an issue may leave it "
                    "blank when only one is there.",
                ),
                T("贵重、可逐件辨认的货", "Dear goods you can tell apart"),
            ),
        ),
    ),
    Words(
        T(
            "成本对比表把四种方法并排列出，换方法之前先看一眼。没结过账，换方法就是全部重算；结过账，从下一期间起改，"
            "存货价值不变。",
            "The sheet Costing methods shows all four side by side: look before you change. Before the first close a "
            "change costs everything anew; after a close it holds from the next period on, and no value changes.",
        )
    ),
)

MONTH_END = (
    Heading(T("月底：对账、盘点、结账", "Month end: check, count, close")),
    Rule(
        T("结账", "Close"),
        T(
            "jxc close 账簿.xlsm 2026-03。期间内还有没过账的单据就结不了，会告诉您是哪几行。结账之后，这个期间不再"
            "过账，成本也不再变。",
            "jxc close BOOK.xlsm 2026-03. It will not close while a document of the period is not posted, and says "
            "which. Once closed, nothing is posted into the period and no cost in it changes.",
        ),
    ),
    Rule(
        T("反结账", "Reopen"),
        T(
            "jxc reopen 账簿.xlsm 2026-03，从最近的期间开始。结账、反结账都在流水里留下记录。",
            "jxc reopen BOOK.xlsm 2026-03, the last period first. Both leave their trace in the ledger.",
        ),
    ),
    Rule(
        T("晚到的运费", "Late freight"),
        T(
            "货在未结期间：追溯到那批收货，卖掉的也重算。货在已结期间：还在库的部分进成本，已卖掉的部分记作本期的"
            "“成本调整”。",
            "Goods of the open period are costed again, sold ones too. For goods of a closed period, what is still "
            "here takes its part; the part of what is sold becomes a cost adjustment of the open period.",
        ),
    ),
    Rule(
        T("暂估", "Provisional"),
        T(
            "货到票未到：收货填估计单价，“暂估”选“是”。票到后在费用表记一笔“发票差额”，多了填正数，少了填负数。",
            "Goods before the invoice: enter the expected price and set Provisional to Yes. When the invoice comes, "
            "enter an invoice difference on Charges, negative if it is lower.",
        ),
    ),
    Rule(
        T("盘点在后", "After a count"),
        T(
            "盘点过的数就是那时的数。之后补录更早的单据，盘点差异自动改，盘点后的结存不变，并提醒您。",
            "What you counted is what was there. A document entered later for an earlier day changes the difference, "
            "not the stock after the count, and you are told.",
        ),
    ),
    Rule(
        T("核对", "Audit"),
        T(
            "jxc check 还会核对：流水有没有被改、成本与规则是否一致、报表与流水是否一致，指出是哪一格。",
            "jxc check also audits the book: whether the ledger was edited, costs agree with the rules and reports "
            "with the ledger; it names the cell.",
        ),
    ),
)

MADE = (
    Heading(T("组合、组装、重估", "Bundles, assembly, revaluation")),
    Rule(
        T("组合", "Bundles"),
        T(
            "在组合表写明由什么组成。“销售时拆分”：卖组合就出组件，收入按标价分给组件。",
            "Bundles says what one is made of. “Split on sale”: selling it takes its components, which share the "
            "revenue by their list prices.",
        ),
    ),
    Rule(
        T("组装", "Assembly"),
        T(
            "“先组装入库”的组合，在调整表记“组装”：组件出库，成品按组件成本入库；“拆卸”反过来。",
            "A bundle “assembled into stock” is made on Adjustments: components leave, and it comes in at what they "
            "cost; Disassembly is the way back.",
        ),
    ),
    Rule(
        T("重估", "Revaluation"),
        T(
            "在调整表记“重估”，填新的单位成本或增减金额。跌价表算出该提多少跌价，要入账就这样记。",
            "Enter a Revaluation on Adjustments, with a new unit cost or a change of value. Net realisable value works "
            "out write-downs; this is how to book one.",
        ),
    ),
    Rule(
        T("退供应商", "Back to a supplier"),
        T(
            "填原收货单号，就按那批货的到岸成本出库；退款与成本之差列在价格表。",
            "Name the receipt and the goods leave at its landed cost; the gap to the refund is on Prices.",
        ),
    ),
)
