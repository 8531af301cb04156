"""SUMIFS and COUNTIFS taken from the engine give what the engine gives."""

from __future__ import annotations

import cellrune
from hypothesis import given
from hypothesis import strategies as st

from jxc_xl.hosts.formulas.conditions import cells_of, total
from jxc_xl.hosts.formulas.engine import Value, given_to

Rows = list[list[Value]]
NUMBERS = st.one_of(st.integers(-3, 3).map(float), st.sampled_from([0.1, 2.5, 1e9]))
CELLS = st.one_of(
    st.none(), st.booleans(), NUMBERS, st.sampled_from(["A01", "a01", "b", "乙", "A01 ", "", "1x", "3", "TRUE"])
)
CRITERIA = st.one_of(
    NUMBERS,
    st.sampled_from(
        ["A01", "=b", "<>b", "乙", "A*", "?", "", "=", ">1", "<=2.5", "<>0", "=3", ">=b", "3", "TRUE", "5%", "1e0"]
    ),
)
HEIGHT = 8
COLUMNS = st.lists(st.lists(CELLS, min_size=HEIGHT, max_size=HEIGHT), min_size=3, max_size=3)


@given(columns=COLUMNS, criteria=st.lists(CRITERIA, min_size=2, max_size=2))
def test_what_is_answered_is_what_the_engine_says(columns: list[list[Value]], criteria: list[Value]) -> None:
    book = cellrune.Workbook.create()
    for letter, column in zip("ABC", columns, strict=True):
        book.write_values("Sheet1", f"{letter}1", [[given_to(cell)] for cell in column])  # type: ignore[list-item]
    book.write_values("Sheet1", "E1", [[given_to(one)] for one in criteria])  # type: ignore[list-item]
    conditions = f"A1:A{HEIGHT},E1,B1:B{HEIGHT},E2"
    book.set_formula("Sheet1", "F1", f"=SUMIFS(C1:C{HEIGHT},{conditions})")
    book.set_formula("Sheet1", "F2", f"=COUNTIFS({conditions})")
    book.calculate()
    theirs = [row[0].get("value") for row in book.read_values("Sheet1", "F1", "F2")]
    first, second, summed = (cells_of([[cell] for cell in column]) for column in columns)
    pairs = [first, criteria[0], second, criteria[1]]
    for name, arguments, expected in (("SUMIFS", [summed, *pairs], theirs[0]), ("COUNTIFS", pairs, theirs[1])):
        ours = total(name, arguments)
        assert ours is None or abs(ours - expected) < 1e-6  # type: ignore[operator]


def test_plain_comparisons_are_answered_and_others_left_to_the_engine() -> None:
    cells = cells_of([[1.0], ["a"], [None], [3.0]])
    assert total("COUNTIFS", [cells, ">1"]) == 1.0
    assert total("COUNTIFS", [cells, "A"]) == 1.0
    assert total("SUMIFS", [cells, cells, ">=1", cells, "<3"]) == 1.0
    for criterion in ("<>a", "a*", "", ">=a", None, True):
        assert total("COUNTIFS", [cells, criterion]) is None
    assert total("COUNTIFS", [cells_of([["3"]]), 3.0]) is None
