"""What xlwings leaves to ``api``, under the names it has in Excel, so that a caller need not know which it talks to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jxc_xl.hosts.calc import values


class AutoCorrect:
    """Excel's habits while typing; LibreOffice has none of them, so nothing follows from these."""

    AutoFillFormulasInLists = False
    AutoExpandListRange = False


class AppApi:
    """LibreOffice under Excel's names."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401 - the app
        self.AutoCorrect = AutoCorrect()
        self.context = app.context
        self.desktop = app.desktop
        self._app = app

    def CalculateFull(self) -> None:  # noqa: N802 - Excel's name
        """Work out every formula of every book."""
        for book in self._app.books:
            book.uno.calculateAll()


class BookApi:
    """A book under Excel's names."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - the book
        self.uno = book.uno
        self._book = book

    @property
    def Date1904(self) -> bool:  # noqa: N802 - Excel's name
        """Whether it counts days from 1904."""
        return bool(self.uno.NullDate.Year == 1904)  # noqa: PLR2004

    @property
    def FullName(self) -> str:  # noqa: N802 - Excel's name
        """Where it is."""
        return self._book.fullname  # type: ignore[no-any-return]

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802 - Excel's name
        """Save a copy and stay with the book."""
        self._book.save_copy(Path(path))


class Protection:
    """What a protected sheet allows; LibreOffice keeps it by itself while the sheet is unprotected."""

    AllowFormattingCells = AllowFormattingColumns = AllowFormattingRows = False
    AllowInsertingColumns = AllowInsertingRows = AllowInsertingHyperlinks = False
    AllowDeletingColumns = AllowDeletingRows = AllowSorting = AllowFiltering = AllowUsingPivotTables = False


class SheetApi:
    """A sheet under Excel's names."""

    def __init__(self, sheet: Any) -> None:  # noqa: ANN401 - the sheet
        self.uno = sheet.uno
        self.Protection = Protection()

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - Excel's name
        """Whether its cells are protected."""
        return bool(self.uno.isProtected())

    ProtectDrawingObjects = ProtectScenarios = ProtectContents

    def Protect(self, password: str = "", *_allowed: object) -> None:  # noqa: N802 - Excel's name
        """Protect it."""
        self.uno.protect(password)

    def Unprotect(self, password: str = "") -> None:  # noqa: N802 - Excel's name
        """Take its protection away; with a wrong password it stays."""
        self.uno.unprotect(password)


class RangeApi:
    """Cells under Excel's names."""

    def __init__(self, cells: Any) -> None:  # noqa: ANN401 - a range
        self.uno = cells.uno
        self._cells = cells

    @property
    def Value2(self) -> object:  # noqa: N802 - Excel's name
        """The numbers as they are: days not as moments, money with all its digits."""
        rows = values.exact(self.uno, self._cells.sheet.book)
        return rows[0][0] if len(self._cells) == 1 else tuple(map(tuple, rows))


class Filtered:
    """The filter of a table under Excel's names."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401 - the table
        self._table = table

    @property
    def FilterMode(self) -> bool:  # noqa: N802 - Excel's name
        """Whether it hides rows."""
        return bool(self._table.uno.getFilterDescriptor().FilterFields)


class TableApi:
    """A table under Excel's names."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401 - the table
        self.uno = table.uno
        self.AutoFilter = Filtered(table)

    @property
    def ShowAutoFilter(self) -> bool:  # noqa: N802 - Excel's name
        """Whether its headings have filter buttons."""
        return bool(self.uno.AutoFilter)
