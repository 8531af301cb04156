"""What Excel makes of a text that is typed into a cell, or handed to it by a program, which is the same to Excel.

Close to Excel for English and Chinese settings, and rather too eager than too shy: whoever wants a text in a cell has
to say so with an apostrophe, and forgetting it must show.
"""

from __future__ import annotations

import datetime as dt
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_NUMBER = re.compile(
    r"(?P<open>\()?[+-]?\s*[¥$€£]?\s*[+-]?(?P<digits>(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?P<power>e[+-]?\d+)?\s*%?\)?",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"-?\d+ \d+/\d+")
_CLOCK = (
    r"(?P<hour>\d{1,4})(?:[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2}(?:\.\d+)?)秒?)?分?)?\s*(?P<half>[ap]m?)?"
)
_TIME = re.compile(rf"(?=.*[:时apm]){_CLOCK}", re.IGNORECASE)
_DAY = re.compile(
    r"(?:(?P<year>\d{4})[-/年](?P<month>\d{1,2})(?:[-/月](?P<day>\d{1,2})日?|月)?"
    r"|(?P<month2>\d{1,2})[-/月](?P<day2>\d{1,2})日?(?:[-/](?P<year2>\d{2}|\d{4}))?)"
    r"(?:\s+(?P<clock>\d{1,2}:.*))?"
)
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})[-/ ]*)?(?P<month>[a-z]{3,9})\.?[-/, ]*(?P<number>\d{1,4})?(?:[-/, ]+(?P<year>\d{2,4}))?",
    re.IGNORECASE,
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_EPOCH = dt.date(1899, 12, 30)
_CENTURY = 100
_THIRTIES = 30
_LAST_DAY = 31


TRUTH = "truth"
"""Stands for the number format that shows TRUE and FALSE."""


class Entered(NamedTuple):
    """What a cell then holds.

    Attributes:
        value: A number, a text, or the text of a formula.
        code: Number format that comes along, if the cell has none.
        is_formula: The text is a formula, worked out from then on.
    """

    value: float | str
    code: str = ""
    is_formula: bool = False


@lru_cache(maxsize=65536)
def entered(text: str) -> Entered:
    """Return what Excel makes of a text in a cell that is not formatted as text."""
    if text.startswith("'"):
        return Entered(text[1:])
    if text.upper() in _ERRORS:
        return Entered(f"={text.upper()}", is_formula=True)
    if text.startswith("=") and len(text) > 1:
        return Entered(text, is_formula=True)
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.upper() in {"TRUE", "FALSE"}:
        return Entered(float(plain.upper() == "TRUE"), TRUTH)
    found = next((one for one in _readings(plain)), None) if plain else None
    if found is None and len(text) > 1 and text[0] in "+-@":
        return Entered(f"={text}", is_formula=True)
    return found or Entered(text)


def _readings(text: str) -> Iterator[Entered]:
    """Yield what a text can be read as: a number, a fraction, a time, a day."""
    if match := _NUMBER.fullmatch(text):
        with suppress(OverflowError):
            yield _number(text, match)
    if _FRACTION.fullmatch(text):
        whole, _, part = text.partition(" ")
        above, _, below = part.partition("/")
        if int(below):
            yield Entered(float(whole) + int(above) / int(below), "# ?/?")
    if match := _TIME.fullmatch(text):
        yield from _time(match)
    if match := _DAY.fullmatch(text):
        year = match["year"] or match["year2"]
        yield from _day(year, match["month"] or match["month2"], match["day"] or match["day2"] or "1")
    if match := _NAMED.fullmatch(text):
        yield from _named(match)


def _number(text: str, match: re.Match[str]) -> Entered:
    size = float(match["digits"].replace(",", "") + (match["power"] or ""))
    sign = -1 if ("-" in text[: match.start("digits")] or match["open"]) else 1
    return Entered(sign * size / (_CENTURY if "%" in text else 1), "0.00%" if "%" in text else "")


def _time(match: re.Match[str]) -> Iterator[Entered]:
    hours, minutes, seconds = (float(match[name] or 0) for name in ("hour", "minute", "second"))
    half = (match["half"] or "").lower()
    hours += 12 if half.startswith("p") and hours < 12 else 0  # noqa: PLR2004 - noon
    if minutes < 60 and seconds < 60:  # noqa: PLR2004 - of an hour, of a minute
        yield Entered((hours * 3600 + minutes * 60 + seconds) / 86_400, "hh:mm:ss")


def _day(year: str | None, month: str, day: str) -> Iterator[Entered]:
    number = int(year) if year else time.localtime().tm_year
    if number < _CENTURY:
        number += 1900 if number >= _THIRTIES else 2000
    with suppress(ValueError):
        yield Entered(float((dt.date(number, int(month), int(day)) - _EPOCH).days), "yyyy-mm-dd")


def _named(match: re.Match[str]) -> Iterator[Entered]:
    """Read ``5-Mar``, ``Mar 5``, ``March 2026``, ``SEP2``: names of months, whole or their first three letters."""
    name = match["month"].lower()
    known = [at for at, month in enumerate(_MONTHS, 1) if name in {month, month[:3], "sept" if at == 9 else month}]  # noqa: PLR2004
    number = match["number"]
    if not known or not (number or match["day"]):
        return
    if match["day"]:
        yield from _day(match["year"] or number, str(known[0]), match["day"])
    elif number and int(number) > _LAST_DAY:
        yield from _day(number, str(known[0]), "1")
    else:
        yield from _day(match["year"], str(known[0]), str(number))
