"""What buttons ask and say before Python answers, by id: ``ask:`` a question, ``sure:`` once more, ``say:`` news."""

from __future__ import annotations

from jxc_xl.terms import Text

T = Text

MESSAGES = {
    "ask:close": T(
        "要结哪个月的账？请写成 2026-10 的样子。结账之后，这个月不再过账，成本也不再变。",
        "Which month shall be closed? Write it like 2026-10. Once closed, nothing more is posted into it and no cost "
        "in it changes.",
    ),
    "ask:reopen": T(
        "要打开哪个月？请写成 2026-10 的样子。只能从最近结的那个月开始。",
        "Which month shall be opened again? Write it like 2026-10. Only the last one closed can be opened.",
    ),
    "sure:undo": T(
        "要撤销最近一次过账吗？那一批流水会整批红冲，单据可以改好再过。",
        "Take back the last posting? All its movements are reversed, and its documents can be mended and posted again.",
    ),
    "sure:close": T("现在就结账吗？", "Close it now?"),
    "sure:reopen": T(
        "要反结账吗？这个月的成本可能会跟着变。", "Open the month again? Costs in it may change after that."
    ),
    "say:no_python": T(
        "这里还没有接上 Python。Excel：安装 jxc_xl，在命令窗口运行一次 jxc install，再重新打开本文件。LibreOffice："
        "用命令 jxc calc 打开本文件。",
        "Python is not connected here yet. In Excel: install jxc_xl, run “jxc install” once in a command window and "
        "open this file again. In LibreOffice: open this file with “jxc calc”.",
    ),
    "say:failed": T("没有做成，账本还是原来的样子。", "That did not work; the book is as it was."),
    "say:busy": T("正在处理上一步，请稍等再试。", "Still busy with the last step; please try again in a moment."),
}
