"""What the sheets say against what the ledger says: what is new, what was changed, what is gone.

A line and its movements are one thing in two places. Each side is boiled down to one number a line; equal numbers
mean that nothing was touched since posting.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl.book import Book
from jxc_xl.ledger import SHEET_OF
from jxc_xl.post.bundles import OF, times
from jxc_xl.problems import Found, Place, Problem
from jxc_xl.schema import LEDGER
from jxc_xl.terms import Movement

KEY = ["sheet", "doc_no", "line_no"]
COMPARED = [
    "kind",
    "moved_at",
    "sku",
    "warehouse",
    "lot",
    "qty",
    "doc_amount",
    "channel",
    "supplier",
    "ref_no",
    "unit_cost",
]
OF_THE_GOODS = ["moved_at", "sku", "warehouse", "lot"]
"""What a charge's share takes from the goods it falls on; the charge line itself does not say it."""
SHARES = (Movement.CHARGE, Movement.EXPENSE)
MADE = (Movement.ASSEMBLY_IN, Movement.ASSEMBLY_OUT)


class Compared(NamedTuple):
    """The movements of ready lines against the ledger.

    Attributes:
        new: Movements of lines that are not in the ledger, but for documents that do not agree with it.
        unmarked: sheet, row, line_no and posting_no of lines that are in the ledger unchanged but do not say so.
    """

    new: pd.DataFrame
    unmarked: pd.DataFrame


def compare(book: Book, wanted: pd.DataFrame, standing: pd.DataFrame) -> Found[Compared]:
    """Compare entry lines with the ledger.

    Args:
        book: The book.
        wanted: Movements of all ready lines, with line numbers.
        standing: The ledger's movements that stand.

    Problems:
        P501: changed after posting; P502: gone from its sheet; P503: says it is posted, but is not; P507: says what a
        line that is gone said, as if its number had been changed.
    """
    ledger = standing.assign(sheet=standing["kind"].map(SHEET_OF), row=0)
    ledger = ledger[~ledger["kind"].isin((Movement.CLOSE, Movement.COST_ADJUSTMENT))]
    split = _split_lines(wanted, ledger)
    ledger = _lines(ledger, split)
    sheets = _lines(wanted.assign(posting_no=wanted["mark"]), split)
    if (sheets["row"] != sheets["last_row"]).any():
        wanted = _without_copies(wanted, sheets, split, ledger)
        sheets = _lines(wanted.assign(posting_no=wanted["mark"]), split)
    both = sheets.add_suffix("_sheet").join(ledger.add_suffix("_ledger"), how="outer").reset_index()
    is_new = both["digest_ledger"].isna()
    is_gone = both["digest_sheet"].isna()
    is_changed = ~is_new & ~is_gone & (both["digest_sheet"] != both["digest_ledger"])
    is_false = is_new & both["posting_no_sheet"].notna()
    problems = _told(book, both[is_changed], "P501") + _gone(book, both[is_gone]) + _told(book, both[is_false], "P503")
    problems += _renumbered(book, both[is_new & ~is_false], both[is_gone])
    is_unmarked = ~is_new & ~is_gone & ~is_changed & _differs(both["posting_no_sheet"], both["posting_no_ledger"])
    unmarked = both[is_unmarked].rename(columns={"row_sheet": "row", "posting_no_ledger": "posting_no"})
    disputed = pd.MultiIndex.from_frame(both[is_gone | is_changed | is_false][KEY[:2]])
    is_disputed = pd.MultiIndex.from_frame(both[KEY[:2]]).isin(disputed)
    fresh = both[is_new & ~is_disputed][KEY]
    new = wanted.merge(fresh, on=KEY) if len(fresh) < len(sheets) else wanted
    return Found(Compared(new, unmarked[[*KEY, "row", "posting_no"]]), problems)


def _split_lines(wanted: pd.DataFrame, ledger: pd.DataFrame) -> pd.MultiIndex:
    """Return the lines that are several movements because a bundle was split, on either side."""
    several = ledger[ledger["kind"].isin((Movement.SALE, Movement.CUSTOMER_RETURN, Movement.SUPPLIER_RETURN))]
    several = several[several.duplicated(KEY, keep=False) | several["ref_no"].str.contains(OF, regex=False)]
    parts = wanted[wanted["is_part"] & ~wanted["kind"].isin(MADE)]
    return pd.MultiIndex.from_frame(pd.concat([frame[KEY] for frame in (parts, several)]))


def _without_parts(movements: pd.DataFrame) -> pd.DataFrame:
    """Leave out what goods are made of: the line of an assembly is about what is made, or taken apart."""
    is_made = movements["kind"].isin(MADE)
    if not is_made.any():
        return movements
    bundle = movements["ref_no"].str.rsplit(OF, n=1).str[0]
    return movements[~is_made | (movements["sku"] == bundle)]


