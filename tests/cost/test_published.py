"""Published worked examples, by name: textbooks, and what the tests of other systems assert."""

from __future__ import annotations

import pytest

from jxc_xl.pipeline import Do
from tests.books import do, raw_book
from tests.cost.cards import differences
from tests.scenarios.shops import Sheets

EXAM = """
    1  03-01  opening 1000 @ 10
    2  03-02  out 800
    3  03-03  in 1000 @ 11
    4  03-08  in 1000 @ 11.6
    5  03-10  out 1800
    6  03-15  in 1000 @ 12.6
    7  03-20  out 800
    8  03-28  in 1000 @ 12.8
    9  03-30  out 600
    closing 1000 = 12800
"""


def test_cas_1_exam_fifo_closes_at_12800() -> None:
    """Cn-fifo-1, chinaacc exam: 先进先出法."""
    assert differences(EXAM, "fifo") == []


@pytest.mark.parametrize(
    ("method", "closing"), [("fifo", "12800"), ("month_average", "11600"), ("moving_average", "12573.05")]
)
def test_cas_1_exam_one_set_of_data_a_closing_for_each_method(method: str, closing: str) -> None:
    """Chinaacc exam: 先进先出 12,800; 月末一次加权平均 58,000 ÷ 5,000 = 11.6 a unit, 11,600; 移动加权平均 12,573.05."""
    assert differences(EXAM.replace("12800", closing), method) == []


def test_cas_1_exam_specific_identification_takes_the_lots_that_are_named() -> None:
    """Chinaacc exam, 个别计价: left are 200 @ 10, 200 @ 11.6, 200 @ 12.6 and 400 @ 12.8 = 11,960."""
    came = {"a": (1000, 10), "b": (1000, 11), "c": (1000, 11.6), "d": (1000, 12.6), "e": (1000, 12.8)}
    gone = {"a": 800, "b": 1000, "c": 800, "d": 800, "e": 600}
    line = {"doc_no": "1", "sku": "A"}
    rows: Sheets = {
        "products": [{"sku": "A", "name": "a", "method": "specific"}],
        "receipts": [
            line | {"received_at": "2026-03-01", "lot": lot, "accepted_qty": qty, "unit_price": price}
            for lot, (qty, price) in came.items()
        ],
        "sales": [
            line | {"ordered_at": "2026-03-30", "lot": lot, "qty": qty, "unit_price": 15} for lot, qty in gone.items()
        ],
    }
    assert do(raw_book(rows), Do.POST).reports["stock"]["amount"].tolist() == [1196000]


def test_cas_1_exam_moving_average_keeps_the_value_and_not_the_rounded_unit_cost() -> None:
    """Cn-moving-1: 13,000 ÷ 1,200 = 10.83; the book multiplies it back to 12,996, we keep 13,000."""
    card = """
    1  03-01  opening 1000 @ 10
    2  03-02  out 800          -> 8000
    3  03-03  in 1000 @ 11
    closing 1200 = 13000
    """
    assert differences(card, "moving_average") == []


@pytest.mark.parametrize(("method", "cost", "closing"), [("moving_average", 8400, 5600), ("fifo", 8000, 6000)])
def test_the_example_of_the_guide(method: str, cost: int, closing: int) -> None:
    """10 at 6 and 10 at 7 on one receipt, freight 10 by quantity, 12 sold at 15."""
    goods = {"doc_no": "R001", "received_at": "2026-03-01", "sku": "A01", "accepted_qty": 10}
    rows: Sheets = {
        "products": [{"sku": "A01", "name": "a", "method": method}],
        "receipts": [goods | {"unit_price": 6}, goods | {"unit_price": 7}],
        "charges": [
            {"doc_no": "F001", "charged_at": "2026-03-02", "amount": 10, "basis": "quantity", "receipt_no": "R001"}
        ],
        "sales": [{"doc_no": "S001", "ordered_at": "2026-03-05", "sku": "A01", "qty": 12, "unit_price": 15}],
    }
    outcome = do(raw_book(rows), Do.POST)
    assert outcome.ledger["amount"].tolist() == [6000, 7000, 500, 500, -cost]
    assert outcome.reports["stock"]["amount"].tolist() == [closing]
    assert outcome.reports["margin"]["margin"].tolist() == [18000 - cost]


