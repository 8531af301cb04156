"""Books for tests, made of plain rows: a sheet's rows are dictionaries keyed as the schema keys them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from jxc_xl.pipeline import Ask, Do, Outcome, run
from jxc_xl.report.facts import Period
from jxc_xl.schema import BY_KEY, MEASURES, SETTINGS, SHEETS, Sheet
from jxc_xl.tables import Append, Change, Column, Patch, RawBook, RawTable, Replace
from jxc_xl.template.settings import default
from jxc_xl.terms import Lang

NOW = pd.Timestamp("2026-11-24 09:30:00")
HEADER_ROW = 4
Rows = Sequence[Mapping[str, object]]


def raw_book(rows: Mapping[str, Rows] | None = None, lang: Lang = Lang.ZH, **settings: object) -> RawBook:
    """Return a raw book with these rows and all settings, those not named at their defaults."""
    rows = dict(rows or {})
    rows.setdefault("warehouses", [{"warehouse": "MAIN"}, {"warehouse": "HOLD", "kind": "quarantine"}])
    rows["settings"] = [
        {"setting": setting.title.said(lang), "value": settings.get(setting.key, default(setting, lang))}
        for setting in SETTINGS
    ]
    rows["dashboard"] = [{"measure": measure.title.said(lang)} for measure in MEASURES]
    tables = {sheet.table: raw_table(sheet, rows.get(sheet.key, []), lang) for sheet in SHEETS}
    return RawBook(tables, tuple(table.sheet for table in tables.values()))


def raw_table(sheet: Sheet, rows: Rows, lang: Lang) -> RawTable:
    headings = tuple(column.title.said(lang) for column in sheet.columns)
    cells = []
    for column in sheet.columns:
        values = np.empty(len(rows), object)
        values[:] = [row.get(column.key) for row in rows]
        cells.append(values)
    return RawTable(sheet.table, sheet.title.said(lang), headings, HEADER_ROW, 1, tuple(cells))


def do(raw: RawBook, what: Do | str, period: Period | None = None, card_sku: str = "", closing: str = "") -> Outcome:
    """Run one command."""
    return run(raw, Ask(Do(what), NOW, period, card_sku, closing))


def changed(raw: RawBook, changes: Sequence[Change]) -> RawBook:
    """Return the raw book with changes carried out: a workbook without a file."""
    tables = dict(raw.tables)
    for change in changes:
        tables[change.table] = _apply(tables[change.table], change)
    return RawBook(tables, raw.sheets)


def posted(raw: RawBook) -> RawBook:
    """Return the raw book after posting."""
    return changed(raw, do(raw, Do.POST).changes)


def _apply(table: RawTable, change: Change) -> RawTable:
    cells = [column.copy() for column in table.cells]
    named = {column.heading: _values(column) for column in change.columns}
    height = len(next(iter(named.values()))) if named else 0
    for i, heading in enumerate(table.headings):
        if isinstance(change, Patch):
            if heading in named:
                cells[i][change.rows] = named[heading]
        else:
            blank = np.full(height, None, object)
            new = named.get(heading, blank)
            cells[i] = new if isinstance(change, Replace) else np.concatenate([cells[i], new])
    assert isinstance(change, Append | Patch | Replace)
    return RawTable(table.name, table.sheet, table.headings, table.header_row, table.first_column, tuple(cells))


def _values(column: Column) -> np.ndarray:
    """Return a column's cells as a spreadsheet would give them back."""
    values = np.empty(len(column.values), object)
    for i, value in enumerate(column.values.tolist()):
        if pd.isna(value):
            values[i] = None
        elif isinstance(value, int) and not isinstance(value, bool):
            values[i] = float(value) / 10**column.digits
        else:
            values[i] = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return values


def report(outcome: Outcome, key: str) -> list[dict[str, object]]:
    """Return a report's lines with plain numbers."""
    sheet = BY_KEY[key]
    lines = outcome.reports[key]
    digits = {"qty": 4, "price": 6, "rate": 6, "money": outcome.book.settings.money_digits}
    out: list[dict[str, object]] = []
    for record in lines.to_dict("records"):
        kinds = {name: digits.get(sheet.column(str(name)).kind, 0) for name in record}
        out.append(
            {
                str(name): (None if pd.isna(value) else value / 10 ** kinds[name] if kinds[name] else value)
                for name, value in record.items()
            }
        )
    return out
