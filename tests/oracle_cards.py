"""Cards for the slow twin: ledger lines as text, and where its figures differ.

    01-05 receipt R1 10 =100          -> 100
    01-06 charge  C1 =5 of:R1
    01-07 sale    S1 -4               -> -42

Day (or ``01-05T10:00``), kind, document, signed quantity, ``=`` what the document says, ``of:`` the original, ``at:``
warehouse, ``lot:``, ``sku:`` (A), ``unit:`` of a revaluation, ``was:`` method closed, ``->`` what the line is worth.
Amounts are whole minor units.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from tests.oracle import Move, Rules, cost_all


def card(text: str) -> tuple[list[Move], list[int | None]]:
    """Return the movements of a card, and what each should be worth, if it says so."""
    lines = [line.partition("#")[0].partition("->") for line in text.splitlines()]
    said = [(left.split(), right.strip()) for left, _, right in lines if left.strip()]
    return [_move(words) for words, _ in said], [int(right) if right else None for _, right in said]


def rules(method: str, pool: str = "product", **others: str) -> Rules:
    """Return rules under which A, B, C and K have one method, unless said otherwise; money without digits."""
    return Rules(dict.fromkeys("ABCK", method) | others, pool, 0)


def differences(text: str, given: Rules) -> list[str]:
    """Return where the twin's figures differ from a card's, whichever way round its lines are entered."""
    moves, wanted = card(text)
    assert any(due is not None for due in wanted), "a card says what something is worth"
    found = cost_all(moves, given)
    if cost_all(moves[::-1], given) != found[::-1]:
        return ["the order of entry makes a difference"]
    told = zip(moves, found, wanted, strict=True)
    return [f"{m.kind} {m.doc} {m.sku}: {had}, should be {due}" for m, had, due in told if due not in {None, had}]


def _move(words: list[str]) -> Move:
    day, kind, doc, *rest = words
    says = {"sku": "A", "at": "", "lot": "", "was": "", "of": "", "unit": "", "=": "", "qty": "0"}
    for word in rest:
        name, colon, value = word.partition(":")
        says |= {name: value} if colon else {"=": word[1:]} if word[0] == "=" else {"qty": word}
    return Move(
        kind,
        dt.datetime.fromisoformat(f"2026-{day}"),
        doc,
        1,
        says["sku"],
        Fraction(says["qty"]),
        amount=int(says["="]) if says["="] else None,
        ref=(says["of"], 1) if says["of"] else None,
        warehouse=says["at"],
        lot=says["lot"],
        unit_cost=Fraction(says["unit"]) if says["unit"] else None,
        method=says["was"],
    )
