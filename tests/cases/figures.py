"""What a book shows after a run, in the words of the cases; quantities and amounts as exact fractions."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.ledger import SHEET_OF, order, stands
from jxc_xl.numbers import QTY_DIGITS
from jxc_xl.pipeline import Outcome
from jxc_xl.terms import Movement
from tests.cases.entries import Entry
from tests.cases.layers import Layer, held

SHARES = (Movement.CHARGE, Movement.EXPENSE, Movement.COST_ADJUSTMENT)


class Worth(NamedTuple):
    """A quantity and what it is worth."""

    qty: Fraction
    value: Fraction


class Figures:
    """The figures of one book."""

    def __init__(self, outcome: Outcome, entries: list[Entry], *, by_warehouse: bool) -> None:
        self.outcome, self.by_warehouse = outcome, by_warehouse
        self.minor = 10**outcome.book.settings.money_digits
        moves = outcome.ledger[stands(outcome.ledger)]
        moves = moves.iloc[order(moves, is_paired=by_warehouse)].reset_index(drop=True)
        self.moves = moves.assign(sheet=moves["kind"].map(SHEET_OF).fillna(""))
        self.entries = {entry.ref: entry for entry in entries}
        self.of_receipt = {name[1:]: entry.ref for entry in entries for name in entry.names if entry.op == "in"}

    def balance(self, warehouse: str | None = None) -> Worth:
        """Return what is on hand: for the whole book as the stock report says, else by the ledger."""
        if warehouse is None:
            stock = self.outcome.reports["stock"]
            return self._worth(int(stock["on_hand"].sum()), int(stock["amount"].sum()))
        return self._sum(self.moves[self.moves["warehouse"] == warehouse])

    def last_cost(self, warehouse: str | None = None) -> Fraction | None:
        """Return the last known unit cost."""
        known = [one.last for one in held(self.outcome) if warehouse in {None, one.warehouse} and one.last.qty]
        return self._unit(known[-1]) if known else None

    def layers(self, warehouse: str | None = None) -> list[Worth]:
        """Return the layers on hand, oldest first; an average, and each lot, is one layer."""
        found = [
            self._worth(*layer)
            for one in held(self.outcome)
            if warehouse in {None, one.warehouse}
            for layer in one.layers
        ]
        whole = self.balance(warehouse)
        added = Worth(sum((one.qty for one in found), Fraction()), sum((one.value for one in found), Fraction()))
        if whole.qty >= 0 and added != whole:
            found.append(Worth(whole.qty - added.qty, whole.value - added.value))  # shown, so that it is told
        return found

    def lots(self, warehouse: str | None = None) -> dict[str, Worth]:
        """Return what is on hand of each lot, in the order in which they came, by the ledger."""
        moves = self.moves if warehouse is None else self.moves[self.moves["warehouse"] == warehouse]
        sums = {str(lot): self._sum(part) for lot, part in moves.groupby("lot", sort=False) if lot}
        return {lot: worth for lot, worth in sums.items() if worth.qty or worth.value}

    def cost_of(self, ref: str) -> Fraction | None:
        """Return what an event took out of stock."""
        moves = self._of(ref)
        return None if moves.empty else -self._sum(moves[moves["qty"] < 0]).value

    def value_of(self, ref: str) -> Fraction | None:
        """Return what an event brought in, charges on it included."""
        moves = self._of(ref)
        own = {name[1:] for name in self.entries[ref].names} if ref in self.entries else set()
        shares = self._shares()
        on_it = [name in own for name in zip(shares["ref_no"], shares["ref_line"], strict=True)]
        came = self._sum(moves[moves["qty"] > 0]).value + self._sum(shares[np.array(on_it, bool)]).value
        return None if moves.empty else came

    def change_of(self, ref: str) -> Fraction | None:
        """Return by how much an event changed the value on hand."""
        moves = self._of(ref)
        return None if moves.empty else self._sum(moves).value

    def shares_of(self, ref: str) -> dict[str, Fraction]:
        """Return how a charge was shared over receipts."""
        shares = self._of(ref)
        shares = shares[shares["kind"] != Movement.COST_ADJUSTMENT]
        found: dict[str, Fraction] = {}
        for document, line, amount in zip(shares["ref_no"], shares["ref_line"], shares["doc_amount"], strict=True):
            receipt = self.of_receipt[document, int(line)]
            found[receipt] = found.get(receipt, Fraction()) + Fraction(int(amount), self.minor)
        return found

    def balance_after(self, ref: str) -> Worth | None:
        """Return the balance right after an event: of its warehouse where each has a cost of its own."""
        at = self._of(ref).index
        if at.empty:
            return None
        names = {name[1:] for name in self.entries[ref].names}
        shares = self._shares()
        at = at.append(shares.index[[name in names for name in zip(shares["ref_no"], shares["ref_line"], strict=True)]])
        until = self.moves.loc[: at.max()]
        warehouses = set(self.moves.loc[at, "warehouse"])
        if self.by_warehouse and len(warehouses) == 1:
            until = until[until["warehouse"] == warehouses.pop()]
        return self._sum(until)

    def movements(self) -> Counter[str]:
        """Return all that moved, and what it cost: what two ways of entering the same must agree on."""
        names = ["kind", "doc_no", "line_no", "ref_no", "ref_line", "sku", "warehouse", "lot", "qty", "amount"]
        rows = self.moves[names].astype(object).where(self.moves[names].notna(), "")
        return Counter(
            " ".join(f"{key}={value}" for key, value in row.items() if value != "") for row in rows.to_dict("records")
        )

    def broken_laws(self) -> list[str]:
        """Return the laws of the self-check that do not hold."""
        laws = self.outcome.reports["self_check"]
        return [str(law) for law in laws.loc[~laws["holds"], "law"]]

    def _of(self, ref: str) -> pd.DataFrame:
        names = self.entries[ref].names if ref in self.entries else set()
        rows = zip(self.moves["sheet"], self.moves["doc_no"], self.moves["line_no"].fillna(0), strict=True)
        return self.moves[np.array([(sheet, doc, int(line)) in names for sheet, doc, line in rows], bool)]

    def _shares(self) -> pd.DataFrame:
        return self.moves[self.moves["kind"].isin((Movement.CHARGE, Movement.COST_ADJUSTMENT))]

    def _sum(self, moves: pd.DataFrame) -> Worth:
        return self._worth(int(moves["qty"].sum()), int(moves["amount"].sum()))

    def _worth(self, qty: int, value: int) -> Worth:
        return Worth(Fraction(qty, 10**QTY_DIGITS), Fraction(value, self.minor))

    def _unit(self, layer: Layer) -> Fraction:
        worth = self._worth(*layer)
        return worth.value / worth.qty
