"""The parts around the sheets that a change touches: all formulas are worked out anew when the book is opened."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial
from html import unescape
from zipfile import ZipFile

from jxc_xl.hosts.archive import Pieces
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.package import CONTENT_TYPES, Package, rels_of, small_part

_CALC = re.compile(rb"<calcPr\b([^>]*?)/?>(?:\s*</calcPr>)?")
_FULL_CALC = re.compile(rb'\sfullCalcOnLoad="[^"]*"')
_BEFORE_CALC = re.compile(rb"</definedNames>|</externalReferences>|</functionGroups>|</sheets>")
_CHAIN_PART = re.compile(rb'<Override\b[^>]*?/calcChain\.xml"[^>]*?(?:/>|>\s*</Override>)')
_CHAIN_LINK = re.compile(rb'<Relationship\b[^>]*?/calcChain"[^>]*?(?:/>|>\s*</Relationship>)')
_SOURCE = re.compile(rb'<worksheetSource\b[^>]*?\s(?:name|sheet)="([^"]*)"')
_REFRESH = re.compile(rb'\srefreshOnLoad="[^"]*"')
_PIVOT = re.compile(rb"<pivotCacheDefinition\b")


def workbook_parts(archive: ZipFile, package: Package, changed: Collection[str]) -> dict[str, Pieces | None]:
    """Return the new content of the workbook's own parts; None for a part that goes.

    The chain of calculation goes, because it lists formulas that may go; Excel makes a new one.

    Args:
        archive: The package.
        package: What is in it.
        changed: Titles of the changed sheets and names of the changed tables, in lower case.

    Problems:
        H009: the workbook part is written in a way we do not change.
    """
    made: dict[str, Pieces | None] = {}
    old = small_part(archive, package.workbook)
    if (new := _calculated(old)) != old:
        made[package.workbook] = _text(new)
    chain = package.part_of("calcChain")
    if chain is not None:
        rels = rels_of(package.workbook)
        made[CONTENT_TYPES] = _text(_CHAIN_PART.sub(b"", small_part(archive, CONTENT_TYPES)))
        made[rels] = _text(_CHAIN_LINK.sub(b"", small_part(archive, rels)))
        made[chain] = None
    for part in _stale_pivots(archive, package, changed):
        xml = _REFRESH.sub(b"", small_part(archive, part))
        made[part] = _text(_PIVOT.sub(b'<pivotCacheDefinition refreshOnLoad="1"', xml, count=1))
    return made


def _text(xml: bytes) -> Pieces:
    return partial(iter, [xml])


def _calculated(xml: bytes) -> bytes:
    """Return the workbook part with the order to work out all formulas on opening."""
    if _CALC.search(xml):
        return _CALC.sub(_full, xml, count=1)
    places = list(_BEFORE_CALC.finditer(xml))
    if not places:
        raise HostError("H009", reason="layout", detail="workbook", sheet="*")
    end = max(match.end() for match in places)
    return xml[:end] + b'<calcPr fullCalcOnLoad="1"/>' + xml[end:]


def _full(match: re.Match[bytes]) -> bytes:
    return b"<calcPr" + _FULL_CALC.sub(b"", match.group(1)).rstrip() + b' fullCalcOnLoad="1"/>'


def _stale_pivots(archive: ZipFile, package: Package, changed: Collection[str]) -> Iterator[str]:
    """Yield the pivot caches that are fed by a changed sheet or table."""
    for link in package.links:
        if link.kind == "pivotCacheDefinition" and link.target in archive.namelist():
            source = _SOURCE.search(small_part(archive, link.target))
            if source and unescape(source.group(1).decode()).lower() in changed:
                yield link.target
