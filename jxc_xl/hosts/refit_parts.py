"""Small edits of a package's own parts: relationships, content types, code names, names of cells.

Parts are edited as text, so that whatever else is in them stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from typing import IO

from jxc_xl.hosts.addresses import letters
from jxc_xl.hosts.errors import HostError

CHUNK = 1 << 20
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ROOT = re.compile(rb"<(?:workbook|worksheet)\b[^>]*>")
_BEFORE_SETTINGS = re.compile(rb"<fileVersion\b[^>]*/>|<fileSharing\b[^>]*/>")
_SETTINGS = re.compile(rb"<workbookPr\b[^>]*>")
_SHEET = re.compile(rb"<sheetPr\b[^>]*>")
_CODE_NAME = re.compile(rb'\scodeName="([^"]*)"')
_NAMES_BEFORE = re.compile(rb"</externalReferences>|</functionGroups>|</sheets>")
_SHEET_ID = re.compile(rb'\ssheetId="(\d+)"')


def code_name_of(head: bytes) -> str:
    """Return the code name of a sheet or workbook from the beginning of its part, empty if it has none."""
    tag = _SHEET.search(head) or _SETTINGS.search(head)
    found = _CODE_NAME.search(tag.group()) if tag else None
    return unescape(found.group(1).decode()) if found else ""


def workbook_named(xml: bytes, name: str) -> bytes:
    """Return a workbook part with a code name."""
    if found := _SETTINGS.search(xml):
        return xml[: found.start()] + _named(found.group(), name) + xml[found.end() :]
    at = max((match.end() for match in _BEFORE_SETTINGS.finditer(xml)), default=_root_end(xml, "workbook"))
    return xml[:at] + f'<workbookPr codeName="{name}"/>'.encode() + xml[at:]


def sheet_named(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield a worksheet part with a code name; what comes after its head is passed on as it is."""
    head = stream.read(CHUNK)
    if found := _SHEET.search(head):
        head = head[: found.start()] + _named(found.group(), name) + head[found.end() :]
    else:
        at = _root_end(head, "sheet")
        head = head[:at] + f'<sheetPr codeName="{name}"/>'.encode() + head[at:]
    while head:
        yield head
        head = stream.read(CHUNK)


def _named(tag: bytes, name: str) -> bytes:
    bare = _CODE_NAME.sub(b"", tag)
    end = 2 if bare.endswith(b"/>") else 1
    return bare[:-end].rstrip() + f' codeName="{name}"'.encode() + bare[-end:]


def _root_end(xml: bytes, detail: str) -> int:
    found = _ROOT.search(xml)
    if not found:
        raise HostError("H009", reason="layout", detail=detail, sheet="*")
    return found.end()


def with_type(xml: bytes, part: str, kind: str) -> bytes:
    """Return the list of content types with the type of one part, empty to take it out."""
    pattern = rb'<Override\b[^>]*?\sPartName="/%s"[^>]*?(?:/>|>\s*</Override>)' % re.escape(part.encode())
    there = re.search(pattern, xml)
    if there and kind and f'ContentType="{kind}"'.encode() in there.group():
        return xml
    bare = re.sub(pattern, b"", xml)
    return _inside(bare, f'<Override PartName="/{part}" ContentType="{kind}"/>', b"</Types>") if kind else bare


def with_link(xml: bytes, id_: str, kind: str, target: str) -> bytes:
    """Return relationships with one more."""
    link = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
    return _inside(xml, link, b"</Relationships>")


def _inside(xml: bytes, element: str, end: bytes) -> bytes:
    if end not in xml:
        raise HostError("H009", reason="layout", detail=end.decode(), sheet="*")
    head, _, tail = xml.rpartition(end)
    return head + element.encode() + end + tail


def with_sheet(xml: bytes, title: str, link: str) -> bytes:
    """Return a workbook part with one more sheet at the end, which no menu shows."""
    number = max(map(int, _SHEET_ID.findall(xml)), default=0) + 1
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = f'<sheet name="{escape(title)}" sheetId="{number}" state="veryHidden" xmlns:r="{relations}" r:id="{link}"/>'
    return _inside(xml, sheet, b"</sheets>")


def with_names(xml: bytes, names: Mapping[str, str]) -> bytes:
    """Return a workbook part with names of cells, replacing those of the same name."""
    for name in names:
        xml = re.sub(rb'<definedName\b[^>]*?\sname="%s"[^>]*>[^<]*</definedName>' % re.escape(name.encode()), b"", xml)
    said = "".join(f'<definedName name="{name}">{escape(cells)}</definedName>' for name, cells in names.items())
    if b"</definedNames>" in xml:
        return _inside(xml, said, b"</definedNames>")
    places = [match.end() for match in _NAMES_BEFORE.finditer(xml)]
    if not places:
        raise HostError("H009", reason="layout", detail="workbook", sheet="*")
    return xml[: max(places)] + f"<definedNames>{said}</definedNames>".encode() + xml[max(places) :]


def sheet_of(code: str, rows: Sequence[Sequence[object]]) -> bytes:
    """Return a worksheet part of texts and numbers; an empty text is no cell."""
    body = "".join(_row(number, cells) for number, cells in enumerate(rows, 1))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    said = f'<worksheet xmlns="{space}"><sheetPr codeName="{code}"/><sheetData>{body}</sheetData></worksheet>'
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + said.encode()


def _row(number: int, cells: Sequence[object]) -> str:
    said = (_cell(f"{letters(at)}{number}", value) for at, value in enumerate(cells, 1) if value not in {"", None})
    return f'<row r="{number}">{"".join(said)}</row>'


def _cell(place: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value, quote=False)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
