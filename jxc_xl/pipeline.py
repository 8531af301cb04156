"""The straight line: read, validate, post, cost, report, write. The only place that knows the order.

A stage is a pure function from values to values and a list of problems. Nothing here touches a file, a cell or a
clock: the time is asked for, a workbook comes as raw tables and leaves as changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from jxc_xl.answer.index import Index
from jxc_xl.audit.costs import audit_closes, audit_costs
from jxc_xl.audit.reports import BY_POSTING, audit_dashboard, audit_end, audit_reports
from jxc_xl.book import Book
from jxc_xl.cost.ledger import Costed, cost, cost_by, cost_until, methods_of
from jxc_xl.ledger import in_order
from jxc_xl.plan.ordering import still_left_out
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.reports import PLANS
from jxc_xl.post.closing import Standing, close, last_day, reopen, unposted
from jxc_xl.post.posting import LOCKING, UNRULED, post
from jxc_xl.post.sealing import Posted, marked
from jxc_xl.post.undo import undo
from jxc_xl.problems import Found, Problem
from jxc_xl.read.book import read_book
from jxc_xl.read.reports import dashboard_cells, read_reports
from jxc_xl.report.card import card
from jxc_xl.report.dashboard import dashboard
from jxc_xl.report.facts import Facts, Period
from jxc_xl.report.margin import margin
from jxc_xl.report.methods import Costs, lacks_lots, methods
from jxc_xl.report.prices import prices
from jxc_xl.report.problems import problem_lines
from jxc_xl.report.realisable import realisable
from jxc_xl.report.self_check import self_check
from jxc_xl.report.stock import stock
from jxc_xl.report.summary import summary
from jxc_xl.tables import Change, RawBook
from jxc_xl.terms import Method
from jxc_xl.validate import validate
from jxc_xl.write.changes import (
    dashboard_changes,
    filled_changes,
    ledger_changes,
    mark_changes,
    report_changes,
)


class Do(StrEnum):
    """What a run does."""

    CHECK = "check"
    POST = "post"
    UNDO = "undo"
    RECALC = "recalc"
    REPORT = "report"
    FILL = "fill"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a run.

    Attributes:
        do: What to do.
        now: The time it is.
        period: Period of the reports; None = as the settings say.
        card_sku: Product of the stock card; empty = as the settings say.
        closing: The period to be closed or reopened: a month ``2026-01`` or a day.
        report: Key of the report asked for; costs under other methods are worked out only when they are shown.
    """

    do: Do
    now: pd.Timestamp
    period: Period | None = None
    card_sku: str = ""
    closing: str = ""
    report: str = ""


class Outcome(NamedTuple):
    """What a run gives.

    Attributes:
        changes: What is to be written; empty when nothing is.
        problems: Everything found wrong.
        reports: Report key to its lines, scaled as the schema says.
        measures: The dashboard's values by key.
        moved: How many movements were posted, reversed, or, by a check, could be posted.
        book: The book as read and validated.
        ledger: The whole ledger, costed.
        facts: What the reports were made of.
    """

    changes: list[Change]
    problems: list[Problem]
    reports: dict[str, pd.DataFrame]
    measures: dict[str, object]
    moved: int
    book: Book
    ledger: pd.DataFrame
    facts: Facts

    def indexed(self) -> Index:
        """Return the index over the book as it is with the changes."""
        return Index(self.facts._replace(problems=[], period=Period(), card_sku=""))


def run(raw: RawBook, ask: Ask) -> Outcome:
    """Carry out one command on one book.

    Raises:
        TemplateError: The workbook is not one of ours.
        LedgerError: The ledger was edited and cannot be undone.
    """
    book, problems = read_book(raw)
    entered = book
    book, found = validate(book, problems)
    problems += found
    problems += audit_end(book, dashboard_cells(raw))
    before, found = cost(book, in_order(book.lines["ledger"]))
    if not any(problem.code == "P505" for problem in problems):
        problems += [*audit_costs(book, before.ledger), *audit_closes(book, before.moves)]
    posted, untold = _post(book, problems, ask)
    problems += untold
    costed, found = (before, found) if len(posted.ledger) == len(before.ledger) else cost(book, posted.ledger, before)
    problems += found
    facts = _facts(marked(book, posted.marks), costed, problems, ask)
    reports, measures = _report(facts, ask)
    if ask.do in FILLING and "replenishment" in reports:
        written = read_reports(raw, book, ["replenishment"]).get("replenishment", reports["replenishment"])
        reports["replenishment"] = still_left_out(reports["replenishment"], written)
    if ask.do is Do.CHECK and not any(problem.code in LOCKING for problem in problems):
        problems += _audit(raw, book, reports, measures)
        reports["problems"] = problem_lines(problems, book.lang)
    if ask.do in FILLING and any(problem.code in SEALS for problem in problems):
        return Outcome(_told(book, problems), problems, reports, measures, 0, book, costed.ledger, facts)
    kept = (
        []
        if ask.do in KEEPING
        else [
            *mark_changes(book, posted.marks),
            *filled_changes(entered, book, posted.marks),
            *ledger_changes(book, costed.ledger),
        ]
    )
    changes = [*kept, *_filled(book, reports, measures, ask)]
    return Outcome(changes, problems, reports, measures, posted.ready, book, costed.ledger, facts)


