"""A slow, obvious second opinion on what stock is worth, in exact fractions. It shares no code with jxc_xl.

Written from the rules: words and rounding, order, pools (layers and heaps), month-end average, closes, and the run
through a whole ledger stand in `oracle_*.py`; here is what tests ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.oracle_order import in_order, order
from tests.oracle_run import cost_all, sealed
from tests.oracle_words import Move, Rules, half_up, shares

__all__ = [
    "Move",
    "Rules",
    "amounts",
    "amounts_by_product",
    "cost_all",
    "half_up",
    "in_order",
    "order",
    "sealed",
    "shares",
]


def amounts(moves: Sequence[Move], method: str) -> list[int]:
    """Return the signed amount of each movement of one product, in minor units, in the order given."""
    return amounts_by_product(moves, {move.sku: method for move in moves})


def amounts_by_product(moves: Sequence[Move], methods: Mapping[str, str]) -> list[int]:
    """Return the signed amount of each movement, every product by its own method, one cost pool a product."""
    return cost_all(moves, Rules(methods))
