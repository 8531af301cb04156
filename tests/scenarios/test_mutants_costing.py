"""Every law of costing is seen to fail: rounding, layers, averages, lots, returns, revaluations, assemblies, debts.

Products that only come and go are costed by kernels, all others by the walk: "plain" shops break the one, "busy" and
"waiting" shops the other.
"""

from __future__ import annotations

import numpy as np
import pytest

from jxc_xl import numbers
from jxc_xl.cost import kernels, month, pools, regular, replay, state
from jxc_xl.numbers import divide
from tests.scenarios.broken import Mutant, Patch, holds, looked_at, named, notices, of_all
from tests.scenarios.shops import METHODS

AVERAGES = ("moving_average", "specific")


def the_fifo_kernel_rounds_down(patch: Patch) -> None:
    patch.setattr(kernels, "share_at", lambda value, whole, part, at: value[at] * part // whole[at])


def the_month_kernel_rounds_down(patch: Patch) -> None:
    patch.setattr(kernels, "share", lambda value, part, whole: value * part // whole)


def the_average_kernel_rounds_down(patch: Patch) -> None:
    patch.setattr("jxc_xl.cost.averages._divide_doubles", lambda held, line: held * line[:, 1] // line[:, 3])


def the_fifo_kernel_mixes(patch: Patch) -> None:
    patch.setitem(regular.KERNELS, regular.FIFO, regular.KERNELS[regular.MOVING_AVERAGE])


def the_average_kernel_waits_for_the_end_of_the_month(patch: Patch) -> None:
    patch.setitem(regular.KERNELS, regular.MOVING_AVERAGE, regular.KERNELS[regular.MONTH_AVERAGE])


def the_month_kernel_does_not_wait(patch: Patch) -> None:
    patch.setitem(regular.KERNELS, regular.MONTH_AVERAGE, regular.KERNELS[regular.MOVING_AVERAGE])


def the_kernel_sees_one_lot(patch: Patch) -> None:
    real = kernels.by_lot
    patch.setattr(kernels, "by_lot", lambda qty, lot, start: real(qty, np.zeros_like(lot), start))


def no_month_ever_ends(patch: Patch) -> None:
    patch.setattr("jxc_xl.cost.events._periods", lambda moves: np.zeros(len(moves), np.int64))


def a_replay_forgets_what_is_on_hand(patch: Patch) -> None:
    real = replay._on_hand  # noqa: SLF001
    patch.setattr(replay, "_on_hand", lambda *words: (past := real(*words))._replace(value=0 * past.value))


def a_replay_starts_with_a_whole_layer(patch: Patch) -> None:
    real = replay._layers  # noqa: SLF001
    patch.setattr(replay, "_layers", lambda *words: (past := real(*words))._replace(qty=0 * past.qty))


def a_replay_starts_in_the_middle_of_a_month(patch: Patch) -> None:
    patch.setattr(replay, "_whole_months", lambda _, __, first: first)


def a_product_that_moved_is_left_as_it_was(patch: Patch) -> None:
    patch.setattr("jxc_xl.cost.ledger.touched_by", lambda _, added: set(added["sku"][:1]))


def the_walk_rounds_down(patch: Patch) -> None:
    for module in ("pools", "state", "month", "owed"):
        patch.setattr(f"jxc_xl.cost.{module}.divide", lambda value, numerator, by: value * numerator // by)


def the_walk_rounds_half_to_even(patch: Patch) -> None:
    def half_even(value: int, by: int) -> int:
        return round(value / by)

    patch.setattr(numbers, "half_up_one", half_even)


def fifo_without_layers(patch: Patch) -> None:
    patch.setattr("jxc_xl.cost.state.FifoPool", pools.AveragePool)


def fifo_from_the_newest(patch: Patch) -> None:
    real = pools.FifoPool.put

    def put(self: pools.FifoPool, position: int, qty: int, value: int) -> None:
        real(self, position, qty, value)
        self.layers.rotate(1)

    patch.setattr(pools.FifoPool, "put", put)


def fifo_rounds_piece_by_piece(patch: Patch) -> None:
    def take(self: pools._Layer, qty: int) -> int:
        cost = divide(self.worth, qty, self.left)
        self.gone, self.taken = self.gone + qty, self.taken + cost
        return cost

    patch.setattr("jxc_xl.cost.pools._Layer.take", take)


def fifo_forgets_what_left(patch: Patch) -> None:
    real = pools.FifoPool.take

    def take(self: pools.FifoPool, qty: int) -> int:
        cost = real(self, qty)
        self.value += cost
        return cost

    patch.setattr(pools.FifoPool, "take", take)


def average_keeps_the_unit_cost_rounded(patch: Patch) -> None:
    def take(self: pools.AveragePool, qty: int) -> int:
        cost = divide(divide(self.value, 10**4, self.qty), qty, 10**4)
        self.qty, self.value = self.qty - qty, self.value - cost
        return cost

    patch.setattr(pools.AveragePool, "take", take)


def average_forgets_what_left(patch: Patch) -> None:
    def take(self: pools.AveragePool, qty: int) -> int:
        cost = divide(self.value, qty, self.qty)
        self.qty -= qty
        return cost

    patch.setattr(pools.AveragePool, "take", take)


def a_month_keeps_the_unit_cost_rounded(patch: Patch) -> None:
    def cost_of(self: month.MonthPool, qty: int) -> int:
        return divide(divide(self.last.value, 10**4, self.last.qty), qty, 10**4) if self.last.qty else 0

    patch.setattr(month.MonthPool, "_cost_of", cost_of)


def a_month_begins_with_a_cent_too_much(patch: Patch) -> None:
    real = month.MonthPool.end

    def end(self: month.MonthPool) -> None:
        real(self)
        self.total += 1

    patch.setattr(month.MonthPool, "end", end)


def returns_of_the_month_are_receipts(patch: Patch) -> None:
    real = state.State.come_back

    def come_back(self: state.State, position: int) -> None:
        pool = self.pool(position)
        if isinstance(pool, month.MonthPool):
            qty = self.events.qty[position]
            self.put(position, qty, divide(pool.last.value, qty, pool.last.qty))
        else:
            real(self, position)

    patch.setattr(state.State, "come_back", come_back)


def a_month_forgets_what_it_owes(patch: Patch) -> None:
    def owe(self: month.MonthPool, _: object) -> None:
        self.inward, self.total = 0, 0

    patch.setattr(month.MonthPool, "_owe", owe)


def a_month_settles_nothing(patch: Patch) -> None:
    patch.setattr(month.MonthPool, "_settle", lambda *_: (0, 0))


BUSY = [f"busy {method}" for method in METHODS]
FIFO, AVERAGE, MONTH, LOTS = BUSY
MUTANTS = [
    Mutant(the_fifo_kernel_rounds_down, "costs, fifo", "plain"),
    Mutant(the_fifo_kernel_mixes, "costs, fifo", "plain"),
    Mutant(the_month_kernel_rounds_down, "costs, month_average", "plain"),
    Mutant(the_month_kernel_does_not_wait, "costs, month_average", "plain"),
    Mutant(the_average_kernel_rounds_down, "costs, moving_average", "plain"),
    Mutant(the_average_kernel_rounds_down, "costs, specific", "plain"),
    Mutant(the_average_kernel_waits_for_the_end_of_the_month, "costs, moving_average", "plain"),
    Mutant(the_kernel_sees_one_lot, "costs, specific", "plain"),
    Mutant(no_month_ever_ends, "costs, month_average", "plain"),
    Mutant(no_month_ever_ends, "costs", MONTH),
    Mutant(a_replay_starts_with_a_whole_layer, "costs, fifo", "plain"),
    Mutant(a_replay_forgets_what_is_on_hand, "costs, moving_average", "plain"),
    Mutant(a_replay_starts_in_the_middle_of_a_month, "costs, month_average", "plain"),
    *of_all(a_product_that_moved_is_left_as_it_was, "costs", "plain"),
    *of_all(the_walk_rounds_down, "costs", *BUSY),
    Mutant(the_walk_rounds_half_to_even, "costs", "waiting"),
    Mutant(fifo_without_layers, "costs", FIFO),
    Mutant(fifo_from_the_newest, "costs", FIFO),
    Mutant(fifo_rounds_piece_by_piece, "costs", FIFO),
    Mutant(fifo_forgets_what_left, "pools", FIFO),
    *of_all(average_keeps_the_unit_cost_rounded, "running balance", AVERAGE, LOTS),
    Mutant(average_keeps_the_unit_cost_rounded, "own nothing", AVERAGE),
    *of_all(average_forgets_what_left, "pools", AVERAGE, LOTS),
    Mutant(average_forgets_what_left, "own layers", AVERAGE),
    Mutant(a_month_keeps_the_unit_cost_rounded, "running balance", MONTH),
    Mutant(a_month_begins_with_a_cent_too_much, "pools", MONTH),
    Mutant(returns_of_the_month_are_receipts, "costs", MONTH),
    Mutant(a_month_forgets_what_it_owes, "costs, month_average", "waiting"),
    Mutant(a_month_forgets_what_it_owes, "pools", "waiting"),
    Mutant(a_month_settles_nothing, "costs, month_average", "waiting"),
]


@pytest.mark.parametrize(("law", "shop"), looked_at(MUTANTS))
def test_the_program_as_it_is_breaks_no_law(law: str, shop: str) -> None:
    holds(law, shop)


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_a_broken_program_breaks_a_law(mutant: Mutant, monkeypatch: Patch) -> None:
    notices(mutant, monkeypatch)
