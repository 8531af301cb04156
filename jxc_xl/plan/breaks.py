"""Breaks: how much of a product to order at once, where a larger order has a lower price.

Ordering seldom ties up money in stock, ordering often costs an order each time. With one price the cheapest quantity is
``EOQ = √(2·D·K ÷ H)``, with ``H = i·c`` the yearly cost of holding a unit bought at ``c``. With all-units breaks the
price of the whole order depends on its quantity, so the cost of a year,

    D·c + K·D ÷ Q + i·c·Q ÷ 2,

has a valley in each tier and a jump between tiers: the cheapest quantity is the bottom of a tier's valley where that
lies in the tier, or the edge of a tier. Where goods come in packs, it is one of the two whole numbers of packs beside
the bottom, since the cost is convex within a tier. What is free has no valley; of it the least is taken.

All of it is exact: costs are fractions of integers, compared before they are rounded; the square root is that of an
integer. Only the cost that is shown is rounded, half-up to the minor unit.

Source:
    Snyder and Shen, Fundamentals of Supply Chain Theory, 2nd ed., ch. 3; stockpyl as a test oracle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from jxc_xl import numbers
from jxc_xl.plan.whole import LARGEST, UNIT, root

WORTH_DIGITS = numbers.QTY_DIGITS + numbers.PRICE_DIGITS


class Why(StrEnum):
    """Why a quantity is the best one."""

    EOQ = "eoq"  # the bottom of the valley, to the nearest packs
    BREAK = "break"  # the edge of a price tier
    MOQ = "moq"  # the least the supplier delivers


class Tier(NamedTuple):
    """A price, scaled by 10**6, and the scaled quantity from which on it holds for the whole order."""

    from_qty: int
    unit_price: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a supplier asks.

    Attributes:
        tiers: Prices by quantity, the lowest quantity first, no quantity twice.
        moq: The least that is delivered, scaled.
        pack: Content of a pack, scaled, > 0.
    """

    tiers: Sequence[Tier]
    moq: int = 0
    pack: int = UNIT


@dataclass(frozen=True, slots=True)
class Year:
    """What a year of a product costs apart from its price.

    Attributes:
        demand: Quantity wanted in a year, scaled, > 0.
        order_cost: What placing and receiving one order costs, minor units, >= 0.
        holding_rate: Yearly cost of holding stock, as a share of its price, scaled by 10**6, > 0.
        money_digits: Digits of the minor unit.
    """

    demand: int
    order_cost: int
    holding_rate: int
    money_digits: int = 2


class Lot(NamedTuple):
    """The best order: scaled quantity, price of a unit, what a year costs in minor units, and why it is best."""

    qty: int
    unit_price: int
    yearly_cost: int
    why: Why


def eoq(year: Year, unit_price: int) -> int:
    """Return the cheapest quantity at one price, scaled, rounded half-up; the price is > 0."""
    return root(*_square(year, unit_price))


def yearly_cost(year: Year, qty: int, unit_price: int) -> Fraction:
    """Return what a year costs in purchases, orders and holding, in minor units, exactly.

    Args:
        year: What a year costs apart from the price.
        qty: What is ordered at once, scaled, > 0.
        unit_price: Scaled by 10**6.
    """
    minor = 10 ** (WORTH_DIGITS - year.money_digits)
    bought = Fraction(year.demand * unit_price, minor)
    held = Fraction(year.holding_rate * unit_price * qty, 2 * 10**numbers.RATE_DIGITS * minor)
    return bought + Fraction(year.order_cost * year.demand, qty) + held


def best_lot(year: Year, terms: Terms) -> Lot | None:
    """Return the order that makes a year cheapest, of equal ones the smaller; None where there is nothing to compare.

    Nothing to compare is: no demand, no holding cost (the largest order would always be best), no price, or none for
    what the supplier delivers at least.
    """
    if year.demand <= 0 or year.holding_rate <= 0 or not terms.tiers:
        return None
    lots = (
        (yearly_cost(year, qty, price), qty, why is not Why.EOQ, price, why) for qty, price, why in _lots(year, terms)
    )
    found = min(lots, default=None)
    if found is None:
        return None
    cost, qty, _, price, why = found
    return Lot(qty, price, numbers.half_up_one(cost.numerator, cost.denominator), why)


class _Candidate(NamedTuple):
    qty: int
    unit_price: int
    why: Why


def _lots(year: Year, terms: Terms) -> Iterator[_Candidate]:
    """Yield, for each tier, the whole packs beside its EOQ, moved to the edge of the tier where they lie outside."""
    ends = [tier.from_qty - 1 for tier in terms.tiers[1:]] + [LARGEST]
    for tier, end in zip(terms.tiers, ends, strict=True):
        least = max(tier.from_qty, terms.moq, 1)
        low, high = -(-least // terms.pack) * terms.pack, end // terms.pack * terms.pack
        if low > high:
            continue
        at_low = Why.MOQ if terms.moq > tier.from_qty else Why.BREAK
        for qty in _beside(year, tier.unit_price, terms.pack):
            why = at_low if qty < low else Why.BREAK if qty > high else Why.EOQ
            yield _Candidate(min(max(qty, low), high), tier.unit_price, why)


def _beside(year: Year, unit_price: int, pack: int) -> tuple[int, ...]:
    """Return the whole packs right below and above the EOQ, at least one pack; what is free has no EOQ."""
    if unit_price <= 0:
        return (0,)
    above, below = _square(year, unit_price)
    packs = isqrt(above // (below * pack * pack))
    return max(packs, 1) * pack, (packs + 1) * pack


def _square(year: Year, unit_price: int) -> tuple[int, int]:
    """Return the square of the EOQ in scaled units, as a fraction."""
    scale: int = 10 ** (WORTH_DIGITS + numbers.RATE_DIGITS - year.money_digits)
    return 2 * year.order_cost * year.demand * scale, year.holding_rate * unit_price
