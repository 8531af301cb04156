"""盘点差异 Count differences: what the book said, what was counted, what the difference is worth, and why.

A posted count is told as it stands in the ledger. One that is not posted yet is told as posting would have it: the book
is the balance at the time of counting, after the counts before it; a difference is worth what the goods cost now.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.ledger import order
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import Facts, exact, named, quantities, ratios
from jxc_xl.schema import BY_KEY
from jxc_xl.schema.choices import COUNT_REASON
from jxc_xl.terms import Lang, Method, Movement, Text

LINE = ["doc_no", "line_no"]
AGREES = Text("账实相符", "Book and goods agree")
WAITING = Text("{0}（未过账）", "{0} (not posted)")
ORDERED = ["kind", "moved_at", "sku", "warehouse", "lot", "doc_no", "line_no", "ref_no", "ref_line"]


def count_differences(plan: Plan) -> pd.DataFrame:
    """Return one line for each count in the period that is posted or says how many there are, the newest first."""
    facts = plan.facts
    lines = pd.concat([_posted(facts), _waiting(plan)], ignore_index=True)
    lines = lines[facts.period.is_within(lines["counted_at"])]
    lines = lines.sort_values(["counted_at", *LINE], ascending=[False, True, True], ignore_index=True)
    lines = lines.assign(
        name=named(facts.book, lines["sku"]),
        counted_on=lines["counted_at"].dt.floor("D"),
        reason=_reasons(lines, facts.book.lang),
    )
    return lines[list(BY_KEY["count_differences"].column_keys)]


def _posted(facts: Facts) -> pd.DataFrame:
    """Return the counts of the ledger; what was counted and why is blank where their line is gone."""
    moves = facts.moves[facts.moves["kind"] == Movement.COUNT]
    entered = facts.book.lines["counts"].drop_duplicates(LINE)[[*LINE, "counted_qty", "reason"]]
    lines = moves[[*LINE, "moved_at", "sku", "warehouse", "qty", "amount"]].merge(entered, on=LINE, how="left")
    return _shaped(
        lines.rename(columns={"moved_at": "counted_at", "qty": "difference_qty", "amount": "difference_amount"}),
        is_waiting=False,
    )


def _waiting(plan: Plan) -> pd.DataFrame:
    """Return the counts that are entered and not posted."""
    lines = plan.facts.book.lines["counts"]
    is_told = lines["counted_qty"].notna() & lines["counted_at"].notna() & (lines["sku"] != "")
    lines = lines[is_told & lines["posting_no"].isna()].reset_index(drop=True)
    difference = lines["counted_qty"] - _book_qty(plan.facts, lines)
    stock = plan.stock.reindex(lines["sku"]).reset_index(drop=True)
    worth = ratios(exact(difference) * exact(stock["amount"]), exact(stock["on_hand"]), 1)
    return _shaped(lines.assign(difference_qty=difference, difference_amount=worth), is_waiting=True)


def _shaped(lines: pd.DataFrame, *, is_waiting: bool) -> pd.DataFrame:
    """Return counts from either side in the same columns; book and difference add up to what was counted."""
    lines = lines.assign(
        book_qty=lines["counted_qty"] - lines["difference_qty"],
        reason=lines["reason"].fillna("").astype("str"),
        is_waiting=is_waiting,
    )
    names = ["sku", "warehouse", "counted_at", "book_qty", "counted_qty", "difference_qty", "difference_amount"]
    return lines[[*LINE, *names, "reason", "is_waiting"]]


def _book_qty(facts: Facts, lines: pd.DataFrame) -> pd.Series:
    """Return the balance each count finds.

    What a count before it found is there from then on, until a posted one, which stands whatever is found before it.
    """
    moves = facts.moves[facts.moves["sku"].isin(lines["sku"])]
    counts = lines.assign(kind=str(Movement.COUNT), moved_at=lines["counted_at"], ref_no="", ref_line=None)
    every = pd.concat([moves[ORDERED], counts[ORDERED].astype(moves[ORDERED].dtypes)], ignore_index=True)
    sequence = order(every)
    place = [part.to_numpy(object)[sequence] for part in (every["sku"], every["warehouse"], _lots(facts, every))]
    qty, counted = np.zeros((2, len(every)), np.int64)
    qty[: len(moves)], counted[len(moves) :] = quantities(moves), plain(lines["counted_qty"])
    balance = pd.Series(qty[sequence], dtype="Int64").groupby(place).cumsum()
    is_waiting = sequence >= len(moves)
    is_count = (every["kind"] == Movement.COUNT).to_numpy(bool)[sequence]
    gap = (counted[sequence] - balance).where(is_waiting, 0).where(is_count)
    before = gap.groupby(place).ffill().groupby(place).shift().fillna(0)
    return pd.Series((balance + before)[is_waiting].array, sequence[is_waiting] - len(moves)).sort_index()


def _lots(facts: Facts, lines: pd.DataFrame) -> pd.Series:
    """Return lots where they have a cost of their own; elsewhere a lot is not counted by itself."""
    by_lot = [sku for sku, method in facts.methods.items() if method == Method.SPECIFIC]
    return lines["lot"].where(lines["sku"].isin(by_lot), "")


def _reasons(lines: pd.DataFrame, lang: Lang) -> pd.Series:
    """Return the reasons in words, and which counts are not posted."""
    words = {key: text.said(lang) for key, text in COUNT_REASON.items()} | {"": ""}
    said = lines["reason"].map(words).mask(lines["difference_qty"] == 0, AGREES.said(lang)).astype("str")
    waiting = said.map(WAITING.said(lang).format).astype("str")
    return said.mask(lines["is_waiting"], waiting)
