"""Line numbers: lines that have none get the next ones of their document, in the order of the sheet."""

from __future__ import annotations

import dataclasses

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.ledger import SHEET_OF

SHEETS = sorted(set(SHEET_OF.values()))


def number_lines(book: Book, ledger: pd.DataFrame) -> Book:
    """Return the book with a line number on every document line.

    Numbers already used in the document are never given again, neither on the sheet nor in the ledger, reversed lines
    included.
    """
    used = ledger["line_no"].groupby([ledger["kind"].map(SHEET_OF), ledger["doc_no"]]).max()
    lines = {key: _numbered(frame, key, used) if key in SHEETS else frame for key, frame in book.lines.items()}
    return dataclasses.replace(book, lines=lines)


def _numbered(lines: pd.DataFrame, key: str, used: pd.Series) -> pd.DataFrame:
    is_blank = lines["line_no"].isna()
    if not is_blank.any():
        return lines
    in_ledger = used.xs(key).to_dict() if key in used.index.get_level_values(0) else {}
    last = lines["line_no"].groupby(lines["doc_no"]).transform("max").fillna(0)
    posted = lines["doc_no"].map(in_ledger).astype("Int64").fillna(0)
    start = last.where(last >= posted, posted)
    place = is_blank.astype("int64").groupby(lines["doc_no"]).cumsum()
    return lines.assign(line_no=lines["line_no"].fillna(start + place).astype("Int64"))
