"""Books read and validated, no further."""

from __future__ import annotations

from jxc_xl.book import Book
from jxc_xl.problems import Found, Problem
from jxc_xl.read.book import read_book
from jxc_xl.terms import Lang
from jxc_xl.validate import validate
from tests.books import Rows, raw_book

CUP, BOWL = {"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl"}


def checked(rows: dict[str, Rows], lang: Lang = Lang.ZH, /, **settings: object) -> Found[Book]:
    """Return the validated book and its errors; reminders are left out."""
    masters: dict[str, Rows] = {"products": [CUP, BOWL], "suppliers": [{"supplier": "ACME", "name": "Acme"}]}
    book, unread = read_book(raw_book(masters | rows, lang, **settings))
    book, found = validate(book, unread)
    return Found(book, [problem for problem in unread + found if problem.is_error])


def places(problems: list[Problem]) -> list[str]:
    """Return places and codes."""
    return [f"{problem.place} {problem.code}" for problem in problems]
