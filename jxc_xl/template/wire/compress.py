"""Compression of VBA source: the CompressedContainer of [MS-OVBA] 2.4.1.

Text is cut into chunks of 4096 bytes. In each, what was there before is copied by a token of two bytes, offset and
length, whose bits are shared out by how far into the chunk it stands.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SIGNATURE = b"\x01"
CHUNK = 4096
SHORTEST = 3
"""A copy of fewer bytes would be no shorter than the bytes themselves."""
COMPRESSED, RAW = 0xB000, 0x3000
"""Header of a chunk: its signature and flag, to which the size less 3 is added (2.4.1.1.5)."""
TOKENS = 8
"""Tokens that share one byte of flags."""


class Copy(NamedTuple):
    """How far back to copy from, and how many bytes."""

    offset: int
    length: int


def compress(data: bytes) -> bytes:
    """Return data as a compressed container (2.4.1.3.6)."""
    return SIGNATURE + b"".join(_chunk(data[at : at + CHUNK]) for at in range(0, len(data), CHUNK))


def _chunk(plain: bytes) -> bytes:
    tokens = list(_tokens(plain))
    body = b"".join(_sequence(tokens[at : at + TOKENS]) for at in range(0, len(tokens), TOKENS))
    if len(body) < CHUNK:
        return _header(COMPRESSED, len(body)) + body
    if len(plain) < CHUNK:  # the format would fill it up with zeros, and they would be read as source
        raise ValueError(len(plain))
    return _header(RAW, CHUNK) + plain


def _header(kind: int, size: int) -> bytes:
    return struct.pack("<H", kind | (size + 2 - 3))


def _sequence(tokens: Sequence[bytes]) -> bytes:
    """Return up to eight tokens behind the byte that tells copies from literals (2.4.1.1.7)."""
    flags = sum(1 << bit for bit, token in enumerate(tokens) if len(token) > 1)
    return bytes([flags]) + b"".join(tokens)


def _tokens(plain: bytes) -> Iterator[bytes]:
    """Yield the tokens of a chunk: a literal is its byte, a copy two bytes."""
    seen: dict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(plain):
        found = _longest(plain, at, seen[plain[at : at + SHORTEST]])
        step = max(1, found.length)
        yield _packed(at, found) if found.length else plain[at : at + 1]
        for place in range(at, at + step):
            seen[plain[place : place + SHORTEST]].append(place)
        at += step


def _longest(plain: bytes, at: int, places: Sequence[int]) -> Copy:
    """Return the longest copy of what comes next, the nearest first; length 0 if there is none (2.4.1.3.19.4)."""
    best = Copy(0, 0)
    most = min(_most(at), len(plain) - at)
    if most < SHORTEST:
        return best
    for place in reversed(places):
        length = SHORTEST
        while length < most and plain[place + length] == plain[at + length]:
            length += 1
        if length > best.length:
            best = Copy(at - place, length)
        if length == most:
            break
    return best


def _bits(at: int) -> int:
    """Return how many bits of a token hold the offset (2.4.1.3.19.1)."""
    return max((at - 1).bit_length(), 4)


def _most(at: int) -> int:
    return (0xFFFF >> _bits(at)) + SHORTEST


def _packed(at: int, copy: Copy) -> bytes:
    """Return a copy as a token (2.4.1.3.19.3)."""
    return struct.pack("<H", (copy.offset - 1) << (16 - _bits(at)) | (copy.length - SHORTEST))
