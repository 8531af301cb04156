"""What came of a command, in one sentence: the same words in the shell and on the ribbon."""

from __future__ import annotations

from jxc_xl.adding import Added, CountSheet, Requested
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.plan.ordering import Refused
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang, Text

DONE = {
    Do.CHECK: Text(
        "检查完毕：{0} 笔可过账，{1} 个错误，{2} 个提醒。", "Checked: {0} movements ready, {1} errors, {2} reminders."
    ),
    Do.POST: Text("已过账 {0} 笔流水；{1} 个错误，{2} 个提醒。", "Posted {0} movements; {1} errors, {2} reminders."),
    Do.UNDO: Text("已红冲 {0} 笔流水；{1} 个错误，{2} 个提醒。", "Reversed {0} movements; {1} errors, {2} reminders."),
    Do.RECALC: Text(
        "已刷新报表；{0} 笔可过账，{1} 个错误，{2} 个提醒。",
        "Reports filled; {0} movements ready, {1} errors, {2} reminders.",
    ),
    Do.CLOSE: Text("已结账 {0} 个商品；{1} 个错误，{2} 个提醒。", "Closed: {0} products; {1} errors, {2} reminders."),
    Do.REOPEN: Text(
        "已反结账 {0} 个商品；{1} 个错误，{2} 个提醒。", "Reopened: {0} products; {1} errors, {2} reminders."
    ),
}
IMPORTED = Text(
    "文件 {0} 行：新增 {1}，已有 {2}，未导入 {3}。", "{0} rows in the file: {1} added, {2} already there, {3} left out."
)

ASKED_FOR = Text(
    "采购表新增 {0} 行申请，{1} 张单。请核对数量、供应商和单价，批准后改状态为已下单。",
    "{0} requests in {1} documents were added to Purchases. Check quantity, supplier and price; set them to Ordered "
    "once approved.",
)
NOTHING_LOW = Text(
    "现在没有要补的货。补货点按销量算，也看商品表的最低库存。",
    "Nothing has to be bought now. Reorder points follow from sales and from the minimum stock on Products.",
)
TO_COUNT = Text(
    "盘点表新增 {0} 行，单号 {1}。数到多少填多少，没数的留空；填好后过账。",
    "{0} lines were added to Counts, document {1}. Enter what you count, leave blank what you do not, then post.",
)
NOTHING_DUE = Text("没有要盘的货。", "There is nothing to count.")
REFUSED = Text("{0} 没有申请：{1}。", "{0} was not requested: {1}.")


def requested(asked: Requested, lang: Lang) -> str:
    """Return how much was asked for."""
    return ASKED_FOR.said(lang).format(len(asked.lines), asked.lines["doc_no"].nunique())


def listed(sheet: CountSheet, lang: Lang) -> str:
    """Return how much is to be counted."""
    if sheet.lines.empty:
        return NOTHING_DUE.said(lang)
    return TO_COUNT.said(lang).format(len(sheet.lines), sheet.lines["doc_no"].iloc[0])


def refused(one: Refused, lang: Lang) -> str:
    """Return why a proposal was not turned into a request."""
    return REFUSED.said(lang).format(one.sku, one.why.said(lang))


def done(do: Do, outcome: Outcome, lang: Lang) -> str:
    """Return what a command did, and how much is to be mended."""
    errors = sum(problem.is_error for problem in outcome.problems)
    return DONE[do].said(lang).format(outcome.moved, errors, len(outcome.problems) - errors)


def imported(added: Added, lang: Lang) -> str:
    """Return how many rows an import took, and where they went."""
    found = added.imported
    parts = ", ".join(f"{BY_KEY[key].title.said(lang)} {len(lines)}" for key, lines in found.lines.items())
    return IMPORTED.said(lang).format(found.rows, parts or 0, found.known, found.refused)
