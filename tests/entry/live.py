"""A book with macros, live in LibreOffice: cells are typed into, buttons pressed, sheets read, as a person would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlwings as xw

from jxc_xl.hosts import excel, files
from jxc_xl.hosts.calc.calling import LIBRARY, bearer, run_macro
from jxc_xl.schema import TITLES
from jxc_xl.tables import ErrorCell, RawBook, UnsolvedCell
from tests.entry.shop import PRODUCTS, RECEIPTS, SALES, jxc, write

HARNESS = """Option VBASupport 1
Option Explicit

Public Function Canary() As Long
    Canary = 42
End Function
"""


def shop(folder: Path, sales: str = SALES, lang: str = "zh", name: str = "店 铺.xlsm") -> Path:
    """Return a small book with macros and entries, nothing posted."""
    book = folder / name
    assert jxc("new", book, "--lang", lang).status == 0
    for sheet, text in (("products", PRODUCTS), ("receipts", RECEIPTS), ("sales", sales)):
        said = jxc("import", book, write(folder / f"{sheet}.csv", text), "--as", sheet)
        assert said.status == 0, said
    return book


def add_module(book: xw.Book, name: str, source: str) -> None:
    """Add a module to the live book, in memory only."""
    book.impl.uno.BasicLibraries.getByName(LIBRARY).insertByName(name, source)


def getter(callback: str) -> str:
    """Return the source of a function that calls a ribbon callback and returns what it gave."""
    return f"""
Public Function Get_{callback}(ByVal control As Object) As String
    Dim given As Variant
    On Error GoTo failed
    JxcRibbon.{callback} control, given
    Get_{callback} = "ok " & CStr(given)
    Exit Function
failed:
    Get_{callback} = "failed " & Err.Number & " " & Err.Description
End Function
"""


def sub(callback: str) -> str:
    """Return the source of a function that calls a ribbon callback that gives nothing."""
    return f"""
Public Function Get_{callback}(ByVal control As Object) As String
    On Error GoTo failed
    JxcRibbon.{callback} control
    Get_{callback} = "ok"
    Exit Function
failed:
    Get_{callback} = "failed " & Err.Number & " " & Err.Description
End Function
"""


def control(id_: str, tag: str) -> Any:  # noqa: ANN401 - a UNO object
    """Return what Office hands to a callback."""
    return bearer({"ID": id_, "Tag": tag})


def press(book: xw.Book, macro: str) -> None:
    """Press a button on a sheet."""
    run_macro(book, f"JxcRibbon.{macro}")


def typed(book: xw.Book, formula: str, cell: str = "A1") -> object:
    """Type a formula into a scratch sheet and return what the cell shows."""
    if "试" not in [sheet.name for sheet in book.sheets]:
        book.sheets.add("试", after=book.sheets[-1])
    place = book.sheets["试"].range(cell)
    place.formula = formula
    return place.value


def seen(raw: RawBook) -> dict[str, list[list[object]]]:
    """Return what the tables hold, ready to be compared: times of posting apart, since two runs are never at once."""
    return {
        name: [[heading, *map(_plain, cells)] for heading, cells in zip(table.headings, table.cells, strict=True)]
        for name, table in raw.tables.items()
    }


def _plain(value: object) -> object:
    if isinstance(value, ErrorCell | UnsolvedCell):
        return repr(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def on_disk(path: Path) -> RawBook:
    return files.read(path, TITLES)


def alive(book: xw.Book) -> RawBook:
    return excel.read(book, TITLES)
