"""The first rows of a sheet as texts, to find columns by the headings that people see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from zipfile import ZipFile

from jxc_xl.hosts.blocks import CHUNK, Kind, blocks
from jxc_xl.hosts.package import plain
from jxc_xl.hosts.rows import Cell, rows_of, take_apart

_SHARED = re.compile(rb'\st="s"')
_VALUE = re.compile(rb"<v[^>]*>([^<]*)</v>")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_ITEM = re.compile(rb"<si\s*/>|<si(?:\s[^>]*)?>(.*?)</si>", re.DOTALL)

Texts = dict[int, dict[int, object]]


def top_texts(archive: ZipFile, sheet_part: str, strings_part: str | None, wanted: Collection[int]) -> Texts:
    """Return the filled cells of some rows near the top: texts as people see them, anything else as None.

    Args:
        archive: The package.
        sheet_part: Part of the sheet.
        strings_part: Part of the shared strings, if there is one.
        wanted: Numbers of the rows.
    """
    cells = {row: dict(_cells(row_cells)) for row, row_cells in _top_rows(archive, sheet_part, wanted)}
    indexes = {value for row in cells.values() for value in row.values() if isinstance(value, int)}
    shared = shared_texts(archive, strings_part, indexes) if strings_part and indexes else {}
    return {
        row: {column: shared.get(value) if isinstance(value, int) else value for column, value in found.items()}
        for row, found in cells.items()
    }


def _top_rows(archive: ZipFile, part: str, wanted: Collection[int]) -> Iterator[tuple[int, list[Cell]]]:
    with archive.open(part) as stream:
        for kind, xml in blocks(stream):
            if kind is not Kind.ROWS:
                continue
            for row in rows_of(xml):
                if row.number > max(wanted, default=0):
                    return
                if row.number in wanted:
                    yield row.number, take_apart(row.xml).cells


def _cells(cells: list[Cell]) -> Iterator[tuple[int, str | int | None]]:
    """Yield column and text of each filled cell; the index of a shared text, None for what is no text."""
    for cell in cells:
        value = _VALUE.search(cell.xml)
        if _SHARED.search(cell.attributes) and value and value.group(1).isdigit():
            yield cell.column, int(value.group(1))
        elif b't="inlineStr"' in cell.attributes:
            yield cell.column, inline_text(cell.xml)
        elif value:
            yield cell.column, _as_text(value.group(1)) if b't="str"' in cell.attributes else None


def inline_text(xml: bytes) -> str:
    """Return the text of an ``<is>`` or ``<si>``, without what says how it is read aloud."""
    return "".join(_as_text(text) for text in _TEXT.findall(_PHONETIC.sub(b"", xml)))


def _as_text(xml: bytes) -> str:
    return plain(unescape(xml.decode()))


def shared_texts(archive: ZipFile, part: str, indexes: Collection[int]) -> dict[int, str]:
    """Return some of the shared texts, reading no further than needed."""
    found: dict[int, str] = {}
    index, rest = 0, b""
    with archive.open(part) as stream:
        while index <= max(indexes) and (chunk := stream.read(CHUNK)):
            rest, end = rest + chunk, 0
            for match in _ITEM.finditer(rest):
                if index in indexes:
                    found[index] = inline_text(match.group(1) or b"")
                index, end = index + 1, match.end()
            rest = rest[end:]
    return found
