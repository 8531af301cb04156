"""The worksheet functions as people know them: ``wire/functions.json``, written from their signatures."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import NamedTuple

from jxc_xl.schema import BY_KEY, Lang
from jxc_xl.terms import Text

SAMPLE_MARKS = Text("例：", "Example:")
"""What stands before a sample in a function's help."""


class Arg(NamedTuple):
    """An argument: its name, what it is, whether it may be left out."""

    name: str
    help: Text
    is_optional: bool

    @property
    def shown(self) -> str:
        """The name as Excel shows it: in brackets when it may be left out."""
        return f"[{self.name}]" if self.is_optional else self.name


class Function(NamedTuple):
    """A worksheet function.

    Attributes:
        name: Its name in formulas.
        help: What it answers.
        sample: A formula that calls it.
        args: Its arguments, left to right.
        answered_from: Sheet and column, by key, where the answer stands for one argument alone; empty if nowhere.
    """

    name: str
    help: Text
    sample: str
    args: tuple[Arg, ...]
    answered_from: tuple[str, ...]

    @property
    def call(self) -> str:
        """How it is called: ``JXC_STOCK(sku, [warehouse])``."""
        return f"{self.name}({', '.join(arg.shown for arg in self.args)})"

    @property
    def about(self) -> Text:
        """What it answers, without the sample at the end."""
        short = (words.removesuffix(self.sample).rstrip() for words in self.help)
        return Text(*(words.removesuffix(mark).rstrip() for words, mark in zip(short, SAMPLE_MARKS, strict=True)))

    def place(self, lang: Lang) -> tuple[str, str]:
        """Return the table and the heading where its answer stands."""
        sheet, column = self.answered_from
        return BY_KEY[sheet].table, BY_KEY[sheet].column(column).title.said(lang)


def functions() -> tuple[Function, ...]:
    """Return all functions, in the order in which they are explained."""
    told = json.loads(wired("functions.json"))
    return tuple(
        Function(
            one["name"],
            Text(one["zh"], one["en"]),
            one["sample"],
            tuple(Arg(arg["name"], Text(arg["zh"], arg["en"]), arg["is_optional"]) for arg in one["args"]),
            tuple(one["answered_from"] or ()),
        )
        for one in told
    )


def wired(name: str) -> bytes:
    """Return a file that was made for the book from ``vba/`` and from the functions."""
    return (files("jxc_xl.template.wire") / name).read_bytes()
