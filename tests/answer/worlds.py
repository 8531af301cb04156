"""Books to ask: random shops with channels, suppliers, quotes, expiry days and open orders, and the demo shop."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import as_file, files

from hypothesis import strategies as st

from jxc_xl.adding import bring_in
from jxc_xl.answer.index import Index
from jxc_xl.answer.questions import Answer, Listing, Question, ask
from jxc_xl.entry.demo import STEPS
from jxc_xl.hosts.orders import read_orders_file
from jxc_xl.pipeline import Do, Outcome, index_of
from jxc_xl.tables import RawBook
from tests.books import NOW, changed, do, posted, raw_book
from tests.scenarios.shops import SKUS, START, Document, Shop, run_shop, shops

CHANNELS, SUPPLIERS = ("TB", "JD", "Shop"), ("S1", "S2", "S3")
DAY = dt.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class World:
    """A book after all postings, its reports, and its index."""

    raw: RawBook
    outcome: Outcome
    index: Index


def answered(index: Index, asked: Question | Listing, *cells: object) -> Answer:
    """Ask with arguments left out at the end."""
    most = len(asked.parameters) + (not isinstance(asked, Listing))
    return ask(index, asked, (*cells, *(None,) * (most - len(cells))))


def world(raw: RawBook) -> World:
    return World(raw, do(raw, Do.REPORT), index_of(raw, NOW))


@lru_cache(1)
def demo() -> World:
    """The demo shop, posted."""
    raw = raw_book()
    for name, key in STEPS:
        with as_file(files("jxc_xl.template") / "shop" / name) as file:
            raw = changed(raw, bring_in(raw, read_orders_file(file), key, {}).changes)
    return world(posted(raw))


def traders(*, with_closes: bool = False) -> st.SearchStrategy[Shop]:
    """Random shops that trade."""
    return shops(most=16, with_closes=with_closes).map(trading)


def traded(shop: Shop) -> World:
    """Return a shop after all its postings."""
    return world(run_shop(shop).raw)


def trading(shop: Shop) -> Shop:
    """Return a shop that knows through whom it sells and of whom it buys, and has orders that wait."""
    masters: list[Document] = [
        ("channels", tuple({"channel": code} for code in CHANNELS)),
        ("suppliers", tuple({"supplier": code, "name": code} for code in SUPPLIERS)),
    ]
    postings = [tuple((key, tuple(_lines(key, rows))) for key, rows in posting) for posting in shop.postings]
    products = tuple(_product(number, row) for number, row in enumerate(shop.products))
    return dataclasses.replace(
        shop,
        products=products,
        postings=((*masters, *postings[0]), *postings[1:-1], (*postings[-1], *_waiting()))
        if len(postings) > 1
        else ((*masters, *postings[0], *_waiting()),),
    )


def _product(number: int, row: Mapping[str, object]) -> dict[str, object]:
    return {**row, "min_stock": (None, 5, 12.5)[number % 3], "unit": "pcs", "category": f"kind {number % 2}"}


def _lines(key: str, rows: tuple[Mapping[str, object], ...]) -> Iterator[dict[str, object]]:
    for number, row in enumerate(rows, len(str(rows)) % 3):  # who it is with, as good as at random
        if key in {"sales", "returns"}:
            yield {**row, "channel": (*CHANNELS, None)[number % 4]}
        elif key == "receipts":
            yield {
                **row,
                "supplier": (*SUPPLIERS, None)[number % 4],
                "expires_on": NOW.floor("D").to_pydatetime() + number * DAY,
            }
        else:
            yield dict(row)


def _waiting() -> tuple[Document, ...]:
    """Return orders not yet shipped, and purchases not yet come."""
    sale = {"line_no": 1, "ordered_at": START, "qty": 1.5, "unit_price": 9, "status": "open"}
    order = {"line_no": 1, "ordered_on": START, "supplier": "S1", "qty": 7, "unit_price": 3}
    return (
        ("sales", tuple({**sale, "doc_no": f"WAIT{sku}", "sku": sku} for sku in SKUS)),
        ("purchases", tuple({**order, "doc_no": f"PO{sku}", "sku": sku} for sku in SKUS[:2])),
    )
