"""Goods in and out of their pools, one movement after the other."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

from jxc_xl.cost.month import MonthPool
from jxc_xl.cost.owed import Owed
from jxc_xl.cost.pools import AveragePool, FifoPool, Unit
from jxc_xl.cost.rows import Events, Op
from jxc_xl.numbers import divide
from jxc_xl.terms import Method

Pool = AveragePool | FifoPool | MonthPool
Key = tuple[int, int, int]
"""Product, warehouse and lot of a pool; 0 where the pool is over all of them."""


class State:
    """The state of one walk: pools, what is owed, what has come back, and the amounts so far."""

    def __init__(self, events: Events, methods: Mapping[int, str], unit_down: int) -> None:
        self.events, self.methods, self.unit_down = events, dict(methods), unit_down
        self.amounts = [0] * len(events.op)
        self.unknown: list[int] = []
        self.pools: dict[Key, Pool] = {}
        self.owed: defaultdict[Key, deque[Owed]] = defaultdict(deque)
        self.back: dict[int, tuple[int, int]] = {}
        self.gone: dict[int, int] = {}
        self.moved: dict[int, int] = {}
        self.month: dict[int, int] = {}

    def key(self, position: int) -> Key:
        """Return the pool a row belongs to."""
        events = self.events
        product = events.product[position]
        method = self.methods[product]
        if method == Method.MONTH_AVERAGE:
            return product, 0, 0
        return product, events.place[position], events.lot[position] if method == Method.SPECIFIC else 0

    def pool(self, position: int) -> Pool:
        """Return the pool of a row, a new one where there is none yet."""
        key = self.key(position)
        pool = self.pools.get(key)
        if pool is None:
            pool = self.pools[key] = self.new_pool(key[0])
        return pool

    def new_pool(self, product: int) -> Pool:
        """Return an empty pool of a product's method."""
        method = self.methods[product]
        if method == Method.MONTH_AVERAGE:
            return MonthPool(self.add, self.unknown)
        return FifoPool() if method == Method.FIFO else AveragePool()

    def add(self, position: int, amount: int) -> None:
        """Add to a row's amount; a row of the month that comes back on an issue counts as given back."""
        self.amounts[position] += amount
        if self.events.op[position] == Op.BACK and amount > 0:
            issue = self.events.link[position]
            before, given = self.back.get(issue, (0, 0))
            self.back[issue] = (before, given + amount)

    def out(self, position: int) -> None:
        """Take goods out; what is not there is owed at the last known cost."""
        pool, qty = self.pool(position), -self.events.qty[position]
        if isinstance(pool, MonthPool):
            pool.issue(position, qty)
            return
        there = min(qty, pool.qty)
        cost = pool.take(there) if there else 0
        self.amounts[position] = -cost - (self.owe(position, pool, qty - there) if qty > there else 0)

    def owe(self, position: int, pool: Pool, qty: int) -> int:
        """Remember goods that left before they were there; return what they are taken to cost."""
        provisional = divide(pool.last.value, qty, pool.last.qty) if pool.last.qty else 0
        self.owed[self.key(position)].append(Owed(position, qty, provisional, is_known=pool.last.qty > 0))
        return provisional

    def put(self, position: int, qty: int, value: int) -> None:
        """Put goods in; what is owed takes from them as if it had waited."""
        self.amounts[position] = value
        self.pool(position)
        self.bring(self.key(position), position, qty, value)

    def bring(self, key: Key, position: int, qty: int, value: int) -> None:
        """Put goods into a pool that is there, and settle what it owes."""
        pool = self.pools[key]
        if qty:
            pool.put(position, qty, value)
        if isinstance(pool, MonthPool):
            return
        owed = self.owed.get(key)
        while owed and pool.qty:
            first = owed[0]
            part = min(first.left, pool.qty)
            self.amounts[first.position] -= pool.take(part) - first.settle(part)
            if not first.left:
                owed.popleft()

    def owed_of(self, key: Key, pool: Pool) -> list[Owed]:
        """Return all that is owed to a pool, oldest first."""
        return list(pool.owed if isinstance(pool, MonthPool) else self.owed.get(key, ()))

    def owe_again(self, key: Key, owed: list[Owed]) -> None:
        """Let a pool owe what another one did."""
        pool = self.pools[key]
        (pool.owed if isinstance(pool, MonthPool) else self.owed[key]).extend(owed)

    def in_current(self, position: int) -> None:
        """Put goods in at the current unit cost; remember where none was ever known."""
        pool, qty = self.pool(position), self.events.qty[position]
        if isinstance(pool, MonthPool):
            pool.issue(position, -qty)
            return
        unit = Unit(pool.value, pool.qty) if pool.qty else pool.last
        if not unit.qty:
            self.unknown.append(position)
        self.put(position, qty, divide(unit.value, qty, unit.qty) if unit.qty else 0)

    def come_back(self, position: int) -> None:
        """Put goods in at what part of an issue's cost comes back; several returns of one issue never exceed it."""
        issue, qty = self.events.link[position], self.events.qty[position]
        before, given = self.back.get(issue, (0, 0))
        pool = self.pool(position)
        if isinstance(pool, MonthPool) and issue in pool.waiting:
            self.back[issue] = (before + qty, given)
            pool.issue(position, -qty)
            return
        total = divide(-self.amounts[issue], before + qty, -self.events.qty[issue])
        self.back[issue] = (before + qty, total)
        self.put(position, qty, total - given)

    def send_back(self, position: int) -> None:
        """Take goods out at what their receipt cost, landed."""
        receipt, qty = self.events.link[position], -self.events.qty[position]
        pool = self.pool(position)
        there = min(qty, pool.qty)
        if isinstance(pool, MonthPool) and there < qty:
            pool.issue(position, qty)
            return
        before, given = self.back.get(receipt, (0, 0))
        total = divide(self.events.value[receipt], before + there, self.events.qty[receipt])
        cost = pool.take_back(receipt, there, total - given) if there > 0 else 0
        self.back[receipt] = (before + there, total)
        self.amounts[position] = -cost - (self.owe(position, pool, qty - there) if qty > there else 0)

    def end_months(self, product: int, period: int) -> None:
        """End a product's averaging period when a row of another one comes."""
        if self.month.get(product) == period:
            return
        pool = self.pools.get((product, 0, 0))
        if isinstance(pool, MonthPool):
            pool.end()
        self.month[product] = period
