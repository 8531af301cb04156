"""Validate: typed lines become sound documents; what does not fit together is told, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from jxc_xl.book import Book
from jxc_xl.problems import Found, Place, Problem
from jxc_xl.validate.cells import check_cells, check_headings
from jxc_xl.validate.documents import check_documents, with_defaults
from jxc_xl.validate.purchasing import check_purchasing
from jxc_xl.validate.references import check_references, lost_products

FOLLOWS = {
    ("receipts", "arrived_qty"): ("accepted_qty", "rejected_qty"),
    ("receipts", "unit_price"): ("purchase_no",),
    ("receipts", "purchase_no"): ("sku",),
    ("adjustments", "unit_cost"): ("amount",),
}
"""Where a finding depends on other cells of its line: when one of those cannot be read, nothing more is to be said."""


def validate(book: Book, unread: Iterable[Problem]) -> Found[Book]:
    """Return the book with one spelling of each code and blanks filled by rule, and all that is wrong.

    Args:
        book: The book as read.
        unread: What reading found wrong; a cell that could not be read is not told again as blank, nor are others
            whose blanks would have been filled from it.
    """
    unread = list(unread)
    book = with_defaults(book)  # first, so that a default warehouse must be on Warehouses as any other
    problems = [*check_headings(book), *check_cells(book)]
    if not any(problem.code == "P505" for problem in unread):
        problems += lost_products(book)
    book, found = check_references(book)
    problems += found
    book, found = check_documents(book)
    problems += check_purchasing(book)
    told = {problem.place for problem in unread if problem.is_error}
    told |= _following(book, told)
    return Found(book, [problem for problem in problems + found if problem.place not in told])


def _following(book: Book, told: Iterable[Place]) -> set[Place]:
    """Return the cells about which nothing can be said because others of their lines cannot be read."""
    follows = {
        (book.place(key, 0, column).sheet, book.layouts[key].letters[cause]): book.place(key, 0, column).column
        for (key, column), causes in FOLLOWS.items()
        if key in book.layouts
        for cause in causes
        if cause in book.layouts[key].letters
    }
    return {
        Place(place.sheet, place.row, follows[place.sheet, place.column])
        for place in told
        if (place.sheet, place.column) in follows
    }
