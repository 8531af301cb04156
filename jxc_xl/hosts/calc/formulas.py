"""Formulas in Excel's words and in those of LibreOffice's programming interface.

Names of functions are the same; signs are not. Excel parts arguments with commas, LibreOffice with semicolons; Excel
writes ``'My sheet'!A1``, LibreOffice ``$'My sheet'.A1``; Excel joins areas with a comma, LibreOffice with a tilde.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TEXT = r'"(?:[^"]|"")*"'
_ERROR = r"\#(?:REF!|N/A|VALUE!|DIV/0!|NUM!|NAME\?|NULL!)"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w]*)"
_EXCEL = re.compile(
    rf"(?P<kept>{_TEXT}|{_ERROR})|\$?(?P<sheet>{_SHEET})!(?=\$?[A-Za-z0-9#])|(?P<name>[\w.]+\s*\()|(?P<sign>.)",
    re.DOTALL,
)
_CALC = re.compile(
    rf"(?P<kept>{_TEXT}|{_ERROR})|\$?(?P<sheet>{_SHEET})\.(?=\$?[A-Za-z]{{1,3}}\$?\d|\#REF!)|(?P<name>[\w.]+\s*\()|(?P<sign>.)",
    re.DOTALL,
)
_OPENING = {"(": ")", "{": "}", "[": "]"}
_TO_CALC = {("call", ","): ";", ("group", ","): "~", ("{", ","): ";", ("{", ";"): "|", ("[", ","): ";"}
_TO_EXCEL = {
    ("call", ";"): ",",
    ("call", "~"): ",",
    ("group", "~"): ",",
    ("{", ";"): ",",
    ("{", "|"): ";",
    ("[", ";"): ",",
}


@lru_cache(maxsize=65536)
def to_calc(formula: str) -> str:
    """Return a formula of Excel's as LibreOffice's programming interface takes it."""
    return "".join(_said(_EXCEL, formula, _TO_CALC, lambda sheet: f"${_quoted(sheet)}."))


@lru_cache(maxsize=65536)
def to_excel(formula: str) -> str:
    """Return a formula of LibreOffice's programming interface as Excel writes it."""
    return "".join(_said(_CALC, formula, _TO_EXCEL, lambda sheet: f"{sheet}!"))


def _quoted(sheet: str) -> str:
    return sheet if sheet.startswith("'") else f"'{sheet}'"


def _said(pattern: re.Pattern[str], formula: str, signs: dict[tuple[str, str], str], sheet: object) -> Iterator[str]:
    """Yield the pieces of a formula in the other's words; what a sign means depends on the brackets around it."""
    inside: list[str] = []
    for match in pattern.finditer(formula):
        if match["sheet"] and "[" not in inside:
            yield sheet(match["sheet"])  # type: ignore[operator]
        elif match["kept"] or match["sheet"]:
            yield match.group()
        elif match["name"] and "[" not in inside:
            inside.append("call")
            yield match.group()
        else:
            yield from _sign(match, inside, signs)


def _sign(match: re.Match[str], inside: list[str], signs: dict[tuple[str, str], str]) -> Iterator[str]:
    text = match.group()
    if match["name"]:  # a name in the brackets of a table's column
        yield text
        return
    if text in _OPENING:
        inside.append("group" if text == "(" else text)
    elif text in _OPENING.values() and inside:
        inside.pop()
    yield signs.get((inside[-1] if inside else "", text), text)
