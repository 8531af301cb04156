"""The package behind a workbook: which part holds which sheet, and where its tables are.

Only the small parts are parsed here: relationships, the workbook, the tables. Names of elements are taken without their
namespace, so that strict and transitional files read alike.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from jxc_xl.hosts.addresses import Area, area, is_on_sheet
from jxc_xl.hosts.errors import HostError

CONTENT_TYPES = "[Content_Types].xml"
MACROS = "vbaProject"
"""What a book may lack and still be one: `jxc doctor --fix` puts macros back."""
_LARGEST = 64 << 20
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Link(NamedTuple):
    """A relationship: its id, the last word of its type, and the part it leads to."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table object.

    Attributes:
        name: Its name in formulas.
        part: Its part in the package; empty for a table that is only known by its sheet.
        sheet: Title of its sheet.
        sheet_part: Part of its sheet.
        area: All of it: heading row, body, totals row.
        headers: Number of heading rows, 0 or 1.
        totals: Number of totals rows, 0 or 1.
        headings: Names of its columns, left to right.
        formulas: Formula of each calculated column by its place from the left, as it stands in the first row.
    """

    name: str
    part: str
    sheet: str
    sheet_part: str
    area: Area
    headers: int
    totals: int
    headings: tuple[str, ...]
    formulas: Mapping[int, str] = field(default_factory=dict)

    @property
    def header_row(self) -> int:
        """Row of the headings; the row above the body when they are hidden."""
        return self.area.top + self.headers - 1

    @property
    def body(self) -> Area:
        """The body as the table object gives it."""
        return Area(self.header_row + 1, self.area.left, self.area.bottom - self.totals, self.area.right)


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's parts.

    Attributes:
        workbook: The workbook part.
        sheets: Part by title, in order.
        tables: Tables by name in lower case.
        links: Relationships of the workbook part.
        uses_1904: Dates count from 1904.
    """

    workbook: str
    sheets: dict[str, str]
    tables: dict[str, Table]
    links: tuple[Link, ...]
    uses_1904: bool

    def areas_on(self, sheet_part: str) -> list[Area]:
        """Return the areas of all tables of a sheet."""
        return [table.area for table in self.tables.values() if table.sheet_part == sheet_part]

    def part_of(self, kind: str) -> str | None:
        """Return the part that the workbook calls by a kind of relationship, such as ``sharedStrings``."""
        return next((link.target for link in self.links if link.kind == kind), None)


def parse(archive: ZipFile) -> Package:
    """Return what a package holds.

    Problems:
        H002: no workbook inside. H005: a part is missing or damaged.
    """
    workbook = _workbook_part(archive)
    _parsed(archive, CONTENT_TYPES)
    root = _parsed(archive, workbook)
    links = tuple(links_of(archive, workbook))
    for link in links:
        if link.kind != MACROS:
            _check_there(archive, link)
    parts = {link.id: link.target for link in links}
    titles = [(title, part) for title, part in _sheets(root, parts) if part]
    sheets = dict(titles)
    tables = [table for title, part in sheets.items() for table in _tables(archive, title, part)]
    _check_once([title for title, _ in titles])
    _check_once([table.name for table in tables])
    settings = root.find("{*}workbookPr")
    uses_1904 = settings is not None and settings.get("date1904", "0") in {"1", "true"}
    return Package(workbook, sheets, {table.name.lower(): table for table in tables}, links, uses_1904)


def _check_there(archive: ZipFile, link: Link) -> None:
    """Refuse a package that names a part it does not hold: Excel would not open it either."""
    if link.target not in archive.namelist():
        raise HostError("H005", reason="no_part", part=link.target)


def _check_once(names: list[str]) -> None:
    """Refuse a name that two sheets or two tables have: nobody could tell which of them is meant."""
    seen: set[str] = set()
    for name in map(str.lower, names):
        if name in seen:
            raise HostError("H005", reason="names", part=name)
        seen.add(name)


