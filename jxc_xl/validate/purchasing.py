"""Purchasing: large purchases are approved by those who may, and no request is ordered without approval.

A purchase counts as approved when one of its lines names somebody who may approve. It comes to what its lines do that
are not cancelled, at the prices entered and the purchase's exchange rate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain, tell
from jxc_xl.problems import Problem
from jxc_xl.schema import SETTINGS
from jxc_xl.terms import Text
from jxc_xl.validate.receiving import check_receiving

NOBODY = Text("却没有批准人", "nobody approved it")
ANYBODY = Text("负责人", "whoever is in charge")
RULE = next(setting.title for setting in SETTINGS if setting.key == "approval_limit")


def check_purchasing(book: Book) -> list[Problem]:
    """Check purchases against the rules of approval, and receipts against purchases.

    Args:
        book: A book whose receipts are completed.

    Problems:
        P241: a purchase above the limit that nobody approved who may. P242: a request was ordered without approval.
        P243, P244: those of `check_receiving`.
    """
    if "purchases" not in book.layouts:
        return []
    limit = book.settings.approval_limit
    return ([] if limit is None else _unapproved(book, limit)) + check_receiving(book)


def _unapproved(book: Book, limit: int) -> list[Problem]:
    """Tell purchases above the limit, and requests, that nobody approved: each once, at its first line.

    Args:
        book: The book.
        limit: Scaled by 10**6.
    """
    lines, approvers = book.lines["purchases"], book.settings.approvers
    said, total, digits = lines["approver"], _totals(book, lines), book.settings.money_digits
    is_on = lines["status"].isin(("approved", "ordered")) & (lines["doc_no"] != "")
    is_above = (total * 10 ** (numbers.PRICE_DIGITS - digits) > limit).astype(bool)
    is_over = is_on & is_above & ~_in_document(lines, _is_listed(said, approvers))
    facts = {
        "document": lines["doc_no"],
        "total": total.map(lambda value: numbers.text_of(value, digits, is_trimmed=True)),
        "rule": RULE,
        "limit": numbers.text_of(limit, numbers.PRICE_DIGITS, is_trimmed=True),
        "why": said.where(said != "").groupby(lines["doc_no"]).transform("first").map(_why),
        "approvers": Text("、".join(approvers), ", ".join(approvers)) if approvers else ANYBODY,
    }
    problems = tell(book, "purchases", _first(lines, is_over), "P241", "approver", **facts)
    is_bare = ~_in_document(lines, (said != "") | lines["approved_on"].notna())
    is_asked = (lines["status"] == "ordered") & lines["requested_on"].notna() & is_bare & ~is_over
    return problems + tell(book, "purchases", _first(lines, is_asked), "P242", "approver", document=lines["doc_no"])


def _totals(book: Book, lines: pd.DataFrame) -> pd.Series:
    """Return what each line's purchase comes to, minor units, as Python's integers, which have no bound."""
    rate = plain(lines["exchange_rate"], 10**numbers.PRICE_DIGITS)
    price = numbers.multiply(plain(lines["unit_price"]), rate, numbers.PRICE_DIGITS)
    down = numbers.QTY_DIGITS + numbers.PRICE_DIGITS - book.settings.money_digits
    worth = numbers.multiply(plain(lines["qty"]), price.values, down)
    is_large = price.is_too_large | worth.is_too_large
    worths = pd.Series(np.where(is_large, numbers.MAX_INT, worth.values), lines.index).astype(object)
    return worths.where(lines["status"] != "cancelled", 0).groupby(lines["doc_no"]).transform("sum")


def _why(name: object) -> Text:
    """Return why a purchase is not approved, given the first approver it names."""
    if not isinstance(name, str):
        return NOBODY
    return Text(f"“{name}”不在批准人名单上", f"“{name}” is not on the list of approvers")


def _is_listed(said: pd.Series, approvers: Iterable[str]) -> pd.Series:
    """Tell where somebody is named who may approve."""
    allowed = {name.casefold() for name in approvers}
    found = {text: any(not allowed or name.casefold() in allowed for name in _people(text)) for text in said.unique()}
    return said.map(found).astype(bool)


def _people(text: str) -> list[str]:
    """Return the names in a text, separated by commas of either kind."""
    return [name.strip() for name in re.split(r"[,，、;；]", text) if name.strip()]


def _in_document(lines: pd.DataFrame, is_so: pd.Series) -> pd.Series:
    """Tell which lines are of a document of which some line is so."""
    return is_so.groupby(lines["doc_no"]).transform("any").astype(bool)


def _first(lines: pd.DataFrame, is_so: pd.Series) -> pd.Series:
    """Tell the first line of each document among those of which something is so."""
    return is_so & ~lines["doc_no"].where(is_so).duplicated()
