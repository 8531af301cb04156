"""What of ribbon, macros and hidden sheets a book has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from jxc_xl.hosts import macros, refit_parts
from jxc_xl.hosts.errors import without_panic
from jxc_xl.hosts.package import CONTENT_TYPES, Package, links_of, parse, small_part

ENDING = ".xlsm"
PROJECT_KIND, RIBBON_KIND = "vbaProject", "extensibility"
WORKBOOK = "ThisWorkbook"
OUR_MODULES = "Jxc"
"""How the names of our modules begin, those of older versions too."""


class State(StrEnum):
    """How much of a thing is there."""

    SAME = "same"
    AGED = "aged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A sheet that only macros read.

    Attributes:
        title: Its title.
        code: Its code name.
        rows: Texts and numbers, row by row from A1; the first row is not compared.
        kept: Cells that belong to the book: row and column, 0-based.
        names: Names of cells on it, and what they refer to.
    """

    title: str
    code: str
    rows: Sequence[Sequence[object]]
    kept: frozenset[tuple[int, int]]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wire:
    """What a book with macros has besides its sheets.

    Attributes:
        project: The VBA project as it is shipped.
        project_for: Makes it for a book whose sheets have other code names.
        ribbon: The definition of the ribbon.
        codes: Code names of our sheets, by the name of a table on it and by its title, in lower case.
        hidden: The sheets that macros read.
    """

    project: bytes
    project_for: Callable[[Sequence[str]], bytes]
    ribbon: bytes
    codes: Mapping[str, str]
    hidden: tuple[Hidden, ...]


class Fit(NamedTuple):
    """What of it a book has.

    Attributes:
        is_ours: It is a book of ours at all.
        has_ending: Its name and type are those of a book with macros.
        macros: Our modules.
        ribbon: Its definition, and the link to it.
        names: SAME when macros know our sheets by their code names, else GONE.
        hidden: The sheets that macros read.
        own: Modules that are not ours and do something.
    """

    is_ours: bool
    has_ending: bool
    macros: State
    ribbon: State
    names: State
    hidden: State
    own: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """True when nothing is to be put back."""
        return self.has_ending and {self.macros, self.ribbon, self.names, self.hidden} == {State.SAME}

    @property
    def needs_project(self) -> bool:
        """True when the VBA project has to be written anew: it holds a module for each sheet."""
        return {self.macros, self.names} != {State.SAME} or self.hidden is State.GONE


def fit(source: ZipFile, data: bytes, ending: str, wire: Wire) -> Fit:
    """Return what a book has.

    Args:
        source: Its package.
        data: The same as bytes.
        ending: The ending of its name.
        wire: What it should have.
    """
    book = parse(source)
    ours = {part: code for part, code in codes_of(source, book, wire).items() if code in set(wire.codes.values())}
    state, own = _macros(source, book, wire)
    is_macro_book = refit_parts.MACRO_BOOK.encode() in small_part(source, CONTENT_TYPES)
    return Fit(
        is_ours=2 * len(ours) > len(set(wire.codes.values())),
        has_ending=ending.lower() == ENDING and is_macro_book,
        macros=state,
        ribbon=_ribbon(source, wire),
        names=State.SAME if _is_named(source, book, ours) else State.GONE,
        hidden=_hidden(data, book, wire),
        own=own,
    )


def codes_of(source: ZipFile, book: Package, wire: Wire) -> dict[str, str]:
    """Return the code name that each worksheet should have, by its part; sheets that are not ours keep theirs."""
    sheets = dict(_sheets(book))
    codes = dict.fromkeys(sheets.values(), "")
    known = [(table.sheet_part, wire.codes.get(table.name.lower(), "")) for table in book.tables.values()]
    known += [(part, wire.codes.get(title.lower(), "")) for title, part in sheets.items()]
    for part, code in known:  # a table tells a sheet better than its title, which people change
        if code and not codes.get(part, code) and code not in codes.values():
            codes[part] = code
    taken = {WORKBOOK.lower(), *(code.lower() for code in (*wire.codes.values(), *codes.values()))}
    for number, (part, code) in enumerate(codes.items(), 1):
        if not code:
            kept = code_name(source, part)
            is_good = kept.isascii() and kept.isidentifier() and kept.lower() not in taken
            codes[part] = kept if is_good else f"Sheet{number}x"
            taken.add(codes[part].lower())
    return codes


def _sheets(book: Package) -> Iterator[tuple[str, str]]:
    """Yield title and part of every worksheet; charts that are sheets of their own are left out."""
    worksheets = {link.target for link in book.links if link.kind == "worksheet"}
    return ((title, part) for title, part in book.sheets.items() if part in worksheets)


def code_name(source: ZipFile, part: str) -> str:
    """Return the code name that a worksheet has."""
    with source.open(part) as stream:
        return refit_parts.code_name_of(stream.read(refit_parts.CHUNK))


def _is_named(source: ZipFile, book: Package, codes: Mapping[str, str]) -> bool:
    is_named = refit_parts.code_name_of(small_part(source, book.workbook)) == WORKBOOK
    return is_named and all(code_name(source, part) == code for part, code in codes.items())


def _macros(source: ZipFile, book: Package, wire: Wire) -> tuple[State, tuple[str, ...]]:
    """Return how much of our macros is there, and the modules that are somebody's own."""
    part = book.part_of(PROJECT_KIND)
    if part is None or part not in source.namelist():
        return State.GONE, ()
    ours = {module.name: module.code for module in macros.modules_of(wire.project) if module.code}
    with suppress(macros.ProjectError):
        found = [module for module in macros.modules_of(source.read(part)) if module.code]
        codes = {module.name: module.code for module in found}
        others = (module for module in found if module.is_class or not module.name.startswith(OUR_MODULES))
        own = tuple(sorted(module.name for module in others if module.name not in ours))
        return State.SAME if all(codes.get(name) == code for name, code in ours.items()) else State.AGED, own
    return State.GONE, ()


def ribbon_part(source: ZipFile) -> str:
    """Return the part that the package calls its ribbon, empty if there is none."""
    return next((link.target for link in links_of(source, "") if link.kind == RIBBON_KIND), "")


def _ribbon(source: ZipFile, wire: Wire) -> State:
    part = ribbon_part(source)
    if part not in source.namelist():
        return State.GONE
    return State.SAME if source.read(part) == wire.ribbon else State.AGED


def _hidden(data: bytes, book: Package, wire: Wire) -> State:
    if any(sheet.title not in book.sheets for sheet in wire.hidden):
        return State.GONE
    is_same = all(_cells(rows) == _cells(sheet.rows) for sheet, rows in read_hidden(data, wire.hidden))
    return State.SAME if is_same else State.AGED


def read_hidden(data: bytes, sheets: Sequence[Hidden]) -> list[tuple[Hidden, list[list[object]]]]:
    """Return the cells of sheets that are there, row by row from A1."""
    with without_panic(), CalamineWorkbook.from_filelike(BytesIO(data)) as opened:
        there = [sheet for sheet in sheets if sheet.title in opened.sheet_names]
        rows = [opened.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False) for sheet in there]
    return [(sheet, [list(cells) for cells in found]) for sheet, found in zip(there, rows, strict=True)]


def _cells(rows: Sequence[Sequence[object]]) -> dict[tuple[int, int], object]:
    """Return the cells that are to be compared, by their place."""
    places = ((row, column, value) for row, cells in enumerate(rows) for column, value in enumerate(cells))
    return {(row, column): value for row, column, value in places if row and value not in {"", None}}
