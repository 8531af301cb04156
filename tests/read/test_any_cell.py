"""Any value whatsoever in any column of any entry sheet: it ends in a value or in a problem at that cell."""

# ruff: noqa: RUF001 (full-width characters are the subject)

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_xl.book import Layout
from jxc_xl.numbers import MAX_INT
from jxc_xl.problems import Problem
from jxc_xl.read.cells import is_blank
from jxc_xl.read.sheet import read_sheet
from jxc_xl.schema import ENTRY, Column, Kind, Sheet
from jxc_xl.tables import ErrorCell
from jxc_xl.terms import Lang
from tests.books import HEADER_ROW, do, raw_book, raw_table

COLUMNS = {f"{sheet.key}.{column.key}": (sheet, column) for sheet in ENTRY for column in sheet.columns}
SPICE = st.sampled_from(
    [
        "１２",
        "1,200",
        "13%",
        "¥5",
        "5元",
        "2026年3月1日",
        "2026/3/1 9:30",
        "1.23E+18",
        "是",
        "#N/A",
        "=1+1",
        "\u200b",
        "　",
        "'A01",
    ]
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400), 2**63, -(2**63), 0, 1, 59, 60, 61, 2_958_465, 2_958_466]),
    st.floats(),
    st.text(),
    SPICE,
    st.datetimes(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.builds(ErrorCell, st.sampled_from(["#N/A", "#REF!", "#DIV/0!", "#NAME?"])),
)


LAST = dt.datetime(9999, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001 (a shop's wall clock)


def is_plain(value: object, kind: Kind) -> bool:
    """Tell whether a value is what the schema promises of its column."""
    if kind in {Kind.DATE, Kind.MOMENT}:
        return isinstance(value, pd.Timestamp) and pd.Timestamp("1990") <= value < pd.Timestamp("2200")
    if kind in {Kind.CODE, Kind.TEXT, Kind.CHOICE, Kind.FLAG}:
        return isinstance(value, str) and value != ""
    return isinstance(value, int) and abs(value) <= MAX_INT


def read(sheet: Sheet, column: Column, cell: object) -> tuple[pd.DataFrame, Layout, list[Problem]]:
    (lines, layout), problems = read_sheet(raw_table(sheet, [{column.key: cell}], Lang.ZH), sheet, Lang.ZH, 2)
    return lines, layout, problems


@given(name=st.sampled_from(sorted(COLUMNS)), cell=CELLS)
@settings(max_examples=600, deadline=None)
def test_any_cell_ends_in_a_value_or_a_problem_there(name: str, cell: object) -> None:
    sheet, column = COLUMNS[name]
    lines, layout, problems = read(sheet, column, cell)
    if column.is_kept or is_blank(cell):
        assert lines.empty
        assert not problems
        return
    (value,) = lines[column.key].tolist()
    if any(problem.is_error for problem in problems):
        assert pd.isna(value) or value == column.default
    else:
        assert is_plain(value, column.kind), value
    for problem in problems:
        assert problem.place == type(problem.place)(layout.sheet, HEADER_ROW + 1, layout.letters[column.key])
        for lang in Lang:
            assert len(problem.line(lang)) < 500


@given(cells=st.lists(st.sampled_from([True, False, 1, 0, 1.0, 0.0, -0.0, "1", None]), min_size=1))
@settings(deadline=None)
def test_a_cell_is_read_for_itself_whatever_stands_above_it(cells: list[object]) -> None:
    """Python has True == 1; a sheet has not."""
    sheet = next(sheet for sheet in ENTRY if sheet.key == "sales")
    raw = raw_table(sheet, [{"customer": "C", "qty": cell} for cell in cells], Lang.ZH)
    (lines, _), problems = read_sheet(raw, sheet, Lang.ZH, 2)
    wrong = {problem.place.row - HEADER_ROW - 1 for problem in problems if problem.code == "P102"}
    assert wrong == {at for at, cell in enumerate(cells) if isinstance(cell, bool)}
    told = [None if cell is None or isinstance(cell, bool) else float(str(cell)) * 10_000 for cell in cells]
    assert [None if pd.isna(value) else value for value in lines["qty"].tolist()] == told


@pytest.mark.parametrize(
    "cell",
    [float("inf"), 10**400, LAST, dt.time(9), dt.timedelta(1), ErrorCell("#N/A"), True, "\ud800", -0.0],
)
def test_the_whole_line_survives_a_cell(cell: object) -> None:
    """The same value in every column of every sheet at once: every command still answers."""
    rows = {sheet.key: [{column.key: cell for column in sheet.columns}] for sheet in ENTRY}
    assert do(raw_book(rows), "post").problems
