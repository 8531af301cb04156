"""The words of 指南 Guide, block by block; `guide` lays them out."""

from __future__ import annotations

from typing import NamedTuple

from jxc_xl.terms import Text

T = Text


class Heading(NamedTuple):
    """The title of a section."""

    text: Text


class Words(NamedTuple):
    """A paragraph."""

    text: Text


class Rule(NamedTuple):
    """A rule to remember: what it is about, and what it says."""

    about: Text
    text: Text


class Grid(NamedTuple):
    """A small table.

    Attributes:
        spans: How many columns of the sheet each of its columns takes; seven in all.
        heads: Its headings.
        rows: Its rows; a number is shown with two decimals.
    """

    spans: tuple[int, ...]
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text | float, ...], ...]


class Reports(NamedTuple):
    """The list of reports, taken from the schema."""

    heads: tuple[Text, Text]


Block = Heading | Words | Rule | Grid | Reports


def same(word: str) -> Text:
    """Return a word that is the same in both languages: a code, a date, a formula."""
    return T(word, word)


SUBTITLE = T(
    "十分钟读完，照着例子做一遍，就会用了。", "Ten minutes to read; work the example once and you know the book."
)

WHAT = (
    Heading(T("这是什么", "What this is")),
    Words(
        T(
            "一本会自己算账的进销存。您在各张表里登记采购、收货、销售、退货和盘点；程序检查每一行，把没有错的单据记"
            "成流水，算出成本，再写好库存、收发存、台账和毛利。全部数据都在这个文件里：复制文件，就是复制整本账。",
            "A stock book that does its own sums. You enter purchases, receipts, sales, returns and counts; the "
            "program checks every line, takes sound documents into the ledger, works out what the goods cost, and "
            "fills the stock, movement, stock card and margin reports. Everything is in this one file: copy it and "
            "you have copied the books.",
        )
    ),
    Words(
        T(
            "橙色表头的列必填，灰色表头的列由程序填写，其余按需要填。点一下单元格，旁边会说明该填什么；一行开了头而"
            "必填的格还空着，那一格会变成浅黄色。",
            "Columns with an orange heading must be filled, grey ones are kept by the program, the others are up "
            "to you. Click a cell and a note says what goes in; a required cell that a started line still lacks "
            "turns pale yellow.",
        )
    ),
)

FIRST = (
    Heading(T("第一次使用", "The first time")),
    Rule(
        T("1　设置", "1  Settings"),
        T("写上店铺名称，选好默认计价方法和税率。", "Name your shop; choose the costing method and the tax rate."),
    ),
    Rule(
        T("2　建档", "2  Master data"),
        T(
            "在商品表登记要卖的东西，需要时再登记供应商、渠道和仓库。",
            "Enter what you sell on Products; suppliers, channels and warehouses when you need them.",
        ),
    ),
    Rule(
        T("3　期初", "3  Opening stock"),
        T(
            "手里已有的货，在调整表按“期初”登记数量和成本；没有就跳过。",
            "Goods you already have go on Adjustments as “Opening”, with quantity and cost; skip this if there are "
            "none.",
        ),
    ),
)

