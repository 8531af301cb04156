"""Formulas of a book worked out: a hundred thousand of them, and ten thousand calls of ours among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from io import BytesIO
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import cellrune
import numpy as np
import xlsxwriter

from jxc_xl.hosts.formulas.calls import Function, Functions
from jxc_xl.hosts.formulas.preparing import Asked
from jxc_xl.hosts.formulas.solving import Solved, solved
from tests.bench.options import Options
from tests.bench.timing import Table, least, show, times

NOW = dt.datetime(2026, 3, 5)  # noqa: DTZ001 (a shop's wall clock)
BASE = "cellrune"
SHARE = 10
"""One call of ours to so many formulas of the book's own."""
ENOUGH = 50_000
"""Formulas from which on the ratio is asserted."""


def run(options: Options) -> None:
    """Work out a book with calls of ours, next to what the engine takes for the same book without them."""
    lines = options.lines // 5
    native, with_calls = _book(lines, 0), _book(lines, lines // SHARE)
    stock = _stock()
    last: list[Solved] = []

    def calculating() -> None:
        cellrune.Workbook.from_bytes(native).calculate()

    def engine() -> None:
        book = cellrune.Workbook.from_bytes(native)
        book.calculate()
        book.to_bytes()

    def product() -> None:
        last[:] = [_solved(with_calls, stock)]

    sides: dict[str, Callable[[], object]] = {
        BASE: engine,
        "cellrune, not written back": calculating,
        "product": product,
    }
    taken = least(sides, options.repeats)
    table: Table = [("side", "formulas", "CPU s", f"of {BASE}")]
    for name, seconds in taken.items():
        count = lines + lines // SHARE if name == "product" else lines
        table.append((name, f"{count:,}", f"{seconds:.2f}", times(seconds, taken[BASE])))
    show("Formulas of a book, opened, worked out and written back", table)
    assert not last[0].kept
    assert last[0].count == lines + lines // SHARE
    if lines >= ENOUGH:
        assert taken["product"] <= 2 * taken[BASE], "calls of ours take longer than all other formulas"


def _solved(book: bytes, functions: Functions) -> Solved:
    with ZipFile(BytesIO(book)) as archive:
        found = solved(archive, Asked(dict.fromkeys(functions, False), lambda _: functions, NOW))
        for pieces in found.parts.values():
            for _ in pieces():
                pass
    return found


def _stock() -> Functions:
    return {"JXC_STOCK": Function(lambda sku: float(hash(sku) % 100) if isinstance(sku, str) else "#N/A")}


def _book(lines: int, calls: int) -> bytes:
    """Return a book: entries, goods, and formulas about them of the kinds that sellers write."""
    data = BytesIO()
    chance = np.random.default_rng(5)
    qtys = chance.integers(1, 50, lines).tolist()
    with TemporaryDirectory() as folder, xlsxwriter.Workbook(data, {"tmpdir": folder}) as book:
        entries, goods, own = (book.add_worksheet(title) for title in ("Data", "Goods", "Own"))
        count = max(lines // 50, 2)
        _column(entries, 0, [f"SKU{number % count:05d}" for number in range(lines)])
        _column(entries, 1, qtys)
        _column(goods, 0, [f"SKU{number:05d}" for number in range(count)])
        _column(goods, 1, list(range(count)))
        for row in range(lines):
            own.write_formula(row, 0, _formula(row, lines, count))
        for row in range(calls):
            own.write_formula(row, 2, f'=JXC_STOCK("SKU{row:05d}")*2')
    return data.getvalue()


def _column(sheet: xlsxwriter.worksheet.Worksheet, column: int, values: Sequence[object]) -> None:
    for row, value in enumerate(values):
        sheet.write(row, column, value)


def _formula(row: int, lines: int, count: int) -> str:
    """Return one formula of ten a look-up, one of fifty a sum over all entries, the others arithmetic."""
    if row % 50 == 7:
        return f'=SUMIFS(Data!$B$1:$B${lines},Data!$A$1:$A${lines},"SKU{row % count:05d}")'
    if row % 10 == 3:
        return f"=VLOOKUP(Data!A{row + 1},Goods!$A$1:$B${count},2,FALSE)"
    return f"=Data!B{row + 1}*2+1"
