"""Small fixed shops in which everything happens that a law is about: what `test_mutants*` breaks the program on.

Every line names its lot, so that the same documents do for all four methods.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.scenarios.shops import KIT, METHODS, SET, Document, Row, Shop

START = dt.datetime(2026, 3, 1)  # noqa: DTZ001 (a shop's wall clock)
ALL = ("A", "B", "C", "D")


def at(day: int) -> dt.datetime:
    """Return a day of March 2026; from the 32nd on it is April."""
    return START + dt.timedelta(days=day - 1)


def document(key: str, doc_no: str, *rows: Row, **shared: object) -> Document:
    common: dict[str, object] = {"doc_no": doc_no, "warehouse": "MAIN", "lot": "L1", **shared}
    return key, tuple({**common, "line_no": i + 1, **row} for i, row in enumerate(rows))


def came(doc_no: str, day: int, *goods: tuple[str, float, float], **shared: object) -> Document:
    rows = [{"sku": sku, "accepted_qty": qty, "unit_price": price} for sku, qty, price in goods]
    return document("receipts", doc_no, *rows, received_at=at(day), **shared)


def sold(doc_no: str, day: int, *goods: tuple[str, float], **shared: object) -> Document:
    rows = [{"sku": sku, "qty": qty, "unit_price": 9.99} for sku, qty in goods]
    return document("sales", doc_no, *rows, ordered_at=at(day), **shared)


def back(doc_no: str, day: int, goods: tuple[str, float], original: str, **shared: object) -> Document:
    """A customer's return of the first line with the product."""
    row = {"sku": goods[0], "qty": goods[1], "unit_price": 9.99, "original_no": original}
    return document("returns", doc_no, row | shared, returned_at=at(day), direction="from_customer")


def sent(doc_no: str, day: int, goods: tuple[str, float], original: str, **shared: object) -> Document:
    """A return to the supplier."""
    row = {"sku": goods[0], "qty": goods[1], "unit_price": 1.0, "original_no": original}
    return document("returns", doc_no, row | shared, returned_at=at(day), direction="to_supplier")


def charged(doc_no: str, day: int, amount: float, receipt: str, **more: object) -> Document:
    row = {"charged_at": at(day), "amount": amount, "basis": "quantity", "receipt_no": receipt, "receipt_line": None}
    return document("charges", doc_no, row | {"charge": "freight"} | more)


def counted(doc_no: str, day: int, sku: str, qty: float, **shared: object) -> Document:
    return document("counts", doc_no, {"sku": sku, "counted_qty": qty}, counted_at=at(day), **shared)


def moved(doc_no: str, day: int, *goods: tuple[str, float], **shared: object) -> Document:
    rows = [{"sku": sku, "qty": qty} for sku, qty in goods]
    ways = {"from_warehouse": "MAIN", "to_warehouse": "EAST"}
    return document("transfers", doc_no, *rows, moved_at=at(day), **ways, **shared)


def adjusted(doc_no: str, day: int, *rows: Row, **shared: object) -> Document:
    whole = [{"qty": None, "unit_cost": None, "amount": None, **row} for row in rows]
    return document("adjustments", doc_no, *whole, adjusted_at=at(day), **shared)


def each(qty: float) -> list[tuple[str, float]]:
    """The same of every product."""
    return [(sku, qty) for sku in ALL]


def priced(qty: float, price: float) -> list[tuple[str, float, float]]:
    return [(sku, qty, price) for sku in ALL]


def shop(methods: str | dict[str, str], *postings: tuple[Document, ...], **settings: str) -> Shop:
    """Return a shop whose products have one method, or one each."""
    method = "fifo" if isinstance(methods, dict) else methods
    own = methods if isinstance(methods, dict) else {}
    products = tuple(
        {"sku": sku, "name": sku, "method": own.get(sku, method), "list_price": price, "weight": price, "volume": None}
        for sku, price in zip((*ALL, KIT, SET), (3.5, 2.25, 1.1, 1, 9, 9), strict=True)
    )
    usual: dict[str, str | int] = {"money_digits": 2, "method": method, "allows_negative": "no", "cost_pool": "product"}
    return Shop(products, postings, {**usual, "freight": "capitalise", **settings})


