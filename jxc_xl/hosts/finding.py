"""Where a table is: by its table object, or, when that is gone, by the headings on its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jxc_xl.hosts.addresses import LAST_ROW, Area
from jxc_xl.hosts.package import Package, Table

HEADER_ROWS = 10
_TEXTS = 2


@dataclass(frozen=True, slots=True)
class Lost:
    """A table whose object is gone, but whose sheet is there."""

    name: str
    sheet: str
    sheet_part: str


def spots(package: Package, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[Table | Lost]:
    """Yield where each wanted table is, those that are nowhere left out."""
    titles = {title.strip().lower(): title for title in package.sheets}
    for name, candidates in wanted.items():
        table = package.tables.get(name.lower())
        title = next((titles[text] for text in map(str.lower, candidates) if text in titles), None)
        if table:
            yield table
        elif title is not None:
            yield Lost(name, title, package.sheets[title])


def last_possible(table: Table, areas: Iterable[Area]) -> int:
    """Return the last row that may belong to a table: above its totals row, or above the next table below it."""
    return table.body.bottom if table.totals else last_below(table, areas)


def last_below(table: Table, areas: Iterable[Area]) -> int:
    """Return the last row below a table that no other table below it has."""
    mine = table.area
    below = (
        area.top for area in areas if area.top > mine.bottom and area.left <= mine.right and mine.left <= area.right
    )
    return min(below, default=LAST_ROW + 1) - 1


def found_by_headings(lost: Lost, top: Mapping[int, Mapping[int, object]]) -> Table | None:
    """Return a table as its headings show it: the first row with two texts, from its first to its last filled cell.

    Args:
        lost: The table that has no object.
        top: Filled cells of the first rows, by row and column.
    """
    for row, cells in sorted(top.items()):
        if row <= HEADER_ROWS and sum(isinstance(value, str) for value in cells.values()) >= _TEXTS:
            left, right = min(cells), max(cells)
            headings = tuple(str(cells.get(column, "")) for column in range(left, right + 1))
            area = Area(row, left, LAST_ROW, right)
            return Table(lost.name, "", lost.sheet, lost.sheet_part, area, headers=1, totals=0, headings=headings)
    return None
