"""What the reports say against sums over the ledger."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.pipeline import Do, Outcome
from jxc_xl.report.facts import Period
from jxc_xl.tables import RawBook
from tests.books import changed, do, raw_book, report
from tests.scenarios.shops import KIT, SET, SKUS, START, Sheets, Shop, entered, run_shop, shops, stand
from tests.test_laws import examples

FIRST, SECOND = (pd.Timestamp(START) + pd.Timedelta(days=day) for day in (1, 2))
BEFORE = Period(None, FIRST - pd.Timedelta(days=1))
MIDDLE = Period(FIRST, SECOND)
AFTER = Period(SECOND + pd.Timedelta(days=1), None)
WHOLE = Period()
CORRECTIONS = ["close", "cost_adjustment"]


def by_product(lines: pd.DataFrame, name: str) -> dict[str, int]:
    """Return sums by product, those of 0 left out."""
    sums = lines.groupby("sku")[name].sum()
    return {str(sku): int(value) for sku, value in sums.items() if value}


def figures(lines: pd.DataFrame, name: str) -> dict[str, int]:
    return {sku: int(value) for sku, value in zip(lines["sku"], lines[name], strict=True) if value}


def counts_as_in(line: pd.Series) -> bool:
    """Goods by their direction; of amounts without goods, charges are in, corrections out, the others by sign."""
    if line["qty"]:
        return bool(line["qty"] > 0)
    return line["kind"] == "charge" or (line["kind"] not in CORRECTIONS and bool(line["amount"] > 0))


def ask(raw: RawBook, period: Period, sku: str = "") -> Outcome:
    return do(raw, Do.REPORT, period, sku)


@examples(6)
@given(shops(most=16, with_closes=True))
def test_the_movement_summary_of_any_period_is_what_moved_in_it_and_each_opens_as_the_last_closed(shop: Shop) -> None:
    run = run_shop(shop)
    lines = stand(run.outcomes[-1])
    lines = lines[~lines["kind"].isin(["transfer_in", "transfer_out"])]
    days = lines["moved_at"].dt.floor("D")
    reports = [ask(run.raw, period).reports["summary"] for period in (BEFORE, MIDDLE, AFTER, WHOLE)]
    for period, summary in zip((BEFORE, MIDDLE, AFTER, WHOLE), reports, strict=True):
        first, last = period.first or pd.Timestamp.min, period.last or pd.Timestamp.max
        opening, within = lines[days < first], lines[(days >= first) & (days <= last)]
        is_in = within.apply(counts_as_in, axis=1).astype(bool) if len(within) else within["qty"] > 0
        for name in ("qty", "amount"):
            assert figures(summary, f"opening_{name}") == by_product(opening, name)
            assert figures(summary, f"in_{name}") == by_product(within[is_in], name)
            out = by_product(within[~is_in], name)
            assert figures(summary, f"out_{name}") == {sku: -value for sku, value in out.items()}
            assert figures(summary, f"closing_{name}") == by_product(lines[days <= last], name)
    for earlier, later in pairwise(reports[:3]):
        for name in ("qty", "amount"):
            assert figures(earlier, f"closing_{name}") == figures(later, f"opening_{name}")


@examples(6)
@given(shops(most=16, with_closes=True), st.sampled_from(SKUS))
def test_the_stock_card_runs_from_opening_to_closing_line_by_line(shop: Shop, sku: str) -> None:
    run = run_shop(shop)
    whole = ask(run.raw, WHOLE, sku.lower()).reports["card"]
    stock = run.outcomes[-1].reports["stock"].set_index("sku").loc[sku]
    qty, amount = 0, 0
    for line in whole.to_dict("records"):
        qty += line["in_qty"] - line["out_qty"]
        amount += line["in_amount"] - line["out_amount"]
        assert (line["balance_qty"], line["balance_amount"]) == (qty, amount)
        assert min(line["in_qty"], line["out_qty"]) == 0
        assert 0 in {line["in_amount"], line["out_amount"]}
    assert (qty, amount) == (stock["on_hand"], stock["amount"])
    assert whole["moved_at"].dt.floor("D").is_monotonic_increasing
    middle = ask(run.raw, MIDDLE, sku).reports["card"]
    days = whole["moved_at"].dt.floor("D")
    wanted = whole[(days >= FIRST) & (days <= SECOND)].reset_index(drop=True)
    pd.testing.assert_frame_equal(middle, wanted)


@examples(6)
@given(shops(most=16, with_closes=True))
def test_margins_of_periods_add_up_to_the_margin_of_all_time(shop: Shop) -> None:
    run = run_shop(shop)
    parts = [ask(run.raw, period).reports["margin"] for period in (BEFORE, MIDDLE, AFTER)]
    whole = ask(run.raw, WHOLE).reports["margin"]
    lines = stand(run.outcomes[-1])
    sold = lines[lines["kind"].isin(["sale", "customer_return"])]
    corrected = lines[lines["kind"].isin(CORRECTIONS) & (lines["amount"] != 0)]
    for name in ("sold_qty", "returned_qty", "revenue", "cost_of_sales", "margin"):
        assert by_product(pd.concat(parts), name) == figures(whole, name), name
    assert figures(whole, "revenue") == by_product(sold, "doc_amount")
    cost = by_product(pd.concat([sold, corrected]), "amount")
    assert figures(whole, "cost_of_sales") == {sku: -value for sku, value in cost.items()}
    assert set(whole["sku"]) == set(sold["sku"]) | set(corrected["sku"])
    assert whole["margin"].is_monotonic_decreasing


@examples(6)
@given(shops(most=16, with_closes=True))
def test_the_stock_report_is_the_sum_of_the_ledger_and_its_unit_costs_are_half_up(shop: Shop) -> None:
    outcome = run_shop(shop).outcomes[-1]
    stock, lines = outcome.reports["stock"], stand(outcome)
    assert figures(stock, "on_hand") == by_product(lines, "qty")
    assert figures(stock, "amount") == by_product(lines, "amount")
    assert stock["sku"].tolist() == sorted((*SKUS, KIT, SET))
    on_hold = by_product(lines[lines["warehouse"] == "HOLD"], "qty")
    free = stock["on_hand"] - stock["sku"].map(on_hold).fillna(0).astype("int64") - stock["reserved"]
    assert stock["available"].tolist() == free.tolist()
    digits = outcome.book.settings.money_digits
    for line in stock[stock["on_hand"] > 0].to_dict("records"):
        unit = Decimal(line["amount"]).scaleb(-digits) / Decimal(line["on_hand"]).scaleb(-4)
        wanted = unit.quantize(Decimal("0.000001"), ROUND_HALF_UP)
        assert Decimal(line["unit_cost"]).scaleb(-6) == wanted
    assert stock.loc[stock["on_hand"] <= 0, "unit_cost"].isna().all()
    is_own = lines["kind"].isin(["transfer_in", "transfer_out"])
    for kind, name in ((1, "last_in_on"), (-1, "last_out_on")):
        last = lines[(lines["qty"] * kind > 0) & ~is_own].groupby("sku")["moved_at"].max().dt.floor("D")
        found = stock.set_index("sku")[name].dropna()
        assert {sku: str(day) for sku, day in found.items()} == {sku: str(day) for sku, day in last.items()}


def ordered(doc_no: str, qty: float, **more: object) -> dict[str, object]:
    row = {"doc_no": doc_no, "ordered_on": START, "sku": "A", "qty": qty, "unit_price": 5, "supplier": "V"}
    return row | more


@pytest.fixture(scope="module")
def shop_with_orders() -> RawBook:
    """20 ordered, 8 came, 2 of them rejected; 10 more only asked for; 3 sold, 2 promised, 1 called off."""
    sale = {"ordered_at": START + dt.timedelta(days=2), "sku": "A", "unit_price": 9}
    goods = {"doc_no": "R1", "received_at": START, "purchase_no": "P1", "sku": "A"}
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}],
        "suppliers": [{"supplier": "V", "name": "v"}],
        "purchases": [
            ordered("P1", 20),
            ordered("P2", 10, status="requested"),
            ordered("P3", 10, status="cancelled"),
            ordered("P4", 7, sku="B"),
        ],
        "receipts": [goods | {"arrived_qty": 8, "rejected_qty": 2}],
        "sales": [
            sale | {"doc_no": "S1", "qty": 3},
            sale | {"doc_no": "S2", "qty": 2, "status": "open"},
            sale | {"doc_no": "S3", "qty": 1, "status": "cancelled"},
        ],
    }
    raw = raw_book(rows)
    return changed(raw, do(raw, Do.POST).changes)


def test_reserved_is_promised_and_not_shipped_and_on_order_is_ordered_and_not_come(shop_with_orders: RawBook) -> None:
    line, other = report(do(shop_with_orders, Do.RECALC), "stock")
    assert {name: line[name] for name in ("on_hand", "reserved", "available", "on_order")} == {
        "on_hand": 3.0,
        "reserved": 2.0,
        "available": 1.0,
        "on_order": 14.0,
    }
    assert (other["on_hand"], other["on_order"]) == (0.0, 7.0)


def test_more_than_ordered_is_not_on_order_the_other_way_round(shop_with_orders: RawBook) -> None:
    goods = {"doc_no": "R2", "received_at": START, "purchase_no": "P1", "sku": "A", "accepted_qty": 30}
    outcome = do(entered(shop_with_orders, [("receipts", (goods,))]), Do.POST)
    assert report(outcome, "stock")[0]["on_order"] == 0.0


def test_a_sale_that_stock_cannot_cover_stays_reserved(shop_with_orders: RawBook) -> None:
    sale = {"doc_no": "S9", "ordered_at": START, "sku": "A", "qty": 50, "unit_price": 9}
    line = report(do(entered(shop_with_orders, [("sales", (sale,))]), Do.POST), "stock")[0]
    assert (line["reserved"], line["available"]) == (52.0, -49.0)


def test_a_product_that_never_moved_is_on_the_stock_report_and_not_on_the_summary(shop_with_orders: RawBook) -> None:
    outcome = do(shop_with_orders, Do.RECALC)
    assert [line["sku"] for line in report(outcome, "stock")] == ["A", "B"]
    assert [line["sku"] for line in report(outcome, "summary")] == ["A"]


@pytest.mark.parametrize(
    ("revenue", "cost", "rate"), [(10, 4, 0.6), (10, 15, -0.5), (0, 4, None), (3, 2, 0.333333), (3, 1, 0.666667)]
)
def test_the_margin_rate_is_half_up_and_blank_without_revenue(revenue: float, cost: float, rate: float | None) -> None:
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a"}],
        "receipts": [{"doc_no": "R1", "received_at": START, "sku": "A", "accepted_qty": 1, "unit_price": cost}],
        "sales": [{"doc_no": "S1", "ordered_at": START, "sku": "A", "qty": 1, "unit_price": revenue}],
    }
    (line,) = report(do(raw_book(rows), Do.POST), "margin")
    assert line["margin_rate"] == rate
    assert (line["revenue"], line["cost_of_sales"]) == (revenue, cost)


def test_revenue_is_without_tax_and_less_the_discount() -> None:
    sale = {"doc_no": "S1", "ordered_at": START, "sku": "A", "qty": 2, "unit_price": 61.5, "discount": 10}
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a"}],
        "receipts": [{"doc_no": "R1", "received_at": START, "sku": "A", "accepted_qty": 9, "unit_price": 5}],
        "sales": [sale | {"tax_rate": 0.13, "price_has_tax": "yes"}],
    }
    (line,) = report(do(raw_book(rows), Do.POST), "margin")
    assert line["revenue"] == 100.0
