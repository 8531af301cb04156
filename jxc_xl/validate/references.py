"""Codes name what is there, and no two lines have the same name.

Codes are compared without regard to case, as Excel's own look-ups do; a line's code is then spelt as its master
spells it.
"""

from __future__ import annotations

import dataclasses
from functools import reduce

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain, tell
from jxc_xl.problems import Found, Problem, nearest
from jxc_xl.schema import BY_KEY, ENTRY, Column, Kind, Sheet
from jxc_xl.terms import Text

MOST_HINTS = 200
"""So many different unknown codes get a hint at the nearest known one; it costs time."""
CODES = {"products": "sku", "suppliers": "supplier", "channels": "channel", "warehouses": "warehouse"}
"""Master sheet to the column that names its lines."""


def check_references(book: Book) -> Found[Book]:
    """Check duplicates and references; return the book with codes in their masters' spelling."""
    problems: list[Problem] = []
    lines = dict(book.lines)
    for sheet in ENTRY:
        if sheet.key not in book.layouts or sheet.key == "settings":
            continue
        problems += _duplicates(book, sheet)
        for column in sheet.columns:
            if column.refers:
                spelt, found = _spelt(book, sheet, column)
                lines[sheet.key] = lines[sheet.key].assign(**{column.key: spelt})
                problems += found
    return Found(dataclasses.replace(book, lines=lines), problems)


def _duplicates(book: Book, sheet: Sheet) -> list[Problem]:
    """Tell lines named as an earlier one; a line without a number is not named yet."""
    lines = book.lines[sheet.key]
    names = [lines[key].astype("str").fillna("").str.casefold() for key in sheet.keys if key in lines]
    name = _joined(names)
    is_named = ~lines[sheet.keys[-1]].isna() & (names[-1] != "") if sheet.keys[-1] == "line_no" else names[0] != ""
    is_again = is_named & name.where(is_named).duplicated()
    if not is_again.any():
        return []
    first = lines["row"].groupby(name).transform("first")
    parts = [_said(lines[key], sheet.column(key).kind) for key in sheet.keys]
    said = [" / ".join(filter(None, words)) for words in zip(*parts, strict=True)]
    value = pd.Series(said, lines.index, dtype="object")
    return tell(book, sheet.key, is_again, "P202", sheet.keys[0], value=value, row=first)


def _said(values: pd.Series, kind: Kind) -> list[str]:
    """Return one part of the lines' names as people write it; blanks empty."""
    if kind is Kind.DATE:
        return [f"{day:%Y-%m-%d}" if pd.notna(day) else "" for day in values]
    if kind is Kind.QTY:
        cells = zip(plain(values).tolist(), values.isna().tolist(), strict=True)
        return [
            "" if is_blank else numbers.text_of(qty, numbers.QTY_DIGITS, is_trimmed=True) for qty, is_blank in cells
        ]
    return [str(value) if pd.notna(value) else "" for value in values]


def _joined(parts: list[pd.Series]) -> pd.Series:
    return reduce(lambda left, right: left + " / " + right, parts)


def _spelt(book: Book, sheet: Sheet, column: Column) -> Found[pd.Series]:
    """Return a column's codes as their master spells them; unknown ones are told with the nearest known one."""
    values = book.lines[sheet.key][column.key]
    master = book.lines[column.refers][CODES[column.refers]]
    spelling = dict(zip(master.str.casefold(), master, strict=True))
    different = values.unique()
    known = {value: spelling.get(value.casefold(), "") for value in different}
    spelt = values.map(known).astype("str")
    is_unknown = (values != "") & (spelt == "")
    if not is_unknown.any():
        return Found(spelt, [])
    hints = {value: nearest(value, master) for value in values[is_unknown].unique()[:MOST_HINTS]}
    hint = pd.Series([hints.get(value, Text("。", ".")) for value in values], values.index, dtype=object)
    title = BY_KEY[column.refers].title
    found = tell(book, sheet.key, is_unknown, "P201", column.key, value=values, sheet=title, hint=hint)
    return Found(spelt.where(~is_unknown, values), found)
