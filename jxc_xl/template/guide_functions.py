"""The part of 指南 Guide on the ribbon and on the worksheet functions, both taken from their definitions."""

from __future__ import annotations

from collections.abc import Iterator

from jxc_xl.template.functions import functions
from jxc_xl.template.guide_text import Block, Grid, Heading, Words, same
from jxc_xl.template.ribbon_model import Group
from jxc_xl.template.ribbon_words import GROUPS
from jxc_xl.terms import Text

T = Text
Line = tuple[Text | float, ...]


def tab() -> tuple[Block, ...]:
    """Return what the ribbon tab is for, button by button."""
    heads = (T("组", "Group"), T("按钮", "Button"), T("做什么", "What it does"))
    return (
        Heading(T("功能区：进销存", "The ribbon tab JXC")),
        Words(
            T(
                "在 Windows 的 Excel 里，这些事都有按钮：功能区“开始”右边的“进销存”，首页上也有常用的几个。电脑上先要"
                "装好 jxc_xl，并运行一次 jxc install。按钮就在打开着的账本上做，不用先保存关闭。",
                "In Excel on Windows all this has buttons, on the tab JXC beside Home; those used daily are on the "
                "dashboard too. jxc_xl must be installed, and “jxc install” run once. Buttons work on the open book: "
                "no need to save and close it.",
            )
        ),
        Grid((1, 1, 5), heads, tuple(line for group in GROUPS for line in _controls(group))),
    )


def _controls(group: Group) -> Iterator[Line]:
    """Yield a line for each control; the group is named once."""
    label = group.label
    for control in group.controls:
        yield label, control.label, control.more
        label = same("")


def formulas() -> tuple[Block, ...]:
    """Return what the worksheet functions answer, with a sample each."""
    heads = (T("函数", "Function"), T("回答什么", "What it answers"), T("例", "Sample"))
    told = functions()
    return (
        Heading(T("在单元格里问：JXC 函数", "Ask in a cell: the JXC functions")),
        Words(
            T(
                "在任何一张您自己的表里，像用 SUM 一样用它们；过账、撤销之后自动更新。方括号里的可以不填。没有这个"
                "编码，得 #N/A；日期或种类不对，得 #VALUE!。第一个参数写一列单元格，就得一列答案。",
                "Use them on any sheet of your own, like SUM; they follow every posting and undo. What is in brackets "
                "may be left out. An unknown code gives #N/A, a wrong date or kind #VALUE!. Give a column of cells as "
                "the first argument and you get a column of answers.",
            )
        ),
        Grid((2, 3, 2), heads, tuple((same(one.call), one.about, same(one.sample)) for one in told)),
    )
