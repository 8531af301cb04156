"""Documents in themselves: quantities add up, prices are there, and blanks mean what the sheet says they mean."""

from __future__ import annotations

import dataclasses

import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, Number, plain, tell
from jxc_xl.problems import Found, Problem
from jxc_xl.schema import ENTRY
from jxc_xl.validate.rules import (
    check_adjustments,
    check_bundles,
    check_charges,
    check_counts,
    check_periods,
    check_returns,
)

ONE = 10**numbers.RATE_DIGITS
MOST_SHELF_DAYS = 36_500
"""A shelf life beyond a hundred years is none."""


def with_defaults(book: Book) -> Book:
    """Return the book with blanks of entry lines filled from the settings, and expiry from the product's shelf life.

    The ledger stays as it was written.
    """
    entered = {sheet.key for sheet in ENTRY}
    lines = {key: _with_defaults(book, frame) if key in entered else frame for key, frame in book.lines.items()}
    lines["receipts"] = _with_expiry(lines["receipts"], lines["products"])
    return dataclasses.replace(book, lines=lines)


def check_documents(book: Book) -> Found[Book]:
    """Complete receipts by rule and check what one line or its order says against itself."""
    receipts, problems = _receipts(book)
    book = dataclasses.replace(book, lines=book.lines | {"receipts": receipts})
    problems += _transfers(book) + check_adjustments(book) + check_charges(book)
    problems += check_bundles(book) + check_returns(book) + check_counts(book) + check_periods(book)
    return Found(book, problems)


def _with_defaults(book: Book, lines: pd.DataFrame) -> pd.DataFrame:
    """Fill warehouse, tax rate and whether prices have tax from the settings."""
    settings = book.settings
    filled: dict[str, pd.Series] = {}
    if "warehouse" in lines and "name" not in lines:
        filled["warehouse"] = lines["warehouse"].mask(lines["warehouse"] == "", settings.warehouse)
    if "tax_rate" in lines and "unit_price" in lines and "purchase_no" not in lines:
        filled["tax_rate"] = lines["tax_rate"].fillna(settings.tax_rate)
        words = "yes" if settings.price_has_tax else "no"
        filled["price_has_tax"] = lines["price_has_tax"].mask(lines["price_has_tax"] == "", words)
    return lines.assign(**filled)


def _with_expiry(lines: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Fill the day goods expire: so many days of shelf life after the day they were made."""
    known = products[products["shelf_days"].between(1, MOST_SHELF_DAYS).fillna(value=False)]
    days = dict(zip(known["sku"].str.casefold()[::-1], plain(known["shelf_days"]).tolist()[::-1], strict=True))
    life = pd.Series([days.get(sku.casefold()) for sku in lines["sku"]], lines.index, dtype="Int64")
    is_asked = lines["expires_on"].isna() & lines["made_on"].notna() & life.notna()
    expires_on = lines["made_on"] + pd.to_timedelta(plain(life), unit="D").astype("m8[s]")
    return lines.assign(expires_on=lines["expires_on"].mask(is_asked, expires_on))


def _receipts(book: Book) -> Found[pd.DataFrame]:
    """Complete arrived = accepted + rejected, and prices from purchases."""
    lines = book.lines["receipts"]
    rejected = lines["rejected_qty"].fillna(0)
    accepted = lines["accepted_qty"].fillna(lines["arrived_qty"] - rejected)
    arrived = lines["arrived_qty"].fillna(accepted + rejected)
    problems = []
    if "receipts" in book.layouts:
        is_blank = accepted.isna()
        problems += tell(book, "receipts", is_blank, "P101", "arrived_qty")
        is_wrong = ((arrived != accepted + rejected) | (accepted < 0)).fillna(value=False).astype(bool)
        facts = {
            name: Number(values, numbers.QTY_DIGITS)
            for name, values in (("arrived", arrived), ("accepted", accepted), ("rejected", rejected))
        }
        problems += tell(book, "receipts", is_wrong, "P203", "arrived_qty", **facts)
    lines = lines.assign(arrived_qty=arrived, accepted_qty=accepted, rejected_qty=rejected)
    priced, found = _priced(book, lines)
    return Found(priced, problems + found)


def _priced(book: Book, lines: pd.DataFrame) -> Found[pd.DataFrame]:
    """Take a blank price, its tax and the supplier from the purchase, a blank tax rate from the settings."""
    bought = _bought(book)
    key = pd.Series(list(zip(lines["purchase_no"], lines["sku"], strict=True)), lines.index, dtype=object)
    price = key.map(bought["unit_price"]).astype("Int64")
    has_own = lines["unit_price"].notna()
    is_ordered = lines["purchase_no"] != ""
    is_unknown = is_ordered & ~key.isin(set(bought["supplier"]))
    problems: list[Problem] = []
    if "receipts" in book.layouts:
        problems += tell(
            book, "receipts", is_unknown, "P205", "purchase_no", purchase=lines["purchase_no"], sku=lines["sku"]
        )
        is_free = ~has_own & price.isna() & (lines["accepted_qty"].fillna(0) > 0).astype(bool) & (lines["sku"] != "")
        problems += tell(book, "receipts", is_free, "P204", "unit_price", sku=lines["sku"])
    words = "yes" if book.settings.price_has_tax else "no"
    tax = lines["price_has_tax"].mask(
        lines["price_has_tax"] == "", _words(key, bought["price_has_tax"]).where(~has_own).fillna(words)
    )
    rate = lines["tax_rate"].fillna(key.map(bought["tax_rate"]).astype("Int64")).fillna(book.settings.tax_rate)
    supplier = lines["supplier"].mask(lines["supplier"] == "", _words(key, bought["supplier"]).fillna(""))
    filled = {
        "unit_price": lines["unit_price"].fillna(price),
        "price_has_tax": tax,
        "tax_rate": rate,
        "supplier": supplier,
    }
    return Found(lines.assign(**filled), problems)


def _words(key: pd.Series, known: dict[object, object]) -> pd.Series:
    """Return the word known for each key; missing where none is."""
    return key.map(known).astype("str").where(lambda words: words != "")


def _bought(book: Book) -> dict[str, dict[object, object]]:
    """Return price (in the book's currency), tax and supplier by purchase and product."""
    lines = book.lines["purchases"]
    lines = lines[lines["status"] != "cancelled"]
    rate = plain(lines["exchange_rate"], ONE)
    price = numbers.multiply(plain(lines["unit_price"]), rate, numbers.RATE_DIGITS).values
    unit_price = pd.Series(pd.arrays.IntegerArray(price, lines["unit_price"].isna().to_numpy(bool)), lines.index)
    names = list(zip(lines["doc_no"], lines["sku"], strict=True))
    columns = {
        "unit_price": unit_price,
        "price_has_tax": lines["price_has_tax"],
        "tax_rate": lines["tax_rate"],
        "supplier": lines["supplier"],
    }
    return {name: dict(zip(names, values, strict=True)) for name, values in columns.items()}


def _transfers(book: Book) -> list[Problem]:
    if "transfers" not in book.layouts:
        return []
    lines = book.lines["transfers"]
    is_same = (lines["from_warehouse"] == lines["to_warehouse"]) & (lines["from_warehouse"] != "")
    return tell(book, "transfers", is_same, "P210", "to_warehouse", warehouse=lines["to_warehouse"])
