"""What is read all at once is read as one cell at a time is."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_xl.read.cells import read_cell
from jxc_xl.read.plain import plain
from jxc_xl.schema import BY_KEY, Kind
from jxc_xl.tables import ErrorCell

DIGITS = {Kind.QTY: 4, Kind.MONEY: 2, Kind.PRICE: 6, Kind.RATE: 6, Kind.INTEGER: 0}
COLUMNS = {column.kind: column for sheet in BY_KEY.values() for column in sheet.columns}
KINDS = [kind for kind in COLUMNS if kind is not Kind.CHOICE]
WORDS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "A01",
            "a  b",
            " a",
            "a ",
            "1.23E+18",
            "\uff41",
            "中文 1",
            "\u3000",
            "\u200b",
            "²",
            "½",
            "A+B",
            "'x",
            "=1",
            "\ud800",
        ]
    ),
    st.sampled_from(["x" * 255, "x" * 256, "\u00a0", "é", "e\u0301", "\t", "1,200", "5"]),
)
NUMBERS = st.one_of(
    st.floats(allow_nan=False),
    st.integers(-(10**7), 10**7).map(lambda number: number / 10**4),
    st.integers(-(10**9), 10**9).map(lambda number: number / 100),
    st.sampled_from([0.1 + 0.2, 1e15, 1e14 + 0.5, 1e-7, 0.00005, -0.0, 1e300, 99999999999.9999]),
    st.integers(-5, 5),
    st.booleans(),
)
MOMENTS = st.one_of(
    st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2300, 1, 1)),  # noqa: DTZ001 - a shop's wall clock
    st.dates(dt.date(1980, 1, 1), dt.date(2300, 1, 1)),
    st.sampled_from([dt.datetime(2199, 12, 31, 23, 59, 59, 600_000), dt.datetime(2026, 3, 1, tzinfo=dt.UTC)]),  # noqa: DTZ001
)
CELLS = st.one_of(WORDS, NUMBERS, MOMENTS, st.just(ErrorCell("#N/A")))


@settings(max_examples=300)
@given(st.lists(CELLS, max_size=12))
def test_plain_cells_are_read_as_one_by_one(cells: list[object]) -> None:
    found = np.empty(len(cells), object)
    found[:] = cells
    for kind in KINDS:
        values, is_plain = plain(found, kind, DIGITS.get(kind))
        for value, read, taken in zip(cells, values, is_plain.tolist(), strict=True):
            if taken:
                said = read_cell(value, COLUMNS[kind], DIGITS)
                expected = pd.Timestamp(said.value) if isinstance(said.value, dt.datetime) else said.value
                assert (pd.Timestamp(read) if isinstance(read, np.datetime64) else read) == expected
                assert (said.code, said.said) == ("", None)
                assert said.value is not None


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Kind.CODE, "A01"),
        (Kind.CODE, "上海仓 2"),
        (Kind.TEXT, "杯子, 大"),
        (Kind.QTY, 12.5),
        (Kind.MONEY, 0.07),
        (Kind.DATE, dt.datetime(2026, 3, 1)),  # noqa: DTZ001
        (Kind.MOMENT, dt.datetime(2026, 3, 1, 9, 30, 15)),  # noqa: DTZ001
    ],
)
def test_what_a_well_kept_sheet_holds_is_plain(kind: Kind, cell: object) -> None:
    assert plain(np.array([cell], object), kind, DIGITS.get(kind)).is_plain.tolist() == [True]
