"""Excel on a Mac: buttons run Python through the AppleScript of xlwings, functions answer from the filled reports."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from jxc_xl.entry.setup import places
from jxc_xl.entry.setup.machine import Machine
from jxc_xl.problems import HostError
from jxc_xl.terms import Text

T = Text


def install(machine: Machine) -> list[Text]:
    """Put the script where Excel may run it, and tell Excel where Python is.

    Problems:
        H030: Excel cannot read the path of Python. H031: the script is missing. H032: a file cannot be written.
    """
    source, python = shipped_script(machine), str(machine.python.executable)
    if not python.isascii():  # Excel reads the file in a code page of its own
        raise HostError("H030", path=python)
    script, conf = places.mac_script(machine), places.mac_conf(machine)
    try:
        for file in (script, conf):
            file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, script)
        conf.write_text(shlex.quote(python), encoding="ascii")  # no line end: VBA would take it for a letter
    except OSError as error:
        raise HostError("H032", path=error.filename or str(script), reason=error.strerror or str(error)) from error
    return [
        T(f"Excel 将使用 {python}。", f"Excel will use {python}."),
        T(
            "Mac 上按钮可用；JXC 函数从已刷新的报表里取数，请先点“刷新”。",
            "On a Mac the buttons work; JXC functions answer from the filled reports, so press Refresh first.",
        ),
    ]


def shipped_script(machine: Machine) -> Path:
    """Return the script that came with xlwings.

    Problems:
        H031: it is not there.
    """
    package, version = machine.package("xlwings"), places.xlwings_version(machine)
    name = f"xlwings-{version}.applescript"
    found = next((file for file in (package.files if package else ()) if file.name == name and file.is_file()), None)
    if found is None:
        raise HostError("H031", path=str(machine.python.prefix), name=name, version=version)
    return found


def files(machine: Machine) -> list[Path]:
    """Return the files that are ours: the script, the note where Python is, what the script has logged."""
    conf = places.mac_conf(machine)
    return [places.mac_script(machine), conf, conf.with_suffix(".log")]
