"""Classes by hand, by the definition in exact fractions, and the laws they keep."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jxc_xl.plan.classes import Limits, abc, count_due, xyz
from tests.plan.moves import LAWS

MILLION = 10**6


def classes(values: Mapping[str, int], limits: Limits | None = None) -> dict[str, str]:
    series = pd.Series(dict(values), dtype="int64")
    found = abc(series, limits) if limits else abc(series)
    return {str(sku): str(grade) for sku, grade in found["abc"].items()}


def table(rows: Mapping[str, list[int]]) -> pd.DataFrame:
    width = len(next(iter(rows.values()), []))
    return pd.DataFrame(list(rows.values()), index=list(rows), columns=range(width), dtype="int64")


def test_a_product_is_classed_by_the_share_before_it() -> None:
    """Of 100: before A 0, before B 50, before C 79, before D 80, before E 94, before F 95, before G 98 %."""
    found = abc(pd.Series({"A": 50, "B": 29, "C": 1, "D": 14, "E": 1, "F": 3, "G": 2}, dtype="int64"))
    by_value = found.loc[["A", "B", "D", "F", "G", "C", "E"]]
    assert by_value["abc"].tolist() == ["A", "A", "A", "B", "C", "C", "C"]
    assert by_value["share_before"].tolist() == [0, 500_000, 790_000, 930_000, 960_000, 980_000, 990_000]


def test_a_single_product_of_nearly_everything_is_a() -> None:
    """supplychainpy counts the product's own share in, so that 90 % in one product makes it B."""
    assert classes({"BIG": 90, "REST": 10}) == {"BIG": "A", "REST": "B"}


def test_limits_are_the_first_share_of_the_next_class() -> None:
    assert classes({"A": 80, "B": 15, "C": 5}) == {"A": "A", "B": "B", "C": "C"}
    assert classes({"A": 80, "B": 15, "C": 5}, Limits(800_001, 950_001)) == {"A": "A", "B": "A", "C": "B"}


def test_what_brings_nothing_or_less_is_c_and_takes_no_share() -> None:
    assert classes({"A": 10, "ZERO": 0, "BACK": -500}) == {"A": "A", "ZERO": "C", "BACK": "C"}
    assert classes({"ZERO": 0, "BACK": -5}) == {"ZERO": "C", "BACK": "C"}
    assert abc(pd.Series({"ZERO": 0}, dtype="int64"))["share_before"].isna().tolist() == [True]


def test_a_limit_beyond_the_whole_does_not_lift_what_brings_nothing() -> None:
    assert classes({"A": 10, "B": 1, "ZERO": 0}, Limits(10**6, 10**6 + 1)) == {"A": "A", "B": "A", "ZERO": "C"}


def test_equal_values_are_ranked_by_code_whatever_order_they_come_in() -> None:
    found = classes(dict.fromkeys(["P3", "P1", "P2", "P5", "P4"], 20))
    assert found == {"P1": "A", "P2": "A", "P3": "A", "P4": "A", "P5": "B"}


def test_no_product_has_no_class() -> None:
    assert classes({}) == {}


VALUES = st.dictionaries(
    st.text("ABC12", min_size=1, max_size=4),
    st.one_of(st.integers(-10, 10), st.integers(-(2**62), 2**62)),
    max_size=12,
)


@LAWS
@given(VALUES)
@example({"A": 2**62, "B": 2**62, "C": 2**62})
def test_classes_are_those_of_the_definition_in_exact_fractions(values: dict[str, int]) -> None:
    found = abc(pd.Series(values, dtype="int64"))
    whole = sum(value for value in values.values() if value > 0)
    for sku, value in values.items():
        before = sum(other for code, other in values.items() if other > 0 and (-other, code) < (-value, sku))
        share = Fraction(before, whole) if whole else None
        grade = "C" if value <= 0 or share is None or share >= Fraction(95, 100) else "B"
        grade = "A" if grade == "B" and share is not None and share < Fraction(80, 100) else grade
        assert found.loc[sku, "abc"] == grade
        if share is not None:
            shown = int(found["share_before"].to_dict()[sku])
            assert abs(Fraction(shown, MILLION) - share) <= Fraction(1, 2 * MILLION)


@LAWS
@given(VALUES, st.randoms())
def test_classes_do_not_depend_on_the_order_of_products(values: dict[str, int], random: Random) -> None:
    codes = list(values)
    random.shuffle(codes)
    found = classes({code: values[code] for code in codes})
    assert found == classes(values)
    assert list(found) == codes


@LAWS
@given(
    st.dictionaries(st.text("ABC", min_size=1, max_size=3), st.integers(-(10**9), 10**9), max_size=9),
    st.integers(1, 99),
)
def test_classes_do_not_depend_on_the_currency(values: dict[str, int], factor: int) -> None:
    assert classes({code: value * factor for code, value in values.items()}) == classes(values)


@LAWS
@given(VALUES.filter(lambda values: max(values.values(), default=0) > 0))
def test_the_largest_product_is_always_a_and_values_only_fall_from_class_to_class(values: dict[str, int]) -> None:
    found = classes(values)
    assert found[min(values, key=lambda code: (-values[code], code))] == "A"
    ranked = sorted(values, key=lambda code: (-values[code], code))
    assert [found[code] for code in ranked] == sorted(found.values())


