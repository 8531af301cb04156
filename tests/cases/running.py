"""A case from its text to its verdict: entered step by step where it says what comes in between, and all at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from tests.cases.checks import Checks, precision_of
from tests.cases.entries import Entry, entries
from tests.cases.figures import Figures
from tests.cases.reading import Case, Facts, refused_policy
from tests.cases.shop import Name, Shop, rows_of

REASONS = {
    "insufficient_stock": {"P301", "P302"},
    "insufficient_lot_qty": {"P301", "P302"},
    "ambiguous_lot": {"P304"},
    "no_matching_lot": {"P305"},
    "closed_period": {"P508"},
    "returned_too_much": {"P207"},
    "no_original": {"P206"},
}
"""The problems that a case's error stands for."""
GOODS_IN = {"in", "return_in", "count", "transfer"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case.

    Attributes:
        id: Its id.
        skipped: The policy the product does not offer.
        differences: ``field got X expected Y``.
        unchecked: Fields, events or policies that were not checked.
    """

    id: str
    skipped: str = ""
    differences: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """How it went, in a word."""
        if self.skipped:
            return "skip"
        if self.differences:
            return "fail"
        return "unchecked" if self.unchecked else "pass"

    @property
    def line(self) -> str:
        """How it went, in a line."""
        if self.skipped:
            return f"skip {self.id}: policy {self.skipped}"
        told = [*self.differences, *(f"unchecked {name}" for name in self.unchecked if self.differences)]
        told = told or list(self.unchecked)
        return f"{self.word} {self.id}" + (f": {'; '.join(told)}" if told else "")


@dataclass(slots=True)
class _Found:
    """What a run of a case found."""

    differences: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def take(self, checks: Checks) -> None:
        self.differences += checks.differences
        self.unchecked += checks.unchecked


def verdict(case: Case) -> Verdict:
    """Run a case through the engine."""
    skipped = "" if case.unread else refused_policy(case)
    if skipped or case.unread:
        return Verdict(case.id, skipped, unchecked=tuple(case.unread))
    try:
        found = _Run(case).found()
    except Exception as error:  # noqa: BLE001 (one case that breaks the engine must not keep the others from running)
        return Verdict(case.id, differences=(f"run got {type(error).__name__} {error} expected figures",))
    unique = dict.fromkeys
    return Verdict(case.id, "", tuple(unique(found.differences)), tuple(unique(found.unchecked)))


class _Run:
    """One case in its books."""

    def __init__(self, case: Case) -> None:
        self.case, self.entries = case, entries(case)
        self.by_ref = {entry.ref: entry for entry in self.entries}
        self.points = self._points()

    def found(self) -> _Found:
        found = _Found()
        stepped = self._by_steps(found)
        at_once = self._at_once(found)
        mine, other = stepped.movements(), at_once.movements()
        found.differences += [f"at once movement got none expected {one}" for one in mine - other]
        found.differences += [f"at once movement got {one} expected none" for one in other - mine]
        return found

    def _points(self) -> set[int]:
        """Return after how many entries to post: after each, up to the last one that anything is said of."""
        expect = self.case.expect
        said = [point["entered"] for point in expect.get("checkpoints", [])]
        named = expect.get("error", {}).keys() | expect.get("cogs_initial", {}).keys()
        said += [number for number, entry in enumerate(self.entries, 1) if entry.ref in named]
        whole = len(self.entries)
        return {*range(1, max(said, default=0) + 1), whole // 2, whole}

    def _by_steps(self, found: _Found) -> Figures:
        """Enter event after event; post after each where the case says what the book is like in between."""
        shop = Shop(self.case)
        for number, entry in enumerate(self.entries, 1):
            shop.enter(entry.rows)
            if number in self.points or not entry.rows or entry.weights:
                self._post(shop, entry, found)
            self._act(shop, entry, found)
            self._check_between(shop, number, found)
        self._check_errors(found)
        return self._check_end(shop, found, "")

    def _at_once(self, found: _Found) -> Figures:
        """Enter everything, then post; only a close, a cancellation and an equal share need a posting before."""
        shop, waiting = Shop(self.case), list[Entry]()
        own = _Found()
        for entry in self.entries:
            if entry.op == "cancel":
                waiting.append(entry)
            elif self._is_out_for_good(entry):
                continue
            else:
                if entry.op == "switch_method" or entry.weights:
                    self._flush(shop, waiting, own)
                shop.enter(entry.rows)
                if entry.weights:
                    self._post(shop, entry, own)
                self._act(shop, entry, own)
        self._flush(shop, waiting, own)
        found.differences += [f"at once {one}" for one in own.differences]
        refused = {ref for ref in self.case.expect.get("error", {}) if not self._is_out_for_good(self.by_ref[ref])}
        if own.errors.keys() != refused:
            found.differences.append(f"at once refused got {sorted(own.errors)} expected {sorted(refused)}")
        return self._check_end(shop, found, "at once ")

    def _flush(self, shop: Shop, waiting: list[Entry], own: _Found) -> None:
        self._post(shop, None, own)
        for cancel in waiting:
            self._act(shop, cancel, own)
        waiting.clear()

    def _is_out_for_good(self, entry: Entry) -> bool:
        """Tell whether an event was refused when goods entered later had not come: all at once it might be covered."""
        later = self.entries[self.entries.index(entry) + 1 :]
        return entry.ref in self.case.expect.get("error", {}) and any(one.op in GOODS_IN for one in later)

    def _post(self, shop: Shop, entry: Entry | None, own: _Found) -> None:
        """Post; what is refused is taken out again, as a user would who is told so."""
        if not shop.entered() - shop.posted():
            return
        wrong = shop.post(entry.weights if entry else None)
        refused: set[Name] = set()
        for one in self.entries:
            codes = [code for name in sorted(one.names) for code in wrong.pop(name, [])]
            if codes:
                own.errors.setdefault(one.ref, []).extend(codes)
                refused |= one.names
        own.differences += [f"problems got {codes} at {name} expected none" for name, codes in wrong.items()]
        shop.take_out(refused - shop.posted())

    def _act(self, shop: Shop, entry: Entry, own: _Found) -> None:
        """Do what is not typed: cancel, or change the method."""
        if entry.op == "cancel":
            names = self.by_ref[entry.event["of"]].names
            shop.undo_to(names)
            shop.take_out(names)
            self._post(shop, None, own)
        elif entry.op == "switch_method":
            shop.switch(dt.date.fromisoformat(entry.event["date"]), entry.event["method"])

    def _figures(self, shop: Shop) -> Figures:
        return Figures(shop.outcome, self.entries, by_warehouse=self.case.by_warehouse)

    def _check_between(self, shop: Shop, number: int, found: _Found) -> None:
        expect = self.case.expect
        ref = self.entries[number - 1].ref
        points: list[Facts] = [one for one in expect.get("checkpoints", []) if one["entered"] == number]
        initial = expect.get("cogs_initial", {})
        if ref in initial:
            points.append({"cogs": {ref: initial[ref]}})
        for point in points:
            checks = Checks(self._figures(shop), precision_of(self.case, number), f"after {number} ")
            checks.check(point)
            found.take(checks)
            self._compare_errors(found, point.get("error", {}), is_part=True)

    def _check_errors(self, found: _Found) -> None:
        self._compare_errors(found, self.case.expect.get("error", {}), is_part=False)

    @staticmethod
    def _compare_errors(found: _Found, wanted: Facts, *, is_part: bool) -> None:
        for ref in sorted(wanted.keys() | (set() if is_part else found.errors.keys())):
            got, word = found.errors.get(ref, []), wanted.get(ref, "none")
            known = REASONS.get(word, set())
            if word not in REASONS and word != "none":
                found.unchecked.append(f"expect.error.{ref}={word}")
            elif not got or not known.issuperset(got):
                found.differences.append(f"error.{ref} got {'+'.join(got) or 'none'} expected {word}")

    def _check_end(self, shop: Shop, found: _Found, where: str) -> Figures:
        figures = self._figures(shop)
        precision = precision_of(self.case, len(self.entries))
        checks = Checks(figures, precision, where)
        checks.check(self.case.expect)
        found.take(checks)
        derived = Checks(figures, precision, f"{where}derived ")
        derived.derived(self.case.derived, self.case.expect)
        found.take(derived)
        lost = set(rows_names(self.entries)) & set(shop.entered()) - shop.posted()
        found.differences += [f"{where}posted got no for {name} expected yes" for name in sorted(lost)]
        found.differences += [f"{where}law got broken expected kept: {law}" for law in figures.broken_laws()]
        return figures


def rows_names(entries_: list[Entry]) -> set[Name]:
    """Return what all rows of a case are called."""
    return {(sheet, str(row["doc_no"]), int(str(row["line_no"]))) for sheet, row in rows_of(entries_)}
