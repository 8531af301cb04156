"""Each kernel against its slow, obvious twin: bit for bit, whatever the rows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, gcd
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jxc_xl.cost import averages, kernels
from jxc_xl.cost.shares import fits, share
from jxc_xl.numbers import Ints
from tests.cost import twins
from tests.cost.twins import Rows, Size, Twin, each_pool, made_up

Kernel = Callable[[Rows], Ints]
PAIRS: dict[str, tuple[Kernel, Twin]] = {
    "fifo": (lambda rows: kernels.fifo(rows.qty, rows.value, rows.start), twins.fifo),
    "moving_average": (
        lambda rows: kernels.moving_average(rows.qty, rows.value, rows.start),
        twins.moving_average,
    ),
    "month_average": (
        lambda rows: kernels.month_average(rows.qty, rows.value, rows.period, rows.start),
        twins.month_average,
    ),
    "specific": (lambda rows: kernels.specific(rows.qty, rows.value, rows.lot, rows.start), twins.specific),
}
EACH = pytest.mark.parametrize("method", PAIRS)
SIZES = st.builds(
    Size,
    rows=st.integers(1, 60),
    pools=st.integers(1, 5),
    qty=st.sampled_from([1, 3, 1000, 10**6, 10**13]),
    price=st.sampled_from([0, 7, 1000, 10**6]),
    lots=st.integers(1, 3),
    spare=st.sampled_from([0.0, 0.5, 1.0]),
)


def is_plain(rows: Rows) -> bool:
    """Tell whether every pool's sums are within what a kernel takes."""
    is_in = rows.qty > 0
    worth, came = (np.add.reduceat(np.where(is_in, column, 0), rows.start) for column in (rows.value, rows.qty))
    return bool(fits(worth.astype(float), came.astype(float)).all())


def agrees(method: str, rows: Rows) -> bool:
    kernel, twin = PAIRS[method]
    return bool(kernel(rows).tolist() == each_pool(rows, twin))


@EACH
@given(size=SIZES, seed=st.integers(0, 10**6))
def test_a_kernel_costs_as_its_twin(method: str, size: Size, seed: int) -> None:
    rows = made_up(size, seed)
    assume(is_plain(rows))
    assert agrees(method, rows)


@EACH
@pytest.mark.parametrize(
    "size",
    [
        Size(rows=30_000, pools=300),
        Size(rows=30_000, pools=1, lots=1),  # one product has all movements
        Size(rows=30_000, pools=20, qty=10**10, price=10**4),  # products pass 64 bits
        Size(rows=6_000, pools=6_000),
    ],
)
def test_a_kernel_costs_many_rows_as_its_twin(method: str, size: Size) -> None:
    assert agrees(method, made_up(size, 1))


@pytest.mark.parametrize("rounds", [0, 1, 24])
@pytest.mark.parametrize("few", [0, 5])
@pytest.mark.parametrize("piece", [1, 2, 50])
def test_a_moving_average_is_the_same_however_it_is_cut(
    monkeypatch: pytest.MonkeyPatch, rounds: int, few: int, piece: int
) -> None:
    monkeypatch.setattr(averages, "ROUNDS", rounds)
    monkeypatch.setattr(averages, "FEW", few)
    monkeypatch.setattr(averages, "MOST", piece)
    assert agrees("moving_average", made_up(Size(rows=700, pools=4), 2))
    assert agrees("moving_average", made_up(Size(rows=700, pools=4, qty=10**12), 3))


def test_stock_that_hardly_turns_is_costed_exactly() -> None:
    """A mistake in a guess never wears off, so pieces must be walked again and again."""
    qty = np.full(20_000, -3)
    qty[0], qty[5::7] = 10**9, 17
    rows = Rows(qty, np.where(qty > 0, 1_000_003, 0), np.zeros_like(qty), np.zeros_like(qty), np.zeros(1, np.int64))
    assert agrees("moving_average", rows)


@EACH
def test_pools_without_rows_do_no_harm(method: str) -> None:
    rows = made_up(Size(rows=40, pools=4), 5)
    kernel, _ = PAIRS[method]
    start = np.sort(np.append(rows.start, [0, int(rows.start[-1]), 40]))
    assert kernel(rows._replace(start=start)).tolist() == kernel(rows).tolist()


@EACH
def test_no_rows_cost_nothing(method: str) -> None:
    none = np.zeros(0, np.int64)
    assert PAIRS[method][0](Rows(none, none, none, none, none)).tolist() == []


@EACH
@given(size=SIZES, seed=st.integers(0, 10**6))
def test_what_came_in_is_what_went_out_and_what_is_left(method: str, size: Size, seed: int) -> None:
    """The rest lies between 0 and all; a pool that is used up has nothing left."""
    rows = made_up(size, seed)
    assume(is_plain(rows))
    cost = PAIRS[method][0](rows)
    came = np.where(rows.qty > 0, rows.value, 0)
    left = np.add.reduceat(came - cost, rows.start)
    assert (left >= 0).all()
    assert (left[np.add.reduceat(rows.qty, rows.start) == 0] == 0).all()


@given(
    st.lists(
        st.tuples(st.integers(0, 2**62 - 1), st.integers(1, 2**60 - 1), st.fractions(0, 1)), min_size=1, max_size=50
    )
)
def test_a_share_is_rounded_half_up_whatever_its_size(numbers: list[tuple[int, int, Fraction]]) -> None:
    kept = [(value, floor(whole * part), whole) for value, whole, part in numbers if fits(float(value), float(whole))]
    value, part, whole = (np.array(column, np.int64) for column in (zip(*kept, strict=True) if kept else ([], [], [])))
    assert share(value, part, whole).tolist() == [(2 * v * x + q) // (2 * q) for v, x, q in kept]


@settings(max_examples=300)
@given(st.integers(1, 62), st.integers(2, 60), st.integers(0, 10**6))
def test_a_share_next_to_a_half_or_a_whole_is_rounded_exactly(value_bits: int, qty_bits: int, seed: int) -> None:
    """The amount is chosen by its remainder: none, just below a half, just above it, just below a whole."""
    chance = Random(seed)  # noqa: S311 (numbers for a test)
    kept = []
    for near in range(40):
        whole = chance.randrange(2 ** (qty_bits - 1), 2**qty_bits) | 1
        part = chance.randrange(whole) + 1
        rest = [0, whole // 2, whole // 2 + 1, whole - 1][near % 4]
        if gcd(part, whole) == 1:
            value = rest * pow(part, -1, whole) % whole
            value += max(0, chance.randrange(2**value_bits) - value) // whole * whole
            kept += [(value, part, whole)] if fits(float(value), float(whole)) else []
    columns = zip(*kept, strict=True) if kept else ([], [], [])
    values, parts, wholes = (np.array(column, np.int64) for column in columns)
    assert share(values, parts, wholes).tolist() == [(2 * v * x + q) // (2 * q) for v, x, q in kept]
