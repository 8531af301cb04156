"""The formula cells of a sheet part, as they stand in its XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import IO, NamedTuple

from jxc_xl.hosts.addresses import Area, area, number
from jxc_xl.hosts.blocks import Kind, blocks
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.package import plain
from jxc_xl.tables import ErrorCell

FORMULA_CELL = re.compile(
    rb"<c ([^>]*)>\s*<f\b([^>]*?)(?:/>|>([^<]*)</f>)\s*"
    rb"(?:<v[^>]*?/>|<v[^>]*>([^<]*)</v>)?\s*</c>",
)
"""Its groups: attributes of the cell, attributes of the formula, the formula, the value."""
Standing = None | bool | float | str | ErrorCell
"""What stands in a cell; None: nothing, or what is not read here."""
MOST = 5_000_000
"""Cells of the largest array."""
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_PLACE = re.compile(rb'(?:^|\s)r="([A-Z]{1,3})([0-9]{1,7})"')
_TYPE = re.compile(rb'(?:^|\s)t="([^"]*)"')
_ATTRIBUTE = re.compile(rb'\b([\w:]+)="([^"]*)"')


class Formula(NamedTuple):
    """A formula cell.

    Attributes:
        row: Its row.
        column: Its column.
        kind: How it is written: empty, ``array``, ``shared`` or ``dataTable``.
        text: The formula without its equals sign; empty in a cell that shares the text of another.
        group: Which shared formula it is.
        area: The cells an array fills, or a shared formula stands in.
        is_dynamic: An array that is as large as its result.
        value: What it gave when it was last worked out; None if it never was.
    """

    row: int
    column: int
    kind: str
    text: str
    group: str
    area: Area | None
    is_dynamic: bool
    value: Standing

    @property
    def is_array(self) -> bool:
        """True if it may give more than one value."""
        return self.kind == "array"


def formulas_of(stream: IO[bytes]) -> list[Formula]:
    """Return the formula cells of a sheet part.

    Problems:
        H009: some stand in cells that are written unusually.
    """
    found: list[Formula] = []
    for kind, xml in blocks(stream):
        if kind is Kind.ROWS and b"<f" in xml:
            here = list(_formulas(xml))
            if len(here) != len(_ANY_FORMULA.findall(xml)):
                raise HostError("H009", reason="layout", detail="f")
            found += here
    return found


def _formulas(xml: bytes) -> Iterator[Formula]:
    for cell, written, text, value in FORMULA_CELL.findall(xml):
        place, kind = place_of(cell), _kind_of(cell)
        if place is None:
            continue
        said = unescape(text.decode()) if b"&" in text else text.decode()
        if not written:  # as nearly all are
            yield Formula(*place, "", said, "", None, is_dynamic=False, value=standing(kind, value))
            continue
        formula = attributes(written)
        is_dynamic = formula.get("t") == "array" and attributes(cell).get("cm", "0") != "0"
        where = area(formula.get("ref", ""))
        if where and (where.bottom - where.top + 1) * (where.right - where.left + 1) > MOST:
            raise HostError("H009", reason="layout", detail="f")
        shared = formula.get("si", "")
        yield Formula(*place, formula.get("t", ""), said, shared, where, is_dynamic, standing(kind, value))


def place_of(cell: bytes) -> tuple[int, int] | None:
    """Return row and column of a cell from its attributes."""
    match = _PLACE.search(cell)
    return (int(match[2]), _column(match[1])) if match else None


@cache
def _column(letters: bytes) -> int:
    return number(letters.decode())


def _kind_of(cell: bytes) -> str:
    match = _TYPE.search(cell)
    return match[1].decode() if match else "n"


def standing(kind: str, value: bytes) -> Standing:
    """Return the value of a cell from its type and the text of its ``<v>``; None where it has none."""
    text = value.decode()
    if kind == "str":
        return plain(unescape(text))
    if not text:
        return None
    if kind == "n":
        return float(text)
    if kind == "b":
        return text.strip() in {"1", "true"}
    return ErrorCell(unescape(text)) if kind == "e" else None


def attributes(xml: bytes) -> dict[str, str]:
    """Return the attributes of a start tag."""
    return {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(xml)}