DAILY = (
    Heading(T("每天四步：录入 → 检查 → 过账 → 刷新", "The daily round: enter → check → post → refresh")),
    Grid(
        (1, 3, 3),
        (T("步骤", "Step"), T("做什么", "What happens"), T("命令", "Command")),
        (
            (
                T("录入", "Enter"),
                T(
                    "在各张单据表里接着往下填，或从平台订单文件导入。",
                    "Type below the last line, or import an order file of a platform.",
                ),
                T("jxc import 账簿.xlsm 订单.csv --as sales", "jxc import BOOK.xlsm ORDERS.csv --as sales"),
            ),
            (
                T("检查", "Check"),
                T(
                    "逐行查错，列在问题表；单据本身不动。",
                    "Every line is checked; what is wrong is listed on Problems.",
                ),
                T("jxc check 账簿.xlsm", "jxc check BOOK.xlsm"),
            ),
            (
                T("过账", "Post"),
                T("没有错的单据记入流水，写上过账号。", "Sound documents go into the ledger and get a posting number."),
                T("jxc post 账簿.xlsm", "jxc post BOOK.xlsm"),
            ),
            (
                T("刷新", "Refresh"),
                T("重算成本，更新首页和各张报表。", "Costs are worked out; the dashboard and the reports are filled."),
                T("jxc recalc 账簿.xlsm", "jxc recalc BOOK.xlsm"),
            ),
            (
                T("撤销", "Undo"),
                T(
                    "过错了账：整批红冲最近一次过账，改好再过。",
                    "Posted by mistake? The last posting is reversed as a whole.",
                ),
                T("jxc undo 账簿.xlsm", "jxc undo BOOK.xlsm"),
            ),
            (
                T("结账", "Close"),
                T("月底把一个月封住，之后不再变。", "At month end a month is sealed and changes no more."),
                T("jxc close 账簿.xlsm 2026-03", "jxc close BOOK.xlsm 2026-03"),
            ),
            (
                T("补货", "Reorder"),
                T(
                    "补货表里选用的建议，变成采购表里的申请。",
                    "What is chosen on Replenishment becomes requests on Purchases.",
                ),
                T("jxc reorder 账簿.xlsm", "jxc reorder BOOK.xlsm"),
            ),
            (
                T("盘点单", "Count sheet"),
                T("把该盘的货列到盘点表，数到多少填多少。", "Lists on Counts what is due; enter what you find."),
                T("jxc count 账簿.xlsm due", "jxc count BOOK.xlsm due"),
            ),
            (
                T("看报表", "Look"),
                T("不打开文件，直接在命令窗口里看一张报表。", "Read one report in the shell without opening the file."),
                T("jxc report 账簿.xlsm 库存", "jxc report BOOK.xlsm Stock"),
            ),
        ),
    ),
    Words(
        T(
            "运行命令之前，请先在 Excel 里保存并关闭这个文件。“账簿.xlsm”请换成您的文件名。",
            "Save and close the file in Excel before you run a command. For BOOK.xlsm put the name of your file.",
        )
    ),
)

RULES = (
    Heading(T("要记住的规矩", "Rules worth knowing")),
    Rule(
        T("整张过账", "Whole documents"),
        T(
            "单号相同的行是一张单据，要么全部过账，要么全不过。有错的单据留在原处等您改，不耽误别的单据。",
            "Lines with the same number are one document: all of it is posted, or none. One in error waits for you "
            "and holds up no other.",
        ),
    ),
    Rule(
        T("发货", "Shipping"),
        T(
            "状态是“待发货”的销售先占用库存；发货后改成“已发货”再过账。不填就是已发货。",
            "A sale with the status “To ship” reserves stock; “Shipped” gets it posted. Blank means shipped.",
        ),
    ),
    Rule(
        T("过账不改", "Posted is posted"),
        T(
            "已过账的行变成灰色，不再修改，也不删除。刚过的账记错了，用 jxc undo 撤销；更早的，另记一张相反的单据冲"
            "回。",
            "Posted lines turn grey and are neither changed nor deleted. Take back the last posting with jxc undo; "
            "for an older one enter a document the other way round.",
        ),
    ),
    Rule(
        T("库存不够", "Not enough stock"),
        T(
            "货不够发，整张单据不过账，问题表会告诉您当时有多少。请减少数量，或先补录收货。",
            "If stock cannot cover it, the whole document is refused, and Problems says how many there were. Lower "
            "the quantity or enter the receipt.",
        ),
    ),
    Rule(
        T("时间", "Time of day"),
        T(
            "只写日期也行：没有时间的入库算在当天最早，没有时间的出库算在当天最晚。写了时间，就按时间先后。",
            "A date will do: goods in without a time count at the start of the day, goods out without one at its "
            "end. With times, time decides.",
        ),
    ),
    Rule(
        T("单价与税", "Prices and tax"),
        T(
            "单价含不含税，看那一行的“单价含税”，不填就按设置。成本、收入和毛利一律不含税。赠品单价填 0。",
            "“Price has tax” says whether a price includes it; blank means as in Settings. Cost, revenue and "
            "margin are always without tax. Free goods have the price 0.",
        ),
    ),
    Rule(
        T("退货", "Returns"),
        T(
            "填上原单号，就按当时的成本退回。已损坏的进待处理仓库，不和好货混在一起。",
            "Name the original document and its cost is used. Damaged goods go to the quarantine warehouse, apart "
            "from the good ones.",
        ),
    ),
    Rule(
        T("盘点", "Counts"),
        T(
            "实盘数量留空，是没有盘；数过而一件也没有，才填 0。",
            "A blank count means not counted; enter 0 only when you looked and found none.",
        ),
    ),
    Rule(
        T("编码", "Codes"),
        T(
            "编码是文本：001 和 1 是两个商品，a01 和 A01 是同一个。",
            "Codes are text: 001 and 1 are two products, a01 and A01 are one.",
        ),
    ),
)
