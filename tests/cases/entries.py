"""Each event of a case as the rows a user would type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from jxc_xl.numbers import half_up_one, split
from tests.cases import schedule
from tests.cases.reading import Case, Facts, fraction

Row = dict[str, object]
BASES = {"qty": "quantity", "value": "value", "weight": "weight", "volume": "volume", "equal": "weight"}
BEFORE = "standard cost"
"""Document of the goods that came and went before all others, and left their unit cost behind."""


class Typed(NamedTuple):
    """One row and the sheet it is typed on."""

    sheet: str
    row: Row


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the book.

    Attributes:
        ref: Its name.
        event: What the case says of it.
        at: When it happens.
        rows: What is typed.
        names: Sheet, document and line of each row.
        weights: Unit weights that hold while it is posted.
    """

    ref: str
    event: Facts
    at: dt.datetime
    rows: tuple[Typed, ...] = ()
    weights: Row = field(default_factory=dict)

    @property
    def op(self) -> str:
        return str(self.event["op"])

    @property
    def names(self) -> set[tuple[str, str, int]]:
        return {(sheet, str(row["doc_no"]), int(str(row["line_no"]))) for sheet, row in self.rows}


def entries(case: Case) -> list[Entry]:
    """Return all events of a case in the order of entry."""
    return _Clerk(case).entries()


def product_rows(case: Case) -> list[Row]:
    """Return the lines of the master."""
    own = schedule.products(case)
    rows: dict[str, Row] = {sku: {"sku": sku, "name": sku} for sku in ("A1", *own.values())}
    for ref, event in zip(schedule.refs(case), case.events, strict=True):
        if ref in own:
            rows[own[ref]] |= {name: number_of(event[name]) for name in ("weight", "volume") if name in event}
    return list(rows.values())


def standard_rows(case: Case) -> list[Typed]:
    """Return goods that came and went before everything else: afterwards their cost is the last known one."""
    if "fallback_unit_cost" not in case.policy:
        return []
    at = min(schedule.moments(case)) - dt.timedelta(days=1)
    lot = {"lot": schedule.NO_LOT} if case.method == "specific" else {}
    names = {event["wh"] for event in case.events if "wh" in event} | {
        event[key] for event in case.events for key in ("from", "to") if key in event
    }
    rows = []
    for number, warehouse in enumerate(sorted(names) if case.by_warehouse else [""], 1):
        common = {"doc_no": BEFORE, "sku": "A1", "warehouse": warehouse, "adjusted_at": at, "qty": 1.0} | lot
        cost = {"unit_cost": number_of(case.policy["fallback_unit_cost"])}
        rows.append(Typed("adjustments", common | cost | {"line_no": 2 * number - 1, "kind": "opening"}))
        rows.append(
            Typed("adjustments", common | {"line_no": 2 * number, "kind": "other_out", "adjusted_at": _later(at)})
        )
    return rows


