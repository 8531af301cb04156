"""The menu of reports on the ribbon, taken from the schema."""

from __future__ import annotations

from jxc_xl.schema import BY_KEY, REPORTS, Sheet
from jxc_xl.template.ribbon_model import Button
from jxc_xl.terms import Text

T = Text
ICONS = {
    "dashboard": "PivotTableReport",
    "stock": "TableInsertExcel",
    "summary": "AutoSum",
    "card": "FindDialogExcel",
    "margin": "AccountingFormat",
    "prices": "ChartInsert",
    "methods": "CalculateSheet",
    "realisable": "CalculateNow",
    "self_check": "DataValidation",
    "problems": "DataValidationCircleInvalid",
    "ledger": "SortDialog",
}
KEYS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Keys of the lines of a menu, from the first one down."""
GO = T("打开“{0}”", "Go to {0}")


def reports() -> tuple[Button, ...]:
    """Return a button for every report, then for the problems and the ledger."""
    sheets = [*REPORTS, BY_KEY["problems"], BY_KEY["ledger"]]
    return tuple(_report(sheet, key) for sheet, key in zip(sheets, KEYS, strict=False))


def _report(sheet: Sheet, key: str) -> Button:
    icon = ICONS.get(sheet.key, "TableInsertExcel")
    tip = T(GO.zh.format(sheet.title.zh), GO.en.format(sheet.title.en))
    return Button(f"report {sheet.key}", icon, key, sheet.title, tip, sheet.help)
