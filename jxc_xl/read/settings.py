"""The settings of a book: what stands on 设置, or the default.

A default that steps in unseen for a setting somebody spoilt would decide amounts nobody chose. So a setting that
decides amounts or stock must stand on the sheet and be readable, or nothing is posted; for the others a reminder does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from jxc_xl.book import Settings
from jxc_xl.problems import Found, Place, Problem, nearest
from jxc_xl.read.cells import is_blank, read_cell, shown
from jxc_xl.read.sheet import letters_of
from jxc_xl.schema import BY_KEY, SETTINGS, Column, Kind, Setting, folded
from jxc_xl.tables import RawTable
from jxc_xl.terms import Lang, Text

DIGITS = {Kind.INTEGER: 0, Kind.RATE: 6, Kind.PRICE: 6}
MOST_DIGITS = 6
WHOLE_RATE = 10**6
BEYOND = 10**15
BELOW_ONE = {"tax_rate", "selling_cost_rate", "abc_a", "abc_b"}
"""Rates that are a part of something."""
HOURS = re.compile(r"([01]?\d|2[0-3]):[0-5]\d\s*[-–~至]\s*(([01]?\d|2[0-3]):[0-5]\d|24:00)")
"""Such as 09:00-18:00."""
DECIDING = {
    "money_digits",
    "method",
    "cost_pool",
    "freight",
    "allows_negative",
    "warehouse",
    "quarantine",
    "tax_rate",
    "price_has_tax",
}
"""Settings that decide amounts or stock."""
LATER = {"cost_pool", "freight", "selling_cost_rate"}
"""Settings that books of version 0.1.0 lack; their defaults are what it did. A sheet with one was built with all."""
MONEY_DIGITS = next(setting for setting in SETTINGS if setting.key == "money_digits")

Written = Mapping[str, tuple[Place, object]]


def read_settings(raw: RawTable | None, lang: Lang) -> Found[Settings]:
    """Read the settings; a value that cannot be is told and its default used.

    Problems:
        P116: a value that cannot be. P119, P120: one that decides amounts or stock cannot be, or is not said. P122:
        others have no line. P123: a name that is no setting's.
    """
    written = _written(raw) if raw else {}
    values: dict[str, object] = {}
    problems = _headless(raw, lang) if raw else []
    for setting in SETTINGS:
        place, cell = _line(written, setting) or (Place(""), None)
        value, is_sound = _value(setting, cell)
        values[setting.key] = value
        if not is_sound:
            facts = {"setting": setting.title.said(lang), "value": shown(cell), "default": _default(setting)}
            problems.append(Problem("P119" if setting.key in DECIDING else "P116", place, facts))
    if raw:
        problems += _unsaid(raw, written) + _unknown(raw, lang)
    return Found(Settings(**values), problems)  # type: ignore[arg-type]


def tell_digits(raw: RawTable | None, digits: int, lang: Lang) -> list[Problem]:
    """Tell that the money digits are not those of the ledger, unless they are told as unreadable already.

    Args:
        raw: The settings as they stand.
        digits: The digits in which the ledger was posted.
        lang: Language of the book.
    """
    place, cell = (_line(_written(raw), MONEY_DIGITS) if raw else None) or (Place(""), None)
    if is_blank(cell) or not _value(MONEY_DIGITS, cell)[1]:
        return []
    facts = {"setting": MONEY_DIGITS.title.said(lang), "was": digits, "value": shown(cell)}
    return [Problem("P531", place, facts)]


def _line(written: Written, setting: Setting) -> tuple[Place, object] | None:
    """Return a setting's value, and where it stands."""
    return next((written[word] for word in _names(setting) if word in written), None)


def _unsaid(raw: RawTable, written: Written) -> list[Problem]:
    """Tell settings that have no line, or no value where there must be one."""
    lines = {setting.key: _line(written, setting) for setting in SETTINGS}
    is_old = not any(lines[key] for key in LATER)
    lost = [setting for setting in SETTINGS if lines[setting.key] is None]
    vital = [setting for setting in lost if setting.key in DECIDING and not (is_old and setting.key in LATER)]
    others = [setting for setting in lost if setting not in vital] if written else []
    problems = [
        Problem("P120", line[0], {"settings": setting.title})
        for setting in SETTINGS
        if setting.key in DECIDING and (line := lines[setting.key]) and is_blank(line[1])
    ]
    for code, settings in (("P120", vital), ("P122", others)):
        if settings:
            problems.append(Problem(code, Place(raw.sheet), {"settings": _listed(settings)}))
    return problems


def _listed(settings: Iterable[Setting]) -> Text:
    titles = [setting.title for setting in settings]
    return Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))


def _unknown(raw: RawTable, lang: Lang) -> list[Problem]:
    """Tell names that are no setting's, with the nearest that is."""
    name_at = _position(raw, "setting", 0)
    known = {name for setting in SETTINGS for name in _names(setting)}
    titles = [setting.title.said(lang) for setting in SETTINGS]
    column = letters_of(raw.first_column + name_at)
    names = raw.cells[name_at].tolist() if name_at < len(raw.cells) else []
    return [
        Problem("P123", Place(raw.sheet, row, column), {"name": shown(name), "hint": nearest(shown(name), titles)})
        for row, name in enumerate(names, raw.header_row + 1)
        if not is_blank(name) and folded(str(name)) not in known
    ]


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
    if setting.key == "service_level" and isinstance(value, int):
        return 0 < value < WHOLE_RATE
    if setting.key == "work_hours" and value:
        return HOURS.fullmatch(str(value)) is not None
    if isinstance(value, int):
        return 0 <= value < (WHOLE_RATE if setting.key in BELOW_ONE else BEYOND)
    return True


def _ready(setting: Setting, value: object) -> object:
    """Return a setting's value in the form the stages use."""
    if setting.kind is Kind.FLAG:
        return value == "yes"
    if setting.kind is Kind.DATE:
        return None if value is None else pd.Timestamp(str(value))
    if setting.key in {"non_goods_codes", "approvers"}:
        return tuple(code.strip() for code in str(value or "").replace("，", ",").split(",") if code.strip())
    if value is None:
        return None if setting.kind is Kind.PRICE else ""
    return value


def _default(setting: Setting) -> Text | str:
    if setting.choices:
        return setting.choices[setting.default]
    return setting.default or Text("未填", "blank")
