"""Laws of importing, over small files of anything."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_xl.adding import Added, bring_in
from jxc_xl.tables import RawBook, RawTable
from tests.books import changed, raw_book

HEADINGS = ("InvoiceNo", "InvoiceDate", "StockCode", "Quantity", "UnitPrice", "Description")
ROW = st.tuples(
    st.sampled_from(["S1", "S2", "s1", "S3", None, " ", "1.23E+18"]),
    st.sampled_from(["2026-03-05", "2026-03-05 10:00", "2026/3/6", "soon", None]),
    st.sampled_from(["A01", "a01", "B02", "POST", "X99", None, "Ａ０１"]),  # noqa: RUF001
    st.sampled_from(["1", "2", "-1", "0", "1.5", "two", None]),
    st.sampled_from(["15", "14.5", "0", "-3", "1,200", "free", None]),
    st.sampled_from(["cup", "", None]),
)
SHEETS = ("tblLedger", "tblProducts", "tblSales", "tblReturns")
FILES = st.lists(ROW, max_size=12)
Row = tuple[str | None, ...]


def table(rows: list[Row]) -> RawTable:
    cells = tuple(np.array([*(row[at] for row in rows), None], object)[:-1] for at in range(len(HEADINGS)))
    return RawTable("", "orders.csv", HEADINGS, 1, 1, cells)


def book() -> RawBook:
    """Return a book of only the sheets an import looks at, which is quick to read."""
    raw = raw_book({"products": [{"sku": "A01", "name": "Cup"}, {"sku": "B02", "name": "Bowl"}]})
    return RawBook({name: raw.tables[name] for name in SHEETS}, raw.sheets)


def bring(raw: RawBook, rows: list[Row]) -> Added:
    return bring_in(raw, table(rows), "sales", {})


def new(found: Added) -> int:
    return sum(map(len, found.imported.lines.values()))


def content(raw: RawBook) -> Counter[tuple[object, ...]]:
    """Return what stands on Sales and Returns, whatever the order of lines."""
    lines: Counter[tuple[object, ...]] = Counter()
    for name in ("tblSales", "tblReturns"):
        one = raw.tables[name]
        at = [one.headings.index(heading) for heading in ("商品编码", "数量", "单价", "备注")]
        lines.update(zip([name] * one.height, one.cells[0], *(one.cells[i] for i in at), strict=True))
    return lines


@given(rows=FILES)
@settings(max_examples=30, deadline=None)
def test_every_row_is_added_known_or_refused_with_a_reason(rows: list[Row]) -> None:
    found = bring(book(), rows)
    imported = found.imported
    assert (imported.rows, new(found) + imported.known + imported.refused) == (len(rows), len(rows))
    told = {problem.place.row for problem in found.problems if problem.is_error}
    added = {int(row) for lines in imported.lines.values() for row in lines["row"]}
    assert len(told) == imported.refused
    assert not told & added


@given(rows=FILES)
@settings(max_examples=20, deadline=None)
def test_importing_twice_is_importing_once(rows: list[Row]) -> None:
    once = changed(book(), (first := bring(book(), rows)).changes)
    again = bring(once, rows)
    assert new(again) == 0
    assert again.imported.refused == first.imported.refused
    assert again.imported.known == first.imported.known + new(first)


@given(rows=FILES, cut=st.integers(0, 12))
@settings(max_examples=20, deadline=None)
def test_importing_a_part_and_then_the_whole_is_importing_the_whole(rows: list[Row], cut: int) -> None:
    whole = changed(book(), bring(book(), rows).changes)
    part = changed(book(), bring(book(), rows[:cut]).changes)
    assert content(changed(part, bring(part, rows).changes)) == content(whole)
