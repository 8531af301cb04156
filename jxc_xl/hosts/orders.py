"""Files that platforms and other programs export, as a raw table.

CSV and gzipped CSV give text cells, so that codes keep their zeros; of a workbook the first sheet is read.
"""

from __future__ import annotations

import csv
import gzip
import warnings
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal, NamedTuple
from zipfile import ZipFile

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

from jxc_xl.hosts import package, preflight
from jxc_xl.hosts.errors import HostError, reading, without_panic
from jxc_xl.tables import RawTable

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
LARGEST = 2 << 30
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = (",", "\t", ";", "|")


def read_orders_file(path: Path) -> RawTable:
    """Read a file as one raw table named after it; every cell of a CSV is text, so that codes keep their zeros.

    Problems:
        H001, H002, H004, H005, H006; H016: a line of more cells than headings; H017: no table to be read.
    """
    with reading(path):
        with path.open("rb") as file:
            start = file.read(4)
        if start == ZIP:
            return _workbook(path)
        return _csv(_inflated(path) if start[:2] == GZIP else path.read_bytes(), path)


def _inflated(path: Path) -> bytes:
    with gzip.open(path) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise HostError("H006", path=str(path), reason=f"> {LARGEST >> 20} MB")
    return data


def _csv(data: bytes, path: Path) -> RawTable:
    text = _decoded(path, data)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    headings = next(csv.reader([first.rstrip("\r")], delimiter=separator), [])
    if not any(heading.strip() for heading in headings):
        raise HostError("H017", path=str(path), reason="headless" if text.strip() else "empty")
    try:
        table = _parsed(text, separator)
    except pd.errors.ParserWarning:  # each line is longer than the headings; blank ends do not matter
        if _longer(text, separator, len(headings)).is_filled:
            raise _unparsed(path, text, separator, len(headings)) from None
        table = _parsed(text, separator, action="ignore")
    except (pd.errors.ParserError, ValueError) as error:
        raise _unparsed(path, text, separator, len(headings)) from error
    cells = tuple(_cells(table.iloc[:, i]) for i in range(table.shape[1]))
    return RawTable("", path.name, tuple(heading.strip() for heading in headings), 1, 1, cells)


def _unparsed(path: Path, text: str, separator: str, expected: int) -> HostError:
    """Return why a text is no table: a line of more cells than there are headings, or quotes that never close."""
    longer = _longer(text, separator, expected)
    if longer.cells:
        return HostError("H016", path=str(path), line=longer.line, found=longer.cells, expected=expected)
    return HostError("H017", path=str(path), reason="quotes")


class _Longer(NamedTuple):
    """The first line of more cells than headings, one with something in them if there is one."""

    line: int
    cells: int
    is_filled: bool


def _longer(text: str, separator: str, expected: int) -> _Longer:
    lines = csv.reader(StringIO(text), delimiter=separator)
    found = [_Longer(lines.line_num, len(cells), any(cells[expected:])) for cells in lines if len(cells) > expected]
    return next((one for one in found if one.is_filled), found[0] if found else _Longer(0, 0, is_filled=False))


def _parsed(text: str, separator: str, action: Literal["error", "ignore"] = "error") -> pd.DataFrame:
    with warnings.catch_warnings(action=action, category=pd.errors.ParserWarning):
        return pd.read_csv(
            StringIO(text),
            sep=separator,
            dtype="object",
            keep_default_na=False,
            na_values=[""],
            skip_blank_lines=False,
            header=0,
            index_col=False,
        )


def _cells(column: pd.Series) -> np.ndarray:
    cells = column.to_numpy(object, copy=True)
    cells[column.isna().to_numpy()] = None
    return cells


def _decoded(path: Path, data: bytes) -> str:
    if b"\0" in data:
        raise HostError("H017", path=str(path), reason="zeros")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise HostError("H017", path=str(path), reason="letters")


def _workbook(path: Path) -> RawTable:
    """Read the first sheet of a workbook; its first row with two texts or more holds the headings."""
    data = preflight.read_file(path)
    with ZipFile(BytesIO(data)) as archive:
        preflight.check_directory(archive)
        book = package.parse(archive)
        titles = {part: title for title, part in book.sheets.items()}
        preflight.check_parts(archive, titles, book.part_of("sharedStrings"))
    with without_panic(), CalamineWorkbook.from_filelike(BytesIO(data)) as source:
        sheet = source.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    start = next(
        (i for i, row in enumerate(rows[:20]) if sum(isinstance(cell, str) and bool(cell) for cell in row) > 1), None
    )
    if start is None:
        raise HostError("H017", path=str(path), reason="headless")
    width = len(rows[start])
    body = np.empty((len(rows) - start - 1, width), object)
    for i, row in enumerate(rows[start + 1 :]):
        body[i, :] = [None if cell == "" else cell for cell in row]
    headings = tuple(str(cell).strip() for cell in rows[start])
    return RawTable("", path.name, headings, start + 1, 1, tuple(body[:, i] for i in range(width)))
