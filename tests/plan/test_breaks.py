"""The cheapest order: against stockpyl on a grid, and against trying every order there is."""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jxc_xl.plan.breaks import Lot, Terms, Tier, Why, Year, best_lot, eoq, yearly_cost
from tests.plan.moves import LAWS

GRID = Path(__file__).with_name("stockpyl_grid.csv")
QTY, MILLION, CENTS = 10**4, 10**6, 100
FINEST = 1  # a pack of the smallest quantity there is


def tiers(*steps: tuple[float, float]) -> tuple[Tier, ...]:
    return tuple(Tier(round(qty * QTY), round(price * MILLION)) for qty, price in steps)


def test_quantities_prices_and_costs_are_stockpyls() -> None:
    compared = {1: 0, 2: 0, 3: 0}
    with GRID.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            ask = {name: int(value) for name, value in row.items() if name in ASKED}
            year = Year(ask["demand"], ask["order_cost"], ask["holding_rate"])
            steps = [(0, "price_1"), (ask["from_2"], "price_2"), (ask["from_3"], "price_3")]
            lot = best_lot(year, Terms([Tier(qty, ask[price]) for qty, price in steps], pack=FINEST))
            tier = int(row["lot_tier"])
            assert eoq(year, ask["price_1"]) == round(float(row["eoq"]) * QTY), row
            assert lot is not None
            assert lot.unit_price == ask[f"price_{tier}"], row
            assert abs(lot.qty - float(row["lot_qty"]) * QTY) < 1.001, row
            assert abs(lot.yearly_cost - float(row["lot_cost"]) * CENTS) <= 0.5 + 1e-9 * lot.yearly_cost, row
            compared[tier] += 1
    assert sum(compared.values()) == 1000
    assert min(compared.values()) > 100, "every tier is the best one somewhere"


ASKED = {"demand", "order_cost", "holding_rate", "price_1", "price_2", "price_3", "from_2", "from_3"}


def test_the_worked_example_of_the_book() -> None:
    """Snyder and Shen, example 3.1: order cost 8, holding 0.225 a unit, demand 1300: 304.05 units."""
    year = Year(1300 * QTY, 8 * CENTS, 225_000)
    assert eoq(year, MILLION) == 3_040_468


def test_a_break_above_the_eoq_is_taken_when_a_year_gets_cheaper() -> None:
    """1,000 a year, 200 an order, 20 %: EOQ 63.2 at 500; 475 from 200 on, 450 from 500 on.

    At 500 pieces: 450,000 + 400 + 22,500 = 472,900.
    """
    found = best_lot(Year(1000 * QTY, 200 * CENTS, 200_000), Terms(tiers((0, 500), (200, 475), (500, 450))))
    assert found == Lot(500 * QTY, 450 * MILLION, 472_900 * CENTS, Why.BREAK)


def test_a_break_that_costs_more_to_hold_than_it_saves_is_left() -> None:
    """1,000 a year, 2 an order, 30 %: EOQ at 10 is 36.5, of which 37 is nearer in cost; 9.99 from 900 on saves 10."""
    found = best_lot(Year(1000 * QTY, 2 * CENTS, 300_000), Terms(tiers((0, 10), (900, 9.99))))
    assert found == Lot(37 * QTY, 10 * MILLION, 1_010_955, Why.EOQ)


def test_a_minimum_above_the_eoq_is_the_lot_and_packs_are_filled() -> None:
    year = Year(1000 * QTY, 2 * CENTS, 300_000)
    bare, packed = (best_lot(year, Terms(tiers((0, 10)), 80 * QTY, pack)) for pack in (QTY, 36 * QTY))
    assert bare is not None
    assert packed is not None
    assert (bare.qty, bare.why) == (80 * QTY, Why.MOQ)
    assert (packed.qty, packed.why) == (108 * QTY, Why.MOQ)


def test_a_minimum_right_above_the_eoq_costs_nothing_and_is_no_reason() -> None:
    """The EOQ is 36.5: 37 would be the lot without a minimum of 37, too."""
    found = best_lot(Year(1000 * QTY, 2 * CENTS, 300_000), Terms(tiers((0, 10)), 37 * QTY))
    assert found is not None
    assert (found.qty, found.why) == (37 * QTY, Why.EOQ)


def test_an_eoq_below_one_pack_is_one_pack() -> None:
    found = best_lot(Year(10 * QTY, 1, 900_000), Terms(tiers((0, 1000)), pack=12 * QTY))
    assert found is not None
    assert (found.qty, found.why) == (12 * QTY, Why.EOQ)


