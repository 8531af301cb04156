"""What can still come back of each line, so that no more comes back than went, and none before it went.

Customers send back what was sold to them; suppliers take back what was received from them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl.post.originals import ORIGINAL
from jxc_xl.terms import Movement

Name = tuple[str, str, int, str]
FIRST = frozenset(ORIGINAL.values())


class Sold:
    """What can still come back of each sale and receipt line."""

    def __init__(self, every: pd.DataFrame, rank: list[int], standing: int) -> None:
        self.rank = rank
        self.kind = every["kind"].tolist()
        self.qty = [abs(qty) for qty in every["qty"].tolist()]
        self.ref_no = every["ref_no"].tolist()
        originals = every["kind"].map(ORIGINAL).astype("object").fillna("").tolist()
        self.ref = _names(originals, every, "ref_no", "ref_line")
        self.own = _names(self.kind, every, "doc_no", "line_no")
        self.out: dict[Name, int] = {}
        self.since: dict[Name, int] = {}
        self.coming_back: dict[Name, int] = {}
        self.settle(range(standing))
        firm = [i for i in range(standing, len(every)) if self.kind[i] == Movement.RECEIPT]
        self.settle(firm)

    def reason(self, position: int) -> str:
        """Tell why a return of a named line cannot be, or nothing."""
        if not self._is_named_return(position):
            return ""
        name = self.ref[position]
        if name not in self.since or self.since[name] > self.rank[position]:
            return "original"
        self.coming_back[name] = self.coming_back.get(name, 0) + self.qty[position]
        return "returned" if self.out[name] < self.coming_back[name] else ""

    def left_of(self, position: int) -> int:
        """Return what of the named line can still come back."""
        return self.out.get(self.ref[position], 0)

    def settle(self, positions: list[int] | range) -> None:
        """Book lines as gone and their returns as back."""
        for position in positions:
            if self.kind[position] in FIRST:
                name = self.own[position]
                self.out[name] = self.out.get(name, 0) + self.qty[position]
                self.since[name] = self.rank[position]
            elif self._is_named_return(position):
                name = self.ref[position]
                self.out[name] = self.out.get(name, 0) - self.qty[position]

    def take_back(self, positions: list[int]) -> None:
        """Undo `settle`."""
        for position in positions:
            if self.kind[position] in FIRST:
                self.out[self.own[position]] -= self.qty[position]
                self.since.pop(self.own[position])
            elif self._is_named_return(position):
                self.out[self.ref[position]] += self.qty[position]

    def _is_named_return(self, position: int) -> bool:
        return self.kind[position] in ORIGINAL and bool(self.ref_no[position])


def _names(kinds: list[str], every: pd.DataFrame, doc: str, line: str) -> list[Name]:
    lines = every[line].fillna(0).astype(np.int64).tolist()
    return list(zip(kinds, every[doc].tolist(), lines, every["sku"].tolist(), strict=True))
