"""Goods that left before they were there: what they were taken to cost, and how much of that is settled."""

from __future__ import annotations

from jxc_xl.numbers import divide


class Owed:
    """A part of an issue that found nothing on hand.

    Attributes:
        position: The row that a correction lands on: the issue, or the close line of a period that froze it.
        row: The issue itself.
        is_known: A unit cost was known when it left.
    """

    __slots__ = ("is_known", "position", "provisional", "qty", "row", "settled")

    def __init__(self, position: int, qty: int, provisional: int, *, is_known: bool) -> None:
        self.position = self.row = position
        self.qty, self.provisional, self.settled = qty, provisional, 0
        self.is_known = is_known

    @property
    def left(self) -> int:
        """Quantity not settled yet, scaled."""
        return self.qty - self.settled

    @property
    def unsettled(self) -> int:
        """The provisional cost of what is not settled yet."""
        return self.provisional - divide(self.provisional, self.settled, self.qty)

    def settle(self, qty: int) -> int:
        """Settle some of it and return the provisional cost of that part."""
        before = self.unsettled
        self.settled += qty
        return before - self.unsettled
