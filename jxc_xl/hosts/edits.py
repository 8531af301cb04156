"""What is to become of a sheet, row by row: cells to set, areas to clear.

Cells are kept by column as arrays, and turned into XML a window of rows at a time, column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from jxc_xl.hosts.addresses import LAST_ROW, Area, Ints, letters, number
from jxc_xl.hosts.rendering import BLANK, Contents

_COLUMN = re.compile(rb'<c (?:r="([A-Z]{1,3}))?')


class Layer(NamedTuple):
    """Cells of one column: ascending rows of the sheet, and the end of each cell."""

    rows: Ints
    contents: Contents


@dataclass(slots=True)
class EditedColumn:
    """All that is set in one column of a sheet.

    Attributes:
        layers: What is set, the later over the earlier.
        style: Style attribute of new cells.
        default: Style attribute that a missing cell has; a blank cell of this style need not be written.
    """

    layers: list[Layer] = field(default_factory=list)
    style: bytes = b""
    default: bytes = b""


class Window(NamedTuple):
    """The cells to set in a range of rows: for each touched row one content per column, None where nothing is set."""

    columns: tuple[int, ...]
    rows: dict[int, tuple[bytes | None, ...]]


@dataclass(slots=True)
class Edits:
    """What is to become of one sheet.

    Attributes:
        columns: Cells to set, by column.
        cleared: Areas whose cells go before any are set.
        row_attributes: Attributes of new rows, their number left out.
    """

    columns: dict[int, EditedColumn] = field(default_factory=dict)
    cleared: list[Area] = field(default_factory=list)
    row_attributes: bytes = b""

    def last_row(self) -> int:
        """Return the last row in which a cell is set."""
        return max((int(layer.rows[-1]) for layer in self._layers() if len(layer.rows)), default=0)

    def touches(self, first: int, last: int) -> bool:
        """Return whether anything is set or cleared in a range of rows."""
        if any(area.top <= last and first <= area.bottom for area in self.cleared):
            return True
        return any(np.diff(np.searchsorted(layer.rows, [first, last + 1]))[0] for layer in self._layers())

    def clears(self, first: int, last: int, xml: bytes) -> bool:
        """Return whether a block of rows goes with all its cells, and no formula in it may be missed elsewhere."""
        area = next((area for area in self.cleared if area.top <= first and last <= area.bottom), None)
        if area is None or b't="shared"' in xml:
            return False
        found = set(_COLUMN.findall(xml))
        return b"" not in found and all(area.left <= number(column.decode()) <= area.right for column in found)

    def next_row(self, first: int) -> int:
        """Return the first row from ``first`` on in which a cell is set; beyond the last row if there is none."""
        places = ((layer, np.searchsorted(layer.rows, first)) for layer in self._layers())
        return min((int(layer.rows[at]) for layer, at in places if at < len(layer.rows)), default=LAST_ROW + 1)

    def window(self, first: int, last: int) -> Window:
        """Return what is set in a range of rows."""
        order = tuple(sorted(self.columns))
        is_touched = np.zeros(last + 1 - first, bool)
        values = []
        for column in order:
            cells: Contents = np.full(last + 1 - first, None, object)
            for layer in self.columns[column].layers:
                begin, end = np.searchsorted(layer.rows, [first, last + 1])
                cells[layer.rows[begin:end] - first] = layer.contents[begin:end]
                is_touched[layer.rows[begin:end] - first] = True
            values.append(cells)
        touched = np.flatnonzero(is_touched)
        rows = zip(*(cells[touched].tolist() for cells in values), strict=True)
        return Window(order, dict(zip((touched + first).tolist(), rows, strict=True)))

    def new_rows(self, window: Window, numbers: Sequence[int]) -> Iterator[bytes]:
        """Yield the XML of rows that are not there yet, column by column for speed."""
        if not numbers:
            return
        texts = [b"%d" % row for row in numbers]
        chosen = [window.rows[row] for row in numbers]
        by_column = zip(*chosen, strict=True)
        cells = [self.new_cells(*pair, texts) for pair in zip(window.columns, by_column, strict=True)]
        start, end = b'<row r="', b'"' + self.row_attributes + b">"
        for text, row in zip(texts, map(b"".join, zip(*cells, strict=True)), strict=True):
            yield start + text + end + row + b"</row>" if row else b""

    def new_cells(self, column: int, contents: Sequence[bytes | None], rows: Sequence[bytes]) -> list[bytes]:
        """Return cells of one column, nothing where a missing cell looks the same."""
        edited = self.columns[column]
        start, end = f'<c r="{letters(column)}'.encode(), b'"' + edited.style
        idle = {None, BLANK} if edited.style == edited.default else {None}
        return [
            b"" if content in idle else start + row + end + (content or BLANK)
            for row, content in zip(rows, contents, strict=True)
        ]

    def _layers(self) -> Iterator[Layer]:
        for column in self.columns.values():
            yield from column.layers
