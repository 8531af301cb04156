"""The parts of a book that are written anew or added so that it has its macros, ribbon and hidden sheets again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from zipfile import ZipFile

from jxc_xl.hosts import refit_parts
from jxc_xl.hosts.archive import Pieces
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.package import CONTENT_TYPES, Package, links_of, parse, rels_of, small_part
from jxc_xl.hosts.refit_found import PROJECT_KIND, WORKBOOK, Fit, Hidden, State, Wire, code_name, codes_of, ribbon_part

PROJECT, RIBBON = "xl/vbaProject.bin", "customUI/customUI14.xml"
PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
PROJECT_LINK = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON_LINK = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
SHEET_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
MOST = 1 << 15

Parts = dict[str, Pieces | None]


def parts(source: ZipFile, wire: Wire, found: Fit) -> Parts:
    """Return what makes each part that is written anew or added; None for one that goes.

    Problems:
        H009: the package is signed, or written in a way we do not change.
    """
    if any(link.kind == "origin" for link in links_of(source, "")):
        raise HostError("H009", reason="signed", sheet="*")
    making = _Making(source, parse(source), wire)
    codes = codes_of(source, making.book, wire)
    if found.needs_project:
        making.name_sheets(codes)
    if found.hidden is not State.SAME:
        codes |= {making.put_sheet(sheet): sheet.code for sheet in wire.hidden}
    if found.needs_project:
        making.put_project(list(codes.values()))
    if found.ribbon is not State.SAME:
        making.put_ribbon()
    making.set_type(making.book.workbook, refit_parts.MACRO_BOOK)
    return making.parts()


class _Making:
    """The parts of one book while they are being made."""

    def __init__(self, source: ZipFile, book: Package, wire: Wire) -> None:
        self.source, self.book, self.wire = source, book, wire
        self.made: Parts = {}
        names = (CONTENT_TYPES, rels_of(""), rels_of(book.workbook), book.workbook)
        self.small = {name: small_part(source, name) for name in names}

    def parts(self) -> Parts:
        """Return what was made."""
        changed = {name: xml for name, xml in self.small.items() if xml != self.source.read(name)}
        return self.made | {name: _text(xml) for name, xml in changed.items()}

    def name_sheets(self, codes: dict[str, str]) -> None:
        """Give the workbook and its sheets the names that macros know them by."""
        part = self.book.workbook
        if refit_parts.code_name_of(self.small[part]) != WORKBOOK:
            self.small[part] = refit_parts.workbook_named(self.small[part], WORKBOOK)
        for sheet, code in codes.items():
            if code_name(self.source, sheet) != code:
                self.made[sheet] = partial(self._named, sheet, code)

    def _named(self, part: str, code: str) -> Iterator[bytes]:
        with self.source.open(part) as stream:
            yield from refit_parts.sheet_named(stream, code)

    def put_project(self, codes: Sequence[str]) -> None:
        """Put the VBA project in, for sheets of these code names; a signature of other macros goes."""
        there = self.book.part_of(PROJECT_KIND)
        part = there or PROJECT
        for signature in (link.target for link in links_of(self.source, part)):
            self.made[signature] = None
            self.set_type(signature, "")
        if rels_of(part) in self.source.namelist():
            self.made[rels_of(part)] = None
        if there is None:
            self._link(rels_of(self.book.workbook), PROJECT_LINK, "vbaProject.bin")
        self.set_type(part, PROJECT_TYPE)
        self.made[part] = _text(self.wire.project_for(codes))

    def put_ribbon(self) -> None:
        """Put the ribbon's definition in, and the link by which it is found."""
        part = ribbon_part(self.source)
        if not part:
            self._link(rels_of(""), RIBBON_LINK, RIBBON)
        self.made[part or RIBBON] = _text(self.wire.ribbon)

    def put_sheet(self, sheet: Hidden) -> str:
        """Write a sheet that macros read, and return its part."""
        workbook = self.book.workbook
        part = self.book.sheets.get(sheet.title, "") or self._add_sheet(sheet.title)
        self.small[workbook] = refit_parts.with_names(self.small[workbook], sheet.names)
        self.made[part] = _text(refit_parts.sheet_of(sheet.code, sheet.rows))
        return part

    def _add_sheet(self, title: str) -> str:
        taken, workbook = {*self.source.namelist(), *self.made}, self.book.workbook
        name = next(name for at in range(1, MOST) if f"xl/worksheets/{(name := f'sheet{at}.xml')}" not in taken)
        id_ = self._link(rels_of(workbook), SHEET_LINK, f"/xl/worksheets/{name}")
        self.small[workbook] = refit_parts.with_sheet(self.small[workbook], title, id_)
        self.set_type(f"xl/worksheets/{name}", refit_parts.WORKSHEET)
        return f"xl/worksheets/{name}"

    def _link(self, rels: str, kind: str, target: str) -> str:
        """Add a relationship, and return its id."""
        ids = (f"rIdJxc{at}" for at in range(1, MOST))
        id_ = next(id_ for id_ in ids if f'"{id_}"'.encode() not in self.small[rels])
        self.small[rels] = refit_parts.with_link(self.small[rels], id_, kind, target)
        return id_

    def set_type(self, part: str, kind: str) -> None:
        """List a part under its type; an empty one takes it off the list."""
        self.small[CONTENT_TYPES] = refit_parts.with_type(self.small[CONTENT_TYPES], part, kind)


def _text(data: bytes) -> Pieces:
    return partial(iter, [data])
