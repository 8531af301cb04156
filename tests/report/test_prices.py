"""价格 Prices: small shops worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given

from jxc_xl.pipeline import Do
from jxc_xl.report.facts import Period
from jxc_xl.report.prices import prices
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook
from tests.books import changed, do
from tests.oracle import half_up
from tests.report.worked import (
    APRIL,
    MARCH,
    WHOLE,
    Line,
    back,
    book,
    bought,
    charged,
    closed,
    columns,
    facts_from,
    facts_of,
    plainly,
    sold,
    then,
)
from tests.scenarios.shops import Shop, run_shop, shops, stand
from tests.test_laws import examples

FIGURES = ("doc_no", "unit_price", "landed_cost", "previous_price", "change", "variance")


def lines_of(raw: RawBook, period: Period = WHOLE) -> list[Line]:
    facts = facts_of(raw, period)
    return plainly(facts, "prices", prices(facts))


def test_each_price_stands_against_the_one_before_and_the_variance_is_what_the_change_cost() -> None:
    """10 at 6, then 20 at 6.60, then 7 at 6: prices rise by a tenth and fall by an eleventh.

    R2: 132 − 20 × 6 = 12 dearer. R3: 42 − 7 × 6.60 = −4.20, cheaper; 6 ÷ 6.60 − 1 = −0.090909.
    """
    raw = book({"receipts": [bought("R3", "2026-03-09", 7, 6), bought("R1", "2026-03-01", 10, 6)]})
    raw = then(raw, {"receipts": [bought("R2", "2026-03-05", 20, 6.6)]})
    assert columns(lines_of(raw), *FIGURES) == [
        ("R1", 6, 6, None, None, None),
        ("R2", 6.6, 6.6, 6, 0.1, 12),
        ("R3", 6, 6, 6.6, -0.090909, -4.2),
    ]


def test_a_line_says_what_came_when_and_from_whom() -> None:
    goods = bought("R1", "2026-03-01 10:30", 10, 6, supplier="V", accepted_qty=8, rejected_qty=2)
    raw = book({"suppliers": [{"supplier": "V", "name": "v"}], "receipts": [goods]})
    facts = facts_of(raw)
    lines = prices(facts)
    assert tuple(lines) == BY_KEY["prices"].column_keys
    (line,) = plainly(facts, "prices", lines)
    day = pd.Timestamp("2026-03-01")
    said = ("A", "a", "V", "receipt", "R1", day, 8)
    assert columns([line], "sku", "name", "supplier", "kind", "doc_no", "received_on", "qty") == [said]


def test_landed_cost_has_the_freight_and_the_invoice_difference_however_late_but_not_what_was_expensed() -> None:
    """10 at 6 and freight 10: 70 ÷ 10 = 7. March is closed; in April the invoice is 5 less: 65 ÷ 10 = 6.50.

    In a book that expenses freight the 10 stay out: 55 ÷ 10 = 5.50. The price itself stays 6.
    """
    for freight, march, april in (("capitalise", 7, 6.5), ("expense", 6, 5.5)):
        rows = {
            "receipts": [bought("R1", "2026-03-01", 10, 6)],
            "charges": [charged("F1", "2026-03-02", 10, "R1")],
            "sales": [sold("S1", "2026-03-10", 4, 9)],
        }
        raw = book(rows, freight=freight)
        assert columns(lines_of(raw), "unit_price", "landed_cost") == [(6, march)]
        invoice = charged("F2", "2026-04-02", -5, "R1", charge="invoice_difference")
        raw = then(closed(raw, "2026-03"), {"charges": [invoice]})
        assert columns(lines_of(raw), "unit_price", "landed_cost") == [(6, april)]


def test_freight_on_a_receipt_of_several_lines_lands_on_each_line_by_itself() -> None:
    """R1: 10 A at 6 and 30 B at 2, freight 8 by quantity: 2 on A, 6 on B. A 62 ÷ 10, B 66 ÷ 30."""
    goods = [bought("R1", "2026-03-01", 10, 6), bought("R1", "2026-03-01", 30, 2, sku="B")]
    products = [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}]
    raw = book({"products": products, "receipts": goods, "charges": [charged("F1", "2026-03-02", 8, "R1")]})
    assert columns(lines_of(raw), "sku", "landed_cost") == [("A", 6.2), ("B", 2.2)]


def test_free_goods_have_the_price_0_and_no_change_can_be_told_from_there() -> None:
    """5 for nothing, then 4 at 2: all of the 8 is variance; then 2 for nothing: −4, a fall by all of it."""
    goods = [
        bought("R1", "2026-03-01", 5, 0),
        bought("R2", "2026-03-02", 4, 2),
        bought("R3", "2026-03-03", 2, 0),
    ]
    assert columns(lines_of(book({"receipts": goods})), *FIGURES) == [
        ("R1", 0, 0, None, None, None),
        ("R2", 2, 2, 0, None, 8),
        ("R3", 0, 0, 2, -1, -4),
    ]


def test_a_return_to_a_supplier_is_refund_against_cost() -> None:
    """10 at 6 with freight 10 cost 7 each; 2 go back, 6 refunded for each: 12 − 14 = −2.

    Then 3 more at 9: 27 − 21 = 6 to the good. A return neither has a price before nor is one.
    """
    rows = {
        "receipts": [bought("R1", "2026-03-01", 10, 6), bought("R2", "2026-03-20", 1, 6)],
        "charges": [charged("F1", "2026-03-02", 10, "R1")],
        "returns": [
            back("B1", "2026-03-10", 2, 6, direction="to_supplier", original_no="R1"),
            back("B2", "2026-03-11", 3, 9, direction="to_supplier", original_no="R1"),
        ],
    }
    lines = lines_of(book(rows))
    assert columns(lines, "kind", "qty", *FIGURES) == [
        ("receipt", 10, "R1", 6, 7, None, None, None),
        ("supplier_return", 2, "B1", 6, 7, None, None, -2),
        ("supplier_return", 3, "B2", 9, 7, None, None, 6),
        ("receipt", 1, "R2", 6, 6, 6, 0, 0),
    ]


def test_a_return_to_a_supplier_for_no_refund_loses_all_of_its_cost() -> None:
    rows = {
        "receipts": [bought("R1", "2026-03-01", 10, 6)],
        "returns": [back("B1", "2026-03-10", 2, 0, direction="to_supplier")],
    }
    assert columns(lines_of(book(rows)), "unit_price", "landed_cost", "variance")[1] == (0, 6, -12)


def test_returns_of_customers_and_goods_found_are_no_purchases() -> None:
    rows = {
        "receipts": [bought("R1", "2026-03-01", 10, 6)],
        "sales": [sold("S1", "2026-03-02", 5, 9)],
        "returns": [back("B1", "2026-03-03", 1, 9, original_no="S1")],
        "counts": [{"doc_no": "C1", "counted_at": "2026-03-04", "sku": "A", "counted_qty": 9}],
    }
    assert columns(lines_of(book(rows)), "doc_no") == [("R1",)]


def test_variance_is_exact_from_amounts_not_from_rounded_prices() -> None:
    """3 for 0.01; then 30,000 at 0.003334 = 100.02. At the price before they would have cost 100.00: 0.02 dearer.

    From the rounded price 0.003333 it would have been 99.99, and 0.03.
    """
    goods = [bought("R1", "2026-03-01", 3, 0.003333), bought("R2", "2026-03-02", 30000, 0.003334)]
    assert columns(lines_of(book({"receipts": goods})), *FIGURES)[1] == (
        "R2",
        0.003334,
        0.003334,
        0.003333,
        0.0002,
        0.02,
    )


def test_variance_is_half_up_away_from_zero() -> None:
    """Money of one digit: 4 for 1.0; then 1 for 0.2: 0.2 − 0.25 = −0.05, −0.1. Or 1 for 0.3: 0.05, 0.1."""
    goods = [bought("R1", "2026-03-01", 4, 0.25), bought("R2", "2026-03-02", 1, 0.2)]
    assert columns(lines_of(book({"receipts": goods}, money_digits=1)), "variance") == [(None,), (-0.1,)]
    goods = [bought("R1", "2026-03-01", 4, 0.25), bought("R2", "2026-03-02", 1, 0.3)]
    assert columns(lines_of(book({"receipts": goods}, money_digits=1)), "variance") == [(None,), (0.1,)]


def test_money_without_decimals_and_with_three() -> None:
    """Yen: 3 at 333.4 = 1000.2, booked 1000, 333.333333 each; freight 1: 1001 ÷ 3. Then 3 for 1100: 100 dearer.

    Dinars: 7 at 1.2345 = 8.6415, booked 8.642 (half-up), 1.234571 each; then 7 for 8.400: 0.242 cheaper.
    """
    goods = [bought("R1", "2026-03-01", 3, 333.4), bought("R2", "2026-03-02", 3, 366.7)]
    yen = book({"receipts": goods, "charges": [charged("F1", "2026-03-01", 1, "R1")]}, money_digits=0)
    assert columns(lines_of(yen), *FIGURES) == [
        ("R1", 333.333333, 333.666667, None, None, None),
        ("R2", 366.666667, 366.666667, 333.333333, 0.1, 100),
    ]
    goods = [bought("R1", "2026-03-01", 7, 1.2345), bought("R2", "2026-03-02", 7, 1.2)]
    dinars = book({"receipts": goods}, money_digits=3)
    assert columns(lines_of(dinars), *FIGURES) == [
        ("R1", 1.234571, 1.234571, None, None, None),
        ("R2", 1.2, 1.2, 1.234571, -0.028003, -0.242),
    ]


def test_large_figures_are_exact_too() -> None:
    """3,000,000 for 999,999,999, then 7,000,000 for 2,800,000,000; at the price before 2,333,333,331."""
    goods = [bought("R1", "2026-03-01", 3 * 10**6, 333.333333), bought("R2", "2026-03-02", 7 * 10**6, 400)]
    (_, line) = lines_of(book({"receipts": goods}))
    assert columns([line], "unit_price", "previous_price", "change", "variance") == [
        (400, 333.333333, 0.2, 466_666_669)
    ]


def test_prices_are_without_tax() -> None:
    """11.30 with 13 % tax is 10 without."""
    goods = bought("R1", "2026-03-01", 10, 11.3, tax_rate=0.13, price_has_tax="yes")
    assert columns(lines_of(book({"receipts": [goods]})), "unit_price", "landed_cost") == [(10, 10)]


def test_a_period_shows_its_receipts_and_the_price_before_may_lie_before_it() -> None:
    goods = [bought("R1", "2026-03-31", 1, 6), bought("R2", "2026-04-01", 1, 9), bought("R3", "2026-05-01", 1, 9)]
    raw = book({"receipts": goods})
    assert columns(lines_of(raw, APRIL), "doc_no", "previous_price", "change") == [("R2", 6, 0.5)]
    assert columns(lines_of(raw, MARCH), "doc_no", "previous_price", "change") == [("R1", None, None)]


def test_each_product_has_a_price_before_of_its_own_and_time_of_day_decides_which() -> None:
    """By product, then in time: on 2 March R9 came at nine and R2 at ten."""
    products = [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}]
    goods = [
        bought("R2", "2026-03-02 10:00", 1, 3),
        bought("R9", "2026-03-02 09:00", 1, 2),
        bought("R1", "2026-03-01", 1, 1),
        bought("R1", "2026-03-01", 1, 7, sku="B"),
        bought("R3", "2026-03-03", 1, 8, sku="B"),
    ]
    assert columns(lines_of(book({"products": products, "receipts": goods})), "sku", "doc_no", "previous_price") == [
        ("A", "R1", None),
        ("A", "R9", 1),
        ("A", "R2", 2),
        ("B", "R1", None),
        ("B", "R3", 7),
    ]


def test_lines_of_one_document_come_in_their_order() -> None:
    """One receipt with a paid and a free line of the same product."""
    goods = [bought("R1", "2026-03-01", 10, 6), bought("R1", "2026-03-01", 1, 0)]
    assert columns(lines_of(book({"receipts": goods})), "qty", "unit_price", "previous_price", "variance") == [
        (10, 6, None, None),
        (1, 0, 6, -6),
    ]


def test_a_receipt_that_was_taken_back_or_brought_nothing_is_no_price() -> None:
    goods = bought("R2", "2026-03-02", 0, 9, arrived_qty=3, rejected_qty=3)
    raw = book({"receipts": [bought("R1", "2026-03-01", 1, 6), goods]})
    raw = then(raw, {"receipts": [bought("R3", "2026-03-03", 1, 9)]})
    assert columns(lines_of(raw), "doc_no", "previous_price") == [("R1", None), ("R3", 6)]
    undone = changed(raw, do(raw, Do.UNDO).changes)
    assert columns(lines_of(undone), "doc_no") == [("R1",)]


def test_no_purchases_no_lines() -> None:
    assert lines_of(book({})) == []


def test_a_price_beyond_what_a_cell_can_hold_is_left_blank() -> None:
    """0.0001 pieces that cost nothing, and freight of ten thousand million yen on them: 10**14 each cannot be held."""
    rows = {
        "receipts": [bought("R1", "2026-03-01", 0.0001, 1)],
        "charges": [charged("F1", "2026-03-01", 10**10, "R1")],
    }
    assert columns(lines_of(book(rows, money_digits=0)), "unit_price", "landed_cost") == [(0, None)]


@examples(6)
@given(shops(most=14, with_closes=True))
def test_in_any_shop_prices_are_what_a_slow_recount_says(shop: Shop) -> None:
    outcome = run_shop(shop).outcomes[-1]
    found = prices(facts_from(outcome)).astype(object)
    bought_ones = found[found["kind"] == "receipt"].drop(columns=["name", "supplier", "kind", "received_on"])
    assert [
        tuple(None if pd.isna(x) else x for x in line) for line in bought_ones.itertuples(index=False)
    ] == recounted(stand(outcome), outcome.book.settings.money_digits)
    sent_back = stand(outcome)
    sent_back = sent_back[(sent_back["kind"] == "supplier_return") & (sent_back["qty"] < 0)]
    lines = found[found["kind"] == "supplier_return"]
    assert sorted(lines["variance"]) == sorted(sent_back["doc_amount"] + sent_back["amount"])
    assert sorted(lines["qty"]) == sorted(-sent_back["qty"])


def recounted(lines: pd.DataFrame, digits: int) -> list[tuple[object, ...]]:
    """Return the receipts' figures, one after the other."""
    unit = 10 ** (10 - digits)
    shares = lines[lines["kind"] == "charge"]
    receipts = lines[(lines["kind"] == "receipt") & (lines["qty"] > 0)]
    found: list[tuple[object, ...]] = []
    before: dict[str, Fraction] = {}
    for line in receipts.sort_values(["sku", "moved_at", "doc_no", "line_no"]).to_dict("records"):
        sku, qty, amount = str(line["sku"]), int(line["qty"]), int(line["doc_amount"])
        is_own = (shares["ref_no"] == line["doc_no"]) & (shares["ref_line"] == line["line_no"]) & (shares["sku"] == sku)
        landed = amount + int(shares.loc[is_own, "doc_amount"].sum())
        price, previous = Fraction(amount, qty), before.get(sku)
        shown = None if previous is None else half_up(previous * unit)
        change = half_up((price / previous - 1) * 10**6) if previous else None
        variance = None if previous is None else half_up(amount - previous * qty)
        figures = (half_up(price * unit), half_up(Fraction(landed, qty) * unit), shown, change, variance)
        found.append((sku, line["doc_no"], qty, *figures))
        before[sku] = price
    return found
