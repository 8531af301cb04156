"""How old stock is: small stocks worked by hand, against queues walked through one by one, and the laws."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.ageing import BUCKETS, ageing, left
from tests.plan import recount
from tests.plan.moves import ANY_MOVE, LAST, LAWS, MOVES, QTY, Move, at, day, framed, move

TODAY = "2026-11-24"


def aged(*moves: Move, today: str = TODAY) -> dict[str, float]:
    """Return the only line of the report, in units and yuan; empty buckets are left out."""
    found = ageing(framed(moves), pd.Timestamp(today))
    assert len(found) == 1
    line = found.iloc[0]
    money = {name: int(line[name]) / 100 for name in ("amount", *BUCKETS) if line[name]}
    return {"on_hand": int(line["on_hand"]) / QTY, "age_days": int(line["age_days"])} | money


def layers(*moves: Move, today: str = TODAY) -> list[tuple[str, float]]:
    found = left(framed(moves), pd.Timestamp(today))
    return [(str(one)[:10], int(qty) / QTY) for one, qty in zip(found["arrived_on"], found["qty"], strict=True)]


def test_the_oldest_leave_first_and_money_follows_quantity() -> None:
    """10 of 2026-10-25 (30 days) and 10 of 2026-09-25 (60 days), 5 sold of the older: 15 worth 30.

    Age (10 × 30 + 5 × 60) ÷ 15 = 40; money 20 and 10, whatever each was bought at.
    """
    bought = [move("receipt", "2026-09-25", 10, 10), move("receipt", "2026-10-25", 10, 35)]
    assert aged(*bought, move("sale", "2026-11-01", -5, -15)) == {
        "on_hand": 15,
        "age_days": 40,
        "amount": 30,
        "age_0_30": 20,
        "age_31_60": 10,
    }


@pytest.mark.parametrize(
    ("age", "bucket"),
    [
        (0, "age_0_30"),
        (30, "age_0_30"),
        (31, "age_31_60"),
        (60, "age_31_60"),
        (61, "age_61_90"),
        (90, "age_61_90"),
        (91, "age_91_180"),
        (180, "age_91_180"),
        (181, "age_over_180"),
        (4000, "age_over_180"),
    ],
)
def test_both_ends_of_a_bucket_belong_to_it(age: int, bucket: str) -> None:
    bought = str(dt.date.fromisoformat(TODAY) - dt.timedelta(days=age))
    assert aged(move("receipt", bought, 1, 7)) == {"on_hand": 1, "age_days": age, "amount": 7, bucket: 7}


def test_odd_cents_go_to_the_largest_remainder() -> None:
    """10.00 over 1, 1 and 1 unit: 3.33, 3.33 and 3.34 for the oldest."""
    found = aged(*(move("receipt", one, 1, 10 / 3) for one in ("2026-11-20", "2026-10-01", "2026-01-01")))
    assert [found[name] for name in ("amount", "age_0_30", "age_31_60", "age_over_180")] == [9.99, 3.33, 3.33, 3.33]
    more = move("charge", "2026-11-01", 0, 0.01)
    found = aged(*(move("receipt", one, 1, 10 / 3) for one in ("2026-11-20", "2026-10-01", "2026-01-01")), more)
    assert [found[name] for name in ("amount", "age_0_30", "age_31_60", "age_over_180")] == [10, 3.33, 3.33, 3.34]


def test_what_comes_back_from_a_customer_is_as_old_as_when_it_left() -> None:
    bought = move("receipt", "2026-03-01", 10, 10)
    sold, back = move("sale", "2026-03-05", -10, -10), move("customer_return", "2026-11-20", 4, 4)
    assert layers(bought, sold, back) == [("2026-03-01", 4)]


@pytest.mark.parametrize("kind", ["opening", "receipt", "other_in", "assembly_in"])
def test_goods_the_shop_did_not_have_are_new(kind: str) -> None:
    old, new = move("receipt", "2026-03-01", 10), move(kind, "2026-06-01", 10)
    assert layers(old, new, move("sale", "2026-06-02", -10)) == [("2026-06-01", 10)]


def test_what_comes_back_is_what_left_last() -> None:
    bought = [move("receipt", "2026-03-01", 10), move("receipt", "2026-06-01", 10)]
    sold, back = move("sale", "2026-06-05", -14), move("customer_return", "2026-11-20", 6)
    assert layers(*bought, sold, back) == [("2026-06-01", 10), ("2026-03-01", 2)]


def test_what_a_count_finds_is_not_new() -> None:
    bought, lost = move("receipt", "2026-03-01", 10), move("count", "2026-05-31", -5)
    assert layers(bought, lost, move("count", "2026-11-20", 5)) == [("2026-03-01", 10)]


def test_goods_sold_before_the_book_began_are_as_old_as_the_day_they_came_back() -> None:
    began, back = move("opening", "2026-01-01", 10), move("customer_return", "2026-02-01", 3)
    assert layers(began, back) == [("2026-01-01", 10), ("2026-02-01", 3)]
    assert layers(began, back, move("sale", "2026-03-01", -2)) == [("2026-01-01", 10), ("2026-02-01", 1)]


def test_a_transfer_makes_nothing_younger() -> None:
    bought = move("receipt", "2026-03-01", 10, 10)
    moved = [move("transfer_out", "2026-11-20", -6, -6), move("transfer_in", "2026-11-20", 6, 6)]
    assert aged(bought, *moved) == aged(bought)
    came_back = move("customer_return", "2026-02-01", 3, 3)
    assert layers(bought, came_back, *moved) == [("2026-03-01", 10), ("2026-02-01", 3)]


def test_a_supplier_is_sent_the_oldest_back() -> None:
    bought = [move("receipt", "2026-03-01", 10), move("receipt", "2026-06-01", 10)]
    assert layers(*bought, move("supplier_return", "2026-06-02", -10)) == [("2026-06-01", 10)]


def test_what_was_owed_is_taken_from_what_arrives_next() -> None:
    owed = [move("receipt", "2026-03-01", 1), move("sale", "2026-03-02", -5)]
    assert layers(*owed, move("receipt", "2026-06-01", 10)) == [("2026-06-01", 6)]


def test_products_with_nothing_on_hand_or_less_have_no_line() -> None:
    moves = [
        move("receipt", "2026-03-01", 1, 5),
        move("sale", "2026-03-02", -1, -5),
        move("sale", "2026-03-02", -1, -5, sku="B"),
        move("charge", "2026-03-02", 0, 5, sku="C"),
    ]
    assert ageing(framed(moves), pd.Timestamp(TODAY)).empty
    assert ageing(framed([]), pd.Timestamp(TODAY)).empty


def test_what_comes_after_the_day_does_not_count() -> None:
    moves = [move("receipt", "2026-03-01", 10, 10), move("sale", "2026-03-04", -4, -4)]
    assert aged(*moves, today="2026-03-03")["on_hand"] == 10
    assert aged(*moves, today="2026-03-04")["on_hand"] == 6


def test_a_time_of_day_makes_no_age_shorter() -> None:
    table = framed([move("receipt", "2026-11-23", 1, 1)])
    table["moved_at"] += pd.Timedelta(hours=23)
    assert ageing(table, pd.Timestamp("2026-11-24 08:00"))["age_days"].tolist() == [1]


@LAWS
@given(MOVES, st.integers(0, LAST))
def test_ages_are_those_of_a_queue_that_loses_its_head(moves: list[Move], today: int) -> None:
    found = ageing(framed(moves), at(today))
    again = recount.ages(moves, day(today))
    for (sku, *line), (again_sku, age) in zip(found.itertuples(), again.items(), strict=True):
        assert (sku, *line) == (again_sku, age.on_hand, age.amount, age.age_days, *age.buckets)


@LAWS
@given(MOVES, st.integers(0, LAST))
def test_buckets_add_up_to_the_amount_and_days_of_arrival_to_what_is_on_hand(moves: list[Move], today: int) -> None:
    table = framed(moves)
    found, there = ageing(table, at(today)), left(table, at(today))
    assert (found[list(BUCKETS)].sum(axis=1) == found["amount"]).all()
    on_hand = {
        sku: total
        for sku, own in recount.by_sku(moves).items()
        if (total := sum(one.qty for one in own if one.day <= day(today))) > 0
    }
    assert there.groupby("sku")["qty"].sum().to_dict() == found["on_hand"].to_dict() == on_hand


@LAWS
@given(MOVES, st.randoms())
def test_ages_do_not_depend_on_the_order_of_rows(moves: list[Move], random: Random) -> None:
    others = random.sample(moves, len(moves))
    assert ageing(framed(others), at(LAST)).equals(ageing(framed(moves), at(LAST)))


@LAWS
@given(st.lists(ANY_MOVE, min_size=1, max_size=20), st.integers(0, 300))
def test_a_day_later_everything_is_a_day_older(moves: list[Move], later: int) -> None:
    table = framed(moves)
    now, then = (ageing(table, at(LAST + days)) for days in (0, later))
    assert (then["age_days"] == now["age_days"] + later).all()


class Step(NamedTuple):
    """A day's wish: what to do with how many, as far as it can be done."""

    kind: str
    size: int


STEPS = st.lists(
    st.builds(Step, st.sampled_from(["receipt", "sale", "customer_return", "count"]), st.integers(1, 30)), max_size=30
)


@LAWS
@given(STEPS)
def test_where_no_more_comes_back_than_left_ages_are_those_of_a_walk_through_the_days(steps: list[Step]) -> None:
    moves, there, gone = [], 0, 0
    for number, step in enumerate(steps):
        size = step.size if step.kind == "receipt" else min(step.size, gone if is_back(step) else there)
        if size:
            sign = 1 if step.kind == "receipt" or is_back(step) else -1
            moves.append(Move(step.kind, day(number), "A", sign * size))
            there += sign * size
            gone += 0 if step.kind == "receipt" else -sign * size
    found = left(framed(moves), at(len(steps)))
    again: dict[dt.date, int] = {}
    for one, qty in recount.walked(moves):
        again[one] = again.get(one, 0) + qty
    days = found["arrived_on"].dt.date.tolist()
    assert dict(zip(days, found["qty"].tolist(), strict=True)) == again


def is_back(step: Step) -> bool:
    """An even count finds what was lost, an odd one loses."""
    return step.kind == "customer_return" or (step.kind == "count" and step.size % 2 == 0)
