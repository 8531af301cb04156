"""What stands on the ribbon tab 进销存: groups, buttons, and their words in both languages."""

from __future__ import annotations

from jxc_xl.template.ribbon_counts import COUNTING
from jxc_xl.template.ribbon_model import Button, Group, Menu
from jxc_xl.template.ribbon_reports import reports
from jxc_xl.terms import Text

T = Text

TAB, TAB_KEY = "jxc_tab", "JX"
TAB_LABEL = T("进销存", "JXC")

DOCUMENTS = Group(
    "jxc_group_documents",
    T("单据", "Documents"),
    (
        Button(
            "new purchases",
            "TableInsertExcel",
            "P",
            T("新采购", "New purchase"),
            T("登记一张采购单", "Enter a purchase order"),
            T(
                "跳到采购表的下一个空行，单号和日期已经填好；接着写要买什么、向谁买、什么价。",
                "Takes you to the next free line of Purchases with number and date filled in; say what you order, from "
                "whom and at what price.",
            ),
        ),
        Button(
            "new receipts",
            "CellsInsertSmart",
            "R",
            T("新收货", "New receipt"),
            T("货到了，登记收货", "Goods have arrived"),
            T(
                "跳到收货表的下一个空行，单号和日期已经填好；写到了多少、合格多少、单价多少。",
                "Takes you to the next free line of Receipts with number and date filled in; say how many arrived, how "
                "many are good and what they cost.",
            ),
            is_large=True,
        ),
        Button(
            "new sales",
            "AccountingFormat",
            "S",
            T("新销售", "New sale"),
            T("登记一笔订单", "Enter an order"),
            T(
                "跳到销售表的下一个空行，单号和时间已经填好；写卖了什么、几件、单价多少。",
                "Takes you to the next free line of Sales with number and time filled in; say what was sold, how many "
                "and at what price.",
            ),
            is_large=True,
        ),
        Button(
            "new returns",
            "CellsDeleteSmart",
            "T",
            T("新退货", "New return"),
            T("客户退回，或退给供应商", "From a customer or to a supplier"),
            T(
                "跳到退货表的下一个空行，单号和日期已经填好；写上原单号，就按当时的成本退回。",
                "Takes you to the next free line of Returns with number and date filled in; name the original document "
                "and its cost is used.",
            ),
        ),
        Button(
            "new counts",
            "DataFormExcel",
            "C",
            T("新盘点", "New count"),
            T("点一遍货", "Count the stock"),
            T(
                "跳到盘点表的下一个空行，单号和日期已经填好；写数到了多少，没盘的留空。",
                "Takes you to the next free line of Counts with number and date filled in; enter what you counted and "
                "leave blank what you did not.",
            ),
        ),
        COUNTING,
    ),
)
POSTING = Group(
    "jxc_group_posting",
    T("过账", "Posting"),
    (
        Button(
            "check",
            "ErrorChecking",
            "K",
            T("检查", "Check"),
            T("看看有没有填错", "Look for mistakes"),
            T(
                "逐行检查录入，有问题的列在问题表，点一下就跳到那一格。您填的内容一个字也不改。",
                "Looks at every line and lists what is wrong on Problems, each with a link to its cell. Nothing you "
                "entered is changed.",
            ),
            is_large=True,
        ),
        Button(
            "post",
            "MacroPlay",
            "O",
            T("过账", "Post"),
            T("没有错的单据记入流水", "Take sound documents into the ledger"),
            T(
                "把没有错的单据记成流水，算出成本，更新所有报表；有错的单据留着等您改，不耽误别的。",
                "Takes every sound document into the ledger, works out costs and fills the reports. A document in "
                "error waits for you and holds up no other.",
            ),
            is_large=True,
        ),
        Button(
            "undo",
            "Undo",
            "U",
            T("撤销", "Undo"),
            T("撤回最近一次过账", "Take back the last posting"),
            T(
                "最近一次过账整批红冲，单据回到没过账的样子，改好可以再过。流水里两笔都留着，有据可查。",
                "Reverses the last posting as a whole; its documents are free to be mended and posted again. The "
                "ledger keeps both, so nothing is lost.",
            ),
        ),
    ),
)
COSTS = Group(
    "jxc_group_costs",
    T("成本", "Costs"),
    (
        Button(
            "recalc",
            "RefreshAll",
            "F",
            T("刷新", "Refresh"),
            T("重算成本，更新报表", "Work out costs, fill the reports"),
            T(
                "按流水重算成本，更新首页和所有报表。不过账，也不动您填的内容。",
                "Works out costs from the ledger and fills the dashboard and every report. Posts nothing and changes "
                "nothing you entered.",
            ),
            is_large=True,
        ),
        Button(
            "close",
            "Lock",
            "L",
            T("结账", "Close"),
            T("月底，封住一个月", "Seal a month"),
            T(
                "输入月份，这个月就封住：不再过账，成本也不再变。还有没过账的单据会先告诉您。",
                "Name a month and it is sealed: nothing more is posted into it and no cost in it changes. You are told "
                "first if a document still waits.",
            ),
        ),
        Button(
            "reopen",
            "SheetProtect",
            "E",
            T("反结账", "Reopen"),
            T("重新打开最近结的月份", "Open the last closed month again"),
            T(
                "漏了单据时，把最近一次结的账打开，补好再结。什么时候开过，流水里有记录。",
                "When something was forgotten: opens the last closed month so that you can add it and close again. "
                "The ledger keeps a trace.",
            ),
        ),
    ),
)
LOOKING = Group(
    "jxc_group_reports",
    T("报表", "Reports"),
    (
        Menu(
            "jxc_menu_reports",
            "PivotTableReport",
            "M",
            T("报表", "Reports"),
            T("选一张报表来看", "Choose a report"),
            T(
                "库存、收发存、毛利……选一张，先按现在的流水填好，再带您过去。",
                "Stock, movements, margin and more: choose one, and it is filled from the ledger as it is now before "
                "you are taken there.",
            ),
            reports(),
        ),
    ),
)
BUYING = Group(
    "jxc_group_buying",
    T("采购", "Buying"),
    (
        Button(
            "reorder",
            "FunctionWizard",
            "B",
            T("补货", "Reorder"),
            T("快没货的，列成采购申请", "Ask for what runs low"),
            T(
                "低于最低库存的商品，自动列成采购表里的申请，供应商、数量和单价先填好；您核对、批准后，改成已下单。",
                "Products below their minimum stock become requests on Purchases, with supplier, quantity and price "
                "filled in; look them over and set them to Ordered once approved.",
            ),
        ),
    ),
)
BRINGING = Group(
    "jxc_group_import",
    T("导入", "Import"),
    (
        Button(
            "import",
            "GetExternalDataFromText",
            "I",
            T("导入文件", "Import a file"),
            T("把平台订单导进来", "Bring in orders of a platform"),
            T(
                "先点开要导入的表（如销售、收货、商品），再选平台导出的文件（CSV 或 Excel）；已有的行不会再加一遍。",
                "Go to the sheet to import into (such as Sales, Receipts, Products), then choose a file your platform "
                "exported, CSV or Excel. Lines already there are not added twice.",
            ),
            is_large=True,
        ),
    ),
)
TOOLS = Group(
    "jxc_group_tools",
    T("工具", "Tools"),
    (
        Button(
            "backup",
            "FileSaveACopy",
            "A",
            T("备份", "Back up"),
            T("另存一份带日期的备份", "Keep a dated copy"),
            T(
                "把现在的账本另存一份，文件名带日期和时间，放在旁边的备份文件夹里。",
                "Saves the book as it is now under its date and time, in a folder of backups beside it.",
            ),
        ),
        Button(
            "lang",
            "ApplicationOptionsDialog",
            "G",
            T("English", "中文"),
            T("按钮和消息换成英文", "Buttons and messages in Chinese"),
            T(
                "按钮、提示和消息换成英文；再按一次换回中文。表和数据不变。",
                "Buttons, tips and messages change to Chinese; press again for English. Sheets and data stay as they "
                "are.",
            ),
        ),
        Button(
            "doctor",
            "PropertySheet",
            "D",
            T("诊断", "Doctor"),
            T("看看一切是否就绪", "See whether all is in order"),
            T(
                "看看 Excel、Python 和这本账是否配合得好，哪里不对、怎么办都会写明；函数答不出来时也先按这里。",
                "Looks whether Excel, Python and this book work together, and says what to do if they do not. Start "
                "here, too, when a function gives no answer.",
            ),
        ),
        Button(
            "guide",
            "Help",
            "H",
            T("指南", "Guide"),
            T("怎么用这本账", "How to use this book"),
            T(
                "打开指南：十分钟读完，照着例子做一遍，就会用了。",
                "Opens the guide: ten minutes to read; work its example once and you know the book.",
            ),
        ),
    ),
)
GROUPS = (DOCUMENTS, POSTING, COSTS, LOOKING, BUYING, BRINGING, TOOLS)
