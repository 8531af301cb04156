"""Cost the whole ledger: each product by its method, each movement its amount."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.cost.engine import Engine
from jxc_xl.cost.events import Costing, Table, tabulate, touched_by
from jxc_xl.cost.rows import Op
from jxc_xl.ledger import stands
from jxc_xl.numbers import MAX_INT, text_of
from jxc_xl.problems import Found, LedgerError, Problem
from jxc_xl.terms import Movement

LARGEST = MAX_INT / 2


class Costed(NamedTuple):
    """The costed ledger.

    Attributes:
        ledger: The ledger in order of ``seq``, every ``amount`` filled; movements that stand for nothing have 0.
        moves: The movements that stand, by product and in the order in which they count.
        closing: Amount on hand of each product, as the walk ended.
        methods: Costing method of each product from now on.
        engine: What costed it, ready for more lines.
    """

    ledger: pd.DataFrame
    moves: pd.DataFrame
    closing: pd.Series
    methods: dict[str, str]
    engine: Engine


def cost(book: Book, ledger: pd.DataFrame, before: Costed | None = None) -> Found[Costed]:
    """Give every movement its signed amount in minor units.

    Args:
        book: The book, for methods.
        ledger: All movements in order of ``seq``.
        before: The same book's ledger as it was costed before lines were added; used up by this.

    Problems:
        P401: a product whose cost was never known.

    Raises:
        LedgerError: P402, sums that 64 bits may not hold.
    """
    costing = costing_of(book)
    _check_sums(book, ledger[stands(ledger)])
    costed, unknown = _cost(book, ledger, costing, before)
    problems = [_problem(book, "P401", costed.moves.iloc[position]) for position in unknown]
    idle = costed.moves[_is_idle(costed.moves)]
    problems += [_problem(book, "P403", idle.iloc[row]) for row in range(len(idle))]
    return Found(costed, problems + _cut_short(book, costed.moves))


ASKED = {"asked": "doc_amount", "done": "amount"}


def _cut_short(book: Book, moves: pd.DataFrame) -> list[Problem]:
    """Tell revaluations that asked for more than there was to take off."""
    is_asked = (moves["kind"] == Movement.REVALUATION).to_numpy(bool) & moves["doc_amount"].notna().to_numpy(bool)
    cut = moves[is_asked & (plain(moves["doc_amount"]) != plain(moves["amount"])) & ~_is_idle(moves)]
    digits = book.settings.money_digits
    return [
        _problem(book, "P407", line, **{name: text_of(int(line[key]), digits) for name, key in ASKED.items()})
        for line in (cut.iloc[row] for row in range(len(cut)))
    ]


def _is_idle(moves: pd.DataFrame) -> np.ndarray:
    """Tell which revaluations found nothing on hand."""
    on_hand = moves["qty"].groupby(moves["sku"].to_numpy(object)).cumsum()
    is_idle: np.ndarray = ((moves["kind"] == Movement.REVALUATION) & (on_hand <= 0)).to_numpy(bool)
    return is_idle


def costing_of(book: Book) -> Costing:
    """Return how a book is costed."""
    settings = book.settings
    return Costing(methods_of(book), settings.method, settings.cost_pool == "warehouse", settings.money_digits)


def methods_of(book: Book) -> dict[str, str]:
    """Return each product's costing method."""
    products = book.lines["products"]
    own = products["method"].mask(products["method"] == "", book.settings.method)
    return dict(zip(products["sku"], own, strict=True))


def _cost(book: Book, ledger: pd.DataFrame, costing: Costing, before: Costed | None) -> tuple[Costed, list[int]]:
    """Cost a ledger, only where it has changed since it was costed before."""
    if before is None or len(before.ledger) == 0:
        table = tabulate(ledger, costing)
        engine = Engine(table, costing)
        return _costed(book, ledger, [], (table, engine), costing)
    added = ledger.iloc[len(before.ledger) :]
    touched = touched_by(ledger, added)
    table = tabulate(ledger[ledger["sku"].isin(touched)], costing)
    if not before.engine.update(table):
        return _cost(book, ledger, costing, None)
    kept = before.moves[~before.moves["sku"].isin(touched)]
    costed, unknown = _costed(book, ledger, [kept], (table, before.engine), costing)
    closing = pd.concat([before.closing[~before.closing.index.isin(touched)], costed.closing])
    return costed._replace(closing=closing), unknown


