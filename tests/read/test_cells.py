"""One cell in the many forms in which people and programs leave the same thing."""

# ruff: noqa: RUF001 (full-width characters are the subject)

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from jxc_xl.read.cells import Cell, read_cell
from jxc_xl.read.sheet import NUMBERS
from jxc_xl.schema import Column, Kind, Text
from jxc_xl.schema.choices import BASIS
from jxc_xl.tables import ErrorCell

DIGITS = NUMBERS | {Kind.MONEY: 2}


def read(value: object, kind: Kind) -> Cell:
    choices = BASIS if kind is Kind.CHOICE else {}
    return read_cell(value, Column("it", Text("某列", "It"), kind, choices=choices), DIGITS)


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 (a shop's wall clock)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12, "12"),
        (12.0, "12"),
        (0.1 + 0.2, "0.3"),
        ("12", "12"),
        ("１２", "12"),
        ("－１２．５", "-12.5"),
        (" 12 ", "12"),
        ("\u00a012\u3000", "12"),
        ("1\u200b2", "12"),
        ("1,200", "1200"),
        ("1，200.5", "1200.5"),
        ("1,234,567", "1234567"),
        ("¥12.5", "12.5"),
        ("￥12.5", "12.5"),
        ("$12.5", "12.5"),
        ("12.5元", "12.5"),
        ("¥1,200.50 元", "1200.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+3", "3"),
        ("1E+3", "1000"),
        (-0.0, "0"),
    ],
)
def test_a_number_is_read_from(cell: object, number: str) -> None:
    assert read(cell, Kind.QTY).value == Decimal(number) * 10_000


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "abc",
            "1,2",
            "12,34,567",
            "1,2000",
            "1_000",
            "1 000",
            "12-",
            "1.2.3",
            "NaN",
            "Infinity",
            "十二",
            "=1+1",
            "--1",
        ),
        *(True, False, moment(2026, 3, 5), dt.date(2026, 3, 5), dt.time(9, 30), dt.timedelta(hours=3)),
    ],
)
def test_what_is_no_number_is_never_guessed_at(cell: object) -> None:
    assert read(cell, Kind.QTY).code == "P102"


@pytest.mark.parametrize(
    ("cell", "kind", "code"),
    [
        (1.23456, Kind.QTY, "P103"),
        (1.234, Kind.MONEY, "P103"),
        ("0.0000001", Kind.PRICE, "P103"),
        (1.5, Kind.INTEGER, "P112"),
        (1e20, Kind.QTY, "P104"),
        (float("inf"), Kind.QTY, "P104"),
        (-(10**400), Kind.QTY, "P104"),
        (922_337_203_685_477.6, Kind.QTY, "P104"),
        ("#N/A", Kind.QTY, "P102"),
        (ErrorCell("#N/A"), Kind.QTY, "P111"),
        (ErrorCell("#DIV/0!"), Kind.CODE, "P111"),
    ],
)
def test_a_number_that_does_not_fit_its_column_is_told(cell: object, kind: Kind, code: str) -> None:
    assert read(cell, kind).code == code


@pytest.mark.parametrize(
    ("cell", "rate"),
    [(0.13, 130_000), ("13%", 130_000), ("１３％", 130_000), ("6.5 %", 65_000), ("0.13", 130_000), ("0%", 0)],
)
def test_a_tax_rate_may_be_a_percentage(cell: object, rate: int) -> None:
    assert read(cell, Kind.RATE).value == rate


def test_a_quantity_is_no_percentage() -> None:
    assert read("13%", Kind.QTY).code == "P102"


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (moment(2026, 3, 1, 14, 30), moment(2026, 3, 1, 14, 30)),
        (dt.date(2026, 3, 1), moment(2026, 3, 1)),
        ("2026-03-01", moment(2026, 3, 1)),
        ("2026/3/1", moment(2026, 3, 1)),
        ("2026.3.1", moment(2026, 3, 1)),
        ("2026年3月1日", moment(2026, 3, 1)),
        ("２０２６年３月１日", moment(2026, 3, 1)),
        ("2026年3月1日14:30", moment(2026, 3, 1, 14, 30)),
        ("2026年3月1日 14时30分15秒", moment(2026, 3, 1, 14, 30, 15)),
        ("2026-03-01 14:30", moment(2026, 3, 1, 14, 30)),
        ("2026-03-01T14:30:15Z", moment(2026, 3, 1, 14, 30, 15)),
        ("2026/3/1  9:05:07.250", moment(2026, 3, 1, 9, 5, 7)),
        ("\u00a02026-03-01\u3000", moment(2026, 3, 1)),
        (46_082, moment(2026, 3, 1)),
        (46_082.604166667, moment(2026, 3, 1, 14, 30)),
        (moment(2026, 3, 1, 14, 29, 59, 999_700), moment(2026, 3, 1, 14, 30)),
    ],
)
def test_a_moment_is_read_from(cell: object, wanted: dt.datetime) -> None:
    assert read(cell, Kind.MOMENT).value == wanted


