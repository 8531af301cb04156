"""What a sheet holds, found before anything dense is built from it: its extent, its error cells, its formula cells.

The reader we use builds a grid over the whole used range; it shows an error cell as blank, and so a formula that was
never worked out; and it does not see what is cut off behind the rows. So one pass over the XML comes first. Nearly all
programs write ``<row r="…">`` and ``<c r="…">``, which regular expressions scan fast; a sheet that is written in any
other way is read with a real parser, slower.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, NamedTuple
from xml.parsers import expat

import numpy as np

from jxc_xl.hosts.addresses import Area, Cells, cells
from jxc_xl.hosts.blocks import Kind, blocks
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.parsed import NOT_XML, parsed_facts

_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_ANY_CELL = re.compile(rb"<c[ \t\r\n/>]")
_PREFIXED = re.compile(rb"<[^<>\s/:]{1,99}:(?:row|c|v|f|is)[\s/>]")
_NO_INDEX = re.compile(rb't="s"[^<>]*><v>(?![0-9]{1,9}</v>)')
# No pattern runs past the next "<": in a sheet that is not whole it would run to the end, again and again.
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*? t="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v[^<>]*>([^<]*)</v>',
)
_FORMULA = re.compile(rb"<f(?=[ />])")
_VALUE = re.compile(rb"<v[^<>/]*>[^<]|<is>")
_TEXT = re.compile(rb'<c [^<>]*?\bt="str"')


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What one sheet part holds.

    Attributes:
        rows: Last row with a cell.
        columns: Last column with a cell.
        errors: Where the error cells are.
        error_texts: What they show, e.g. ``#N/A``.
        formulas: Where the formulas are.
        unsolved: Where those of them are that have no value yet.
        total: How many cells there are, one that stands there twice counted twice.
    """

    rows: int
    columns: int
    errors: Cells
    error_texts: tuple[str, ...]
    formulas: Cells
    unsolved: Cells
    total: int = 0


def sheet_facts(stream: IO[bytes]) -> SheetFacts:
    """Return what a sheet part holds; ``stream`` must be seekable."""
    plain = _plain_facts(stream)
    if plain is not None:
        return plain
    stream.seek(0)
    found = parsed_facts(stream)
    return SheetFacts(
        found.extent.bottom,
        found.extent.right,
        cells(list(found.errors)),
        tuple(found.errors.values()),
        cells(found.formulas),
        cells(found.unsolved),
        found.total,
    )


def _plain_facts(stream: IO[bytes]) -> SheetFacts | None:
    """Scan a sheet that is written as usual; None when it is not."""
    total = rows = columns = 0
    failed: list[tuple[bytes, bytes]] = []
    formulas: list[_Formula] = []
    frame = b""
    try:
        for kind, xml in blocks(stream):
            if b"<!" in xml:
                return None
            if kind is not Kind.ROWS:
                frame += xml
                continue
            extent = _extent(xml)
            if extent is None:
                return None
            total += extent.total
            rows, columns = max(rows, extent.rows), max(columns, extent.columns)
            if b't="e"' in xml:
                failed += _ERROR.findall(xml)
            if b"<f" in xml:
                formulas += _formula_cells(xml)
    except HostError:
        return None
    unsolved = [formula.cell for formula in formulas if not formula.is_solved]
    texts = tuple(text.decode() for _, text in failed)
    errors = cells([ref for ref, _ in failed])
    places = cells([one.cell for one in formulas]), cells(unsolved)
    found = SheetFacts(rows, columns, errors, texts, *places, total)
    return found if frame.count(b"<sheetData") == 1 and _is_whole(frame) else None


def _is_whole(frame: bytes) -> bool:
    """Tell whether what stands before and after the rows is a whole document by itself, so that nothing is cut off."""
    parser = expat.ParserCreate()
    try:
        parser.Parse(frame, True)  # noqa: FBT003 - a C function without keywords
    except NOT_XML:
        return False
    return True


class _Extent(NamedTuple):
    """How many cells a block has, and how far they reach."""

    total: int
    rows: int
    columns: int


def _extent(xml: bytes) -> _Extent | None:
    """Return how far the cells of a block reach; None if the block is written unusually."""
    refs = _CELL.findall(xml)
    is_plain = len(refs) == xml.count(b"<c") or len(refs) == len(_ANY_CELL.findall(xml))
    if not is_plain or (b":" in xml and _PREFIXED.search(xml)) or _NO_INDEX.search(xml):
        return None
    if not refs:
        return _Extent(0, 0, 0)
    where = cells(refs)
    return _Extent(len(refs), int(where.rows.max()), int(where.columns.max()))


class _Formula(NamedTuple):
    """The address of a cell with a formula, and whether it has been worked out."""

    cell: bytes
    is_solved: bool


def _formula_cells(xml: bytes) -> list[_Formula]:
    """Return the cells that hold a formula: the last cell opened before each ``<f``."""
    starts = [match.start() for match in _FORMULA.finditer(xml)]
    found: list[_Formula] = []
    for since, start, until in zip([0, *starts], starts, [*starts[1:], len(xml)], strict=False):
        cell = _CELL.match(xml, xml.rfind(b"<c r=", since, start))
        if cell:
            end = xml.find(b"</c>", start, until)
            is_solved = _VALUE.search(xml, start, end) or _TEXT.match(xml, cell.start(), start)
            found.append(_Formula(cell.group(1), bool(is_solved)))
    return found


def within(where: Cells, rectangle: Area) -> np.ndarray:
    """Return which of the places lie in the rectangle."""
    is_row = (where.rows >= rectangle.top) & (where.rows <= rectangle.bottom)
    return np.flatnonzero(is_row & (where.columns >= rectangle.left) & (where.columns <= rectangle.right))