def _workbook_part(archive: ZipFile) -> str:
    part = next((link.target for link in links_of(archive, "") if link.kind == "officeDocument"), "")
    if part and part not in archive.namelist():
        raise HostError("H005", reason="no_part", part=part)
    if not part.endswith(".xml") or not _parsed(archive, part).tag.endswith("}workbook"):
        raise HostError("H002", found=posixpath.basename(part) or "ZIP")
    return part


def _sheets(root: ET.Element, parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield title and part of each sheet, charts left in so that titles keep their order."""
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        yield sheet.get("name", ""), parts.get(ids[0], "") if ids else ""


def links_of(archive: ZipFile, part: str) -> Iterator[Link]:
    """Yield the relationships of a part that lead to other parts of the package; part "" is the package itself."""
    folder, rels = posixpath.dirname(part), rels_of(part)
    if rels not in archive.namelist():
        return
    for link in _parsed(archive, rels).iterfind("{*}Relationship"):
        if link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            yield Link(link.get("Id", ""), posixpath.basename(link.get("Type", "")), target)


def rels_of(part: str) -> str:
    """Return the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _tables(archive: ZipFile, title: str, sheet_part: str) -> Iterator[Table]:
    for link in links_of(archive, sheet_part):
        if link.kind != "table":
            continue
        _check_there(archive, link)
        root = _parsed(archive, link.target)
        where = area(root.get("ref", ""))
        headers, totals = _count(root, "headerRowCount", 1), _count(root, "totalsRowCount", 0)
        if where is None or not is_on_sheet(where) or max(headers, totals) > 1:
            raise HostError("H005", reason="damaged", detail=link.target)
        columns = root.findall("{*}tableColumns/{*}tableColumn")
        yield Table(
            name=root.get("displayName", root.get("name", "")),
            part=link.target,
            sheet=title,
            sheet_part=sheet_part,
            area=where,
            headers=headers,
            totals=totals,
            headings=tuple(plain(column.get("name", "")) for column in columns),
            formulas={place: text for place, column in enumerate(columns) if (text := _calculated(column))},
        )


def _calculated(column: ET.Element) -> str:
    """Return the formula of a calculated column; array formulas are left to Excel."""
    found = column.find("{*}calculatedColumnFormula")
    is_plain = found is not None and found.get("array", "0") not in {"1", "true"}
    return (found.text or "").strip() if found is not None and is_plain else ""


def _count(root: ET.Element, name: str, default: int) -> int:
    text = root.get(name, str(default))
    return int(text) if text.isdecimal() else default


def plain(text: str) -> str:
    """Undo the escapes ``_x000a_`` of Excel's strings."""
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def _parsed(archive: ZipFile, part: str) -> ET.Element:
    return ET.fromstring(small_part(archive, part))  # noqa: S314 - small_part refuses DTDs and entities


def small_part(archive: ZipFile, part: str) -> bytes:
    """Return a part that is parsed whole.

    Problems:
        H005: missing, not in UTF-8, or with a DTD. H006: larger than 64 MB.
    """
    if part not in archive.namelist():
        raise HostError("H005", reason="no_part", part=part)
    size = archive.getinfo(part).file_size
    if size > _LARGEST:
        raise HostError("H006", reason="part", part=part, found=size, limit=_LARGEST)
    xml = archive.read(part)
    if b"\0" in xml or not _is_utf8(xml):
        raise HostError("H005", reason="encoding", part=part)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise HostError("H005", reason="dtd", part=part)
    return xml


def _is_utf8(xml: bytes) -> bool:
    """Return whether an XML part is in UTF-8, as declared and in fact."""
    xml.decode()
    return declares_utf8(xml)


def declares_utf8(first: bytes) -> bool:
    """Return whether an XML part that starts like this says that it is in UTF-8, or nothing else."""
    declared = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^<>]*encoding\s*=\s*["']([\w-]+)""", first)
    is_cut = first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and b"?>" not in first
    if declared is None:
        return not is_cut
    return declared.group(1).lower() in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
