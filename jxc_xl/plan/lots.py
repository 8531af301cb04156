"""Lots: what is left of each, and when it expires.

A lot expires on the day its receipt says, of two receipts on the earlier; where a receipt says only when the goods were
made, their shelf life is added. What was received with a day and without a lot number is told apart by that day.

What went out without a lot is taken from what has neither lot nor day and then from the lots that expire first
(先到期先出), as whoever packs should have done.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.report.facts import DAY, Facts, quantities
from jxc_xl.terms import Movement

LOT = ["sku", "lot"]
LINE = ["doc_no", "line_no", "sku"]
COLUMNS = ["sku", "lot", "expires_on", "qty"]


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
    """Return what is left of the lots of some movements."""
    moves = within[["sku", "lot", "kind", "doc_no", "line_no"]].assign(qty=quantities(within))
    expiry = _expiry(facts.book)
    is_bare = (moves["lot"] == "").to_numpy(bool)
    named = moves[~is_bare].groupby(LOT)["qty"].sum().reset_index()
    named = named.join(expiry[expiry["lot"] != ""].groupby(LOT)["expires_on"].min(), on=LOT)
    bare = _dated(moves[is_bare], expiry)
    dated = bare.dropna(subset="expires_on").groupby(["sku", "expires_on"])["qty"].sum().reset_index().assign(lot="")
    owed = -bare[bare["expires_on"].isna()].groupby("sku")["qty"].sum().clip(upper=0)
    there = pd.concat([named, dated[named.columns]], ignore_index=True)
    there = there[there["qty"] > 0].sort_values(["sku", "expires_on", "lot"], ignore_index=True)
    taken = owed.reindex(there["sku"], fill_value=0).to_numpy(np.int64)
    left = np.minimum(there["qty"], there.groupby("sku")["qty"].cumsum() - taken)
    found: pd.DataFrame = there.assign(qty=left)[COLUMNS]
    return found[found["qty"] > 0].reset_index(drop=True)


def _expiry(book: Book) -> pd.DataFrame:
    """Return the posted lines of 收货 that say when their goods expire: `LINE`, ``lot``, ``expires_on``."""
    lines = book.lines["receipts"]
    lines = lines[lines["posting_no"].notna()]
    products = book.lines["products"].drop_duplicates("sku").set_index("sku")
    shelf = plain(products["shelf_days"].reindex(lines["sku"]).astype("Int64"))
    until = (lines["made_on"] + shelf * DAY).where(shelf > 0)
    lines = lines[[*LINE, "lot"]].assign(expires_on=lines["expires_on"].fillna(until).astype("datetime64[s]"))
    return lines.dropna(subset="expires_on")


def _dated(bare: pd.DataFrame, expiry: pd.DataFrame) -> pd.DataFrame:
    """Return movements without a lot with the day on which what they brought expires."""
    came = expiry[expiry["lot"] == ""].drop_duplicates(LINE)[[*LINE, "expires_on"]]
    found = bare.merge(came, on=LINE, how="left")
    is_receipt = (found["kind"] == Movement.RECEIPT) & (found["qty"] > 0)
    return found.assign(expires_on=found["expires_on"].where(is_receipt))
