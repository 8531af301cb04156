"""A package as a dictionary of parts, to which parts, relationships and elements can be added."""

from __future__ import annotations

import io
import re
import zipfile

from jxc_xl.hosts import package
from tests.hosts import corpus_parts as made

WORKBOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"

SHEET_ORDER = (
    *("sheetData", "sheetProtection", "conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins"),
    *("pageSetup", "headerFooter", "ignoredErrors", "drawing", "legacyDrawing", "legacyDrawingHF"),
    *("mc:AlternateContent", "tableParts", "extLst"),
)
WORKBOOK_ORDER = ("sheets", "externalReferences", "definedNames", "calcPr", "pivotCaches", "extLst")


class Parts(dict[str, bytes]):
    """The parts of a package while things are added to them."""

    def xml(self, part: str) -> str:
        return self[part].decode()

    def add(self, part: str, content: str | bytes, kind: str = "") -> None:
        """Add a part, and its content type unless its ending says it."""
        assert part not in self
        self[part] = content.encode() if isinstance(content, str) else content
        if kind:
            self.insert_last(TYPES, "Types", f'<Override PartName="/{part}" ContentType="{kind}"/>')

    def link(self, owner: str, kind: str, target: str, mode: str = "") -> str:
        """Add a relationship, and return its id."""
        rels = package.rels_of(owner)
        empty = f'{made.HEAD}<Relationships xmlns="{made.PACKAGE}"></Relationships>'
        links = self.setdefault(rels, empty.encode())
        name = f"rIdUser{links.count(b'<Relationship ')}"
        mode = f' TargetMode="{mode}"' if mode else ""
        self.insert_last(rels, "Relationships", f'<Relationship Id="{name}" Type="{kind}" Target="{target}"{mode}/>')
        return name

    def insert_last(self, part: str, element: str, xml: str) -> None:
        """Put something at the end of an element."""
        before, end, after = self.xml(part).rpartition(f"</{element}>")
        assert end, (part, element)
        self[part] = (before + xml + end + after).encode()

    def insert(self, part: str, element: str, xml: str) -> None:
        """Put an element where the schema wants it; what is there already comes before it."""
        order = WORKBOOK_ORDER if part == WORKBOOK else SHEET_ORDER
        text = self.xml(part)
        followers = (*order[order.index(element) + 1 :], "/worksheet", "/workbook")
        at = min(place for name in followers if (place := _top(text, name)) >= 0)
        self[part] = (text[:at] + xml + text[at:]).encode()

    def extend(self, part: str, xml: str) -> None:
        """Add an extension to a sheet or to the workbook."""
        if _top(self.xml(part), "extLst") < 0:
            self.insert(part, "extLst", "<extLst></extLst>")
        self.insert_last(part, "extLst", xml)

    def replace(self, part: str, old: str, new: str) -> None:
        assert old in self.xml(part), (part, old)
        self[part] = self.xml(part).replace(old, new, 1).encode()

    def book(self) -> package.Package:
        with zipfile.ZipFile(io.BytesIO(self.packed(zipfile.ZIP_STORED))) as archive:
            return package.parse(archive)

    def sheet_part(self, title: str) -> str:
        """Return the part of a sheet."""
        return self.book().sheets[title]

    def table(self, name: str) -> package.Table:
        return self.book().tables[name.lower()]

    def links(self, part: str) -> list[package.Link]:
        with zipfile.ZipFile(io.BytesIO(self.packed(zipfile.ZIP_STORED))) as archive:
            return list(package.links_of(archive, part))

    def packed(self, how: int = zipfile.ZIP_DEFLATED) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", how) as archive:
            for name, content in self.items():
                archive.writestr(name, content)
        return data.getvalue()


def _top(xml: str, element: str) -> int:
    """Return where an element outside the rows starts; an ``extLst`` inside a conditional format is passed over."""
    start = max(xml.find("</sheetData>"), xml.rfind("</conditionalFormatting>"))
    match = re.compile(rf"<{element}[ />]").search(xml, max(start, 0))
    return match.start() if match else -1


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Parts({name: archive.read(name) for name in archive.namelist()})