class _Clerk:
    """Types a case, event after event."""

    def __init__(self, case: Case) -> None:
        self.case, self.lots = case, schedule.Lots(case)
        self.documents, self.products = schedule.documents(case), schedule.products(case)
        self.refs, self.moments = schedule.refs(case), schedule.moments(case)
        self.events = dict(zip(self.refs, case.events, strict=True))
        self.needs_receipt = {
            ref
            for event in case.events
            if event["op"] in {"landed", "return_out"}
            for ref in schedule.receipts_of(event)
        }

    def entries(self) -> list[Entry]:
        makers: dict[str, Callable[[str, dt.datetime, Facts], list[Typed]]] = {
            "in": self._in,
            "out": self._out,
            "return_in": self._return,
            "return_out": self._return,
            "transfer": self._transfer,
            "count": self._count,
            "landed": self._landed,
            "revalue": self._revalue,
        }
        found = []
        for ref, at, event in zip(self.refs, self.moments, self.case.events, strict=True):
            make = makers.get(event["op"])
            rows = make(ref, at, event) if make else []
            found.append(Entry(ref, event, at, tuple(rows), self._weights(event)))
        return found

    def _common(self, ref: str, event: Facts) -> Row:
        """Return what every row of an event says; the lot is found once a row, since issues use lots up."""
        where = {"warehouse": str(event["wh"])} if "wh" in event else {}
        lot = self.lots.of(ref, event)
        named = {"lot": lot} if lot else {}
        return {"doc_no": ref, "line_no": 1, "sku": self._sku(ref, event)} | where | named

    def _sku(self, ref: str, event: Facts) -> str:
        """Return the product; one that is not received here is that of the goods it goes back on."""
        if ref in self.products:
            return self.products[ref]
        of = event.get("of")
        if isinstance(of, str) and of in self.events:
            return self._sku(of, self.events[of])
        assert len(set(self.products.values())) <= 1, "goods of several weights: which of them?"
        return "A1"

    def _in(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        row = self._common(ref, event)
        qty, digits = fraction(event["qty"]), self.case.money_digits
        amount = fraction(event["amount"]) if "amount" in event else qty * fraction(event["unit_cost"])
        minor, price = _half_up(amount, digits), _half_up(amount / qty, 6)
        if _half_up(qty * Fraction(price, 10**6), digits) != minor:
            assert ref not in self.needs_receipt, f"{ref}: a receipt has no price of six decimals for {amount}"
            worth = {"adjusted_at": at, "kind": "other_in", "qty": float(qty), "amount": minor / 10**digits}
            return [Typed("adjustments", row | worth)]
        document, line = self.documents[ref]
        own = {"doc_no": document, "line_no": line, "received_at": at, "unit_price": price / 10**6}
        return [Typed("receipts", row | own | {"accepted_qty": number_of(event["qty"])})]

    def _out(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        own = {"ordered_at": at, "qty": number_of(event["qty"]), "unit_price": 1.0}
        return [Typed("sales", self._common(ref, event) | own)]

    def _return(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        is_customer = event["op"] == "return_in"
        direction = "from_customer" if is_customer else "to_supplier"
        own: Row = {"returned_at": at, "direction": direction, "qty": number_of(event["qty"]), "unit_price": 1.0}
        of = event.get("of")
        if of and not (self.case.policy.get("return_out") == "current" and not is_customer):
            document, line = (of, 1) if is_customer else self.documents[of]
            own |= {"original_no": document, "original_line": line}
        first = self.events.get(str(of), {})
        goods = {key: first[key] for key in ("wh", "lot") if key in first and not isinstance(first[key], dict)}
        return [Typed("returns", self._common(ref, goods | event) | own)]

    def _transfer(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        own = {"moved_at": at, "qty": number_of(event["qty"])}
        between = {"from_warehouse": str(event["from"]), "to_warehouse": str(event["to"])}
        return [Typed("transfers", self._common(ref, event) | own | between)]

    def _count(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        """A count, and a revaluation just after it where the case says what a unit is worth."""
        row, rows = self._common(ref, event), []
        if event.get("qty") is not None:
            rows.append(Typed("counts", row | {"counted_at": at, "counted_qty": number_of(event["qty"])}))
        if event.get("unit_cost") is not None:
            worth = {"adjusted_at": at, "kind": "revaluation", "unit_cost": number_of(event["unit_cost"])}
            rows.append(Typed("adjustments", row | worth))
        return rows

    def _revalue(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        worth = {key: number_of(event[key]) for key in ("amount", "unit_cost") if event.get(key) is not None}
        own: Row = {"adjusted_at": at, "kind": "revaluation"} | worth
        return [Typed("adjustments", self._common(ref, event) | own)]

    def _landed(self, ref: str, at: dt.datetime, event: Facts) -> list[Typed]:
        """One charge on the whole receipt or on its only line; else one line a receipt, each with its share."""
        of = schedule.receipts_of(event)
        document = self.documents[of[0]][0]
        whole = [one for one, (doc_no, _) in self.documents.items() if doc_no == document]
        common: Row = {"doc_no": ref, "charged_at": at, "receipt_no": document, "basis": BASES[event["basis"]]}
        if len(of) == 1:
            one = {"line_no": 1, "receipt_line": self.documents[of[0]][1], "amount": number_of(event["amount"])}
            return [Typed("charges", common | one)]
        if sorted(of) == sorted(whole) and not (event["basis"] == "equal" and not self._weights(event)):
            return [Typed("charges", common | {"line_no": 1, "amount": number_of(event["amount"])})]
        digits = self.case.money_digits
        shares = split(_half_up(fraction(event["amount"]), digits), [self._part(one, event) for one in of])
        return [
            Typed(
                "charges",
                common
                | {"line_no": number, "basis": "manual", "receipt_line": self.documents[one][1]}
                | {"amount": share / 10**digits},
            )
            for number, (one, share) in enumerate(zip(of, shares, strict=True), 1)
        ]

    def _part(self, ref: str, event: Facts) -> int:
        """Return a receipt's part of a basis, for charges that fall on some lines of a document only."""
        goods, basis = self.events[ref], event["basis"]
        each = {"value": "unit_cost", "weight": "weight", "volume": "volume"}
        per_unit = fraction(goods[each[basis]]) if basis in each else Fraction(1)
        return 1 if basis == "equal" else int(fraction(goods["qty"]) * per_unit * 10**12)

    def _weights(self, event: Facts) -> Row:
        """Return unit weights by which the receipts of an equal charge weigh the same; none if there cannot be any."""
        if event.get("basis") != "equal":
            return {}
        qty = {one: fraction(self.events[one]["qty"]) for one in schedule.receipts_of(event)}
        most = max(qty.values())
        weights = {(self.products[one], most / each) for one, each in qty.items()}
        is_one_each = len(weights) == len({sku for sku, _ in weights})
        is_held = all((weight * 10**4).denominator == 1 for _, weight in weights)
        return {sku: float(weight) for sku, weight in sorted(weights)} if is_one_each and is_held else {}


def number_of(text: object) -> float:
    """Return a number as a spreadsheet holds it."""
    number = fraction(text)
    assert Fraction(f"{float(number):.15g}") == number, f"{text} has more digits than a cell holds"
    return float(number)


def _half_up(number: Fraction, digits: int) -> int:
    scaled = number * 10**digits
    return half_up_one(scaled.numerator, scaled.denominator)


def _later(at: dt.datetime) -> dt.datetime:
    return at + dt.timedelta(hours=1)
