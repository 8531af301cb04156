"""Validate: typed lines become sound documents; what does not fit together is told, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from jxc_xl.book import Book
from jxc_xl.problems import Found, Problem
from jxc_xl.validate.cells import check_cells
from jxc_xl.validate.documents import check_documents, with_defaults
from jxc_xl.validate.references import check_references


def validate(book: Book, unread: Iterable[Problem]) -> Found[Book]:
    """Return the book with codes spelt as their masters spell them and blanks filled by rule, and all that is wrong.

    Args:
        book: The book as read.
        unread: What reading found wrong; a cell that could not be read is not told again as blank.
    """
    book = with_defaults(book)  # first, so that a default warehouse must be on Warehouses as any other
    problems = check_cells(book)
    book, found = check_references(book)
    problems += found
    book, found = check_documents(book)
    told = {problem.place for problem in unread if problem.is_error}
    return Found(book, [problem for problem in problems + found if problem.place not in told])
