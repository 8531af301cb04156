"""Sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes

from jxc_xl.hosts.addresses import LAST_COLUMN, LAST_ROW, Area
from jxc_xl.hosts.calc.native import SheetApi
from jxc_xl.hosts.calc.ranges import Range, area_of
from jxc_xl.hosts.calc.tables import Tables

Corner = str | tuple[int, ...] | Range
_CORNER = 2


class Sheets(base_classes.Sheets):
    """The sheets, in the order of their tabs."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - the book it belongs to
        self.book = book

    @property
    def api(self) -> Any:  # noqa: ANN401 - a UNO object
        """The sheets as UNO has them."""
        found = self.book.uno.Sheets
        if found is None:
            message = "the book is closed"
            raise xw.XlwingsError(message)
        return found

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self.book, self.book.uno.CurrentController.ActiveSheet)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(index)) for index in range(len(self)))

    def __len__(self) -> int:
        return int(self.api.Count)

    def __call__(self, key: int | str) -> Sheet:
        """Return a sheet by its title or place."""
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for name in self.api.ElementNames:
            if name.lower() == key.lower():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(key)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Add a sheet before or after another; before the active one if neither is given."""
        place = after.index if after else (before or self.active).index - 1
        title = name or next(
            text for number in range(1, 10**6) if (text := f"Sheet{number}") not in self.api.ElementNames
        )
        self.api.insertNewByName(title, place)
        return self(title)


class Sheet(base_classes.Sheet):
    """One sheet."""

    __slots__ = ("api", "book")
    api: SheetApi
    book: Any

    def __init__(self, book: Any, sheet: Any) -> None:  # noqa: ANN401 - the book, and a UNO object
        self.book = book
        self.uno = sheet
        self.api = SheetApi(self)

    @property
    def name(self) -> str:
        """Its title."""
        return str(self.uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.uno.Name = value

    @property
    def index(self) -> int:
        """Its place, the first being 1."""
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether its tab is shown."""
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = bool(value)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def cells(self) -> Range:
        """All its cells."""
        return Range(self, Area(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        """The cells that hold anything."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)  # noqa: FBT003 - UNO methods
        cursor.gotoEndOfUsedArea(True)  # noqa: FBT003
        return Range(self, area_of(cursor.RangeAddress))

    def range(self, first: Corner, second: Corner | None = None) -> Range:
        """Return the cells of an address, a name, a table, ``(row, column)`` or ``(row, column, rows, columns)``."""
        one = self._area(first)
        if second is None:
            return Range(self, one)
        other = self._area(second)
        top, left = min(one.top, other.top), min(one.left, other.left)
        return Range(self, Area(top, left, max(one.bottom, other.bottom), max(one.right, other.right)))

    def _area(self, where: Corner) -> Area:
        if isinstance(where, Range):
            return where.area
        if isinstance(where, tuple):
            if 0 in where[:_CORNER]:
                message = "rows and columns count from 1"
                raise IndexError(message)
            row, column, rows, columns = where if len(where) > _CORNER else (*where, 1, 1)
            return Area(row, column, row + rows - 1, column + columns - 1)
        return self._named(where)

    def _named(self, text: str) -> Area:
        for table in self.tables:
            if table.name.lower() == text.lower():
                return table.body
        if self.book.names.contains(text):
            found: Range = self.book.names(text).refers_to_range
            return found.area
        return area_of(self.uno.getCellRangeByName(text.replace("$", "")).RangeAddress)

    def activate(self) -> None:
        """Bring it to the front."""
        self.book.uno.CurrentController.setActiveSheet(self.uno)

    select = activate

    def clear_contents(self) -> None:
        """Blank all its cells."""
        self.cells.clear_contents()

    def delete(self) -> None:
        """Take it out of the book."""
        self.book.uno.Sheets.removeByName(self.name)
