"""The cells of a sheet in a spreadsheet program: one array of values, one of formulas, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import xlwings as xw

from jxc_xl.hosts import excel_native as native
from jxc_xl.hosts.addresses import Area, Cells
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.facts import SheetFacts, within
from jxc_xl.hosts.preflight import MAX_CELLS

ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
"""Error cells come as integers, which no number of a cell ever is: Excel hands numbers over as floats."""
_AT_ONCE = 4_000_000
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The day of a cell that holds a time only."""


class Read(NamedTuple):
    """Cells of a sheet from row 1 on.

    Attributes:
        area: Where they are.
        rows: Their values, blanks and errors as "".
        height: The last row that holds anything.
        facts: Where formulas and errors are.
    """

    area: Area
    rows: list[list[object]]
    height: int
    facts: SheetFacts

    def standing(self, area: Area) -> list[list[object]]:
        """Return cells as they stand, blanks and errors as None; those beyond what was read are blank."""
        left, right = area.left - self.area.left, area.right + 1 - self.area.left
        rows = self.rows[area.top - 1 : area.bottom]
        missing = area.bottom + 1 - area.top - len(rows)
        found = [[None if value == "" else value for value in row[left:right]] for row in rows]
        return found + [[None] * (right - left) for _ in range(missing)]

    def is_plain(self, area: Area) -> bool:
        """Tell whether an area is free of formulas and errors."""
        return not (len(within(self.facts.formulas, area)) or len(within(self.facts.errors, area)))

    def is_blank(self, area: Area) -> bool:
        """Tell whether an area holds nothing at all."""
        is_beyond = area.top > self.height
        return is_beyond or (self.is_plain(area) and all(value is None for row in self.standing(area) for value in row))


def area_of(cells: xw.Range) -> Area:
    """Return where cells are."""
    rows, columns = cells.shape
    return Area(cells.row, cells.column, cells.row + rows - 1, cells.column + columns - 1)


def cells_of(sheet: xw.Sheet, area: Area) -> xw.Range:
    """Return the cells of an area."""
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def is_formula(formula: object, value: object) -> bool:
    """Tell a formula from a text that starts like one: such a text is its own value."""
    return isinstance(formula, str) and formula[:1] == "=" and formula != value


def read_cells(sheet: xw.Sheet, tables: Sequence[Area], *, uses_1904: bool) -> Read:
    """Read a sheet from row 1 to its last used row, and to the end of its tables.

    Args:
        sheet: The sheet.
        tables: Areas of all its tables.
        uses_1904: Its book counts days from 1904.

    Problems:
        H006: the sheet is used far beyond anything a shop enters.
    """
    areas = [area_of(sheet.used_range), *tables]
    left, right = min(area.left for area in areas), max(area.right for area in areas)
    area = Area(1, left, max(area.bottom for area in areas), right)
    if area.bottom * (area.right - area.left + 1) > MAX_CELLS:
        raise HostError("H006", reason="cells", sheet=sheet.name, rows=area.bottom, columns=area.right)
    taken = _Taken(left, _DAY_ZERO_1904 if uses_1904 else _DAY_ZERO)
    for part in _slices(area):
        taken.take(cells_of(sheet, part))
    return taken.read(area)


def _slices(area: Area) -> Iterator[Area]:
    height = max(_AT_ONCE // (area.right - area.left + 1), 1)
    for top in range(area.top, area.bottom + 1, height):
        yield area._replace(top=top, bottom=min(top + height - 1, area.bottom))


class _Taken:
    """Rows of a sheet as they come in, from its first row on.

    Attributes:
        left: Their first column.
        day_zero: The day of a cell that holds a time only.
        rows: Their values, blanks and errors as "".
        errors: Row, column and text of each error.
        formulas: Row and column of each formula.
    """

    def __init__(self, left: int, day_zero: date) -> None:
        self.left, self.day_zero = left, day_zero
        self.rows: list[list[object]] = []
        self.errors: list[tuple[int, int, str]] = []
        self.formulas: list[tuple[int, int]] = []

    def take(self, cells: xw.Range) -> None:
        """Take in some rows."""
        width = cells.shape[1]
        values, formulas = native.rows_of(cells.raw_value, width), native.rows_of(cells.formula, width)
        if any(isinstance(value, Decimal) for row in values for value in row):
            values = _with_exact_money(values, native.exact_values(cells))
        shown = native.errors_of(cells)
        for at, pair in enumerate(zip(values, formulas, strict=True)):
            self._take_row(*pair)
            if shown:
                self._take_shown(shown[at])

    def _take_row(self, values: Sequence[object], formulas: Sequence[object]) -> None:
        row, plain = len(self.rows) + 1, list[object]()
        for column, (value, formula) in enumerate(zip(values, formulas, strict=True), self.left):
            if is_formula(formula, value):
                self.formulas.append((row, column))
            if type(value) is int:
                self.errors.append((row, column, ERRORS.get(value, "#VALUE!")))
                value = ""  # noqa: PLW2901 - readers show an error as blank
            plain.append(self._plain(value))
        self.rows.append(plain)

    def _take_shown(self, shown: Sequence[object]) -> None:
        """Take in errors of the last row where values do not tell them; a text that reads like one passes for one."""
        for at, text in enumerate(shown):
            if text:
                self.errors.append((len(self.rows), self.left + at, str(text)))
                self.rows[-1][at] = ""

    def _plain(self, value: object) -> object:
        """Return a value as a reader of files gives it: a whole day as a date, a time of no day as a time."""
        if not isinstance(value, datetime):
            return "" if value is None else value
        day = date(value.year, value.month, value.day)
        clock = time(value.hour, value.minute, value.second, value.microsecond)
        if day <= self.day_zero:
            return clock
        return datetime.combine(day, clock) if clock != time() else day

    def read(self, area: Area) -> Read:
        """Return all that was taken in."""
        errors = _places([(row, column) for row, column, _ in self.errors])
        formulas = _places(self.formulas)
        texts = tuple(text for _, _, text in self.errors)
        facts = SheetFacts(area.bottom, area.right, errors, texts, formulas, _places([]))
        filled = (row for row in range(len(self.rows), 0, -1) if any(value != "" for value in self.rows[row - 1]))
        height = max([next(filled, 0), *errors.rows[-1:].tolist(), *formulas.rows[-1:].tolist()])
        return Read(area, self.rows, height, facts)


def _with_exact_money(values: native.Rows, exact: native.Rows) -> native.Rows:
    """Return values with money as it is, where Excel rounded it to four digits."""
    return [
        [other if isinstance(one, Decimal) else one for one, other in zip(row, others, strict=True)]
        for row, others in zip(values, exact, strict=True)
    ]


def _places(pairs: Sequence[tuple[int, int]]) -> Cells:
    rows, columns = np.array(pairs, np.int64).reshape(-1, 2).T
    return Cells(rows, columns)
