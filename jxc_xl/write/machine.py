"""Reports for machines: JSON and CSV with exact decimals, keyed by the schema's English keys.

A spreadsheet program that opens a CSV runs a cell that starts like a formula, whoever wrote it there (CSV injection).
In CSV such a text gets an apostrophe before it, and so does one that starts with an apostrophe itself; `jxc import`
takes exactly one off again, so that every text comes back as it was. Numbers are written as they are. JSON runs nowhere
and gives texts unaltered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

import pandas as pd

from jxc_xl import numbers
from jxc_xl.schema import Column, Kind, Sheet

RUNS = frozenset("=+-@＝＋\uff0d\uff20")
BEFORE_RUNS = frozenset("\t\r\n'")
SPECIAL = re.compile(r'[",\r\n]|^\s|\s$')
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
TEXTS = {Kind.CODE, Kind.TEXT, Kind.LINK, Kind.CHOICE}
TRIMMED = {Kind.QTY: 4, Kind.PRICE: 6, Kind.RATE: 6, Kind.INTEGER: 0}


def to_json(sheet: Sheet, lines: pd.DataFrame, money_digits: int) -> str:
    """Return an array of objects, one a line; numbers are JSON numbers with exactly their decimals, blanks null."""
    columns = [column for column in sheet.columns if column.key in lines]
    cells = [_json_cells(column, lines[column.key], money_digits) for column in columns]
    keys = [json.dumps(column.key) for column in columns]
    rows = (
        ", ".join(f"{key}: {cell}" for key, cell in zip(keys, row, strict=True)) for row in zip(*cells, strict=True)
    )
    return "[\n" + ",\n".join(f"  {{{row}}}" for row in rows) + "\n]" if len(lines) else "[]"


def to_csv(sheet: Sheet, lines: pd.DataFrame, money_digits: int) -> str:
    """Return comma-separated lines under the English keys; none of them runs as a formula."""
    columns = [column for column in sheet.columns if column.key in lines]
    cells = [
        [harmless(text) if column.kind in TEXTS else text for text in texts(column, lines[column.key], money_digits)]
        for column in columns
    ]
    rows = [[column.key for column in columns], *zip(*cells, strict=True)]
    return csv_of(rows)


def csv_of(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as comma-separated lines."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in rows)


def texts(column: Column, values: pd.Series, money_digits: int) -> list[str]:
    """Return a column's cells as text: exact decimals, ISO dates, blanks empty."""
    say = _sayer(column, money_digits)
    cells = zip(values.tolist(), values.isna().tolist(), strict=True)
    return ["" if is_blank or value == "" else say(value) for value, is_blank in cells]


def _sayer(column: Column, money_digits: int) -> Callable[[object], str]:
    kind = column.kind
    if kind is Kind.MONEY:
        return lambda value: numbers.text_of(int(str(value)), money_digits)
    if kind in TRIMMED:
        return lambda value: numbers.text_of(int(str(value)), TRIMMED[kind], is_trimmed=True)
    if kind is Kind.DATE:
        return lambda value: str(value)[:10]
    if kind is Kind.MOMENT:
        return lambda value: str(value)[:19].removesuffix(" 00:00:00")
    if kind is Kind.FLAG:
        return lambda value: "true" if value is True or value == "yes" else "false"
    return str


def _json_cells(column: Column, values: pd.Series, money_digits: int) -> list[str]:
    is_number = column.kind in TRIMMED or column.kind in {Kind.MONEY, Kind.FLAG}
    said = texts(column, values, money_digits)
    if is_number:
        return [text or "null" for text in said]
    return [json.dumps(text, ensure_ascii=False) if text else "null" for text in said]


def _quoted(text: str) -> str:
    """Return a cell as CSV has it; Python's own writer leaves a bare carriage return unquoted, breaking lines."""
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def harmless(text: str) -> str:
    """Keep text from running as a formula where the CSV is opened; a plain number stays one."""
    is_running = text.lstrip()[:1] in RUNS or text[:1] in BEFORE_RUNS
    return "'" + text if is_running and not PLAIN_NUMBER.fullmatch(text) else text
