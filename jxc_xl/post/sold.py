"""What is still out of each sale, so that no more comes back than went, and none before it went."""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.terms import Movement


class Sold:
    """What is still out of each sale line."""

    def __init__(self, every: pd.DataFrame, rank: list[int], standing: int) -> None:
        self.rank = rank
        self.kind = every["kind"].tolist()
        self.qty = every["qty"].tolist()
        self.ref_no = every["ref_no"].tolist()
        self.ref = list(zip(self.ref_no, every["ref_line"].fillna(0).astype(np.int64).tolist(), strict=True))
        self.own = list(
            zip(every["doc_no"].tolist(), every["line_no"].fillna(0).astype(np.int64).tolist(), strict=True)
        )
        self.out: dict[tuple[str, int], int] = {}
        self.since: dict[tuple[str, int], int] = {}
        self.coming_back: dict[tuple[str, int], int] = {}
        self.settle(range(standing))

    def reason(self, position: int) -> str:
        """Tell why a return of a named sale cannot be, or nothing."""
        if not self._is_named_return(position):
            return ""
        name = self.ref[position]
        if name not in self.since or self.since[name] > self.rank[position]:
            return "original"
        self.coming_back[name] = self.coming_back.get(name, 0) + self.qty[position]
        return "returned" if self.out[name] < self.coming_back[name] else ""

    def left_of(self, position: int) -> int:
        """Return what of the named sale is still out."""
        return self.out.get(self.ref[position], 0)

    def settle(self, positions: list[int] | range) -> None:
        """Book sales as out and their returns as back."""
        for position in positions:
            if self.kind[position] == Movement.SALE:
                self.out[self.own[position]] = self.out.get(self.own[position], 0) - self.qty[position]
                self.since[self.own[position]] = self.rank[position]
            elif self._is_named_return(position):
                name = self.ref[position]
                self.out[name] = self.out.get(name, 0) - self.qty[position]

    def take_back(self, positions: list[int]) -> None:
        """Undo `settle`."""
        for position in positions:
            if self.kind[position] == Movement.SALE:
                self.out[self.own[position]] += self.qty[position]
                self.since.pop(self.own[position])
            elif self._is_named_return(position):
                self.out[self.ref[position]] += self.qty[position]

    def _is_named_return(self, position: int) -> bool:
        return self.kind[position] == Movement.CUSTOMER_RETURN and bool(self.ref_no[position])
