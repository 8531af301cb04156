"""In which order movements count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tests.oracle_words import Move, Rules

WITHIN_A_MOMENT = (
    "close",
    "opening",
    "receipt",
    "charge",
    "expense",
    "cost_adjustment",
    "other_in",
    "transfer_in",
    "customer_return",
    "assembly_out",
    "assembly_in",
    "sale",
    "supplier_return",
    "other_out",
    "write_off",
    "transfer_out",
    "count",
    "revaluation",
)
AT_THE_END_OF_THE_DAY = ("sale", "supplier_return", "other_out", "write_off", "transfer_out", "count", "revaluation")
Place = tuple[dt.datetime, float, str, int, str, str, str, int]
"""Moment, rank of the kind, document, line, product, warehouse, lot, and 0 or 1 for the legs of a transfer."""


def in_order(moves: Sequence[Move]) -> list[int]:
    """Return the positions of movements in the order in which they count in a book of one pool per product."""
    return order(moves, Rules({}))


def order(moves: Sequence[Move], rules: Rules) -> list[int]:
    """Return the positions of movements in the order in which they count."""
    where = places(moves, rules)
    return sorted(range(len(moves)), key=lambda i: (where[i], i))


def places(moves: Sequence[Move], rules: Rules) -> list[Place]:
    """Say of each movement where it stands."""
    sold = {(move.doc, move.line): moment(move) for move in moves if move.kind == "sale"}
    own = [_place(move, sold) for move in moves]
    if rules.pool == "warehouse":
        arrived = {leg(move): own[i] for i, move in enumerate(moves) if move.kind == "transfer_in"}
        for i, move in enumerate(moves):
            if move.kind == "transfer_out":
                own[i] = (*arrived[leg(move)][:-1], 0)
    return own


def leg(move: Move) -> tuple[str, int, str, str]:
    """Say which transfer a leg is of."""
    return move.doc, move.line, move.sku, move.lot


def moment(move: Move) -> dt.datetime:
    """Without a time of day, goods come in the morning and leave at night."""
    if move.at.time() == dt.time() and move.kind in AT_THE_END_OF_THE_DAY:
        return move.at.replace(hour=23, minute=59, second=59)
    return move.at


def _place(move: Move, sold: Mapping[tuple[str, int], dt.datetime]) -> Place:
    when, rank = moment(move), float(WITHIN_A_MOMENT.index(move.kind))
    own_sale = sold.get(move.ref) if move.kind == "customer_return" and move.ref else None
    if own_sale and own_sale.date() == when.date() and move.at.time() == dt.time():
        when, rank = max(when, own_sale), WITHIN_A_MOMENT.index("sale") + 0.5
    return when, rank, move.doc, move.line, move.sku, move.warehouse, move.lot, 1
