"""Where the time of `jxc recalc --post` goes: `python -m tests.bench.stages SALES.csv[.gz] PURCHASES.csv[.gz]`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from unittest import mock

from jxc_xl import pipeline
from jxc_xl.entry.new import new_book
from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.hosts import archive, files, preflight
from jxc_xl.pipeline import Do
from jxc_xl.terms import Lang
from tests.bench.timing import Table, show

STAGES: tuple[tuple[str, ModuleType, str], ...] = (
    ("first look at the file", preflight, "check_parts"),
    ("read its tables", files, "read"),
    ("type the cells", pipeline, "read_book"),
    ("check the entries", pipeline, "validate"),
    ("post", pipeline, "_post"),
    ("cost", pipeline, "cost"),
    ("cost by the other methods", pipeline, "_by_method"),
    ("audit costs and closes", pipeline, "audit_costs"),
    ("reports", pipeline, "_report"),
    ("lines of ledger and reports for the sheets", pipeline, "ledger_changes"),
    ("lines of reports for the sheets", pipeline, "_filled"),
    ("plan the changes of the file", files, "compose"),
    ("write the file", archive, "copy"),
    ("work out the formulas", files, "solved"),
    ("read it back", archive, "verify"),
    ("all the rest", files, "save"),
)


class Clock:
    """Seconds by stage, those of a stage inside another left out of the outer one."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds = dict.fromkeys((label for label, *_ in STAGES), 0.0)
        self._open: list[str] = []
        self._last = time.perf_counter()

    def turn(self, label: str | None) -> None:
        """Go into a stage, or, with None, out of the innermost."""
        now = time.perf_counter()
        if self._open:
            self.seconds[self._open[-1]] += now - self._last
        self._last = now
        if label is None:
            self._open.pop()
        else:
            self._open.append(label)

    def timed(self, label: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is counted towards a stage."""

        @wraps(act)
        def run(*given: object, **named: object) -> object:
            self.turn(label)
            try:
                return act(*given, **named)
            finally:
                self.turn(None)

        return run


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Measure the stages of whatever is done meanwhile."""
    clock = Clock()
    with ExitStack() as stack:
        for label, module, name in STAGES:
            stack.enter_context(mock.patch.object(module, name, clock.timed(label, getattr(module, name))))
        clock.turn("all the rest")
        yield clock.seconds
        clock.turn(None)


def run(book: Path) -> float:
    """Post a book and work it out; say how long each stage took, and return the seconds of all."""
    with measured() as seconds:
        outcome = carry_out(book, Do.POST, How())
    total = sum(seconds.values())
    table: Table = [("stage", "seconds", "share")]
    table += [(label, f"{taken:.1f}", f"{taken / total:.0%}") for label, taken in seconds.items()]
    table.append(("in all", f"{total:.1f}", ""))
    show(f"recalc --post: {outcome.moved:,} movements, {book.stat().st_size / 1e6:.0f} MB afterwards", table)
    return total


def main() -> None:
    """Make a book of a year's files, and post it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sales", type=Path)
    parser.add_argument("purchases", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        book = Path(folder) / "year.xlsx"
        new_book(book, Lang.ZH)
        for key, file in (("products", asked.sales), ("receipts", asked.purchases), ("sales", asked.sales)):
            bring(book, file, key, {}, How())
        run(book)


if __name__ == "__main__":
    main()
