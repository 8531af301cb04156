"""vbaProject.bin from source text, as [MS-OVBA] tells writers to make it.

Only source is written: no compiled code and no cache of one version of Excel, so that every Excel compiles it anew when
the book is opened. xlwings ships its own workbooks in this form.
"""

from __future__ import annotations

import hashlib
import struct
import uuid
from collections.abc import Iterator, Sequence

from jxc_xl.template.wire.compound import compound
from jxc_xl.template.wire.compress import compress
from jxc_xl.template.wire.directory import PROJECT, directory
from jxc_xl.template.wire.sources import Module, Role, check

CACHELESS = bytes.fromhex("cc61 ffff 00 0000")
"""The _VBA_PROJECT stream: version 0xFFFF, which writers must use, and no cache (2.3.4.1)."""
UNPROTECTED, NO_PASSWORD, VISIBLE = bytes(4), bytes(1), b"\xff"
HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
SEEDS = {"CMG": 0xDF, "DPB": 0xBE, "GC": 0x9D}
"""Any byte will do; fixed ones give the same file every time."""


def vba_project(modules: Sequence[Module]) -> bytes:
    """Return a project as a compound file; the same modules always give the same bytes.

    Args:
        modules: All of them, document modules first; one for the workbook and one for each of its sheets.

    Raises:
        SourceError: Excel would not take a module.
    """
    check(modules)
    sources = {module.name: compress(module.text.encode("ascii")) for module in modules}
    streams = {"_VBA_PROJECT": CACHELESS, "dir": compress(directory(modules)), **sources}
    text = "\r\n".join(_project(modules)).encode("ascii")
    return compound({"VBA": streams, "PROJECT": text, "PROJECTwm": _names(modules)})


def _project(modules: Sequence[Module]) -> Iterator[str]:
    """Yield the lines of the PROJECT stream (2.3.1)."""
    id_ = _id(modules)
    yield f'ID="{id_}"'
    for module in modules:
        is_standard = module.role is Role.STANDARD
        yield f"Module={module.name}" if is_standard else f"Document={module.name}/&H00000000"
    yield f'Name="{PROJECT}"'
    yield 'HelpContextID="0"'
    yield 'VersionCompatible32="393222000"'
    for name, state in zip(SEEDS, (UNPROTECTED, NO_PASSWORD, VISIBLE), strict=True):
        yield f'{name}="{encrypted(state, id_, SEEDS[name])}"'
    yield from ("", "[Host Extender Info]", HOST, "", "[Workspace]")
    yield from (f"{module.name}=0, 0, 0, 0, C" for module in modules)
    yield ""


def _id(modules: Sequence[Module]) -> str:
    """Return an id that is another one for other sources."""
    said = "\0".join(text for module in modules for text in (module.name, module.text))
    return f"{{{uuid.UUID(bytes=hashlib.sha256(said.encode()).digest()[:16], version=4)}}}".upper()


def encrypted(state: bytes, id_: str, seed: int) -> str:
    """Return a state of protection as it is written, which hides it from nobody (2.4.3.2)."""
    key = sum(id_.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain, before, last = key, out[1], out[2]
    for byte in bytes([seed]) * ((seed & 6) // 2) + struct.pack("<I", len(state)) + state:
        out.append(byte ^ ((before + plain) & 0xFF))
        plain, before, last = byte, last, out[-1]
    return bytes(out).hex().upper()


def _names(modules: Sequence[Module]) -> bytes:
    """Return the PROJECTwm stream: each name in the code page and in UTF-16 (2.3.3)."""
    pairs = (module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return b"".join(pairs) + b"\0\0"
