"""New values put into the cells of a sheet part; formulas, styles and all else stay as they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from zipfile import ZipFile

import numpy as np

from jxc_xl.hosts.addresses import Area, text_of
from jxc_xl.hosts.blocks import Kind, blocks
from jxc_xl.hosts.edits import EditedColumn, Edits, Layer
from jxc_xl.hosts.formulas.engine import Value
from jxc_xl.hosts.formulas.found import FORMULA_CELL, Standing, attributes, place_of, standing
from jxc_xl.hosts.headings import inline_text, shared_texts
from jxc_xl.hosts.package import Package
from jxc_xl.hosts.planning import default_styles
from jxc_xl.hosts.rendering import BLANK, escaped, text_content
from jxc_xl.hosts.rewriting import Rewriter
from jxc_xl.hosts.rows import Cell, rows_of, take_apart
from jxc_xl.hosts.survey import survey
from jxc_xl.tables import ErrorCell

Place = tuple[int, int]
"""Row and column."""
_CLOSE = 4e-15
"""Relative difference of two floats that show the same fifteen digits."""
_TYPE = re.compile(rb'\st="[^"]*"')
_REF = re.compile(rb'\bref="[^"]*"')
_VALUE = re.compile(rb"<v[^>/]*>([^<]*)</v>")


@dataclass(frozen=True, slots=True)
class Patch:
    """New values of one sheet.

    Attributes:
        values: Values of formula cells.
        arrays: How far an array reaches now, by the place of its first cell.
        children: Values of the other cells of arrays; None clears a cell.
    """

    values: Mapping[Place, Value]
    arrays: Mapping[Place, Area]
    children: Mapping[Place, Value]

    @property
    def is_needed(self) -> bool:
        """False if the sheet may stay as it is."""
        return bool(self.values or self.arrays or self.children)


def is_same(old: Standing, new: Value) -> bool:
    """Tell whether a value is the one that stands there, floats to fifteen digits."""
    if isinstance(old, float) and isinstance(new, int | float) and not isinstance(new, bool):
        return math.isclose(old, new, rel_tol=_CLOSE, abs_tol=0)
    return type(old) is type(new) and old == new


def rewritten(archive: ZipFile, part: str, patch: Patch) -> Iterator[bytes]:
    """Yield a sheet part with new values, in pieces."""
    with archive.open(part) as stream:
        frame = survey(stream, [], [])
    edits = _edits(patch.children, frame.head)
    with archive.open(part) as stream:
        for xml in Rewriter(edits, frame.head, frame.tail).rewritten(stream):
            yield FORMULA_CELL.sub(partial(_cell, patch), xml) if b"<f" in xml else xml


def _edits(children: Mapping[Place, Value], head: bytes) -> Edits:
    """Return the cells beside formulas as edits of the sheet."""
    edits, styles = Edits(), default_styles(head)
    for column in sorted({column for _, column in children}):
        places = sorted(place for place in children if place[1] == column)
        ends = np.empty(len(places), object)
        ends[:] = [_content(children[place]) for place in places]
        style = styles.get(column, b"")
        rows = np.array([row for row, _ in places], np.int64)
        edits.columns[column] = EditedColumn([Layer(rows, ends)], style, style)
    return edits


def _cell(patch: Patch, match: re.Match[bytes]) -> bytes:
    """Return a formula cell with its new value, or as it is."""
    place = place_of(match.group(1)) or (0, 0)
    if place not in patch.values and place not in patch.arrays:
        return match.group()
    start, end = match.start(), match.end()
    formula_end = match.end(3) + len(b"</f>") if match.group(3) is not None else _closed(match)
    formula = match.string[match.end(1) + 1 : formula_end]
    if place in patch.arrays:
        formula = _REF.sub(f'ref="{text_of(patch.arrays[place])}"'.encode(), formula, count=1)
    if place not in patch.values:
        return match.string[start : match.end(1) + 1] + formula + match.string[formula_end:end]
    kind, value = _typed(patch.values[place])
    return b"<c " + _TYPE.sub(b"", b" " + match.group(1)).lstrip() + kind + b">" + formula + value + b"</c>"


def _closed(match: re.Match[bytes]) -> int:
    return match.string.index(b">", match.end(2)) + 1


def _typed(value: Value) -> tuple[bytes, bytes]:
    """Return the type attribute and the value element of a formula cell."""
    if isinstance(value, bool):
        return b' t="b"', b"<v>%d</v>" % value
    if isinstance(value, int | float):
        return b"", f"<v>{_number(value)}</v>".encode()
    if isinstance(value, ErrorCell):
        return b' t="e"', f"<v>{escaped(value.text)}</v>".encode()
    text = value if isinstance(value, str) else ""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return b' t="str"', f"<v{space}>{escaped(text)}</v>".encode()


def _content(value: Value) -> bytes:
    """Return the end of a cell without a formula."""
    if value is None or not isinstance(value, bool | int | float | str | ErrorCell):
        return BLANK
    if isinstance(value, str):
        return text_content(value).encode()
    kind, made = _typed(value)
    return kind + b">" + made + b"</c>"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))  # noqa: PLR2004


def changed_children(
    archive: ZipFile, package: Package, part: str, filled: Mapping[Place, Value]
) -> dict[Place, Value]:
    """Return which cells of arrays do not hold the value they should."""
    if not filled:
        return {}
    old = _standing(archive, part, filled)
    indexes = {value.index for value in old.values() if isinstance(value, _Shared)}
    strings = package.part_of("sharedStrings")
    texts = shared_texts(archive, strings, indexes) if strings and indexes else {}
    known = {place: texts.get(one.index) if isinstance(one, _Shared) else one for place, one in old.items()}
    return {place: value for place, value in filled.items() if not is_same(known.get(place), value)}


@dataclass(frozen=True, slots=True)
class _Shared:
    """A text that stands among the shared ones."""

    index: int


def _standing(archive: ZipFile, part: str, wanted: Mapping[Place, Value]) -> dict[Place, Standing | _Shared]:
    rows = {row for row, _ in wanted}
    found: dict[Place, Standing | _Shared] = {}
    with archive.open(part) as stream:
        for kind, xml in blocks(stream):
            if kind is not Kind.ROWS:
                continue
            for row in rows_of(xml):
                if row.number in rows:
                    cells = take_apart(row.xml).cells
                    found |= {
                        (row.number, cell.column): _value(cell) for cell in cells if (row.number, cell.column) in wanted
                    }
    return found


def _value(cell: Cell) -> Standing | _Shared:
    kind = attributes(cell.attributes).get("t", "n")
    value = _VALUE.search(cell.xml)
    if kind == "s" and value:
        return _Shared(int(value.group(1)))
    return inline_text(cell.xml) if kind == "inlineStr" else standing(kind, value.group(1) if value else b"")
