"""Many small books, some at a time."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from jxc_xl.entry.batch import run_all
from jxc_xl.entry.work import How
from jxc_xl.pipeline import Do
from tests.bench.options import Options
from tests.bench.timing import Table, show, times
from tests.entry import shop

BOOKS = 100
ENOUGH = 50
"""Books from which on the ratio is asserted: below, starting a process weighs more."""


def run(options: Options) -> None:
    """Post and work out many books, one at a time and two at a time."""
    count = min(BOOKS, max(options.lines // 250, 4))
    with TemporaryDirectory() as folder:
        taken = {jobs: _taken(Path(folder) / str(jobs), count, jobs) for jobs in (1, 2)}
    table: Table = [("at a time", "seconds", "speed")]
    table += [(str(jobs), f"{seconds:.1f}", times(taken[1], seconds)) for jobs, seconds in taken.items()]
    show(f"recalc --post of {count} small books", table)
    if count >= ENOUGH:
        assert taken[1] >= 1.6 * taken[2], "two at a time are less than 1.6 times as fast as one"


def _taken(folder: Path, count: int, jobs: int) -> float:
    """Return the seconds of a whole batch."""
    folder.mkdir()
    book = shop.entered(folder)
    books = [book.with_name(f"{number:03d}.xlsx") for number in range(count)]
    for one in books:
        one.write_bytes(book.read_bytes())
    start = time.perf_counter()
    done = run_all(books, Do.POST, How(), jobs, lambda _: None)
    seconds = time.perf_counter() - start
    assert [one.status for one in done] == [0] * count
    return seconds
