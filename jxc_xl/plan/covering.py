"""Covering: which open orders stock is enough for, first come, first served, and when goods due make up for the rest.

An order holds what it can have: of ten cups the first order of eight takes eight and one of four after it two, so that
a third has none. What an order lacks comes with the first delivery by which all that was promised before it, and it
itself, can be had. So all that is short of a product is exactly what 可用 (available) of 库存 is below 0.

A bundle that is split on sale takes its components.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import plain
from jxc_xl.numbers import Ints
from jxc_xl.plan.due import goods_due
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.whole import UNIT
from jxc_xl.post.bundles import made_of
from jxc_xl.report.facts import quantities


def open_lines(plan: Plan) -> pd.DataFrame:
    """Return the sales that are neither cancelled nor posted, in the order in which they are served.

    What was shipped has its goods already; the others are served in the order of time, document and line.
    """
    lines = plan.facts.book.lines["sales"]
    lines = lines[(lines["status"] != "cancelled") & lines["posting_no"].isna()]
    order = lines.assign(is_waiting=lines["status"] != "shipped")
    order = order.sort_values(["is_waiting", "ordered_at", "doc_no", "line_no", "row"], kind="stable")
    return lines.loc[order.index].reset_index(drop=True)


def needs(plan: Plan, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the goods that lines of 销售 take: one line each, but of a bundle one a component.

    Returns:
        In the order of the lines: ``line``, its position; ``sku``, ``warehouse``, ``lot``; ``qty``, scaled, >= 0;
        ``sold``, how many of what is sold that is for, and ``each``, how much one of it takes, scaled.
    """
    sold = np.maximum(plain(lines["qty"]), 0)
    asked = lines[["sku", "warehouse", "lot"]].assign(line=np.arange(len(lines)), qty=sold, sold=sold, each=UNIT)
    bundles = made_of(plan.facts.book, "on_sale")
    is_bundle = asked["sku"].isin(list(bundles)).to_numpy(bool)
    if not is_bundle.any():
        return asked
    components = [(bundle, one.sku, one.qty) for bundle, made in bundles.items() for one in made]
    parts = asked[is_bundle].drop(columns="each").rename(columns={"sku": "bundle"})
    parts = parts.merge(pd.DataFrame(components, columns=["bundle", "sku", "each"]), on="bundle")
    qty = numbers.multiply(parts["qty"].to_numpy(np.int64), parts["each"].to_numpy(np.int64), numbers.QTY_DIGITS)
    every = pd.concat([asked[~is_bundle], parts.assign(qty=qty.values, lot="")[asked.columns]])
    return every.sort_values("line", kind="stable", ignore_index=True)


def held(plan: Plan) -> pd.DataFrame:
    """Return what is on hand and for sale: ``sku``, ``warehouse``, ``lot``, ``qty``; quarantine is left out."""
    facts = plan.facts
    warehouses = facts.book.lines["warehouses"]
    barred = {*warehouses.loc[warehouses["kind"] == "quarantine", "warehouse"], facts.book.settings.quarantine}
    moves = facts.moves[~facts.moves["warehouse"].isin(barred)]
    keys = ["sku", "warehouse", "lot"]
    return moves[keys].assign(qty=quantities(moves)).groupby(keys)["qty"].sum().reset_index()


def covered(plan: Plan, lines: pd.DataFrame) -> pd.DataFrame:
    """Return how far stock covers lines of 销售.

    Args:
        plan: The book.
        lines: As from `open_lines`.

    Returns:
        By line, int64, scaled, in units of what is sold:
        ``short_qty``: What is missing, wherever it might lie.
        ``afar_qty``: What is there, but not in the line's warehouse.
        ``is_due``: What is missing is on order.
        ``expected_on``: When the last of it was promised; blank where nothing is missing, and where there is no date.
    """
    asked, there = needs(plan, lines), held(plan)
    missing = _missing(asked, there, ["sku"])
    asked["short"] = np.clip(missing, 0, asked["qty"])
    here = np.clip(_missing(asked, there, ["sku", "warehouse"]), 0, asked["qty"])
    asked["afar"] = np.maximum(here - asked["short"], 0)
    due = _due(plan, asked.assign(missing=missing)[asked["short"] > 0])
    found = pd.DataFrame({f"{name}_qty": _of_lines(asked, name, len(lines)) for name in ("short", "afar")}, lines.index)
    per_line = due.groupby("line").agg(
        is_due=("is_due", "min"), is_dated=("is_dated", "min"), on=("promised_on", "max")
    )
    per_line = per_line.reindex(range(len(lines))).set_axis(lines.index)
    is_due = per_line["is_due"].eq(other=True) & (found["short_qty"] > 0)
    is_dated = is_due & per_line["is_dated"].eq(other=True)
    return found.assign(is_due=is_due, expected_on=per_line["on"].where(is_dated).astype("datetime64[s]"))


def _missing(asked: pd.DataFrame, there: pd.DataFrame, keys: list[str]) -> Ints:
    """Return how much more is needed than there is, counted up to and including each need; below 0: that is left."""
    pool = there.groupby(keys)["qty"].sum()
    wanted = pd.MultiIndex.from_frame(asked[keys]) if len(keys) > 1 else pd.Index(asked[keys[0]])
    have = pool.reindex(wanted, fill_value=0).to_numpy(np.int64)
    missing: Ints = asked.groupby(keys)["qty"].cumsum().to_numpy(np.int64) - have
    return missing


def _due(plan: Plan, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the delivery that makes up for each need that is short: ``line``, ``promised_on``, if there is one."""
    due = goods_due(plan.facts.book)
    due["come"] = due.groupby("sku")["qty"].cumsum()
    found = pd.merge_asof(
        asked[["line", "sku", "missing"]].sort_values("missing", kind="stable"),
        due[["sku", "come", "promised_on"]].sort_values("come", kind="stable"),
        left_on="missing",
        right_on="come",
        by="sku",
        direction="forward",
    )
    return found.assign(is_due=found["come"].notna(), is_dated=found["promised_on"].notna())


def _of_lines(asked: pd.DataFrame, name: str, count: int) -> Ints:
    """Return by line how many of what is sold are missing when so much of its goods is: of bundles, whole ones."""
    part, each, qty, sold = (asked[key].to_numpy(np.int64) for key in (name, "each", "qty", "sold"))
    whole = (qty - part) // np.maximum(each, 1) * UNIT
    missing = np.where(part == 0, 0, np.where(each == UNIT, part, sold - np.minimum(whole, sold)))
    most = pd.Series(missing).groupby(asked["line"].to_numpy(np.int64)).max()
    return np.asarray(most.reindex(range(count), fill_value=0), np.int64)
