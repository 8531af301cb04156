"""What Excel has to find, and where: the names that `jxc install` writes and the VBA of a book reads."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path
from typing import NamedTuple

from jxc_xl.entry.setup.machine import Folder, Machine, System

APP = "jxc_xl"
SETTINGS = r"HKCU\Software\VB and VBA Program Settings\jxc_xl\python"
"""Where VBA's GetSetting("jxc_xl", "python", ...) looks."""
EXE, DLL64, DLL32, SERVER = "exe", "dll64", "dll32", "clsid"
NAMES = (EXE, DLL64, DLL32, SERVER)
CLSID = "{AB7E87AC-4760-4A1D-9B84-D63957964F53}"
"""The class of a server that was started beforehand; one that Excel starts has a new class each time."""
COMMAND = '"{exe}" -P -m jxc_xl.entry.server {clsid}'
"""How Excel starts Python. -P keeps the current folder, which may be a workbook's, off the path of modules."""
LONGEST_COMMAND = 2047
"""Bytes in the code page: the DLL keeps the command in 2048, and would take Excel down with it beyond."""
DLLS = {64: "xlwings64", 32: "xlwings32"}
VALUE_OF = {64: DLL64, 32: DLL32}
XLWINGS = "0.37.8"
"""The version of xlwings that this was made for; another one of its series will do."""
LOG = "server.log"
SCRIPT = "xlwings-jxc_xl.applescript"
"""Excel on a Mac runs scripts from one folder only, by their name."""
CONF = "jxc_xl.conf"
"""What Excel on a Mac reads, inside its sandbox: the path of Python, quoted for the shell."""
APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CURRENT_EXCEL = r"HKLM\SOFTWARE\Classes\Excel.Application\CurVer"
BITS = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
"""By the machine type in the header of a program or library."""


def home(machine: Machine) -> Path:
    """Return our folder among the programs' own ones; on Windows the libraries and the log are in it."""
    return machine.folder(Folder.LOCAL) / APP


def dll_folder(machine: Machine) -> Path:
    """Return where the libraries are that Excel loads; fixed, whatever becomes of Python's environment."""
    return home(machine) / "bin"


def log_folder(machine: Machine) -> Path:
    """Return where the server keeps its log."""
    if machine.system is System.WINDOWS:
        return home(machine) / "log"
    if machine.system is System.MAC:
        return machine.folder(Folder.HOME) / "Library" / "Logs" / APP
    state = machine.variable("XDG_STATE_HOME")
    return (Path(state) if state else machine.folder(Folder.HOME) / ".local" / "state") / APP


def books_folder(machine: Machine) -> Path:
    """Return where the empty books are put."""
    return machine.folder(Folder.DOCUMENTS) / APP


def mac_script(machine: Machine) -> Path:
    """Return the script that Excel on a Mac starts Python with."""
    return machine.folder(Folder.HOME) / "Library" / "Application Scripts" / "com.microsoft.Excel" / SCRIPT


def mac_conf(machine: Machine) -> Path:
    """Return the file that tells Excel on a Mac where Python is."""
    return machine.folder(Folder.HOME) / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / CONF


def windowless(python: Path) -> Path:
    """Return the Python without a console beside another one; that one itself if there is none."""
    pythonw = python.with_name("pythonw.exe")
    return pythonw if pythonw.is_file() else python


def is_from_store(machine: Machine) -> bool:
    """Return whether Python comes from the Microsoft Store: what it writes, other programs do not see."""
    python = machine.python
    return any("WindowsApps" in path.parts for path in (python.executable, python.base))


def readable(machine: Machine, path: Path) -> str:
    """Return a path as Excel can read it: as it is, or in its short form; empty if neither will do."""
    if machine.ansi(str(path)) is not None:
        return str(path)
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    short = machine.short_path(there) / path.relative_to(there)
    return str(short) if machine.ansi(str(short)) is not None else ""


def command(machine: Machine, exe: str, clsid: str = CLSID) -> tuple[str, int]:
    """Return the command that starts Python, and how many bytes Excel needs for it."""
    words = COMMAND.format(exe=exe, clsid=clsid)
    return words, len(machine.ansi(words) or b"")


def xlwings_version(machine: Machine) -> str:
    """Return the version of xlwings that is installed."""
    package = machine.package("xlwings")
    return package.version if package else XLWINGS


def dll_name(bits: int, version: str) -> str:
    """Return the name of a library of xlwings as it is shipped."""
    return f"{DLLS[bits]}-{version}.dll"


def shipped_dll(machine: Machine, bits: int) -> Path | None:
    """Return a library of xlwings where pip or conda has put it."""
    package = machine.package("xlwings")
    name = dll_name(bits, xlwings_version(machine))
    python = machine.python
    folders = (python.prefix, python.base, python.executable.parent, python.executable.parent.parent)
    listed = [file for file in (package.files if package else ()) if file.name == name]
    return next((file for file in (*listed, *(folder / name for folder in folders)) if file.is_file()), None)


def is_there(path: str) -> bool:
    """Return whether a file is there, whatever somebody has written for its path."""
    with contextlib.suppress(OSError, ValueError):
        return Path(path).is_file()
    return False


def is_same(file: Path, other: Path) -> bool:
    """Return whether two files are there and hold the same bytes."""
    return file.is_file() and other.is_file() and file.read_bytes() == other.read_bytes()


def remove_empty(machine: Machine, key: str) -> None:
    """Remove a registry key, and those above it, as long as nothing is in them."""
    while key.count("\\") > 1 and not machine.values(key) and not machine.keys(key):
        parent, _, name = key.rpartition("\\")
        if name in machine.keys(parent):
            machine.remove_key(key)
        key = parent


class Excel(NamedTuple):
    """Excel on Windows: its program, its bits (0 unknown), and its version in the registry (``16.0``)."""

    path: Path
    bits: int
    version: str


def excel(machine: Machine) -> Excel | None:
    """Return the Excel that is installed."""
    found = (str(machine.values(rf"{root}\{APP_PATH}").get("", "")) for root in ("HKCU", "HKLM"))
    path = next((Path(text.strip('"')) for text in found if text), None)
    return Excel(path, bits_of(path), excel_version(machine)) if path and path.is_file() else None


def excel_version(machine: Machine) -> str:
    """Return the version under which Excel keeps its settings; 2016 and all later ones are 16.0."""
    number = str(machine.values(CURRENT_EXCEL).get("", "")).rpartition(".")[2]
    return f"{number}.0" if number.isdecimal() else "16.0"


def bits_of(file: Path) -> int:
    """Return whether a program or library is of 32 or 64 bits, 0 for another file."""
    try:
        with file.open("rb") as opened:
            first = opened.read(64)
            if not first.startswith(b"MZ") or len(first) < 64:  # noqa: PLR2004 (the length of that header)
                return 0
            opened.seek(struct.unpack_from("<I", first, 0x3C)[0])
            signature, kind = struct.unpack("<4sH", opened.read(6))
    except (OSError, struct.error):
        return 0
    return BITS.get(kind, 0) if signature == b"PE\0\0" else 0
