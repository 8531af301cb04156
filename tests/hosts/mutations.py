"""A right book changed at random: bytes of the package, and tags, attributes and texts of the XML in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.hosts.hostile import STRINGS, TYPES, WORKBOOK, WORKBOOK_RELS, Base

Chance = random.Random
_TAG = re.compile(rb"<[^<>]+>")
_VALUE = re.compile(rb'="([^"<>]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
EXTREMES = (
    b"", b"0", b"-1", b"1", b"2147483648", b"18446744073709551616", b"99999999999999999999999999", b"1e999", b"nan",
    b"x", b" ", b"\xff", b"\0", b"&amp;", b"&#0;", b"&#xFFFE;", b"A1", b"XFD1048576", b"A9999999", b"B9:A1", b"A:A",
    b"../../x", b"/", b"xl/workbook.xml", b"s", b"e", b"b", b"d", b"str", b"inlineStr", b"shared", b"array", b"true",
    "销售".encode(), "\U0001f600".encode(), b"_x0000_", b"x" * 70_000, b"UTF-16",
)  # fmt: skip
FORMULAS = (
    b"<f></f>", b"<f/>", b"<f>1/0</f>", b"<f>" + b"(" * 3000 + b"</f>", b'<f t="shared" si="0"/>',
    b'<f t="shared" si="1" ref="A1:A9">A1+1</f>', b'<f t="array" ref="A1:XFD1048576">ROW()</f>',
    b"<f>_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(1)</f>", b"<f>[1]Sheet!A1</f>", b"<f>'</f>", b"<f>&quot;</f>",
    b"<f><f>1</f></f>",
)  # fmt: skip


class Mutant(NamedTuple):
    """A file, and what was done to it."""

    name: str
    content: bytes


def mutants(base: Base, book: bytes, chance: Chance) -> Iterator[Mutant]:
    """Yield files without end."""
    parts = parts_of(base)
    number = 0
    while True:
        number += 1
        if chance.random() < 0.25:
            yield Mutant(f"{number}: bytes", noise(book, chance))
            continue
        part, change = chance.choice(parts), chance.choice(CHANGES)
        xml = base.parts[part]
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            xml = change(xml, chance) if change is not grafted else grafted(xml, chance, base.parts, parts)
        yield Mutant(f"{number}: {change.__name__} in {part}", base.made({part: xml}))


def parts_of(base: Base) -> list[str]:
    """Return the parts that are worth the most trouble."""
    tables = ("tblSales", "tblReceipts", "tblProducts", "tblLedger", "tblSettings", "tblStock")
    sheets = [base.sheet(table) for table in tables]
    rels = [f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels" for sheet in sheets]
    others = [WORKBOOK, WORKBOOK_RELS, STRINGS, TYPES, "_rels/.rels", "xl/styles.xml"]
    return [*sheets, *sheets, *(base.table(table) for table in tables), *rels[:2], *others]


def noise(data: bytes, chance: Chance) -> bytes:
    made = bytearray(data or b"<")
    for _ in range(chance.randint(1, 4)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(xml: bytes, chance: Chance) -> bytes:
    return xml[: chance.randrange(len(xml) + 1)]


def deleted(xml: bytes, chance: Chance) -> bytes:
    start, end = _spot(_TAG, xml, chance)
    return xml[:start] + xml[end:]


def doubled(xml: bytes, chance: Chance) -> bytes:
    start, end = _spot(_TAG, xml, chance)
    return xml[:end] + xml[start:end] * chance.choice((1, 1, 500)) + xml[end:]


def swapped(xml: bytes, chance: Chance) -> bytes:
    tags = [match.span() for match in _TAG.finditer(xml)]
    if len(tags) < 2:
        return xml
    (a, b), (c, d) = sorted(chance.sample(tags, 2))
    return xml[:a] + xml[c:d] + xml[b:c] + xml[a:b] + xml[d:]


def renamed(xml: bytes, chance: Chance) -> bytes:
    start, end = _spot(_TAG, xml, chance)
    name = chance.choice((b"row", b"c", b"f", b"v", b"is", b"x:c", b"x:row", b"sheetData", b"table", b"a", b""))
    return xml[:start] + re.sub(rb"(?<=[</])[\w:]+", name, xml[start:end], count=1) + xml[end:]


def extreme(xml: bytes, chance: Chance) -> bytes:
    start, end = _spot(_VALUE, xml, chance)
    return xml[: start + 2] + chance.choice(EXTREMES) + xml[end - 1 :] if end else xml


def unsaid(xml: bytes, chance: Chance) -> bytes:
    """Take an attribute away."""
    start, end = _spot(re.compile(rb'\s[\w:]+="[^"<>]*"'), xml, chance)
    return xml[:start] + xml[end:]


def reworded(xml: bytes, chance: Chance) -> bytes:
    start, end = _spot(_TEXT, xml, chance)
    return xml[: start + 1] + chance.choice(EXTREMES) + xml[end - 1 :] if end else xml


def calculated(xml: bytes, chance: Chance) -> bytes:
    start, _ = _spot(re.compile(rb"<v>"), xml, chance)
    return xml[:start] + chance.choice(FORMULAS) + xml[start:]


def grafted(xml: bytes, chance: Chance, parts: Mapping[str, bytes], names: Sequence[str]) -> bytes:
    """Insert a piece of another part."""
    other = parts[chance.choice(names)]
    start, _ = _spot(_TAG, other, chance)
    at, _ = _spot(_TAG, xml, chance)
    return xml[:at] + other[start : start + chance.randrange(1, 400)] + xml[at:]


def _spot(pattern: re.Pattern[bytes], xml: bytes, chance: Chance) -> tuple[int, int]:
    spots = [match.span() for match in pattern.finditer(xml)]
    return chance.choice(spots) if spots else (0, 0)


Change = Callable[..., bytes]
CHANGES: tuple[Change, ...] = (
    noise, cut, deleted, doubled, swapped, renamed, extreme, extreme, unsaid, reworded, calculated, grafted,
)  # fmt: skip
