"""What is left of lots, by hand, and against the list worksheet functions give. Today is 2026-11-24."""

from __future__ import annotations

import pandas as pd
from hypothesis import given

from jxc_xl.answer.lists import EXPIRING
from jxc_xl.plan.lots import lots
from tests.answer.worlds import answered, traded, traders
from tests.plan.sellers import Row, on, product, shop
from tests.plan.shops import plan_of
from tests.scenarios.shops import Shop
from tests.test_laws import examples

QTY = 10**4
Left = tuple[str, str, str, float]


def came(doc_no: str, qty: float, **more: object) -> Row:
    return {"doc_no": doc_no, "sku": "A", "received_at": on(20), "accepted_qty": qty, "unit_price": 5} | more


def gone(doc_no: str, qty: float, **more: object) -> Row:
    return {"doc_no": doc_no, "sku": "A", "ordered_at": on(5), "qty": qty, "unit_price": 9} | more


def left(**sheets: list[Row]) -> list[Left]:
    found = lots(plan_of(shop(**sheets)).facts)
    days = found["expires_on"].dt.strftime("%m-%d").fillna("").tolist()
    return list(zip(found["sku"], found["lot"], days, (found["qty"] / QTY).tolist(), strict=True))


def test_what_went_out_without_a_lot_was_taken_from_the_lots_that_expire_first() -> None:
    """L1 expires first and is gone, 2 of L2 too; 1 of L3 was named."""
    receipts = [
        came("R1", 5, lot="L3", expires_on="2027-03-01"),
        came("R2", 5, lot="L1", expires_on="2027-01-01"),
        came("R3", 5, lot="L2", expires_on="2027-02-01"),
    ]
    sales = [gone("S1", 7), gone("S2", 1, lot="L3")]
    assert left(receipts=receipts, sales=sales) == [("A", "L2", "02-01", 3), ("A", "L3", "03-01", 4)]


def test_goods_with_neither_lot_nor_day_go_first() -> None:
    receipts = [came("R1", 5, lot="L1", expires_on="2027-01-01"), came("R2", 4)]
    assert left(receipts=receipts, sales=[gone("S1", 3)]) == [("A", "L1", "01-01", 5)]
    assert left(receipts=receipts, sales=[gone("S1", 6)]) == [("A", "L1", "01-01", 3)]


def test_goods_received_with_a_day_alone_are_told_apart_by_it() -> None:
    """10 until January and 10 until June; 4 left: 6 and 10."""
    receipts = [came("R1", 10, expires_on="2027-06-01"), came("R2", 10, expires_on="2027-01-01")]
    assert left(receipts=receipts, sales=[gone("S1", 4)]) == [("A", "", "01-01", 6), ("A", "", "06-01", 10)]


def test_of_two_receipts_of_a_lot_the_earlier_day_counts_and_a_lot_without_a_day_comes_last() -> None:
    receipts = [
        came("R1", 1, lot="L9", expires_on="2027-02-01"),
        came("R2", 1, lot="L9", expires_on="2027-01-01"),
        came("R3", 1, lot="L1"),
    ]
    assert left(receipts=receipts) == [("A", "L9", "01-01", 2), ("A", "L1", "", 1)]
    assert left(receipts=receipts, sales=[gone("S1", 2)]) == [("A", "L1", "", 1)]


def test_a_receipt_that_says_only_when_goods_were_made_has_the_products_shelf_life() -> None:
    """Made on 1 November, good for 60 days: until 31 December. B has no shelf life. A day that is said goes before."""
    made = {"made_on": "2026-11-01"}
    receipts = [
        came("R1", 1, lot="L1", **made),
        came("R2", 1, lot="L2", expires_on="2026-12-01", **made),
        came("R3", 1, lot="L3", sku="B", **made),
    ]
    assert left(receipts=receipts, products=[product("A", shelf_days=60), product("B")]) == [
        ("A", "L2", "12-01", 1),
        ("A", "L1", "12-31", 1),
        ("B", "L3", "", 1),
    ]


def test_a_receipt_that_could_not_be_posted_says_nothing_of_what_is_there() -> None:
    """The second receipt names a warehouse that is not there."""
    receipts = [
        came("R1", 3, lot="L1", expires_on="2027-01-01"),
        came("R2", 1, lot="L1", expires_on="2026-12-01", warehouse="NOWHERE"),
    ]
    found = lots(plan_of(shop(receipts=receipts), refused=1).facts)
    assert found["expires_on"].tolist() == [pd.Timestamp("2027-01-01")]


def test_a_transfer_changes_nothing() -> None:
    receipts = [came("R1", 3, lot="L1", expires_on="2027-01-01")]
    transfer: Row = {"doc_no": "T1", "moved_at": on(3), "sku": "A", "lot": "L1", "qty": 2}
    transfer |= {"from_warehouse": "MAIN", "to_warehouse": "HOLD"}
    assert left(receipts=receipts, transfers=[transfer]) == [("A", "L1", "01-01", 3)]


@examples(5)
@given(traders(with_closes=True))
def test_in_any_shop_lots_with_a_number_are_those_the_worksheet_function_lists(shop: Shop) -> None:
    world = traded(shop)
    found = lots(world.index.facts)
    is_bare = (world.index.facts.moves["lot"] == "") & (world.index.facts.moves["kind"] == "receipt")
    dated = set(world.index.facts.moves["sku"][is_bare])
    own = found[found["expires_on"].notna() & (found["lot"] != "") & ~found["sku"].isin(dated)]
    listed = answered(world.index, EXPIRING, 10**5)
    assert isinstance(listed, list)
    rows = [(sku, lot, round(float(qty) * QTY)) for sku, _, lot, _, qty, _ in listed[1:] if sku not in dated]
    assert sorted(rows) == sorted(zip(own["sku"], own["lot"], own["qty"].tolist(), strict=True))


def test_a_shop_without_goods_has_no_lots() -> None:
    found = lots(plan_of({}).facts)
    assert list(found) == ["sku", "lot", "expires_on", "qty"]
    assert isinstance(found, pd.DataFrame)
    assert found.empty


def test_a_lot_that_came_after_the_goods_had_left_was_not_there_to_be_taken() -> None:
    """L1 expires late and sold out in time. L2 came after that: though it expires first, all of it is there."""
    receipts = [
        came("R1", 5, lot="L1", expires_on="2027-06-01", received_at=on(30)),
        came("R2", 5, lot="L2", expires_on="2027-01-01", received_at=on(10)),
    ]
    early = [gone("S1", 5, ordered_at=on(20))]
    assert left(receipts=receipts, sales=early) == [("A", "L2", "01-01", 5)]
    assert left(receipts=receipts, sales=[*early, gone("S2", 2)]) == [("A", "L2", "01-01", 3)]
