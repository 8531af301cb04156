"""One sheet: its headings found, its used lines typed.

A sheet of a year's orders has half a million rows but few different values in a column; each different value is read
once.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Layout
from jxc_xl.problems import Found, Place, Problem
from jxc_xl.read.cells import Cell, read_cell, shown
from jxc_xl.read.plain import plain
from jxc_xl.schema import Column, Kind, Role, Sheet, folded
from jxc_xl.tables import RawTable
from jxc_xl.terms import Lang

NUMBERS = {Kind.QTY: 4, Kind.PRICE: 6, Kind.RATE: 6, Kind.INTEGER: 0}
TIMES = {Kind.DATE, Kind.MOMENT}


class Lines(NamedTuple):
    """A sheet's used lines, and where they stand."""

    lines: pd.DataFrame
    layout: Layout


def read_sheet(raw: RawTable, sheet: Sheet, lang: Lang, money_digits: int) -> Found[Lines]:
    """Read a sheet's used lines.

    Columns are found by heading in either language, in any order; columns that are not ours are passed over. A line
    is used when a cell that people fill holds something.
    """
    positions, problems = _positions(raw, sheet, lang)
    layout = _layout(raw, positions)
    digits = NUMBERS | {Kind.MONEY: money_digits}
    used = _used(raw, sheet, positions)
    if not len(used):
        return Found(Lines(empty(sheet), layout), problems + _outside(raw, sheet, positions, digits))
    rows = used + raw.header_row + 1
    columns: dict[str, object] = {"row": rows}
    is_filled = np.zeros(len(used), bool)
    for column in sheet.columns:
        cells = raw.cells[positions[column.key]][used] if column.key in positions else np.full(len(used), None, object)
        distinct = _read(cells, column, digits)
        heading = layout.headings.get(column.key, column.title.said(lang))
        place = Place(raw.sheet, 0, layout.letters.get(column.key, ""))
        problems += _troubles(distinct, rows, heading, place) + _tidied(distinct, rows, heading, place)
        columns[column.key] = _typed(distinct, column)
        if not column.is_kept:
            is_filled |= _filled(distinct)
    lines = pd.DataFrame(columns)
    problems += _outside(raw, sheet, positions, digits)
    return Found(Lines(lines if is_filled.all() else lines[is_filled].reset_index(drop=True), layout), problems)


def empty(sheet: Sheet) -> pd.DataFrame:
    """Return the lines of a sheet that has none."""
    return _empty(tuple((column.key, column.kind) for column in sheet.columns)).copy()


@cache
def _empty(columns: tuple[tuple[str, Kind], ...]) -> pd.DataFrame:
    kinds = {"row": "int64"} | {key: _dtype(kind) for key, kind in columns}
    return pd.DataFrame({key: _nothing(kind) for key, kind in kinds.items()})


@cache
def _nothing(dtype: str) -> pd.api.extensions.ExtensionArray:
    """Return no values of a type; made once, since every command reads a sheet or two dozen that are empty."""
    values: pd.api.extensions.ExtensionArray = pd.Series(dtype=dtype).array
    return values


def _dtype(kind: Kind) -> str:
    if kind in NUMBERS or kind is Kind.MONEY:
        return "Int64"
    return "datetime64[s]" if kind in TIMES else "str"


