"""Answers that are clear before anything is looked up, and the error values of cells in all the forms they come in."""

from __future__ import annotations

from jxc_xl.tables import ErrorCell


class Fixed(str):
    """An answer that needs no looking up: the name of an error, or the empty text."""

    __slots__ = ()


NULL, DIV_0, VALUE, REF, NAME, NUM, NA = (
    Fixed(name) for name in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
)
NOTHING = Fixed("")

_NUMBERS = {2000: NULL, 2007: DIV_0, 2015: VALUE, 2023: REF, 2029: NAME, 2036: NUM, 2042: NA}
"""Excel's numbers of errors."""
_CODES = {number - 2146828288: error for number, error in _NUMBERS.items()}
"""Error values as Excel hands them to other programs: whole numbers, while a cell's number is always a float."""
_TEXTS = {
    **{str(error): error for error in _NUMBERS.values()},
    **{f"Error {number}": error for number, error in _NUMBERS.items()},
    "Err:503": NUM,
    "Err:524": REF,
    "Err:525": NAME,
    "Err:532": DIV_0,
}
"""Error values as texts: as people see them, and as LibreOffice names them, which hands them over so."""


def error_in(cell: object) -> Fixed | None:
    """Return the error a cell holds."""
    if isinstance(cell, str):
        return _TEXTS.get(cell) or (VALUE if cell.startswith("Err:") and cell[4:].isdigit() else None)
    if type(cell) is int:
        return _CODES.get(cell)
    return _TEXTS.get(cell.text, VALUE) if isinstance(cell, ErrorCell) else None
