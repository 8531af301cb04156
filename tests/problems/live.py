"""Specimens of books open in a spreadsheet program, and of programs that are not there."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import cast
from unittest import mock

import pandas as pd
import xlwings as xw

from jxc_xl.hosts import excel
from jxc_xl.hosts.calc import places
from jxc_xl.hosts.calc.office import Office
from jxc_xl.hosts.calc.ranges import Range
from jxc_xl.problems import HostError
from jxc_xl.schema import TITLES
from jxc_xl.tables import Append, Column
from jxc_xl.terms import Lang

REFUSED = "0x800A03EC"
"""What Excel says when it means no."""


def told(deed: str, book: Path) -> dict[Lang, str]:
    """Do something with a book in LibreOffice; return what is told about it."""
    try:
        DEEDS[deed](book)
    except HostError as error:
        return {lang: error.problem.line(lang) for lang in Lang}
    return {}


@cache
def office() -> xw.App:
    """Start LibreOffice once; it ends with the tests."""
    return Office().start()


@contextmanager
def opened(path: Path) -> Iterator[xw.Book]:
    book = office().books.open(path)
    try:
        yield book
    finally:
        book.close()


def _open(path: Path) -> None:
    with opened(path):
        pass


def _password(path: Path) -> None:
    with opened(path) as book:
        book.sheets[_sheet(book)].api.Protect("geheim")
        _append(book)


def _failing(fails: Callable[[int], bool]) -> Callable[[Path], None]:
    """Return a deed: writing, where some of the writes fail."""

    def act(path: Path) -> None:
        written: list[str] = []

        def watched(write: Callable[..., None]) -> Callable[..., None]:
            def put(*values: object) -> None:
                written.append(write.__name__)
                if fails(len(written)):
                    raise RuntimeError(REFUSED)
                write(*values)

            return put

        value = cast("property", inspect.getattr_static(Range, "raw_value"))
        assert value.fset
        with (
            opened(path) as book,
            mock.patch.object(Range, "raw_value", property(value.fget, watched(value.fset))),
            mock.patch.object(Range, "clear_contents", watched(Range.clear_contents)),
        ):
            _append(book)

    return act


def _gone(path: Path) -> None:
    with opened(path) as book:
        book.impl.uno.close(True)  # noqa: FBT003 - a UNO method
        excel.read(book, TITLES)


def _absent(_: Path) -> None:
    with mock.patch.dict(os.environ, {"PATH": "", "JXC_SOFFICE": ""}), mock.patch.object(places, "_LINUX", ()):
        places.soffice()


def _unfit(_: Path) -> None:
    places.uno.cache_clear()
    with mock.patch.object(places, "import_module", side_effect=ImportError("No module named 'pyuno'")):
        places.uno()


def _dead(path: Path) -> None:
    program = path.with_name("soffice")
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    with mock.patch.dict(os.environ, {"JXC_SOFFICE": str(program.resolve())}):
        Office().start()


def _append(book: xw.Book) -> None:
    """Add a product with a name."""
    headings = excel.read(book, TITLES).tables["tblProducts"].headings
    columns = (Column(headings[0], pd.Series(["A01"])), Column(headings[3], pd.Series(["x"])))
    excel.save(book, [Append("tblProducts", columns)])


def _sheet(book: xw.Book) -> str:
    return excel.read(book, TITLES).tables["tblProducts"].sheet


DEEDS: dict[str, Callable[[Path], None]] = {
    "open": _open,
    "password": _password,
    "interrupted": _failing(lambda number: number == 2),
    "stuck": _failing(lambda number: number >= 2),
    "gone": _gone,
    "absent": _absent,
    "unfit": _unfit,
    "dead": _dead,
}
