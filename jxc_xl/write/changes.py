"""Every change a run makes to a workbook."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from jxc_xl.book import Book
from jxc_xl.schema import BY_KEY, LEDGER, MEASURES, Column, Kind, Sheet
from jxc_xl.schema.choices import YES_NO
from jxc_xl.tables import Append, Change, Patch, Replace
from jxc_xl.tables import Column as Written

DIGITS = {Kind.QTY: 4, Kind.PRICE: 6, Kind.RATE: 6}


def report_changes(book: Book, reports: Mapping[str, pd.DataFrame]) -> list[Change]:
    """Return the replacement of each report that has a sheet in the book."""
    return [
        Replace(BY_KEY[key].table, columns(book, BY_KEY[key], report))
        for key, report in reports.items()
        if key in book.layouts
    ]


def columns(book: Book, sheet: Sheet, lines: pd.DataFrame) -> tuple[Written, ...]:
    """Return lines as columns under the headings that stand in the book; columns it lacks are left out."""
    headings = book.layouts[sheet.key].headings
    return tuple(
        written(book, column, lines[column.key], headings[column.key])
        for column in sheet.columns
        if column.key in headings and column.key in lines
    )


def written(book: Book, column: Column, values: pd.Series, heading: str) -> Written:
    """Return one column in the book's words."""
    if column.kind in {Kind.CHOICE, Kind.FLAG} and (column.choices or values.dtype == "str"):
        words = {key: text.said(book.lang) for key, text in (column.choices or YES_NO).items()}
        values = values.map(words)
    if column.kind in {Kind.CODE, Kind.TEXT, Kind.CHOICE, Kind.LINK} or values.dtype == "str":
        texts = values.astype("object").where(values.notna() & (values != ""), None)
        return Written(heading, texts, is_link=column.kind is Kind.LINK)
    return Written(heading, values, digits_of(column.kind, book.settings.money_digits))


def digits_of(kind: Kind, money_digits: int) -> int:
    """Return how many decimal digits a kind of number has."""
    return money_digits if kind is Kind.MONEY else DIGITS.get(kind, 0)


def dashboard_changes(book: Book, values: Mapping[str, object]) -> list[Change]:
    """Return one patch a measure, since each has its own kind."""
    layout = book.layouts.get("dashboard")
    if layout is None or layout.height < len(MEASURES) or "value" not in layout.headings:
        return []
    heading = layout.headings["value"]
    return [
        Patch(
            "tblDashboard",
            np.array([row]),
            (
                written(
                    book, Column("value", measure.title, measure.kind), _one(values[measure.key], measure.kind), heading
                ),
            ),
        )
        for row, measure in enumerate(MEASURES)
    ]


def _one(value: object, kind: Kind) -> pd.Series:
    if kind is Kind.DATE:
        return pd.Series([value], dtype="datetime64[s]")
    if kind is Kind.FLAG:
        return pd.Series([value], dtype="boolean")
    return pd.Series([value], dtype="Int64")


def ledger_changes(book: Book, ledger: pd.DataFrame) -> list[Change]:
    """Return what the ledger's sheet needs: new lines at its end, and amounts of old lines that are costed anew."""
    before = book.lines["ledger"].sort_values("seq", kind="stable", ignore_index=True)
    layout = book.layouts["ledger"]
    old, new = ledger.iloc[: len(before)], ledger.iloc[len(before) :]
    changes: list[Change] = []
    is_recosted = (old["amount"].fillna(0) != before["amount"].fillna(0)) | (
        before["amount"].isna() & old["amount"].notna()
    )
    if is_recosted.any():
        recosted = old[is_recosted.to_numpy(bool)].sort_values("row")
        amount = written(book, LEDGER.column("amount"), recosted["amount"], layout.headings["amount"])
        changes.append(Patch(LEDGER.table, recosted["row"].to_numpy() - layout.header_row - 1, (amount,)))
    if len(new):
        changes.append(Append(LEDGER.table, columns(book, LEDGER, new.reset_index(drop=True))))
    return changes


def mark_changes(book: Book, marks: pd.DataFrame) -> list[Change]:
    """Return the patches that mark entry lines as posted, or free again."""
    changes: list[Change] = []
    for key, lines in marks.groupby("sheet"):
        sheet, layout = BY_KEY[str(key)], book.layouts[str(key)]
        marked = lines.sort_values("row", ignore_index=True)
        names = [name for name in ("line_no", "posting_no", "book_qty") if name in layout.headings]
        patched = tuple(written(book, sheet.column(name), marked[name], layout.headings[name]) for name in names)
        changes.append(Patch(sheet.table, marked["row"].to_numpy() - layout.header_row - 1, patched))
        changes += _lots(book, str(key), marked)
    return changes


def _lots(book: Book, key: str, marked: pd.DataFrame) -> list[Change]:
    """Return the patch that writes down the lots that were found for lines that named none."""
    lines = book.lines[key]
    if "lot" not in lines or "lot" not in book.layouts[key].headings:
        return []
    blank = lines.loc[lines["lot"] == "", "row"]
    found = marked[(marked["lot"] != "") & marked["row"].isin(blank)].reset_index(drop=True)
    return [_filled(book, key, "lot", found)] if len(found) else []


FILLED = ("warehouse", "unit_price", "price_has_tax", "tax_rate", "supplier", "expires_on")
"""Blanks of posted lines that a setting or a purchase filled: once used they are written, whatever changes later."""


def filled_changes(entered: Book, book: Book, marks: pd.DataFrame) -> list[Change]:
    """Return the patches that write down what stood in for blanks of lines now posted.

    Args:
        entered: The book as read.
        book: The book as validated, blanks filled.
        marks: The lines now marked as posted, or freed.
    """
    changes: list[Change] = []
    for key, lines in marks[marks["posting_no"].notna()].groupby("sheet"):
        before, after = entered.lines[str(key)], book.lines[str(key)]
        is_posted = after["row"].isin(lines["row"])
        for name in FILLED:
            if name in after and name in book.layouts[str(key)].headings:
                now = after[is_posted & _is_blank(before[name]) & ~_is_blank(after[name])]
                changes += [_filled(book, str(key), name, now)] if len(now) else []
    return changes


def _filled(book: Book, key: str, name: str, lines: pd.DataFrame) -> Change:
    sheet, layout = BY_KEY[key], book.layouts[key]
    values = lines[name].reset_index(drop=True)
    patched = written(book, sheet.column(name), values, layout.headings[name])
    return Patch(sheet.table, lines["row"].to_numpy() - layout.header_row - 1, (patched,))


def _is_blank(values: pd.Series) -> pd.Series:
    return values.isna() | (values.astype("str") == "")


def import_changes(book: Book, lines: Mapping[str, pd.DataFrame]) -> list[Change]:
    """Return the lines to be added to entry sheets."""
    return [
        Append(BY_KEY[key].table, columns(book, BY_KEY[key], new.reset_index(drop=True)))
        for key, new in lines.items()
        if len(new)
    ]
