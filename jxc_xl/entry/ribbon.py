"""What the ribbon and the buttons on sheets call: one action by name on the workbook they are in."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress

import xlwings as xw

from jxc_xl.entry.actions import Desk, back_up, bring, command, guide, lang_of, list_goods, new, reorder, report, speak
from jxc_xl.entry.setup.doctor import examine
from jxc_xl.hosts import excel
from jxc_xl.pipeline import Do
from jxc_xl.problems import JxcError
from jxc_xl.terms import Lang, Text

LOG = logging.getLogger(__name__)
FAILED = Text(
    "程序出错，账本没有改动。{0}：{1}。日志里有详情，「诊断」会告诉您在哪里。",
    "This should not have happened; the book is as it was. {0}: {1}. The log has the details; Doctor says where it is.",
)
BUSY = Text("JXC：请稍候……", "JXC: one moment …")

ACTIONS: dict[str, Callable[[Desk, str], str]] = {
    "check": command(Do.CHECK),
    "post": command(Do.POST),
    "undo": command(Do.UNDO),
    "recalc": command(Do.RECALC),
    "close": command(Do.CLOSE),
    "reopen": command(Do.REOPEN),
    "report": report,
    "new": new,
    "reorder": reorder,
    "count": list_goods,
    "import": bring,
    "backup": back_up,
    "lang": speak,
    "doctor": examine,
    "guide": guide,
}


@xw.script
def jxc_do(action: str, arg: str = "") -> str:
    """Carry out an action on the workbook it is called from, and return what to tell people."""
    return carry_out(xw.Book.caller(), action, arg)


def carry_out(book: xw.Book, action: str, arg: str = "", now: dt.datetime | None = None) -> str:
    """Carry out an action; whatever fails is told, and the book is as it was."""
    lang = Lang.ZH
    try:
        lang = lang_of(book)
        with excel.quiet(book.app, BUSY.said(lang)):
            return ACTIONS[action](Desk(book, now or dt.datetime.now(), lang), arg or "")  # noqa: DTZ005 (the shop's wall clock)
    except JxcError as error:
        return error.problem.line(lang)
    except Exception as error:  # the last edge: people get a sentence, the log has the rest
        LOG.exception("%s %s", action, arg)
        return FAILED.said(lang).format(type(error).__name__, error)


def from_mac(action: str, arg: str) -> None:
    """Carry out an action in a Python of its own, and answer on the status bar and in a box."""
    book = xw.Book.caller()
    told = carry_out(book, action, arg)
    if told:
        with suppress(Exception):  # a Mac that shows no box still has the status bar
            book.app.alert(told, title="JXC")
        book.app.status_bar = told.splitlines()[0]
