"""Values of a column as a spreadsheet program takes them: nearest floats, day numbers, and texts that stay texts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.rendering import MAX_TEXT
from jxc_xl.tables import Column

TEXT_FORMAT = "@"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
_FIRST_SAFE_DAY = 61  # Excel has a 29 February 1900, so the days before are off by one
_SHIFT_1904 = 1462
_MAX_LITERAL = 255  # of a text inside a formula
_PARTS = 10**11  # of a day, as many as the file host writes
_DAY_MICROSECONDS = 86_400_000_000
_TRUTHS = (
    " true false wahr falsch vrai faux verdadero falso verdadeiro vero waar onwaar prawda fałsz sant falskt sand falsk"
    " tosi epätosi doğru yanl\u0131\u015f pravda nepravda igaz hamis истина ложь "
)
"""TRUE and FALSE as Excels of other languages read them; those of Chinese and Japanese ones are English."""

Cells = list[object]


@dataclass(frozen=True, slots=True)
class Typed:
    """What goes into a cell as if it were typed: a formula, an error."""

    text: str


def cells_of_column(column: Column, name_of: Callable[[int], str], *, uses_1904: bool = False) -> Cells:
    """Return a column's cells: None, float, bool, str for a text, `Typed` for a link.

    Args:
        column: The column.
        name_of: Address of a value's cell, by its index, for messages.
        uses_1904: The book counts days from 1904.

    Problems:
        H010: a text is too long for a cell.
    """
    values = column.values
    if pd.api.types.is_datetime64_any_dtype(values):
        moments = values.dt.as_unit("us").astype("object").where(values.notna(), None).tolist()
        return [_cell(value, column, _SHIFT_1904 if uses_1904 else 0) for value in moments]
    is_missing = values.isna().tolist()
    made = [
        None if missing else _cell(value, column, _SHIFT_1904 if uses_1904 else 0)
        for value, missing in zip(values.tolist(), is_missing, strict=True)
    ]
    _check_lengths(made, name_of)
    return made


def _check_lengths(cells: Cells, name_of: Callable[[int], str]) -> None:
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > MAX_TEXT // 2:
            length = len(cell) + sum(sign > "\uffff" for sign in cell)  # as Excel counts
            if length > MAX_TEXT:
                raise HostError("H010", reason="text", cell=name_of(index), found=length, limit=MAX_TEXT)


def _cell(value: Any, column: Column, shift: int) -> object:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, str):
        return (link(value) if column.is_link else value) or None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, date):
        return day_number(value, shift)
    return None if value is None else _number(value, column.digits)


def _number(value: Any, digits: int) -> object:  # noqa: ANN401
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else Typed("#NUM!")
    if isinstance(value, int | np.integer):
        return int(value) / 10**digits  # a quotient of two integers is rounded once
    return str(value) or None


def day_number(moment: date, shift: int = 0) -> float | str:
    """Return a day number; a date before 1 March 1900 (or the book's first) stays text."""
    full = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    since = full.replace(tzinfo=None) - _EPOCH
    if since.days < max(_FIRST_SAFE_DAY, shift):
        return moment.isoformat().removesuffix("T00:00:00")
    rest = since.seconds * 1_000_000 + since.microseconds
    fraction = (rest * _PARTS + _DAY_MICROSECONDS // 2) // _DAY_MICROSECONDS
    return ((since.days - shift) * _PARTS + fraction) / _PARTS


def link(target: str) -> Typed | str:
    """Return the formula that jumps to ``销售!H7``; a text that is no address stays text."""
    sheet, mark, cell = target.rpartition("!")
    quoted = sheet if sheet.startswith("'") else "'" + sheet.replace("'", "''") + "'"
    place = f"#{quoted}!{cell}"
    if not mark or len(place) > _MAX_LITERAL:
        return target
    literals = (text.replace('"', '""') for text in (place, target))
    return Typed('=HYPERLINK("{}","{}")'.format(*literals))


def typed(cell: object, *, is_text: bool) -> object:
    """Return a cell as it is handed to Excel, which reads every text as if a person had typed it.

    Args:
        cell: None, float, bool, str or `Typed`.
        is_text: The cell's number format is text, where Excel takes what comes as it is.
    """
    if cell is None:
        return ""
    if isinstance(cell, Typed):
        return cell.text
    if not isinstance(cell, str):
        return cell
    return cell if is_plain(cell) or (is_text and cell[0] != "'") else f"'{cell}"


def is_plain(text: str) -> bool:
    """Tell whether no Excel takes a text for anything but a text.

    Formulas, numbers, days and errors start with a sign or a digit, or hold a digit of some script: ``=1``, ``-x``,
    ``001``, ``1-2``, ``1E5``, ``SEP2``, ``三月``, ``#N/A``. Words without one are texts, unless they are TRUE or FALSE.
    An apostrophe at the start would be swallowed.
    """
    return text[:1].isalpha() and not any(map(str.isnumeric, text)) and f" {text.casefold()} " not in _TRUTHS
