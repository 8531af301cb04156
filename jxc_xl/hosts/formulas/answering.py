"""Calls answered until nothing changes any more.

What a call is given may depend on what another call gave. So the engine works out the workbook, the calls whose
arguments have changed are answered, their results are put in, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.formulas.calls import (
    UNKNOWN,
    Argument,
    Call,
    Calls,
    Cell,
    Constant,
    Expression,
    Functions,
    Range,
    Result,
)
from jxc_xl.hosts.formulas.conditions import CONDITIONAL, Cells, cells_of, total
from jxc_xl.hosts.formulas.engine import Engine, Unavailable, Value
from jxc_xl.hosts.formulas.references import Reference
from jxc_xl.tables import ErrorCell

ROUNDS = 30
"""Calls nested deeper than this, or in a circle, are given up."""
_STRIP = 2_000
_DEEPEST = 1_000_000
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}

Given = tuple[object, ...]
Rows = list[list[Value]]


class Native(NamedTuple):
    """A result that the engine has to work out after all."""

    formula: str


@dataclass(slots=True)
class _Blocks:
    """Where results of more than one cell stand on their sheet: below one another, in strips."""

    sheet: str
    row: int = 1
    column: int = 1
    areas: dict[int, Area] = field(default_factory=dict)

    def place(self, call: int, rows: Rows) -> Reference:
        """Return the cells for a result."""
        height, width = len(rows), len(rows[0])
        if self.row + height > _DEEPEST:
            self.row, self.column = 1, self.column + _STRIP
        where = Area(self.row, self.column, self.row + height - 1, self.column + width - 1)
        old = self.areas.get(call)
        if old is None or (old.bottom - old.top, old.right - old.left) != (height - 1, width - 1):
            self.areas[call], self.row = where, self.row + height
        return Reference(self.sheet, self.areas[call])


@dataclass(slots=True)
class Answering:
    """The calls of one workbook, what they were given, and what they gave.

    Attributes:
        engine: The workbook.
        calls: All calls.
        functions: What answers them.
        still: Sheets on which nothing ever changes.
        given: What each call was given last.
        results: What it gave.
        ranges: Long ranges as they were read last.
        restless: Calls that were given up.
    """

    engine: Engine
    calls: Calls
    functions: Functions
    still: frozenset[str] = frozenset()
    given: dict[int, Given] = field(default_factory=dict)
    results: dict[int, object] = field(default_factory=dict)
    ranges: dict[Reference, tuple[Rows, Cells]] = field(default_factory=dict)
    restless: set[int] = field(default_factory=set)

    def run(self) -> None:
        """Answer all calls; those that never come to rest, and what depends on them, are given up."""
        blocks = _Blocks(self.calls.sheets[1])
        self._prepare(blocks)
        self.engine.calculate()
        for _ in range(ROUNDS):
            changed = self._answer()
            if not changed:
                return
            self._put(changed, blocks)
            self.engine.calculate()
        while changed := self._answer():
            self.restless |= changed
            self.results |= dict.fromkeys(changed, Unavailable("circular_reference", ""))
            self._put(changed, blocks)
            self.engine.calculate()

    def _prepare(self, blocks: _Blocks) -> None:
        """Put in the arguments that have to be worked out, and a blank cell for every result."""
        self.engine.define(
            [(self.calls.name_of(call), blocks.place(call, [[None]])) for call in sorted(self.calls.wide)]
        )
        sheet = self.calls.sheets[2]
        arguments = [(sheet, *self.calls.place_of(text), text) for text in self.calls.expressions]
        self.engine.put_formulas(arguments, is_dynamic=True)

    def _answer(self) -> set[int]:
        """Answer the calls that are given something new; return those that gave something new."""
        changed = set()
        self._read_ranges()
        for call, number in self.calls.known.items():
            if number in self.restless:
                continue
            given = tuple(self._value(argument) for argument in call.arguments)
            if number in self.results and is_like(self.given[number], given):
                continue
            self.given[number] = given
            answer = self._asked(call, given)
            if number not in self.results or not is_like(self.results[number], answer):
                self.results[number] = answer
                changed.add(number)
        return changed

    def _read_ranges(self) -> None:
        """Read the long ranges, each once; one that is as before stays the same object."""
        for where in {one.cells for call in self.calls.known for one in call.arguments if isinstance(one, Range)}:
            if where in self.ranges and where.sheet in self.still:
                continue
            rows = self.engine.values(where)
            if where not in self.ranges or self.ranges[where][0] != rows:
                self.ranges[where] = (rows, cells_of(rows))

    def _asked(self, call: Call, given: Given) -> object:
        if any(isinstance(value, Unavailable) for value in given):
            return Unavailable("upstream", "")
        if call.name not in CONDITIONAL:
            return self.functions[call.name].answer(*given)
        found = total(call.name, given)
        return Native(self._written(call)) if found is None else found

    def _written(self, call: Call) -> str:
        """Return a call as a formula, for the engine."""
        return f"{call.name}({','.join(map(self._told, call.arguments))})"

    def _told(self, argument: Argument) -> str:
        if isinstance(argument, Range):
            return str(argument.cells)
        if isinstance(argument, Result):
            return self.calls.name_of(argument.call)
        if isinstance(argument, Expression):
            return argument.text
        return written(argument.value) if isinstance(argument, Constant) else str(argument)

    def _value(self, argument: Argument) -> object:
        """Return what a call is given: a cell, or rows of cells."""
        if isinstance(argument, Constant):
            return argument.value
        if isinstance(argument, Result):
            return self.results.get(argument.call)
        if isinstance(argument, Range):
            return self.ranges[argument.cells][1]
        where = argument if isinstance(argument, Reference) else self.worked_out(argument)
        rows = self.engine.values(where)
        if isinstance(argument, Expression) and rows[0][0] == ErrorCell("#SPILL!"):
            return Unavailable("resource_limit_exceeded", "")  # more than there is room for
        return rows[0][0] if where.is_one else rows

    def worked_out(self, argument: Expression) -> Reference:
        """Return where an argument, once it is worked out, stands."""
        row, column = self.calls.place_of(argument.text)
        sheet = self.calls.sheets[2]
        return Reference(sheet, self.engine.spills().get((sheet, row, column), Area(row, column, row, column)))

    def _put(self, changed: set[int], blocks: _Blocks) -> None:
        """Put results into the workbook."""
        unknown = {call for call in changed if isinstance(self.results[call], Unavailable | Native)}
        single = sorted(changed - self.calls.wide - unknown)
        for first, last in _runs(single):
            rows = [[_cell(self.results[call])] for call in range(first, last + 1)]
            self.engine.put_values(self.calls.sheets[0], first + 1, 1, rows)
        names = []
        places = [(self.calls.sheets[0], call + 1, 1, self._instead(call)) for call in unknown - self.calls.wide]
        for call in sorted(changed & self.calls.wide):
            rows = [[None]] if call in unknown else _rows(self.results[call])
            old = blocks.areas.get(call)
            where = blocks.place(call, rows)
            if call in unknown:
                places.append((where.sheet, where.area.top, where.area.left, self._instead(call)))
            else:
                self.engine.put_values(where.sheet, where.area.top, where.area.left, rows)
            if where.area != old:
                names.append((self.calls.name_of(call), where))
        self.engine.put_formulas(places, is_dynamic=False)
        self.engine.define(names)

    def _instead(self, call: int) -> str:
        """Return the formula that stands where a result would."""
        result = self.results[call]
        return result.formula if isinstance(result, Native) else UNKNOWN


def is_like(one: object, other: object) -> bool:
    """Tell whether two arguments are the same; Python alone takes True for 1."""
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(is_like, one, other))
    return type(one) is type(other) and one == other


def written(value: Cell) -> str:
    """Return a constant as formulas write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value).upper() if isinstance(value, bool) else repr(value)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as runs without a gap."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _rows(answer: object) -> Rows:
    return [[_cell(one) for one in row] for row in answer] if isinstance(answer, list) else [[_cell(answer)]]


def _cell(answer: object) -> Value:
    """Return one cell of an answer; the first of those that are more than there is room for."""
    while isinstance(answer, list):
        answer = answer[0]
    if isinstance(answer, str):
        return ErrorCell(answer) if answer in _ERRORS else str(answer)
    return float(answer) if isinstance(answer, int) and not isinstance(answer, bool) else answer  # type: ignore[return-value]
