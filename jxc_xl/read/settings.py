"""The settings of a book: what stands on 设置, or the default."""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Settings
from jxc_xl.problems import Found, Place, Problem
from jxc_xl.read.cells import read_cell
from jxc_xl.schema import SETTINGS, Column, Kind, Setting, folded
from jxc_xl.tables import RawTable
from jxc_xl.terms import Lang

DIGITS = {Kind.INTEGER: 0, Kind.RATE: 6}
MOST_DIGITS = 6
WHOLE_RATE = 10**6


def read_settings(raw: RawTable | None, lang: Lang) -> Found[Settings]:
    """Read the settings; a value that cannot be is told and its default used."""
    written = _written(raw) if raw else {}
    values: dict[str, object] = {}
    problems = []
    for setting in SETTINGS:
        row, cell = next((written[word] for word in _names(setting) if word in written), (0, None))
        value, is_sound = _value(setting, cell)
        values[setting.key] = value
        if not is_sound:
            facts = {"setting": setting.title.said(lang), "value": cell, "default": _shown(setting, lang)}
            problems.append(Problem("P116", Place(raw.sheet if raw else "", row), facts))
    return Found(Settings(**values), problems)  # type: ignore[arg-type]


def _written(raw: RawTable) -> dict[str, tuple[int, object]]:
    """Return each setting's row and value cell, by its folded name; the first two columns are name and value."""
    named = zip(raw.cells[0], raw.cells[1], strict=True)
    return {
        folded(str(name)): (raw.header_row + 1 + i, value) for i, (name, value) in enumerate(named) if name is not None
    }


def _names(setting: Setting) -> tuple[str, ...]:
    return tuple(folded(word) for word in (setting.key, *setting.title))


def _value(setting: Setting, cell: object) -> tuple[object, bool]:
    """Return a setting's value, and whether what stands there could be used."""
    column = Column(setting.key, setting.title, setting.kind, choices=setting.choices)
    found = read_cell(cell, column, DIGITS)
    is_sound = not found.code and _is_allowed(setting, found.value)
    value = found.value if is_sound and found.value is not None else None
    if value is None:
        value = read_cell(setting.default, column, DIGITS).value
    return _ready(setting, value), is_sound


def _is_allowed(setting: Setting, value: object) -> bool:
    if setting.key == "money_digits" and isinstance(value, int):
        return 0 <= value <= MOST_DIGITS
    if setting.key == "tax_rate" and isinstance(value, int):
        return 0 <= value < WHOLE_RATE
    return True


def _ready(setting: Setting, value: object) -> object:
    """Return a setting's value in the form the stages use."""
    if setting.kind is Kind.FLAG:
        return value == "yes"
    if setting.kind is Kind.DATE:
        return None if value is None else pd.Timestamp(str(value))
    if setting.key == "non_goods_codes":
        return tuple(code.strip() for code in str(value or "").replace("，", ",").split(",") if code.strip())
    return "" if value is None else value


def _shown(setting: Setting, lang: Lang) -> str:
    return setting.choices[setting.default].said(lang) if setting.choices else setting.default
