"""Shared formulas whose first cell goes.

Excel may write a formula once and let other cells refer to it by a number. When the cell that holds the text is
overwritten, the others would lose their formula; each of them is then given its own text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple
from xml.sax.saxutils import escape

from jxc_xl.hosts.addresses import LAST_COLUMN, LAST_ROW, address, number
from jxc_xl.hosts.rows import Cell, unusual

MARK = b't="shared"'
_SHARED = re.compile(rb'<f\b[^>]*?\bt="shared"[^>]*?(?:/>|>([^<]*)</f>)')
_SHOWN = 80
_REFERENCE = re.compile(r"\b\$?([A-Z]{1,3})\$?([0-9]{1,8})\b")
_ID = re.compile(rb'\bsi="([0-9]+)"')


class _Origin(NamedTuple):
    formula: str
    cell: str


def _moved(origin: _Origin, cell: str) -> str:
    """Return a formula as another cell would have it.

    Problems:
        H009: it is no formula, or it would look beyond the edge of the sheet.
    """
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415 (slow to start, and rarely needed)
    from openpyxl.formula.translate import Translator, TranslatorError  # noqa: PLC0415

    try:
        moved: str = Translator(origin.formula, origin=origin.cell).translate_formula(cell)
    except (TokenizerError, TranslatorError, LookupError, ValueError) as error:
        raise unusual(origin.formula[:_SHOWN]) from error
    if _beyond(moved) > _beyond(origin.formula):
        raise unusual(moved[:_SHOWN])
    return moved


def _beyond(formula: str) -> int:
    """Return how many references of a formula no sheet has."""
    found = _REFERENCE.findall(formula)
    return sum(number(column) > LAST_COLUMN or int(row) > LAST_ROW for column, row in found)


@dataclass(slots=True)
class SharedFormulas:
    """The shared formulas whose text has gone so far."""

    origins: dict[bytes, _Origin] = field(default_factory=dict)

    def drop(self, cell: Cell, row: int) -> None:
        """Note that a cell goes."""
        if MARK not in cell.xml:
            return
        found, shared = _SHARED.search(cell.xml), _ID.search(cell.xml)
        if found and shared and found.group(1):
            formula = "=" + unescape(found.group(1).decode())
            self.origins[shared.group(1)] = _Origin(formula, address(row, cell.column))

    def mended(self, cell: Cell, row: int) -> Cell:
        """Return a cell that stays, with its own formula if it shared one that has gone."""
        if not self.origins or MARK not in cell.xml:
            return cell
        found, shared = _SHARED.search(cell.xml), _ID.search(cell.xml)
        origin = self.origins.get(shared.group(1)) if shared else None
        if not found or not origin or found.group(1):
            return cell
        moved = _moved(origin, address(row, cell.column))
        formula = f"<f>{escape(moved[1:])}</f>".encode()
        return cell._replace(xml=cell.xml[: found.start()] + formula + cell.xml[found.end() :])
