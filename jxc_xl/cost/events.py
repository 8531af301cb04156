"""Ledger lines become events: products whose costs hang together side by side, each row with what it does to cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import plain
from jxc_xl.cost.naming import Rows, issues, landed, lates, receipts
from jxc_xl.cost.rows import METHODS, Op
from jxc_xl.ledger import moments, order, stands
from jxc_xl.terms import Method, Movement

OUT = {Movement.SALE, Movement.SUPPLIER_RETURN, Movement.OTHER_OUT, Movement.WRITE_OFF}
WITH_AMOUNT = {Movement.OPENING, Movement.RECEIPT, Movement.OTHER_IN}
CLOSES_A_MONTH = 4096


class Table(NamedTuple):
    """All movements that stand as events, grouped; every column is as long as ``moves``.

    Attributes:
        moves: The movements, by group and in the order in which they count.
        start: First row of each group, and the end.
        skus: Products by number.
        methods: Costing method of each product at its start.
        columns: ``op qty value link product place lot period`` as `rows.Events` has them, and ``at``, the moment in
            seconds; links are rows of this table.
        landed: What charges add to each receipt.
    """

    moves: pd.DataFrame
    start: np.ndarray
    skus: pd.Index
    methods: list[str]
    columns: dict[str, np.ndarray]
    landed: np.ndarray


class Costing(NamedTuple):
    """How a ledger is costed: the method of products from now on, and what has a cost of its own."""

    methods: dict[str, str]
    default: str
    by_warehouse: bool
    money_digits: int

    def method_of(self, sku: str) -> str:
        """Return the method a product has from now on."""
        return self.methods.get(sku, self.default)


def tabulate(ledger: pd.DataFrame, costing: Costing) -> Table:
    """Return the events of all movements that stand.

    Args:
        ledger: All movements in order of ``seq``.
        costing: How to cost them.
    """
    moves = ledger[stands(ledger)]
    moves = moves.iloc[order(moves, is_paired=costing.by_warehouse)]
    product, skus = pd.factorize(moves["sku"])
    family = _families(moves, product, len(skus))
    by_group = np.argsort(family[product], kind="stable")
    moves, product = moves.iloc[by_group].reset_index(drop=True), product[by_group]
    group = family[product]
    start = np.append(np.flatnonzero(np.append(True, group[1:] != group[:-1])[: len(group)]), len(group))
    methods, switches = _methods(moves, product, skus, costing)
    columns = _columns(moves, product, costing, switches)
    named = Rows(moves)
    _link(columns, named)
    extra = landed(named)
    columns["value"] = columns["value"] + np.where(columns["op"] == Op.IN, extra, 0)
    return Table(moves, start, skus, methods, columns, extra)


def touched_by(ledger: pd.DataFrame, added: pd.DataFrame) -> set[str]:
    """Return the products whose costs hang together with those of some lines."""
    touched = set(added["sku"])
    made = ledger[ledger["kind"].isin((Movement.ASSEMBLY_IN, Movement.ASSEMBLY_OUT))]
    groups = [set(part) for _, part in made["sku"].groupby([made["doc_no"].to_numpy(), made["line_no"].to_numpy()])]
    while more := [group for group in groups if group & touched and not group <= touched]:
        touched.update(*more)
    return touched


def _families(moves: pd.DataFrame, product: np.ndarray, count: int) -> np.ndarray:
    """Return a number for each product; products made of one another have the same."""
    root = np.arange(count)
    is_made = moves["kind"].isin((Movement.ASSEMBLY_IN, Movement.ASSEMBLY_OUT)).to_numpy()
    if not is_made.any():
        return root
    made = pd.DataFrame({"product": product[is_made]})
    names = [moves.loc[is_made, name].to_numpy() for name in ("doc_no", "line_no")]
    for _, members in made.groupby(names)["product"]:
        roots = {_root(root, one) for one in members}
        for one in roots:
            root[one] = min(roots)
    return np.array([_root(root, one) for one in range(count)])


def _root(root: np.ndarray, one: int) -> int:
    while root[one] != one:
        one = int(root[one])
    return one


def _methods(
    moves: pd.DataFrame, product: np.ndarray, skus: pd.Index, costing: Costing
) -> tuple[list[str], dict[int, str]]:
    """Return each product's method at its start, and the close lines after which another one holds."""
    now = [costing.method_of(sku) for sku in skus]
    switches: dict[int, str] = {}
    closes = np.flatnonzero((moves["kind"] == Movement.CLOSE).to_numpy())
    for row in reversed(closes.tolist()):
        closed, after = moves["method"].iloc[row] or now[product[row]], now[product[row]]
        if closed != after:
            switches[row] = after
        now[product[row]] = closed
    return now, switches