FIFO = {
    "bean-fifo-partial-1": """
        1  03-02  in 5 @ 111.11
        2  03-01  in 4 @ 100.00
        3  03-03  in 6 @ 122.22
        4  03-22  out 2   -> 200
        closing 13 = 1488.87
    """,
    "bean-fifo-partial-2": """
        1  03-02  in 5 @ 111.11
        2  03-01  in 4 @ 100.00
        3  03-03  in 6 @ 122.22
        4  03-22  out 7   -> 733.33
        closing 8 = 955.54
    """,
    "bean-fifo-full-3": """
        1  03-02  in 5 @ 111.11
        2  03-01  in 4 @ 100.00
        3  03-03  in 6 @ 122.22
        4  03-22  out 15  -> 1688.87
        closing 0 = 0
    """,
    "bean-fifo-two-legs": """
        1  03-01  in 50 @ 115
        2  03-02  in 50 @ 116
        3  03-03  out 40  -> 4600
        4  03-04  out 35  -> 4050
        closing 25 = 2900
    """,
    "erp-fifo-repack": """
        1  03-01  in 10 @ 10
        2  03-02  in 10 @ 20
        3  03-03  in 10 @ 30
        4  03-04  in 10 @ 40
        5  03-05  out 10  -> 100
        6  03-06  out 10  -> 200
        7  03-07  out 10  -> 300
        8  03-08  out 10  -> 400
        closing 0 = 0
    """,
    "erp-bundle-return-landed: freight after the sale raises what was sold and what came back": """
        1  03-01  in 50 @ 100
        2  03-02  out 20               -> 2020
        3  03-03  back 8 of 2          -> 808
        4  03-04  freight 50 on 1 by value
        closing 38 = 3838
    """,
    "erp-purchase-return-landed": """
        1  03-01  in 5 @ 100
        2  03-02  bought_back 2        -> 220
        3  03-03  freight 50 on 1 by value
        closing 3 = 330
    """,
    "erp-lcv-zero-rate: by value of nothing falls back to quantity": """
        1  03-01  in 10 @ 0
        2  03-02  freight 100 on 1 by value
        closing 10 = 100
    """,
    "odoo-fifo-perpetual-4": """
        1  03-01  in 8 @ 10
        2  03-02  in 4 @ 16
        3  03-03  out 10               -> 112
        4  03-04  in 2 @ 6
        5  03-05  back 1 of 3          -> 11.20
        closing 5 = 55.20
    """,
    "odoo-fifo-return-delivery-1": """
        1  03-01  in 10 @ 10
        2  03-02  out 10
        3  03-03  in 10 @ 20
        4  03-04  back 10 of 2         -> 100
        closing 20 = 300
    """,
    "odoo-fifo-edit-issue": """
        1  03-01  in 10 @ 10
        2  03-02  in 10 @ 12
        3  03-03  out 14               -> 148
        closing 6 = 72
    """,
    "odoo-fifo-unit-2": """
        1  03-01  in 5 @ 17
        2  03-02  in 1 @ 23
        3  03-03  out 4
        closing 2 = 40
    """,
    "tryton-fifo-perpetual": """
        1  03-08  in 1 @ 100
        2  03-09  in 2 @ 120
        3  03-09  out 2                -> 220
        4  03-10  in 3 @ 100
        5  03-10  out 2                -> 220
        6  03-10  out 1                -> 100
        closing 1 = 100
    """,
}


@pytest.mark.parametrize("card", FIFO.values(), ids=FIFO.keys())
def test_fifo(card: str) -> None:
    assert differences(card, "fifo") == []


AVERAGE = {
    "bean-avg-merge3": """
        1  03-01  in 50 @ 100
        2  03-02  in 50 @ 101
        3  03-03  in 50 @ 102
        4  03-04  out 49   -> 4949
        closing 101 = 10201
    """,
    "tryton-avg": """
        1  03-01  in 1 @ 100
        2  03-02  in 1 @ 200
        3  03-03  in 1 @ 200
        4  03-04  in 1 @ 200
        closing 4 = 700
    """,
    "odoo-issue-6148: a free unit halves the average": """
        1  03-01  in 1 @ 1000
        2  03-02  in 1 @ 0
        3  03-03  out 1    -> 500
        4  03-04  out 1    -> 500
        closing 0 = 0
    """,
}


@pytest.mark.parametrize("card", AVERAGE.values(), ids=AVERAGE.keys())
def test_moving_average(card: str) -> None:
    assert differences(card, "moving_average") == []


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_odoo_avco_rounding_seventy_issues_of_a_tenth_leave_nothing(method: str) -> None:
    """Odoo-avco-rounding-4: no residue of quantity or value."""
    issues = "".join(f"    {10 + i}  03-02  out 0.1\n" for i in range(70))
    card = "    1  03-01  in 5 @ 3.5\n    2  03-01  in 2 @ 3.46\n" + issues + "closing 0 = 0"
    assert differences(card, method) == []


@pytest.mark.parametrize("method", ["fifo", "moving_average"])
def test_more_than_there_is_is_refused_whole(method: str) -> None:
    """Bean-fifo-too-much, bean-avg-short."""
    card = """
        1  03-01  in 100 @ 100
        2  03-02  out 102
        closing 100 = 10000
    """
    (refusal,) = differences(card, method)
    assert "'qty': '102'" in refusal
    assert "'left': '100'" in refusal


NEGATIVE = {
    "odoo-fifo-negative-1: the next receipt corrects the issue": """
        1  03-01  in 10 @ 10
        2  03-02  in 10 @ 20
        3  03-03  out 30           -> 600
        4  03-04  in 10 @ 30
        5  03-05  in 10 @ 40
        closing 10 = 400
    """,
    "odoo-fifo-negative-2": """
        1  03-01  in 10 @ 10
        2  03-02  out 12           -> 120
        3  03-03  in 2 @ 10
        closing 0 = 0
    """,
    "odoo-fifo-negative-3: nothing came yet, so the last known cost stands": """
        1  03-01  in 10 @ 10
        2  03-02  out 10           -> 100
        3  03-03  out 21           -> 210
        closing -21 = -210
    """,
    "odoo-fifo-negative-first": """
        1  03-01  out 50           -> 850
        2  03-02  in 40 @ 15
        3  03-03  in 20 @ 25
        closing 10 = 250
    """,
}


@pytest.mark.parametrize("card", NEGATIVE.values(), ids=NEGATIVE.keys())
def test_negative_stock_is_put_right_on_the_issue(card: str) -> None:
    assert differences(card, "fifo", allows_negative="yes") == []


def test_odoo_pr_109908_a_unit_cost_below_the_currency_unit_is_not_lost() -> None:
    card = """
        1  03-01  out 20000
        2  03-02  in 23000 @ 0.001
        closing 3000 = 3
    """
    assert differences(card, "moving_average", allows_negative="yes") == []
