"""Every sheet and column of a book, once: the template, the reader, the writer and the docs all follow it."""

from __future__ import annotations

import unicodedata

from jxc_xl.schema.dashboard import MEASURES, Measure
from jxc_xl.schema.entry import ENTRY
from jxc_xl.schema.kept import KEPT, LEDGER, PROBLEMS
from jxc_xl.schema.model import Column, Kind, Role, Setting, Sheet
from jxc_xl.schema.reports import REPORTS
from jxc_xl.schema.settings import SETTINGS
from jxc_xl.terms import Lang, Text

__all__ = [
    "BY_KEY",
    "ENTRY",
    "GUIDE",
    "KEPT",
    "LEDGER",
    "MEASURES",
    "PROBLEMS",
    "REPORTS",
    "SETTINGS",
    "SHEETS",
    "TITLES",
    "Column",
    "Kind",
    "Lang",
    "Measure",
    "Role",
    "Setting",
    "Sheet",
    "Text",
    "find_sheet",
    "folded",
]

GUIDE = Text("指南", "Guide")
"""Title of the guide; it has no table."""

SHEETS: tuple[Sheet, ...] = (*ENTRY, *KEPT, *REPORTS)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
TITLES = {sheet.table: tuple(sheet.title) for sheet in SHEETS}
"""Table name to the titles its sheet may have: what a host looks for."""


def find_sheet(name: str) -> Sheet | None:
    """Return the sheet called so, in either language or by key, whatever the case."""
    wanted = folded(name)
    for sheet in SHEETS:
        if wanted in {folded(word) for word in (sheet.key, sheet.table, *sheet.title)}:
            return sheet
    return None


def folded(text: str) -> str:
    """Return a heading as it is compared: width, case, blanks and underscores do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())
