"""Turnover by hand, against every day's balance, and the laws."""

from __future__ import annotations

from random import Random

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.turnover import activity, rates, sums
from tests.plan import recount
from tests.plan.moves import LAST, LAWS, MOVES, QTY, Move, at, day, framed, move, priced

MILLION = 10**6
FIRST, END = pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-10")
TEN = 10


def figures(*moves: Move) -> dict[str, float | None]:
    """Return the rates of the first ten days of March, of the only product."""
    line = rates(sums(framed(moves), FIRST, END), TEN).iloc[0]
    return {str(name): None if pd.isna(value) else int(value) / MILLION for name, value in line.items()}


def test_ten_days_worked_by_hand() -> None:
    """80 on hand (8 pieces). On the 4th 40 are sold for 70, on the 9th 20 arrive: 3 × 80 + 5 × 40 + 2 × 60 = 560.

    Average 56: turnover 40 ÷ 56, which takes 14 days; margin 30 ÷ 56; sold 4 of 8 + 2.
    """
    moves = [
        move("receipt", "2026-02-20", 8, 80),
        priced(move("sale", "2026-03-04", -4, -40), 70),
        move("receipt", "2026-03-09", 2, 20),
        priced(move("sale", "2026-03-11", -1, -10), 20),
    ]
    assert figures(*moves) == {
        "turnover": 0.714286,
        "inventory_days": 14,
        "gmroi": 0.535714,
        "sell_through": 0.4,
    }


def test_a_shelf_emptied_for_the_balance_sheet_turns_no_faster() -> None:
    """100 through nine days and 0 on the tenth: 90 on average, not (100 + 0) ÷ 2."""
    moves = [move("receipt", "2026-02-20", 10, 100), priced(move("sale", "2026-03-10", -10, -100), 100)]
    assert figures(*moves)["turnover"] == 1.111111


def test_what_came_back_was_not_sold_and_corrections_are_cost_of_sales() -> None:
    moves = [
        move("receipt", "2026-02-20", 10, 100),
        priced(move("sale", "2026-03-01", -5, -50), 90),
        priced(move("customer_return", "2026-03-01", 1, 10), -18),
        move("cost_adjustment", "2026-03-01", 0, -4),
    ]
    found = sums(framed(moves), FIRST, END).iloc[0]
    assert (found["cost_of_sales"], found["revenue"]) == (44_00, 72_00)
    assert figures(*moves)["sell_through"] == 0.4


def test_what_is_undefined_is_blank() -> None:
    stock = move("receipt", "2026-02-20", 10, 100)
    assert figures(stock) == {"turnover": 0, "inventory_days": None, "gmroi": 0, "sell_through": 0}
    gone = [stock, move("sale", "2026-02-21", -10, -100)]
    assert set(figures(*gone).values()) == {None}
    owed = [priced(move("sale", "2026-03-01", -1, -10), 20)]
    assert set(figures(*owed).values()) == {None}


def test_the_share_of_products_that_sold_counts_those_that_had_stock() -> None:
    """A sold, B did not, C arrived and sold, D was sold out before, E sold without any: 2 of 3."""
    moves = [
        move("receipt", "2026-02-20", 10),
        move("sale", "2026-03-02", -1),
        move("receipt", "2026-02-20", 10, sku="B"),
        move("receipt", "2026-03-03", 10, sku="C"),
        move("sale", "2026-03-04", -10, sku="C"),
        move("receipt", "2026-02-20", 10, sku="D"),
        move("sale", "2026-02-21", -10, sku="D"),
        move("sale", "2026-03-04", -10, sku="E"),
    ]
    assert activity(sums(framed(moves), FIRST, END)) == 666_667
    assert activity(sums(framed([]), FIRST, END)) is None


@LAWS
@given(MOVES, st.integers(0, LAST), st.integers(0, LAST))
def test_sums_and_rates_are_those_of_looking_at_every_day(moves: list[Move], one: int, other: int) -> None:
    first, last = sorted((one, other))
    found = sums(framed(moves), at(first), at(last))
    together = found.join(rates(found, last - first + 1))
    again = recount.turned(moves, day(first), day(last))
    assert {sku: told(list(line)) for sku, *line in together.itertuples()} == again


def told(values: list[object]) -> recount.Turn:
    return recount.Turn(*(None if pd.isna(value) else int(str(value)) for value in values))  # type: ignore[call-overload,arg-type]


@LAWS
@given(MOVES, st.randoms())
def test_sums_do_not_depend_on_the_order_of_rows(moves: list[Move], random: Random) -> None:
    others = random.sample(moves, len(moves))
    assert sums(framed(others), at(100), at(300)).equals(sums(framed(moves), at(100), at(300)))


@LAWS
@given(MOVES, st.integers(0, LAST - 1))
def test_two_periods_that_follow_each_other_add_up(moves: list[Move], cut: int) -> None:
    table = framed(moves)
    flows = ["sold_qty", "returned_qty", "arrived_qty", "revenue", "cost_of_sales", "balance_days"]
    parts = [sums(table, at(0), at(cut)), sums(table, at(cut + 1), at(LAST))]
    whole = sums(table, at(0), at(LAST))
    first, second = (part.reindex(whole.index, fill_value=0)[flows].astype(object) for part in parts)
    assert (first + second).to_numpy().tolist() == whole[flows].astype(object).to_numpy().tolist()


@LAWS
@given(MOVES)
def test_the_shop_is_one_line_of_sums(moves: list[Move]) -> None:
    """Rates of the shop are those of its sums, not a mean of the rates of its products."""
    found = sums(framed(moves), at(0), at(LAST))
    shop = rates(pd.DataFrame([found.astype(object).sum()]), LAST + 1)
    again = recount.turn([one._replace(sku="*") for one in moves], day(0), day(LAST))
    assert [None if pd.isna(value) else int(value) for value in shop.iloc[0]] == list(again[7:])


def test_amounts_too_large_for_a_sum_of_days_are_still_exact() -> None:
    """2**61 lie there for 99 days and half of it is sold on the last, for twice its cost."""
    moves = [Move("receipt", day(0), "A", QTY, 2**61), Move("sale", day(99), "A", -QTY // 2, -(2**60), 2**61)]
    found = sums(framed(moves), at(0), at(99))
    assert found["balance_days"].tolist() == [99 * 2**61 + 2**60]
    assert rates(found, 100)["turnover"].tolist() == [502_513]
    assert rates(found, 100)["gmroi"].tolist() == [502_513]
