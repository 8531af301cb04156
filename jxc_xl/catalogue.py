"""Every problem there can be: stable code, what, how to fix, in both languages.

P1xx cells · P2xx references and checks · P3xx stock · P4xx cost · P5xx periods and ledger · H0xx files and programs.
"""

from __future__ import annotations

from typing import NamedTuple

from jxc_xl.terms import Text

T = Text


class Kind(NamedTuple):
    """A kind of problem: its words, with the same placeholders in both languages."""

    what: Text
    fix: Text
    is_warning: bool = False


CELLS = {
    "P101": Kind(T("{heading} 没有填。", "{heading} is blank."), T("请填写。", "Fill it in.")),
    "P102": Kind(
        T("{heading} 应为数字，现为“{value}”。", "{heading} should be a number, but is “{value}”."),
        T("请填数字。", "Enter a number."),
    ),
    "P103": Kind(
        T("{heading} {value} 超过 {digits} 位小数。", "{heading} {value} has more than {digits} decimals."),
        T("请四舍五入到 {digits} 位小数。", "Round it to {digits} decimals."),
    ),
    "P104": Kind(
        T("{heading} {value} 太大，系统装不下。", "{heading} {value} is too large to be held exactly."),
        T("请检查是否多输了位数。", "Check whether a digit too many was typed."),
    ),
    "P105": Kind(
        T("{heading} 不能是 {value}。", "{heading} cannot be {value}."),
        T("请填{allowed}的数。", "Enter a number that is {allowed}."),
    ),
    "P106": Kind(
        T("{heading} 应为日期，现为“{value}”。", "{heading} should be a date, but is “{value}”."),
        T("请写成 2026-03-05 或 2026-03-05 14:30。", "Write it as 2026-03-05 or 2026-03-05 14:30."),
    ),
    "P107": Kind(
        T("{heading} {value} 不在 1990 到 2199 年之间。", "{heading} {value} is not between 1990 and 2199."),
        T("请更正日期。", "Correct the date."),
    ),
    "P108": Kind(
        T("{heading} 没有“{value}”这一项。", "“{value}” is not one of the choices of {heading}."),
        T("请从列表中选：{choices}。", "Choose one of: {choices}."),
    ),
    "P109": Kind(
        T(
            "{heading} 是日期 {value}，编码已被 Excel 改成日期。",
            "{heading} is the date {value}: Excel turned a code into a date.",
        ),
        T("请把单元格设为文本，重新输入编码。", "Format the cell as text and type the code again."),
    ),
    "P110": Kind(
        T(
            "{heading} {value} 超过 15 位，Excel 已丢失末位数字。",
            "{heading} {value} has over 15 digits; Excel has lost the last ones.",
        ),
        T("请把单元格设为文本，重新输入编码。", "Format the cell as text and type the code again."),
    ),
    "P111": Kind(
        T("{heading} 显示错误 {value}。", "{heading} shows the error {value}."),
        T("请改正公式，或直接输入数值。", "Mend the formula or type the value."),
    ),
    "P112": Kind(
        T("{heading} 应为整数，现为 {value}。", "{heading} should be a whole number, but is {value}."),
        T("请填整数。", "Enter a whole number."),
    ),
    "P113": Kind(
        T("{sheet} 表缺少“{heading}”列。", "Sheet {sheet} has no column “{heading}”."),
        T(
            "请补上这一列的标题；在此之前，这张表的内容都不能过账。",
            "Put its heading back; until then nothing of this sheet is posted.",
        ),
    ),
    "P114": Kind(
        T("缺少 {sheet} 表（{table}）。", "Sheet {sheet} ({table}) is missing."),
        T("请从备份或新模板取回这张表。", "Bring it back from a backup or a new book."),
    ),
    "P115": Kind(
        T("“{heading}”列出现两次。", "The heading “{heading}” is there twice."),
        T("请改掉其中一个标题。", "Rename one of the two."),
    ),
    "P116": Kind(
        T(
            "设置“{setting}”的值“{value}”不能用，已按 {default} 处理。",
            "The setting “{setting}” cannot be “{value}”; it counts as {default}.",
        ),
        T("请在设置表更正。", "Correct it on Settings."),
    ),
    "P117": Kind(
        T(
            "{heading} 列有 {cells} 个单元格按规则作了整理，如“{value}”读作 {read}。",
            "Cells of {heading} read by rule: {cells}, such as “{value}” as {read}.",
        ),
        T("无需处理；单元格本身没有改动。", "Nothing to do; the cells were left as they are."),
        is_warning=True,
    ),
    "P118": Kind(
        T("{heading} 的公式还没有算出值。", "The formula of {heading} has no value yet."),
        T(
            "请在表格程序中打开并保存，或直接输入数值。",
            "Open and save the book in a spreadsheet program, or type the value.",
        ),
    ),
    "P119": Kind(
        T(
            "设置“{setting}”的值“{value}”不能用；金额或库存由它决定，改好之前不过账。",
            "The setting “{setting}” cannot be “{value}”; amounts or stock depend on it, so nothing is posted.",
        ),
        T("请在设置表更正。", "Correct it on Settings."),
    ),
    "P120": Kind(
        T(
            "设置表没有写明 {settings}；金额或库存由此决定，补好之前不过账。",
            "Settings says nothing of: {settings}; amounts or stock depend on it, so nothing is posted.",
        ),
        T(
            "请补上名称和值；名称被改过的请改回。",
            "Put the line back, name and value; if its name was changed, change it back.",
        ),
    ),
    "P121": Kind(
        T(
            "缺少 {sheet} 表（{table}）；不知道按什么规则记账，不过账。",
            "Sheet {sheet} ({table}) is missing, and with it the rules of the book; nothing is posted.",
        ),
        T(
            "请从备份或新模板取回这张表，并核对每项设置。",
            "Bring it back from a backup or a new book, and look at every setting.",
        ),
    ),
    "P122": Kind(
        T("设置表没有 {settings}，按默认值处理。", "Settings has no line for: {settings}. The defaults count."),
        T("需要改动时，请补上这些行的名称和值。", "To set them, add their lines, name and value."),
        is_warning=True,
    ),
    "P123": Kind(
        T("设置表没有“{name}”这一项{hint}", "There is no setting “{name}”{hint}"),
        T("请更正名称；自己的备注请写到别的表。", "Correct the name; keep notes of your own on another sheet."),
        is_warning=True,
    ),
    "P126": Kind(
        T(
            "{heading} 有 {length} 个字，最多 {most} 个：“{value}”。",
            "{heading} has {length} letters, at most {most} fit: “{value}”.",
        ),
        T("请改短。", "Shorten it."),
    ),
    "P124": Kind(
        T(
            "第 {row} 行起有 {rows} 行在表格之外，没有读入：中间隔着空行或汇总行。",
            "Lines outside the table, left out: {rows}, from row {row} on; a blank or totals row lies between.",
        ),
        T(
            "请删去空行，让它们紧接表格；自己的备注请写到别的表。",
            "Delete the blank rows so that they join the table; keep notes of your own on another sheet.",
        ),
    ),
}

