"""A workbook's formulas worked out, and their values put back into its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from zipfile import ZipFile

from jxc_xl.hosts.addresses import Area, letters
from jxc_xl.hosts.archive import Pieces
from jxc_xl.hosts.formulas.answering import Answering
from jxc_xl.hosts.formulas.calls import Expression
from jxc_xl.hosts.formulas.copying import engine_copy
from jxc_xl.hosts.formulas.engine import Cellrune, Engine, EngineError, Unavailable, Value
from jxc_xl.hosts.formulas.found import Formula
from jxc_xl.hosts.formulas.lifting import Unliftable
from jxc_xl.hosts.formulas.patching import Patch, Place, changed_children, is_same, rewritten
from jxc_xl.hosts.formulas.preparing import Asked, Kept, Prepared, lifter_of, prepared
from jxc_xl.hosts.formulas.references import Here, Reference
from jxc_xl.hosts.formulas.regional import ALWAYS, CHINESE
from jxc_xl.hosts.formulas.surveying import surveyed

_GAP = 1_000
"""Cells that lie so far apart are read apart."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of it.

    Attributes:
        parts: New content of the parts in which a value has changed.
        count: How many formulas were worked out.
        kept: Those that were not.
    """

    parts: Mapping[str, Pieces] = field(default_factory=dict)
    count: int = 0
    kept: tuple[Kept, ...] = ()


def solved(archive: ZipFile, asked: Asked) -> Solved:
    """Work out all formulas of a workbook.

    A formula that cannot be worked out keeps its value, and so does one that depends on it.
    """
    survey = surveyed(archive)
    unread = [Kept(title, reason="layout") for title in survey.unread]
    if not survey.formulas:
        return Solved(kept=tuple(unread))
    ready = prepared(survey, lifter_of(survey, asked))
    try:
        engine = _answered(archive, ready, asked).engine
        sheets = [_sheet(engine, ready, title) for title in survey.formulas]
    except EngineError as error:
        return Solved(kept=(*unread, _why_not(error)))
    parts: dict[str, Pieces] = {}
    for sheet in sheets:
        part = survey.package.sheets[sheet.title]
        patch = Patch(sheet.changed, sheet.arrays, changed_children(archive, survey.package, part, sheet.filled))
        if patch.is_needed:
            parts[part] = partial(rewritten, archive, part, patch)
    kept = [one for sheet in sheets for one in sheet.kept]
    return Solved(parts, sum(map(len, survey.formulas.values())) - len(kept), (*unread, *kept))


def evaluated(archive: ZipFile, formula: str, asked: Asked) -> list[list[Value]] | Kept:
    """Return what a formula without its equals sign gives in a workbook: rows of values, or why it gives none.

    What it refers to without a sheet is on the first one.
    """
    survey = surveyed(archive, formula)
    lifter = lifter_of(survey, asked)
    ready = prepared(survey, lifter)
    try:
        text = lifter.moved(formula, Here(next(iter(survey.package.sheets)), 1, 1))
        answering = _answered(archive, ready, asked)
        found = answering.engine.values(answering.worked_out(Expression(text)))
    except EngineError as error:
        return _why_not(error)
    except Unliftable as error:
        return Kept("", reason=error.reason, detail=str(error))
    value = found[0][0]
    return (
        Kept("", reason=value.reason.rpartition(".")[2], detail=value.detail)
        if isinstance(value, Unavailable)
        else found
    )


def _why_not(error: EngineError) -> Kept:
    return Kept("", reason=str(error).rpartition(".")[2], detail=str(error))


def _answered(archive: ZipFile, ready: Prepared, asked: Asked) -> Answering:
    """Answer the calls of a workbook, and work it out."""
    engine = Cellrune(
        engine_copy(archive, ready.survey, ready.rewritten), asked.now, uses_1904=ready.survey.package.uses_1904
    )
    engine.add_sheets(ready.calls.sheets)
    engine.put_formulas(ready.dynamic, is_dynamic=True)
    called = {call.name for call in ready.calls.known}
    ours = asked.functions(ready.survey.package.uses_1904) if called & asked.names.keys() else {}
    still = frozenset(ready.survey.package.sheets.keys() - ready.survey.formulas.keys())
    answering = Answering(engine, ready.calls, {**ALWAYS, **CHINESE, **ours}, still)
    answering.run()
    return answering


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The values of one sheet.

    Attributes:
        title: The sheet.
        changed: New values of formula cells, by place.
        arrays: How far each array reaches that has grown or shrunk, by the place of its first cell.
        filled: Values of the other cells of arrays, None where there is no longer one.
        kept: Formulas that keep their values.
    """

    title: str
    changed: dict[Place, Value]
    arrays: dict[Place, Area]
    filled: dict[Place, Value]
    kept: list[Kept]


def _sheet(engine: Engine, ready: Prepared, title: str) -> _Sheet:
    formulas = ready.survey.formulas[title]
    values = dict(_values(engine, title, formulas))
    given_up = ready.kept.get(title, {})
    sheet = _Sheet(title, {}, {}, {}, [])
    for formula in formulas:
        place = formula.row, formula.column
        value = values[place]
        if place in given_up or isinstance(value, Unavailable) or formula.kind == "dataTable":
            sheet.kept.append(given_up.get(place) or _why(title, formula, value))
            continue
        if not is_same(formula.value, value):
            sheet.changed[place] = value
        if formula.is_array:
            _spread(engine, sheet, formula)
    return sheet


def _why(title: str, formula: Formula, value: Value) -> Kept:
    column = letters(formula.column)
    if isinstance(value, Unavailable):
        return Kept(title, formula.row, column, value.reason.rpartition(".")[2], value.detail)
    return Kept(title, formula.row, column, "data_table")


def _spread(engine: Engine, sheet: _Sheet, formula: Formula) -> None:
    """Note the values of an array beyond its first cell."""
    one = Area(formula.row, formula.column, formula.row, formula.column)
    old = formula.area or one
    new = engine.spills().get((sheet.title, formula.row, formula.column), one) if formula.is_dynamic else old
    if new != old:
        sheet.arrays[formula.row, formula.column] = new
    gone = dict.fromkeys(_places(old))
    rows = engine.values(Reference(sheet.title, new))
    now = {(row, column): rows[row - new.top][column - new.left] for row, column in _places(new)}
    sheet.filled.update(gone | now)
    del sheet.filled[formula.row, formula.column]


def _places(where: Area) -> Iterator[Place]:
    for row in range(where.top, where.bottom + 1):
        for column in range(where.left, where.right + 1):
            yield row, column


def _values(engine: Engine, title: str, formulas: Sequence[Formula]) -> Iterator[tuple[Place, Value]]:
    """Yield the values of formula cells, read in runs down their columns."""
    for column in sorted({formula.column for formula in formulas}):
        rows = sorted(formula.row for formula in formulas if formula.column == column)
        for run in _runs(rows):
            found = engine.values(Reference(title, Area(run[0], column, run[-1], column)))
            for row in run:
                yield (row, column), found[row - run[0]][0]


def _runs(rows: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for row in rows:
        if run and row - run[-1] > _GAP:
            yield run
            run = []
        run.append(row)
    yield run
