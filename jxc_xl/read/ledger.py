"""The ledger as it was read: a cell that cannot be, because somebody edited it, is told and made harmless.

The stages behind rely on a whole ledger: numbered 1, 2, 3 …, every movement with its moment, kind and quantity. What
is not so is told as P505, which keeps the book from posting, and filled in only so that the rest can still be checked
and reported; the hashes tell that the filled lines are not the true ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from jxc_xl.book import Layout
from jxc_xl.problems import Found, Place, Problem
from jxc_xl.terms import Movement, Text

FILLED: dict[str, object] = {
    "posting_no": 0,
    "posted_at": pd.Timestamp("1990-01-01"),
    "kind": str(Movement.COUNT),
    "doc_no": "?",
    "line_no": 0,
    "moved_at": pd.Timestamp("1990-01-01"),
    "sku": "?",
    "warehouse": "?",
    "qty": 0,
}
"""What every movement has, and what stands for it where it is gone."""


def check_ledger(lines: pd.DataFrame, layout: Layout, found: Sequence[Problem]) -> Found[pd.DataFrame]:
    """Return the ledger made whole.

    Args:
        lines: The ledger as read.
        layout: Where it stands.
        found: What is wrong with single cells of it.

    Problems:
        P505: a cell that cannot be read, a blank, a number of a movement that is not there.
    """
    problems = [_unreadable(problem) for problem in found if problem.is_error]
    told = {(problem.place.row, problem.place.column) for problem in problems}
    filled: dict[str, pd.Series] = {}
    for name, value in FILLED.items():
        is_blank = lines[name].isna() | (lines[name].astype("str") == "")
        if name == "warehouse":
            is_blank &= lines["kind"] != Movement.CLOSE  # a close is about all of them
        problems += _tell(lines, layout, is_blank, name, told)
        filled[name] = lines[name].mask(is_blank, value)
    is_astray = _astray(lines)
    problems += _tell(lines, layout, is_astray, "seq", told)
    filled["seq"] = (
        pd.Series(np.arange(1, len(lines) + 1), lines.index, dtype="Int64") if is_astray.any() else lines.seq
    )
    is_lost = lines["reverses"].notna() & ~lines["reverses"].isin(filled["seq"])
    problems += _tell(lines, layout, is_lost, "reverses", told)
    return Found(lines.assign(**filled, reverses=lines["reverses"].mask(is_lost)), problems)


def _astray(lines: pd.DataFrame) -> pd.Series:
    """Tell which numbers are blank, doubled or beyond the end of the ledger."""
    seq = lines["seq"]
    return seq.isna() | seq.duplicated() | ~seq.between(1, len(lines)).fillna(value=False).astype(bool)


def _tell(
    lines: pd.DataFrame, layout: Layout, is_wrong: pd.Series, name: str, told: set[tuple[int, str]]
) -> list[Problem]:
    heading, column = layout.headings.get(name, name), layout.letters.get(name, "")
    wrong = lines[is_wrong.astype(bool)]
    return [
        Problem("P505", Place(layout.sheet, row, column), {"why": _why(heading, value)})
        for row, value in zip(wrong["row"].tolist(), wrong[name].astype("object").fillna("").tolist(), strict=True)
        if (row, column) not in told
    ]


def _why(heading: str, value: object) -> Text:
    if value == "":
        return Text(f"{heading} 没有填", f"{heading} is blank")
    return Text(f"{heading} 不能是 {value}", f"{heading} cannot be {value}")


def _unreadable(problem: Problem) -> Problem:
    heading, value = problem.facts["heading"], problem.facts["value"]
    return Problem("P505", problem.place, {"why": _why(str(heading), value)})
