"""Code names: what VBA calls the workbook and its sheets, the same in both languages and whatever people call a tab."""

from __future__ import annotations

from jxc_xl.schema import SHEETS

WORKBOOK = "ThisWorkbook"
GUIDE, TEXTS, INTELLISENSE = "JxcGuide", "JxcTexts", "JxcIntelliSense"


def code_name(key: str) -> str:
    """Return the code name of a sheet of the schema: ``JxcSupplierScore``."""
    return "Jxc" + "".join(word.capitalize() for word in key.split("_"))


def sheet_codes() -> tuple[str, ...]:
    """Return the code names of all sheets of a book with macros."""
    return (*(code_name(sheet.key) for sheet in SHEETS), GUIDE, TEXTS, INTELLISENSE)