PLAIN = (
    (
        came("R1", 1, *priced(7, 1.234567)),
        came("R2", 3, *priced(3, 7.777777), lot="L2"),
        sold("S1", 2, *each(2)),
        sold("S2", 4, *each(1.3)),
        sold("S3", 5, *each(1), lot="L2"),
        came("R4", 32, *priced(2, 4.444444), lot="L2"),
        sold("S4", 33, *each(1), lot="L2"),
    ),
    (
        came("R3", 4, *priced(5, 1.11), lot="L2"),
        sold("S0", 3, *each(0.5)),
        sold("S5", 34, *each(3), lot="L2"),
    ),
)
"""Goods only come and go; what is posted last is dated before what was."""

TO_UNIT_COST = adjusted("V2", 8, {"kind": "revaluation", "sku": "B", "unit_cost": 3.333333}, lot="L2")
TO_NOTHING = adjusted("V3", 34, {"kind": "revaluation", "sku": "A", "amount": -1000}, lot="L2")
BUSY = (
    came("R1", 1, ("A", 3, 3.333333), ("B", 7, 1.234567), ("C", 3, 0.01)),
    sold("S1", 2, ("A", 1), ("B", 2), tax_rate=0.13, price_has_tax="yes"),
    charged("F1", 3, 10.0, "R1"),
    charged("F2", 3, 1.01, "R1", charge="duty", basis="weight"),
    came("R2", 3, ("A", 3, 7.777777), ("B", 7, 9.876543), ("C", 3, 5.005), lot="L2"),
    sold("S2", 4, ("A", 1.5), ("B", 5), ("C", 1)),
    sold("S3", 4, ("B", 4), lot="L2"),
    came("R5", 4, ("A", 1, 2.22), ("B", 1, 5)),
    came("R3", 1, ("D", 7, 1.428571)),
    sold("S7", 2, *[("D", 1)] * 6),
    back("T4", 3, ("D", 1), "S7"),
    sold("S9", 4, ("D", 2)),
    back("T1", 5, ("B", 3), "S2"),
    back("T2", 5, ("A", 1), "S1"),
    sent("U1", 5, ("A", 1), "R2", lot="L2"),
    sent("U2", 5, ("B", 1), "R1"),
    back("T9", 5, ("A", 5), "S1"),
    counted("C1", 6, "C", 2, lot="L2"),
    counted("C2", 6, "B", 8),
    moved("M1", 6, ("A", 1), lot="L2"),
    adjusted(
        "J1",
        7,
        {"kind": "other_in", "sku": "C", "qty": 1.0, "unit_cost": 2.0},
        {"kind": "other_in", "sku": "C", "qty": 1.0},
        lot="L2",
    ),
    sold("S8", 7, ("B", 50), ("C", 1)),
    adjusted(
        "J2",
        7,
        {"kind": "other_in", "sku": "C", "qty": 1.0, "unit_cost": 2.0},
        {"kind": "write_off", "sku": "A", "qty": 60.0},
    ),
    adjusted("V1", 8, {"kind": "revaluation", "sku": "A", "amount": 1}, lot="L2"),
    TO_UNIT_COST,
    adjusted("K1", 9, {"kind": "assembly", "sku": KIT, "qty": 1.0}, lot="L2"),
    adjusted("K2", 10, {"kind": "disassembly", "sku": KIT, "qty": 1.0}, lot="L2"),
    sold("S4", 12, ("C", 4), lot="L2"),
    sold("S5", 12, ("A", 0.5), ("B", 1)),
    sold("S6", 33, (SET, 0.5)),
    came("R4", 33, ("A", 1, 9.99)),
    back("T3", 33, ("B", 1), "S2"),
    TO_NOTHING,
)
"""Everything that can happen to goods that are there."""

