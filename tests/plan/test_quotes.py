"""Who asks least: small price lists worked by hand, and the same chosen by trying every quote."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.quotes import best, holding, offers
from tests.plan.moves import LAWS

QTY, MILLION, CENTS = 10**4, 10**6, 100
TODAY = pd.Timestamp("2026-11-24 09:30")
Quote = dict[str, object]


def quote(supplier: str, price: float | None, *, sku: str = "A", **more: object) -> Quote:
    return {"supplier": supplier, "sku": sku, "unit_price": price} | more


def framed(*quotes: Quote) -> pd.DataFrame:
    """Return quotes as they are read: blanks are NA, NaT and empty text."""
    table = pd.DataFrame(list(quotes), columns=["supplier", "sku", *SCALES, "lead_days", "valid_from", "valid_to"])
    for name, scale in SCALES.items():
        values = [None if pd.isna(value) else round(float(value) * scale) for value in table[name]]
        table[name] = pd.Series(pd.array(values, "Int64"))
    table = table.astype({"supplier": "str", "sku": "str", "lead_days": "Int64"})
    return table.astype({"valid_from": "datetime64[s]", "valid_to": "datetime64[s]"})


SCALES = {"from_qty": QTY, "unit_price": MILLION, "moq": QTY, "pack_qty": QTY}


def wanted(**qty: float) -> pd.Series:
    return pd.Series({sku: round(value * QTY) for sku, value in qty.items()}, dtype="int64")


def chosen(*quotes: Quote, qty: float = 50, stopped: tuple[str, ...] = ()) -> tuple[str, float, float] | None:
    """Return the supplier, what is ordered and what it comes to."""
    found = best(offers(holding(framed(*quotes), TODAY, stopped), wanted(A=qty)))
    if found.empty:
        return None
    line = found.to_dict("index")["A"]
    return str(line["supplier"]), line["qty"] / QTY, line["total"] / CENTS


def test_the_lowest_price_that_holds_for_the_quantity_wins() -> None:
    tiers = [quote("S1", 10), quote("S1", 8, from_qty=50), quote("S1", 7, from_qty=60), quote("S2", 8.5)]
    assert chosen(*tiers) == ("S1", 50, 400)
    assert chosen(*tiers, qty=40) == ("S2", 40, 340)


def test_more_for_less_is_better_still() -> None:
    """49 at 8.50 come to 416.50, but 50 at 8 to 400; 57 at 7 to 399 would be better yet, 60 at 7 to 420 are not."""
    tiers = [quote("S1", 10), quote("S1", 8, from_qty=50), quote("S2", 8.5)]
    assert chosen(*tiers, quote("S1", 7, from_qty=60), qty=49) == ("S1", 50, 400)
    assert chosen(*tiers, quote("S1", 7, from_qty=57), qty=49) == ("S1", 57, 399)
    assert chosen(quote("S1", 10, moq=60, pack_qty=12), quote("S2", 40), qty=20) == ("S1", 60, 600)


def test_equal_prices_go_to_the_supplier_whose_code_comes_first() -> None:
    assert chosen(quote("S2", 8), quote("S1", 8), quote("S10", 8)) == ("S1", 50, 400)
    assert chosen(quote("S2", 8), quote("S1", 8, pack_qty=12)) == ("S1", 60, 480)


def test_both_days_of_a_quote_are_days_on_which_it_holds() -> None:
    assert chosen(quote("S1", 8, valid_from="2026-11-24", valid_to="2026-11-24")) == ("S1", 50, 400)
    assert chosen(quote("S1", 8, valid_from="2026-11-25")) is None
    assert chosen(quote("S1", 8, valid_to="2026-11-23")) is None


def test_nothing_is_bought_from_a_stopped_supplier() -> None:
    assert chosen(quote("S1", 8), quote("S2", 9), stopped=("S1",)) == ("S2", 50, 450)


def test_a_line_without_price_supplier_or_product_is_no_quote() -> None:
    assert holding(framed(quote("S1", None), quote("", 1), quote("S3", 1, sku="")), TODAY).empty
    assert chosen(quote("S1", 0), quote("S2", 1)) == ("S1", 50, 0), "free is a price"


def test_a_quote_with_a_larger_minimum_does_not_hold_while_another_one_does() -> None:
    assert chosen(quote("S1", 8, moq=60), quote("S2", 9)) == ("S2", 50, 450)


def test_where_every_minimum_is_larger_the_least_total_is_ordered() -> None:
    """60 at 8 are 480; 200 at 1 are 200; 1,000 at 0.50 are 500."""
    quotes = [quote("S1", 8, moq=60), quote("S2", 1, moq=200), quote("S3", 0.5, moq=1000)]
    assert chosen(*quotes) == ("S2", 200, 200)


def test_a_price_of_more_is_shown_with_the_quantity_it_takes() -> None:
    quotes = framed(quote("S1", 10, pack_qty=12), quote("S1", 7, from_qty=100, pack_qty=12), quote("S2", 11))
    found = offers(holding(quotes, TODAY), wanted(A=50))
    figures = found[["supplier", "qty", "total", "is_as_wanted", "is_best"]].to_dict("split")["data"]
    assert figures == [
        ["S1", 60 * QTY, 600 * CENTS, True, True],
        ["S2", 50 * QTY, 550 * CENTS, True, False],
        ["S1", 108 * QTY, 756 * CENTS, False, False],
    ]


def test_products_are_chosen_for_at_once_and_those_without_a_quote_have_no_line() -> None:
    quotes = framed(
        quote("S1", 3), quote("S2", 2, sku="B"), quote("S1", 1, sku="B", from_qty=9), quote("S9", 1, sku="D")
    )
    found = best(offers(holding(quotes, TODAY), wanted(B=9, A=1, C=5)))
    assert found["supplier"].to_dict() == {"A": "S1", "B": "S1"}


def test_a_total_that_fits_no_cell_is_blank_and_comes_last_among_what_must_be_raised() -> None:
    huge = quote("S1", 9e12, moq=9e14)
    assert offers(framed(huge), wanted(A=1))["total"].isna().tolist() == [True]
    assert chosen(huge, quote("S2", 5, moq=60)) == ("S2", 60, 300)


def test_without_quotes_there_is_no_offer() -> None:
    assert len(best(offers(framed(), wanted(A=1)))) == 0
    assert len(best(offers(framed(quote("S1", 1)), wanted()))) == 0


QUOTE = st.fixed_dictionaries(
    {
        "supplier": st.sampled_from(["S1", "S2", "S3"]),
        "sku": st.sampled_from(["A", "B"]),
        "unit_price": st.integers(0, 4),
        "from_qty": st.one_of(st.none(), st.integers(0, 5)),
        "moq": st.one_of(st.none(), st.integers(0, 5)),
        "pack_qty": st.one_of(st.none(), st.integers(1, 3)),
    }
)


@LAWS
@given(st.lists(QUOTE, max_size=8), st.integers(1, 6), st.randoms())
def test_the_best_offer_is_the_one_that_trying_all_of_them_finds(quotes: list[Quote], qty: int, random: Random) -> None:
    random.shuffle(quotes)
    found = best(offers(framed(*quotes), wanted(A=qty, B=qty)))
    for sku in ("A", "B"):
        tried = [told(one, qty) for one in quotes if one["sku"] == sku]
        if not tried:
            assert sku not in found.index
            continue
        line = found.to_dict("index")[sku]
        held = min((one for one in tried if not one[0]), default=None)
        less = [one for one in tried if one[0] and held and one[1] <= held[1] * held[3]]
        assert min(less or tried)[1:3] == (
            line["unit_price"] / MILLION if line["is_as_wanted"] else Fraction(int(line["total"]), CENTS),
            line["supplier"],
        )


def told(one: Quote, qty: int) -> tuple[bool, Fraction, object, int]:
    """Return whether a quote must be raised, its price or what it comes to, the supplier, and the quantity."""
    least = max(int(str(one[name] or 0)) for name in ("from_qty", "moq"))
    pack, price = int(str(one["pack_qty"] or 0)), Fraction(str(one["unit_price"]))
    order = max(qty, least)
    order = order if not pack else -(-order // pack) * pack
    return (least > qty, price if least <= qty else price * order, one["supplier"], order)
