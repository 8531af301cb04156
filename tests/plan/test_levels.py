"""Reorder points and what is ordered: against stockpyl, against a whole distribution counted out, and by hand."""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.levels import Policy, Review, levels, order_quantity, position, safety_stock, z_of
from tests.plan.moves import LAWS

GRID = Path(__file__).with_name("stockpyl_grid.csv")
QTY = 10**4


def grid() -> Iterator[dict[str, float]]:
    with GRID.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {name: float(value) for name, value in row.items()}


def products(*rows: tuple[float, float, float, float]) -> pd.DataFrame:
    """Return products of demand, deviation, lead days and lead deviation."""
    return pd.DataFrame(rows, columns=["demand", "deviation", "lead_days", "lead_deviation"], dtype="float64")


def one(
    policy: Policy, *, demand: float, deviation: float = 0, lead: float = 0, lead_deviation: float = 0
) -> dict[str, int]:
    found = levels(products((demand, deviation, lead, lead_deviation)), policy)
    return {str(name): int(value) for name, value in found.iloc[0].items()}


def wanted(**figures: float | None) -> pd.DataFrame:
    names = ("position", "reorder_point", "order_up_to", "moq", "pack_qty")
    scaled = {name: None if figures.get(name) is None else round(float(figures[name] or 0) * QTY) for name in names}
    return pd.DataFrame({name: pd.array([value], "Int64") for name, value in scaled.items()})


def ordered(**figures: float | None) -> float:
    return int(order_quantity(wanted(**figures)).iloc[0]) / QTY


@pytest.mark.parametrize(
    ("service", "z"),
    [
        (500_000, 0.0),
        (900_000, 1.2815515655446004),
        (950_000, 1.6448536269514722),
        (975_000, 1.959963984540054),
        (990_000, 2.3263478740408408),
        (999_000, 3.090232306167813),
    ],
)
def test_z_is_that_of_the_printed_tables(service: int, z: float) -> None:
    assert abs(z_of(service) - z) < 1e-9


@LAWS
@given(st.integers(1, 999_999))
def test_z_gives_back_the_service_level_it_was_asked_for(service: int) -> None:
    z = z_of(service)
    assert abs(0.5 * math.erfc(-z / math.sqrt(2)) - service / 10**6) < 1e-9
    assert abs(z + z_of(10**6 - service)) < 1e-9
    assert abs(z - NormalDist().inv_cdf(service / 10**6)) < 1e-9


def beside_stockpyl(row: dict[str, float]) -> list[tuple[int, float]]:
    """Return our levels of a product, scaled, and stockpyl's, in units."""
    mean, lead, review = row["demand"] / QTY / 365, row["lead_days"], row["review_days"]
    always, weekly = Policy(int(row["service"])), Policy(int(row["service"]), review, Review.PERIODIC)
    product = {"demand": mean, "deviation": row["deviation"] / QTY, "lead": lead}
    plain, periodic = one(always, **product), one(weekly, **product)
    unsure = one(always, **product, lead_deviation=row["lead_deviation"])
    return [
        (plain["reorder_point"], row["reorder_point"]),
        (plain["safety_stock"], row["reorder_point"] - mean * lead),
        (unsure["reorder_point"], row["variable_point"]),
        (periodic["order_up_to"], row["order_up_to"]),
        (periodic["reorder_point"], row["order_up_to"]),
        (periodic["safety_stock"], row["order_up_to"] - mean * (lead + review)),
    ]


def test_reorder_points_and_levels_are_stockpyls_rounded_up_to_the_fourth_decimal() -> None:
    compared = 0
    for row in grid():
        dust = 1e-9 * max(1, row["order_up_to"] * QTY)
        for ours, theirs in beside_stockpyl(row):
            assert -dust <= ours - theirs * QTY < 1 + dust, row
            compared += 1
    assert compared == 6000


def test_demand_over_a_lead_time_has_the_spread_that_counting_out_every_case_gives() -> None:
    """A day sells 0, 3 or 9 with equal chance; goods are under way 1, 2 or 6 days with equal chance."""
    sold, under_way = (0, 3, 9), (1, 2, 6)
    cases = [
        (sum(days), 1 / len(under_way) / len(sold) ** lead)
        for lead in under_way
        for days in itertools.product(sold, repeat=lead)
    ]
    mean = sum(total * chance for total, chance in cases)
    deviation = math.sqrt(sum((total - mean) ** 2 * chance for total, chance in cases))
    product = products((4, math.sqrt(14), 3, math.sqrt(14 / 3)))
    found = safety_stock(product, Policy(977_250))
    assert mean == pytest.approx(12)
    assert found[0] == pytest.approx(z_of(977_250) * deviation, rel=1e-12)


def test_a_shop_worked_by_hand() -> None:
    """10 a day, deviation 3; 16 days under way, deviation 0. z of 97.725 % is 2.000: 2.0000 × 3 × 4 = 24 more than 160.

    Every 9 days: 2 × 3 × 5 = 30 more than 10 × 25.
    """
    now = one(Policy(977_250, 9), demand=10, deviation=3, lead=16)
    weekly = one(Policy(977_250, 9, Review.PERIODIC), demand=10, deviation=3, lead=16)
    assert [round(now[name] / QTY, 2) for name in now] == [24.0, 184.0, 274.0]
    assert [round(weekly[name] / QTY, 2) for name in weekly] == [30.0, 280.0, 280.0]


