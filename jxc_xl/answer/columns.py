"""What each movement adds to the sums that are asked, worked out column by column when first asked."""

from __future__ import annotations

import numpy as np

from jxc_xl.cost.ledger import cost_by
from jxc_xl.numbers import Ints
from jxc_xl.report.facts import Facts, amounts, quantities
from jxc_xl.report.margin import earned
from jxc_xl.report.prices import is_bought

AMOUNT_BY = "amount by "
"""Before the key of a costing method: what the movement costs when every product has had that method all along."""


class Columns(dict[str, Ints]):
    """int64 columns by name, in the order of the movements."""

    def __init__(self, facts: Facts) -> None:
        """Keep what they are made of."""
        super().__init__()
        self._facts = facts

    def __missing__(self, name: str) -> Ints:
        self.update(self._made(name))
        return self[name]

    def _made(self, name: str) -> dict[str, Ints]:
        moves = self._facts.moves
        if name.startswith(AMOUNT_BY):
            return {name: self._amounts_by(name.removeprefix(AMOUNT_BY))}
        if name == "amount":
            return {name: amounts(moves)}
        if name == "received_qty":
            return {name: np.where(is_bought(moves), quantities(moves), 0)}
        return earned(moves) if name != "qty" else {name: quantities(moves)}

    def _amounts_by(self, method: str) -> Ints:
        """Return amounts under another method, each beside its movement; closes cost nothing there."""
        facts = self._facts
        costed = cost_by(facts.book, facts.ledger, method).moves
        whole = np.zeros(len(facts.ledger) + 1, np.int64)
        whole[costed["seq"].to_numpy(np.int64)] = amounts(costed)
        found: Ints = whole[facts.moves["seq"].to_numpy(np.int64)]
        return found
