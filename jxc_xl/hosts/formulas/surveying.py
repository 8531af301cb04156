"""All formulas of a workbook, and which of its sheets they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from jxc_xl.hosts.addresses import address
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.formulas.found import Formula, formulas_of
from jxc_xl.hosts.formulas.references import Book
from jxc_xl.hosts.package import Package, parse, small_part
from jxc_xl.hosts.shared import mover

_ANYWHERE = re.compile(
    r"\bINDIRECT\b|'(?:[^']|'')*:(?:[^']|'')*'!|[^\s'(,;=<>+*/&^!-]+:[^\s'(,;=<>+*/&^!:-]+!", re.IGNORECASE
)
"""What may lead to any sheet: INDIRECT, and references through several sheets."""
_LITERAL = re.compile(r'"[^"]*"')
_BUILT_IN = "_xlnm."


class Name(NamedTuple):
    """A defined name: the sheet it belongs to, empty for none, and what it stands for."""

    name: str
    sheet: str
    text: str


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The formulas of a workbook.

    Attributes:
        package: The workbook.
        worksheets: Its parts that are sheets with cells.
        book: What references in them may name.
        formulas: By title of the sheet; sheets without any left out.
        unread: Sheets whose formulas are written unusually.
        needed: Titles of the sheets that formulas stand in or may lead to.
    """

    package: Package
    worksheets: frozenset[str]
    book: Book
    formulas: Mapping[str, list[Formula]]
    unread: tuple[str, ...]
    needed: frozenset[str]


def surveyed(archive: ZipFile, only: str | None = None) -> Surveyed:
    """Return the formulas of a workbook.

    Args:
        archive: The workbook.
        only: A formula that stands nowhere; only what it leads to is needed then.
    """
    package = parse(archive)
    names = list(_names(archive, package))
    worksheets = frozenset(link.target for link in package.links if link.kind == "worksheet")
    formulas: dict[str, list[Formula]] = {}
    unread = []
    for title, part in package.sheets.items():
        if part not in worksheets:
            continue
        try:
            with archive.open(part) as stream:
                found = formulas_of(stream)
        except (HostError, ValueError):  # a value or a text that is none
            unread.append(title)
            continue
        if found:
            formulas[title] = found
    book = Book(
        package.tables,
        {(name.sheet, name.name.lower()): name.text for name in names},
        {title.lower(): title for title in package.sheets},
    )
    if only is None:
        needed = _needed(package, names, _texts(formulas.values())) | formulas.keys()
        return Surveyed(package, worksheets, book, formulas, tuple(unread), frozenset(needed))
    needed = _led_to(package, names, formulas, only)
    return Surveyed(
        package,
        worksheets,
        book,
        {title: found for title, found in formulas.items() if title in needed},
        tuple(title for title in unread if title in needed),
        frozenset(needed),
    )


def _texts(sheets: Iterable[list[Formula]]) -> list[str]:
    """Return formulas without the texts in them: what stands there is followed by INDIRECT alone, which needs all."""
    return [_LITERAL.sub('""', formula.text) for found in sheets for formula in found if formula.text]


def _led_to(package: Package, names: list[Name], formulas: Mapping[str, list[Formula]], only: str) -> set[str]:
    """Return the sheets that a formula leads to, through others; what it names without a sheet is on the first."""
    needed: set[str] = set()
    more = {*_needed(package, names, [_LITERAL.sub("", only)]), *list(package.sheets)[:1]}
    while more - needed:
        needed |= more
        more = _needed(package, names, _texts(formulas.get(title, []) for title in needed))
    return needed


def _names(archive: ZipFile, package: Package) -> Iterator[Name]:
    titles = list(package.sheets)
    root = ET.fromstring(small_part(archive, package.workbook))  # noqa: S314 - small_part refuses DTDs and entities
    for one in root.iterfind("{*}definedNames/{*}definedName"):
        place = one.get("localSheetId", "")
        sheet = titles[int(place)] if place.isdecimal() and int(place) < len(titles) else ""
        if not one.get("name", "").startswith(_BUILT_IN):
            yield Name(one.get("name", ""), sheet, one.text or "")


def _needed(package: Package, names: list[Name], formulas: list[str]) -> set[str]:
    """Return the sheets that formulas may lead to."""
    text = "\n".join(formulas).lower()
    waiting = list(names)
    while found := [name for name in waiting if name.name.lower() in text]:
        text = "\n".join([text, *(name.text.lower() for name in found)])
        waiting = [name for name in waiting if name not in found]
    if _ANYWHERE.search(text) or any('"' in title for title in package.sheets):  # such a title ends no text
        return set(package.sheets)
    needed = {title for title in package.sheets if title.lower().replace("'", "''") in text}
    return needed | {table.sheet for name, table in package.tables.items() if name in text}


def spelled(formulas: list[Formula], groups: Collection[str]) -> Iterator[tuple[Formula, str | None]]:
    """Yield the cells of some shared formulas, each with its own text; None where it has none that can be told."""
    movers = {one.group: _mover(one) for one in formulas if one.kind == "shared" and one.text and one.group in groups}
    for formula in formulas:
        if formula.kind == "shared" and formula.group in movers:
            try:
                yield formula, formula.text or movers[formula.group](address(formula.row, formula.column))
            except HostError:
                yield formula, None


def _mover(formula: Formula) -> Callable[[str], str]:
    """Return what tells a shared formula's text in other cells, read when the first of them is asked for."""
    made: list[Callable[[str], str]] = []

    def moved(cell: str) -> str:
        if not made:
            made.append(mover(formula.text, address(formula.row, formula.column)))
        return made[0](cell)

    return moved
