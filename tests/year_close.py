"""The end of a month in a year of orders: the methods side by side, a month closed, and freight that comes too late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from jxc_xl.entry.work import How, bring, carry_out
from jxc_xl.hosts import files as host
from jxc_xl.numbers import text_of
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.schema import TITLES
from jxc_xl.tables import Column, Patch

FREIGHT = 1234.56


def tell_methods(outcome: Outcome) -> None:
    """Print 成本对比."""
    digits = outcome.book.settings.money_digits
    for line in outcome.reports["methods"].to_dict("records"):
        names = ("closing_amount", "cost_of_sales", "margin")
        figures = [f"{name} {text_of(int(line[name]), digits)}" for name in names if pd.notna(line[name])]
        print("  ", line["method"], *figures, line["remark"])


def cancel_waiting(book: Path, period: str) -> None:
    """Cancel the orders that stock could not cover, as a shop would before it closes a month."""
    outcome = carry_out(book, Do.CLOSE, How(closing=period, is_dry=True))
    layout = outcome.book.layouts["sales"]
    rows = sorted({one.place.row for one in outcome.problems if one.code == "P512" and one.place.sheet == layout.sheet})
    if rows:
        status = Column(layout.headings["status"], pd.Series(["已取消"] * len(rows), dtype="object"))
        patch = Patch("tblSales", np.array(rows) - layout.header_row - 1, (status,))
        host.save(host.look(book, TITLES), [patch], now=pd.Timestamp.now().to_pydatetime(), out=None)
    print(f"  {len(rows)} lines of orders that could not be covered cancelled")


def changed_by_late_freight(book: Path) -> Iterator[str]:
    """Close the second month with receipts; book freight for one of them in the month after; return what changed."""
    before = carry_out(book, Do.RECALC, How()).ledger
    receipts = before[before["kind"] == "receipt"]
    month = sorted(receipts["moved_at"].dt.to_period("M").unique())[1]
    goods = receipts[receipts["moved_at"].dt.to_period("M") == month]
    cancel_waiting(book, str(month))
    closed = carry_out(book, Do.CLOSE, How(closing=str(month)))
    before = closed.ledger
    start = pd.Timestamp(month.end_time).ceil("D")
    file = book.with_name("late-freight.csv")
    row = f"LATE,{start + pd.Timedelta(days=9):%Y-%m-%d},{FREIGHT},value,{goods['doc_no'].iloc[0]}"
    file.write_text(f"doc_no,charged_at,amount,basis,receipt_no\n{row}\n", encoding="utf8")
    bring(book, file, "charges", {}, How())
    after = carry_out(book, Do.POST, How())
    ledger = after.ledger
    is_closed = (before["moved_at"] < start).to_numpy(bool)
    same = before["amount"].to_numpy()[is_closed] == ledger["amount"].to_numpy()[: len(before)][is_closed]
    late = ledger[ledger["doc_no"] == "LATE"]
    kept, gone = (int(late.loc[late["kind"] == kind, "amount"].sum()) for kind in ("charge", "cost_adjustment"))
    print(
        f"  closed {month}: {closed.moved} products, {int(is_closed.sum())} movements before {start:%Y-%m-%d}; "
        f"freight {FREIGHT} over {int((late['kind'] == 'charge').sum())} products: {kept + gone} kept in stock, "
        f"{-gone} to cost of sales (minor units)"
    )
    if not same.all():
        yield f"{int((~same).sum())} amounts of the closed month changed"
    if not len(late) or kept != round(FREIGHT * 10**after.book.settings.money_digits):
        yield f"late freight: {kept}"
    if not after.reports["self_check"]["holds"].all():
        yield f"自检: {after.reports['self_check'].to_string()}"
