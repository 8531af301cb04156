"""Sheets that people fill."""

from __future__ import annotations

from jxc_xl.schema import choices
from jxc_xl.schema.model import Column, Kind, Role, Sheet
from jxc_xl.terms import Text

T = Text
CODE, TEXT, QTY, MONEY, PRICE, RATE = Kind.CODE, Kind.TEXT, Kind.QTY, Kind.MONEY, Kind.PRICE, Kind.RATE
DATE, MOMENT, CHOICE, FLAG, INTEGER = Kind.DATE, Kind.MOMENT, Kind.CHOICE, Kind.FLAG, Kind.INTEGER

DOC_NO = Column(
    "doc_no",
    T("单号", "Document no."),
    CODE,
    T("同一张单据各行填同一单号。", "All lines of one document share it."),
    is_required=True,
)
LINE_NO = Column(
    "line_no", T("行号", "Line"), INTEGER, T("可不填，过账时自动编号。", "May stay blank: posting numbers the lines.")
)
SKU = Column(
    "sku",
    T("商品编码", "SKU"),
    CODE,
    T("从商品表中选。", "Choose one from Products."),
    is_required=True,
    refers="products",
    aliases=("StockCode", "商家编码", "货号", "Lineitem sku", "seller-sku"),
)
QUANTITY = Column(
    "qty",
    T("数量", "Quantity"),
    QTY,
    T("大于 0，最多四位小数。", "More than 0, at most four decimals."),
    is_required=True,
    aliases=("Quantity", "购买数量", "商品数量", "商品数量(件)", "Lineitem quantity", "quantity-purchased"),
)
WAREHOUSE = Column(
    "warehouse",
    T("仓库", "Warehouse"),
    CODE,
    T("不填用设置中的默认仓库。", "Blank: the default warehouse of Settings."),
    refers="warehouses",
)
LOT = Column("lot", T("批次", "Lot"), CODE, T("批号，没有可不填。", "Lot number, if there is one."))
NOTE = Column("note", T("备注", "Note"), TEXT, aliases=("Description",))
SUPPLIER = Column(
    "supplier", T("供应商", "Supplier"), CODE, T("供应商编码。", "Code of the supplier."), refers="suppliers"
)
POSTING_NO = Column(
    "posting_no",
    T("过账号", "Posting no."),
    INTEGER,
    T("由程序填写；有号的行请勿改动。", "Kept by the program; leave lines that have one alone."),
    is_kept=True,
)
TAX_RATE = Column(
    "tax_rate",
    T("税率", "Tax rate"),
    RATE,
    T("如 13%；不填用设置中的默认税率。", "Such as 13%; blank: the default of Settings."),
)
PRICE_HAS_TAX = Column(
    "price_has_tax",
    T("单价含税", "Price has tax"),
    FLAG,
    T(
        "不填用设置中的默认值；成本与收入一律不含税。",
        "Blank: as in Settings. Cost and revenue are always without tax.",
    ),
)
SHIP_STATUS = Column(
    "status",
    T("状态", "Status"),
    CHOICE,
    T("已发货的行才过账；不填即已发货。", "Only shipped lines are posted; blank means shipped."),
    choices=choices.SALE_STATUS,
    default="shipped",
    aliases=("订单状态", "交易状态", "发货状态", "Fulfillment Status", "order-status"),
)


def _price(help_: Text, *, is_required: bool = False) -> Column:
    """The unit price column of a document."""
    aliases = ("UnitPrice", "unit_cost", "价格", "Lineitem price")
    return Column("unit_price", T("单价", "Unit price"), PRICE, help_, is_required=is_required, aliases=aliases)


def _moment(key: str, title: Text, *, is_required: bool = True) -> Column:
    """A column for when something happened."""
    help_ = T("日期，可带时间，如 2026-03-05 14:30。", "A date, with a time if you like: 2026-03-05 14:30.")
    aliases = (
        (
            "date",
            "InvoiceDate",
            "订单创建时间",
            "订单提交时间",
            "订单成交时间",
            "拼单成功时间",
            "订单付款时间",
            "Created at",
            "purchase-date",
        )
        if is_required
        else ()
    )
    return Column(key, title, MOMENT, help_, is_required=is_required, aliases=aliases)


