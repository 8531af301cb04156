"""Cost again from some row on, as if from the first.

What a group's rows from some place on cost depends only on what was on hand there. That can be had from the quantities
and amounts before that place, which are kept, and stands for all the rows before:

* moving average, month-end average: one receipt of the quantity and value on hand (for a month-end average, at the
  start of the month);
* first in, first out: the receipts from the layer in use on, then one issue of what was already taken from that layer;
* specific identification: all rows, as each lot would have to be asked.

So the kernels need not know that they do not start at the beginning, and the amounts are the same to the minor unit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from jxc_xl.cost.arena import Arena, spans
from jxc_xl.cost.regular import (
    FIFO,
    IN,
    MONTH_AVERAGE,
    NOTHING,
    OUT,
    SPECIFIC,
    Bytes,
    Moves,
    cost_regular,
)
from jxc_xl.numbers import Ints


class Replayed(NamedTuple):
    """What a replay found.

    Attributes:
        at: Where the rows stand that were costed again.
        amount: Their signed amounts.
        irregular: Groups that no kernel can cost.
    """

    at: Ints
    amount: Ints
    irregular: Ints


class _Past(NamedTuple):
    """What stands for the rows before: some of them, and then one row made up for the purpose, for each group.

    Attributes:
        kept: Where rows stand that are taken over.
        rows: How many of them each group has.
        qty: Quantity of the row that is made up, scaled, signed; 0 if none is needed.
        value: Its amount.
    """

    kept: Ints
    rows: Ints
    qty: Ints
    value: Ints


def replay(arena: Arena, groups: Ints, first: Ints, method: int) -> Replayed:
    """Cost some groups' rows from some place on.

    Args:
        arena: The rows; amounts before that place are known, and those groups are regular up to there.
        groups: The groups; each has a row at least.
        first: The first row to cost of each.
        method: The costing method they all have.
    """
    first = _whole_months(arena, groups, first) if method == MONTH_AVERAGE else first * (method != SPECIFIC)
    past = _layers(arena, groups, first) if method == FIFO else _on_hand(arena, groups, first)
    tail = arena.length[groups] - first
    at = spans(arena.start[groups] + first, tail)
    size = past.rows + 1 + tail
    start = np.cumsum(size) - size
    moves = _lay_out(arena, past, at, start, size)
    costed = cost_regular(moves, start, np.full(len(groups), method, np.int8))
    is_found = np.repeat(costed.is_regular, tail)
    amount = costed.amount[spans(start + past.rows + 1, tail)]
    return Replayed(at[is_found], amount[is_found], groups[~costed.is_regular])


def _whole_months(arena: Arena, groups: Ints, first: Ints) -> Ints:
    """Go back to the start of the month that each row before the first is in."""
    before = arena.columns["period"][arena.start[groups] + np.maximum(first - 1, 0)]
    return np.minimum(arena.bisect("period", groups, before, is_right=False), first)


def _lay_out(arena: Arena, past: _Past, tail: Ints, start: Ints, size: Ints) -> Moves:
    """Put what stands for the past before the rows that are costed again, group after group."""
    rows = int(size.sum())
    made_up = start + past.rows
    kept_at = spans(start, past.rows)
    tail_at = spans(made_up + 1, size - past.rows - 1)
    columns = {}
    for name in Moves._fields:
        column = arena.columns[name]
        columns[name] = np.zeros(rows, column.dtype)
        columns[name][kept_at] = column[past.kept]
        columns[name][tail_at] = column[tail]
    columns["op"][made_up] = np.select([past.qty > 0, past.qty < 0], [IN, OUT], NOTHING)
    columns["qty"][made_up], columns["value"][made_up] = past.qty, past.value
    has_tail = made_up + 1 < start + size
    columns["period"][made_up[has_tail]] = columns["period"][made_up[has_tail] + 1]
    return Moves(**columns)


def _on_hand(arena: Arena, groups: Ints, first: Ints) -> _Past:
    """Let one receipt stand for the past: the quantity and value on hand."""
    at = spans(arena.start[groups], first)
    qty, value = _sums(_moved(arena, at), first), _sums(arena.columns["amount"][at], first)
    none = np.zeros(0, np.int64)
    return _Past(none, np.zeros(len(groups), np.int64), qty, value)


def _layers(arena: Arena, groups: Ints, first: Ints) -> _Past:
    """Let the layers on hand stand for the past, and one issue of what was taken from the first of them."""
    at = spans(arena.start[groups], first)
    qty = _moved(arena, at)
    group_of = np.repeat(np.arange(len(groups)), first)
    ins = np.flatnonzero(qty > 0)
    layer, of = qty[ins], group_of[ins]
    came = _sums(np.maximum(qty, 0), first)
    taken = came - _sums(qty, first)
    stop = np.cumsum(layer) - (np.cumsum(came) - came)[of] - taken[of]  # what is left up to the end of each layer
    is_left = stop > 0
    kept, of = ins[is_left], of[is_left]
    count = np.bincount(of, minlength=len(groups))
    used = np.zeros(len(groups), np.int64)
    oldest = np.flatnonzero(np.diff(of, prepend=-1))
    used[of[oldest]] = layer[is_left][oldest] - stop[is_left][oldest]
    return _Past(at[kept], count, -used, np.zeros(len(groups), np.int64))


def _moved(arena: Arena, at: Ints) -> Ints:
    """Return the quantities of rows, 0 for those that do nothing."""
    op: Bytes = arena.columns["op"][at]
    return np.asarray(arena.columns["qty"][at] * ((op == IN) | (op == OUT)), np.int64)


def _sums(values: Ints, length: Ints) -> Ints:
    """Return the sums of several spans that stand one after the other."""
    running = np.concatenate(([0], np.cumsum(values)))
    end = np.cumsum(length)
    return np.asarray(running[end] - running[end - length], np.int64)
