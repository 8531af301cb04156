"""Validate: typed lines become sound documents; what does not fit together is told, line by line."""

from __future__ import annotations

from jxc_xl.book import Book
from jxc_xl.problems import Found
from jxc_xl.validate.cells import check_cells
from jxc_xl.validate.documents import check_documents
from jxc_xl.validate.references import check_references


def validate(book: Book) -> Found[Book]:
    """Return the book with codes spelt as their masters spell them and blanks filled by rule, and all that is wrong."""
    problems = check_cells(book)
    book, found = check_references(book)
    problems += found
    book, found = check_documents(book)
    return Found(book, problems + found)
