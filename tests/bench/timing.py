"""CPU seconds, and tables of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

Table = list[Sequence[str]]
LONG = 3.0  # CPU seconds after which once is enough


def least(variants: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Run variants in turn, some times over; return the least CPU seconds of each; what takes long runs once."""
    found = dict.fromkeys(variants, float("inf"))
    for nth in range(repeats):
        for name, run in variants.items():
            if nth and found[name] > LONG:
                continue
            start = time.process_time()
            run()
            found[name] = min(found[name], time.process_time() - start)
    return found


def times(slow: float, fast: float) -> str:
    """Say how many times as fast something is."""
    return f"{slow / fast:,.1f}×"


def show(title: str, table: Table) -> None:
    """Print a table, its first row as heading."""
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    print(f"\n{title}")
    for row in table:
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ", row[0].ljust(widths[0]), "  ".join(["", *cells[1:]]))
