"""The words of the slow twin: a movement, the rules of a book, rounding and sharing, all exact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple

HALF = Fraction(1, 2)


class Move(NamedTuple):
    """One ledger line that stands.

    Attributes:
        kind: Word of the trade, e.g. ``receipt``.
        at: Day, with a time or at midnight.
        doc: Document.
        line: Its line.
        sku: Product.
        qty: Signed, in units.
        amount: What the document says, minor units; None = nothing. On a close line what was sealed (not used here).
        ref: Document and line of the original sale or receipt; of the receipt on charges and cost adjustments.
        warehouse: Where.
        lot: Which lot.
        unit_cost: New cost of a unit, in money (12.5 = 12.50), of a revaluation that sets one.
        method: On a close line, the method of the period it closes; "" = the product's present one.
    """

    kind: str
    at: dt.datetime
    doc: str
    line: int
    sku: str
    qty: Fraction
    amount: int | None = None
    ref: tuple[str, int] | None = None
    warehouse: str = ""
    lot: str = ""
    unit_cost: Fraction | None = None
    method: str = ""


class Rules(NamedTuple):
    """What a book has chosen.

    Attributes:
        methods: Present method of each product: fifo, moving_average, month_average or specific.
        pool: What one cost is kept for: ``product`` or ``warehouse``.
        digits: Digits of money, only for revaluations by unit cost.
    """

    methods: Mapping[str, str]
    pool: str = "product"
    digits: int = 2


def half_up(number: Fraction) -> int:
    return floor(number + HALF) if number >= 0 else -floor(HALF - number)


def shares(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Share a total: everyone the whole units due, then one unit at a time to whoever is owed most, the later first."""
    if total < 0:
        return [-part for part in shares(-total, weights)]
    whole = sum(weights)
    due = [Fraction(total) * weight / whole for weight in weights]
    given = [floor(part) for part in due]
    while sum(given) < total:
        owed = [part - had for part, had in zip(due, given, strict=True)]
        most = max(range(len(owed)), key=lambda i: (owed[i], i))
        given[most] += 1
    return given
