"""In how many decimal digits the ledger's amounts were posted: its seals tell, whatever the settings say now.

A seal is over whole minor units. Read in other digits the same cells give other minor units, and every seal breaks as
if the whole ledger had been edited. So before that is believed, one posting with an amount is tried in other digits.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from jxc_xl import chain
from jxc_xl.book import plain
from jxc_xl.problems import Found
from jxc_xl.read.sheet import Lines, read_sheet
from jxc_xl.schema import LEDGER
from jxc_xl.tables import RawTable
from jxc_xl.terms import Lang

MOST_DIGITS = 6
LARGE = 5_000
"""A posting of more lines is only tried when its amounts look misread; it takes time."""


def sealed_digits(raw: RawTable, read: Found[Lines], lang: Lang, digits: int) -> int:
    """Return the digits under which the ledger's seals hold; the given ones if they do, or if none do.

    Args:
        raw: The ledger as it stands.
        read: The ledger as read with the given digits.
        lang: Language of the book.
        digits: The digits of the settings.
    """
    posting = _posting(read)
    if posting.empty or (len(posting) > LARGE and not _is_odd(read, digits)):
        return digits
    lines = read.result.lines
    is_last = (lines["seq"] == posting["seq"].iloc[0] - 1).fillna(value=False).to_numpy(bool)
    before = str(lines["hash"].to_numpy()[is_last][0]) if is_last.any() else ""
    if _holds(posting, before):
        return digits
    at = posting["row"].to_numpy() - raw.header_row - 1
    part = RawTable(
        raw.name, raw.sheet, raw.headings, raw.header_row, raw.first_column, tuple(cells[at] for cells in raw.cells)
    )
    others = (other for other in range(MOST_DIGITS + 1) if other != digits)
    return next((n for n in others if _holds(read_sheet(part, LEDGER, lang, n).result.lines, before)), digits)


def _posting(read: Found[Lines]) -> pd.DataFrame:
    """Return the smallest posting that has an amount, in order; an amount that cannot be read counts."""
    lines = read.result.lines
    named = lines[lines["posting_no"].notna() & lines["seq"].notna()]
    has_amount = (plain(named["doc_amount"]) != 0) | named["row"].isin(_unread(read)).to_numpy()
    sizes = named.groupby("posting_no")["seq"].size()
    sizes = sizes[sizes.index.isin(named.loc[has_amount, "posting_no"].unique())]
    if sizes.empty:
        return named.iloc[:0]
    return named[named["posting_no"] == sizes.idxmin()].sort_values("seq", kind="stable")


def _is_odd(read: Found[Lines], digits: int) -> bool:
    """Tell whether the amounts look misread: too many decimals, or the last one never used."""
    return bool(_unread(read)) or bool(digits and not np.any(plain(read.result.lines["doc_amount"]) % 10))


def _unread(read: Found[Lines]) -> set[int]:
    """Return the rows whose amount cannot be read."""
    column = read.result.layout.letters.get("doc_amount", "")
    return {problem.place.row for problem in read.problems if problem.is_error and problem.place.column == column}


def _holds(posting: pd.DataFrame, before: str) -> bool:
    """Tell whether a posting's seal matches what it seals."""
    posting = posting.sort_values("seq", kind="stable")
    if posting[["posted_at", "moved_at", "seq", "posting_no"]].isna().any(axis=None):
        return False
    (seal,) = chain.seals(posting, before)
    return bool(seal.hash == posting["hash"].iloc[-1])
