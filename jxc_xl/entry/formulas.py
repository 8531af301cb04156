"""Formulas of a book worked out in the shell: the same functions that Excel calls, and words for what stays undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import groupby

from jxc_xl.answer.errors import VALUE
from jxc_xl.answer.index import Index
from jxc_xl.answer.parameters import AS_OF, FROM, TO
from jxc_xl.answer.questions import Answer, Listing, ask
from jxc_xl.entry.functions_defined import FUNCTIONS, Function
from jxc_xl.hosts.formulas import calls
from jxc_xl.hosts.formulas.engine import Unavailable
from jxc_xl.hosts.formulas.preparing import Asked, Kept
from jxc_xl.problems import Place, Problem
from jxc_xl.terms import Lang, Text

REASONS = {
    "argument": Text(
        "参数 {detail} 离开所在的格就不知道指什么", "its argument {detail} means nothing away from its cell"
    ),
    "blocked_by_upstream": Text("它引用的公式没有算出来", "a formula it refers to could not be worked out"),
    "circular_reference": Text("循环引用", "it refers to itself"),
    "data_table": Text("模拟运算表", "it belongs to a data table"),
    "layout": Text("这张表的写法不常见", "the sheet is written unusually"),
    "missing": Text("这台电脑上没有公式引擎 cellrune", "this machine has no formula engine, cellrune"),
    "formula_empty": Text("没有公式", "there is no formula"),
    "parse_error": Text("公式写法有误", "it is not written as a formula"),
    "resource_limit_exceeded": Text("太大", "it is too large"),
    "unsupported_expression": Text("有一种写法只有 Excel 会算", "only Excel knows how to work a part of it out"),
    "unsupported_function": Text("{detail} 这个函数只有 Excel 会算", "only Excel knows the function {detail}"),
    "unsupported_name": Text("没有 {detail} 这个名称", "there is no name {detail}"),
}
OTHERWISE = Text("{detail}", "{detail}")
_SHIFT_1904 = 1462
_SHOWN = 80
MORE = Text("，同样的还有 {0} 格", ", and so do {0} more like it")


def asked(index: Callable[[], Index], now: dt.datetime, lang: Lang) -> Asked:
    """Return how formulas of a book are worked out; the index is made only if one of ours is called."""
    names = {name: _is_list(function) for name, function in FUNCTIONS.items()}
    return Asked(names, lambda uses_1904: _functions(index(), uses_1904), now, is_chinese=lang is Lang.ZH)


def _functions(index: Index, uses_1904: bool) -> calls.Functions:
    return {
        name: calls.Function(_answer(index, function, _SHIFT_1904 if uses_1904 else 0), _is_list(function))
        for name, function in FUNCTIONS.items()
    }


def _is_list(function: Function) -> bool:
    return isinstance(function.asked, Listing)


def _answer(index: Index, function: Function, shift: int) -> Callable[..., Answer | Unavailable]:
    """Return what answers a function; a blank argument is one left out.

    In a book that counts its days from 1904 days are told as the book counts them, and lists, in which days stand, are
    left to Excel.
    """
    blank = (None,) * len(function.parameters)
    days = {place for place, one in enumerate(function.parameters) if one in {AS_OF, FROM, TO}}

    def answer(*cells: object) -> Answer | Unavailable:
        if len(cells) > len(blank):
            return VALUE  # Excel does not take such a call at all
        if shift and _is_list(function):
            return Unavailable("unsupported_expression", "1904")
        given = [cell + shift if place in days and type(cell) is float else cell for place, cell in enumerate(cells)]
        return ask(index, function.asked, (*given, *blank[len(given) :]))

    return answer


def typed(text: str) -> str:
    """Return a formula as typed, without its equals sign; Chinese signs outside its texts count as the usual ones."""
    if '"' not in text:
        text = text.replace("“", '"').replace("”", '"')
    pieces = text.strip().split('"')
    pieces[::2] = [piece.translate(_SIGNS) for piece in pieces[::2]]
    return '"'.join(pieces).removeprefix("=").strip()


_FULL_WIDTH = 0xFEE0
_SIGNS = {ord(sign) + _FULL_WIDTH: sign for sign in "=(),:;*+-/&<>"}


def problems(kept: Iterable[Kept], name: str) -> list[Problem]:
    """Return a reminder for each kind of formula that could not be worked out, at the first cell of its kind.

    Args:
        kept: The formulas.
        name: The book, for what concerns all of it.
    """
    ordered = sorted(kept, key=lambda one: (one.sheet, one.reason, one.detail, one.row, one.column))
    groups = groupby(ordered, key=lambda one: (one.sheet, one.reason, one.detail))
    return [_problem(list(group), name) for _, group in groups]


def _problem(kept: list[Kept], name: str) -> Problem:
    first = kept[0]
    reason = why(first)
    if not first.sheet:
        return Problem("H051", Place(name), {"reason": reason})
    more = Text(*(words.format(len(kept) - 1) for words in MORE)) if len(kept) > 1 else Text("", "")
    return Problem("H050", Place(first.sheet, first.row, first.column), {"reason": reason, "more": more})


def why(kept: Kept) -> Text:
    """Return why a formula could not be worked out."""
    words = REASONS.get(kept.reason, OTHERWISE)
    return Text(*(one.format(detail=_said(kept)) for one in words))


def _said(kept: Kept) -> str:
    """Return what a formula stumbled over, as people write it."""
    detail = kept.detail.replace("_xlfn.", "").replace("_xlws.", "").replace("_xlpm.", "")
    return detail[:_SHOWN] or kept.reason
