"""Rows and cells as they stand in the XML of a sheet, taken apart without losing a byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from jxc_xl.hosts.addresses import Area, number
from jxc_xl.hosts.blocks import ROW
from jxc_xl.hosts.errors import HostError

CELL = b"<c "
_DIGITS = b"0123456789"
_PLACE = re.compile(rb'\sr="([A-Z]{1,3})[0-9]{1,7}"')
_NUMBER = re.compile(rb'[^>]*?\sr="([0-9]{1,7})"')
_STYLE = re.compile(rb'\ss="[0-9]+"')
_VALUE = re.compile(rb"<(?:v|is)[ >]")
_FORMULA = re.compile(rb"<f[ />]")


class Row(NamedTuple):
    """A row: its number, and its XML from behind ``<row`` on."""

    number: int
    xml: bytes


class Cell(NamedTuple):
    """A cell: its column, and its XML from behind ``<c`` on."""

    column: int
    xml: bytes

    @property
    def attributes(self) -> bytes:
        """Its attributes, with the blank before them."""
        return self.xml[: self.xml.index(b">")].rstrip(b"/")

    @property
    def style(self) -> bytes:
        """The style attribute with the blank before it, or nothing."""
        match = _STYLE.search(self.attributes)
        return match.group() if match else b""

    @property
    def is_formula(self) -> bool:
        """True if a formula makes its value."""
        return b"<f" in self.xml and _FORMULA.search(self.xml) is not None

    @property
    def is_typed(self) -> bool:
        """True if it holds a value that no formula makes."""
        return _VALUE.search(self.xml) is not None and not self.is_formula


class Parts(NamedTuple):
    """A row taken apart: its attributes, its cells in order, and what follows the last cell."""

    attributes: bytes
    cells: list[Cell]
    rest: bytes


def rows_of(xml: bytes) -> list[Row]:
    """Return the rows of a block."""
    return [Row(_number(piece), piece) for piece in xml.split(ROW)[1:]]


def rows_backwards(xml: bytes) -> Iterator[Row]:
    """Yield the rows of a block, last first."""
    end = len(xml)
    while (start := xml.rfind(ROW, 0, end)) >= 0:
        piece = xml[start + len(ROW) : end]
        yield Row(_number(piece), piece)
        end = start


def first_number(xml: bytes) -> int:
    """Return the number of the first row of a block, 0 if it has none."""
    start = xml.find(ROW)
    return _number(xml[start + len(ROW) : start + 4096]) if start >= 0 else 0


def last_number(xml: bytes) -> int:
    """Return the number of the last row of a block, 0 if it has none."""
    start = xml.rfind(ROW)
    return _number(xml[start + len(ROW) :]) if start >= 0 else 0


def _number(piece: bytes) -> int:
    match = _NUMBER.match(piece)
    if not match:
        raise unusual("row")
    return int(match.group(1))


def unusual(detail: str) -> HostError:
    """Return the error for a sheet that is written in a way we do not change."""
    return HostError("H009", reason="layout", detail=detail)


def take_apart(xml: bytes) -> Parts:
    """Take a row apart.

    Args:
        xml: The row from behind ``<row`` on.

    Problems:
        H009: a cell without an address; something between or after the cells.
    """
    start, *pieces = xml.split(CELL)
    end = start.index(b">")
    if not pieces:
        is_empty = start[end - 1 : end] == b"/"
        return Parts(start[:end].rstrip(b"/"), [], b"</row>" if is_empty else start[end + 1 :])
    if b"<extLst" in xml or b"<c>" in xml or b"<c/>" in xml:
        raise unusual("c")
    last, mark, rest = pieces[-1].rpartition(b"</row>")
    pieces[-1] = last
    return Parts(start[:end], [Cell(_column(piece), b" " + piece) for piece in pieces], mark + rest)


def _column(piece: bytes) -> int:
    """Return the column of a cell from its address, which nearly always comes first."""
    if piece.startswith(b'r="'):
        return _number_of(piece[3 : piece.index(b'"', 3)].rstrip(_DIGITS))
    match = _PLACE.search(b" " + piece[: piece.index(b">")])
    if not match:
        raise unusual("c")
    return _number_of(match.group(1))


@cache
def _number_of(letters: bytes) -> int:
    if not letters.isalpha() or not letters.isupper():
        raise unusual("c")
    return number(letters.decode())


def is_typed(row: Row, area: Area) -> bool:
    """Return whether a row holds a typed value in the columns of an area."""
    if not _VALUE.search(row.xml):
        return False
    return any(cell.is_typed for cell in take_apart(row.xml).cells if area.left <= cell.column <= area.right)


def is_used(row: Row, area: Area) -> bool:
    """Return whether a row holds anything at all in the columns of an area."""
    cells = take_apart(row.xml).cells
    return any(cell.is_typed or cell.is_formula for cell in cells if area.left <= cell.column <= area.right)
