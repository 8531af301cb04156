"""Cost the whole ledger: each product by its method, each movement its amount."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Book, plain
from jxc_xl.cost.pools import AveragePool, FifoPool, Pool
from jxc_xl.cost.walk import Events, Op, walk
from jxc_xl.ledger import order, stands
from jxc_xl.numbers import MAX_INT
from jxc_xl.problems import Found, LedgerError, Problem
from jxc_xl.terms import Method, Movement

POOLS: dict[str, Callable[[], Pool]] = {Method.FIFO: FifoPool, Method.MOVING_AVERAGE: AveragePool}
LARGEST = MAX_INT / 2
OUT = {Movement.SALE, Movement.SUPPLIER_RETURN, Movement.OTHER_OUT, Movement.WRITE_OFF}
WITH_AMOUNT = {Movement.OPENING, Movement.RECEIPT, Movement.OTHER_IN}


class Costed(NamedTuple):
    """The costed ledger.

    Attributes:
        ledger: The ledger in order of ``seq``, every ``amount`` filled; movements that stand for nothing have 0.
        moves: The movements that stand, by product and in the order in which they count.
        closing: Amount on hand of each product, as the walk ended.
        methods: Costing method of each product.
    """

    ledger: pd.DataFrame
    moves: pd.DataFrame
    closing: pd.Series
    methods: dict[str, str]


def cost(book: Book, ledger: pd.DataFrame) -> Found[Costed]:
    """Give every movement its signed amount in minor units.

    Args:
        book: The book, for methods.
        ledger: All movements in order of ``seq``.

    Problems:
        P401: a product whose cost was never known.

    Raises:
        LedgerError: P402, sums that 64 bits may not hold.
    """
    moves = ledger[stands(ledger)]
    _check_sums(book, moves)
    moves = moves.iloc[order(moves)]
    sku, names = pd.factorize(moves["sku"])
    by_product = np.argsort(sku, kind="stable")
    moves = moves.iloc[by_product].reset_index(drop=True)
    methods = methods_of(book)
    amounts, closing, unknown = _amounts(book, moves, methods)
    moves = moves.assign(amount=pd.array(amounts, dtype="Int64"))
    whole = np.zeros(len(ledger), np.int64)
    whole[moves["seq"].to_numpy(np.int64) - 1] = amounts
    costed = Costed(
        ledger.assign(amount=pd.array(whole, dtype="Int64")), moves, pd.Series(closing, names, dtype="int64"), methods
    )
    return Found(costed, [_unknown(book, moves.iloc[position]) for position in unknown])


def _check_sums(book: Book, moves: pd.DataFrame) -> None:
    """Refuse a ledger whose sums could pass 64 bits; floats are good enough to see that."""
    for name in ("qty", "doc_amount"):
        size = moves[name].fillna(0).astype(float).abs()
        if size.sum() > LARGEST:
            raise LedgerError(
                "P402", book.layouts["ledger"].sheet, sku=moves["sku"].iloc[int(size.to_numpy().argmax())]
            )


def methods_of(book: Book) -> dict[str, str]:
    """Return each product's costing method."""
    products = book.lines["products"]
    own = products["method"].mask(products["method"] == "", book.settings.method)
    return dict(zip(products["sku"], own, strict=True))


def _amounts(book: Book, moves: pd.DataFrame, methods: dict[str, str]) -> tuple[np.ndarray, list[int], list[int]]:
    """Walk each product; return amounts, closing amounts by product, and first positions of unknown cost."""
    events = _events(moves)
    amounts = np.zeros(len(moves), np.int64)
    closing, unknown = [], []
    names = moves["sku"].to_numpy(object)
    borders = np.flatnonzero(np.append(names[1:] != names[:-1], True)) + 1 if len(names) else np.zeros(0, int)
    start = size = 0
    for end in borders.tolist():
        piece = Events(*(column[start:end] for column in events))
        found = walk(piece, POOLS[methods.get(names[start], book.settings.method)]())
        size += sum(map(abs, found.amounts))
        if size > LARGEST:
            raise LedgerError("P402", book.layouts["ledger"].sheet, sku=names[start])
        amounts[start:end] = found.amounts
        closing.append(found.closing)
        unknown += [start + position for position in found.unknown[:1]]
        start = end
    is_share = (moves["kind"] == Movement.CHARGE).to_numpy()
    shares = np.where(is_share, plain(moves["doc_amount"]), 0)
    return amounts - _landed(moves) + shares, closing, unknown


def _events(moves: pd.DataFrame) -> Events:
    kind, qty = moves["kind"], moves["qty"].to_numpy(np.int64)
    issue = _issues(moves)
    has_amount = kind.isin(WITH_AMOUNT).to_numpy() & moves["doc_amount"].notna().to_numpy()
    is_count = (kind == Movement.COUNT).to_numpy()
    is_current = (kind.isin({Movement.CUSTOMER_RETURN, Movement.OTHER_IN}).to_numpy() | is_count) & (qty > 0)
    op = np.select(
        [qty == 0, has_amount, issue >= 0, is_current, kind.isin(OUT).to_numpy() | is_count],
        [Op.NOTHING, Op.IN, Op.BACK, Op.IN_CURRENT, Op.OUT],
        Op.NOTHING,
    )
    value = plain(moves["doc_amount"]) + _landed(moves)
    return Events(op.tolist(), qty.tolist(), value.tolist(), issue.tolist())


def _landed(moves: pd.DataFrame) -> np.ndarray:
    """Return what charges add to each receipt."""
    is_share = (moves["kind"] == Movement.CHARGE).to_numpy()
    landed = np.zeros(len(moves), np.int64)
    if not is_share.any():
        return landed
    at = {
        (doc_no, line_no): position
        for position, doc_no, line_no in _named(
            moves, (moves["kind"] == Movement.RECEIPT).to_numpy(), "doc_no", "line_no"
        )
    }
    amount = plain(moves["doc_amount"])
    for position, doc_no, line_no in _named(moves, is_share, "ref_no", "ref_line"):
        landed[at[doc_no, line_no]] += amount[position]
    return landed


def _issues(moves: pd.DataFrame) -> np.ndarray:
    """Return, for each customer return of a known sale, that sale's position within its product; -1 elsewhere."""
    issue = np.full(len(moves), -1)
    is_named = ((moves["kind"] == Movement.CUSTOMER_RETURN) & (moves["ref_no"] != "")).to_numpy()
    if not is_named.any():
        return issue
    start = pd.Series(np.arange(len(moves))).groupby(moves["sku"].to_numpy(object)).transform("first").to_numpy()
    is_sale = (moves["kind"] == Movement.SALE).to_numpy()
    at = {(doc_no, line_no): position for position, doc_no, line_no in _named(moves, is_sale, "doc_no", "line_no")}
    for position, doc_no, line_no in _named(moves, is_named, "ref_no", "ref_line"):
        sale = at.get((doc_no, line_no), -1)
        if 0 <= sale < position and start[sale] == start[position]:
            issue[position] = sale - start[position]
    return issue


def _named(moves: pd.DataFrame, mask: np.ndarray, doc: str, line: str) -> list[tuple[int, str, int]]:
    positions = np.flatnonzero(mask)
    part = moves.iloc[positions]
    return list(zip(positions.tolist(), part[doc].tolist(), plain(part[line].astype("Int64")).tolist(), strict=True))


def _unknown(book: Book, move: pd.Series) -> Problem:
    row = book.layouts["ledger"].header_row + int(move["seq"])
    return Problem("P401", book.place("ledger", row, "sku"), {"sku": move["sku"]})
