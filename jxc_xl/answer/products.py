"""What 商品 says of a product."""

from __future__ import annotations

from jxc_xl.answer.errors import NA
from jxc_xl.answer.index import Index
from jxc_xl.answer.parameters import FIELD
from jxc_xl.answer.questions import Cell, Question
from jxc_xl.answer.tables import cells
from jxc_xl.schema import BY_KEY


def _field(index: Index, place: int, field: str) -> Cell:
    known = index.kept(("product", field), lambda: _column(index, field))
    return known.get(place, NA)


def _column(index: Index, field: str) -> dict[int, Cell]:
    """Return a column of the master by product."""
    lines = index.facts.book.lines["products"]
    lines = lines[lines["sku"] != ""]
    said = cells(index, BY_KEY["products"].column(field), lines[field])
    return {int(index.places[sku]): cell for sku, cell in zip(lines["sku"], said, strict=True)}


PRODUCT = Question((FIELD,), _field)
