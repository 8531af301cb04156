"""ABC分类 by hand, and the demo shop's worked out again in plain pandas. Today is Tuesday, 2026-11-24."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from jxc_xl.plan import answers
from jxc_xl.plan.abc_xyz import abc_xyz
from jxc_xl.plan.classes import Limits, xyz
from jxc_xl.plan.plan import Plan
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook
from tests.answer.worlds import demo
from tests.books import Rows, posted, raw_book
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import Line, back, bought, columns, sold

WEEKS = ("2026-10-27", "2026-11-03", "2026-11-10", "2026-11-17")
FIRST = "2026-10-26"


def counted(doc_no: str, day: str, sku: str, qty: float | None) -> Line:
    return {"doc_no": doc_no, "counted_at": day, "sku": sku, "counted_qty": qty}


SHOP: dict[str, Rows] = {
    "products": [{"sku": sku, "name": sku.lower()} for sku in ("D", "C", "B", "A")],
    "receipts": [
        bought("R1", FIRST, 100, 5),
        bought("R1", FIRST, 50, 7.9, sku="B"),
        bought("R2", "2026-11-09", 30, 2, sku="C"),
    ],
    "sales": [
        *(sold(f"A{week}", week, 10, 10) for week in WEEKS),
        *(sold(f"B{week}", week, 10, 8, sku="B") for week in WEEKS[1::2]),
        sold("C", WEEKS[2], 4, 10, sku="C"),
    ],
    "counts": [
        counted("N1", "2026-10-28", "A", 90),
        counted("N2", "2026-11-10 09:00", "A", 80),
        counted("N3", "2026-11-11", "B", 39),
        counted("N4", "2026-11-12", "C", 26),
        counted("N5", "2026-11-13", "D", None),
    ],
}


def test_products_are_classed_by_what_they_brought_by_margin_and_by_how_steadily_they_sell() -> None:
    """Four whole weeks, 10-26 to 11-22.

    A: 4 × 100 sold, 4 × 50 cost: 200 earned. The same every week: variation 0, X.
    B: 2 × 80 sold, 2 × 79 cost: 2 earned. 0, 10, 0, 10: mean 5, deviation 5: variation 1, Y.
    C: 40 sold, 8 cost: 32 earned. Of the two weeks it was there 4, 0: variation 1, Y (of four it would be √3, Z).
    D was never there. Of 600 sold, before A 0, B 400 (66.7 %, A), C 560 (93.3 %, B). Of 234 earned, before A 0, C 200
    (85.5 %, B), B 232 (99.1 %, C).
    """
    plan = plan_of(SHOP)
    found = lines_of(plan, "abc_xyz", abc_xyz(plan))
    assert columns(
        found, "sku", "name", "value", "margin", "share_before", "abc", "abc_margin", "variation", "xyz"
    ) == [
        ("A", "a", 400, 200, 0, "A", "A", 0, "X"),
        ("B", "b", 160, 2, 0.666667, "A", "C", 1, "Y"),
        ("C", "c", 40, 32, 0.933333, "B", "B", 1, "Y"),
        ("D", "d", 0, 0, 1, "C", "C", None, "Z"),
    ]


def test_each_product_is_due_by_its_class_from_its_last_posted_count_and_today_without_one() -> None:
    """A and B are A: a month. C is B: three months. A count that found nothing wrong is one too; D was not counted."""
    plan = plan_of(SHOP)
    due = abc_xyz(plan).set_index("sku")["count_due_on"].dt.strftime("%Y-%m-%d")
    assert due.to_dict() == {"A": "2026-12-10", "B": "2026-12-11", "C": "2027-02-12", "D": "2026-11-24"}


def test_a_count_that_is_not_posted_is_none() -> None:
    rows = {**SHOP, "receipts": [*SHOP["receipts"], bought("R3", "2026-11-12", 1, 2, sku="D")]}
    plan = planned(raw_book(rows))
    assert set(abc_xyz(plan)["count_due_on"]) == {pd.Timestamp("2026-11-24")}


def test_only_the_report_period_brings_something_and_what_came_back_is_taken_off() -> None:
    """From 11-01: A three times 100 less 30 for three sent back; cost 3 × 50 less 15."""
    rows = {**SHOP, "returns": [back("X1", "2026-11-05", 3, 10, original_no="A2026-11-03", original_line=1)]}
    rows["counts"] = []
    plan = plan_of(rows, report_from="2026-11-01")
    found = lines_of(plan, "abc_xyz", abc_xyz(plan))
    assert columns(found, "sku", "value", "margin")[0] == ("A", 270, 135)


def test_what_only_came_back_and_what_brought_nothing_is_c() -> None:
    rows: dict[str, Rows] = {
        "products": SHOP["products"],
        "receipts": SHOP["receipts"],
        "returns": [back("X1", "2026-11-05", 3, 10)],
    }
    plan = plan_of(rows)
    found = lines_of(plan, "abc_xyz", abc_xyz(plan))
    assert columns(found, "sku", "value", "share_before", "abc") == [
        ("B", 0, None, "C"),
        ("C", 0, None, "C"),
        ("D", 0, None, "C"),
        ("A", -30, None, "C"),
    ]


def test_a_product_that_was_sold_and_is_no_longer_on_the_master_keeps_its_line() -> None:
    raw = posted(raw_book({**SHOP, "counts": []}))
    left = raw_book({"products": SHOP["products"][:2]})
    plan = planned(RawBook(raw.tables | {"tblProducts": left.tables["tblProducts"]}, raw.sheets))
    found = abc_xyz(plan)
    assert found["sku"].tolist() == ["A", "B", "C", "D"]
    assert found["name"].tolist() == ["", "", "c", "d"]


def test_limits_are_arguments() -> None:
    """A is 0, B 66.7 % and C 93.3 % before it; B and C vary by 1."""
    plan = plan_of(SHOP)
    found = abc_xyz(plan, Limits(600_000, 700_000), Limits(999_999, 999_999))
    assert found["abc"].tolist() == ["A", "B", "C", "C"]
    assert found["xyz"].tolist() == ["X", "Z", "Z", "Z"]
    assert answers.abc(plan, Limits(600_000, 700_000)).tolist() == ["A", "B", "C", "C"]
    assert answers.xyz(plan, Limits(999_999, 999_999)).tolist() == ["X", "Z", "Z", "Z"]


def test_a_week_that_was_seen_in_part_counts_as_a_week_and_one_without_stock_not_at_all() -> None:
    """Seven on Sunday 11-01, the only day it was there that week: 49 a week. Then sold out for a week, then 7 and 21.

    49, 7, 21: mean 77 ÷ 3, variation √(3 × 2,891 ÷ 77² − 1) = 0.680301.
    """
    rows: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "Z", "name": "z"}],
        "receipts": [
            bought("R0", FIRST, 1, 1, sku="Z"),
            bought("R1", "2026-11-01", 7, 1),
            bought("R2", "2026-11-09", 40, 1),
        ],
        "sales": [
            sold("S1", "2026-11-01", 7, 2),
            sold("S2", "2026-11-10", 7, 2),
            sold("S3", "2026-11-17", 21, 2),
        ],
    }
    found = abc_xyz(plan_of(rows)).set_index("sku")
    assert found.loc["A", "variation"] == 680_301
    assert found.loc["A", "xyz"] == "Y"


def test_one_week_says_nothing_of_how_steady_a_product_is() -> None:
    """It came in the last whole week but one: 5, 5; or in the last: 5 alone."""
    for day, variation, grade in (("2026-11-09", 0, "X"), ("2026-11-16", None, "Z")):
        rows: dict[str, Rows] = {
            "products": [{"sku": "A", "name": "a"}],
            "receipts": [bought("R1", day, 50, 1)],
            "sales": [sold(f"S{week}", week, 5, 2) for week in WEEKS[2:] if week > day],
        }
        plan = plan_of(rows)
        found = lines_of(plan, "abc_xyz", abc_xyz(plan))
        assert columns(found, "variation", "xyz") == [(variation, grade)]


def test_blank_periods_are_none_of_the_product() -> None:
    """4 and 0 of two periods: deviation 2, mean 2. Of three, 4, 0 and 0, it would be √2."""
    periods = pd.DataFrame({0: [4, 4], 1: [0, 0], 2: [pd.NA, 0]}, ["A", "B"]).astype("Int64")
    assert xyz(periods)["variation"].tolist() == [1_000_000, 1_414_214]


def test_a_shop_without_products_has_no_lines_but_all_columns() -> None:
    empty, full = abc_xyz(plan_of({})), abc_xyz(plan_of(SHOP))
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert tuple(full) == BY_KEY["abc_xyz"].column_keys


def test_functions_say_what_the_report_says() -> None:
    plan = plan_of(SHOP)
    found = abc_xyz(plan).set_index("sku")
    assert answers.abc(plan).to_dict() == found["abc"].to_dict()
    assert answers.xyz(plan).to_dict() == found["xyz"].to_dict()


@pytest.fixture(scope="module")
def shop() -> Plan:
    """The demo shop on the day after its three months: whole weeks from 2010-12-06 to 2011-02-27."""
    return planned(demo().raw, pd.Timestamp("2011-03-01 09:00"))


def test_the_demo_shops_classes_are_those_of_plain_pandas(shop: Plan) -> None:
    moves = shop.facts.moves
    found = abc_xyz(shop).set_index("sku")
    ours = moves[moves["kind"].isin(["sale", "customer_return"])]
    value = ours.groupby("sku")["doc_amount"].sum().reindex(found.index).fillna(0).astype(float)
    margin = value + ours.groupby("sku")["amount"].sum().reindex(found.index).fillna(0).astype(float)
    assert set(found.index) == set(shop.facts.book.lines["products"]["sku"])
    for by, column in ((value, "abc"), (margin, "abc_margin")):
        ranked = by.reset_index(name="by").sort_values(["by", "sku"], ascending=[False, True]).set_index("sku")["by"]
        before = (ranked.clip(lower=0).cumsum() - ranked.clip(lower=0)) / ranked.clip(lower=0).sum()
        grade = np.select([ranked <= 0, before < 0.8, before < 0.95], ["C", "A", "B"], "C")
        assert found[column].reindex(ranked.index).tolist() == grade.tolist()
        if column == "abc":
            assert found.index.tolist() == ranked.index.tolist()
            assert np.abs(found["share_before"].astype(float) / 10**6 - before).max() <= 5e-7
    assert set(found["abc"]) == {"A", "B", "C"}
    assert found["value"].tolist() == value.tolist()
    assert found["margin"].tolist() == margin.tolist()


def test_the_demo_shops_variations_are_those_of_plain_pandas(shop: Plan) -> None:
    moves = shop.facts.moves.assign(day=shop.facts.moves["moved_at"].dt.floor("D"))
    every = pd.date_range("2010-12-01", "2011-02-27")
    found = abc_xyz(shop).set_index("sku")
    checked = 0
    for sku, own in moves[moves["kind"] != "charge"].groupby("sku"):
        qty = own["qty"].astype(float) / 10**4
        net = qty.groupby(own["day"]).sum().reindex(every, fill_value=0)
        came = qty.clip(lower=0).groupby(own["day"]).sum().reindex(every, fill_value=0)
        sales = -qty.where(own["kind"] == "sale", 0).groupby(own["day"]).sum().reindex(every, fill_value=0)
        is_seen = (net.cumsum().shift(fill_value=0) > 0) | (came > 0) | (sales > 0)
        by_week = pd.DataFrame({"sold": sales, "seen": is_seen})["2010-12-06":].resample("W-SUN").sum()
        weeks = (by_week["sold"] * 7 / by_week["seen"])[by_week["seen"] > 0]
        line = found.loc[str(sku)]
        if len(weeks) < 2 or not weeks.any():
            assert found["variation"].isna()[str(sku)]
            assert line["xyz"] == "Z"
            continue
        variation = weeks.std(ddof=0) / weeks.mean()
        assert abs(line["variation"] / 10**6 - variation) < 1e-5
        assert line["xyz"] == ("X" if variation <= 0.5 else "Y" if variation <= 1 else "Z")
        checked += 1
    assert checked > 200
