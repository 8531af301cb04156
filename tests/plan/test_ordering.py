"""The ticked proposals of 补货 become requests on 采购, each once. Today is 2026-11-24."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from hypothesis import given

from jxc_xl.plan.ordering import Ordered, ordered_lines
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.replenishment import replenishment
from jxc_xl.read.reports import read_reports
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.terms import Lang
from jxc_xl.write.changes import import_changes, report_changes
from tests.answer.worlds import traders
from tests.books import NOW, Rows, changed, raw_book, raw_table
from tests.plan.shops import planned
from tests.scenarios.shops import Shop, run_shop
from tests.test_laws import examples

ROWS: dict[str, Rows] = {
    "products": [
        {"sku": "A01", "name": "杯", "min_stock": 10, "max_stock": 40, "supplier": "S1"},
        {"sku": "B02", "name": "碗", "min_stock": 5, "supplier": "S1"},
        {"sku": "C03", "name": "盘"},
        {"sku": "D04", "name": "壶", "min_stock": 5, "status": "停用"},
        {"sku": "E05", "name": "勺", "min_stock": 5, "max_stock": 20},
    ],
    "suppliers": [{"supplier": "S1", "name": "甲"}, {"supplier": "S2", "name": "乙"}],
    "quotes": [
        {"supplier": "S1", "sku": "A01", "unit_price": 3},
        {"supplier": "S2", "sku": "A01", "from_qty": 20, "unit_price": 2.5, "pack_qty": 12},
    ],
    "purchases": [
        {"doc_no": "P1", "sku": "A01", "qty": 4, "supplier": "S1", "status": "已下单"},
        {"doc_no": "P2", "sku": "E05", "qty": 6, "supplier": "S1", "status": "申请"},
    ],
}
FIGURES = ("doc_no", "supplier", "sku", "qty")
SHEET = BY_KEY["replenishment"]


def filled(raw: RawBook) -> RawBook:
    """Return the book with 补货 filled, as its button fills it."""
    plan = planned(raw)
    return changed(raw, report_changes(plan.facts.book, {"replenishment": replenishment(plan)}))


def typed(raw: RawBook, sku: str, **cells: object) -> RawBook:
    """Return the book with cells of a product's line of 补货 typed over."""
    table = raw.tables[SHEET.table]
    places = {key: table.headings.index(SHEET.column(key).title.zh) for key in ("sku", *cells)}
    columns = [column.copy() for column in table.cells]
    for row in (row for row, code in enumerate(columns[places["sku"]]) if code == sku):
        for key, cell in cells.items():
            columns[places[key]][row] = cell
    new = RawTable(table.name, table.sheet, table.headings, table.header_row, table.first_column, tuple(columns))
    return RawBook({**raw.tables, SHEET.table: new}, raw.sheets)


def listed(raw: RawBook, *lines: Mapping[str, object]) -> RawBook:
    """Return the book with other lines on 补货."""
    return RawBook({**raw.tables, SHEET.table: raw_table(SHEET, lines, Lang.ZH)}, raw.sheets)


def ordered(raw: RawBook, number: str = "PO-1") -> Ordered:
    """Return what pressing the button gives, 补货 being as it stands."""
    plan = planned(raw)
    written = read_reports(raw, plan.facts.book, ["replenishment"])["replenishment"]
    return ordered_lines(plan, written, replenishment(plan), number)


def after(raw: RawBook, made: Ordered) -> RawBook:
    """Return the book with the requests on 采购."""
    return changed(raw, import_changes(planned(raw).facts.book, {"purchases": made.lines}))


def figures(made: Ordered) -> list[tuple[object, ...]]:
    return list(made.lines[list(FIGURES)].itertuples(index=False, name=None))


def refused(made: Ordered) -> list[tuple[int, str, str]]:
    return [(line.row, line.sku, line.why.zh) for line in made.refused]


def test_what_lacks_is_asked_for_up_to_the_maximum_at_the_best_quote_one_document_a_supplier() -> None:
    """A01: 4 on order, below 10: 36 lack to 40, 20 or more cost 2.5 at S2, in packs of 12: 36. B02: 5, of S1.

    C03 has no minimum, D04 is stopped, E05 has 6 requested already. All are promised for a week from now.
    """
    made = ordered(filled(raw_book(ROWS)))
    assert figures(made) == [("PO-1", "S1", "B02", 50000), ("PO-1-2", "S2", "A01", 360000)]
    assert made.refused == []
    assert made.lines["unit_price"].tolist() == [pd.NA, 2_500_000]
    assert made.lines["price_has_tax"].tolist() == ["", "no"]
    assert set(made.lines["status"]) == {"requested"}
    assert set(made.lines["requested_on"]) == {NOW.floor("D")}
    assert set(made.lines["promised_on"]) == {NOW.floor("D") + pd.Timedelta(days=7)}


