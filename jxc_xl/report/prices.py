"""价格 Prices: what each purchase cost against the one before, and what each return to a supplier brought back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.report.facts import Facts, amounts, exact, named, quantities, rates, ratios, unit_costs
from jxc_xl.terms import Movement

COLUMNS = [
    "sku",
    "name",
    "supplier",
    "kind",
    "doc_no",
    "received_on",
    "qty",
    "unit_price",
    "landed_cost",
    "previous_price",
    "change",
    "variance",
]


def prices(facts: Facts) -> pd.DataFrame:
    """Return one line for each receipt and each return to a supplier in the period, without tax.

    In the order of product, day, document and line; where documents have a time of day, in that order, which is the one
    that says which price came before. The price before may lie before the period.
    """
    moves, digits = facts.moves, facts.book.settings.money_digits
    lines = pd.concat([_bought(moves, digits), _sent_back(moves, digits)])
    lines = lines[facts.period.is_within(lines["moved_at"])].sort_index().sort_values("sku", kind="stable")
    lines = lines.reset_index(drop=True)
    return lines.assign(name=named(facts.book, lines["sku"]), received_on=lines["moved_at"].dt.floor("D"))[COLUMNS]


def is_bought(moves: pd.DataFrame) -> np.ndarray:
    """Tell which movements are goods received from a supplier."""
    return np.asarray(((moves["kind"] == Movement.RECEIPT) & (moves["qty"] > 0)).to_numpy(bool), np.bool_)


def _bought(moves: pd.DataFrame, digits: int) -> pd.DataFrame:
    """Return the receipts; a product's first one has nothing before it.

    The variance is what the change of price cost: the amount less what the quantity would have cost at the price
    before, > 0 when it was dearer.
    """
    lines = moves[is_bought(moves)]
    amount, qty = (exact(lines[name]) for name in ("doc_amount", "qty"))
    amount_before, qty_before = (
        values.groupby(lines["sku"].to_numpy(object)).shift(fill_value=0) for values in (amount, qty)
    )
    gap = amount * qty_before - amount_before * qty
    return lines[["sku", "supplier", "kind", "doc_no", "moved_at", "qty"]].assign(
        unit_price=unit_costs(amount, qty, digits),
        landed_cost=unit_costs(amount + _shares(moves, lines), qty, digits),
        previous_price=unit_costs(amount_before, qty_before, digits),
        change=rates(gap, amount_before * qty),
        variance=ratios(gap, qty_before, 1),
    )


def _shares(moves: pd.DataFrame, receipts: pd.DataFrame) -> pd.Series:
    """Return what charges add to each receipt, however late they came."""
    charges = moves[moves["kind"] == Movement.CHARGE]
    added = exact(charges["doc_amount"]).groupby(_names(charges, "ref_no", "ref_line")).sum()
    found = added.reindex(pd.MultiIndex.from_arrays(_names(receipts, "doc_no", "line_no")), fill_value=0)
    return pd.Series(found.to_numpy(object), receipts.index)


def _names(moves: pd.DataFrame, doc: str, line: str) -> list[np.ndarray]:
    """Return document, line and product of movements."""
    return [moves[doc].to_numpy(object), plain(moves[line].astype("Int64")), moves["sku"].to_numpy(object)]


def _sent_back(moves: pd.DataFrame, digits: int) -> pd.DataFrame:
    """Return the returns to suppliers: refund against cost, > 0 when more came back than the goods had cost."""
    lines = moves[(moves["kind"] == Movement.SUPPLIER_RETURN) & (moves["qty"] < 0)]
    refund, qty = exact(lines["doc_amount"]), pd.Series(-quantities(lines), lines.index)
    cost = pd.Series(-amounts(lines), lines.index)
    blank = pd.Series(pd.NA, lines.index, dtype="Int64")
    return lines[["sku", "supplier", "kind", "doc_no", "moved_at"]].assign(
        qty=qty,
        unit_price=unit_costs(refund, qty, digits),
        landed_cost=unit_costs(cost, qty, digits),
        previous_price=blank,
        change=blank,
        variance=ratios(refund - cost, pd.Series(1, lines.index), 1),
    )
