"""Processing: how long orders wait for somebody to take them up, and how many are taken up in time.

The clock starts when the order was paid, else when it was made, and stops when it was processed, else when it was
shipped; for an order still to be shipped it runs. Of goods that were shipped and do not say when, nothing is known.

A date without a time of day says only which day: the clock then runs from the end of the day of the order to the start
of the day it was processed, so that nobody is late who may have been in time; within one day nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.plan.plan import Plan
from jxc_xl.plan.work_hours import ALWAYS, hours_of, minutes_between
from jxc_xl.report.facts import DAY
from jxc_xl.report.facts import rates as shares

PROCESS_MINUTES = 60


class Clock(NamedTuple):
    """What orders are measured by.

    Attributes:
        now: The time it is; None = the start of the plan's day.
        limit: Minutes within which an order is to be processed.
        hours: Working hours such as ``09:00-18:00``: only minutes within them count; blank, or without sense = all do.
    """

    now: pd.Timestamp | None = None
    limit: int = PROCESS_MINUTES
    hours: str = ""


UNSET = Clock()


def measured(lines: pd.DataFrame, clock: Clock, today: pd.Timestamp) -> pd.DataFrame:
    """Return how long each line of 销售 waited, or has been waiting.

    Args:
        lines: Lines that are not cancelled.
        clock: What they are measured by.
        today: What time it is when the clock does not say.

    Returns:
        By line: ``started_at``; ``minutes``, Int64, >= 0, blank where unknown; ``is_done``, processed or shipped;
        ``is_slow``, more than the limit.
    """
    started = lines["paid_at"].fillna(lines["ordered_at"])
    is_shipped = lines["status"] == "shipped"
    stopped = lines["processed_at"].fillna(lines["shipped_at"].where(is_shipped))
    is_done = is_shipped | stopped.notna()
    now = clock.now if clock.now is not None else today
    end = stopped.mask(~is_done, now)
    is_vague = _is_timeless(started) | (_is_timeless(stopped) & is_done)
    start = started.mask(_is_timeless(started), started + pd.Timedelta(DAY))
    minutes = minutes_between(start, end, hours_of(clock.hours) or ALWAYS).mask(is_vague & (end < start))
    minutes = minutes.clip(lower=0)
    is_slow = (minutes > clock.limit).fillna(value=False).astype(bool)
    return pd.DataFrame({"started_at": started, "minutes": minutes, "is_done": is_done, "is_slow": is_slow})


def _is_timeless(moments: pd.Series) -> pd.Series:
    """Tell which moments are days only."""
    found: pd.Series = moments == moments.dt.floor("D")
    return found


def rates(plan: Plan, clock: Clock = UNSET, by: Sequence[str] = ("ordered_on", "channel")) -> pd.DataFrame:
    """Return which share of orders was processed in time.

    An order is as slow as its slowest line, and belongs to the day on which its clock started. One that is past the
    limit counts as late though it is still open; one that has time left, or of which nothing is known, does not count.

    Args:
        plan: The book.
        clock: What orders are measured by.
        by: What the lines are by: ``ordered_on``, ``channel``, both, or neither for all orders in one line. Where no
            order counts there is no line.

    Returns:
        In the order of ``by``: these columns; ``due``, orders that count; ``in_time``, those of them processed within
        the limit; ``rate``, Int64, scaled by 10**6.
    """
    orders = _orders(plan, clock)
    table = orders.assign(all_orders=0).groupby([*by] or "all_orders")[["due", "in_time"]].sum().astype(np.int64)
    table = table.reset_index(drop=not by)
    return table.assign(rate=shares(table["in_time"], table["due"]))


def _orders(plan: Plan, clock: Clock) -> pd.DataFrame:
    """Return the orders that count: day, channel, and whether they were in time, 1 or 0."""
    lines = plan.facts.book.lines["sales"]
    lines = lines[lines["status"] != "cancelled"]
    found = measured(lines, clock, plan.facts.as_of)
    verdict = pd.DataFrame(
        {
            "ordered_on": found["started_at"].dt.floor("D"),
            "channel": lines["channel"],
            "is_late": found["is_slow"],
            "is_open": ~found["is_done"] & ~found["is_slow"],
            "is_known": found["minutes"].notna(),
        }
    )
    how = {"ordered_on": "min", "channel": "first", "is_late": "max", "is_open": "max", "is_known": "max"}
    orders = verdict.groupby(lines["doc_no"].to_numpy(object)).agg(how)
    orders = orders[orders["is_late"] | (orders["is_known"] & ~orders["is_open"])]
    return orders.assign(due=1, in_time=(~orders["is_late"]).astype(np.int64))
