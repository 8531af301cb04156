"""What a sheet and a column are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jxc_xl.terms import Text


class Kind(StrEnum):
    """What a column holds."""

    CODE = "code"  # text that names something: never a number, even when it looks like one
    TEXT = "text"
    QTY = "qty"  # scaled by 10**4
    MONEY = "money"  # scaled by 10**money_digits of the book
    PRICE = "price"  # scaled by 10**6
    RATE = "rate"  # scaled by 10**6; 0.13 is 13 %
    INTEGER = "integer"
    DATE = "date"
    MOMENT = "moment"  # a date, with a time if given
    CHOICE = "choice"
    FLAG = "flag"  # yes or no
    LINK = "link"  # jumps to a cell


class Role(StrEnum):
    """Who fills a sheet."""

    ENTRY = "entry"
    KEPT = "kept"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Column:
    """One column, once for all.

    Attributes:
        key: English key: identifier, JSON key, heading of CSV files.
        title: Heading as people see it.
        kind: What it holds.
        help: What to enter, shown beside the cell.
        is_required: A used line must have it.
        is_kept: The program fills it; people leave it alone.
        choices: Allowed words by key.
        default: What a blank cell means (a choice's key, or a number as text).
        refers: Key of the sheet whose codes are allowed.
        aliases: Other headings that import files use.
    """

    key: str
    title: Text
    kind: Kind
    help: Text = Text("", "")
    is_required: bool = False
    is_kept: bool = False
    choices: dict[str, Text] = field(default_factory=dict)
    default: str = ""
    refers: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with one table.

    Attributes:
        key: English key.
        table: Name of its Excel table, ASCII.
        title: Its tab.
        role: Who fills it.
        columns: Left to right.
        help: One line under the title.
        keys: The columns that name a line; no two lines may agree in all of them.
    """

    key: str
    table: str
    title: Text
    role: Role
    columns: tuple[Column, ...]
    help: Text = Text("", "")
    keys: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """Return a column by key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def column_keys(self) -> tuple[str, ...]:
        """Keys of all columns, left to right."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        key: English key.
        title: Name on the sheet.
        kind: What its value is.
        default: Key of a choice, or the value as text; blank when there is none.
        meaning: One sentence beside it.
        choices: Allowed words by key.
    """

    key: str
    title: Text
    kind: Kind
    default: str
    meaning: Text
    choices: dict[str, Text] = field(default_factory=dict)
