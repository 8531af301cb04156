"""What the engine is known to take for something else than Excel does; such formulas keep their values."""

from __future__ import annotations

import re
from collections.abc import Collection

from jxc_xl.hosts.formulas.regional import CHINESE

ALL_AT_ONCE = {"SUMPRODUCT", "LOOKUP", "MMULT", "MDETERM", "MINVERSE", "FREQUENCY"}
"""Functions that work out their arguments as arrays also in a formula that is none."""
ONE_BY_ONE = {
    *("ABS", "AND", "CHAR", "CHOOSE", "CLEAN", "CODE", "DATE", "DATEVALUE", "DAY", "EDATE", "EOMONTH", "EXACT", "FIND"),
    *("FIXED", "HOUR", "HYPERLINK", "IF", "IFERROR", "IFNA", "IFS", "INT", "ISBLANK", "ISERR", "ISERROR", "ISNA"),
    *("ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOWER", "MID", "MINUTE", "MOD", "MONTH", "N", "NOT", "PROPER", "REPLACE"),
    *(
        "REPT",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "SEARCH",
        "SECOND",
        "SIGN",
        "SQRT",
        "SUBSTITUTE",
        "SWITCH",
        "T",
    ),
    *("TEXT", "TIME", "TIMEVALUE", "TRIM", "TRUNC", "UPPER", "VALUE", "WEEKDAY", "YEAR"),
}
"""Functions of single cells: of an array they take the first, in a formula that is no array."""
REGIONAL_FORMAT = re.compile(r"!|上午|下午|\[[^\x00-\x7f]")
"""Number formats that Chinese Excel alone reads so."""
GLANCE = (
    r"""|TEXT\(.*[^\x00-\x7f]|TEXT\(.*!|\b(?:ROW|COLUMN)\([^)]|"<>\s*[\d.]*"|"""
    r"""\b(?:FINDB|SEARCHB|REPLACEB)\(|年\d{1,2}月"""
)
"""Where one of these stands a formula has to be looked into."""
_COUNTING = {"COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"}
_OF_DAYS = {"YEAR", "MONTH", "DAY"}
_UNEQUAL = re.compile(r'"<>\s*[\d.]+"|"<>"')
"""A criterion that texts which read as its number do not meet; the engine says they do. Without a number it is put
together with one, or asks for all that is not blank, which the engine takes an empty text for."""
_DAY = re.compile(r'"[^"]*\d{2,4}年\d{1,2}月[^"]*"')
_BYTES = {"FINDB", "SEARCHB", "REPLACEB"}


def odd(name: str, arguments: str, functions: Collection[str]) -> str:
    """Return why a call cannot be left to the engine; empty if it can.

    Args:
        name: The function.
        arguments: What it is given, as it stands.
        functions: The functions that are answered here.
    """
    if name in _BYTES and CHINESE.keys() <= set(functions):
        return "unsupported_function"
    is_plain = name == "COUNTIF" and arguments.endswith(',"<>"')
    is_misread = name in _COUNTING and not is_plain and _UNEQUAL.search(arguments)
    return "unsupported_expression" if is_misread or (name in _COUNTING | _OF_DAYS and _DAY.search(arguments)) else ""
