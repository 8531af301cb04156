"""渠道毛利 Channel margin: small shops worked by hand, and the law that channels add up to 毛利."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given

from jxc_xl.plan.channel_margin import channel_margin
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import Period
from jxc_xl.report.margin import margin
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.answer.worlds import traded, traders
from tests.books import Rows
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import APRIL, MARCH, Line, back, book, bought, charged, closed, columns, sold, then
from tests.scenarios.shops import Shop
from tests.test_laws import examples

FIGURES = ("channel", "orders", "sold_qty", "revenue", "cost_of_sales", "fees", "margin", "margin_rate")
SUMS = ("sold_qty", "revenue", "cost_of_sales")
CHANNELS: list[Line] = [{"channel": "TB", "name": "淘宝", "fee_rate": 0.05}, {"channel": "JD", "name": "京东"}]


def shop(rows: Mapping[str, Rows], lang: Lang = Lang.ZH, **settings: str) -> Plan:
    """Return a shop with 100 of A at 5 and two channels; 淘宝 takes 5 %."""
    stock = [bought("R1", "2026-03-01", 100, 5)]
    base: dict[str, Rows] = {"products": [{"sku": "A", "name": "a"}], "channels": CHANNELS, "receipts": stock}
    return plan_of({**base, **rows}, lang, **settings)  # type: ignore[arg-type]


def figures(plan: Plan) -> list[tuple[object, ...]]:
    return columns(lines_of(plan, "channel_margin", channel_margin(plan)), *FIGURES)


def test_a_channel_earns_its_revenue_less_cost_and_fees() -> None:
    """淘宝 sold 10 and 4 at 8, 112.00; a fee of 7 was entered for the first, for the second 5 % of 32.00, 1.60.

    Cost 14 × 5 = 70: 112 − 70 − 8.60 = 33.40, or 0.298214 of 112. 京东 names no rate: no fee is known of its 2.
    """
    plan = shop(
        {
            "sales": [
                sold("S1", "2026-03-02", 10, 8, channel="TB", channel_fee=7),
                sold("S2", "2026-03-03", 4, 8, channel="TB"),
                sold("S3", "2026-03-03", 2, 9, channel="JD"),
            ]
        }
    )
    assert figures(plan) == [
        ("TB", 2, 14, 112, 70, 8.6, 33.4, 0.298214),
        ("JD", 1, 2, 18, 10, 0, 8, 0.444444),
    ]
    assert channel_margin(plan)["name"].tolist() == ["淘宝", "京东"]


def test_a_fee_of_0_is_a_fee() -> None:
    plan = shop({"sales": [sold("S1", "2026-03-02", 10, 8, channel="TB", channel_fee=0)]})
    assert figures(plan) == [("TB", 1, 10, 80, 50, 0, 30, 0.375)]


def test_an_order_of_several_lines_is_one_order_and_open_or_cancelled_ones_are_none() -> None:
    """Two lines of 10.00: 5 % of each is 0.50."""
    lines = [sold("S1", "2026-03-02", 1, 10, channel="TB"), sold("S1", "2026-03-02", 1, 10, channel="TB")]
    lines += [sold("S2", "2026-03-02", 1, 10, channel="TB", status="open", channel_fee=3)]
    lines += [sold("S3", "2026-03-02", 1, 10, channel="TB", status="cancelled", channel_fee=3)]
    assert figures(shop({"sales": lines})) == [("TB", 1, 2, 20, 10, 1, 9, 0.45)]


def test_what_comes_back_is_taken_off_its_channel_and_what_names_none_is_one_line() -> None:
    """淘宝 sold 10 at 8 and got 2 back: 80 − 16 = 64, cost 40, fee 4. Without a channel 3 at 8 were sold."""
    plan = shop(
        {
            "sales": [sold("S1", "2026-03-02", 10, 8, channel="TB"), sold("S2", "2026-03-02", 3, 8)],
            "returns": [back("T1", "2026-03-05", 2, 8, channel="TB", original_no="S1", original_line=1)],
        },
        Lang.EN,
    )
    assert figures(plan) == [("TB", 1, 10, 64, 40, 4, 20, 0.3125), ("", 1, 3, 24, 15, 0, 9, 0.375)]
    assert channel_margin(plan)["name"].tolist() == ["淘宝", "no channel named"]


def test_the_fee_of_a_bundle_is_that_of_its_line() -> None:
    """A set of two of A and one of B is sold for 30.00: 5 % of it is 1.50, once; cost 2 × 5 + 2 = 12."""
    rows: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}, {"sku": "SET", "name": "set"}],
        "bundles": [{"bundle": "SET", "sku": "A", "qty": 2}, {"bundle": "SET", "sku": "B", "qty": 1}],
        "receipts": [bought("R1", "2026-03-01", 100, 5), bought("R2", "2026-03-01", 100, 2, sku="B")],
    }
    plan = shop({**rows, "sales": [sold("S1", "2026-03-02", 1, 30, channel="TB", sku="SET")]})
    assert figures(plan) == [("TB", 1, 3, 30, 12, 1.5, 16.5, 0.55)]
    plan = shop({**rows, "sales": [sold("S1", "2026-03-02", 1, 30, channel="TB", sku="SET", channel_fee=2)]})
    assert figures(plan) == [("TB", 1, 3, 30, 12, 2, 16, 0.533333)]


def test_only_the_period_counts() -> None:
    sales = [
        sold(f"S{n}", day, 1, 10, channel="TB") for n, day in enumerate(("2026-03-31", "2026-04-01", "2026-05-01"))
    ]
    plan = shop({"sales": sales}, report_from="2026-04-01", report_to="2026-04-30")
    assert figures(plan) == [("TB", 1, 1, 10, 5, 0.5, 4.5, 0.45)]


def test_a_correction_of_cost_belongs_to_no_channel() -> None:
    """Of 10 at 6, 4 were sold in March, which is closed; in April a freight of 10 comes for them: 4 of it is theirs."""
    rows: dict[str, Rows] = {
        "channels": CHANNELS,
        "receipts": [bought("R1", "2026-03-01", 10, 6)],
        "sales": [sold("S1", "2026-03-10", 4, 9, channel="TB", channel_fee=0)],
    }
    raw = then(closed(book(rows, Lang.EN), "2026-03"), {"charges": [charged("F1", "2026-04-02", 10, "R1")]})
    plan = planned(raw)
    assert figures(plan) == [("TB", 1, 4, 36, 24, 0, 12, 0.333333), ("", 0, 0, 0, 4, 0, -4, None)]
    assert channel_margin(plan)["name"].tolist() == ["淘宝", "corrections of cost"]
    for period, cost in ((MARCH, [2400]), (APRIL, [400])):
        of_period = Plan(plan.facts._replace(period=period))
        assert channel_margin(of_period)["cost_of_sales"].tolist() == cost


def test_an_empty_book_has_the_columns_of_the_sheet() -> None:
    empty = channel_margin(plan_of({}))
    assert tuple(empty) == BY_KEY["channel_margin"].column_keys
    full = channel_margin(shop({"sales": [sold("S1", "2026-03-02", 10, 8, channel="TB")]}))
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


@given(traders(with_closes=True))
@examples(12)
def test_all_channels_together_are_what_margin_adds_up_to(shop: Shop) -> None:
    facts = traded(shop).index.facts
    moved = facts.moves["moved_at"].sort_values()
    middle = moved.iloc[len(moved) // 2].floor("D") if len(moved) else None
    for period in (Period(), Period(None, middle), Period(middle, None)):
        of_period = facts._replace(period=period)
        found, whole = channel_margin(Plan(of_period)), margin(of_period)
        for name in SUMS:
            assert found[name].sum() == whole[name].sum(), name
        assert (found["revenue"] - found["cost_of_sales"] - found["fees"]).tolist() == found["margin"].tolist()