CHECKS = {
    "P201": Kind(
        T("{heading}“{value}”不在 {sheet} 表中{hint}", "{heading} “{value}” is not on {sheet}{hint}"),
        T("请更正，或先在 {sheet} 表登记。", "Correct it, or enter it on {sheet} first."),
    ),
    "P202": Kind(
        T("{value} 重复，第 {row} 行已经有了。", "{value} is there twice; row {row} has it already."),
        T("请删去一行，或改用另一编号。", "Delete one of them or give it another number."),
    ),
    "P203": Kind(
        T(
            "到货 {arrived} ≠ 合格 {accepted} + 不合格 {rejected}。",
            "Arrived {arrived} is not accepted {accepted} + rejected {rejected}.",
        ),
        T("请更正三个数量。", "Correct the three quantities."),
    ),
    "P204": Kind(
        T("{sku} 没有单价，采购单上也找不到。", "{sku} has no price, and no purchase gives one."),
        T("请填单价；赠品填 0。", "Enter a price; 0 for free goods."),
    ),
    "P205": Kind(
        T("采购单 {purchase} 没有 {sku} 这一行。", "Purchase {purchase} has no line of {sku}."),
        T("请更正采购单号，或留空。", "Correct the purchase number or leave it blank."),
    ),
    "P206": Kind(
        T("原单 {original} 没有已过账的 {sku}。", "No posted line of {sku} is on document {original}."),
        T("请更正原单号；确实没有原单就留空。", "Correct the original number, or leave it blank if there is none."),
    ),
    "P207": Kind(
        T(
            "退 {qty} 件，原单 {original} 只剩 {left} 件可退。",
            "Quantity {qty} comes back, but document {original} has only {left} left to return.",
        ),
        T("请更正数量或原单号。", "Correct the quantity or the original number."),
    ),
    "P208": Kind(
        T("收货单 {receipt} 没有已过账的行可分摊。", "Receipt {receipt} has no posted line to share the charge over."),
        T("请更正收货单号，或先让收货过账。", "Correct the receipt number, or post the receipt first."),
    ),
    "P209": Kind(
        T(
            "收货单 {receipt} 的分摊依据合计为 0，已改按数量分摊。",
            "The basis of receipt {receipt} adds up to 0; the charge is shared by quantity.",
        ),
        T("如不合适，请补上重量、体积或单价。", "If that is not right, enter weights, volumes or prices."),
        is_warning=True,
    ),
    "P210": Kind(
        T("调出和调入是同一仓库 {warehouse}。", "Both warehouses are {warehouse}."),
        T("请更正其中一个。", "Correct one of them."),
    ),
    "P211": Kind(
        T("期初 {sku} 没有单位成本或金额。", "Opening stock of {sku} has neither unit cost nor amount."),
        T("请填一个；确无成本填 0。", "Enter one of them; 0 if it cost nothing."),
    ),
    "P212": Kind(
        T("折扣 {discount} 大于行金额 {amount}。", "The discount {discount} is more than the line's {amount}."),
        T("请更正折扣或单价。", "Correct the discount or the price."),
    ),
    "P213": Kind(
        T(
            "单据 {document} 有 {lines} 行另有问题，整张不过账。",
            "Document {document} is not posted at all; lines of it with problems: {lines}.",
        ),
        T("请先改好那些行。", "Mend those lines first."),
        is_warning=True,
    ),
    "P214": Kind(
        T(
            "{lines} 行客户退货没有原单，按当前单位成本入库。",
            "Customer returns without an original: {lines}; they enter at the current unit cost.",
        ),
        T("能找到原单的请填原单号。", "Name the original where you can."),
        is_warning=True,
    ),
    "P215": Kind(
        T("数量 × 单价超出系统能装下的金额。", "Quantity times price is more than an amount can be."),
        T("请检查数量和单价。", "Check quantity and price."),
    ),
    "P216": Kind(
        T("按指定行分摊，却没有收货行号。", "The basis is one line, but no receipt line is named."),
        T("请填收货行号。", "Enter the receipt line."),
    ),
    "P217": Kind(
        T("换货订单 {order} 不在销售表。", "Exchange order {order} is not on Sales."),
        T("请先录入补发的订单，或更正订单号。", "Enter the order that replaces the goods, or correct its number."),
        is_warning=True,
    ),
    "P218": Kind(
        T("{sku} 按个别计价，入库必须写批次。", "{sku} is costed by lot: what comes in needs one."),
        T("请填批次。", "Enter the lot."),
    ),
    "P219": Kind(
        T(
            "按组合拆分后，有的组件数量会超过四位小数。",
            "Split into components, some quantity would have more than four decimals.",
        ),
        T("请更正数量，或更正组合表里的用量。", "Correct the quantity, or the quantities on Bundles."),
    ),
    "P220": Kind(
        T(
            "组件 {sku} 不能是组合自己，也不能是另一个销售时拆分的组合。",
            "Component {sku} may be neither the bundle itself nor another bundle that is split on sale.",
        ),
        T("请直接列出它的组件。", "List its own components instead."),
    ),
    "P221": Kind(
        T(
            "组合表里没有 {sku} 先组装入库的组件。",
            "Bundles has no components of {sku} that are assembled into stock.",
        ),
        T(
            "请先在组合表登记，处理方式选“先组装入库”。",
            "Enter them on Bundles first, assembled into stock.",
        ),
    ),
    "P222": Kind(
        T(
            "重估要么填新的单位成本，要么填增减金额，只填一个。",
            "A revaluation has either a new unit cost or a change of value.",
        ),
        T("请填其中一个，清空另一个。", "Enter one of them and clear the other."),
    ),
    "P223": Kind(
        T(
            "原单 {original} 的日期是 {sold}，退货日期 {returned} 却在它之前。",
            "Document {original} is dated {sold}, but the return is dated {returned}, before it.",
        ),
        T("请更正其中一个日期。", "Correct one of the two dates."),
    ),
    "P224": Kind(
        T(
            "{sku} 在 {warehouse} 同一时点盘了两次，另一行是第 {row} 行。",
            "{sku} in {warehouse} is counted twice at one moment; the other line is row {row}.",
        ),
        T(
            "请加总记在一行；分次盘点的请写明各自的时间。",
            "Add them up in one line; if they are two counts, give each its time.",
        ),
    ),
    "P225": Kind(
        T(
            "{sku} 有 {movements} 笔流水，商品表里却没有它。",
            "Movements of {sku} in the ledger: {movements}; it is not on Products.",
        ),
        T(
            "请在商品表补回 {sku}；改过编码的请改回。",
            "Put {sku} back on Products; if you changed its code, change it back.",
        ),
    ),
}

