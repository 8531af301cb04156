"""Moving average (移动加权平均) of many pools at once, each issue rounded half-up.

An issue takes ``half_up(V × q ÷ Q)`` of the V and Q on hand. Q is a plain running sum, but V depends on the rounding of
every issue before, so one pool can only be walked step by step. Many pools can be walked side by side, the k-th row of
each in one step; yet one product in a shop may have a tenth of all movements, and would be walked alone.

So a long pool is cut into pieces that are walked side by side as well, each from a guess of the V it starts with. Then
each piece whose guess was not what the piece before ended with is walked again, until V meets what it was the first
time. It soon does: taking a part of V takes as large a part of a mistake in V, and nothing rounded ever carries two
different V past one another. When every piece starts with what the one before ends with, all is as if walked from the
first row, to the minor unit. Where stock turns so slowly that this has not come about after some rounds, the rest is
walked in Python's integers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from jxc_xl.cost.shares import EXACT, Floats, share_large
from jxc_xl.numbers import Bools, Ints

LEAST, MOST, TURNS = 128, 2048, 8  # rows walked one after the other, and in turns of stock
ROUNDS = 24
FEW = 16  # pieces that are not worth walking side by side
TINY = 1e-300
LOOK = 16  # steps between two looks at which pieces have met

Numbers = npt.NDArray[Any]


class _Rows(NamedTuple):
    """What a step needs of each row: all doubles, or all integers where doubles are not exact.

    Attributes:
        table: A line a row: amount that comes in; quantity issued, twice; quantity on hand before, at least 1; twice
            that. Side by side, as one step needs them together.
        held: Value on hand before each row, filled by the walk.
    """

    table: Numbers
    held: Numbers


class _Pieces(NamedTuple):
    """Stretches of rows: where each starts, how many rows, and whether it goes on with the pool of the one before."""

    start: Ints
    length: Ints
    goes_on: Bools


def moving_average(qty: Ints, value: Ints, start: Ints) -> Ints:
    """Return what each issue costs; 0 for all other rows.

    Args:
        qty: Scaled; > 0 in, < 0 out, 0 nothing. Never less than nothing on hand.
        value: Amount of what comes in, minor units, >= 0.
        start: Row at which each pool starts; a pool's sums pass ``shares.fits``.
    """
    if not len(qty):
        return np.zeros(0, np.int64)
    start = start[np.diff(start, append=len(qty)) > 0]
    before = _before(qty, start)
    out = -np.minimum(qty, 0)
    pieces = _cut(start, len(qty), _rows_a_piece(out, before))
    guess = _guess(qty, value, before, pieces)
    np.maximum(before, 1, out=before)
    value = np.where(qty > 0, value, 0)
    table = _table(value, out, before, np.dtype(np.float64))
    held = _settle(_Rows(table, np.zeros(len(qty))), pieces, guess.astype(np.float64))
    held *= table[:, 1]
    held += table[:, 2]
    if held.max() < EXACT:
        held /= table[:, 3]
        return np.floor(held, out=held).astype(np.int64)
    rows = _Rows(_table(value, out, before, qty.dtype), np.zeros_like(qty))
    return share_large(_settle(rows, pieces, guess), out, before)


def _before(qty: Ints, start: Ints) -> Ints:
    """Return the quantity on hand before each row."""
    before = np.cumsum(qty)
    before -= qty
    before -= np.repeat(before[start], np.diff(start, append=len(qty)))
    return before


def _rows_a_piece(out: Ints, before: Ints) -> int:
    """Return how many rows to walk one after the other: some times what it takes stock to turn."""
    turn = float(before.sum(dtype=np.float64)) / max(float(out.sum(dtype=np.float64)), 1.0)
    return int(min(max(TURNS * turn, LEAST), MOST))


def _table(value: Ints, out: Ints, before: Ints, dtype: np.dtype[Any]) -> Numbers:
    table = np.empty((len(out), 4), dtype)
    table[:, 0] = value
    np.add(out, out, out=table[:, 1], casting="unsafe")
    table[:, 2] = before
    np.add(before, before, out=table[:, 3], casting="unsafe")
    return table


def _cut(start: Ints, rows: int, most: int) -> _Pieces:
    """Cut pools into pieces of at most so many rows."""
    length = np.diff(start, append=rows)
    pieces = -(-length // most)
    if int(pieces.max(initial=0)) <= 1:
        return _Pieces(start, length, np.zeros(len(start), np.bool_))
    nth = np.arange(int(pieces.sum())) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    start = np.repeat(start, pieces) + nth * most
    return _Pieces(start, np.minimum(np.repeat(length, pieces) - nth * most, most), nth > 0)


def _guess(qty: Ints, value: Ints, before: Ints, pieces: _Pieces) -> Ints:
    """Guess the value each piece starts with, as if nothing had been rounded.

    Between two receipts an unrounded value falls as the quantity does, so V after a receipt is V after the one before
    times a factor, plus what came in. The factors up to the last receipt before each piece are taken together.
    """
    guess = np.zeros(len(pieces.start), np.int64)
    if not pieces.goes_on.any():
        return guess
    ins = np.flatnonzero(qty > 0)
    found = before[ins]
    there = found + qty[ins]
    fall = np.log(np.maximum(found[1:] / there[:-1], TINY))
    level = np.concatenate(([0.0], np.cumsum(fall)))
    seen = np.searchsorted(ins, pieces.start)
    last = np.maximum(np.append(seen[1:], len(ins)) - 1, 0)
    piece_of = np.repeat(np.arange(len(seen)), np.diff(seen, append=len(ins)))
    own = np.bincount(piece_of, value[ins] * np.exp(level[last[piece_of]] - level), len(seen))
    kept = np.exp(level[last] - level[np.maximum(seen - 1, 0)])
    held = _chain(pieces.goes_on, own.tolist(), kept.tolist())
    np.rint(held * before[pieces.start] / there[np.maximum(seen - 1, 0)], out=guess, casting="unsafe")
    return guess


def _chain(goes_on: Bools, own: list[float], kept: list[float]) -> Floats:
    """Return what is held before each piece, of what the pieces before it brought in."""
    held = [0.0] * len(own)
    for piece in np.flatnonzero(goes_on).tolist():
        held[piece] = own[piece - 1] + kept[piece - 1] * held[piece - 1]
    return np.array(held)


def _settle(rows: _Rows, pieces: _Pieces, begin: Numbers) -> Numbers:
    """Walk all pieces, then again those that did not start with what the one before ended with, until all do."""
    end = np.zeros_like(begin)
    _walk(rows, pieces, begin, end)
    kept = np.zeros(len(begin))  # how much of a mistake at its start a piece still has at its end
    on = np.flatnonzero(pieces.goes_on)
    for _ in range(ROUNDS):
        wrong = on[begin[on] != end[on - 1]]
        if len(wrong) <= FEW:
            break
        better = _better(begin, end, kept, wrong)
        change, before = better - begin[wrong], end[wrong]
        begin[wrong] = better
        end[wrong] = _again(rows, _Pieces(*(column[wrong] for column in pieces)), better, before)
        kept[wrong] = (end[wrong] - before) / np.where(change, change, 1)
    _finish(rows, pieces, begin, end)
    return rows.held


def _walk(rows: _Rows, pieces: _Pieces, begin: Numbers, end: Numbers) -> None:
    """Walk pieces side by side from the values given, and fill in what they end with."""
    order = np.argsort(-pieces.length, kind="stable")
    at, held = pieces.start[order], begin[order]
    active = len(order) - np.cumsum(np.bincount(pieces.length))
    _steps(rows, at, held, active[:-1].tolist())
    end[order] = held


def _steps(rows: _Rows, at: Ints, held: Numbers, counts: list[int]) -> None:
    """Do some steps, each by as many pieces as are given for it, the longest first."""
    table, kept = rows
    divide = _divide_doubles if table.dtype == np.float64 else _divide_ints
    for count in counts:
        now, there = at[:count], held[:count]
        kept[now] = there
        line = table.take(now, axis=0)
        there -= divide(there, line)
        there += line[:, 0]
        now += 1


def _divide_doubles(held: Numbers, line: Numbers) -> Numbers:
    top: Floats = held * line[:, 1]
    top += line[:, 2]
    top /= line[:, 3]
    return np.floor(top, out=top)


def _divide_ints(held: Numbers, line: Numbers) -> Numbers:
    return share_large(held, line[:, 1] >> 1, line[:, 2])


def _again(rows: _Rows, pieces: _Pieces, begin: Numbers, before: Numbers) -> Numbers:
    """Walk pieces again from other values, each until it meets its first walk; return what they end with."""
    end = before.copy()
    live = np.argsort(-pieces.length, kind="stable")
    at, held, length = pieces.start[live], begin[live], pieces.length[live]
    done = 0
    while len(live) > FEW:
        counts = np.searchsorted(-length, -np.arange(done, done + LOOK))
        _steps(rows, at, held, counts[counts > 0].tolist())
        done += LOOK
        is_over = length <= done
        end[live[is_over]] = held[is_over]
        keep = ~is_over
        keep[keep] = held[keep] != rows.held[at[keep]]
        live, at, held, length = live[keep], at[keep], held[keep], length[keep]
    for piece, first, value in zip(live.tolist(), at.tolist(), held.tolist(), strict=True):
        last = int(pieces.start[piece] + pieces.length[piece])
        end[piece] = _walk_on(rows, slice(first, last), int(value), int(before[piece]))
    return end


def _better(begin: Numbers, end: Numbers, kept: Numbers, wrong: Ints) -> Numbers:
    """Return better guesses: what the piece before ended with, and what would reach its end of its own correction."""
    better = end[wrong - 1]
    if kept.any():
        change, before = 0.0, -1
        for i, piece in enumerate(wrong.tolist()):
            carried = kept[before] * change if before == piece - 1 else 0.0
            better[i] += round(carried)
            change, before = float(better[i] - begin[piece]), piece
    return better


def _finish(rows: _Rows, pieces: _Pieces, begin: Numbers, end: Numbers) -> None:
    """Walk what is still wrong one piece after the other."""
    for piece in np.flatnonzero(pieces.goes_on).tolist():
        if begin[piece] != end[piece - 1]:
            start = int(pieces.start[piece])
            at = slice(start, start + int(pieces.length[piece]))
            end[piece] = _walk_on(rows, at, int(end[piece - 1]), int(end[piece]))


def _walk_on(rows: _Rows, at: slice, held: int, end: int) -> int:
    """Walk rows in Python's integers until they meet their first walk, which had another end; return their end."""
    for start in range(at.start, at.stop, LOOK):
        block = slice(start, min(start + LOOK, at.stop))
        new: list[int] = []
        for line, old in zip(rows.table[block].tolist(), rows.held[block].tolist(), strict=True):
            if held == old:
                rows.held[start : start + len(new)] = new
                return end
            new.append(held)
            value, twice, whole, double = map(int, line)
            held += value - (held * twice + whole) // double
        rows.held[block] = new
    return held
