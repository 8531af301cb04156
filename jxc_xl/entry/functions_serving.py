"""How a worksheet function is made: its words for people, and a Python function that xlwings serves.

xlwings takes its arguments as they are (``raw``: values and tuples of rows), which costs least. What it sends back has
to be rows, also around a single value; that is the converter here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlwings as xw
from xlwings.conversion import Converter

from jxc_xl.answer.errors import NA, VALUE
from jxc_xl.answer.parameters import KEYS
from jxc_xl.answer.questions import Answer, Listing, Parameter, Question, ask
from jxc_xl.entry.functions_words import ARGUMENTS
from jxc_xl.entry.snapshots import SNAPSHOTS, Snapshot, state_of
from jxc_xl.terms import Lang, Text

NOT_READ = "#JXC!"
"""Tells the workbook to have itself read and to ask again."""
CATEGORY = "JXC"
LONGEST = 255
"""Excel shows no more of a description."""
EXAMPLE = Text("例：", "Example: ")


@dataclass(frozen=True, slots=True)
class Function:
    """A worksheet function.

    Attributes:
        name: Its name in a cell.
        says: One sentence on what it answers.
        sample: A sample call.
        parameters: Its arguments, without the book.
        call: The Python function: the book's key, then the arguments as they stand in cells.
        answered_from: Report and column that give the same answer to one product alone; None = none does.
    """

    name: str
    says: Text
    sample: str
    parameters: tuple[Parameter, ...]
    call: Callable[..., Answer]
    answered_from: tuple[str, str] | None

    def description(self, lang: Lang) -> str:
        """Return the sentence with the sample call."""
        return f"{self.says.said(lang)} {EXAMPLE.said(lang)}{self.sample}"


FUNCTIONS: dict[str, Function] = {}
"""All worksheet functions by name, in the order in which people see them."""


class Cells(Converter):
    """Sends an answer to Excel."""

    base_type = "raw"  # type: ignore[assignment]  # xlwings declares None

    @staticmethod
    def write_value(value: Answer, _options: object) -> object:
        """Return an answer as rows."""
        return value if isinstance(value, list) else [[value]]


def function(
    sample: str,
    asked: Question | Listing,
    says: Text,
    *,
    reads_entries: bool = False,
    answered_from: tuple[str, str] | None = None,
) -> Callable[..., Answer]:
    """Register a worksheet function and return the Python function that answers it.

    Args:
        sample: A sample call, which also names it: ``=JXC_STOCK(A2)``.
        asked: What it asks.
        says: One sentence on what it answers.
        reads_entries: Whether what stands on entry sheets, posted or not, makes a difference.
        answered_from: Report and column that say the same.
    """
    name = sample[1 : sample.index("(")]
    parameters = asked.parameters if isinstance(asked, Listing) else (KEYS[asked.key], *asked.parameters)
    signature = _signature(parameters)
    blank = (None,) * len(parameters)

    def served(book: str, *cells: object, **named: object) -> Answer:
        if named:
            bound = signature.bind(book, *cells, **named)
            bound.apply_defaults()
            cells = bound.args[1:]
        known = SNAPSHOTS.find(book, reads_entries)
        if known is None:
            return NOT_READ
        if known.index is None:
            return VALUE
        answer = ask(known.index, asked, (*cells, *blank[len(cells) :]))
        return NOT_READ if _is_doubtful(answer, known, book) else answer

    served.__name__ = served.__qualname__ = name
    served.__doc__ = "\n".join((*says, sample))
    call = _decorated(served, signature)
    FUNCTIONS[name] = Function(name, says, sample, parameters, call, answered_from)
    return call


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


def _decorated(served: Any, signature: inspect.Signature) -> Callable[..., Answer]:  # noqa: ANN401 (xlwings sets what it likes)
    """Let xlwings serve a function; ``func`` goes last, since the others would set back what it sets."""
    served.__signature__, served.__annotations__ = signature, {}
    for name in signature.parameters:
        is_book = name == "book"
        more = {"vba": "JxcBook()"} if is_book else {"doc": " ".join(ARGUMENTS[name])}
        served = xw.arg(name, "raw", **more)(served)
    decorated: Callable[..., Answer] = xw.func(category=CATEGORY)(xw.ret(Cells)(served))
    return decorated
