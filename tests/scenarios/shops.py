"""Random shops: a few products, documents of every kind, entered over several postings, in any order.

Between postings a period may be closed and a product may get another method.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from jxc_xl.pipeline import Do, Outcome
from jxc_xl.problems import LedgerError
from jxc_xl.schema import BY_KEY, SHEETS
from jxc_xl.tables import RawBook, RawTable
from jxc_xl.terms import Lang
from tests.books import changed, do, raw_book, raw_table

Row = Mapping[str, object]
Sheets = dict[str, list[dict[str, object]]]
Document = tuple[str, tuple[Row, ...]]
START = dt.datetime(2026, 3, 30)  # noqa: DTZ001 (a shop's wall clock); the four days of a shop end one month and begin another
SKUS = ("A", "B", "C")
SET, KIT = "SET", "KIT"
"""A bundle that is split on sale, and one that is assembled into stock."""
BUNDLES: tuple[Row, ...] = (
    {"bundle": SET, "sku": "A", "qty": 2},
    {"bundle": SET, "sku": "B", "qty": 0.5},
    {"bundle": KIT, "sku": "A", "qty": 1, "kind": "in_stock"},
    {"bundle": KIT, "sku": "C", "qty": 3, "kind": "in_stock"},
)
LOTS = ("L1", "L2")
METHODS = ("fifo", "moving_average", "month_average", "specific")
OWN = ("MAIN", "EAST")
SHOWN = {sheet.table for sheet in SHEETS}
"""Hidden sheets of later versions only cost time here."""


@dataclass(frozen=True)
class Shop:
    """A shop to be.

    Attributes:
        products: Rows of the products sheet.
        postings: Documents by posting, each the key of its sheet and its rows.
        settings: Settings of the book.
        closes: After each posting: the day closed up to, or nothing, and the methods products have from then on.
    """

    products: tuple[Row, ...]
    postings: tuple[tuple[Document, ...], ...]
    settings: Mapping[str, str | int]
    closes: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @property
    def documents(self) -> list[Document]:
        return [document for posting in self.postings for document in posting]

    def book(self, documents: Sequence[Document] = ()) -> RawBook:
        """Return the book with some documents entered and nothing posted."""
        rows: dict[str, list[Row]] = {key: [] for key, _ in self.documents}
        for key, lines in documents:
            rows[key] += lines
        warehouses = [{"warehouse": name} for name in OWN] + [{"warehouse": "HOLD", "kind": "quarantine"}]
        masters = {"products": self.products, "warehouses": warehouses, "bundles": BUNDLES}
        raw = raw_book({**masters, **rows}, lang=Lang.ZH, **self.settings)
        return RawBook({name: table for name, table in raw.tables.items() if name in SHOWN}, raw.sheets)


def entered(raw: RawBook, documents: Sequence[Document]) -> RawBook:
    """Return the book with more documents typed in below."""
    tables = dict(raw.tables)
    for key, lines in documents:
        sheet = BY_KEY[key]
        old, new = tables[sheet.table], raw_table(sheet, lines, Lang.ZH)
        cells = tuple(np.concatenate([above, below]) for above, below in zip(old.cells, new.cells, strict=True))
        tables[sheet.table] = RawTable(old.name, old.sheet, old.headings, old.header_row, old.first_column, cells)
    return RawBook(tables, raw.sheets)


class Run(NamedTuple):
    """A shop after all its postings: the book, what each posting gave, and how many movements stood after each."""

    raw: RawBook
    outcomes: list[Outcome]


def run_shop(shop: Shop) -> Run:
    """Enter and post, posting by posting."""
    raw, outcomes = shop.book(), []
    for number, documents in enumerate(shop.postings):
        raw = entered(raw, documents)
        outcomes.append(do(raw, Do.POST))
        raw = changed(raw, outcomes[-1].changes)
        if number < len(shop.closes):
            raw = closed(raw, *shop.closes[number])
    return Run(raw, outcomes)


def closed(raw: RawBook, day: str, methods: Mapping[str, str]) -> RawBook:
    """Return the book with a period closed, if that can be, and products of other methods from then on."""
    if not day:
        return raw
    try:
        outcome = do(raw, Do.CLOSE, closing=day)
    except LedgerError:  # closed already
        return raw
    return with_methods(changed(raw, outcome.changes), methods) if outcome.moved else raw


def with_methods(raw: RawBook, methods: Mapping[str, str]) -> RawBook:
    """Return the book with other methods on its products sheet."""
    table = raw.tables["tblProducts"]
    sku, method = (table.headings.index(BY_KEY["products"].column(key).title.zh) for key in ("sku", "method"))
    cells = [column.copy() for column in table.cells]
    for row, name in enumerate(cells[sku].tolist()):
        cells[method][row] = methods.get(name, cells[method][row])
    new = RawTable(table.name, table.sheet, table.headings, table.header_row, table.first_column, tuple(cells))
    return RawBook({**raw.tables, table.name: new}, raw.sheets)


def _scaled(most: int, digits: int) -> st.SearchStrategy[float]:
    """Numbers that people type: mostly whole, some with as many decimals as there may be."""
    whole = st.integers(1, most)
    odd = st.integers(1, most * 10**digits).map(lambda number: number / 10**digits)
    return st.one_of(whole.map(float), odd)


QTY = _scaled(12, 4)
PRICE = st.one_of(_scaled(20, 6), st.just(0.0))
SKU = st.sampled_from(SKUS)
SOLD = st.sampled_from((*SKUS, *SKUS, SET, KIT))
LOT = st.sampled_from((*LOTS, *LOTS, None))
PLACE = st.sampled_from(OWN)
CLOCK = st.one_of(st.none(), st.integers(0, 5).map(lambda slot: dt.timedelta(hours=8, minutes=30 * slot)))
MOMENT = st.builds(
    lambda day, clock: START + dt.timedelta(days=day) + (clock or dt.timedelta()), st.integers(0, 3), CLOCK
)
TAX: st.SearchStrategy[dict[str, object]] = st.sampled_from(
    ({}, {}, {"tax_rate": 0.13}, {"tax_rate": 0.13, "price_has_tax": "yes"})
)


@st.composite
def _moments(draw: st.DrawFn, count: int) -> list[dt.datetime]:
    """When the lines of one document happened: mostly all at once."""
    first = draw(MOMENT)
    return [first, *(draw(st.one_of(st.just(first), st.just(first), MOMENT)) for _ in range(count - 1))]


@st.composite
def _receipts(draw: st.DrawFn, doc_no: str, count: int) -> Document:
    moments = draw(_moments(count))
    return "receipts", tuple(
        {
            "doc_no": doc_no,
            "line_no": i + 1,
            "received_at": at,
            "sku": draw(SKU),
            "warehouse": draw(PLACE),
            "lot": draw(LOT),
            "accepted_qty": draw(QTY),
            "unit_price": draw(PRICE),
            **draw(TAX),
        }
        for i, at in enumerate(moments)
    )


@st.composite
def _charges(draw: st.DrawFn, doc_no: str, known: Mapping[str, int], digits: int) -> Document:
    receipt = draw(st.sampled_from(sorted(known)))
    line = draw(st.one_of(st.none(), st.integers(1, known[receipt])))
    bases = ("quantity", "value", "weight", "volume", *(("manual",) if line else ()))
    charge = draw(st.sampled_from(("freight", "freight", "duty", "invoice_difference")))
    least = -300 if charge == "invoice_difference" else 0
    row = {
        "doc_no": doc_no,
        "line_no": 1,
        "charged_at": draw(MOMENT),
        "charge": charge,
        "amount": draw(st.integers(least, 5000)) / 10**digits,
        "basis": draw(st.sampled_from(bases)),
        "receipt_no": receipt,
        "receipt_line": line,
    }
    return "charges", (row,)


@st.composite
def _sales(draw: st.DrawFn, doc_no: str, count: int) -> Document:
    moments = draw(_moments(count))
    return "sales", tuple(
        {
            "doc_no": doc_no,
            "line_no": i + 1,
            "ordered_at": at,
            "sku": draw(SOLD),
            "warehouse": draw(PLACE),
            "lot": draw(LOT),
            "qty": draw(QTY),
            "unit_price": draw(PRICE),
            **draw(TAX),
        }
        for i, at in enumerate(moments)
    )


@st.composite
def _returns(draw: st.DrawFn, doc_no: str, sold: Sequence[Row], come: Sequence[Row]) -> Document:
    """One line or two: from a customer or to a supplier, with or without the sale or receipt it goes back on."""
    rows = []
    for i, at in enumerate(draw(_moments(draw(st.integers(1, 2))))):
        sale = draw(st.one_of(st.none(), st.sampled_from(sold))) if sold else None
        receipt = draw(st.one_of(st.none(), st.sampled_from(come)))
        row = {
            "doc_no": doc_no,
            "line_no": i + 1,
            "returned_at": at,
            "direction": draw(st.sampled_from(("from_customer", "from_customer", "to_supplier"))),
            "sku": draw(SKU),
            "warehouse": draw(PLACE),
            "lot": draw(LOT),
            "qty": draw(QTY),
            "unit_price": draw(PRICE),
            "condition": draw(st.sampled_from(("resaleable", "damaged"))),
        }
        if sale is not None and row["direction"] == "from_customer":
            part = draw(st.sampled_from((1, 2, 3)))
            back = max(round(float(str(sale["qty"])) / part, 4), 0.0001)
            row |= {"original_no": sale["doc_no"], "original_line": sale["line_no"], "sku": sale["sku"], "qty": back}
            row["lot"] = sale["lot"]
        if receipt is not None and row["direction"] == "to_supplier":
            same = {name: receipt[name] for name in ("sku", "warehouse", "lot")}
            row |= {"original_no": receipt["doc_no"], "original_line": receipt["line_no"], **same}
        rows.append(row)
    return "returns", tuple(rows)


@st.composite
def _counts(draw: st.DrawFn, doc_no: str, count: int) -> Document:
    moments = draw(_moments(count))
    counted = st.one_of(st.just(0.0), QTY)
    return "counts", tuple(
        {
            "doc_no": doc_no,
            "line_no": i + 1,
            "counted_at": at,
            "sku": draw(SKU),
            "warehouse": draw(PLACE),
            "lot": draw(LOT),
            "counted_qty": draw(counted),
        }
        for i, at in enumerate(moments)
    )


@st.composite
def _adjustments(draw: st.DrawFn, doc_no: str, count: int) -> Document:
    kinds = ("opening", "other_in", "other_in", "other_out", "write_off", "assembly", "disassembly", "revaluation")
    rows = []
    for i, at in enumerate(draw(_moments(count))):
        kind = draw(st.sampled_from(kinds))
        cost = draw(PRICE) if kind == "opening" else draw(st.one_of(st.none(), PRICE))
        row: dict[str, object] = {
            "doc_no": doc_no,
            "line_no": i + 1,
            "adjusted_at": at,
            "kind": kind,
            "sku": KIT if kind in {"assembly", "disassembly"} else draw(SKU),
            "warehouse": draw(PLACE),
            "lot": draw(LOT),
            "qty": draw(QTY),
            "unit_cost": cost,
        }
        if kind == "revaluation":
            row |= {"qty": None, "amount": draw(st.integers(-20, 20)) if cost is None else None}
        rows.append(row)
    return "adjustments", tuple(rows)


@st.composite
def _transfers(draw: st.DrawFn, doc_no: str, count: int) -> Document:
    rows = []
    for i, at in enumerate(draw(_moments(count))):
        source, target = draw(st.permutations(OWN))
        row = {
            "doc_no": doc_no,
            "line_no": i + 1,
            "moved_at": at,
            "sku": draw(SKU),
            "lot": draw(LOT),
            "qty": draw(QTY),
            "from_warehouse": source,
            "to_warehouse": target,
        }
        rows.append(row)
    return "transfers", tuple(rows)


LINES = st.sampled_from((1, 1, 2, 3))
KINDS = ("receipts", "receipts", "sales", "sales", "sales", "charges", "returns", "counts", "adjustments", "transfers")


@st.composite
def _document(draw: st.DrawFn, number: int, so_far: Sequence[Document], digits: int) -> Document:
    kind = draw(st.sampled_from(KINDS))
    name = f"{kind[:2].upper()}{number}"
    lines = draw(LINES)
    if kind == "charges":
        known = {str(rows[0]["doc_no"]): len(rows) for key, rows in so_far if key == "receipts"}
        return draw(_charges(name, known, digits)) if known else draw(_receipts(name, lines))
    if kind == "returns":
        sold, come = ([row for key, rows in so_far if key == one for row in rows] for one in ("sales", "receipts"))
        return draw(_returns(name, sold, come))
    makers = {
        "receipts": _receipts,
        "sales": _sales,
        "counts": _counts,
        "adjustments": _adjustments,
        "transfers": _transfers,
    }
    return draw(makers[kind](name, lines))


@st.composite
def _closes(draw: st.DrawFn, count: int) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Up to which day each posting but the last is followed by a close, and who is costed in another way after it."""
    days = st.sampled_from(("", "", *(f"{START + dt.timedelta(days=day):%Y-%m-%d}" for day in (0, 1, 2))))
    others = st.dictionaries(st.sampled_from((*SKUS, KIT)), st.sampled_from(METHODS), max_size=2)
    return tuple((draw(days), draw(others)) for _ in range(count))


