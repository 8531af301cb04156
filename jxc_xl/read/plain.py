"""Cells that are already what they should be, read all at once.

Nearly every cell of a well-kept sheet is: a code in plain signs, a day, a number of few decimals. What is not, is read
by `cells.read_cell`, which says the same of these, one at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple
from unicodedata import is_normalized

import numpy as np
import numpy.typing as npt

from jxc_xl.read.cells import EXACT_INTEGER, FIRST, LAST, MOST_CODE
from jxc_xl.schema import Kind

Bools = npt.NDArray[np.bool_]


class Plain(NamedTuple):
    """Values read, in room for all, and which of them they are."""

    values: npt.NDArray[Any]
    is_plain: Bools


def plain(found: npt.NDArray[np.object_], kind: Kind, digits: int | None) -> Plain:
    """Read the plain ones among values.

    Args:
        found: Cells as they stand, none blank.
        kind: What they should be.
        digits: Decimal digits, where they should be numbers.

    Returns:
        Moments as seconds, anything else as objects: numbers scaled by ``10**digits``, texts.
    """
    if digits is not None:
        return _numbers(found, digits)
    if kind in {Kind.DATE, Kind.MOMENT}:
        return _moments(found, kind)
    is_plain = _PLAIN.get(kind, _never)
    return Plain(found.copy(), np.fromiter(map(is_plain, found), bool, len(found)))


def _never(_: object) -> bool:
    return False


def _is_code(value: object) -> bool:
    """Tell whether a text is its own tidy form; without a plus sign, as a ruined number has one."""
    return (
        isinstance(value, str)
        and value.isprintable()
        and 0 < len(value) <= MOST_CODE
        and " " not in {value[0], value[-1]}
        and "  " not in value
        and "+" not in value
        and is_normalized("NFKC", value)
    )


def _is_text(value: object) -> bool:
    """Tell whether a text is seen, and ends as it is seen; half a sign is not printable."""
    return isinstance(value, str) and value[:1].isalnum() and value[-1] != " " and value.isprintable()


_PLAIN: dict[Kind, Callable[[object], bool]] = {Kind.CODE: _is_code, Kind.TEXT: _is_text}


def _numbers(found: npt.NDArray[np.object_], digits: int) -> Plain:
    """Read floats that are decimals of so many digits: with fifteen digits in all no other decimal is as near."""
    is_float = np.fromiter((type(value) is float for value in found), bool, len(found))
    floats = np.where(is_float, found, np.nan).astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.rint(floats * 10.0**digits)
        is_plain = (np.abs(scaled) < EXACT_INTEGER) & (scaled / 10.0**digits == floats)
    values: npt.NDArray[np.object_] = np.empty(len(found), object)
    values[is_plain] = scaled[is_plain].astype(np.int64).tolist()
    return Plain(values, is_plain)


def _moments(found: npt.NDArray[np.object_], kind: Kind) -> Plain:
    is_moment = np.fromiter((_is_moment(value) for value in found), bool, len(found))
    exact = np.array(found[is_moment].tolist(), "M8[us]")
    rounded = (exact + np.timedelta64(500_000, "us")).astype("M8[s]")
    if kind is Kind.DATE:
        rounded = rounded.astype("M8[D]").astype("M8[s]")
    values = np.full(len(found), np.datetime64("NaT"), "M8[s]")
    values[is_moment] = rounded
    return Plain(values, is_moment)


def _is_moment(value: object) -> bool:
    return type(value) is dt.datetime and value.tzinfo is None and FIRST <= value <= LAST
