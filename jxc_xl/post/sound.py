"""Which documents are sound: one line in error keeps its whole document out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from jxc_xl.book import Book
from jxc_xl.problems import Found, Problem


class Held(NamedTuple):
    """Which movements belong to documents without an error, and the lines (sheet, row, doc_no) that have one."""

    is_sound: pd.Series
    wrong: pd.DataFrame


def held(book: Book, wanted: pd.DataFrame, problems: Iterable[Problem]) -> Held:
    """Tell which movements belong to sound documents."""
    problems = [problem for problem in problems if problem.is_error]
    told = {problem.place.sheet for problem in problems}
    keys = [key for key, layout in book.layouts.items() if layout.sheet in told]
    wrong = [(key, row) for key in keys for row in book.lines[key].loc[book.is_held(key, problems), "row"]]
    lines = pd.DataFrame(wrong, columns=["sheet", "row"]).astype({"sheet": "str", "row": "int64"})
    if lines.empty:
        return Held(pd.Series(data=True, index=wanted.index), lines.assign(doc_no=""))
    named = pd.concat([_documents(book, key) for key in set(lines["sheet"])], ignore_index=True)
    lines = lines.merge(named, on=["sheet", "row"])
    bad = pd.MultiIndex.from_frame(lines[["sheet", "doc_no"]])
    is_sound = ~pd.MultiIndex.from_frame(wanted[["sheet", "doc_no"]]).isin(bad)
    return Held(pd.Series(is_sound, wanted.index), lines)


def _documents(book: Book, key: str) -> pd.DataFrame:
    lines = book.lines[key]
    return pd.DataFrame({"sheet": key, "row": lines["row"], "doc_no": lines.get("doc_no", "")})


def sound(book: Book, new: pd.DataFrame, problems: Iterable[Problem]) -> Found[pd.DataFrame]:
    """Leave out documents with an error; tell those of them that have other, sound lines.

    Problems:
        P213: a document is not posted because of other lines of it.
    """
    is_sound, wrong = held(book, new, problems)
    counts = wrong.drop_duplicates(["sheet", "row"]).groupby(["sheet", "doc_no"]).size().to_dict()
    rest = new[
        ~is_sound
        & ~pd.MultiIndex.from_frame(new[["sheet", "row"]]).isin(pd.MultiIndex.from_frame(wrong[["sheet", "row"]]))
    ]
    told = [
        Problem(
            "P213",
            book.place(line["sheet"], line["row"], "doc_no"),
            {"document": line["doc_no"], "lines": counts[line["sheet"], line["doc_no"]]},
        )
        for line in rest.drop_duplicates(["sheet", "doc_no"]).to_dict("records")
    ]
    return Found(new[is_sound].reset_index(drop=True), told)


WHEN = {
    "receipts": "received_at",
    "charges": "charged_at",
    "returns": "returned_at",
    "transfers": "moved_at",
    "counts": "counted_at",
    "adjustments": "adjusted_at",
}


def frozen(book: Book, new: pd.DataFrame, open_from: pd.Timestamp | None) -> list[Problem]:
    """Tell lines dated in a closed period; a charge is dated by itself, whatever goods it is for.

    Problems:
        P508: nothing can be posted into a closed period.
    """
    if open_from is None or new.empty:
        return []
    lines = new.drop_duplicates(["sheet", "row"])
    moments = lines["moved_at"].copy()
    is_charge = lines["sheet"] == "charges"
    own = book.lines["charges"].drop_duplicates("row").set_index("row")["charged_at"]
    if is_charge.any():
        moments[is_charge] = lines.loc[is_charge, "row"].map(own)
    until = f"{open_from - pd.Timedelta(days=1):%Y-%m-%d}"
    return [
        Problem(
            "P508",
            book.place(line["sheet"], int(line["row"]), _column(book, line)),
            {"day": f"{at:%Y-%m-%d}", "until": until},
        )
        for line, at in zip(lines.to_dict("records"), moments, strict=True)
        if at < open_from
    ]


def _column(book: Book, line: Mapping[Hashable, object]) -> str:
    """Return the column that dates a line."""
    key = str(line["sheet"])
    if key != "sales":
        return WHEN[key]
    sales = book.lines["sales"]
    own = sales.loc[sales["row"] == line["row"], "shipped_at"]
    return "shipped_at" if own.notna().any() else "ordered_at"