WAITING = (
    (
        came("R1", 1, *priced(2, 0.0025)),
        came("R2", 1, *priced(1, 3.33)),
        sold("S1", 2, *each(1)),
        sold("S2", 2, *each(2), *each(1.1), *each(1.1)),
        came("R3", 3, *priced(3.7, 1.298701)),
        sold("S3", 4, *each(1), *each(1), *each(1)),
        sold("S4", 5, *each(3)),
    ),
    (
        came("R4", 33, *priced(0.3333, 1.111)),
        came("R5", 34, *priced(0.2857, 2.222)),
        came("R6", 35, *priced(0.7, 3.333)),
        came("R7", 62, *priced(0.9, 2.222)),
        came("R8", 93, *priced(0.5555, 2.222)),
        sold("S5", 94, *each(0.3)),
    ),
)
"""Goods leave before they are there, and some are still owed in the end."""

APART = (
    came("R1", 1, *priced(3, 3.333333)),
    came("R2", 1, *priced(3, 7.777777), warehouse="EAST"),
    moved("M1", 2, *each(2)),
    sold("S1", 3, *each(4), warehouse="EAST"),
    sold("S2", 3, *each(0.5)),
)
"""Every warehouse has a cost of its own."""

COUNTED = (
    (came("R1", 1, ("A", 10, 1.11), ("B", 5, 2)), counted("C1", 5, "A", 7), sold("S2", 6, ("A", 1))),
    (sold("S1", 3, ("A", 2)), sold("S3", 7, ("B", 1))),
)
"""A sale from before a count comes in after it was posted."""

LATE = (
    (
        came("R1", 1, *priced(3, 3.333333)),
        came("R2", 2, *priced(4, 1.111111)),
        sold("S1", 3, *each(4)),
        came("R4", 4, *priced(2, 5.555555)),
    ),
    (
        charged("F1", 12, 10.01, "R2"),
        charged("F2", 12, 5.03, "R1", charge="duty"),
        charged("F3", 12, 5.03, "R4"),
        *(sent(f"U{sku}", 13, (sku, 1), "R2") for sku in ALL),
        *(back(f"T{sku}", 14, (sku, 1), "S1") for sku in ALL),
        came("R3", 15, *priced(2, 2.555555)),
        sold("S3", 16, *each(2)),
        sold("S9", 2, ("A", 0.1)),
    ),
)
"""The first ten days are closed; then a freight bill and returns come in, and a sale that should have been there."""

OWING = (
    (came("R1", 1, *priced(3, 3.333333)), sold("S1", 3, *each(5))),
    (came("R2", 12, *priced(7, 1.234567)), sold("S2", 13, *each(2))),
)
"""The first ten days are closed with goods still owed."""

SWITCHED = (
    (
        came("R1", 1, *priced(3, 3.333333)),
        came("R2", 2, *priced(4, 1.111111), lot="L2"),
        sold("S1", 3, *each(2)),
        sold("S2", 3, *each(1.5), lot="L2"),
    ),
    (sold("S3", 12, *each(0.5)), came("R3", 13, *priced(1, 2.222222)), sold("S4", 14, *each(0.7), lot="L2")),
    (sold("S5", 22, *each(1)), sold("S6", 23, *each(0.9), lot="L2")),
)
OWN = dict(zip(ALL, METHODS, strict=True))
TURNS = [dict(zip(ALL, (*METHODS[turn:], *METHODS[:turn]), strict=True)) for turn in (1, 2)]
CLOSED = (("2026-03-10", dict[str, str]()),)
NOT_BY_MONTH = (TO_UNIT_COST, TO_NOTHING)
"""Where the oracle and the program read the rules for a month-end average differently."""

SHOPS: dict[str, Shop] = {
    "plain": shop(OWN, *PLAIN),
    **{f"busy {method}": shop(method, BUSY) for method in METHODS},
    "busy month_average": shop("month_average", tuple(one for one in BUSY if one not in NOT_BY_MONTH)),
    "waiting": shop(OWN, *WAITING, allows_negative="yes"),
    "apart": shop(OWN, APART, cost_pool="warehouse"),
    "expense": shop("fifo", BUSY[:4], freight="expense"),
    "counted": shop("fifo", *COUNTED),
    "late": replace(shop(OWN, *LATE), closes=CLOSED),
    "owing": replace(shop(OWN, *OWING, allows_negative="yes"), closes=CLOSED),
    "switched": replace(shop(OWN, *SWITCHED), closes=(("2026-03-10", TURNS[0]), ("2026-03-20", TURNS[1]))),
}
