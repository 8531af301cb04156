"""Every law of costing is seen to fail: lots, warehouses, returns, revaluations, assemblies, transfers, charges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from jxc_xl.cost import events, month, moving, naming, pools, state, walk, worth
from jxc_xl.numbers import split
from jxc_xl.terms import Movement
from tests.scenarios.broken import Mutant, Patch, holds, looked_at, named, notices, of_all
from tests.scenarios.shops import METHODS


def every_lot_costs_the_same(patch: Patch) -> None:
    _keyed(patch, lambda key: (key[0], key[1], 0))


def every_warehouse_costs_the_same(patch: Patch) -> None:
    _keyed(patch, lambda key: (key[0], 0, key[2]))


def _keyed(patch: Patch, other: Callable[[state.Key], state.Key]) -> None:
    real = state.State.key
    patch.setattr(state.State, "key", lambda self, position: other(real(self, position)))


def returns_at_the_current_cost(patch: Patch) -> None:
    patch.setattr(state.State, "come_back", state.State.in_current)


def returns_go_to_the_head_of_the_queue(patch: Patch) -> None:
    real = state.State.come_back

    def come_back(self: state.State, position: int) -> None:
        real(self, position)
        pool = self.pool(position)
        assert isinstance(pool, pools.FifoPool)
        pool.layers.rotate(1)

    patch.setattr(state.State, "come_back", come_back)


def a_supplier_takes_the_oldest(patch: Patch) -> None:
    patch.setattr(pools.FifoPool, "take_back", lambda self, _, qty, __: self.take(qty))


def a_supplier_takes_at_the_average(patch: Patch) -> None:
    for pool in (pools.AveragePool, month.MonthPool):
        patch.setattr(pool, "take_back", lambda self, _, qty, __: self.take(qty))


def a_supplier_takes_without_landed_cost(patch: Patch) -> None:
    real = state.State.send_back

    def send_back(self: state.State, position: int) -> None:
        values = list(self.events.value)
        values[self.events.link[position]] = 864  # 7 of B at 1.234567, as R1 has them
        whole, self.events = self.events, self.events._replace(value=values)
        real(self, position)
        self.events = whole

    patch.setattr(state.State, "send_back", send_back)


def a_revaluation_is_spread_by_value(patch: Patch) -> None:
    def revalue(self: pools.FifoPool, delta: int) -> int:
        layers = [layer for layer in self.layers if layer.left]
        for layer, part in zip(layers, split(delta, [layer.worth for layer in layers]), strict=True):
            layer.set(layer.worth + part)
        self.value += delta
        return delta

    patch.setattr(pools.FifoPool, "revalue", revalue)


def a_new_unit_cost_keeps_the_layers_apart(patch: Patch) -> None:
    patch.setattr(pools.FifoPool, "revalue_to", lambda self, total: self.revalue(total - self.value))


def a_revaluation_goes_below_nothing(patch: Patch) -> None:
    def revalue(self: pools.AveragePool, delta: int) -> int:
        self.value += delta
        return delta

    patch.setattr(pools.AveragePool, "revalue", revalue)


def a_revaluation_is_not_written_down(patch: Patch) -> None:
    def revalue(it: state.State, position: int, unit_cost: int | None) -> None:
        worth.revalue(it, position, unit_cost)
        it.amounts[position] = 0

    patch.setattr(walk, "revalue", revalue)


def what_is_made_is_worth_nothing(patch: Patch) -> None:
    def move_in(it: state.State, start: int) -> int:
        it.moved.clear()
        return moving.move_in(it, start)

    patch.setattr(walk, "move_in", move_in)


def parts_share_alike(patch: Patch) -> None:
    patch.setattr(moving, "split", lambda total, weights: split(total, [1] * len(weights)))


def transfers_carry_nothing(patch: Patch) -> None:
    patch.setattr(walk, "carry", lambda *_: None)


def what_arrives_costs_what_is_there(patch: Patch) -> None:
    patch.setattr(moving, "move_in", lambda it, position: it.in_current(position))


def transfers_carry_costs_in_every_book(patch: Patch) -> None:
    real = events._ops  # noqa: SLF001
    patch.setattr(events, "_ops", lambda *words, **_: real(*words, is_carrying=True))


def charges_cost_nothing(patch: Patch) -> None:
    patch.setattr("jxc_xl.cost.events.landed", lambda rows: np.zeros(len(rows.moves), np.int64))


def expenses_cost_too(patch: Patch) -> None:
    real = naming.Rows.named

    def both(self: naming.Rows, *kinds: Movement) -> list[tuple[int, naming.Name]]:
        return real(self, *kinds, *((Movement.EXPENSE,) if Movement.CHARGE in kinds else ()))

    patch.setattr(naming.Rows, "named", both)


BUSY = [f"busy {method}" for method in METHODS]
FIFO, AVERAGE, MONTH, LOTS = BUSY
MUTANTS = [
    Mutant(every_lot_costs_the_same, "costs", LOTS),
    Mutant(every_warehouse_costs_the_same, "costs", "apart"),
    *of_all(returns_at_the_current_cost, "costs", FIFO, AVERAGE, LOTS),
    Mutant(returns_go_to_the_head_of_the_queue, "costs", FIFO),
    Mutant(a_supplier_takes_the_oldest, "costs", FIFO),
    *of_all(a_supplier_takes_at_the_average, "costs", AVERAGE, MONTH, LOTS),
    *of_all(a_supplier_takes_without_landed_cost, "costs", AVERAGE, MONTH, LOTS),
    Mutant(a_revaluation_is_spread_by_value, "costs", FIFO),
    Mutant(a_new_unit_cost_keeps_the_layers_apart, "costs", FIFO),
    *of_all(a_revaluation_goes_below_nothing, "running balance", AVERAGE, LOTS),
    *of_all(a_revaluation_is_not_written_down, "pools", *BUSY),
    *of_all(what_is_made_is_worth_nothing, "costs", *BUSY),
    *of_all(parts_share_alike, "costs", *BUSY),
    *(Mutant(transfers_carry_nothing, f"costs, {method}", "apart") for method in METHODS if method != "month_average"),
    Mutant(what_arrives_costs_what_is_there, "costs", "apart"),
    Mutant(transfers_carry_costs_in_every_book, "transfer", FIFO),
    *of_all(charges_cost_nothing, "costs", *BUSY),
    Mutant(expenses_cost_too, "costs", "expense"),
]


@pytest.mark.parametrize(("law", "shop"), looked_at(MUTANTS))
def test_the_program_as_it_is_breaks_no_law(law: str, shop: str) -> None:
    holds(law, shop)


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_a_broken_program_breaks_a_law(mutant: Mutant, monkeypatch: Patch) -> None:
    notices(mutant, monkeypatch)
