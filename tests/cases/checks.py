"""What a case expects, held against what the book shows; every field is checked or named as unchecked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from tests.cases.figures import Figures, Worth
from tests.cases.reading import Case, Facts, fraction

ELSEWHERE = {"checkpoints", "entered", "error", "cogs_initial", "notes"}
"""What the runner sees to: when a figure is taken, what is refused."""


class Precision(NamedTuple):
    """How exact a book's money is: its smallest unit, and by how many halves of it rounding may have moved a figure."""

    minor: int
    halves: int

    @property
    def slack(self) -> Fraction:
        return Fraction(self.halves, 2 * self.minor)


def precision_of(case: Case, entered: int) -> Precision:
    """Return how exact figures are after so many entries."""
    is_exact = bool(case.steps)
    return Precision(10**case.money_digits, 1 if is_exact else max(1, entered))


class Checks:
    """Collects differences, and fields that nobody here knows."""

    def __init__(self, figures: Figures, precision: Precision, where: str = "") -> None:
        self.figures, self.precision, self.where = figures, precision, where
        self.differences: list[str] = []
        self.unchecked: list[str] = []
        self.by_ref: dict[str, Callable[[str], Fraction | None]] = {
            "cogs": figures.cost_of,
            "in_value": figures.value_of,
            "value_diff": figures.change_of,
            "allocation_sum": lambda ref: sum(figures.shares_of(ref).values(), Fraction()),
        }
        self.on_hand: dict[str, Callable[[Facts, str, str | None], None]] = {
            "qty": self._balance,
            "value": self._balance,
            "unit_cost": self._balance,
            "layers": self._layers,
            "lots": self._lots,
        }

    def check(self, expected: Facts, name: str = "", warehouse: str | None = None) -> None:
        """Check every field of an expectation, for the whole book or one warehouse."""
        scope = expected.get("wh")
        if isinstance(scope, str):
            warehouse = scope
        for field, wanted in expected.items():
            if field in self.by_ref:
                self._by_ref(field, wanted, expected.get(f"{field}_dp"))
            elif field in self.on_hand:
                self.on_hand[field](expected, f"{name}{field}", warehouse)
            elif field == "wh" and isinstance(wanted, Mapping):
                for one, own in wanted.items():
                    self.check(own, f"wh.{one}.", one)
            else:
                self._other(field, name, expected)

    def _other(self, field: str, name: str, expected: Facts) -> None:
        wanted = expected[field]
        if field == "allocation" and isinstance(wanted, Mapping):
            self._allocation(wanted, expected.get("allocation_dp"))
        elif field == "balance_after" and isinstance(wanted, Mapping):
            self._after(wanted)
        elif not (field == "wh" or field in ELSEWHERE or field.removesuffix("_dp") in expected.keys() - {field}):
            self.unchecked.append(f"{self.where}expect.{name}{field}")

    def derived(self, said: Facts, expect: Facts) -> None:
        """Check the figures of the case's calculator where its source is silent."""
        known = {"final_qty": "qty", "final_value": "value", "final_cogs": "cogs"}
        silent: Facts = {own: said[field] for field, own in known.items() if field in said and own not in expect}
        if "final_cogs" in said:
            silent["cogs"] = {
                ref: cost for ref, cost in said["final_cogs"].items() if ref not in expect.get("cogs", {})
            }
        self.unchecked += [f"{self.where}{field}" for field in said if field not in known]
        self.check(silent)

    def same(self, name: str, got: Fraction | None, wanted: object, dp: int | None = None) -> bool:
        """Compare one figure; tell it when it differs."""
        expected = fraction(wanted)
        if got is None:
            is_same = False
        elif dp is not None:
            is_same = _half_up(got, dp) == _half_up(expected, dp)
        else:
            is_held = (expected * self.precision.minor).denominator == 1
            is_same = got == expected if is_held else abs(got - expected) <= self.precision.slack
        if not is_same:
            self._tell(name, shown(got), str(wanted))
        return is_same

    def _tell(self, name: str, got: str, wanted: str) -> None:
        self.differences.append(f"{self.where}{name} got {got} expected {wanted}")

    def _by_ref(self, field: str, wanted: Facts, dp: int | None) -> None:
        for ref, figure in wanted.items():
            self.same(f"{field}.{ref}", self.by_ref[field](ref), figure, dp)

    def _balance(self, expected: Facts, name: str, warehouse: str | None) -> None:
        field = name.rsplit(".", 1)[-1]
        self._worth(expected, field, name, self.figures.balance(warehouse), warehouse)

    def _worth(self, expected: Facts, field: str, name: str, got: Worth, warehouse: str | None = None) -> None:
        dp = expected.get(f"{field}_dp")
        if field != "unit_cost":
            self.same(name, got.qty if field == "qty" else got.value, expected[field], dp)
        elif not got.qty:
            self.same(name, self.figures.last_cost(warehouse), expected[field], dp)
        else:
            self._unit(name, got, expected[field], dp)

    def _unit(self, name: str, got: Worth, wanted: object, dp: int | None = None) -> bool:
        """Compare a unit cost by the value it makes of the quantity, since only that is kept."""
        if dp is None and abs(got.value - fraction(wanted) * got.qty) <= self._unit_slack(got, wanted):
            return True
        return self.same(name, got.value / got.qty if got.qty else None, wanted, dp)

    def _unit_slack(self, got: Worth, wanted: object) -> Fraction:
        is_held = (fraction(wanted) * got.qty * self.precision.minor).denominator == 1
        return Fraction() if is_held else self.precision.slack

    def _layers(self, expected: Facts, name: str, warehouse: str | None) -> None:
        self._queue(self.figures.layers(warehouse), expected["layers"], name)

    def _lots(self, expected: Facts, name: str, warehouse: str | None) -> None:
        got, wanted = self.figures.lots(warehouse), expected["lots"]
        if not isinstance(wanted, Mapping):
            self._queue(list(got.values()), wanted, name)
            return
        for lot, own in wanted.items():
            for field in own:
                if field in {"qty", "value", "unit_cost"}:
                    self._worth(own, field, f"{name}.{lot}.{field}", got.get(lot, Worth(Fraction(), Fraction())))
                elif not field.endswith("_dp"):
                    self.unchecked.append(f"{self.where}expect.{name}.{lot}.{field}")

    def _queue(self, got: list[Worth], wanted: list[list[object]], name: str) -> None:
        """Compare layers, oldest first: quantity and unit cost of each."""
        probe = Checks(self.figures, self.precision)
        is_same = len(got) == len(wanted) and all(
            one.qty == fraction(qty) and probe._unit("", one, cost)
            for one, (qty, cost) in zip(got, wanted, strict=True)
        )
        if not is_same:
            said = [f"{shown(one.qty)} @ {shown(one.value / one.qty if one.qty else None)}" for one in got]
            self._tell(name, f"[{', '.join(said)}]", f"[{', '.join(f'{qty} @ {cost}' for qty, cost in wanted)}]")

    def _allocation(self, wanted: Mapping[str, Facts], dp: int | None) -> None:
        for ref, shares in wanted.items():
            got = self.figures.shares_of(ref)
            for receipt in sorted(shares.keys() | got.keys()):
                self.same(f"allocation.{ref}.{receipt}", got.get(receipt), shares.get(receipt, "0"), dp)

    def _after(self, wanted: Mapping[str, Facts]) -> None:
        for ref, own in wanted.items():
            got = self.figures.balance_after(ref)
            for field in own:
                name = f"balance_after.{ref}.{field}"
                if got is not None and field in {"qty", "value", "unit_cost"}:
                    self._worth(own, field, name, got)
                elif got is None:
                    self._tell(name, "nothing", str(own[field]))
                elif field.removesuffix("_dp") not in own.keys() - {field}:
                    self.unchecked.append(f"{self.where}expect.{name}")


def shown(number: Fraction | None) -> str:
    """Return a figure for people: a decimal where it is one of nine places, else a fraction."""
    if number is None:
        return "nothing"
    scaled = number * 10**9
    if scaled.denominator != 1:
        return f"{number} (about {float(number):.6f})"
    text = f"{abs(int(scaled)):010d}"
    whole, part = text[:-9], text[-9:].rstrip("0")
    return f"{'-' if number < 0 else ''}{whole}{'.' + part if part else ''}"


def _half_up(number: Fraction, digits: int) -> int:
    scaled = abs(number) * Fraction(10**digits)
    size: int = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return size if number >= 0 else -size
