"""跌价 Net realisable value: small shops worked by hand. Today is 2026-11-24; the last 90 days begin on 2026-08-27."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.report.realisable import realisable
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang
from tests.oracle import half_up
from tests.report.worked import (
    Line,
    adjusted,
    back,
    book,
    bought,
    columns,
    facts_from,
    facts_of,
    plainly,
    sold,
    transferred,
)
from tests.scenarios.shops import START, Shop, run_shop, shops, stand
from tests.test_laws import examples

FIGURES = ("sku", "on_hand", "amount", "expected_price", "basis", "realisable_amount", "write_down")
RECENT, LISTED, UNKNOWN = "近90天均价", "标价", "没有售价"


def lines_of(raw: RawBook, as_of: str = "2026-11-24") -> list[Line]:
    facts = facts_of(raw, as_of=pd.Timestamp(as_of))
    return plainly(facts, "realisable", realisable(facts))


def product(sku: str, list_price: float | None = None) -> Line:
    return {"sku": sku, "name": sku.lower(), "list_price": list_price}


def test_each_product_is_measured_by_itself_and_the_largest_write_down_comes_first() -> None:
    """Selling costs 5 %.

    A: 10 left at 7. Sold 2 at 8 and 1 at 5, on average 21 ÷ 3 = 7: 10 × 7 × 0.95 = 66.50, written down by 3.50.
    B: 5 left at 10, list price 20: 5 × 20 × 0.95 = 95, more than 50: nothing to write down.
    C: 4 left at 3, no price known. D: 2 left at 9, list price 1: 1.90, written down by 16.10.
    """
    rows = {
        "products": [product("A", 100), product("B", 20), product("C"), product("D", 1)],
        "receipts": [
            bought("R1", "2026-08-01", 13, 7),
            bought("R1", "2026-08-01", 5, 10, sku="B"),
            bought("R1", "2026-08-01", 4, 3, sku="C"),
            bought("R1", "2026-08-01", 2, 9, sku="D"),
        ],
        "sales": [sold("S1", "2026-09-01", 2, 8), sold("S2", "2026-10-01", 1, 5)],
    }
    assert columns(lines_of(book(rows, selling_cost_rate=0.05)), *FIGURES) == [
        ("D", 2, 18, 1, LISTED, 1.9, 16.1),
        ("A", 10, 70, 7, RECENT, 66.5, 3.5),
        ("B", 5, 50, 20, LISTED, 95, 0),
        ("C", 4, 12, None, UNKNOWN, None, None),
    ]


def test_a_line_has_the_columns_of_its_sheet_and_its_words_are_in_the_language_of_the_book() -> None:
    rows = {
        "products": [product("A", 9), product("B", 9), product("C")],
        "receipts": [bought("R1", "2026-11-01", 2, 7, sku=sku) for sku in "ABC"],
        "sales": [sold("S1", "2026-11-02", 1, 8)],
    }
    facts = facts_of(book(rows, Lang.EN))
    lines = realisable(facts)
    assert tuple(lines) == BY_KEY["realisable"].column_keys
    said = [("A", "a", "average of the last 90 days"), ("B", "b", "list price"), ("C", "c", "no price known")]
    assert columns(plainly(facts, "realisable", lines), "sku", "name", "basis") == said


def test_only_sales_of_the_last_90_days_count_today_the_last_of_them() -> None:
    """27 August is the first of the 90 days, 24 November the last; a sale dated tomorrow is no experience yet."""
    goods = [bought("R1", "2026-08-01", 10, 7)]
    days = {"2026-08-26": 1.0, "2026-08-27": 5.0, "2026-11-24 23:59": 6.0, "2026-11-25": 9.0}
    sales = [sold(f"S{at}", at, 1, price) for at, price in days.items()]
    raw = book({"products": [product("A", 20)], "receipts": goods, "sales": sales})
    assert columns(lines_of(raw), "expected_price", "basis") == [(5.5, RECENT)]
    assert columns(lines_of(raw, "2027-02-22"), "expected_price", "basis") == [(9, RECENT)]
    assert columns(lines_of(raw, "2027-02-23"), "expected_price", "basis") == [(20, LISTED)]


def test_the_price_is_after_discount_and_without_tax_and_goods_sent_back_do_not_lower_it() -> None:
    """4 at 11.30 with 13 % tax, less a discount of 4.52: 40.68 ÷ 1.13 = 36, 9 each; 3 come back for half the money."""
    sale = sold("S1", "2026-11-02", 4, 11.3, tax_rate=0.13, price_has_tax="yes", discount=4.52)
    rows = {
        "receipts": [bought("R1", "2026-11-01", 10, 7)],
        "sales": [sale],
        "returns": [back("B1", "2026-11-03", 3, 5.65, original_no="S1")],
    }
    assert columns(lines_of(book(rows)), *FIGURES) == [("A", 9, 63, 9, RECENT, 81, 0)]


def test_a_list_price_has_tax_where_the_settings_say_so() -> None:
    """11.30 is 10 without 13 % tax: 3 × 10 = 30 against 33. 10 is 8.849558 without: 3 × 10 ÷ 1.13 = 26.55."""
    goods = [bought("R1", "2026-11-01", 3, 11, price_has_tax="no", sku=sku) for sku in "AB"]
    rows = {"products": [product("A", 11.3), product("B", 10)], "receipts": goods}
    taxed = book(rows, price_has_tax="yes", tax_rate=0.13)
    assert columns(lines_of(taxed), "sku", "expected_price", "realisable_amount", "write_down") == [
        ("B", 8.849558, 26.55, 6.45),
        ("A", 10, 30, 3),
    ]
    untaxed = book(rows, price_has_tax="no", tax_rate=0.13)
    assert columns(lines_of(untaxed), "sku", "expected_price") == [("B", 10), ("A", 11.3)]


def test_goods_only_ever_given_away_and_a_list_price_of_0_are_worth_nothing() -> None:
    rows = {
        "products": [product("A", 8), product("B", 0)],
        "receipts": [bought("R1", "2026-11-01", 3, 7), bought("R1", "2026-11-01", 3, 6, sku="B")],
        "sales": [sold("G1", "2026-11-02", 1, 0)],
    }
    assert columns(lines_of(book(rows)), *FIGURES) == [
        ("B", 3, 18, 0, LISTED, 0, 18),
        ("A", 2, 14, 0, RECENT, 0, 14),
    ]


def test_free_goods_cannot_lose_value() -> None:
    rows = {"products": [product("A", 0)], "receipts": [bought("R1", "2026-11-01", 3, 0)]}
    assert columns(lines_of(book(rows)), *FIGURES) == [("A", 3, 0, 0, LISTED, 0, 0)]


def test_what_is_not_there_has_no_line() -> None:
    """A is sold out, B was never there, C is owed."""
    rows = {
        "products": [product("A", 9), product("B", 9), product("C", 9)],
        "receipts": [bought("R1", "2026-11-01", 1, 7)],
        "sales": [sold("S1", "2026-11-02", 1, 9), sold("S2", "2026-11-02", 1, 9, sku="C")],
    }
    assert lines_of(book(rows, allows_negative="yes")) == []


def test_goods_in_quarantine_and_in_other_warehouses_are_stock_too() -> None:
    """10 at 7: 2 moved away, 1 came back damaged: 10 − 3 + 1 = 8 at 7, list price 5: 40 against 56."""
    rows = {
        "products": [product("A", 5)],
        "receipts": [bought("R1", "2026-06-01", 10, 7)],
        "sales": [sold("S1", "2026-06-02", 3, 9)],
        "returns": [back("B1", "2026-06-03", 1, 9, original_no="S1", condition="damaged")],
        "transfers": [transferred("T1", "2026-06-04", 2, "MAIN", "HOLD")],
    }
    for pool in ("product", "warehouse"):
        assert columns(lines_of(book(rows, cost_pool=pool)), *FIGURES) == [("A", 8, 56, 5, LISTED, 40, 16)]


def test_the_average_is_exact_and_rounded_only_at_the_end() -> None:
    """3 sold for 10: 3.333333 each. 300,000 left at 4 bring 1,000,000.00, not 999,999.90."""
    rows = {
        "receipts": [bought("R1", "2026-11-01", 300003, 4)],
        "sales": [sold("S1", "2026-11-02", 3, 3.333333)],
    }
    assert columns(lines_of(book(rows)), "expected_price", "realisable_amount", "write_down") == [
        (3.333333, 1000000, 200000)
    ]


def test_large_figures_are_exact_too() -> None:
    """3,000,000 sold for 1,000,000,000 and 7,000,000 left at 400: 2,333,333,333.33 against 2,800,000,000."""
    rows = {
        "receipts": [bought("R1", "2026-11-01", 10**7, 400)],
        "sales": [sold("S1", "2026-11-02", 2 * 10**6, 200), sold("S2", "2026-11-02", 10**6, 600)],
    }
    assert columns(lines_of(book(rows)), "amount", "expected_price", "realisable_amount", "write_down") == [
        (2_800_000_000, 333.333333, 2_333_333_333.33, 466_666_666.67)
    ]


def test_money_without_decimals_and_with_three_is_half_up() -> None:
    """Yen: 1 at a list price of 2.50 brings 3. Dinars: 1 at 2.5 less 10.02 %: 2.2495, 2.250."""
    rows = {"products": [product("A", 2.5)], "receipts": [bought("R1", "2026-11-01", 1, 4)]}
    yen = lines_of(book(rows, money_digits=0))
    assert columns(yen, "expected_price", "realisable_amount", "write_down") == [(2.5, 3, 1)]
    dinars = lines_of(book(rows, money_digits=3, selling_cost_rate=0.1002))
    assert columns(dinars, "expected_price", "realisable_amount", "write_down") == [(2.5, 2.25, 1.75)]


def test_equal_write_downs_come_by_code_and_after_a_revaluation_nothing_is_left_to_write_down() -> None:
    """3 at 7 with a list price of 5: 6 too much. The write-down is booked: −6, cost is what they will bring."""
    rows = {
        "products": [product("B", 5), product("A", 5)],
        "receipts": [bought("R1", "2026-06-01", 3, 7, sku="B"), bought("R2", "2026-06-01", 3, 7)],
    }
    assert columns(lines_of(book(rows)), "sku", "write_down") == [("A", 6), ("B", 6)]
    rows = {**rows, "adjustments": [adjusted("V1", "2026-06-30", "revaluation", None, amount=-6)]}
    assert columns(lines_of(book(rows)), "sku", "amount", "write_down") == [("B", 21, 6), ("A", 15, 0)]


@examples(6)
@given(shops(most=14, with_closes=True), st.integers(1, 92))
def test_in_any_shop_and_at_any_time_it_is_what_a_slow_recount_says(shop: Shop, days: int) -> None:
    outcome = run_shop(shop).outcomes[-1]
    today = pd.Timestamp(START) + pd.Timedelta(days=days)
    found = realisable(facts_from(outcome, as_of=today)).astype(object)
    names = ["sku", "on_hand", "amount", "expected_price", "realisable_amount", "write_down"]
    lines = [tuple(None if pd.isna(x) else x for x in line) for line in found[names].itertuples(index=False)]
    assert sorted(lines) == recounted(shop, stand(outcome), outcome.book.settings.money_digits, today)
    write_downs = [line[-1] for line in lines if line[-1] is not None]
    assert write_downs == sorted(write_downs, reverse=True)


def recounted(shop: Shop, lines: pd.DataFrame, digits: int, today: pd.Timestamp) -> list[tuple[object, ...]]:
    """Return the figures, product by product."""
    listed = {str(row["sku"]): row["list_price"] for row in shop.products if row["list_price"] is not None}
    age = (today - lines["moved_at"].dt.floor("D")).dt.days
    recent = lines[(lines["kind"] == "sale") & (age >= 0) & (age < 90)]
    found: list[tuple[object, ...]] = []
    for sku, own in lines.groupby("sku"):
        on_hand, amount = int(own["qty"].sum()), int(own["amount"].sum())
        sales = recent[recent["sku"] == sku]
        price = None  # minor units for one ten-thousandth
        if len(sales):
            price = Fraction(int(sales["doc_amount"].sum()), -int(sales["qty"].sum()))
        elif str(sku) in listed:
            price = Fraction(str(listed[str(sku)])) * 10**digits / 10**4
        value = None if price is None else half_up(price * on_hand)
        shown = None if price is None else half_up(price * 10 ** (10 - digits))
        figures = (shown, value, None if value is None else max(0, amount - value))
        found += [(sku, on_hand, amount, *figures)] if on_hand > 0 else []
    return sorted(found)
