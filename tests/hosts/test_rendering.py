"""Values become cells exactly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jxc_xl.hosts.rendering import contents, escaped, moment_content
from jxc_xl.tables import Column, Replace
from tests.hosts.specimens import column, days, read, save, shop

INT64 = st.integers(-(2**63), 2**63 - 1)


def made(values: pd.Series, digits: int = 0) -> list[str]:
    return [content.decode() for content in contents(Column("x", values, digits), str)]


@given(INT64, st.integers(0, 6))
def test_scaled_integers_are_exact_decimals_without_idle_zeros(value: int, digits: int) -> None:
    text = made(pd.Series([value]), digits)[0].removeprefix("><v>").removesuffix("</v></c>")
    assert Decimal(text) == Decimal(value).scaleb(-digits)
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", text)


def test_missing_values_are_blank() -> None:
    for values in (
        pd.Series([None], dtype="Int64"),
        pd.Series([None], dtype=str),
        pd.Series([None, ""], dtype=object),
        days(None),
        pd.Series([None], dtype="boolean"),
    ):
        assert set(made(values)) == {"/>"}


def test_true_and_one_stay_apart_in_a_mixed_column() -> None:
    assert made(pd.Series([True, 1, 1.5], dtype=object)) == [' t="b"><v>1</v></c>', "><v>1</v></c>", "><v>1.5</v></c>"]


@given(st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)))  # noqa: DTZ001
def test_moments_are_exact_to_the_microsecond(moment: datetime) -> None:
    days = Decimal(moment_content(moment).decode().removeprefix("><v>").removesuffix("</v></c>"))
    exact = (moment - datetime(1899, 12, 30)) // timedelta(microseconds=1)  # noqa: DTZ001
    assert abs(days * 86_400_000_000 - exact) <= Decimal("0.5")


def test_dates_before_the_calendar_of_spreadsheets_are_texts() -> None:
    assert "<t>1900-02-28</t>" in moment_content(datetime(1900, 2, 28)).decode()  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("<&>", "&lt;&amp;&gt;"),
        ("\x01\r\ufffe", "_x0001__x000D__xFFFE_"),
        ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
        ("\ud800", "_xD800_"),
    ],
)
def test_what_xml_cannot_hold_is_escaped(text: str, xml: str) -> None:
    assert escaped(text) == xml


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=40))
def test_texts_come_back_as_they_were(tmp_path: Path, texts: list[str]) -> None:
    book = shop(tmp_path / "b.xlsx", 1)
    save(book, Replace("tblSales", (column("单号", pd.Series(texts, dtype=object)), column("数量", range(len(texts))))))
    assert read(book).cells[0].tolist() == [text or None for text in texts]
