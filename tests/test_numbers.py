"""Numbers against exact fractions: what is rounded, split and converted, and what does not fit."""

from __future__ import annotations

import decimal
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jxc_xl import numbers
from tests import oracle

MOST = numbers.MAX_INT
ANY = st.one_of(
    st.integers(-(10**6), 10**6),
    st.integers(-MOST, MOST),
    st.sampled_from([0, 1, -1, MOST, -MOST, MOST - 1, 2**62, -(2**62), 2**31, 2**32 + 1]),
)
AMOUNT = st.integers(-(10**12), 10**12)


def ints(values: list[int]) -> numbers.Ints:
    return np.array(values, np.int64)


@given(st.lists(st.tuples(ANY, ANY), max_size=6), st.integers(0, 24))
@example([(MOST, MOST)], 18)
@example([(MOST, 1)], 0)
@example([(MOST, 2)], 0)
@example([(3 * 10**9, 3 * 10**9)], 0)
@example([(-MOST, 10**6)], 6)
@example([(2**31, 2**31), (1, 5)], 1)
def test_a_product_is_exact_and_half_up_or_reported_as_too_large(pairs: list[tuple[int, int]], down: int) -> None:
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    exact = [oracle.half_up(Fraction(one * other, 10**down)) for one, other in pairs]
    found = numbers.multiply(ints(left), ints(right), down)
    assert found.is_too_large.tolist() == [abs(value) > MOST for value in exact]
    assert found.values.tolist() == [0 if abs(value) > MOST else value for value in exact]


@given(st.lists(st.tuples(ANY, st.integers(1, 2**62)), max_size=6))
@example([(5, 10), (-5, 10), (4, 10), (MOST, 2**62), (-MOST, 2)])
def test_half_up_is_away_from_zero(pairs: list[tuple[int, int]]) -> None:
    found = numbers.half_up(ints([value for value, _ in pairs]), ints([by for _, by in pairs]))
    assert found.tolist() == [oracle.half_up(Fraction(value, by)) for value, by in pairs]


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**30))
@example(5, 10)
@example(-5, 10)
def test_half_up_of_unbounded_integers_is_exact(value: int, by: int) -> None:
    assert numbers.half_up_one(value, by) == oracle.half_up(Fraction(value, by))


@given(st.integers(-(10**25), 10**25), st.integers(0, 10**25), st.integers(1, 10**25))
def test_dividing_rounds_once_after_multiplying(value: int, numerator: int, denominator: int) -> None:
    assert numbers.divide(value, numerator, denominator) == oracle.half_up(Fraction(value * numerator, denominator))


WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any)


@given(AMOUNT, WEIGHTS)
def test_shares_add_up_and_none_is_a_unit_away_from_its_due(total: int, weights: list[int]) -> None:
    shares = numbers.split(total, weights)
    assert sum(shares) == total
    dues = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert all(abs(share - due) < 1 for share, due in zip(shares, dues, strict=True))


@given(st.integers(0, 10**9), WEIGHTS)
def test_shares_go_to_the_largest_remainders(total: int, weights: list[int]) -> None:
    assert numbers.split(total, weights) == oracle.shares(total, weights)
    assert numbers.split(-total, weights) == [-share for share in oracle.shares(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (12322, [1, 1, 1], [4107, 4107, 4108]),
        (-12322, [1, 1, 1], [-4107, -4107, -4108]),
        (333, [9 * 74, 7 * 19, 131, 5 * 105], [152, 31, 30, 120]),
        (100000, [1, 1, 1], [33333, 33333, 33334]),
        (1, [5, 5, 0], [0, 1, 0]),
        (0, [1, 2], [0, 0]),
    ],
    ids=["123.22 over three", "taken back", "333 yen", "three digits", "one unit", "nothing"],
)
def test_shares_by_hand(total: int, weights: list[int], shares: list[int]) -> None:
    assert numbers.split(total, weights) == shares


@given(st.lists(ANY, max_size=40))
@example([MOST, MOST])
@example([MOST, -MOST, MOST])
@example([-MOST] * 5)
def test_a_total_is_exact_beyond_64_bits(values: list[int]) -> None:
    assert numbers.total(values) == sum(values)


@given(ANY, st.integers(0, 8))
def test_the_text_of_a_number_reads_back_as_the_number(value: int, digits: int) -> None:
    said = numbers.text_of(value, digits)
    assert Decimal(said) == Decimal(value).scaleb(-digits)
    assert len(said.partition(".")[2]) == digits
    trimmed = numbers.text_of(value, digits, is_trimmed=True)
    assert Decimal(trimmed) == Decimal(said)
    assert not ("." in trimmed and trimmed.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("value", "digits", "text", "trimmed"),
    [
        (1250, 2, "12.50", "12.5"),
        (-5, 2, "-0.05", "-0.05"),
        (0, 4, "0.0000", "0"),
        (-70000, 4, "-7.0000", "-7"),
        (7, 0, "7", "7"),
    ],
)
def test_texts_by_hand(value: int, digits: int, text: str, trimmed: str) -> None:
    assert numbers.text_of(value, digits) == text
    assert numbers.text_of(value, digits, is_trimmed=True) == trimmed


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_a_number_typed_with_or_without_thousands_commas_is_the_same(number: Decimal) -> None:
    assert numbers.decimal_of(f"{number:f}") == number
    assert numbers.decimal_of(f"{number:,f}") == number


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "nan", "inf", "-Infinity", "1e400", "12x", "--5", "1e-400"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert numbers.decimal_of(text) is None


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 12))
def test_a_spreadsheet_number_of_15_digits_is_the_decimal_people_see(digits: int, places: int) -> None:
    seen = Decimal(digits).scaleb(-places)
    assert numbers.decimal_of_float(float(seen)) == seen


def test_a_sum_of_floats_is_the_number_people_see() -> None:
    assert numbers.decimal_of_float(0.1 + 0.2) == Decimal("0.3")


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=8),
    st.integers(0, 8),
)
def test_scaling_keeps_every_decimal_or_says_there_are_too_many(number: Decimal, digits: int) -> None:
    exact = Fraction(number) * 10**digits
    assert numbers.scale(number, digits) == (exact.numerator if exact.denominator == 1 else None)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=7), st.integers(0, 6)
)
def test_rounded_text_is_half_up(number: Decimal, digits: int) -> None:
    with decimal.localcontext(prec=60):
        wanted = oracle.half_up(Fraction(number) * 10**digits)
        assert Decimal(numbers.round_text(number, digits)) == Decimal(wanted).scaleb(-digits)
        assert Decimal(numbers.round_text(number, digits)) == number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
