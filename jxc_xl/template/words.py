"""What the template says beside the cells: hints, links and validation messages."""

from __future__ import annotations

from jxc_xl.terms import Text

T = Text

HOME = T("← 首页", "← Dashboard")
REQUIRED = T("橙色表头必填", "Orange headings must be filled")
BY_PROGRAM = T("灰色表头由程序填写", "Grey headings are kept by the program")
HANDS_OFF = T("由程序填写，请不要手工改动。", "Filled by the program; please leave it alone.")

LIST_TITLE = T("请从列表中选", "Choose from the list")
LIST = T(
    "“{title}”只能从下拉列表中选一项，也可以留空。", "“{title}” takes one of the words in its list, or stays blank."
)
UNKNOWN_TITLE = T("还没有这个编码", "Not known yet")
UNKNOWN = T(
    "{sheet}表里还没有这个编码。可以先用着，但过账之前要在{sheet}表登记，或改成正确的编码。",
    "This code is not on the sheet {sheet} yet. You may keep it, but before posting enter it there, or correct it.",
)
TWICE_TITLE = T("编码重复", "Already there")
TWICE = T(
    "这个编码已经有了，每个编码只能占一行（不分大小写）。",
    "This code is already on the sheet. Each code has one line, whatever its case.",
)
NUMBER_TITLE = T("请填数字", "Enter a number")
ABOVE_ZERO = T("“{title}”要填大于 0 的数，如 12 或 2.5。", "“{title}” takes a number above 0, such as 12 or 2.5.")
ZERO_OR_MORE = T("“{title}”要填 0 或更大的数，也可以留空。", "“{title}” takes 0 or a greater number, or stays blank.")
WHOLE_TITLE = T("请填整数", "Enter a whole number")
WHOLE = T(
    "“{title}”要填整数，如 1、2、30，也可以留空。", "“{title}” takes a whole number such as 1, 2 or 30, or stays blank."
)
NUMBER = T("“{title}”要填数字，如 12.50，也可以留空。", "“{title}” takes a number such as 12.50, or stays blank.")
RATE_TITLE = T("请填百分比", "Enter a percentage")
RATE = T("“{title}”要填 0% 到 100% 之间的比率，如 13%。", "“{title}” takes a rate between 0% and 100%, such as 13%.")
DATE_TITLE = T("请填日期", "Enter a date")
DATE = T(
    "“{title}”要填 1990 年到 2199 年之间的日期，如 2026-03-05。",
    "“{title}” takes a date between 1990 and 2199, such as 2026-03-05.",
)
MOMENT = T(
    "“{title}”要填 1990 年到 2199 年之间的日期，可带时间，如 2026-03-05 14:30。",
    "“{title}” takes a date between 1990 and 2199, with a time if you like: 2026-03-05 14:30.",
)
KEPT_TITLE = T("由程序填写", "Kept by the program")
DIGITS = T("“{title}”要填 0 到 6 的整数。", "“{title}” takes a whole number from 0 to 6.")
