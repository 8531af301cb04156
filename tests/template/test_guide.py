from __future__ import annotations

from fractions import Fraction

import pytest

from jxc_xl.catalogue import CATALOGUE
from jxc_xl.schema import REPORTS, SHEETS, Lang, Text
from jxc_xl.template.guide import BLOCKS
from jxc_xl.template.guide_example import EXAMPLE, TROUBLE
from jxc_xl.template.guide_text import Block, Grid
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


def test_every_table_of_the_guide_fills_the_page() -> None:
    for grid in grids(BLOCKS):
        assert sum(grid.spans) == 7
        assert {len(row) for row in grid.rows} == {len(grid.spans)} == {len(grid.heads)}


@pytest.mark.parametrize("lang", Lang)
def test_the_guide_explains_every_report_that_is_shown(books: Books, lang: Lang) -> None:
    page = books[lang].worksheets[1]
    links = {link.location for link in (cell.hyperlink for row in page.rows for cell in row) if link}
    assert links == {f"'{sheet.title.said(lang)}'!A1" for sheet in REPORTS if sheet.is_shown}
