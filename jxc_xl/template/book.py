"""The empty book: every sheet of the schema, ready to be filled, in either language."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.workbook import Workbook

from jxc_xl.schema import BY_KEY, ENTRY, GUIDE, REPORTS, Lang, Sheet, Text
from jxc_xl.template import codes
from jxc_xl.template.dashboard import add_dashboard
from jxc_xl.template.guide import add_guide
from jxc_xl.template.highlight import add_highlights
from jxc_xl.template.looks import FONTS, Looks
from jxc_xl.template.macros import add_hidden_sheets, add_project, with_ribbon
from jxc_xl.template.page import Page, lay_out
from jxc_xl.template.settings import dress_settings
from jxc_xl.template.start import start_rows
from jxc_xl.template.validation import add_rules, define_lists

MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 (a fixed day, so that the same book has the same bytes)
TITLE = Text("进销存", "Purchases, sales and stock")
SET_UP_ONCE = ("channels", "warehouses", "events", "settings")
"""Sheets that are filled once and stand last."""
KEPT_LAST = ("problems", "ledger")


def build(target: Path | BinaryIO, lang: Lang, *, has_macros: bool = True) -> None:
    """Write an empty book; the same language always gives the same bytes.

    Args:
        target: Where to; a file name ends in .xlsm with macros, in .xlsx without.
        lang: Language of the book.
        has_macros: With ribbon, buttons and worksheet functions; without, for those who must not have them.
    """
    file = BytesIO()
    options = {  # XlsxWriter writes into it
        "in_memory": True,
        "strings_to_formulas": False,
        "default_format_properties": dict(FONTS[lang]),
    }
    with xlsxwriter.Workbook(file, options) as book:
        _fill(book, Looks(book, lang), has_macros=has_macros)
    data = with_ribbon(file.getvalue()) if has_macros else file.getvalue()
    if isinstance(target, Path):
        target.write_bytes(data)
    else:
        target.write(data)


def _fill(book: Workbook, looks: Looks, *, has_macros: bool) -> None:
    book.set_properties({"title": TITLE.said(looks.lang), "author": "jxc_xl", "created": MADE})
    book.set_size(2400, 1500)
    if has_macros:
        add_project(book)
    for sheet in tabs():
        _add(book, sheet, looks, has_macros=has_macros)
    if has_macros:
        add_hidden_sheets(book, looks.lang)
    define_lists(book, looks.lang)


def tabs() -> tuple[Sheet | None, ...]:
    """Return the sheets in the order of their tabs; None is the guide."""
    entry = [sheet for sheet in ENTRY if sheet.key not in SET_UP_ONCE]
    reports = [sheet for sheet in REPORTS if sheet.key != "dashboard"]
    last = [BY_KEY[key] for key in (*KEPT_LAST, *SET_UP_ONCE)]
    return (BY_KEY["dashboard"], None, *entry, *reports, *last)


def _add(book: Workbook, sheet: Sheet | None, looks: Looks, *, has_macros: bool) -> None:
    if sheet is None:
        paper = book.add_worksheet(GUIDE.said(looks.lang))
        paper.set_vba_name(codes.GUIDE)
        add_guide(paper, looks, has_macros=has_macros)
        return
    rows = start_rows(sheet.key, looks.lang)
    page = Page(sheet, book.add_worksheet(sheet.title.said(looks.lang)), looks, rows)
    page.paper.set_vba_name(codes.code_name(sheet.key))
    if sheet.key == "dashboard":
        add_dashboard(page, has_macros=has_macros)
        return
    lay_out(page)
    if sheet.key == "settings":
        dress_settings(page)
    add_rules(page)
    add_highlights(page)