def test_demand_over_the_lead_time_is_not_that_of_its_square_root() -> None:
    """supplychainpy orders at √L·D + safety stock: √16 × 10 = 40 for goods that need 16 days at 10 a day."""
    assert one(Policy(), demand=10, lead=16)["reorder_point"] == 160 * QTY


def test_levels_are_rounded_up_but_the_dust_of_floating_point_is_not() -> None:
    assert one(Policy(), demand=1 / 3, lead=1)["reorder_point"] == 3334
    assert one(Policy(), demand=0.1, lead=3)["reorder_point"] == 3000, "0.1 × 3 is 0.30000000000000004"


def test_what_is_not_known_leaves_levels_blank_and_an_unknown_lead_deviation_is_none() -> None:
    nan = float("nan")
    rows = products((nan, 1, 5, 0), (1, nan, 5, 0), (1, 1, nan, 0), (1, 0, 5, nan), (1e300, 0, 5, 0))
    found = levels(rows, Policy())
    assert found["reorder_point"].isna().tolist() == [True, True, True, False, True]
    assert list(found.to_dict("index")[3].values()) == [0, 5 * QTY, 12 * QTY]


def test_more_coming_back_than_going_out_is_no_demand_and_a_low_service_level_no_negative_stock() -> None:
    assert one(Policy(), demand=-2, lead=5)["reorder_point"] == 0
    assert one(Policy(300_000), demand=1, deviation=5, lead=4)["safety_stock"] == 0


FLOAT = st.floats(0, 10**6, allow_subnormal=False)
SERVICE = st.integers(1, 999_999)


@LAWS
@given(st.tuples(FLOAT, FLOAT, FLOAT, FLOAT), SERVICE, SERVICE, st.sampled_from(list(Review)))
def test_levels_rise_with_the_service_level(
    product: tuple[float, float, float, float], one_level: int, other: int, review: Review
) -> None:
    low, high = (levels(products(product), Policy(level, 7, review)) for level in sorted((one_level, other)))
    for name in low:
        assert low[name].iloc[0] <= high[name].iloc[0]


@LAWS
@given(st.tuples(FLOAT, FLOAT, FLOAT, FLOAT), SERVICE, st.integers(0, 100))
def test_whoever_orders_only_now_and_then_needs_more_and_fills_up_as_far_as_he_orders_at(
    product: tuple[float, float, float, float], service: int, days: int
) -> None:
    always = levels(products(product), Policy(service, days)).iloc[0]
    seldom = levels(products(product), Policy(service, days, Review.PERIODIC)).iloc[0]
    assert all(always[name] <= seldom[name] for name in always.index)
    assert seldom["reorder_point"] == seldom["order_up_to"]


def test_the_position_counts_what_is_coming_and_what_is_promised() -> None:
    on_hand, on_order, reserved = (pd.Series([value], ["A"], dtype="int64") for value in (5, 40, 12))
    assert position(on_hand, on_order, reserved).to_dict() == {"A": 33}


def test_nothing_is_ordered_above_the_reorder_point_and_at_it_up_to_the_level() -> None:
    assert ordered(position=21, reorder_point=20, order_up_to=50) == 0
    assert ordered(position=20, reorder_point=20, order_up_to=50) == 30
    assert ordered(position=-4, reorder_point=20, order_up_to=50) == 54


def test_goods_on_their_way_are_not_ordered_again() -> None:
    levels_of = {"reorder_point": 20.0, "order_up_to": 50.0}
    assert ordered(position=5, **levels_of) == 45
    assert ordered(position=5 + 45, **levels_of) == 0


def test_the_minimum_is_kept_and_packs_are_filled_last() -> None:
    due = {"position": 20.0, "reorder_point": 20.0, "order_up_to": 50.0}
    assert ordered(**due, moq=40) == 40
    assert ordered(**due, moq=40, pack_qty=12) == 48
    assert ordered(**due, moq=10, pack_qty=12) == 36
    assert ordered(**due, moq=10, pack_qty=30) == 30


def test_without_a_pack_whole_units_are_ordered_and_with_a_small_one_parts_of_them() -> None:
    due = {"position": 1.0, "reorder_point": 2.0, "order_up_to": 3.2001}
    assert ordered(**due) == 3
    assert ordered(**due, pack_qty=0.1) == 2.3


def test_nothing_is_missing_when_the_level_is_reached_whatever_the_minimum() -> None:
    assert ordered(position=0, reorder_point=0, order_up_to=0, moq=100) == 0


def test_where_a_level_is_blank_the_order_is_blank() -> None:
    assert order_quantity(wanted(position=5)).isna().tolist() == [True]


AMOUNT = st.integers(0, 10**12)


@LAWS
@given(st.integers(-(10**12), 10**12), AMOUNT, AMOUNT, AMOUNT, st.integers(1, 10**9))
def test_an_order_reaches_the_level_with_the_fewest_packs_that_keep_the_minimum(
    place: int, point: int, more: int, moq: int, pack: int
) -> None:
    row = {"position": place, "reorder_point": point, "order_up_to": point + more, "moq": moq, "pack_qty": pack}
    qty = int(order_quantity(pd.DataFrame({name: np.array([value]) for name, value in row.items()})).iloc[0])
    if place > point or place >= point + more:
        assert qty == 0
    else:
        assert qty % pack == 0
        assert place + qty >= point + more
        assert qty >= moq
        less = qty - pack
        assert less < moq or place + less < point + more
