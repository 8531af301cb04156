"""Where stock is asked for: a product in a warehouse, by lot where lots have a cost of their own, since the last count.

What was counted is what was there, whatever is entered later for the time before: a document dated before a posted
count changes what the count found missing or over, not what is there after it. So stock before and after a count are
two places.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.terms import Movement


class Places(NamedTuple):
    """Where each movement stands, in the order of the movements given.

    Attributes:
        place: Number of the product's warehouse and lot, between two counts.
        before: The place that ends with a movement that is a posted count, -1 elsewhere.
        firm: What is sure to come or go: for a posted count, all that was counted.
    """

    place: np.ndarray
    before: np.ndarray
    firm: np.ndarray


def places(every: pd.DataFrame, sequence: np.ndarray, is_firm: np.ndarray, standing: int, by_lot: set[str]) -> Places:
    """Return where movements stand.

    Args:
        every: Movements that stand, and below them those that ask.
        sequence: The order in which all of them count.
        is_firm: Which of them come or go whatever happens.
        standing: How many stand.
        by_lot: Products with a cost by lot.
    """
    lot = every["lot"].where(every["sku"].isin(by_lot), "")
    base = pd.factorize(every["sku"] + "\x1f" + every["warehouse"] + "\x1f" + lot)[0]
    is_count = (every["kind"] == Movement.COUNT).to_numpy() & (np.arange(len(every)) < standing)
    qty = np.where(is_firm, every["qty"].to_numpy(np.int64), 0)
    if not is_count.any():
        return Places(base, np.full(len(every), -1), qty)
    order = sequence
    posted = np.where(np.arange(len(every)) < standing, qty, 0)
    counted, counts = np.zeros(len(every), np.int64), np.zeros(len(every), np.int64)
    counted[order] = pd.Series(posted[order]).groupby(base[order]).cumsum().to_numpy()
    counts[order] = pd.Series(is_count[order].astype(np.int64)).groupby(base[order]).cumsum().to_numpy()
    width = int(counts.max()) + 1
    place = base * width + counts
    return Places(place, np.where(is_count, place - 1, -1), np.where(is_count, counted, qty))