IMPORTS = {
    "P231": Kind(
        T(
            "{sku} 在设置中列为非商品代码，没有导入。",
            "{sku} is no goods, by the settings; the row was left out.",
        ),
        T("若是商品，请从设置“{setting}”中去掉。", "If it is a product, take it out of the setting “{setting}”."),
    ),
    "P232": Kind(
        T("单价为 0，没有导入。", "The price is 0; the row was left out."),
        T("赠品或损耗请记在调整表。", "Enter gifts and losses on Adjustments."),
    ),
    "P233": Kind(
        T(
            "单价 {value} 为负，不是商品销售，没有导入。",
            "The price {value} is negative: no sale of goods; the row was left out.",
        ),
        T("坏账等请在账务中处理。", "Book bad debts and the like in your accounts."),
    ),
    "P234": Kind(
        T(
            "{document} 的 {sku} 已经导入过，但数量或单价不同；保留原行。",
            "{sku} of {document} was imported before with another quantity or price; the old line stays.",
        ),
        T("请核对后手工更正。", "Compare the two and correct by hand."),
    ),
    "P235": Kind(
        T("文件没有“{heading}”列。", "The file has no column “{heading}”."),
        T(
            '请用 --map "{ours}=文件中的列名" 指明。文件的列：{columns}。',
            'Name it with --map "{ours}=column of the file". The file has: {columns}.',
        ),
    ),
    "P236": Kind(
        T(
            "{rows} 行的编码大小写与商品表不同，已统一，如 {value} → {sku}。",
            "Codes that differ from Products by case only: {rows}; they were unified, such as {value} → {sku}.",
        ),
        T("无需处理。", "Nothing to do."),
        is_warning=True,
    ),
    "P237": Kind(
        T("数量为 0，没有导入。", "The quantity is 0; the row was left out."),
        T("无需处理。", "Nothing to do."),
    ),
    "P238": Kind(
        T("--map 里的“{name}”不是 {sheet} 表的列。", "“{name}” in --map is no column of {sheet}."),
        T("请从中选：{choices}。", "Choose one of: {choices}."),
    ),
}

