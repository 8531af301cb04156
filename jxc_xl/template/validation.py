"""What a cell of an entry sheet takes, and what it says when it is given something else.

Lists of codes go through a defined name, because Excel takes no structured reference in a validation itself.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from xlsxwriter.workbook import Workbook

from jxc_xl.schema import BY_KEY, ENTRY, Column, Kind, Lang, Role, Setting, Text
from jxc_xl.schema import SETTINGS as ALL_SETTINGS
from jxc_xl.schema.choices import YES_NO
from jxc_xl.template import looks, words
from jxc_xl.template.page import BODY, LAST, Page, letters

Rule = dict[str, object]


class Limit(NamedTuple):
    """What numbers and dates a cell takes, and what it says to others."""

    rule: Rule
    title: Text
    message: Text


def _between(validate: str, least: object, most: object) -> Rule:
    return {"validate": validate, "criteria": "between", "minimum": least, "maximum": most}


FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2199, 12, 31)
MIDNIGHT_AFTER = dt.date(2200, 1, 1)
HUGE = 10**12
ABOVE_ZERO = Limit({"validate": "decimal", "criteria": ">", "value": 0}, words.NUMBER_TITLE, words.ABOVE_ZERO)
ZERO_OR_MORE = Limit({"validate": "decimal", "criteria": ">=", "value": 0}, words.NUMBER_TITLE, words.ZERO_OR_MORE)
LIMITS = {
    Kind.QTY: ZERO_OR_MORE,
    Kind.PRICE: ZERO_OR_MORE,
    Kind.MONEY: Limit(_between("decimal", -HUGE, HUGE), words.NUMBER_TITLE, words.NUMBER),
    Kind.RATE: Limit(_between("decimal", 0, 1), words.RATE_TITLE, words.RATE),
    Kind.INTEGER: Limit(_between("integer", 0, HUGE), words.WHOLE_TITLE, words.WHOLE),
    Kind.DATE: Limit(_between("date", FIRST_DAY, LAST_DAY), words.DATE_TITLE, words.DATE),
    Kind.MOMENT: Limit(_between("date", FIRST_DAY, MIDNIGHT_AFTER), words.DATE_TITLE, words.MOMENT),
}
SETTING_CODES = {"warehouse": "warehouses", "quarantine": "warehouses", "card_sku": "products"}
"""Settings that hold a code, and the sheet it should be on."""


def define_lists(book: Workbook, lang: Lang) -> None:
    """Name the code column of every sheet that others refer to; the names grow with their tables."""
    for key in sorted({column.refers for sheet in ENTRY for column in sheet.columns if column.refers}):
        target = BY_KEY[key]
        heading = target.column(target.keys[0]).title.said(lang)
        book.define_name(list_name(key), f"={target.table}[{heading}]")


def list_name(key: str) -> str:
    """Return the defined name of a sheet's codes."""
    return f"lst_{key}"


def add_rules(page: Page) -> None:
    """Set the rules of an entry sheet, each from the first body row to the last row of the sheet."""
    if page.sheet.role is not Role.ENTRY:
        return
    if page.sheet.key == "settings":
        _add_setting_rules(page)
        return
    for index, column in enumerate(page.sheet.columns):
        rule = column_rule(page, index, column)
        if rule:
            page.paper.data_validation(BODY, index, LAST, index, rule)


def column_rule(page: Page, index: int, column: Column) -> Rule:
    """Return the rule of one column; empty if it takes anything and has no help."""
    if column.is_kept:
        rule = {"validate": "custom", "value": "=FALSE", **_error(page.lang, words.KEPT_TITLE, words.HANDS_OFF)}
    elif column.refers:
        rule = _code_rule(column.refers, page.lang)
    elif (column.key,) == page.sheet.keys:
        rule = _unique_rule(index, page.lang)
    else:
        rule = _kind_rule(column, page.lang)
    rule |= _prompt(column.title, column.help, page.lang)
    return {"validate": "any", **rule} if rule else {}


def _kind_rule(column: Column, lang: Lang) -> Rule:
    if column.kind in {Kind.CHOICE, Kind.FLAG}:
        return _list_rule(column.choices or YES_NO, column.title.said(lang), lang)
    limit = _limit(column)
    return limit.rule | _error(lang, limit.title, limit.message, column.title.said(lang)) if limit else {}


def _limit(column: Column) -> Limit | None:
    """A quantity that a line must have moves something: it is above 0; others may be 0, as a count may."""
    if looks.is_factor(column) or (column.kind is Kind.QTY and column.is_required):
        return ABOVE_ZERO
    return LIMITS.get(column.kind)


def _list_rule(choices: dict[str, Text], title: str, lang: Lang) -> Rule:
    source = [choice.said(lang) for choice in choices.values()]
    return {"validate": "list", "source": source, **_error(lang, words.LIST_TITLE, words.LIST, title)}


def _code_rule(key: str, lang: Lang) -> Rule:
    """A warning only: an import may bring codes first, and the check reports those that stay unknown."""
    said = words.UNKNOWN.said(lang).format(sheet=BY_KEY[key].title.said(lang))
    texts = {"error_title": words.UNKNOWN_TITLE.said(lang), "error_message": said, "error_type": "warning"}
    return {"validate": "list", "source": f"={list_name(key)}", **texts}


def _unique_rule(index: int, lang: Lang) -> Rule:
    """Compare as text: COUNTIF would take 001 for 1."""
    at = letters(index)
    value = f"=SUMPRODUCT(--(${at}${BODY + 1}:${at}${LAST + 1}={at}{BODY + 1}))=1"
    return {
        "validate": "custom",
        "value": value,
        **_error(lang, words.TWICE_TITLE, words.TWICE),
        "error_type": "warning",
    }


def _error(lang: Lang, title: Text, message: Text, heading: str = "") -> Rule:
    return {"error_title": title.said(lang), "error_message": message.said(lang).format(title=heading)}


def _prompt(title: Text, help_: Text, lang: Lang) -> Rule:
    """What is shown beside the cell when it is chosen."""
    if not help_.said(lang):
        return {}
    return {"input_title": title.said(lang), "input_message": help_.said(lang)}


def _add_setting_rules(page: Page) -> None:
    index = page.sheet.column_keys.index("value")
    for row, setting in enumerate(ALL_SETTINGS, BODY):
        rule = _setting_rule(setting, page.lang) | _prompt(setting.title, setting.meaning, page.lang)
        page.paper.data_validation(row, index, row, index, {"validate": "any", **rule})


def _setting_rule(setting: Setting, lang: Lang) -> Rule:
    if setting.key in SETTING_CODES:
        return _code_rule(SETTING_CODES[setting.key], lang)
    if setting.key == "money_digits":
        return _between("integer", 0, 6) | _error(lang, words.WHOLE_TITLE, words.DIGITS, setting.title.said(lang))
    return _kind_rule(Column(setting.key, setting.title, setting.kind, choices=setting.choices), lang)
