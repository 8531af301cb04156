"""Floats, packs and roots become whole quantities."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from jxc_xl.plan.whole import LARGEST, packed, root, stock, weighted
from tests.plan.moves import LAWS


def test_units_are_rounded_up_to_four_decimals_as_a_spreadsheet_shows_them() -> None:
    values = np.array([1.0, 0.1 + 0.2, 0.30001, -0.30001, 12345678.00001])
    assert stock(values, pd.RangeIndex(5)).tolist() == [10_000, 3000, 3001, -3000, 123_456_780_001]


def test_what_is_no_number_or_beyond_any_stock_is_blank() -> None:
    values = np.array([np.nan, np.inf, -np.inf, 1e300, LARGEST / 10**4 * 1.1])
    assert stock(values, pd.RangeIndex(5)).isna().all()


@LAWS
@given(st.integers(0, LARGEST), st.integers(1, LARGEST))
def test_packs_cover_a_quantity_with_less_than_a_pack_to_spare(qty: int, pack: int) -> None:
    found = int(packed(np.array([qty]), np.array([pack]))[0])
    assert found % pack == 0
    assert 0 <= found - qty < pack


@LAWS
@given(st.integers(0, 10**30), st.integers(1, 10**15))
@example(1, 4)
@example(9, 4)
@example(1, 5)
def test_a_root_is_rounded_half_up(numerator: int, denominator: int) -> None:
    found, value = root(numerator, denominator), Fraction(numerator, denominator)
    half = Fraction(1, 2)
    assert value < (found + half) ** 2
    assert found == 0 or (found - half) ** 2 <= value


@LAWS
@given(st.lists(st.tuples(st.integers(-(2**62), 2**62), st.integers(0, 10**5)), max_size=5))
@example([(2**62, 10), (2**62, 10)])
@example([(3, 4)])
def test_sums_of_weighted_values_are_exact(rows: list[tuple[int, int]]) -> None:
    values, weights = (np.array([row[side] for row in rows], np.int64) for side in (0, 1))
    assert int(sum(weighted(values, weights).tolist())) == sum(value * weight for value, weight in rows)
    assert int(weighted(values, weights).sum()) == sum(value * weight for value, weight in rows)
