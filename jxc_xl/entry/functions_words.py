"""What the arguments of worksheet functions are, in both languages."""

from __future__ import annotations

from jxc_xl.terms import Text

ARGUMENTS = {
    "sku": Text("商品编码：一个单元格或一片区域。", "Code of the product: a cell or a range."),
    "warehouse": Text("仓库编码；不填为全部仓库。", "Code of a warehouse; left out: all of them."),
    "as_of": Text(
        "截至哪一天（含当天），可带时间；不填为全部流水。",
        "Until the end of which day, or until which moment; left out: all movements.",
    ),
    "method": Text(
        "计价方法，如 先进先出；不填用商品自己的方法。", "Costing method, such as FIFO; left out: the product's own."
    ),
    "from_day": Text("从哪一天起（含当天）；不填从头算起。", "From which day on; left out: from the beginning."),
    "to_day": Text("到哪一天止（含当天）；不填算到最后。", "To which day, included; left out: to the end."),
    "channel": Text("渠道编码；不填为全部渠道。", "Code of a channel; left out: all of them."),
    "supplier": Text("供应商编码；不填为全部供应商。", "Code of a supplier; left out: all of them."),
    "qty": Text("要买的数量，大于 0。", "The quantity to buy, more than 0."),
    "field": Text("商品表的列名，如 单位、最低库存。", "A column of Products, such as Unit or Minimum stock."),
    "days": Text("从今天起多少天内。", "Within how many days from today."),
    "periods": Text("往后几周，1 到 8；不填为 1。", "How many weeks ahead, 1 to 8; left out: 1."),
    "idle_days": Text(
        "多少天没有卖动就算滞销；不填按设置。",
        "After how many days without sales it is slow; left out: as in Settings.",
    ),
    "supplier_code": Text("供应商编码：一个单元格或一片区域。", "Code of the supplier: a cell or a range."),
}
