"""What the program adds to entry sheets when it is asked to: requests, count sheets, rows of files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.ledger import in_order
from jxc_xl.pipeline import facts_of
from jxc_xl.plan.count_sheet import Which, count_sheet
from jxc_xl.plan.ordering import Refused, ordered_lines
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.reports import PLANS, shares
from jxc_xl.post.posting import unsealed
from jxc_xl.problems import JxcError, LedgerError, Problem
from jxc_xl.read.book import read_book
from jxc_xl.read.orders import Imported, read_orders
from jxc_xl.read.reports import read_reports
from jxc_xl.report.facts import Facts
from jxc_xl.tables import Change, RawBook, RawTable
from jxc_xl.write.changes import import_changes


class Requested(NamedTuple):
    """What reordering gives: the changes, the new lines of 采购, which proposals were refused and why, and the book."""

    changes: list[Change]
    lines: pd.DataFrame
    refused: list[Refused]
    book: Book


def reorder(raw: RawBook, now: pd.Timestamp, number: str) -> Requested:
    """Turn the ticked proposals of 补货 into requests on 采购; all of today's, where the sheet has none.

    Args:
        raw: The workbook.
        now: The time it is.
        number: Number of the first document.

    Raises:
        LedgerError: P504: the ledger was edited, and what is asked for would follow from it.
    """
    facts = _sealed(raw, now)
    plan = Plan(facts, now=now)
    due = PLANS["replenishment"](plan)
    written = read_reports(raw, facts.book, ["replenishment"]).get("replenishment", due)
    ordered = ordered_lines(plan, written if len(written) else due, due, number)
    changes = import_changes(facts.book, {"purchases": ordered.lines})
    return Requested(changes, ordered.lines, ordered.refused, facts.book)


class CountSheet(NamedTuple):
    """What making a count sheet gives: the changes, the new lines of 盘点, and the book."""

    changes: list[Change]
    lines: pd.DataFrame
    book: Book


def count(raw: RawBook, now: pd.Timestamp, which: Which, warehouse: str, number: str) -> CountSheet:
    """Add lines to 盘点 for what is to be counted, quantities left blank.

    Args:
        raw: The workbook.
        now: The time it is.
        which: What is to be counted.
        warehouse: Where, whatever its case; blank = in the default warehouse.
        number: Number of the document.

    Raises:
        JxcError: H041: there is no such warehouse.
        LedgerError: P504: the ledger was edited.
    """
    facts = _sealed(raw, now)
    known = {code.casefold(): code for code in facts.book.lines["warehouses"]["warehouse"] if code}
    if warehouse and warehouse.casefold() not in known:
        raise JxcError("H041", warehouse, name=warehouse, names=", ".join(known.values()))
    plan = Plan(facts, now=now)
    lines = count_sheet(plan, which, known.get(warehouse.casefold(), ""), number, shares(plan))
    return CountSheet(import_changes(facts.book, {"counts": lines}), lines, facts.book)


def _sealed(raw: RawBook, now: pd.Timestamp) -> Facts:
    """Return what reports are made of, if nobody has edited the ledger."""
    facts = facts_of(raw, now)
    for problem in unsealed(facts.book, in_order(facts.book.lines["ledger"])):
        raise LedgerError(problem.code, str(problem.place), **problem.facts)
    return facts


class Added(NamedTuple):
    """What importing a file gives: the changes, the count of every row, and why rows were left out."""

    changes: list[Change]
    imported: Imported
    problems: list[Problem]
    book: Book


def bring_in(raw: RawBook, file: RawTable, key: str, mapping: Mapping[str, str]) -> Added:
    """Import a file into an entry sheet.

    Args:
        raw: The workbook.
        file: The file as a table; its name stands as ``sheet``.
        key: Key of the entry sheet.
        mapping: Our heading to the file's.

    Raises:
        JxcError: A required column is not in the file.
    """
    book, _ = read_book(raw)
    imported, problems = read_orders(book, file, key, mapping)
    return Added(import_changes(book, imported.lines), imported, problems, book)
