"""Small workbooks as people and other programs leave them, and looks into what was written."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

from jxc_xl.hosts import files
from jxc_xl.tables import Change, Column, RawTable

NOW = datetime(2026, 3, 5, 9, 30)  # noqa: DTZ001 - as the wall clock shows it
WANTED = {"tblSales": ("销售", "Sales")}
HEADINGS = ("单号", "日期", "数量", "金额", "过账", "毛利")
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"


def shop(path: Path, rows: int = 3, *, blank: int = 0, macro: bool = False) -> Path:
    """Write a book with a table from B3 on, beside a note, above nothing, and a second sheet with a chart.

    Columns 单号 日期 数量 金额 过账 (blank) and 毛利 (the user's own formula); column D has a default style.
    """
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("销售")
    day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
    sheet.set_column("C:C", 12, day)
    sheet.set_column("F:F", 9, book.add_format({"bg_color": "#EEEEEE"}))
    sheet.write("A1", "销售单")
    last = 3 + rows + blank
    for row in range(4, 4 + rows):
        sheet.write_string(f"B{row}", f"S{row - 3:03d}", bold)
        sheet.write_datetime(f"C{row}", datetime(2026, 3, row - 3), day)  # noqa: DTZ001
        sheet.write_number(f"D{row}", row)
        sheet.write_number(f"E{row}", row + 0.5)
        sheet.write_formula(f"G{row}", f"=E{row}*0.3", None, row * 0.3)
        sheet.write_string(f"I{row}", f"旁注{row}")
    sheet.add_table(f"B3:G{last}", {"name": "tblSales", "columns": [{"header": heading} for heading in HEADINGS]})
    sheet.conditional_format(f"D4:D{last}", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(f"D4:D{last}", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.data_validation("E4:E1048576", {"validate": "decimal", "criteria": ">", "value": 0})
    other = book.add_worksheet("我的")
    other.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=我的!$A$1:$A$3"})
    other.insert_chart("C1", chart)
    other.add_sparkline("B1", {"range": "我的!A1:A3"})
    if macro:
        book.add_vba_project(io.BytesIO(b"not a real project"), is_stream=True)
    book.close()
    return path


def read(path: Path, name: str = "tblSales") -> RawTable:
    return files.read(path, {name: WANTED.get(name, ())}).tables[name]


def save(path: Path, *changes: Change) -> files.Saved:
    return files.save(files.look(path, WANTED), changes, now=NOW)


def days(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="datetime64[us]")


def column(heading: str, values: Sequence[object] | pd.Series, digits: int = 0, **options: bool) -> Column:
    return Column(heading, pd.Series(values), digits, **options)


def rows(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int64)


def shown(path: Path, sheet: str = "销售") -> list[list[Any]]:
    """Return all cells of a sheet from A1, as calamine reads them."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def opened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it would drop on saving
        return openpyxl.load_workbook(path)


def parts(path: Path) -> dict[str, bytes]:
    """Return the compressed bytes of each part."""
    found = {}
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for part in archive.infolist():
            file.seek(part.header_offset + 26)
            skipped = sum(int.from_bytes(file.read(2), "little") for _ in range(2))
            file.seek(skipped, 1)
            found[part.filename] = file.read(part.compress_size)
    return found


def text(path: Path, part: str = SHEET) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def cell(path: Path, address: str) -> str:
    """Return the XML of one cell, or nothing."""
    match = re.search(rf'<c r="{address}"(?:[^>]*/>|.*?</c>)', text(path))
    return match.group() if match else ""


def altered(path: Path, change: Callable[[str, bytes], bytes | None], **added: bytes) -> Path:
    """Rewrite a package part by part, as another program would have left it."""
    with zipfile.ZipFile(path) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in old.items():
            new = change(name, content)
            if new is not None:
                archive.writestr(name, new)
        for name, content in added.items():
            archive.writestr(name, content)
    return path


def replaced(path: Path, part: str, old: str, new: str) -> Path:
    """Replace text in one part."""
    assert old in text(path, part)
    return altered(path, lambda name, xml: xml.replace(old.encode(), new.encode()) if name == part else xml)
