"""A book as the stages see it: its settings, its lines by sheet, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.problems import Place, Problem
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a book, ready to use."""

    shop: str = ""
    money_digits: int = 2
    method: str = "moving_average"
    cost_pool: str = "product"
    freight: str = "capitalise"
    allows_negative: bool = False
    warehouse: str = "MAIN"
    quarantine: str = "HOLD"
    tax_rate: int = 0  # scaled by 10**6
    price_has_tax: bool = False
    selling_cost_rate: int = 0  # scaled by 10**6
    non_goods_codes: tuple[str, ...] = ()
    report_from: pd.Timestamp | None = None
    report_to: pd.Timestamp | None = None
    card_sku: str = ""
    service_level: int = 950_000  # rates are scaled by 10**6
    review_days: int = 7
    review: str = "continuous"
    lead_days: int = 7
    order_cost: int = 0  # scaled by 10**6
    holding_rate: int = 200_000
    approval_limit: int | None = None  # scaled by 10**6
    approvers: tuple[str, ...] = ()
    over_receipt: int = 50_000
    process_minutes: int = 60
    work_hours: str = ""
    expiring_days: int = 30
    slow_days: int = 90
    floor_markup: int = 100_000
    price_alert: int = 100_000
    abc_a: int = 800_000
    abc_b: int = 950_000
    xyz_x: int = 500_000
    xyz_y: int = 1_000_000
    pair_baskets: int = 20
    weight_on_time: int = 400_000
    weight_accepted: int = 300_000
    weight_filled: int = 200_000
    weight_price: int = 100_000


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands in the workbook.

    Attributes:
        sheet: Title of its sheet.
        header_row: Row of the headings, 1-based; body row ``i`` is sheet row ``header_row + 1 + i``.
        headings: Column key to the heading as it stands there.
        letters: Column key to its column letters.
        height: Number of body rows.
    """

    sheet: str
    header_row: int
    headings: dict[str, str]
    letters: dict[str, str]
    height: int


@dataclass(frozen=True, slots=True)
class Book:
    """Everything read from one workbook.

    Attributes:
        lang: Language of the book.
        settings: Its settings.
        lines: Sheet key to its used lines: the schema's columns by key, and ``row``, the row in the sheet. Codes,
        texts and
            choices are text, ``""`` when blank; numbers are scaled Int64, moments datetime64[s].
        layouts: Sheet key to where it stands; only sheets that are there.
    """

    lang: Lang
    settings: Settings
    lines: dict[str, pd.DataFrame]
    layouts: dict[str, Layout]

    def place(self, key: str, row: int = 0, column: str = "") -> Place:
        """Return the place of a cell, a row or a sheet."""
        layout = self.layouts[key]
        return Place(layout.sheet, row, layout.letters.get(column, ""))

    def heading(self, key: str, column: str) -> str:
        """Return a column's heading as it stands in the workbook."""
        sheet = BY_KEY.get(key)
        title = sheet.column(column).title.said(self.lang) if sheet and column in sheet.column_keys else column
        return self.layouts[key].headings.get(column, title)

    def is_held(self, key: str, problems: Iterable[Problem]) -> pd.Series:
        """Tell which lines of a sheet have an error of their own; one in its headings is one of all its lines."""
        layout, lines = self.layouts.get(key), self.lines[key]["row"]
        sheet = layout.sheet if layout else ""
        rows = {problem.place.row for problem in problems if problem.is_error and problem.place.sheet == sheet}
        return lines.isin(rows) | (layout is not None and layout.header_row in rows)


def plain(values: pd.Series, default: int = 0) -> np.ndarray:
    """Return an Int64 column as plain int64, blanks as the default."""
    return values.fillna(default).to_numpy(np.int64)


def tell(book: Book, key: str, is_wrong: pd.Series, code: str, column: str = "", **facts: object) -> list[Problem]:
    """Return one problem for each wrong line of a sheet.

    Args:
        book: The book.
        key: Key of the sheet.
        is_wrong: Which lines, as long as the sheet's lines.
        code: Code of the problem.
        column: The column it is in; its heading is the fact ``heading``.
        **facts: What the message names: one value, a Series with one a line, or a `Number`.
    """
    wrong = np.flatnonzero(is_wrong.to_numpy(bool))
    if not len(wrong):
        return []
    rows = book.lines[key]["row"].to_numpy()[wrong]
    named = {name: _facts(fact, wrong) for name, fact in facts.items()}
    heading = {"heading": book.heading(key, column)} if column else {}
    return [
        Problem(code, book.place(key, int(row), column), heading | {name: values[i] for name, values in named.items()})
        for i, row in enumerate(rows)
    ]


class Number(NamedTuple):
    """Scaled numbers that a message names, one a line; they become text only where they are told."""

    values: pd.Series
    digits: int


def _facts(fact: object, wrong: np.ndarray) -> list[object]:
    """Return what each wrong line's message names."""
    if isinstance(fact, Number):
        part = fact.values.iloc[wrong]
        said = [numbers.text_of(value, fact.digits, is_trimmed=True) for value in plain(part).tolist()]
        return ["" if is_blank else text for text, is_blank in zip(said, part.isna().tolist(), strict=True)]
    return fact.iloc[wrong].tolist() if isinstance(fact, pd.Series) else [fact] * len(wrong)
