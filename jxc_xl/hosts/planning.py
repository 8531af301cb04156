"""Changes of tables turned into edits of a sheet: which cells, in which rows, and how far each table then reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from jxc_xl.hosts.addresses import LAST_COLUMN, LAST_ROW, Area, Ints, address
from jxc_xl.hosts.calculated import formula_contents
from jxc_xl.hosts.edits import EditedColumn, Edits, Layer
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.following import Resized, first_merged
from jxc_xl.hosts.package import Table
from jxc_xl.hosts.rendering import BLANK, contents
from jxc_xl.hosts.rows import take_apart
from jxc_xl.hosts.survey import Extent, Survey
from jxc_xl.tables import Append, Change, Column, Patch

_COL = re.compile(rb"<col\b[^>]*?/?>")
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_OWN = {b"r", b"spans", b"hidden", b"collapsed", b"outlineLevel"}

Headings = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a sheet that is to be changed."""

    survey: Survey
    headings: Mapping[str, Headings]  # columns by heading, by name of the table in lower case
    uses_1904: bool


@dataclass(slots=True)
class _Draft:
    """A table while its changes are taken in, in order."""

    extent: Extent
    headings: Headings
    last: int
    is_replaced: bool = False
    layers: dict[int, list[Layer]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return self.extent.table


@dataclass(frozen=True, slots=True)
class Plan:
    """The edits of a sheet, and the tables whose size changes."""

    edits: Edits
    resized: dict[str, Resized]


def plan(sheet: Sheet, changes: Sequence[Change]) -> Plan:
    """Return what is to become of one sheet.

    Problems:
        H009: no such column; no room below a table. H010: too many rows, a text too long.
    """
    made = Plan(Edits(), {})
    defaults = default_styles(sheet.survey.head)
    for extent in sheet.survey.extents:
        name = extent.table.name.lower()
        draft = _Draft(extent, sheet.headings[name], extent.last_typed)
        for change in changes:
            if change.table.lower() == name:
                _take(draft, change, uses_1904=sheet.uses_1904)
        made.resized[name] = _resized(draft, sheet.survey.tail)
        _calculate(draft, made.resized[name].last)
        _add(made.edits, draft, defaults)
    return made


def _take(draft: _Draft, change: Change, *, uses_1904: bool) -> None:
    header, count = draft.table.header_row, length_of(change)
    if isinstance(change, Patch):
        rows = np.asarray(change.rows, np.int64) + header + 1
    elif isinstance(change, Append):
        rows = np.arange(draft.last + 1, draft.last + 1 + count)
    else:
        draft.is_replaced, draft.layers = True, {}
        draft.last = header
        rows = np.arange(header + 1, header + 1 + count)
    last = int(rows[-1]) if len(rows) else 0
    if last + draft.table.totals > LAST_ROW:
        raise HostError("H010", reason="rows", table=draft.table.name, found=last - header, limit=LAST_ROW - header)
    draft.last = max(draft.last, last)
    for column in change.columns:
        _set(draft, column, rows, uses_1904=uses_1904)


def length_of(change: Change) -> int:
    """Return the number of rows of a change; a mistake of the caller's is no fault of the book."""
    lengths = {len(column.values) for column in change.columns}
    if isinstance(change, Patch):
        lengths.add(len(change.rows))
    is_ordered = not isinstance(change, Patch) or bool((np.diff(change.rows) > 0).all())
    if len(lengths) > 1 or not is_ordered:
        message = f"{change.table}: columns of unequal length, or rows out of order"
        raise TypeError(message)
    return lengths.pop() if lengths else 0


def _set(draft: _Draft, column: Column, rows: Ints, *, uses_1904: bool) -> None:
    place = draft.headings.get(column.heading)
    if place is None:
        raise HostError("H009", reason="no_column", table=draft.table.name, heading=column.heading)
    made = contents(column, lambda index: address(int(rows[index]), place), uses_1904=uses_1904)
    draft.layers.setdefault(place, []).append(Layer(rows, made))


def _resized(draft: _Draft, tail: bytes) -> Resized:
    """Return how far a table will reach, after making sure that it may."""
    extent, table = draft.extent, draft.table
    last = max(table.header_row + 1, draft.last) if draft.is_replaced else max(extent.last, draft.last)
    if table.totals and last != table.body.bottom:
        raise HostError("H009", reason="totals", table=table.name)
    if extent.below <= last:
        raise HostError("H009", reason="below", table=table.name, cell=address(extent.below, table.area.left))
    if last > extent.last:
        needed = Area(extent.last + 1, table.area.left, last, table.area.right)
        merged = first_merged(tail, needed)
        if merged:
            raise HostError("H009", reason="merged", table=table.name, cell=merged)
    return Resized(table.body, last, draft.is_replaced)


def _calculate(draft: _Draft, last: int) -> None:
    """Give new rows the formula of each calculated column that no change sets, as Excel does when people add rows."""
    table = draft.table
    first = (table.header_row if draft.is_replaced else draft.extent.last) + 1
    rows = np.arange(first, last + 1)
    for place, formula in table.formulas.items():
        column = table.area.left + place
        if len(rows) and column not in draft.layers:
            draft.layers[column] = [Layer(rows, formula_contents(formula, column, table.body.top, rows))]


def _add(edits: Edits, draft: _Draft, defaults: Mapping[int, bytes]) -> None:
    """Add a table's cells to the edits of its sheet."""
    table, extent = draft.table, draft.extent
    first = take_apart(extent.first_row) if extent.first_row else None
    styles = {cell.column: cell.style for cell in first.cells} if first else {}
    if first and not edits.row_attributes:
        pairs = (match for match in _ATTRIBUTE.finditer(first.attributes) if match.group(1) not in _OWN)
        edits.row_attributes = b"".join(match.group() for match in pairs)
    if draft.is_replaced and extent.last >= table.body.top:
        edits.cleared.append(Area(table.body.top, table.area.left, extent.last, table.area.right))
    for column in range(table.area.left, table.area.right + 1):
        default = defaults.get(column, b"")
        style = styles.get(column) or default
        layers = draft.layers.get(column, [])
        if draft.is_replaced and not layers and style != default:
            layers = [_blank(table.header_row + 1, draft.last)]
        if layers:
            edits.columns[column] = EditedColumn(layers, style, default)


def _blank(first: int, last: int) -> Layer:
    rows = np.arange(first, last + 1)
    return Layer(rows, np.full(len(rows), BLANK, object))


def default_styles(head: bytes) -> dict[int, bytes]:
    """Return the style attribute that a sheet gives to a column's missing cells."""
    styles: dict[int, bytes] = {}
    for tag in _COL.findall(head):
        found = dict(_ATTRIBUTE.findall(tag))
        if b"style" in found and found[b"style"] != b"0":
            last = min(int(found.get(b"max", 0)), LAST_COLUMN)
            for column in range(int(found.get(b"min", 1)), last + 1):
                styles[column] = b' s="' + found[b"style"] + b'"'
    return styles
