"""指南 Guide: lays out the words of `guide_text` and `guide_example`.

Paragraphs are merged over the columns of the sheet. Excel fits no row to a merged cell, so heights are reckoned here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jxc_xl.schema import GUIDE, REPORTS, Lang, Sheet
from jxc_xl.template import looks as look
from jxc_xl.template.guide_costs import MADE, METHOD, MONTH_END
from jxc_xl.template.guide_example import EXAMPLE, READING, TROUBLE
from jxc_xl.template.guide_functions import formulas, tab
from jxc_xl.template.guide_text import DAILY, FIRST, RULES, SUBTITLE, WHAT, Block, Grid, Heading, Reports, Rule, Words
from jxc_xl.template.looks import Looks
from jxc_xl.template.page import A4, jump

START: tuple[Block, ...] = (*WHAT, *FIRST, *DAILY)
THEN: tuple[Block, ...] = (*RULES, *EXAMPLE, *METHOD, *MONTH_END, *MADE, *READING, *TROUBLE)

LEFT, COLUMNS = 1, 7
MARGIN, WIDE = 2, 17
"""Widths of the margins and of each column, in digits."""
LINE, AIR = 17, 8
"""Height of a line of text, and the room around it, in points."""
FULL = {Lang.ZH: 0.94, Lang.EN: 1.06}
"""How much of a line's digits words may count up to: Chinese breaks early, Latin letters are narrower than digits."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the guide is written, and how it looks."""

    paper: Worksheet
    looks: Looks

    @property
    def lang(self) -> Lang:
        """Language of the book."""
        return self.looks.lang


def blocks(*, has_macros: bool) -> tuple[Block, ...]:
    """Return all of the guide; only a book with macros has the ribbon and the functions."""
    return (*START, *tab(), *THEN, *formulas()) if has_macros else (*START, *THEN)


def add_guide(paper: Worksheet, looks: Looks, *, has_macros: bool) -> None:
    """Write the guide."""
    desk = Desk(paper, looks)
    _set_up(desk)
    row = _top(desk)
    for block in blocks(has_macros=has_macros):
        row = _block(desk, row, block)


def _set_up(desk: Desk) -> None:
    paper = desk.paper
    paper.set_column(0, 0, MARGIN)
    paper.set_column(LEFT, LEFT + COLUMNS - 1, WIDE)
    paper.set_column(LEFT + COLUMNS, LEFT + COLUMNS, MARGIN)
    paper.hide_gridlines(2)
    paper.set_tab_color(look.ORANGE)
    paper.protect("", {"format_columns": True, "format_rows": True})
    paper.set_paper(A4)
    paper.fit_to_pages(1, 0)
    paper.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    paper.set_footer("&L&A&R&P / &N")


def _top(desk: Desk) -> int:
    for row, height in enumerate((38, 22)):
        desk.paper.set_row(row, height, desk.looks.get(bg_color=look.TEAL))
    title = desk.looks.get(bold=True, font_size=22, font_color=look.WHITE, bg_color=look.TEAL)
    desk.paper.write_string(0, LEFT, GUIDE.said(desk.lang), title)
    line = desk.looks.get(font_size=11, font_color=look.FAINT, bg_color=look.TEAL)
    desk.paper.write_string(1, LEFT, SUBTITLE.said(desk.lang), line)
    return 2


def _block(desk: Desk, row: int, block: Block) -> int:
    """Write one block and return the row below it."""
    match block:
        case Heading():
            return _heading(desk, row, block)
        case Words():
            return _row(desk, row, ((COLUMNS, block.text.said(desk.lang), desk.looks.get(**PARAGRAPH)),))
        case Rule():
            about = desk.looks.get(bold=True, font_color=look.TEAL, **PARAGRAPH)
            text = desk.looks.get(**PARAGRAPH)
            return _row(
                desk, row, ((1, block.about.said(desk.lang), about), (COLUMNS - 1, block.text.said(desk.lang), text))
            )
        case Grid():
            return _grid(desk, row, block)
        case Reports():
            return _reports(desk, row, block)


Cell = tuple[int, str | float, Format]
"""How many columns it takes, what it says, how it looks."""
PARAGRAPH: look.Props = {"font_size": 11, "text_wrap": True, "valign": "vcenter"}
BOX: look.Props = {**PARAGRAPH, "font_size": 10, "bottom": 1, "bottom_color": look.LINE}


def _heading(desk: Desk, row: int, block: Heading) -> int:
    desk.paper.set_row(row, 14)
    desk.paper.set_row(row + 1, 28)
    props = {"bold": True, "font_size": 14, "font_color": look.TEAL, "bottom": 2, "bottom_color": look.TEAL}
    desk.paper.merge_range(
        row + 1, LEFT, row + 1, LEFT + COLUMNS - 1, block.text.said(desk.lang), desk.looks.get(**props)
    )
    return row + 2


def _grid(desk: Desk, row: int, grid: Grid) -> int:
    row = _heads(desk, row, tuple(zip(grid.spans, (head.said(desk.lang) for head in grid.heads), strict=True)))
    words, number = desk.looks.get(**BOX), desk.looks.get(**BOX, num_format="0.00", align="left")
    for line in grid.rows:
        said = [(value, number) if isinstance(value, float) else (value.said(desk.lang), words) for value in line]
        row = _row(desk, row, tuple((span, *cell) for span, cell in zip(grid.spans, said, strict=True)))
    return row


def _heads(desk: Desk, row: int, heads: tuple[tuple[int, str], ...]) -> int:
    head = desk.looks.get(**(BOX | {"bold": True, "font_color": look.TEAL, "bg_color": look.PALE}))
    return _row(desk, row, tuple((span, text, head) for span, text in heads))


def _reports(desk: Desk, row: int, block: Reports) -> int:
    """One line a report, each with a link to its sheet."""
    first, second = (head.said(desk.lang) for head in block.heads)
    row = _heads(desk, row, ((1, first), (COLUMNS - 1, second)))
    for sheet in REPORTS:
        row = _report(desk, row, sheet)
    return row


def _report(desk: Desk, row: int, sheet: Sheet) -> int:
    title = sheet.title.said(desk.lang)
    link, words = desk.looks.get(**BOX, **look.LINKED), desk.looks.get(**BOX)
    below = _row(desk, row, ((1, title, link), (COLUMNS - 1, sheet.help.said(desk.lang), words)))
    desk.paper.write_url(row, LEFT, jump(title), link, title)
    return below


def _row(desk: Desk, row: int, cells: tuple[Cell, ...]) -> int:
    """Write cells side by side in one row, as high as the longest needs."""
    column = LEFT
    for span, value, cell in cells:
        if span > 1:
            desk.paper.merge_range(row, column, row, column + span - 1, value, cell)
        else:
            desk.paper.write(row, column, value, cell)
        column += span
    desk.paper.set_row(row, LINE * max(_lines(desk, *cell) for cell in cells) + AIR)
    return row + 1


def _lines(desk: Desk, span: int, value: str | float, cell: Format) -> int:
    """Return how many lines a text takes; the width of a column counts digits of the book's own font."""
    room = span * WIDE * FULL[desk.lang] * look.SIZES[desk.lang] / float(cell.font_size)
    return max(1, math.ceil(look.breadth(str(value)) / room))
