"""库存 Stock: what is there, what of it is promised, what is coming, what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.report.facts import TRANSFERS, Facts, amounts, by_product, quantities, unit_costs


def stock(facts: Facts) -> pd.DataFrame:
    """Return one line for each product of the master, in the order of its code.

    A product that is no longer there but still has goods or value has one too, without a name.
    """
    moves = facts.moves
    there, worth = (by_product(moves, of(moves)) for of in (quantities, amounts))
    products = _listed(facts.book, there.index[(there != 0) | (worth != 0)])
    sku = products["sku"]
    on_hand, amount = _per(sku, there), _per(sku, worth)
    reserved = _per(sku, _reserved(facts.book))
    is_own = moves["kind"].isin(TRANSFERS).to_numpy()
    last_in, last_out = (
        _last(moves, is_moved & ~is_own) for is_moved in (quantities(moves) > 0, quantities(moves) < 0)
    )
    return pd.DataFrame(
        {
            "sku": sku,
            "name": products["name"],
            "category": products["category"],
            "unit": products["unit"],
            "method": sku.map(facts.methods).fillna(facts.book.settings.method),
            "on_hand": on_hand,
            "reserved": reserved,
            "available": on_hand - _per(sku, _quarantined(facts)) - reserved,
            "on_order": _per(sku, _on_order(facts.book)),
            "unit_cost": unit_costs(amount, on_hand, facts.book.settings.money_digits),
            "amount": amount,
            "last_in_on": last_in.reindex(sku).to_numpy("M8[s]"),
            "last_out_on": last_out.reindex(sku).to_numpy("M8[s]"),
        }
    )


def _listed(book: Book, held: pd.Index) -> pd.DataFrame:
    """Return the products of the master, and those held that are not on it."""
    products = book.lines["products"][["sku", "name", "category", "unit"]].drop_duplicates("sku")
    lost = pd.DataFrame({"sku": held[~held.isin(products["sku"])]}, dtype="str")
    listed = pd.concat([products[products["sku"] != ""], lost.reindex(columns=products.columns, fill_value="")])
    return listed.astype(products.dtypes.to_dict()).sort_values("sku", ignore_index=True)


def _per(sku: pd.Series, values: pd.Series) -> pd.Series:
    return values.reindex(sku, fill_value=0).reset_index(drop=True).astype(np.int64)


def _last(moves: pd.DataFrame, mask: np.ndarray) -> pd.Series:
    last: pd.Series = moves[mask].groupby("sku")["moved_at"].max().dt.floor("D")
    return last


def _quarantined(facts: Facts) -> pd.Series:
    """Return what lies in quarantine: there, but not for sale."""
    warehouses = facts.book.lines["warehouses"]
    held = set(warehouses.loc[warehouses["kind"] == "quarantine", "warehouse"]) | {facts.book.settings.quarantine}
    moves = facts.moves[facts.moves["warehouse"].isin(held)]
    return by_product(moves, quantities(moves))


def _reserved(book: Book) -> pd.Series:
    """Return what orders have promised: lines that are neither cancelled nor posted."""
    lines = book.lines["sales"]
    lines = lines[(lines["status"] != "cancelled") & lines["posting_no"].isna()]
    return pd.Series(plain(lines["qty"])).groupby(lines["sku"].to_numpy(object)).sum()


def _on_order(book: Book) -> pd.Series:
    """Return what is ordered and has not arrived; more than ordered counts as nothing."""
    ordered = book.lines["purchases"]
    ordered = ordered[ordered["status"] == "ordered"]
    key = ["doc_no", "sku"]
    wanted = (
        pd.DataFrame({"qty": plain(ordered["qty"])})
        .groupby([ordered[name].to_numpy(object) for name in key])
        .sum()["qty"]
    )
    receipts = book.lines["receipts"]
    receipts = receipts[receipts["purchase_no"] != ""]
    names = [receipts["purchase_no"].to_numpy(object), receipts["sku"].to_numpy(object)]
    come = pd.Series(plain(receipts["accepted_qty"])).groupby(names).sum()
    left = wanted.sub(come.reindex(wanted.index, fill_value=0)).clip(lower=0).astype(np.int64)
    return left.groupby(level=1).sum()
