"""What was imported before: numbers made from content, and lines a sheet already has."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from jxc_xl.book import Book
from jxc_xl.problems import Place, Problem
from jxc_xl.schema import Sheet
from jxc_xl.terms import Text

NUMBERED = {"purchases": "PO", "receipts": "IN", "charges": "FE", "sales": "SO", "returns": "RE"}
"""Sheets whose lines get a document number made from their content when the file has none, and its prefix."""


def refuse(lines: pd.DataFrame, mask: pd.Series, code: str, file: str, **facts: pd.Series | object) -> list[Problem]:
    """Return one problem for each wrong row of a file."""
    wrong = np.flatnonzero(mask.to_numpy(bool))
    rows = lines["row"].to_numpy()
    named = {
        name: fact.to_numpy(object) if isinstance(fact, pd.Series) else [fact] * len(lines)
        for name, fact in facts.items()
    }
    return [
        Problem(code, Place(file, int(rows[i])), {name: values[i] for name, values in named.items()}) for i in wrong
    ]


def with_numbers(lines: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """Give lines without a document number one made from their content: the same row gets the same number again."""
    is_bare = lines["doc_no"] == ""
    if not is_bare.any():
        return lines
    bare = lines[is_bare]
    text = _content(bare, sheet)
    again = text.groupby(text).cumcount().astype("str")
    marks = [
        hashlib.sha256(f"{one}\x1f{n}".encode()).hexdigest()[:8].upper() for one, n in zip(text, again, strict=True)
    ]
    moment = next(
        column.key
        for column in sheet.columns
        if column.kind in {"moment", "date"} and (column.is_required or "date" in column.aliases)
    )
    day = bare[moment].dt.strftime("%y%m%d").fillna("000000")
    numbered = NUMBERED[sheet.key] + "-" + day + "-" + pd.Series(marks, bare.index)
    return lines.assign(doc_no=lines["doc_no"].where(~is_bare, numbered))


def _said(values: pd.Series) -> pd.Series:
    """Return what each cell says, whatever the others say: pandas leaves out the time where all times are midnight."""
    if str(values.dtype).startswith("datetime"):
        values = values.dt.strftime("%Y-%m-%d %H:%M:%S")
    said: pd.Series = values.astype("str").fillna("")
    return said


def _content(lines: pd.DataFrame, sheet: Sheet) -> pd.Series:
    """Return what a line says: all that is filled in, and nothing that is only a default."""
    text = pd.Series("", lines.index, dtype="str")
    for column in sheet.columns:
        if column.key not in {"doc_no", "line_no", "note"}:
            said = _said(lines[column.key])
            is_said = (said != "") & (said != column.default)
            text += (column.key + "=" + said + "\x1f").where(is_said, "")
    return text


def unknown(book: Book, sheet: Sheet, lines: pd.DataFrame, file: str) -> tuple[pd.DataFrame, int, list[Problem]]:
    """Leave out lines the sheet has; return the new ones, how many were known, and those that differ from before."""
    if "doc_no" not in sheet.keys:
        return _unknown_master(book, sheet, lines, file)
    old = book.lines[sheet.key]
    key = ["doc_no", "sku"] if "sku" in lines else ["doc_no"]
    new_key, old_key = _occurrences(lines, key), _occurrences(old, key)
    position = pd.Series(np.arange(len(old)), old_key).reindex(new_key).to_numpy()
    is_known = ~np.isnan(position)
    conflicts: list[Problem] = []
    if is_known.any() and "qty" in lines:
        before = old.iloc[position[is_known].astype(int)]
        now = lines[is_known]
        differs = (before["qty"].to_numpy() != now["qty"].to_numpy()) | (
            before["unit_price"].fillna(-1).to_numpy() != now["unit_price"].fillna(-1).to_numpy()
        )
        conflicts = refuse(now, pd.Series(differs, now.index), "P234", file, document=now["doc_no"], sku=now["sku"])
    fresh = _with_lines(lines[~is_known], old)
    return fresh, int(is_known.sum()) - len(conflicts), conflicts


def _occurrences(lines: pd.DataFrame, key: list[str]) -> pd.MultiIndex:
    folds = [lines[name].str.casefold() for name in key]
    count = lines.groupby(folds, sort=False).cumcount() if len(lines) else pd.Series([], dtype="int64")
    return pd.MultiIndex.from_arrays([*folds, count])


def _with_lines(lines: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Number the lines of each document, after those already there."""
    last = old["line_no"].groupby(old["doc_no"]).max()
    count = old["doc_no"].value_counts()
    start = lines["doc_no"].map(last).fillna(0).astype("Int64")
    unnumbered = lines["doc_no"].map(count).fillna(0).astype("Int64")
    start = start.where(start >= unnumbered, unnumbered)
    number = start + lines.groupby("doc_no", sort=False).cumcount() + 1
    return lines.assign(line_no=lines["line_no"].fillna(number).astype("Int64"))


DERIVED = {"name", "list_price", "note"}
"""What order files say of a product differs from month to month, and is no correction."""


def _unknown_master(
    book: Book, sheet: Sheet, lines: pd.DataFrame, file: str
) -> tuple[pd.DataFrame, int, list[Problem]]:
    """Leave out lines a master has, and repeated ones; of those it has, tell each that says something else, once."""
    names = [lines[key].astype("str").str.casefold() for key in sheet.keys]
    old = [book.lines[sheet.key][key].astype("str").str.casefold() for key in sheet.keys]
    new_key, old_key = pd.MultiIndex.from_arrays(names), pd.MultiIndex.from_arrays(old)
    is_known = new_key.isin(old_key) | new_key.duplicated()
    rows = pd.Series(np.arange(len(old_key)), old_key)
    rows = rows[~rows.index.duplicated()]
    is_again = new_key.isin(old_key) & ~new_key.duplicated()
    again = lines[is_again]
    before = book.lines[sheet.key].iloc[rows.reindex(new_key[is_again]).to_numpy(np.int64)]
    headings, comma = pd.Series("", again.index, dtype="str"), Text("、", ", ").said(book.lang)
    for column in sheet.columns:
        if column.key in {*sheet.keys, *DERIVED} or column.is_kept:
            continue
        now, then = _said(again[column.key]), _said(before[column.key]).set_axis(again.index)
        is_other = (now != "") & (now != column.default) & (now != then)
        title = column.title.said(book.lang)
        headings = headings.mask(is_other, headings.where(headings == "", headings + comma) + title)
    name = pd.Series(["/".join(filter(None, parts)) for parts in zip(*map(_said, _keys(again, sheet)), strict=True)])
    told = refuse(again, headings != "", "P246", file, name=name, heading=headings, sheet=sheet.title)
    return lines[~is_known], int(is_known.sum()), told


def _keys(lines: pd.DataFrame, sheet: Sheet) -> list[pd.Series]:
    """Return the words that name a line of a master."""
    return [lines[key] for key in sheet.keys if lines[key].dtype == "str"]
