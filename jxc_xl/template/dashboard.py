"""首页 Dashboard: the figures at the left, the daily round with its links at the right."""

from __future__ import annotations

from typing import NamedTuple

from xlsxwriter.format import Format

from jxc_xl.schema import BY_KEY, MEASURES, SETTINGS, Kind, Lang, Measure
from jxc_xl.template import looks as look
from jxc_xl.template.buttons import add_button
from jxc_xl.template.highlight import mark_count, mark_flag, mark_negative
from jxc_xl.template.page import BODY, HEADING, Page, jump, protect, set_up_print
from jxc_xl.terms import Text

T = Text
HEIGHT = 30
LEFT, RIGHT = 4, 8
"""First and last column of the daily round."""
UNNAMED = T("我的店", "My shop")
END: look.Props = {"bottom": 1, "bottom_color": look.LINE}
"""The line below a step."""
KINDS = {Kind.INTEGER: "#,##0", Kind.RATE: "0.0%"}
"""Number formats that differ from those of columns."""
TO_SEE_TO = frozenset({"problems", "out_of_stock"})
"""Measures that should be 0."""


class Step(NamedTuple):
    """One step of the daily round.

    Attributes:
        title: Its number and name.
        what: What happens.
        how: The command that does it.
        links: The sheets it is about.
        actions: Its buttons, in a book with macros.
    """

    title: Text
    what: Text
    how: Text
    links: tuple[str, ...]
    actions: tuple[str, ...]


ROUND = T("每天四步", "The daily round")
STEPS = (
    Step(
        T("① 录入", "① Enter"),
        T("一行一个商品，同一张单用同一单号。", "One line a product; the lines of a document share its number."),
        T(
            "也可导入：jxc import 账簿.xlsm 订单.csv --as sales",
            "Or import: jxc import BOOK.xlsm ORDERS.csv --as sales",
        ),
        ("purchases", "receipts", "sales", "returns"),
        ("new purchases", "new receipts", "new sales", "new returns"),
    ),
    Step(
        T("② 检查", "② Check"),
        T(
            "逐格查错，不动数据；点一下问题就跳到那一格。",
            "Looks at every cell, changes none; a problem links to its cell.",
        ),
        T("jxc check 账簿.xlsm", "jxc check BOOK.xlsm"),
        ("problems",),
        ("check",),
    ),
    Step(
        T("③ 过账", "③ Post"),
        T("没有错的单据记入流水；记错了可以撤销。", "Sound documents go into the ledger; a posting can be undone."),
        T("jxc post 账簿.xlsm\njxc undo 账簿.xlsm（撤销）", "jxc post BOOK.xlsm\njxc undo BOOK.xlsm (take back)"),
        ("ledger",),
        ("post", "undo"),
    ),
    Step(
        T("④ 看报表", "④ Look"),
        T(
            "缺什么、该买什么、先发哪单、赚了多少；过账时已更新。",
            "What runs out, what to buy, what to ship, what it earned: filled at each posting.",
        ),
        T("jxc recalc 账簿.xlsm", "jxc recalc BOOK.xlsm"),
        ("alerts", "replenishment", "orders", "margin"),
        ("recalc",),
    ),
)


def add_dashboard(page: Page, *, has_macros: bool) -> None:
    """Lay out the first sheet a shop owner sees."""
    _columns(page)
    _title(page)
    _figures(page)
    _round(page, has_macros=has_macros)
    protect(page)
    page.paper.set_tab_color(look.ORANGE)
    page.paper.hide_gridlines(2)
    page.paper.activate()
    page.paper.set_first_sheet()
    set_up_print(page.paper)


def shop_formula(lang: Lang) -> str:
    """Return the formula of the shop's name on the settings sheet, wherever its line stands."""
    sheet = BY_KEY["settings"].title.said(lang)
    name = next(setting.title.said(lang) for setting in SETTINGS if setting.key == "shop")
    found = f"VLOOKUP(\"{name}\",'{sheet}'!$A:$B,2,FALSE)"
    return f'=IF(IFERROR({found},"")="","{UNNAMED.said(lang)}",{found})'


def _columns(page: Page) -> None:
    for index, wide in enumerate((24, 22, 38, 3, 13, 17, 17, 17, 17)):
        page.paper.set_column(index, index, wide)


