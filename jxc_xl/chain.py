"""The hash chain: an edited ledger cannot pass for the true one.

Each posting is sealed with a hash over its movements and the hash of the posting before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.ledger import FACTS

FIELD, LINE = "\x1f", "\x1e"
NUMBERS = {"line_no", "qty", "doc_amount", "ref_line", "unit_cost", "reverses", "seq", "posting_no"}


class Seal(NamedTuple):
    """The hash of one posting, and the position of its last line, which carries it."""

    posting_no: int
    last: int
    hash: str


def seals(ledger: pd.DataFrame, before: str = "") -> Iterator[Seal]:
    """Yield the seal of each posting.

    Args:
        ledger: Movements in the order of ``seq``; the lines of a posting follow one another.
        before: Hash of the posting before the first one here.
    """
    lines = _lines(ledger)
    numbers = ledger["posting_no"].to_numpy(np.int64)
    is_last = np.append(numbers[1:] != numbers[:-1], True)[: len(numbers)]
    ends: list[int] = np.flatnonzero(is_last).tolist()
    start = 0
    for end in ends:
        before = hashlib.sha256((before + LINE + LINE.join(lines[start : end + 1])).encode()).hexdigest()
        yield Seal(int(numbers[end]), int(end), before)
        start = end + 1


def broken(ledger: pd.DataFrame) -> list[int]:
    """Return the positions of the seals that do not match what they seal; the ledger is in the order of ``seq``."""
    written = ledger["hash"].tolist()
    found = list(seals(ledger))
    last = {seal.last for seal in found}
    wrong = [seal.last for seal in found if written[seal.last] != seal.hash]
    stray = [position for position in np.flatnonzero(ledger["hash"] != "") if position not in last]
    gaps = np.flatnonzero(ledger["seq"].to_numpy(np.int64) != np.arange(1, len(ledger) + 1))
    return sorted({*wrong, *map(int, stray), *map(int, gaps[:1])})


def _lines(ledger: pd.DataFrame) -> list[str]:
    names = ("seq", "posting_no", "posted_at", *FACTS, "reverses")
    return [FIELD.join(cells) for cells in zip(*(_texts(ledger[name], name) for name in names), strict=True)]


def _texts(values: pd.Series, name: str) -> list[str]:
    if name in {"posted_at", "moved_at"}:
        return list(map(str, values.to_numpy("M8[s]").astype(np.int64).tolist()))
    if name in NUMBERS:
        blank = values.isna().tolist()
        numbers = values.fillna(0).astype(np.int64).tolist()
        return ["" if is_blank else str(number) for number, is_blank in zip(numbers, blank, strict=True)]
    return list(map(str, values.tolist()))
