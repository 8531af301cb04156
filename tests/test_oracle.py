"""The slow twin itself: every rule with an example worked by hand, and published figures by name."""

from __future__ import annotations

import datetime as dt

import pytest

from tests import oracle
from tests.oracle_cards import card, differences, rules
from tests.oracle_examples import ALL_METHODS, AVERAGE, FIFO
from tests.oracle_examples_apart import APART, BATCH_ACROSS, LOTS, MONTH

EVERY = ("fifo", "moving_average", "month_average", "specific")


WITHIN_A_MOMENT = """
    close opening receipt charge expense cost_adjustment other_in transfer_in customer_return assembly_out assembly_in
    sale supplier_return other_out write_off transfer_out count revaluation
"""


def test_within_a_moment_kinds_have_their_order_and_issues_wait_for_the_night() -> None:
    kinds = WITHIN_A_MOMENT.split()
    moves, _ = card("\n".join(f"03-01 {kind} D 1" for kind in reversed(kinds)) + "\n03-01T23:00 receipt E 1")
    at_night = kinds.index("sale")
    found = [(moves[i].kind, moves[i].doc) for i in oracle.order(moves, rules("fifo"))]
    wanted = [(kind, "D") for kind in kinds]
    assert found == [*wanted[:at_night], ("receipt", "E"), *wanted[at_night:]]


def test_what_comes_back_the_day_it_was_sold_comes_after_the_sale() -> None:
    moves, _ = card("""
        03-01 customer_return B 1 of:S
        03-01 sale S -1
        03-01 supplier_return A -1
        03-01 customer_return C 1 of:elsewhere
    """)
    assert [moves[i].doc for i in oracle.order(moves, rules("fifo"))] == ["C", "S", "B", "A"]


def test_with_a_pool_a_warehouse_a_transfer_is_one_at_the_place_of_its_in_leg() -> None:
    moves, _ = card("""
        03-01 transfer_out T -1 at:X
        03-01 sale S -1 at:Y
        03-01 customer_return B 1 at:X
        03-01 transfer_in T 1 at:Y
        03-01 receipt R 1 at:X
    """)
    apart = [moves[i].kind for i in oracle.order(moves, rules("fifo", "warehouse"))]
    assert apart == ["receipt", "transfer_out", "transfer_in", "customer_return", "sale"]
    assert [moves[i].kind for i in oracle.order(moves, rules("fifo"))][-1] == "transfer_out"


EXAM = """
    03-01 opening O 1000 =1000000
    03-02 sale 2 -800 {}
    03-03 receipt 3 1000 =1100000
    03-08 receipt 4 1000 =1160000
    03-10 sale 5 -1800 {}
    03-15 receipt 6 1000 =1260000
    03-20 sale 7 -800 {}
    03-28 receipt 8 1000 =1280000
    03-30 sale 9 -600 {}
"""


@pytest.mark.parametrize(
    ("method", "costs", "closing"),
    [
        ("fifo", (800000, 1996000, 968000, 756000), 1280000),
        # 24,600.00 x 18/22 = 20,127.27; (4,472.73 + 12,600) x 8/14 = 9,755.85; (7,316.88 + 12,800) x 6/16 = 7,543.83
        ("moving_average", (800000, 2012727, 975585, 754383), 1257305),
        # 58,000.00 / 5,000 = 11.60 each
        ("month_average", (928000, 2088000, 928000, 696000), 1160000),
    ],
)
def test_cas_1_exam_cn_fifo_1(method: str, costs: tuple[int, ...], closing: int) -> None:
    text = EXAM.format(*(f"-> -{cost}" for cost in costs))
    assert differences(text, rules(method)) == []
    assert oracle.sealed(card(text)[0], rules(method), dt.datetime(2026, 4, 1)) == {"A": closing}  # noqa: DTZ001


def test_cas_1_exam_by_lot() -> None:
    """Left: 200 @ 10, 200 @ 11.6, 200 @ 12.6, 400 @ 12.8 = 11,960.00."""
    text = """
    03-01 opening O 1000 =1000000 lot:a
    03-02 sale 2 -800 lot:a          -> -800000
    03-03 receipt 3 1000 =1100000 lot:b
    03-08 receipt 4 1000 =1160000 lot:c
    03-10 sale 5b -1000 lot:b        -> -1100000
    03-10 sale 5c -800 lot:c         -> -928000
    03-15 receipt 6 1000 =1260000 lot:d
    03-20 sale 7 -800 lot:d          -> -1008000
    03-28 receipt 8 1000 =1280000 lot:e
    03-30 sale 9 -600 lot:e          -> -768000
    """
    assert differences(text, rules("specific")) == []
    assert oracle.sealed(card(text)[0], rules("specific"), dt.datetime(2026, 4, 1)) == {"A": 1196000}  # noqa: DTZ001


@pytest.mark.parametrize("method", EVERY)
@pytest.mark.parametrize("text", ALL_METHODS.values(), ids=ALL_METHODS.keys())
def test_under_every_method(text: str, method: str) -> None:
    assert differences(text.format(method), rules(method)) == []


