"""Ordering: the ticked proposals of 补货 become requests on 采购, each proposal once.

The sheet is a list made some time ago, and people change it: quantities, suppliers, ticks. So each ticked line is held
against what is to be bought now. One that is not needed any more, since it was asked for, ordered or has come
meanwhile, is refused and says why; so pressing the button twice orders once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.shown import quantity
from jxc_xl.plan.standing import position
from jxc_xl.terms import Text

NO_PRODUCT = Text("商品表没有这个在用的商品", "no such active product is on Products")
NO_QTY = Text("没有大于 0 的建议数量", "it has no order quantity above 0")
COVERED = Text(
    "库存位置已是 {now}（含在途和申请），现在不用再补",
    "the position, with what is on order and requested, is {now}: nothing more is needed now",
)
RISEN = Text(
    "列表做好后库存位置从 {then} 变为 {now}（可能已申请、下单或到货），请先刷新补货表",
    "the position has risen from {then} to {now} since the list was made (asked for, ordered or received?): refresh "
    "Replenishment first",
)


class Refused(NamedTuple):
    """A ticked proposal that was not turned into a request.

    Attributes:
        row: Row of the sheet; 0 = not known.
        sku: Its product, as it stands there.
        why: The reason.
    """

    row: int
    sku: str
    why: Text


class Ordered(NamedTuple):
    """New lines of 采购, requested, and what was refused."""

    lines: pd.DataFrame
    refused: list[Refused]


def ordered_lines(plan: Plan, written: pd.DataFrame, due: pd.DataFrame, number: str) -> Ordered:
    """Return the requests that the ticked proposals make, one document a supplier.

    Args:
        plan: The book.
        written: Lines of 补货 as they stand in the workbook, read; the report itself will do.
        due: The report as it is now.
        number: Number of the first document; the next suppliers' documents get ``-2``, ``-3`` …
    """
    spelt = {sku.casefold(): sku for sku in plan.active}
    ticked = written[written["is_chosen"].isin(["yes", True])].reset_index(drop=True)
    known = ticked["sku"].map(lambda code: spelt.get(code.casefold(), "")).astype("str")
    rows = plain(ticked["row"]).tolist() if "row" in ticked else [0] * len(ticked)
    now, needed = position(plan), set(due["sku"])
    found = [
        _why_not(qty, None if sku == "" else int(now[sku]), then, is_needed=sku in needed)
        for sku, qty, then in zip(known, _plainly(ticked["order_qty"]), _plainly(ticked["position"]), strict=True)
    ]
    told = zip(rows, ticked["sku"], found, strict=True)
    refused = [Refused(row, sku, why) for row, sku, why in told if why is not None]
    is_taken = np.array([why is None for why in found], np.bool_)
    return Ordered(_requests(plan, ticked.assign(sku=known)[is_taken], number), refused)


def _why_not(qty: int | None, now: int | None, then: int | None, *, is_needed: bool) -> Text | None:
    """Return why a proposal is refused; None = it is not.

    Args:
        qty: What it proposes.
        now: The position of its product; None = there is no such product.
        then: The position when it was proposed; None = the line does not say.
        is_needed: Whether its product is to be bought now.
    """
    if now is None:
        return NO_PRODUCT
    if qty is None or qty <= 0:
        return NO_QTY
    if not is_needed:
        return _filled(COVERED, now=now)
    return _filled(RISEN, then=then, now=now) if then is not None and then < now else None


def _filled(words: Text, **facts: int) -> Text:
    said = {name: quantity(value) for name, value in facts.items()}
    return Text(words.zh.format(**said), words.en.format(**said))


def _plainly(values: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in values]


def _requests(plan: Plan, taken: pd.DataFrame, number: str) -> pd.DataFrame:
    """Return proposals as lines of 采购. A quote's price is without tax, whatever the settings say of others."""
    price = taken["unit_price"].astype("Int64")
    lines = pd.DataFrame(
        {
            "requested_on": pd.Series(plan.facts.as_of.floor("D"), taken.index, dtype="M8[s]"),
            "supplier": taken["supplier"].fillna("").astype("str"),
            "sku": taken["sku"].astype("str"),
            "qty": taken["order_qty"].astype("Int64"),
            "unit_price": price,
            "price_has_tax": pd.Series(np.where(price.isna(), "", "no"), taken.index, dtype="str"),
            "promised_on": taken["due_on"].astype("datetime64[s]"),
            "status": pd.Series("requested", taken.index, dtype="str"),
        }
    )
    lines = lines.sort_values(["supplier", "sku"], kind="stable", ignore_index=True)
    lines.insert(0, "doc_no", _numbers(lines["supplier"], number))
    return lines


def _numbers(suppliers: pd.Series, number: str) -> pd.Series:
    """Return a document number a supplier; lines whose supplier is not known share one."""
    which = pd.Series(pd.factorize(suppliers)[0])
    return which.map(lambda place: number if place == 0 else f"{number}-{place + 1}").astype("str")


def still_left_out(due: pd.DataFrame, written: pd.DataFrame) -> pd.DataFrame:
    """Return proposals with those left out that people left out on the sheet: filling it anew is no change of mind.

    Args:
        due: Lines of 补货 as they are to be written.
        written: The lines that stand there, read.
    """
    left_out = set(written.loc[written["is_chosen"] == "no", "sku"].str.casefold())
    is_left_out = due["sku"].str.casefold().isin(left_out)
    return due.assign(is_chosen=(due["is_chosen"] & ~is_left_out).astype(bool))
