"""Values of a column as the XML of cells, exact: integers and dates never pass through a float.

What is made here is the end of a cell, from its type on: ``><v>12.5</v></c>``. The start, with address and style,
depends on where it goes. Equal values are made once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxc_xl.hosts.errors import HostError
from jxc_xl.tables import Column

BLANK = b"/>"
MAX_TEXT = 32_767  # UTF-16 units, as Excel counts
_MAX_LITERAL = 255  # of a text inside a formula
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells know no time zones
_DAY_MICROSECONDS = 86_400_000_000
_FIRST_SAFE_DAY = 61  # Excel has a 29 February 1900, so the days before are off by one
_SHIFT_1904 = 1462
_FRACTION_DIGITS = 11
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Contents = npt.NDArray[np.object_]


def contents(column: Column, name_of: Callable[[int], str], *, uses_1904: bool = False) -> Contents:
    """Return the end of a cell for each value of a column, as bytes; a missing value is `BLANK`.

    Args:
        column: The column.
        name_of: Address of a value's cell, by its index, for messages.
        uses_1904: The book counts days from 1904.

    Problems:
        H010: a text is too long for a cell.
    """
    codes, values = _distinct(column.values)
    if not pd.api.types.is_numeric_dtype(column.values.dtype):
        _check_lengths(values, codes, name_of)
    made = _all_content(values, column, shift=_SHIFT_1904 if uses_1904 else 0)
    return np.array([*made, BLANK], dtype=object)[codes]


def _distinct(series: pd.Series) -> tuple[npt.NDArray[np.intp], list[object]]:
    """Return each value's place among the distinct values, -1 where missing, and those values."""
    is_mixed = series.dtype == object and pd.api.types.infer_dtype(series, skipna=True) not in {"string", "empty"}
    if is_mixed:  # here True and 1 would count as equal
        return np.where(series.isna(), -1, np.arange(len(series))), series.tolist()
    codes, uniques = pd.factorize(series)
    is_moment = isinstance(uniques, pd.DatetimeIndex)
    return codes, uniques.to_numpy("datetime64[us]").tolist() if is_moment else uniques.tolist()


def _all_content(values: list[object], column: Column, shift: int) -> list[bytes]:
    """Return the end of a cell for each distinct value; whole numbers, the most of them, at once."""
    whole = [value for value in values if type(value) is int]
    if len(whole) == len(values):
        texts = "\n".join(decimal_texts(whole, column.digits)).encode().split(b"\n") if whole else []
        return [b"><v>%b</v></c>" % text for text in texts]
    return [_content(value, column, shift) for value in values]


def _check_lengths(values: Sequence[object], codes: npt.NDArray[np.intp], name_of: Callable[[int], str]) -> None:
    for code, value in enumerate(values):
        if isinstance(value, str) and len(value) > MAX_TEXT // 2 and (length := _units(value)) > MAX_TEXT:
            cell = name_of(int(np.flatnonzero(codes == code)[0]))
            raise HostError("H010", reason="text", cell=cell, found=length, limit=MAX_TEXT)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _content(value: object, column: Column, shift: int) -> bytes:
    if isinstance(value, str):
        return (_link(value) if column.is_link else text_content(value)).encode()
    if isinstance(value, bool | np.bool_):
        return b' t="b"><v>%d</v></c>' % value
    if isinstance(value, date):
        return moment_content(value, shift)
    if isinstance(value, float | np.floating):
        return f"><v>{float(value)!r}</v></c>".encode() if math.isfinite(value) else b' t="e"><v>#NUM!</v></c>'
    if isinstance(value, int | np.integer):
        return b"><v>%s</v></c>" % next(decimal_texts([int(value)], column.digits)).encode()
    return text_content("" if value is None else str(value)).encode()


def decimal_texts(values: Iterable[int], digits: int) -> Iterator[str]:
    """Yield integers scaled by ``10**digits`` as exact decimals without idle zeros."""
    if not digits:
        yield from map(str, values)
        return
    for text in map(str, values):
        if len(text) <= digits or text[0] == "-":
            sign, bare = ("-", text[1:]) if text[0] == "-" else ("", text)
            bare = bare.rjust(digits + 1, "0")
            whole, part = sign + bare[:-digits], bare[-digits:].rstrip("0")
        else:
            whole, part = text[:-digits], text[-digits:].rstrip("0")
        yield f"{whole}.{part}" if part else whole


def text_content(text: str) -> str:
    """Return the end of a cell that holds a text, which is never taken for a formula."""
    if not text:
        return BLANK.decode()
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "  " in text else ""
    return f' t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'


def escaped(text: str) -> str:
    """Return a text as XML; what XML cannot hold becomes ``_x0001_``, and what looks like that is escaped itself."""
    return _UNSAFE.sub(_safe, text) if _UNSAFE.search(text) else text


def _safe(match: re.Match[str]) -> str:
    found = match.group()
    return _ENTITIES.get(found) or f"_x{ord(found):04X}_"


def moment_content(moment: date, shift: int = 0) -> bytes:
    """Return the end of a cell that holds a day number; a date before 1 March 1900 (or the book's first) is text."""
    full = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    since = full - _EPOCH
    if since.days < max(_FIRST_SAFE_DAY, shift):
        return text_content(moment.isoformat().removesuffix("T00:00:00")).encode()
    if not since.seconds and not since.microseconds:
        return b"><v>%d</v></c>" % (since.days - shift)
    rest = since.seconds * 1_000_000 + since.microseconds
    fraction = (rest * 10**_FRACTION_DIGITS + _DAY_MICROSECONDS // 2) // _DAY_MICROSECONDS
    return f"><v>{since.days - shift}.{fraction:0{_FRACTION_DIGITS}d}</v></c>".encode()


def _link(target: str) -> str:
    """Return the end of a cell that jumps to ``销售!H7``; a text that is no address stays text."""
    sheet, mark, cell = target.rpartition("!")
    quoted = sheet if sheet.startswith("'") else "'" + sheet.replace("'", "''") + "'"
    place = f"#{quoted}!{cell}"
    if not mark or len(place) > _MAX_LITERAL:
        return text_content(target)
    literals = (text.replace('"', '""') for text in (place, target))
    formula = 'HYPERLINK("{}","{}")'.format(*literals)
    return f' t="str"><f>{escaped(formula)}</f><v>{escaped(target)}</v></c>'