def _lines(movements: pd.DataFrame, split: pd.MultiIndex) -> pd.DataFrame:
    """Return one row a line: a digest of its movements, whatever their order.

    Shares of a charge count as their sum, and so do the movements of a bundle: what it is made of may be changed after
    it was posted, and the ledger keeps what it was.
    """
    movements = _without_parts(movements)
    is_share = movements["kind"].isin(SHARES).to_numpy()
    is_part = pd.MultiIndex.from_frame(movements[KEY]).isin(split) if len(split) else np.zeros(len(movements), bool)
    is_summed = is_share | is_part
    facts = movements[COMPARED].copy()
    for name in OF_THE_GOODS:
        facts[name] = facts[name].where(~is_share)
    for name, blank in (("sku", ""), ("qty", 0), ("lot", "")):
        facts[name] = facts[name].mask(is_part, blank)
    facts["kind"] = facts["kind"].mask(is_share, str(Movement.CHARGE))
    is_whole = is_part & (movements["kind"] == Movement.SALE).to_numpy(bool) & (facts["ref_no"] == "").to_numpy(bool)
    whole = movements[is_whole]  # sold as it was before it became a bundle, or since it is one no more
    facts.loc[is_whole, "ref_no"] = [times(*one) for one in zip(whole["sku"], whole["qty"].tolist(), strict=True)]
    amount = facts["doc_amount"].fillna(0).astype(np.int64)
    facts["doc_amount"] = amount.where(~is_summed, 0)
    digest = pd.util.hash_pandas_object(facts, index=False).to_numpy()
    is_again = is_summed & movements.duplicated(KEY).to_numpy()
    digest = np.where(is_again, 0, digest) + np.where(is_summed, amount.to_numpy(), 0).astype(np.uint64)
    keyed = movements[[*KEY, "row", "posting_no"]].assign(digest=digest)
    return keyed.groupby(KEY, sort=False).agg(
        row=("row", "first"), last_row=("row", "last"), posting_no=("posting_no", "first"), digest=("digest", "sum")
    )


def _without_copies(
    wanted: pd.DataFrame, sheets: pd.DataFrame, split: pd.MultiIndex, ledger: pd.DataFrame
) -> pd.DataFrame:
    """Leave out rows that have the number of another row, which is told as such: each line is compared by one row.

    It is the row that says what the ledger says, else the first.
    """
    double = sheets.index[sheets["row"] != sheets["last_row"]]
    copied = wanted[pd.MultiIndex.from_frame(wanted[KEY]).isin(double)]
    kept = []
    for name, rows in copied.groupby(KEY):
        digests = {
            row: _lines(part.assign(posting_no=part["mark"]), split)["digest"].iloc[0]
            for row, part in rows.groupby("row")
        }
        due = ledger["digest"].get(name)
        kept.append(next((row for row, digest in digests.items() if digest == due), next(iter(digests))))
        copied = copied.drop(rows.index[rows["row"] == kept[-1]])
    return wanted.drop(copied.index)


def _differs(left: pd.Series, right: pd.Series) -> pd.Series:
    return (left.fillna(-1) != right.fillna(-1)).astype(bool)


def _told(book: Book, lines: pd.DataFrame, code: str) -> list[Problem]:
    return [
        Problem(
            code,
            book.place(line["sheet"], int(line["row_sheet"]), "posting_no"),
            {"document": line["doc_no"], "line": line["line_no"], "posting": line["posting_no_sheet"]},
        )
        for line in lines.to_dict("records")
    ]


def _renumbered(book: Book, new: pd.DataFrame, gone: pd.DataFrame) -> list[Problem]:
    """Tell new lines that say what a lost one said: posting them would move the same goods twice."""
    lost = {
        (line["sheet"], line["digest_ledger"]): f"{line['doc_no']} / {line['line_no']}"
        for line in gone.to_dict("records")
    }
    if not lost:
        return []
    return [
        Problem(
            "P507",
            book.place(line["sheet"], int(line["row_sheet"]), "doc_no"),
            {"lost": lost[line["sheet"], line["digest_sheet"]]},
        )
        for line in new.to_dict("records")
        if (line["sheet"], line["digest_sheet"]) in lost
    ]


def _gone(book: Book, lines: pd.DataFrame) -> list[Problem]:
    """Tell posted lines that are no longer on their sheet, at the head of that sheet."""
    return [
        Problem(
            "P502",
            book.place(line["sheet"]) if line["sheet"] in book.layouts else Place(LEDGER.title.said(book.lang)),
            {"document": line["doc_no"], "line": line["line_no"], "posting": line["posting_no_ledger"]},
        )
        for line in lines.to_dict("records")
    ]
