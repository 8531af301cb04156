"""问题 Problems: everything wrong in the book, each with a link to its cell."""

from __future__ import annotations

import pandas as pd

from jxc_xl.problems import Problem
from jxc_xl.terms import Lang

COLUMNS = ["place", "code", "severity", "what", "fix"]


def problem_lines(problems: list[Problem], lang: Lang) -> pd.DataFrame:
    """Return one line a problem, errors first, then by sheet and row."""
    ordered = sorted(problems, key=lambda one: (not one.is_error, one.place.sheet, one.place.row, one.code))
    rows = [
        (link(one), one.code, "error" if one.is_error else "warning", one.what(lang), one.fix(lang)) for one in ordered
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def link(problem: Problem) -> str:
    """Return the address a problem's link jumps to; a problem of a whole sheet points to its first cell."""
    place = problem.place
    return f"{place.sheet}!{place.column or 'A'}{place.row or 1}"
