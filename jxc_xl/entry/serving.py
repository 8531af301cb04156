"""Serving Excel: one Python for all workbooks, which does what a list allows and nothing else.

xlwings answers Excel through a COM object that any program of the same user may call, and that would run any text it is
given. In its place stands one that only knows our functions and actions. Everything is imported before the class is
there to be called, so that the first formula does not wait; no workbook is held once a call is over, since Excel would
stay behind as a process without a window.
"""

from __future__ import annotations

import gc
import importlib
import logging
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from jxc_xl.entry import functions, ribbon
from jxc_xl.entry.functions_defined import FUNCTIONS

LOG = logging.getLogger(__name__)
ALLOWED: Mapping[str, frozenset[str]] = {
    functions.__name__: frozenset({*FUNCTIONS, functions.jxc_read.__name__}),
    ribbon.__name__: frozenset({ribbon.jxc_do.__name__}),
}
"""What may be called, by module."""


def serve(clsid: str) -> None:
    """Answer Excel until it goes.

    Args:
        clsid: The class to be there as: ``{...}``.
    """
    com = importlib.import_module("xlwings.com_server")  # there is none without Windows
    admit(com)
    LOG.info("%s is ready", clsid)
    com.serve(clsid)
    LOG.info("%s ends", clsid)


def admit(com: ModuleType) -> None:
    """Put our object in the place of the one xlwings serves, and keep xlwings from loading modules anew."""
    vars(com)["XLPython"] = answering(com.XLPython, com.call_udf)
    known = importlib.import_module("xlwings.udfs").udf_modules
    for name in ALLOWED:
        known[name] = {"module": sys.modules[name], "filename": "", "filetime": None}


def answering(base: Any, call: Any) -> type:  # noqa: ANN401 (xlwings is not typed)
    """Return the class of the object that Excel calls.

    Args:
        base: The class that xlwings would serve.
        call: Calls a function with its converters: ``xlwings.udfs.call_udf``.
    """

    class Answering(base):  # type: ignore[misc]
        """Calls functions and actions that are allowed."""

        _public_methods_ = ("CallUDF",)

        def CallUDF(  # noqa: N802 (the name that VBA calls)
            self, script: str, fname: str, args: Sequence[object], this_workbook: object = None, caller: object = None
        ) -> object:
            """Call a function; several values come back as rows, also when there is one row only."""
            del caller  # a cell would be another way into the workbook
            if fname not in ALLOWED.get(script, ()):
                LOG.error("%s.%s was refused", script, fname)
                raise PermissionError(f"{script}.{fname}")
            try:
                rows = call(script, fname, tuple(args), this_workbook, None)
            except Exception:
                LOG.exception("%s.%s", script, fname)
                raise
            finally:
                if this_workbook is not None:
                    _let_go()
            return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    return Answering


def _let_go() -> None:
    """Forget the workbook that xlwings remembers."""
    vars(sys.modules["xlwings._xlwindows"])["BOOK_CALLER"] = None
    gc.collect()
