"""A piece of a formula: what it means in its own cell, and what would say the same on another sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jxc_xl.hosts.addresses import Area
from jxc_xl.hosts.formulas.calls import Argument
from jxc_xl.hosts.formulas.lifting import joined
from jxc_xl.hosts.formulas.references import Here, Reference


@dataclass(slots=True)
class Piece:
    """A part of a formula: as it shall stand in its cell, and as it may stand on any other sheet.

    Attributes:
        plain: For its own cell.
        moved: For another sheet; None if it would mean something else there.
        only: What it is, if it is one thing.
        count: How many things it is.
        is_wide: It may be more than one cell, and stands where a formula that is no array may take one only.
    """

    plain: str = ""
    moved: str | None = ""
    only: Argument | None = None
    count: int = 0
    is_wide: bool = False

    @property
    def one(self) -> Piece:
        """The first of its cells, if it may be more."""
        if not self.is_wide:
            return self
        first = f"INDEX({self.plain},1,1)"
        return Piece(first, first, self.only, self.count)


def together(things: Sequence[Piece], here: Here, *, is_array: bool) -> Piece:
    """Return one piece made of several things; in a formula that is no array each stands for one cell."""
    count = sum(thing.count for thing in things)
    if count > 1 and not is_array:
        things = [beside(thing, here).one for thing in things]
    only = next((thing.only for thing in things if thing.count), None) if count == 1 else None
    return Piece(
        "".join(thing.plain for thing in things),
        joined((thing.moved for thing in things), ""),
        only,
        count,
        is_wide=count == 1 and any(thing.is_wide for thing in things),
    )


def beside(piece: Piece, here: Here) -> Piece:
    """Return a range as the cell of it that stands beside a formula, as it counts on another sheet."""
    if not isinstance(piece.only, Reference) or piece.only.is_one:
        return piece
    crossed = crossed_at(piece.only, here)
    return Piece(piece.plain, str(crossed) if crossed else "#VALUE!", crossed, 1)


def crossed_at(found: Reference, here: Here) -> Reference | None:
    """Return the one cell of a column or row that stands beside a cell, as ``@`` picks it."""
    top, left, bottom, right = found.area
    if left == right and top <= here.row <= bottom:
        return Reference(found.sheet, Area(here.row, left, here.row, left))
    if top == bottom and left <= here.column <= right:
        return Reference(found.sheet, Area(top, here.column, top, here.column))
    return found if found.is_one else None
