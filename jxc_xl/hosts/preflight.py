"""The first look at a file, before anything dense is built from it.

Readers of spreadsheets trust what they are given: a 5 KB file with one stray cell in the far corner makes ours ask for
550 GB and abort the process; a 2 MB file may unpack to a gigabyte. So the file is sniffed, its package is held against
limits, and every part is unpacked once (which checks its CRC) without keeping it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.facts import SheetFacts, sheet_facts
from jxc_xl.hosts.package import declares_utf8
from jxc_xl.hosts.parsed import feed
from jxc_xl.terms import Text

MAX_FILE = 1 << 30
MAX_PARTS = 20_000
MAX_PART = (2 << 30) - 1  # more would need ZIP64
MAX_TOTAL = 4 << 30
MAX_RATIO = 400
MAX_CELLS = 60_000_000
_RATIO_MATTERS = 16 << 20  # a small part may be packed as tightly as it likes
_SHORTEST_TEXT = len("<si/>")
_SHOWN = 40
_CHUNK = 1 << 20
_OVERLAP = 64
_FIRST = 1024
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MAGIC: dict[bytes, Text | str] = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"PK\x05\x06": Text("空压缩包", "an empty ZIP"),
}


def admit(file: IO[bytes]) -> None:
    """Refuse what is no ZIP package, saying what it is instead.

    Problems:
        H002: something else. H004: encrypted. H006: the file itself is too large.
    """
    size = file.seek(0, 2)
    file.seek(0)
    first = file.read(4096)
    file.seek(0)
    if size > MAX_FILE:
        raise HostError("H006", reason="total", found=size, limit=MAX_FILE)
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        raise (
            HostError("H004")
            if _has(file, _ENCRYPTED_STREAM)
            else HostError("H002", found=Text("旧版 .xls", "an old .xls"))
        )
    if not first.startswith(b"PK\x03\x04"):
        raise HostError("H002", found=_name_of(first))


def _has(file: IO[bytes], wanted: bytes) -> bool:
    tail = b""
    while chunk := file.read(_CHUNK):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False


def _name_of(first: bytes) -> Text | str:
    """Return what a file is, from its first bytes."""
    known = next((name for magic, name in _MAGIC.items() if first.startswith(magic)), "")
    if known or not first:
        return known or Text("空文件", "an empty file")
    text = first.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        return "HTML"
    if text.startswith(b"<"):
        return "XML"
    is_text = first.startswith(_BYTE_ORDER_MARKS) or b"\0" not in first
    return Text("CSV 或文本文件", "a CSV or text file") if is_text else Text("格式不明的文件", "an unknown file")


def check_directory(archive: ZipFile) -> None:
    """Hold the list of parts against the limits, before any part is unpacked.

    Problems:
        H005: names doubled or outside the package, encrypted parts. H006: too many, too large, packed too tightly.
    """
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise HostError("H006", reason="entries", found=len(parts), limit=MAX_PARTS)
    seen: set[str] = set()
    for part in parts:
        _check_name(part, seen)
        _check_size(part)
    total = sum(part.file_size for part in parts)
    if total > MAX_TOTAL:
        raise HostError("H006", reason="total", found=total, limit=MAX_TOTAL)


def _check_name(part: ZipInfo, seen: set[str]) -> None:
    name = part.orig_filename.replace("\\", "/")
    escapes = name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name
    if escapes or name.lower() in seen:
        raise HostError("H005", reason="names", part=name)
    if part.flag_bits & 1:
        raise HostError("H005", reason="encrypted_part", part=name)
    seen.add(name.lower())


def _check_size(part: ZipInfo) -> None:
    if part.file_size > MAX_PART:
        raise HostError("H006", reason="part", part=part.filename, found=part.file_size, limit=MAX_PART)
    ratio = part.file_size // max(1, part.compress_size)
    if part.file_size > _RATIO_MATTERS and ratio > MAX_RATIO:
        raise HostError("H006", reason="ratio", part=part.filename, found=ratio)


def check_parts(archive: ZipFile, sheets: Mapping[str, str], strings: str | None) -> dict[str, SheetFacts]:
    """Unpack every part once and return what the sheets hold.

    Args:
        archive: A package that passed `check_directory`.
        sheets: Sheet parts to look into, and their titles.
        strings: Part of the shared texts, if there is one.

    Problems:
        H005: a damaged part, a DTD, another encoding than the reader takes it for.
        H006: the used range of a sheet is too large to be read.
    """
    for part in archive.infolist():
        if part.filename not in sheets:
            _check_part(archive, part)
    if strings is not None:
        _check_strings(archive, strings)
    found: dict[str, SheetFacts] = {}
    for name in sheets:
        facts = _facts(archive, name)
        if max(facts.rows * facts.columns, facts.total) > MAX_CELLS:
            raise HostError("H006", reason="cells", sheet=sheets[name], rows=facts.rows, columns=facts.columns)
        found[name] = facts
    return found


def _facts(archive: ZipFile, part: str) -> SheetFacts:
    try:
        with archive.open(part) as stream:
            _check_encoding(stream, part)
            return sheet_facts(stream)
    except HostError as error:
        error.facts.setdefault("part", part)
        raise


def _check_strings(archive: ZipFile, part: str) -> None:
    """Refuse shared texts that are no whole XML, of which the reader would take in what it understands.

    And those that say they are more than there is room for: the reader makes room for as many as they say.
    """
    most = archive.getinfo(part).file_size // _SHORTEST_TEXT
    parser = expat.ParserCreate()

    def first(_: str, attributes: Mapping[str, str]) -> None:
        parser.StartElementHandler = None
        said = attributes.get("uniqueCount", "0")
        if said.isdecimal() and int(said) > most:
            raise HostError("H005", reason="broken_part", detail=f"uniqueCount {said}"[:_SHOWN])

    parser.StartElementHandler = first
    try:
        with archive.open(part) as stream:
            _check_encoding(stream, part)
            feed(parser, stream)
    except HostError as error:
        error.facts.setdefault("part", part)
        raise


def _check_encoding(stream: IO[bytes], part: str) -> None:
    """Refuse what the reader would read wrongly: it takes every part for UTF-8, whatever the part says."""
    first = stream.read(_FIRST)
    stream.seek(0)
    if b"\0" in first or not declares_utf8(first):
        raise HostError("H005", reason="encoding", part=part)


def _check_part(archive: ZipFile, part: ZipInfo) -> None:
    """Read a part to its end, which checks its CRC; refuse a DTD in XML, in whatever width it is encoded."""
    with archive.open(part) as stream:
        first = chunk = stream.read(_CHUNK)
        is_wide = b"\0" in first[:4] or first.startswith(_BYTE_ORDER_MARKS[:2])
        is_markup = _is_markup(first) and not part.filename.lower().endswith(".svg")  # a picture may have a DTD
        tail = b""
        while chunk:
            text = tail + chunk
            if is_markup and _DTD.search(text.replace(b"\0", b"") if is_wide else text):
                raise HostError("H005", reason="dtd", part=part.filename)
            tail = text[-_OVERLAP:]
            chunk = stream.read(_CHUNK)


def _is_markup(first: bytes) -> bool:
    text = first.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    return not text or text.startswith(b"<")


def read_file(path: Path) -> bytes:
    """Return a file's bytes after a first look; one reading, so that what is checked is what is used."""
    with path.open("rb") as file:
        admit(file)
        file.seek(0)
        return file.read()
