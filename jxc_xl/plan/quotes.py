"""Quotes: who asks least for so many of a product, on a day.

A supplier's quote holds between two days, from a quantity on, and for no less than the supplier's minimum. Of the
quotes that hold for the quantity wanted the lowest price wins, of equal ones the supplier whose code comes first: the
answer of ``JXC_BESTPRICE``. What holds for more only, and costs no more in all, is better still: more for less. Where
the quantity is too small for every quote, something must still be bought: then the offer whose total is least wins,
with the quantity it takes. All others stay beside it, so that a person can see
what was turned down, and what a little more would have cost.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.numbers import Bools
from jxc_xl.plan.whole import packed
from jxc_xl.report.facts import DAY

WORTH_DIGITS = numbers.QTY_DIGITS + numbers.PRICE_DIGITS
MORE_FOR_LESS, AS_WANTED, RAISED = range(3)
EQUAL = ["supplier", "qty", "from_qty"]
QUOTED = ["sku", "supplier", "from_qty", "unit_price", "moq", "pack_qty", "lead_days"]


def holding(quotes: pd.DataFrame, on: pd.Timestamp, stopped: Collection[str] = ()) -> pd.DataFrame:
    """Return the quotes that hold on a day, of suppliers that are not stopped.

    Args:
        quotes: Lines of the quotes sheet; a line without product, supplier or price is no quote.
        on: The day; the days a quote is valid from and to are both included, blank ones are open.
        stopped: Codes of the suppliers nothing is bought from.
    """
    day = on.floor("D").to_numpy()
    is_early = quotes["valid_from"].to_numpy("M8[s]") >= day + DAY
    is_late = quotes["valid_to"].to_numpy("M8[s]") < day
    is_named = (quotes["sku"] != "") & (quotes["supplier"] != "") & ~quotes["supplier"].isin(list(stopped))
    is_whole = is_named.to_numpy(bool) & (plain(quotes["unit_price"], -1) >= 0)
    return quotes[is_whole & ~is_early & ~is_late]


def offers(quotes: pd.DataFrame, wanted: pd.Series, money_digits: int = 2) -> pd.DataFrame:
    """Return what each quote means for the quantity wanted, each product's best offer first.

    Args:
        quotes: Quotes that hold, as from `holding`.
        wanted: Quantity wanted by product, int64, scaled, > 0; each product once.
        money_digits: Digits of the minor unit.

    Returns:
        One line a quote of a wanted product, by product:
        ``sku``, ``supplier``, ``from_qty``, ``unit_price``, ``moq``, ``pack_qty``, ``lead_days``: as quoted, but blank
        quantities are 0.
        ``qty``: What must be ordered to have the price: the quantity wanted, raised to the tier and to the minimum, and
        then to whole packs where the quote names one.
        ``total``: Int64, minor units, half-up; blank beyond 64 bits.
        ``is_as_wanted``: The quantity wanted reaches both tier and minimum.
        ``is_best``: The offer to take; one a product.
    """
    lines = quotes[QUOTED].merge(wanted.rename("wanted").rename_axis("sku").reset_index(), on="sku")
    from_qty, moq, pack, want = (plain(lines[name]) for name in ("from_qty", "moq", "pack_qty", "wanted"))
    qty = packed(np.maximum.reduce([want, from_qty, moq]), np.maximum(pack, 1))
    worth = numbers.multiply(qty, plain(lines["unit_price"]), WORTH_DIGITS - money_digits)
    found = lines.drop(columns="wanted").assign(
        from_qty=from_qty,
        moq=moq,
        pack_qty=pack,
        qty=qty,
        total=pd.Series(worth.values, lines.index, dtype="Int64").mask(worth.is_too_large),
        is_as_wanted=(from_qty <= want) & (moq <= want),
    )
    return _ranked(found)


def best(offered: pd.DataFrame) -> pd.DataFrame:
    """Return the best offer of each product that has one, by product."""
    return offered[offered["is_best"]].set_index("sku")


def _ranked(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the offers, each product's best first.

    What must be raised comes first where it costs no more in all than the best that holds as wanted: more for less.
    Then comes what holds as wanted, by price, and then what must be raised and costs more. What is raised goes by what
    it comes to. Of equal offers the supplier's code decides, then the lower quantity and tier.
    """
    total, is_raised = plain(lines["total"], numbers.MAX_INT), ~lines["is_as_wanted"].to_numpy(bool)
    cost = np.where(is_raised, total, plain(lines["unit_price"]))
    keys = lines[["sku", "supplier", "qty", "from_qty"]].assign(cost=cost, total=total)
    wanted = keys[~is_raised].sort_values(["sku", "cost", *EQUAL], kind="stable").drop_duplicates("sku")
    held = wanted.set_index("sku")["total"].reindex(keys["sku"]).fillna(-1).to_numpy(np.int64)
    keys["group"] = np.where(~is_raised, AS_WANTED, np.where(total <= held, MORE_FOR_LESS, RAISED))
    order = keys.sort_values(["sku", "group", "cost", *EQUAL], kind="stable").index
    ranked = lines.loc[order].reset_index(drop=True)
    is_best: Bools = ~ranked["sku"].duplicated().to_numpy(bool)
    return ranked.assign(is_best=is_best)
