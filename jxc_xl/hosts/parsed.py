"""A sheet part read with a real XML parser, for sheets that are not written as usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, NamedTuple
from xml.parsers import expat

from jxc_xl.hosts.addresses import Area, address, area
from jxc_xl.hosts.errors import HostError

NOT_XML = (expat.ExpatError, LookupError, ValueError)
"""What the parser raises; the second for an encoding it does not know."""
_CHUNK = 1 << 16
_LONGEST = 4 << 20  # of a tag or a comment: the parser looks at it anew with every chunk until it ends
_ERROR_TEXT = 64
_DIGITS = 10  # of the number of a shared text


class Parsed(NamedTuple):
    """Cells, extent, error cells with their text, formula cells, those of them without a value; addresses as bytes."""

    total: int
    extent: Area
    errors: dict[bytes, str]
    formulas: list[bytes]
    unsolved: list[bytes]


def parsed_facts(stream: IO[bytes]) -> Parsed:
    """Return what a sheet part holds; rows and cells without an address follow on the one before."""
    sheet = _Sheet()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    parser.StartDoctypeDeclHandler = _refuse
    feed(parser, stream)
    if sheet.data != 1 and sheet.root == "worksheet":
        raise HostError("H005", reason="broken_part", detail=f"sheetData: {sheet.data}")
    area = Area(1, 1, sheet.last_row, sheet.last_column)
    return Parsed(
        sheet.total, area, sheet.errors, sheet.formulas, [cell for cell in sheet.formulas if cell not in sheet.solved]
    )


def feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    """Parse a stream to its end.

    Problems:
        H005: it is no whole document, or a tag in it is longer than any program writes.
    """
    fed = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - a C function without keywords
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST:
                raise HostError("H005", reason="broken_part", detail=f"> {_LONGEST >> 20} MB")
        parser.Parse(b"", True)  # noqa: FBT003
    except NOT_XML as error:
        raise HostError("H005", reason="broken_part", detail=str(error)) from error


def _refuse(name: str, *_: object) -> None:
    raise HostError("H005", reason="dtd", part=name)


class _Sheet:
    """Where the parser is, and what it has met."""

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = 0
        self.root = ""
        self.data = self.total = self.counted = 0
        self.is_error = self.is_index = self.is_value = False
        self.errors: dict[bytes, str] = {}
        self.formulas: list[bytes] = []
        self.solved: set[bytes] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.root = self.root or tag
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            self.counted = int(attributes.get("r", self.counted + 1))  # as the reader counts, whatever cells say
        elif tag == "c":
            self._cell(attributes)
        elif tag == "f":
            self.formulas.append(self._here())
        elif tag == "v":
            self.is_value = True
        elif tag == "sheetData":
            self.data += 1

    def _cell(self, attributes: Mapping[str, str]) -> None:
        place = area(attributes.get("r", ""))
        self.row, self.column = (place.top, place.left) if place else (max(self.row, 1), self.column + 1)
        self.last_row = max(self.last_row, self.row if place else max(self.row, self.counted))
        self.last_column = max(self.last_column, self.column)
        self.total += 1
        kind = attributes.get("t")
        self.is_error, self.is_index = kind == "e", kind == "s"
        if kind == "str":  # an empty text is a value
            self.solved.add(self._here())

    def end(self, name: str) -> None:
        self.is_value = self.is_value and name.rpartition(":")[2] != "v"

    def text(self, text: str) -> None:
        if self.is_value and self.is_index and not (text.isdecimal() and len(text) < _DIGITS):
            raise HostError("H005", reason="broken_part", detail=f"{self._here().decode()}: {text[:_DIGITS]}")
        if self.is_value:
            self.solved.add(self._here())
        if self.is_error and self.is_value:
            self.errors[self._here()] = (self.errors.get(self._here(), "") + text)[:_ERROR_TEXT]

    def _here(self) -> bytes:
        return address(self.row, self.column).encode()
