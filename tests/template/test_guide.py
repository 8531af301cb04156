from __future__ import annotations

from fractions import Fraction

import pytest

from jxc_xl.catalogue import CATALOGUE
from jxc_xl.schema import REPORTS, SHEETS, Lang, Text
from jxc_xl.template.functions import functions
from jxc_xl.template.guide import blocks
from jxc_xl.template.guide_example import EXAMPLE, TROUBLE
from jxc_xl.template.guide_text import Block, Grid
from jxc_xl.template.ribbon_words import GROUPS
from tests.template.conftest import Books

TITLES = {sheet.title for sheet in SHEETS}


def grids(blocks: tuple[Block, ...]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def test_the_example_adds_up_under_both_methods() -> None:
    entered, results = grids(EXAMPLE)
    first, second, freight, sale = (Fraction(row[4]) for row in entered.rows if isinstance(row[4], float))
    cost_in = 10 * first + 10 * second + freight
    share = freight / 20
    average, fifo = cost_in / 20 * 12, 10 * (first + share) + 2 * (second + share)
    revenue = 12 * sale
    wanted: list[tuple[object, ...]] = [
        (cost_in, cost_in),
        (average, fifo),
        (revenue, revenue),
        (revenue - average, revenue - fifo),
        (cost_in - average, cost_in - fifo),
    ]
    assert [row[1:3] for row in results.rows] == wanted


def test_the_guide_names_real_sheets_and_real_problems() -> None:
    assert {row[0] for row in grids(EXAMPLE)[0].rows} <= TITLES
    (trouble,) = grids(TROUBLE)
    for place, code, *_ in trouble.rows:
        assert isinstance(place, Text)
        assert isinstance(code, Text)
        assert Text(*(word.split("!")[0] for word in place)) in TITLES
        assert code.zh in CATALOGUE


@pytest.mark.parametrize("has_macros", [False, True])
def test_every_table_of_the_guide_fills_the_page(has_macros: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    for grid in grids(blocks(has_macros=has_macros)):
        assert sum(grid.spans) == 7
        assert {len(row) for row in grid.rows} == {len(grid.spans)} == {len(grid.heads)}


@pytest.mark.parametrize("lang", Lang)
def test_the_guide_explains_every_report(books: Books, lang: Lang) -> None:
    page = books[lang].worksheets[1]
    links = {link.location for link in (cell.hyperlink for row in page.rows for cell in row) if link}
    assert links == {f"'{sheet.title.said(lang)}'!A1" for sheet in REPORTS}


@pytest.mark.parametrize("lang", Lang)
def test_the_guide_explains_every_button_and_every_function_with_a_sample(books: Books, lang: Lang) -> None:
    said = {cell.value for row in books[lang].worksheets[1].iter_rows() for cell in row if cell.value}
    controls = [control for group in GROUPS for control in group.controls]
    assert {word.said(lang) for control in controls for word in (control.label, control.more)} <= said
    assert {word for one in functions() for word in (one.call, one.about.said(lang), one.sample)} <= said


def test_a_sample_in_the_guide_is_text_and_not_a_formula(books: Books) -> None:
    cells = [cell for row in books[Lang.ZH].worksheets[1].iter_rows() for cell in row if "=JXC" in str(cell.value)]
    assert len(cells) == len(functions())
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_book_without_macros_explains_neither_buttons_nor_functions() -> None:
    said = str(blocks(has_macros=False))
    assert "JXC_" not in said
    assert "jxc install" not in said
