"""Sending back: which slow movers their supplier still takes, by the terms on 供应商."""

from __future__ import annotations

import re

import pandas as pd

from jxc_xl.plan import saying
from jxc_xl.plan.lying import Lying, Words
from jxc_xl.report.facts import DAY, quantities
from jxc_xl.terms import Movement

DAYS = re.compile(r"(\d+)\s*(天|日|days?\b|个月|months?\b)", re.IGNORECASE)
MONTH = 30
REFUSED = re.compile(
    r"(不|非)(可|能|予|接受|支持)?退|无退货|^(无|不|no|none)$|^no returns?|not return|non-?return", re.IGNORECASE
)


def returnable(lying: Lying) -> Words:
    """Rule 1: its last receipt is of a supplier with terms for returns, no older than these terms allow."""
    last = _last_receipts(lying)
    suppliers = lying.plan.facts.book.lines["suppliers"].drop_duplicates("supplier").set_index("supplier")
    last = last.join(suppliers[["name", "return_terms"]], on="supplier", how="inner")
    allowed = last["return_terms"].map(lambda terms: days_allowed(terms, lying.clearing.return_days)).astype("int64")
    age = (lying.plan.facts.as_of - last["moved_at"].dt.floor("D")).dt.days
    found = last[(age <= allowed).to_numpy(bool) & (allowed > 0).to_numpy(bool)]
    qty = found["qty"].clip(upper=lying.goods["on_hand"].reindex(found.index))
    return pd.DataFrame(
        {
            "supplier": (found["supplier"] + " " + found["name"]).str.strip(),
            "terms": found["return_terms"],
            "receipt": found["doc_no"],
            "on": found["moved_at"].dt.strftime("%Y-%m-%d"),
            "qty": saying.quantities(qty),
        }
    )


def days_allowed(terms: str, usual: int) -> int:
    """Return within how many days of a receipt a supplier's terms take goods back; 0 = they do not.

    Terms are free text: of the days and months in it the longest counts, and the usual days where it names none.
    """
    if not terms.strip() or REFUSED.search(terms):
        return 0
    named = [int(number) * (1 if unit.lower()[0] in "天日d" else MONTH) for number, unit in DAYS.findall(terms)]
    return max(named, default=usual)


def _last_receipts(lying: Lying) -> pd.DataFrame:
    """Return each product's last receipt that was not sent back whole; its ``qty`` is what was not."""
    moves = lying.plan.facts.moves
    moves = moves[moves["sku"].isin(lying.skus) & (moves["moved_at"] < lying.plan.facts.as_of.floor("D") + DAY)]
    came, back = (moves[moves["kind"] == kind] for kind in (Movement.RECEIPT, Movement.SUPPLIER_RETURN))
    sent = pd.Series(quantities(back)).groupby([back[name].to_numpy(object) for name in ("sku", "ref_no")]).sum()
    key = ["sku", "doc_no", "supplier"]
    lines = came.assign(qty=quantities(came)).groupby(key, as_index=False).agg({"moved_at": "max", "qty": "sum"})
    names = pd.MultiIndex.from_frame(lines[["sku", "doc_no"]])
    lines["qty"] += sent.reindex(names, fill_value=0).to_numpy("int64")
    lines = lines[lines["qty"] > 0].sort_values(["moved_at", "doc_no"])
    return lines.drop_duplicates("sku", keep="last").set_index("sku")
