"""Charges are shared over the lines of a receipt, so that the shares add up to the charge.

A share is a movement of value without quantity, at the moment of the goods it belongs to: whenever the freight bill
comes, it raises the cost of what was received, and what was sold since is costed again. When the goods lie in a closed
period, the share stands at the start of the open one; what of it is about goods already gone leaves again at once, as
a cost adjustment. A book that expenses freight keeps such shares in the ledger without a cost.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, tell
from jxc_xl.post.shape import Line, shaped
from jxc_xl.problems import Found, Problem
from jxc_xl.terms import Movement

IN_COST = ("duty", "invoice_difference")
"""Charges that are cost whatever the book does with freight."""


def charge_shares(book: Book, receipts: pd.DataFrame, open_from: pd.Timestamp | None) -> Found[pd.DataFrame]:
    """Return the shares of all charge lines.

    Args:
        book: The book.
        receipts: Receipt movements that are posted or about to be, with quantity.
        open_from: First moment that is not in a closed period.

    Problems:
        P208: the receipt has no such movement; P209: nothing to share by, so quantity is used; P404: goods would be
        worth less than nothing.
    """
    charges = book.lines["charges"]
    receipts = receipts[receipts["doc_no"].isin(charges["receipt_no"])]
    by_doc = dict(list(receipts.groupby("doc_no")))
    weights = _per_unit(book)
    shares: list[pd.DataFrame] = []
    worth = _worth(receipts)
    is_lost, is_bare, is_over = (pd.Series(data=False, index=charges.index) for _ in range(3))
    for position in charges.index:
        charge = charges.loc[position]
        goods = _goods(charge, by_doc.get(charge["receipt_no"]))
        is_lost[position] = not len(goods)
        if not len(goods) or pd.isna(charge["amount"]):
            continue
        base = _base(charge["basis"], goods, weights)
        is_bare[position] = not any(base)
        amounts = numbers.split(int(charge["amount"]), base if any(base) else goods["qty"].tolist())
        kind = _kind(book, charge["charge"])
        is_over[position] = kind is Movement.CHARGE and not _bears(worth, goods, amounts)
        shares.append(_shares(charges.loc[[position]], _at_earliest(goods, open_from), amounts, kind))
    problems = _told(book, charges, is_lost, is_bare)
    if is_over.any():
        problems += tell(book, "charges", is_over, "P404", "amount", receipt=charges["receipt_no"])
    return Found(pd.concat(shares, ignore_index=True) if shares else _none(charges), problems)


def with_receipts(book: Book, fresh: pd.DataFrame, standing: pd.DataFrame) -> Found[pd.DataFrame]:
    """Leave out charges on goods that are neither posted nor about to be: their receipt has problems of its own.

    Problems:
        P208: the receipt has no such movement.
    """
    goods = pd.concat([one.loc[one["kind"] == Movement.RECEIPT, ["doc_no", "line_no"]] for one in (standing, fresh)])
    named = pd.MultiIndex.from_frame(fresh[["ref_no", "ref_line"]])
    is_lost = (
        fresh["kind"].isin((Movement.CHARGE, Movement.EXPENSE)) & ~named.isin(pd.MultiIndex.from_frame(goods))
    ).to_numpy(bool)
    if not is_lost.any():
        return Found(fresh, [])
    charges = book.lines["charges"]
    is_wrong = charges["row"].isin(fresh.loc[is_lost, "row"])
    is_out = (fresh["sheet"] == "charges") & fresh["doc_no"].isin(fresh.loc[is_lost, "doc_no"])
    told = tell(book, "charges", is_wrong, "P208", "receipt_no", receipt=charges["receipt_no"])
    return Found(fresh[~is_out].reset_index(drop=True), told)


def _goods(charge: pd.Series, lines: pd.DataFrame | None) -> pd.DataFrame:
    """Return the receipt's lines the charge is for."""
    if lines is None:
        return pd.DataFrame()
    lines = lines[lines["qty"] > 0]
    if pd.notna(charge["receipt_line"]):
        lines = lines[(lines["line_no"] == charge["receipt_line"]).to_numpy(bool)]
    return lines.sort_values("line_no")


