"""Codes name what is there, and no two lines have the same name.

Codes are compared without regard to case, as Excel's own look-ups do; a line's code is then spelt as its master
spells it.
"""

from __future__ import annotations

import dataclasses
from functools import reduce

import pandas as pd

from jxc_xl.book import Book, tell
from jxc_xl.problems import Found, Problem, nearest
from jxc_xl.schema import BY_KEY, ENTRY, Column, Sheet
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
    shown_keys = [lines[key].astype("str").fillna("") for key in sheet.keys]
    said = _joined(shown_keys)
    return tell(book, sheet.key, is_again, "P202", sheet.keys[0], value=said, row=first)


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
