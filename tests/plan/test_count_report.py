"""盘点差异 and count sheets by hand. Today is 2026-11-24."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import assume, given

from jxc_xl.pipeline import Do
from jxc_xl.plan.count_differences import count_differences
from jxc_xl.plan.count_sheet import Which, count_sheet
from jxc_xl.plan.plan import Plan
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang
from jxc_xl.write.changes import import_changes
from tests.books import Rows, changed, do, posted, raw_book
from tests.plan.shops import lines_of, plan_of, planned
from tests.report.worked import Line, adjusted, bought, columns, sold, transferred
from tests.scenarios.shops import SKUS, Shop, entered, run_shop, shops
from tests.test_laws import examples

FIGURES = ("doc_no", "sku", "warehouse", "book_qty", "counted_qty", "difference_qty", "difference_amount", "reason")


def counted(doc_no: str, at: str, qty: float | None, **more: object) -> Line:
    return {"doc_no": doc_no, "counted_at": at, "sku": "A", "counted_qty": qty} | more


SHOP: dict[str, Rows] = {
    "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}],
    "receipts": [bought("R1", "2026-10-01", 10, 3), bought("R1", "2026-10-01", 5, 2, sku="B")],
    "counts": [
        counted("N1", "2026-10-05", 9, reason="损坏"),
        counted("N1", "2026-10-05", 5, sku="B"),
        counted("N2", "2026-10-07 18:00", 11),
        counted("N3", "2026-10-08", None),
    ],
}


def told(plan: Plan) -> list[tuple[object, ...]]:
    return columns(lines_of(plan, "count_differences", count_differences(plan)), *FIGURES)


def waiting(rows: Mapping[str, Rows], *lines: Line, posts: bool = False) -> Plan:
    """Return the plan of a shop in which counts were entered after all else was posted."""
    raw = entered(posted(raw_book(rows)), [("counts", lines)])
    return planned(posted(raw) if posts else raw)


def test_posted_counts_say_what_was_missing_or_over_and_what_that_cost() -> None:
    """A: 10 at 3; one damaged: −3.00; then 11 where the book said 9: 2 more at 3: 6.00. N3 was not counted."""
    assert told(plan_of(SHOP)) == [
        ("N2", "A", "MAIN", 9, 11, 2, 6, "原因不明"),
        ("N1", "A", "MAIN", 10, 9, -1, -3, "损坏"),
        ("N1", "B", "MAIN", 5, 5, 0, 0, "账实相符"),
    ]


def test_a_loss_costs_what_the_method_says() -> None:
    """First in, first out: of 10 at 3 and 10 at 4 twelve are missing: 10 × 3 + 2 × 4."""
    rows: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a", "method": "先进先出"}],
        "receipts": [bought("R1", "2026-10-01", 10, 3), bought("R2", "2026-10-02", 10, 4)],
        "counts": [counted("N1", "2026-10-05", 8)],
    }
    assert told(plan_of(rows)) == [("N1", "A", "MAIN", 20, 8, -12, -38, "原因不明")]


def test_counts_that_wait_are_told_as_posting_will_have_them_at_unit_cost() -> None:
    """The book had 11 on 10-07, and 11 less 4 sold on 10-10; A costs 3. N9 finds what N8 left there."""
    rows = {**SHOP, "sales": [sold("S1", "2026-10-10 10:00", 4, 9)]}
    lines = (
        counted("N8", "2026-10-10 12:00", 8, reason="错放"),
        counted("N9", "2026-10-20", 6),
        counted("N7", "2026-10-09", 11),
        counted("N6", "2026-10-09", None, sku="B"),
    )
    assert told(waiting(rows, *lines))[:3] == [
        ("N9", "A", "MAIN", 8, 6, -2, -6, "原因不明（未过账）"),
        ("N8", "A", "MAIN", 7, 8, 1, 3, "错放（未过账）"),
        ("N7", "A", "MAIN", 11, 11, 0, 0, "账实相符（未过账）"),
    ]
    figures = [line[:7] for line in told(waiting(rows, *lines, posts=True))[:3]]
    assert figures == [line[:7] for line in told(waiting(rows, *lines))[:3]]


def test_a_posted_count_stands_whatever_a_waiting_one_before_it_finds() -> None:
    """On 10-06 the book had 9; 20 are found. On 10-07 it was counted and is 11, so on 10-08 the book has 11."""
    found = waiting(SHOP, counted("N7", "2026-10-06", 20), counted("N8", "2026-10-08", 10))
    figures = {line[0]: line[3:6] for line in told(found) if line[0] in {"N7", "N8"}}
    assert figures == {"N7": (9, 20, 11), "N8": (11, 10, -1)}


def test_what_was_never_there_has_a_book_of_0_and_no_cost() -> None:
    rows: dict[str, Rows] = {"products": [{"sku": "A", "name": "a"}]}
    assert told(waiting(rows, counted("N1", "2026-10-05", 3))) == [
        ("N1", "A", "MAIN", 0, 3, 3, None, "原因不明（未过账）")
    ]


def test_each_warehouse_has_a_book_of_its_own_and_lots_only_where_they_have_a_cost() -> None:
    """A, by lot: 4 of L1 and 6 of L2. B, not: 3 + 2 = 5, 1 of them in HOLD."""
    rows: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a", "method": "个别计价"}, {"sku": "B", "name": "b"}],
        "receipts": [
            bought("R1", "2026-10-01", 4, 3, lot="L1"),
            bought("R1", "2026-10-01", 6, 4, lot="L2"),
            bought("R2", "2026-10-01", 3, 2, sku="B", lot="L1"),
            bought("R2", "2026-10-01", 2, 2, sku="B"),
        ],
        "transfers": [transferred("T1", "2026-10-02", 1, "MAIN", "HOLD") | {"sku": "B"}],
    }
    lines = (
        counted("N1", "2026-10-05", 3, lot="L1"),
        counted("N1", "2026-10-05", 6, lot="L2"),
        counted("N2", "2026-10-05", 4, sku="B", lot="L1"),
        counted("N3", "2026-10-05", 2, sku="B", warehouse="HOLD"),
    )
    names = ("doc_no", "sku", "warehouse", "book_qty", "difference_qty")
    found = {posts: waiting(rows, *lines, posts=posts) for posts in (False, True)}
    for plan in found.values():
        assert columns(lines_of(plan, "count_differences", count_differences(plan)), *names) == [
            ("N1", "A", "MAIN", 4, -1),
            ("N1", "A", "MAIN", 6, 0),
            ("N2", "B", "MAIN", 4, 0),
            ("N3", "B", "HOLD", 1, 1),
        ]


def test_only_counts_of_the_period_are_told() -> None:
    assert [line[0] for line in told(plan_of(SHOP, report_from="2026-10-06"))] == ["N2"]
    assert [line[0] for line in told(plan_of(SHOP, report_to="2026-10-05"))] == ["N1", "N1"]


def test_a_count_whose_line_is_gone_is_still_told_by_what_the_ledger_knows() -> None:
    raw = posted(raw_book(SHOP))
    plan = planned(RawBook(raw.tables | {"tblCounts": raw_book({}).tables["tblCounts"]}, raw.sheets))
    assert told(plan) == [
        ("N2", "A", "MAIN", None, None, 2, 6, ""),
        ("N1", "A", "MAIN", None, None, -1, -3, ""),
        ("N1", "B", "MAIN", None, None, 0, 0, "账实相符"),
    ]


def test_a_document_dated_before_a_count_changes_the_difference_it_found() -> None:
    """Two more came on 10-02 than was known: the book had 12 on 10-05, three were missing; on 10-07 nothing changes."""
    raw = entered(posted(raw_book(SHOP)), [("receipts", (bought("R9", "2026-10-02", 2, 3),))])
    assert [line[3:7] for line in told(planned(posted(raw)))] == [(9, 11, 2, 6), (12, 9, -3, -9), (5, 5, 0, 0)]


def test_a_count_taken_back_waits_again() -> None:
    raw = posted(raw_book(SHOP))
    raw = changed(raw, do(raw, Do.UNDO).changes)
    assert told(planned(raw))[0] == ("N2", "A", "MAIN", 9, 11, 2, None, "原因不明（未过账）")


def test_an_english_book_says_it_in_english() -> None:
    rows = {**SHOP, "counts": [counted("N1", "2026-10-05", 9, reason="Damage"), counted("N2", "2026-10-06", 9)]}
    assert [line[-1] for line in told(plan_of(rows, Lang.EN))] == ["Book and goods agree", "Damage"]
    raw = raw_book({**SHOP, "counts": []}, Lang.EN)
    plan = planned(entered(posted(raw), [("counts", (counted("N1", "2026-10-05", 9),))]))
    assert told(plan)[0][-1] == "Unknown (not posted)"


def test_a_shop_without_counts_has_no_lines_but_all_columns() -> None:
    empty, full = count_differences(plan_of({})), count_differences(plan_of(SHOP))
    assert empty.empty
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert tuple(full) == BY_KEY["count_differences"].column_keys


@examples(6)
@given(shops(most=12))
def test_a_waiting_count_finds_what_posting_finds(shop: Shop) -> None:
    """A random shop in which nothing else waits, counted in the middle of its days and after them."""
    old = run_shop(shop).raw
    assume(not count_differences(planned(old))["reason"].str.contains("未过账").any())
    days = ("2026-03-31 12:00", "2026-04-30")
    lines = tuple(counted(f"Z{day}{sku}", day, 500, sku=sku, lot="L1") for sku in SKUS for day in days)
    raw = entered(old, [("counts", lines)])
    outcome = do(raw, Do.POST)
    assume(outcome.moved == len(lines))  # what could not be posted before may be, now that so many are found
    names = ["doc_no", "sku", "warehouse", "counted_on", "book_qty", "counted_qty", "difference_qty"]
    found = [count_differences(planned(one)) for one in (raw, changed(raw, outcome.changes))]
    before, after = (table.loc[table["doc_no"].str.startswith("Z"), names] for table in found)
    assert len(before) == len(lines)
    assert before.to_numpy(object).tolist() == after.to_numpy(object).tolist()


STOCKED: dict[str, Rows] = {
    "products": [
        {"sku": "B", "name": "b"},
        {"sku": "A", "name": "a"},
        {"sku": "C", "name": "c", "status": "停用"},
        {"sku": "D", "name": "d", "status": "停用"},
        {"sku": "E", "name": "e"},
        {"sku": "L", "name": "l", "method": "个别计价"},
        {"sku": "SET", "name": "set"},
    ],
    "bundles": [{"bundle": "SET", "sku": "A", "qty": 1}, {"bundle": "SET", "sku": "B", "qty": 1}],
    "receipts": [
        bought("R1", "2026-10-01", 10, 3),
        bought("R1", "2026-10-01", 10, 3, sku="B"),
        bought("R1", "2026-10-01", 10, 3, sku="C"),
        bought("R1", "2026-10-01", 10, 3, sku="D"),
        bought("R1", "2026-10-01", 10, 3, sku="L", lot="L2"),
        bought("R1", "2026-10-01", 10, 3, sku="L", lot="L1"),
        bought("R1", "2026-10-01", 10, 3, sku="L", lot="L0"),
    ],
    "sales": [
        sold("S1", "2026-10-02", 10, 80),
        sold("S1", "2026-10-02", 1, 150, sku="B"),
        sold("S1", "2026-10-02", 10, 3, sku="L", lot="L0"),
    ],
    "adjustments": [
        adjusted(
            "W1",
            "2026-10-02",
            "报损",
            10,
        )
        | {"sku": "D"}
    ],
    "transfers": [transferred("T1", "2026-10-03", 1, "MAIN", "HOLD") | {"sku": "B"}],
    "counts": [counted("N1", "2026-10-20", 0), counted("N2", "2026-11-01", 8, sku="B")],
}


def sheet(plan: Plan, which: str, warehouse: str = "") -> list[tuple[object, ...]]:
    found = count_sheet(plan, Which(which), warehouse, "PD-1")
    return list(found[["sku", "lot"]].itertuples(index=False, name=None))


def test_a_sheet_of_all_lists_what_is_or_was_there_and_each_lot() -> None:
    """A is sold out but may be found; C is stopped and there, D stopped and gone; E never was; SET is on no shelf."""
    plan = plan_of(STOCKED)
    assert sheet(plan, "all") == [("A", ""), ("B", ""), ("C", ""), ("E", ""), ("L", "L1"), ("L", "L2")]
    assert sheet(plan, "all", "HOLD") == [("B", "")]


def test_a_sheet_of_a_class_lists_its_products() -> None:
    """Sold: A 800, B 150, L 30 of 980: before A 0 %, before B 81.6 %, before L 96.9 %; the others nothing."""
    plan = plan_of(STOCKED)
    assert sheet(plan, "A") == [("A", "")]
    assert sheet(plan, "B") == [("B", "")]
    assert sheet(plan, "C") == [("C", ""), ("E", ""), ("L", "L1"), ("L", "L2")]


def test_a_sheet_of_what_is_due_follows_the_classes() -> None:
    """A was counted on 10-20 and is due on 11-20; B on 11-01, due on 2027-02-01; the others never."""
    plan = plan_of(STOCKED)
    assert sheet(plan, "due") == [("A", ""), ("C", ""), ("E", ""), ("L", "L1"), ("L", "L2")]
    later = {**STOCKED, "counts": [counted("N1", "2026-10-25", 0), *STOCKED["counts"][1:]]}
    assert sheet(plan_of(later), "due") == [("C", ""), ("E", ""), ("L", "L1"), ("L", "L2")]


def test_a_sheet_is_blind_and_says_its_number_day_and_place() -> None:
    plan = plan_of(STOCKED)
    found = count_sheet(plan, Which.A, "", "PD-1")
    assert found["counted_qty"].isna().all()
    assert "book_qty" not in found
    head = found[["doc_no", "counted_at", "sku", "warehouse", "lot"]]
    assert head.to_numpy(object).tolist() == [["PD-1", pd.Timestamp("2026-11-24"), "A", "MAIN", ""]]
    assert count_sheet(plan, Which.A, "HOLD", "PD-1").empty


@pytest.mark.parametrize("lang", list(Lang))
def test_a_sheet_can_be_entered_as_it_is_and_counts_what_somebody_fills_in(lang: Lang) -> None:
    """Blank is not counted. B has 8 in MAIN; 6 are counted."""
    rows: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}],
        "receipts": [bought("R1", "2026-10-01", 10, 3), bought("R1", "2026-10-01", 8, 3, sku="B")],
    }
    raw = posted(raw_book(rows, lang))
    plan = planned(raw)
    raw = changed(raw, import_changes(plan.facts.book, {"counts": count_sheet(plan, Which.ALL, "", "PD-1")}))
    outcome = do(raw, Do.POST)
    assert not [problem for problem in outcome.problems if problem.is_error]
    assert outcome.moved == 0
    assert told(planned(raw)) == []
    raw = filled(raw, "counted_qty", [None, 6])
    assert [line[:6] for line in told(planned(posted(raw)))] == [("PD-1", "B", "MAIN", 8, 6, -2)]


def filled(raw: RawBook, key: str, values: Sequence[object]) -> RawBook:
    """Return the book with a column of 盘点 filled in."""
    table = raw.tables["tblCounts"]
    place = [column.key for column in BY_KEY["counts"].columns].index(key)
    cells = [column.copy() for column in table.cells]
    cells[place][:] = values
    return RawBook(raw.tables | {"tblCounts": replace(table, cells=tuple(cells))}, raw.sheets)
