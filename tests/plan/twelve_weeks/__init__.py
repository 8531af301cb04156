"""Twelve weeks of one small shop, in which every rule of the decision reports fires; docs/twelve-weeks.md tells it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from jxc_xl.pipeline import Ask, Do, Outcome, run
from jxc_xl.schema import REPORTS
from jxc_xl.terms import Lang
from tests.books import changed, raw_book, report
from tests.plan.sellers import Row

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
KEYS = [sheet.key for sheet in REPORTS if sheet.key != "dashboard"]


@lru_cache(2)
def runs(lang: Lang = Lang.ZH) -> tuple[Outcome, Outcome]:
    """Return what posting the shop gives, and then every report of it."""
    told = tomllib.loads((HERE / "shop.toml").read_text("utf8"))
    now = pd.Timestamp(told["now"])
    raw = raw_book({key: spread(lines) for key, lines in told["book"].items()}, lang, **told["settings"])
    posted = run(raw, Ask(Do.POST, now))
    return posted, run(changed(raw, posted.changes), Ask(Do.RECALC, now))


def spread(lines: list[dict[str, Any]]) -> list[Row]:
    """Return lines with those that stand for one a day written out."""
    found: list[Row] = []
    for line in lines:
        if "days" not in line:
            found.append(line)
            continue
        first, last, step = line["days"]
        day = dt.date.fromisoformat(first)
        while day <= dt.date.fromisoformat(last):
            made = {"doc_no": f"{line['doc_no']}{day}", "ordered_at": f"{day} {line['ordered_at']}"}
            found.append({key: value for key, value in line.items() if key != "days"} | made)
            day += dt.timedelta(days=step)
    return found


def lines_of(key: str, lang: Lang = Lang.ZH) -> list[dict[str, str]]:
    """Return a report's lines as people read them: plain numbers, days, blanks."""
    return [{name: shown(value) for name, value in line.items()} for line in report(runs(lang)[1], key)]


def shown(value: object) -> str:
    """Return a value as it stands in a golden file."""
    if value is None or value == "":
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def text_of(key: str) -> str:
    """Return a report as its golden file has it."""
    lines, out = lines_of(key), io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]) if lines else ["nothing"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def rows_of_page(page: str) -> list[list[str]]:
    """Return the rows of a page's tables of figures: report, line, column, value, how it comes about."""
    rows = [[cell.strip().strip("`") for cell in line.strip("| \n").split(" | ")] for line in page.splitlines()]
    return [row for row in rows if len(row) == len(("report", "line", "column", "value", "how")) and row[0] in KEYS]
