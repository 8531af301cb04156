"""Whatever stands in a formula cell, the book is worked out: what cannot be read keeps its value."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.hosts.formulas.calls import Function
from jxc_xl.hosts.formulas.preparing import Asked
from jxc_xl.hosts.formulas.solving import Solved, solved

FUNCTIONS = {"JXC_STOCK": Function(lambda *cells: float(len(cells)))}
ASKED = Asked({"JXC_STOCK": False}, lambda _: FUNCTIONS, datetime(2026, 3, 5))  # noqa: DTZ001 (a wall clock)
WORDS = st.sampled_from(
    [
        *("JXC_STOCK(", "SUM(", "ROW(", "VALUE(", "TEXT(", "LET(", "_xlpm.a", "A1", "A1:B2", "A:A", "S!A1", "'x y'!A1"),
        *(
            "(",
            ")",
            ",",
            "{",
            "}",
            ";",
            '"',
            '"a"',
            "'",
            "[",
            "]",
            "[1]!",
            "tbl[",
            "#This Row",
            "+",
            "-",
            "&",
            "%",
            "@",
        ),
        *(
            "#REF!",
            " ",
            "1",
            "9e999",
            "TRUE",
            "<>",
            '"<>"',
            "年",
            "\n",
            "!",
            ":",
            "\U0001f600",
            "$",
            "A1048577",
            "XFE1",
        ),
    ]
)


def _worked(formula: str, attributes: str = "") -> Solved:
    """Work out a book with one formula, and one that shares it."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", "x")
        sheet.write_formula("B5", "=FORMULA")
    with zipfile.ZipFile(data) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if not name.endswith(".bin")}
    part = "xl/worksheets/sheet1.xml"
    text = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    follower = '<c r="C5"><f t="shared" si="0"/><v>7</v></c>' if attributes else ""
    cell = f'<c r="B5"><f{attributes}>{text}</f><v>7</v></c>{follower}'
    start, _, rest = parts[part].partition('<c r="B5">')
    parts[part] = start + cell + rest.partition("</c>")[2]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with zipfile.ZipFile(made) as archive:
        done = solved(archive, ASKED)
        for pieces in done.parts.values():
            assert b"".join(pieces()).startswith(b"<?xml")
    return done


@given(st.lists(WORDS, max_size=12).map("".join))
def test_no_text_stops_a_book(formula: str) -> None:
    for attributes in ("", ' t="shared" ref="B5:C5" si="0"', ' t="array" ref="B5:B6"'):
        _worked(formula, attributes)


@pytest.mark.parametrize(
    "formula", ["JXC_STOCK(A1))", "JXC_STOCK(A1", 'JXC_STOCK("a)', "JXC_STOCK(A1]", "{JXC_STOCK(A1)"]
)
def test_what_is_no_formula_keeps_its_value_and_is_told(formula: str) -> None:
    for attributes in ("", ' t="shared" ref="B5:C5" si="0"'):
        done = _worked(formula, attributes)
        assert {one.column for one in done.kept} >= {"B"}
        assert not done.parts
