"""One cell, read by the kind of its column.

People and programs leave the same thing in many forms: 5, " 5 ", "1,200", a full-width digit, 2026年3月1日, a serial
number that lost its format. Each form is read by a rule, and what was tidied is told; what Excel has destroyed (a code
that became a date, a number that lost digits) is refused, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jxc_xl import numbers
from jxc_xl.schema import Column, Kind, folded
from jxc_xl.schema.choices import YES_NO
from jxc_xl.tables import ErrorCell, UnsolvedCell
from jxc_xl.terms import Text

FIRST, LAST = dt.datetime(1990, 1, 1), dt.datetime(2199, 12, 31, 23, 59, 59)  # noqa: DTZ001 (a shop's wall clock)
EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001
EXACT_INTEGER = 10**15  # Excel keeps 15 significant digits.
BEYOND = 10**40  # No number of a book is so large; infinity is not either.
LONGEST = 60  # A message quotes no more of a cell than this.
HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\u200e\u200f"))
RUINED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
"""A long number that a spreadsheet wrote as 1.23E+18: its last digits are gone."""
BLANKS = re.compile(r"\s+")
NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?(?:E[+-]?\d+)?", re.IGNORECASE)
"""What people and programs write for a number; commas stand before groups of three digits, or it is no number."""
DAY = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:(?:[T ]+|(?<=日))(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})(?:\.\d+)?)?秒?分?)?Z?"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: its value (None = blank), or the code of what is wrong with it.

    ``said`` is what a tidied cell was read as, for people; ``None`` when nothing was tidied.
    """

    value: object = None
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    said: object = None

    @property
    def is_tidied(self) -> bool:
        """True when the cell holds the value in another form."""
        return self.said is not None


MOST_CODE = 255
"""So long a code may be: every report says it again."""


def read_cell(value: object, column: Column, digits: Mapping[Kind, int]) -> Cell:
    """Read one cell.

    Args:
        value: The raw cell.
        column: What it should be.
        digits: Decimal digits by kind of number.
    """
    if isinstance(value, ErrorCell):
        return Cell(code="P111", facts={"value": value.text})
    if isinstance(value, UnsolvedCell):
        return Cell(code="P118", facts={"value": shown(value)})
    if is_blank(value):
        return Cell()
    if isinstance(value, str):
        value = _encodable(value)
    if column.kind in digits:
        return _number(value, column.kind, digits[column.kind])
    if column.kind in {Kind.CHOICE, Kind.FLAG}:
        return _choice(value, column.choices or YES_NO)
    return _READERS.get(column.kind, _text)(value, column.kind)


def is_blank(value: object) -> bool:
    """Tell whether people see nothing in a cell."""
    return value is None or value != value or (isinstance(value, str) and not tidy(value))  # noqa: PLR0124 (nan)


def tidy(text: str) -> str:
    """Return a text without width variants, hidden characters and surplus blanks."""
    return BLANKS.sub(" ", unicodedata.normalize("NFKC", text).translate(HIDDEN)).strip()


def plain_text(value: object) -> str:
    """Return a value that is not text as people would write it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(numbers.decimal_of_float(value).normalize(), "f")
    return str(value)


def shown(value: object) -> str:
    """Return a cell as a message quotes it: as people see it, and not at any length."""
    if isinstance(value, ErrorCell):
        return value.text
    if isinstance(value, UnsolvedCell):
        return "="
    if isinstance(value, dt.datetime):
        value = f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00").removesuffix(" 00:00")
    text = _encodable(value) if isinstance(value, str) else plain_text(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _encodable(text: str) -> str:
    """Return a text with ? for half characters, which no file can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _text(value: object, _: Kind) -> Cell:
    return Cell(value.strip() if isinstance(value, str) else plain_text(value))


def _fitting(cell: Cell) -> Cell:
    """Return a code as read, or that it is too long."""
    text = str(cell.value)
    if len(text) <= MOST_CODE:
        return cell
    return Cell(code="P126", facts={"value": shown(text), "length": len(text), "most": MOST_CODE})