PURCHASING = {
    "P241": Kind(
        T(
            "采购 {document} 合计 {total}，超过“{rule}”{limit}，{why}。",
            "Purchase {document} comes to {total}, above the “{rule}” of {limit}; {why}.",
        ),
        T(
            "请由{approvers}批准并填写批准人，批准之前状态为“申请”。",
            "Have it approved by {approvers} and enter who did; until then its status is Requested.",
        ),
    ),
    "P242": Kind(
        T(
            "采购 {document} 先有申请，没有批准就下单了。",
            "Purchase {document} was requested, and ordered without being approved.",
        ),
        T(
            "请填写批准人和批准日，或把状态改回“申请”。",
            "Enter who approved it and when, or set its status back to Requested.",
        ),
    ),
    "P243": Kind(
        T(
            "采购 {purchase} 订了 {ordered} 件 {sku}，连这一行共收 {received} 件，超出允许的 {allowed}。",
            "Purchase {purchase} is for {ordered} of {sku}; with this line {received} were received, beyond the "
            "{allowed} that may be over.",
        ),
        T(
            "请核对数量，多的退回；确认要收的照常过账。",
            "Check the quantity and send back what is too much; what you keep is posted as it stands.",
        ),
        is_warning=True,
    ),
    "P244": Kind(
        T(
            "采购 {purchase} 的 {sku} 还没有下单，状态是“{status}”。",
            "{sku} of purchase {purchase} is not ordered yet; its status is {status}.",
        ),
        T(
            "请先批准、下单，把状态改为“已下单”，再收货。",
            "Have it approved and ordered, set its status to Ordered, then receive it.",
        ),
    ),
    "P246": Kind(
        T(
            "{sheet} 表已有 {name}，文件里的{heading}不同；表里的没有改动。",
            "{sheet} has {name} already; the file says something else of {heading}. The sheet was left as it is.",
        ),
        T("要用新的，请直接在表里改。", "If the file is right, correct the sheet by hand."),
        is_warning=True,
    ),
}

DAYS = {
    "P245": Kind(
        T("{last} 早于 {first}：结束在开始之前。", "It ends on {last}, before it begins on {first}."),
        T("请改正其中一个日期。", "Correct one of the two days."),
    ),
}

STOCK = {
    "P301": Kind(
        T(
            "{day} {kind} {sku} {qty} 件，{warehouse} 当时可用 {left} 件。",
            "{day} {kind} of {qty} {sku}: {warehouse} had {left} available.",
        ),
        T("请减少数量，或先录入 {day} 及以前的收货。", "Lower the quantity, or enter receipts up to {day} first."),
    ),
    "P302": Kind(
        T(
            "{day} {kind} {sku} {qty} 件，会使以后已过账的出库缺 {short} 件。",
            "{day} {kind} of {qty} {sku} would leave later posted issues short by {short}.",
        ),
        T("请减少数量，或先补录收货。", "Lower the quantity, or enter the missing receipts first."),
    ),
    "P303": Kind(
        T(
            "{lines} 行出库超过现存，按设置允许负库存，成本待补货后更正。",
            "Issues beyond stock: {lines}; the settings allow them, and the next receipt will put their cost right.",
        ),
        T("请尽快补录收货或盘点。", "Enter the missing receipts soon, or count."),
        is_warning=True,
    ),
    "P304": Kind(
        T("{sku} 有几个批次在库，本行没写批次。", "Several lots of {sku} are there, and this line names none."),
        T("请填批次；个别计价不能代您选择。", "Name the lot: choosing one would be choosing its cost."),
    ),
    "P305": Kind(
        T("{sku} 在这个仓库没有批次 {lot}。", "This warehouse has no lot {lot} of {sku}."),
        T("请更正批次或仓库。", "Correct the lot or the warehouse."),
    ),
    "P306": Kind(
        T(
            "{sku} 的盘点已过时：点数时账面 {snapshot}，现在是 {now}。",
            "The count of {sku} is out of date: the book said {snapshot} then and says {now} now.",
        ),
        T(
            "请重新盘点；确认实盘数仍对，就清空账面数量再过账。",
            "Count again; if the quantity still holds, clear the book quantity and post.",
        ),
    ),
    "P307": Kind(
        T(
            "补录了更早的单据，盘点 {document} 的 {sku} 差异由 {before} 改为 {after}；盘点后的结存不变。",
            "Documents dated before count {document} change the difference of {sku} from {before} to {after}; "
            "what is there after it stays.",
        ),
        T("请核对差异的原因。", "Look at the reason of the difference again."),
        is_warning=True,
    ),
}

COST = {
    "P402": Kind(
        T(
            "数量或金额加起来太大，系统装不下，如 {sku}。",
            "Quantities or amounts add up to more than can be held exactly, such as those of {sku}.",
        ),
        T("请检查数量和单价是否多输了位数。", "Check quantities and prices for a digit too many."),
    ),
    "P401": Kind(
        T("{sku} 从未有过成本，按 0 计价。", "{sku} never had a cost; it is valued at 0."),
        T("请补录收货或期初成本。", "Enter its receipt or opening cost."),
        is_warning=True,
    ),
    "P403": Kind(
        T("{sku} 重估时没有存货，没有作用。", "Nothing of {sku} was on hand to be revalued; it changed nothing."),
        T("请核对日期，或撤销这次过账。", "Check its date, or undo the posting."),
        is_warning=True,
    ),
    "P404": Kind(
        T(
            "这笔发票差额会使收货单 {receipt} 的货变成负成本。",
            "This invoice difference would make goods of receipt {receipt} cost less than nothing.",
        ),
        T("请核对金额和正负号。", "Check the amount and its sign."),
    ),
    "P405": Kind(
        T("{receipts} 张收货单仍是暂估价，发票未到。", "Receipts still at an estimated price: {receipts}."),
        T(
            "发票到后，在费用表记一笔“发票差额”（没有差额也记 0）。",
            "When the invoice comes, enter an invoice difference on Charges, even one of 0.",
        ),
        is_warning=True,
    ),
    "P406": Kind(
        T(
            "{sku} 从 {day} 起由{before}改为{after}，存货价值不变。",
            "From {day} on {sku} is costed by {after} instead of {before}; the value of stock stays.",
        ),
        T("如非本意，请在商品表改回。", "If this was not meant, change it back on Products."),
        is_warning=True,
    ),
    "P407": Kind(
        T(
            "{sku} 重估 {asked}，库存金额不够减，实际为 {done}。",
            "The revaluation of {sku} by {asked} is more than its stock is worth; {done} was taken.",
        ),
        T("请核对金额，或撤销这次过账。", "Check the amount, or undo the posting."),
        is_warning=True,
    ),
}