def _told(book: Book, problems: list[Problem]) -> list[Change]:
    """Return the sheet of problems alone: where the ledger is broken all else stays as it was found."""
    return report_changes(book, {"problems": problem_lines(problems, book.lang)})


def _post(book: Book, problems: list[Problem], ask: Ask) -> Found[Posted]:
    """Post, undo, close, reopen, or only look what could be posted."""
    if ask.do is Do.UNDO:
        return undo(book, ask.now)
    if ask.do is Do.REOPEN:
        return Found(reopen(book, ask.closing, ask.now), [])
    posted = post(book, problems, ask.now if ask.do is Do.POST else None)
    if ask.do is not Do.CLOSE or any(problem.code in UNRULED for problem in problems):
        return posted
    return _close(book, posted, ask)


def _close(book: Book, posted: Found[Posted], ask: Ask) -> Found[Posted]:
    """Close a period, unless a line of it is ready and not posted."""
    start = last_day(ask.closing) + pd.Timedelta(days=1)
    waiting = unposted(book, posted.result.waiting, start)
    if waiting:
        return Found(posted.result._replace(ready=0), [*posted.problems, *waiting])
    ledger = posted.result.ledger
    standing = Standing(ledger, cost_until(book, ledger, start), methods_of(book))
    return Found(close(book, standing, ask.closing, ask.now), posted.problems)


def _audit(raw: RawBook, book: Book, reports: dict[str, pd.DataFrame], measures: dict[str, object]) -> list[Problem]:
    """Compare the report sheets as they stand with what they should say."""
    problems = audit_reports(book, read_reports(raw, book, BY_POSTING), reports)
    return problems + audit_dashboard(book, dashboard_cells(raw), measures)


def _facts(book: Book, costed: Costed, problems: list[Problem], ask: Ask) -> Facts:
    settings = book.settings
    period = ask.period or Period(settings.report_from, settings.report_to)
    card_sku = ask.card_sku or settings.card_sku
    day = ask.now.floor("D")
    return Facts(book, costed.moves, costed.closing, costed.methods, costed.ledger, problems, period, card_sku, day)


def _report(facts: Facts, ask: Ask) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    reports = {name: make(facts) for name, make in REPORTS.items()}
    if ask.do in FILLING or ask.do is Do.CHECK or ask.report == "methods":
        reports["methods"] = methods(facts, _by_method(facts))
    if ask.do in FILLING or ask.report in PLANS:
        plan = Plan(facts, reports["stock"], ask.now)
        wanted = PLANS if ask.do in FILLING else [ask.report]
        reports |= {name: PLANS[name](plan) for name in wanted}
    reports["self_check"] = self_check(facts, reports)
    reports["problems"] = problem_lines(facts.problems, facts.book.lang)
    return reports, dashboard(facts, reports)


REPORTS = {
    "stock": stock,
    "summary": summary,
    "card": card,
    "margin": margin,
    "prices": prices,
    "realisable": realisable,
}
KEEPING = (Do.CHECK, Do.REPORT, Do.FILL)
"""What leaves entries and ledger as they are."""
SEALS = {"P504", "P505"}
"""With one of these somebody has changed the ledger."""
FILLING = (Do.POST, Do.UNDO, Do.RECALC, Do.CLOSE, Do.REOPEN)
"""What fills the report sheets."""


def _by_method(facts: Facts) -> dict[str, Costs]:
    """Cost the ledger by each method in turn; by lot only where lots are recorded."""
    wanted = [method for method in Method if method != Method.SPECIFIC or not lacks_lots(facts)]
    return {str(method): Costs(*cost_by(facts.book, facts.ledger, method)) for method in wanted}


def _filled(book: Book, reports: dict[str, pd.DataFrame], measures: dict[str, object], ask: Ask) -> list[Change]:
    """Return the report sheets to be filled: all of them, the one asked for, or the problems alone."""
    if ask.do is Do.REPORT:
        return []
    if ask.do is Do.CHECK:
        return report_changes(book, {"problems": reports["problems"]})
    if ask.do is Do.FILL and ask.report != "dashboard":
        return report_changes(book, {ask.report: reports[ask.report]})
    filled = reports if ask.do is not Do.FILL else {}
    return [*report_changes(book, filled), *dashboard_changes(book, measures)]


def index_of(raw: RawBook, now: pd.Timestamp) -> Index:
    """Return the index over one book as it stands, nothing posted, nothing written.

    Raises:
        TemplateError: The workbook is not one of ours.
        LedgerError: The ledger cannot be costed.
    """
    return Index(facts_of(raw, now))


def facts_of(raw: RawBook, now: pd.Timestamp) -> Facts:
    """Return what reports are made of, about all the time of a book as it stands."""
    book, problems = read_book(raw)
    book, _ = validate(book, problems)
    costed, _ = cost(book, in_order(book.lines["ledger"]))
    return Facts(book, costed.moves, costed.closing, costed.methods, costed.ledger, [], Period(), "", now.floor("D"))
