"""A shop's stock counted again from the files alone: no line here comes from jxc_xl.

The rules are those a person reads in the guide: what is no goods is left out, so is what has no name or no price; rows
of negative quantity come back; an order that stock cannot cover at its moment stays out whole; earlier orders first.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from tests.oracle import Move, half_up, shares

NON_GOODS = ["post", "dot", "m", "c2", "d", "s", "b", "bank charges", "amazonfee", "cruk", "pads", "gift_0001_*"]
CENTS = 100


class Files(NamedTuple):
    """The files of a shop."""

    sales: Path
    receipts: Path
    charges: Path | None = None


class Line(NamedTuple):
    """One line of an order or of a return."""

    doc: str
    number: int
    at: dt.datetime
    sku: str
    qty: Fraction
    price: Fraction

    @property
    def worth(self) -> int:
        return half_up(self.qty * self.price * CENTS)


class Recount(NamedTuple):
    """What the files say.

    Attributes:
        moves: All movements, products named in small letters.
        refused: Orders that stock could not cover.
        reasons: How many rows of each file were left out, and why: product, receipt and sale rows.
        revenue: What each product earned, returns taken off, in cents.
    """

    moves: list[Move]
    refused: set[str]
    reasons: dict[str, Counter[str]]
    revenue: dict[str, int]


def recount(files: Files, *, allows_negative: bool) -> Recount:
    """Count everything from the files."""
    reasons = {"products": Counter[str](), "receipts": Counter[str](), "sales": Counter[str]()}
    named = _named(files, reasons["products"])
    came = _receipts(files, named, reasons["receipts"])
    sold, back = _orders(files, named, reasons["sales"])
    landed = list(_landed(files, came))
    returned = [Move("customer_return", one.at, one.doc, one.number, one.sku, one.qty, -one.worth) for one in back]
    refused = set() if allows_negative else _refused(sold, [*came, *returned])
    shipped = [one for one in sold if one.doc not in refused]
    gone = [Move("sale", one.at, one.doc, one.number, one.sku, -one.qty, one.worth) for one in shipped]
    revenue: dict[str, int] = defaultdict(int)
    for move in (*gone, *returned):
        revenue[move.sku] += move.amount or 0
    return Recount([*came, *landed, *gone, *returned], refused, reasons, dict(revenue))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    yield from csv.DictReader(io.StringIO(text.decode("utf-8-sig")))


def _code(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_goods(sku: str) -> bool:
    return not any(fnmatchcase(sku, pattern) for pattern in NON_GOODS)


def _named(files: Files, reasons: Counter[str]) -> set[str]:
    """Return the products: goods that have a name in some row."""
    rows = [(_code(row["StockCode"]), row["Description"].strip()) for row in _rows(files.sales)]
    named = {sku for sku, name in rows if name and _is_goods(sku)}
    for sku, _ in rows:
        reasons["P231" if not _is_goods(sku) else "P101" if sku not in named else ""] += 1
    reasons["added"] = len(named)
    reasons["known"] = reasons.pop("") - len(named)
    return named


def _receipts(files: Files, named: set[str], reasons: Counter[str]) -> list[Move]:
    """Return receipts; a file without document numbers gets any, since no product comes twice on one day."""
    moves, count = [], Counter[str]()
    for row in _rows(files.receipts):
        sku, qty = _code(row["sku"]), Fraction(row["qty"])
        reason = "P231" if not _is_goods(sku) else "P201" if sku not in named else ""
        reasons[reason or "added"] += 1
        if not reason:
            doc = row.get("doc_no", row["date"])
            count[doc] += 1
            worth = half_up(qty * Fraction(row["unit_cost"]) * CENTS)
            moves.append(Move("receipt", dt.datetime.fromisoformat(row["date"]), doc, count[doc], sku, qty, worth))
    return moves


def _landed(files: Files, came: Sequence[Move]) -> Iterator[Move]:
    """Return the shares of the charges: by value, over the lines of one receipt."""
    for row in _rows(files.charges) if files.charges else ():
        goods = [move for move in came if move.doc == row["receipt_no"]]
        amounts = shares(half_up(Fraction(row["amount"]) * CENTS), [move.amount or 0 for move in goods])
        for move, amount in zip(goods, amounts, strict=True):
            yield Move("charge", move.at, row["doc_no"], 1, move.sku, Fraction(0), amount, (move.doc, move.line))


def _orders(files: Files, named: set[str], reasons: Counter[str]) -> tuple[list[Line], list[Line]]:
    """Return the lines sold and the lines that came back."""
    sold, back = list[Line](), list[Line]()
    count = Counter[tuple[bool, str]]()
    for row in _rows(files.sales):
        sku, qty, price = _code(row["StockCode"]), Fraction(row["Quantity"]), Fraction(row["UnitPrice"])
        reason = _reason(sku, qty, price, named)
        reasons[reason or "added"] += 1
        if not reason:
            doc, at = row["InvoiceNo"], dt.datetime.fromisoformat(row["InvoiceDate"])
            count[qty < 0, doc] += 1
            (back if qty < 0 else sold).append(Line(doc, count[qty < 0, doc], at, sku, abs(qty), price))
    return sold, back


def _reason(sku: str, qty: Fraction, price: Fraction, named: set[str]) -> str:
    """Return why a row is no sale, the first reason that holds."""
    checks = {
        "P231": not _is_goods(sku),
        "P233": price < 0,
        "P232": price == 0,
        "P237": qty == 0,
        "P201": sku not in named,
    }
    return next((code for code, is_so in checks.items() if is_so), "")


class Supply:
    """What of a product has come by any moment."""

    def __init__(self, moves: Sequence[Move]) -> None:
        ordered = sorted(moves, key=lambda move: move.at)
        self.at = [move.at for move in ordered]
        self.sums = list(accumulate((move.qty for move in ordered), initial=Fraction(0)))

    def until(self, at: dt.datetime) -> Fraction:
        return self.sums[bisect_right(self.at, at)]


Part = tuple[str, dt.datetime, dict[str, Fraction]]
"""An order, one of its moments, and what it needs then."""


def _refused(sold: Sequence[Line], came: Sequence[Move]) -> set[str]:
    """Return the orders stock cannot cover; one of two moments that fails at the second never was."""
    goods: dict[str, list[Move]] = defaultdict(list)
    for move in came:
        goods[move.sku].append(move)
    supplies = defaultdict(lambda: Supply([]), {sku: Supply(moves) for sku, moves in goods.items()})
    parts = _parts(sold)
    first = {doc: place for place, (doc, _, _) in reversed(list(enumerate(parts)))}
    barred = set[str]()
    while True:
        refused, half = _asked(parts, supplies, barred)
        if not half:
            return refused
        barred = {doc for doc in barred if first[doc] < first[half]} | {half}


def _parts(sold: Sequence[Line]) -> list[Part]:
    needs: dict[tuple[dt.datetime, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for line in sold:
        needs[line.at, line.doc][line.sku] += line.qty
    return [(doc, at, need) for (at, doc), need in sorted(needs.items(), key=lambda item: item[0])]


def _asked(parts: Sequence[Part], supplies: Mapping[str, Supply], barred: set[str]) -> tuple[set[str], str]:
    """Ask order after order; return those refused, and one that was refused half-way, if any."""
    refused, begun = set(barred), set[str]()
    taken: dict[str, Fraction] = defaultdict(Fraction)
    for doc, at, need in parts:
        if doc in refused:
            continue
        if any(taken[sku] + qty > supplies[sku].until(at) for sku, qty in need.items()):
            refused.add(doc)
            if doc in begun:
                return refused, doc
            continue
        begun.add(doc)
        for sku, qty in need.items():
            taken[sku] += qty
    return refused, ""
