"""Worksheet functions of what to buy and to clear say what the reports say, product by product."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

import pandas as pd
import pytest

from jxc_xl.answer import planning
from jxc_xl.answer.errors import NA
from jxc_xl.answer.index import Key
from jxc_xl.answer.questions import Question
from jxc_xl.pipeline import Ask, Do, index_of, run
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang
from tests.answer.worlds import World, answered, demo
from tests.books import NOW, posted, raw_book, report
from tests.plan.sellers import on, seller, shop
from tests.report.worked import Line

pytestmark = pytest.mark.plans
SETTINGS = {
    "report_from": on(30), "report_to": on(1), "abc_a": 0.5, "abc_b": 0.8, "xyz_x": 0.01, "xyz_y": 5,
    "service_level": 0.9, "review_days": 14,
    "weight_on_time": 1, "weight_accepted": 0, "weight_filled": 0, "weight_price": 1, "slow_days": 10,
}  # fmt: skip


def looked_at(raw: RawBook, now: pd.Timestamp) -> World:
    return World(raw, run(raw, Ask(Do.RECALC, now)), index_of(raw, now))


@lru_cache(1)
def sellers() -> World:
    """A sells fast, B slowly and evenly, C hardly any more; what is bought of A comes late; D has never moved.

    E sold for more than all of them, but before the report period.
    """
    bought = {"doc_no": "P1", "supplier": "S1", "sku": "A", "unit_price": 5, "status": "ordered"}
    rows = shop(
        seller("A", 20, each=9),
        seller("B", 50, each=1, every=7, days=84),
        seller("C", 400, each=1, every=45),
        products=[{"sku": sku, "name": sku, "supplier": "S1"} for sku in "ABCDE"],
        purchases=[bought | {"ordered_on": on(40), "promised_on": on(35), "qty": 30}],
        quotes=[
            {"supplier": supplier, "sku": "A", "unit_price": price, "from_qty": 1}
            for supplier, price in (("S1", 6), ("S2", 5))
        ],
    )
    rows["receipts"].append({"doc_no": "R8", "received_at": on(60), "sku": "E", "accepted_qty": 100, "unit_price": 5})
    rows["sales"].append({"doc_no": "S8", "ordered_at": on(50), "sku": "E", "qty": 100, "unit_price": 200})
    rows["receipts"].append(
        {"doc_no": "R9", "received_at": on(33), "purchase_no": "P1", "sku": "A", "supplier": "S1", "accepted_qty": 30}
    )
    world = looked_at(posted(raw_book(rows, Lang.EN, **SETTINGS)), NOW)
    assert not [problem for problem in world.outcome.problems if problem.is_error], world.outcome.problems
    return world


@lru_cache(1)
def demo_in_march() -> World:
    return looked_at(demo().raw, pd.Timestamp("2011-03-01 09:00"))


@pytest.fixture(params=[sellers, demo_in_march])
def world(request: pytest.FixtureRequest) -> World:
    found: World = request.param()
    return found


def check(world: World, question: Question, lines: list[Line], column: str) -> None:
    """Ask for all at once and one by one: a line of a report has the figure, blank is #N/A."""
    keys = [str(line["sku" if question.key is Key.PRODUCT else "supplier"]) for line in lines]
    said = [NA if line[column] is None else line[column] for line in lines]
    assert answered(world.index, question, [[key] for key in (*keys, "zz", None)]) == [
        [cell] for cell in (*said, NA, "")
    ]
    assert [answered(world.index, question, key) for key in keys[:20]] == said[:20]


@pytest.mark.parametrize(
    ("question", "sheet", "column"),
    [
        (planning.REORDERPOINT, "replenishment", "reorder_point"),
        (planning.REORDERQTY, "replenishment", "order_qty"),
        (planning.ABC, "abc_xyz", "abc"),
        (planning.XYZ, "abc_xyz", "xyz"),
        (planning.AGE, "slow", "age_days"),
        (planning.SUPPLIERSCORE, "supplier_score", "score"),
    ],
)
def test_a_function_says_what_its_report_says(world: World, question: Question, sheet: str, column: str) -> None:
    check(world, question, report(world.outcome, sheet), column)


