"""Rows and cells as they stand in the XML of a sheet, taken apart without losing a byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jxc_xl.hosts.addresses import Area, number
from jxc_xl.hosts.blocks import ROW
from jxc_xl.hosts.errors import HostError

_CELL = re.compile(rb"<c(?=[ />])([^>]*?)(/>|>.*?</c>)", re.DOTALL)
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
    """A cell: its column, its attributes, and what follows them."""

    column: int
    attributes: bytes
    rest: bytes

    @property
    def xml(self) -> bytes:
        """The whole element."""
        return b"<c" + self.attributes + self.rest

    @property
    def style(self) -> bytes:
        """The style attribute with the blank before it, or nothing."""
        match = _STYLE.search(self.attributes)
        return match.group() if match else b""

    @property
    def is_formula(self) -> bool:
        """True if a formula makes its value."""
        return _FORMULA.search(self.rest) is not None

    @property
    def is_typed(self) -> bool:
        """True if it holds a value that no formula makes."""
        return _VALUE.search(self.rest) is not None and not self.is_formula


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
        H009: a cell without an address.
    """
    end = xml.index(b">")
    if xml[end - 1 : end] == b"/":
        return Parts(xml[: end - 1], [], b"</row>" + xml[end + 1 :])
    cells, after = [], end + 1
    for match in _CELL.finditer(xml, after):
        attributes, rest = match.groups()
        place = _PLACE.search(attributes)
        if not place:
            raise unusual("c")
        cells.append(Cell(number(place.group(1).decode()), attributes, rest))
        after = match.end()
    return Parts(xml[:end], cells, xml[after:])


def is_typed(row: Row, area: Area) -> bool:
    """Return whether a row holds a typed value in the columns of an area."""
    if not _VALUE.search(row.xml):
        return False
    return any(cell.is_typed for cell in take_apart(row.xml).cells if area.left <= cell.column <= area.right)


def is_used(row: Row, area: Area) -> bool:
    """Return whether a row holds anything at all in the columns of an area."""
    cells = take_apart(row.xml).cells
    return any(cell.is_typed or cell.is_formula for cell in cells if area.left <= cell.column <= area.right)
