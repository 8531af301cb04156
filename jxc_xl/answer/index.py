"""The index: everything worksheet functions ask of a costed book, made once and looked up ever after.

What most books never ask (a day, one warehouse, channel or supplier, costs under another method) is made when it is
first asked and then kept. Figures that a report has come from that report's own definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from enum import StrEnum
from functools import cached_property
from threading import Lock
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from jxc_xl.answer.codes import Codes, Places, numbered
from jxc_xl.answer.columns import Columns
from jxc_xl.answer.sums import Sums
from jxc_xl.ledger import moments
from jxc_xl.numbers import Bools, Ints
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import Facts, Period
from jxc_xl.report.methods import lotless
from jxc_xl.report.stock import stock

T = TypeVar("T")
Number = int | Ints
"""A sum: of one product, or of each."""
Where = int | None
"""Position of a product; None = all of them, in order."""
LEVELS = ("on_hand", "reserved", "available", "on_order", "amount")
MASTERS = {"warehouse": "warehouses", "channel": "channels", "supplier": "suppliers"}
REMEMBERED = 64
"""So many lists of answers are kept, each for other arguments."""


class Key(StrEnum):
    """What the first argument of a question names."""

    PRODUCT = "sku"
    SUPPLIER = "supplier_code"


class Part(NamedTuple):
    """The movements of one warehouse, channel or supplier."""

    column: str
    number: int


class Span(NamedTuple):
    """Some time, in seconds: from the first on, before the end; None = without bound."""

    first: int | None = None
    end: int | None = None


class Index:
    """Answers about one book in one state.

    Attributes:
        facts: What reports are made of.
        day: The day it is.
        places: Cells to positions of products: those of the master and those that only the ledger knows.
        columns: What each movement adds to what is asked.
    """

    def __init__(self, facts: Facts) -> None:
        """Take a costed book; its reports have to be about all its time."""
        self.facts, self.day = facts, facts.as_of.date()
        self.columns = Columns(facts)
        table = stock(facts).set_index("sku")
        self._rows, moved = pd.factorize(facts.moves["sku"])
        skus: list[str] = [*table.index, *sorted(set(moved) - set(table.index))]
        self.places = Places(skus)
        self._products = np.array([self.places[sku] for sku in moved], np.int64)
        self._levels = {name: table[name].reindex(skus, fill_value=0).to_numpy(np.int64) for name in LEVELS}
        self._codes: dict[str, Codes] = {}
        self._sums: dict[str, Sums] = {}
        self._kept: dict[Hashable, object] = {}
        self._lock = Lock()

    @cached_property
    def plan(self) -> Plan:
        """What decisions are made of: the report period is the one that 设置 says, as in the reports."""
        said = self.facts.book.settings
        return Plan(self.facts._replace(period=Period(said.report_from, said.report_to)))

    @cached_property
    def suppliers(self) -> Places:
        """Cells to positions of suppliers of the master."""
        codes = self.facts.book.lines["suppliers"]["supplier"]
        return Places(codes[codes != ""].drop_duplicates().tolist())

    def places_of(self, key: Key) -> Places:
        """Return cells to positions of products, or of suppliers."""
        return self.places if key is Key.PRODUCT else self.suppliers

    def keys(self, key: Key) -> list[str]:
        """Return the codes of products, or of suppliers, in order of their positions."""
        return self.places_of(key).codes

    @property
    def skus(self) -> list[str]:
        """Codes of all products, in order of their positions."""
        return self.places.codes

    @property
    def digits(self) -> int:
        """Decimal digits of money."""
        return self.facts.book.settings.money_digits

    @cached_property
    def second(self) -> Ints:
        """When each movement counts, in seconds."""
        is_paired = self.facts.book.settings.cost_pool == "warehouse"
        found: Ints = moments(self.facts.moves, is_paired=is_paired).second
        return found

    @cached_property
    def product(self) -> Ints:
        """Position of each movement's product."""
        found: Ints = self._products[self._rows]
        return found

    @cached_property
    def methods(self) -> np.ndarray:
        """Costing method of each product."""
        default = self.facts.book.settings.method
        return np.array([self.facts.methods.get(sku, default) for sku in self.skus], object)

    @cached_property
    def lotless(self) -> Bools:
        """Tell which products' goods went out without a lot, so that they cannot be identified."""
        found = lotless(self.facts)
        return np.array([sku in found for sku in self.skus], np.bool_)

    def moves_of(self, place: int) -> Ints:
        """Return the rows of a product's movements, in order."""
        return np.flatnonzero(self.product == place)

    def codes(self, column: str) -> Codes:
        """Return the codes of warehouses, channels or suppliers."""
        found = self._codes.get(column)
        if found is None:
            listed = self.facts.book.lines[MASTERS[column]][column].tolist()
            found = self._codes[column] = numbered(self.facts.moves[column], listed)
        return found

    def level(self, name: str, where: Where) -> Number:
        """Return what 库存 says of a product."""
        values = self._levels[name]
        return values if where is None else int(values[where])

    def total(self, name: str, where: Where, span: Span, part: Part | None = None) -> Number:
        """Return the sum of a column over a product's movements within some time.

        Args:
            name: Name of the column.
            where: The product.
            span: The time.
            part: Whose movements; None = everybody's.
        """
        column, number = part or ("", 0)
        count = len(self.codes(column).numbers) if column else 1
        sums = self._sums.get(column) or self._summed(column, count)
        if where is None:
            return sums.each_between(name, np.arange(len(self.skus)) * count + number, *span)
        return sums.between(name, where * count + number, *span)

    def _summed(self, column: str, count: int) -> Sums:
        group = self.product * count + (self.codes(column).rows if column else 0)
        return self._sums.setdefault(column, Sums(group, self.second, self.columns))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made when it is not there; what was made first goes first."""
        found = self._kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._kept[key] = found
                if len(self._kept) > REMEMBERED:
                    del self._kept[next(iter(self._kept))]
        return found  # type: ignore[return-value]
