"""The ledger: in which order movements count, which of them stand, and which entry sheet they came from.

A movement is never changed or taken out. A reversal (红冲) is a new movement that names the one it takes back; both
then stand for nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.terms import RANK, Movement

FACTS = (
    "kind",
    "doc_no",
    "line_no",
    "moved_at",
    "sku",
    "warehouse",
    "lot",
    "qty",
    "doc_amount",
    "channel",
    "supplier",
    "ref_no",
    "ref_line",
)
"""What a document says of a movement, in the order in which it is hashed."""

SHEET_OF = {
    Movement.OPENING: "adjustments",
    Movement.OTHER_IN: "adjustments",
    Movement.OTHER_OUT: "adjustments",
    Movement.WRITE_OFF: "adjustments",
    Movement.RECEIPT: "receipts",
    Movement.CHARGE: "charges",
    Movement.TRANSFER_IN: "transfers",
    Movement.TRANSFER_OUT: "transfers",
    Movement.CUSTOMER_RETURN: "returns",
    Movement.SUPPLIER_RETURN: "returns",
    Movement.SALE: "sales",
    Movement.COUNT: "counts",
}
LATE = {
    Movement.SALE,
    Movement.SUPPLIER_RETURN,
    Movement.OTHER_OUT,
    Movement.WRITE_OFF,
    Movement.TRANSFER_OUT,
    Movement.COUNT,
}
"""Without a time of day these count at the end of their day, all others at its start."""

DAY = 86_400


def order(movements: pd.DataFrame) -> np.ndarray:
    """Return the order in which movements count: moment, kind, document, line (DESIGN § 4).

    Never the order of rows alone: the same documents entered in another order give the same ledger, so ties are
    broken by everything that tells two lines apart.
    """
    seconds = movements["moved_at"].to_numpy("M8[s]").astype(np.int64)
    is_late = movements["kind"].isin(LATE).to_numpy() & (seconds % DAY == 0)
    keys = [_ranked(movements[name]) for name in ("sku", "warehouse")]
    line = plain(movements["line_no"].astype("Int64"))
    rank = movements["kind"].map(RANK).to_numpy(np.int64)
    return np.lexsort((*keys, line, _ranked(movements["doc_no"]), rank, seconds + is_late * (DAY - 1)))


def stands(ledger: pd.DataFrame) -> pd.Series:
    """Tell which movements stand: neither reversed nor a reversal."""
    reversed_ = ledger["reverses"].dropna()
    return ledger["reverses"].isna() & ~ledger["seq"].isin(reversed_)


def _ranked(words: pd.Series) -> np.ndarray:
    return pd.factorize(words, sort=True)[0]
