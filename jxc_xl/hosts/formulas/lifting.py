"""Calls of our functions taken out of formulas.

No engine that is right about arrays lets a foreign function be called. So each call is taken out: in its place stands
the cell, or the name of the cells, that will hold its result, and its arguments are kept so that they may be worked
out elsewhere: ``JXC_STOCK(A2)*B2`` becomes ``__jxc!$A$17*B2``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jxc_xl.hosts.formulas.calls import Calls, Result
from jxc_xl.hosts.formulas.references import Book, Here

if TYPE_CHECKING:
    from jxc_xl.hosts.formulas.pieces import Piece


class Unliftable(Exception):  # noqa: N818 - not an error: the formula stays as it is
    """A call cannot be taken out of its formula."""


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
        pieces = _pieces(self, formula, here)
        found = pieces[0]
        is_single = isinstance(found.only, Result) and found.only.call in self.calls.wide and not is_array
        text = ",".join(piece.plain for piece in pieces)
        return f"INDEX({text},1,1)" if is_single else text

    def moved(self, formula: str, here: Here) -> str:
        """Return a formula without its calls that says on any sheet what it says here; it is kept as an argument.

        Raises:
            Unliftable: It cannot be done, or the formula cannot be read.
        """
        text = joined(piece.moved for piece in _pieces(self, formula, here))
        if text is None:
            raise Unliftable(formula)
        self.calls.expressions.setdefault(text, len(self.calls.expressions))
        return text


def _pieces(lifter: Lifter, formula: str, here: Here) -> list[Piece]:
    from jxc_xl.hosts.formulas.pieces import read  # noqa: PLC0415 (reads formulas with a library that is slow to start)

    return read(lifter, formula, here)


def joined(texts: Iterable[str | None]) -> str | None:
    """Return arguments with commas between them; None if one of them is."""
    found = list(texts)
    known = [text for text in found if text is not None]
    return ",".join(known) if len(known) == len(found) else None
