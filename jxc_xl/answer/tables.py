"""Lines of a report as cells: the book's words, plain numbers, days as serial numbers, blanks as empty texts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.answer.index import Index
from jxc_xl.answer.questions import Cell, Rows
from jxc_xl.schema import Column
from jxc_xl.write.changes import written

EPOCH = np.datetime64("1899-12-30", "s")
DAY = 86_400


def table(index: Index, columns: tuple[Column, ...], lines: pd.DataFrame) -> Rows:
    """Return lines as rows of cells below their headings."""
    book = index.facts.book
    headings: list[Cell] = [column.title.said(book.lang) for column in columns]
    return [headings, *map(list, zip(*(cells(index, column, lines[column.key]) for column in columns), strict=True))]


def cells(index: Index, column: Column, values: pd.Series) -> list[Cell]:
    """Return a column's values as cells."""
    made = written(index.facts.book, column, values, "")
    is_blank = made.values.isna().tolist()
    if made.values.dtype.kind == "M":
        said: list[Cell] = ((made.values.to_numpy("M8[s]") - EPOCH) / np.timedelta64(DAY, "s")).tolist()
    elif made.values.dtype == object:
        said = made.values.tolist()
    else:
        unit = 10**made.digits
        said = [
            0.0 if blank else int(value) / unit for value, blank in zip(made.values.tolist(), is_blank, strict=True)
        ]
    return ["" if blank else cell for cell, blank in zip(said, is_blank, strict=True)]
