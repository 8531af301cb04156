"""Reports for programs: exact, whole, and harmless where they are opened."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_xl.numbers import MAX_INT
from jxc_xl.schema import Column, Kind, Role, Sheet, Text
from jxc_xl.write.machine import to_csv, to_json

INTS = st.one_of(st.none(), st.integers(-MAX_INT, MAX_INT), st.sampled_from([0, 1, -1, 10_000, 123_456]))
TEXTS = st.one_of(
    st.sampled_from(["", "A01", "=1+1", "+1", "-1", "@x", '"', "a,b", "a\nb", "茶", "\u2028"]),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def sheet(**kinds: Kind) -> Sheet:
    columns = tuple(Column(key, Text(key, key), kind) for key, kind in kinds.items())
    return Sheet("it", "tblIt", Text("表", "It"), Role.REPORT, columns)


def ints(*values: int | None) -> pd.Series:
    return pd.Series(pd.array(values, dtype="Int64"))


def cell(kind: Kind, values: pd.Series, digits: int = 2) -> object:
    """Return the first cell of a column, as JSON holds it."""
    said = to_json(sheet(it=kind), pd.DataFrame({"it": values}), digits)
    return json.loads(said, parse_float=str, parse_int=str)[0]["it"]


@pytest.mark.parametrize(
    ("kind", "scaled", "digits", "said"),
    [
        (Kind.QTY, 120_000, 2, "12"),
        (Kind.QTY, 125_000, 2, "12.5"),
        (Kind.QTY, -1, 2, "-0.0001"),
        (Kind.MONEY, 1_200, 2, "12.00"),
        (Kind.MONEY, -5, 2, "-0.05"),
        (Kind.MONEY, 1_200, 0, "1200"),
        (Kind.MONEY, 1_200, 3, "1.200"),
        (Kind.MONEY, MAX_INT, 2, "92233720368547758.07"),
        (Kind.PRICE, 7_500_000, 2, "7.5"),
        (Kind.RATE, 130_000, 2, "0.13"),
        (Kind.INTEGER, 7, 2, "7"),
        (Kind.MONEY, None, 2, None),
        (Kind.QTY, None, 2, None),
    ],
)
def test_a_number_has_exactly_its_decimals(kind: Kind, scaled: int | None, digits: int, said: str | None) -> None:
    assert cell(kind, ints(scaled), digits) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (Kind.DATE, "2026-03-05", "2026-03-05"),
        (Kind.MOMENT, "2026-03-05 14:30:15", "2026-03-05 14:30:15"),
        (Kind.MOMENT, "2026-03-05", "2026-03-05"),
        (Kind.DATE, None, None),
    ],
)
def test_a_day_is_written_as_people_sort_it(kind: Kind, value: str | None, said: str | None) -> None:
    assert cell(kind, pd.Series([value], dtype="datetime64[s]")) == said


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.CODE, Kind.CHOICE, Kind.LINK])
def test_a_blank_text_is_null(kind: Kind) -> None:
    assert cell(kind, pd.Series([""], dtype="str")) is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (pd.Series([True]), True),
        (pd.Series([False], dtype="boolean"), False),
        (pd.Series([pd.NA], dtype="boolean"), None),
        (pd.Series(["yes"], dtype="str"), True),
        (pd.Series(["no"], dtype="str"), False),
        (pd.Series([""], dtype="str"), None),
    ],
)
def test_yes_and_no_are_true_and_false_and_blank_is_neither(values: pd.Series, said: object) -> None:
    assert cell(Kind.FLAG, values) is said


def test_a_report_without_lines_is_an_empty_list() -> None:
    assert json.loads(to_json(sheet(it=Kind.QTY), pd.DataFrame({"it": ints()}), 2)) == []
    assert to_csv(sheet(it=Kind.QTY), pd.DataFrame({"it": ints()}), 2) == "it\n"


def test_columns_the_report_does_not_have_are_left_out() -> None:
    assert to_csv(sheet(a=Kind.QTY, b=Kind.QTY), pd.DataFrame({"b": ints(10_000)}), 2) == "b\n1\n"


@given(rows=st.lists(st.tuples(TEXTS, INTS, INTS), max_size=8), digits=st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_json_gives_back_every_figure_exactly(rows: list[tuple[str, int | None, int | None]], digits: int) -> None:
    names, amounts, qtys = zip(*rows, strict=True) if rows else ((), (), ())
    frame = pd.DataFrame({"name": pd.Series(names, dtype="str"), "amount": ints(*amounts), "qty": ints(*qtys)})
    said = to_json(sheet(name=Kind.TEXT, amount=Kind.MONEY, qty=Kind.QTY), frame, digits)
    back = json.loads(said, parse_float=Decimal, parse_int=Decimal)
    assert [line["name"] or "" for line in back] == list(names)
    assert [scaled(line["amount"], digits) for line in back] == list(amounts)
    assert [scaled(line["qty"], 4) for line in back] == list(qtys)


def scaled(number: Decimal | None, digits: int) -> int | None:
    return None if number is None else int(number.scaleb(digits).quantize(Decimal(1)))


@given(rows=st.lists(st.tuples(TEXTS, INTS), max_size=8))
@settings(max_examples=60, deadline=None)
def test_csv_gives_back_every_cell_and_none_runs(rows: list[tuple[str, int | None]]) -> None:
    names, qtys = zip(*rows, strict=True) if rows else ((), ())
    frame = pd.DataFrame({"name": pd.Series(names, dtype="str"), "qty": ints(*qtys)})
    said = to_csv(sheet(name=Kind.TEXT, qty=Kind.QTY), frame, 2)
    _, *back = csv.reader(io.StringIO(said, newline=""))
    for (text, number), name, qty in zip(back, names, qtys, strict=True):
        assert text in {name, f"'{name}"}
        assert text == name or name.strip()[:1] in "=+-@＝＋－＠" or name[:1].isspace() or name[:1] == "'"  # noqa: RUF001
        assert (Decimal(number) * 10_000 if number else None) == qty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        (" =1+1", "' =1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),
        ("'90s", "''90s"),
        ("-12.50", "-12.50"),
        ("-3.5%", "-3.5%"),
        ("+86", "+86"),
        ("A-1", "A-1"),
        ("a=b", "a=b"),
    ],
)
def test_text_that_would_run_as_a_formula_is_quoted(text: str, said: str) -> None:
    _, (cell,) = csv.reader(io.StringIO(to_csv(sheet(it=Kind.TEXT), pd.DataFrame({"it": [text]}), 2), newline=""))
    assert cell == said


def test_a_negative_amount_stays_a_number() -> None:
    assert to_csv(sheet(it=Kind.MONEY), pd.DataFrame({"it": ints(-1_250)}), 2) == "it\n-12.50\n"
