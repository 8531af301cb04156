"""Cells for themselves: deciding columns there, required ones filled, numbers within their range."""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Book, Number, tell
from jxc_xl.problems import Problem
from jxc_xl.schema import ENTRY, Column, Kind, Sheet
from jxc_xl.terms import Text

POSITIVE = {"qty", "exchange_rate"}
DIGITS = {Kind.QTY: 4, Kind.PRICE: 6, Kind.RATE: 6, Kind.INTEGER: 0}
SIGNED = {("charges", "amount"), ("adjustments", "amount")}
"""Amounts that may be negative on some lines; `validate.documents` checks which."""
ONE = 10**6
MORE_THAN_0, AT_LEAST_0, BELOW_1 = (
    Text("大于 0 ", "more than 0"),
    Text("不小于 0 ", "0 or more"),
    Text("小于 1（如 13% 或 0.13）", "less than 1, such as 13% or 0.13"),
)


DECIDING = {
    *("status", "warehouse", "lot", "unit_price", "discount", "tax_rate", "price_has_tax", "exchange_rate"),
    *("arrived_qty", "accepted_qty", "rejected_qty", "counted_qty", "purchase_no", "expires_on", "made_on"),
    *("direction", "condition", "original_no", "original_line", "shipped_at"),
    *("charge", "basis", "receipt_line", "kind", "qty", "unit_cost", "amount"),
}
"""Columns that may be blank and yet decide what is posted: without one nobody knows what its lines said."""


def check_headings(book: Book) -> list[Problem]:
    """Return the deciding columns that documents lack; those that must be filled are told by the reader."""
    return [
        Problem("P113", book.place(sheet.key, book.layouts[sheet.key].header_row), _lost(book, sheet, column))
        for sheet in ENTRY
        if sheet.key in book.layouts and "doc_no" in sheet.column_keys and len(book.lines[sheet.key])
        for column in sheet.columns
        if column.key in DECIDING and not column.is_required and column.key not in book.layouts[sheet.key].headings
    ]


def _lost(book: Book, sheet: Sheet, column: Column) -> dict[str, object]:
    return {"sheet": book.layouts[sheet.key].sheet, "heading": column.title.said(book.lang)}


def check_cells(book: Book) -> list[Problem]:
    """Return what is wrong with single cells of the entry sheets."""
    problems = []
    for sheet in ENTRY:
        if sheet.key in book.layouts and sheet.key != "settings" and len(book.lines[sheet.key]):
            for column in sheet.columns:
                problems += _required(book, sheet, column)
                problems += _in_range(book, sheet, column)
    return problems


def _required(book: Book, sheet: Sheet, column: Column) -> list[Problem]:
    if not column.is_required or column.key not in book.layouts[sheet.key].headings:
        return []
    values = book.lines[sheet.key][column.key]
    is_blank = values.isna() if values.dtype != "str" else values == ""
    return tell(book, sheet.key, is_blank, "P101", column.key)


def _in_range(book: Book, sheet: Sheet, column: Column) -> list[Problem]:
    values = book.lines[sheet.key][column.key]
    if column.is_kept or str(values.dtype) != "Int64" or (sheet.key, column.key) in SIGNED:
        return []
    value = Number(values, DIGITS.get(column.kind, book.settings.money_digits))
    if column.key in POSITIVE:
        return tell(book, sheet.key, _true(values <= 0), "P105", column.key, value=value, allowed=MORE_THAN_0)
    problems = tell(book, sheet.key, _true(values < 0), "P105", column.key, value=value, allowed=AT_LEAST_0)
    if column.key in {"tax_rate", "fee_rate"}:
        problems += tell(book, sheet.key, _true(values >= ONE), "P105", column.key, value=value, allowed=BELOW_1)
    return problems


def _true(mask: pd.Series) -> pd.Series:
    """Return a nullable condition with blanks as False."""
    return mask.fillna(value=False).astype(bool)
