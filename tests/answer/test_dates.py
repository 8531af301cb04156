"""Figures of any time, of one warehouse, channel or supplier, against a loop over all movements."""

from __future__ import annotations

import datetime as dt
from itertools import product

from hypothesis import given

from jxc_xl.answer import stock, trade
from jxc_xl.answer.index import Index
from tests.answer import slow
from tests.answer.worlds import CHANNELS, DAY, SUPPLIERS, answered, demo, traded, traders
from tests.scenarios.shops import KIT, OWN, SKUS, START, Shop
from tests.test_laws import examples

NOON = dt.timedelta(hours=9)
CLOSED_AT = dt.timedelta(hours=23, minutes=59, seconds=59)
SECOND = dt.timedelta(seconds=1)
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001


def serial(moment: dt.datetime) -> float:
    """Return a moment as Excel hands it over."""
    return (moment - EPOCH) / DAY


MOMENTS = [START + number * DAY for number in range(4)] + [START + DAY + NOON, START + 2 * DAY + CLOSED_AT]


def end_of(moment: dt.datetime) -> dt.datetime:
    """A day counts whole, a moment with all that counts until then."""
    return moment + (SECOND if moment.time() != dt.time() else DAY)


@examples(5)
@given(traders(with_closes=True))
def test_figures_at_any_moment_and_between_any_two_are_the_sums_of_the_movements(shop: Shop) -> None:
    world = traded(shop)
    book = slow.book(world.outcome)
    check_levels(book, world.index)
    check_trade(book, world.index)


def check_levels(book: slow.Book, index: Index) -> None:
    """Stock, value and unit cost at any moment are the sums until then."""
    for sku, moment in product((*SKUS, KIT), MOMENTS):
        end = end_of(moment)
        for warehouse in (None, *OWN, "HOLD"):
            place = f"{sku} in {warehouse} at {moment}"
            assert answered(index, stock.STOCK, sku, warehouse, serial(moment)) == slow.stock(
                book, sku, warehouse, end
            ), place
            assert answered(index, stock.VALUE, sku, warehouse, serial(moment)) == slow.value(
                book, sku, warehouse, end
            ), place
        assert answered(index, stock.UNITCOST, sku, serial(moment)) == slow.unit_cost(book, sku, end), place


def check_trade(book: slow.Book, index: Index) -> None:
    """What was earned and bought between any two moments is the sum in between."""
    pairs = [(first, last) for first, last in product(MOMENTS, MOMENTS) if first < end_of(last)]
    for sku, (first, last) in product((*SKUS, KIT), pairs):
        span, said = (first, end_of(last)), (serial(first), serial(last))
        for channel in (None, *CHANNELS):
            found = slow.earned(book, sku, span, channel)
            questions = (trade.SOLD, trade.RETURNED, trade.SALES, trade.COGS, trade.MARGIN, trade.MARGINRATE)
            answers = tuple(answered(index, question, sku, *said, channel) for question in questions)
            assert answers == found, f"{sku} by {channel} from {first} to {last}"
        for supplier in (None, *SUPPLIERS):
            assert answered(index, trade.PURCHASED, sku, *said, supplier) == slow.purchased(book, sku, span, supplier)


@examples(2)
@given(traders())
def test_a_range_is_answered_as_its_cells_are_one_by_one(shop: Shop) -> None:
    world = traded(shop)
    index = world.index
    cells = tuple((sku,) for sku in (*SKUS, KIT, "none", None, 5.0, "b ", True, "#DIV/0!", -2146826246))
    parts = dict.fromkeys((stock.STOCK, stock.VALUE), OWN[0])
    parts |= dict.fromkeys((trade.SOLD, trade.MARGINRATE, trade.COGS), CHANNELS[0])
    for question, part in parts.items():
        for part_or_none, moment in product((None, part), (None, *map(serial, MOMENTS))):
            is_level = part in OWN
            others = (part_or_none, moment) if is_level else (serial(MOMENTS[0]), moment, part_or_none)
            single = [[answered(index, question, row[0], *others)] for row in cells]
            assert answered(index, question, cells, *others) == single
            assert answered(index, question, cells, *others) == single, "asked again"
            beside = tuple((others[-1],) for _ in cells)
            assert answered(index, question, cells, *others[:-1], beside) == single


def test_the_demo_shop_at_the_end_of_each_month() -> None:
    world = demo()
    book = slow.book(world.outcome)
    for month in ("2010-12-31", "2011-01-31"):
        end = dt.datetime.fromisoformat(month) + DAY
        for sku in world.index.skus[::40]:
            assert answered(world.index, stock.STOCK, sku, None, month) == slow.stock(book, sku, None, end)
            assert answered(world.index, stock.VALUE, sku, None, month) == slow.value(book, sku, None, end)
            assert answered(world.index, stock.UNITCOST, sku, month) == slow.unit_cost(book, sku, end)
