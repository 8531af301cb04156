"""A first look through a sheet part that is to be rewritten: where each table's entries end, and what lies below.

The rewriting itself goes through the part once, from top to bottom, so whatever it must know beforehand is found here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from jxc_xl.hosts.addresses import LAST_ROW, Area
from jxc_xl.hosts.blocks import Kind, blocks
from jxc_xl.hosts.finding import last_possible
from jxc_xl.hosts.package import Table
from jxc_xl.hosts.rows import Row, first_number, is_typed, is_used, last_number, rows_backwards, rows_of, unusual


@dataclass(slots=True)
class Extent:
    """Where a table's entries are in its sheet.

    Attributes:
        table: The table.
        limit: Last row that may belong to it.
        last: Last row of the body, rows typed below the table without a gap included.
        last_typed: Last row of the body that holds a typed value.
        below: First row further down that holds anything in the table's columns.
        first_row: The first row of the body, for its styles.
        totals_row: The totals row.
    """

    table: Table
    limit: int
    last: int
    last_typed: int
    below: int = LAST_ROW + 1
    first_row: bytes = b""
    totals_row: bytes = b""


@dataclass(slots=True)
class Survey:
    """What a sheet part holds around its rows, and where its tables end."""

    head: bytes
    tail: bytes
    extents: list[Extent]


def survey(stream: IO[bytes], tables: Sequence[Table], others: Sequence[Area]) -> Survey:
    """Look through a sheet part.

    Args:
        stream: The part.
        tables: Tables that are to be changed.
        others: Areas of all tables of the sheet.

    Problems:
        H009: the part is written in a way we do not change.
    """
    found = Survey(b"", b"", [_start(table, others) for table in tables])
    done = 0
    for kind, xml in blocks(stream):
        if b"<!" in xml:
            raise unusual("<!")
        if kind is Kind.HEAD:
            found.head = xml
        elif kind is Kind.TAIL:
            found.tail = xml
        elif last := last_number(xml):
            if first_number(xml) <= done:
                raise unusual("row")
            for extent in found.extents:
                _look(extent, xml, last)
            done = last
    return found


def _start(table: Table, others: Sequence[Area]) -> Extent:
    body = table.body
    if not table.part:
        return Extent(table, LAST_ROW, table.header_row, table.header_row)
    return Extent(table, last_possible(table, others), body.bottom, table.header_row)


def _look(extent: Extent, xml: bytes, last: int) -> None:
    """Take in one block of rows, the last of which is row ``last``."""
    body = extent.table.body
    first = first_number(xml)
    if first <= body.top <= last:
        extent.first_row = next((row.xml for row in rows_of(xml) if row.number == body.top), b"")
    if last >= body.top and first <= body.bottom:
        extent.last_typed = _last_typed(xml, body) or extent.last_typed
        if not extent.table.part:
            extent.last = max(extent.last, extent.last_typed)
    if last > body.bottom:
        for row in rows_of(xml):
            if row.number > body.bottom:
                _look_below(extent, row)


def _last_typed(xml: bytes, body: Area) -> int:
    rows = (row for row in rows_backwards(xml) if body.top <= row.number <= body.bottom)
    return next((row.number for row in rows if is_typed(row, body)), 0)


def _look_below(extent: Extent, row: Row) -> None:
    """Take in a row below the table: a totals row, one more row of the body, or something else."""
    body = extent.table.body
    if extent.table.totals and row.number == body.bottom + 1:
        extent.totals_row = row.xml
    elif row.number == extent.last + 1 <= extent.limit and is_typed(row, body):
        extent.last = extent.last_typed = row.number
    elif row.number < extent.below and is_used(row, body):
        extent.below = row.number
