"""How a case's events come about in a book: at which moment, of which product, lot and receipt."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise

from tests.cases.reading import Case, Facts, fraction

NO_LOT = "-"
"""The lot of goods by lot that name none: they share one cost."""
NOT_A_LOT = "no such lot"
GOODS_ONLY = {"in", "landed", "cancel"}


def refs(case: Case) -> list[str]:
    """Return a name for each event: its own, or its number."""
    return [event.get("ref") or f"event {number}" for number, event in enumerate(case.events, 1)]


def moments(case: Case) -> list[dt.datetime]:
    """Return when each event happens: in the order of date, time and entry, at a time of day that says so."""
    names = [(event["date"], event.get("time", "")) for event in case.events]
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for date, time in names:
        seen[date, time] += 1
        at = dt.datetime.fromisoformat(f"{date}T{time or '00:00'}")
        found.append(at + dt.timedelta(seconds=seen[date, time]))
    order = sorted(range(len(names)), key=lambda i: (*names[i], i))
    in_order = [found[i] for i in order]
    assert all(one < other for one, other in pairwise(in_order)), "moments say the order"
    return found


def receipts_of(event: Facts) -> list[str]:
    """Return what a charge is for."""
    return [event["of"]] if isinstance(event["of"], str) else list(event["of"])


def documents(case: Case) -> dict[str, tuple[str, int]]:
    """Return document and line of each receipt: receipts that share a charge are lines of one document."""
    root = {ref: ref for ref, event in zip(refs(case), case.events, strict=True) if event["op"] == "in"}
    for event in case.events:
        if event["op"] == "landed":
            first, *others = receipts_of(event)
            for ref in others:
                old, new = root[ref], root[first]
                root = {one: new if of == old else of for one, of in root.items()}
    lines: Counter[str] = Counter()
    found = {}
    for ref, document in root.items():
        lines[document] += 1
        found[ref] = (document, lines[document])
    return found


def products(case: Case) -> dict[str, str]:
    """Return the product of each receipt: weights are facts of a product, so other weights are another product.

    An equal share of goods of unequal quantity takes a weight a receipt; only where nothing but receipts and charges
    happens can each receipt be a product of its own.
    """
    ins = {ref: event for ref, event in zip(refs(case), case.events, strict=True) if event["op"] == "in"}
    is_each = any(event.get("basis") == "equal" for event in case.events)
    is_each &= all(event["op"] in GOODS_ONLY for event in case.events)
    names = {ref: (event.get("weight"), event.get("volume"), ref if is_each else "") for ref, event in ins.items()}
    numbers = {name: f"A{number}" for number, name in enumerate(dict.fromkeys(names.values()), 1)}
    return {ref: numbers[name] for ref, name in names.items()}


class Lots:
    """The lots of a case, as its events come: what is left of each, and what a criterion picks."""

    def __init__(self, case: Case) -> None:
        self.is_used = "specific" in case.methods
        self.is_matched = bool(case.policy.get("lot_match"))
        self.refused = set(case.expect.get("error", {}))
        self.facts: dict[str, Facts] = {}
        self.named: dict[str, str] = {}
        self.left: defaultdict[str, Fraction] = defaultdict(Fraction)

    def of(self, ref: str, event: Facts) -> str:
        """Return the lot an event's row names."""
        if not self.is_used:
            return str(event.get("lot") or "") if not isinstance(event.get("lot"), dict) else ""
        if event["op"] == "in":
            return self._received(ref, event)
        if event["op"] == "return_in" and "of" in event and "lot" not in event:
            return ""  # that of what comes back
        if event["op"] == "return_out" and "lot" not in event and event.get("of") in self.named:
            event = event | {"lot": self.named[event["of"]]}
        wanted = event.get("lot", {} if self.is_matched else NO_LOT)
        name = self._picked(wanted) if isinstance(wanted, dict) else str(wanted)
        if event["op"] in {"out", "return_out"} and ref not in self.refused:
            self.left[name or self._only()] -= fraction(event["qty"])
        return name

    def _received(self, ref: str, event: Facts) -> str:
        name = str(event.get("lot") or (ref if self.is_matched else NO_LOT))
        self.named[ref] = name
        self.facts[name] = {key: event.get(key) for key in ("unit_cost", "lot_date", "lot", "date")}
        self.left[name] += fraction(event["qty"])
        return name

    def _only(self) -> str:
        return next((name for name, left in self.left.items() if left > 0), "")

    def _picked(self, wanted: Facts) -> str:
        """Return the one lot that a criterion names, nothing where it names several, a false name where none."""
        if not wanted:
            return ""
        found = [name for name, left in self.left.items() if left > 0 and _fits(self.facts[name], wanted)]
        if len(found) == 1:
            return found[0]
        return "" if found else str(wanted.get("lot", NOT_A_LOT))


def _fits(lot: Facts, wanted: Facts) -> bool:
    return all(
        fraction(lot[key]) == fraction(value) if key == "unit_cost" else lot[key] == value
        for key, value in wanted.items()
    )
