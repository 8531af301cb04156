"""The store costs as the twins do, however its rows came in, and touches only what a change concerns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_xl.cost import arena, regular, store
from jxc_xl.cost.arena import Column
from jxc_xl.cost.regular import CLOSE, IN, NOTHING, OUT, Bytes
from jxc_xl.cost.store import Changed, Sheet, Store
from jxc_xl.numbers import Bools, Ints
from tests.cost import twins
from tests.cost.twins import Row, Size, Twin, made_up

BACK = 3  # an op no kernel knows
TWINS: dict[int, Twin] = {
    regular.FIFO: twins.fifo,
    regular.MOVING_AVERAGE: twins.moving_average,
    regular.MONTH_AVERAGE: twins.month_average,
    regular.SPECIFIC: twins.specific,
}
METHODS = pytest.mark.parametrize("method", TWINS)


@dataclass
class Book:
    """Rows in order, as a store is given them."""

    rows: Sheet
    group: Ints
    groups: int


def walked(rows: Sheet, group: int) -> Ints:
    """Stand in for the walk: a figure that tells which rows it saw."""
    return np.arange(len(rows["qty"])) * 1000 + rows["qty"] + rows["note"] + group


def expected(rows: Sheet, group: int, method: int) -> list[int]:
    """Return one group's amounts by its method's twin, or by the walk where it must."""
    op, sign = rows["op"], np.sign(rows["qty"])
    is_plain = ((op == IN) & (sign > 0) & (rows["value"] >= 0)) | ((op == OUT) & (sign < 0))
    is_known = (is_plain | np.isin(op, [NOTHING, CLOSE])).all()
    moves = np.isin(rows["op"], [IN, OUT])
    qty = np.where(moves, rows["qty"], 0)
    lots = rows["lot"] if method == regular.SPECIFIC else np.zeros(len(qty))
    is_short = any((np.cumsum(np.where(lots == lot, qty, 0)) < 0).any() for lot in np.unique(lots))
    if method == regular.WALK or not is_known or is_short:
        return list(walked(rows, group))
    columns = (qty.tolist(), rows["value"].tolist(), rows["period"].tolist(), rows["lot"].tolist())
    costs = TWINS[method]([Row(*row) for row in zip(*columns, strict=True)])
    return list(np.where(rows["op"] == IN, rows["value"], 0) - np.array(costs, np.int64))


def is_right(found: Store) -> bool:
    """Compare every amount with the twin's."""
    return all(
        found.rows(group)["amount"].tolist() == expected(found.rows(group), group, int(method))
        for group, method in enumerate(found.method)
    )


def book(size: Size, seed: int, odd: float = 0.0) -> Book:
    """Make up rows, a part of which no kernel knows."""
    rows = made_up(size, seed)
    chance = np.random.default_rng(seed)
    length = np.diff(rows.start, append=size.rows)
    group = np.repeat(chance.permutation(size.pools)[: len(length)], length)
    op = np.select([rows.qty > 0, rows.qty < 0], [IN, OUT], NOTHING).astype(np.int8)
    op[(rows.qty < 0) & (chance.random(size.rows) < 0.1)] = NOTHING
    is_odd = chance.random(size.rows) < odd
    op[is_odd] = chance.choice([BACK, IN, OUT, NOTHING], int(is_odd.sum()))
    op[(rows.qty == 0) & (chance.random(size.rows) < 0.5)] = CLOSE
    at = np.sort(chance.integers(0, 30, size.rows))
    columns: dict[str, Column] = {
        "op": op,
        "qty": rows.qty,
        "value": rows.value * np.where(is_odd & (chance.random(size.rows) < 0.3), -1, 1),
        "lot": rows.lot,
        "period": at // 7,
        "at": at,
    }
    columns |= {"id": np.arange(size.rows), "note": chance.integers(0, 9, size.rows)}
    return Book(columns, group, size.pools)


def stored(rows: Book, method: Bytes) -> Store:
    order = np.argsort(rows.rows["at"], kind="stable")  # a book is written in order of time
    return Store({name: column[order] for name, column in rows.rows.items()}, rows.group[order], method, walked)


def some(rows: Book, mask: Bools) -> Book:
    return Book({name: column[mask] for name, column in rows.rows.items()}, rows.group[mask], rows.groups)


def methods(pools: int, seed: int) -> Bytes:
    return np.random.default_rng(seed).integers(-1, 4, pools).astype(np.int8)


