"""Many problems of one kind are told as a few, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from jxc_xl.problems import Problem

MOST = 20


def few(problems: Sequence[Problem], most: int = MOST) -> list[Problem]:
    """Return the first problems of each code; of the rest only the number.

    Problems:
        P520: there are more of the same.
    """
    told: list[Problem] = []
    for code in dict.fromkeys(problem.code for problem in problems):
        same = [problem for problem in problems if problem.code == code]
        told += same[:most]
        if len(same) > most:
            facts = {"code": code, "count": len(same) - most}
            told.append(Problem("P520", same[most].place, facts))
    return told
