"""Working hours: how many minutes between two moments somebody was there to work.

Hours that end before they begin go over midnight (``22:00-06:00``). Without hours, and where a text says none, somebody
is there around the clock.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from jxc_xl.numbers import Ints

DAY = 24 * 60 * 60
HOUR = 60 * 60
WRITTEN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—－~～至]\s*(\d{1,2})[:：](\d{2})")  # noqa: RUF001 (as people type it)


class Hours(NamedTuple):
    """The hours of a day in which minutes count: where they begin and how long they last, in seconds."""

    begin: int = 0
    length: int = DAY


ALWAYS = Hours()


def hours_of(text: str) -> Hours | None:
    """Return what a text such as ``09:00-18:00`` says; a blank one says around the clock, one without sense None."""
    if not text.strip():
        return ALWAYS
    found = WRITTEN.fullmatch(text.strip())
    if not found:
        return None
    begin, begin_minute, end, end_minute = map(int, found.groups())
    first, last = begin * HOUR + begin_minute * 60, end * HOUR + end_minute * 60
    if max(begin_minute, end_minute) >= HOUR // 60 or first >= DAY or last > DAY:
        return None
    return Hours(first, (last - first) % DAY or DAY)


def minutes_between(start: pd.Series, end: pd.Series, hours: Hours = ALWAYS) -> pd.Series:
    """Return the whole minutes of working hours from one moment to another, below 0 when the other comes first.

    Args:
        start: Moments.
        end: As many moments.
        hours: The hours that count.

    Returns:
        Int64; blank where a moment is.
    """
    is_blank = start.isna() | end.isna()
    worked = _worked(end, hours) - _worked(start, hours)
    return pd.Series(worked // 60, start.index, dtype="Int64").mask(is_blank)


def _worked(moments: pd.Series, hours: Hours) -> Ints:
    """Return the working seconds from long ago to each moment; anything where there is none."""
    at: npt.NDArray[np.datetime64] = moments.fillna(pd.Timestamp(0)).to_numpy("M8[s]")
    days, inside = np.divmod(at.astype(np.int64) - hours.begin, DAY)
    worked: Ints = days * hours.length + np.minimum(inside, hours.length)
    return worked
