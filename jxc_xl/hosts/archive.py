"""A package copied with some of its parts changed; what is not changed keeps its compressed bytes."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.parsed import NOT_XML
from jxc_xl.hosts.preflight import MAX_PART

_LOCAL_HEADER = 30
_DATA_FOLLOWS = 0x08
_CHUNK = 1 << 20
_LEVEL = 4  # half the time of the usual 6, a tenth more bytes

Pieces = Callable[[], Iterable[bytes]]


def copy(source: ZipFile, target: IO[bytes], changed: Mapping[str, Pieces | None], *, is_passing: bool = False) -> None:
    """Write a package with some parts changed.

    Args:
        source: The package as it is, opened from a file.
        target: Where the new one goes.
        changed: By name of a part, what makes its new content; None to leave the part out.
        is_passing: It is read once and thrown away, so that packing it tightly is not worth the time.
    """
    with ZipFile(target, "w", ZIP_STORED if is_passing else ZIP_DEFLATED, compresslevel=_LEVEL) as out:
        for part in source.infolist():
            if part.filename not in changed:
                _copy_raw(source, part, out)
            elif pieces := changed[part.filename]:
                _write(out, part, pieces())


def _write(out: ZipFile, old: ZipInfo, pieces: Iterable[bytes]) -> None:
    written = 0
    with out.open(old.filename, "w") as stream:
        for piece in pieces:
            written += len(piece)
            if written >= MAX_PART:
                raise HostError("H006", reason="part", part=old.filename, found=written, limit=MAX_PART)
            stream.write(piece)


def _copy_raw(source: ZipFile, old: ZipInfo, out: ZipFile) -> None:
    """Copy a part without unpacking it; sizes move from behind its data into its header."""
    reader, writer = source.fp, out.fp
    if reader is None or writer is None:
        raise BadZipFile(old.filename)
    part = ZipInfo(old.filename, old.date_time)
    for name in ("compress_type", "create_system", "external_attr", "comment", "CRC", "compress_size", "file_size"):
        setattr(part, name, getattr(old, name))
    part.flag_bits = old.flag_bits & ~_DATA_FOLLOWS
    part.header_offset = writer.tell()
    writer.write(part.FileHeader(zip64=False))
    _seek_data(reader, old)
    left = old.compress_size
    while left:
        chunk = reader.read(min(_CHUNK, left))
        if not chunk:
            raise BadZipFile(old.filename)
        writer.write(chunk)
        left -= len(chunk)
    out.filelist.append(part)
    out.NameToInfo[part.filename] = part
    out.start_dir = writer.tell()


def _seek_data(reader: IO[bytes], part: ZipInfo) -> None:
    reader.seek(part.header_offset)
    header = reader.read(_LOCAL_HEADER)
    if header[:4] != b"PK\x03\x04":
        raise BadZipFile(part.filename)
    name, extra = struct.unpack("<HH", header[26:30])
    reader.seek(name + extra, 1)


def verify(source: ZipFile, target: IO[bytes], changed: Mapping[str, Pieces | None]) -> None:
    """Read a written package back: the same parts, each with its CRC, unchanged ones alike, new ones well formed.

    Problems:
        H008: it is not what was meant to be written.
    """
    with ZipFile(target) as out:
        expected = [name for name in source.namelist() if changed.get(name, True)]
        if out.namelist() != expected:
            raise HostError("H008", reason="verify", detail="parts")
        for part in out.infolist():
            if part.filename not in changed and _print(source.getinfo(part.filename)) != _print(part):
                raise HostError("H008", reason="verify", detail=part.filename)
            with out.open(part) as stream:
                _read_through(stream, part.filename, is_xml=part.filename in changed)


def _print(part: ZipInfo) -> tuple[int, int, int]:
    return part.CRC, part.file_size, part.compress_size


def _read_through(stream: IO[bytes], name: str, *, is_xml: bool) -> None:
    parser = expat.ParserCreate()
    try:
        while chunk := stream.read(_CHUNK):
            if is_xml:
                parser.Parse(chunk, False)  # noqa: FBT003 - a C function without keywords
        if is_xml:
            parser.Parse(b"", True)  # noqa: FBT003
    except NOT_XML as error:
        raise HostError("H008", reason="verify", detail=f"{name}: {error}") from error
