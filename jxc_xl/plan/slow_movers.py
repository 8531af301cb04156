"""滞销 Slow movers: the money that lies there, how old it is, and what to do about it."""

from __future__ import annotations

import pandas as pd

from jxc_xl.plan import saying
from jxc_xl.plan.clearing import RULES, WRITE_OFF, Rule
from jxc_xl.plan.lying import USUAL, Clearing, Lying
from jxc_xl.plan.plan import Plan
from jxc_xl.report.facts import named
from jxc_xl.schema import BY_KEY
from jxc_xl.terms import Lang, Text

TIED_UP = Text(
    "压着 {amount}：现存 {on_hand}，平均库龄 {age} 天，近 {days} 天净销 {sold}。",
    "{amount} is tied up: {on_hand} on hand, {age} days old on average, net sales of {sold} in {days} days.",
)


def slow_movers(plan: Plan, clearing: Clearing = USUAL) -> pd.DataFrame:
    """Return one line for each product that lies there, what ties up most money first.

    The amounts by age add up to the amount. What has expired has no floor price.

    Args:
        plan: The book, looked at for what to do.
        clearing: When goods are slow, and how far to go to be rid of them.
    """
    lying = Lying(plan, clearing)
    advice = _advice(lying)
    floor = lying.floor.mask(advice["number"] == WRITE_OFF)
    table = lying.goods.assign(floor_price=floor, action=advice["action"], reason=advice["reason"])
    table = table.rename_axis("sku").reset_index()
    return table.assign(name=named(plan.facts.book, table["sku"]))[list(BY_KEY["slow"].column_keys)]


def _advice(lying: Lying) -> pd.DataFrame:
    """Return ``number``, ``action`` and ``reason`` of the first rule that fits each product."""
    parts, left = [], lying.skus
    for rule in RULES:
        if left.empty:
            break
        words = rule.find(lying)
        words = words[words.index.isin(left)]
        parts.append(_told(rule, words, lying.lang))
        left = left.difference(words.index)
    found = pd.concat(parts).reindex(lying.skus) if parts else _told(RULES[0], pd.DataFrame(), lying.lang)
    return found.assign(reason=found["reason"] + ("" if lying.lang is Lang.ZH else " ") + _tied_up(lying))


def _told(rule: Rule, words: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Return what a rule says of the products it fits."""
    said = {
        "number": pd.Series(rule.number, words.index, dtype="int64"),
        "action": pd.Series(rule.action.said(lang), words.index, dtype="str"),
        "reason": pd.Series(saying.sentences(rule.reason.said(lang), words), words.index, dtype="str"),
    }
    return pd.DataFrame(said)


def _tied_up(lying: Lying) -> pd.Series:
    """Return how much money lies in each product, in words."""
    goods = lying.goods
    words = pd.DataFrame(
        {
            "amount": saying.amounts(goods["amount"], lying.digits),
            "on_hand": saying.quantities(goods["on_hand"]),
            "age": goods["age_days"].astype("str").tolist(),
            "sold": saying.quantities(goods["sold_qty"]),
        }
    ).assign(days=lying.clearing.days)
    return pd.Series(saying.sentences(TIED_UP.said(lying.lang), words), goods.index, dtype="str")
