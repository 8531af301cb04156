"""Sheets the program fills with reports."""

from __future__ import annotations

from jxc_xl.schema import choices
from jxc_xl.schema.model import Column, Kind, Role, Sheet
from jxc_xl.terms import Text

T = Text
SKU = Column("sku", T("商品编码", "SKU"), Kind.CODE)
NAME = Column("name", T("商品名称", "Name"), Kind.TEXT)
CHANNEL = Column("channel", T("渠道", "Channel"), Kind.CODE)
SUPPLIER = Column("supplier", T("供应商", "Supplier"), Kind.CODE)
METHOD = Column("method", T("计价方法", "Method"), Kind.CHOICE, choices=choices.METHOD)


def _qty(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.QTY)


def _money(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.MONEY)


def _price(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.PRICE)


def _rate(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.RATE)


def _date(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.DATE)


def _moment(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.MOMENT)


def _text(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.TEXT)


def _code(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.CODE)


def _int(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.INTEGER)


def _flag(key: str, zh: str, en: str) -> Column:
    return Column(key, T(zh, en), Kind.FLAG)


def _sheet(key: str, table: str, title: Text, help_: Text, *columns: Column) -> Sheet:
    return Sheet(key, table, title, Role.REPORT, columns, help_)


DASHBOARD = _sheet(
    "dashboard",
    "tblDashboard",
    T("首页", "Dashboard"),
    T("生意一眼看清。", "The shop at a glance."),
    _text("measure", "指标", "Measure"),
    _text("value", "数值", "Value"),
    _text("note", "说明", "Note"),
)
STOCK = _sheet(
    "stock",
    "tblStock",
    T("库存", "Stock"),
    T(
        "可用 = 现存 − 待处理仓 − 占用（未取消、未过账的销售）；在途 = 已下单未收货。",
        "Available = on hand − quarantine − reserved (sales not posted); on order = ordered, not yet received.",
    ),
    SKU,
    NAME,
    _text("category", "类别", "Category"),
    _text("unit", "单位", "Unit"),
    METHOD,
    _qty("on_hand", "现存", "On hand"),
    _qty("reserved", "占用", "Reserved"),
    _qty("available", "可用", "Available"),
    _qty("on_order", "在途", "On order"),
    _price("unit_cost", "单位成本", "Unit cost"),
    _money("amount", "库存金额", "Amount"),
    _date("last_in_on", "最近入库", "Last in"),
    _date("last_out_on", "最近出库", "Last out"),
)
SUMMARY = _sheet(
    "summary",
    "tblSummary",
    T("收发存", "Movement summary"),
    T("期初 + 收入 − 发出 = 期末，数量与金额都成立。", "Opening + in − out = closing, for quantity and for amount."),
    SKU,
    NAME,
    _qty("opening_qty", "期初数量", "Opening qty"),
    _money("opening_amount", "期初金额", "Opening amount"),
    _qty("in_qty", "收入数量", "In qty"),
    _money("in_amount", "收入金额", "In amount"),
    _qty("out_qty", "发出数量", "Out qty"),
    _money("out_amount", "发出金额", "Out amount"),
    _qty("closing_qty", "期末数量", "Closing qty"),
    _money("closing_amount", "期末金额", "Closing amount"),
)
CARD = _sheet(
    "card",
    "tblCard",
    T("台账", "Stock card"),
    T("一个商品的每一笔，以及当时的结存。", "Every movement of one product, with the balance after it."),
    SKU,
    _moment("moved_at", "业务时间", "Moved at"),
    Column("kind", T("类别", "Kind"), Kind.CHOICE, choices=choices.MOVEMENT),
    _code("doc_no", "单号", "Document no."),
    _int("line_no", "行号", "Line"),
    _code("warehouse", "仓库", "Warehouse"),
    _qty("in_qty", "收入数量", "In qty"),
    _money("in_amount", "收入金额", "In amount"),
    _qty("out_qty", "发出数量", "Out qty"),
    _money("out_amount", "发出金额", "Out amount"),
    _qty("balance_qty", "结存数量", "Balance qty"),
    _money("balance_amount", "结存金额", "Balance amount"),
    _price("unit_cost", "单位成本", "Unit cost"),
)
ALERTS = _sheet(
    "alerts",
    "tblAlerts",
    T("预警", "Alerts"),
    T("缺货、低库存、超储、临期。", "Out, low, over and expiring stock."),
    SKU,
    NAME,
    _text("alert", "预警", "Alert"),
    _qty("available", "可用", "Available"),
    _qty("limit_qty", "界限", "Limit"),
    _date("expires_on", "到期日", "Expires on"),
    _text("action", "建议", "Suggestion"),
)
REPLENISHMENT = _sheet(
    "replenishment",
    "tblReplenishment",
    T("补货", "Replenishment"),
    T("买什么、向谁买、买多少、何时到。", "What to buy, from whom, how much and by when."),
    _flag("is_chosen", "选用", "Choose"),
    SUPPLIER,
    SKU,
    NAME,
    _qty("position", "库存位置", "Position"),
    _qty("reorder_point", "补货点", "Reorder point"),
    _qty("order_qty", "建议数量", "Order qty"),
    _price("unit_price", "单价", "Unit price"),
    _money("amount", "金额", "Amount"),
    _date("order_by", "最迟下单", "Order by"),
    _date("due_on", "预计到货", "Due on"),
    _text("reason", "理由", "Reason"),
)
FORECAST = _sheet(
    "forecast",
    "tblForecast",
    T("预测", "Forecast"),
    T("未来几期的需求与误差。", "Demand of the periods to come, with its error."),
    SKU,
    NAME,
    _text("model", "模型", "Model"),
    _date("period_on", "期间", "Period"),
    _qty("forecast_qty", "预测数量", "Forecast qty"),
    _rate("error", "误差", "Error"),
    _rate("naive_error", "朴素误差", "Naive error"),
    _text("remark", "说明", "Remark"),
)
ABC_XYZ = _sheet(
    "abc_xyz",
    "tblAbcXyz",
    T("ABC分类", "ABC-XYZ"),
    T("按金额和毛利分类，定盘点频率。", "Classes by value and margin, and how often to count."),
    SKU,
    NAME,
    _money("value", "金额", "Value"),
    _money("margin", "毛利", "Margin"),
    _rate("share_before", "累计占比", "Share before"),
    _text("abc", "ABC", "ABC"),
    _text("abc_margin", "毛利ABC", "ABC by margin"),
    _rate("variation", "变异系数", "Variation"),
    _text("xyz", "XYZ", "XYZ"),
    _date("count_due_on", "下次盘点", "Count due on"),
)
SLOW = _sheet(
    "slow",
    "tblSlow",
    T("滞销", "Slow movers"),
    T("压着的钱和处理建议。", "Money tied up, and what to do about it."),
    SKU,
    NAME,
    _qty("on_hand", "现存", "On hand"),
    _money("amount", "库存金额", "Amount"),
    _int("age_days", "库龄（天）", "Age (days)"),
    _date("last_sold_on", "最近销售", "Last sold"),
    _money("age_0_30", "0–30天", "0–30 days"),
    _money("age_31_60", "31–60天", "31–60 days"),
    _money("age_61_90", "61–90天", "61–90 days"),
    _money("age_91_180", "91–180天", "91–180 days"),
    _money("age_over_180", "180天以上", "Over 180 days"),
    _text("action", "建议", "Suggestion"),
    _price("floor_price", "底价", "Floor price"),
    _text("reason", "理由", "Reason"),
)
TURNOVER = _sheet(
    "turnover",
    "tblTurnover",
    T("周转", "Turnover"),
    T(
        "货转得多快，压着的钱赚了多少；平均库存按每天结存算，最后一行是全店。",
        "How fast goods go and what the money in them earns; stock is the mean of every day; the shop comes last.",
    ),
    SKU,
    NAME,
    _qty("sold_qty", "净销数量", "Net sold qty"),
    _money("cost_of_sales", "销售成本", "Cost of sales"),
    _money("average_amount", "平均库存", "Average stock"),
    _qty("turnover", "周转次数", "Turnover"),
    _qty("inventory_days", "周转天数", "Days of stock"),
    _rate("sell_through", "售罄率", "Sell-through"),
    _qty("gmroi", "毛利存货比", "GMROI"),
    _rate("activity", "动销率", "Products sold"),
)
MARGIN = _sheet(
    "margin",
    "tblMargin",
    T("毛利", "Margin"),
    T("净收入 − 销售成本；退货已扣除，不含税。", "Net revenue less cost of sales; returns taken off, without tax."),
    SKU,
    NAME,
    _qty("sold_qty", "销售数量", "Sold qty"),
    _qty("returned_qty", "退货数量", "Returned qty"),
    _money("revenue", "净收入", "Revenue"),
    _money("cost_of_sales", "销售成本", "Cost of sales"),
    _money("margin", "毛利", "Margin"),
    _rate("margin_rate", "毛利率", "Margin rate"),
)
CHANNEL_MARGIN = _sheet(
    "channel_margin",
    "tblChannelMargin",
    T("渠道毛利", "Channel margin"),
    T("各渠道扣费后的毛利。", "Margin of each channel after its fees."),
    CHANNEL,
    _text("name", "名称", "Name"),
    _int("orders", "订单数", "Orders"),
    _qty("sold_qty", "销售数量", "Sold qty"),
    _money("revenue", "净收入", "Revenue"),
    _money("cost_of_sales", "销售成本", "Cost of sales"),
    _money("fees", "渠道费", "Fees"),
    _money("margin", "毛利", "Margin"),
    _rate("margin_rate", "毛利率", "Margin rate"),
)
SUPPLIER_SCORE = _sheet(
    "supplier_score",
    "tblSupplierScore",
    T("供应商评估", "Supplier scorecard"),
    T("准时、合格、足量、价格；没有数据的留空。", "On time, accepted, filled, price; blank without data."),
    SUPPLIER,
    _text("name", "名称", "Name"),
    _rate("on_time", "准时率", "On time"),
    _rate("accepted", "合格率", "Accepted"),
    _rate("filled", "足量率", "Filled"),
    _rate("price_index", "价格指数", "Price index"),
    _rate("score", "得分", "Score"),
    _text("remark", "说明", "Remark"),
)
PRICES = _sheet(
    "prices",
    "tblPrices",
    T("价格", "Prices"),
    T(
        "每次进价与上次之差；退供应商则是退款与成本之差。不含税。",
        "Each purchase price against the one before; for returns to suppliers, refund against cost. Without tax.",
    ),
    SKU,
    NAME,
    SUPPLIER,
    Column("kind", T("类别", "Kind"), Kind.CHOICE, choices=choices.MOVEMENT),
    _code("doc_no", "单号", "Document no."),
    _date("received_on", "日期", "Date"),
    _qty("qty", "数量", "Quantity"),
    _price("unit_price", "单价", "Unit price"),
    _price("landed_cost", "到岸单价", "Landed cost"),
    _price("previous_price", "上次单价", "Previous price"),
    _rate("change", "涨跌", "Change"),
    _money("variance", "价差金额", "Variance"),
)
ORDERS = _sheet(
    "orders",
    "tblOrders",
    T("订单", "Order desk"),
    T("待发、缺货、超时。", "To ship, short, late."),
    _code("doc_no", "订单号", "Order no."),
    _moment("ordered_at", "下单时间", "Ordered at"),
    CHANNEL,
    SKU,
    _qty("qty", "数量", "Quantity"),
    _qty("short_qty", "缺数", "Short"),
    _date("expected_on", "预计到货", "Expected on"),
    _int("minutes", "处理分钟", "Minutes"),
    _text("state", "状态", "State"),
    _text("action", "建议", "Suggestion"),
)
PROCESSING = _sheet(
    "processing",
    "tblProcessing",
    T("时效", "Processing time"),
    T(
        "每天每个渠道有多少订单按时处理；最后一行是全部。",
        "Orders of a day and channel processed in time; all last.",
    ),
    _date("ordered_on", "日期", "Day"),
    CHANNEL,
    _int("due", "订单数", "Orders"),
    _int("in_time", "按时", "In time"),
    _rate("rate", "按时率", "Rate"),
)
AFTER_SALES = _sheet(
    "after_sales",
    "tblAfterSales",
    T("售后", "After-sales"),
    T(
        "客户为什么退：按原因和商品，退得最多的在前。",
        "Why goods came back, by reason and product, the most first.",
    ),
    Column("complaint", T("投诉原因", "Complaint"), Kind.CHOICE, choices=choices.COMPLAINT),
    SKU,
    NAME,
    _int("returns", "退货单数", "Returns"),
    _qty("qty", "退货数量", "Returned qty"),
    _money("refund", "退款", "Refund"),
    _int("exchanged", "其中换货", "Exchanged"),
    _rate("rate", "占销售", "Of sales"),
)
PICKS = _sheet(
    "picks",
    "tblPicks",
    T("拣货", "Pick list"),
    T(
        "现在能发的货，先到期先出；拣好再核对一遍编码和数量。",
        "What can be shipped now, first expired first; check code and quantity again.",
    ),
    _code("warehouse", "仓库", "Warehouse"),
    SKU,
    NAME,
    _code("lot", "批次", "Lot"),
    _date("expires_on", "到期日", "Expires on"),
    _qty("qty", "拣货数量", "Pick qty"),
    _int("orders", "订单数", "Orders"),
    _code("checked_sku", "核对编码", "Code checked"),
    _qty("checked_qty", "核对数量", "Qty checked"),
    _text("remark", "说明", "Remark"),
)
COMPARISON = _sheet(
    "comparison",
    "tblComparison",
    T("比价", "Compare quotes"),
    T(
        "每样商品向谁买：到手价、交期、准时、合格、服务。",
        "Of whom to buy each product: price to the door, lead time, delivery, quality, service.",
    ),
    SKU,
    NAME,
    _qty("wanted_qty", "要买数量", "Wanted qty"),
    SUPPLIER,
    _text("supplier_name", "供应商名称", "Supplier name"),
    _price("landed_price", "到手价", "Price to the door"),
    _qty("qty", "起订后数量", "Qty to order"),
    _money("total", "金额", "Amount"),
    _int("lead_days", "提前期（天）", "Lead time (days)"),
    _rate("on_time", "准时", "On time"),
    _rate("accepted", "合格", "Accepted"),
    _rate("service", "服务评分", "Service"),
    _flag("is_best", "最省", "Cheapest"),
)
COUNT_DIFFERENCES = _sheet(
    "count_differences",
    "tblCountDifferences",
    T("盘点差异", "Count differences"),
    T("账面与实盘之差，及其原因。", "Book against counted, and why."),
    _code("doc_no", "单号", "Document no."),
    _date("counted_on", "盘点日", "Counted on"),
    SKU,
    NAME,
    _code("warehouse", "仓库", "Warehouse"),
    _qty("book_qty", "账面数量", "Book qty"),
    _qty("counted_qty", "实盘数量", "Counted qty"),
    _qty("difference_qty", "差异数量", "Difference"),
    _money("difference_amount", "差异金额", "Difference amount"),
    _text("reason", "原因", "Reason"),
)
METHODS = _sheet(
    "methods",
    "tblMethods",
    T("成本对比", "Costing methods"),
    T(
        "同一期间、同一批单据，各种计价方法各得什么结果；第一行是账上的。",
        "The same documents and period under each costing method; the first line is the book as it is.",
    ),
    _text("method", "计价方法", "Method"),
    _money("opening_amount", "期初库存", "Opening stock"),
    _money("in_amount", "收入", "In"),
    _money("out_amount", "发出", "Out"),
    _money("closing_amount", "期末库存", "Closing stock"),
    _money("cost_of_sales", "销售成本", "Cost of sales"),
    _money("revenue", "净收入", "Revenue"),
    _money("margin", "毛利", "Margin"),
    _rate("margin_rate", "毛利率", "Margin rate"),
    _text("remark", "说明", "Remark"),
)
REALISABLE = _sheet(
    "realisable",
    "tblRealisable",
    T("跌价", "Net realisable value"),
    T(
        "成本与可变现净值孰低，逐个商品；只供参考，要入账请在调整表记重估。",
        "The lower of cost and net realisable value, product by product; for information: to book it, enter a "
        "revaluation on Adjustments.",
    ),
    SKU,
    NAME,
    _qty("on_hand", "现存", "On hand"),
    _money("amount", "成本", "Cost"),
    _price("expected_price", "估计售价", "Expected price"),
    _text("basis", "售价依据", "Price from"),
    _money("realisable_amount", "可变现净值", "Realisable"),
    _money("write_down", "应提跌价", "Write-down"),
)
SELF_CHECK = _sheet(
    "self_check",
    "tblSelfCheck",
    T("自检", "Self-check"),
    T("每条规律都应是 TRUE。", "Every law should be TRUE."),
    _text("law", "规律", "Law"),
    _flag("holds", "成立", "Holds"),
    _price("difference", "差额", "Difference"),
    _text("detail", "说明", "Detail"),
)

REPORTS = (
    DASHBOARD,
    STOCK,
    SUMMARY,
    CARD,
    MARGIN,
    ALERTS,
    REPLENISHMENT,
    COMPARISON,
    FORECAST,
    ABC_XYZ,
    SLOW,
    TURNOVER,
    CHANNEL_MARGIN,
    SUPPLIER_SCORE,
    PRICES,
    ORDERS,
    PICKS,
    PROCESSING,
    AFTER_SALES,
    COUNT_DIFFERENCES,
    METHODS,
    REALISABLE,
    SELF_CHECK,
)
"""In the order of their tabs."""
