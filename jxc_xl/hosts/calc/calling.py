"""The way back: an object that a book's macros call, answered here; and the macros themselves, called from here."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import xlwings as xw

from jxc_xl.hosts.calc.places import uno

LIBRARY = "VBAProject"
Answer = Callable[[str, tuple[Any, ...]], object]


def callee(method: str, answer: Answer) -> Any:  # noqa: ANN401 - a UNO object
    """Return an object for macros, with one method that takes a name and an array of values.

    Args:
        method: Name of the method.
        answer: Gets the name and the values: numbers, texts, None, rows of rows; a value or rows go back.
    """

    class Callee(_invocable()):  # type: ignore[misc]
        """What answers."""

        def hasMethod(self, name: str) -> bool:  # noqa: N802
            return name == method

        def invoke(self, _: str, values: tuple[Any, ...], _at: object, _out: object) -> tuple[object, ...]:
            name, given = values
            return _as_uno(answer(name, tuple(given))), (), ()

    return Callee()


def bearer(properties: Mapping[str, object]) -> Any:  # noqa: ANN401 - a UNO object
    """Return an object for macros that has properties, whatever the case of their names."""
    known = {name.lower(): value for name, value in properties.items()}

    class Bearer(_invocable()):  # type: ignore[misc]
        """What has them."""

        def hasProperty(self, name: str) -> bool:  # noqa: N802
            return name.lower() in known

        def getValue(self, name: str) -> object:  # noqa: N802
            return known[name.lower()]

    return Bearer()


@cache
def _invocable() -> type[Any]:
    """Return the class of objects that macros use by name; UNO's classes are there only once `uno` is."""
    bridge = uno()
    names = ("com.sun.star.lang.XTypeProvider", "com.sun.star.script.XInvocation")

    class Invocable(*map(bridge.getClass, names)):  # type: ignore[misc]
        """Has nothing and does nothing."""

        def getTypes(self) -> tuple[object, ...]:  # noqa: N802
            return tuple(map(bridge.getTypeByName, names))

        def getImplementationId(self) -> object:  # noqa: N802
            return bridge.ByteSequence(b"")

        def getIntrospection(self) -> None:  # noqa: N802
            return None

        def hasMethod(self, _: str) -> bool:  # noqa: N802
            return False

        def hasProperty(self, _: str) -> bool:  # noqa: N802
            return False

    return Invocable


def _as_uno(value: object) -> object:
    """Return a value that Basic takes: rows as tuples, nothing as an empty text, numbers as they are."""
    if isinstance(value, list | tuple):
        return tuple(_as_uno(one) for one in value)
    if value is None:
        return ""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def run_macro(book: xw.Book, name: str, *values: object) -> object:
    """Run a macro of a book, ``Module.Procedure``, and return what it returns."""
    place = f"vnd.sun.star.script:{LIBRARY}.{name}?language=Basic&location=document"
    result, _, _ = book.impl.uno.getScriptProvider().getScript(place).invoke(values, (), ())
    return result


def wait_until_closed(book: xw.Book, every: float = 0.5) -> None:
    """Wait until somebody closes a book, or the whole program."""
    closed = threading.Event()
    while not closed.wait(every):
        try:
            if not book.impl.uno.CurrentController:
                closed.set()
        except Exception:  # noqa: BLE001 - whatever a program that has gone answers
            closed.set()
    time.sleep(every)
