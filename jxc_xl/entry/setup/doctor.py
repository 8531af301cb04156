"""`jxc doctor`: everything that may stand between Excel and Python, looked at one by one, each with its remedy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from jxc_xl import __version__
from jxc_xl.entry.setup import doctor_book, doctor_excel, doctor_python, doctor_rules, installing_mac, places
from jxc_xl.entry.setup.doctor_check import Check, State, same
from jxc_xl.entry.setup.machine import Machine, System
from jxc_xl.entry.setup.windows import ThisMachine
from jxc_xl.terms import Lang, Text

T = Text
MARKS = {State.OK: "+", State.WARNING: "!", State.BAD: "x"}
OFFICES = {
    System.WINDOWS: (r"C:\Program Files\LibreOffice\program\soffice.exe",),
    System.MAC: ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    System.LINUX: (),
}
NO_OFFICE = T(
    "想在没有 Excel 的电脑上打开账本，请安装 LibreOffice。",
    "To open the book on a computer without Excel, install LibreOffice.",
)
WELL = T("一切正常。", "All is well.")


def examine_all(machine: Machine, book: Path | None = None, *, asks_server: bool = True) -> list[Check]:
    """Look at the machine, and at a book if there is one.

    Args:
        machine: The machine.
        book: The book.
        asks_server: Start the server once to see whether it answers; not from within it.
    """
    found = [*doctor_python.checks(machine)]
    if machine.system is System.WINDOWS:
        found += [*doctor_excel.checks(machine), *doctor_rules.checks(machine)]
        found += [doctor_python.server(machine)] if asks_server else []
    if machine.system is System.MAC:
        found.append(_mac(machine))
    found += [_office(machine), _log(machine)]
    return found + ([*doctor_book.checks(machine, book)] if book else [])


def _mac(machine: Machine) -> Check:
    title, files = T("Excel 可以启动 Python", "Excel can start Python"), installing_mac.files(machine)[:2]
    gone = next((file for file in files if not file.is_file()), None)
    if gone is None:
        return Check("mac", title, State.OK, same(files[0]))
    found = T(f"{gone} 不存在", f"{gone} is not there")
    return Check("mac", title, State.BAD, found, T("请运行 jxc install。", "Run jxc install."))


def _office(machine: Machine) -> Check:
    title = T("LibreOffice", "LibreOffice")
    told = (machine.variable("JXC_SOFFICE"), shutil.which("soffice", path=machine.variable("PATH")))
    known = (*told, *OFFICES[machine.system])
    found = next((path for path in known if path and Path(path).is_file()), "")
    if found:
        return Check("libreoffice", title, State.OK, same(found))
    if machine.system is System.LINUX:
        return Check("libreoffice", title, State.WARNING, T("没有找到", "not found"), NO_OFFICE)
    return Check("libreoffice", title, State.OK, T("没有找到，不是必需的", "not found, and not needed"), NO_OFFICE)


def _log(machine: Machine) -> Check:
    folder = places.log_folder(machine)
    there = (folder / places.LOG).is_file()
    found = same(folder) if there else T(f"{folder}，还没有日志", f"{folder}, no log yet")
    return Check("log", T("日志", "Log"), State.OK, found)


def lines(found: Sequence[Check], lang: Lang) -> Iterator[str]:
    """Yield findings as people read them, one a line, each remedy below."""
    for check in found:
        colon = T("：", ": ").said(lang)
        yield f"{MARKS[check.state]} {check.title.said(lang)}{colon}{check.found.said(lang)}"
        if any(check.fix):
            yield f"    {check.fix.said(lang)}"
    if is_well(found):
        yield WELL.said(lang)


def is_well(found: Sequence[Check]) -> bool:
    """Return whether there is nothing to do."""
    return all(check.is_well for check in found)


def objects(found: Sequence[Check], lang: Lang) -> dict[str, object]:
    """Return findings for programs, and for those who help from afar."""
    return {
        "version": __version__,
        "checks": [
            {
                "key": check.key,
                "state": check.state,
                "title": check.title.said(lang),
                "found": check.found.said(lang),
                "fix": check.fix.said(lang),
            }
            for check in found
        ],
    }


class Desk(Protocol):
    """The workbook at hand, as buttons hand it over."""

    @property
    def book(self) -> Any:  # noqa: ANN401 (a live workbook of xlwings, which must not be needed to examine a machine)
        """The live workbook."""

    @property
    def lang(self) -> Lang:
        """Language of messages."""


def examine(desk: Desk, _: str) -> str:
    """Answer the button: what is to be done, or that all is well, and where the log is."""
    machine, book = ThisMachine(), Path(str(desk.book.fullname))
    found = examine_all(machine, book if book.is_file() else None, asks_server=False)
    amiss = [check for check in found if not check.is_well or check.key == "log"]
    return "\n".join(lines(amiss, desk.lang))
