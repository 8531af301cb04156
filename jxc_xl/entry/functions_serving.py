"""How xlwings serves a worksheet function.

xlwings takes its arguments as they are (``raw``: values and tuples of rows), which costs least. What it sends back has
to be rows, also around a single value; that is the converter here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import xlwings as xw
from xlwings.conversion import Converter

from jxc_xl.answer.errors import NA, VALUE
from jxc_xl.answer.questions import Answer, Parameter, ask
from jxc_xl.entry.functions_defined import Function
from jxc_xl.entry.functions_words import ARGUMENTS
from jxc_xl.entry.snapshots import SNAPSHOTS, Snapshot, state_of

NOT_READ = "#JXC!"
"""Tells the workbook to have itself read and to ask again."""
CATEGORY = "JXC"


class Cells(Converter):
    """Sends an answer to Excel."""

    base_type = "raw"  # type: ignore[assignment]  # xlwings declares None

    @staticmethod
    def write_value(value: Answer, _options: object) -> object:
        """Return an answer as rows."""
        return value if isinstance(value, list) else [[value]]


def served(function: Function) -> Callable[..., Answer]:
    """Return the Python function that answers a worksheet function."""
    signature = _signature(function.parameters)
    blank = (None,) * len(function.parameters)

    def call(book: str, *cells: object, **named: object) -> Answer:
        if named:
            bound = signature.bind(book, *cells, **named)
            bound.apply_defaults()
            cells = bound.args[1:]
        known = SNAPSHOTS.find(book, function.reads_entries)
        if known is None:
            return NOT_READ
        if known.index is None:
            return VALUE
        answer = ask(known.index, function.asked, (*cells, *blank[len(cells) :]))
        return NOT_READ if _is_doubtful(answer, known, book) else answer

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = "\n".join((*function.says, function.sample))
    return _decorated(call, signature)


def _is_doubtful(answer: Answer, known: Snapshot, book: str) -> bool:
    """Tell whether something was not there that may have been entered since the book was read."""
    if state_of(book) == known.state:
        return False
    return any(NA in row for row in answer) if isinstance(answer, list) else answer == NA


def _signature(parameters: tuple[Parameter, ...]) -> inspect.Signature:
    def parameter(name: str, *, is_optional: bool = False) -> inspect.Parameter:
        default = None if is_optional else inspect.Parameter.empty
        return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)

    own = (parameter(one.name, is_optional=one.is_optional) for one in parameters)
    return inspect.Signature([parameter("book"), *own])


def _decorated(call: Any, signature: inspect.Signature) -> Callable[..., Answer]:  # noqa: ANN401 (xlwings sets what it likes)
    """Let xlwings serve a function; ``func`` goes last, since the others would set back what it sets."""
    call.__signature__, call.__annotations__ = signature, {}
    for name in signature.parameters:
        is_book = name == "book"
        more = {"vba": "JxcBook()"} if is_book else {"doc": " ".join(ARGUMENTS[name])}
        call = xw.arg(name, "raw", **more)(call)
    decorated: Callable[..., Answer] = xw.func(category=CATEGORY)(xw.ret(Cells)(call))
    return decorated
