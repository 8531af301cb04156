"""`jxc calc`: a book open in LibreOffice, its buttons and functions answered by this process."""

from __future__ import annotations

import datetime as dt
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import xlwings as xw

from jxc_xl.entry.functions import SERVED
from jxc_xl.entry.ribbon import carry_out
from jxc_xl.entry.setup.doctor_wire import lang_of as lang_of_file
from jxc_xl.entry.setup.doctor_wire import shipped
from jxc_xl.entry.snapshots import SNAPSHOTS
from jxc_xl.hosts import excel, refit
from jxc_xl.hosts.calc.calling import callee, run_macro, wait_until_closed
from jxc_xl.hosts.calc.office import Manner, Office

Told = list[str]
STOPPED = 143
"""Exit status of a program that was told to stop."""


@contextmanager
def opened(path: Path, *, is_visible: bool = False, told: Told | None = None) -> Iterator[xw.Book]:
    """Open a book in LibreOffice with its buttons and functions alive.

    Args:
        path: The book, with its macros.
        is_visible: LibreOffice shows its window.
        told: Takes what the buttons tell people, in order.
    """
    with Office(Manner(is_visible=is_visible, runs_macros=True)) as app:
        book = app.books.open(path)
        connect(book, told if told is not None else [])
        yield book


def connect(book: xw.Book, told: Told) -> None:
    """Hand a book the object that answers its macros, and work out its functions."""

    def answer(name: str, given: tuple[Any, ...]) -> object:
        if name == "jxc_do":
            told.append(carry_out(book, *given))
            return told[-1]
        if name == "jxc_read":
            SNAPSHOTS.read(str(given[0]), book, pd.Timestamp.now(), excel.read)
            return ""
        return SERVED[name](*_as_excel(given))

    run_macro(book, "JxcBridge.JxcConnect", callee("jxcCall", answer))
    book.app.calculate()


def _as_excel(given: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return arguments as Excel gives them: LibreOffice gives 0 for an optional one that was passed over."""
    book, first, *others = given if len(given) > 1 else (*given, None)
    return (book, first, *(None if isinstance(one, int | float) and one == 0 else one for one in others))[: len(given)]


def lacks_macros(path: Path) -> bool:
    """Tell whether a book lacks what its buttons and functions need.

    Problems:
        H001, H002, H004, H005, H006: it cannot be read.
    """
    return not refit.look(path, shipped(lang_of_file(path))).is_whole


def sit(path: Path) -> Path | None:
    """Open a book for people, stay until they close it, and return the backup of what was put right afterwards."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # LibreOffice is closed on the way out
    with opened(path, is_visible=True) as book:
        wait_until_closed(book)
    return put_right(path)


def put_right(path: Path) -> Path | None:
    """Give a book back what LibreOffice leaves out of what it saves, for Excel: the names of its sheets in its macros.

    Returns:
        The backup of what LibreOffice saved; None if nothing was missing.
    """
    wire = shipped(lang_of_file(path))
    return None if refit.look(path, wire).is_whole else refit.mend(path, wire, dt.datetime.now()).backup  # noqa: DTZ005 (the shop's wall clock)
