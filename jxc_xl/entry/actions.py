"""What each button does to the workbook at hand: read it, run the command, write what changed, say what came of it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

import pandas as pd
import xlwings as xw

from jxc_xl.adding import bring_in, count
from jxc_xl.adding import reorder as ask_for
from jxc_xl.entry import said
from jxc_xl.entry.numbering import next_line, next_number
from jxc_xl.hosts import excel, saving
from jxc_xl.hosts.orders import read_orders_file
from jxc_xl.pipeline import Ask, Do, Outcome, run
from jxc_xl.plan.count_sheet import Which
from jxc_xl.schema import BY_KEY, ENTRY, GUIDE, TITLES
from jxc_xl.terms import Lang, Text

LOG = logging.getLogger(__name__)
LANG_CELL = "jxc_lang"
READING = Text("JXC：正在读取账本……", "JXC: reading the book …")
WORKING = Text("JXC：正在计算……", "JXC: working …")
WRITING = Text("JXC：正在写入……", "JXC: writing …")
KEPT = Text("备份：{0}", "Backup: {0}")
NOT_KEPT = Text(
    "没有留备份：账本还不在这台电脑的文件夹里（未保存，或在云端）。请先存到本机。",
    "No backup was kept: the book is not in a folder of this computer (never saved, or in the cloud). Save it here "
    "first.",
)
SEE = Text("请看「{0}」表。", "See the sheet {0}.")
SPEAKS = Text("功能区和提示改为中文。", "The ribbon and its messages are in English now.")
GO_FIRST = Text(
    "「{0}」不是录入表。请先点开要导入的表（如 销售、收货、商品），再点导入。",
    "{0} is no entry sheet. Go to the sheet to import into first (such as Sales, Receipts, Products), then import.",
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The workbook at hand.

    Attributes:
        book: The live workbook.
        now: The time it is.
        lang: Language of messages.
    """

    book: xw.Book
    now: dt.datetime
    lang: Lang

    def tell(self, words: Text) -> None:
        """Show what is going on."""
        excel.progress(self.book.app, words.said(self.lang))


def lang_of(book: xw.Book) -> Lang:
    """Return the language people chose for the ribbon; Chinese where the sheet that keeps it is lost."""
    chosen: object = None
    with suppress(Exception):
        chosen = book.names[LANG_CELL].refers_to_range.value
    return Lang.EN if chosen == Lang.EN else Lang.ZH


def command(do: Do) -> Callable[[Desk, str], str]:
    """Return the action of a command of the pipeline; its argument is the period to be closed or reopened."""

    def act(desk: Desk, arg: str) -> str:
        outcome = _run(desk, Ask(do, _moment(desk), closing=arg))
        kept = [] if do in LEAVING_ENTRIES else [back_up(desk, "")]
        _write(desk, outcome)
        if any(problem.is_error for problem in outcome.problems):
            title = outcome.book.layouts["problems"].sheet
            _show(desk, title)
            kept.insert(0, SEE.said(desk.lang).format(title))
        return "\n".join([said.done(do, outcome, desk.lang), *kept])

    return act


LEAVING_ENTRIES = (Do.CHECK, Do.RECALC)
"""Commands that leave entries and ledger as they are: no backup is needed."""


def report(desk: Desk, key: str) -> str:
    """Fill one report and go there; the ledger is only gone to."""
    sheet = BY_KEY[key]
    if sheet.key != "ledger":
        _write(desk, _run(desk, Ask(Do.FILL, _moment(desk), report=sheet.key)))
    _show(desk, *sheet.title)
    return ""


def new(desk: Desk, key: str) -> str:
    """Go to the next free line of a document's sheet, its number and date filled in."""
    desk.tell(READING)
    found = next_line(excel.read(desk.book, TITLES), BY_KEY[key], _moment(desk))
    if found.changes:
        excel.save(desk.book, found.changes)
    _show(desk, found.sheet)
    desk.book.sheets[found.sheet].range((found.row, found.column)).select()
    return ""


