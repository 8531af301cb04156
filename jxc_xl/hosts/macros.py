"""The source in a VBA project: modules of a ``vbaProject.bin`` as text ([MS-CFB], [MS-OVBA]).

Excel writes a project anew, with compiled code of its own, each time it saves; so projects are told apart by their
source, read as VBA reads it, and not by their bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

ENTRY, MINI = 128, 64
SHIFTS = (9, 12)
"""Sectors are of 512 or 4096 bytes."""
END = 0xFFFFFFFA
"""Sector numbers from here on are no sectors."""
STORAGE, STREAM = 1, 2
CHUNK = 4096
ASCII = 1252
MODULE_NAME, STREAM_NAME, OFFSET, DOCUMENT, MODULE_END = 0x0019, 0x001A, 0x0031, 0x0022, 0x002B
CODE_PAGE, VERSION = 0x0003, 0x0009
DIRECTORY = "dir"


class Module(NamedTuple):
    """A module: its name, its source, and whether it is a document's or a class's own."""

    name: str
    source: str
    is_class: bool

    @property
    def code(self) -> str:
        """The code as VBA reads it: no attributes, remarks and blanks, all in one case; empty if nothing is done."""
        lines = (line.strip() for line in self.source.splitlines())
        said = (line for line in lines if line and not line.lower().startswith(("attribute vb_", "'", "option ")))
        return "\n".join("".join(line.lower().split()) for line in said)


class ProjectError(ValueError):
    """It is not a VBA project, or a damaged one."""


def modules_of(project: bytes) -> list[Module]:
    """Return the modules of a project.

    Raises:
        ProjectError: it cannot be read.
    """
    try:
        streams = _Compound(project).streams()
        return list(_modules({name.lower(): data for name, data in streams.items()}))
    except (struct.error, IndexError, KeyError, LookupError, ValueError) as error:
        raise ProjectError(str(error)) from error


def _modules(streams: dict[str, bytes]) -> Iterator[Module]:
    """Yield the modules that the directory lists (2.3.4.2.3.2)."""
    encoding, facts = f"cp{ASCII}", dict[int, bytes]()
    for number, data in _records(decompress(streams[DIRECTORY])):
        if number == CODE_PAGE:
            encoding = f"cp{struct.unpack('<H', data)[0]}"
        elif number == MODULE_END:
            stream = streams[facts[STREAM_NAME].decode(encoding).lower()]
            source = decompress(stream[struct.unpack("<I", facts[OFFSET])[0] :]).decode(encoding, "replace")
            yield Module(facts[MODULE_NAME].decode(encoding), source, DOCUMENT in facts)
            facts = {}
        facts[number] = data


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 6 <= len(data):
        number, size = struct.unpack_from("<HI", data, at)
        size += 2 if number == VERSION else 0  # its size tells only half of it
        yield number, data[at + 6 : at + 6 + size]
        at += 6 + size


def decompress(data: bytes) -> bytes:
    """Return what a compressed container holds (2.4.1.3.1).

    Raises:
        ProjectError: it is no container.
    """
    if data[:1] != b"\x01":
        raise ProjectError
    out, at = bytearray(), 1
    while at < len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end = min(at + (header & 0x0FFF) + 3, len(data))
        out += _chunk(data[at + 2 : end]) if header & 0x8000 else data[at + 2 : end]
        at = end
    return bytes(out)


def _chunk(data: bytes) -> bytes:
    """Unpack one chunk: eight tokens behind a byte of flags, each a letter or a copy (2.4.1.3.2)."""
    out, at = bytearray(), 0
    while at < len(data):
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if flags >> bit & 1:
                _copy(out, struct.unpack_from("<H", data, at)[0])
                at += 2
            else:
                out.append(data[at])
                at += 1
    return bytes(out[:CHUNK])


def _copy(out: bytearray, token: int) -> None:
    bits = max((len(out) - 1).bit_length(), 4)
    length, offset = (token & 0xFFFF >> bits) + 3, (token >> (16 - bits)) + 1
    if offset > len(out):
        raise ProjectError
    for _ in range(length):
        out.append(out[-offset])


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class _Compound:
    """A compound file: streams in storages, in sectors."""

    def __init__(self, data: bytes) -> None:
        shift = struct.unpack_from("<H", data, 30)[0]
        if data[:8] != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or shift not in SHIFTS:
            raise ProjectError
        self.data, self.size = data, 1 << shift
        self.cutoff = struct.unpack_from("<I", data, 56)[0]
        self.next = self._table(self._sector_list())
        self.entries = [self._entry(part) for part in _cut(self._chain(struct.unpack_from("<I", data, 48)[0]), ENTRY)]
        first, count = struct.unpack_from("<II", data, 60)
        self.mini_next = self._table(self._numbers(first)) if count else []
        self.mini = self._chain(self.entries[0].start)

    def streams(self) -> dict[str, bytes]:
        """Return the streams of the storage VBA by name."""
        storages = [entry for entry in self.entries if entry.kind == STORAGE and entry.name.upper() == "VBA"]
        found = (entry for entry in self._below(storages[0].child) if entry.kind == STREAM)
        return {entry.name: self._content(entry) for entry in found}

    def _below(self, first: int) -> Iterator[_Entry]:
        """Yield the entries of a storage, which are kept as a tree."""
        left, seen = [first], set[int]()
        while left:
            number = left.pop()
            if number < len(self.entries) and number not in seen:
                seen.add(number)
                entry = self.entries[number]
                yield entry
                left += [entry.left, entry.right]

    def _content(self, entry: _Entry) -> bytes:
        if entry.size >= self.cutoff:
            return self._chain(entry.start)[: entry.size]
        numbers = _followed(self.mini_next, entry.start)
        return b"".join(self.mini[number * MINI : (number + 1) * MINI] for number in numbers)[: entry.size]

    def _entry(self, part: bytes) -> _Entry:
        length, kind = struct.unpack_from("<HB", part, 64)
        left, right, child = struct.unpack_from("<III", part, 68)
        start, size = struct.unpack_from("<II", part, 116)
        return _Entry(part[: max(0, length - 2)].decode("utf-16-le"), kind, left, right, child, start, size)

    def _sector_list(self) -> list[int]:
        """Return the sectors of the table of sectors; the header lists the first 109, further sectors the others."""
        numbers = list(struct.unpack_from("<109I", self.data, 76))
        at = struct.unpack_from("<I", self.data, 68)[0]
        while at < END and len(numbers) * self.size < len(self.data):
            *more, at = struct.unpack(f"<{self.size // 4}I", self._sector(at))
            numbers += more
        return [number for number in numbers if number < END]

    def _table(self, sectors: list[int]) -> list[int]:
        return [number for at in sectors for number in struct.unpack(f"<{self.size // 4}I", self._sector(at))]

    def _numbers(self, first: int) -> list[int]:
        return list(_followed(self.next, first))

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _followed(self.next, first))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]


def _followed(table: list[int], first: int) -> Iterator[int]:
    """Yield the sectors of a chain; one that runs in a circle ends."""
    seen = set[int]()
    while first < END and first not in seen:
        seen.add(first)
        yield first
        first = table[first]


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data) - size + 1, size)]
