"""The engine that costs a ledger: kernels for products that only come and go, the walk for all others.

It keeps what it has costed, so that a ledger with more lines is costed again only in the products these touch, and
there only from the first line that differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from jxc_xl.cost.arena import Column
from jxc_xl.cost.events import Costing, Table
from jxc_xl.cost.regular import WALK
from jxc_xl.cost.rows import METHODS, Events
from jxc_xl.cost.store import Store
from jxc_xl.cost.walk import walk
from jxc_xl.numbers import MAX_INT, PRICE_DIGITS, QTY_DIGITS, Ints
from jxc_xl.terms import Method

KERNEL = {method: number for number, method in enumerate(METHODS)}
CARRIED = ("link", "product", "place")


class Amounts(NamedTuple):
    """What was costed.

    Attributes:
        amounts: Signed amount of each row of a table, charges on a receipt included.
        closing: Amount on hand of each of the table's products at the end.
    """

    amounts: Ints
    closing: Ints


class Engine:
    """A costed ledger, by groups of products whose costs hang together.

    Args:
        table: The events.
        costing: How to cost them.

    Attributes:
        unknown: The ``seq`` of the first line of each product valued at 0 because no cost was ever known.
        beyond: A product some of whose amounts do not fit 64 bits; they count as 0 then.
    """

    def __init__(self, table: Table, costing: Costing) -> None:
        self.down = QTY_DIGITS + PRICE_DIGITS - costing.money_digits
        self.skus: list[str] = list(table.skus)
        self.methods: list[str] = list(table.methods)
        self.closing: dict[int, int] = {}
        self.unknown: dict[int, int] = {}
        self.beyond = ""
        group = np.repeat(np.arange(len(table.start) - 1), np.diff(table.start))
        self.group = _groups(table.columns["product"], group)
        self.store = Store(_sheet(table), group, _kernels(table), self._walk)
        self.store.cost()

    def update(self, table: Table) -> bool:
        """Take in all movements of some products, as they are now; False = their groups are others than before.

        Args:
            table: Events of those products alone; methods of products known before are what they were.
        """
        number = {sku: i for i, sku in enumerate(self.skus)}
        own = [number.setdefault(sku, len(number)) for sku in table.skus]
        count = len(table.start) - 1
        members = [sorted({own[one] for one in part}) for part in _parts(table)]
        homes = [{self.group[one] for one in part if one in self.group} for part in members]
        if any(
            len(home) > 1 or (home and self._members(next(iter(home))) != part)
            for home, part in zip(homes, members, strict=True)
        ):
            return False
        fresh = [i for i, home in enumerate(homes) if not home]
        if fresh:
            first = self.store.add_groups(_kernels(table)[fresh])
            homes = [home or {first + fresh.index(i)} for i, home in enumerate(homes)]
            self.group |= {one: next(iter(homes[i])) for i in fresh for one in members[i]}
        self._know(table, own)
        groups = np.array([next(iter(home)) for home in homes], np.int64)
        self.store.method[groups] = _kernels(table)  # a second warehouse may have come
        sheet = _sheet(table) | {"product": np.array(own, np.int64)[table.columns["product"]]}
        self.store.replace(groups, sheet, np.repeat(groups, np.diff(table.start)[:count]))
        return True

    def amounts(self, table: Table) -> Amounts:
        """Return the amounts of a table that was taken in."""
        number = {sku: i for i, sku in enumerate(self.skus)}
        own = [number[sku] for sku in table.skus]
        groups = np.array([self.group[own[part[0]]] for part in _parts(table)], np.int64)
        at = self.store.positions(groups)
        amounts = self.store.columns["amount"][at].astype(np.int64)
        total = np.zeros(len(table.skus), np.int64)
        np.add.at(total, table.columns["product"], amounts)
        closing = np.array([self.closing.get(one, int(total[i])) for i, one in enumerate(own)], np.int64)
        return Amounts(amounts, closing)

    def _members(self, group: int) -> list[int]:
        return sorted(one for one, home in self.group.items() if home == group)

    def _know(self, table: Table, own: list[int]) -> None:
        """Remember the products of a table; what was found out about them is found out anew."""
        for i, one in enumerate(own):
            if one == len(self.skus):
                self.skus.append(table.skus[i])
                self.methods.append(table.methods[i])
            self.closing.pop(one, None)
            self.unknown.pop(one, None)

    def _walk(self, rows: Mapping[str, Column], group: int) -> Ints:  # noqa: ARG002 (the rows say which products)
        """Cost one group exactly; remember what it holds in the end and what was never known."""
        at = {seq: row for row, seq in enumerate(rows["id"].tolist())}
        names = ("op", "qty", "value", "product", "place", "lot", "period")
        columns = {name: rows[name].tolist() for name in names}
        links = [at.get(link, -1) for link in rows["link"].tolist()]
        found = walk(Events(**columns, link=links), dict(enumerate(self.methods)), self.down)
        self.closing |= found.closing
        for one in set(columns["product"]):
            self.unknown.pop(one, None)
        ids = rows["id"].tolist()
        for row in found.unknown:
            self.unknown.setdefault(columns["product"][row], ids[row])
        if max(map(abs, found.amounts), default=0) > MAX_INT:
            self.beyond = self.skus[columns["product"][0]]
            self.closing |= dict.fromkeys(found.closing, 0)
            return np.zeros(len(ids), np.int64)
        return np.array(found.amounts, np.int64)


def _sheet(table: Table) -> dict[str, Column]:
    """Return a table's columns as the store has them: rows are known by ``seq``, and name each other by it."""
    seq = table.moves["seq"].to_numpy(np.int64)
    columns = table.columns
    link = np.where(columns["link"] >= 0, seq[columns["link"]], -1)
    return {**columns, "link": link, "id": seq, "at": columns["at"]}


def _parts(table: Table) -> list[list[int]]:
    """Return the products of each group."""
    product = table.columns["product"]
    return [
        np.unique(product[start:end]).tolist() for start, end in zip(table.start[:-1], table.start[1:], strict=True)
    ]


def _groups(product: Ints, group: Ints) -> dict[int, int]:
    return dict(zip(product.tolist(), group.tolist(), strict=True))


def _kernels(table: Table) -> np.ndarray:
    """Return the kernel of each group: none where several products or warehouses hang together."""
    kernels = np.full(len(table.start) - 1, WALK, np.int8)
    product, place = table.columns["product"], table.columns["place"]
    for i, (start, end) in enumerate(zip(table.start[:-1], table.start[1:], strict=True)):
        is_one = (product[start:end] == product[start]).all() and (place[start:end] == place[start]).all()
        if is_one:
            kernels[i] = KERNEL[Method(table.methods[product[start]])]
    return kernels