def _columns(
    moves: pd.DataFrame, product: np.ndarray, costing: Costing, switches: dict[int, str]
) -> dict[str, np.ndarray]:
    kind, qty = moves["kind"], moves["qty"].to_numpy(np.int64)
    amount, unit_cost = plain(moves["doc_amount"]), plain(moves["unit_cost"])
    op = _ops(moves, kind, qty, is_carrying=costing.by_warehouse)
    value = np.where(op == Op.REVALUE_TO, unit_cost, amount)
    value[op == Op.CLOSE] = 0
    for row, method in switches.items():
        op[row], value[row] = Op.SWITCH, METHODS.index(Method(method))
    place = (
        pd.factorize(moves["warehouse"], sort=True)[0] + 1 if costing.by_warehouse else np.zeros(len(moves), np.int64)
    )
    return {
        "op": op,
        "qty": qty,
        "value": value,
        "link": np.full(len(moves), -1),
        "product": product,
        "place": place,
        "lot": pd.factorize(moves["lot"], sort=True)[0] + 1,
        "period": _periods(moves),
        "at": moments(moves, is_paired=costing.by_warehouse).second,
    }


def _ops(moves: pd.DataFrame, kind: pd.Series, qty: np.ndarray, *, is_carrying: bool) -> np.ndarray:
    has_amount = moves["doc_amount"].notna().to_numpy()
    is_count = (kind == Movement.COUNT).to_numpy()
    is_current = (kind.isin((Movement.CUSTOMER_RETURN, Movement.OTHER_IN)).to_numpy() | is_count) & (qty > 0)
    is_revaluation = (kind == Movement.REVALUATION).to_numpy()
    cases = [
        ((kind == Movement.CLOSE).to_numpy(), Op.CLOSE),
        (is_revaluation & has_amount, Op.REVALUE_BY),
        (is_revaluation, Op.REVALUE_TO),
        (qty == 0, Op.NOTHING),
        (kind.isin(WITH_AMOUNT).to_numpy() & has_amount, Op.IN),
        (is_current, Op.IN_CURRENT),
        (kind.isin(OUT).to_numpy() | is_count, Op.OUT),
        ((kind == Movement.ASSEMBLY_OUT).to_numpy(), Op.MOVE_OUT),
        ((kind == Movement.ASSEMBLY_IN).to_numpy(), Op.MOVE_IN),
        ((kind == Movement.TRANSFER_OUT).to_numpy() & is_carrying, Op.CARRY_OUT),
        ((kind == Movement.TRANSFER_IN).to_numpy() & is_carrying, Op.CARRY_IN),
    ]
    found: np.ndarray = np.select([mask for mask, _ in cases], [int(op) for _, op in cases], int(Op.NOTHING))
    return found


def _periods(moves: pd.DataFrame) -> np.ndarray:
    """Return each row's averaging period: the calendar month, cut also where a period was closed."""
    at = moves["moved_at"].to_numpy("M8[s]")
    closes = np.unique(at[(moves["kind"] == Movement.CLOSE).to_numpy()])
    months = at.astype("M8[M]").astype(np.int64)
    period: np.ndarray = months * CLOSES_A_MONTH + np.searchsorted(closes, at, side="right")
    return period


def _link(columns: dict[str, np.ndarray], named: Rows) -> None:
    """Tie rows to the rows they go back on."""
    op, link = columns["op"], columns["link"]
    for row, sale in issues(named).items():
        op[row], link[row] = Op.BACK, sale
    for row, receipt in receipts(named).items():
        op[row], link[row] = Op.OUT_NAMED, receipt
    for row, (receipt, adjustment) in lates(named).items():
        op[row], link[row] = Op.LATE, receipt
        if adjustment >= 0:
            op[adjustment], link[adjustment] = Op.ADJUST, row
    moving = np.flatnonzero(np.isin(op, (Op.MOVE_OUT, Op.MOVE_IN, Op.CARRY_OUT, Op.CARRY_IN)))
    first: dict[tuple[str, int], int] = {}
    for row, name in zip(moving.tolist(), named.names(moving, "doc_no", "line_no"), strict=True):
        link[row] = first.setdefault(name[:2], row)
