"""Returns that name a sale find the line they go back on."""

from __future__ import annotations

import pandas as pd

from jxc_xl.terms import Movement


def find_originals(movements: pd.DataFrame, sales: pd.DataFrame) -> pd.DataFrame:
    """Fill the original line of customer returns that name only the document.

    Args:
        movements: Any movements.
        sales: Sales that are posted or asked for.

    Returns:
        The movements; the original line is the first of that document with the product, or 0 where there is none or
        where the line named is of another product.
    """
    is_named = (movements["kind"] == Movement.CUSTOMER_RETURN) & (movements["ref_no"] != "")
    if not is_named.any():
        return movements
    sales = sales[sales["doc_no"].isin(movements.loc[is_named, "ref_no"])]
    exact = set(zip(sales["doc_no"], sales["line_no"], sales["sku"], strict=True))
    first = sales.sort_values("line_no").drop_duplicates(["doc_no", "sku"])
    by_product = {(line.doc_no, line.sku): line.line_no for line in first.itertuples()}
    named = movements[is_named]
    lines = [
        (ref_line if (ref_no, ref_line, sku) in exact else 0)
        if pd.notna(ref_line)
        else by_product.get((ref_no, sku), 0)
        for ref_no, ref_line, sku in zip(named["ref_no"], named["ref_line"], named["sku"], strict=True)
    ]
    found = movements["ref_line"].copy()
    found[is_named] = pd.Series(lines, found.index[is_named], dtype="Int64")
    return movements.assign(ref_line=found)
