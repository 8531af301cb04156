"""What a movement does to cost, and the columns in which movements are costed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from jxc_xl.terms import Method


class Op(IntEnum):
    """What a movement does to the cost of its product."""

    NOTHING = 0
    IN = 1  # at a known amount
    IN_CURRENT = 2  # at the current unit cost
    BACK = 3  # at what an earlier issue left for
    OUT = 4
    OUT_NAMED = 5  # at what a receipt cost
    MOVE_OUT = 6  # what is made of it is worth this
    MOVE_IN = 7
    LATE = 8  # a charge on goods of a closed period
    ADJUST = 9  # the part of it whose goods are gone
    CLOSE = 10
    REVALUE_BY = 11
    REVALUE_TO = 12
    SWITCH = 13  # a close after which another method holds
    CARRY_OUT = 14  # to a warehouse with a cost of its own
    CARRY_IN = 15


INWARD = (Op.IN, Op.IN_CURRENT, Op.BACK, Op.MOVE_IN, Op.CARRY_IN)


class Events(NamedTuple):
    """The movements of products whose costs hang together, in order; plain lists, since they are read one by one.

    Attributes:
        op: What each does.
        qty: Quantities, scaled, signed.
        value: Amount of an IN, LATE or REVALUE_BY, weight of a MOVE_IN; new unit cost ×10**6 of a REVALUE_TO; number of
            the new method of a SWITCH.
        link: Position of what a row goes back on (issue, receipt, LATE of an ADJUST), or the first of rows that move
            together; -1.
        product: Number of the product.
        place: Number of the warehouse where each has a cost of its own, else 0.
        lot: Number of the lot.
        period: Averaging period of the month-end average.
    """

    op: Sequence[int]
    qty: Sequence[int]
    value: Sequence[int]
    link: Sequence[int]
    product: Sequence[int]
    place: Sequence[int]
    lot: Sequence[int]
    period: Sequence[int]


class Walked(NamedTuple):
    """What the walk found.

    Attributes:
        amounts: Signed amount of each movement.
        unknown: Positions valued at 0 because no cost was ever known.
        closing: Amount on hand of each product at the end, what is owed taken off.
    """

    amounts: list[int]
    unknown: list[int]
    closing: dict[int, int]


METHODS = tuple(Method)
"""Methods by the number a SWITCH has."""
