"""Report sheets as they stand against the reports the ledger gives now."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from jxc_xl.audit.few import few
from jxc_xl.book import Book, plain
from jxc_xl.numbers import text_of
from jxc_xl.problems import Place, Problem
from jxc_xl.schema import BY_KEY, MEASURES, Column, Kind

DIGITS = {Kind.QTY: 4, Kind.PRICE: 6, Kind.RATE: 6, Kind.INTEGER: 0}
EXACT = 10**15
"""A cell keeps 15 digits; larger numbers cannot be told apart."""
BY_POSTING = {
    "stock": ("on_hand", "unit_cost", "amount"),
    "summary": (),
    "card": (),
    "margin": (),
    "prices": (),
    "methods": (),
}
"""Reports that change by postings alone, and the columns of which that is true; none named = all numbers."""
MEASURED = ("products", "stock_amount", "revenue", "cost_of_sales", "margin", "posting_no")


def audit_reports(
    book: Book, written: Mapping[str, pd.DataFrame], reports: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    """Compare the numbers on report sheets with what they should be.

    Args:
        book: The book.
        written: Lines of report sheets as read, typed; nothing is compared before something is posted.
        reports: The reports as worked out now.

    Problems:
        P517: a cell says something else.
    """
    problems: list[Problem] = []
    for key, names in BY_POSTING.items():
        lines = written.get(key)
        if lines is not None and len(book.lines["ledger"]) and key in reports:
            problems += few(_different(book, key, names, lines, reports[key]))
    return problems


def _different(book: Book, key: str, names: tuple[str, ...], lines: pd.DataFrame, due: pd.DataFrame) -> list[Problem]:
    sheet = BY_KEY[key]
    named = "sku" in due and due["sku"].is_unique and key != "card"
    keys = due["sku"] if named else pd.Series(np.arange(len(due)))
    own = lines["sku"] if named else pd.Series(np.arange(len(lines)), lines.index)
    at = pd.Series(np.arange(len(due)), keys.to_numpy())
    found = own.map(at[~at.index.duplicated()])
    problems = [
        Problem("P517", book.place(key, int(row)), {"written": str(word), "due": "—"})
        for row, word in zip(lines.loc[found.isna(), "row"], own[found.isna()], strict=True)
    ]
    problems += [
        Problem("P517", book.place(key), {"written": "—", "due": str(word)})
        for word in keys[~keys.isin(own) & _is_moved(key, due)]
    ]
    is_known = found.notna()
    lines, expected = lines[is_known], due.iloc[found[is_known].astype(int)].reset_index(drop=True)
    for column in sheet.columns:
        if column.key in due and column.key in lines and (column.key in names or (not names and _is_number(column))):
            problems += _cells(book, key, column, lines, expected[column.key])
    return problems


def _is_moved(key: str, due: pd.DataFrame) -> pd.Series:
    """Tell which lines of a report must be on its sheet: of the stock report, those of products that are there."""
    if key == "stock":
        return ((due["on_hand"] != 0) | (due["amount"] != 0)).astype(bool)
    return pd.Series(data=True, index=due.index)


def _is_number(column: Column) -> bool:
    return column.kind in DIGITS or column.kind is Kind.MONEY


def _cells(book: Book, key: str, column: Column, lines: pd.DataFrame, due: pd.Series) -> list[Problem]:
    had, should = plain(lines[column.key]), plain(due.astype("Int64"))
    is_small = (np.abs(had) < EXACT) & (np.abs(should) < EXACT)
    is_blank = lines[column.key].isna().to_numpy(bool) != due.isna().to_numpy(bool)
    digits = DIGITS.get(column.kind, book.settings.money_digits)
    return [
        Problem(
            "P517",
            book.place(key, int(lines["row"].iloc[row]), column.key),
            {"written": _said(int(had[row]), digits), "due": _said(int(should[row]), digits)},
        )
        for row in np.flatnonzero((had != should) & is_small | is_blank)
    ]


def _said(value: int, digits: int) -> str:
    return text_of(value, digits, is_trimmed=True)


def audit_dashboard(book: Book, cells: Mapping[int, object], measures: Mapping[str, object]) -> list[Problem]:
    """Compare the dashboard's numbers with what they should be.

    Args:
        book: The book.
        cells: Value by row of the dashboard's table, 0-based.
        measures: The measures as worked out now.

    Problems:
        P517: a cell says something else.
    """
    layout = book.layouts.get("dashboard")
    if layout is None:
        return []
    problems = []
    for row, measure in enumerate(MEASURES):
        cell, due = cells.get(row), measures.get(measure.key)
        if measure.key not in MEASURED or not isinstance(cell, int | float) or not isinstance(due, int):
            continue
        digits = DIGITS.get(measure.kind, book.settings.money_digits)
        if round(cell * 10**digits) != due and abs(due) < EXACT:
            place = Place(layout.sheet, layout.header_row + 1 + row, layout.letters.get("value", ""))
            problems.append(Problem("P517", place, {"written": str(cell), "due": _said(due, digits)}))
    return problems


def audit_end(book: Book, cells: Mapping[int, object]) -> list[Problem]:
    """Compare the last posting that the dashboard knows of with the ledger's end.

    Args:
        book: The book.
        cells: Value by row of the dashboard's table, 0-based.

    Problems:
        P521: the ledger ends before it.
    """
    row = next(i for i, measure in enumerate(MEASURES) if measure.key == "posting_no")
    known, ledger = cells.get(row), book.lines["ledger"]
    last = int(ledger["posting_no"].max()) if len(ledger) else 0
    if not isinstance(known, int | float) or known <= last:
        return []
    return [Problem("P521", book.place("ledger"), {"known": int(known), "last": last})]
