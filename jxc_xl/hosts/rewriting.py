"""A sheet part rewritten as it streams by: rows that are not touched pass as they are, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import IO

from jxc_xl.hosts.addresses import LAST_ROW
from jxc_xl.hosts.blocks import ROW, Kind, blocks
from jxc_xl.hosts.edits import Edits, Window
from jxc_xl.hosts.rows import Cell, Row, first_number, last_number, rows_of, take_apart, unusual
from jxc_xl.hosts.shared import MARK, SharedFormulas

_WINDOW = 16_384
_SPANS = re.compile(rb'\sspans="[^"]*"')
_HIDDEN = re.compile(rb'\shidden="[^"]*"')
_KEPT_OUT = re.compile(rb'\s(?:t|cm|vm)="[^"]*"')


@dataclass(slots=True)
class Rewriter:
    """A sheet part on its way through.

    Attributes:
        edits: What is to become of its rows.
        head: What stands before the rows, as it shall be.
        tail: What stands after them.
        gone: Shared formulas that have lost their text.
    """

    edits: Edits
    head: bytes
    tail: bytes
    gone: SharedFormulas = field(default_factory=SharedFormulas)

    def rewritten(self, stream: IO[bytes]) -> Iterator[bytes]:
        """Yield the new part in pieces."""
        done = 0
        for kind, xml in blocks(stream):
            if kind is Kind.HEAD:
                yield self.head
            elif kind is Kind.TAIL:
                yield from self._new_rows(done + 1, LAST_ROW)
                yield self.tail
            elif last := last_number(xml):
                yield from self._new_rows(done + 1, first_number(xml) - 1)
                yield from self._block(xml)
                done = last

    def _new_rows(self, first: int, last: int) -> Iterator[bytes]:
        """Yield rows that are set where the sheet has none."""
        while (first := self.edits.next_row(first)) <= last:
            end = min(first + _WINDOW - 1, last)
            window = self.edits.window(first, end)
            yield b"".join(self.edits.new_rows(window, list(window.rows)))
            first = end + 1

    def _block(self, xml: bytes) -> Iterator[bytes]:
        first, last = first_number(xml), last_number(xml)
        is_orphaned = bool(self.gone.origins) and MARK in xml
        if not is_orphaned and not self.edits.touches(first, last):
            yield xml
            return
        window = self.edits.window(first, last)
        if not is_orphaned and self.edits.clears(first, last, xml):
            yield b"".join(self.edits.new_rows(window, list(window.rows)))
            return
        rows = rows_of(xml)
        if any(one.number >= other.number for one, other in pairwise(rows)):
            raise unusual("row")
        fresh = sorted(window.rows.keys() - {row.number for row in rows})
        made = dict(zip(fresh, self.edits.new_rows(window, fresh), strict=True))
        made |= {row.number: self._row(row, window) for row in rows}
        yield b"".join(made[number] for number in sorted(made))

    def _row(self, row: Row, window: Window) -> bytes:
        """Return a row of the sheet as it shall be; nothing if it has become empty."""
        is_cleared = any(area.top <= row.number <= area.bottom for area in self.edits.cleared)
        contents = window.rows.get(row.number, ())
        if not is_cleared and not contents and not (self.gone.origins and MARK in row.xml):
            return ROW + row.xml
        parts = take_apart(row.xml)
        cells = {cell.column: cell for cell in parts.cells}
        if len(cells) != len(parts.cells):
            raise unusual("c")
        if is_cleared:
            self._clear(cells, row.number)
        kept = {column: b"<c" + self.gone.mended(cell, row.number).xml for column, cell in cells.items()}
        for column, content in zip(window.columns, contents, strict=False):
            if content is not None:
                kept[column] = self._cell(column, row.number, cells.get(column), content)
        if is_cleared and not any(kept.values()):
            return b""
        attributes = _SPANS.sub(b"", parts.attributes)
        attributes = _HIDDEN.sub(b"", attributes) if is_cleared else attributes
        return b"".join((ROW, attributes, b">", *(kept[column] for column in sorted(kept)), parts.rest))

    def _clear(self, cells: dict[int, Cell], row: int) -> None:
        for area in self.edits.cleared:
            if area.top <= row <= area.bottom:
                for column in [column for column in cells if area.left <= column <= area.right]:
                    self.gone.drop(cells.pop(column), row)

    def _cell(self, column: int, row: int, old: Cell | None, content: bytes) -> bytes:
        """Return a cell with a new content: in its own style if it is there, else in its column's."""
        if old is not None:
            self.gone.drop(old, row)
            return b"<c" + _KEPT_OUT.sub(b"", old.attributes).rstrip() + content
        return self.edits.new_cells(column, [content], [b"%d" % row])[0]
