"""Names that a workbook gives to cells and formulas."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.calc.formulas import to_calc, to_excel
from jxc_xl.hosts.calc.places import uno
from jxc_xl.hosts.calc.ranges import Range, area_of


class Names(base_classes.Names):
    """The names of a book."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - the book it belongs to
        self.book = book

    @property
    def api(self) -> Any:  # noqa: ANN401 - a UNO object
        """The names as UNO has them."""
        return self.book.uno.NamedRanges

    def __len__(self) -> int:
        return len(self.api.ElementNames)

    def contains(self, name: str) -> bool:
        """Tell whether there is such a name."""
        return self._exact(name) is not None

    def __call__(self, key: int | str) -> Name:
        """Return a name by itself or its place."""
        name = self.api.ElementNames[key - 1] if isinstance(key, int) else self._exact(key)
        if name is None:
            raise KeyError(key)
        return Name(self.book, self.api.getByName(name))

    def add(self, name: str, refers_to: str) -> Name:
        """Give a name to a formula such as ``=Sheet1!$A$1``."""
        start = uno().createUnoStruct("com.sun.star.table.CellAddress")
        self.api.addNewByName(name, to_calc("=" + refers_to.lstrip("="))[1:], start, 0)
        return self(name)

    def _exact(self, name: str) -> str | None:
        return next((known for known in self.api.ElementNames if known.lower() == name.lower()), None)


class Name(base_classes.Name):
    """One name."""

    __slots__ = ("api",)
    api: Any

    def __init__(self, book: Any, name: Any) -> None:  # noqa: ANN401 - the book, and a UNO object
        self.book = book
        self.api = name

    @property
    def name(self) -> str:
        """The name."""
        return str(self.api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value

    @property
    def refers_to(self) -> str:
        """The formula it stands for."""
        return to_excel("=" + self.api.Content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.Content = to_calc("=" + value.lstrip("="))[1:]

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for."""
        cells = self.api.getReferredCells()
        return Range(self.book.sheets(cells.RangeAddress.Sheet + 1), area_of(cells.RangeAddress))

    def delete(self) -> None:
        """Take it out of the book."""
        self.book.uno.NamedRanges.removeByName(self.name)
