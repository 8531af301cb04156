"""VBA as tests read it: the source in ``vba/``, and what a project or a book holds of it."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZipFile

with warnings.catch_warnings():  # it uses old names of pyparsing, which tells on it
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
SUB = re.compile(r"^\s*(?:Public\s+)?Sub\s+(\w+)\s*\(([^)]*)\)", re.IGNORECASE | re.MULTILINE)
CALLBACKS = {"onLoad": 1, "onAction": 1}
"""Arguments of a callback, by the attribute that names it; those that get something have two."""


class Callback(NamedTuple):
    """A callback a definition names: the control it is of, the attribute, the macro."""

    control: str
    attribute: str
    macro: str


def source(name: str) -> str:
    """Return a file of ``vba/`` as it stands, character by character."""
    return (ROOT / "vba" / name).read_bytes().decode("ascii")


def plain(compressed: bytes) -> bytes:
    """Return what was compressed, by the decompressor of olevba."""
    return bytes(decompress_stream(bytearray(compressed)))


def modules(project: bytes) -> dict[str, str]:
    """Return the modules of a vbaProject.bin as olevba reads them."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        return {name: text for _, _, name, text in parser.extract_all_macros()}
    finally:
        parser.close()


def parsed(xml: bytes) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 (a file of ours)


def part(book: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(book)) as package:
        return package.read(name)


def callbacks(definition: bytes) -> list[Callback]:
    """Return every callback a ribbon definition names."""
    return [
        Callback(element.get("id", element.tag), attribute, macro)
        for element in parsed(definition).iter()
        for attribute, macro in element.attrib.items()
        if attribute in CALLBACKS or re.match("get[A-Z]", attribute)
    ]


def unanswered(definition: bytes, texts: dict[str, str]) -> list[Callback]:
    """Return the callbacks of a definition that no public Sub of that module answers with that many arguments."""
    subs = {
        f"{module}.{name}": len(args.split(",")) if args.strip() else 0
        for module, text in texts.items()
        for name, args in SUB.findall(text)
    }
    return [one for one in callbacks(definition) if subs.get(one.macro) != CALLBACKS.get(one.attribute, 2)]
