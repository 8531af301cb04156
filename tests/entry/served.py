"""Worksheet functions as Excel has them served: by xlwings' own `call_udf` and COM object, with Windows taken away.

xlwings only decorates functions on Windows. Here the parts of pywin32 that it imports are empty, its real decorators
are put in place, and our functions are loaded under them, as the server loads them.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

import pytest
import xlwings as xw

OURS = ("jxc_xl.entry.functions", "jxc_xl.entry.functions_serving")
THEIRS = ("xlwings.udfs", "xlwings.com_server", "xlwings._xlwindows")
DECORATORS = {"func": "xlfunc", "arg": "xlarg", "ret": "xlret", "script": "xlsub"}
DISPATCH = object()


class Served(NamedTuple):
    """What Excel reaches.

    Attributes:
        ask: Calls a function with its arguments as they come over COM; gives what goes back over COM.
        call_udf: The same without the COM object.
        module: Our functions, decorated.
    """

    ask: Callable[..., Any]
    call_udf: Callable[..., Any]
    module: ModuleType


@contextmanager
def served() -> Iterator[Served]:
    """Serve our functions; afterwards all is as it was."""
    with pytest.MonkeyPatch.context() as patch:
        windows = _windows()
        for name in (*OURS, *THEIRS):
            patch.setitem(sys.modules, name, ModuleType(name))
            del sys.modules[name]
            parent, _, child = name.rpartition(".")
            patch.setattr(sys.modules[parent], child, windows.get(name), raising=False)
        for name, module in windows.items():
            patch.setitem(sys.modules, name, module)
        patch.setitem(xw.engines.engines_by_name, "excel", SimpleNamespace(name="excel"))
        com: Any = importlib.import_module("xlwings.com_server")
        udfs: Any = importlib.import_module("xlwings.udfs")
        for name, real in DECORATORS.items():
            patch.setattr(xw, name, getattr(udfs, real))
        module = importlib.import_module(OURS[0])
        python = com.XLPython()

        def ask(name: str, *args: object) -> object:
            return python.CallUDF(OURS[0], name, args)

        def call_udf(name: str, *args: object) -> object:
            return udfs.call_udf(OURS[0], name, args)

        try:
            yield Served(ask, call_udf, module)
        finally:
            com.loop.close()


def _windows() -> dict[str, ModuleType]:
    """Return stand-ins for what xlwings imports of pywin32, and for its own module over it."""

    def unwrap(_: object) -> object:
        raise TypeError

    made: dict[str, dict[str, object]] = {
        "pythoncom": {"CoInitialize": None, "IID_IDispatch": 0, "TypeIIDs": {0: type(DISPATCH)}},
        "pywintypes": {},
        "win32api": {},
        "win32event": {},
        "win32com": {},
        "win32com.client": {"Dispatch": lambda found: found},
        "win32com.server": {},
        "win32com.server.dispatcher": {},
        "win32com.server.policy": {},
        "win32com.server.util": {"unwrap": unwrap},
        "xlwings._xlwindows": {
            "Range": lambda xl: SimpleNamespace(xl=xl),
            "BOOK_CALLER": None,
            "is_range_instance": lambda _: False,
        },
    }
    modules = {name: ModuleType(name) for name in made}
    for name, module in modules.items():
        vars(module).update(made[name])
        parent, _, child = name.rpartition(".")
        if parent in modules:
            setattr(modules[parent], child, module)
    return modules
