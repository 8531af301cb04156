"""Numbers no shop has stay exact: 10**9 units and 10**13 minor units a movement, next to unbounded integers."""

from __future__ import annotations

import numpy as np

from jxc_xl.cost import kernels
from jxc_xl.numbers import Ints
from tests.bench.options import Options
from tests.bench.timing import Table, show
from tests.cost import twins
from tests.cost.twins import Rows, each_pool

ROWS, POOLS = 20_000, 200
QTY, VALUE = 10**13, 10**13  # scaled; minor units


def run(_options: Options) -> None:
    """Compare every row of every method."""
    rows = _rows()
    found = {
        "fifo": (kernels.fifo(rows.qty, rows.value, rows.start), twins.fifo),
        "moving average": (kernels.moving_average(rows.qty, rows.value, rows.start), twins.moving_average),
        "month-end average": (
            kernels.month_average(rows.qty, rows.value, rows.period, rows.start),
            twins.month_average,
        ),
        "specific": (kernels.specific(rows.qty, rows.value, rows.lot, rows.start), twins.specific),
    }
    table: Table = [("method", "rows", "that differ from unbounded integers")]
    for name, (cost, twin) in found.items():
        wrong = sum(a != b for a, b in zip(cost.tolist(), each_pool(rows, twin), strict=True))
        table.append((name, f"{ROWS:,}", str(wrong)))
        assert not wrong, "large numbers are not exact"
    show("10⁹ units (scaled 10¹³) and 10¹³ minor units a movement", table)


def _rows() -> Rows:
    """Return receipts, each followed by issues of nearly all of it."""
    chance = np.random.default_rng(1)
    place: Ints = np.arange(ROWS) % (ROWS // POOLS)
    is_in = place % 5 == 0
    qty = np.where(is_in, QTY - chance.integers(0, 1000, ROWS), -(QTY // 4 - chance.integers(1000, 10**10, ROWS)))
    value = np.where(is_in, VALUE - chance.integers(0, 10**6, ROWS), 0)
    return Rows(qty, value, place // 10, np.zeros(ROWS, np.int64), np.arange(0, ROWS, ROWS // POOLS))