def letters_of(number: int) -> str:
    """Return the letters of a 1-based column number."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _positions(raw: RawTable, sheet: Sheet, lang: Lang) -> Found[dict[str, int]]:
    """Find each column by heading; a heading that is missing or double is told."""
    at: dict[str, list[int]] = {}
    for position, heading in enumerate(raw.headings):
        at.setdefault(folded(heading), []).append(position)
    positions: dict[str, int] = {}
    problems = []
    for column in sheet.columns:
        names = (column.title.said(lang), *column.title, column.key)
        hits = next((at[word] for word in map(folded, names) if word in at), [])
        if hits:
            positions[column.key] = hits[0]
        if len(hits) > 1:
            second = Place(raw.sheet, raw.header_row, letters_of(raw.first_column + hits[1]))
            problems.append(Problem("P115", second, {"heading": raw.headings[hits[0]]}))
        if not hits and (column.is_required or column.is_kept):
            facts = {"sheet": raw.sheet, "heading": column.title.said(lang)}
            problems.append(Problem("P113", Place(raw.sheet, raw.header_row), facts))
    return Found(positions, problems)


def _layout(raw: RawTable, positions: dict[str, int]) -> Layout:
    headings = {key: raw.headings[position] for key, position in positions.items()}
    letters = {key: letters_of(raw.first_column + position) for key, position in positions.items()}
    return Layout(raw.sheet, raw.header_row, headings, letters, raw.height)


def _used(raw: RawTable, sheet: Sheet, positions: dict[str, int]) -> np.ndarray:
    """Return the body rows in which a cell that people fill is not empty; it may still hold nothing but blanks."""
    entered = [column.key for column in sheet.columns if not column.is_kept and column.key in positions]
    is_used = np.zeros(raw.height, bool)
    for key in entered:
        if not is_used.all():
            is_used |= pd.notna(raw.cells[positions[key]])
    return np.flatnonzero(is_used)


def _outside(raw: RawTable, sheet: Sheet, positions: dict[str, int], digits: dict[Kind, int]) -> list[Problem]:
    """Tell rows below the table that look like lines somebody meant to enter.

    A row looks like one when more than half of the required columns hold something that can be read as what it should
    be: a sum has no day and no code, a note stands in one cell.
    """
    if sheet.role is not Role.ENTRY or sheet.key == "settings":
        return []
    required = [column for column in sheet.columns if column.is_required and column.key in positions]

    def is_line(cells: tuple[object, ...]) -> bool:
        read = [read_cell(cells[positions[column.key]], column, digits) for column in required]
        return 2 * sum(cell.value is not None for cell in read) > len(required)

    rows = [row for row, cells in sorted(raw.below.items()) if is_line(cells)]
    return [Problem("P124", Place(raw.sheet, rows[0]), {"row": rows[0], "rows": len(rows)})] if rows else []


class Distinct(NamedTuple):
    """A column's different values, and which of them each line has.

    Attributes:
        found: The values as found.
        values: As read: moments as seconds, anything else as objects; blank where nothing could be read.
        odd: Those that had to be looked at one by one, by place.
        codes: Place of each line's value, -1 = blank.
    """

    found: np.ndarray
    values: np.ndarray
    odd: dict[int, Cell]
    codes: np.ndarray

    def lines_of(self, places: list[int]) -> np.ndarray:
        """Return the lines that have one of some values."""
        if not places:
            return np.empty(0, np.int64)
        is_one = np.zeros(len(self.found) + 1, bool)
        is_one[places] = True
        return np.flatnonzero(is_one[self.codes])


def _read(cells: np.ndarray, column: Column, digits: dict[Kind, int]) -> Distinct:
    """Read a column: each different value once, plain ones all together."""
    codes, found = different(cells)
    values, is_plain = plain(found, column.kind, digits.get(column.kind))
    odd = {place: read_cell(found[place], column, digits) for place in np.flatnonzero(~is_plain).tolist()}
    for place, cell in odd.items():
        values[place] = cell.value
    return Distinct(found, values, odd, codes)


def different(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which different value each cell has (-1 = blank), and those values; TRUE is not 1, as Python has it."""
    codes, found = pd.factorize(cells, use_na_sentinel=True)
    if bool not in set(map(type, cells)):
        return codes, found
    is_bool = np.fromiter((isinstance(cell, bool) for cell in cells), bool, len(cells))
    others = cells.copy()
    others[is_bool] = None
    codes, found = pd.factorize(others, use_na_sentinel=True)
    codes[is_bool] = len(found) + cells[is_bool].astype(np.int64)
    return codes, np.append(found, np.array([False, True], object))


def _filled(distinct: Distinct) -> np.ndarray:
    """Tell which lines have anything to read in a column."""
    is_filled = np.asarray(distinct.codes >= 0)
    is_filled[distinct.lines_of([at for at, cell in distinct.odd.items() if not cell.code and cell.value is None])] = (
        False
    )
    return is_filled


def _troubles(distinct: Distinct, rows: np.ndarray, heading: str, place: Place) -> list[Problem]:
    """Tell each cell that cannot be read."""
    problems = []
    for position in distinct.lines_of([at for at, cell in distinct.odd.items() if cell.code]):
        cell = distinct.odd[distinct.codes[position]]
        at = Place(place.sheet, int(rows[position]), place.column)
        problems.append(Problem(cell.code, at, {"heading": heading, **cell.facts}))
    return problems


def _tidied(distinct: Distinct, rows: np.ndarray, heading: str, place: Place) -> list[Problem]:
    """Tell, once a column, what was read by rule."""
    hits = distinct.lines_of([at for at, cell in distinct.odd.items() if cell.is_tidied])
    if not len(hits):
        return []
    first = distinct.codes[hits[0]]
    facts = {
        "heading": heading,
        "cells": len(hits),
        "value": shown(distinct.found[first]),
        "read": distinct.odd[first].said,
    }
    return [Problem("P117", Place(place.sheet, int(rows[hits[0]]), place.column), facts)]


def _typed(distinct: Distinct, column: Column) -> pd.Series:
    values, codes = distinct.values, distinct.codes
    if column.kind in TIMES:
        return pd.Series(np.append(values, np.datetime64("NaT"))[codes])
    if column.kind in NUMBERS or column.kind is Kind.MONEY:
        return _numbers(values, codes)
    words = np.array([*values, None], object)
    words[pd.isna(words)] = column.default
    return pd.Series(words[codes], dtype="str")


def _numbers(values: np.ndarray, codes: np.ndarray) -> pd.Series:
    is_blank = np.append(pd.isna(values), True)
    whole = np.append(np.where(is_blank[:-1], 0, values), 0).astype(np.int64)
    return pd.Series(pd.arrays.IntegerArray(whole[codes], is_blank[codes]))
