"""成本对比 Costing methods: the same documents and period under each method, beside the book as it is.

Specific identification (个别计价) can only say what goods cost when their lots were recorded; where they were not, its
line says so instead of a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.report.facts import TRANSFERS, Facts, amounts, quantities, rates
from jxc_xl.report.margin import margin
from jxc_xl.report.summary import summary
from jxc_xl.terms import METHODS, Method, Text

AS_IT_IS = ""
BOOK = Text("账面", "The book")
NO_LOTS = Text("没有批次，无法个别计价", "no lots are recorded")
SHORT_LOTS = Text("有批次发出多于收入，其成本为暂估", "more of a lot was issued than came in; its cost is provisional")


class Costs(NamedTuple):
    """A ledger costed in one way: movements and closing amounts as `Facts` has them."""

    moves: pd.DataFrame
    closing: pd.Series


def methods(facts: Facts, costed: Mapping[str, Costs]) -> pd.DataFrame:
    """Return one line for the book as it is and one for each method.

    Args:
        facts: The run.
        costed: The ledger costed by each method, by its key; specific identification may be left out where
            `lacks_lots`. The book as it is has the key ``""``; left out, it is taken from the run.

    Returns:
        Amounts of the period, counted as on 收发存 and 毛利; opening + in − out = closing on every line.
    """
    every = {AS_IT_IS: Costs(facts.moves, facts.closing), **costed}
    titles = {AS_IT_IS: BOOK} | {str(key): title for key, title in METHODS.items()}
    remarks = {key: _lots_remark(facts) if key == Method.SPECIFIC else None for key in titles}
    lines = [{} if remark is NO_LOTS else _figures(facts, every[key]) for key, remark in remarks.items()]
    table = pd.DataFrame(lines, columns=FIGURES, dtype="Int64")
    lang = facts.book.lang
    table.insert(0, "method", [title.said(lang) for title in titles.values()])
    table["margin_rate"] = rates(table["margin"].fillna(0), table["revenue"].fillna(0))
    return table.assign(remark=[remark.said(lang) if remark else "" for remark in remarks.values()])


FIGURES = [
    "opening_amount",
    "in_amount",
    "out_amount",
    "closing_amount",
    "cost_of_sales",
    "revenue",
    "margin",
]


def _figures(facts: Facts, costs: Costs) -> dict[str, int]:
    """Return one line's amounts; the closing amount is what the layers hold, not what the others make it."""
    facts = facts._replace(moves=costs.moves, closing=costs.closing)
    moved, earned = summary(facts), margin(facts)
    after = amounts(costs.moves)[~facts.period.is_until(costs.moves["moved_at"])]
    figures = {name: numbers.total(moved[name]) for name in FIGURES[:3]}
    figures["closing_amount"] = numbers.total(costs.closing) - numbers.total(after)
    return figures | {name: numbers.total(earned[name]) for name in FIGURES[4:]}


def lacks_lots(facts: Facts) -> bool:
    """Tell whether goods went out without a lot, so that they cannot be identified."""
    return bool(lotless(facts))


def lotless(facts: Facts) -> set[str]:
    """Return the products whose goods went out without a lot."""
    lines = _lot_moves(facts)
    return set(lines["sku"][(quantities(lines) < 0) & (lines["lot"] == "").to_numpy(bool)])


def _lots_remark(facts: Facts) -> Text | None:
    """Return what specific identification has to say of its figures."""
    if lacks_lots(facts):
        return NO_LOTS
    lines = _lot_moves(facts)
    keys = ["sku", "lot", *(["warehouse"] if _is_by_warehouse(facts) else [])]
    running = pd.Series(quantities(lines)).groupby([lines[name].to_numpy(object) for name in keys]).cumsum()
    return SHORT_LOTS if bool((running < 0).any()) else None


def _lot_moves(facts: Facts) -> pd.DataFrame:
    """Return the movements whose lot says what they cost: a transfer only where warehouses have a cost of their own."""
    return facts.moves if _is_by_warehouse(facts) else facts.moves[~facts.moves["kind"].isin(TRANSFERS)]


def _is_by_warehouse(facts: Facts) -> bool:
    return facts.book.settings.cost_pool == "warehouse"
