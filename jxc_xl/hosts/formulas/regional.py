"""What Chinese Excel makes of texts, and engines made for English do not: 2026年3月1日, full-width digits, bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from unicodedata import normalize

from jxc_xl.hosts.formulas.calls import Cell, Function
from jxc_xl.tables import ErrorCell

PLAINED = {"VALUE", "DATEVALUE", "TIMEVALUE"}
"""Functions that read a text as a number, and are given it plain."""
_DAY = re.compile(r"^\s*(\d{4}|\d{2})年(\d{1,2})月(?:(\d{1,2})日)?\s*")
_TIME = re.compile(r"(\d{1,2})[时時](\d{1,2})分(?:(\d{1,2})秒)?\s*$")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[^\x00-\x7f]+')
_VALUE = ErrorCell("#VALUE!")

Value = Cell | ErrorCell


def plain(value: Value) -> Value:
    """Return a text with half-width signs, and its date as 2026/3/1; anything else as it is."""
    if not isinstance(value, str) or value.isascii():
        return value
    text = normalize("NFKC", value).replace("¥", "$").replace("￥", "$")  # engines know one currency
    text = _DAY.sub(lambda found: f"{found[1]}/{found[2]}/{found[3] or 1} ", text).strip()
    return _TIME.sub(lambda found: f"{found[1]}:{found[2]}:{found[3] or '0'}", text)


def plainer_format(text: str) -> str:
    """Return a number format with its Chinese signs in quotation marks: ``yyyy"年"m"月"``."""
    return _QUOTED.sub(lambda found: found[0] if found[0].isascii() or found[0][0] == '"' else f'"{found[0]}"', text)


def _width(sign: str) -> int:
    return len(sign.encode("gbk", "replace"))


def _between(text: str, first: int, end: int) -> str:
    """Return some bytes of a text; half a sign is a blank."""
    found, at = [], 0
    for sign in text:
        width = _width(sign)
        inside = min(at + width, end) - max(at, first)
        found.append(sign if inside == width else " " * max(inside, 0))
        at += width
    return "".join(found)


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else f"{value:.15g}".upper() if isinstance(value, float) else str(value)


def _count(value: Value, least: int = 0) -> int:
    if isinstance(value, ErrorCell):
        raise TypeError(value)
    count = int(float(value or 0))
    if count < least:
        raise ValueError(count)
    return count


def _lenb(text: Value) -> Value:
    return float(sum(map(_width, _written(text))))


def _leftb(text: Value, count: Value = 1.0) -> Value:
    return _between(_written(text), 0, _count(count))


def _rightb(text: Value, count: Value = 1.0) -> Value:
    written = _written(text)
    width = sum(map(_width, written))
    return _between(written, max(width - _count(count), 0), width)


def _midb(text: Value, start: Value, count: Value) -> Value:
    first = _count(start, least=1) - 1
    return _between(_written(text), first, first + _count(count))


def _asc(text: Value) -> Value:
    return "".join(_half(sign) for sign in _written(text))


def _half(sign: str) -> str:
    if sign == "　":
        return " "
    return chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else sign


def _widechar(text: Value) -> Value:
    return "".join(
        "　" if sign == " " else chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in _written(text)
    )


def _each(function: Callable[..., Value]) -> Callable[..., object]:
    """Let a function of cells answer ranges too, cell by cell."""

    @wraps(function)
    def answer(*arguments: object) -> object:
        rows = max((len(one) for one in arguments if isinstance(one, Sequence) and not isinstance(one, str)), default=0)
        if not rows:
            return _one(function, arguments)
        wide = max(len(one[0]) for one in arguments if isinstance(one, list))
        return [[_one(function, [_at(one, r, c) for one in arguments]) for c in range(wide)] for r in range(rows)]

    return answer


def _at(argument: object, row: int, column: int) -> object:
    if not isinstance(argument, list):
        return argument
    row, column = row if len(argument) > 1 else 0, column if len(argument[0]) > 1 else 0
    inside = row < len(argument) and column < len(argument[0])
    return argument[row][column] if inside else ErrorCell("#N/A")


def _one(function: Callable[..., Value], arguments: Sequence[object]) -> Value:
    wrong = next((one for one in arguments if isinstance(one, ErrorCell)), None)
    if wrong:
        return wrong
    try:
        return function(*arguments)
    except (TypeError, ValueError):
        return _VALUE


PLAINED_BY = "__PLAIN"
"""What makes texts plain; no function of a spreadsheet program has this name."""
ALWAYS = {PLAINED_BY: Function(_each(plain))}
"""Answered in every workbook."""
_COUNTED: dict[str, Callable[..., Value]] = {
    "ASC": _asc,
    "LEFTB": _leftb,
    "LENB": _lenb,
    "MIDB": _midb,
    "RIGHTB": _rightb,
    "DBCS": _widechar,
    "WIDECHAR": _widechar,
}
CHINESE = {name: Function(_each(function)) for name, function in _COUNTED.items()}
"""Answered in Chinese workbooks: there a Chinese sign counts two bytes."""
