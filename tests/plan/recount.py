"""A second opinion on what plan says: plain loops over plain rows, written from the definitions.

It shares no code with jxc_xl and no trick: ages are found by queueing all goods and letting the oldest go, turnover by
looking at every day's balance, pairs by listing every pair of every basket.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from tests.plan.moves import Move

NEW = ("opening", "receipt", "other_in", "assembly_in")
CORRECTIONS = ("close", "cost_adjustment")
BUCKETS = (30, 60, 90, 180)
MILLION = 10**6
Layers = list[tuple[dt.date, int]]
"""Days of arrival and quantities, the oldest first."""


def half_up(value: Fraction) -> int:
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def rate(part: int | Fraction, whole: int | Fraction) -> int | None:
    """Return a rate in millionths; nothing where it has no meaning or fits no cell."""
    found = half_up(Fraction(part) / whole * MILLION) if whole > 0 else None
    return found if found is not None and abs(found) < 2**63 else None


def by_sku(moves: Iterable[Move]) -> dict[str, list[Move]]:
    found: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        found[move.sku].append(move)
    return dict(sorted(found.items()))


def layers(moves: Iterable[Move]) -> Layers:
    """Queue what came back, then what arrived, each the oldest first, and let go from the head what went."""
    own = [move for move in moves if move.kind not in {"transfer_in", "transfer_out"}]
    came = sorted((move.kind in NEW, move.day, move.qty) for move in own if move.qty > 0)
    queue = deque([(day, qty) for _, day, qty in came])
    gone = -sum(move.qty for move in own if move.qty < 0)
    while queue and gone >= queue[0][1]:
        gone -= queue.popleft()[1]
    if queue and gone:
        queue[0] = (queue[0][0], queue[0][1] - gone)
    return list(queue)


def walked(moves: Iterable[Move]) -> Layers:
    """Walk through the days: what arrives is put last, the first leave, what comes back is what left last."""
    there: deque[tuple[dt.date, int]] = deque()
    gone: list[tuple[dt.date, int]] = []
    for move in moves:
        left = abs(move.qty)
        if move.qty > 0 and move.kind in NEW:
            there.append((move.day, left))
            continue
        while left:
            day, qty = there.popleft() if move.qty < 0 else gone.pop()
            part = min(qty, left)
            left -= part
            if move.qty < 0:
                gone.append((day, part))
                there.extendleft([(day, qty - part)] if qty > part else [])
            else:
                there.appendleft((day, part))
                gone.extend([(day, qty - part)] if qty > part else [])
    return list(there)


class Age(NamedTuple):
    """How old a product's stock is."""

    on_hand: int
    amount: int
    age_days: int
    buckets: tuple[int, ...]


def ages(moves: Sequence[Move], today: dt.date) -> dict[str, Age]:
    found = {}
    for sku, own in by_sku(move for move in moves if move.day <= today).items():
        there = layers(own)
        on_hand = sum(qty for _, qty in there)
        if on_hand <= 0:
            continue
        amount = sum(move.amount for move in own)
        held = [0] * (len(BUCKETS) + 1)
        for day, qty in there:
            held[sum((today - day).days > edge for edge in BUCKETS)] += qty
        days = half_up(Fraction(sum(qty * (today - day).days for day, qty in there), on_hand))
        found[sku] = Age(on_hand, amount, days, tuple(shared(amount, held)))
    return found


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """Share an amount by largest remainder; of equal remainders the later bucket's first."""
    exact = [Fraction(abs(amount) * weight, sum(weights)) for weight in weights]
    shares = [int(share) for share in exact]
    for _ in range(abs(amount) - sum(shares)):
        place = max(range(len(shares)), key=lambda i: (exact[i] - shares[i], i))
        shares[place] += 1
    return shares if amount >= 0 else [-share for share in shares]


class Turn(NamedTuple):
    """What a product turned over; rates in millionths."""

    sold_qty: int
    returned_qty: int
    opening_qty: int
    arrived_qty: int
    revenue: int
    cost_of_sales: int
    balance_days: int
    turnover: int | None
    inventory_days: int | None
    gmroi: int | None
    sell_through: int | None


