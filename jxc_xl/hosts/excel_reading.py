"""Tables of an open workbook.

What is found goes through the same reader as a file on disk, so that the rules of where a table ends and what lies
below it are the same by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import xlwings as xw

from jxc_xl.hosts import excel_native as native
from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.excel_grid import area_of, cells_of, read_cells
from jxc_xl.hosts.finding import HEADER_ROWS, found_by_headings, spots
from jxc_xl.hosts.package import Package, Table
from jxc_xl.hosts.reading import Grid, read_sheet
from jxc_xl.tables import RawBook, RawTable

_PART = "*"
"""Says that a table has an object; there is no package here."""

Wanted = Mapping[str, tuple[str, ...]]


class Found(NamedTuple):
    """Tables where they are, lost ones by their headings, and all that is known of their book."""

    tables: tuple[Table, ...]
    package: Package


def look(book: xw.Book) -> Package:
    """Return the sheets and tables of an open workbook, as if it were a package on disk."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    tables = [_table(title, table) for title, sheet in sheets.items() for table in sheet.tables]
    by_name = {table.name.lower(): table for table in tables}
    return Package("", {title: title for title in sheets}, by_name, (), native.uses_1904(book))


def _table(title: str, table: xw.main.Table) -> Table:
    headers, totals = bool(table.show_headers), bool(table.show_totals)
    headings = () if headers else tuple(column.name for column in table.columns)
    return Table(table.name, _PART, title, title, area_of(table.range), int(headers), int(totals), headings)


def read_book(book: xw.Book, wanted: Wanted) -> RawBook:
    """Read the wanted tables, those that are nowhere left out."""
    package = look(book)
    places = list(spots(package, wanted))
    tables: dict[str, RawTable] = {}
    for title in {place.sheet: None for place in places}:
        areas = package.areas_on(title)
        read = read_cells(book.sheets[title], areas, uses_1904=package.uses_1904)
        grid = Grid(read.rows, read.height, read.area.left, areas)
        group = [place for place in places if place.sheet == title]
        tables |= {table.name.lower(): table for table in read_sheet(grid, group, read.facts)}
    named = {name: tables[name.lower()] for name in wanted if name.lower() in tables}
    return RawBook(named, tuple(package.sheets))


def find_tables(book: xw.Book, wanted: Wanted) -> Found:
    """Find tables by their objects or, where those are gone, by the headings on their sheets; some may be nowhere."""
    package = look(book)
    tables = [
        place if isinstance(place, Table) else found_by_headings(place, _top(book.sheets[place.sheet]))
        for place in spots(package, wanted)
    ]
    return Found(tuple(table for table in tables if table), package)


def _top(sheet: xw.Sheet) -> dict[int, dict[int, object]]:
    """Return the filled cells of the first rows."""
    used = area_of(sheet.used_range)
    area = Area(1, used.left, min(used.bottom, HEADER_ROWS), used.right)
    rows = native.rows_of(cells_of(sheet, area).raw_value, used.right - used.left + 1)
    return {
        number: {column: value for column, value in enumerate(row, used.left) if value not in {None, ""}}
        for number, row in enumerate(rows, 1)
    }
