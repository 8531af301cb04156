"""Cells of a sheet: values, formulas and formats of whole rectangles at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from xlwings import base_classes

from jxc_xl.hosts.addresses import LAST_COLUMN, LAST_ROW, Area, letters
from jxc_xl.hosts.calc import values
from jxc_xl.hosts.calc.entering import enter
from jxc_xl.hosts.calc.native import RangeApi
from jxc_xl.hosts.calc.places import uno

_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
_CONTENT = 1 | 2 | 4 | 16  # numbers, moments, texts, formulas

Rows = Sequence[Sequence[object]]


class Range(base_classes.Range):
    """A rectangle of cells; it may be empty."""

    __slots__ = ("sheet",)
    sheet: Any

    has_array = False

    def __init__(self, sheet: Any, area: Area) -> None:  # noqa: ANN401 - the sheet it belongs to
        self.sheet = sheet
        self.area = area
        self.options: dict[str, object] = {}

    @cached_property
    def uno(self) -> Any:  # noqa: ANN401 - a UNO object
        """The cells as UNO has them."""
        top, left, bottom, right = self.area
        return self.sheet.uno.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def api(self) -> RangeApi | None:
        """What only Excel's own names reach; None for no cells."""
        return RangeApi(self) if len(self) else None

    @property
    def row(self) -> int:
        """The first row."""
        return self.area.top

    @property
    def column(self) -> int:
        """The first column."""
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.area.bottom - self.area.top + 1, self.area.right - self.area.left + 1

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __bool__(self) -> bool:
        return True

    def __call__(self, row: int, column: int | None = None) -> Range:
        """Return one cell by its place from the first, which is 1 or (1, 1)."""
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        top, left = self.row + row - 1, self.column + column - 1
        return Range(self.sheet, Area(top, left, top, left))

    @property
    def raw_value(self) -> object:
        """Values as COM gives them: floats, moments, truth, texts, None, errors as integers."""
        return self._shaped(values.shown(self.uno, self.sheet.book)) if len(self) else None

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        if len(self):
            enter(self.uno, self.sheet.book, self._filled(value))

    @property
    def formula(self) -> object:
        """Formulas as Excel writes them, and constants as their text."""
        return self._shaped(values.formulas(self.uno, self.sheet.book)) if len(self) else None

    @formula.setter
    def formula(self, value: object) -> None:
        self.raw_value = value

    formula2 = formula

    @property
    def number_format(self) -> str | None:
        """The number format, None when the cells have several."""
        formats, key = self.sheet.book.formats, self.uno.NumberFormat
        if key:  # several give 0, which is a key too
            return str(formats.code(key))
        groups = self.uno.getUniqueCellFormatRanges()
        has_one = groups.Count == 1 or not any(groups.getByIndex(at).NumberFormat for at in range(groups.Count))
        return str(formats.code(key)) if has_one else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.uno.NumberFormat = self.sheet.book.formats.key(code)

    def _shaped(self, rows: Rows) -> object:
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    def _filled(self, value: object) -> Rows:
        """Return rows for all cells; one value goes into every cell."""
        rows, columns = self.shape
        if not isinstance(value, list | tuple):
            return [[value] * columns] * rows
        if value and not isinstance(value[0], list | tuple):
            return [value] * rows
        return value

    @property
    def merge_cells(self) -> bool | None:
        """Whether they are merged into one; None when some are."""
        is_merged = bool(self.uno.getIsMerged())
        if self.merge_area.area == self.area and not is_merged:
            return False
        return True if self.merge_area.area == self(1).merge_area.area else None

    @property
    def merge_area(self) -> Range:
        """The merged cells that the first cell belongs to."""
        cursor = self.sheet.uno.createCursorByRange(self.uno)
        cursor.collapseToMergedArea()
        return Range(self.sheet, area_of(cursor.RangeAddress))

    def clear_contents(self) -> None:
        """Blank the cells; their formats stay."""
        if len(self):
            self.uno.clearContents(_CONTENT)

    def end(self, direction: str) -> Range:
        """Return where Ctrl and an arrow lead from the first cell."""
        rows, columns = _STEPS[direction]
        row, column = self.row, self.column
        line = self._line(rows, columns)
        is_run = len(line) > 0 and line[0] and values.exact(self(1).uno, self.sheet.book)[0][0] is not None
        steps = next((i for i, is_filled in enumerate(line) if is_filled != is_run), None)
        if is_run:
            steps = len(line) if steps is None else steps
        else:
            edge = (
                {1: LAST_ROW - row, -1: row - 1}[rows] if rows else {1: LAST_COLUMN - column, -1: column - 1}[columns]
            )
            steps = edge if steps is None else steps + 1
        return self(1 + rows * steps, 1 + columns * steps)

    def _line(self, rows: int, columns: int) -> list[bool]:
        """Return which cells are filled from the first cell on, it left out, as far as the sheet is used."""
        used: Area = self.sheet.used_range.area
        top, left = self.row, self.column
        bottom, right = max(used.bottom, top), max(used.right, left)
        if rows:
            area = Area(top + 1, left, bottom, left) if rows > 0 else Area(1, left, top - 1, left)
        else:
            area = Area(top, left + 1, top, right) if columns > 0 else Area(top, 1, top, left - 1)
        cells = Range(self.sheet, area)
        if area.bottom < area.top or area.right < area.left:
            return []
        found = [value is not None for row in values.exact(cells.uno, self.sheet.book) for value in row]
        return found if rows + columns > 0 else found[::-1]

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:  # noqa: FBT001 - xlwings passes it so
        """Return the address."""
        row, column = "$" * bool(row_absolute), "$" * bool(col_absolute)
        corners = ((self.area.top, self.area.left), (self.area.bottom, self.area.right))
        texts = [f"{column}{letters(left)}{row}{top}" for top, left in corners]
        text = texts[0] if len(self) == 1 else ":".join(texts)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{text}" if external else text

    @property
    def address(self) -> str:
        """The address, absolute."""
        return self.get_address(row_absolute=True, col_absolute=True, external=False)

    def select(self) -> None:
        """Select the cells."""
        self.sheet.activate()
        self.sheet.book.uno.CurrentController.select(self.uno)


def area_of(address: Any) -> Area:  # noqa: ANN401 - a UNO struct
    """Return a UNO address as an area."""
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def range_address(sheet: Any, area: Area) -> Any:  # noqa: ANN401 - a sheet, and a UNO struct
    """Return an area as a UNO address."""
    made = uno().createUnoStruct("com.sun.star.table.CellRangeAddress")
    made.Sheet = sheet.uno.RangeAddress.Sheet
    made.StartRow, made.StartColumn, made.EndRow, made.EndColumn = (number - 1 for number in area)
    return made


def selected(book: Any) -> Range | None:  # noqa: ANN401 - a book
    """Return the selected cells of a book; None when something else is selected, or several ranges are."""
    chosen = book.uno.CurrentSelection
    address = getattr(chosen, "RangeAddress", None)
    return Range(book.sheets(address.Sheet + 1), area_of(address)) if address else None
