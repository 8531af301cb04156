"""Lots of products with a cost by lot (个别计价): what comes in says its lot, what goes out finds it.

Where only one lot is there, an issue need not name it. Where there are several it must: a guess would be a choice of
cost. Other lots are never touched to make up for one that is short.
"""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Book, tell
from jxc_xl.problems import Found, Problem
from jxc_xl.terms import Method, Movement

INWARD = (
    Movement.RECEIPT,
    Movement.OPENING,
    Movement.OTHER_IN,
    Movement.ASSEMBLY_IN,
    Movement.CUSTOMER_RETURN,
    Movement.COUNT,
    Movement.REVALUATION,
)
OUTWARD = (
    Movement.SALE,
    Movement.SUPPLIER_RETURN,
    Movement.OTHER_OUT,
    Movement.WRITE_OFF,
    Movement.TRANSFER_OUT,
    Movement.ASSEMBLY_OUT,
)
LINE = ["sheet", "doc_no", "line_no"]
PLACE = ["sku", "warehouse"]


def costed_by_lot(book: Book) -> set[str]:
    """Return the products that are costed by lot from now on."""
    products = book.lines["products"]
    own = products["method"].mask(products["method"] == "", book.settings.method)
    return set(products.loc[own == Method.SPECIFIC, "sku"])


def find_lots(book: Book, wanted: pd.DataFrame, standing: pd.DataFrame) -> Found[pd.DataFrame]:
    """Fill the lots of issues that can only be one.

    Args:
        book: The book.
        wanted: Movements of ready lines.
        standing: The ledger's movements that stand.

    Problems:
        P218: goods come in without a lot; P304: several lots are there; P305: no such lot.
    """
    is_asked = wanted["sku"].isin(costed_by_lot(book)) & wanted["mark"].isna()
    if not is_asked.any():
        return Found(wanted, [])
    is_out = is_asked & wanted["kind"].isin(OUTWARD)
    there = _there(wanted[is_asked & ~is_out & (wanted["qty"] > 0)], standing)
    asked = wanted[is_out]
    lots = [
        _lot(there.get((sku, warehouse), {}), lot)
        for sku, warehouse, lot in zip(asked["sku"], asked["warehouse"], asked["lot"], strict=True)
    ]
    found = wanted["lot"].copy()
    found[is_out] = pd.Series([lot for lot, _ in lots], found.index[is_out], dtype="str")
    wanted = _with_second_legs(wanted.assign(lot=found), is_asked)
    codes = pd.Series([code for _, code in lots], found.index[is_out], dtype="str")
    is_bare = is_asked & wanted["kind"].isin(INWARD) & (wanted["lot"] == "")
    is_bare &= ~((wanted["kind"] == Movement.CUSTOMER_RETURN) & (wanted["ref_no"] != ""))
    problems = _told(book, wanted[is_bare], "P218")
    for code in ("P304", "P305"):
        problems += _told(book, wanted.loc[codes.index[codes == code]], code)
    return Found(wanted, problems)


def _there(fresh: pd.DataFrame, standing: pd.DataFrame) -> dict[tuple[str, str], dict[str, int]]:
    """Return what of each lot is, or is about to be, in each warehouse."""
    names = [*PLACE, "lot", "qty"]
    standing = standing[standing["sku"].isin(fresh["sku"].unique()) | (standing["lot"] != "")]
    held = pd.concat([standing[names], fresh[names]]).groupby([*PLACE, "lot"], as_index=False)["qty"].sum()
    there: dict[tuple[str, str], dict[str, int]] = {}
    for sku, warehouse, lot, qty in zip(*(held[name] for name in names), strict=True):
        there.setdefault((sku, warehouse), {})[lot] = int(qty)
    return there


def _lot(lots: dict[str, int], lot: str) -> tuple[str, str]:
    """Return an issue's lot, and the code of what is wrong with it, given what is there of each."""
    if lot:
        return lot, "" if lot in lots else "P305"
    held = [name for name, qty in lots.items() if qty > 0]
    return (held[0], "") if len(held) == 1 else ("", "P304" if held else "")


def _with_second_legs(wanted: pd.DataFrame, is_asked: pd.Series) -> pd.DataFrame:
    """Give the in-leg of a transfer the lot of its out-leg."""
    legs = wanted[is_asked & (wanted["kind"] == Movement.TRANSFER_OUT)]
    if legs.empty:
        return wanted
    lots = dict(zip(zip(*(legs[name] for name in LINE), strict=True), legs["lot"], strict=True))
    is_in = is_asked & (wanted["kind"] == Movement.TRANSFER_IN)
    names = zip(*(wanted.loc[is_in, name] for name in LINE), strict=True)
    found = wanted["lot"].copy()
    found[is_in] = pd.Series([lots.get(name, "") for name in names], found.index[is_in], dtype="str")
    return wanted.assign(lot=found)


def _told(book: Book, lines: pd.DataFrame, code: str) -> list[Problem]:
    problems: list[Problem] = []
    for key, part in lines.groupby("sheet"):
        is_wrong = book.lines[str(key)]["row"].isin(part["row"])
        skus, lots = (dict(zip(part["row"], part[name], strict=True)) for name in ("sku", "lot"))
        rows = book.lines[str(key)]["row"]
        problems += tell(book, str(key), is_wrong, code, "lot", sku=rows.map(skus), lot=rows.map(lots))
    return problems
