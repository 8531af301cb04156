"""The protection of a sheet, lifted for a moment and put back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw

from jxc_xl.hosts import excel_native as native
from jxc_xl.hosts.errors import HostError


@contextmanager
def unlocked(sheet: xw.Sheet) -> Iterator[None]:
    """Lift a sheet's protection meanwhile; what it allowed it allows again.

    Problems:
        H020: it has a password.
    """
    how = native.protection(sheet)
    if how is None:
        yield
        return
    if not native.unprotect(sheet):
        raise HostError("H020", path=sheet.book.name, sheet=sheet.name)
    try:
        yield
    finally:
        native.protect(sheet, how)
