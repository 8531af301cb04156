"""A copy of a workbook for the engine: formulas without our calls, and no sheet that no formula needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from jxc_xl.hosts import archive
from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.edits import Edits
from jxc_xl.hosts.formulas.found import FORMULA_CELL, attributes, place_of
from jxc_xl.hosts.formulas.surveying import Surveyed
from jxc_xl.hosts.package import CONTENT_TYPES, rels_of
from jxc_xl.hosts.rewriting import Rewriter
from jxc_xl.hosts.survey import survey

_EMPTY = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'

_LINK = re.compile(rb"<Relationship\b[^>]*?(?:/>|>\s*</Relationship>)")
_KINDS = ("worksheet", "chartsheet", "table", "sharedStrings", "styles", "theme", "sheetMetadata", "officeDocument")
_KIND = re.compile(f'\\bType="[^"]*/(?:{"|".join(_KINDS)})"'.encode())


def _kept_link(match: re.Match[bytes]) -> bytes:
    return match.group() if _KIND.search(match.group()) else b""


@dataclass(slots=True)
class Rewritten:
    """What becomes of the formulas of one sheet in the copy.

    Attributes:
        texts: New formulas, by row and column.
        cleared: Areas of arrays that are put in later, at the size they then have.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    cleared: list[Area] = field(default_factory=list)


def engine_copy(source: ZipFile, survey: Surveyed, rewritten: Mapping[str, Rewritten]) -> bytes:
    """Return a workbook to be worked out, with nothing in it but cells, tables and names; nobody else ever sees it."""
    package = survey.package
    kept = {CONTENT_TYPES, package.workbook, *package.sheets.values(), *(one.part for one in package.tables.values())}
    kept |= {link.target for link in package.links if link.kind in _KINDS}
    changed: dict[str, archive.Pieces | None] = dict.fromkeys(set(source.namelist()) - kept)
    for part in [part for part in ("", *kept) if rels_of(part) in changed]:
        changed[rels_of(part)] = partial(iter, [_LINK.sub(_kept_link, source.read(rels_of(part)))])
    for title, part in package.sheets.items():
        if title in rewritten:
            changed[part] = partial(_pieces, source, part, rewritten[title])
        elif title not in survey.needed and part in survey.worksheets:
            changed[part] = partial(iter, [_EMPTY])
            changed[rels_of(part)] = None
    target = BytesIO()
    archive.copy(source, target, changed, is_passing=True)
    return target.getvalue()


def _pieces(source: ZipFile, part: str, rewritten: Rewritten) -> Iterator[bytes]:
    with source.open(part) as stream:
        frame = survey(stream, [], [])
    with source.open(part) as stream:
        for xml in Rewriter(Edits(cleared=rewritten.cleared), frame.head, frame.tail).rewritten(stream):
            yield FORMULA_CELL.sub(partial(_cell, rewritten.texts), xml) if b"<f" in xml else xml


def _cell(texts: Mapping[tuple[int, int], str], match: re.Match[bytes]) -> bytes:
    place = place_of(match.group(1))
    text = texts.get(place) if place else None
    if text is None:
        return match.group()
    kind = attributes(match.group(2))
    kept = f' t="array" ref="{kind["ref"]}"' if kind.get("t") == "array" else ""
    formula = f"<f{kept}>{escape(text)}</f>".encode()
    return b"<c " + match.group(1) + b">" + formula + b"</c>"
