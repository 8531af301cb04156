"""A book of ours with all that people add to one: it holds what a program that only knows cells would lose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from jxc_xl.entry.new import new_book
from jxc_xl.entry.work import How, bring
from jxc_xl.hosts.addresses import letters, text_of
from jxc_xl.terms import Lang
from tests.entry.shop import PRODUCTS, RECEIPTS, SALES, write
from tests.hosts.corpus_donor import graft_donor
from tests.hosts.corpus_grafts import graft_all
from tests.hosts.corpus_package import Parts, unpacked

FILES = {"products": PRODUCTS, "receipts": RECEIPTS, "sales": SALES}


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that people added to a table of ours, at its right end: a formula in every row, or typed values."""

    table: str
    heading: str
    formula: str = ""
    values: tuple[int, ...] = ()


MARGIN = OwnColumn("tblSales", "我的金额", "tblSales[[#This Row],[数量]]*tblSales[[#This Row],[单价]]", (60, 45))
REMARK = OwnColumn("tblSales", "我的评语")
TWICE = OwnColumn("tblStock", "我的两倍", "tblStock[[#This Row],[现存]]*2")
BELOW = OwnColumn("tblStock", "我的相对", "F5+1")
OWN_COLUMNS = (MARGIN, REMARK, TWICE, BELOW)


def full_book(path: Path) -> Path:
    """Write a book of ours with entries, nothing posted, and all that people add."""
    path.write_bytes(_full())
    return path


@cache
def _full() -> bytes:
    parts = unpacked(plain_book())
    for column in OWN_COLUMNS:
        _own_column(parts, column)
    _beside(parts)
    graft_donor(parts)
    graft_all(parts)
    return parts.packed()


@cache
def plain_book() -> bytes:
    """Return a book with goods, receipts and sales, as the program itself makes it."""
    with TemporaryDirectory() as folder:
        book = Path(folder) / "book.xlsm"
        new_book(book, Lang.ZH)
        for key, text in FILES.items():
            bring(book, write(Path(folder) / f"{key}.csv", text), key, {}, How())
        return book.read_bytes()


def _own_column(parts: Parts, column: OwnColumn) -> None:
    """Widen a table by one column."""
    table = parts.table(column.table)
    wider = table.area._replace(right=table.area.right + 1)
    parts[table.part] = parts[table.part].replace(text_of(table.area).encode(), text_of(wider).encode())
    count = len(table.headings)
    parts.replace(table.part, f'<tableColumns count="{count}"', f'<tableColumns count="{count + 1}"')
    formula = f"<calculatedColumnFormula>{column.formula}</calculatedColumnFormula>" if column.formula else ""
    parts.insert_last(
        table.part, "tableColumns", f'<tableColumn id="{count + 1}" name="{column.heading}">{formula}</tableColumn>'
    )
    _put(parts, table.sheet_part, table.header_row, wider.right, _text(column.heading))
    for row in range(table.body.top, table.body.bottom + 1):
        value = dict(enumerate(column.values, table.body.top)).get(row, row)
        own = f"<f>{_moved(column.formula, row)}</f><v>{value}</v>" if column.formula else ""
        _put(parts, table.sheet_part, row, wider.right, f">{own}" if own else _text(f"评{row}"))


def _moved(formula: str, row: int) -> str:
    return formula.replace("F5", f"F{row}")


def _text(words: str) -> str:
    return f' t="inlineStr"><is><t>{words}</t></is>'


def _put(parts: Parts, sheet: str, row: int, column: int, content: str) -> None:
    """Add a cell at the end of a row."""
    cell = f'<c r="{letters(column)}{row}"{content}</c></row>'
    pattern = re.compile(rf'(<row r="{row}"[^>]*>(?:(?!</row>).)*)</row>')
    changed, count = pattern.subn(lambda match: match.group(1) + cell, parts.xml(sheet))
    assert count == 1, (sheet, row)
    parts[sheet] = changed.encode()


def _beside(parts: Parts) -> None:
    """Write notes in cells beside the tables."""
    for name in ("tblSales", "tblStock"):
        table = parts.table(name)
        for row in range(table.header_row, table.body.bottom + 1):
            _put(parts, table.sheet_part, row, table.area.right + 3, _text(f"旁注{row}"))