def _base(basis: str, goods: pd.DataFrame, weights: dict[str, dict[str, int]]) -> list[int]:
    """Return each line's part of the basis."""
    if basis == "value":
        return [int(amount) for amount in goods["doc_amount"].fillna(0)]
    if basis in weights:
        return [int(qty) * weights[basis].get(sku, 0) for sku, qty in zip(goods["sku"], goods["qty"], strict=True)]
    return [int(qty) for qty in goods["qty"]]


def _per_unit(book: Book) -> dict[str, dict[str, int]]:
    products = book.lines["products"]
    return {
        name: dict(zip(products["sku"], products[name].fillna(0).astype(np.int64).tolist(), strict=True))
        for name in ("weight", "volume")
    }


def _worth(receipts: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Return what each receipt line is worth before charges."""
    names = zip(receipts["doc_no"], receipts["line_no"].fillna(0).astype(np.int64).tolist(), strict=True)
    return dict(zip(names, receipts["doc_amount"].fillna(0).astype(np.int64).tolist(), strict=True))


def _bears(worth: dict[tuple[str, int], int], goods: pd.DataFrame, amounts: list[int]) -> bool:
    """Add shares to what goods are worth, if none comes out below nothing; tell whether they were added."""
    lines = goods["line_no"].fillna(0).astype(np.int64).tolist()
    names: list[tuple[str, int]] = list(zip(goods["doc_no"], lines, strict=True))
    after = {name: worth[name] + amount for name, amount in zip(names, amounts, strict=True)}
    is_borne = min(after.values()) >= 0
    if is_borne:
        worth |= after
    return is_borne


def _kind(book: Book, charge: str) -> Movement:
    """Tell whether a charge is cost or expense in this book."""
    is_cost = book.settings.freight == "capitalise" or charge in IN_COST
    return Movement.CHARGE if is_cost else Movement.EXPENSE


def _at_earliest(goods: pd.DataFrame, open_from: pd.Timestamp | None) -> pd.DataFrame:
    """Return goods with the moments their shares stand at: none in a closed period."""
    if open_from is None:
        return goods.assign(is_late=False)
    return goods.assign(
        is_late=goods["moved_at"] < open_from,
        moved_at=goods["moved_at"].where(goods["moved_at"] >= open_from, open_from),
    )


def _shares(charge: pd.DataFrame, goods: pd.DataFrame, amounts: list[int], kind: Movement) -> pd.DataFrame:
    """Return one charge's shares as movements."""
    lines = charge.loc[charge.index.repeat(len(goods))].reset_index(drop=True)
    goods = goods.reset_index(drop=True)
    line = Line(kind, goods["moved_at"], np.zeros(len(goods), np.int64), pd.Series(amounts, dtype="Int64"))
    named = {"ref_no": goods["doc_no"], "ref_line": goods["line_no"]}
    own = {name: goods[name] for name in ("sku", "warehouse", "lot", "is_late")}
    return shaped("charges", lines, line, **named, **own)


def with_adjustments(fresh: pd.DataFrame) -> pd.DataFrame:
    """Add the cost adjustment of each share whose goods lie in a closed period to movements about to be posted."""
    late = fresh[(fresh["kind"] == Movement.CHARGE) & fresh["is_late"]]
    if late.empty:
        return fresh
    pairs = late.assign(kind=str(Movement.COST_ADJUSTMENT), doc_amount=pd.array([pd.NA] * len(late), "Int64"))
    return pd.concat([fresh, pairs], ignore_index=True)


def _none(charges: pd.DataFrame) -> pd.DataFrame:
    moments = pd.Series(dtype="datetime64[s]")
    line = Line(Movement.CHARGE, moments, np.zeros(0, np.int64), pd.Series(dtype="Int64"))
    return shaped("charges", charges.iloc[:0].reset_index(drop=True), line)


def _told(book: Book, charges: pd.DataFrame, is_lost: pd.Series, is_bare: pd.Series) -> list[Problem]:
    if "charges" not in book.layouts:
        return []
    is_lost &= charges["receipt_no"] != ""
    problems = tell(book, "charges", is_lost, "P208", "receipt_no", receipt=charges["receipt_no"])
    return problems + tell(book, "charges", is_bare, "P209", "basis", receipt=charges["receipt_no"])
