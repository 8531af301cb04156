"""Files from elsewhere, read as lines of one of our sheets.

Columns are found by name, never by position: what the caller maps, our own headings in either language, and the names
platforms use. A row is imported or refused with its reason; no row is lost and none is guessed at. Importing the same
file twice adds nothing: a line is known by its document, its product and which of equal ones it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from jxc_xl import numbers
from jxc_xl.book import Book, plain
from jxc_xl.problems import Found, Place, Problem, TemplateError, nearest
from jxc_xl.read.foreign import may_lack, ours
from jxc_xl.read.known import NUMBERED, refuse, unknown, with_numbers
from jxc_xl.read.sheet import read_sheet
from jxc_xl.schema import BY_KEY, Kind, Setting, Sheet
from jxc_xl.schema.settings import SETTINGS
from jxc_xl.tables import RawTable
from jxc_xl.terms import Text

NON_GOODS: Setting = next(setting for setting in SETTINGS if setting.key == "non_goods_codes")

NO_GOODS = {"P231", "P232", "P233"}
"""What says that a row is no sale of goods; nothing else about it matters then."""


class Imported(NamedTuple):
    """What a file gives.

    Attributes:
        lines: Sheet key to new lines, in schema columns.
        rows: Rows in the file.
        known: Rows that were imported before, or repeat a master line.
        refused: Rows left out, each with a problem.
    """

    lines: dict[str, pd.DataFrame]
    rows: int
    known: int
    refused: int


def read_orders(book: Book, raw: RawTable, key: str, mapping: Mapping[str, str]) -> Found[Imported]:
    """Read a file as lines of a sheet.

    Args:
        book: The book it goes into.
        raw: The file: its name as ``sheet``, its headings, its cells.
        key: Key of the sheet.
        mapping: Our heading or key to the file's.

    Raises:
        JxcError: P235, a required or named column is not in the file; P238, a mapping names no column of ours.
        TemplateError: P114, P113, the book lacks the sheet or a column that names its lines.
    """
    sheet = BY_KEY[key]
    _check_target(book, sheet)
    table = ours(raw, sheet, mapping, book)
    (lines, _), problems = read_sheet(table, sheet, book.lang, book.settings.money_digits)
    codes = {column.title.said(book.lang) for column in sheet.columns if column.kind is Kind.CODE}
    problems = [
        Problem(p.code, Place(raw.sheet, p.place.row), p.facts)
        for p in problems
        if p.code != "P113" and (p.code != "P117" or p.facts["heading"] in codes)  # in a CSV every number is text
    ]
    lines, reasons = _checked(book, sheet, lines, raw.sheet)
    reasons = [*(problem for problem in problems if problem.is_error), *reasons]
    sound = lines[~lines["row"].isin({problem.place.row for problem in reasons if problem.is_error})]
    split = _by_sheet(sheet, sound)
    new, known = {}, raw.height - len(lines)
    for target, part in split.items():
        if len(part):
            _check_target(book, BY_KEY[target])
        fresh, already, conflicts = unknown(book, BY_KEY[target], part, raw.sheet)
        new[target], known, reasons = fresh, known + already, reasons + conflicts
    refused = raw.height - known - sum(map(len, new.values()))
    return Found(Imported(new, raw.height, known, refused), _told(reasons) + [p for p in problems if not p.is_error])


def _check_target(book: Book, sheet: Sheet) -> None:
    """Refuse to add lines to a sheet that cannot take all of them."""
    title = sheet.title.said(book.lang)
    if sheet.key not in book.layouts:
        raise TemplateError("P114", title, sheet=sheet.title, table=sheet.table)
    layout = book.layouts[sheet.key]
    lost = next((column for column in sheet.columns if column.is_required and column.key not in layout.headings), None)
    if lost:
        place = Place(layout.sheet, layout.header_row)
        raise TemplateError("P113", str(place), sheet=layout.sheet, heading=lost.title.said(book.lang))


def _told(problems: list[Problem]) -> list[Problem]:
    """Return what is wrong, row by row: all that keeps a row out, but of what is no goods only that; reminders all."""
    no_goods = {problem.place.row for problem in problems if problem.code in NO_GOODS}
    unread = {(p.place.row, p.facts.get("heading")) for p in problems if p.code.startswith("P1") and p.code != "P101"}
    kept = [
        problem
        for problem in problems
        if not problem.is_error
        or problem.code in NO_GOODS
        or not (
            problem.place.row in no_goods
            or (problem.code == "P101" and (problem.place.row, problem.facts.get("heading")) in unread)
        )
    ]
    return sorted(kept, key=lambda problem: problem.place.row)


def _checked(book: Book, sheet: Sheet, lines: pd.DataFrame, file: str) -> Found[pd.DataFrame]:
    """Refuse what is no line of this sheet, by visible rules; spell codes as the master does."""
    reasons: list[Problem] = []
    lines, found = _goods(book, lines, file)
    reasons += found
    if sheet.key in {"sales", "returns"}:
        reasons += _priced(lines, file)
    if sheet.key == "products":
        lines, found = _products(lines, file)
        reasons += found
    elif "sku" in lines:
        lines, found = _spelt(book, lines, file)
        reasons += found
    reasons += _required(sheet, lines, file, book)
    if sheet.key in NUMBERED:
        lines = with_numbers(lines, sheet)
    return Found(lines, reasons)


def _goods(book: Book, lines: pd.DataFrame, file: str) -> Found[pd.DataFrame]:
    """Refuse codes that the settings call no goods."""
    if "sku" not in lines:
        return Found(lines, [])
    patterns = [pattern.casefold() for pattern in book.settings.non_goods_codes]
    different = {
        sku: any(fnmatchcase(sku.casefold(), pattern) for pattern in patterns) for sku in lines["sku"].unique()
    }
    is_none = lines["sku"].map(different).astype(bool)
    title = NON_GOODS.title
    return Found(lines, refuse(lines, is_none, "P231", file, sku=lines["sku"], setting=title))


def _priced(lines: pd.DataFrame, file: str) -> list[Problem]:
    price, qty = lines["unit_price"], lines["qty"]
    said = [numbers.text_of(value, numbers.PRICE_DIGITS, is_trimmed=True) for value in plain(price).tolist()]
    return [
        *refuse(lines, (price < 0).fillna(value=False), "P233", file, value=pd.Series(said, dtype="object")),
        *refuse(lines, (price == 0).fillna(value=False), "P232", file),
        *refuse(lines, (qty == 0).fillna(value=False), "P237", file),
    ]


def _spelt(book: Book, lines: pd.DataFrame, file: str) -> Found[pd.DataFrame]:
    """Spell codes as the master does; tell case twins once, refuse unknown codes."""
    master = book.lines["products"]["sku"]
    spelling = {code.casefold(): code for code in reversed(master.tolist())}  # of two the first counts
    known = {sku: spelling.get(sku.casefold(), "") for sku in lines["sku"].unique()}
    spelt = lines["sku"].map(known).astype("str")
    is_twin = (spelt != "") & (spelt != lines["sku"])
    is_unknown = (spelt == "") & (lines["sku"] != "")
    hints = {sku: nearest(sku, master) for sku in lines.loc[is_unknown, "sku"].unique()[:100]}
    hint = (
        lines["sku"].map(hints.get).where(lines["sku"].isin(list(hints)), None).map(lambda one: one or Text("。", "."))
    )
    reasons = refuse(
        lines,
        is_unknown,
        "P201",
        file,
        heading=Text("商品编码", "SKU"),
        value=lines["sku"],
        sheet=BY_KEY["products"].title,
        hint=hint,
    )
    if is_twin.any():
        first = lines[is_twin].iloc[0]
        facts = {"rows": int(is_twin.sum()), "value": first["sku"], "sku": known[first["sku"]]}
        reasons.append(Problem("P236", Place(file, int(first["row"])), facts))
    return Found(lines.assign(sku=spelt.mask(spelt == "", lines["sku"])), reasons)


def _products(lines: pd.DataFrame, file: str) -> Found[pd.DataFrame]:
    """Make one line of each code, whatever its case: the spelling, name and price most rows give."""
    fold = lines["sku"].str.casefold()
    named = lines["name"].where(lines["name"] != "")
    price = lines["list_price"].where((lines["list_price"] > 0).fillna(value=False).astype(bool))
    usual = pd.DataFrame(
        {"sku": _usual(lines["sku"], fold), "name": _usual(named, fold), "list_price": _usual(price, fold)}
    )
    is_twin = lines["sku"] != lines["sku"].map(dict(zip(lines["sku"], fold.map(usual["sku"]), strict=True)))
    reasons = []
    if is_twin.any():
        first = lines[is_twin].iloc[0]
        facts = {"rows": int(is_twin.sum()), "value": first["sku"], "sku": usual["sku"][first["sku"].casefold()]}
        reasons.append(Problem("P236", Place(file, int(first["row"])), facts))
    names = fold.map(usual["name"]).astype("str").fillna("")
    prices = fold.map(usual["list_price"]).astype("Int64")
    return Found(lines.assign(sku=fold.map(usual["sku"]).astype("str"), name=names, list_price=prices), reasons)


def _usual(values: pd.Series, group: pd.Series) -> pd.Series:
    """Return the most frequent value of each group, the earliest of equals; blanks do not count."""
    table = pd.DataFrame({"group": group, "value": values, "at": np.arange(len(values))}).dropna()
    counted = table.groupby(["group", "value"], sort=False)["at"].agg(["size", "min"]).reset_index()
    counted = counted.sort_values(["size", "min"], ascending=[False, True])
    return counted.drop_duplicates("group").set_index("group")["value"]


def _required(sheet: Sheet, lines: pd.DataFrame, file: str, book: Book) -> list[Problem]:
    reasons = []
    for column in sheet.columns:
        if not may_lack(column, sheet):
            values = lines[column.key]
            is_blank = values == "" if values.dtype == "str" else values.isna()
            reasons += refuse(lines, is_blank, "P101", file, heading=column.title.said(book.lang))
    return reasons


def _by_sheet(sheet: Sheet, lines: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split a sales file: lines of negative quantity are customers' returns."""
    if sheet.key != "sales":
        return {sheet.key: lines}
    is_back = (lines["qty"] < 0).fillna(value=False).astype(bool)
    back = lines[is_back]
    returns = pd.DataFrame(index=back.index)
    for column in ("row", *BY_KEY["returns"].column_keys):
        returns[column] = back.get(column)
    returns = returns.assign(
        qty=-back["qty"], returned_at=back["ordered_at"], direction="from_customer", condition="resaleable"
    )
    return {"sales": lines[~is_back], "returns": returns}
