"""Worksheet functions over a large ledger, next to a loop of look-ups in a dictionary."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from jxc_xl.answer.index import Index
from jxc_xl.book import Book
from jxc_xl.cost.ledger import cost
from jxc_xl.cost.regular import IN
from jxc_xl.entry.functions import SERVED
from jxc_xl.entry.snapshots import SNAPSHOTS
from jxc_xl.ledger import in_order
from jxc_xl.read.book import read_book
from jxc_xl.report.facts import Facts, Period
from jxc_xl.schema import LEDGER
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.validate import validate
from tests.bench.ledgers import DAYS, UNIT, Ledger, ledger
from tests.bench.options import Options
from tests.bench.timing import Table, least, show, times
from tests.books import HEADER_ROW, raw_book
from tests.entry.served import served

CELLS = 10_000
START = np.datetime64("2023-01-01", "s")
BOOK = "bench.xlsm|1|1"
LIMITS = {"JXC_STOCK": 3.0, "JXC_UNITCOST": 3.0, "JXC_SOLD": 10.0}
"""How many times what looking up in a dictionary takes a range of cells may take."""
MICROSECONDS = 20.0
"""What one cell alone may take."""


@dataclass(frozen=True)
class Built:
    """An index, and the CPU seconds of what led to it."""

    index: Index
    seconds: dict[str, float]


def run(options: Options) -> None:
    """Build an index, then ask it."""
    rows = max(options.rows)
    made = ledger(rows, "even")
    skus = [f"SKU{number:06d}" for number in range(made.products)]
    built = _built(_raw(made, skus))
    SNAPSHOTS.put(BOOK, built.index)
    try:
        _tell_built(built, rows)
        _arrays(_cells(skus), options.repeats)
        _singles([cell for (cell,) in _cells(skus)])
    finally:
        SNAPSHOTS.forget()


def _cells(skus: list[str]) -> tuple[tuple[str], ...]:
    chance = np.random.default_rng(1)
    return tuple((skus[number],) for number in chance.integers(0, len(skus), CELLS))


def _arrays(cells: tuple[tuple[str], ...], repeats: int) -> None:
    """Ask about a whole range in one call; between other days every time."""
    known = {cell: float(number) for number, (cell,) in enumerate(cells)}
    lookup = "dictionary look-ups"
    days = ((float(serial), serial + 100.0) for serial in itertools.count(_serial(0)))
    ways: dict[str, Callable[[], object]] = {lookup: lambda: [[known.get(row[0])] for row in cells]}
    ways |= {name: partial(SERVED[name], BOOK, cells) for name in LIMITS if name != "JXC_SOLD"}
    ways["JXC_SOLD"] = lambda: SERVED["JXC_SOLD"](BOOK, cells, *next(days))
    first = least({name: way for name, way in ways.items() if name != lookup}, 1)
    seconds = least(ways, max(repeats, 5))
    table: Table = [("way", "CPU ms", "takes", "the first time, ms")]
    for name, taken in seconds.items():
        cold = f"{first[name] * 1e3:.2f}" if name in first else ""
        table.append((name, f"{taken * 1e3:.2f}", times(taken, seconds[lookup]), cold))
    show(f"{CELLS:,} cells in one call (JXC_SOLD: other days each time)", table)
    for name, limit in LIMITS.items():
        assert seconds[name] <= limit * seconds[lookup], f"{name} takes more than {limit} times as long"


def _singles(cells: list[str]) -> None:
    """Ask cell by cell, as a column of formulas does; also through xlwings, which converts what comes and goes."""
    table: Table = [("call", "µs a cell", "through call_udf, µs")]
    days = {"": (), "one day": (_serial(500),), "two days": (_serial(300), _serial(500))}
    asked = [("JXC_STOCK", ""), ("JXC_UNITCOST", "one day"), ("JXC_SOLD", "two days"), ("JXC_MARGINRATE", "two days")]
    slowest = 0.0
    with served() as excel:
        for name, with_days in asked:
            taken = _each(partial(SERVED[name], BOOK), cells, days[with_days])
            through = _each(partial(excel.call_udf, name, BOOK), cells[: CELLS // 10], days[with_days])
            table.append((f"{name} {with_days}".strip(), f"{taken:.1f}", f"{through:.1f}"))
            slowest = max(slowest, taken)
    show(f"{CELLS:,} cells in as many calls", table)
    assert slowest < MICROSECONDS, f"a call takes {slowest:.1f} µs"


def _each(ask: Callable[..., object], cells: list[str], days: tuple[float, ...]) -> float:
    """Return the CPU microseconds of one call."""

    def loop() -> None:
        for cell in cells:
            ask(cell, *days)

    return least({"": loop}, 3)[""] / len(cells) * 1e6


def _tell_built(built: Built, rows: int) -> None:
    reading, building = built.seconds["reading"], built.seconds["index"]
    table: Table = [("step", "CPU s", "of reading")]
    table += [(name, f"{taken:.2f}", f"{taken / reading:.2f}") for name, taken in built.seconds.items()]
    show(f"From a workbook's cells to answers, {rows:,} movements", table)
    assert building < reading, "building the index takes longer than reading the ledger"


def _built(raw: RawBook) -> Built:
    """Build an index step by step; what it makes when first asked counts as building."""
    clock = _Clock()
    book, problems = read_book(raw)
    clock.take("reading")
    book, _ = validate(book, problems)
    clock.take("validating")
    facts = _costed(book)
    clock.take("costing")
    index = Index(facts)
    SNAPSHOTS.put(BOOK, index)
    for name, arguments in (("JXC_STOCK", (None, _serial(9))), ("JXC_SOLD", (_serial(0), _serial(9)))):
        SERVED[name](BOOK, index.skus[0], *arguments)
    clock.take("index")
    return Built(index, clock.seconds)


class _Clock:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def take(self, name: str) -> None:
        now = time.process_time()
        self.seconds[name], self._last = now - self._last, now


def _costed(book: Book) -> Facts:
    costed, _ = cost(book, in_order(book.lines["ledger"]))
    today = pd.Timestamp.now().floor("D")
    return Facts(book, costed.moves, costed.closing, costed.methods, costed.ledger, [], Period(), "", today)


def _serial(day: int) -> float:
    """Return a day of the ledger as Excel hands it over."""
    return float((START - np.datetime64("1899-12-30", "s")) // np.timedelta64(1, "D")) + day % DAYS


def _raw(made: Ledger, skus: list[str]) -> RawBook:
    """Return a workbook with a ledger, its cells as a host reads them."""
    raw = raw_book({"products": [{"sku": sku, "name": sku} for sku in skus], "channels": [{"channel": "TB"}]})
    columns = _columns(made, skus)
    blank = np.full(len(made.sku), None, object)
    headings = tuple(column.title.zh for column in LEDGER.columns)
    cells = tuple(columns.get(column.key, blank) for column in LEDGER.columns)
    table = RawTable(LEDGER.table, LEDGER.title.zh, headings, HEADER_ROW, 1, cells)
    return RawBook(raw.tables | {LEDGER.table: table}, raw.sheets)


def _columns(made: Ledger, skus: list[str]) -> dict[str, np.ndarray]:
    rows, is_in = len(made.sku), made.rows["op"] == IN
    moved_at = (START + made.rows["at"].astype("m8[s]")).astype("M8[us]").astype(object)
    amount = np.where(is_in, made.rows["value"], -made.rows["qty"] * 1500 // UNIT) / 100
    words = {"kind": ("收货", "销售"), "channel": ("", "TB"), "supplier": ("S1", "")}
    return {name: np.where(is_in, came, went).astype(object) for name, (came, went) in words.items()} | {
        "seq": np.arange(1.0, rows + 1).astype(object),
        "posting_no": np.ones(rows).astype(object),
        "posted_at": np.full(rows, dt.datetime(2026, 1, 1), object),  # noqa: DTZ001 (a shop's wall clock)
        "doc_no": np.array([f"D{row}" for row in range(rows)], object),
        "line_no": np.ones(rows).astype(object),
        "moved_at": moved_at,
        "sku": np.array(skus, object)[made.sku],
        "warehouse": np.full(rows, "MAIN", object),
        "qty": (made.rows["qty"] / UNIT).astype(object),
        "doc_amount": amount.astype(object),
        "hash": np.full(rows, "x", object),
    }
