"""How a book looks: colours, fonts, number formats and column widths, by what a cell holds."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from jxc_xl.schema import Column, Kind, Lang, Role

Props = dict[str, object]

INK = "#22313A"
TEAL = "#1F5C66"
ORANGE = "#C8560D"
GREY = "#7C868C"
PALE = "#F1F6F7"
LINE = "#D5DEE1"
LINK = "#1A6FB5"
WHITE = "#FFFFFF"
FAINT = "#CFE3E6"
BUTTON_FILL = "#E3EFF7"
INPUT = "#FFFBE6"

GOOD: Props = {"font_color": "#1E7B34", "bg_color": "#DDF3E2"}
BAD: Props = {"font_color": "#B3261E", "bg_color": "#FBE3E1"}
DOUBTFUL: Props = {"font_color": "#8A5A00", "bg_color": "#FFF3D6"}
MISSING: Props = {"bg_color": "#FFF6C9"}
DONE: Props = {"font_color": GREY}
NEGATIVE: Props = {"font_color": "#B3261E"}

TABS = {Role.ENTRY: TEAL, Role.REPORT: "#2F80B7", Role.KEPT: GREY}
SIZES = {Lang.ZH: 10, Lang.EN: 11}
FONTS = {
    Lang.ZH: {"font_name": "Microsoft YaHei", "font_size": SIZES[Lang.ZH]},
    Lang.EN: {"font_name": "Calibri", "font_size": SIZES[Lang.EN]},
}
LINKED: Props = {"font_color": LINK, "underline": 1}
BANDS = "Table Style Medium 6"
"""Banded in the teal of the headings; LibreOffice 7 draws no table styles, so headings carry formats of their own."""

WHOLE = "#,##0"
BROKEN = "#,##0.####"
DAY = "yyyy-mm-dd"
NUMBERS = {
    Kind.CODE: "@",
    Kind.TEXT: "@",
    Kind.QTY: "General",  # 12 and 2.5, where #,##0.#### would show "12."
    Kind.MONEY: "#,##0.00",
    Kind.PRICE: "#,##0.00####",
    Kind.RATE: "0.00%",
    Kind.INTEGER: "0",
    Kind.DATE: DAY,
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.CHOICE: "General",
    Kind.FLAG: '"TRUE";"TRUE";"FALSE"',  # a plain TRUE with a conditional format crashes LibreOffice 7.4 as it prints
    Kind.LINK: "General",  # a formula: in text format Excel would show it instead of working it out
}
WORDS = frozenset({Kind.CODE, Kind.TEXT, Kind.CHOICE, Kind.LINK})
"""Kinds that read from the left; the others are numbers and stand at the right."""
TEXT_PLACE: Props = {"align": "left", "indent": 1}

WIDTHS = {
    Kind.CODE: 17,
    Kind.TEXT: 17,
    Kind.QTY: 12,
    Kind.MONEY: 14,
    Kind.PRICE: 13,
    Kind.RATE: 10,
    Kind.INTEGER: 8,
    Kind.DATE: 13,
    Kind.MOMENT: 18,
    Kind.CHOICE: 10,
    Kind.FLAG: 10,
    Kind.LINK: 16,
}
WIDE = {
    "remark": 40,
    **dict.fromkeys(
        ("doc_no", "original_no", "exchange_no", "tracking_no"), 23
    ),  # platforms number orders with 19 digits
    **dict.fromkeys(("purchase_no", "receipt_no", "ref_no", "barcode"), 18),
    **dict.fromkeys(("name", "customer"), 26),
    **dict.fromkeys(("note", "reject_reason", "quality"), 28),
    **dict.fromkeys(("reason", "action"), 28),
    **dict.fromkeys(("address", "law"), 36),
    **dict.fromkeys(("detail", "hash"), 44),
    **dict.fromkeys(("what", "fix"), 64),
    "setting": 24,
    "value": 32,
    "meaning": 84,
}
"""Widths of columns that hold long text."""
WRAPPED = frozenset({"what", "fix", "meaning", "detail", "law", "reason", "action"})
SAID, SAID_WIDE = ("reason", "action"), 76
"""Columns in which a report explains itself, the first it has, and the width there."""
BUTTON = 4
"""Room for the filter button beside a heading."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of one workbook, each made once."""

    book: Workbook
    lang: Lang
    made: dict[str, Format] = field(default_factory=dict)

    def get(self, **props: object) -> Format:
        """Return the format with these XlsxWriter properties."""
        name = repr(sorted(props.items()))
        if name not in self.made:
            self.made[name] = self.book.add_format(
                {**FONTS[self.lang], "font_color": INK, "valign": "vcenter", **props}
            )
        return self.made[name]

    def change(self, **props: object) -> Format:
        """Return the format of a conditional format: only what it changes."""
        name = "change " + repr(sorted(props.items()))
        if name not in self.made:
            self.made[name] = self.book.add_format(props)
        return self.made[name]

    def heading(self, column: Column) -> Format:
        """Orange: must be filled; grey: the program fills it; teal: as needed."""
        colour = ORANGE if column.is_required else GREY if column.is_kept else TEAL
        place = TEXT_PLACE if column.kind in WORDS else {"align": "center"}
        return self.get(bold=True, font_color=WHITE, bg_color=colour, border=1, border_color=WHITE, **place)


def body(column: Column, *, is_ruled: bool) -> Props:
    """Return the properties of a column's cells; ruled ones have a thin line below."""
    props: Props = {"num_format": number_format(column)}
    if column.kind is Kind.LINK:
        props |= LINKED
    if column.kind is Kind.FLAG:
        props |= {"align": "center"}
    if column.kind in WORDS:
        props |= TEXT_PLACE
    if column.key in WRAPPED:
        props |= {"text_wrap": True}
    if is_ruled:
        props |= {"bottom": 1, "bottom_color": LINE}
    return props


def number_format(column: Column) -> str:
    """Return the number format of a column's cells."""
    if is_factor(column):
        return NUMBERS[Kind.PRICE]
    return NUMBERS[column.kind]


def is_factor(column: Column) -> bool:
    """Tell a number that multiplies, such as an exchange rate: without it there is 1, and 0 makes no sense."""
    return column.default == "1"


def width(column: Column) -> int:
    """Return the width that fits heading and contents in both languages, in digits."""
    longest = max((breadth(word) for words in column.choices.values() for word in words), default=0)
    headings = max(breadth(title) for title in column.title) + BUTTON
    return max(WIDE.get(column.key, WIDTHS[column.kind]), headings, longest + 2)


def breadth(text: str) -> int:
    """Return how wide a text is, in digits: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
