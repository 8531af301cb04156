"""A book in which a case happens: rows are typed and taken out, it is posted, undone and closed, as a user would."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from jxc_xl.pipeline import Ask, Do, Outcome, run
from jxc_xl.schema import BY_KEY
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.terms import Lang
from tests.books import HEADER_ROW, NOW, changed, raw_book
from tests.cases.entries import Entry, Row, Typed, product_rows, standard_rows
from tests.cases.reading import METHODS, Case

Name = tuple[str, str, int]
"""Sheet, document and line."""


class Shop:
    """The book of one case, and the outcome of its last run."""

    def __init__(self, case: Case) -> None:
        self.case = case
        method = METHODS[case.method]
        products = [row | {"method": str(method)} for row in product_rows(case)]
        names = {str(event[key]) for event in case.events for key in ("wh", "from", "to") if key in event}
        warehouses = [{"warehouse": name} for name in sorted(names | {"MAIN", "HOLD"})]
        negative = "yes" if case.policy.get("negative") == "compensate" else "no"
        self.raw = raw_book(
            {"products": products, "warehouses": warehouses},
            Lang.EN,
            money_digits=case.money_digits,
            cost_pool="warehouse" if case.by_warehouse else "product",
            allows_negative=negative,
        )
        self.last: Outcome | None = None
        standard = standard_rows(case)
        if standard:
            self.enter(standard)
            self.post()

    @property
    def outcome(self) -> Outcome:
        """What the last run gave, or what there is to see where the book was changed since."""
        self.last = self.last or self._run(Do.RECALC)
        return self.last

    def enter(self, rows: Iterable[Typed]) -> None:
        """Type rows below those that are there."""
        for sheet, row in rows:
            table = self._table(sheet)
            cells = [
                np.append(column, _cell(row.get(key.key)))
                for key, column in zip(BY_KEY[sheet].columns, table.cells, strict=True)
            ]
            self._put(dataclasses.replace(table, cells=tuple(cells)))

    def take_out(self, names: set[Name]) -> None:
        """Delete rows that are not posted."""
        for sheet in {name[0] for name in names}:
            table = self._table(sheet)
            stays = np.array([name not in names for name in self._names(sheet)], bool)
            self._put(dataclasses.replace(table, cells=tuple(column[stays] for column in table.cells)))

    def post(self, weights: Row | None = None) -> dict[Name, list[str]]:
        """Post what is ready; return the codes of what is wrong with which row. Weights hold for this posting only."""
        before = self.raw.tables[BY_KEY["products"].table]
        for sku, weight in (weights or {}).items():
            self.set_product(sku, "weight", weight)
        self._do(Do.POST)
        wrong = self._wrong()
        if weights:
            self._put(before)
        return wrong

    def undo_to(self, names: set[Name]) -> None:
        """Undo postings, the last one first, until rows are posted no more."""
        while self.posted() & names:
            self._do(Do.UNDO)

    def switch(self, day: dt.date, method: str) -> None:
        """Close everything before a day; from then on another method holds."""
        last = day - dt.timedelta(days=1)
        self._do(Do.CLOSE, f"{last:%Y-%m-%d}")
        for sku in self._column("products", "sku"):
            self.set_product(str(sku), "method", str(METHODS[method]))

    def set_product(self, sku: str, key: str, value: object) -> None:
        """Change one fact of a product."""
        table = self._table("products")
        at = BY_KEY["products"].column_keys.index(key)
        cells = [column.copy() for column in table.cells]
        cells[at][[one == sku for one in self._column("products", "sku")]] = value
        self._put(dataclasses.replace(table, cells=tuple(cells)))

    def entered(self) -> set[Name]:
        """Return the rows that are there."""
        return {name for sheet in _posting_sheets() for name in self._names(sheet)}

    def posted(self) -> set[Name]:
        """Return the rows that say they are posted."""
        return {
            name
            for sheet in _posting_sheets()
            for name, number in zip(self._names(sheet), self._column(sheet, "posting_no"), strict=True)
            if number is not None
        }

    def _do(self, do: Do, closing: str = "") -> None:
        self.last = self._run(do, closing)
        self.raw = changed(self.raw, self.last.changes)

    def _run(self, do: Do, closing: str = "") -> Outcome:
        return run(self.raw, Ask(do, NOW, closing=closing))

    def _wrong(self) -> dict[Name, list[str]]:
        titles = {sheet.title.said(Lang.EN): sheet.key for sheet in BY_KEY.values()}
        found: dict[Name, list[str]] = {}
        for problem in self.outcome.problems:
            if problem.is_error:
                sheet, at = titles.get(problem.place.sheet, ""), problem.place.row - HEADER_ROW - 1
                is_named = sheet in BY_KEY and "doc_no" in BY_KEY[sheet].column_keys and at >= 0
                name = self._names(sheet)[at] if is_named else (sheet, str(problem.place), 0)
                found.setdefault(name, []).append(problem.code)
        return found

    def _table(self, sheet: str) -> RawTable:
        return self.raw.tables[BY_KEY[sheet].table]

    def _put(self, table: RawTable) -> None:
        self.last = None
        self.raw = RawBook(self.raw.tables | {table.name: table}, self.raw.sheets)

    def _column(self, sheet: str, key: str) -> list[object]:
        cells: list[object] = self._table(sheet).cells[BY_KEY[sheet].column_keys.index(key)].tolist()
        return cells

    def _names(self, sheet: str) -> list[Name]:
        lines = [0 if line is None else int(float(str(line))) for line in self._column(sheet, "line_no")]
        return [(sheet, str(doc), line) for doc, line in zip(self._column(sheet, "doc_no"), lines, strict=True)]


def _posting_sheets() -> list[str]:
    return [key for key, sheet in BY_KEY.items() if "posting_no" in sheet.column_keys and key != "ledger"]


def _cell(value: object) -> np.ndarray:
    cell = np.empty(1, object)
    cell[0] = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return cell


def rows_of(entries: Iterable[Entry]) -> list[Typed]:
    """Return all rows of several events."""
    return [typed for entry in entries for typed in entry.rows]