@st.composite
def shops(  # noqa: PLR0913 (what a test asks of its shops)
    draw: st.DrawFn,
    *,
    allows_negative: bool | None = None,
    most: int = 10,
    pools: Sequence[str] = ("product", "product", "warehouse"),
    methods: Sequence[str] = METHODS,
    with_closes: bool = False,
) -> Shop:
    """Return shops of 1 to 3 postings; documents of later postings may be dated before those of earlier ones."""
    digits = draw(st.integers(0, 4))
    negative = draw(st.booleans()) if allows_negative is None else allows_negative
    products = tuple(
        {
            "sku": sku,
            "name": sku.lower(),
            "method": draw(st.sampled_from((*methods, None))),
            "list_price": draw(st.one_of(st.none(), PRICE)),
            "weight": draw(st.one_of(st.none(), QTY)),
            "volume": draw(st.one_of(st.none(), QTY)),
        }
        for sku in (*SKUS, KIT, SET)
    )
    opening = draw(_receipts("RE0", 3))
    documents: list[Document] = [opening]
    for number in range(1, draw(st.integers(2, most)) + 1):
        documents.append(draw(_document(number, documents, digits)))
    cuts = sorted(draw(st.lists(st.integers(0, len(documents)), max_size=2)))
    borders = [0, *cuts, len(documents)]
    postings = tuple(tuple(documents[start:end]) for start, end in pairwise(borders))
    postings = tuple(posting for posting in postings if posting)
    settings: dict[str, str | int] = {
        "money_digits": digits,
        "method": draw(st.sampled_from(tuple(methods))),
        "cost_pool": draw(st.sampled_from(tuple(pools))),
        "freight": draw(st.sampled_from(("capitalise", "capitalise", "expense"))),
        "allows_negative": "yes" if negative else "no",
    }
    closes = draw(_closes(len(postings) - 1)) if with_closes else ()
    return Shop(products, postings, settings, closes)


def shuffled(documents: Sequence[Document], order: Sequence[int]) -> list[Document]:
    """Return the same lines, each typed as if alone, in another order; line numbers stay."""
    lines: list[Document] = [(key, (row,)) for key, rows in documents for row in rows]
    return [lines[i % len(lines)] for i in order]


def stand(outcome: Outcome) -> pd.DataFrame:
    """Return the movements that stand, found without the program's help."""
    ledger = outcome.ledger
    gone = set(ledger["reverses"].dropna())
    return ledger[ledger["reverses"].isna() & ~ledger["seq"].isin(gone)]
