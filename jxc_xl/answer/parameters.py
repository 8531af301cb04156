"""The arguments of questions, and how a cell is read as each."""

from __future__ import annotations

from collections.abc import Callable

from jxc_xl.answer.cells import code_in, count_in, days_in, end_in, first_in, method_in, qty_in, word_in
from jxc_xl.answer.errors import NA, NOTHING, VALUE, Fixed
from jxc_xl.answer.index import Index, Key, Part
from jxc_xl.answer.questions import Parameter
from jxc_xl.plan.plan import WEEKS_AHEAD
from jxc_xl.schema import BY_KEY, folded


def _part(column: str) -> Callable[[Index, object], object]:
    """Return how a warehouse, a channel or a supplier is read; blank means all of them."""

    def read(index: Index, cell: object) -> Part | Fixed | None:
        code = code_in(cell)
        if isinstance(code, Fixed):
            return None if code == NOTHING else code
        number = index.codes(column).numbers.get(code)
        return NA if number is None else Part(column, number)

    return read


def _field(_: Index, cell: object) -> str | Fixed:
    """Read a column of 商品 by its key or its heading in either language."""
    return FIELDS.get(folded(word_in(cell)), VALUE)


FIELDS = {folded(word): column.key for column in BY_KEY["products"].columns for word in (column.key, *column.title)}

SKU = Parameter(Key.PRODUCT, lambda index, cell: index.places[cell])
SUPPLIER_CODE = Parameter(Key.SUPPLIER, lambda index, cell: index.suppliers[cell])
KEYS = {Key.PRODUCT: SKU, Key.SUPPLIER: SUPPLIER_CODE}
"""The first argument of a question."""
WAREHOUSE = Parameter("warehouse", _part("warehouse"), is_optional=True)
CHANNEL = Parameter("channel", _part("channel"), is_optional=True)
SUPPLIER = Parameter("supplier", _part("supplier"), is_optional=True)
AS_OF = Parameter("as_of", lambda _, cell: end_in(cell), is_optional=True)
FROM = Parameter("from_day", lambda _, cell: first_in(cell), is_optional=True)
TO = Parameter("to_day", lambda _, cell: end_in(cell), is_optional=True, is_end=True)
METHOD = Parameter("method", lambda _, cell: method_in(cell), is_optional=True)
QTY = Parameter("qty", lambda _, cell: qty_in(cell))
DAYS = Parameter("days", lambda _, cell: days_in(cell))
FIELD = Parameter("field", _field)
PERIODS = Parameter("periods", lambda _, cell: count_in(cell, WEEKS_AHEAD), is_optional=True)
IDLE_DAYS = Parameter("idle_days", lambda _, cell: count_in(cell), is_optional=True)
