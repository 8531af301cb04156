"""A table's cells put together into as few rectangles as can be, since every call into a spreadsheet program costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from jxc_xl.hosts.addresses import Area, Ints
from jxc_xl.hosts.excel_grid import Read
from jxc_xl.hosts.excel_planning import Job, Layer

AT_ONCE = 100_000
"""Cells written in one call, as xlwings does by itself."""
LARGEST_GAP = 1000
"""Rows between two runs that are rather written again than left out, where that changes nothing."""


class Piece(NamedTuple):
    """A rectangle of cells, and what goes into them."""

    area: Area
    rows: list[list[object]]


class _Block(NamedTuple):
    """Neighbouring columns that are set in the same rows."""

    left: int
    layers: Sequence[Layer]

    @property
    def rows(self) -> Ints:
        return self.layers[0].rows

    def area(self, top: int, bottom: int) -> Area:
        return Area(top, self.left, bottom, self.left + len(self.layers) - 1)


def pieces(job: Job) -> Iterator[Piece]:
    """Yield rectangles to be written, each in one call; a small harmless gap between rows is written again."""
    for block in _blocks(job.columns):
        height = max(AT_ONCE // len(block.layers), 1)
        for start, end in _runs(job, block):
            rows = _rows(job, block, start, end)
            top = int(block.rows[start])
            for first in range(0, len(rows), height):
                part = rows[first : first + height]
                yield Piece(block.area(top + first, top + first + len(part) - 1), part)


def _blocks(columns: Mapping[int, Layer]) -> Iterator[_Block]:
    """Put neighbouring columns that are set in the same rows together."""
    left, layers = 0, list[Layer]()
    for column, layer in columns.items():
        if layers and column == left + len(layers) and np.array_equal(layer.rows, layers[0].rows):
            layers.append(layer)
            continue
        if layers:
            yield _Block(left, layers)
        left, layers = column, [layer]
    if layers:
        yield _Block(left, layers)


def _runs(job: Job, block: _Block) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a block's rows that are written together."""
    rows, start = block.rows, 0
    for at in np.flatnonzero(np.diff(rows) > 1).tolist():
        gap = block.area(int(rows[at]) + 1, int(rows[at + 1]) - 1)
        is_small = gap.bottom - gap.top < LARGEST_GAP
        if not is_small or not (job.is_replaced or _is_harmless(job.page.read, gap)):
            yield start, at + 1
            start = at + 1
    yield start, len(rows)


def _is_harmless(read: Read, gap: Area) -> bool:
    """Tell whether cells stay what they are when written again: blanks, numbers and truths that no formula makes."""
    values = (value for row in read.standing(gap) for value in row)
    return read.is_plain(gap) and all(value is None or isinstance(value, float | bool) for value in values)


def _rows(job: Job, block: _Block, start: int, end: int) -> list[list[object]]:
    """Return the cells of a run of rows, those in its gaps as they stand; a replaced body stands blank."""
    top, bottom = int(block.rows[start]), int(block.rows[end - 1])
    is_blank = job.is_replaced or end - start > bottom - top
    width, height = len(block.layers), bottom + 1 - top
    rows = _blank(height, width) if is_blank else job.page.read.standing(block.area(top, bottom))
    places = (block.rows[start:end] - top).tolist()
    for offset, layer in enumerate(block.layers):
        for place, cell in zip(places, layer.cells[start:end], strict=True):
            rows[place][offset] = cell
    return rows


def _blank(height: int, width: int) -> list[list[object]]:
    return [[None] * width for _ in range(height)]
