"""What is measured and how often."""

from __future__ import annotations

from typing import NamedTuple


class Options(NamedTuple):
    """How much to measure.

    Attributes:
        rows: Ledger sizes for the comparison with the ways costing is usually written.
        large: Ledger size for entries that come late, and for memory.
        repeats: How often the engine is timed; the least CPU time counts.
        is_full: Whether everything is also run at ``large``.
        lines: Rows of the book that is read; a fifth of them are replaced in a report.
    """

    rows: tuple[int, ...] = (100_000, 1_000_000)
    large: int = 10_000_000
    repeats: int = 3
    is_full: bool = False
    lines: int = 500_000