def state(found: Store) -> list[dict[str, list[int]]]:
    return [{n: c.tolist() for n, c in found.rows(group).items()} for group in range(len(found.method))]


def reports(changed: Changed, before: Store, found: Store) -> bool:
    """Tell whether a change names exactly the groups that differ, and all the rows whose amounts do."""
    pairs = list(zip(state(before), state(found), strict=True))
    groups = [group for group, (old, new) in enumerate(pairs) if old != new]
    named = {int(found.columns["id"][row]) for row in changed.rows}
    amounts = [(dict(zip(a["id"], a["amount"], strict=True)), b) for a, b in pairs]
    other = {
        i for old, new in amounts for i, amount in zip(new["id"], new["amount"], strict=True) if old.get(i) != amount
    }
    return set(groups) <= set(changed.groups.tolist()) and other <= named


BOOKS = st.builds(
    book,
    st.builds(
        Size,
        rows=st.integers(1, 60),
        pools=st.integers(1, 6),
        qty=st.sampled_from([3, 50_000]),
        price=st.sampled_from([7, 5_000]),
        lots=st.integers(1, 3),
        spare=st.sampled_from([0.0, 0.3]),
    ),
    st.integers(0, 10**6),
    st.sampled_from([0.0, 0.02, 0.2]),
)


@given(rows=BOOKS, seed=st.integers(0, 99))
def test_a_store_costs_each_group_by_its_method(rows: Book, seed: int) -> None:
    found = stored(rows, methods(rows.groups, seed))
    changed = found.cost()
    assert is_right(found)
    assert changed.rows.tolist() == np.flatnonzero(found.columns["amount"]).tolist()
    assert changed.groups.tolist() == [g for g in range(rows.groups) if found.rows(g)["amount"].any()]


@given(rows=BOOKS, seed=st.integers(0, 99), chunk=st.integers(1, 50))
def test_chunks_change_nothing(rows: Book, seed: int, chunk: int) -> None:
    found = stored(rows, methods(rows.groups, seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "CHUNK", chunk)
        found.cost()
    assert is_right(found)


@settings(max_examples=200)
@given(rows=BOOKS, seed=st.integers(0, 99), parts=st.integers(1, 4), batch=st.sampled_from([1, 20, 1000]))
def test_what_is_inserted_later_costs_as_if_it_had_always_been_there(
    rows: Book, seed: int, parts: int, batch: int
) -> None:
    chance = np.random.default_rng(seed)
    part = chance.integers(0, parts, len(rows.group))
    found = stored(some(rows, part == 0), methods(rows.groups, seed))
    found.cost()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arena, "BATCH", batch)
        for i in range(1, parts):
            more, before = some(rows, part == i), copied(found)
            changed = found.insert(more.rows, more.group)
            assert is_right(found)
            assert reports(changed, before, found)
    assert sorted(i for rows in state(found) for i in rows["id"]) == list(range(len(rows.group)))
    assert all((np.diff(found.rows(group)["at"]) >= 0).all() for group in range(rows.groups))


def copied(found: Store) -> Store:
    """Return a store of the same rows and amounts."""
    where = found.positions(np.arange(len(found.method)))
    rows = {name: column[where] for name, column in found.columns.items() if name != "amount"}
    twin = Store(rows, np.repeat(np.arange(len(found.method)), found.length()), found.method, walked)
    twin.cost()
    return twin