def _sheet(key: str, table: str, title: Text, help_: Text, columns: tuple[Column, ...]) -> Sheet:
    """An entry sheet: a document's lines are named by document and line, a master's by their first column."""
    first = columns[0].key
    keys = ("doc_no", "line_no") if first == "doc_no" else (first,)
    return Sheet(key, table, title, Role.ENTRY, columns, help_, keys)


PRODUCTS = _sheet(
    "products",
    "tblProducts",
    T("商品", "Products"),
    T("每个商品一行，编码不重复（不分大小写）。", "One line a product; codes are unique, whatever their case."),
    (
        Column(
            "sku",
            T("商品编码", "SKU"),
            CODE,
            T("唯一编码，按文本保存。", "Unique code, kept as text."),
            is_required=True,
            aliases=("StockCode", "商家编码"),
        ),
        Column("name", T("商品名称", "Name"), TEXT, is_required=True, aliases=("Description", "宝贝标题", "商品标题")),
        Column("category", T("类别", "Category"), TEXT),
        Column("unit", T("单位", "Unit"), TEXT, T("如 件、箱、千克。", "Such as pcs, box, kg.")),
        Column("spec", T("规格", "Specification"), TEXT),
        Column("barcode", T("条码", "Barcode"), CODE),
        Column("list_price", T("标价", "List price"), PRICE, aliases=("UnitPrice",)),
        Column("floor_price", T("最低售价", "Floor price"), PRICE),
        Column(
            "method",
            T("计价方法", "Costing method"),
            CHOICE,
            T(
                "不填用设置中的默认方法；结账后改动从下一期间起生效。",
                "Blank: the default of Settings. After a close, a change holds from the next period on.",
            ),
            choices=choices.METHOD,
        ),
        Column("supplier", T("主供应商", "Main supplier"), CODE, refers="suppliers"),
        Column("weight", T("单件重量", "Unit weight"), QTY, T("按重量分摊费用时用。", "For charges shared by weight.")),
        Column("volume", T("单件体积", "Unit volume"), QTY, T("按体积分摊费用时用。", "For charges shared by volume.")),
        Column("shelf_days", T("保质期（天）", "Shelf life (days)"), INTEGER),
        Column("min_stock", T("最低库存", "Minimum stock"), QTY),
        Column("max_stock", T("最高库存", "Maximum stock"), QTY),
        Column("lead_days", T("提前期（天）", "Lead time (days)"), INTEGER),
        Column("status", T("状态", "Status"), CHOICE, choices=choices.ACTIVE, default="active"),
        NOTE,
    ),
)
SUPPLIERS = _sheet(
    "suppliers",
    "tblSuppliers",
    T("供应商", "Suppliers"),
    T("每个供应商一行。", "One line a supplier."),
    (
        Column("supplier", T("供应商编码", "Supplier"), CODE, is_required=True),
        Column("name", T("名称", "Name"), TEXT, is_required=True),
        Column("contact", T("联系人", "Contact"), TEXT),
        Column("phone", T("电话", "Phone"), CODE),
        Column("payment_terms", T("付款条件", "Payment terms"), TEXT),
        Column("return_terms", T("退货条件", "Return terms"), TEXT),
        Column("lead_days", T("提前期（天）", "Lead time (days)"), INTEGER),
        Column("status", T("状态", "Status"), CHOICE, choices=choices.ACTIVE, default="active"),
        NOTE,
        Column(
            "service", T("服务评分", "Service"), RATE, T("您自己打的分，0% 到 100%。", "Your own mark, 0 % to 100 %.")
        ),
    ),
)
QUOTES = Sheet(
    "quotes",
    "tblQuotes",
    T("报价", "Quotes"),
    Role.ENTRY,
    (
        Column("supplier", T("供应商", "Supplier"), CODE, is_required=True, refers="suppliers"),
        SKU,
        Column(
            "from_qty",
            T("起订档数量", "From quantity"),
            QTY,
            T("从多少件起是这个价。", "From how many on this price holds."),
        ),
        _price(T("不含税单价。", "Unit price without tax."), is_required=True),
        Column("moq", T("最小订量", "Minimum order"), QTY),
        Column("pack_qty", T("包装数量", "Pack size"), QTY),
        Column("lead_days", T("提前期（天）", "Lead time (days)"), INTEGER),
        Column("valid_from", T("生效日", "Valid from"), DATE),
        Column("valid_to", T("失效日", "Valid to"), DATE),
        NOTE,
        Column(
            "freight",
            T("运费单价", "Freight per unit"),
            PRICE,
            T("送到门口每件另付多少；比价时加上。", "What a unit costs to the door; added when prices are compared."),
        ),
    ),
    T("供应商报价，可按数量分档。", "Prices of suppliers, with quantity breaks."),
    ("supplier", "sku", "from_qty", "valid_from"),
)
PURCHASES = _sheet(
    "purchases",
    "tblPurchases",
    T("采购", "Purchases"),
    T("申请、批准、下单；到货请记在收货表。", "Requested, approved, ordered; goods that arrive go to Receipts."),
    (
        DOC_NO,
        LINE_NO,
        Column("requested_on", T("申请日", "Requested on"), DATE),
        Column("ordered_on", T("下单日", "Ordered on"), DATE, aliases=("date",)),
        SUPPLIER,
        SKU,
        QUANTITY,
        _price(T("收货行未填单价时用这里的单价。", "Used by receipts that have no price of their own.")),
        PRICE_HAS_TAX,
        TAX_RATE,
        Column("currency", T("币种", "Currency"), CODE),
        Column("exchange_rate", T("汇率", "Exchange rate"), PRICE, T("不填即 1。", "Blank means 1."), default="1"),
        Column("promised_on", T("约定交期", "Promised on"), DATE),
        Column("quality", T("质量标准", "Quality standard"), TEXT),
        Column("payment_terms", T("付款条件", "Payment terms"), TEXT),
        Column("status", T("状态", "Status"), CHOICE, choices=choices.PURCHASE_STATUS, default="ordered"),
        Column("approver", T("批准人", "Approver"), TEXT),
        Column("approved_on", T("批准日", "Approved on"), DATE),
        NOTE,
    ),
)
RECEIPTS = _sheet(
    "receipts",
    "tblReceipts",
    T("收货", "Receipts"),
    T("到货 = 合格 + 不合格；只有合格数入库。", "Arrived = accepted + rejected; only what is accepted enters stock."),
    (
        DOC_NO,
        LINE_NO,
        _moment("received_at", T("收货时间", "Received at")),
        Column("purchase_no", T("采购单号", "Purchase no."), CODE),
        Column("purchase_line", T("采购行号", "Purchase line"), INTEGER),
        SUPPLIER,
        SKU,
        WAREHOUSE,
        Column(
            "arrived_qty",
            T("到货数量", "Arrived"),
            QTY,
            T("不填即合格加不合格。", "Blank: accepted plus rejected."),
            aliases=("qty", "数量"),
        ),
        Column(
            "accepted_qty",
            T("合格数量", "Accepted"),
            QTY,
            T("不填即到货减不合格。", "Blank: arrived less rejected."),
        ),
        Column("rejected_qty", T("不合格数量", "Rejected"), QTY, default="0"),
        Column("reject_reason", T("不合格原因", "Why rejected"), TEXT),
        _price(T("不填用采购单的单价；赠品填 0。", "Blank: the purchase's price; 0 for free goods.")),
        PRICE_HAS_TAX,
        TAX_RATE,
        LOT,
        Column("made_on", T("生产日期", "Made on"), DATE),
        Column("expires_on", T("到期日", "Expires on"), DATE),
        Column(
            "is_provisional",
            T("暂估", "Provisional"),
            FLAG,
            T(
                "发票未到填“是”；发票到后在费用表记“发票差额”。",
                "Yes while the invoice is missing; when it comes, enter an invoice difference on Charges.",
            ),
            default="no",
        ),
        NOTE,
        POSTING_NO,
    ),
)
CHARGES = _sheet(
    "charges",
    "tblCharges",
    T("费用", "Charges"),
    T("运输、装卸、保险等，分摊进收货成本。", "Freight, handling, insurance and more, shared over a receipt's lines."),
    (
        DOC_NO,
        LINE_NO,
        _moment("charged_at", T("日期", "Charged at")),
        Column("charge", T("费用类别", "Charge"), CHOICE, choices=choices.CHARGE, default="freight"),
        SUPPLIER,
        Column(
            "amount",
            T("金额", "Amount"),
            MONEY,
            T("不含税；只有发票差额可以为负。", "Without tax; only an invoice difference may be negative."),
            is_required=True,
        ),
        Column("basis", T("分摊依据", "Basis"), CHOICE, choices=choices.BASIS, default="value"),
        Column(
            "receipt_no",
            T("收货单号", "Receipt no."),
            CODE,
            T("费用属于哪张收货单。", "Whose goods it is for."),
            is_required=True,
        ),
        Column(
            "receipt_line",
            T("收货行号", "Receipt line"),
            INTEGER,
            T("只属于一行时填。", "When it is for one line only."),
        ),
        NOTE,
        POSTING_NO,
    ),
)
SALES = _sheet(
    "sales",
    "tblSales",
    T("销售", "Sales"),
    T("一行一个商品；已发货的行过账出库。", "One line a product; shipped lines leave stock when posted."),
    (
        Column(
            "doc_no",
            T("订单号", "Order no."),
            CODE,
            T("同一订单各行填同一订单号。", "All lines of one order share it."),
            is_required=True,
            aliases=("InvoiceNo", "订单编号", "主订单编号", "Name", "order-id", "amazon-order-id", "单号"),
        ),
        LINE_NO,
        _moment("ordered_at", T("下单时间", "Ordered at")),
        Column(
            "channel", T("渠道", "Channel"), CODE, T("从渠道表中选。", "Choose one from Channels."), refers="channels"
        ),
        Column("customer", T("客户", "Customer"), CODE, aliases=("CustomerID",)),
        Column("address", T("地址", "Address"), TEXT, aliases=("Country",)),
        SKU,
        WAREHOUSE,
        LOT,
        QUANTITY,
        _price(T("每件单价。", "Price of one unit."), is_required=True),
        PRICE_HAS_TAX,
        TAX_RATE,
        Column(
            "discount",
            T("折扣金额", "Discount"),
            MONEY,
            T("整行折扣，按单价同样含税或不含税。", "For the whole line, with tax as the price."),
            default="0",
        ),
        Column("channel_fee", T("渠道费", "Channel fee"), MONEY),
        SHIP_STATUS,
        Column("processed_at", T("处理时间", "Processed at"), MOMENT),
        Column(
            "shipped_at",
            T("发货时间", "Shipped at"),
            MOMENT,
            T("不填按下单时间出库。", "Blank: stock leaves at the order time."),
        ),
        Column("carrier", T("承运人", "Carrier"), TEXT),
        Column("tracking_no", T("运单号", "Tracking no."), CODE),
        NOTE,
        POSTING_NO,
        Column(
            "paid_at",
            T("付款时间", "Paid at"),
            MOMENT,
            T("填了就从付款起算处理时间。", "If given, the time to process counts from here."),
            aliases=("订单付款时间", "支付时间", "买家付款时间", "Paid at", "payments-date"),
        ),
    ),
)
RETURNS = _sheet(
    "returns",
    "tblReturns",
    T("退货", "Returns"),
    T("客户退回，或退给供应商。", "From customers, or to suppliers."),
    (
        Column(
            "doc_no",
            T("退货单号", "Return no."),
            CODE,
            T("同一退货单各行填同一单号。", "All lines of one return share it."),
            is_required=True,
            aliases=("InvoiceNo", "单号"),
        ),
        LINE_NO,
        _moment("returned_at", T("退货时间", "Returned at")),
        Column("direction", T("方向", "Direction"), CHOICE, choices=choices.DIRECTION, default="from_customer"),
        Column(
            "original_no",
            T("原单号", "Original no."),
            CODE,
            T(
                "客户退货填原订单号，退供应商填原收货单号，都按原成本。",
                "The order a customer sends back, or the receipt a supplier takes back: its cost is used.",
            ),
        ),
        Column("original_line", T("原行号", "Original line"), INTEGER),
        Column("channel", T("渠道", "Channel"), CODE, refers="channels"),
        Column("supplier", T("供应商", "Supplier"), CODE, refers="suppliers"),
        SKU,
        WAREHOUSE,
        LOT,
        QUANTITY,
        _price(T("每件退款。", "Refund of one unit."), is_required=True),
        PRICE_HAS_TAX,
        TAX_RATE,
        Column(
            "condition",
            T("货况", "Condition"),
            CHOICE,
            T("已损坏的进待处理仓。", "Damaged goods go to the quarantine warehouse."),
            choices=choices.CONDITION,
            default="resaleable",
        ),
        Column(
            "exchange_no",
            T("换货订单号", "Exchange order"),
            CODE,
            T("换货时补发的订单号。", "The order that replaces it."),
        ),
        Column("reason", T("原因", "Reason"), TEXT),
        NOTE,
        POSTING_NO,
        Column(
            "complaint",
            T("投诉原因", "Complaint"),
            CHOICE,
            T("客户为什么退。", "Why the customer sends it back."),
            choices=choices.COMPLAINT,
        ),
    ),
)
TRANSFERS = _sheet(
    "transfers",
    "tblTransfers",
    T("调拨", "Transfers"),
    T("从一个仓库到另一个仓库，成本不变。", "From one warehouse to another; cost stays."),
    (
        DOC_NO,
        LINE_NO,
        _moment("moved_at", T("调拨时间", "Moved at")),
        SKU,
        LOT,
        QUANTITY,
        Column("from_warehouse", T("调出仓库", "From"), CODE, is_required=True, refers="warehouses"),
        Column("to_warehouse", T("调入仓库", "To"), CODE, is_required=True, refers="warehouses"),
        NOTE,
        POSTING_NO,
    ),
)
COUNTS = _sheet(
    "counts",
    "tblCounts",
    T("盘点", "Counts"),
    T(
        "差异 = 实盘 − 盘点当时的账面；空白即未盘。",
        "Difference = counted less book at that time; blank = not counted.",
    ),
    (
        DOC_NO,
        LINE_NO,
        _moment("counted_at", T("盘点时间", "Counted at")),
        SKU,
        WAREHOUSE,
        LOT,
        Column(
            "counted_qty",
            T("实盘数量", "Counted"),
            QTY,
            T("数到多少填多少；没有数请留空，不要填 0。", "What you counted; leave it blank when you did not count."),
        ),
        Column("reason", T("差异原因", "Why it differs"), CHOICE, choices=choices.COUNT_REASON, default="unknown"),
        Column("counter", T("盘点人", "Counted by"), TEXT),
        NOTE,
        Column("book_qty", T("账面数量", "Book quantity"), QTY, T("过账时填写。", "Filled when posted."), is_kept=True),
        POSTING_NO,
    ),
)
ADJUSTMENTS = _sheet(
    "adjustments",
    "tblAdjustments",
    T("调整", "Adjustments"),
    T(
        "期初、其他入库、其他出库、报损、组装、拆卸、重估。",
        "Opening stock, other goods in or out, write-offs, assembly, disassembly, revaluation.",
    ),
    (
        DOC_NO,
        LINE_NO,
        _moment("adjusted_at", T("日期", "Adjusted at")),
        Column("kind", T("类别", "Kind"), CHOICE, is_required=True, choices=choices.ADJUSTMENT),
        SKU,
        WAREHOUSE,
        LOT,
        Column(
            "qty",
            T("数量", "Quantity"),
            QTY,
            T("大于 0；重估不填。", "More than 0; blank for a revaluation."),
        ),
        Column(
            "unit_cost",
            T("单位成本", "Unit cost"),
            PRICE,
            T(
                "期初和其他入库填，不含税；重估填新的单位成本。",
                "For opening stock and other goods in, without tax; for a revaluation the new unit cost.",
            ),
        ),
        Column(
            "amount",
            T("金额", "Amount"),
            MONEY,
            T(
                "填了就不看单位成本；重估填增减额，可为负。",
                "If filled, it goes before the unit cost; for a revaluation the change of value, negative or not.",
            ),
        ),
        Column("reason", T("原因", "Reason"), TEXT),
        NOTE,
        POSTING_NO,
    ),
)
BUNDLES = Sheet(
    "bundles",
    "tblBundles",
    T("组合", "Bundles"),
    Role.ENTRY,
    (
        Column("bundle", T("组合编码", "Bundle"), CODE, is_required=True, refers="products"),
        Column("sku", T("组件编码", "Component"), CODE, is_required=True, refers="products"),
        QUANTITY,
        Column(
            "kind",
            T("处理方式", "How"),
            CHOICE,
            T(
                "销售时拆分：卖组合即出组件。先组装入库：用调整表组装，再按组合出库。",
                "Split on sale: selling the bundle takes its components. Assembled into stock: assemble it on "
                "Adjustments; it is then sold as it is.",
            ),
            choices=choices.BUNDLE,
            default="on_sale",
        ),
        NOTE,
    ),
    T("组合商品由哪些商品组成，各多少件。", "What a bundle is made of, and how many of each."),
    ("bundle", "sku"),
)
CHANNELS = _sheet(
    "channels",
    "tblChannels",
    T("渠道", "Channels"),
    T("在哪里卖：店铺、平台、门店。", "Where you sell: shops, platforms, counters."),
    (
        Column("channel", T("渠道编码", "Channel"), CODE, is_required=True),
        Column("name", T("名称", "Name"), TEXT),
        Column("fee_rate", T("费率", "Fee rate"), RATE),
        NOTE,
    ),
)
WAREHOUSES = _sheet(
    "warehouses",
    "tblWarehouses",
    T("仓库", "Warehouses"),
    T("每个仓库一行。", "One line a warehouse."),
    (
        Column("warehouse", T("仓库编码", "Warehouse"), CODE, is_required=True),
        Column("name", T("名称", "Name"), TEXT),
        Column("kind", T("类别", "Kind"), CHOICE, choices=choices.WAREHOUSE, default="own"),
        NOTE,
    ),
)
EVENTS = Sheet(
    "events",
    "tblEvents",
    T("活动", "Events"),
    Role.ENTRY,
    (
        Column(
            "event",
            T("活动", "Event"),
            CODE,
            T("每年同一个名称，如 双11。", "The same name every year."),
            is_required=True,
        ),
        Column("first_on", T("开始日", "First day"), DATE, is_required=True),
        Column("last_on", T("结束日", "Last day"), DATE, T("不填即只有一天。", "Blank: one day only.")),
        NOTE,
    ),
    T(
        "618、双11、春节等日子：不算进平常的销量，到时再加上。",
        "Days on which people buy otherwise: kept out of usual demand, and added when they come.",
    ),
    ("event", "first_on"),
)
SETTINGS = _sheet(
    "settings",
    "tblSettings",
    T("设置", "Settings"),
    T("改右边的值；左边的名称请勿改。", "Change the values; leave the names as they are."),
    (
        Column("setting", T("设置项", "Setting"), TEXT, is_required=True),
        Column("value", T("值", "Value"), TEXT),
        Column("meaning", T("说明", "Meaning"), TEXT),
    ),
)

ENTRY = (
    PRODUCTS,
    SUPPLIERS,
    QUOTES,
    PURCHASES,
    RECEIPTS,
    CHARGES,
    SALES,
    RETURNS,
    TRANSFERS,
    COUNTS,
    ADJUSTMENTS,
    BUNDLES,
    CHANNELS,
    WAREHOUSES,
    EVENTS,
    SETTINGS,
)
"""In the order of their tabs."""