def _code(value: object, _: Kind) -> Cell:
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(code="P109", facts={"value": shown(value)})
    if isinstance(value, str):
        clean = tidy(value)
        if RUINED.fullmatch(clean):
            return Cell(code="P110", facts={"value": shown(clean)})
        return _fitting(Cell(clean, said=clean if clean != value else None))
    if isinstance(value, int | float) and abs(value) >= EXACT_INTEGER:
        return Cell(code="P110", facts={"value": shown(value)})
    return Cell(plain_text(value))


def _number(value: object, kind: Kind, digits: int) -> Cell:
    number = _decimal(value, is_rate=kind is Kind.RATE)
    if number is None:
        return Cell(code="P102", facts={"value": shown(value)})
    if abs(number) >= BEYOND:
        return Cell(code="P104", facts={"value": shown(value)})
    whole = numbers.scale(number, digits)
    if whole is None:
        code = "P112" if kind is Kind.INTEGER else "P103"
        return Cell(code=code, facts={"value": shown(format(number, "f")), "digits": digits})
    if abs(whole) > numbers.MAX_INT:
        return Cell(code="P104", facts={"value": shown(value)})
    return Cell(whole, said=format(number, "f") if isinstance(value, str) else None)


def _decimal(value: object, *, is_rate: bool) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return numbers.decimal_of_float(float(value)) if abs(value) < EXACT_INTEGER else Decimal(value)
    if not isinstance(value, str):
        return None
    text = tidy(value).removeprefix("¥").removeprefix("$").removesuffix("元").strip()
    if is_rate and text.endswith("%"):
        part = _written(text[:-1].strip())
        return None if part is None else part.scaleb(-2)
    return _written(text)


def _written(text: str) -> Decimal | None:
    return numbers.decimal_of(text) if NUMBER.fullmatch(text) else None


def _moment(value: object, kind: Kind) -> Cell:
    moment = _datetime(value)
    if moment is None:
        return Cell(code="P106", facts={"value": shown(value)})
    if not FIRST <= moment <= LAST:
        return Cell(code="P107", facts={"value": shown(value)})
    if kind is Kind.DATE:
        moment = moment.replace(hour=0, minute=0, second=0)
    return Cell(moment, said=None if isinstance(value, dt.date) else shown(moment))


def _datetime(value: object) -> dt.datetime | None:
    if isinstance(value, dt.datetime):
        return _whole_seconds(value.replace(tzinfo=None))
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(value)
    return _from_text(tidy(value)) if isinstance(value, str) else None


def _whole_seconds(moment: dt.datetime) -> dt.datetime:
    if moment > LAST:
        return moment
    return (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)


def _from_serial(serial: float) -> dt.datetime | None:
    """Read a date that lost its format; Excel's day 60 never was, so smaller ones are no dates of ours."""
    if not 61 <= serial < 2_958_466:  # noqa: PLR2004 (1900-03-01 to 9999-12-31)
        return None
    return EXCEL_EPOCH + dt.timedelta(seconds=round(serial * 86400))


def _from_text(text: str) -> dt.datetime | None:
    match = DAY.fullmatch(text)
    if not match:
        return None
    try:
        return dt.datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _choice(value: object, choices: Mapping[str, Text]) -> Cell:
    word = plain_text(value)
    if isinstance(value, bool) and choices is YES_NO:
        return Cell("yes" if value else "no")
    for key, words in choices.items():
        if folded(word) in {folded(key), folded(words.zh), folded(words.en)}:
            return Cell(key)
    listed = Text("、".join(words.zh for words in choices.values()), ", ".join(words.en for words in choices.values()))
    return Cell(code="P108", facts={"value": shown(value), "choices": listed})


_READERS = {Kind.CODE: _code, Kind.DATE: _moment, Kind.MOMENT: _moment}
