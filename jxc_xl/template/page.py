"""One sheet with its table: title, help, headings, formats, widths, protection and print setup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jxc_xl.schema import BY_KEY, Column, Lang, Role, Sheet
from jxc_xl.template import looks as look
from jxc_xl.template import words
from jxc_xl.template.looks import Looks

HEADING = 3
"""Row of the headings, 0-based."""
BODY = 4
"""First body row, 0-based."""
LAST = 1_048_575
"""Last row of a sheet, 0-based."""
TWO_LINES = 34
"""Height of rows whose texts may wrap: not every program fits rows that a host adds."""
A4 = 9

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet under construction.

    Attributes:
        sheet: What it should hold.
        paper: Where it is written.
        looks: Formats of its workbook.
        rows: What its table holds from the start; without any, one blank row.
    """

    sheet: Sheet
    paper: Worksheet
    looks: Looks
    rows: Sequence[Row] = ()

    @property
    def lang(self) -> Lang:
        """Language of the book."""
        return self.looks.lang

    @property
    def last_row(self) -> int:
        """Last body row of the table, 0-based."""
        return BODY + max(len(self.rows), 1) - 1


def lay_out(page: Page) -> None:
    """Write everything but validation and highlights."""
    _columns(page)
    _top(page)
    _table(page)
    _body(page)
    freeze(page)
    protect(page)
    set_up_print(page.paper)


def letters(index: int) -> str:
    """Return the letters of a column, 0-based."""
    return (letters(index // 26 - 1) if index >= 26 else "") + chr(65 + index % 26)  # noqa: PLR2004


def jump(title: str) -> str:
    """Return the link to a sheet's first cell."""
    return f"internal:'{title}'!A1"


def protect(page: Page) -> None:
    """Lock what the program fills; filters and column widths stay free. Tables grow only on unprotected sheets."""
    page.paper.set_tab_color(look.TABS[page.sheet.role])
    if page.sheet.role is not Role.ENTRY:
        page.paper.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def set_up_print(paper: Worksheet) -> None:
    """A4 across, one page wide, headings on every page, sheet and page numbers below."""
    paper.set_paper(A4)
    paper.set_landscape()
    paper.fit_to_pages(1, 0)
    paper.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    paper.repeat_rows(HEADING)
    paper.set_footer("&L&A&R&P / &N")


def freeze(page: Page) -> None:
    """Keep the headings in view, and the columns that say what a line is about."""
    keys = page.sheet.column_keys
    pinned = 2 if keys[1] in {"name", "line_no"} else 1
    page.paper.freeze_panes(BODY, 0 if page.sheet.key == "settings" else pinned)


def _columns(page: Page) -> None:
    keys = page.sheet.column_keys if page.sheet.role is Role.REPORT else ()
    says = next((key for key in look.SAID if key in keys), "")
    for index, column in enumerate(page.sheet.columns):
        wide = look.SAID_WIDE if column.key == says else look.width(column)
        page.paper.set_column(index, index, wide, _body_format(page, column, is_ruled=False))
    codes = [
        f"{letters(i)}{BODY + 1}:{letters(i)}{LAST + 1}"
        for i, column in enumerate(page.sheet.columns)
        if _is_text(column)
    ]
    if codes:
        page.paper.ignore_errors({"number_stored_as_text": " ".join(codes)})


def _is_text(column: Column) -> bool:
    return look.NUMBERS[column.kind] == "@"


OPEN = {"replenishment": {"is_chosen", "supplier", "order_qty", "unit_price"}}
"""Columns of reports that people change: what they tick there is ordered."""


def _body_format(page: Page, column: Column, *, is_ruled: bool) -> Format:
    free: look.Props = {"locked": False, "bg_color": look.INPUT} if column.key in OPEN.get(page.sheet.key, ()) else {}
    return page.looks.get(**look.body(column, is_ruled=is_ruled), **free)


def _top(page: Page) -> None:
    """Title, help and the way home, on a pale band."""
    if page.sheet.role is not Role.ENTRY and any(column.key in look.WRAPPED for column in page.sheet.columns):
        page.paper.set_default_row(TWO_LINES)
    band = page.looks.get(bg_color=look.PALE)
    for row, height in enumerate((30, 18, 18)):
        page.paper.set_row(row, height, band)
    page.paper.set_row(HEADING, 24)
    title = page.looks.get(bold=True, font_size=18, font_color=look.TEAL, bg_color=look.PALE, **look.TEXT_PLACE)
    page.paper.write_string(0, 0, page.sheet.title.said(page.lang), title)
    _help(page)
    home = page.looks.get(font_color=look.LINK, bg_color=look.PALE, **look.TEXT_PLACE)
    page.paper.write_url(2, 0, jump(BY_KEY["dashboard"].title.said(page.lang)), home, words.HOME.said(page.lang))


def _help(page: Page) -> None:
    """The help sentence, then what the colours of the headings mean."""
    plain = page.looks.get(font_color=look.INK)
    cell = page.looks.get(bg_color=look.PALE, **look.TEXT_PLACE)
    said, hints = page.sheet.help.said(page.lang), _hints(page)
    if not hints:
        page.paper.write_string(1, 0, said, cell)
        return
    parts: list[object] = [plain, said]
    for colour, hint in hints:
        parts += [page.looks.get(font_color=colour, bold=True), "    ■ ", plain, hint]
    page.paper.write_rich_string(1, 0, *parts, cell)


def _hints(page: Page) -> list[tuple[str, str]]:
    columns = page.sheet.columns
    if page.sheet.key == "settings":
        return []
    hints = [(look.ORANGE, words.REQUIRED)] if any(column.is_required for column in columns) else []
    if any(column.is_kept for column in columns):
        hints.append((look.GREY, words.BY_PROGRAM))
    return [(colour, hint.said(page.lang)) for colour, hint in hints]


def _table(page: Page) -> None:
    columns = [
        {"header": column.title.said(page.lang), "header_format": page.looks.heading(column)}
        for column in page.sheet.columns
    ]
    options = {"name": page.sheet.table, "columns": columns, "style": look.BANDS}
    page.paper.add_table(HEADING, 0, page.last_row, len(columns) - 1, options)


def _body(page: Page) -> None:
    """The first body row carries the formats that a host gives to the rows it adds."""
    is_ruled = page.sheet.role is not Role.ENTRY
    for index, column in enumerate(page.sheet.columns):
        cell = _body_format(page, column, is_ruled=is_ruled)
        for row in range(BODY, page.last_row + 1):
            value = page.rows[row - BODY][index] if page.rows else None
            write(page.paper, (row, index), value, cell)


def write(paper: Worksheet, at: tuple[int, int], value: object, cell: Format) -> None:
    """Write a value as it is: a text stays a text, whatever it looks like."""
    if value is None or value == "":
        paper.write_blank(*at, None, cell)
    elif isinstance(value, str):
        paper.write_string(*at, value, cell)
    else:
        paper.write(*at, value, cell)
