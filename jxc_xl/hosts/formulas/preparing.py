"""Formulas made ready for the engine: our calls taken out, arrays set apart, names of tables put as references."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from jxc_xl.hosts.addresses import Area, letters
from jxc_xl.hosts.formulas.calls import UNKNOWN, Calls, Functions
from jxc_xl.hosts.formulas.conditions import AT_A_GLANCE, CONDITIONAL, MANY
from jxc_xl.hosts.formulas.copying import Rewritten
from jxc_xl.hosts.formulas.found import Formula
from jxc_xl.hosts.formulas.lifting import Lifter, Unliftable
from jxc_xl.hosts.formulas.odd import GLANCE
from jxc_xl.hosts.formulas.patching import Place
from jxc_xl.hosts.formulas.references import Here, is_steady
from jxc_xl.hosts.formulas.regional import ALWAYS, CHINESE, PLAINED
from jxc_xl.hosts.formulas.surveying import Surveyed, spelled

_HELPERS = ("__jxc", "__jxc_more", "__jxc_given")


@dataclass(frozen=True, slots=True)
class Asked:
    """How formulas are to be worked out.

    Attributes:
        names: Functions of ours in capitals, and whether each answers with a list.
        functions: Returns those functions, told whether the book counts days from 1904; asked only if one is called.
        now: The time it is.
        is_chinese: Texts count as Chinese Excel counts them.
    """

    names: Mapping[str, bool]
    functions: Callable[[bool], Functions]
    now: datetime
    is_chinese: bool = True


class Kept(NamedTuple):
    """A formula that could not be worked out and keeps the value it had.

    Attributes:
        sheet: Its sheet; empty for the whole workbook.
        row: Its row; 0 for the whole sheet.
        column: Letters of its column.
        reason: Why: a code of the engine's, or of `solving`.
        detail: What it stumbled over.
    """

    sheet: str
    row: int = 0
    column: str = ""
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workbook's formulas, ready for the engine.

    Attributes:
        survey: The formulas as they stand.
        calls: The calls taken out of them.
        rewritten: What the engine's copy has in their place, by sheet.
        dynamic: Arrays to be put in at the size they turn out to have: sheet, row, column, text.
        kept: Formulas that a call could not be taken out of, by sheet and place.
    """

    survey: Surveyed
    calls: Calls
    rewritten: dict[str, Rewritten] = field(default_factory=dict)
    dynamic: list[tuple[str, int, int, str]] = field(default_factory=list)
    kept: dict[str, dict[Place, Kept]] = field(default_factory=dict)


def lifter_of(survey: Surveyed, asked: Asked) -> Lifter:
    """Return what takes our calls out of the formulas of a workbook."""
    regional = ALWAYS.keys() | (CHINESE.keys() if asked.is_chinese else set())
    lists = frozenset(name for name, is_list in asked.names.items() if is_list)
    calls = Calls(_helpers(survey.package.sheets), lists)
    compared = sum(map(_comparing, survey.formulas.values()))
    return Lifter(survey.book, frozenset(asked.names.keys() | regional), calls, takes_conditions=compared >= MANY)


def _comparing(formulas: Sequence[Formula]) -> int:
    """Return how many formulas of a sheet add up under inequalities."""
    found = [one for one in formulas if AT_A_GLANCE.search(one.text)]
    groups = {one.group for one in found if one.kind == "shared"}
    return len(found) + sum(not one.text and one.group in groups for one in formulas)


def _helpers(sheets: Collection[str]) -> tuple[str, str, str]:
    """Return titles for three more sheets, none of which is there."""
    taken = {title.lower() for title in sheets}
    end = next(end for end in ("", *map(str, range(len(taken) + 1))) if not {one + end for one in _HELPERS} & taken)
    return _HELPERS[0] + end, _HELPERS[1] + end, _HELPERS[2] + end


def prepared(survey: Surveyed, lifter: Lifter) -> Prepared:
    """Make the formulas of a workbook ready."""
    made = Prepared(survey, lifter.calls)
    concerns = _concerning(survey, lifter)
    for title, formulas in survey.formulas.items():
        sheet = _Sheet(title, lifter, made)
        groups = {one.group for one in formulas if one.kind == "shared" and concerns(one.text)}
        for formula, text in spelled(formulas, groups):
            sheet.take(formula, text)
        for formula in formulas:
            if formula.is_dynamic:
                sheet.set_apart(formula)
            elif formula.kind != "shared" and concerns(formula.text):
                sheet.take(formula, formula.text)
    return made


def _concerning(survey: Surveyed, lifter: Lifter) -> Callable[[str], bool]:
    """Return what tells at a glance whether a formula has to be looked into."""
    names = (lifter.functions | PLAINED) - ALWAYS.keys() | set(CONDITIONAL if lifter.takes_conditions else ())
    functions = "|".join(map(re.escape, sorted(names)))
    tables = "|".join(map(re.escape, survey.book.tables))
    bare = rf"|(?<![\w.])(?:{tables})(?![\w.\[])" if tables else ""
    shifting = "|".join(re.escape(name) for (_, name), meant in survey.book.names.items() if not is_steady(meant))
    odd = rf"|(?<![\w.])(?:{shifting})(?![\w.(])" if shifting else ""
    glance = re.compile(rf"(?:{functions})\({GLANCE}{bare}{odd}", re.IGNORECASE | re.DOTALL)
    return lambda text: glance.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The formulas of one sheet on their way."""

    title: str
    lifter: Lifter
    made: Prepared

    def take(self, formula: Formula, text: str | None) -> None:
        """Take the calls out of a formula; without a text it cannot be read."""
        if text is None:
            self._keep(formula, Unliftable("", "parse_error"))
        elif (lifted := self._lifted(formula, text)) is not None:
            self._rewritten().texts[formula.row, formula.column] = lifted

    def set_apart(self, formula: Formula) -> None:
        """Take an array out of the copy; it is put in again as large as its result."""
        lifted = self._lifted(formula, formula.text)
        if lifted is not None:
            where = formula.area or Area(formula.row, formula.column, formula.row, formula.column)
            self._rewritten().cleared.append(where)
            self.made.dynamic.append((self.title, formula.row, formula.column, lifted))

    def _rewritten(self) -> Rewritten:
        return self.made.rewritten.setdefault(self.title, Rewritten())

    def _lifted(self, formula: Formula, text: str) -> str | None:
        here = Here(self.title, formula.row, formula.column)
        try:
            return self.lifter.lifted(text, here, is_array=formula.is_array)
        except Unliftable as error:
            self._keep(formula, error)
            return None

    def _keep(self, formula: Formula, why: Unliftable) -> None:
        """Note that a formula keeps its value; for the engine it is unknown, and so is what depends on it."""
        place = formula.row, formula.column
        kept = Kept(self.title, formula.row, letters(formula.column), why.reason, str(why))
        self.made.kept.setdefault(self.title, {})[place] = kept
        self._rewritten().texts[place] = UNKNOWN
