"""The same book in two hosts, on disk and open in LibreOffice, and whether they say the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import xlwings as xw

from jxc_xl.hosts import excel, files
from jxc_xl.tables import Change, RawBook, RawTable
from tests.hosts.specimens import NOW, WANTED

Wanted = Mapping[str, tuple[str, ...]]


class Host(Protocol):
    """A book in some host."""

    def read(self) -> RawBook: ...

    def save(self, *changes: Change) -> None: ...


class OnDisk:
    """A book on disk."""

    def __init__(self, path: Path, wanted: Wanted = WANTED) -> None:
        self.path, self.wanted = path, wanted

    def read(self) -> RawBook:
        return files.read(self.path, self.wanted)

    def save(self, *changes: Change) -> None:
        files.save(files.look(self.path, self.wanted), changes, now=NOW)


class Open:
    """A book open in a spreadsheet program; the file that it was opened from stays as it is."""

    def __init__(self, app: xw.App, path: Path, wanted: Wanted = WANTED) -> None:
        copy = path.with_name(f"open {path.name}")
        shutil.copy(path, copy)
        self.book, self.wanted = app.books.open(copy), wanted

    def read(self) -> RawBook:
        return excel.read(self.book, self.wanted)

    def save(self, *changes: Change) -> None:
        excel.save(self.book, changes, self.wanted)


@contextmanager
def opened(app: xw.App, path: Path, wanted: Wanted = WANTED) -> Iterator[Open]:
    host = Open(app, path, wanted)
    try:
        yield host
    finally:
        with suppress(Exception):  # a test may have closed it
            host.book.close()


def said(book: RawBook) -> dict[str, object]:
    """Return all that a book says, each cell with its type, so that two books can be compared and differences read."""
    told: dict[str, object] = {"sheets": book.sheets}
    for name, table in book.tables.items():
        told[name] = (table.name, table.sheet, table.headings, table.header_row, table.first_column, table.height)
        told |= {f"{name} {row}": values for row, values in enumerate(_rows(table))}
        told |= {f"{name} below {row}": _typed(values) for row, values in table.below.items()}
        told |= {f"{name} formulas {column}": rows.tolist() for column, rows in table.formulas.items()}
    return told


def _rows(table: RawTable) -> Iterator[object]:
    return map(_typed, zip(*table.cells, strict=True))


def _typed(values: tuple[object, ...]) -> list[tuple[str, object]]:
    return [(type(value).__name__, value) for value in values]


def values(table: RawTable) -> list[list[object]]:
    """Return the rows of a table."""
    return [list(row) for row in zip(*table.cells, strict=True)]


def column(table: RawTable, heading: str) -> list[object]:
    return list(table.cells[table.headings.index(heading)])
