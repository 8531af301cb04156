"""Codes as they come in cells, to the numbers under which things are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.answer.cells import code_in
from jxc_xl.answer.errors import NA, Fixed, error_in
from jxc_xl.numbers import Ints

MOST = 2**20
"""So many different cells are remembered."""


class Places(dict[object, "int | Fixed"]):
    """Cells to positions of products, or of suppliers; what was read once is looked up ever after.

    Attributes:
        codes: The codes, in order of their positions.
    """

    def __init__(self, codes: list[str]) -> None:
        """Take all codes, in order."""
        super().__init__(zip(codes, range(len(codes)), strict=True))
        self.codes = codes
        self._folds = {code.casefold(): position for position, code in reversed(list(enumerate(codes)))}

    def __missing__(self, cell: object) -> int | Fixed:
        found = error_in(cell) or code_in(cell)
        place = found if isinstance(found, Fixed) else self._folds.get(found, NA)
        if is_key(cell) and len(self) < MOST:
            self[cell] = place
        return place


def is_key(cell: object) -> bool:
    """Tell whether an answer may be kept under a cell: one that is equal to no cell that means something else.

    To Python TRUE is 1, and an error, which comes as a whole number below -2**30, is that number in another cell.
    """
    if type(cell) in {float, int}:
        return cell not in {0, 1} and cell > -(2**30)  # type: ignore[operator]
    return type(cell) is str or cell is None


class Codes(NamedTuple):
    """The codes of one kind: the number of each by its folded spelling, and the number each movement has."""

    numbers: dict[str, int]
    rows: Ints


def numbered(moved: pd.Series, listed: Iterable[str]) -> Codes:
    """Number the codes of movements and of a master.

    Args:
        moved: Code of each movement, blank where it has none.
        listed: Codes of the master.
    """
    rows, found = pd.factorize(moved)
    folds = [str(code).casefold() for code in found]
    every = dict.fromkeys([*folds, *(code.casefold() for code in listed)])
    numbers = dict(zip(every, range(len(every)), strict=True))
    return Codes(numbers, np.array([numbers[fold] for fold in folds], np.int64)[rows])