LEDGER = {
    "P501": Kind(
        T("{document} 第 {line} 行已过账，之后被改动。", "Line {line} of {document} was changed after it was posted."),
        T("请改回原值，或撤销过账后再改。", "Change it back, or undo the posting and then change it."),
    ),
    "P502": Kind(
        T(
            "{document} 第 {line} 行已过账，表中却找不到，或状态已改。",
            "Line {line} of {document} is posted, but gone from its sheet, or its status was changed.",
        ),
        T(
            "请从备份恢复该行或改回状态；要作废请撤销过账 {posting}。",
            "Restore the line or its status; to take it back, undo posting {posting}.",
        ),
    ),
    "P503": Kind(
        T(
            "本行写着过账号 {posting}，流水中却没有。",
            "This line says posting {posting}, but the ledger has no such posting of it.",
        ),
        T("请清空过账号，或恢复流水表。", "Clear the posting number, or restore the ledger."),
    ),
    "P504": Kind(
        T(
            "过账 {posting} 的校验码对不上，流水被改动过。",
            "The hash of posting {posting} does not match: the ledger was edited.",
        ),
        T("请从备份恢复流水表；在此之前不能过账。", "Restore the ledger from a backup; nothing can be posted before."),
    ),
    "P505": Kind(
        T("流水本行读不出来：{why}。", "This ledger line cannot be read: {why}."),
        T("请从备份恢复流水表；在此之前不能过账。", "Restore the ledger from a backup; nothing can be posted before."),
    ),
    "P507": Kind(
        T(
            "本行与已过账、表中却找不到的 {lost} 内容相同。",
            "This line says the same as {lost}, which is posted but gone from its sheet.",
        ),
        T(
            "若改过单号或行号，请改回 {lost}；若是另一笔，请先恢复原行。",
            "If you changed its number, change it back to {lost}; if it is another one, restore the old line first.",
        ),
    ),
    "P506": Kind(
        T("没有可撤销的过账。", "There is no posting to undo."),
        T("无需处理。", "Nothing to do."),
    ),
    "P508": Kind(
        T("{day} 在已结账期间（至 {until}），不能过账。", "{day} is in a closed period (until {until})."),
        T(
            "请改用未结期间的日期；确需补记，请先反结账。",
            "Date it in the open period; if it belongs there, reopen the period first.",
        ),
    ),
    "P509": Kind(
        T("最近一次过账是 {period} 的结账。", "The last posting closed {period}."),
        T("要退回请反结账：jxc reopen。", "To take it back, reopen the period: jxc reopen."),
    ),
    "P510": Kind(
        T(
            "{sku} 有 {lines} 行成本金额与规则算出的不同，如本行写着 {written}，应为 {due}。",
            "Cost amounts of {sku} that differ from what the rules give: {lines}; this one says {written}, should "
            "be {due}.",
        ),
        T(
            "改过计价方法或设置的，刷新即可；没有改过，说明有人动过流水。",
            "If you changed a method or a setting, recalculate; if not, somebody edited the ledger.",
        ),
        is_warning=True,
    ),
    "P511": Kind(
        T(
            "{sku} 结账 {period} 时金额为 {sealed}，现在算出 {due}。",
            "{sku} was worth {sealed} when {period} was closed; it now works out at {due}.",
        ),
        T("请从备份恢复流水表和设置。", "Restore the ledger and the settings from a backup."),
    ),
    "P512": Kind(
        T(
            "{document} 日期在要结账的期间内，还没过账。",
            "{document} is dated in the period to be closed, but not posted.",
        ),
        T("请先过账，或改日期、作废。", "Post it first, or change its date, or cancel it."),
    ),
    "P513": Kind(
        T("“{period}”不是可以结账的期间。", "“{period}” is no period that can be closed."),
        T(
            "请写已经过完的月份或日期，如 2026-01 或 2026-01-31。",
            "Give a month or a day that is over, such as 2026-01 or 2026-01-31.",
        ),
    ),
    "P514": Kind(
        T("{period} 已经结账（已结至 {until}）。", "{period} is closed already (closed until {until})."),
        T("无需再结。", "There is nothing to do."),
    ),
    "P515": Kind(
        T("只能反结最近一个已结期间：{last}。", "Only the last closed period can be reopened: {last}."),
        T("请从最近的期间开始，逐个反结。", "Reopen periods one by one, the last one first."),
    ),
    "P516": Kind(
        T(
            "结账之后改了“成本核算范围”，已结成本会变。",
            "The cost pool was changed after a close; closed costs would change.",
        ),
        T("请改回；确需改，请先反结账。", "Change it back, or reopen the closed periods first."),
    ),
    "P517": Kind(
        T("报表写着 {written}，按流水应为 {due}。", "The report says {written}; by the ledger it is {due}."),
        T(
            "请刷新报表；若没有新过账，说明有人改过这一格。",
            "Recalculate; if nothing was posted since, somebody edited this cell.",
        ),
        is_warning=True,
    ),
    "P518": Kind(
        T(
            "流水写着 {written}，单据 {document} 写的是 {due}；校验码对不上，是流水被改过。",
            "The ledger says {written}, document {document} says {due}; by the hash it is the ledger that was edited.",
        ),
        T("请从备份恢复流水表。", "Restore the ledger from a backup."),
    ),
    "P519": Kind(
        T(
            "{sku} 已结账期间的成本金额被改为 {written}，应为 {due}。",
            "A cost amount of {sku} in a closed period was changed to {written}; it should be {due}.",
        ),
        T("刷新即可改回；请查明是谁改的。", "Recalculating puts it back; find out who changed it."),
    ),
    "P520": Kind(
        T("还有 {count} 处 {code}，从这里起不再逐一列出。", "More of {code} from here on: {count}."),
        T("改好列出的，再检查一次。", "Mend those listed, then check again."),
        is_warning=True,
    ),
    "P521": Kind(
        T(
            "首页记着最近过账号 {known}，流水里最大的却是 {last}：流水末尾少了行。",
            "The dashboard knows of posting {known}, but the ledger ends with {last}: lines are missing at its end.",
        ),
        T("请从备份恢复流水表；在此之前不能过账。", "Restore the ledger from a backup; nothing can be posted before."),
    ),
    "P522": Kind(
        T("还没有结过账。", "No period is closed."),
        T("无需反结账。", "There is nothing to reopen."),
    ),
    "P531": Kind(
        T(
            "“{setting}”过账后由 {was} 改成了 {value}，已记的金额会读错，不过账。",
            "“{setting}” was {was} when the ledger was posted and is {value} now; amounts would be misread, so "
            "nothing is posted.",
        ),
        T("请改回 {was}。", "Set it back to {was}."),
    ),
}

