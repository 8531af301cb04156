"""Shared formulas whose first cell goes.

Excel may write a formula once and let other cells refer to it by a number. When the cell that holds the text is
overwritten, the others would lose their formula; each of them is then given its own text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from xml.sax.saxutils import escape

from jxc_xl.hosts.addresses import LAST_COLUMN, LAST_ROW, address, number
from jxc_xl.hosts.rows import Cell, unusual

MARK = b't="shared"'
_SHARED = re.compile(rb'<f\b[^>]*?\bt="shared"[^>]*?(?:/>|>([^<]*)</f>)')
_SHOWN = 80
_REFERENCE = re.compile(r"\b\$?([A-Z]{1,3})\$?([0-9]{1,8})\b")
_ID = re.compile(rb'\bsi="([0-9]+)"')


def mover(formula: str, cell: str) -> Callable[[str], str]:
    """Return what tells how a formula of one cell, without its equals sign, stands in another.

    Problems:
        H009, also from what is returned: it is no formula, or it would look beyond the edge of the sheet.
    """
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415 (slow to start, and rarely needed)
    from openpyxl.formula.translate import Translator, TranslatorError  # noqa: PLC0415

    wrong = (TokenizerError, TranslatorError, LookupError, ValueError)
    try:
        translator = Translator(f"={formula}", origin=cell)
    except wrong as error:
        raise unusual(formula[:_SHOWN]) from error
    limit = _beyond(formula)

    def moved(there: str) -> str:
        try:
            text = str(translator.translate_formula(there)).removeprefix("=")
        except wrong as error:
            raise unusual(formula[:_SHOWN]) from error
        if _beyond(text) > limit:
            raise unusual(text[:_SHOWN])
        return text

    return moved


def _beyond(formula: str) -> int:
    """Return how many references of a formula no sheet has."""
    found = _REFERENCE.findall(formula)
    return sum(number(column) > LAST_COLUMN or int(row) > LAST_ROW for column, row in found)


@dataclass(slots=True)
class SharedFormulas:
    """The shared formulas whose text has gone so far, each with the cell in which it stood."""

    origins: dict[bytes, tuple[str, str]] = field(default_factory=dict)
    _movers: dict[bytes, Callable[[str], str]] = field(default_factory=dict)

    def drop(self, cell: Cell, row: int) -> None:
        """Note that a cell goes."""
        if MARK not in cell.xml:
            return
        found, shared = _SHARED.search(cell.xml), _ID.search(cell.xml)
        if found and shared and found.group(1):
            self.origins[shared.group(1)] = (unescape(found.group(1).decode()), address(row, cell.column))

    def mended(self, cell: Cell, row: int) -> Cell:
        """Return a cell that stays, with its own formula if it shared one that has gone."""
        if not self.origins or MARK not in cell.xml:
            return cell
        found, shared = _SHARED.search(cell.xml), _ID.search(cell.xml)
        group = shared.group(1) if shared else b""
        if not found or group not in self.origins or found.group(1):
            return cell
        if group not in self._movers:
            self._movers[group] = mover(*self.origins[group])
        formula = f"<f>{escape(self._movers[group](address(row, cell.column)))}</f>".encode()
        return cell._replace(xml=cell.xml[: found.start()] + formula + cell.xml[found.end() :])
