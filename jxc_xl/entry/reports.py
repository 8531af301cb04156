"""`jxc report`: one report or sheet, for people or for programs."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from jxc_xl.entry import say
from jxc_xl.pipeline import Outcome
from jxc_xl.schema import SHEETS, Sheet
from jxc_xl.terms import Text
from jxc_xl.write.machine import to_csv, to_json


class Form(StrEnum):
    """How a report is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


PERIODIC = {
    *("dashboard", "summary", "card", "margin", "prices", "methods", "self_check"),
    *("abc_xyz", "channel_margin", "count_differences", "turnover", "after_sales"),
}
"""Reports about a period; the others are about today."""


def names() -> Text:
    """Return the sheets that can be asked for."""
    return Text(", ".join(sheet.title.zh for sheet in SHEETS), ", ".join(sheet.title.en for sheet in SHEETS))


def show(sheet: Sheet, outcome: Outcome, form: Form) -> None:
    """Write one report to the screen."""
    lines = _lines(sheet, outcome)
    digits = outcome.book.settings.money_digits
    if form is Form.JSON:
        say.raw(to_json(sheet, lines, digits))
    elif form is Form.CSV:
        say.raw(to_csv(sheet, lines, digits))
    else:
        say.table(sheet, lines, outcome.book)


def _lines(sheet: Sheet, outcome: Outcome) -> pd.DataFrame:
    if sheet.key == "dashboard":
        return say.measures(outcome.measures, outcome.book)
    if sheet.key == "ledger":
        return outcome.ledger
    return outcome.reports.get(sheet.key, outcome.book.lines[sheet.key])