def turned(moves: Sequence[Move], first: dt.date, last: dt.date) -> dict[str, Turn]:
    found = by_sku(move for move in moves if move.day <= last)
    return {sku: turn(own, first, last) for sku, own in found.items()}


def turn(own: Sequence[Move], first: dt.date, last: dt.date) -> Turn:
    now = [move for move in own if move.day >= first]
    sales = [move for move in now if move.kind == "sale"]
    back = [move for move in now if move.kind == "customer_return"]
    cost = -sum(move.amount for move in now if move.kind in ("sale", "customer_return", *CORRECTIONS))
    revenue = sum(move.doc_amount for move in [*sales, *back])
    opening = sum(move.qty for move in own if move.day < first)
    arrived = sum(move.qty for move in now if move.kind in NEW)
    sold, returned = -sum(move.qty for move in sales), sum(move.qty for move in back)
    held, days = balances(own, first, last), (last - first).days + 1
    average = Fraction(held, days)
    speed = Fraction(cost) / average if held > 0 else None
    return Turn(
        sold,
        returned,
        opening,
        arrived,
        revenue,
        cost,
        held,
        rate(cost, average),
        rate(days, speed) if speed is not None else None,
        rate(revenue - cost, average),
        rate(sold - returned, opening + arrived),
    )


def balances(own: Sequence[Move], first: dt.date, last: dt.date) -> int:
    """Return the sum of each day's closing amount."""
    changes = Counter[dt.date]()
    for move in own:
        changes[max(move.day, first)] += move.amount
    balance, held = 0, 0
    for number in range((last - first).days + 1):
        balance += changes[first + dt.timedelta(days=number)]
        held += balance
    return held


def slow(moves: Sequence[Move], today: dt.date, days: int, most: int) -> dict[str, tuple[int, int, int]]:
    """Return on hand, amount and sold quantity of slow movers."""
    since, found = today - dt.timedelta(days=days - 1), {}
    for sku, own in by_sku(move for move in moves if move.day <= today).items():
        sold = -sum(move.qty for move in own if move.kind in {"sale", "customer_return"} and move.day >= since)
        on_hand = sum(move.qty for move in own)
        came = [move.day for move in own if move.kind in NEW]
        if on_hand > 0 and sold <= most and not (came and min(came) >= since):
            found[sku] = (on_hand, sum(move.amount for move in own), sold)
    return found


class Pair(NamedTuple):
    """How often two products are bought together; rates in millionths."""

    baskets: int
    sku_baskets: int
    partner_baskets: int
    confidence: int | None
    lift: int | None


def paired(lines: Iterable[tuple[str, str]], least: int) -> dict[tuple[str, str], Pair]:
    """List every pair of every basket, both ways round."""
    baskets: dict[str, set[str]] = defaultdict(set)
    for doc_no, sku in lines:
        baskets[doc_no].add(sku)
    each = Counter(sku for basket in baskets.values() for sku in basket)
    both = Counter(pair for basket in baskets.values() for pair in combinations(sorted(basket), 2))
    found = {}
    for (one, other), count in both.items():
        if count >= least and Fraction(count * len(baskets), each[one] * each[other]) > 1:
            for sku, partner in ((one, other), (other, one)):
                lift = rate(count * len(baskets), each[sku] * each[partner])
                found[sku, partner] = Pair(count, each[sku], each[partner], rate(count, each[sku]), lift)
    return found


def classed(values: Mapping[str, int]) -> dict[str, str]:
    """Return ABC classes by going down the list."""
    whole = sum(value for value in values.values() if value > 0)
    grades, before = {}, 0
    for sku, value in sorted(values.items(), key=lambda one: (-one[1], one[0])):
        is_a, is_b = before * 100 < 80 * whole, before * 100 < 95 * whole
        grades[sku] = "C" if value <= 0 else "A" if is_a else "B" if is_b else "C"
        before += max(value, 0)
    return grades
