"""Entries that come late: 1,000 back-dated receipts, inserted and costed, next to costing everything again."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from jxc_xl.cost.regular import IN
from jxc_xl.cost.store import Sheet, Store
from jxc_xl.numbers import Ints
from tests.bench.ledgers import DAYS, METHODS, MONTH, SECONDS, SKEWS, UNIT, ledger, store
from tests.bench.options import Options
from tests.bench.timing import Table, least, show, times

ENTRIES = 1_000


def run(options: Options) -> None:
    """Time and check late entries, at products drawn evenly and by how often they move."""
    head = (
        "ledger",
        "method",
        f"{ENTRIES:,} entries at",
        "CPU s",
        "full pass s",
        "full pass takes",
        "rows that changed",
    )
    table: Table = [head]
    names = list(METHODS) if options.is_full else ["fifo", "moving average"]
    for skew in SKEWS:
        book = ledger(options.large, skew)
        kept = store(book, METHODS[names[0]])
        for name in names:
            kept.method[:] = METHODS[name]
            kept.cost()
            for drawn in ("any product", "any movement"):
                taken, changed = _insert(kept, drawn, options.repeats)
                full = least({name: kept.cost}, 2)[name]
                figures = (f"{taken:.4f}", f"{full:.3f}", times(full, taken), f"{changed:,}")
                table.append((book.name, name, drawn, *figures))
    show("Late entries, insertion included", table)


def _insert(kept: Store, drawn: str, repeats: int) -> tuple[float, int]:
    """Insert entries several times over, others each time; return the mean of CPU seconds and of rows that changed."""
    chance = np.random.default_rng(len(drawn))
    taken, changed = 0.0, 0
    for entries, group in _entries(kept, drawn, chance, repeats):
        start = time.process_time()
        found = kept.insert(entries, group)
        taken += time.process_time() - start
        changed += len(found.rows)
    assert not len(kept.cost().rows), "a replay differs from a full pass"
    return taken / repeats, changed // repeats


def _entries(kept: Store, drawn: str, chance: np.random.Generator, repeats: int) -> Iterator[tuple[Sheet, Ints]]:
    for _ in range(repeats):
        length = kept.length()
        weight = length / length.sum() if drawn == "any movement" else None
        group = chance.choice(len(length), ENTRIES, p=weight)
        at = chance.integers(0, DAYS * SECONDS, ENTRIES)
        none = np.zeros(ENTRIES, np.int64)
        rows = {
            "op": none + IN,
            "qty": chance.integers(1, 40, ENTRIES) * UNIT,
            "value": chance.integers(1, 100_000, ENTRIES),
            "lot": none,
            "period": at // (MONTH * SECONDS),
            "at": at,
            "id": none,
        }
        yield rows, group
