"""比价: of whom to buy, worked by hand. Today is Tuesday 2026-11-24."""

from __future__ import annotations

from jxc_xl.plan.compare import comparison
from jxc_xl.plan.plan import Plan
from jxc_xl.terms import Lang
from tests.plan.sellers import Sheets, seller, shop
from tests.plan.shops import lines_of, plan_of
from tests.report.worked import columns

QUOTES: list[dict[str, object]] = [
    {"supplier": "V", "sku": "A", "unit_price": 5, "freight": 0.3, "lead_days": 3},
    {"supplier": "W", "sku": "A", "unit_price": 5.2, "moq": 60},
    {"supplier": "W", "sku": "A", "unit_price": 4, "from_qty": 100},
    {"supplier": "V", "sku": "B", "unit_price": 7, "pack_qty": 12},
]
SUPPLIERS: list[dict[str, object]] = [
    {"supplier": "V", "name": "v", "service": 0.9},
    {"supplier": "W", "name": "w", "lead_days": 10},
]


def buyer(*parts: Sheets, **more: list[dict[str, object]]) -> Plan:
    usual: Sheets = {"quotes": QUOTES, "products": [{"sku": "B", "name": "b"}]}
    return plan_of(shop(*parts, suppliers=SUPPLIERS, **usual | more), Lang.EN)


def test_who_asks_least_to_the_door_comes_first_and_how_all_deliver_stands_beside_it() -> None:
    """A sells two a day and 4 are left. A week's cover beyond V's 3 days takes 20: 16 more.

    V: 5.30 to the door, 84.80 in all. W gives none below 60 at 5.20: 312; or 100 at 4, which is 400.
    """
    plan = buyer(seller("A", 4))
    lines = lines_of(plan, "comparison", comparison(plan))
    names = ("sku", "wanted_qty", "supplier", "landed_price", "qty", "total", "lead_days", "service", "is_best")
    assert columns([line for line in lines if line["sku"] == "A"], *names) == [
        ("A", 16, "V", 5.3, 16, 84.8, 3, 0.9, True),
        ("A", 16, "W", 5.2, 60, 312, 10, None, False),
    ]


def test_of_what_need_not_be_bought_a_usual_order_is_compared() -> None:
    """500 of A last long: a week's sales are 14. B never sold: one piece, which is a pack of 12."""
    plan = buyer(seller("A", 500))
    lines = lines_of(plan, "comparison", comparison(plan))
    assert columns(lines, "sku", "wanted_qty", "supplier", "qty") == [
        ("A", 14, "V", 14),
        ("A", 14, "W", 60),
        ("B", 1, "V", 12),
    ]


def test_what_nobody_quotes_is_not_there() -> None:
    plan = buyer(seller("A", 4), quotes=[])
    assert lines_of(plan, "comparison", comparison(plan)) == []
