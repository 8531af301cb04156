"""Lots: what is left of each, and when it expires.

A lot expires on the day its receipt says, of two receipts on the earlier; where a receipt says only when the goods were
made, their shelf life is added. What was received with a day and without a lot number is told apart by that day.

What went out without a lot is taken, as it went, from what had neither lot nor day and then from the lots there that
expire first (先到期先出), as whoever packs should have done. A lot that came later was not there to be taken.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pandas.api.typing import NaTType

from jxc_xl.book import Book, plain
from jxc_xl.report.facts import DAY, Facts, quantities
from jxc_xl.terms import Movement

LOT = ["sku", "lot"]
LINE = ["doc_no", "line_no", "sku"]
COLUMNS = ["sku", "lot", "expires_on", "qty"]
NEVER = pd.Timestamp.max
Place = tuple[str, pd.Timestamp | NaTType]
"""A lot, and the day it expires, NaT = not said; without a lot the day alone."""


def lots(facts: Facts) -> pd.DataFrame:
    """Return what is left of lots, over all warehouses, by product and then those that expire first.

    Whoever packs takes what lies in the same warehouse: what went out of one never takes from a lot in another.

    Returns:
        ``sku``; ``lot``, empty where goods have a day alone; ``expires_on``, blank where no receipt says; ``qty``,
        scaled, > 0. Goods with neither lot nor day are not among them.
    """
    parts = [_lots_of(facts, facts.moves[_is_in(facts.moves, one)]) for one in facts.moves["warehouse"].unique()]
    if not parts:
        return _lots_of(facts, facts.moves)
    whole = pd.concat(parts).groupby(["sku", "expires_on", "lot"], dropna=False, sort=False)["qty"].sum().reset_index()
    found: pd.DataFrame = whole.sort_values(["sku", "expires_on", "lot"], ignore_index=True)[COLUMNS]
    return found


def _is_in(moves: pd.DataFrame, warehouse: str) -> np.ndarray:
    return (moves["warehouse"] == warehouse).to_numpy(bool)


def _lots_of(facts: Facts, within: pd.DataFrame) -> pd.DataFrame:
    """Return what is left of the lots of some movements, which are by product and in order."""
    expiry = _expiry(facts.book)
    moves = _dated(within[["sku", "lot", "kind", "doc_no", "line_no"]].assign(qty=quantities(within)), expiry)
    is_told = (moves["lot"] != "") | moves["expires_on"].notna()
    moves = moves[moves["sku"].isin(moves.loc[is_told, "sku"].unique())]
    days = expiry[expiry["lot"] != ""].groupby(LOT)["expires_on"].min().to_dict()
    left: list[tuple[str, str, pd.Timestamp | NaTType, int]] = []
    for sku, lines in moves.groupby("sku", sort=True):
        places = zip(lines["lot"].tolist(), lines["expires_on"].tolist(), strict=True)
        keys = [(lot, days.get((sku, lot), pd.NaT) if lot else day) for lot, day in places]
        left += [(str(sku), *key, qty) for key, qty in _walked(keys, lines["qty"].tolist()).items()]
    found = pd.DataFrame(left, columns=["sku", "lot", "expires_on", "qty"])
    kinds = {"sku": "str", "lot": "str", "expires_on": "datetime64[s]", "qty": "int64"}
    return found.astype(kinds).sort_values(["sku", "expires_on", "lot"], ignore_index=True)[COLUMNS]


def _walked(keys: list[Place], quantities: list[int]) -> dict[Place, int]:
    """Return what is left of each lot of a product, > 0, after its movements in order."""
    there: dict[Place, int] = {}
    loose = 0  # what has neither lot nor day; below 0 it went out before it came in
    for key, qty in zip(keys, quantities, strict=True):
        if key[0] or pd.notna(key[1]):
            there[key] = there.get(key, 0) + qty
        elif qty >= 0:
            loose += qty
        else:
            taken = min(max(loose, 0), -qty)
            loose += qty + _take(there, -qty - taken)
    _take(there, max(-loose, 0))
    return {key: qty for key, qty in there.items() if qty > 0}


def _take(there: dict[Place, int], wanted: int) -> int:
    """Take from the lots that expire first, those that do not say when last; return how much was there to be taken."""
    taken = 0
    while taken < wanted:
        full = [key for key, qty in there.items() if qty > 0]
        if not full:
            break
        first = min(full, key=lambda key: (pd.isna(key[1]), NEVER if pd.isna(key[1]) else key[1], key[0]))
        part = min(there[first], wanted - taken)
        there[first] -= part
        taken += part
    return taken


def _expiry(book: Book) -> pd.DataFrame:
    """Return the posted lines of 收货 that say when their goods expire: `LINE`, ``lot``, ``expires_on``."""
    lines = book.lines["receipts"]
    lines = lines[lines["posting_no"].notna()]
    products = book.lines["products"].drop_duplicates("sku").set_index("sku")
    shelf = plain(products["shelf_days"].reindex(lines["sku"]).astype("Int64"))
    until = (lines["made_on"] + shelf * DAY).where(shelf > 0)
    lines = lines[[*LINE, "lot"]].assign(expires_on=lines["expires_on"].fillna(until).astype("datetime64[s]"))
    return lines.dropna(subset="expires_on")


def _dated(moves: pd.DataFrame, expiry: pd.DataFrame) -> pd.DataFrame:
    """Return movements with the day on which what those without a lot brought expires."""
    came = expiry[expiry["lot"] == ""].drop_duplicates(LINE)[[*LINE, "expires_on"]]
    found = moves.merge(came, on=LINE, how="left")
    is_receipt = (found["kind"] == Movement.RECEIPT) & (found["qty"] > 0) & (found["lot"] == "")
    return found.assign(expires_on=found["expires_on"].where(is_receipt))
