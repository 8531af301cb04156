"""A compound file, [MS-CFB] version 3: named streams in storages, kept in sectors as a file system keeps files."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR, MINI_SECTOR = 512, 64
CUTOFF = 4096
"""Streams below this size share the mini stream (2.2)."""
END, FREE, OF_FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
"""End of a chain, nothing there, a sector of the allocation table itself (2.1)."""
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1
IN_HEADER = 109
"""Sectors of the allocation table that the header can name: enough for files of 6.8 MB."""
PER_SECTOR = SECTOR // 4
ENTRY = 128
"""Size of an entry of the directory (2.6.1)."""

Tree = Mapping[str, "bytes | Tree"]
"""Streams and storages by name."""


@dataclass(slots=True)
class Entry:
    """A stream or a storage, and its place in the directory: neighbours to both sides and what is inside, by number."""

    name: str
    kind: int
    data: bytes = b""
    colour: int = BLACK
    left: int = FREE
    right: int = FREE
    child: int = FREE


@dataclass(slots=True)
class Sectors:
    """Sectors of one size; of each, which sector comes next."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def put(self, stream: bytes) -> int:
        """Store a stream; return its first sector."""
        if not stream:
            return END
        first, count = len(self.chain), -(-len(stream) // self.size)
        self.data += stream.ljust(count * self.size, b"\0")
        self.chain += [*range(first + 1, first + count), END]
        return first


def compound(tree: Tree) -> bytes:
    """Return a compound file; the same streams always give the same bytes, as no times are kept.

    Raises:
        ValueError: More than 6.8 MB.
    """
    entries = [Entry("Root Entry", ROOT)]
    entries[0].child = _add(entries, tree)
    large, small = Sectors(SECTOR), Sectors(MINI_SECTOR)
    starts = [_store(entry, large, small) for entry in entries]
    entries[0].data = bytes(small.data)
    starts[0] = large.put(entries[0].data)
    mini_table = _filled(small.chain)
    mini_start = large.put(mini_table)
    directory = b"".join(_entry(entry, start) for entry, start in zip(entries, starts, strict=True))
    directory_start = large.put(directory + _EMPTY * (-len(entries) % (SECTOR // ENTRY)))
    table = _allocation(large)
    places = [at for at, next_ in enumerate(table) if next_ == OF_FAT]
    head = _header(places, directory_start, mini_start, len(mini_table) // SECTOR)
    return head + bytes(large.data) + _filled(table)


def _add(entries: list[Entry], level: Tree) -> int:
    """Add a storage's contents to the directory; return the root of their tree."""
    names = sorted(level, key=lambda name: (len(name), name.upper()))  # the order of 2.6.4
    numbers = range(len(entries), len(entries) + len(names))
    for name in names:
        inside = level[name]
        entries.append(Entry(name, STREAM, inside) if isinstance(inside, bytes) else Entry(name, STORAGE))
    for number, name in zip(numbers, names, strict=True):
        inside = level[name]
        if not isinstance(inside, bytes):
            entries[number].child = _add(entries, inside)
    return _balance(entries, numbers, math.floor(math.log2(len(names))))


def _balance(entries: list[Entry], numbers: Sequence[int], levels: int, depth: int = 0) -> int:
    """Make sorted entries a balanced tree; with red on its last level alone it is a red-black tree (2.6.4)."""
    if not numbers:
        return FREE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balance(entries, numbers[:middle], levels, depth + 1)
    entry.right = _balance(entries, numbers[middle + 1 :], levels, depth + 1)
    entry.colour = RED if depth == levels and depth > 0 else BLACK
    return numbers[middle]


def _store(entry: Entry, large: Sectors, small: Sectors) -> int:
    if entry.kind == STORAGE:
        return 0
    return (small if len(entry.data) < CUTOFF else large).put(entry.data)


def _entry(entry: Entry, start: int) -> bytes:
    """Return an entry of the directory: no class, no state, no times (2.6.1)."""
    name = (entry.name + "\0").encode("utf-16-le")
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), entry.kind, entry.colour)
    tree = struct.pack("<III", entry.left, entry.right, entry.child)
    return head + tree + bytes(36) + struct.pack("<IQ", start, len(entry.data))


_EMPTY = bytes(68) + struct.pack("<III", FREE, FREE, FREE) + bytes(48)


def _allocation(large: Sectors) -> list[int]:
    """Return the allocation table, the sectors it takes itself at its end (2.3)."""
    count = 1
    while len(large.chain) + count > count * PER_SECTOR:
        count += 1
    if count > IN_HEADER:
        raise ValueError(count)
    return large.chain + [OF_FAT] * count


def _filled(table: Sequence[int]) -> bytes:
    """Return a table in whole sectors."""
    return struct.pack(f"<{len(table)}I", *table) + struct.pack("<I", FREE) * (-len(table) % PER_SECTOR)


def _header(places: Sequence[int], directory: int, mini: int, minis: int) -> bytes:
    """Return the header: version 3, sectors of 2**9 and 2**6 bytes, where the tables are (2.2)."""
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    shape = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    where = struct.pack("<IIIIIIIII", 0, len(places), directory, 0, CUTOFF, mini, minis, END, 0)
    return magic + shape + where + struct.pack(f"<{IN_HEADER}I", *places, *[FREE] * (IN_HEADER - len(places)))
