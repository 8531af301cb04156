"""The settings of a book: what stands on 设置, or the default."""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Settings
from jxc_xl.problems import Found, Place, Problem
from jxc_xl.read.cells import read_cell, shown
from jxc_xl.read.sheet import letters_of
from jxc_xl.schema import BY_KEY, SETTINGS, Column, Kind, Setting, folded
from jxc_xl.tables import RawTable
from jxc_xl.terms import Lang, Text

DIGITS = {Kind.INTEGER: 0, Kind.RATE: 6}
MOST_DIGITS = 6
WHOLE_RATE = 10**6


def read_settings(raw: RawTable | None, lang: Lang) -> Found[Settings]:
    """Read the settings; a value that cannot be is told and its default used."""
    written = _written(raw) if raw else {}
    values: dict[str, object] = {}
    problems = _headless(raw, lang) if raw else []
    for setting in SETTINGS:
        place, cell = next((written[word] for word in _names(setting) if word in written), (Place(""), None))
        value, is_sound = _value(setting, cell)
        values[setting.key] = value
        if not is_sound:
            facts = {"setting": setting.title.said(lang), "value": shown(cell), "default": _default(setting)}
            problems.append(Problem("P116", place, facts))
    return Found(Settings(**values), problems)  # type: ignore[arg-type]


def _written(raw: RawTable) -> dict[str, tuple[Place, object]]:
    """Return each setting's value, and where it stands, by its folded name; of two lines the first counts."""
    name_at, value_at = _position(raw, "setting", 0), _position(raw, "value", 1)
    if max(name_at, value_at) >= len(raw.cells):
        return {}
    named = zip(raw.cells[name_at], raw.cells[value_at], strict=True)
    column = letters_of(raw.first_column + value_at)
    return {
        folded(str(name)): (Place(raw.sheet, row, column), value)
        for row, (name, value) in reversed(list(enumerate(named, raw.header_row + 1)))
        if name is not None
    }


def _position(raw: RawTable, key: str, otherwise: int) -> int:
    """Return which column has a heading of the settings' sheet, in either language."""
    words = {folded(word) for word in (key, *BY_KEY["settings"].column(key).title)}
    return next((i for i, heading in enumerate(raw.headings) if folded(heading) in words), otherwise)


def _headless(raw: RawTable, lang: Lang) -> list[Problem]:
    """Tell that the values have no heading; the second column is then taken for them."""
    if _position(raw, "value", -1) >= 0:
        return []
    facts = {"sheet": raw.sheet, "heading": BY_KEY["settings"].column("value").title.said(lang)}
    return [Problem("P113", Place(raw.sheet, raw.header_row), facts)]


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


def _default(setting: Setting) -> Text | str:
    if setting.choices:
        return setting.choices[setting.default]
    return setting.default or Text("未填", "blank")
