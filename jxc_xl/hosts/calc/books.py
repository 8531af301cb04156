"""Workbooks open in LibreOffice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

import xlwings as xw
from xlwings import base_classes

from jxc_xl.hosts.calc.formats import Formats
from jxc_xl.hosts.calc.locks import clear_stale
from jxc_xl.hosts.calc.names import Names
from jxc_xl.hosts.calc.native import BookApi
from jxc_xl.hosts.calc.places import uno
from jxc_xl.hosts.calc.sheets import Sheets
from jxc_xl.hosts.errors import HostError

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
    ".csv": "Text - txt - csv (StarCalc)",
}
_ALWAYS_RUN, _NEVER_RUN = 4, 0
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


def option(name: str, value: object) -> Any:  # noqa: ANN401 - a UNO struct
    """Return a named value as UNO takes options."""
    made = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


class Books(base_classes.Books):
    """The open workbooks."""

    __slots__ = ("app",)
    app: base_classes.App

    def __init__(self, app: base_classes.App, desktop: Any, runs_macros: bool) -> None:  # noqa: ANN401, FBT001 - made in one place
        self.app = app
        self._desktop = desktop
        self._runs_macros = runs_macros
        self._known: dict[str, Book] = {}
        self.opened_here: list[Book] = []

    @property
    def api(self) -> Any:  # noqa: ANN401 - a UNO object
        """The desktop."""
        return self._desktop

    @property
    def active(self) -> Book:
        """The book in front, or the only one there is; xlwings would take None for a wish for a new one."""
        front = self.front
        if front is None:
            message = "no book is open"
            raise xw.XlwingsError(message)
        return front

    @property
    def front(self) -> Book | None:
        """The book in front, or the only one there is."""
        current = self._desktop.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return self._book(current)
        return next(iter(self), None)

    def __iter__(self) -> Iterator[Book]:
        components = self._desktop.Components.createEnumeration()
        found = []
        while components.hasMoreElements():
            component = components.nextElement()
            if component is not None and component.supportsService(_SPREADSHEET):
                found.append(self._book(component))
        return iter(found)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, key: int | str) -> Book:
        """Return a book by its name or place."""
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        for book in books:
            if book.name.lower() == key.lower():
                return book
        raise KeyError(key)

    def add(self) -> Book:
        """Open a new book."""
        return self._taken_in(self._desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ()))

    def open(self, fullname: str, _update_links: object = None, read_only: object = None, *_rest: object) -> Book:
        """Open a book from disk.

        Problems:
            H003: another LibreOffice has it open. H026: LibreOffice does not open it.
        """
        path = Path(fullname).resolve()
        if not path.stat().st_size:  # LibreOffice would make a new book of it
            raise HostError("H026", path=str(path))
        clear_stale(path)
        mode = _ALWAYS_RUN if self._runs_macros else _NEVER_RUN
        options = (option("MacroExecutionMode", mode), option("ReadOnly", bool(read_only)))
        try:
            document = self._desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, options)
        except uno().getClass("com.sun.star.uno.Exception") as error:
            raise HostError("H026", path=str(path)) from error
        if document is None:
            raise HostError("H026", path=str(path))
        if not document.supportsService(_SPREADSHEET):
            document.close(True)  # noqa: FBT003 - a UNO method
            raise HostError("H026", path=str(path))
        return self._taken_in(document)

    def _taken_in(self, document: Any) -> Book:  # noqa: ANN401 - a UNO object
        """Return the book of a document that was opened just now."""
        book = self._book(document)
        self.opened_here.append(book)
        return book

    def _book(self, document: Any) -> Book:  # noqa: ANN401 - a UNO object
        """Return the one book of a document."""
        return self._known.setdefault(document.RuntimeUID, Book(self, document))

    def forget(self, book: Book) -> None:
        """Forget a book that is closed."""
        self._known = {uid: known for uid, known in self._known.items() if known is not book}
        self.opened_here = [known for known in self.opened_here if known is not book]


class Book(base_classes.Book):
    """One open workbook."""

    __slots__ = ("api", "app", "names", "sheets")
    api: BookApi
    app: base_classes.App
    names: Names
    sheets: Sheets

    def __init__(self, books: Books, document: Any) -> None:  # noqa: ANN401 - a UNO object
        self.uno = document
        self.app = books.app
        self.formats = Formats(document)
        self.sheets = Sheets(self)
        self.names = Names(self)
        self.api = BookApi(self)
        self._books = books
        self._is_drawn = True
        self._fullname = _full_name(document)
        self._tables: dict[object, dict[str, list[str]]] = {}

    def tables_on(self, sheet: str) -> list[str]:
        """Return the names of the tables of a sheet; asked anew when tables or sheets come, go or change places."""
        ranges = self.uno.DatabaseRanges
        key = (ranges.ElementNames, self.uno.Sheets.ElementNames)
        if key not in self._tables:
            found: dict[str, list[str]] = {}
            for name in ranges.ElementNames:
                found.setdefault(key[1][ranges.getByName(name).DataArea.Sheet], []).append(name)
            self._tables = {key: found}
        return self._tables[key].get(sheet, [])

    @property
    def name(self) -> str:
        """Name of the file, or the title of a book that has none yet."""
        return os.path.basename(self.fullname)  # noqa: PTH119 - a URL has no Path

    @property
    def fullname(self) -> str:
        """Path of the file; of a book elsewhere its address, as Excel gives it; of a closed one what it was."""
        with suppress(AttributeError, uno().getClass("com.sun.star.uno.Exception")):
            self._fullname = _full_name(self.uno)
        return self._fullname

    def activate(self) -> None:
        """Bring it to the front."""
        self.uno.CurrentController.Frame.activate()

    def close(self) -> None:
        """Close it unsaved."""
        self._books.forget(self)
        self.set_drawn(True)
        self.uno.close(True)  # noqa: FBT003 - a UNO method

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it, under a new name if one is given."""
        if path is None and self.uno.hasLocation():
            self.uno.store()
            return
        target = Path(path or f"{self.uno.Title}.xlsx").resolve()
        self.uno.storeAsURL(target.as_uri(), self._options(target, password))

    def save_copy(self, path: Path) -> None:
        """Save a copy and stay with the book."""
        self.uno.storeToURL(path.resolve().as_uri(), self._options(path, None))

    def _options(self, path: Path, password: str | None) -> tuple[Any, ...]:
        made = [option("FilterName", FILTERS[path.suffix.lower()]), option("Overwrite", value=True)]
        return tuple(made + ([option("Password", password)] if password else []))

    def set_drawn(self, is_drawn: bool) -> None:  # noqa: FBT001 - the value of a property
        """Draw changes as they happen, or not; LibreOffice counts, Excel does not."""
        if is_drawn == self._is_drawn:
            return
        self._is_drawn = is_drawn
        with suppress(AttributeError):
            self.uno.unlockControllers() if is_drawn else self.uno.lockControllers()


def _full_name(document: Any) -> str:  # noqa: ANN401 - a UNO object
    url: str = document.URL
    if not url:
        return str(document.Title)
    return url2pathname(urlparse(url).path) if urlparse(url).scheme == "file" else unquote(url)
