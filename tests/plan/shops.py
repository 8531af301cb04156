"""Small shops to plan for: rows typed in, posted, costed, and looked at. Today is 2026-11-24, a Tuesday."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from jxc_xl.pipeline import Do, index_of
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import Period
from jxc_xl.tables import RawBook
from jxc_xl.terms import Lang
from tests.books import NOW, Rows, changed, do, raw_book
from tests.report.worked import Line, plainly


def plan_of(rows: Mapping[str, Rows], lang: Lang = Lang.ZH, *, refused: int = 0, **settings: object) -> Plan:
    """Return the plan of a shop in which everything was posted that can be.

    Args:
        rows: Sheet to lines, as `raw_book` takes them.
        lang: The book's language.
        refused: How many errors posting is expected to tell, so that no line stays out unseen.
        **settings: By key, as they stand on the sheet.
    """
    raw = raw_book(rows, lang, **settings)
    outcome = do(raw, Do.POST)
    wrong = [f"{problem.place} {problem.code} {problem.facts}" for problem in outcome.problems if problem.is_error]
    assert len(wrong) == refused, wrong
    return planned(changed(raw, outcome.changes))


def planned(raw: RawBook, now: pd.Timestamp = NOW) -> Plan:
    """Return the plan of a book as it stands; reports are about the period its settings say."""
    facts = index_of(raw, now).facts
    settings = facts.book.settings
    return Plan(facts._replace(period=Period(settings.report_from, settings.report_to)))


def lines_of(plan: Plan, key: str, report: pd.DataFrame) -> list[Line]:
    """Return a report's lines in plain numbers."""
    return plainly(plan.facts, key, report)
