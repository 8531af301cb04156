"""What xlwings does not reach: a handful of calls under Excel's own names.

On Windows ``api`` is Excel's COM object; our LibreOffice engine answers to the same names. On macOS ``api`` is an
appscript reference, whose names are spelled otherwise; that side follows Excel's dictionary there and was never run.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import xlwings as xw

_ALLOWED = (
    "FormattingCells",
    "FormattingColumns",
    "FormattingRows",
    "InsertingColumns",
    "InsertingRows",
    "InsertingHyperlinks",
    "DeletingColumns",
    "DeletingRows",
    "Sorting",
    "Filtering",
    "UsingPivotTables",
)
_MAC_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_IS_MAC = sys.platform == "darwin"

Rows = Sequence[Sequence[object]]


class Protected(NamedTuple):
    """How a sheet is protected: its drawings, its scenarios, and what is allowed all the same, in Excel's order."""

    drawings: bool
    scenarios: bool
    allowed: tuple[bool, ...]


def rows_of(value: object, columns: int) -> Rows:
    """Return what a range gives as rows: it gives one cell as a scalar, and on macOS one row as a flat list."""
    if not isinstance(value, list | tuple):
        return [[value]]
    if value and not isinstance(value[0], list | tuple):
        return [value] if columns > 1 else [[one] for one in value]
    return value


def exact_values(cells: xw.Range) -> Rows:
    """Return numbers as they are: ``Value`` rounds money to four digits and makes moments of days."""
    value = cells.api.value2.get() if _IS_MAC else cells.api.Value2
    return rows_of(value, cells.shape[1])


def errors_of(cells: xw.Range) -> Rows | None:
    """Return what cells show, where values tell nothing of errors; None where errors come as integers."""
    if not _IS_MAC:
        return None
    shown = rows_of(cells.api.string_value.get(), cells.shape[1])
    return [[text if text in _MAC_ERRORS else None for text in row] for row in shown]


def uses_1904(book: xw.Book) -> bool:
    """Tell whether a book counts days from 1904."""
    return bool(book.api.date_1904.get() if _IS_MAC else book.api.Date1904)


def full_name(book: xw.Book) -> str:
    """Return where a book is: a path, a web address, or only a title."""
    return str(book.fullname if _IS_MAC else book.api.FullName)  # xlwings would look a web address up on this machine


def save_copy(book: xw.Book, path: Path) -> None:
    """Save a copy of an open book and stay with the book."""
    if _IS_MAC:
        message = "Excel for Mac saves no copies"
        raise NotImplementedError(message)
    book.api.SaveCopyAs(str(path))


def protection(sheet: xw.Sheet) -> Protected | None:
    """Return how a sheet is protected, None if it is not."""
    if _IS_MAC:
        api = sheet.api
        if not api.protect_contents.get():
            return None
        allowed = tuple(bool(getattr(api.protection, f"allow_{_snake(name)}").get()) for name in _ALLOWED)
        return Protected(api.protect_drawing_objects.get(), api.protect_scenarios.get(), allowed)
    if not sheet.api.ProtectContents:
        return None
    allowed = tuple(bool(getattr(sheet.api.Protection, f"Allow{name}")) for name in _ALLOWED)
    return Protected(bool(sheet.api.ProtectDrawingObjects), bool(sheet.api.ProtectScenarios), allowed)


def unprotect(sheet: xw.Sheet) -> bool:
    """Take protection without a password away; tell whether that worked. Without an argument Excel would ask people."""
    try:
        sheet.api.unprotect(password="") if _IS_MAC else sheet.api.Unprotect("")
    except Exception:  # noqa: BLE001 - a wrong password is a COM error, an appscript error or a UNO exception
        return False
    return protection(sheet) is None


def protect(sheet: xw.Sheet, how: Protected) -> None:
    """Protect a sheet as it was."""
    if _IS_MAC:
        allowed = {f"allow_{_snake(name)}": value for name, value in zip(_ALLOWED, how.allowed, strict=True)}
        allowed["allow_using_pivot_table"] = allowed.pop("allow_using_pivot_tables")
        kept = {"drawing_objects": how.drawings, "worksheet_contents": True, "scenarios": how.scenarios}
        sheet.api.protect_worksheet(password="", **kept, **allowed)
        return
    sheet.api.Protect("", how.drawings, True, how.scenarios, False, *how.allowed)  # noqa: FBT003 - COM takes places


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name).lstrip("_")


def is_filtered(table: xw.main.Table) -> bool:
    """Tell whether a filter hides rows of a table."""
    if _IS_MAC:
        return bool(table.api.show_autofilter.get())
    return bool(table.api.ShowAutoFilter and table.api.AutoFilter.FilterMode)


@contextmanager
def no_filling(app: xw.App) -> Iterator[None]:
    """Keep Excel from filling a whole column of a table with the formula put into one of its cells."""
    habits: Any = None if _IS_MAC else app.api.AutoCorrect
    if habits is None:
        yield
        return
    before = habits.AutoFillFormulasInLists
    habits.AutoFillFormulasInLists = False
    try:
        yield
    finally:
        habits.AutoFillFormulasInLists = before