def _costed(
    book: Book, ledger: pd.DataFrame, kept: list[pd.DataFrame], made: tuple[Table, Engine], costing: Costing
) -> tuple[Costed, list[int]]:
    """Put a costed table back into its ledger, beside movements that are as they were."""
    found = _read_off(book, *made)
    moves = pd.concat([*kept, found.moves], ignore_index=True)
    _check_size(book, moves)
    whole = np.zeros(len(ledger), np.int64)
    whole[moves["seq"].to_numpy(np.int64) - 1] = plain(moves["amount"])
    ledger = ledger.assign(amount=pd.array(whole, dtype="Int64"))
    unknown = np.flatnonzero(moves["seq"].isin(list(made[1].unknown.values())).to_numpy(bool))
    return Costed(ledger, moves, found.closing, costing.methods, made[1]), unknown.tolist()


class ReadOff(NamedTuple):
    """Movements with their amounts, and closing amounts by product."""

    moves: pd.DataFrame
    closing: pd.Series


def _read_off(book: Book, table: Table, engine: Engine) -> ReadOff:
    """Return what was costed; the charges on a receipt, which cost with it, are shown on their own lines."""
    amounts, closing = engine.amounts(table)
    if engine.beyond:
        raise LedgerError("P402", book.layouts["ledger"].sheet, sku=engine.beyond)
    is_landed = (table.moves["kind"] == Movement.CHARGE).to_numpy() & (table.columns["op"] == Op.NOTHING)
    own = amounts - table.landed + np.where(is_landed, plain(table.moves["doc_amount"]), 0)
    moves = table.moves.assign(amount=pd.array(own, dtype="Int64"))
    return ReadOff(moves, pd.Series(closing, table.skus, dtype="int64"))


def cost_by(book: Book, ledger: pd.DataFrame, method: str) -> ReadOff:
    """Cost a ledger as if every product had had one method from the beginning, closed periods included."""
    costing = costing_of(book)._replace(methods={}, default=method)
    table = tabulate(ledger[(ledger["kind"] != Movement.CLOSE).to_numpy(bool)], costing)
    return _read_off(book, table, Engine(table, costing))


def cost_until(book: Book, ledger: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """Return the movements before a moment, costed as if nothing had come after."""
    costing = costing_of(book)
    table = tabulate(ledger[(ledger["moved_at"] < end).to_numpy(bool)], costing)
    return _read_off(book, table, Engine(table, costing)).moves


def _check_sums(book: Book, moves: pd.DataFrame) -> None:
    """Refuse a ledger whose sums could pass 64 bits; floats are good enough to see that."""
    for name in ("qty", "doc_amount"):
        size = moves[name].fillna(0).astype(float).abs()
        if size.sum() > LARGEST:
            raise LedgerError(
                "P402", book.layouts["ledger"].sheet, sku=moves["sku"].iloc[int(size.to_numpy().argmax())]
            )


def _check_size(book: Book, moves: pd.DataFrame) -> None:
    """Refuse costs whose sum could pass 64 bits."""
    size = moves["amount"].fillna(0).astype(float).abs()
    if size.sum() > LARGEST:
        raise LedgerError("P402", book.layouts["ledger"].sheet, sku=moves["sku"].iloc[int(size.to_numpy().argmax())])


def _problem(book: Book, code: str, move: pd.Series, **facts: str) -> Problem:
    """Return a problem at a ledger line."""
    row = book.layouts["ledger"].header_row + int(move["seq"])
    return Problem(code, book.place("ledger", row, "sku"), {"sku": move["sku"], **facts})
