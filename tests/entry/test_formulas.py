"""A hundred formulas around our functions, worked out without Excel: as LibreOffice does, and as Excel documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from jxc_xl.answer.questions import Listing, ask
from jxc_xl.entry.calc import connect
from jxc_xl.entry.functions_defined import FUNCTIONS
from jxc_xl.entry.work import How, carry_out
from jxc_xl.hosts import files
from jxc_xl.hosts.addresses import address, area
from jxc_xl.hosts.calc.office import Manner, Office
from jxc_xl.pipeline import Do, index_of
from jxc_xl.problems import Problem
from jxc_xl.schema import TITLES
from tests.entry.formula_book import FIRST, FIXED, KEPT, MODERN, NATIVE, NOW, SHEET, SPILLED, Spilled, formula_book
from tests.hosts.corpus import plain_book
from tests.hosts.corpus_package import unpacked

ALL = {**NATIVE, **MODERN}


@pytest.fixture(scope="module")
def unsolved() -> bytes:
    return formula_book()


@pytest.fixture(scope="module")
def path(unsolved: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("formulas") / "book.xlsm"
    path.write_bytes(unsolved)
    return path


@pytest.fixture(scope="module")
def problems(path: Path) -> list[Problem]:
    return carry_out(path, Do.RECALC, How(as_of=NOW)).problems


@pytest.fixture(scope="module")
def shown(path: Path, problems: list[Problem]) -> dict[str, object]:
    assert problems
    sheet = openpyxl.load_workbook(path, data_only=True)[SHEET]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


def cell_of(formula: str) -> str:
    return f"J{[*ALL].index(formula) + FIRST}"


@pytest.mark.parametrize("formula", ALL)
def test_a_formula_gives_what_it_must(shown: dict[str, object], formula: str) -> None:
    expected = KEPT if ALL[formula] == "kept" else ALL[formula]
    found = shown[cell_of(formula)]
    found = "" if found is None else found
    assert found == (pytest.approx(expected, rel=1e-14) if isinstance(expected, float) else expected)


@pytest.mark.parametrize("array", [*SPILLED, FIXED], ids=lambda array: str(array.formula))
def test_an_array_is_as_large_as_its_result(shown: dict[str, object], array: Spilled) -> None:
    first = area(array.stored)
    assert first
    for down, row in enumerate(array.rows):
        for across, value in enumerate(row):
            assert shown[address(first.top + down, first.left + across)] == value
    ends = {address(row, first.left) for row in range(first.top + len(array.rows), first.bottom + 1)}
    assert all(shown.get(cell) in {None, "注"} for cell in ends)


def test_the_area_stored_with_an_array_follows_its_result(path: Path, problems: list[Problem]) -> None:
    assert problems
    sheet = openpyxl.load_workbook(path)[SHEET]
    refs = {cell: value.ref for cell, value in _arrays(sheet)}
    assert refs == {
        "L2": "L2:L3",
        "M2": "M2:M3",
        "N2": "N2:O3",
        "Q2": "Q2:AC3",
        "L12": "L12:L13",
        "M12": "M12:M12",
        "P12": "P12:P13",
    }


def _arrays(sheet: Worksheet) -> Iterator[tuple[str, ArrayFormula]]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, ArrayFormula):
                yield cell.coordinate, cell.value


def test_what_nobody_but_excel_can_work_out_is_told_with_its_cell(problems: list[Problem]) -> None:
    told = {str(problem.place): problem for problem in problems if problem.code == "H050"}
    kept = [f"{SHEET}!{cell_of(formula)}" for formula, value in ALL.items() if value == "kept"]
    assert told.keys() <= set(kept)
    more = [re.search(r"\d+", str(problem.facts["more"])) for problem in told.values()]
    assert len(told) + sum(int(match[0]) for match in more if match) == len(kept)
    assert not any(problem.is_error for problem in problems)


def test_worked_out_again_nothing_changes(path: Path, problems: list[Problem]) -> None:
    assert problems
    before = path.read_bytes()
    carry_out(path, Do.RECALC, How(as_of=NOW))
    parts, again = unpacked(before), unpacked(path.read_bytes())
    assert {part for part in parts if parts[part] != again[part]} == set()


@pytest.mark.office
def test_libreoffice_works_out_the_same(unsolved: bytes, shown: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(unsolved)
    with Office(Manner(runs_macros=True)) as app:
        book = app.books.open(path)
        connect(book, [])
        sheet = book.sheets[SHEET]
        for row in (2, 3):
            sheet.range(f"G{row}").formula = "=tblMine[[#This Row],[数]]*JXC_UNITCOST(tblMine[[#This Row],[码]])"
        for formula in NATIVE:
            sheet.range(cell_of(formula)).formula = f"={formula}"
        book.impl.uno.calculateAll()
        theirs = {formula: sheet.range(cell_of(formula)).value for formula in NATIVE}
    ours = {formula: shown[cell_of(formula)] for formula in NATIVE}
    differ = {formula for formula in NATIVE if not _is_same(ours[formula], theirs[formula])}
    assert differ <= ERRORS, {f: (ours[f], theirs[f]) for f in differ}


ERRORS = {formula for formula in NATIVE if "(JXC_STOCK(A5)" in formula} | {"JXC_STOCK(NA())", "JXC_STOCK(1/0)"}
"""A macro in LibreOffice is not called with an error, and cannot return one, only a text that says the same."""


def _is_same(ours: object, theirs: object) -> bool:
    if isinstance(theirs, datetime):
        theirs = (theirs - datetime(1899, 12, 30)).days  # noqa: DTZ001 - cells know no time zones
    if isinstance(ours, float | int) and isinstance(theirs, float | int):
        return float(ours) == pytest.approx(float(theirs), rel=1e-14)
    return (ours or "") == (theirs or "")


@pytest.mark.parametrize("do", [Do.POST, Do.UNDO, Do.RECALC])
def test_functions_answer_from_the_changed_book_what_they_answer_once_it_is_read_again(tmp_path: Path, do: Do) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(plain_book())
    if do is not Do.POST:
        carry_out(path, Do.POST, How(as_of=NOW))
    now = carry_out(path, do, How(as_of=NOW)).indexed()
    again = index_of(files.read(path, TITLES), pd.Timestamp(NOW))
    for function in FUNCTIONS.values():
        blank = (None,) * (len(function.parameters) - 1)
        for sku in ("A01", "B02", "?"):
            key = None if isinstance(function.asked, Listing) and function.name != "JXC_CARD" else sku
            answers = [ask(index, function.asked, (key, *blank)) for index in (now, again)]
            assert answers[0] == answers[1], (function.name, sku)
