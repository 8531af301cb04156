"""What follows a table that changed in size: its own part, and ranges of the sheet that ended where its body ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from jxc_xl.hosts.addresses import Area, area, text_of

_SQREF = re.compile(rb'(\ssqref=")([^"]*)(")|(<xm:sqref>)([^<]*)(</xm:sqref>)')
_DIMENSION = re.compile(rb'(<dimension\b[^>]*?\sref=")([^"]*)(")')
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\sref="([^"]*)"')
_TABLE = re.compile(rb'(<table\b[^>]*?\sref=")([^"]*)(")')
_FILTER = re.compile(rb"<autoFilter\b[^>]*?(?:/>|>.*?</autoFilter>)", re.DOTALL)
_FILTER_REF = re.compile(rb'(<autoFilter\b[^>]*?\sref=")([^"]*)(")')
_SORT = re.compile(rb"<sortState\b[^>]*?(?:/>|>.*?</sortState>)", re.DOTALL)


class Resized(NamedTuple):
    """A body that ended in one row and shall end in another.

    Attributes:
        body: The body as it was.
        last: Its last row as it shall be.
        is_replaced: Its rows are new, so an old filter or sorting says nothing about them.
    """

    body: Area
    last: int
    is_replaced: bool

    def moved(self, rectangle: Area) -> Area:
        """Return a rectangle that ends with the body, ending with the new body."""
        return rectangle._replace(bottom=self.last) if self._follows(rectangle) else rectangle

    def _follows(self, rectangle: Area) -> bool:
        is_inside = self.body.left <= rectangle.left and rectangle.right <= self.body.right
        ends_with_it = rectangle.bottom == self.body.bottom
        return is_inside and ends_with_it and self.body.top <= rectangle.top <= self.last


def tail_followed(xml: bytes, resized: Sequence[Resized]) -> bytes:
    """Return what stands after the rows of a sheet, formats and validations following the bodies."""

    def replaced(match: re.Match[bytes]) -> bytes:
        start, refs, end = (group for group in match.groups() if group is not None)
        return start + b" ".join(_moved(ref, resized) for ref in refs.split()) + end

    return _SQREF.sub(replaced, xml)


def _moved(ref: bytes, resized: Sequence[Resized]) -> bytes:
    rectangle = area(ref.decode())
    if rectangle is None:
        return ref
    for each in resized:
        rectangle = each.moved(rectangle)
    return text_of(rectangle).encode() if rectangle != area(ref.decode()) else ref


def head_followed(xml: bytes, resized: Sequence[Resized]) -> bytes:
    """Return what stands before the rows of a sheet, its used range covering the new bodies."""

    def replaced(match: re.Match[bytes]) -> bytes:
        used = area(match.group(2).decode())
        for each in resized:
            used = _stretched(used, each) if used else None
        return match.group(1) + text_of(used).encode() + match.group(3) if used else match.group()

    return _DIMENSION.sub(replaced, xml, count=1)


def _stretched(used: Area, each: Resized) -> Area:
    """Return the used range with a new body in it, smaller if nothing but the old body reached that far."""
    is_alone = each.body.left <= used.left and used.right <= each.body.right and used.bottom == each.body.bottom
    bottom = each.last if is_alone else max(used.bottom, each.last)
    top, left, right = min(used.top, each.body.top), min(used.left, each.body.left), max(used.right, each.body.right)
    return Area(top, left, bottom, right)


def first_merged(tail: bytes, needed: Area) -> str:
    """Return the first merged range that overlaps an area, or nothing."""
    for match in _MERGED.finditer(tail):
        merged = area(match.group(1).decode())
        if merged and merged.top <= needed.bottom and needed.top <= merged.bottom and _side_by_side(merged, needed):
            return match.group(1).decode()
    return ""


def _side_by_side(one: Area, other: Area) -> bool:
    return one.left <= other.right and other.left <= one.right


def table_followed(xml: bytes, whole: Area, totals: int, each: Resized) -> bytes:
    """Return a table part with its new size; the filter goes with the rows it was set for."""
    body_end = whole._replace(bottom=each.last)
    xml = _put(_TABLE, xml, body_end._replace(bottom=each.last + totals))
    if each.is_replaced:
        xml = _SORT.sub(b"", xml)
        xml = _FILTER.sub(_unfiltered, xml)
    return _put(_FILTER_REF, xml, body_end)


def _put(pattern: re.Pattern[bytes], xml: bytes, rectangle: Area) -> bytes:
    return pattern.sub(lambda match: match.group(1) + text_of(rectangle).encode() + match.group(3), xml, count=1)


def _unfiltered(match: re.Match[bytes]) -> bytes:
    start = match.group().partition(b">")[0].rstrip(b"/")
    return start + b"/>"