def test_what_is_not_proposed_has_nothing_to_be_ordered(world: World) -> None:
    proposed = {line["sku"] for line in report(world.outcome, "replenishment")}
    others = [sku for sku in world.index.skus if sku not in proposed]
    assert {answered(world.index, planning.REORDERQTY, sku) for sku in others} == {0.0}


@pytest.mark.parametrize("weeks", [1, 3, 8])
def test_a_forecast_is_the_sum_of_the_weeks_of_its_report(world: World, weeks: int) -> None:
    by_product: dict[str, list[float | None]] = defaultdict(list)
    for line in report(world.outcome, "forecast"):
        by_product[str(line["sku"])].append(line["forecast_qty"])  # type: ignore[arg-type]
    for sku, quantities in list(by_product.items())[:40]:
        assert answered(world.index, planning.FORECAST, sku) == answered(world.index, planning.FORECAST, sku, 1.0)
        said = answered(world.index, planning.FORECAST, sku, float(weeks))
        known = [qty for qty in quantities[:weeks] if qty is not None]
        assert said == (pytest.approx(sum(known)) if known else NA)
    assert any(quantities[0] for quantities in by_product.values())


def test_slow_movers_are_the_lines_of_their_report(world: World) -> None:
    told = answered(world.index, planning.SLOW)
    assert isinstance(told, list)
    assert [row[0] for row in told[1:]] == [line["sku"] for line in report(world.outcome, "slow")]


def test_the_shop_of_three_by_hand() -> None:
    """50 left of A at 9 a day last 5.6 days, 50 of B at 12 in 85 days 354.2, 400 of C at 2 in 90 days 18,000.

    In the last 30 days A took in 30 × 9 × 9, B 4 × 9, C nothing: A is class A, and what comes after it is beyond 80 %.
    Of A 20 are 91 days old and 30 are 33: 56 on average. S1 came two days late, whole and sound, at the best price:
    the weights count lateness as much as the price, so that 0.5 is left.
    """
    index = sellers().index
    assert answered(index, planning.COVERDAYS, [["A"], ["B"], ["C"], ["D"]]) == [[5.6], [354.2], [18000.0], [NA]]
    assert answered(index, planning.ABC, [["A"], ["B"], ["C"], ["E"]]) == [["A"], ["C"], ["C"], ["C"]]
    assert answered(index, planning.AGE, [["A"], ["B"], ["C"], ["D"]]) == [[56.0], [85.0], [91.0], [NA]]
    assert answered(index, planning.SUPPLIERSCORE, [["S1"], ["S2"], ["A"]]) == [[0.5], [1.0], [NA]]
    assert answered(index, planning.XYZ, [["A"], ["B"], ["C"], ["D"]]) == [["X"], ["X"], ["Y"], ["Z"]]


def test_days_of_slow_movers_may_be_said_or_left_to_the_settings() -> None:
    """Slow is what sold a twentieth of what is there at most. In ten days B sold 1 of 50, in 50 days 7; C sold 1."""
    index = sellers().index
    lists = [answered(index, planning.SLOW, days) for days in (None, 10.0, 50.0)]
    assert [[row[0] for row in told[1:]] for told in lists if isinstance(told, list)] == [["C", "B"], ["C", "B"], ["C"]]


def test_safety_stock_follows_the_settings() -> None:
    """D has no demand and needs none; A sells the same every day, so that only B and C are uncertain."""
    safety = answered(sellers().index, planning.SAFETYSTOCK, [["A"], ["B"], ["C"], ["D"]])
    assert isinstance(safety, list)
    assert [cell > 0 for (cell,) in safety] == [False, True, True, False]  # type: ignore[operator]


@pytest.mark.parametrize(("review", "point"), [("随时补货", 14.0), ("定期补货", 28.0)])
def test_at_fixed_intervals_the_reorder_point_covers_the_days_between_orders_too(review: str, point: float) -> None:
    """Two a day, the same every day: 2 × 7 days of lead time, and 2 × 7 days more until the next order may go out."""
    index = index_of(posted(raw_book(shop(seller("A", 20)), review=review)), NOW)
    assert answered(index, planning.REORDERPOINT, "A") == point