BELOW_ZERO = """
    01-05 receipt R1 10 =100
    01-10 sale S -15                        -> -210    # 100, 5 at 10 meanwhile; then 3 for 60 and 2 for 50
    01-11 receipt R2 3 =60
    01-12 receipt R3 4 =100
    01-13 sale S2 -2                        -> -50
"""


@pytest.mark.parametrize("method", ["fifo", "moving_average", "specific"])
def test_what_comes_in_next_settles_what_was_owed_on_the_issue(method: str) -> None:
    assert differences(BELOW_ZERO, rules(method)) == []
    as_of = [oracle.cost_all(card(BELOW_ZERO)[0][:n], rules(method))[1] for n in (2, 3, 4)]
    assert as_of == [-150, -180, -210]


@pytest.mark.parametrize("text", FIFO.values(), ids=FIFO.keys())
def test_fifo(text: str) -> None:
    assert differences(text, rules("fifo")) == []


@pytest.mark.parametrize("text", AVERAGE.values(), ids=AVERAGE.keys())
def test_moving_average(text: str) -> None:
    assert differences(text, rules("moving_average")) == []


@pytest.mark.parametrize("text", MONTH.values(), ids=MONTH.keys())
def test_month_end_average(text: str) -> None:
    assert differences(text, rules("month_average", K="fifo")) == []


@pytest.mark.parametrize("text", LOTS.values(), ids=LOTS.keys())
def test_specific_identification(text: str) -> None:
    assert differences(text, rules("specific")) == []


@pytest.mark.parametrize("text", APART.values(), ids=APART.keys())
def test_a_pool_a_warehouse(text: str) -> None:
    assert differences(text, rules("fifo", "warehouse")) == []


def test_lots_in_a_pool_a_warehouse() -> None:
    assert differences(BATCH_ACROSS, rules("specific", "warehouse")) == []


def test_a_heap_a_warehouse_keeps_its_own_receipts_and_becomes_a_queue_a_warehouse() -> None:
    """Of R1 6 are left in X, whatever came to Y: 18 of 30 stay, 78; the 5 at 30 that came later stay in Y."""
    text = """
        01-05 receipt R1 10 =100 at:X
        01-06 receipt R2 5 =150 at:Y
        01-07 sale S1 -4 at:X               -> -40
        02-01 close C1 was:moving_average   -> 0
        02-05 charge F =30 of:R1 at:X       -> 30
        02-05 cost_adjustment F of:R1 at:X  -> -12
        03-01 close C2 was:moving_average   -> 0
        03-02 sale S2 -6 at:X               -> -78
        03-03 sale S3 -5 at:Y               -> -150
    """
    assert differences(text, rules("fifo", "warehouse")) == []


def test_the_month_knows_no_warehouses() -> None:
    text = """
        01-05 receipt R1 1 =10 at:X
        01-06 receipt R2 1 =20 at:Y
        01-07 transfer_out T -1 at:X        -> 0
        01-07 transfer_in T 1 at:Y          -> 0
        01-08 sale S -1 at:Y                -> -15
    """
    assert differences(text, rules("month_average", "warehouse")) == []


def test_a_product_is_made_of_products_of_other_methods() -> None:
    """In time order: K takes 30 of A (fifo) and 20 of B (month average), and gives 25 of it to C (by lot)."""
    text = """
        01-05 receipt R1 1 =30
        01-05 receipt R2 2 =40 sku:B
        01-06 assembly_out M1 -1            -> -30
        01-06 assembly_out M1 -1 sku:B      -> -20
        01-06 assembly_in M1 2 sku:K        -> 50
        01-07 assembly_out M2 -1 sku:K      -> -25
        01-07 assembly_in M2 5 sku:C lot:X  -> 25
        01-08 sale S -1 sku:C lot:X         -> -5
        01-09 receipt R3 1 =50 sku:B
        01-10 sale S -1 sku:B               -> -35
    """
    assert differences(text, rules("fifo", B="month_average", K="moving_average", C="specific")) == []


def test_an_assembly_never_goes_below_zero() -> None:
    moves, _ = card("01-05 assembly_out M -1\n01-05 assembly_in M 1 sku:K")
    for method in EVERY:
        with pytest.raises(ValueError, match="never go below zero"):
            oracle.cost_all(moves, rules(method))


@pytest.mark.parametrize("method", EVERY)
def test_what_is_sealed_is_what_was_known_then(method: str) -> None:
    """100 less 120 (2 owed at 10); what comes in later to put that right is not known yet."""
    moves, _ = card("""
        01-05 receipt R1 10 =100
        01-10 sale S -12
        02-03 receipt R2 5 =100
    """)
    worth = [
        oracle.sealed(moves, rules(method), dt.datetime(2026, month, day))["A"]  # noqa: DTZ001
        for month, day in [(1, 5), (1, 6), (1, 10), (2, 1), (3, 1)]
    ]
    assert worth == [0, 100, 100, -20, 60]
