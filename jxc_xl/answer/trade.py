"""Trade: what was sold, what came back, what it earned, what was bought."""

from __future__ import annotations

from jxc_xl import numbers
from jxc_xl.answer.figures import MONEY, Ratio, Value, figure
from jxc_xl.answer.index import Index, Number, Part, Span, Where
from jxc_xl.answer.parameters import CHANNEL, FROM, SUPPLIER, TO
from jxc_xl.answer.questions import Parameter, Question
from jxc_xl.report.facts import WHOLE


def _summed(name: str, digits: int, part: Parameter = CHANNEL) -> Question:
    """Return the question for the sum of a column over some time."""

    def compute(index: Index, where: Where, first: int | None, end: int | None, part: Part | None) -> Number:
        return index.total(name, where, Span(first, end), part)

    return figure(compute, digits, FROM, TO, part)


def _margin(index: Index, where: Where, first: int | None, end: int | None, part: Part | None) -> Number:
    span = Span(first, end)
    return index.total("revenue", where, span, part) - index.total("cost_of_sales", where, span, part)


def _margin_rate(index: Index, where: Where, first: int | None, end: int | None, part: Part | None) -> Value:
    span = Span(first, end)
    revenue = index.total("revenue", where, span, part)
    return Ratio(revenue - index.total("cost_of_sales", where, span, part), revenue, WHOLE)


SOLD, RETURNED = (_summed(name, numbers.QTY_DIGITS) for name in ("sold_qty", "returned_qty"))
PURCHASED = _summed("received_qty", numbers.QTY_DIGITS, SUPPLIER)
SALES, COGS = (_summed(name, MONEY) for name in ("revenue", "cost_of_sales"))
MARGIN = figure(_margin, MONEY, FROM, TO, CHANNEL)
MARGINRATE = figure(_margin_rate, numbers.RATE_DIGITS, FROM, TO, CHANNEL)
