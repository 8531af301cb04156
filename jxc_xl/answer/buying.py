"""Buying: what was last paid, and who asks least."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from jxc_xl import numbers
from jxc_xl.answer.errors import NA
from jxc_xl.answer.index import Index, Part
from jxc_xl.answer.parameters import QTY, SUPPLIER
from jxc_xl.answer.questions import Cell, Question
from jxc_xl.book import plain
from jxc_xl.plan.buying import quoted
from jxc_xl.report.facts import cost_scale, quantities, ratio
from jxc_xl.report.prices import is_bought

UNIT = 10**numbers.PRICE_DIGITS


def _last_price(index: Index, place: int, supplier: Part | None) -> Cell:
    """Return the price of the last receipt, without tax, as 价格 works it out."""
    receipts = index.kept("receipts", lambda: _receipts(index))
    found = receipts.get((place, supplier.number if supplier else None))
    price = None if found is None else ratio(found.amount, found.qty, cost_scale(index.digits))
    return NA if price is None else price / UNIT


class Receipt(NamedTuple):
    """What came, and what the document says it cost."""

    qty: int
    amount: int


def _receipts(index: Index) -> dict[tuple[int, int | None], Receipt]:
    """Return the last receipt of each product, from anybody (None) and from each supplier."""
    rows = is_bought(index.facts.moves).nonzero()[0]
    moves = index.facts.moves.iloc[rows]
    receipts = list(map(Receipt, quantities(moves).tolist(), plain(moves["doc_amount"]).tolist()))
    places, suppliers = index.product[rows].tolist(), index.codes("supplier").rows[rows].tolist()
    found: dict[tuple[int, int | None], Receipt] = dict(zip(zip(places, suppliers, strict=True), receipts, strict=True))
    return found | {(place, None): receipt for place, receipt in zip(places, receipts, strict=True)}


class Offer(NamedTuple):
    """What a supplier asks for one unit, from so many on."""

    price: int
    supplier: str
    least: int


def _best(index: Index, place: int, qty: int) -> Offer | None:
    """Return the cheapest offer for a quantity; of equal ones that of the supplier whose code comes first."""
    offers = index.kept("offers", lambda: _offers(index))
    return min((offer for offer in offers.get(place, ()) if offer.least <= qty), default=None)


def _offers(index: Index) -> dict[int, list[Offer]]:
    """Return the offers that hold today, by product."""
    lines = quoted(index.plan)
    least = pd.DataFrame({name: plain(lines[name]) for name in ("from_qty", "moq")}).max(axis=1).tolist()
    found: dict[int, list[Offer]] = {}
    for sku, *offer in zip(lines["sku"], plain(lines["unit_price"]).tolist(), lines["supplier"], least, strict=True):
        place = index.places[sku]
        if isinstance(place, int):
            found.setdefault(place, []).append(Offer(*offer))
    return found


def _best_price(index: Index, place: int, qty: int) -> Cell:
    offer = _best(index, place, qty)
    return NA if offer is None else offer.price / UNIT


def _best_supplier(index: Index, place: int, qty: int) -> Cell:
    offer = _best(index, place, qty)
    return NA if offer is None else offer.supplier


LASTPRICE = Question((SUPPLIER,), _last_price)
BESTPRICE = Question((QTY,), _best_price)
BESTSUPPLIER = Question((QTY,), _best_supplier)
