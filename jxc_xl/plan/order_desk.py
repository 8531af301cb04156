"""订单 Order desk: what every open order waits for, and what is to be done about it, the late ones first.

Each line is checked for product, quantity, address and price, and stock is given first come, first served. All that
keeps it back is told in its action; the state is what comes first. An address is not asked for in a book in which no
order has one.
"""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

import pandas as pd

from jxc_xl.numbers import PRICE_DIGITS, QTY_DIGITS
from jxc_xl.plan import order_words as words
from jxc_xl.plan.covering import covered, open_lines
from jxc_xl.plan.order_words import Said, plainly, told
from jxc_xl.plan.plan import Plan
from jxc_xl.plan.processing import UNSET, Clock, measured
from jxc_xl.report.facts import WHOLE, exact, ratios, unit_costs
from jxc_xl.terms import Text


class Check(NamedTuple):
    """Something that is said of some lines.

    Attributes:
        said: The state, and what to do.
        is_so: Of which lines.
        action: What to do where that is not what is said with the state.
    """

    said: Said
    is_so: pd.Series
    action: Text | None = None


def orders(plan: Plan, clock: Clock = UNSET) -> pd.DataFrame:
    """Return one line for each line of 销售 that is neither cancelled nor posted.

    Late is what is not processed yet and has waited longer than the limit. Of equals the order that came first is
    first.
    """
    lines = open_lines(plan)
    time = measured(lines, clock, plan.facts.as_of)
    is_late = time["is_slow"] & ~time["is_done"]
    seen = looked_at(plan, lines)
    checks = _checks(plan, seen)
    table = seen[["doc_no", "ordered_at", "channel", "sku", "qty", "short_qty", "expected_on"]].assign(
        minutes=time["minutes"],
        state=_states(plan, checks, is_late),
        action=_actions(plan, checks, _facts(plan, seen)),
    )
    order = time.assign(is_early=~is_late).sort_values(["is_early", "started_at"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def shippable(plan: Plan) -> pd.DataFrame:
    """Return the open lines of 销售 that can be shipped now, in the order in which they are served."""
    seen = looked_at(plan, open_lines(plan))
    return seen[_checks(plan, seen)[-1].is_so].reset_index(drop=True)


def looked_at(plan: Plan, lines: pd.DataFrame) -> pd.DataFrame:
    """Return open lines with how far stock covers them, and with their price beside the floor price."""
    cover = covered(plan, lines)
    price = _prices(plan, lines)
    return lines.assign(**{str(name): part[name] for part in (cover, price) for name in part})


def _checks(plan: Plan, seen: pd.DataFrame) -> list[Check]:
    """Return what is said of which lines, what comes first first; the last holds where nothing keeps a line back."""
    sales = plan.facts.book.lines["sales"]
    addressed = sales.loc[sales["address"] != "", "doc_no"]
    is_short, is_due = seen["short_qty"] > 0, seen["is_due"]
    is_past, is_undated = seen["expected_on"] < plan.facts.as_of.floor("D"), seen["expected_on"].isna()
    is_unknown = ~seen["sku"].isin(plan.products.index)
    is_bare = ~(seen["qty"] > 0).fillna(value=False).astype(bool)
    is_sound, is_shipped = ~is_unknown & ~is_bare, seen["status"] == "shipped"
    is_gone, is_here = is_sound & is_shipped, is_sound & ~is_shipped
    is_waiting = is_here & is_short & is_due
    is_stuck = seen["doc_no"].isin(seen.loc[is_gone & is_short, "doc_no"])  # a document is posted whole or not at all
    checks = [
        Check(words.UNKNOWN, is_unknown),
        Check(words.BARE, is_bare & ~is_unknown),
        Check(words.POST, is_gone & ~is_short & ~is_stuck),
        Check(words.POST, is_gone & ~is_short & is_stuck, words.TOGETHER),
        Check(words.POST, is_gone & is_short, words.UNCOVERED),
        Check(words.ADDRESS, is_here & ~seen["doc_no"].isin(addressed) & bool(len(addressed))),
        Check(words.PRICE, is_here & seen["is_cheap"]),
        Check(words.SHORT, is_here & is_short & ~is_due),
        Check(words.WAITING, is_waiting & ~is_past & ~is_undated),
        Check(words.WAITING, is_waiting & is_past, words.OVERDUE),
        Check(words.WAITING, is_waiting & is_undated, words.UNDATED),
        Check(words.AFAR, is_sound & (seen["afar_qty"] > 0)),
    ]
    is_held = reduce(pd.Series.__or__, [check.is_so for check in checks])
    return [*checks, Check(words.SHIP, ~is_held)]


def _states(plan: Plan, checks: list[Check], is_late: pd.Series) -> pd.Series:
    """Return the first state that holds of each line, after whether it is late."""
    lang = plan.facts.book.lang
    state = pd.Series("", is_late.index, dtype="str")
    for check in checks:
        state = state.mask((state == "") & check.is_so, check.said.state.said(lang))
    return state.mask(is_late, words.LATE.said(lang) + state)


def _actions(plan: Plan, checks: list[Check], facts: pd.DataFrame) -> pd.Series:
    """Return all that is to be done about each line."""
    lang = plan.facts.book.lang
    gap = Text("", " ").said(lang)
    action = pd.Series("", checks[0].is_so.index, dtype="str")
    for check in checks:
        of = action.index[check.is_so]
        said = told(check.action or check.said.action, facts, of, lang)
        action[of] = (action[of] + gap + said).str.strip()
    return action


def _facts(plan: Plan, seen: pd.DataFrame) -> pd.DataFrame:
    """Return what sentences name, as text, of lines for which something is missing or whose price is to be checked."""
    lang = plan.facts.book.lang
    seen = seen[(seen["short_qty"] > 0) | (seen["afar_qty"] > 0) | seen["is_cheap"]]
    there = (seen["qty"].fillna(0) - seen["short_qty"]).clip(lower=0)
    facts = pd.DataFrame(
        {
            "warehouse": seen["warehouse"],
            "short": plainly(seen["short_qty"], QTY_DIGITS),
            "afar": plainly(seen["afar_qty"], QTY_DIGITS),
            "there": plainly(there, QTY_DIGITS),
            "day": seen["expected_on"].dt.strftime("%Y-%m-%d").fillna(""),
            "price": plainly(seen["price"], PRICE_DIGITS),
            "floor": plainly(seen["floor"], PRICE_DIGITS),
        }
    )
    some = pd.Series("", seen.index, dtype="str")
    for is_due, is_part, text in (
        (True, True, words.SOME_THEN),
        (True, False, words.ALL_THEN),
        (False, True, words.SOME_NOW),
        (False, False, words.NONE_NOW),
    ):
        of = seen.index[(seen["is_due"] == is_due) & ((there > 0) == is_part)]
        some[of] = told(text, facts, of, lang)
    return facts.assign(some=some)


def _prices(plan: Plan, lines: pd.DataFrame) -> pd.DataFrame:
    """Return each line's price after its discount, and the floor price, with tax where the line's price has it.

    Returns:
        ``price`` and ``floor``, Int64, scaled by 10**6, half-up, blank where there is none; ``is_cheap``.
    """
    settings = plan.facts.book.settings
    floor = lines["sku"].map(plan.products["floor_price"]).astype("Int64")
    mine = exact(lines["tax_rate"].where(lines["price_has_tax"] == "yes", 0)) + WHOLE
    shops = pd.Series(WHOLE + (settings.tax_rate if settings.price_has_tax else 0), lines.index).astype(object)
    off = unit_costs(exact(lines["discount"]), exact(lines["qty"]), settings.money_digits)
    price = lines["unit_price"] - off.fillna(0)
    floor = ratios(exact(floor) * mine, shops, 1).mask(floor.isna())
    return pd.DataFrame({"price": price, "floor": floor, "is_cheap": (price < floor).fillna(value=False).astype(bool)})
