"""A file from elsewhere: its columns found by name, its cells unwrapped.

Columns are found by what the caller maps, by our own headings in either language, and by the names platforms use.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jxc_xl.book import Book
from jxc_xl.problems import JxcError
from jxc_xl.read.known import NUMBERED
from jxc_xl.read.sheet import different
from jxc_xl.schema import Column, Sheet, folded
from jxc_xl.tables import RawTable
from jxc_xl.terms import Text

OPTIONAL = {"doc_no"}
"""Required columns that a file may lack: such lines are numbered by their content."""


def may_lack(column: Column, sheet: Sheet) -> bool:
    """Tell whether a file may lack a column."""
    return not column.is_required or (column.key in OPTIONAL and sheet.key in NUMBERED)


def ours(raw: RawTable, sheet: Sheet, mapping: Mapping[str, str], book: Book) -> RawTable:
    """Return the file's columns under our headings.

    Raises:
        JxcError: P235, a required or named column is not in the file; P238, a mapping names no column of ours.
    """
    at = {folded(heading): position for position, heading in reversed(list(enumerate(raw.headings)))}
    wanted = {folded(ours): folded(theirs) for ours, theirs in mapping.items()}
    _check_mapping(raw, sheet, mapping)
    headings, cells = [], []
    for column in sheet.columns:
        position = _position(column, at, wanted)
        if position is not None:
            headings.append(column.title.said(book.lang))
            cells.append(_unwrapped(raw.cells[position]))
        elif not may_lack(column, sheet):
            listed = ", ".join(raw.headings)
            title = column.title.said(book.lang)
            raise JxcError("P235", raw.sheet, heading=title, ours=title, columns=listed)
    return RawTable(sheet.table, raw.sheet, tuple(headings), raw.header_row, 1, tuple(cells))


def _check_mapping(raw: RawTable, sheet: Sheet, mapping: Mapping[str, str]) -> None:
    """Refuse a mapping of which one side is not there."""
    columns = [column for column in sheet.columns if not column.is_kept]
    known = {folded(name) for column in columns for name in (column.key, *column.title)}
    theirs = {folded(heading) for heading in raw.headings}
    for name, heading in mapping.items():
        if folded(name) not in known:
            titles = [column.title for column in columns]
            listed = Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))
            raise JxcError("P238", raw.sheet, name=name, sheet=sheet.title, choices=listed)
        if folded(heading) not in theirs:
            raise JxcError("P235", raw.sheet, heading=heading, ours=name, columns=", ".join(raw.headings))


def _position(column: Column, at: Mapping[str, int], wanted: Mapping[str, str]) -> int | None:
    names = (column.key, *column.title)
    mapped = [wanted[folded(name)] for name in names if folded(name) in wanted]
    if mapped:
        return at.get(mapped[0])
    if column.is_kept:
        return None
    return next((at[folded(name)] for name in (*names, *column.aliases) if folded(name) in at), None)


def _unwrapped(cells: np.ndarray) -> np.ndarray:
    """Take off what keeps spreadsheets from spoiling codes in CSV files: ="123", a leading ' or tab."""
    codes, values = different(cells)
    plain = np.array([*(_bare(value) for value in values), None], object)
    return np.asarray(plain[codes], object)


def _bare(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.lstrip("\t'")
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text or None
