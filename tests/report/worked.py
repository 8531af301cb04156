"""Small shops worked by hand: what is entered, posted and costed, and a report's lines in plain numbers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jxc_xl.cost.ledger import cost, cost_by
from jxc_xl.pipeline import Do, Outcome
from jxc_xl.report.facts import Facts, Period
from jxc_xl.report.methods import Costs
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang, Method
from tests.books import NOW, Rows, changed, do, raw_book, report
from tests.scenarios.shops import SHOWN, entered

Line = dict[str, object]
MARCH = Period(pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-31"))
APRIL = Period(pd.Timestamp("2026-04-01"), pd.Timestamp("2026-04-30"))
WHOLE = Period()


def bought(doc_no: str, day: str, qty: float, price: float, **more: object) -> Line:
    row: Line = {"doc_no": doc_no, "received_at": day, "sku": "A", "accepted_qty": qty, "unit_price": price}
    return row | more


def sold(doc_no: str, day: str, qty: float, price: float, **more: object) -> Line:
    return {"doc_no": doc_no, "ordered_at": day, "sku": "A", "qty": qty, "unit_price": price} | more


def back(doc_no: str, day: str, qty: float, price: float, **more: object) -> Line:
    return {"doc_no": doc_no, "returned_at": day, "sku": "A", "qty": qty, "unit_price": price} | more


def charged(doc_no: str, day: str, amount: float, receipt: str, **more: object) -> Line:
    row: Line = {"doc_no": doc_no, "charged_at": day, "amount": amount, "basis": "quantity", "receipt_no": receipt}
    return row | more


def adjusted(doc_no: str, day: str, kind: str, qty: float | None, **more: object) -> Line:
    return {"doc_no": doc_no, "adjusted_at": day, "kind": kind, "sku": "A", "qty": qty} | more


def transferred(doc_no: str, day: str, qty: float, source: str, target: str) -> Line:
    places: Line = {"from_warehouse": source, "to_warehouse": target}
    return {"doc_no": doc_no, "moved_at": day, "sku": "A", "qty": qty} | places


def book(rows: Mapping[str, Rows], lang: Lang = Lang.ZH, **settings: object) -> RawBook:
    """Return a book with everything posted; it has a product A unless the rows say otherwise."""
    raw = raw_book({"products": [{"sku": "A", "name": "a"}], **rows}, lang, **settings)
    return then(RawBook({name: table for name, table in raw.tables.items() if name in SHOWN}, raw.sheets), {})


def then(raw: RawBook, rows: Mapping[str, Rows]) -> RawBook:
    """Return the book with more lines typed in and posted."""
    raw = entered(raw, [(key, tuple(lines)) for key, lines in rows.items()])
    outcome = do(raw, Do.POST)
    wrong = [f"{problem.place} {problem.code} {problem.facts}" for problem in outcome.problems if problem.is_error]
    assert not wrong, wrong
    return changed(raw, outcome.changes)


def closed(raw: RawBook, period: str) -> RawBook:
    outcome = do(raw, Do.CLOSE, closing=period)
    assert outcome.moved, f"{period} could not be closed"
    return changed(raw, outcome.changes)


def facts_of(raw: RawBook, period: Period = WHOLE, as_of: pd.Timestamp | None = None) -> Facts:
    """Return what reports start from, today being the day tests run on unless another is given."""
    outcome = do(raw, Do.REPORT, period)
    return facts_from(outcome, period, as_of)


def facts_from(outcome: Outcome, period: Period = WHOLE, as_of: pd.Timestamp | None = None) -> Facts:
    costed = cost(outcome.book, outcome.ledger).result
    today = NOW.floor("D") if as_of is None else as_of
    figures = (costed.moves, costed.closing, costed.methods, costed.ledger)
    return Facts(outcome.book, *figures, outcome.problems, period, "", today)


def by_method(facts: Facts) -> dict[str, Costs]:
    """Return the ledger costed by each method, as if it had always been the one."""
    return {str(method): Costs(*cost_by(facts.book, facts.ledger, method)) for method in Method}


def plainly(facts: Facts, key: str, lines: pd.DataFrame) -> list[Line]:
    """Return a report's lines in plain numbers."""
    outcome = Outcome([], [], {key: lines}, {}, 0, facts.book, facts.ledger, facts)
    return report(outcome, key)


def columns(lines: list[Line], *names: str) -> list[tuple[object, ...]]:
    return [tuple(line[name] for name in names) for line in lines]
