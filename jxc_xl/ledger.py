"""The ledger: in which order movements count, which of them stand, and which entry sheet they came from.

A movement is never changed or taken out. A reversal (红冲) is a new movement that names the one it takes back; both
then stand for nothing.
"""

from __future__ import annotations

from typing import NamedTuple

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
    "unit_cost",
    "method",
)
"""What a document says of a movement, in the order in which it is hashed."""

SHEET_OF = {
    Movement.OPENING: "adjustments",
    Movement.OTHER_IN: "adjustments",
    Movement.OTHER_OUT: "adjustments",
    Movement.WRITE_OFF: "adjustments",
    Movement.RECEIPT: "receipts",
    Movement.CHARGE: "charges",
    Movement.EXPENSE: "charges",
    Movement.COST_ADJUSTMENT: "charges",
    Movement.TRANSFER_IN: "transfers",
    Movement.TRANSFER_OUT: "transfers",
    Movement.CUSTOMER_RETURN: "returns",
    Movement.SUPPLIER_RETURN: "returns",
    Movement.SALE: "sales",
    Movement.COUNT: "counts",
    Movement.ASSEMBLY_IN: "adjustments",
    Movement.ASSEMBLY_OUT: "adjustments",
    Movement.REVALUATION: "adjustments",
}
"""The entry sheet of each kind; a close has none."""

LATE = {
    Movement.SALE,
    Movement.SUPPLIER_RETURN,
    Movement.OTHER_OUT,
    Movement.WRITE_OFF,
    Movement.TRANSFER_OUT,
    Movement.COUNT,
    Movement.REVALUATION,
}
"""Without a time of day these count at the end of their day, all others at its start."""

DAY = 86_400


class Moments(NamedTuple):
    """When each movement counts: the second, and its rank within it."""

    second: np.ndarray
    rank: np.ndarray


def order(movements: pd.DataFrame, *, is_paired: bool = False) -> np.ndarray:
    """Return the order in which movements count: moment, kind, document, line (DESIGN § 4).

    Args:
        movements: Any movements.
        is_paired: A transfer counts as one, its out-leg right before its in-leg: where warehouses have a cost of their
            own, what arrives is worth what left.

    Never the order of rows alone: the same documents entered in another order give the same ledger, so ties are
    broken by everything that tells two lines apart.
    """
    when = moments(movements, is_paired=is_paired)
    keys = [_ranked(movements[name]) for name in ("sku", "warehouse")]
    if is_paired:
        keys = [*keys, (movements["kind"] == Movement.TRANSFER_IN).to_numpy()]
    line = plain(movements["line_no"].astype("Int64"))
    return np.lexsort((*keys, line, _ranked(movements["doc_no"]), when.rank, when.second))


def moments(movements: pd.DataFrame, *, is_paired: bool = False) -> Moments:
    """Return when movements count.

    Without a time of day goods come in at the start of their day and leave at its end; but what comes back of a sale
    of that day comes back right after it.
    """
    seconds = movements["moved_at"].to_numpy("M8[s]").astype(np.int64)
    kind = movements["kind"]
    if is_paired:
        kind = kind.mask(kind == Movement.TRANSFER_OUT, Movement.TRANSFER_IN)
    is_timeless = seconds % DAY == 0
    second = seconds + (kind.isin(LATE).to_numpy() & is_timeless) * (DAY - 1)
    rank = 2 * kind.map(RANK).to_numpy(np.int64)
    is_named = ((kind == Movement.CUSTOMER_RETURN) & (movements["ref_no"] != "")).to_numpy() & is_timeless
    if is_named.any():
        sold = _second_of_sales(movements, second)
        back = movements[is_named]
        names = zip(back["ref_no"], back["ref_line"], back["sku"], strict=True)
        for position, name in zip(np.flatnonzero(is_named), names, strict=True):
            if sold.get(name, -1) // DAY == second[position] // DAY:
                second[position], rank[position] = sold[name], 2 * RANK[Movement.SALE] + 1
    return Moments(second, rank)


def _second_of_sales(movements: pd.DataFrame, second: np.ndarray) -> dict[tuple[str, int, str], int]:
    is_sale = (movements["kind"] == Movement.SALE).to_numpy() & movements["doc_no"].isin(movements["ref_no"]).to_numpy()
    sales = movements[is_sale]
    names = zip(sales["doc_no"], sales["line_no"], sales["sku"], strict=True)
    return dict(zip(names, second[is_sale].tolist(), strict=True))


def in_order(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger in order of ``seq``, whatever order its sheet is in."""
    return ledger.sort_values("seq", kind="stable", ignore_index=True)


def stands(ledger: pd.DataFrame) -> pd.Series:
    """Tell which movements stand: neither reversed nor a reversal."""
    reversed_ = ledger["reverses"].dropna()
    return ledger["reverses"].isna() & ~ledger["seq"].isin(reversed_)


def closes(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the close lines that stand."""
    return ledger[stands(ledger) & (ledger["kind"] == Movement.CLOSE)]


def open_from(ledger: pd.DataFrame) -> pd.Timestamp | None:
    """Return the first moment that is not in a closed period; None = nothing is closed."""
    lines = closes(ledger)
    return None if lines.empty else pd.Timestamp(lines["moved_at"].max())


def _ranked(words: pd.Series) -> np.ndarray:
    return pd.factorize(words, sort=True)[0]
