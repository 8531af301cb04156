"""What a command says: problems one a line, tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.problems import Problem
from jxc_xl.schema import MEASURES, Column, Kind, Sheet
from jxc_xl.schema.choices import YES_NO
from jxc_xl.terms import Lang, Text
from jxc_xl.write.machine import texts

WIDE = 200
NUMBERS = {Kind.QTY, Kind.MONEY, Kind.PRICE, Kind.RATE, Kind.INTEGER}
PER_CENT = 1
"""Decimals of rates as people read them."""


def problems(found: Sequence[Problem], lang: Lang) -> None:
    """Print problems, ``place  code  what  how to fix``, errors first."""
    for problem in sorted(found, key=lambda one: not one.is_error):
        print(problem.line(lang))  # noqa: T201 (this is what the command is for)


def problems_json(found: Sequence[Problem], lang: Lang) -> list[dict[str, object]]:
    """Return problems as objects."""
    return [
        {
            "place": str(one.place),
            "code": one.code,
            "severity": "error" if one.is_error else "warning",
            "what": one.what(lang),
            "fix": one.fix(lang),
        }
        for one in found
    ]


def line(words: Text, lang: Lang, *facts: object) -> None:
    """Print one sentence."""
    print(words.said(lang).format(*facts))  # noqa: T201


def as_json(value: object) -> None:
    """Print a value for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))  # noqa: T201


def raw(text: str) -> None:
    """Print text as it is."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def table(sheet: Sheet, lines: pd.DataFrame, book: Book) -> None:
    """Print a report for people, in the language of the book."""
    from rich.table import Table  # noqa: PLC0415

    drawn = Table(title=sheet.title.said(book.lang), title_justify="left")
    columns = [column for column in sheet.columns if column.key in lines]
    cells = []
    for column in columns:
        drawn.add_column(column.title.said(book.lang), justify="right" if column.kind in NUMBERS else "left")
        cells.append(_words(column, lines[column.key], book))
    for row in zip(*cells, strict=True):
        drawn.add_row(*row)
    put(drawn)


def put(drawn: object) -> None:
    """Print a table, as wide as the terminal, or wide enough for programs."""
    from rich.console import Console  # noqa: PLC0415 (slow to start, and rarely needed)

    console = Console()
    width = None if console.is_terminal else WIDE
    Console(width=width, markup=False, emoji=False, highlight=False).print(drawn)


def measures(values: dict[str, object], book: Book) -> pd.DataFrame:
    """Return the dashboard as lines: measure, value, note."""
    digits = book.settings.money_digits
    said = []
    for measure in MEASURES:
        column = Column(measure.key, measure.title, measure.kind)
        said.append(_plainly(column, texts(column, pd.Series([values[measure.key]], dtype="object"), digits), book)[0])
    return pd.DataFrame(
        {
            "measure": [measure.title.said(book.lang) for measure in MEASURES],
            "value": said,
            "note": [measure.note.said(book.lang) for measure in MEASURES],
        }
    )


def _words(column: Column, values: pd.Series, book: Book) -> list[str]:
    """Return cells as people read them."""
    said = texts(column, values, book.settings.money_digits)
    if column.choices:
        return [column.choices[word].said(book.lang) if word in column.choices else word for word in said]
    return _plainly(column, said, book)


def _plainly(column: Column, said: list[str], book: Book) -> list[str]:
    """Return rates as per cent with one decimal, half-up, and flags as yes and no."""
    if column.kind is Kind.RATE:
        return [text and f"{Decimal(text) * 100:.{PER_CENT}f}%" for text in said]
    if column.kind is Kind.FLAG:
        return [YES_NO["yes" if text == "true" else "no"].said(book.lang) if text else "" for text in said]
    return said
