"""Every law is seen to fail: the program is broken on purpose, one way at a time, and a law must notice.

The one place where our own code is replaced in a test: not to isolate it, but to prove the checks can fail. Here are
posting, the ledger and what the reports say; costing is in `test_mutants_costing`, closing in `test_mutants_closing`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jxc_xl import chain, ledger, numbers
from jxc_xl.book import Book
from jxc_xl.cost.ledger import ReadOff, cost_by
from jxc_xl.post import charges, compare, movements, posting, recounts, sealing, stock
from jxc_xl.problems import Found
from jxc_xl.report import facts
from jxc_xl.terms import Movement
from tests.scenarios.broken import Mutant, Patch, holds, looked_at, named, notices, ready

Asked = Found[pd.DataFrame]


def truncating_products(patch: Patch) -> None:
    patch.setattr(numbers, "half_up", lambda value, by: value // by)


def tax_is_left_in(patch: Patch) -> None:
    patch.setattr(movements, "without_tax", lambda amount, _: amount)


def split_drops_the_rest(patch: Patch) -> None:
    patch.setattr(numbers, "split", lambda total, weights: [total * weight // sum(weights) for weight in weights])


def split_gives_the_rest_to_the_first(patch: Patch) -> None:
    def split(total: int, weights: list[int]) -> list[int]:
        shares = [total * weight // sum(weights) for weight in weights]
        return [shares[0] + total - sum(shares), *shares[1:]]

    patch.setattr(numbers, "split", split)


def every_charge_is_shared_by_quantity(patch: Patch) -> None:
    patch.setattr(charges, "_base", lambda _, goods, __: goods["qty"].tolist())


def duty_is_expensed_like_freight(patch: Patch) -> None:
    patch.setattr(charges, "IN_COST", ())


def freight_is_cost_in_every_book(patch: Patch) -> None:
    patch.setattr(charges, "_kind", lambda *_: Movement.CHARGE)


def rows_count_as_entered(patch: Patch) -> None:
    for module in ("cost.events", "post.stock", "post.sealing"):
        patch.setattr(f"jxc_xl.{module}.order", lambda lines, **_: np.arange(len(lines)))


def everything_is_granted(patch: Patch) -> None:
    real = stock.grant
    patch.setattr(
        posting, "grant", lambda standing, new, asking: real(standing, new, asking._replace(allows_negative=True))
    )


def lines_are_granted_one_by_one(patch: Patch) -> None:
    patch.setattr(stock, "_asking", lambda new: np.where(stock.is_conditional(new), np.arange(len(new)), -1))


def more_comes_back_than_went(patch: Patch) -> None:
    patch.setattr("jxc_xl.post.sold.Sold.reason", lambda *_: "")


def all_lines_are_new(patch: Patch) -> None:
    real = compare.compare

    def compared(book: Book, wanted: pd.DataFrame, standing: pd.DataFrame) -> Found[compare.Compared]:
        found = real(book, wanted, standing)
        return found._replace(result=found.result._replace(new=wanted))

    patch.setattr(posting, "compare", compared)


def reversals_count(patch: Patch) -> None:
    for module in ("cost.events", "cost.ledger", "post.posting", "post.undo"):
        patch.setattr(f"jxc_xl.{module}.stands", lambda lines: lines["reverses"].isna())


def undone_lines_stay_marked(patch: Patch) -> None:
    patch.setattr("jxc_xl.post.undo._freed", lambda *_: sealing.no_marks())


def undone_recounts_are_not_put_back(patch: Patch) -> None:
    patch.setattr("jxc_xl.post.undo._unrecounted", lambda ledger, _: ledger.iloc[:0])


def undoing_moves_the_goods_once_more(patch: Patch) -> None:
    real = sealing.append
    patch.setattr(
        "jxc_xl.post.undo.append", lambda ledger, taken, now: real(ledger, taken.assign(qty=-taken["qty"]), now)
    )


def hashes_are_not_written(patch: Patch) -> None:
    real = sealing.append
    patch.setattr("jxc_xl.post.posting.append", lambda *words: real(*words).assign(hash=""))


def another_amount_is_written_than_the_document_has(patch: Patch) -> None:
    real = sealing.append

    def append(ledger: pd.DataFrame, taken: pd.DataFrame, now: pd.Timestamp) -> pd.DataFrame:
        return real(ledger, taken.assign(doc_amount=taken["doc_amount"] + 1), now)

    patch.setattr("jxc_xl.post.posting.append", append)


def counts_find_an_empty_book(patch: Patch) -> None:
    patch.setattr("jxc_xl.post.till.Till._now", lambda *_: 0)


def posted_counts_stay_as_they_were(patch: Patch) -> None:
    patch.setattr(stock, "_restated", lambda *_: pd.Series(dtype="int64"))


def restated_counts_count_twice(patch: Patch) -> None:
    real = recounts.recounted

    def recounted(wanted: pd.DataFrame, standing: pd.DataFrame, restated: pd.Series) -> recounts.Recounted:
        found = real(wanted, standing, restated)
        return found._replace(movements=found.movements[found.movements["reverses"].isna()])

    patch.setattr(posting, "recounted", recounted)


def _moving(patch: Patch, kind: Movement, **others: object) -> None:
    """Let lines of a kind say something else than was entered."""
    real = movements.movements

    def moved(book: Book) -> Asked:
        found = real(book)
        lines = found.result
        for name, value in others.items():
            lines[name] = lines[name].mask(lines["kind"] == kind, value(lines[name]) if callable(value) else value)
        return found._replace(result=lines)

    patch.setattr(posting, "movements", moved)


def receipts_come_to_one_warehouse(patch: Patch) -> None:
    _moving(patch, Movement.RECEIPT, warehouse="MAIN")


def sales_leave_one_lot(patch: Patch) -> None:
    _moving(patch, Movement.SALE, lot="L1")


def receipts_come_a_day_late(patch: Patch) -> None:
    _moving(patch, Movement.RECEIPT, moved_at=lambda at: at + pd.Timedelta(days=1))


def a_bundle_has_one_of_everything(patch: Patch) -> None:
    for module in ("bundles", "adjustments"):
        patch.setattr(f"jxc_xl.post.{module}.component_qty", lambda qty, _: qty)


def the_stock_report_doubles_quantities(patch: Patch) -> None:
    patch.setattr("jxc_xl.report.stock.quantities", lambda moves: 2 * facts.quantities(moves))


def the_stock_report_doubles_amounts(patch: Patch) -> None:
    patch.setattr("jxc_xl.report.stock.amounts", lambda moves: 2 * facts.amounts(moves))


def the_margin_report_doubles_costs(patch: Patch) -> None:
    patch.setattr("jxc_xl.report.margin.amounts", lambda moves: 2 * facts.amounts(moves))


def the_summary_doubles_amounts(patch: Patch) -> None:
    patch.setattr("jxc_xl.report.summary.amounts", lambda moves: 2 * facts.amounts(moves))


def other_methods_lose_a_cent(patch: Patch) -> None:
    def costed(*words: object) -> ReadOff:
        found = cost_by(*words)  # type: ignore[arg-type]
        return found._replace(closing=found.closing - 1)

    patch.setattr("jxc_xl.pipeline.cost_by", costed)


MUTANTS = [
    Mutant(truncating_products, "said", "busy fifo"),
    Mutant(tax_is_left_in, "said", "busy fifo"),
    Mutant(another_amount_is_written_than_the_document_has, "said", "busy fifo"),
    Mutant(another_amount_is_written_than_the_document_has, "own documents", "plain"),
    Mutant(split_drops_the_rest, "own shares", "busy fifo"),
    Mutant(split_gives_the_rest_to_the_first, "shares", "busy fifo"),
    Mutant(every_charge_is_shared_by_quantity, "shares", "busy fifo"),
    Mutant(duty_is_expensed_like_freight, "shares", "expense"),
    Mutant(freight_is_cost_in_every_book, "shares", "expense"),
    Mutant(rows_count_as_entered, "order of entry", "plain"),
    Mutant(everything_is_granted, "never below zero", "busy fifo"),
    Mutant(everything_is_granted, "own negative", "busy fifo"),
    Mutant(lines_are_granted_one_by_one, "whole documents", "busy fifo"),
    Mutant(more_comes_back_than_went, "back", "busy fifo"),
    Mutant(all_lines_are_new, "posting twice", "expense"),
    Mutant(reversals_count, "undo", "counted"),
    Mutant(undone_lines_stay_marked, "undo", "counted"),
    Mutant(undone_recounts_are_not_put_back, "undo", "counted"),
    Mutant(undoing_moves_the_goods_once_more, "own reversal", "counted"),
    Mutant(hashes_are_not_written, "own chain", "plain"),
    Mutant(counts_find_an_empty_book, "counts", "busy fifo"),
    Mutant(posted_counts_stay_as_they_were, "counts", "counted"),
    Mutant(restated_counts_count_twice, "counts", "counted"),
    Mutant(receipts_come_to_one_warehouse, "placed", "apart"),
    Mutant(sales_leave_one_lot, "placed", "busy fifo"),
    Mutant(receipts_come_a_day_late, "placed", "busy fifo"),
    Mutant(a_bundle_has_one_of_everything, "parts", "busy fifo"),
    Mutant(the_stock_report_doubles_quantities, "own quantity", "plain"),
    Mutant(the_stock_report_doubles_amounts, "own amount", "plain"),
    Mutant(the_stock_report_doubles_amounts, "own total", "plain"),
    Mutant(the_margin_report_doubles_costs, "own margin", "plain"),
    Mutant(the_summary_doubles_amounts, "summary", "plain"),
    Mutant(other_methods_lose_a_cent, "own methods", "plain"),
]


@pytest.mark.parametrize(("law", "shop"), looked_at(MUTANTS))
def test_the_program_as_it_is_breaks_no_law(law: str, shop: str) -> None:
    holds(law, shop)


@pytest.mark.parametrize("mutant", MUTANTS, ids=named)
def test_a_broken_program_breaks_a_law(mutant: Mutant, monkeypatch: Patch) -> None:
    notices(mutant, monkeypatch)


@pytest.mark.parametrize("fact", ledger.FACTS)
def test_a_hash_that_leaves_out_a_fact_would_let_it_be_edited(fact: str, monkeypatch: Patch) -> None:
    """What `tests.test_chain` finds, it finds because of the hash."""
    lines = ready("expense").outcomes[-1].ledger
    assert chain.broken(lines.assign(**{fact: other(lines[fact])}))
    monkeypatch.setattr(chain, "FACTS", tuple(name for name in ledger.FACTS if name != fact))
    lines = lines.assign(hash="")
    for seal in chain.seals(lines):
        lines.loc[seal.last, "hash"] = seal.hash
    assert not chain.broken(lines.assign(**{fact: other(lines[fact])}))


def other(values: pd.Series) -> pd.Series:
    """Return other values of the same kind."""
    if values.dtype == "str":
        return values + "x"
    return values.fillna(7) + (pd.Timedelta(days=1) if values.dtype.kind == "M" else 1)
