"""A file of cases as it stands, and which of them the product refuses to follow."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from jxc_xl.terms import Method

Facts = dict[str, Any]

METHODS = {
    "fifo": Method.FIFO,
    "moving_average": Method.MOVING_AVERAGE,
    "periodic_average": Method.MONTH_AVERAGE,
    "specific": Method.SPECIFIC,
}
OFFERED: dict[str, set[str]] = {
    "negative": {"reject", "compensate"},
    "landed": {"retro"},
    "return_out": {"original", "current"},
}
"""The policies of the schema that the product follows; any other value is one that DESIGN refuses."""
FREE = {"fallback_unit_cost", "lot_match", "round"}
"""Policies that are a figure or a flag."""

COMMON = {"op", "ref", "date", "time"}
FIELDS: dict[str, set[str]] = {
    "in": {"qty", "unit_cost", "amount", "wh", "lot", "lot_date", "weight", "volume"},
    "out": {"qty", "wh", "lot"},
    "return_in": {"of", "qty", "wh", "lot"},
    "return_out": {"of", "qty", "wh", "lot"},
    "transfer": {"from", "to", "qty", "lot"},
    "count": {"qty", "unit_cost", "wh", "lot"},
    "landed": {"of", "amount", "basis", "alloc_round"},
    "revalue": {"amount", "unit_cost", "wh", "lot"},
    "switch_method": {"method"},
    "cancel": {"of"},
}
"""What each event may say."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, its parts as the file has them."""

    id: str
    method: str
    policy: Facts
    events: list[Facts]
    expect: Facts
    derived: Facts
    unread: list[str] = field(default_factory=list)

    @property
    def steps(self) -> list[int]:
        """The digits of every rounding step that the case names."""
        events = [event["alloc_round"] for event in self.events if "alloc_round" in event]
        named = [*([self.policy["round"]] if "round" in self.policy else []), *events]
        return sorted({_digits_of(step) for step in named})

    @property
    def money_digits(self) -> int:
        """The digits a book of this case needs."""
        return self.steps[-1] if self.steps else 6

    @property
    def methods(self) -> set[str]:
        """All methods the product has in its course."""
        return {self.method, *(event["method"] for event in self.events if event["op"] == "switch_method")}

    @property
    def by_warehouse(self) -> bool:
        """Each warehouse has a cost of its own: the events name warehouses."""
        named = any({"wh", "from", "to"} & event.keys() for event in self.events)
        return named and self.method != "periodic_average"


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file."""
    return [case_of(found) for found in json.loads(path.read_text("utf-8"))["cases"]]


def case_of(found: Facts) -> Case:
    """Return a case, with the names of what nobody here can read."""
    known = {"id", "source", "origin", "method", "policy", "events", "expect", "notes", "derived_by_our_calculator"}
    unread = [name for name in found if name not in known]
    policy = found.get("policy", {})
    unread += [f"policy.{name}" for name in policy if name not in OFFERED.keys() | FREE]
    for number, event in enumerate(found["events"], 1):
        own = FIELDS.get(event["op"])
        if own is None:
            unread.append(f"op {event['op']}")
        else:
            unread += [f"{event['op']}.{name} (event {number})" for name in event.keys() - own - COMMON]
    derived = found.get("derived_by_our_calculator", {})
    return Case(
        found["id"], found["method"], policy, found["events"], found.get("expect", {}), derived, sorted(set(unread))
    )


def refused_policy(case: Case) -> str:
    """Return the policy of a case that the product does not offer, or nothing."""
    for name, offered in OFFERED.items():
        if case.policy.get(name, next(iter(offered))) not in offered:
            return f"{name}={case.policy[name]}"
    for method in sorted(case.methods - METHODS.keys()):
        return f"method={method}"
    if case.policy.get("return_out") == "current" and case.method == "fifo":
        return "return_out=current"  # without its receipt a return leaves by the method: the oldest layer
    if "round" in case.policy and _digits_of(case.policy["round"]) < 0:
        return f"round={case.policy['round']}"
    if len(case.steps) > 1 or min(case.steps, default=0) < 0:
        return f"alloc_round and round of {len(case.steps)} kinds"  # a book has one smallest unit of money
    return _of_scope(case)


def _of_scope(case: Case) -> str:
    """Tell what a case says that a book cannot be set to."""
    said = [case.expect, *case.expect.get("checkpoints", [])]
    if case.method == "periodic_average" and any("wh" in one for one in said):
        return "cost_pool=warehouse with periodic_average"
    for number, event in enumerate(case.events):
        if event["op"] == "switch_method":
            return _of_switch(case, number)
    return ""


def _of_switch(case: Case, number: int) -> str:
    """Tell what a period that was closed for a change of method keeps from happening."""
    day, before, after = case.events[number]["date"], case.events[:number], case.events[number + 1 :]
    if any(event["date"] >= day for event in before):
        return "switch_method within a day"
    if any(event["date"] < day and event.get("ref") not in case.expect.get("error", {}) for event in after):
        return "switch_method closes what is before it"
    closed = {event.get("ref") for event in before}
    return (
        "switch_method closes what is cancelled"
        if any(event.get("of") in closed for event in after if event["op"] == "cancel")
        else ""
    )


def _digits_of(step: str) -> int:
    """Return the decimal digits of a rounding step such as 0.01; -1 for a step that is no power of ten."""
    number = Decimal(step).normalize()
    exponent = -int(number.as_tuple().exponent)
    return exponent if number.as_tuple().digits == (1,) and 0 <= exponent <= 6 else -1


def fraction(text: object) -> Fraction:
    """Return the number that a case writes, such as ``131/3`` or ``11.2``."""
    return Fraction(str(text))
