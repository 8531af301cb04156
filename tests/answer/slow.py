"""What functions answer, worked out slowly: one movement after the other, in exact fractions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from jxc_xl.pipeline import Outcome
from tests.oracle import half_up
from tests.oracle_order import places
from tests.scenarios.shops import stand
from tests.test_laws import moves, rules

CORRECTIONS = {"close", "cost_adjustment"}
ZERO = Fraction(0)


class Line(NamedTuple):
    """A movement that stands: when it counts, and its figures."""

    at: dt.datetime
    kind: str
    sku: str
    warehouse: str
    channel: str
    supplier: str
    qty: Fraction
    amount: Fraction
    said: Fraction


class Book(NamedTuple):
    """All movements, and what they are worth in."""

    lines: list[Line]
    minor: int
    by_warehouse: bool


Asked = Callable[[Line], bool]


def book(outcome: Outcome) -> Book:
    """Return all movements that stand."""
    ledger, rule = stand(outcome), rules(outcome)
    minor = 10**rule.digits
    plain = moves(ledger)
    when = places(plain, rule)
    others = zip(ledger["channel"], ledger["supplier"], ledger["amount"], strict=True)
    lines = [
        Line(
            at[0], move.kind, move.sku, move.warehouse, channel, supplier, move.qty,
            Fraction(int(amount), minor), Fraction(move.amount or 0, minor),
        )
        for move, at, (channel, supplier, amount) in zip(plain, when, others, strict=True)
    ]  # fmt: skip
    return Book(lines, minor, rule.pool == "warehouse")


def total(lines: Sequence[Line], name: str, asked: Asked) -> Fraction:
    return sum((getattr(line, name) for line in lines if asked(line)), ZERO)


def rounded(number: Fraction, unit: int) -> float:
    return half_up(number * unit) / unit


def stock(found: Book, sku: str, warehouse: str | None, end: dt.datetime) -> float:
    return float(total(found.lines, "qty", _held(sku, warehouse, end)))


def value(found: Book, sku: str, warehouse: str | None, end: dt.datetime) -> float | str:
    own, whole = (total(found.lines, "amount", _held(sku, place, end)) for place in (warehouse, None))
    if warehouse is None or found.by_warehouse:
        return float(own)
    there, everywhere = (total(found.lines, "qty", _held(sku, place, end)) for place in (warehouse, None))
    if not there:
        return 0.0
    return rounded(whole * there / everywhere, found.minor) if everywhere else "#NUM!"


def unit_cost(found: Book, sku: str, end: dt.datetime) -> float | str:
    qty, amount = (total(found.lines, name, _held(sku, None, end)) for name in ("qty", "amount"))
    return rounded(amount / qty, 10**6) if qty > 0 else "#NUM!"


def _held(sku: str, warehouse: str | None, end: dt.datetime) -> Asked:
    return lambda line: line.sku == sku and warehouse in {None, line.warehouse} and line.at < end


class Earned(NamedTuple):
    """What a product earned in some time."""

    sold: float
    returned: float
    sales: float
    cogs: float
    margin: float
    rate: float | str


def earned(found: Book, sku: str, span: tuple[dt.datetime, dt.datetime], channel: str | None) -> Earned:
    lines = [line for line in found.lines if line.sku == sku and span[0] <= line.at < span[1]]
    lines = [line for line in lines if channel in {None, line.channel}]
    sold = -total(lines, "qty", lambda line: line.kind == "sale")
    back = total(lines, "qty", lambda line: line.kind == "customer_return")
    sales = total(lines, "said", lambda line: line.kind in {"sale", "customer_return"})
    cogs = -total(lines, "amount", lambda line: line.kind in {"sale", "customer_return", *CORRECTIONS})
    rate = rounded((sales - cogs) / sales, 10**6) if sales > 0 else "#NUM!"
    return Earned(float(sold), float(back), float(sales), float(cogs), float(sales - cogs), rate)


def purchased(found: Book, sku: str, span: tuple[dt.datetime, dt.datetime], supplier: str | None) -> float:
    def is_asked(line: Line) -> bool:
        return line.sku == sku and line.kind == "receipt" and supplier in {None, line.supplier}

    return float(total(found.lines, "qty", lambda line: is_asked(line) and span[0] <= line.at < span[1]))
