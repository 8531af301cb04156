"""Books on disk, read and changed by the product and by the libraries people use for it, each in a fresh process."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import load_workbook
from xlsxwriter.worksheet import Worksheet

from jxc_xl.hosts import files
from jxc_xl.read.sheet import read_sheet
from jxc_xl.schema import BY_KEY, TITLES
from jxc_xl.tables import Column, Replace
from jxc_xl.terms import Lang
from tests.bench.options import Options
from tests.bench.timing import Table, show, times

SALES, STOCK = BY_KEY["sales"], BY_KEY["stock"]
KEYS = ("doc_no", "ordered_at", "channel", "customer", "address", "sku", "warehouse", "qty", "unit_price", "discount")
HEADINGS = tuple(SALES.column(key).title.zh for key in (*KEYS, "status", "note"))
REPORT = tuple(column.title.zh for column in STOCK.columns[:12])
TOP = 4
"""Row of the headings."""
ENOUGH = 50_000
"""Rows from which on the ratios are asserted: below, what is always there weighs more than the rows."""
STATUS = Path("/proc/self/status")
NOW = dt.datetime(2026, 3, 5)  # noqa: DTZ001 (a shop's wall clock)


LONG = 15.0
"""CPU seconds after which once is enough."""


class Used(NamedTuple):
    """What one side took.

    Attributes:
        seconds: CPU seconds, imports left out; the least of several runs.
        memory: The most memory of the process, in MB; 0 where the system does not tell.
        answer: What it found, the same for every side.
    """

    seconds: float
    memory: float
    answer: str


def run(options: Options) -> None:
    """Read a large book, and fill a report in a book half of whose rows are entries."""
    with TemporaryDirectory() as folder:
        _reading(Path(folder) / "read.xlsx", options)
        _saving(Path(folder) / "save.xlsm", options)


def _reading(book: Path, options: Options) -> None:
    _make(book, options.lines, 0)
    used = {name: _used("read", name, book, options) for name in READING}
    table = "python-calamine, table"
    title = f"Reading {options.lines:,} x {len(HEADINGS)} ({book.stat().st_size / 1e6:.1f} MB)"
    _tell(title, used, table)
    assert len({one.answer for one in used.values()}) == 1, "sides read different cells"
    if options.lines >= ENOUGH:
        ours = used["product, typed as well"].seconds
        assert ours <= 2.5 * used[table].seconds, "reading takes more than 2.5 times as long as calamine"
        assert ours <= used["openpyxl"].seconds / 5, "reading takes more than a fifth of what openpyxl takes"
        assert ours <= used["openpyxl, read-only"].seconds / 2, "reading takes more than half of openpyxl's stream"


def _saving(book: Path, options: Options) -> None:
    lines = options.lines // 5
    _make(book, lines, lines)
    used = {name: _used("save", name, book, options) for name in SAVING}
    title = f"Replacing a report of {lines:,} x {len(REPORT)} in a book of {book.stat().st_size / 1e6:.1f} MB"
    _tell(title, used, "openpyxl")
    assert len({one.answer for one in used.values()}) == 1, "sides wrote different cells"
    if lines >= ENOUGH:
        ours, theirs = used["product"], used["openpyxl"]
        assert theirs.seconds >= 10 * ours.seconds, "saving is less than ten times as fast as openpyxl"
        assert ours.memory <= theirs.memory / 3, "saving takes more than a third of the memory of openpyxl"


def _tell(title: str, used: dict[str, Used], baseline: str) -> None:
    base = used[baseline]
    table: Table = [("side", "CPU s", f"of {baseline}", "most MB")]
    for name, one in used.items():
        table.append((name, f"{one.seconds:.2f}", times(one.seconds, base.seconds), f"{one.memory:,.0f}"))
    show(title, table)


def _used(deed: str, side: str, book: Path, options: Options) -> Used:
    """Run one side in processes of its own; what takes long runs once."""
    runs: list[Used] = []
    while len(runs) < options.repeats and not any(one.seconds > LONG for one in runs):
        command = [sys.executable, "-X", "utf8", "-m", "tests.bench.files", deed, side, str(book)]
        command.append(str(options.lines // 5))
        said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf8").stdout
        seconds, memory, answer = said.split()
        runs.append(Used(float(seconds), float(memory), answer))
    return Used(min(one.seconds for one in runs), min(one.memory for one in runs), runs[0].answer)


class Found(NamedTuple):
    """Rows, the sum of the quantities, and one customer: enough to tell that all sides read the same."""

    rows: int
    total: float
    text: object


Tell = Callable[[], Found]
"""Says what was found, once the clock has stopped."""


def _measure(deed: str, side: str, book: Path, lines: int) -> None:
    """Run one side here, and print what it took and found."""
    act = READING[side] if deed == "read" else partial(SAVING[side], cells=_report(lines, 3))
    start = time.process_time()
    tell = act(book)
    seconds, memory = time.process_time() - start, _most_memory()
    found = tell()
    print(f"{seconds:.6f}", f"{memory:.3f}", f"{found.rows}|{found.total:.2f}|{found.text}")


def _most_memory() -> float:
    """Return the most memory this process had, in MB; `getrusage` would tell the parent's, which exec hands on."""
    if not STATUS.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in STATUS.read_text("ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024


def _of_rows(rows: Sequence[Sequence[Any]]) -> Found:
    return Found(len(rows), sum(row[7] for row in rows), rows[len(rows) // 2][3])


# Sides that read.


def _product(book: Path) -> Tell:
    cells = files.read(book, TITLES).tables[SALES.table].cells
    return lambda: Found(len(cells[0]), sum(cells[7]), cells[3][len(cells[3]) // 2])


def _typed(book: Path) -> Tell:
    raw = files.read(book, TITLES).tables[SALES.table]
    lines = read_sheet(raw, SALES, Lang.ZH, 2).result.lines
    return lambda: Found(len(lines), lines["qty"].sum() / 10**4, lines["customer"].iloc[len(lines) // 2])


def _calamine_table(book: Path) -> Tell:
    table = load_workbook(book, load_tables=True).get_table_by_name(SALES.table)
    rows = table.to_python()
    return lambda: _of_rows(rows)


def _calamine_sheet(book: Path) -> Tell:
    rows = load_workbook(book).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return lambda: _of_rows(rows[TOP:])


def _openpyxl(book: Path) -> Tell:
    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = list(sheet.iter_rows(min_row=TOP + 1, values_only=True))
    return lambda: _of_rows(rows)


def _openpyxl_stream(book: Path) -> Tell:
    sheet = openpyxl.load_workbook(book, read_only=True, data_only=True).worksheets[0]
    rows = list(sheet.iter_rows(min_row=TOP + 1, values_only=True))
    return lambda: _of_rows(rows)


READING: dict[str, Callable[[Path], Tell]] = {
    "product": _product,
    "product, typed as well": _typed,
    "python-calamine, table": _calamine_table,
    "python-calamine, sheet": _calamine_sheet,
    "openpyxl, read-only": _openpyxl_stream,
    "openpyxl": _openpyxl,
}


# Sides that save.


def _product_saves(book: Path, cells: list[pd.Series]) -> Tell:
    columns = (Column(heading, values, 2) for heading, values in zip(REPORT, cells, strict=True))
    out = files.save(book, [Replace(STOCK.table, tuple(columns))], now=NOW, out=book.with_stem("ours")).path
    return partial(_written, out)


def _openpyxl_saves(book: Path, cells: list[pd.Series]) -> Tell:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says what it drops
        opened = openpyxl.load_workbook(book, keep_vba=True)
    sheet = opened[STOCK.title.zh]
    for column, values in enumerate(cells, 1):
        for row, value in enumerate(_plainly(values), TOP + 1):
            sheet.cell(row, column).value = value
    sheet.tables[STOCK.table].ref = f"A{TOP}:L{TOP + len(cells[0])}"
    opened.save(out := book.with_stem("theirs"))
    return partial(_written, out)


def _written(out: Path) -> Found:
    rows = load_workbook(out).get_sheet_by_name(STOCK.title.zh).to_python(skip_empty_area=False)
    return _of_rows(rows[TOP:])


SAVING: dict[str, Callable[..., Tell]] = {
    "product": _product_saves,
    "openpyxl": _openpyxl_saves,
}


# The books.


def _report(lines: int, seed: int) -> list[pd.Series]:
    """Return a stock report: codes and names, words that repeat, quantities and money with two decimals, a day."""
    chance = np.random.default_rng(seed)
    numbers = [pd.Series(chance.integers(0, 10**6, lines)) for _ in range(6)]
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(chance.integers(0, 60, lines), unit="D")
    return [
        pd.Series([f"{460_000_000_000 + line * 7}" for line in range(lines)]),
        pd.Series([f"青花瓷杯 {line} 号" for line in range(lines)]),
        pd.Series([f"类别{one}" for one in chance.integers(0, 40, lines)]),
        pd.Series(["件"] * lines),
        pd.Series(["移动加权平均"] * lines),
        *numbers,
        pd.Series(days),
    ]


def _plainly(values: pd.Series) -> list[object]:
    """Return values of a report as they stand in cells."""
    if values.dtype == "int64":
        values = values / 100
    cells: list[object] = values.astype(object).where(values.notna(), None).tolist()
    return [cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in cells]


def _make(path: Path, lines: int, reported: int) -> None:
    """Write a book of sales as a platform exports them; with a report, a chart and macros if any rows are reported."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(SALES.title.zh)
        sheet.set_column("B:B", 18, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        _fill(sheet, SALES.table, HEADINGS, _sales(lines))
        if reported:
            report = book.add_worksheet(STOCK.title.zh)
            _fill(report, STOCK.table, REPORT, [_plainly(values) for values in _report(reported, 2)])
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": f"={STOCK.title.zh}!$F$5:$F$50"})
            report.insert_chart("P2", chart)
            book.add_vba_project(io.BytesIO(b"not a real project"), is_stream=True)


def _fill(sheet: Worksheet, table: str, headings: Sequence[str], columns: Sequence[Sequence[object]]) -> None:
    for place, values in enumerate(columns):
        sheet.write_column(TOP, place, values)
    options = {"name": table, "columns": [{"header": heading} for heading in headings]}
    sheet.add_table(TOP - 1, 0, TOP - 1 + len(columns[0]), len(headings) - 1, options)


def _sales(lines: int) -> list[list[object]]:
    """Return columns of orders: codes, moments, Chinese texts, quantities, prices, blanks."""
    chance = np.random.default_rng(1)

    def any_of(count: int) -> list[int]:
        drawn: list[int] = chance.integers(0, count, lines).tolist()
        return drawn

    seconds = np.sort(chance.integers(0, 700 * 86_400, lines)).tolist()
    return [
        [f"SO{240_000_000 + line // 2}" for line in range(lines)],
        [round(45_292 + second / 86_400, 9) for second in seconds],
        [("淘宝", "京东", "拼多多", "抖音")[one] for one in any_of(4)],
        [f"客户{one}" for one in any_of(lines // 4)],
        [f"浙江省杭州市西湖区文三路{one}号{one % 30 + 1}室" for one in any_of(lines // 3)],
        [f"{460_000_000_000 + one * 7}" for one in any_of(8_000)],
        [("MAIN", "HOLD", "上海仓")[one] for one in any_of(3)],
        [1 + one for one in any_of(20)],
        [(100 + one) / 100 for one in any_of(99_000)],
        [None if one > 1_000 else one / 100 for one in any_of(5_000)],
        [("待发货", "已发货")[one] for one in any_of(2)],
        [None if one > 10 else f"备注 {one} 请尽快" for one in any_of(60)],
    ]


if __name__ == "__main__":
    _measure(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
