"""What single lines of charges, adjustments, bundles, returns, counts, quotes and events must say."""

from __future__ import annotations

import pandas as pd

from jxc_xl.book import Book, Number, tell
from jxc_xl.problems import Problem
from jxc_xl.terms import Method, Text

AT_LEAST_0 = Text("不小于 0 ", "0 or more")


def check_adjustments(book: Book) -> list[Problem]:
    """Opening stock has a cost, goods have a quantity, a revaluation says to what, or by how much."""
    if "adjustments" not in book.layouts:
        return []
    lines = book.lines["adjustments"]
    is_revalued, is_used = lines["kind"] == "revaluation", lines["kind"] != ""
    is_bare = (lines["kind"] == "opening") & lines["unit_cost"].isna() & lines["amount"].isna()
    is_unclear = is_revalued & (lines["unit_cost"].isna() == lines["amount"].isna())
    problems = tell(book, "adjustments", is_bare, "P211", "unit_cost", sku=lines["sku"])
    problems += tell(book, "adjustments", ~is_revalued & is_used & lines["qty"].isna(), "P101", "qty")
    problems += tell(book, "adjustments", is_unclear, "P222", "unit_cost")
    return problems + _negative(book, "adjustments", ~is_revalued)


def check_charges(book: Book) -> list[Problem]:
    """A charge on one line names it; only an invoice may turn out lower."""
    if "charges" not in book.layouts:
        return []
    lines = book.lines["charges"]
    is_loose = (lines["basis"] == "manual") & lines["receipt_line"].isna()
    problems = tell(book, "charges", is_loose, "P216", "receipt_line")
    problems += _negative(book, "charges", lines["charge"] != "invoice_difference")
    return problems + _provisional(book)


def _negative(book: Book, key: str, is_plain: pd.Series) -> list[Problem]:
    """Tell negative amounts of lines that may have none."""
    lines = book.lines[key]
    is_wrong = is_plain & (lines["amount"] < 0).fillna(value=False).astype(bool)
    value = Number(lines["amount"], book.settings.money_digits)
    return tell(book, key, is_wrong, "P105", "amount", value=value, allowed=AT_LEAST_0)


def _provisional(book: Book) -> list[Problem]:
    """Remind of receipts at an estimated price whose invoice is still missing."""
    if "receipts" not in book.layouts:
        return []
    lines, charges = book.lines["receipts"], book.lines["charges"]
    come = charges.loc[charges["charge"] == "invoice_difference", "receipt_no"]
    is_open = (lines["is_provisional"] == "yes") & ~lines["doc_no"].isin(come)
    if not is_open.any():
        return []
    first = int(lines.loc[is_open, "row"].iloc[0])
    receipts = lines.loc[is_open, "doc_no"].nunique()
    return [Problem("P405", book.place("receipts", first, "is_provisional"), {"receipts": receipts})]


def check_bundles(book: Book) -> list[Problem]:
    """A component is no bundle that is split itself, so that a bundle is split once and for all."""
    if "bundles" not in book.layouts:
        return []
    lines = book.lines["bundles"]
    split = set(lines.loc[lines["kind"] == "on_sale", "bundle"])
    is_wrong = (lines["sku"] != "") & (lines["sku"].isin(split) | (lines["sku"] == lines["bundle"]))
    return tell(book, "bundles", is_wrong, "P220", "sku", sku=lines["sku"])


def check_returns(book: Book) -> list[Problem]:
    """The order that replaces what came back should be there."""
    if "returns" not in book.layouts:
        return []
    lines = book.lines["returns"]
    is_lost = (lines["exchange_no"] != "") & ~lines["exchange_no"].isin(book.lines["sales"]["doc_no"])
    return tell(book, "returns", is_lost, "P217", "exchange_no", order=lines["exchange_no"])


def check_counts(book: Book) -> list[Problem]:
    """What is counted in several lines at one moment adds up; of two lines the second would take back the first.

    A lot is a thing of its own only where it has a cost of its own.

    Problems:
        P224: each of such lines that is not posted.
    """
    if "counts" not in book.layouts:
        return []
    lines = book.lines["counts"]
    is_asked = lines["posting_no"].isna() & lines["counted_qty"].notna() & lines["counted_at"].notna()
    lot = lines["lot"].where(lines["sku"].isin(_by_lot(book)), "")
    name = lines[["sku", "warehouse", "counted_at"]].assign(lot=lot)[is_asked & (lines["sku"] != "")]
    again = name[name.duplicated(keep=False)]
    if again.empty:
        return []
    rows = lines["row"][again.index]
    groups = [again[key] for key in again]
    first = rows.groupby(groups).transform("first")
    second = rows.groupby(groups).transform(lambda group: group.iloc[1])
    other = first.where(first != rows, second).reindex(lines.index)
    is_wrong = lines.index.to_series().isin(again.index)
    facts = {"sku": lines["sku"], "warehouse": lines["warehouse"], "row": other.astype("Int64")}
    return tell(book, "counts", is_wrong, "P224", "counted_qty", **facts)


def _by_lot(book: Book) -> set[str]:
    products = book.lines["products"]
    own = products["method"].mask(products["method"] == "", book.settings.method)
    return set(products.loc[own == Method.SPECIFIC, "sku"])


PERIODS = {"quotes": ("valid_from", "valid_to"), "events": ("first_on", "last_on")}
"""Sheets whose lines hold from one day to another."""


def check_periods(book: Book) -> list[Problem]:
    """What holds from one day to another must not end before it begins."""
    problems: list[Problem] = []
    for key in PERIODS.keys() & book.layouts.keys():
        lines = book.lines[key]
        first, last = (lines[name] for name in PERIODS[key])
        said = {name: day.dt.strftime("%Y-%m-%d") for name, day in (("first", first), ("last", last))}
        problems += tell(book, key, last < first, "P245", PERIODS[key][1], **said)
    return problems
