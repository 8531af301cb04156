"""Every law of time is seen to fail: goods that leave before they come, late charges, closes, changes of method."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from jxc_xl.book import Book
from jxc_xl.cost import month, pools, state, switching, walk, worth
from jxc_xl.cost.owed import Owed
from jxc_xl.ledger import in_order
from jxc_xl.numbers import Ints, divide
from jxc_xl.numbers import split as split_shares
from jxc_xl.post import charges, sealing
from tests.scenarios.broken import Mutant, Patch, holds, looked_at, named, notices
from tests.scenarios.shops import METHODS


def receipts_do_not_settle(patch: Patch) -> None:
    def put(self: state.State, position: int, qty: int, value: int) -> None:
        self.amounts[position] = value
        self.pool(position).put(position, qty, value)

    patch.setattr(state.State, "put", put)


def what_waited_forgets_the_layer_it_took_from(patch: Patch) -> None:
    """The rest of a receipt as a new layer of its own: a cent wanders from one issue to another."""

    def put(self: state.State, position: int, qty: int, value: int) -> None:
        self.amounts[position] = value
        queue, used, spent = self.owed[self.key(position)], 0, 0
        while queue and used < qty:
            part = min(queue[0].left, qty - used)
            cost = divide(value, used + part, qty) - spent
            self.amounts[queue[0].position] -= cost - queue[0].settle(part)
            used, spent = used + part, spent + cost
            if not queue[0].left:
                queue.popleft()
        if used < qty:
            self.pool(position).put(position, qty - used, value - spent)

    patch.setattr(state.State, "put", put)


def debts_settle_piece_by_piece(patch: Patch) -> None:
    def settle(self: Owed, qty: int) -> int:
        self.settled += qty
        return divide(self.provisional, qty, self.qty)

    patch.setattr(Owed, "settle", settle)


def what_is_owed_costs_nothing_meanwhile(patch: Patch) -> None:
    real = state.State.owe

    def owe(self: state.State, position: int, pool: state.Pool, qty: int) -> int:
        pool.last = pools.UNKNOWN
        return real(self, position, pool, qty)

    patch.setattr(state.State, "owe", owe)


def a_late_charge_stays_whole(patch: Patch) -> None:
    for module in (pools, month):
        patch.setattr(module, "kept_of", lambda late, _: late.amount)


def a_late_charge_leaves_whole(patch: Patch) -> None:
    for module in (pools, month):
        patch.setattr(module, "kept_of", lambda *_: 0)


def a_late_charge_falls_on_the_oldest_layer(patch: Patch) -> None:
    real = pools.FifoPool.charge

    def charge(self: pools.FifoPool, late: pools.Late) -> int:
        self.by_receipt.clear()
        return real(self, late)

    patch.setattr(pools.FifoPool, "charge", charge)


def a_late_charge_forgets_what_came_since(patch: Patch) -> None:
    patch.setattr(worth, "Late", lambda receipt, qty, _, amount: pools.Late(receipt, qty, 0, amount))


def the_adjustment_of_a_late_charge_is_forgotten(patch: Patch) -> None:
    def late(it: state.State, position: int) -> None:
        worth.late(it, position)
        it.gone.clear()

    patch.setattr(walk, "late", late)


def late_charges_have_no_adjustment(patch: Patch) -> None:
    patch.setattr("jxc_xl.post.posting.with_adjustments", lambda fresh: fresh)


def a_late_charge_lands_on_its_closed_receipt(patch: Patch) -> None:
    patch.setattr(charges, "_at_earliest", lambda goods, _: goods.assign(is_late=False))


def closed_days_are_open(patch: Patch) -> None:
    patch.setattr("jxc_xl.post.posting.frozen", lambda *_: [])


def corrections_land_on_the_closed_issue(patch: Patch) -> None:
    patch.setattr(walk, "close", lambda *_: None)


def a_close_does_not_cut_the_month(patch: Patch) -> None:
    def periods(moves: pd.DataFrame) -> Ints:
        return moves["moved_at"].to_numpy("M8[M]").astype("int64")

    patch.setattr("jxc_xl.cost.events._periods", periods)


def the_new_method_holds_from_the_beginning(patch: Patch) -> None:
    patch.setattr(
        "jxc_xl.cost.events._methods",
        lambda _, __, skus, costing: ([costing.method_of(sku) for sku in skus], {}),
    )


def a_close_forgets_the_method(patch: Patch) -> None:
    _closing_with(patch, method="")


def a_close_seals_a_cent_too_much(patch: Patch) -> None:
    _closing_with(patch, doc_amount=lambda lines: lines["doc_amount"] + 1)


def _closing_with(patch: Patch, **others: object) -> None:
    real = sealing.append
    patch.setattr("jxc_xl.post.closing.append", lambda ledger, lines, now: real(ledger, lines.assign(**others), now))


def _passed_on(patch: Patch, change: Callable[[int, int], int]) -> None:
    """Let the new pools of another method get other values: by their place among them, and their own."""
    real = split_shares

    def split(total: int, weights: Sequence[int]) -> list[int]:
        return [change(place, part) for place, part in enumerate(real(total, weights))]

    patch.setattr(switching, "split", split)


def a_change_of_method_loses_the_value(patch: Patch) -> None:
    _passed_on(patch, lambda _, part: 0 * part)


def a_change_of_method_gives_a_cent(patch: Patch) -> None:
    def switch(it: state.State, position: int) -> None:
        switching.switch(it, position)
        it.amounts[position] += 1

    patch.setattr(walk, "switch", switch)


def a_change_of_method_gives_all_to_one_lot(patch: Patch) -> None:
    real = split_shares
    patch.setattr(switching, "split", lambda total, weights: [total, *(0 for _ in real(total, weights)[1:])])


def reopening_leaves_the_close(patch: Patch) -> None:
    def reopen(book: Book, *_: object) -> sealing.Posted:
        ledger = in_order(book.lines["ledger"])
        return sealing.Posted(ledger, sealing.no_marks(), 0, ledger.iloc[:0])

    patch.setattr("jxc_xl.pipeline.reopen", reopen)


def a_close_is_worth_a_cent(patch: Patch) -> None:
    def close(it: state.State, position: int) -> None:
        worth.close(it, position)
        it.amounts[position] += 1

    patch.setattr(walk, "close", close)


BY_METHOD = [f"costs, {method}" for method in METHODS]
AT_ONCE = [law for law in BY_METHOD if "month" not in law]
MUTANTS = [
    *(Mutant(receipts_do_not_settle, law, "waiting") for law in AT_ONCE),
    Mutant(what_waited_forgets_the_layer_it_took_from, "costs, fifo", "waiting"),
    *(Mutant(debts_settle_piece_by_piece, law, "waiting") for law in AT_ONCE),
    *(Mutant(what_is_owed_costs_nothing_meanwhile, law, "waiting") for law in AT_ONCE),
    *(Mutant(a_late_charge_stays_whole, law, "late") for law in BY_METHOD),
    *(Mutant(a_late_charge_leaves_whole, law, "late") for law in BY_METHOD),
    Mutant(a_late_charge_falls_on_the_oldest_layer, "costs, fifo", "late"),
    *(Mutant(a_late_charge_forgets_what_came_since, law, "late") for law in BY_METHOD[1:]),
    Mutant(the_adjustment_of_a_late_charge_is_forgotten, "pools", "late"),
    Mutant(late_charges_have_no_adjustment, "own layers", "late"),
    Mutant(a_late_charge_lands_on_its_closed_receipt, "closed, posting", "late"),
    Mutant(closed_days_are_open, "closed, posting", "late"),
    Mutant(corrections_land_on_the_closed_issue, "closed", "owing"),
    *(Mutant(corrections_land_on_the_closed_issue, law, "owing") for law in BY_METHOD),
    Mutant(a_close_does_not_cut_the_month, "closed", "late"),
    Mutant(a_close_does_not_cut_the_month, "costs", "late"),
    Mutant(the_new_method_holds_from_the_beginning, "costs", "switched"),
    Mutant(a_close_forgets_the_method, "closed, whole", "switched"),
    Mutant(a_close_seals_a_cent_too_much, "sealed", "late"),
    Mutant(a_change_of_method_loses_the_value, "switched", "switched"),
    Mutant(a_change_of_method_gives_a_cent, "switched", "switched"),
    Mutant(a_change_of_method_gives_all_to_one_lot, "costs", "switched"),
    Mutant(reopening_leaves_the_close, "closing", "apart"),
    Mutant(a_close_is_worth_a_cent, "closing", "apart"),
]


@pytest.mark.parametrize(("law", "shop"), looked_at(MUTANTS))
def test_the_program_as_it_is_breaks_no_law(law: str, shop: str) -> None:
    holds(law, shop)


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_a_broken_program_breaks_a_law(mutant: Mutant, monkeypatch: Patch) -> None:
    notices(mutant, monkeypatch)
