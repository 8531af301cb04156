"""What is bought together: baskets worked by hand, and every pair of every basket counted."""

from __future__ import annotations

from random import Random

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from jxc_xl.plan.pairs import best_partners, pairs
from tests.plan import recount
from tests.plan.moves import LAWS

Line = tuple[str, str]
FIGURES = ["baskets", "sku_baskets", "partner_baskets", "confidence", "lift"]


def framed(lines: list[Line]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["doc_no", "sku"], dtype="str")


def lines_of(*baskets: str) -> list[Line]:
    """Return order lines of baskets whose products are letters."""
    return [(f"S{number}", sku) for number, basket in enumerate(baskets) for sku in basket]


def told(found: pd.DataFrame) -> dict[Line, recount.Pair]:
    figures = found.set_index(["sku", "partner"])[FIGURES]
    return {name: recount.Pair(*map(int, values)) for name, *values in figures.itertuples()}


def test_a_pair_is_told_with_its_baskets_its_confidence_and_its_lift() -> None:
    """10 baskets: T (tea) in 4, P (pot) in 5, both in 3: expected 4 × 5 ÷ 10 = 2, so a lift of 1.5."""
    found = pairs(framed(lines_of("TP", "TP", "TPX", "T", "P", "P", "X", "X", "X", "X")), least=3)
    assert told(found) == {
        ("P", "T"): recount.Pair(3, 5, 4, 600_000, 1_500_000),
        ("T", "P"): recount.Pair(3, 4, 5, 750_000, 1_500_000),
    }


def test_no_pair_is_told_on_fewer_baskets_than_stated_and_twenty_are_asked_for() -> None:
    rare = framed(lines_of(*["TP"] * 19, *["X"] * 50))
    enough = framed(lines_of(*["TP"] * 20, *["X"] * 50))
    assert pairs(rare).empty
    assert pairs(enough)["baskets"].tolist() == [20, 20]
    assert len(pairs(rare, least=19)) == 2


def test_what_is_together_no_more_often_than_chance_has_it_is_no_pair() -> None:
    """T in 5 of 10, P in 4, both in 2: exactly what chance gives."""
    even = lines_of("TP", "TP", "T", "T", "T", "P", "P", "X", "X", "X")
    assert pairs(framed(even), least=1).empty
    assert len(pairs(framed([*even, ("S99", "X")]), least=1)) == 2


def test_a_product_on_two_lines_of_an_order_is_in_it_once_and_no_pair_with_itself() -> None:
    found = pairs(framed([*lines_of("TP", "TP", "X"), ("S0", "T"), ("S1", "P")]), least=1)
    assert set(told(found)) == {("P", "T"), ("T", "P")}
    assert found["sku_baskets"].tolist() == [2, 2]


def test_only_products_asked_for_are_told_but_all_are_partners() -> None:
    lines = framed(lines_of("ABC", "ABC", "X", "X"))
    assert set(told(pairs(lines, ["B", "NONE"], least=2))) == {("B", "A"), ("B", "C")}
    assert pairs(lines, [], least=2).empty


def test_the_best_partner_is_a_fast_mover_of_the_largest_lift() -> None:
    """Slow S is always with R (rare), often with F and with G (fast)."""
    baskets = ["SRF", "SRFG", "SRG", "SG", *["FG"] * 3, *["G"] * 4, *["X"] * 20]
    found = pairs(framed(lines_of(*baskets)), ["S"], least=2)
    assert found["partner"].tolist() == ["R", "F", "G"]
    best = best_partners(found, ["G", "F"])
    assert best.index.tolist() == ["S"]
    assert best["partner"].tolist() == ["F"]
    assert best_partners(found, []).empty


def test_of_equal_lifts_the_pair_of_more_baskets_comes_first_and_then_the_lower_code() -> None:
    """With S: A and B in all 4 of their baskets, C in all 2 of its own."""
    found = pairs(framed(lines_of("SAB", "SABC", "SABC", "SAB", *["X"] * 4)), ["S"], least=2)
    assert len(set(found["lift"])) == 1
    assert found["partner"].tolist() == ["A", "B", "C"]


def test_without_order_lines_there_is_no_pair() -> None:
    assert pairs(framed([])).empty


LINES = st.lists(st.tuples(st.integers(0, 12).map(str), st.sampled_from(list("ABCDEFG"))), max_size=60)


@LAWS
@given(LINES, st.integers(1, 5))
@example([("0", "A")], 1)
def test_pairs_are_those_of_listing_every_pair_of_every_basket(lines: list[Line], least: int) -> None:
    assert told(pairs(framed(lines), least=least)) == recount.paired(lines, least)


@LAWS
@given(LINES, st.integers(1, 3), st.sets(st.sampled_from(list("ABCDEFG"))))
def test_asking_for_some_gives_their_part_of_all(lines: list[Line], least: int, wanted: set[str]) -> None:
    found = pairs(framed(lines), least=least)
    part = found[found["sku"].isin(list(wanted))].reset_index(drop=True)
    assert told(pairs(framed(lines), wanted, least)) == told(part)


@LAWS
@given(LINES, st.randoms())
def test_pairs_do_not_depend_on_the_order_of_lines(lines: list[Line], random: Random) -> None:
    others = random.sample(lines, len(lines))
    assert pairs(framed(others), least=2).equals(pairs(framed(lines), least=2))


@LAWS
@given(LINES, st.integers(1, 4))
def test_a_pair_seen_from_both_sides_has_one_lift(lines: list[Line], least: int) -> None:
    found = told(pairs(framed(lines), least=least))
    for (sku, partner), pair in found.items():
        other = found[partner, sku]
        assert (other.baskets, other.lift) == (pair.baskets, pair.lift)
        assert pair.lift is not None
        assert pair.lift >= 10**6
        assert pair.baskets >= least


@LAWS
@given(LINES)
def test_pairs_do_not_depend_on_how_many_orders_like_these_there_are(lines: list[Line]) -> None:
    doubled = [*lines, *((f"again {doc_no}", sku) for doc_no, sku in lines)]
    once, twice = told(pairs(framed(lines), least=1)), told(pairs(framed(doubled), least=2))
    assert {name: (pair.confidence, pair.lift) for name, pair in once.items()} == {
        name: (pair.confidence, pair.lift) for name, pair in twice.items()
    }
