"""The next free line of a document's sheet: its row, its number, its date."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Book
from jxc_xl.problems import TemplateError
from jxc_xl.read.book import read_book
from jxc_xl.schema import Kind, Sheet
from jxc_xl.tables import Append, Change, Patch, RawBook, RawTable
from jxc_xl.write.changes import columns

PREFIXES = {
    "purchases": "PO",
    "receipts": "GR",
    "sales": "SO",
    "returns": "RT",
    "counts": "CT",
    "charges": "CH",
    "transfers": "TR",
    "adjustments": "AD",
}
DATED = {"purchases": "requested_on"}
"""The column that takes the date, where it is not the first required moment."""


TIMED = frozenset({"sales"})
"""Documents whose minute counts: orders are to be shipped within the hour."""


class NextLine(NamedTuple):
    """Where to go on typing: title of the sheet, row and column, and what is filled in first."""

    sheet: str
    row: int
    column: int
    changes: list[Change]


def next_line(raw: RawBook, sheet: Sheet, now: pd.Timestamp) -> NextLine:
    """Return the next free line of a document's sheet, with a number that no document has had.

    A line that an earlier press has begun and nobody has gone on with is taken again.

    Raises:
        TemplateError: P113, P114: the sheet, or one of its columns, is lost.
    """
    book, problems = read_book(raw)
    titles = {sheet.title.zh, sheet.title.en}
    for problem in problems:
        if problem.code in {"P113", "P114"} and problem.place.sheet in titles:
            raise TemplateError(problem.code, str(problem.place), **problem.facts)
    table = raw.tables[sheet.table]
    dated = DATED.get(sheet.key) or next(
        column.key for column in sheet.columns if column.kind is Kind.MOMENT and column.is_required
    )
    begun = {"doc_no", dated}
    used = _last_used(table, sheet, book, begun)
    started = _last_used(table, sheet, book, set())
    row = used + 1
    when = now.floor("min" if sheet.key in TIMED else "D")
    line = pd.DataFrame({"doc_no": [number_of(book, sheet, now)], dated: pd.Series([when], dtype="M8[s]")})
    written = columns(book, sheet, line)
    change: Change = Patch(sheet.table, np.array([row]), written) if row <= started else Append(sheet.table, written)
    layout = book.layouts[sheet.key]
    first = next(column.key for column in sheet.columns if column.is_required and column.key not in begun)
    letters = layout.letters[first]
    return NextLine(layout.sheet, layout.header_row + 1 + row, _column(letters), [change])


def next_number(raw: RawBook, sheet: Sheet, now: pd.Timestamp) -> str:
    """Return a number for a document of a sheet that no document has had."""
    book, _ = read_book(raw)
    return number_of(book, sheet, now)


def _last_used(table: RawTable, sheet: Sheet, book: Book, besides: set[str]) -> int:
    """Return the last body row in which something is typed besides some columns; -1 if there is none."""
    headings = book.layouts[sheet.key].headings
    passed = {headings[key] for key in besides if key in headings}
    used = -1
    for heading, cells in zip(table.headings, table.cells, strict=True):
        if heading not in passed:
            used = max(used, int(np.flatnonzero(pd.notna(cells)).max(initial=-1)))
    return used


def number_of(book: Book, sheet: Sheet, now: pd.Timestamp) -> str:
    """Return a number such as SO-20261124-003, one above the highest of its day."""
    start = f"{PREFIXES.get(sheet.key, sheet.key[:2].upper())}-{now:%Y%m%d}-"
    known = [book.lines[sheet.key]["doc_no"], book.lines["ledger"]["doc_no"]]
    found = pd.concat(known).astype("str").str.extract(f"^{re.escape(start)}(\\d+)$")[0].dropna()
    highest = max((int(number) for number in found), default=0)
    return f"{start}{highest + 1:03d}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
