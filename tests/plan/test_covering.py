"""Who gets what, against a queue that is served one by one."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from jxc_xl.plan.covering import covered, open_lines
from jxc_xl.plan.due import goods_due
from tests.plan.desks import ordered
from tests.plan.shops import plan_of
from tests.report.worked import Line, bought

SKUS = "ABCDE"
SET = {"A": 2, "B": 1}
START = dt.datetime(2026, 11, 20, 8)  # noqa: DTZ001 (the shop's wall clock)


class Served(NamedTuple):
    """What an order lacks, and the day by which all of it comes; None = unknown, "" = nothing is on order."""

    short: int
    day: str | None


def shop(seed: int) -> dict[str, list[Line]]:
    """Return stock, deliveries due and orders, some of them for sets, in any order."""
    any_ = random.Random(seed)  # noqa: S311
    sales: list[Line] = []
    for number in range(60):
        at = START + dt.timedelta(minutes=any_.randrange(5000))
        line: Line = {"doc_no": f"S{number}", "ordered_at": at, "sku": any_.choice([*SKUS, "SET"])}
        sales.append(line | {"qty": any_.randint(1, 9), "unit_price": 9, "status": "open", "line_no": 1})
    due: list[Line] = []
    for number in range(30):
        day = None if any_.random() < 0.4 else f"2026-11-{any_.randint(15, 30)}"
        due.append(ordered(f"P{number:02}", any_.randint(1, 12), day, sku=any_.choice(SKUS)))
    come = [bought(f"R{n}", "2026-11-01", any_.randint(1, 40), 5, sku=sku) for n, sku in enumerate(SKUS[:4])]
    come += [bought(f"C{n}", "2026-11-02", 3, 5, sku=due[n]["sku"], purchase_no=due[n]["doc_no"]) for n in (0, 3, 7, 8)]
    return {
        "products": [{"sku": sku, "name": sku} for sku in (*SKUS, "SET")],
        "bundles": [{"bundle": "SET", "sku": sku, "qty": qty} for sku, qty in SET.items()],
        "suppliers": [{"supplier": "V", "name": "v"}],
        "sales": sales,
        "purchases": due,
        "receipts": come,
    }


def queue(rows: dict[str, list[Line]]) -> Iterator[Served]:
    """Serve the orders of a shop one after the other, unit by unit."""
    left: dict[str, list[str | None]] = defaultdict(list)
    come: dict[object, int] = defaultdict(int)
    for line in rows["receipts"]:
        left[str(line["sku"])] += ["there"] * int(str(line["accepted_qty"]))
        come[line.get("purchase_no")] += int(str(line["accepted_qty"]))
    for line in sorted(rows["purchases"], key=lambda line: (str(line["promised_on"] or "9"), str(line["doc_no"]))):
        still = int(str(line["qty"])) - come[line["doc_no"]]
        left[str(line["sku"])] += [str(line["promised_on"] or "9")] * max(still, 0)
    for line in sorted(rows["sales"], key=lambda line: (str(line["ordered_at"]), str(line["doc_no"]))):
        sku, sold = str(line["sku"]), int(str(line["qty"]))
        made_of = SET if sku == "SET" else {sku: 1}
        parts = {part: [_next(left[part]) for _ in range(each * sold)] for part, each in made_of.items()}
        whole = min(units.count("there") // made_of[part] for part, units in parts.items())
        days = [str(day) for units in parts.values() for day in units if day != "there"]
        day = "" if "" in days else max(days, default="")
        yield Served(sold - whole, None if day == "9" else day)


def _next(units: list[str | None]) -> str | None:
    """Return when the next unit comes: it is there, on a day, at 9 nobody knows when, or not at all."""
    return units.pop(0) if units else ""


@pytest.mark.parametrize("seed", range(5))
def test_lines_get_what_a_queue_gives_them(seed: int) -> None:
    rows = shop(seed)
    plan = plan_of(rows)
    lines = open_lines(plan)
    found = covered(plan, lines)
    dates = found["expected_on"].dt.strftime("%Y-%m-%d").fillna("")
    told = zip(found["short_qty"].tolist(), found["is_due"], dates, strict=True)
    got = [Served(short // 10_000, (date or None) if is_due else "") for short, is_due, date in told]
    wanted = list(queue(rows))
    assert got == wanted
    assert {"", None} < {served.day for served in wanted}, "the shop has lines of every kind"


def test_what_is_short_of_a_product_is_what_is_available_below_zero() -> None:
    """A and B are left out: 库存 reserves sets, and the desk what they are made of."""
    plan = plan_of(shop(0))
    lines = open_lines(plan)
    short = covered(plan, lines)["short_qty"].groupby(lines["sku"]).sum()
    below = (-plan.stock["available"]).clip(lower=0)
    assert short[list("CDE")].tolist() == below[list("CDE")].tolist()
    assert (short[list("CDE")] > 0).any()


def test_what_is_due_of_a_product_is_what_is_on_order() -> None:
    """Of one purchase 4 of A are promised for the 5th and 6 for the 9th, and 5 came: 5 are due on the 9th."""
    rows: dict[str, list[Line]] = {
        "products": [{"sku": "A", "name": "a"}, {"sku": "B", "name": "b"}],
        "suppliers": [{"supplier": "V", "name": "v"}],
        "purchases": [
            ordered("P1", 6, "2026-12-09"),
            ordered("P1", 4, "2026-12-05"),
            ordered("P2", 3, None),
            ordered("P3", 2, "2026-12-01", sku="B"),
            ordered("P4", 9, "2026-12-01", status="approved"),
        ],
        "receipts": [
            bought("R1", "2026-11-01", 5, 5, purchase_no="P1", rejected_qty=1),
            bought("R2", "2026-11-01", 2, 5, purchase_no="P3", sku="B"),
        ],
    }
    plan = plan_of(rows)
    found = goods_due(plan.facts.book)
    assert found[["sku", "doc_no", "qty"]].to_numpy().tolist() == [["A", "P1", 50_000], ["A", "P2", 30_000]]
    assert found["promised_on"].dt.strftime("%m-%d").fillna("").tolist() == ["12-09", ""]
    assert plan.stock["on_order"].to_dict() == {"A": 80_000, "B": 0}
