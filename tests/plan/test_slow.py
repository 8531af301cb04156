"""Slow movers by hand and against a plain count."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.slow import slow
from tests.plan import recount
from tests.plan.moves import LAST, LAWS, MOVES, QTY, Move, at, day, framed, move

TODAY = pd.Timestamp("2026-11-24 09:30")


def slow_of(*moves: Move, days: int = 90, most: float = 0) -> list[str]:
    return list(slow(framed(moves), TODAY, days, round(most * QTY)).index)


BOUGHT = move("receipt", "2026-01-05", 10, 100)


def test_goods_that_nobody_bought_in_the_last_days_are_slow() -> None:
    """The last 90 days begin on 2026-08-27."""
    assert slow_of(BOUGHT) == ["A"]
    assert slow_of(BOUGHT, move("sale", "2026-08-26", -1, -10)) == ["A"]
    assert slow_of(BOUGHT, move("sale", "2026-08-27", -1, -10)) == []
    assert slow_of(BOUGHT, move("sale", "2026-11-24", -1, -10)) == []


def test_a_few_sales_may_still_be_slow() -> None:
    sales = [move("sale", "2026-10-01", -2, -20), move("sale", "2026-10-09", -1, -10)]
    assert slow_of(BOUGHT, *sales, most=2.9999) == []
    assert slow_of(BOUGHT, *sales, most=3) == ["A"]


def test_what_came_back_was_not_sold() -> None:
    assert slow_of(BOUGHT, move("sale", "2026-10-01", -2), move("customer_return", "2026-10-02", 2)) == ["A"]


def test_what_was_written_off_was_not_sold() -> None:
    assert slow_of(BOUGHT, move("write_off", "2026-10-01", -2, -20)) == ["A"]


def test_what_has_only_just_arrived_is_not_slow_and_what_arrived_again_is() -> None:
    assert slow_of(move("receipt", "2026-08-27", 10, 100)) == []
    assert slow_of(move("receipt", "2026-08-26", 10, 100)) == ["A"]
    assert slow_of(BOUGHT, move("receipt", "2026-11-01", 10, 100)) == ["A"]


def test_what_is_not_there_is_not_slow() -> None:
    assert slow_of(BOUGHT, move("sale", "2026-02-01", -10, -100)) == []
    assert slow_of() == []


def test_what_ties_up_most_money_comes_first_and_tells_its_days() -> None:
    moves = [
        move("receipt", "2026-02-03", 1, 5, sku="B"),
        move("receipt", "2026-01-03", 1, 5),
        move("receipt", "2026-01-09", 1, 4),
        move("sale", "2026-03-04", -1, -4),
        move("receipt", "2026-01-03", 2, 9, sku="C"),
    ]
    found = slow(framed(moves), TODAY)
    assert found.index.tolist() == ["C", "A", "B"]
    assert found["first_on"].dt.strftime("%m-%d").tolist() == ["01-03", "01-03", "02-03"]
    assert found["last_sold_on"].dt.strftime("%m-%d").tolist()[1] == "03-04"
    assert found["last_sold_on"].isna().tolist() == [True, False, True]


@LAWS
@given(MOVES, st.integers(0, LAST), st.integers(1, 200), st.integers(-5, 100))
def test_slow_movers_are_those_of_a_plain_count(moves: list[Move], today: int, days: int, most: int) -> None:
    found = slow(framed(moves), at(today), days, most)
    again = recount.slow(moves, day(today), days, most)
    figures = found[["on_hand", "amount", "sold_qty"]]
    assert {sku: tuple(map(int, line)) for sku, *line in figures.itertuples()} == again


@LAWS
@given(MOVES, st.integers(0, 90), st.integers(0, 90))
def test_whoever_is_more_patient_finds_fewer(moves: list[Move], more: int, most: int) -> None:
    table = framed([one for one in moves if one.kind != "customer_return"])
    short, long = (set(slow(table, at(LAST), days, most).index) for days in (60, 60 + more))
    old = {sku for sku in short if (table.loc[table["sku"] == sku, "moved_at"].min()) < at(LAST - 60 - more + 1)}
    assert long & old <= short
    assert set(slow(table, at(LAST), 60, most).index) >= set(slow(table, at(LAST), 60, 0).index)
