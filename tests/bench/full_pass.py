"""Costing everything, next to the usual ways: the engine on the layout it keeps, and with grouping from time order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from jxc_xl.cost.regular import IN
from jxc_xl.cost.store import Store
from jxc_xl.numbers import Ints, total
from tests.bench import baselines
from tests.bench.ledgers import METHODS, SKEWS, Ledger, ledger, store
from tests.bench.options import Options
from tests.bench.timing import Table, least, show, times

KEPT, GROUPING = "engine, kept layout", "engine, grouping included"
DECIMAL = "Decimal loop"
LOOPS = {
    "fifo": (baselines.decimal_fifo, baselines.pandas_fifo),
    "moving average": (baselines.decimal_moving_average, baselines.pandas_moving_average),
    "month-end average": (baselines.decimal_month_average, baselines.pandas_month_average),
    "specific": (baselines.decimal_specific, baselines.pandas_specific),
}
COMPARED = 1_000_000  # rows; the usual ways take minutes on more


def run(options: Options) -> None:
    """Time and check all methods on all ledgers."""
    sizes = (*options.rows, options.large) if options.is_full else options.rows
    for rows in dict.fromkeys(sizes):
        for skew in SKEWS:
            _compare(ledger(rows, skew), options)


def _compare(book: Ledger, options: Options) -> None:
    is_compared = len(book.sku) <= COMPARED
    usual = baselines.exact(book) if is_compared else None
    table: Table = [("method", "way", "CPU s", "M rows/s", f"{DECIMAL} takes", "float queue takes")]
    for name, method in METHODS.items():
        kept = store(book, method)
        variants: dict[str, Callable[[], object]] = {
            KEPT: partial(_anew, kept),
            GROUPING: partial(_grouped, book, method),
        }
        if usual:
            variants |= _usual(name, book, usual)
        seconds = least(variants, options.repeats if usual else 2)
        check(book, kept)
        if usual:
            _check_rows(kept, LOOPS[name][0](usual))
        table += [_line(name, way, seconds, len(book.sku)) for way in seconds]
    show(f"{book.name}: {len(book.sku):,} movements of {book.products:,} products", table)


def _usual(name: str, book: Ledger, usual: baselines.Exact) -> dict[str, Callable[[], object]]:
    """Return the usual ways of a method."""
    loop, function = LOOPS[name]
    frame = baselines.frame(book)
    ways: dict[str, Callable[[], object]] = {
        DECIMAL: lambda: loop(usual),
        "pandas groupby-apply": lambda: baselines.apply(frame, function),
    }
    if name == "fifo":
        lists = usual.sku, frame["qty"].tolist(), frame["value"].tolist()
        ways["float queue"] = lambda: baselines.float_queue(*lists)
    return ways


def _anew(kept: Store) -> None:
    """Cost everything as if for the first time: every amount is new."""
    kept.columns["amount"].fill(0)
    kept.cost()


def _grouped(book: Ledger, method: int) -> None:
    store(book, method).cost()


def _line(name: str, way: str, seconds: dict[str, float], rows: int) -> tuple[str, ...]:
    taken = seconds[way]
    ratios = [times(seconds[usual], taken) if usual in seconds else "" for usual in (DECIMAL, "float queue")]
    return (name, way, f"{taken:.4f}", f"{rows / taken / 1e6:.2f}", *ratios)


def check(book: Ledger, kept: Store) -> None:
    """Assert that what came in is what went out and what is left, and that nothing is worth nothing.

    What is left is worked out apart: value on hand of each product, which must lie between nothing and all.
    """
    came = total(book.rows["value"][book.rows["op"] == IN])
    amount = kept.columns["amount"]
    cost = -total(np.minimum(amount, 0))
    qty, value = kept.on_hand()
    assert came == cost + total(value), "money is not conserved"
    assert (value >= 0).all(), "more left than there was"
    assert not value[qty == 0].any(), "a value without a quantity"
    assert (qty == _sum_by(book.sku, book.rows["qty"], book.products)).all(), "a quantity is not conserved"


def _sum_by(group: Ints, values: Ints, groups: int) -> Ints:
    found = np.zeros(groups, np.int64)
    np.add.at(found, group, values)
    return found


def _check_rows(kept: Store, costs: baselines.Costs) -> None:
    """Assert that every issue costs what the Decimal loop says, and so do all together."""
    where = kept.positions(np.arange(len(kept.method)))
    found = np.zeros(len(where), np.int64)
    found[kept.columns["id"][where]] = -np.minimum(kept.columns["amount"][where], 0)
    expected = [int(cost.scaleb(2)) for cost in costs]
    assert found.tolist() == expected, "a row differs from the Decimal loop"
    assert total(found) == sum(expected), "the total differs from the Decimal loop"
