"""Which documents stock can cover.

Goods that come in whatever happens (receipts, opening stock, what is posted) make a line of balances over time. A
document that takes goods out must find them at its moment and must not take what a later posted issue needs.
Lines are asked in the order of time; a document is taken whole or not at all, and what it takes is gone for those
after it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.ledger import moments, order
from jxc_xl.post.places import Places, places
from jxc_xl.post.reasons import Refused
from jxc_xl.post.till import Room, Till
from jxc_xl.terms import Movement

CONDITIONAL = {
    Movement.SALE,
    Movement.SUPPLIER_RETURN,
    Movement.OTHER_OUT,
    Movement.WRITE_OFF,
    Movement.TRANSFER_IN,
    Movement.TRANSFER_OUT,
    Movement.COUNT,
    Movement.ASSEMBLY_IN,
    Movement.ASSEMBLY_OUT,
    Movement.REVALUATION,
}


class Asking(NamedTuple):
    """How a book gives out stock.

    Attributes:
        allows_negative: Stock may go below zero.
        by_lot: Products with a cost by lot.
        by_warehouse: Warehouses have a cost of their own.
    """

    allows_negative: bool
    by_lot: set[str]
    by_warehouse: bool


class Part(NamedTuple):
    """The lines of one document that count at one moment, in order."""

    document: int
    positions: list[int]


class Granted(NamedTuple):
    """The answer to all documents.

    Attributes:
        is_granted: Which of the movements asked for are granted.
        qty: Their quantities; those of counts are known now.
        book_qty: The balance each found.
        refused: The first line of each refused document that could not be covered.
        borrowed: How many lines went below zero because the book allows it.
        restated: Posted counts that found another difference than they did: their positions in the ledger's movements
            that stand, and what they move now.
    """

    is_granted: np.ndarray
    qty: np.ndarray
    book_qty: np.ndarray
    refused: list[Refused]
    borrowed: int
    restated: pd.Series


def is_conditional(movements: pd.DataFrame) -> pd.Series:
    """Tell which movements depend on others being there: issues, counts, transfers, returns of a named sale."""
    is_named = (movements["kind"] == Movement.CUSTOMER_RETURN) & (movements["ref_no"] != "")
    return movements["kind"].isin(CONDITIONAL) | is_named


def grant(standing: pd.DataFrame, new: pd.DataFrame, asking: Asking) -> Granted:
    """Decide which new movements can be posted.

    Args:
        standing: The ledger's movements that stand.
        new: The movements asked for.
        asking: How the book gives out stock.
    """
    every = pd.concat([standing, new], ignore_index=True)
    start = len(standing)
    document = np.append(np.full(start, -1), _asking(new))
    sequence = order(every, is_paired=asking.by_warehouse)
    where = places(every, sequence, document < 0, start, asking.by_lot)
    room = _room(where, sequence)
    parts = _parts(every, sequence, document, asking)
    till = Till(every, room, sequence, start, allows_negative=asking.allows_negative)
    refused = _asked(till, parts)
    is_granted = ~np.isin(document[start:], list(refused))
    told = sorted(refused.values(), key=lambda refusal: refusal.position)
    restated = _restated(till, where, start, is_granted)
    return Granted(is_granted, till.qty[start:], till.book_qty[start:], told, till.borrowed, restated)


def _restated(till: Till, where: Places, start: int, is_granted: np.ndarray) -> pd.Series:
    """Return what posted counts move, now that documents dated before them are in."""
    gained = pd.Series(np.where(is_granted, till.qty[start:], 0)).groupby(where.place[start:]).sum()
    counts = np.flatnonzero(where.before[:start] >= 0)
    shift = gained.reindex(where.before[counts], fill_value=0).to_numpy()
    changed = counts[shift != 0]
    return pd.Series(till.qty[changed] - shift[shift != 0], changed)


def _asking(new: pd.DataFrame) -> np.ndarray:
    """Return the number of each movement's document, -1 where no line of it depends on anything."""
    document = pd.factorize(new["sheet"] + "\x1f" + new["doc_no"])[0]
    asking = np.unique(document[is_conditional(new).to_numpy()])
    return np.where(np.isin(document, asking), document, -1)


def _room(where: Places, sequence: np.ndarray) -> Room:
    place, firm = where.place[sequence], where.firm
    running = pd.Series(firm[sequence]).groupby(place).cumsum()
    least = running[::-1].groupby(place[::-1]).cummin()[::-1]
    balance, lowest = np.empty(len(firm), np.int64), np.empty(len(firm), np.int64)
    balance[sequence], lowest[sequence] = running.to_numpy() - firm[sequence], least.to_numpy()
    return Room(where.place, balance, lowest, firm)


def _parts(every: pd.DataFrame, sequence: np.ndarray, document: np.ndarray, asking: Asking) -> list[Part]:
    """Return the asking documents in the order of time; both legs of a transfer are asked together, when it starts."""
    is_leg = (every["kind"] == Movement.TRANSFER_OUT).to_numpy() & (not asking.by_warehouse)
    second = np.where(
        is_leg,
        every["moved_at"].to_numpy("M8[s]").astype(np.int64),
        moments(every, is_paired=asking.by_warehouse).second,
    )
    asked = sequence[document[sequence] >= 0]
    parts: dict[tuple[int, int], list[int]] = {}
    names = zip(document[asked].tolist(), second[asked].tolist(), strict=True)
    for position, name in zip(asked.tolist(), names, strict=True):
        parts.setdefault(name, []).append(position)
    return [Part(name[0], positions) for name, positions in parts.items()]


def _asked(till: Till, parts: list[Part]) -> dict[int, Refused]:
    """Ask part after part; return why documents were refused.

    A document that is refused after an earlier part of it was granted has stood in the way of others meanwhile:
    everything since that part is taken back and asked again without it.
    """
    refused: dict[int, Refused] = {}
    first: dict[int, int] = {}
    given = [0] * len(parts)
    at = 0
    while at < len(parts):
        document = parts[at].document
        start = first.setdefault(document, at)
        given[at] = len(till.given)
        refusal = None if document in refused else till.ask(parts[at].positions)
        at += 1
        if refusal:
            refused[document] = refusal
            if start < at - 1:
                till.back_to(given[start])
                refused = {one: why for one, why in refused.items() if one == document or first[one] < start}
                at = start
    return refused
