"""Calls that are taken out of formulas, and what they are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jxc_xl.hosts.addresses import LAST_ROW
from jxc_xl.hosts.formulas.references import Reference

Cell = None | bool | float | str
UNKNOWN = "__JXC_UNKNOWN()"
"""A function that no engine has: what depends on it cannot be worked out."""
ROOM = 8
"""Columns kept free for the result of an argument."""
DEPTH = 1 << 15
"""Rows kept free for it."""
_ACROSS = 16_384 // ROOM


class Function(NamedTuple):
    """A function that is answered here.

    Attributes:
        answer: Takes the arguments (cells, or rows of cells, a missing one None) and returns a cell or rows of cells.
        is_list: It may answer one cell with rows.
    """

    answer: Callable[..., object]
    is_list: bool = False


Functions = Mapping[str, Function]


@dataclass(frozen=True, slots=True)
class Constant:
    """An argument that is written out; None = left out. 1 and TRUE are two."""

    value: Cell
    kind: type = field(init=False)

    def __post_init__(self) -> None:
        """Note its type, since Python takes True for 1."""
        object.__setattr__(self, "kind", type(self.value))


@dataclass(frozen=True, slots=True)
class Expression:
    """An argument that the engine has to work out first; absolute, so that it may stand anywhere."""

    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """An argument that is the result of another call."""

    call: int


@dataclass(frozen=True, slots=True)
class Range:
    """An argument that is a long range, read once for all calls."""

    cells: Reference


Argument = Constant | Expression | Result | Reference | Range


class Call(NamedTuple):
    """A call: the function in capitals, and its arguments."""

    name: str
    arguments: tuple[Argument, ...]


@dataclass(slots=True)
class Calls:
    """All different calls of a workbook, in the order in which they were met.

    Attributes:
        sheets: Titles of the three sheets that help: results that are one cell, results that are more, arguments.
        lists: Functions that may answer with rows.
    """

    sheets: tuple[str, str, str]
    lists: frozenset[str]
    known: dict[Call, int] = field(default_factory=dict)
    wide: set[int] = field(default_factory=set)
    expressions: dict[str, int] = field(default_factory=dict)

    def number(self, call: Call) -> int:
        """Return the number of a call, known or new."""
        found = self.known.get(call)
        if found is not None:
            return found
        number = self.known[call] = len(self.known)
        if call.name in self.lists or any(self._is_wide(argument) for argument in call.arguments):
            self.wide.add(number)
        for argument in call.arguments:
            if isinstance(argument, Expression):
                self.expressions.setdefault(argument.text, len(self.expressions))
        return number

    def _is_wide(self, argument: Argument) -> bool:
        if isinstance(argument, Result):
            return argument.call in self.wide
        return isinstance(argument, Expression) or (isinstance(argument, Reference) and not argument.is_one)

    def name_of(self, number: int) -> str:
        """Return what stands in a formula for a call: a cell, or a name for as many cells as it turns out to be."""
        return f"_jxc_{number + 1}" if number in self.wide else f"{self.sheets[0]}!$A${number + 1}"

    def place_of(self, expression: str) -> tuple[int, int]:
        """Return row and column of the cell that works out an argument."""
        down, across = divmod(self.expressions[expression], _ACROSS)
        return down * DEPTH + 1, across * ROOM + 1

    @property
    def most_expressions(self) -> int:
        """How many arguments there is room for."""
        return _ACROSS * (LAST_ROW // DEPTH)
