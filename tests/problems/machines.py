"""Specimens of setting up: a machine with something amiss, and a command of `entry/setting_up.py` on it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from typer.testing import CliRunner

from jxc_xl.entry.setup.machine import System
from jxc_xl.entry.setup.setting_up import app
from jxc_xl.problems import JxcError
from jxc_xl.terms import Lang
from tests.entry.machine import TestMachine, windows

POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
PROJECT = "xl/vbaProject.bin"


def set_up(command: Path, *words: str) -> dict[Lang, str]:
    """Run a command on a Windows: ``install user=店主 code_page=cp1252 --trust``; return its line in both languages."""
    facts = dict(word.split("=", 1) for word in words if "=" in word)
    folders = ["deep" * 50] * int(facts.pop("deep", 0))
    machine = windows(Path(*folders), user=facts.pop("user", "shop"))
    for fact, value in facts.items():
        AMISS[fact](machine, value)
    typed = [str(command), *(word for word in words if "=" not in word)]
    error = CliRunner().invoke(app, typed, obj=machine).exception
    for folder in folders[:1]:
        shutil.rmtree(folder)  # too deep for others to remove
    assert isinstance(error, JxcError), error
    return {lang: error.problem.line(lang) for lang in Lang}


def _set_code_page(machine: TestMachine, value: str) -> None:
    machine.code_page = value


def _lose(machine: TestMachine, value: str) -> None:
    (machine.python.prefix / value).unlink()


def _block(machine: TestMachine, value: str) -> None:
    (machine.root / value / "in the way").mkdir(parents=True)


def _from_store(machine: TestMachine, _: str) -> None:
    machine.python = machine.python._replace(base=Path("WindowsApps"))


def _open(machine: TestMachine, value: str) -> None:
    machine.is_open = value == "yes"


def _forbid(machine: TestMachine, value: str) -> None:
    machine.registry[POLICY] = {value: 1}


def _on(machine: TestMachine, value: str) -> None:
    machine.system = System(value)


AMISS: dict[str, Callable[[TestMachine, str], None]] = {
    "code_page": _set_code_page,
    "lose": _lose,
    "block": _block,
    "store": _from_store,
    "open": _open,
    "policy": _forbid,
    "system": _on,
}


def stranger(path: Path) -> None:
    """Make a workbook that is not ours."""
    openpyxl.Workbook().save(path)


def change_macros(book: Path) -> None:
    """Put in the macros of somebody else's workbook: an Excel user's module, and none of ours."""
    import xlwings  # noqa: PLC0415 (only here, for a workbook made in Excel that comes with it)

    with zipfile.ZipFile(Path(xlwings.__file__).with_name("quickstart_standalone.xlsm")) as theirs:
        project = theirs.read(PROJECT)
    with zipfile.ZipFile(book) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in (parts | {PROJECT: project}).items():
            new.writestr(part, data)
