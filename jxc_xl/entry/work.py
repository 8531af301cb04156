"""One command on one book on disk: read, run, save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from jxc_xl.adding import Added, CountSheet, Requested, bring_in, count, reorder
from jxc_xl.entry import formulas
from jxc_xl.entry.numbering import next_number
from jxc_xl.hosts import files
from jxc_xl.hosts.formulas.engine import Value
from jxc_xl.hosts.formulas.preparing import Asked, Kept
from jxc_xl.hosts.orders import read_orders_file
from jxc_xl.pipeline import FILLING, Ask, Do, Outcome, index_of, run
from jxc_xl.plan.count_sheet import Which
from jxc_xl.problems import JxcError
from jxc_xl.read.book import language
from jxc_xl.report.facts import Period
from jxc_xl.schema import BY_KEY, TITLES
from jxc_xl.tables import Change


@dataclass(frozen=True, slots=True)
class How:
    """How a command treats the book.

    Attributes:
        out: Folder for the changed copy; None = the book itself, with a dated backup.
        is_dry: Only look what would change.
        as_of: The day it is; None = today.
        period: Period of the reports; None = as the settings say.
        card_sku: Product of the stock card; empty = as the settings say.
        closing: The period to be closed or reopened.
        report: Key of the report asked for.
    """

    out: Path | None = None
    is_dry: bool = False
    as_of: dt.datetime | None = None
    period: Period | None = None
    card_sku: str = ""
    closing: str = ""
    report: str = ""


def carry_out(path: Path, do: Do, how: How) -> Outcome:
    """Carry out one command and save what changed; where reports are filled, formulas are worked out too."""
    seen, now = files.look(path, TITLES), _now(how)
    outcome = run(files.read(path, TITLES), Ask(do, now, how.period, how.card_sku, how.closing, how.report))
    asked = formulas.asked(outcome.indexed, now.to_pydatetime(), outcome.book.lang) if do in FILLING else None
    saved = _save(seen, outcome.changes, how, asked)
    kept = saved.solved.kept if saved and saved.solved else ()
    return outcome._replace(problems=[*outcome.problems, *formulas.problems(kept, path.name)])


def evaluate(path: Path, formula: str, how: How) -> list[list[Value]]:
    """Return what a formula gives in a book: rows of values.

    Raises:
        JxcError: It cannot be worked out (H052), or the book cannot be read.
    """
    now, raw = _now(how), files.read(path, TITLES)
    asked = formulas.asked(lambda: index_of(raw, now), now.to_pydatetime(), language(raw))
    found = files.evaluate(path, formulas.typed(formula), asked)
    if isinstance(found, Kept):
        raise JxcError("H052", formula, reason=formulas.why(found))
    return found


def bring(path: Path, file: Path, key: str, mapping: Mapping[str, str], how: How) -> Added:
    """Import a file into a book."""
    table = read_orders_file(file)
    seen = files.look(path, TITLES)
    added = bring_in(files.read(path, TITLES), table, key, mapping)
    _save(seen, added.changes, how)
    return added


def order(path: Path, how: How) -> Requested:
    """Turn the ticked proposals of a book into requests."""
    seen = files.look(path, TITLES)
    raw, now = files.read(path, TITLES), _now(how)
    asked = reorder(raw, now, next_number(raw, BY_KEY["purchases"], now))
    _save(seen, asked.changes, how)
    return asked


def list_goods(path: Path, which: Which, warehouse: str, how: How) -> CountSheet:
    """Add a count sheet to a book."""
    seen = files.look(path, TITLES)
    raw, now = files.read(path, TITLES), _now(how)
    sheet = count(raw, now, which, warehouse, next_number(raw, BY_KEY["counts"], now))
    _save(seen, sheet.changes, how)
    return sheet


def _now(how: How) -> pd.Timestamp:
    return pd.Timestamp(how.as_of or dt.datetime.now()).floor("s")  # noqa: DTZ005 (the shop's wall clock)


def _save(seen: files.Seen, changes: Sequence[Change], how: How, asked: Asked | None = None) -> files.Saved | None:
    """Save changes to the book, or to a copy of it in another folder; a copy is made even when nothing changes."""
    if how.is_dry or (not changes and how.out is None):
        return None
    out = None
    if how.out is not None:
        how.out.mkdir(parents=True, exist_ok=True)
        out = how.out / seen.path.name
    return files.save(seen, changes, now=dt.datetime.now(), out=out, formulas=asked)  # noqa: DTZ005 (the shop's clock)
