"""供应商评估 Supplier scorecard: who delivers on time, sound, in full and at a good price.

Each criterion is a share between 0 and 1, of quantities, not of documents. One for which there is no data is blank,
neither 0 nor 1, and the score is the weighted mean of those that are there. A score of few documents is told as such.

Received is what was accepted; what was received of a product of a purchase counts for what was promised first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.plan.due import KEY, accepted, promised, taken
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.supplier_prices import price_index
from jxc_xl.report.facts import rates, ratio
from jxc_xl.terms import Text

ORDERED = ("ordered", "closed")
"""Purchases that went to their supplier."""
POOR = 600_000
"""A score below this, of enough documents, is a reason to look for somebody else."""
ENOUGH = 5
"""So many documents make a score."""
NONE = Text("没有数据", "no data")
QUOTED = Text("只有报价，还没有到货", "quotes only, nothing delivered yet")
FEW = Text("只有 {documents} 张单据，仅供参考", "documents: {documents}, too few to judge by")
REPLACE = Text("建议更换", "consider replacing")


class Weights(NamedTuple):
    """How much each criterion counts; any numbers of one scale, >= 0."""

    on_time: int = 400_000
    accepted: int = 300_000
    filled: int = 200_000
    price_index: int = 100_000


EVEN = Weights()


def supplier_score(plan: Plan, weights: Weights = EVEN) -> pd.DataFrame:
    """Return one line for each supplier of the master, the best score first, those without one last.

    On time: received by the promised day, of what was promised for a day before today or has come. Accepted: of what
    arrived. Filled: received, of what was ordered and is due: promised for a day before today, received whole, or
    closed. Price index: the lowest price of any supplier ÷ the own one. All scaled by 10**6.
    """
    suppliers = plan.facts.book.lines["suppliers"]
    suppliers = suppliers[suppliers["supplier"] != ""].drop_duplicates("supplier")
    table = suppliers[["supplier", "name"]].set_index("supplier")
    orders = _orders(plan)
    table["on_time"] = _share(orders, "punctual", "expected").reindex(table.index)
    table["accepted"] = _accepted(plan.facts.book).reindex(table.index)
    table["filled"] = _share(orders, "filled", "due").reindex(table.index)
    table["price_index"] = price_index(plan).reindex(table.index)
    table["score"] = _scores(table, weights)
    table["remark"] = _remarks(plan, table["score"], _documents(plan.facts.book, orders).reindex(table.index).fillna(0))
    return table.reset_index().sort_values(["score", "supplier"], ascending=[False, True], ignore_index=True)


def scores(plan: Plan, weights: Weights = EVEN) -> pd.Series:
    """Return the score of each supplier by code, Int64, scaled by 10**6; blank where there is no data."""
    found: pd.Series = supplier_score(plan, weights).set_index("supplier")["score"]
    return found


def _orders(plan: Plan) -> pd.DataFrame:
    """Return the purchase lines that went out, and how they were kept.

    Returns:
        ``supplier``, ``doc_no``, and scaled quantities: ``expected`` by a promised day, ``punctual`` of it; ``due``,
        ``filled`` of it.
    """
    lines = plan.facts.book.lines["purchases"]
    is_out = lines["status"].isin(ORDERED) & (lines["qty"] > 0).fillna(value=False)
    lines = promised(lines[is_out & (lines["supplier"] != "")])
    come = accepted(plan.facts.book)
    received = taken(lines, come.groupby(KEY)["qty"].sum().reindex(pd.MultiIndex.from_frame(lines[KEY])))
    in_time = taken(lines, _come_by(lines, come))
    qty = lines["qty"].to_numpy(np.int64)
    is_past = (lines["promised_on"] < plan.facts.as_of.floor("D")).to_numpy(bool)
    is_closed = (lines["status"] == "closed").to_numpy(bool)
    expected = np.where(is_past, qty, received) * lines["promised_on"].notna().to_numpy(bool)
    is_due = is_past | is_closed | (received >= qty)
    return lines[["supplier", "doc_no"]].assign(
        expected=expected, punctual=in_time, due=np.where(is_due, qty, 0), filled=np.where(is_due, received, 0)
    )


def _come_by(lines: pd.DataFrame, come: pd.DataFrame) -> pd.Series:
    """Return for each purchase line what came of its product of its purchase until the end of the promised day."""
    come = come.assign(on=come["received_at"].dt.floor("D")).dropna(subset="on").sort_values("on", kind="stable")
    come["sum"] = come.groupby(KEY)["qty"].cumsum()
    asked = lines[[*KEY, "promised_on"]].dropna(subset="promised_on").sort_values("promised_on", kind="stable")
    found = pd.merge_asof(asked.reset_index(), come[[*KEY, "on", "sum"]], left_on="promised_on", right_on="on", by=KEY)
    return found.set_index("index")["sum"].reindex(lines.index)


def _share(lines: pd.DataFrame, part: str, whole: str) -> pd.Series:
    sums = lines.groupby("supplier")[[part, whole]].sum()
    return rates(sums[part], sums[whole])


def _accepted(book: Book) -> pd.Series:
    lines = book.lines["receipts"]
    lines = lines[lines["supplier"] != ""]
    sums = pd.DataFrame({name: plain(lines[name]) for name in ("accepted_qty", "arrived_qty")})
    sums = sums.groupby(lines["supplier"].to_numpy(object)).sum()
    return rates(sums["accepted_qty"], sums["arrived_qty"])


def _scores(table: pd.DataFrame, weights: Weights) -> pd.Series:
    """Return the weighted mean of the criteria that are there."""
    above, below = pd.Series(0, table.index, dtype=object), pd.Series(0, table.index, dtype=object)
    for name, weight in weights._asdict().items():
        above += table[name].fillna(0).astype(object) * weight
        below += table[name].notna().astype(object) * weight
    found = [ratio(one, of, 1) for one, of in zip(above.tolist(), below.tolist(), strict=True)]
    return pd.Series(pd.array(found, "Int64"), table.index)


def _documents(book: Book, orders: pd.DataFrame) -> pd.Series:
    """Return how many purchases of each supplier are due or have begun to come; a receipt of no purchase is one."""
    lines = book.lines["receipts"]
    lines = lines[lines["supplier"] != ""]
    is_loose = lines["purchase_no"] == ""
    come = lines[["supplier"]].assign(doc_no=lines["purchase_no"].mask(is_loose, lines["doc_no"]), is_loose=is_loose)
    due = orders.loc[orders["due"] > 0, ["supplier", "doc_no"]].assign(is_loose=False)
    return pd.concat([come, due]).drop_duplicates().groupby("supplier").size()


def _remarks(plan: Plan, score: pd.Series, documents: pd.Series) -> pd.Series:
    lang = plan.facts.book.lang
    few = [FEW.said(lang).format(documents=int(count)) for count in documents]
    found = pd.Series(few, score.index, dtype="str").where(documents < ENOUGH, "")
    is_poor = (score < POOR).fillna(value=False).astype(bool) & (documents >= ENOUGH)
    found = found.mask(is_poor, REPLACE.said(lang)).mask(documents == 0, QUOTED.said(lang))
    return found.mask(score.isna(), NONE.said(lang))