def bring(desk: Desk, file: str) -> str:
    """Import a file into the entry sheet that is in front."""
    front = desk.book.sheets.active.name
    sheet = next((one for one in ENTRY if front in one.title and one.key != "settings"), None)
    if sheet is None:
        return GO_FIRST.said(desk.lang).format(front)
    desk.tell(READING)
    added = bring_in(excel.read(desk.book, TITLES), read_orders_file(_path(file)), sheet.key, {})
    kept = back_up(desk, "") if added.changes else ""
    desk.tell(WRITING)
    excel.save(desk.book, added.changes)
    told = [problem.line(desk.lang) for problem in added.problems[:MOST_TOLD]]
    return "\n".join(filter(None, [said.imported(added, desk.lang), *told, kept]))


MOST_TOLD = 10


def reorder(desk: Desk, _: str) -> str:
    """Ask for what runs low, as requests on 采购."""
    sheet = BY_KEY["purchases"]
    desk.tell(READING)
    raw = excel.read(desk.book, TITLES)
    asked = ask_for(raw, _moment(desk), next_number(raw, sheet, _moment(desk)))
    left = [said.refused(one, desk.lang) for one in asked.refused[:MOST_TOLD]]
    if not asked.changes:
        return "\n".join([said.NOTHING_LOW.said(desk.lang), *left])
    kept = back_up(desk, "")
    desk.tell(WRITING)
    excel.save(desk.book, asked.changes)
    _show(desk, *sheet.title)
    return "\n".join([said.requested(asked, desk.lang), *left, kept])


def list_goods(desk: Desk, which: str) -> str:
    """Add a count sheet to 盘点 for the default warehouse, and go there."""
    sheet = BY_KEY["counts"]
    desk.tell(READING)
    raw = excel.read(desk.book, TITLES)
    listed = count(raw, _moment(desk), Which(which), "", next_number(raw, sheet, _moment(desk)))
    if not listed.changes:
        return said.listed(listed, desk.lang)
    kept = back_up(desk, "")
    desk.tell(WRITING)
    excel.save(desk.book, listed.changes)
    _show(desk, *sheet.title)
    return "\n".join([said.listed(listed, desk.lang), kept])


def back_up(desk: Desk, _: str) -> str:
    """Keep a dated copy of the live book beside it."""
    folder = excel.folder_of(desk.book)
    if folder is None:
        return NOT_KEPT.said(desk.lang)
    path = folder / desk.book.name
    kept = folder / f"{path.stem}.backups"
    target = saving.place_of(path, saving.Backup(kept, desk.now))
    excel.copy_to(desk.book, target)
    saving.prune(path, kept)
    return KEPT.said(desk.lang).format(target)


def speak(desk: Desk, _: str) -> str:
    """Turn the ribbon and its messages to the other language."""
    other = Lang.ZH if desk.lang is Lang.EN else Lang.EN
    with excel.unlocked(desk.book.names[LANG_CELL].refers_to_range.sheet):
        desk.book.names[LANG_CELL].refers_to_range.value = str(other)
    return SPEAKS.said(other)


def guide(desk: Desk, _: str) -> str:
    """Go to the guide."""
    _show(desk, *GUIDE)
    return ""


def _run(desk: Desk, ask: Ask) -> Outcome:
    desk.tell(READING)
    raw = excel.read(desk.book, TITLES)
    desk.tell(WORKING)
    return run(raw, ask)


def _write(desk: Desk, outcome: Outcome) -> None:
    desk.tell(WRITING)
    excel.save(desk.book, outcome.changes)


def _show(desk: Desk, *titles: str) -> None:
    """Bring the first sheet to the front that has one of these titles.

    The work is done by then: a program that does not go there is no reason to say that it failed.
    """
    try:
        there = {sheet.name: sheet for sheet in desk.book.sheets}
        next(there[title] for title in titles if title in there).activate()
    except Exception:
        LOG.exception("show %s", titles)


def _path(file: str) -> Path:
    """Return the file people picked; some programs give its address."""
    return Path(unquote(urlparse(file).path)) if file.startswith("file:") else Path(file)


def _moment(desk: Desk) -> pd.Timestamp:
    return pd.Timestamp(desk.now).floor("s")
