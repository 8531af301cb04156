"""Specimens: the smallest book, or file, that has a problem, and what is said about it. See README.md."""

from __future__ import annotations

import csv
import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from jxc_xl.adding import bring_in
from jxc_xl.pipeline import Do
from jxc_xl.problems import JxcError, Problem
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import ErrorCell, RawBook, RawTable, UnsolvedCell
from jxc_xl.terms import Lang
from tests.books import HEADER_ROW, Rows, changed, do, raw_book

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))
FILE_NAME = "orders.csv"
STEPS: dict[str, tuple[str, ...]] = {"steps": ("check",), "also": ()}
"""What a specimen does and tolerates when it does not say so."""
EVERY_BOOK: dict[str, Rows] = {
    "products": [{"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl"}],
    "warehouses": [{"warehouse": "MAIN"}, {"warehouse": "HOLD", "kind": "quarantine"}],
}
"""What is in a book whose specimen does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One specimen.

    Attributes:
        code: The code it shows.
        about: What happened, in a sentence.
        says: The line people read, by language.
        book: Lines by sheet, keyed as the schema keys them.
        settings: Settings that are not the defaults.
        incoming: A file to be imported: ``to`` sheet, ``file``, ``map``.
        files: Files on disk by name.
        steps: What is done, in order; the last step finds the problem.
        also: Other codes that cannot but appear.
    """

    code: str
    about: str
    says: dict[str, str]
    book: dict[str, Rows] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    incoming: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = STEPS["steps"]
    also: tuple[str, ...] = STEPS["also"]


def load(path: Path) -> Specimen:
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf8"))
    if "import" in told:
        told["incoming"] = told.pop("import")
        told.setdefault("steps", ["import"])
    for name in ("steps", "also"):
        told[name] = tuple(told.get(name, STEPS[name]))
    return Specimen(path.stem, **told)


def problems_of(specimen: Specimen, lang: Lang) -> list[Problem]:
    """Do what the specimen says, in a book of one language; return what the last step finds."""
    rows = {key: [_cells(row) for row in lines] for key, lines in (EVERY_BOOK | specimen.book).items()}
    raw = raw_book(rows, lang, **specimen.settings)
    problems: list[Problem] = []
    try:
        for step in specimen.steps:
            raw, problems = _step(raw, step, specimen, lang)
    except JxcError as error:
        return [error.problem]
    return problems


def _step(raw: RawBook, step: str, specimen: Specimen, lang: Lang) -> tuple[RawBook, list[Problem]]:
    """Press a button, or do something to a sheet by hand."""
    deed, _, period = step.partition(" ")
    if deed in set(Do):
        outcome = do(raw, deed, closing=period)
        return changed(raw, outcome.changes), outcome.problems
    if step == "import":
        added = bring_in(
            raw, _file(specimen.incoming["file"]), specimen.incoming["to"], specimen.incoming.get("map", {})
        )
        return changed(raw, added.changes), added.problems
    return _by_hand(raw, step, lang), []


def _by_hand(raw: RawBook, step: str, lang: Lang) -> RawBook:
    """Carry out ``SHEET ROW COLUMN = VALUE``, ``delete SHEET [ROW or COLUMN]`` or ``part SHEET ROW``."""
    place, sign, value = (part.strip() for part in step.partition("="))
    words = place.split()
    if sign:
        return _typed(raw, words, value, lang)
    deed = words.pop(0)
    name = BY_KEY[words[0]].table
    table = raw.tables[name]
    if deed == "part":
        return _with(raw, _parted(table, int(words[1])))
    assert deed == "delete", step
    if len(words) == 1:
        return RawBook({key: table for key, table in raw.tables.items() if key != name}, raw.sheets)
    if words[1].isdigit():
        rest = tuple(np.delete(column, int(words[1]) - HEADER_ROW - 1) for column in table.cells)
        return _with(raw, dataclasses.replace(table, cells=rest))
    at = BY_KEY[words[0]].column_keys.index(words[1])
    headings, cells = list(table.headings), list(table.cells)
    del headings[at], cells[at]
    return _with(raw, dataclasses.replace(table, headings=tuple(headings), cells=tuple(cells)))


def _typed(raw: RawBook, words: list[str], value: str, lang: Lang) -> RawBook:
    """Return the book after a cell was typed over; over a heading, with the title of another column."""
    sheet, row, column = BY_KEY[words[0]], int(words[1]), words[2]
    table = raw.tables[sheet.table]
    at = sheet.column_keys.index(column)
    if row == HEADER_ROW:
        headings = list(table.headings)
        headings[at] = sheet.column(value).title.said(lang)
        return _with(raw, dataclasses.replace(table, headings=tuple(headings)))
    cells = [cells.copy() for cells in table.cells]
    cells[at][row - HEADER_ROW - 1] = _value(value)
    return _with(raw, dataclasses.replace(table, cells=tuple(cells)))


def _parted(table: RawTable, row: int) -> RawTable:
    """Return a table that ends above a row, what was from there on lying one row lower, outside."""
    at = row - HEADER_ROW - 1
    lower = zip(*(cells[at:] for cells in table.cells), strict=True)
    below = dict(enumerate(lower, row + 1))
    return dataclasses.replace(table, cells=tuple(cells[:at] for cells in table.cells), below=below)


def _with(raw: RawBook, table: RawTable) -> RawBook:
    return RawBook(raw.tables | {table.name: table}, raw.sheets)


def _cells(row: Mapping[str, object]) -> dict[str, object]:
    return {key: _cell(value) for key, value in row.items()}


def _cell(value: object) -> object:
    """Return a cell: # starts an error, = a formula that no spreadsheet program has worked out."""
    if str(value).startswith("#"):
        return ErrorCell(str(value))
    return UnsolvedCell() if str(value).startswith("=") else value


def _value(text: str) -> object:
    """Return what Excel would make of something typed."""
    try:
        return tomllib.loads(f"typed = {text}")["typed"]
    except tomllib.TOMLDecodeError:
        return text or None


def _file(text: str) -> RawTable:
    """Return a CSV file as its host reads it: every cell is text, or blank."""
    headings, *lines = csv.reader(text.strip().splitlines())
    cells = [np.array([value or None for value in column], object) for column in zip(*lines, strict=True)]
    return RawTable("", FILE_NAME, tuple(headings), 1, 1, tuple(cells))
