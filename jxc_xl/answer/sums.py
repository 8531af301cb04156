"""Running sums of movements, product by product in order of time: any period is the difference of two of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jxc_xl.numbers import Ints

SPAN = 2**33
"""More seconds than lie between the first and the last day of any book."""
EPOCH = 631_152_000
"""Seconds are counted from 1990 on, the first year a book may have."""


class Sums:
    """Sums of whole columns over the rows of one group and some time.

    A group is a product, or a product and one of some codes (warehouses, channels, suppliers).
    """

    def __init__(self, group: Ints, second: Ints, columns: Mapping[str, Ints]) -> None:
        """Sort rows once.

        Args:
            group: Number of each row's group, < 2**30.
            second: When each row counts; ascending within a product.
            columns: int64 columns by name, as long as the others; may grow later.
        """
        self._order = np.argsort(group, kind="stable")
        self._key: Ints = (group * SPAN + (second - EPOCH))[self._order]
        self._columns = columns
        self._totals: dict[str, Ints] = {}

    def between(self, name: str, group: int, first: int | None, end: int | None) -> int:
        """Return the sum of a column over a group's rows from one second on and before another."""
        rows = self._key.searchsorted(_bounds(group, first, end))
        totals = self._total(name)
        return int(totals[rows[1]] - totals[rows[0]])

    def each_between(self, name: str, groups: Ints, first: int | None, end: int | None) -> Ints:
        """Return the same sum of each of some groups."""
        totals = self._total(name)
        low, high = (self._key.searchsorted(bounds) for bounds in _bounds_of(groups, first, end))
        found: Ints = totals[high] - totals[low]
        return found

    def _total(self, name: str) -> Ints:
        """Return the running sum of a column, from 0 on."""
        found = self._totals.get(name)
        if found is None:
            found = np.append(np.zeros(1, np.int64), np.cumsum(self._columns[name][self._order]))
            self._totals[name] = found
        return found


def _bounds(group: int, first: int | None, end: int | None) -> tuple[int, int]:
    base = group * SPAN
    return (
        base if first is None else base + first - EPOCH,
        base + SPAN - 1 if end is None else base + end - EPOCH,
    )


def _bounds_of(groups: Ints, first: int | None, end: int | None) -> tuple[Ints, Ints]:
    low, high = _bounds(0, first, end)
    return groups * SPAN + low, groups * SPAN + high