@settings(max_examples=200)
@given(rows=BOOKS, seed=st.integers(0, 99))
def test_rows_that_are_replaced_cost_as_if_they_had_always_been_there(rows: Book, seed: int) -> None:
    """Some rows of some groups are changed, dropped or doubled."""
    chance = np.random.default_rng(seed)
    found = stored(rows, methods(rows.groups, seed))
    found.cost()
    before = copied(found)
    where = found.positions(np.arange(rows.groups))
    group = np.repeat(np.arange(rows.groups), found.length())
    groups = chance.permutation(rows.groups)[: 1 + rows.groups // 2]
    pick = np.flatnonzero(np.isin(group, groups))
    pick = np.repeat(pick, chance.choice([0, 1, 1, 1, 1, 1, 2], len(pick)))
    new = {name: column[where[pick]] for name, column in found.columns.items() if name != "amount"}
    new["value"] = new["value"] + (chance.random(len(pick)) < 0.2) * (new["op"] == IN)
    changed = found.replace(groups, new, group[pick])
    assert is_right(found)
    assert set(changed.groups.tolist()) <= set(groups.tolist())
    assert reports(changed, before, found)
    again = found.replace(groups, new, group[pick])
    assert (again.groups.tolist(), again.rows.tolist()) == ([], [])


@METHODS
def test_a_large_book_costs_as_its_twins_and_a_replay_as_a_full_pass(method: int) -> None:
    rows = book(Size(rows=20_000, pools=200), 7)
    chance = np.random.default_rng(8)
    is_late = chance.random(20_000) < 0.03
    found = stored(some(rows, ~is_late), np.full(200, method, np.int8))
    found.cost()
    late = some(rows, is_late)
    found.insert(late.rows, late.group)
    assert is_right(found)
    assert found.cost().rows.tolist() == []


@METHODS
def test_a_back_dated_entry_touches_only_its_group_from_its_place_on(method: int) -> None:
    rows = book(Size(rows=3_000, pools=30), 3)
    found = stored(rows, np.full(30, method, np.int8))
    found.cost()
    one = {name: column[:1].copy() for name, column in rows.rows.items()}
    one |= {"op": np.array([IN], np.int8), "qty": np.array([70_000]), "value": np.array([12_345]), "at": np.array([20])}
    one |= {"period": np.array([2]), "id": np.array([-1])}
    changed = found.insert(one, np.array([4]))
    assert changed.groups.tolist() == [4]
    assert found.columns["at"][changed.rows].min() >= (14 if method == regular.MONTH_AVERAGE else 20)
    assert is_right(found)


@METHODS
def test_sums_past_what_a_kernel_takes_are_walked(method: int) -> None:
    """Many products that fit alone and not together, and one that never does."""
    groups, big = 20, 2**60 - 2**40
    qty = [big, -(2**50) - 7] * groups + [big, big]
    value = [10**9, 0] * groups + [5, 5]
    rows: dict[str, Column] = {"op": np.array([IN, OUT] * groups + [IN, IN]), "qty": np.array(qty)}
    rows |= {name: np.zeros(len(qty), np.int64) for name in ("lot", "period", "at", "id", "note")}
    rows["value"] = np.array(value)
    found = Store(rows, np.arange(len(qty)) // 2, np.full(groups + 1, method, np.int8), walked)
    found.cost()
    amounts = [found.rows(group)["amount"].tolist() for group in range(groups + 1)]
    assert amounts[:-1] == [expected(found.rows(group), group, method) for group in range(groups)]
    assert amounts[-1] == walked(found.rows(groups), groups).tolist()


def test_an_entry_comes_after_those_of_the_same_moment() -> None:
    rows: dict[str, Column] = {name: np.zeros(4, np.int64) for name in (*store.COLUMNS, "note")}
    rows |= {"at": np.array([1, 1, 2, 2]), "id": np.array([10, 11, 20, 21])}
    found = Store(rows, np.zeros(4, np.int64), np.zeros(1, np.int8), walked)
    found.cost()
    late: dict[str, Column] = {name: np.zeros(3, np.int64) for name in (*store.COLUMNS, "note")}
    late |= {"at": np.array([2, 1, 1]), "id": np.array([22, 12, 13])}
    found.insert(late, np.zeros(3, np.int64))
    assert found.rows(0)["id"].tolist() == [10, 11, 12, 13, 20, 21, 22]


def test_groups_can_be_added_and_methods_changed() -> None:
    rows = book(Size(rows=60, pools=3), 3)
    found = stored(rows, np.zeros(3, np.int8))
    found.cost()
    first = found.add_groups(np.array([1, 0], np.int8))
    assert first == 3
    found.insert(rows.rows, np.where(rows.group == 0, 3, 4))
    found.method[:2] = [1, 2]
    found.recost(np.array([0, 1]))
    found.replace(np.array([2]), {name: column[:0] for name, column in rows.rows.items()}, rows.group[:0])
    assert found.length().tolist()[2] == 0
    assert is_right(found)
    on_hand = [(int(found.rows(group)["qty"].sum()), int(found.rows(group)["amount"].sum())) for group in range(5)]
    assert list(zip(*(column.tolist() for column in found.on_hand()), strict=True)) == on_hand


def test_a_store_without_rows_costs_nothing() -> None:
    none = {name: np.zeros(0, np.int64) for name in (*store.COLUMNS, "note")}
    found = Store(none, np.zeros(0, np.int64), np.zeros(2, np.int8), walked)
    assert found.cost().rows.tolist() == []
    rows = book(Size(rows=20, pools=2), 1)
    found.insert(rows.rows, rows.group)
    assert is_right(found)