def test_steady_sales_are_x_changing_ones_y_and_rare_ones_z() -> None:
    """Mean 4, deviation 0: X. Mean 4, deviation 4 ÷ 2: still X. Mean 2, deviation 2: still Y. One sale of four: √3."""
    found = xyz(table({"SAME": [4, 4, 4, 4], "HALF": [2, 6, 2, 6], "ALL": [0, 4, 0, 4], "ONE": [8, 0, 0, 0]}))
    assert found["xyz"].to_dict() == {"SAME": "X", "HALF": "X", "ALL": "Y", "ONE": "Z"}
    assert found["variation"].tolist() == [0, 500_000, 1_000_000, 1_732_051]


def test_periods_without_sales_count() -> None:
    assert xyz(table({"A": [5, 5]}))["xyz"].tolist() == ["X"]
    assert xyz(table({"A": [5, 5, 0, 0, 0, 0]}))["xyz"].tolist() == ["Z"]


def test_the_deviation_is_that_of_the_population() -> None:
    """1 and 3: population deviation 1, that of a sample 1.414."""
    assert xyz(table({"A": [1, 3]}))["variation"].tolist() == [500_000]


def test_what_is_not_sold_on_balance_is_z_without_a_variation() -> None:
    found = xyz(table({"NONE": [0, 0], "BACK": [3, -9], "EVEN": [3, -3]}))
    assert found["xyz"].tolist() == ["Z", "Z", "Z"]
    assert found["variation"].isna().all()


def test_limits_of_variation_are_arguments_and_not_those_of_supplychainpy() -> None:
    """supplychainpy: X up to 0.20, Y up to 0.60; 0.5 is Y and 1.0 is Z there."""
    rows = table({"HALF": [2, 6], "ALL": [0, 4]})
    assert xyz(rows)["xyz"].tolist() == ["X", "Y"]
    assert xyz(rows, Limits(200_000, 600_000))["xyz"].tolist() == ["Y", "Z"]


ROWS = st.integers(1, 6).flatmap(
    lambda width: st.dictionaries(
        st.text("ABC", min_size=1, max_size=3),
        st.lists(st.integers(-5, 10**12), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


@LAWS
@given(ROWS)
def test_variation_is_that_of_the_statistics_module_in_exact_fractions(rows: dict[str, list[int]]) -> None:
    found = xyz(table(rows))
    for sku, qty in rows.items():
        if sum(qty) <= 0:
            assert found.loc[sku, "xyz"] == "Z"
            continue
        square = (
            Fraction(statistics.pvariance([Fraction(one) for one in qty])) / statistics.mean(map(Fraction, qty)) ** 2
        )
        assert found.loc[sku, "xyz"] == ("X" if square <= Fraction(1, 4) else "Y" if square <= 1 else "Z")
        with localcontext(prec=80):
            root = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt() * MILLION
            assert found.loc[sku, "variation"] == int(root.to_integral_value(ROUND_HALF_UP))


@LAWS
@given(ROWS, st.integers(1, 1000))
def test_variation_does_not_depend_on_the_unit(rows: dict[str, list[int]], factor: int) -> None:
    more = {sku: [value * factor for value in qty] for sku, qty in rows.items()}
    assert xyz(table(more)).equals(xyz(table(rows)))


def due(grade: str, counted: str | None, today: str = "2026-11-24 09:30") -> str:
    classes_of = pd.Series({"P": grade}, dtype="str")
    counted_on = pd.Series({"P": counted}, dtype="datetime64[s]")
    return str(count_due(classes_of, counted_on, pd.Timestamp(today)).dt.strftime("%Y-%m-%d %H:%M").loc["P"])


@pytest.mark.parametrize(
    ("grade", "counted", "day"),
    [
        ("A", "2026-11-03", "2026-12-03"),
        ("B", "2026-11-03", "2027-02-03"),
        ("C", "2026-11-03", "2027-11-03"),
        ("A", "2026-01-31", "2026-02-28"),
        ("B", "2025-11-30", "2026-02-28"),
        ("C", "2024-02-29", "2025-02-28"),
        ("A", None, "2026-11-24"),
        ("C", None, "2026-11-24"),
    ],
)
def test_a_is_counted_monthly_b_quarterly_c_yearly_and_what_never_was_today(
    grade: str, counted: str | None, day: str
) -> None:
    assert due(grade, counted) == f"{day} 00:00"


def test_a_count_at_some_time_of_day_is_due_on_a_day() -> None:
    assert due("A", "2026-11-03 17:45:10") == "2026-12-03 00:00"


def test_products_that_no_count_names_are_due_today_and_counted_ones_of_no_class_are_left_out() -> None:
    grades = pd.Series({"P": "A", "Q": "B"}, dtype="str")
    counted = pd.Series({"Q": "2026-11-03", "GONE": "2026-01-01"}, dtype="datetime64[s]")
    found = count_due(grades, counted, pd.Timestamp("2026-11-24"))
    assert found.dt.strftime("%Y-%m-%d").to_dict() == {"P": "2026-11-24", "Q": "2027-02-03"}
    none = count_due(grades, pd.Series({}, dtype="datetime64[s]"), pd.Timestamp("2026-11-24"))
    assert np.unique(none.to_numpy()).tolist() == np.unique(found.loc[["P"]].to_numpy()).tolist()
