"""Every law is seen to fail: the program is broken on purpose, one way at a time, and a law must notice.

The one place where our own code is replaced in a test: not to isolate it, but to prove the checks can fail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jxc_xl import chain, ledger, numbers
from jxc_xl.cost import ledger as costing
from jxc_xl.cost import pools, walk
from jxc_xl.pipeline import Do
from jxc_xl.post import compare, posting, stock, till, undo
from jxc_xl.terms import Method
from tests import test_laws as laws
from tests.books import changed, do
from tests.scenarios.shops import Document, Row, Shop, run_shop, shuffled, stand
from tests.test_chain import with_ledger

Patch = pytest.MonkeyPatch


def at(day: int, clock: str = "00:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-03-{day:02d} {clock}")


def document(key: str, *rows: Row, **shared: object) -> Document:
    return key, tuple({"line_no": i + 1, "warehouse": "MAIN", **shared, **row} for i, row in enumerate(rows))


def came(doc_no: str, day: int, *goods: tuple[str, float, float]) -> Document:
    rows = [{"sku": sku, "accepted_qty": qty, "unit_price": price} for sku, qty, price in goods]
    return document("receipts", *rows, doc_no=doc_no, received_at=at(day))


def sold(doc_no: str, day: int, *goods: tuple[str, float]) -> Document:
    rows = [{"sku": sku, "qty": qty, "unit_price": 9.99} for sku, qty in goods]
    return document("sales", *rows, doc_no=doc_no, ordered_at=at(day))


def back(doc_no: str, day: int, sku: str, qty: float, original: str) -> Document:
    row = {"sku": sku, "qty": qty, "unit_price": 9.99, "original_no": original, "original_line": 1}
    return document(
        "returns", row, doc_no=doc_no, returned_at=at(day), direction="from_customer", condition="resaleable"
    )


FREIGHT = {
    "doc_no": "F1",
    "charged_at": at(3),
    "amount": 10.0,
    "basis": "quantity",
    "receipt_no": "R1",
    "receipt_line": None,
}
DOCUMENTS = (
    came("R1", 1, ("A", 3, 3.333333), ("B", 7, 1.234567), ("C", 3, 0.01)),
    sold("S1", 2, ("A", 1), ("B", 2)),
    document("charges", FREIGHT),
    came("R2", 3, ("A", 3, 7.777777), ("B", 7, 9.876543), ("C", 3, 5.005)),
    sold("S2", 4, ("A", 1.5), ("B", 9), ("C", 1)),
    back("T1", 5, "B", 3, "S2"),
    back("T2", 5, "A", 1, "S1"),
    document("counts", {"doc_no": "C1", "counted_at": at(6), "sku": "C", "counted_qty": 4.0}),
    document(
        "transfers",
        {"doc_no": "M1", "moved_at": at(6), "sku": "A", "qty": 1.0, "from_warehouse": "MAIN", "to_warehouse": "EAST"},
    ),
    sold("S3", 7, ("B", 50), ("C", 1)),
    document(
        "adjustments",
        {"kind": "other_in", "sku": "C", "qty": 1.0, "unit_cost": 2.0},
        {"kind": "write_off", "sku": "A", "qty": 60.0, "unit_cost": None},
        doc_no="J1",
        adjusted_at=at(7),
    ),
    sold("S4", 8, ("C", 4)),
)
WAITING = (
    came("R1", 1, ("A", 2, 5), ("B", 2, 0.005)),
    sold("S1", 2, ("B", 1), ("A", 1), ("A", 2), ("A", 1.1), ("A", 1.1)),
    came("R2", 3, ("A", 7.7, 1.298701)),
    sold("S2", 4, ("A", 1), ("A", 1), ("A", 1)),
)


def shop(method: str, documents: tuple[Document, ...] = DOCUMENTS, allows_negative: str = "no") -> Shop:
    products = tuple(
        {"sku": sku, "name": sku, "method": method, "weight": 1.0, "volume": None} for sku in ("A", "B", "C")
    )
    return Shop(products, (documents,), {"money_digits": 2, "method": method, "allows_negative": allows_negative})


SHOPS = (
    shop("fifo"),
    shop("moving_average"),
    shop("fifo", WAITING, allows_negative="yes"),
    shop("moving_average", WAITING, allows_negative="yes"),
)


def broken_laws(looked_for: str = "") -> set[str]:
    """Return the names of the laws that do not hold, shop after shop until the one looked for is among them."""
    found = set[str]()
    for one in SHOPS:
        if looked_for in found:
            break
        with noticed(found, "posting"):
            look(one, found)
    return found


@contextmanager
def noticed(found: set[str], name: str) -> Iterator[None]:
    """A law that cannot even be looked at counts as broken."""
    try:
        yield
    except Exception:  # noqa: BLE001 (whatever a broken program does)
        found.add(name)


def look(one: Shop, found: set[str]) -> None:
    """Run a shop and add the names of the laws it breaks."""
    outcome = do(one.book(one.documents), Do.POST)
    lines = stand(outcome)
    self_check = outcome.reports["self_check"]
    found.update(law.partition("，")[0] for law in self_check.loc[~self_check["holds"], "law"])
    plain = []
    with noticed(found, "entries"):
        plain = laws.moves(lines, one)
    checks: dict[str, Callable[[], None]] = {
        "costs": lambda: laws.check_costs(lines, plain, one),
        "shares": lambda: laws.check_shares(lines, plain, one),
        "whole documents": lambda: laws.check_whole_documents(lines, one.documents),
        "running balance": lambda: laws.check_running_balance(lines, plain),
        "counts": lambda: laws.check_counts(plain, one),
    }
    for name, check in checks.items():
        with noticed(found, name):
            check()
    if one.settings["allows_negative"] == "no":
        with noticed(found, "never below zero"):
            laws.check_never_below_zero(plain)
    mixed = do(one.book(shuffled(one.documents, range(sum(len(rows) for _, rows in one.documents))[::-1])), Do.POST)
    if laws.without_time(stand(mixed)) != laws.without_time(lines):
        found.add("order of entry")
    raw = changed(one.book(one.documents), outcome.changes)
    if len(do(raw, Do.POST).ledger) != len(outcome.ledger):
        found.add("posting twice")
    if not do(raw, Do.UNDO).reports["summary"].empty:
        found.add("undo")


def test_the_program_as_it_is_breaks_no_law() -> None:
    assert broken_laws() == set()


def truncating_division(patch: Patch) -> None:
    for module in (pools, walk):
        patch.setattr(module, "divide", lambda value, numerator, denominator: value * numerator // denominator)


def rounding_half_to_even(patch: Patch) -> None:
    def half_even(value: int, by: int) -> int:
        return round(value / by)

    patch.setattr(numbers, "half_up_one", half_even)


def truncating_products(patch: Patch) -> None:
    patch.setattr(numbers, "half_up", lambda value, by: value // by)


def split_drops_the_rest(patch: Patch) -> None:
    patch.setattr(numbers, "split", lambda total, weights: [total * weight // sum(weights) for weight in weights])


def split_gives_the_rest_to_the_first(patch: Patch) -> None:
    def split(total: int, weights: list[int]) -> list[int]:
        shares = [total * weight // sum(weights) for weight in weights]
        return [shares[0] + total - sum(shares), *shares[1:]]

    patch.setattr(numbers, "split", split)


def fifo_without_layers(patch: Patch) -> None:
    patch.setitem(costing.POOLS, Method.FIFO, pools.AveragePool)


def fifo_from_the_newest(patch: Patch) -> None:
    def put(self: pools.FifoPool, qty: int, value: int) -> None:
        self.layers.appendleft([qty, value, 0, 0])
        self.qty += qty
        self.value += value

    patch.setattr(pools.FifoPool, "put", put)


def fifo_rounds_piece_by_piece(patch: Patch) -> None:
    def take(self: pools.FifoPool, qty: int) -> int:
        cost = 0
        self.qty -= qty
        while qty:
            layer = self.layers[0]
            used = min(qty, layer[0])
            part = numbers.divide(layer[1], used, layer[0])
            self.last = pools.Unit(layer[1], layer[0])
            layer[0], layer[1] = layer[0] - used, layer[1] - part
            cost, qty = cost + part, qty - used
            if not layer[0]:
                self.layers.popleft()
        self.value -= cost
        return cost

    patch.setattr(pools.FifoPool, "take", take)


def average_keeps_the_unit_cost_rounded(patch: Patch) -> None:
    def take(self: pools.AveragePool, qty: int) -> int:
        cost = numbers.divide(numbers.divide(self.value, 10**4, self.qty), qty, 10**4)
        self.qty -= qty
        self.value -= cost
        return cost

    patch.setattr(pools.AveragePool, "take", take)


def returns_at_the_current_cost(patch: Patch) -> None:
    patch.setattr(walk._Walk, "back", lambda self, _, qty: self.current(0, qty))  # noqa: SLF001


def receipts_do_not_settle(patch: Patch) -> None:
    def put(self: Any, position: int, qty: int, value: int) -> None:  # noqa: ANN401 (a private class)
        self.amounts[position] = value
        self.pool.put(qty, value)

    patch.setattr(walk._Walk, "put", put)  # noqa: SLF001


def what_waited_forgets_the_layer_it_took_from(patch: Patch) -> None:
    """The rest of a receipt as a new layer of its own: a cent wanders from one issue to another."""

    def put(self: Any, position: int, qty: int, value: int) -> None:  # noqa: ANN401
        self.amounts[position] = value
        used = spent = 0
        while self.owed and used < qty:
            owed = self.owed[0]
            part = min(owed.qty - owed.settled, qty - used)
            cost = numbers.divide(value, used + part, qty) - spent
            self.amounts[owed.position] -= cost - owed.settle(part)
            used, spent = used + part, spent + cost
            if owed.settled == owed.qty:
                self.owed.popleft()
        if used < qty:
            self.pool.put(qty - used, value - spent)

    patch.setattr(walk._Walk, "put", put)  # noqa: SLF001


def charges_cost_nothing(patch: Patch) -> None:
    patch.setattr(costing, "_landed", lambda moves: np.zeros(len(moves), np.int64))


def rows_count_as_entered(patch: Patch) -> None:
    for module in (costing, stock, posting, ledger):
        patch.setattr(module, "order", lambda movements: np.arange(len(movements)), raising=False)


def everything_is_granted(patch: Patch) -> None:
    real = stock.grant
    patch.setattr(posting, "grant", lambda standing, new, **_: real(standing, new, allows_negative=True))


def lines_are_granted_one_by_one(patch: Patch) -> None:
    patch.setattr(stock, "_asking", lambda new: np.where(stock.is_conditional(new), np.arange(len(new)), -1))


def all_lines_are_new(patch: Patch) -> None:
    real = compare.compare

    def compared(book: Any, wanted: pd.DataFrame, standing: pd.DataFrame) -> Any:  # noqa: ANN401
        found = real(book, wanted, standing)
        return found._replace(result=found.result._replace(new=wanted))

    patch.setattr(posting, "compare", compared)


def reversals_count(patch: Patch) -> None:
    for module in (costing, posting, undo):
        patch.setattr(module, "stands", lambda lines: lines["reverses"].isna())


def hashes_are_not_written(patch: Patch) -> None:
    real = posting.append
    patch.setattr(posting, "append", lambda *words: real(*words).assign(hash=""))


def average_forgets_what_left(patch: Patch) -> None:
    def take(self: pools.AveragePool, qty: int) -> int:
        cost = numbers.divide(self.value, qty, self.qty)
        self.qty -= qty
        return cost

    patch.setattr(pools.AveragePool, "take", take)


def counts_find_an_empty_book(patch: Patch) -> None:
    patch.setattr(till.Till, "_now", lambda *_: 0)


MUTANTS: dict[Callable[[Patch], None], str] = {
    truncating_division: "costs",
    rounding_half_to_even: "costs",
    truncating_products: "entries",
    split_drops_the_rest: "费用分摊之和 = 费用",
    split_gives_the_rest_to_the_first: "shares",
    fifo_without_layers: "costs",
    fifo_from_the_newest: "costs",
    fifo_rounds_piece_by_piece: "costs",
    average_keeps_the_unit_cost_rounded: "现存为 0 的商品金额为 0",
    returns_at_the_current_cost: "costs",
    receipts_do_not_settle: "costs",
    what_waited_forgets_the_layer_it_took_from: "costs",
    charges_cost_nothing: "costs",
    rows_count_as_entered: "order of entry",
    everything_is_granted: "never below zero",
    lines_are_granted_one_by_one: "whole documents",
    all_lines_are_new: "posting twice",
    reversals_count: "undo",
    hashes_are_not_written: "流水校验码完整",
    average_forgets_what_left: "成本层合计 = 库存金额",
    counts_find_an_empty_book: "counts",
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.__name__)
def test_a_broken_program_breaks_a_law(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)
    assert MUTANTS[mutant] in broken_laws(MUTANTS[mutant])


def test_a_hash_that_leaves_out_the_quantity_would_let_it_be_edited(monkeypatch: Patch) -> None:
    """What `tests.test_chain` finds, it finds because of the hash."""
    monkeypatch.setattr(chain, "FACTS", tuple(name for name in ledger.FACTS if name != "qty"))
    raw = run_shop(SHOPS[0]).raw
    edited = with_ledger(raw, list(range(raw.tables["tblLedger"].height)), "qty", 99.0)
    assert "P504" not in {problem.code for problem in do(edited, Do.POST).problems}
