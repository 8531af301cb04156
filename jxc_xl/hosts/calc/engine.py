"""The engine: what xlwings asks of a spreadsheet program as a whole, answered by LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pandas as pd
import xlwings as xw
from xlwings import base_classes

from jxc_xl.hosts.calc.books import Books, option
from jxc_xl.hosts.calc.native import AppApi
from jxc_xl.hosts.calc.ranges import Range, selected
from jxc_xl.hosts.calc.values import ERRORS

NAME = "calc"
"""Never "excel": on Windows and macOS the real one stands beside it."""

Builder = Callable[..., object]


class Engine:
    """LibreOffice behind xlwings; ``desktop`` makes xlwings treat it like Excel on Windows."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: object) -> object:  # noqa: ANN401 - any value of a person's
        """Return a value as a cell takes it."""
        if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
            return ""
        if isinstance(value, pd.Timestamp):
            return value.to_pydatetime().replace(tzinfo=None)
        return value.item() if hasattr(value, "item") else value

    @staticmethod
    def clean_value_data(
        data: list[list[object]],
        date_as: Builder,
        empty_as: object,
        number_as: Builder | None,
        err_to_str: bool,  # noqa: FBT001 - xlwings passes it so
    ) -> list[list[object]]:
        """Return raw values as xlwings hands them to people."""

        def clean(value: object) -> object:
            if value in ("", None):
                return empty_as
            if isinstance(value, dt.datetime):
                return date_as(**{name: getattr(value, name) for name in _PARTS}, tzinfo=None)
            if isinstance(value, float):
                return number_as(value) if number_as else value
            if type(value) is int and value in ERRORS:
                return ERRORS[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


_PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")


class Apps(base_classes.Apps):
    """The LibreOffices we have started, the last one first."""

    def __init__(self) -> None:
        self._apps: list[App] = []

    def __iter__(self) -> Iterator[App]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(pid)

    def keys(self) -> list[int]:
        """Return the process ids."""
        return [app.pid for app in self._apps]

    def take_in(self, app: App) -> None:
        """Add an app; it becomes the active one."""
        self._apps.insert(0, app)

    def let_go(self, app: App) -> None:
        """Forget an app."""
        with suppress(ValueError):
            self._apps.remove(app)


class App(base_classes.App):
    """One LibreOffice."""

    __slots__ = ("api", "books", "pid")
    api: AppApi
    books: Books
    pid: int

    hwnd = 0
    visible = False
    interactive = True
    display_alerts = True
    enable_events = True

    def __init__(self, context: Any, pid: int, runs_macros: bool, stop: Callable[[], None]) -> None:  # noqa: ANN401, FBT001 - made in one place
        self.context = context
        self.pid = pid
        self._stop = stop
        self._status: str | bool = False
        create = context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", context)
        self.books = Books(self, self.desktop, runs_macros)
        self.api = AppApi(self)

    @property
    def engine(self) -> Engine:
        """The engine it belongs to."""
        return ENGINE

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book."""
        book = self.books.front
        return selected(book) if book else None

    @property
    def version(self) -> str:
        """LibreOffice's own version."""
        create = self.context.ServiceManager.createInstanceWithContext
        place = option("nodepath", "/org.openoffice.Setup/Product")
        settings = create("com.sun.star.configuration.ConfigurationProvider", self.context)
        reader = settings.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (place,))
        return str(reader.ooSetupVersion)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002 - xlwings passes it so
        """Bring it to the front."""

    @property
    def screen_updating(self) -> bool:
        """Whether changes are drawn as they happen."""
        return not any(book.uno.hasControllersLocked() for book in self.books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            book.set_drawn(bool(value))

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``; LibreOffice knows it by book, Excel by program."""
        book = self.books.front
        return "automatic" if book is None or book.uno.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            book.uno.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Work out what has changed."""
        for book in self.books:
            book.uno.calculate()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar, False when it is the program's own."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status = value
        for book in self.books:
            indicator = book.uno.CurrentController.Frame.createStatusIndicator()
            if value:
                indicator.start(str(value), 0)
            else:
                indicator.end()

    def quit(self) -> None:
        """End LibreOffice, closing all books unsaved."""
        self._stop()

    def kill(self) -> None:
        """End LibreOffice."""
        self._stop()

    def leave(self) -> None:
        """Be no longer among the running apps."""
        ENGINE.apps.let_go(self)

    def terminate(self, *, is_ours: bool) -> None:
        """Close the books and ask LibreOffice to end; it may be gone already, or hang.

        Args:
            is_ours: Nobody else works in it; otherwise only books that were opened here are closed.
        """
        with suppress(Exception):
            for book in list(self.books if is_ours else self.books.opened_here):
                book.close()
        if is_ours:
            with suppress(Exception):
                self.desktop.terminate()


ENGINE = Engine()


def register(app: App) -> App:
    """Make the engine known to xlwings, beside Excel's where there is one, and an app known to the engine."""
    if NAME not in [engine.name for engine in xw.engines]:
        xw.engines.add(xw.Engine(impl=ENGINE))
    if xw.engines.active is None:  # where there is no Excel, xlwings asks for one all the same
        xw.engines[NAME].activate()
    ENGINE.apps.take_in(app)
    return app
