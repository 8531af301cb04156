"""Tables: the stock card, the movement summary, lots that expire, products that run low."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.answer.index import Index, Span
from jxc_xl.answer.parameters import DAYS, FROM, SKU, TO
from jxc_xl.answer.questions import Answer, Listing, Rows
from jxc_xl.answer.tables import table
from jxc_xl.book import plain
from jxc_xl.plan.lots import lots
from jxc_xl.report.card import card
from jxc_xl.report.facts import Period, named
from jxc_xl.report.summary import summary
from jxc_xl.schema import BY_KEY, Column, Kind
from jxc_xl.terms import Text

SKU_COLUMN, NAME_COLUMN = BY_KEY["stock"].columns[:2]
EXPIRING_COLUMNS = (
    SKU_COLUMN,
    NAME_COLUMN,
    Column("lot", Text("批次", "Lot"), Kind.CODE),
    Column("expires_on", Text("到期日", "Expires on"), Kind.DATE),
    Column("qty", Text("数量", "Quantity"), Kind.QTY),
    Column("days_left", Text("剩余天数", "Days left"), Kind.INTEGER),
)
LOW_COLUMNS = (
    SKU_COLUMN,
    NAME_COLUMN,
    Column("available", Text("可用", "Available"), Kind.QTY),
    Column("min_stock", Text("最低库存", "Minimum stock"), Kind.QTY),
    Column("lacking", Text("缺少", "Lacking"), Kind.QTY),
)
BEFORE, WITHIN, AFTER = (pd.Timestamp("2000-01-01") + pd.Timedelta(days=day) for day in range(3))


def _card(index: Index, place: int, first: int | None, end: int | None) -> Answer:
    """Return the 台账 of a product within some time."""
    rows = index.moves_of(place)
    second = index.second[rows]
    facts = index.facts._replace(moves=index.facts.moves.iloc[rows], card_sku=index.skus[place], period=Period())
    is_within = (second >= (first or 0)) & (second < (end or np.inf))
    return table(index, BY_KEY["card"].columns, card(facts)[is_within])


def _summary(index: Index, first: int | None, end: int | None) -> Answer:
    """Return the 收发存 of some time."""
    span = Span(first, end)
    return index.kept(("summary", span), lambda: _summed(index, span))


def _summed(index: Index, span: Span) -> Rows:
    """Return the 收发存 of some time, movements dated the day before it, the day itself, or the day after."""
    second = index.second
    day = np.where(second < (span.first or 0), 0, np.where(second < (span.end or np.inf), 1, 2))
    moved_at = np.array([BEFORE, WITHIN, AFTER], "M8[s]")[day]
    moves = index.facts.moves.assign(moved_at=moved_at)
    lines = summary(index.facts._replace(moves=moves, period=Period(WITHIN, WITHIN)))
    return table(index, BY_KEY["summary"].columns, lines)


def _expiring(index: Index, days: int) -> Answer:
    """Return the lots on hand that expire within so many days, or have expired."""
    today = index.facts.as_of
    left_of = index.kept("lots", lambda: lots(index.facts).dropna(subset="expires_on"))
    lines = left_of[left_of["expires_on"] <= today + pd.Timedelta(days=days)]
    left = (lines["expires_on"] - today).dt.days
    lines = lines.assign(name=named(index.facts.book, lines["sku"]), days_left=left.astype("Int64"))
    return table(index, EXPIRING_COLUMNS, lines)


def _low(index: Index) -> Answer:
    """Return active products of which less is available than there should be."""
    lines = index.facts.book.lines["products"]
    lines = lines[(lines["status"] == "active") & (lines["sku"] != "") & lines["min_stock"].notna()]
    available = [index.level("available", int(index.places[sku])) for sku in lines["sku"]]
    lines = lines.assign(available=np.array(available, np.int64))
    lines = lines.assign(lacking=plain(lines["min_stock"]) - lines["available"])
    return table(index, LOW_COLUMNS, lines[lines["lacking"] > 0].sort_values("sku"))


CARD = Listing((SKU, FROM, TO), _card)
SUMMARY = Listing((FROM, TO), _summary)
EXPIRING = Listing((DAYS,), _expiring)
LOW = Listing((), _low)
