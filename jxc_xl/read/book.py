"""A whole book, read: settings first, then every sheet."""

from __future__ import annotations

import dataclasses

import pandas as pd

from jxc_xl.book import Book, Layout
from jxc_xl.problems import Found, Place, Problem, TemplateError
from jxc_xl.read.digits import sealed_digits
from jxc_xl.read.ledger import check_ledger
from jxc_xl.read.settings import read_settings, tell_digits
from jxc_xl.read.sheet import empty, read_sheet
from jxc_xl.schema import BY_KEY, ENTRY, LEDGER, SHEETS, Sheet
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.terms import Lang

LATER = {"events"}
"""Sheets that books of earlier versions lack; they are as good as empty."""


def read_book(raw: RawBook) -> Found[Book]:
    """Read all entry sheets and the ledger; reports are only located.

    Raises:
        TemplateError: The workbook has no ledger, or the ledger lacks a column.
    """
    lang = language(raw)
    if LEDGER.table not in raw.tables:
        raise TemplateError("P114", LEDGER.title.said(lang), sheet=LEDGER.title, table=LEDGER.table)
    written = raw.tables.get(BY_KEY["settings"].table)
    settings, problems = read_settings(written, lang)
    ledger = read_sheet(raw.tables[LEDGER.table], LEDGER, lang, settings.money_digits)
    digits = sealed_digits(raw.tables[LEDGER.table], ledger, lang, settings.money_digits)
    if digits != settings.money_digits:
        problems += tell_digits(written, digits, lang)
        settings = dataclasses.replace(settings, money_digits=digits)
        ledger = read_sheet(raw.tables[LEDGER.table], LEDGER, lang, digits)
    lines: dict[str, pd.DataFrame] = {}
    layouts: dict[str, Layout] = {}
    for sheet in SHEETS:
        table = raw.tables.get(sheet.table)
        if table is None:
            problems += [] if sheet.key in LATER else _missing(sheet, lang)
            lines[sheet.key] = empty(sheet)
            continue
        body = table if sheet in (*ENTRY, LEDGER) else _headings_only(table)
        read = ledger if sheet is LEDGER else read_sheet(body, sheet, lang, settings.money_digits)
        (lines[sheet.key], layouts[sheet.key]), found = read
        layouts[sheet.key] = _with_height(layouts[sheet.key], table)
        if sheet is LEDGER:
            lines[sheet.key], found = _ledger(lines[sheet.key], layouts[sheet.key], found, lang)
        if sheet.key == "settings":  # its cells are told by what they set
            found = [one for one in found if one.place.row <= table.header_row and one not in problems]
        problems += found
    return Found(Book(lang, settings, lines, layouts), problems)


def language(raw: RawBook) -> Lang:
    """Return the language most titles of our sheets are in."""
    english = sum(raw.tables[sheet.table].sheet == sheet.title.en for sheet in SHEETS if sheet.table in raw.tables)
    return Lang.EN if 2 * english > len(raw.tables) else Lang.ZH


def _missing(sheet: Sheet, lang: Lang) -> list[Problem]:
    """Tell that a sheet is missing."""
    title = sheet.title.said(lang)
    code = "P121" if sheet.key == "settings" else "P114"
    return [Problem(code, Place(title), {"sheet": title, "table": sheet.table})]


def _headings_only(table: RawTable) -> RawTable:
    return RawTable(
        table.name, table.sheet, table.headings, table.header_row, table.first_column, tuple(c[:0] for c in table.cells)
    )


def _with_height(layout: Layout, table: RawTable) -> Layout:
    return Layout(layout.sheet, layout.header_row, layout.headings, layout.letters, table.height)


def _ledger(lines: pd.DataFrame, layout: Layout, found: list[Problem], lang: Lang) -> Found[pd.DataFrame]:
    """Check the ledger's own; without one of its columns nothing can be done."""
    lost = next((column for column in LEDGER.columns if column.key not in layout.headings), None)
    if lost:
        place = Place(layout.sheet, layout.header_row)
        raise TemplateError("P113", str(place), sheet=layout.sheet, heading=lost.title.said(lang))
    of_headings = [problem for problem in found if problem.code == "P115"]
    sound, troubles = check_ledger(lines, layout, [problem for problem in found if problem.code != "P115"])
    return Found(sound, of_headings + troubles)