def test_asking_twice_asks_once() -> None:
    """Whether the sheet stands as it was or is filled again; the first time it says what has become of them."""
    raw = filled(raw_book(ROWS))
    raw = after(raw, ordered(raw))
    again = ordered(raw, "PO-2")
    assert figures(again) == []
    assert refused(again) == [
        (5, "B02", "库存位置已是 5（含在途和申请），现在不用再补"),
        (6, "A01", "库存位置已是 40（含在途和申请），现在不用再补"),
    ]
    assert ordered(filled(raw), "PO-2").refused == []
    assert figures(ordered(filled(raw), "PO-2")) == []


def test_an_order_that_was_cut_short_is_not_placed_twice_either() -> None:
    """Of 36 only 3 were wanted: 7 is still too few, but the list that says 4 is old; a new one asks for the rest."""
    raw = typed(filled(raw_book(ROWS)), "A01", order_qty=3)
    raw = after(raw, ordered(raw))
    assert refused(ordered(raw))[1] == (
        6,
        "A01",
        "列表做好后库存位置从 4 变为 7（可能已申请、下单或到货），请先刷新补货表",
    )
    assert figures(ordered(filled(raw))) == [("PO-1", "S2", "A01", 360000)]


def test_what_was_sold_since_the_list_was_made_is_no_reason_to_refuse() -> None:
    raw = filled(raw_book(ROWS))
    sale = {"doc_no": "O1", "ordered_at": "2026-11-24", "sku": "B02", "qty": 1, "unit_price": 9, "status": "待发货"}
    raw = RawBook({**raw.tables, "tblSales": raw_table(BY_KEY["sales"], [sale], Lang.ZH)}, raw.sheets)
    assert ("PO-1", "S1", "B02", 50000) in figures(ordered(raw))


def test_only_ticked_lines_are_ordered_with_what_people_typed_over_them() -> None:
    raw = typed(filled(raw_book(ROWS)), "B02", is_chosen="否")
    raw = typed(raw, "A01", is_chosen="是", supplier="S1", order_qty=50, unit_price=2.8)
    made = ordered(raw)
    assert figures(made) == [("PO-1", "S1", "A01", 500000)]
    assert made.lines["unit_price"].tolist() == [2_800_000]
    assert made.refused == []


def test_a_line_that_is_no_proposal_is_refused_and_says_why() -> None:
    """Codes count whatever their case; a line people added themselves counts if its product is needed."""
    raw = listed(
        raw_book(ROWS),
        {"is_chosen": True, "sku": "a01", "order_qty": 12, "supplier": "S2"},
        {"is_chosen": True, "sku": "X99", "order_qty": 1},
        {"is_chosen": True, "sku": "D04", "order_qty": 1},
        {"is_chosen": True, "sku": "B02"},
        {"is_chosen": True, "sku": "B02", "order_qty": 0},
        {"is_chosen": True, "sku": "C03", "order_qty": 1},
        {"is_chosen": None, "sku": "B02", "order_qty": 1},
        {"is_chosen": True, "order_qty": 1},
    )
    made = ordered(raw)
    assert figures(made) == [("PO-1", "S2", "A01", 120000)]
    assert refused(made) == [
        (6, "X99", "商品表没有这个在用的商品"),
        (7, "D04", "商品表没有这个在用的商品"),
        (8, "B02", "没有大于 0 的建议数量"),
        (9, "B02", "没有大于 0 的建议数量"),
        (10, "C03", "库存位置已是 0（含在途和申请），现在不用再补"),
        (12, "", "商品表没有这个在用的商品"),
    ]
    assert all(line.why.said(Lang.EN) for line in made.refused)


def test_a_need_shared_out_over_two_suppliers_makes_two_documents_and_none_known_one_of_its_own() -> None:
    raw = listed(
        raw_book(ROWS),
        {"is_chosen": True, "sku": "A01", "order_qty": 12, "supplier": "S2"},
        {"is_chosen": True, "sku": "A01", "order_qty": 24, "supplier": "S1"},
        {"is_chosen": True, "sku": "B02", "order_qty": 5},
    )
    assert figures(ordered(raw)) == [
        ("PO-1", "", "B02", 50000),
        ("PO-1-2", "S1", "A01", 240000),
        ("PO-1-3", "S2", "A01", 120000),
    ]


def test_an_empty_sheet_orders_nothing() -> None:
    made = ordered(raw_book(ROWS))
    assert made.refused == []
    assert set(made.lines) <= set(BY_KEY["purchases"].column_keys)
    assert figures(made) == []


def test_the_report_itself_can_be_ordered_from() -> None:
    """A shell has no sheet: what the report proposes is ordered as it is."""
    plan: Plan = planned(raw_book(ROWS))
    due = replenishment(plan)
    assert figures(ordered_lines(plan, due, due, "PO-1")) == figures(ordered(filled(raw_book(ROWS))))


@examples(4)
@given(traders())
def test_in_any_shop_nothing_is_left_to_propose_once_everything_was_requested(shop: Shop) -> None:
    raw = run_shop(shop).raw
    plan = planned(raw)
    due = replenishment(plan)
    made = ordered_lines(plan, due, due, "PO-1")
    assert sorted(made.lines["sku"]) == sorted(due["sku"])
    raw = after(raw, made)
    assert replenishment(planned(raw)).empty
    assert len(ordered_lines(planned(raw), due, replenishment(planned(raw)), "PO-2").refused) == len(due)
