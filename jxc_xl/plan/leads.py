"""Lead times: how many days pass from ordering to receiving, and how far a supplier's deliveries stray.

The days are those agreed upon, the most exact agreement first: the quote's, the product's, the supplier's, else the
shop's usual ones. How far they stray is what deliveries show, and only where there are enough of them to show
anything.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.numbers import Ints
from jxc_xl.plan.due import KEY, accepted
from jxc_xl.plan.plan import Plan

FEWEST = 3
"""So many deliveries of a supplier it takes to say how much they vary."""
LONGEST = 3650
"""A lead time of more days is a slip of the pen; it must not end the calendar."""


def lead_days(plan: Plan, chosen: pd.DataFrame, default: int) -> Ints:
    """Return the days from ordering to receiving.

    Args:
        plan: The book.
        chosen: By product: ``supplier``, and the ``lead_days`` of its quote, blank where it names none.
        default: Days where nothing else is known.
    """
    suppliers = plan.facts.book.lines["suppliers"].drop_duplicates("supplier").set_index("supplier")
    agreed = (
        chosen["lead_days"],
        plan.products["lead_days"].reindex(chosen.index),
        suppliers["lead_days"].reindex(chosen["supplier"]),
    )
    days = np.full(len(chosen), default, np.int64)
    for known in reversed(agreed):
        days = np.where(known.notna().to_numpy(bool), plain(known.astype("Int64")), days)
    return np.clip(days, 0, LONGEST)


def deviations(book: Book) -> pd.Series:
    """Return the standard deviation of each supplier's days from order to arrival, 0.0 of those with few deliveries.

    A delivery is what came of one purchase on one day, however many lines it has. The deviation is that of the
    population, as for demand. What is said to have come before it was ordered says nothing.
    """
    ordered = book.lines["purchases"]
    is_told = ordered["ordered_on"].notna() & (ordered["supplier"] != "")
    ordered = ordered[is_told].groupby(KEY).agg(supplier=("supplier", "first"), ordered_on=("ordered_on", "min"))
    come = accepted(book).join(ordered, on=KEY, how="inner").dropna(subset="received_at")
    days = (come["received_at"].dt.floor("D") - come["ordered_on"]).dt.days
    deliveries = come.assign(days=days, day=come["received_at"].dt.floor("D"))[(days >= 0).to_numpy(bool)]
    deliveries = deliveries.drop_duplicates(["supplier", "doc_no", "day"])
    own = deliveries.groupby("supplier")["days"]
    found: pd.Series = own.std(ddof=0).astype(np.float64).where(own.size() >= FEWEST, 0.0)
    return found
