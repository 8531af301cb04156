"""拣货 Pick list: what is to be fetched, from which lot."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.plan.covering import needs
from jxc_xl.plan.order_desk import shippable
from jxc_xl.plan.picking import pick_list
from jxc_xl.terms import Lang
from tests.books import Rows
from tests.plan.desks import desk, order
from tests.report.worked import Line, adjusted, bought, sold
from tests.test_laws import examples

NINE = "2026-11-24 09:00"


def lot(number: str, qty: float, expires_on: str | None, **more: object) -> Line:
    return bought(f"R{number}", "2026-11-01", qty, 5, lot=number or None, expires_on=expires_on, **more)


def picked(
    sales: Rows, lots: Rows, lang: Lang = Lang.EN, rows: Mapping[str, Rows] | None = None
) -> list[tuple[object, ...]]:
    """Return product, lot, day of expiry, quantity, orders and remark."""
    found = pick_list(desk(sales, lang, rows={"receipts": lots, **(rows or {})}))
    day = found["expires_on"].dt.strftime("%m-%d").fillna("")
    columns = (found["sku"], found["lot"], day, found["qty"] / 10_000, found["orders"], found["remark"])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_what_expires_first_is_picked_first_and_what_says_nothing_last() -> None:
    """4 expire on 1 December, 5 on the 20th, 6 say nothing: the 10 of two orders take 4, 5 and 1."""
    lots = [lot("L0", 6, None), lot("L2", 5, "2026-12-20"), lot("L1", 4, "2026-12-01")]
    assert picked([order("S1", NINE, 7), order("S2", NINE, 3)], lots) == [
        ("A", "L1", "12-01", 4, 2, ""),
        ("A", "L2", "12-20", 5, 2, ""),
        ("A", "L0", "", 1, 2, ""),
    ]


def test_expired_goods_are_picked_only_when_nothing_else_is_there_and_are_told() -> None:
    lots = [lot("L1", 4, "2026-11-23"), lot("L2", 5, "2026-11-24")]
    assert picked([order("S1", NINE, 5)], lots) == [("A", "L2", "11-24", 5, 1, "")]
    assert picked([order("S1", NINE, 6)], lots) == [
        ("A", "L1", "11-23", 1, 1, "expired: do not send"),
        ("A", "L2", "11-24", 5, 1, ""),
    ]
    assert picked([order("S1", NINE, 6)], lots, Lang.ZH)[0][-1] == "已过期，请勿发出"


def test_an_order_that_names_its_lot_gets_it_and_the_others_what_is_left() -> None:
    """One order wants 3 of L1; the 2 without a lot take the last one of L1 and one of L2."""
    lots = [lot("L1", 4, "2026-12-01"), lot("L2", 5, "2026-12-20")]
    assert picked([order("S1", NINE, 3, lot="L1"), order("S2", NINE, 2)], lots) == [
        ("A", "L1", "12-01", 4, 2, ""),
        ("A", "L2", "12-20", 1, 2, ""),
    ]


def test_a_lot_that_is_not_there_is_told() -> None:
    lots = [lot("L1", 4, "2026-12-01")]
    assert picked([order("S1", NINE, 3, lot="L9")], lots) == [("A", "L9", "", 3, 1, "not so much of this lot is there")]


def test_what_left_without_a_lot_was_of_the_lot_that_expires_first() -> None:
    """3 of the 4 of L1 were sold without a lot: 1 is left of it."""
    lots = [lot("L1", 4, "2026-12-01"), lot("L2", 5, "2026-12-20")]
    sales = [sold("S0", "2026-11-10", 3, 9), order("S1", NINE, 2)]
    assert picked(sales, lots) == [("A", "L1", "12-01", 1, 1, ""), ("A", "L2", "12-20", 1, 1, "")]


def test_each_warehouse_is_picked_for_itself() -> None:
    lots = [lot("L1", 4, "2026-12-01"), lot("L2", 5, "2026-12-20", warehouse="BACK")]
    places: list[Line] = [{"warehouse": "MAIN"}, {"warehouse": "BACK"}, {"warehouse": "HOLD", "kind": "quarantine"}]
    sales = [order("S1", NINE, 2), order("S2", NINE, 3, warehouse="BACK")]
    found = pick_list(desk(sales, rows={"receipts": lots, "warehouses": places}))
    assert found[["warehouse", "lot", "qty"]].to_numpy().tolist() == [["BACK", "L2", 30_000], ["MAIN", "L1", 20_000]]


def test_of_a_bundle_its_components_are_picked() -> None:
    rows: dict[str, list[Line]] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}, {"sku": "SET", "name": "set"}],
        "bundles": [{"bundle": "SET", "sku": "A", "qty": 2}, {"bundle": "SET", "sku": "B", "qty": 1}],
    }
    lots = [bought("R1", "2026-11-01", 10, 5), bought("R2", "2026-11-01", 3, 5, sku="B")]
    assert picked([order("S1", NINE, 3, sku="SET"), order("S2", NINE, 1)], lots, rows=rows) == [
        ("A", "", "", 7, 2, ""),
        ("B", "", "", 3, 1, ""),
    ]


def test_only_what_can_be_shipped_now_is_picked() -> None:
    """S1 lacks two, S3 has no address; S2 has its one."""
    sales = [order("S2", NINE, 1), order("S3", "2026-11-24 09:10", 1, address=None), order("S1", "2026-11-24 09:20", 4)]
    assert picked(sales, [lot("L1", 4, None)]) == [("A", "L1", "", 1, 1, "")]


def test_the_second_look_has_its_columns_and_they_are_blank() -> None:
    found = pick_list(desk([order("S1", NINE, 1)]))
    assert found["checked_sku"].tolist() == [""]
    assert found["checked_qty"].isna().tolist() == [True]
    assert str(found["checked_qty"].dtype) == "Int64"
    assert pick_list(desk([])).dtypes.astype(str).to_dict() == found.dtypes.astype(str).to_dict()


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["", "L1", "L2"])), min_size=1, max_size=6), st.integers(0, 9)
)
@examples(15)
def test_what_is_picked_is_what_the_orders_need(wanted: list[tuple[int, str]], gone: int) -> None:
    sales = [order(f"S{n}", NINE, qty, lot=name or None) for n, (qty, name) in enumerate(wanted)]
    lots = [lot("L1", 9, "2026-12-01"), lot("L2", 9, "2026-11-01"), lot("", 9, None)]
    plan = desk(
        sales, rows={"receipts": lots, "adjustments": [adjusted("X", "2026-11-02", "other_out", gone)] if gone else []}
    )
    assert pick_list(plan)["qty"].sum() == needs(plan, shippable(plan))["qty"].sum()
