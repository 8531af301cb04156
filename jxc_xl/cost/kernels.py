"""What issues cost, for whole columns of rows at once: the four methods as kernels.

A kernel takes rows that stand grouped by pool, in order within each, and returns what each issue costs. It knows the
plain case only: goods come in at a known amount and leave by the method, and there is always enough. Quantity > 0 is
in, < 0 out, 0 nothing at all (a spare row, a close). Whatever else can happen to a pool is ``walk``'s, one pool at a
time; where both can be used they agree to the minor unit.

Exact as long as each pool's sums of what came in pass ``shares.fits``; a caller gives other pools to ``walk``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jxc_xl.cost.averages import moving_average
from jxc_xl.cost.shares import share, share_at
from jxc_xl.numbers import Ints

__all__ = ["fifo", "month_average", "moving_average", "specific"]


def fifo(qty: Ints, value: Ints, start: Ints) -> Ints:
    """Return what each issue costs first in, first out; 0 for all other rows.

    Laid end to end, the layers of all pools are one line of units. An issue takes the units from where the one before
    it stopped to where it stops itself, and costs what the line is worth up to there less what it was worth before; a
    layer of n that is worth v is worth ``half_up(v × x ÷ n)`` up to its x-th unit.

    Args:
        qty: Scaled; > 0 in, < 0 out, 0 nothing. Never less than nothing on hand.
        value: Amount of what comes in, minor units, >= 0.
        start: Row at which each pool starts.
    """
    cost = np.zeros(len(qty), np.int64)
    ins, outs = np.flatnonzero(qty > 0), np.flatnonzero(qty < 0)
    if not len(outs):
        return cost
    layer, worth = qty[ins], value[ins]
    end, worth_end = np.cumsum(layer), np.cumsum(worth)
    first_in, first_out = np.searchsorted(ins, start), np.searchsorted(outs, start)
    stop = np.cumsum(qty[outs])
    np.negative(stop, out=stop)
    skipped = _before(end, first_in) - _before(stop, first_out)
    stop += np.repeat(skipped, np.diff(first_out, append=len(outs)))
    passed = np.bincount(np.searchsorted(stop, end, side="right"), minlength=len(outs) + 1)
    at = np.cumsum(passed[:-1])  # the layer each issue stops in
    stop -= (end - layer)[at]
    up_to = share_at(worth, layer, stop, at)
    up_to += (worth_end - worth)[at]
    taken = np.diff(up_to, prepend=0)
    has_outs = np.diff(first_out, append=len(outs)) > 0
    first = first_out[has_outs]
    taken[first] = up_to[first] - _before(worth_end, first_in)[has_outs]
    cost[outs] = taken
    return cost


def month_average(qty: Ints, value: Ints, period: Ints, start: Ints) -> Ints:
    """Return what each issue costs at its month's average; 0 for all other rows.

    With Vt and Qt all that was there and came in, x issued so far costs ``half_up(Vt × x ÷ Qt)`` in all.

    Args:
        qty: Scaled; > 0 in, < 0 out, 0 nothing. Never less than nothing on hand.
        value: Amount of what comes in, minor units, >= 0.
        period: Averaging period of each row, non-decreasing among the rows of a pool that are not 0.
        start: Row at which each pool starts.
    """
    rows = len(qty)
    cost = np.zeros(rows, np.int64)
    outs = np.flatnonzero(qty < 0)
    if not len(outs):
        return cost
    is_new = np.empty(rows, bool)
    is_new[0], is_new[1:] = True, period[1:] != period[:-1]
    is_new[start[start < rows]] = True
    month = np.flatnonzero(is_new)
    is_in = qty > 0
    came, worth = np.add.reduceat(np.where(is_in, qty, 0), month), np.add.reduceat(np.where(is_in, value, 0), month)
    first_out = np.searchsorted(outs, month)
    issued = np.cumsum(qty[outs])
    np.negative(issued, out=issued)
    before = _before(issued, first_out)
    total = np.append(before[1:], issued[-1]) - before
    first = np.searchsorted(month, start)
    there = _since_first(came - total, first) + total
    np.maximum(there, 1, out=there)
    all_worth = _carry(worth, total, there, first)
    in_month = np.diff(first_out, append=len(outs))
    issued -= np.repeat(before, in_month)
    up_to = share(np.repeat(all_worth, in_month), issued, np.repeat(there, in_month))
    taken = np.diff(up_to, prepend=0)
    heads = first_out[in_month > 0]
    taken[heads] = up_to[heads]
    cost[outs] = taken
    return cost


def specific(qty: Ints, value: Ints, lot: Ints, start: Ints) -> Ints:
    """Return what each issue costs by the lot it names, at that lot's moving average; 0 for all other rows.

    Args:
        qty: Scaled; > 0 in, < 0 out, 0 nothing. Never less than nothing of a lot on hand.
        value: Amount of what comes in, minor units, >= 0.
        lot: Number of the lot of each row, 32 bits.
        start: Row at which each pool starts.
    """
    return specific_of(qty, value, by_lot(qty, lot, start))


class Lots(NamedTuple):
    """Rows by lot.

    Attributes:
        order: What puts the rows that count together by lot and pool.
        start: Where each lot of a pool starts in it.
        qty: Their quantities in that order.
    """

    order: Ints
    start: Ints
    qty: Ints


def specific_of(qty: Ints, value: Ints, lots: Lots) -> Ints:
    """Return ``specific`` of rows whose lots are known."""
    cost = np.zeros(len(qty), np.int64)
    cost[lots.order] = moving_average(lots.qty, value[lots.order], lots.start)
    return cost


def by_lot(qty: Ints, lot: Ints, start: Ints) -> Lots:
    """Put rows together by lot and pool."""
    rows = np.flatnonzero(qty)
    if not len(rows):
        return Lots(rows, rows, rows)
    lot = lot[rows]
    bits = len(qty).bit_length()
    key = ((lot.astype(np.int64) - int(lot.min())) << bits) | rows
    key.sort()  # of numbers, as sorting positions by them is several times slower
    order = key & ((1 << bits) - 1)
    key >>= bits
    is_start = np.zeros(len(qty), np.int32)
    is_start[start[start < len(qty)]] = 1
    pool = np.cumsum(is_start, dtype=np.int32)[order]
    is_new = np.ones(len(rows), np.bool_)
    is_new[1:] = (key[1:] != key[:-1]) | (pool[1:] != pool[:-1])
    return Lots(order, np.flatnonzero(is_new), qty[order])


def _before(running: Ints, at: Ints) -> Ints:
    """Return a running sum as it stood before some positions."""
    return np.where(at > 0, running[np.maximum(at, 1) - 1], 0) if len(running) else np.zeros(len(at), np.int64)


def _since_first(change: Ints, first: Ints) -> Ints:
    """Return the running sum of changes, which starts again at some positions."""
    running = np.cumsum(change)
    running -= np.repeat(_before(running, first), np.diff(first, append=len(change)))
    return running


def _carry(worth: Ints, issued: Ints, there: Ints, first: Ints) -> Ints:
    """Return each month's opening value plus what came in; one month of every pool after the other.

    Args:
        worth: What came in, by pool and month.
        issued: Quantity issued.
        there: Quantity that was there or came in, >= 1.
        first: Where each pool starts.
    """
    months = np.diff(first, append=len(worth))
    order = np.argsort(-months, kind="stable")
    active = len(order) - np.cumsum(np.bincount(months, minlength=1))
    at, held, found = first[order], np.zeros(len(order), np.int64), worth.copy()
    for count in active[active > 0].tolist():
        now = at[:count]
        total = held[:count] + worth[now]
        found[now] = total
        held[:count] = total - share(total, issued[now], there[now])
        now += 1
    return found
