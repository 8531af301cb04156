"""Cell addresses: H7 and A1:C9 as numbers, and back. Rows and columns are 1-based."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_LETTERS = 26
_DIGITS = 10
_LONGEST_COLUMN = 3
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")

Ints = npt.NDArray[np.int64]


class Area(NamedTuple):
    """A rectangle of cells, edges included."""

    top: int
    left: int
    bottom: int
    right: int


class Cells(NamedTuple):
    """Places of cells, one array each."""

    rows: Ints
    columns: Ints


@cache
def letters(column: int) -> str:
    """Return the letters of a column: 28 is AB."""
    head, last = divmod(column - 1, _LETTERS)
    return (letters(head) if head else "") + chr(ord("A") + last)


@cache
def number(text: str) -> int:
    """Return the number of a column: AB is 28."""
    total = 0
    for letter in text.upper():
        total = total * _LETTERS + ord(letter) - ord("A") + 1
    return total


def address(row: int, column: int) -> str:
    """Return the address of one cell."""
    return f"{letters(column)}{row}"


def area(text: str) -> Area | None:
    """Return the rectangle of ``A1`` or ``A1:C9``; None for whole columns and anything else."""
    match = _RANGE.fullmatch(text)
    if not match:
        return None
    left, top, right, bottom = match.groups()
    return Area(int(top), number(left), int(bottom or top), number(right or left))


def is_on_sheet(rectangle: Area) -> bool:
    """Return whether a rectangle is one, from its top left to its bottom right, and a sheet is that large."""
    is_upright = rectangle.top <= rectangle.bottom and rectangle.left <= rectangle.right
    return is_upright and rectangle.top > 0 and rectangle.bottom <= LAST_ROW and rectangle.right <= LAST_COLUMN


def text_of(rectangle: Area) -> str:
    """Return ``A1:C9``, or ``A1`` for a single cell."""
    first, last = address(rectangle.top, rectangle.left), address(rectangle.bottom, rectangle.right)
    return first if first == last else f"{first}:{last}"


def cells(refs: list[bytes]) -> Cells:
    """Return the places of many plain addresses such as ``b"AB12"`` at once."""
    if not refs:
        return Cells(np.empty(0, np.int64), np.empty(0, np.int64))
    signs = np.ascontiguousarray(np.array(refs, dtype="S10").view(np.uint8).reshape(len(refs), 10).T)
    rows, columns = np.zeros(len(refs), np.int32), np.zeros(len(refs), np.int32)
    for place, sign in enumerate(signs):
        digit = sign - ord("0")  # unsigned: what lies below "0" wraps to a large number
        rows = np.where(digit < _DIGITS, rows * 10 + digit, rows)
        if place < _LONGEST_COLUMN:
            columns = np.where(sign >= ord("A"), columns * _LETTERS + (sign - (ord("A") - 1)), columns)
    return Cells(rows.astype(np.int64), columns.astype(np.int64))
