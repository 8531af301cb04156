"""供应商评估 Supplier scorecard: small shops worked by hand. Today is 24 November 2026."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from jxc_xl.plan.compare import compare
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.supplier_score import EVEN, Weights, scores, supplier_score
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang
from tests.books import Rows
from tests.plan.desks import ordered
from tests.plan.shops import lines_of, plan_of
from tests.report.worked import Line, bought, columns

SHARES = ("on_time", "accepted", "filled", "price_index")


def plan(rows: Mapping[str, Rows], lang: Lang = Lang.EN) -> Plan:
    shop: dict[str, Rows] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}],
        "suppliers": [{"supplier": "V", "name": "v"}],
    }
    return plan_of({**shop, **rows}, lang)


def card(rows: Mapping[str, Rows], weights: Weights = EVEN, lang: Lang = Lang.EN) -> Line:
    """Return the line of V."""
    found = plan(rows, lang)
    return next(
        line for line in lines_of(found, "supplier_score", supplier_score(found, weights)) if line["supplier"] == "V"
    )


def came(doc_no: str, day: str, qty: float, purchase: str, **more: object) -> Line:
    return bought(doc_no, day, qty, 5, purchase_no=purchase, **more)


def test_without_data_everything_is_blank() -> None:
    line = card({})
    assert [line[name] for name in (*SHARES, "score")] == [None] * 5
    assert line["remark"] == "no data"
    assert card({}, lang=Lang.ZH)["remark"] == "没有数据"


def test_a_supplier_is_measured_on_what_was_promised_what_arrived_and_what_was_due() -> None:
    """P1: 10 by the 10th; 6 came on the 10th, 4 on the 12th. P2: 10 by the 20th; 8 arrived on the 15th, 5 of them good.

    P3: 20 by 1 December, nothing yet: not due. On time 6 + 5 of 20; accepted 15 of 18; filled 10 + 5 of 20. No other
    supplier, so no price index: (0.4 × 0.55 + 0.3 × 0.833333 + 0.2 × 0.75) ÷ 0.9 = 0.688889.
    """
    rows: dict[str, Rows] = {
        "purchases": [
            ordered("P1", 10, "2026-11-10"),
            ordered("P2", 10, "2026-11-20"),
            ordered("P3", 20, "2026-12-01"),
        ],
        "receipts": [
            came("R1", "2026-11-10 17:00", 6, "P1"),
            came("R2", "2026-11-12", 4, "P1"),
            came("R3", "2026-11-15", 5, "P2", rejected_qty=3),
        ],
    }
    line = card(rows)
    assert columns([line], *SHARES, "score") == [(0.55, 0.833333, 0.75, None, 0.688889)]
    assert line["remark"] == "documents: 2, too few to judge by"
    assert card(rows, lang=Lang.ZH)["remark"] == "只有 2 张单据，仅供参考"


@pytest.mark.parametrize(
    ("purchase", "receipts", "on_time", "filled"),
    [
        ({"promised_on": "2026-11-23"}, [], 0, 0),  # overdue, nothing came
        ({"promised_on": "2026-11-24"}, [], None, None),  # the day is not over
        ({"promised_on": "2026-12-24"}, [4], 1, None),  # what came is early, the rest is not due
        ({"promised_on": "2026-12-24"}, [10], 1, 1),
        ({"promised_on": "2026-12-24", "status": "closed"}, [4], 1, 0.4),  # no more will come
        ({"promised_on": None}, [4], None, None),
        ({"promised_on": None}, [10], None, 1),
        ({"promised_on": None}, [8, 4], None, 1),  # more than ordered is no more than all
        ({"promised_on": None, "status": "closed"}, [], None, 0),
        ({"promised_on": "2026-11-01", "status": "requested"}, [], None, None),
        ({"promised_on": "2026-11-01", "status": "approved"}, [], None, None),
        ({"promised_on": "2026-11-01", "status": "cancelled"}, [], None, None),
    ],
)
def test_only_what_is_due_or_has_come_counts(
    purchase: Line, receipts: list[float], on_time: float | None, filled: float | None
) -> None:
    goods = [came(f"R{number}", "2026-11-20", qty, "P1") for number, qty in enumerate(receipts)]
    line = card({"purchases": [ordered("P1", 10, None) | purchase], "receipts": goods})
    assert (line["on_time"], line["filled"]) == (on_time, filled)


def test_what_came_counts_for_what_was_promised_first() -> None:
    """Of one purchase 4 are promised for the 5th and 6 for the 15th; 5 came on the 4th and 5 on the 16th.

    The 4 of the 5th are in time, of the 6 of the 15th only 1: 5 of 10.
    """
    rows: dict[str, Rows] = {
        "purchases": [ordered("P1", 6, "2026-11-15"), ordered("P1", 4, "2026-11-05")],
        "receipts": [came("R1", "2026-11-04", 5, "P1"), came("R2", "2026-11-16", 5, "P1")],
    }
    assert columns([card(rows)], "on_time", "filled") == [(0.5, 1)]


TWO: list[Line] = [{"supplier": "V", "name": "v"}, {"supplier": "W", "name": "w"}]


def test_the_price_index_is_what_the_goods_would_have_cost_at_the_lowest_prices() -> None:
    """V charged 60 for 10 of A (6 each) and 20 for 10 of B (2 each); W charged 5 and 4, and asks 3 for A today.

    V: (10 × 3 + 10 × 2) ÷ 80 = 0.625. W: (4 × 3 + 5 × 2) ÷ (4 × 5 + 5 × 4) = 22 ÷ 40 = 0.55. The shop takes
    (10 + 4) ÷ 2 = 7 of A at a time, so that the price for 8 does not count.
    """
    rows: dict[str, Rows] = {
        "suppliers": TWO,
        "receipts": [
            bought("R1", "2026-11-01", 10, 6, supplier="V"),
            bought("R1", "2026-11-01", 10, 2, supplier="V", sku="B"),
            bought("R2", "2026-11-02", 4, 5, supplier="W"),
            bought("R2", "2026-11-02", 5, 4, supplier="W", sku="B"),
        ],
        "quotes": [
            {"supplier": "W", "sku": "A", "unit_price": 3},
            {"supplier": "W", "sku": "A", "unit_price": 1, "from_qty": 8},
            {"supplier": "W", "sku": "A", "unit_price": 1, "valid_from": "2026-01-01", "valid_to": "2026-11-23"},
        ],
    }
    found = plan(rows)
    assert supplier_score(found).set_index("supplier")["price_index"].to_dict() == {"V": 625_000, "W": 550_000}


def test_free_goods_are_no_price_and_goods_of_one_supplier_are_no_comparison() -> None:
    rows: dict[str, Rows] = {
        "suppliers": TWO,
        "receipts": [
            bought("R1", "2026-11-01", 10, 6, supplier="V"),
            bought("R2", "2026-11-01", 10, 0, supplier="W"),
            bought("R3", "2026-11-01", 10, 0, supplier="V"),
        ],
    }
    assert card(rows)["price_index"] is None


def test_who_only_quotes_is_compared_by_what_he_asks() -> None:
    """Nobody has sold A yet. V sells from 10 on, W from 20 on: at 20 V asks 4 and W 3, so that V is at 0.75."""
    rows: dict[str, Rows] = {
        "suppliers": TWO,
        "quotes": [
            {"supplier": "V", "sku": "A", "unit_price": 4, "moq": 10},
            {"supplier": "W", "sku": "A", "unit_price": 3, "from_qty": 20},
        ],
    }
    line = card(rows)
    assert (line["price_index"], line["score"], line["remark"]) == (0.75, 0.75, "quotes only, nothing delivered yet")


def test_the_weights_are_those_asked_for_and_count_only_where_there_is_data() -> None:
    """On time 0, accepted 1, filled 1 (10 came a day late, all good), no price index."""
    rows: dict[str, Rows] = {
        "purchases": [ordered("P1", 10, "2026-11-10")],
        "receipts": [came("R1", "2026-11-11", 10, "P1")],
    }
    assert card(rows)["score"] == 0.555556  # (0.3 + 0.2) ÷ 0.9
    assert card(rows, Weights(1, 1, 2, 4))["score"] == 0.75
    assert card(rows, Weights(0, 0, 0, 1))["score"] is None


def late(count: int) -> dict[str, Rows]:
    """Return so many purchases of 10, of each of which half came, too late."""
    return {
        "purchases": [ordered(f"P{n}", 10, "2026-11-10") for n in range(count)],
        "receipts": [came(f"R{n}", "2026-11-11", 5, f"P{n}") for n in range(count)],
    }


def test_a_poor_score_of_enough_documents_says_to_look_for_somebody_else() -> None:
    """On time 0, accepted 1, filled 0.5: (0.3 + 0.1) ÷ 0.9 = 0.444444."""
    line = card(late(5))
    assert (line["score"], line["remark"]) == (0.444444, "consider replacing")
    assert card(late(5), lang=Lang.ZH)["remark"] == "建议更换"
    assert card(late(4))["remark"] == "documents: 4, too few to judge by"
    assert card(late(5), Weights(0, 1, 0, 0))["remark"] == ""


def test_a_receipt_of_no_purchase_is_a_document_of_its_own() -> None:
    loose = [bought(f"X{n}", "2026-11-11", 1, 5, supplier="V") for n in range(2)]
    rows = late(3)
    assert card(rows)["remark"] == "documents: 3, too few to judge by"
    assert card({**rows, "receipts": [*rows["receipts"], *loose]})["remark"] == "consider replacing"


def test_the_best_score_comes_first_and_those_without_one_last() -> None:
    rows = late(1)
    masters: Rows = [*TWO, {"supplier": "U", "name": "u"}]
    receipts = [*rows["receipts"], bought("R9", "2026-11-11", 1, 5, supplier="W")]
    found = supplier_score(plan({**rows, "suppliers": masters, "receipts": receipts}))
    assert found["supplier"].tolist() == ["W", "V", "U"]


def test_the_columns_are_those_of_the_sheet_and_functions_have_the_same_score() -> None:
    for rows in ({}, late(2)):
        found = plan(rows)
        table = supplier_score(found)
        assert tuple(table) == BY_KEY["supplier_score"].column_keys
        assert set(table[[*SHARES, "score"]].dtypes.astype(str)) == {"Int64"}
        assert scores(found).to_dict() == table.set_index("supplier")["score"].to_dict()


QUOTES: list[Line] = [
    {"supplier": "V", "sku": "A", "unit_price": 5, "lead_days": 3},
    {"supplier": "V", "sku": "A", "unit_price": 4, "from_qty": 50, "lead_days": 9},
    {"supplier": "W", "sku": "A", "unit_price": 4.5, "moq": 30},
    {"supplier": "W", "sku": "B", "unit_price": 1},
]


def test_suppliers_are_compared_for_a_product_and_a_quantity() -> None:
    """For 40: W 180.00, V 200.00. For 60: V 240.00 at the tier of 50, W 270.00. For 20 W would have to sell 30."""
    rows: dict[str, Rows] = {
        "suppliers": [{"supplier": "V", "name": "v"}, {"supplier": "W", "name": "w", "lead_days": 7}],
        "quotes": QUOTES,
        "purchases": [ordered("P1", 10, "2026-11-10")],
        "receipts": [came("R1", "2026-11-10", 8, "P1", rejected_qty=2)],
    }
    found = plan(rows)
    names = ["supplier", "landed_price", "lead_days", "qty", "total", "is_best"]
    offers = {
        qty: compare(found, pd.Series({"A": qty * 10_000}))[names].to_numpy(object).tolist() for qty in (20, 40, 60)
    }
    assert offers == {
        20: [["V", 5_000_000, 3, 200_000, 10_000, True], ["W", 4_500_000, 7, 300_000, 13_500, False]],
        40: [["W", 4_500_000, 7, 400_000, 18_000, True], ["V", 5_000_000, 3, 400_000, 20_000, False]],
        60: [["V", 4_000_000, 9, 600_000, 24_000, True], ["W", 4_500_000, 7, 600_000, 27_000, False]],
    }
    beside = compare(found, pd.Series({"A": 40_000}))[["on_time", "accepted", "service"]].fillna(-1)
    assert beside.to_numpy().tolist() == [[800_000, 800_000, -1], [-1, -1, -1]]


def test_freight_counts_and_service_stands_beside_it() -> None:
    """W is cheaper by 0.50, but its freight is 0.60 each: 5.10 against 5. Of V 50 at 4 cost no more than 40 at 5."""
    quotes = [line | ({"freight": 0.6} if line["supplier"] == "W" else {}) for line in QUOTES]
    table = compare(
        plan({"suppliers": [TWO[0], TWO[1] | {"service": 0.9}], "quotes": quotes}), pd.Series({"A": 400_000})
    )
    assert table[["supplier", "landed_price", "total", "is_best"]].to_numpy(object).tolist() == [
        ["V", 4_000_000, 20_000, True],
        ["W", 5_100_000, 20_400, False],
    ]
    assert table["service"].fillna(-1).tolist() == [-1, 900_000]


def test_a_product_nobody_quotes_has_nobody_to_compare() -> None:
    assert compare(plan({"suppliers": TWO}), pd.Series({"A": 10_000})).empty
