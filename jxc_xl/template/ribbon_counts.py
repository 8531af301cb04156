"""The menu of count sheets on the ribbon."""

from __future__ import annotations

from jxc_xl.template.ribbon_model import Button, Menu
from jxc_xl.terms import Text

T = Text
COUNTS = tuple(
    Button(f"count {which}", "SortDialog", key, label, tip, more)
    for which, key, label, tip, more in (
        (
            "due",
            "1",
            T("到期该盘的", "What is due"),
            T("A 每月、B 每季、C 每年", "A monthly, B quarterly, C yearly"),
            T(
                "离上次盘点满一个月的 A 类、满一季的 B 类、满一年的 C 类。",
                "Counted last a month (A), a quarter (B) or a year (C) ago.",
            ),
        ),
        (
            "all",
            "2",
            T("全部", "Everything"),
            T("年终全盘", "The yearly count"),
            T("默认仓库里的每样货。", "All goods of the default warehouse."),
        ),
        *(
            (
                one,
                key,
                T(f"{one} 类", f"Class {one}"),
                T(f"只盘 {one} 类", f"Class {one} only"),
                T(f"ABC分类表上的 {one} 类商品。", f"Products of class {one} on ABC-XYZ."),
            )
            for one, key in (("A", "3"), ("B", "4"), ("C", "5"))
        ),
    )
)
COUNTING = Menu(
    "jxc_menu_counts",
    "SortDialog",
    "N",
    T("盘点单", "Count sheet"),
    T("列出要点的货", "List what is to be counted"),
    T(
        "把该点的货列到盘点表，账面数不给看，点到多少填多少；盘完过账，差异和金额看盘点差异表。",
        "Lists goods on Counts without what the book says: enter what you count and post; Count differences "
        "then has what was missing, and its value.",
    ),
    COUNTS,
)
