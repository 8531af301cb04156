"""What a reference in a formula refers to: ``A2``, ``'My sheet'!$A:$C``, ``tblSales[[#This Row],[qty]]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from jxc_xl.hosts.addresses import LAST_COLUMN, LAST_ROW, Area, area, is_on_sheet, letters, number
from jxc_xl.hosts.package import Table

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:]+))!(.+)")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")
_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_STEADY = re.compile(r"\$[A-Za-z]{1,3}\$\d{1,7}")
_CELL_LIKE = re.compile(r"(?<![\w.\[])(\$?[A-Za-z]{1,3}\$?\d{1,7})(?![\w(\]])")
_ESCAPE = re.compile(r"'(.)")


class Reference(NamedTuple):
    """Cells of a sheet."""

    sheet: str
    area: Area

    @property
    def is_one(self) -> bool:
        """True for a single cell."""
        return self.area.top == self.area.bottom and self.area.left == self.area.right

    def __str__(self) -> str:
        """Return it as formulas name it, absolute."""
        top, left, bottom, right = self.area
        sheet = quoted(self.sheet)
        if top == 1 and bottom == LAST_ROW:
            return f"{sheet}!${letters(left)}:${letters(right)}"
        if left == 1 and right == LAST_COLUMN:
            return f"{sheet}!${top}:${bottom}"
        first, last = f"${letters(left)}${top}", f"${letters(right)}${bottom}"
        return f"{sheet}!{first}" if self.is_one else f"{sheet}!{first}:{last}"


class Here(NamedTuple):
    """The cell a formula stands in."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Book:
    """What references may name.

    Attributes:
        tables: Tables by name in lower case.
        names: What defined names stand for, by the sheet they belong to (empty for none) and the name in lower case.
        sheets: Titles of sheets by the same in lower case.
    """

    tables: Mapping[str, Table]
    names: Mapping[tuple[str, str], str]
    sheets: Mapping[str, str]

    def named(self, name: str, here: Here) -> tuple[str | None, bool]:
        """Return what a name stands for, if it is one, and whether it belongs to the sheet alone."""
        local = self.names.get((here.sheet, name.lower()))
        return (local, True) if local is not None else (self.names.get(("", name.lower())), False)


def quoted(sheet: str) -> str:
    """Return a sheet's title as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _split_sheet(text: str) -> tuple[str, str]:
    """Return the sheet a reference names, empty if none, and the rest."""
    match = _SHEET.fullmatch(text)
    if not match:
        return "", text
    return (match.group(1) or match.group(2)).replace("''", "'"), match.group(3)


def reference_of(text: str, here: Here, book: Book) -> Reference | None:
    """Return what a reference refers to; None for names, other workbooks, and what is no reference."""
    if "[" in text or text.lower() in book.tables:
        return _in_table(text, here, book)
    sheet, rest = _split_sheet(text)
    where = _area(rest)
    title = book.sheets.get(sheet.lower(), "") if sheet else here.sheet
    return Reference(title, where) if where and title else None


def _area(text: str) -> Area | None:
    if where := area(text):
        (top, bottom), (left, right) = sorted((where.top, where.bottom)), sorted((where.left, where.right))
        return Area(top, left, bottom, right) if is_on_sheet(Area(top, left, bottom, right)) else None
    if columns := _COLUMNS.fullmatch(text):
        left, right = sorted(map(number, columns.groups()))
        return Area(1, left, LAST_ROW, right)
    if rows := _ROWS.fullmatch(text):
        top, bottom = sorted(map(int, rows.groups()))
        return Area(top, 1, bottom, LAST_COLUMN)
    return None


def _in_table(text: str, here: Here, book: Book) -> Reference | None:
    name, mark, inside = text.partition("[")
    table = book.tables.get(name.lower())
    if table is None or (mark and not inside.endswith("]")):
        return None
    rows, columns = _picked(inside[:-1] if mark else "")
    across = _columns(table, columns)
    down = _rows(table, rows, here)
    return Reference(table.sheet, Area(down[0], across[0], down[1], across[1])) if across and down else None


def _picked(inside: str) -> tuple[list[str], list[str]]:
    """Return the special items (``#This Row``) and the columns that stand between a table's brackets."""
    items = _ITEM.findall(inside) if "[" in inside else [inside]
    if inside.startswith("@"):
        items = ["#This Row", *(_ITEM.findall(inside) if "[" in inside else [inside[1:]])]
    special = [item.lower() for item in items if item.startswith("#")]
    return special, [_ESCAPE.sub(r"\1", item) for item in items if item and not item.startswith("#")]


def _columns(table: Table, names: list[str]) -> tuple[int, int] | None:
    if not names:
        return table.area.left, table.area.right
    known = {heading.lower(): column for column, heading in enumerate(table.headings, table.area.left)}
    places = [known.get(name.lower()) for name in names]
    found = [place for place in places if place is not None]
    return (min(found), max(found)) if len(found) == len(places) else None


def _rows(table: Table, special: list[str], here: Here) -> tuple[int, int] | None:
    rows = [row for item in special or ["#data"] for row in _rows_of(table, item, here)]
    return (min(rows), max(rows)) if rows else None


def _rows_of(table: Table, item: str, here: Here) -> Iterator[int]:
    body = table.body
    if item == "#this row" and body.top <= here.row <= body.bottom:
        yield here.row
    elif item == "#data":
        yield from (body.top, body.bottom)
    elif item == "#headers" and table.headers:
        yield table.header_row
    elif item == "#all":
        yield from (table.area.top, table.area.bottom)
    elif item == "#totals" and table.totals:
        yield table.area.bottom


def is_steady(meant: str) -> bool:
    """Tell whether what a name stands for is the same cells wherever it is used."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", meant)
    return all(_STEADY.fullmatch(found) for found in _CELL_LIKE.findall(bare))