def _title(page: Page) -> None:
    band = page.looks.get(bg_color=look.TEAL)
    for row, height in enumerate((38, 22, 12)):
        page.paper.set_row(row, height, band if row < 2 else None)  # noqa: PLR2004
    title = page.looks.get(bold=True, font_size=22, font_color=look.WHITE, bg_color=look.TEAL, indent=1)
    page.paper.write_formula(0, 0, shop_formula(page.lang), title, UNNAMED.said(page.lang))
    line = page.looks.get(font_size=11, font_color=look.FAINT, bg_color=look.TEAL, indent=1)
    page.paper.write_string(1, 0, page.sheet.help.said(page.lang), line)


def _figures(page: Page) -> None:
    """The table of measures; each value has the format of its kind."""
    columns = [
        {"header": column.title.said(page.lang), "header_format": _heading(page, align)}
        for column, align in zip(page.sheet.columns, ("left", "right", "left"), strict=True)
    ]
    options = {"name": page.sheet.table, "columns": columns, "style": None, "autofilter": False}
    page.paper.add_table(HEADING, 0, HEADING + len(MEASURES), len(columns) - 1, options)
    page.paper.set_row(HEADING, 24)
    name = page.looks.get(font_size=11, bottom=1, bottom_color=look.LINE, indent=1)
    note = page.looks.get(font_color=look.GREY, bottom=1, bottom_color=look.LINE, indent=1)
    for row, measure in enumerate(MEASURES, BODY):
        page.paper.set_row(row, HEIGHT)
        page.paper.write_string(row, 0, measure.title.said(page.lang), name)
        page.paper.write_blank(row, 1, None, _value(page, measure))
        page.paper.write_string(row, 2, measure.note.said(page.lang), note)
        _mark(page, row, measure)


def _heading(page: Page, align: str = "left") -> Format:
    edge: look.Props = {"bottom": 2, "bottom_color": look.TEAL}
    return page.looks.get(bold=True, align=align, font_color=look.TEAL, bg_color=look.PALE, indent=1, **edge)


def _value(page: Page, measure: Measure) -> Format:
    number = KINDS.get(measure.kind, look.NUMBERS[measure.kind])
    props = {"num_format": number, "bold": True, "font_size": 16, "font_color": look.TEAL, "align": "right"}
    return page.looks.get(**props, bottom=1, bottom_color=look.LINE, indent=1)


def _mark(page: Page, row: int, measure: Measure) -> None:
    area = (row, 1, row, 1)
    if measure.kind is Kind.FLAG:
        mark_flag(page, area)
    elif measure.key in TO_SEE_TO:
        mark_count(page, area)
    elif measure.kind in {Kind.MONEY, Kind.RATE}:
        mark_negative(page, area)


def _round(page: Page, *, has_macros: bool) -> None:
    page.paper.merge_range(HEADING, LEFT, HEADING, RIGHT, ROUND.said(page.lang), _heading(page))
    for number, step in enumerate(STEPS):
        _step(page, BODY + 3 * number, step)
        _how(page, BODY + 3 * number + 2, step, step.actions if has_macros else ())


def _step(page: Page, row: int, step: Step) -> None:
    """Three rows: what, where, and how."""
    lang, looks = page.lang, page.looks
    name = looks.get(bold=True, font_size=14, font_color=look.TEAL, align="center", **END)
    page.paper.merge_range(row, LEFT, row + 2, LEFT, step.title.said(lang), name)
    page.paper.merge_range(row, LEFT + 1, row, RIGHT, step.what.said(lang), looks.get(font_size=11, text_wrap=True))
    link = looks.get(font_color=look.LINK, bg_color=look.BUTTON_FILL, align="center", border=2, border_color=look.WHITE)
    for index, key in enumerate(step.links, LEFT + 1):
        title = BY_KEY[key].title.said(lang)
        page.paper.write_url(row + 1, index, jump(title), link, title)


def _how(page: Page, row: int, step: Step, actions: tuple[str, ...]) -> None:
    """The buttons of a step, and beside them its command, if there is room."""
    column = LEFT + 1
    for action in actions:
        page.paper.write_blank(row, column, None, page.looks.get(**END))
        add_button(page, (row, column), action)
        column += 1
    if column < RIGHT:
        how = page.looks.get(font_color=look.GREY, text_wrap=True, indent=1 if actions else 0, **END)
        page.paper.merge_range(row, column, row, RIGHT, step.how.said(page.lang), how)