def test_a_day_has_no_time() -> None:
    assert read("2026-03-01 14:30", Kind.DATE).value == moment(2026, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        *("tomorrow", "3/1/2026", "2026-02-29", "2026-13-01", "2026/3/12:30", "2026-03-01 25:00", "20260301"),
        *(True, 59, -1.0, 1e9, float("inf"), 10**400, dt.time(9, 30), dt.timedelta(1)),
    ],
)
def test_what_is_no_day_is_never_guessed_at(cell: object) -> None:
    assert read(cell, Kind.MOMENT).code == "P106"


@pytest.mark.parametrize(
    "cell", [moment(1989, 12, 31), "2200-01-01", 61, moment(9999, 12, 31, 23, 59, 59, 999_999), moment(1, 1, 1)]
)
def test_a_day_of_another_century_is_told(cell: object) -> None:
    assert read(cell, Kind.MOMENT).code == "P107"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("A01", "A01"),
        (" A01 ", "A01"),
        ("Ａ０１", "A01"),
        ("A\u00a001", "A 01"),
        ("A\u300001", "A 01"),
        ("A\u200b0\ufeff1", "A01"),
        ("007", "007"),
        (7.0, "7"),
        (20713.0, "20713"),
        (6_901_234_567_890.0, "6901234567890"),
        (999_999_999_999_999.0, "999999999999999"),
        (1.5, "1.5"),
        (True, "TRUE"),
        ("15056BL", "15056BL"),
        ("1E5", "1E5"),
    ],
)
def test_a_code_is_read_from(cell: object, code: str) -> None:
    assert read(cell, Kind.CODE).value == code


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (moment(2026, 3, 5), "P109"),
        (dt.date(2026, 3, 5), "P109"),
        (dt.time(3, 5), "P109"),
        (dt.timedelta(hours=30), "P109"),
        (1e15, "P110"),
        (690_123_456_789_012_345, "P110"),
        (10**400, "P110"),
        (float("inf"), "P110"),
        ("1.23E+18", "P110"),
        ("6.90123E+17", "P110"),
        ("1E+15", "P110"),
    ],
)
def test_a_code_that_excel_has_spoilt_is_refused(cell: object, problem: str) -> None:
    assert read(cell, Kind.CODE).code == problem


@pytest.mark.parametrize("cell", ["是", "yes", "YES", " Yes ", "ｙｅｓ", True])
def test_yes_is(cell: object) -> None:
    assert read(cell, Kind.FLAG).value == "yes"


@pytest.mark.parametrize("cell", ["否", "no", "No", False])
def test_no_is(cell: object) -> None:
    assert read(cell, Kind.FLAG).value == "no"


@pytest.mark.parametrize("cell", ["对", "maybe", "y", 1, 0.0])
def test_another_word_is_neither_yes_nor_no(cell: object) -> None:
    assert read(cell, Kind.FLAG).code == "P108"


@pytest.mark.parametrize("cell", ["重量", "weight", "Weight", "ＷＥＩＧＨＴ"])
def test_a_choice_is_known_in_either_language(cell: object) -> None:
    assert read(cell, Kind.CHOICE).value == "weight"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.LINK])
@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\u00a0", "\u200b", float("nan")])
def test_what_people_see_as_blank_is_blank(cell: object, kind: Kind) -> None:
    assert read(cell, kind) == Cell()


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        (moment(2026, 3, 5), Kind.QTY, "2026-03-05"),
        (moment(2026, 3, 5, 14, 30), Kind.QTY, "2026-03-05 14:30"),
        (dt.date(2026, 3, 5), Kind.CODE, "2026-03-05"),
        (True, Kind.QTY, "TRUE"),
        (1e20, Kind.QTY, "100000000000000000000"),
        (59.0, Kind.DATE, "59"),
        (0.5, Kind.FLAG, "0.5"),
        ("x" * 40_000, Kind.QTY, "x" * 60 + "…"),
        (ErrorCell("#REF!"), Kind.TEXT, "#REF!"),
    ],
)
def test_a_message_quotes_a_cell_as_people_see_it(cell: object, kind: Kind, said: str) -> None:
    assert read(cell, kind).facts["value"] == said


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ("１２", Kind.QTY, "12"),
        ("1,200元", Kind.MONEY, "1200"),
        ("2026年3月1日", Kind.DATE, "2026-03-01"),
        (46_082.0, Kind.DATE, "2026-03-01"),
        (" A01", Kind.CODE, "A01"),
        (12.0, Kind.QTY, None),
        (dt.date(2026, 3, 1), Kind.DATE, None),
        ("A01", Kind.CODE, None),
    ],
)
def test_what_was_tidied_is_told(cell: object, kind: Kind, said: str | None) -> None:
    assert read(cell, kind).said == said
