"""What has been written into an open workbook so far, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import xlwings as xw

from jxc_xl.hosts import excel_native as native
from jxc_xl.hosts.excel_cells import typed
from jxc_xl.hosts.excel_grid import ERRORS, is_formula


class Undo:
    """The way back, step by step."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def later(self, step: Callable[[], None]) -> None:
        """Remember how to take one thing back."""
        self._steps.append(step)

    def take_back(self) -> None:
        """Take everything back, the last thing first."""
        while self._steps:
            self._steps.pop()()

    def keep_blank(self, cells: xw.Range) -> None:
        """Remember that cells hold nothing."""
        self.later(cells.clear_contents)

    def keep(self, cells: xw.Range) -> None:
        """Remember what cells hold, exactly, before it is written over."""
        values = native.exact_values(cells)
        formulas = native.rows_of(cells.formula, cells.shape[1])
        kept = tuple(
            tuple(_kept(value, formula) for value, formula in zip(*pair, strict=True))
            for pair in zip(values, formulas, strict=True)
        )
        self.later(partial(setattr, cells, "raw_value", kept))

    def set_format(self, cells: xw.Range, code: str) -> None:
        """Set a number format, remembering what was there: cell by cell where there are several."""
        before = cells.number_format
        for part in [cells] if before else list(cells):
            self.later(partial(setattr, part, "number_format", before or part.number_format))
        cells.number_format = code


def _kept(value: object, formula: object) -> object:
    """Return what puts a cell back as it was."""
    if is_formula(formula, value):
        return formula
    if type(value) is int:
        return ERRORS.get(value, "#VALUE!")
    return typed(value, is_text=False)
