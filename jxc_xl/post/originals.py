"""Returns that name a document find the line they go back on: a customer's on a sale, a supplier's on a receipt."""

from __future__ import annotations

import pandas as pd

from jxc_xl.terms import Movement

ORIGINAL = {Movement.CUSTOMER_RETURN: Movement.SALE, Movement.SUPPLIER_RETURN: Movement.RECEIPT}


def find_originals(movements: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Fill the original line of returns that name only the document, and the lot they came in.

    Args:
        movements: Any movements.
        known: Sales and receipts that are posted or asked for.

    Returns:
        The movements; the original line is the first of that document with the product, or 0 where there is none or
        where the line named is of another product.
    """
    for back, first in ORIGINAL.items():
        movements = _found(movements, back, known[known["kind"] == first])
    return movements


def _found(movements: pd.DataFrame, back: Movement, known: pd.DataFrame) -> pd.DataFrame:
    is_named = (movements["kind"] == back) & (movements["ref_no"] != "")
    if not is_named.any():
        return movements
    known = known[known["doc_no"].isin(movements.loc[is_named, "ref_no"])]
    exact = dict(zip(zip(known["doc_no"], known["line_no"], known["sku"], strict=True), known["lot"], strict=True))
    first = known.sort_values("line_no").drop_duplicates(["doc_no", "sku"])
    by_product = dict(zip(zip(first["doc_no"], first["sku"], strict=True), first["line_no"], strict=True))
    named = movements[is_named]
    lines = [
        (ref_line if (ref_no, ref_line, sku) in exact else 0)
        if pd.notna(ref_line)
        else by_product.get((ref_no, sku), 0)
        for ref_no, ref_line, sku in zip(named["ref_no"], named["ref_line"], named["sku"], strict=True)
    ]
    names = zip(named["ref_no"], lines, named["sku"], strict=True)
    lots = [lot or exact.get(name, "") for lot, name in zip(named["lot"], names, strict=True)]
    ref_line, lot = movements["ref_line"].copy(), movements["lot"].copy()
    ref_line[is_named] = pd.Series(lines, named.index, dtype="Int64")
    lot[is_named] = pd.Series(lots, named.index, dtype="str")
    return movements.assign(ref_line=ref_line, lot=lot)