def test_a_dearer_price_for_more_is_stayed_below() -> None:
    """EOQ at 1 is 200; from 100 on the price is 2: the last pack below is the best."""
    found = best_lot(Year(1000 * QTY, 4 * CENTS, 200_000), Terms(tiers((0, 1), (100, 2))))
    assert found is not None
    assert (found.qty, found.unit_price, found.why) == (99 * QTY, MILLION, Why.BREAK)


def test_free_goods_are_taken_at_their_least() -> None:
    found = best_lot(Year(1000 * QTY, 4 * CENTS, 200_000), Terms(tiers((0, 1), (100, 0))))
    assert found == Lot(100 * QTY, 0, 4000, Why.BREAK)


@pytest.mark.parametrize(
    ("year", "terms"),
    [
        (Year(0, 100, 200_000), Terms(tiers((0, 1)))),
        (Year(QTY, 100, 0), Terms(tiers((0, 1)))),
        (Year(QTY, 100, 200_000), Terms(())),
    ],
)
def test_without_demand_holding_cost_or_price_there_is_no_best_order(year: Year, terms: Terms) -> None:
    assert best_lot(year, terms) is None


def test_costs_are_in_the_minor_units_of_the_book() -> None:
    """100 at 3 in one order of 5, a fifth of 300 held half a year: 300 + 5 + 30, in yen, cents and millis."""
    costs = [
        yearly_cost(Year(100 * QTY, 5 * 10**digits, 200_000, digits), 100 * QTY, 3 * MILLION) for digits in (0, 2, 3)
    ]
    assert costs == [335, 33_500, 335_000]


def exact(year: Year, qty: int, price: int) -> Fraction:
    """Return the cost of a year in minor units, from plain fractions of units."""
    demand, lot, each = Fraction(year.demand, QTY), Fraction(qty, QTY), Fraction(price, MILLION)
    unit = 10**year.money_digits
    rate = Fraction(year.holding_rate, MILLION)
    cost: Fraction = demand * each * unit + year.order_cost * demand / lot + rate * each * lot / 2 * unit
    return cost


YEARS = st.builds(
    Year, st.integers(1, 10**7), st.integers(0, 10**5), st.integers(1, 2 * 10**6), st.sampled_from([0, 2, 3])
)
STEPS = st.dictionaries(st.integers(0, 60), st.integers(1, 10**8), min_size=1, max_size=4)
MOST_TRIED = 400


@LAWS
@given(YEARS, STEPS, st.integers(0, 40), st.integers(1, 9))
@example(Year(10 * QTY, 10**5, 1), {0: 1}, 0, 1)
def test_no_order_of_whole_packs_is_cheaper(year: Year, steps: dict[int, int], moq: int, pack: int) -> None:
    """Orders up to the last break and beyond the largest EOQ are tried, as far as there is time."""
    listed = tuple(Tier(qty * QTY, price) for qty, price in sorted(steps.items()))
    found = best_lot(year, Terms(listed, moq * QTY, pack * QTY))
    most = max(
        [70, moq + pack + 1, *(eoq(year, tier.unit_price) // QTY + 2 * pack for tier in listed if tier.unit_price)]
    )
    tried = [
        (exact(year, qty * QTY, price), qty * QTY, price)
        for qty in range(pack, min(most, MOST_TRIED) + 1, pack)
        if qty >= moq and (price := holds(listed, qty * QTY)) is not None
    ]
    assert found is not None
    cost = exact(year, found.qty, found.unit_price)
    assert found.yearly_cost == math.floor(cost + Fraction(1, 2))
    assert holds(listed, found.qty) == found.unit_price
    assert found.qty % (pack * QTY) == 0
    assert found.qty >= moq * QTY
    if tried:
        assert (cost, found.qty) <= min(tried)[:2]


def holds(listed: tuple[Tier, ...], qty: int) -> int | None:
    """Return the price at which a quantity is sold."""
    return next((tier.unit_price for tier in reversed(listed) if tier.from_qty <= qty), None)


@LAWS
@given(YEARS, st.integers(1, 10**9), st.integers(1, 1000))
def test_the_eoq_grows_with_the_root_of_the_order_cost(year: Year, price: int, by: int) -> None:
    more = Year(year.demand, year.order_cost * by * by, year.holding_rate, year.money_digits)
    assert abs(eoq(more, price) - by * eoq(year, price)) <= by
