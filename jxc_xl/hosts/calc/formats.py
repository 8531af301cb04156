"""Number formats, and what they make of a number: LibreOffice keeps days, truth and money as plain numbers."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Any

from jxc_xl.hosts.calc.places import uno

DATE, TIME, CURRENCY, TEXT, LOGICAL = 2, 4, 8, 256, 1024
_SIGNS = re.compile(r"[¥￥$€£]")
_LITERALS = re.compile(r"\[(?!\$)[^\]]*\]")


class Shown(StrEnum):
    """What a number format makes of a number."""

    GENERAL = "general"
    NUMBER = "number"
    MOMENT = "moment"
    MONEY = "money"
    TEXT = "text"
    TRUTH = "truth"


class Formats:
    """The number formats of one book; each is looked up once."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - a UNO object
        self._document = document
        self._shown: dict[int, Shown] = {}
        self._keys: dict[str, int] = {}
        self._codes: dict[int, str] = {}

    def shown(self, key: int) -> Shown:
        """Return what the format of a key makes of a number."""
        if key not in self._shown:
            properties = self._document.NumberFormats.getByKey(key)
            kind = _shown(properties.Type, properties.FormatString)
            self._shown[key] = Shown.GENERAL if properties.StandardFormat and kind is Shown.NUMBER else kind
        return self._shown[key]

    def code(self, key: int) -> str:
        """Return a format as Excel writes it."""
        if key not in self._codes:
            code = self._document.NumberFormats.getByKey(key).FormatString
            self._codes[key] = "General" if self.shown(key) is Shown.GENERAL else code
            self._keys.setdefault(self._codes[key], key)  # a code in another language finds its way back
        return self._codes[key]

    def key(self, code: str) -> int:
        """Return the key of a format as Excel writes it."""
        if code not in self._keys:
            formats = self._document.NumberFormats
            english = uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
            found = formats.queryKey(code, english, False)  # noqa: FBT003 - a UNO method
            self._keys[code] = found if found >= 0 else formats.addNew(code, english)
        return self._keys[code]

    @cached_property
    def truth(self) -> int:
        """Key of the format that shows TRUE and FALSE."""
        english = uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        return int(self._document.NumberFormats.getStandardFormat(LOGICAL, english))


def _shown(kind: int, code: str) -> Shown:
    if kind & LOGICAL:
        return Shown.TRUTH
    if kind & TEXT:
        return Shown.TEXT
    if kind & (DATE | TIME):
        return Shown.MOMENT
    if kind & CURRENCY or _SIGNS.search(_LITERALS.sub("", code)):
        return Shown.MONEY
    return Shown.NUMBER
