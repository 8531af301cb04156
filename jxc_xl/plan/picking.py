"""拣货 Pick list: what can be shipped now, from which lot, with room for a second look at code and quantity.

Of a product's lots the one that expires first leaves first (先到期先出), then those that do not say when. A line that
names its lot gets that one. Goods that have expired are proposed only where nothing else is there, and are told.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.numbers import Ints
from jxc_xl.plan.covering import held, needs
from jxc_xl.plan.lots import lots
from jxc_xl.plan.order_desk import shippable
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import named
from jxc_xl.terms import Text

PLACE = ["sku", "warehouse"]
LOT = [*PLACE, "lot"]
PICKED = [*LOT, "expires_on", "qty"]
EXPIRED = Text("已过期，请勿发出", "expired: do not send")
NO_LOT = Text("没有这么多这个批次", "not so much of this lot is there")


def pick_list(plan: Plan) -> pd.DataFrame:
    """Return what is to be picked, one line a product and lot, by warehouse, product and expiry.

    Returns:
        ``warehouse``, ``sku``, ``name``, ``lot``, ``expires_on``; ``qty``, int64, scaled; ``orders``, how many orders
        wait for the product there; ``checked_sku`` and ``checked_qty``, blank, for the second look; ``remark``.
    """
    lines = shippable(plan)
    asked = needs(plan, lines).assign(doc_no=lambda found: lines["doc_no"].to_numpy(object)[found["line"]])
    there = lots_there(plan, asked["sku"])
    picked = pd.concat([_by_name(asked, there), _by_expiry(asked, there)], ignore_index=True)
    picked = picked[picked["qty"] > 0].groupby([*PICKED[:-1], "lacks_lot"], dropna=False)["qty"].sum().reset_index()
    picked = picked.join(asked.groupby(PLACE)["doc_no"].nunique().rename("orders"), on=PLACE)
    table = picked.assign(
        name=named(plan.facts.book, picked["sku"]),
        checked_sku=pd.Series("", picked.index, dtype="str"),
        checked_qty=pd.Series(pd.NA, picked.index, dtype="Int64"),
        remark=_remarks(plan, picked),
    )
    return table.sort_values(["warehouse", "sku", "expires_on", "lot"], kind="stable", ignore_index=True)[_COLUMNS]


_COLUMNS = [
    "warehouse",
    "sku",
    "name",
    "lot",
    "expires_on",
    "qty",
    "orders",
    "checked_sku",
    "checked_qty",
    "remark",
]


def lots_there(plan: Plan, skus: pd.Series) -> pd.DataFrame:
    """Return the lots of some products in each warehouse that is not quarantine, in the order in which they are to go.

    Returns:
        ``sku``, ``warehouse``, ``lot``, ``expires_on``, the last two blank where there is none; ``qty``, scaled, > 0.
    """
    facts = plan.facts
    moves = facts.moves[facts.moves["sku"].isin(skus)]
    there = held(plan).groupby(PLACE)["qty"].sum()
    there = there[there.index.get_level_values("sku").isin(skus)]
    parts = [there.rename("qty").reset_index().iloc[:0].assign(lot="", expires_on=moves["moved_at"].iloc[:0])]
    for warehouse in there.index.unique("warehouse"):
        part = lots(facts._replace(moves=moves[moves["warehouse"] == warehouse]))
        parts.append(part.assign(warehouse=warehouse))
    found = pd.concat(parts, ignore_index=True)
    bare = there.sub(found.groupby(PLACE)["qty"].sum(), fill_value=0).astype(np.int64).rename("qty").reset_index()
    found = pd.concat([found, bare[bare["qty"] > 0].assign(lot="")], ignore_index=True)
    found["is_past"] = found["expires_on"] < facts.as_of.floor("D")
    order = found.sort_values([*PLACE, "is_past", "expires_on", "lot"], kind="stable", ignore_index=True)
    return order[PICKED].astype({"lot": "str", "warehouse": "str", "sku": "str"})


def _by_name(asked: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Return what lines that name a lot take of it; what is not there of it is asked for all the same, and told."""
    wanted = asked[asked["lot"] != ""].groupby(LOT)["qty"].sum().reset_index()
    found = wanted.merge(there.rename(columns={"qty": "there"}).drop_duplicates(LOT), on=LOT, how="left")
    return found[PICKED].assign(lacks_lot=found["there"].fillna(0) < found["qty"])


def _by_expiry(asked: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Return what lines that name no lot take of what others leave, the lots in their order."""
    is_named = asked["lot"] != ""
    taken = asked[is_named].groupby(LOT)["qty"].sum()
    left = (there["qty"] - _of(there, taken, LOT)).clip(lower=0)
    wanted = _of(there, asked[~is_named].groupby(PLACE)["qty"].sum(), PLACE)
    before = left.groupby([there[name] for name in PLACE]).cumsum() - left
    return there.assign(qty=np.clip(wanted - before, 0, left).astype(np.int64), lacks_lot=False)


def _of(there: pd.DataFrame, values: pd.Series, keys: list[str]) -> Ints:
    """Return the value of each lot, or of its product in its warehouse; 0 where there is none."""
    return np.asarray(values.reindex(pd.MultiIndex.from_frame(there[keys]), fill_value=0), np.int64)


def _remarks(plan: Plan, picked: pd.DataFrame) -> pd.Series:
    lang = plan.facts.book.lang
    is_past = picked["expires_on"] < plan.facts.as_of.floor("D")
    blank = pd.Series("", picked.index, dtype="str")
    return blank.mask(is_past, EXPIRED.said(lang)).mask(picked["lacks_lot"], NO_LOT.said(lang))
