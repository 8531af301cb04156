"""What can be asked, and how one cell, or each cell of a range, is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from jxc_xl.answer.codes import MOST, Places, is_key
from jxc_xl.answer.errors import NUM, VALUE, Fixed, error_in
from jxc_xl.answer.index import Index, Key

Cell = float | str
Rows = list[list[Cell]]
Answer = Cell | Rows
Range = Sequence[Sequence[object]]
"""Cells as they stand in a range, row by row."""
LONG = 100_000
"""A range of more rows is a whole column that somebody pointed at."""
MANY = 20
"""A list of answers about all products is made when cells times this are at least as many as products."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument.

    Attributes:
        name: Its name.
        read: How a cell is read as it.
        is_optional: It may be left out.
        is_end: It ends the time that the argument before it begins.
    """

    name: str
    read: Callable[[Index, object], object]
    is_optional: bool = False
    is_end: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked of a product, or of a supplier.

    Attributes:
        parameters: The arguments after the first.
        one: Answers about one product, by its position.
        every: Answers about all products at once; None = one after the other.
        key: What the first argument names.
    """

    parameters: tuple[Parameter, ...]
    one: Callable[..., Cell]
    every: Callable[..., list[Cell]] | None = None
    key: Key = Key.PRODUCT


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """What is asked for as a table with headings."""

    parameters: tuple[Parameter, ...]
    rows: Callable[..., Answer]


class Answers(dict[object, Cell]):
    """Cells to answers, all other arguments being what they are."""

    def __init__(self, index: Index, question: Question, others: tuple[object, ...]) -> None:
        """Know what is asked; nothing is answered yet."""
        super().__init__()
        self._index, self._question, self._others = index, question, others
        self._places = index.places_of(question.key)
        self._is_full = False

    def __missing__(self, cell: object) -> Cell:
        place = self._places[cell]
        answer = place if isinstance(place, Fixed) else self._question.one(self._index, place, *self._others)
        if is_key(cell) and len(self) < MOST:
            self[cell] = answer
        return answer

    def fill(self, cells: int) -> None:
        """Answer about all products at once, where so many cells are worth it."""
        keys = self._index.keys(self._question.key)
        if self._question.every and not self._is_full and cells * MANY >= len(keys):
            self.update(zip(keys, self._question.every(self._index, *self._others), strict=True))
            self._is_full = True


def ask(index: Index, asked: Question | Listing, cells: Iterable[object]) -> Answer:
    """Answer about the product in a cell, or about each in a range.

    Args:
        index: The index.
        asked: What is asked.
        cells: All arguments, the product first, each a cell or a range (rows of cells).
    """
    first, *others = singles = [single(cell) for cell in cells] or [None]
    if isinstance(asked, Listing):
        return _ask_listing(index, asked, singles[: len(asked.parameters)])
    if is_range(first):
        return _ask_each(index, asked, rows_of(first), others)
    return VALUE if any(map(is_range, others)) else _ask_one(index, asked, first, others)


def _ask_listing(index: Index, listing: Listing, cells: Sequence[object]) -> Answer:
    error = _error(cells)
    if error or any(map(is_range, cells)):
        return error or VALUE
    read = read_all(index, listing.parameters, cells)
    return read if isinstance(read, Fixed) else listing.rows(index, *read)


def _ask_one(index: Index, question: Question, key: object, others: Sequence[object]) -> Cell:
    if error := error_in(key) or _error(others):
        return error
    place = index.places_of(question.key)[key]
    if isinstance(place, Fixed):
        return place
    read = read_all(index, question.parameters, others)
    return read if isinstance(read, Fixed) else question.one(index, place, *read)


def _ask_each(index: Index, question: Question, rows: Range, others: Sequence[object]) -> Rows:
    """Answer about a range, each other argument the same for all cells, or a range beside it."""
    if not any(map(is_range, others)):
        return _ask_all(index, question, rows, others)
    sides = [_beside(rows, other) for other in others]
    if None in sides:
        return [[VALUE for _ in row] for row in rows]
    beside = [iter(side or ()) for side in sides]
    return [[_ask_one(index, question, cell, [next(side) for side in beside]) for cell in row] for row in rows]


def _ask_all(index: Index, question: Question, rows: Range, others: Sequence[object]) -> Rows:
    error, places = _error(others), index.places_of(question.key)
    read = error or read_all(index, question.parameters, others)
    if isinstance(read, Fixed):
        return [[_wrong(places, cell, read, is_error=error is not None) for cell in row] for row in rows]
    answers = index.kept((question, read), lambda: Answers(index, question, read))
    answers.fill(len(rows) * len(rows[0]))
    if len(rows[0]) == 1:
        return [[answers[row[0]]] for row in rows]
    return [[answers[cell] for cell in row] for row in rows]


def _wrong(places: Places, cell: object, otherwise: Fixed, *, is_error: bool) -> Fixed:
    """Return what is wrong first: an error handed over, then the product, then another argument."""
    if is_error:
        return error_in(cell) or otherwise
    place = places[cell]
    return place if isinstance(place, Fixed) else otherwise


def read_all(index: Index, parameters: Sequence[Parameter], cells: Sequence[object]) -> tuple[object, ...] | Fixed:
    """Return all arguments as read, or what is wrong with the first that cannot be."""
    read: list[object] = []
    for parameter, cell in zip(parameters, cells, strict=True):
        value = None if parameter.is_optional and cell is None else parameter.read(index, cell)
        if isinstance(value, Fixed):
            return value
        if parameter.is_end and _is_over(read[-1], value):
            return NUM
        read.append(value)
    return tuple(read)


def _is_over(first: object, end: object) -> bool:
    """Tell whether some time ends before it begins."""
    return isinstance(first, int) and isinstance(end, int) and first >= end


def is_range(cell: object) -> TypeGuard[Sequence[object]]:
    """Tell whether an argument is a range."""
    return isinstance(cell, tuple | list)


def single(cell: object) -> object:
    """Return the cell of a range that has only one."""
    while is_range(cell) and len(cell) == 1:
        cell = cell[0]
    return cell


def rows_of(cells: Sequence[object]) -> Range:
    """Return a range as rows; cells without rows are one row, and a whole column ends with its last filled cell."""
    rows: Range = cells if cells and is_range(cells[0]) else [cells]  # type: ignore[assignment]
    if len(rows) <= LONG:
        return rows
    end = next((row for row in range(len(rows), 1, -1) if any(cell is not None for cell in rows[row - 1])), 1)
    return rows[:end]


def _error(cells: Iterable[object]) -> Fixed | None:
    """Return the first error among arguments."""
    return next(filter(None, map(error_in, cells)), None)


def _beside(rows: Range, other: object) -> Sequence[object] | None:
    """Return an argument for each cell, row by row; None where its shape is another one."""
    count = len(rows) * len(rows[0])
    if not is_range(other):
        return [other] * count
    theirs = rows_of(other)
    flat = [cell for row in theirs for cell in row]
    is_line = 1 in {len(rows), len(rows[0])} and 1 in {len(theirs), len(theirs[0])}
    is_same = len(theirs) == len(rows) and len(theirs[0]) == len(rows[0])
    return flat if len(flat) == count and (is_same or is_line) else None
