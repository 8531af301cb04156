"""Is a workbook as it should be: ours, from here, with its macros and its ribbon, and where is it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from jxc_xl.entry.setup.doctor_check import Check, State, same
from jxc_xl.entry.setup.doctor_wire import lang_of, shipped
from jxc_xl.entry.setup.machine import Machine
from jxc_xl.hosts import files, refit
from jxc_xl.hosts.refit import Fit
from jxc_xl.problems import JxcError
from jxc_xl.schema import TITLES
from jxc_xl.terms import Lang, Text

T = Text
INTERNET = 3
SYNCED = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
UNBLOCK = T(
    "Excel 会拦下宏：请在文件夹里右键该文件 → 属性 → 勾选“解除锁定” → 确定，再打开。",
    "Excel will block its macros: right-click the file > Properties > tick “Unblock” > OK, then open it.",
)
NOT_OURS = T("请选用 jxc new 建的工作簿。", "Choose a workbook that was made by jxc new.")
CHOOSE = T("请检查文件名。", "Check the name.")
FIX = T("请关闭它，运行 jxc doctor --fix {0}", "Close it and run jxc doctor --fix {0}")
AS_MACROS = T(
    "按钮和函数需要带宏的工作簿：关闭它，运行 jxc doctor --fix {0}，会在旁边生成一个 .xlsm。",
    "Buttons and functions need a workbook with macros: close it and run jxc doctor --fix {0}, which makes an .xlsm "
    "beside it.",
)
MOVE_OWN = T(
    "修复会换掉整个宏工程：请先把它们移到另一个工作簿，再运行 jxc doctor --fix {0}",
    "Mending replaces all macros: move these to another workbook first, then run jxc doctor --fix {0}",
)
WITHOUT = T("没有：这个工作簿不带宏", "none: this workbook has no macros")
CLOUD = T(
    "能用；但不要两个人同时开着，自动保存请关掉。不放心就移到本机文件夹。",
    "It works, but let no two people have it open at once, and switch AutoSave off. If in doubt, move it to a folder "
    "of this computer.",
)
WITH_MACROS = T("里面有宏，Excel 打不开这样的 .xlsx", "it holds macros: Excel does not open it as an .xlsx")
RENAME = T("请把扩展名改成 .xlsm。", "Rename it to end in .xlsm.")
APP = "docProps/app.xml"
_MAKER = re.compile(rb"<Application>([^<]*)</Application>")


def checks(machine: Machine, path: Path) -> Iterator[Check]:
    """Yield what there is to say about a workbook."""
    title = T("账本", "The book")
    try:
        found = refit.look(path, shipped(lang_of(path)))
        if found.is_ours:
            files.read(path, TITLES)
    except JxcError as error:
        problem = error.problem
        what, fix = (T(said(Lang.ZH), said(Lang.EN)) for said in (problem.what, problem.fix))
        yield Check("book", title, State.BAD, what, fix)
        return
    if not found.is_ours:
        yield Check("book", title, State.BAD, T(f"{path} 不是我们的账本", f"{path} is not one of ours"), NOT_OURS)
        return
    yield Check("book", title, State.OK, same(path))
    if not found.has_ending and found.macros is not refit.State.GONE:
        yield Check("ending", T("扩展名", "Its ending"), State.BAD, WITH_MACROS, RENAME)
    yield _origin(machine, path)
    yield from _parts(path, found)
    yield _place(machine, path)


def _origin(machine: Machine, path: Path) -> Check:
    title, zone = T("来源", "Where it comes from"), machine.zone(path)
    if zone is None or zone < INTERNET:
        return Check("origin", title, State.OK, T("本机", "this computer"))
    return Check("origin", title, State.BAD, T("带有“来自互联网”的标记", "marked as coming from the internet"), UNBLOCK)


def _parts(path: Path, found: Fit) -> Iterator[Check]:
    """Yield what the book has of macros, ribbon and names."""
    fix = _about(FIX if found.has_ending else AS_MACROS, path)
    if found.own and found.needs_project:
        fix = _about(MOVE_OWN, path)
    dropped = _dropped(path) if found.has_ending else WITHOUT
    yield _part("macros", T("宏", "Macros"), found.macros, dropped, fix)
    yield _part("ribbon", T("功能区", "Ribbon"), found.ribbon, dropped, fix)
    yield _part("names", T("宏认得的表名", "Names by which macros know the sheets"), found.names, dropped, fix)
    yield _part("texts", T("功能区的文字", "Words of the ribbon"), found.hidden, dropped, fix)
    if found.own:
        own = same(", ".join(found.own))
        yield Check("own_macros", T("您自己的宏", "Macros of your own"), State.OK, own)


def _part(key: str, title: Text, state: refit.State, dropped: Text, fix: Text) -> Check:
    if state is refit.State.SAME:
        return Check(key, title, State.OK, T("齐全", "all there"))
    if state is refit.State.AGED:
        return Check(key, title, State.WARNING, T("是另一个版本的", "of another version"), fix)
    return Check(key, title, State.BAD, dropped, fix)


def _dropped(path: Path) -> Text:
    """Say which program has dropped what is gone, as far as the file tells."""
    with ZipFile(path) as opened:
        xml = opened.read(APP) if APP in opened.namelist() else b""
    found = _MAKER.search(xml)
    maker = found.group(1).decode("utf8", "replace") if found else "?"
    return T(f"没有了，最后由 {maker} 保存", f"gone; last saved by {maker}")


def _place(machine: Machine, path: Path) -> Check:
    title, folders = T("所在文件夹", "Its folder"), [machine.variable(name) for name in SYNCED]
    here = path.resolve()
    if any(folder and here.is_relative_to(folder) for folder in folders):
        return Check(
            "place",
            title,
            State.WARNING,
            T(f"{here.parent} 由 OneDrive 同步", f"{here.parent} is synced by OneDrive"),
            CLOUD,
        )
    return Check("place", title, State.OK, same(here.parent))


def _about(words: Text, path: Path) -> Text:
    return T(*(said.format(path) for said in words))
