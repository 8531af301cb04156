"""Workbooks open in a spreadsheet program: read their tables, and carry out changes in place, all or none.

It speaks classic xlwings and nothing else, so it serves Excel and, through `calc`, LibreOffice alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PureWindowsPath

import xlwings as xw

from jxc_xl.hosts import excel_native as native
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.excel_grid import read_cells
from jxc_xl.hosts.excel_planning import Job, Page, plan
from jxc_xl.hosts.excel_protection import unlocked
from jxc_xl.hosts.excel_reading import Wanted, find_tables, read_book
from jxc_xl.hosts.excel_writing import write
from jxc_xl.tables import Change, RawBook

__all__ = ["HostError", "copy_to", "folder_of", "progress", "quiet", "read", "save", "unlocked"]

_QUIET = {"screen_updating": False, "enable_events": False, "display_alerts": False, "calculation": "manual"}
_FOREIGN = frozenset({"pywintypes", "pythoncom", "win32com", "xlwings", "appscript", "aem", "uno", "com"})
"""Where the exceptions of spreadsheet programs come from: COM, AppleScript, UNO."""


def read(book: xw.Book, wanted: Wanted) -> RawBook:
    """Read tables of an open book.

    A text that reads like an error, such as ``#N/A``, is told from an error everywhere but on macOS.

    Args:
        book: The book, as it stands in the program, saved or not.
        wanted: Possible titles of the sheet of each table, by table name: where to look if the table object is gone.

    Returns:
        The tables that are there, by the names of ``wanted``; one that is missing is left out.

    Problems:
        H006: a sheet is used far beyond anything a shop enters. H027: the program does not answer.
    """
    with _answering(book):
        return read_book(book, wanted)


def save(book: xw.Book, changes: Sequence[Change], wanted: Wanted | None = None) -> None:
    """Carry out changes in an open book, all of them or none; the book is not saved to disk.

    Args:
        book: The book.
        changes: What to change; changes of one table are carried out in order.
        wanted: Possible titles of the sheet of each table, for tables whose object is gone.

    Problems:
        H006, H009, H010, H020, H027: nothing was written. H021: it failed midway, and all is as it was. H022: it failed
        midway, and so did putting it back.
    """
    with _answering(book):
        jobs = _plan(book, changes, wanted or {})
        if jobs:
            write(book, jobs)


def _plan(book: xw.Book, changes: Sequence[Change], wanted: Wanted) -> list[Job]:
    names = {change.table.lower(): change.table for change in changes}
    found = find_tables(book, {name: wanted.get(name, ()) for name in names.values()})
    for key in names.keys() - {table.name.lower() for table in found.tables}:
        raise HostError("H009", reason="no_table", table=names[key], sheet="?")
    jobs = []
    for title in {table.sheet: None for table in found.tables}:
        areas = found.package.areas_on(title)
        try:
            sheet, uses_1904 = book.sheets[title], found.package.uses_1904
            page = Page(sheet, read_cells(sheet, areas, uses_1904=uses_1904), areas, uses_1904)
            for table in (table for table in found.tables if table.sheet == title):
                mine = [change for change in changes if change.table.lower() == table.name.lower()]
                jobs.append(plan(page, table, mine))
        except HostError as error:
            error.facts.setdefault("sheet", title)
            raise
    return jobs


@contextmanager
def _answering(book: xw.Book) -> Iterator[None]:
    """Turn what a spreadsheet program raises into a `HostError`: it may be busy, or gone."""
    try:
        yield
    except HostError as error:
        error.facts.setdefault("path", _name_of(book))
        raise
    except Exception as error:
        if not _is_foreign(error):
            raise
        raise HostError("H027", path=_name_of(book), reason=str(error) or type(error).__name__) from error


def _is_foreign(error: Exception) -> bool:
    return any(kind.__module__.partition(".")[0] in _FOREIGN for kind in type(error).__mro__)


def _name_of(book: xw.Book) -> str:
    try:
        return str(book.name)
    except Exception:  # noqa: BLE001 - a program that is gone does not tell even that
        return "?"


@contextmanager
def quiet(app: xw.App, text: str) -> Iterator[None]:
    """Work without drawing, events, alerts and recalculation, a text in the status bar; all is then as it was found."""
    with ExitStack() as stack:
        for name, value in {"status_bar": text, **_QUIET}.items():
            stack.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, value)
        yield


def progress(app: xw.App, text: str) -> None:
    """Say in the status bar what is going on."""
    app.status_bar = text


def copy_to(book: xw.Book, path: Path) -> None:
    """Save a copy of an open book as it stands, and stay with the book.

    Problems:
        H008: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        native.save_copy(book, path)
    except Exception as error:
        raise HostError("H008", path=str(path), reason=str(error) or type(error).__name__) from error


def folder_of(book: xw.Book) -> Path | None:
    """Return the folder of a book on this machine; None for one in the cloud, or not saved yet."""
    return local_folder(native.full_name(book))


def local_folder(full_name: str) -> Path | None:
    """Return the folder of a path; a book in OneDrive has a web address, an unsaved one only its title."""
    is_local = Path(full_name).is_absolute() or PureWindowsPath(full_name).is_absolute()
    return Path(full_name).parent if is_local and "://" not in full_name else None
