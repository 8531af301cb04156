"""Calls of our functions taken out of formulas.

No engine that is right about arrays lets a foreign function be called. So each call is taken out: in its place stands
the cell, or the name of the cells, that will hold its result, and its arguments are kept so that they may be worked
out elsewhere: ``JXC_STOCK(A2)*B2`` becomes ``__jxc!$A$17*B2``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jxc_xl.hosts.formulas.calls import Calls
from jxc_xl.hosts.formulas.references import Book, Here

if TYPE_CHECKING:
    from jxc_xl.hosts.formulas.piece import Piece


class Unliftable(Exception):  # noqa: N818 - not an error: the formula stays as it is
    """A call cannot be taken out of its formula, or the engine would give it a wrong value."""

    def __init__(self, detail: str, reason: str = "argument") -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Lifter:
    """Takes the calls of some functions out of the formulas of one workbook.

    Attributes:
        book: What references may name.
        functions: The functions, in capitals.
        calls: The calls taken out so far.
        takes_conditions: SUMIFS and COUNTIFS over long columns are taken out too.
    """

    book: Book
    functions: frozenset[str]
    calls: Calls
    takes_conditions: bool = False

    def lifted(self, formula: str, here: Here, *, is_array: bool = False) -> str:
        """Return a formula without its calls; both without the equals sign.

        Raises:
            Unliftable: It cannot be done, or the formula cannot be read.
        """
        pieces = _pieces(self, formula, here, is_array=is_array)
        return ",".join(piece.plain if is_array else piece.one.plain for piece in pieces)

    def moved(self, formula: str, here: Here) -> str:
        """Return a formula without its calls that says on any sheet what it says here; it is kept as an argument.

        Raises:
            Unliftable: It cannot be done, or the formula cannot be read.
        """
        text = joined(piece.moved for piece in _pieces(self, formula, here, is_array=True))
        if text is None:
            raise Unliftable(formula)
        self.calls.expressions.setdefault(text, len(self.calls.expressions))
        return text


def _pieces(lifter: Lifter, formula: str, here: Here, *, is_array: bool) -> list[Piece]:
    from jxc_xl.hosts.formulas.pieces import read  # noqa: PLC0415 (reads formulas with a library that is slow to start)

    return read(lifter, formula, here, is_array=is_array)


def joined(texts: Iterable[str | None], by: str = ",") -> str | None:
    """Return texts as one; None if one of them is."""
    found = list(texts)
    known = [text for text in found if text is not None]
    return by.join(known) if len(known) == len(found) else None
