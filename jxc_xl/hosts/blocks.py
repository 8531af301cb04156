"""A sheet part in pieces: its head, its rows in blocks of whole rows, its tail.

A sheet may be hundreds of megabytes of XML. It is never held whole: it is inflated a chunk at a time and cut where a
row starts, so that every block can be looked at, changed or passed on by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import IO, NamedTuple

from jxc_xl.hosts.errors import HostError

CHUNK = 1 << 20
LONGEST = 64 << 20
ROW = b"<row"
_START = re.compile(rb"<sheetData\b[^<>]*>")
_END = b"</sheetData>"


class Kind(StrEnum):
    """Which part of a sheet a block is."""

    HEAD = "head"
    ROWS = "rows"
    TAIL = "tail"


class Block(NamedTuple):
    """A piece of a sheet part, whole rows only."""

    kind: Kind
    xml: bytes


def blocks(stream: IO[bytes]) -> Iterator[Block]:
    """Cut a sheet part into one head (to ``<sheetData>``), blocks of rows, and one tail (from ``</sheetData>``).

    Problems:
        H009: no ``<sheetData>``; a row, or what stands around the rows, of more than 64 MB.
    """
    head, rest = _head(stream)
    yield Block(Kind.HEAD, head)
    while (end := rest.find(_END)) < 0:
        cut = max(rest.rfind(ROW), 0)
        if cut:
            yield Block(Kind.ROWS, rest[:cut])
        rest = rest[cut:] + _more(stream, len(rest) - cut)
    if end:
        yield Block(Kind.ROWS, rest[:end])
    tail = rest[end:]
    while chunk := stream.read(CHUNK):
        if len(tail) > LONGEST:
            raise _too_long()
        tail += chunk
    yield Block(Kind.TAIL, tail)


def _head(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """Return all to the opened sheetData, and what was read beyond; a self-closed one is opened."""
    text = stream.read(CHUNK)
    while not (start := _START.search(text)):
        text += _more(stream, len(text))
    head, rest = text[: start.end()], text[start.end() :]
    return (head[:-2].rstrip() + b">", _END + rest) if head.endswith(b"/>") else (head, rest)


def _more(stream: IO[bytes], held: int) -> bytes:
    chunk = stream.read(CHUNK)
    if not chunk or held > LONGEST:
        raise _too_long()
    return chunk


def _too_long() -> HostError:
    return HostError("H009", reason="layout", detail="sheetData")
