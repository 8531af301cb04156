"""The formula of a calculated column, as it stands in each row of its table."""

from __future__ import annotations

import numpy as np

from jxc_xl.hosts.addresses import Ints, address
from jxc_xl.hosts.rendering import Contents, escaped
from jxc_xl.hosts.shared import mover


def formula_contents(formula: str, column: int, first: int, rows: Ints) -> Contents:
    """Return the end of a cell for each row; no value is given, as all formulas are worked out on opening.

    Args:
        formula: As it stands in the first row of the body.
        column: Its column.
        first: The first row of the body.
        rows: Rows of the sheet.
    """
    moved = mover(formula, address(first, column))
    made = np.empty(len(rows), object)
    if moved(address(first + 1, column)) == formula:  # only the table's own columns, by name
        made[:] = _content(formula)
        return made
    made[:] = [_content(moved(address(row, column))) for row in rows.tolist()]
    return made


def _content(formula: str) -> bytes:
    return f"><f>{escaped(formula)}</f></c>".encode()
