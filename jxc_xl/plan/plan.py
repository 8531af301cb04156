"""What the reports of this stage share, each worked out once and only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.plan import demand
from jxc_xl.plan.forecast import Forecasts, forecast
from jxc_xl.plan.series import Event, Series
from jxc_xl.report.facts import Facts
from jxc_xl.report.stock import stock

RECENT_DAYS = 90
"""Demand a day is the mean of these last days."""
WEEKS_AHEAD = 8


class Plan:
    """One book, looked at for what to do.

    Attributes:
        facts: The costed book.
        now: The time it is.
        stock: The stock report, by product.
    """

    def __init__(self, facts: Facts, stocked: pd.DataFrame | None = None, now: pd.Timestamp | None = None) -> None:
        """Take a book.

        Args:
            facts: The costed book.
            stocked: The stock report, if it is there already.
            now: The time it is; None = the start of the day.
        """
        self.facts, self.now = facts, facts.as_of if now is None else now
        self.stock = (stock(facts) if stocked is None else stocked).set_index("sku", drop=False).rename_axis(None)
        self._kept: dict[Hashable, pd.DataFrame] = {}

    @cached_property
    def products(self) -> pd.DataFrame:
        """The product master, by code."""
        products = self.facts.book.lines["products"].drop_duplicates("sku")
        return products[products["sku"] != ""].set_index("sku", drop=False).rename_axis(None)

    @cached_property
    def active(self) -> pd.Index:
        """Products that are bought and sold."""
        return self.products.index[self.products["status"] != "stopped"]

    @cached_property
    def recent(self) -> pd.DataFrame:
        """Usual demand a day, by product: ``demand``, ``deviation`` in units, ``days`` seen; events are not usual."""
        first = self.facts.as_of.floor("D") - pd.Timedelta(days=RECENT_DAYS)
        return demand.daily(demand.usual(demand.days(self.facts.moves, first, RECENT_DAYS), self.events))

    @cached_property
    def weeks(self) -> demand.Days:
        """Demand by day over all whole weeks."""
        return demand.days(self.facts.moves, *demand.whole_weeks(self.facts.moves, self.facts.as_of))

    @cached_property
    def series(self) -> Series:
        """Demand by week; products as in ``weeks.skus``."""
        return demand.weekly(self.weeks, self.events)

    @cached_property
    def events(self) -> list[Event]:
        """The days on 活动; the same name is the same event, whatever its case; what ends before it begins is none."""
        lines = self.facts.book.lines["events"].dropna(subset="first_on")
        columns = (lines["event"].str.casefold(), lines["first_on"], lines["last_on"].fillna(lines["first_on"]))
        found = (Event(name, first.date(), last.date()) for name, first, last in zip(*columns, strict=True) if name)
        return [event for event in found if event.first <= event.last]

    @cached_property
    def forecasts(self) -> Forecasts:
        """The coming weeks; products as in ``weeks.skus``."""
        return forecast(self.series, WEEKS_AHEAD)

    def kept(self, key: Hashable, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a table that several reports need, made when it is first asked for; nobody changes it in place."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def of(self, column: str) -> pd.Series:
        """Return a scaled column of the product master as int64, blanks as 0."""
        return pd.Series(plain(self.products[column]), self.products.index)

    def per_product(self, values: pd.Series) -> pd.Series:
        """Return int64 values for every product of the stock report, missing ones as 0."""
        return values.reindex(self.stock.index, fill_value=0).astype(np.int64)
