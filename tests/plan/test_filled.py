"""The reports of what to do as the program fills them: all of them, in their columns, whatever the shop."""

from __future__ import annotations

import pytest
from hypothesis import given

from jxc_xl.pipeline import Do
from jxc_xl.plan.reports import PLANS
from jxc_xl.schema import BY_KEY
from tests.answer.worlds import traded, traders
from tests.books import changed, do, raw_book
from tests.plan.test_ordering import ROWS, figures, ordered, typed
from tests.scenarios.shops import Shop
from tests.test_laws import examples

pytestmark = pytest.mark.plans


@examples(10)
@given(traders(with_closes=True))
def test_in_any_shop_every_report_is_filled_in_its_own_columns(shop: Shop) -> None:
    reports = do(traded(shop).raw, Do.RECALC).reports
    assert {key: list(reports[key]) for key in PLANS} == {key: list(BY_KEY[key].column_keys) for key in PLANS}


def test_an_empty_book_has_every_report_empty() -> None:
    reports = do(raw_book(), Do.RECALC).reports
    assert [key for key in PLANS if len(reports[key])] == []


def test_what_was_left_out_of_replenishment_stays_so_until_it_is_ticked_again() -> None:
    raw = raw_book(ROWS)
    raw = changed(raw, do(raw, Do.RECALC).changes)
    raw = typed(raw, "B02", is_chosen="否")
    raw = changed(raw, do(raw, Do.RECALC).changes)
    assert figures(ordered(raw)) == [("PO-1", "S2", "A01", 360000)]
    raw = typed(raw, "B02", is_chosen=True)
    raw = changed(raw, do(raw, Do.RECALC).changes)
    assert ("PO-1", "S1", "B02", 50000) in figures(ordered(raw))
