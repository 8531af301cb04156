"""A file from elsewhere: its columns found by name, its cells unwrapped.

Columns are found by what the caller maps, by our own headings in either language, and by the names platforms use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from jxc_xl.book import Book
from jxc_xl.problems import JxcError
from jxc_xl.read.known import NUMBERED
from jxc_xl.read.sheet import different
from jxc_xl.schema import Column, Kind, Sheet, folded
from jxc_xl.schema.choices import SALE_STATUS
from jxc_xl.tables import RawTable
from jxc_xl.terms import Text

OPTIONAL = {"doc_no"}
"""Required columns that a file may lack: such lines are numbered by their content."""


def may_lack(column: Column, sheet: Sheet) -> bool:
    """Tell whether a file may lack a column."""
    return not column.is_required or (column.key in OPTIONAL and sheet.key in NUMBERED)


def ours(raw: RawTable, sheet: Sheet, mapping: Mapping[str, str], book: Book) -> RawTable:
    """Return the file's columns under our headings.

    Raises:
        JxcError: P235, a required or named column is not in the file; P238, a mapping names no column of ours.
    """
    at = {folded(heading): position for position, heading in reversed(list(enumerate(raw.headings)))}
    wanted = {folded(ours): folded(theirs) for ours, theirs in mapping.items()}
    _check_mapping(raw, sheet, mapping)
    headings, cells = [], []
    for column in sheet.columns:
        position = _position(column, at, wanted)
        if position is not None:
            headings.append(column.title.said(book.lang))
            cells.append(_translated(column, _unwrapped(raw.cells[position])))
        elif not may_lack(column, sheet):
            listed = ", ".join(raw.headings)
            title = column.title.said(book.lang)
            raise JxcError("P235", raw.sheet, heading=title, ours=title, columns=listed)
    found = dict(zip(headings, cells, strict=True))
    if {"doc_no", "status"} <= set(sheet.column_keys):
        names = [sheet.column(key).title.said(book.lang) for key in ("doc_no", "status")]
        if found.keys() >= set(names):
            found[names[1]] = _of_order(*(found[name] for name in names))
    return RawTable(sheet.table, raw.sheet, tuple(headings), raw.header_row, 1, tuple(found.values()))


STATES = {
    "open": (
        *("买家已付款,等待卖家发货", "买家已付款，等待卖家发货", "等待卖家发货", "等待买家付款", "等待发货", "待付款"),
        *("未发货", "备货中", "待配货", "待出库", "等待出库", "unfulfilled", "unshipped", "pending"),
    ),
    "shipped": (
        *(
            "卖家已发货",
            "卖家已发货,等待买家确认",
            "卖家已发货，等待买家确认",
            "等待买家确认收货",
            "等待确认收货",
            "已出库",
        ),
        *("交易成功", "已完成", "已签收", "已收货", "完成", "fulfilled"),
    ),
    "cancelled": ("交易关闭", "已关闭", "交易取消", "退款成功", "已退款", "canceled", "refunded", "voided"),
}
"""What platforms call the states of an order."""
STATE_OF = {word: SALE_STATUS[state].zh for state, words in STATES.items() for word in words}
ZONE = re.compile(r"(\d{1,2}:\d{2}(:\d{2})?) [+-]\d{4}")


def _translated(column: Column, cells: np.ndarray) -> np.ndarray:
    """Return cells with the states of platforms in our words, and moments without the zone behind their clock."""
    if column.choices is not SALE_STATUS and column.kind is not Kind.MOMENT:
        return cells
    codes, values = different(cells)
    read = _state if column.choices is SALE_STATUS else _clock
    return np.asarray(np.array([*map(read, values), None], object)[codes], object)


def _state(value: object) -> object:
    return STATE_OF.get(value.strip().casefold(), value) if isinstance(value, str) else value


def _clock(value: object) -> object:
    return ZONE.sub(r"\1", value.strip()) if isinstance(value, str) else value


def _of_order(orders: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return states, those left blank being what the first line of their order says."""
    said: dict[object, object] = {}
    for order, state in zip(orders.tolist(), states.tolist(), strict=True):
        if state is not None:
            said.setdefault(order, state)
    filled = [said.get(order) if state is None else state for order, state in zip(orders, states, strict=True)]
    found = np.empty(len(filled), object)
    found[:] = filled
    return found


def _check_mapping(raw: RawTable, sheet: Sheet, mapping: Mapping[str, str]) -> None:
    """Refuse a mapping of which one side is not there."""
    columns = [column for column in sheet.columns if not column.is_kept]
    known = {folded(name) for column in columns for name in (column.key, *column.title)}
    theirs = {folded(heading) for heading in raw.headings}
    for name, heading in mapping.items():
        if folded(name) not in known:
            titles = [column.title for column in columns]
            listed = Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))
            raise JxcError("P238", raw.sheet, name=name, sheet=sheet.title, choices=listed)
        if folded(heading) not in theirs:
            raise JxcError("P235", raw.sheet, heading=heading, ours=name, columns=", ".join(raw.headings))


def _position(column: Column, at: Mapping[str, int], wanted: Mapping[str, str]) -> int | None:
    names = (column.key, *column.title)
    mapped = [wanted[folded(name)] for name in names if folded(name) in wanted]
    if mapped:
        return at.get(mapped[0])
    if column.is_kept:
        return None
    return next((at[folded(name)] for name in (*names, *column.aliases) if folded(name) in at), None)


def _unwrapped(cells: np.ndarray) -> np.ndarray:
    """Take off what keeps spreadsheets from spoiling codes in CSV files: ="123", a leading ' or tab."""
    codes, values = different(cells)
    plain = np.array([*(_bare(value) for value in values), None], object)
    return np.asarray(plain[codes], object)


def _bare(value: object) -> object:
    """Return a cell without its wrapping; of one apostrophe, which our own CSV writes, all that follows is the text."""
    if not isinstance(value, str):
        return value
    text = value.lstrip("\t")
    if text.startswith("'"):
        return text[1:] or None
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text or None
