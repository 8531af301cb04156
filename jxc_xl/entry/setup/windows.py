"""The machine as it is: the registry, paths and libraries of Windows, and the little that other systems have to tell.

Importable everywhere: what only Windows has is reached for inside methods and answers with nothing elsewhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.metadata
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from jxc_xl.entry.setup.machine import Folder, Package, Python, System, Value
from jxc_xl.terms import Lang

if sys.platform == "win32":
    import winreg

PATIENCE = 60.0
"""Seconds that a program may take to answer."""
NOT_REGISTERED = -2147221164
"""What COM says as long as a server has not registered its class: REGDB_E_CLASSNOTREG."""
EXCEL_WINDOW = "XLMAIN"
"""Class of Excel's main window, of a hidden Excel too."""
DOCUMENTS_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
CHINESE = 0x04
"""The language of a Windows language id, in its lowest ten bits."""


class ThisMachine:
    """The machine this runs on."""

    @property
    def system(self) -> System:
        """The operating system."""
        if sys.platform == "win32":
            return System.WINDOWS
        return System.MAC if sys.platform == "darwin" else System.LINUX

    @property
    def lang(self) -> Lang:
        """English where the system says so, else Chinese."""
        if sys.platform == "win32":
            language = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
            return Lang.ZH if language == CHINESE else Lang.EN
        said = next((text for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (text := self.variable(name))), "")
        return Lang.EN if said.startswith("en") else Lang.ZH

    @property
    def python(self) -> Python:
        """The Python that runs this."""
        bits = 64 if sys.maxsize > 1 << 32 else 32
        return Python(Path(sys.executable), Path(sys.prefix), Path(sys.base_prefix), sys.version_info[:3], bits)

    def folder(self, folder: Folder) -> Path:
        """Return a folder of the user's."""
        home = Path.home()
        if folder is Folder.LOCAL:
            return Path(self.variable("LOCALAPPDATA") or home / "AppData" / "Local")
        if folder is Folder.ROAMING:
            return Path(self.variable("APPDATA") or home / "AppData" / "Roaming")
        if folder is Folder.DOCUMENTS:
            moved = str(self.values(DOCUMENTS_KEY).get("Personal", ""))
            return Path(os.path.expandvars(moved) if moved else home / "Documents")
        return home

    def variable(self, name: str) -> str:
        """Return an environment variable."""
        return os.environ.get(name, "")

    def package(self, name: str) -> Package | None:
        """Return an installed package."""
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            return None
        return Package(found.version, tuple(Path(str(file.locate())) for file in found.files or ()))

    def import_error(self, module: str) -> str:
        """Return why a module cannot be imported."""
        try:
            importlib.import_module(module)
        except Exception as error:  # noqa: BLE001 (a broken package may raise anything)
            return f"{type(error).__name__}: {error}"
        return ""

    def values(self, key: str) -> dict[str, Value]:
        """Return the values of a registry key."""
        if sys.platform == "win32":
            with contextlib.suppress(OSError), _opened(key) as opened:
                found = (winreg.EnumValue(opened, at) for at in range(winreg.QueryInfoKey(opened)[1]))
                return {name: value for name, value, _ in found if isinstance(value, str | int)}
        return {}

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a registry key."""
        if sys.platform == "win32":
            with contextlib.suppress(OSError), _opened(key) as opened:
                return [winreg.EnumKey(opened, at) for at in range(winreg.QueryInfoKey(opened)[0])]
        return []

    def set_value(self, key: str, name: str, value: Value) -> None:
        """Write a registry value."""
        if sys.platform == "win32":
            kind = winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _own(key)) as opened:
                winreg.SetValueEx(opened, name, 0, kind, value)

    def remove_value(self, key: str, name: str) -> None:
        """Remove a registry value."""
        if sys.platform == "win32":
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _own(key), 0, winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)

    def remove_key(self, key: str) -> None:
        """Remove an empty registry key."""
        if sys.platform == "win32":
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _own(key))

    def ansi(self, text: str) -> bytes | None:
        """Return a text in the code page of programs without Unicode."""
        with contextlib.suppress(UnicodeEncodeError):
            return text.encode("mbcs" if sys.platform == "win32" else "utf8", "strict")
        return None

    def short_path(self, path: Path) -> Path:
        """Return the 8.3 form of a path."""
        if sys.platform == "win32":
            room = ctypes.create_unicode_buffer(1 << 15)
            if ctypes.windll.kernel32.GetShortPathNameW(str(path), room, len(room)):
                return Path(room.value)
        return path

    def load_error(self, dll: Path) -> str:
        """Return why this process cannot load a library."""
        if sys.platform == "win32":
            try:
                ctypes.WinDLL(str(dll))
            except OSError as error:
                return error.strerror or str(error)
        return ""

    def zone(self, file: Path) -> int | None:
        """Return the zone a file was downloaded from."""
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                said = Path(f"{file}:Zone.Identifier").read_text("utf8", "replace")
                found = re.search(r"ZoneId=(\d)", said)
                return int(found.group(1)) if found else None
        return None

    def is_excel_open(self) -> bool:
        """Return whether Excel runs."""
        if sys.platform == "win32":
            return bool(ctypes.windll.user32.FindWindowW(EXCEL_WINDOW, None))
        return sys.platform == "darwin" and bool(self.run("pgrep", "-x", "Microsoft Excel"))

    def run(self, *command: str) -> str:
        """Return what a program prints."""
        try:
            done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)  # noqa: S603 (our own)
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.decode("utf8", "replace")

    def server_error(self, clsid: str, command: str) -> str:
        """Ask COM for a class as Excel would."""
        if not command:
            return _asked(clsid, None)
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        with subprocess.Popen(command, creationflags=flags) as process:  # noqa: S603 (the command we install)
            try:
                return _asked(clsid, process)
            finally:
                process.kill()


def _asked(clsid: str, process: subprocess.Popen[bytes] | None) -> str:
    """Ask for a class until it is there or its server is gone; return why it is not there."""
    com = importlib.import_module("pythoncom")
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        try:
            com.CoCreateInstance(clsid, None, com.CLSCTX_LOCAL_SERVER, com.IID_IDispatch)
        except com.com_error as error:
            if error.hresult != NOT_REGISTERED or process is None:
                return str(error)
        else:
            return ""
        if process.poll() is not None:
            return f"exit {process.returncode}"
        time.sleep(0.1)
    return f"{PATIENCE:.0f} s"


def _own(key: str) -> str:
    """Return a key below HKCU; nothing else is ever written."""
    root, _, path = key.partition("\\")
    if root != "HKCU":
        raise ValueError(key)
    return path


if sys.platform == "win32":

    def _opened(key: str) -> winreg.HKEYType:
        """Open a key for reading, the 64-bit one also for a 32-bit Python."""
        root, _, path = key.partition("\\")
        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        return winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
