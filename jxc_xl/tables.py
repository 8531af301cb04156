"""What passes between a host and the pipeline: raw tables in, changes out.

A host turns a workbook into `RawTable`s and carries out `Change`s; it knows nothing of stock. The pipeline knows
nothing of files or spreadsheet programs. Both know only the values here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table as it stands in the workbook, cells untouched.

    Attributes:
        name: Name of the Excel table, ASCII, e.g. ``tblSales``.
        sheet: Title of its sheet, as people see it.
        headings: Heading cells, left to right, as text; blank headings are ``""``.
        header_row: Row of the headings in the sheet, 1-based.
        first_column: Column of the first heading in the sheet, 1-based.
        cells: Body, one object array per column, all of equal length; a blank cell is None, an error cell is an
            ``ErrorCell``, a cell whose value comes from a formula carries its value, or is an ``UnsolvedCell``.
        formulas: Row numbers (0-based in the body) that hold a formula, per column index. Only columns that have one.
        below: Rows further down the sheet, outside the table, in which something is typed under it: row of the sheet
            to its typed cells, left to right; formulas are left out.
    """

    name: str
    sheet: str
    headings: tuple[str, ...]
    header_row: int
    first_column: int
    cells: tuple[np.ndarray, ...]
    formulas: dict[int, np.ndarray] = field(default_factory=dict)
    below: dict[int, tuple[object, ...]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Number of body rows, wholly blank ones included."""
        return len(self.cells[0]) if self.cells else 0


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class UnsolvedCell:
    """A cell whose formula was never worked out: a program wrote it and no spreadsheet program has opened it since."""


@dataclass(frozen=True, slots=True)
class RawBook:
    """All our tables of one workbook, by table name, and the titles of all its sheets in order."""

    tables: dict[str, RawTable]
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column to be written.

    Attributes:
        heading: The heading as it stands in the workbook.
        values: int64 or Int64 scaled by ``10**digits``, text (str or object), datetime64, or boolean; missing = blank.
        digits: Decimal digits of scaled integers.
        is_link: The values are addresses such as ``销售!H7``, written as links that jump there.
    """

    heading: str
    values: pd.Series
    digits: int = 0
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Patch:
    """Set cells of existing body rows and leave everything else of the row as it is.

    Attributes:
        table: Name of the table.
        rows: Body rows, 0-based, strictly ascending; as long as each column.
        columns: The columns to set.
    """

    table: str
    rows: np.ndarray
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Append:
    """Add rows below the last body row that holds anything.

    Columns not named stay blank; on disk, a calculated column of the table goes on with its formula.
    """

    table: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Replace:
    """Replace the whole body; the table follows in size.

    Columns not named become blank; on disk, a calculated column of the table has its formula in the new rows.
    """

    table: str
    columns: tuple[Column, ...]


Change = Patch | Append | Replace
