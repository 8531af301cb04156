"""Cost rows that stand grouped, by kernels where they can, and say where they cannot.

A group is regular when nothing happens in it but goods that come in at a known amount and goods that leave, never more
than there are (of the lot, under specific identification), in numbers that fit. A kernel costs such groups all at
once; the others are left to ``walk``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from jxc_xl.cost import kernels
from jxc_xl.cost.arena import spans
from jxc_xl.cost.shares import LARGEST_QTY, fits
from jxc_xl.numbers import Bools, Ints

FIFO, MOVING_AVERAGE, MONTH_AVERAGE, SPECIFIC, WALK = 0, 1, 2, 3, -1
NOTHING, IN, OUT, CLOSE = 0, 1, 4, 10

_OTHER = 2
_WAY = np.full(256, _OTHER, np.int8)  # by op: 1 in, -1 out, 0 nothing, 2 something a kernel does not know
_WAY[[NOTHING, IN, OUT, CLOSE]] = [0, 1, -1, 0]

Bytes = npt.NDArray[np.int8]


class Moves(NamedTuple):
    """What a kernel needs of rows.

    Attributes:
        op: What each row does (``walk.Op``); rows that do nothing count as quantity 0.
        qty: Scaled, signed.
        value: Amount of what comes in, minor units.
        lot: Number of the lot.
        period: Averaging period.
    """

    op: Bytes
    qty: Ints
    value: Ints
    lot: Ints
    period: Ints


class Costed(NamedTuple):
    """Signed amount of each row (+ in, − out), and which groups are regular; the others' amounts mean nothing."""

    amount: Ints
    is_regular: Bools


def cost_regular(moves: Moves, start: Ints, method: Bytes) -> Costed:
    """Cost the regular ones of some groups.

    Args:
        moves: The rows, group after group.
        start: Where each group starts; each has a row at least.
        method: The costing method of each group.
    """
    way = _WAY[moves.op.view(np.uint8)]
    is_in = way == 1
    qty, value = moves.qty * (way != 0), moves.value * is_in
    is_wrong = (way == _OTHER) | ((qty > 0) != is_in) | ((qty < 0) != (way == -1)) | (value < 0)
    is_regular = method != WALK
    if is_wrong.any():
        is_regular &= ~np.logical_or.reduceat(is_wrong, start)
    rows = Rows(qty, value, moves.lot, moves.period, start)
    is_regular &= _do_fit(rows, is_in)
    return Costed(_cost(rows, method, is_regular), is_regular)


class Rows(NamedTuple):
    """Rows of which only those count that come in or leave, and where each group starts."""

    qty: Ints
    value: Ints
    lot: Ints
    period: Ints
    start: Ints

    def of(self, groups: Bools) -> tuple[Ints | slice, Rows]:
        """Return some groups' rows, and where they stand."""
        if groups.all():
            return slice(None), self
        length = np.diff(self.start, append=len(self.qty))[groups]
        at = spans(self.start[groups], length)
        return at, Rows(self.qty[at], self.value[at], self.lot[at], self.period[at], np.cumsum(length) - length)


def _cost(rows: Rows, method: Bytes, is_regular: Bools) -> Ints:
    """Return the signed amounts of regular groups; take from the regular ones those that are not, after all."""
    if _in_all(rows) >= LARGEST_QTY and len(rows.start) > 1:
        return _cost_halves(rows, method, is_regular)
    is_regular &= ~_is_short(rows.qty, rows.start)
    amount = rows.value
    for kind in np.unique(method[is_regular]).tolist():
        mine = is_regular & (method == kind)
        at, part = rows.of(mine)
        if kind == SPECIFIC:
            cost, short = _specific(part)
            is_regular[np.flatnonzero(mine)[short]] = False
        else:
            cost = KERNELS[kind](part)
        amount[at] -= cost
    return amount


def _specific(rows: Rows) -> tuple[Ints, Ints]:
    """Return what issues cost by their lots, and which groups take more of a lot than there is."""
    lots = kernels.by_lot(rows.qty, rows.lot, rows.start)
    is_short = _is_short(lots.qty, lots.start)
    if not is_short.any():
        return kernels.specific_of(rows.qty, rows.value, lots), np.zeros(0, np.int64)
    short = np.unique(np.searchsorted(rows.start, lots.order[lots.start[is_short]], side="right") - 1)
    length = np.diff(rows.start, append=len(rows.qty))
    rows.qty[spans(rows.start[short], length[short])] = 0
    return kernels.specific(rows.qty, rows.value, rows.lot, rows.start), short


def _cost_halves(rows: Rows, method: Bytes, is_regular: Bools) -> Ints:
    """Cost two halves of the groups one by one, whose running sums would not fit 64 bits together."""
    half = len(rows.start) // 2
    cut = int(rows.start[half])
    sides = (slice(None, half), slice(None, cut), 0), (slice(half, None), slice(cut, None), cut)
    return np.concatenate(
        [
            _cost(
                Rows(rows.qty[at], rows.value[at], rows.lot[at], rows.period[at], rows.start[groups] - first),
                method[groups],
                is_regular[groups],  # a view: what is found out about a half is found out about the whole
            )
            for groups, at, first in sides
        ]
    )


def _in_all(rows: Rows) -> float:
    """Return no less than all that came in."""
    bound = float(rows.qty.max(initial=0)) * len(rows.qty)
    return bound if bound < LARGEST_QTY else float(np.maximum(rows.qty, 0).sum(dtype=np.float64))


def _do_fit(rows: Rows, is_in: Bools) -> Bools:
    """Tell which groups' sums are within what a kernel takes."""
    size = len(rows.qty)
    if fits(float(rows.value.max(initial=0)) * size, float(rows.qty.max(initial=0)) * size):
        return np.ones(len(rows.start), np.bool_)
    came = np.add.reduceat(np.where(is_in, rows.qty, 0).astype(np.float64), rows.start)
    return fits(np.add.reduceat(rows.value.astype(np.float64), rows.start), came)


def _is_short(qty: Ints, start: Ints) -> Bools:
    """Tell where more leaves than is there."""
    running = np.cumsum(qty)
    base = np.concatenate(([0], running[start[1:] - 1]))
    return np.asarray(np.minimum.reduceat(running, start) < base, np.bool_)


KERNELS: dict[int, Callable[[Rows], Ints]] = {
    FIFO: lambda rows: kernels.fifo(rows.qty, rows.value, rows.start),
    MOVING_AVERAGE: lambda rows: kernels.moving_average(rows.qty, rows.value, rows.start),
    MONTH_AVERAGE: lambda rows: kernels.month_average(rows.qty, rows.value, rows.period, rows.start),
}
