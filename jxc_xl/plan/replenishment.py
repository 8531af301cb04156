"""补货 Replenishment: what to buy, of whom, how many, by when, and why.

A product is bought when its position, what is there and coming less what is promised, is at its reorder point or below,
or below the minimum that people set for it; then up to its order-up-to level. Where nothing is known of its demand the
minimum alone decides, and the maximum, if there is one, says up to where.

All that is bought of one supplier goes into one order (集中采购). Where an order costs something, what would have to be
ordered before the next review goes along with an order to the same supplier, if the order it saves costs more than
having its goods that much earlier.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.numbers import Bools
from jxc_xl.plan.buying import USUAL, YEAR, Buying, bought
from jxc_xl.plan.leads import lead_days
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.quotes import WORTH_DIGITS
from jxc_xl.plan.replenishment_words import reasons
from jxc_xl.plan.standing import levels_of, limits_of
from jxc_xl.plan.whole import UNIT, Floats, packed
from jxc_xl.post.bundles import made_of
from jxc_xl.report.facts import WHOLE, named

COLUMNS = [
    "is_chosen",
    "supplier",
    "sku",
    "name",
    "position",
    "reorder_point",
    "order_qty",
    "unit_price",
    "amount",
    "order_by",
    "due_on",
    "reason",
]


def replenishment(plan: Plan, how: Buying = USUAL) -> pd.DataFrame:
    """Return one line for each product to be bought, by supplier and product.

    Returns:
        The columns of the sheet. ``order_by`` is the day on which the position reaches the reorder point at the demand
        known, today where it is there; ``due_on`` is when goods arrive that are ordered today.
    """
    lines = proposals(plan, how).sort_values(["supplier", "sku"], ignore_index=True)
    found = lines.assign(
        is_chosen=True,
        name=named(plan.facts.book, lines["sku"]),
        order_by=_day(plan, lines["days_left"]),
        due_on=_day(plan, lines["lead_days"]),
        reason=pd.Series(reasons(plan, lines, how), dtype="str"),
    )
    return found[COLUMNS]


def proposals(plan: Plan, how: Buying = USUAL) -> pd.DataFrame:
    """Return what is to be bought, in figures.

    Returns:
        By product, each once: ``sku`` and the columns of `levels_of` and `bought`, with the ``lead_days`` of the
        supplier chosen, and those of a usual order as ``usual_days``; ``order_qty``, int64, scaled; ``amount``, Int64,
        minor units; ``days_left`` until it must be ordered, int64, 0 = today.
    """
    table = _candidates(plan, how)
    chosen = bought(plan, table, how)
    lines = table.rename(columns={"lead_days": "usual_days"}).join(
        chosen.assign(lead_days=lead_days(plan, chosen, how.lead_days))
    )
    qty, price = plain(lines["qty"]), plain(lines["unit_price"])
    worth = numbers.multiply(qty, price, WORTH_DIGITS - plan.facts.book.settings.money_digits)
    amount = pd.Series(worth.values, lines.index, dtype="Int64").mask(lines["unit_price"].isna() | worth.is_too_large)
    lines = lines.assign(sku=lines.index.astype("str"), order_qty=qty, amount=amount)
    return lines[lines["is_due"] | _goes_along(lines, how)].reset_index(drop=True)


def _candidates(plan: Plan, how: Buying) -> pd.DataFrame:
    """Return what must be ordered today and, where an order costs something, what will have to be before long."""
    table = levels_of(plan, how.policy, how.lead_days)
    table = table[~table.index.isin(list(made_of(plan.facts.book, "on_sale", "in_stock")))]
    missing = (table["order_up_to"] - table["position"]).to_numpy(np.int64)
    days, most = _days_left(table), limits_of(plan, table.index).most
    is_soon = (days < how.policy.review_days) & (missing > 0) & (how.order_cost > 0)
    found = table.assign(
        days_left=np.where(table["is_due"] | ~is_soon, 0, days).astype(np.int64),
        wanted=packed(np.maximum(missing, 1), np.full(len(table), UNIT)),
        room=(most - table["position"]).astype("Int64").where(most > 0),
    )
    return found[table["is_due"] | is_soon]


def _goes_along(lines: pd.DataFrame, how: Buying) -> Bools:
    """Tell which lines cost less to order with today's than by themselves, later."""
    has_order = lines["supplier"].isin(lines.loc[lines["is_due"], "supplier"]) & (lines["supplier"] != "")
    early = lines["amount"].astype(object).fillna(0) * how.holding_rate * lines["days_left"].astype(object)
    is_cheaper = (early < how.order_cost * WHOLE * YEAR) & lines["amount"].notna()
    return np.asarray(has_order & is_cheaper, np.bool_)


def _days_left(table: pd.DataFrame) -> Floats:
    """Return after how many whole days at the demand known the position reaches the reorder point; inf = never."""
    above = (table["position"] - table["reorder_point"]).to_numpy(np.float64) / UNIT
    demand = table["demand"].fillna(0.0).to_numpy(np.float64)
    days = np.divide(above, demand, out=np.full(len(table), np.inf), where=demand > 0)
    return np.asarray(np.floor(np.maximum(days, 0.0)), np.float64)


def _day(plan: Plan, days: pd.Series) -> pd.Series:
    """Return the days so many days from today."""
    return (plan.facts.as_of.floor("D") + pd.to_timedelta(days, unit="D")).astype("datetime64[s]")