HOSTS = {
    "H001": Kind(
        T("打不开 {path}：{reason}。", "Cannot open {path}: {reason}."),
        T("请检查文件名、所在文件夹和访问权限。", "Check the name, the folder and your permission to read it."),
    ),
    "H002": Kind(
        T("{path} 不是 .xlsx/.xlsm 工作簿，而是 {found}。", "{path} is not an .xlsx/.xlsm workbook but {found}."),
        T(
            "请在表格程序中打开它，另存为 .xlsx 或 .xlsm。",
            "Open it in a spreadsheet program and save it as .xlsx or .xlsm.",
        ),
    ),
    "H003": Kind(
        T("{path} 正被使用：{reason}（{file}）。", "{path} is in use: {reason} ({file})."),
        T(
            "请先关闭该工作簿；如果没有人打开它，请删除 {file} 后重试。",
            "Close the workbook first; if nobody has it open, delete {file} and try again.",
        ),
    ),
    "H004": Kind(
        T("{path} 设有打开密码。", "{path} is protected by a password."),
        T("请在表格程序中取消密码后保存。", "Remove the password in a spreadsheet program and save it."),
    ),
    "H005": Kind(
        T("{path} 已损坏或不安全：{reason}。", "{path} is damaged or unsafe: {reason}."),
        T(
            "请用备份，或在表格程序中修复后另存。",
            "Use a backup, or repair it in a spreadsheet program and save a copy.",
        ),
    ),
    "H006": Kind(
        T("{path} 太大：{reason}。", "{path} is too large: {reason}."),
        T(
            "请删除多余的行列或工作表（常见原因：表格最右下角有一个误输入的单元格）。",
            "Delete rows, columns or sheets that are not needed (often one stray cell in the far corner of a sheet).",
        ),
    ),
    "H007": Kind(
        T("{path} 在读取之后被别人改过。", "{path} was changed by someone else after it was read."),
        T("什么都没有写入；请重新运行。", "Nothing was written; run the command again."),
    ),
    "H008": Kind(
        T("无法写入 {path}：{reason}。", "Cannot write {path}: {reason}."),
        T(
            "原工作簿未改动；请检查磁盘空间、文件夹权限，然后重试。",
            "The book is as it was; check disk space and permissions, then try again.",
        ),
    ),
    "H009": Kind(
        T(
            "{path} 的工作表“{sheet}”无法安全改写：{reason}。",
            "{path}: sheet “{sheet}” cannot be rewritten safely: {reason}.",
        ),
        T(
            "原工作簿未改动；请按原因调整该工作表后重试。",
            "The book is as it was; change that sheet as the reason says and try again.",
        ),
    ),
    "H010": Kind(
        T("{path} 的工作表“{sheet}”放不下：{reason}。", "{path}: sheet “{sheet}” cannot hold it: {reason}."),
        T("请缩短该文字，或把旧的行移到另一个工作簿。", "Shorten the text, or move old rows to another workbook."),
    ),
    "H011": Kind(
        T("没有“{name}”这张表。", "There is no sheet “{name}”."), T("请从中选：{names}。", "Choose one of: {names}.")
    ),
    "H013": Kind(T("商品表里没有 {name}。", "There is no product {name}."), T("请核对编码。", "Check the code.")),
    "H041": Kind(
        T("仓库表里没有 {name}。", "There is no warehouse {name}."),
        T("请从中选：{names}。", "Choose one of: {names}."),
    ),
    "H042": Kind(
        T("{name} 说的是今天，不分期间。", "{name} is about today and knows no period."),
        T(
            "请去掉 --from 和 --to；某一天的库存可用函数 JXC_STOCK。",
            "Leave out --from and --to; the function JXC_STOCK answers for any day.",
        ),
    ),
    "H014": Kind(
        T("{path} 已经存在，没有改动它。", "{path} is there already; it was left as it is."),
        T("请换一个名字，或先移走它。", "Choose another name or move it away first."),
    ),
    "H015": Kind(
        T("{path} 的扩展名应为 .xlsm 或 .xlsx。", "{path} should end in .xlsm or .xlsx."),
        T(
            "请以 .xlsm 结尾（带功能区和函数），不能用宏的就以 .xlsx 结尾。",
            "Give it a name that ends in .xlsm, with ribbon and functions, or in .xlsx where macros are not allowed.",
        ),
    ),
    "H016": Kind(
        T(
            "{path} 第 {line} 行有 {found} 格，标题只有 {expected} 格。",
            "{path}: line {line} has {found} cells, but the headings are {expected}.",
        ),
        T(
            "请检查该行是否多了分隔符；文字里有逗号的要用引号括起。",
            "Look for a separator too many in that line; text with commas in it needs quotes.",
        ),
    ),
    "H017": Kind(
        T("{path} 里读不出表格：{reason}。", "{path} holds no table that can be read: {reason}."),
        T("请重新导出为 CSV（UTF-8）或 .xlsx。", "Export it again as CSV (UTF-8) or .xlsx."),
    ),
    "H020": Kind(
        T("工作表“{sheet}”设有保护密码。", "Sheet “{sheet}” is protected by a password."),
        T(
            "什么都没有写入；请撤消该表的保护（审阅 → 撤消工作表保护），不设密码重新保护，再试一次。",
            "Nothing was written; unprotect it (Review, Unprotect Sheet), protect it without a password and try again.",
        ),
    ),
    "H021": Kind(
        T("写入 {path} 时中断：{reason}。", "Writing to {path} was cut short: {reason}."),
        T(
            "已写入的都已恢复原样；请按原因处理后重试。",
            "What had been written was put back; see to the reason and try again.",
        ),
    ),
    "H022": Kind(
        T(
            "写入 {path} 时中断（{reason}），也没能恢复原样（{detail}）。",
            "Writing to {path} was cut short ({reason}), and it could not be put back ({detail}).",
        ),
        T(
            "屏幕上的数据可能只写了一半：请不要保存，关闭后重新打开。",
            "What is on the screen may be half written: close the book without saving and open it again.",
        ),
    ),
    "H023": Kind(
        T("这台电脑上找不到 LibreOffice。", "There is no LibreOffice on this computer."),
        T(
            "请安装 LibreOffice；已安装的，请用环境变量 JXC_SOFFICE 写明 soffice 的位置。",
            "Install LibreOffice; if it is there, name its program soffice in the environment variable JXC_SOFFICE.",
        ),
    ),
    "H024": Kind(
        T(
            "LibreOffice 与这个 Python 连不上：{reason}。",
            "LibreOffice and this Python do not fit: {reason}.",
        ),
        T(
            "请安装与这个 Python 版本相配的 uno（Debian、Ubuntu：apt install python3-uno），"
            "或改用 LibreOffice 所配的 Python 版本。",
            "Install uno for this version of Python (Debian, Ubuntu: apt install python3-uno), or use the version of "
            "Python that LibreOffice was made for.",
        ),
    ),
    "H025": Kind(
        T("LibreOffice 没有启动：{reason}。", "LibreOffice did not start: {reason}."),
        T("请关闭所有 LibreOffice 窗口后重试。", "Close all windows of LibreOffice and try again."),
    ),
    "H026": Kind(
        T("LibreOffice 打不开 {path}。", "LibreOffice does not open {path}."),
        T("请在 LibreOffice 里打开它，看看有什么提示。", "Open it in LibreOffice and see what it says."),
    ),
    "H027": Kind(
        T("打开着 {path} 的程序没有应答：{reason}。", "The program that has {path} open does not answer: {reason}."),
        T(
            "请结束单元格的输入（按回车）、关闭对话框，再试一次。",
            "Finish the cell you are typing in (press Enter), close dialogs, and try again.",
        ),
    ),
    "H030": Kind(
        T(
            "{path} 里有 Excel 读不出的字，这台电脑的代码页里没有。",
            "Excel cannot read {path}: it has characters that this computer's code page lacks.",
        ),
        T(
            "请在只含英文字母的文件夹（例如 C:\\jxc_xl）里重建 Python 环境，再运行 jxc install。",
            "Make the Python environment anew in a folder with plain letters, such as C:\\jxc_xl, and run jxc install.",
        ),
    ),
    "H031": Kind(
        T("这个 Python 环境里没有 {name}。", "There is no {name} in this Python environment."),
        T(
            "它随 xlwings 安装，可能被杀毒软件删除了。请运行 python -m pip install --force-reinstall "
            "xlwings=={version}，再运行 jxc install。",
            "It comes with xlwings; antivirus software may have removed it. Run python -m pip install "
            "--force-reinstall xlwings=={version}, then jxc install.",
        ),
    ),
    "H032": Kind(
        T("无法写入或删除 {path}：{reason}。", "Cannot write or delete {path}: {reason}."),
        T(
            "请关闭所有 Excel 窗口后重试；如果是杀毒软件拦下的，请让它放行这个文件。",
            "Close every Excel window and try again; if antivirus software holds the file, tell it to let it through.",
        ),
    ),
    "H033": Kind(
        T("Excel 正开着，{path} 正被它使用。", "Excel is open and uses {path}."),
        T(
            "请保存工作簿，关闭所有 Excel 窗口后重试；看不到窗口的，请在任务管理器里结束 EXCEL.EXE。",
            "Save your workbooks, close every Excel window and try again; if you see none, end EXCEL.EXE in the Task "
            "Manager.",
        ),
    ),
    "H034": Kind(
        T(
            "{path} 是微软商店版的 Python，它写的文件和设置 Excel 看不到。",
            "{path} is Python from the Microsoft Store; Excel does not see the files and settings that it writes.",
        ),
        T(
            "请从 python.org 安装 Python，用它建环境、装 jxc_xl，再运行 jxc install。",
            "Install Python from python.org, install jxc_xl into an environment of that one, then run jxc install.",
        ),
    ),
    "H035": Kind(
        T(
            "启动 Python 的命令长 {found} 字节，Excel 最多用 {limit} 字节：{path}。",
            "The command that starts Python is {found} bytes long, of which Excel takes {limit} at most: {path}.",
        ),
        T(
            "请在路径较短的文件夹（例如 C:\\jxc_xl）里重建 Python 环境，再运行 jxc install。",
            "Make the Python environment anew in a folder with a short path, such as C:\\jxc_xl, then run jxc install.",
        ),
    ),
    "H036": Kind(
        T("这里不能给 Excel 提供服务：{reason}。", "Excel cannot be served here: {reason}."),
        T(
            "请在装有 Excel 的 Windows 上运行 jxc install；在 Linux 上用 jxc calc 打开工作簿。",
            "Run jxc install on Windows with Excel; on Linux open the book with jxc calc.",
        ),
    ),
    "H037": Kind(
        T("{path} 不是 jxc_xl 的账本。", "{path} is not a book of jxc_xl."),
        T("请选用 jxc new 建的工作簿。", "Choose a workbook that was made by jxc new."),
    ),
    "H038": Kind(
        T("{path} 里还有您自己的宏：{modules}。", "{path} also holds macros of your own: {modules}."),
        T(
            "什么都没有改动；请先把它们移到另一个工作簿（在 VBA 编辑器里导出），再修复。",
            "Nothing was changed; move them to another workbook first (export them in the VBA editor), then mend it.",
        ),
    ),
    "H039": Kind(
        T("{path} 不能设为受信任位置：{reason}。", "{path} cannot be made a trusted location: {reason}."),
        T(
            "请去掉 --trust 再运行；打开账本时点“启用内容”，或请管理员设置受信任位置。",
            "Run it without --trust; click “Enable Content” when you open the book, or ask your administrator for a "
            "trusted location.",
        ),
    ),
    "H040": Kind(
        T(
            "{path} 没有宏，或宏是别的版本的，按钮和函数用不了。",
            "{path} has no macros, or those of another version: its buttons and functions would not work.",
        ),
        T("请先运行 jxc doctor {path} --fix。", "Run “jxc doctor {path} --fix” first."),
    ),
    "H050": Kind(
        T(
            "公式没有算出来（{reason}），保留原来的值{more}。",
            "The formula could not be worked out ({reason}) and keeps its value{more}.",
        ),
        T("在 Excel 里打开时会重新计算。", "Excel works it out when the book is opened."),
        is_warning=True,
    ),
    "H051": Kind(
        T(
            "账本里的公式都没有重算（{reason}），保留原来的值。",
            "No formula of the book was worked out ({reason}); all keep their values.",
        ),
        T("在 Excel 里打开时会重新计算。", "Excel works them out when the book is opened."),
        is_warning=True,
    ),
    "H052": Kind(
        T("算不出来：{reason}。", "This cannot be worked out: {reason}."),
        T("请检查公式的写法。", "Check how the formula is written."),
    ),
    "H053": Kind(
        T("{path} 里没有工作簿。", "There is no workbook in {path}."),
        T(
            "请给出 .xlsm 或 .xlsx 文件，或装着它们的文件夹。",
            "Name .xlsm or .xlsx files, or a folder that holds some.",
        ),
    ),
    "H054": Kind(
        T(
            "{one} 和 {other} 同名，放进一个文件夹会互相覆盖。",
            "{one} and {other} have one name: in one folder one would replace the other.",
        ),
        T("请分两次做，--out 各用一个文件夹。", "Run them apart, each with its own --out folder."),
    ),
    "H055": Kind(
        T(
            "{path} 没有做完：{kind} {detail}。账本还是原来的样子。",
            "{path} was not done: {kind} {detail}. The book is as it was.",
        ),
        T(
            "请先单独对这一本运行；还是不行，请把这一行报告给我们。",
            "Run it by itself; if it fails again, report this line.",
        ),
    ),
}

CATALOGUE = CELLS | CHECKS | IMPORTS | PURCHASING | DAYS | STOCK | COST | LEDGER | HOSTS
"""All kinds by code."""
