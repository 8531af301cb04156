"""Codes name what is there, and no two lines have the same name.

Codes are compared without regard to case, as Excel's own look-ups do, and then spelt one way throughout the book: as
the ledger has them, which never changes; else as the first line of their master does. A master line that repeats an
earlier one is told and has no effect.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import reduce
from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain, tell
from jxc_xl.ledger import stands
from jxc_xl.problems import Found, Problem, nearest
from jxc_xl.schema import BY_KEY, ENTRY, Column, Kind, Sheet
from jxc_xl.terms import Text

MOST_HINTS = 200
"""So many different unknown codes get a hint at the nearest known one; it costs time."""
CODES = {"products": "sku", "suppliers": "supplier", "channels": "channel", "warehouses": "warehouse"}
"""Master sheet to the column that names its lines."""


class Spelling(NamedTuple):
    """How a master's codes are spelt, by folded code: those on the master, and those in the ledger."""

    master: Mapping[str, str]
    ledger: Mapping[str, str]

    def of(self, code: str) -> str:
        """Return a code as the book spells it, or as it is."""
        fold = code.casefold()
        return self.ledger.get(fold) or self.master.get(fold) or code


def check_references(book: Book) -> Found[Book]:
    """Check duplicates and references; return the book with one spelling of each code and one line of each master."""
    problems: list[Problem] = []
    lines = dict(book.lines)
    spellings = {key: _spelling(book, key) for key in CODES}
    for sheet in ENTRY:
        if sheet.key not in book.layouts or sheet.key == "settings" or lines[sheet.key].empty:
            continue
        problems += _duplicates(book, sheet)
        for column in sheet.columns:
            if column.refers:
                spelt, found = _spelt(book, sheet, column, spellings[column.refers])
                lines[sheet.key] = lines[sheet.key].assign(**{column.key: spelt})
                problems += found
    lines |= {key: _first_lines(lines[key], column, spellings[key]) for key, column in CODES.items()}
    warehouses, products = spellings["warehouses"], spellings["products"]
    settings = dataclasses.replace(
        book.settings,
        warehouse=warehouses.of(book.settings.warehouse),
        quarantine=warehouses.of(book.settings.quarantine),
        card_sku=products.of(book.settings.card_sku),
    )
    return Found(dataclasses.replace(book, lines=lines, settings=settings), problems)


def lost_products(book: Book) -> list[Problem]:
    """Tell products that have movements and are not on their sheet.

    Problems:
        P225: so many movements of it stand.
    """
    if "products" not in book.layouts:
        return []
    known = {code.casefold() for code in book.lines["products"]["sku"].unique()}
    ledger = book.lines["ledger"]
    lost = [code for code in ledger["sku"].unique() if code.casefold() not in known]
    moves = ledger[ledger["sku"].isin(lost)]
    moves = moves[stands(ledger)[moves.index]]
    counts = moves["sku"].value_counts(sort=False)
    return [
        Problem("P225", book.place("products"), {"sku": sku, "movements": int(counts[sku])})
        for sku in lost
        if sku in counts
    ]


def _spelling(book: Book, key: str) -> Spelling:
    """Return the first spelling of each code on a master, and in the ledger."""
    column = CODES[key]
    master, ledger = (
        {code.casefold(): code for code in reversed(book.lines[sheet][column].unique().tolist()) if code}
        for sheet in (key, "ledger")
    )
    return Spelling(master, ledger)


def _first_lines(lines: pd.DataFrame, column: str, spelling: Spelling) -> pd.DataFrame:
    """Return a master's lines without those that repeat an earlier one, its codes spelt as the book spells them."""
    codes = lines[column].map({code: spelling.of(code) for code in lines[column].unique()}).astype("str")
    is_again = (codes != "") & codes.duplicated()
    return lines.assign(**{column: codes})[~is_again].reset_index(drop=True)


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


def _spelt(book: Book, sheet: Sheet, column: Column, spelling: Spelling) -> Found[pd.Series]:
    """Return a column's codes as the book spells them; unknown ones are told with the nearest known one."""
    values = book.lines[sheet.key][column.key]
    different = values.unique()
    spelt = values.map({value: spelling.of(value) for value in different}).astype("str")
    unknown = [value for value in different if value and value.casefold() not in spelling.master]
    is_unknown = values.isin(unknown) & ~_is_told_once(book.lines[sheet.key], column, spelling)
    if not is_unknown.any():
        return Found(spelt, [])
    master = book.lines[column.refers][CODES[column.refers]]
    hints = {value: nearest(value, master) for value in values[is_unknown].unique()[:MOST_HINTS]}
    hint = pd.Series([hints.get(value, Text("。", ".")) for value in values], values.index, dtype=object)
    title = BY_KEY[column.refers].title
    found = tell(book, sheet.key, is_unknown, "P201", column.key, value=values, sheet=title, hint=hint)
    return Found(spelt, found)


def _is_told_once(lines: pd.DataFrame, column: Column, spelling: Spelling) -> pd.Series:
    """Tell which lines are posted with a product that is in the ledger: `lost_products` tells it, once for them all."""
    if column.refers != "products" or "posting_no" not in lines:
        return pd.Series(data=False, index=lines.index)
    folds = lines[column.key].map({code: code.casefold() for code in lines[column.key].unique()})
    return lines["posting_no"].notna() & folds.isin(list(spelling.ledger))
