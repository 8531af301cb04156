"""Report sheets read back, so that what stands there can be held against the ledger."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.read.sheet import read_sheet
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook


def read_reports(raw: RawBook, book: Book, keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the lines of report sheets, typed; what cannot be read is blank."""
    sheets = (BY_KEY[key] for key in keys)
    return {
        sheet.key: read_sheet(raw.tables[sheet.table], sheet, book.lang, book.settings.money_digits).result.lines
        for sheet in sheets
        if sheet.table in raw.tables
    }


def dashboard_cells(raw: RawBook) -> dict[int, object]:
    """Return the cells of the dashboard's values by row, 0-based."""
    sheet = BY_KEY["dashboard"]
    table = raw.tables.get(sheet.table)
    words = set(sheet.column("value").title)
    if table is None or not words & set(table.headings):
        return {}
    position = next(i for i, heading in enumerate(table.headings) if heading in words)
    return dict(enumerate(table.cells[position].tolist()))
