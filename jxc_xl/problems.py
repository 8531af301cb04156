"""What can be wrong, where, and how to put it right: problems are data, and all of a run are reported.

    JxcError
    ├── HostError       a file or a program would not do what was asked (H0xx)
    ├── TemplateError   the workbook is not one of ours, or a part of it is missing (P11x)
    └── LedgerError     the ledger cannot be worked with (P5xx)

An exception means that nothing was done. Everything else is a `Problem`, found among the entries of a book.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from jxc_xl.catalogue import CATALOGUE
from jxc_xl.terms import Lang, Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a cell of a sheet, or a line of a file.

    Attributes:
        sheet: Title of the sheet, or name of the file.
        row: Row in the sheet or line of the file, 1-based; 0 = the whole sheet.
        column: Letters of the column; empty = the whole row.
    """

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        if not self.row:
            return self.sheet
        return f"{self.sheet}!{self.column}{self.row}" if self.column else f"{self.sheet}:{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: Stable code of the catalogue.
        place: Where.
        facts: The values its message names; a `Text` is said in the reader's language.
    """

    code: str
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """True when the line stays out until it is mended; False for a reminder."""
        return not CATALOGUE[self.code].is_warning

    def what(self, lang: Lang) -> str:
        """Return what is wrong, with the values found."""
        return _filled(CATALOGUE[self.code].what, self.facts, lang)

    def fix(self, lang: Lang) -> str:
        """Return how to put it right."""
        return _filled(CATALOGUE[self.code].fix, self.facts, lang)

    def line(self, lang: Lang) -> str:
        """Return ``place  code  what  how to fix``."""
        return f"{self.place}  {self.code}  {self.what(lang)}  {self.fix(lang)}"


class Found(NamedTuple, Generic[T]):
    """A stage's result and what it found wrong."""

    result: T
    problems: list[Problem]


class JxcError(Exception):
    """Nothing was done; the catalogue says why."""

    def __init__(self, code: str, place: str = "", **facts: object) -> None:
        super().__init__(code, facts)
        self.code, self.place = code, place
        self.facts: dict[str, object] = facts

    @property
    def problem(self) -> Problem:
        """What happened, for people."""
        return Problem(self.code, Place(self.place or str(self.facts.get("path", ""))), self.facts)

    def __str__(self) -> str:
        return self.problem.line(Lang.EN)


class HostError(JxcError):
    """A file or a program would not do what was asked."""


class TemplateError(JxcError):
    """The workbook is not one of ours, or a part of it is missing."""


class LedgerError(JxcError):
    """The ledger cannot be worked with."""


def nearest(word: str, words: Iterable[str]) -> Text:
    """Return a hint at the known word nearest to a wrong one, ready to end a sentence; empty if none is near."""
    near = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return Text(f"，是否为 {near[0]}？", f" – did you mean {near[0]}?") if near else Text("。", ".")


def _filled(words: Text, facts: Mapping[str, object], lang: Lang) -> str:
    said = {name: fact.said(lang) if isinstance(fact, Text) else fact for name, fact in facts.items()}
    return words.said(lang).format(**said)
