"""Which rows go back on which: returns on sales and receipts, charges on receipts, by document, line and product."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.terms import Movement

Name = tuple[str, int, str]


class Rows:
    """The movements, by what names them."""

    def __init__(self, moves: pd.DataFrame) -> None:
        self.moves = moves
        self.kind = moves["kind"]
        self.amount = plain(moves["doc_amount"])
        self.moment = moves["moved_at"].to_numpy("M8[s]")

    def of(self, *kinds: Movement) -> np.ndarray:
        """Return the rows of some kinds."""
        return np.flatnonzero(self.kind.isin(kinds).to_numpy())

    def names(self, rows: np.ndarray, doc: str, line: str) -> list[Name]:
        """Return document, line and product of rows; a blank line is 0."""
        part = self.moves.iloc[rows]
        lines = plain(part[line].astype("Int64")).tolist()
        return list(zip(part[doc].tolist(), lines, part["sku"].tolist(), strict=True))

    def at_name(self, kind: Movement) -> dict[Name, int]:
        """Return the row of each line of a kind."""
        rows = self.of(kind)
        return dict(zip(self.names(rows, "doc_no", "line_no"), rows.tolist(), strict=True))

    def named(self, *kinds: Movement) -> list[tuple[int, Name]]:
        """Return the rows of some kinds that name another line, and what they name."""
        rows = self.of(*kinds)
        rows = rows[(self.moves["ref_no"].iloc[rows] != "").to_numpy()]
        return list(zip(rows.tolist(), self.names(rows, "ref_no", "ref_line"), strict=True))


def issues(rows: Rows) -> dict[int, int]:
    """Return the sale that each customer return goes back on."""
    return _earlier(rows, Movement.CUSTOMER_RETURN, Movement.SALE)


def receipts(rows: Rows) -> dict[int, int]:
    """Return the receipt that each return to a supplier goes back on."""
    return _earlier(rows, Movement.SUPPLIER_RETURN, Movement.RECEIPT)


def _earlier(rows: Rows, back: Movement, first: Movement) -> dict[int, int]:
    returned = rows.named(back)
    if not returned:
        return {}
    at, qty = rows.at_name(first), rows.moves["qty"].to_numpy(np.int64)
    found = {row: at.get(name, -1) for row, name in returned}
    return {row: origin for row, origin in found.items() if 0 <= origin < row and qty[origin] and qty[row]}


def landed(rows: Rows) -> np.ndarray:
    """Return what charges add to each receipt: the shares that stand at its own moment."""
    extra = np.zeros(len(rows.moves), np.int64)
    for row, receipt in _charged(rows):
        if rows.moment[row] <= rows.moment[receipt]:
            extra[receipt] += rows.amount[row]
    return extra


def lates(rows: Rows) -> dict[int, tuple[int, int]]:
    """Return receipt and adjustment (-1 = none) of each share that stands later than its receipt."""
    late = [(row, receipt) for row, receipt in _charged(rows) if rows.moment[row] > rows.moment[receipt]]
    if not late:
        return {}
    pairs = rows.named(Movement.COST_ADJUSTMENT)
    own = rows.names(np.array([row for row, _ in pairs], np.int64), "doc_no", "line_no")
    adjustments = {(*mine, name): row for (row, name), mine in zip(pairs, own, strict=True)}
    at = np.array([row for row, _ in late], np.int64)
    mine, named = rows.names(at, "doc_no", "line_no"), rows.names(at, "ref_no", "ref_line")
    return {
        row: (receipt, adjustments.get((*one, name), -1))
        for (row, receipt), one, name in zip(late, mine, named, strict=True)
    }


def _charged(rows: Rows) -> list[tuple[int, int]]:
    """Return each share's row and its receipt's."""
    shares = rows.named(Movement.CHARGE)
    if not shares:
        return []
    at = rows.at_name(Movement.RECEIPT)
    return [(row, at[name]) for row, name in shares if name in at]
