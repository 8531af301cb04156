"""The dir stream: what a VBA project is made of, as records ([MS-OVBA] 2.3.4.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jxc_xl.template.wire.sources import Module, Role

CODE_PAGE = 1252
"""The source is ASCII, which is the same in this code page as in any other."""
ENGLISH = 0x409
WINDOWS_64 = 3
PROJECT = "VBAProject"
NO_COOKIE = 0xFFFF
VERSION = (1, 0)
"""Version of the project, any."""


class Reference(NamedTuple):
    """A library that the source names types of."""

    name: str
    libid: str


REFERENCES = (
    Reference(
        "stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"
    ),
    Reference(
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16"
        r"\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
"""The two that Excel gives to every project; it finds them by their GUID, wherever they are. Office has the ribbon."""


def directory(modules: Sequence[Module]) -> bytes:
    """Return the stream, not yet compressed."""
    end = _record(0x0010)
    return b"".join([*_project(), *_references(), *_modules(modules), end])


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _word(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<H", value))


def _long(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<I", value))


def _text(number: int, wide: int, text: str) -> bytes:
    """Return a text twice, in the code page and in UTF-16."""
    return _record(number, text.encode("ascii")) + _record(wide, text.encode("utf-16-le"))


def _project() -> Iterator[bytes]:
    """What holds for all of it (2.3.4.2.1)."""
    yield _long(0x0001, WINDOWS_64)
    yield _long(0x0002, ENGLISH)
    yield _long(0x0014, ENGLISH)
    yield _word(0x0003, CODE_PAGE)
    yield _record(0x0004, PROJECT.encode("ascii"))
    yield _text(0x0005, 0x0040, "")  # what it is for
    yield _record(0x0006) + _record(0x003D)  # its help file
    yield _long(0x0007, 0)
    yield _long(0x0008, 0)
    yield struct.pack("<HIIH", 0x0009, 4, *VERSION)
    yield _text(0x000C, 0x003C, "")  # constants of conditional compilation


def _references() -> Iterator[bytes]:
    """Names and registered libraries (2.3.4.2.2)."""
    for reference in REFERENCES:
        libid = reference.libid.encode("ascii")
        yield _text(0x0016, 0x003E, reference.name)
        yield _record(0x000D, struct.pack("<I", len(libid)) + libid + bytes(6))


def _modules(modules: Sequence[Module]) -> Iterator[bytes]:
    """The modules in order; the source starts at the first byte of its stream (2.3.4.2.3)."""
    yield _word(0x000F, len(modules))
    yield _word(0x0013, NO_COOKIE)
    for module in modules:
        yield _text(0x0019, 0x0047, module.name)
        yield _text(0x001A, 0x0032, module.name)  # its stream
        yield _text(0x001C, 0x0048, "")
        yield _long(0x0031, 0)
        yield _long(0x001E, 0)
        yield _word(0x002C, NO_COOKIE)
        yield _record(0x0021 if module.role is Role.STANDARD else 0x0022)
        yield _record(0x002B)
