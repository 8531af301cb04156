"""A machine for tests: a registry in memory, folders and files that are real, and nothing that is not said.

It keeps the rules of the real one: only HKCU is written, a key is made with all keys above it, one with keys below or
with values is not removed, a path has a short form only if it is there.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jxc_xl.entry.setup.machine import Folder, Package, Python, System, Value
from jxc_xl.entry.setup.places import CURRENT_EXCEL, XLWINGS
from jxc_xl.terms import Lang

APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
FOLDERS = {
    Folder.HOME: "",
    Folder.LOCAL: "AppData/Local",
    Folder.ROAMING: "AppData/Roaming",
    Folder.DOCUMENTS: "Documents",
}
MACHINE_TYPE = {32: 0x014C, 64: 0x8664}


def program(bits: int, more: str = "") -> bytes:
    """Return the first bytes of a program or library."""
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", MACHINE_TYPE[bits]) + more.encode()


@dataclass
class TestMachine:
    """A machine whose every fact can be set.

    Attributes:
        root: The user's own folder.
        system: The operating system.
        lang: Its language.
        python: The Python that runs.
        packages: Installed packages.
        registry: Values by key.
        code_page: Code page of programs without Unicode.
        short_names: What a folder is called in a path of 8.3 names.
        zones: Where files come from.
        variables: The environment.
        broken_modules: Why modules cannot be imported.
        load_errors: Why libraries cannot be loaded, by name.
        printed: What programs print, by name.
        served: Classes that are being served, and commands that would serve.
        is_open: Excel runs.
        commands: Commands that were started.
    """

    __test__ = False

    root: Path
    system: System
    python: Python
    lang: Lang = Lang.ZH
    packages: dict[str, Package] = field(default_factory=dict)
    registry: dict[str, dict[str, Value]] = field(default_factory=dict)
    code_page: str = "cp936"
    short_names: dict[str, str] = field(default_factory=dict)
    zones: dict[Path, int] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    broken_modules: dict[str, str] = field(default_factory=dict)
    load_errors: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)
    is_open: bool = False
    commands: list[str] = field(default_factory=list)

    def folder(self, folder: Folder) -> Path:
        return self.root / FOLDERS[folder]

    def variable(self, name: str) -> str:
        return self.variables.get(name, "")

    def package(self, name: str) -> Package | None:
        return self.packages.get(name)

    def import_error(self, module: str) -> str:
        return self.broken_modules.get(module, "")

    def values(self, key: str) -> dict[str, Value]:
        return dict(self.registry.get(key, {}))

    def keys(self, key: str) -> list[str]:
        start = f"{key}\\"
        below = (name[len(start) :].partition("\\")[0] for name in self.registry if name.startswith(start))
        return list(dict.fromkeys(below))

    def set_value(self, key: str, name: str, value: Value) -> None:
        assert key.startswith("HKCU\\"), key
        parts = key.split("\\")
        for at in range(2, len(parts) + 1):
            self.registry.setdefault("\\".join(parts[:at]), {})
        self.registry[key][name] = value

    def remove_value(self, key: str, name: str) -> None:
        assert key.startswith("HKCU\\"), key
        del self.registry[key][name]

    def remove_key(self, key: str) -> None:
        assert key.startswith("HKCU\\"), key
        assert not self.keys(key), f"{key} has keys below it"
        assert self.registry.pop(key) == {}, f"{key} has values, which would go with it"

    def ansi(self, text: str) -> bytes | None:
        try:
            return text.encode(self.code_page)
        except UnicodeEncodeError:
            return None

    def short_path(self, path: Path) -> Path:
        assert path.exists(), f"{path} has no short form: it is not there"
        return Path(*(self.short_names.get(part, part) for part in path.parts))

    def load_error(self, dll: Path) -> str:
        return self.load_errors.get(dll.name, "")

    def zone(self, file: Path) -> int | None:
        return self.zones.get(file)

    def is_excel_open(self) -> bool:
        return self.is_open

    def run(self, *command: str) -> str:
        self.commands.append(command[0])
        return self.printed.get(command[0], "")

    def server_error(self, clsid: str, command: str) -> str:
        return (
            "" if clsid in self.served or any(command.startswith(start) for start in self.served) else "no such class"
        )

    def files(self) -> dict[str, bytes]:
        """Return every file below the user's folder, to see what has changed."""
        return {
            os.fspath(file.relative_to(self.root)): file.read_bytes() for file in self.root.rglob("*") if file.is_file()
        }

    def folders(self) -> set[str]:
        """Return every folder below the user's."""
        return {os.fspath(file.relative_to(self.root)) for file in self.root.rglob("*") if file.is_dir()}


def windows(root: Path, *, user: str = "shop", excel: int = 64, bits: int = 64) -> TestMachine:
    """Return a Windows with Excel and an environment with jxc_xl, nothing installed yet."""
    home = root / user
    prefix = home / "AppData" / "Local" / "jxc_xl" / "venv"
    shipped = [prefix / f"xlwings{size}-{XLWINGS}.dll" for size in (32, 64)]
    office = root / "Office16" / "EXCEL.EXE"
    _write({office: program(excel), prefix / "Scripts" / "pythonw.exe": b"", prefix / "Scripts" / "python.exe": b""})
    _write({shipped[0]: program(32, "shipped"), shipped[1]: program(64, "shipped")})
    python = Python(prefix / "Scripts" / "python.exe", prefix, root / "Python311", (3, 11, 7), bits)
    machine = TestMachine(home, System.WINDOWS, python, packages={"xlwings": Package(XLWINGS, tuple(shipped))})
    machine.registry = {APP_PATH: {"": str(office)}, CURRENT_EXCEL: {"": "Excel.Application.16"}}
    machine.served.add(f'"{prefix / "Scripts" / "pythonw.exe"}"')
    return machine


def mac(root: Path) -> TestMachine:
    """Return a Mac with an environment with jxc_xl."""
    prefix = root / "venv"
    script = prefix / "lib" / "xlwings" / f"xlwings-{XLWINGS}.applescript"
    _write({prefix / "bin" / "python": b"", script: b"on VbaHandler"})
    python = Python(prefix / "bin" / "python", prefix, prefix, (3, 12, 1), 64)
    return TestMachine(root, System.MAC, python, packages={"xlwings": Package(XLWINGS, (script,))}, code_page="utf8")


def linux(root: Path) -> TestMachine:
    """Return a Linux with an environment with jxc_xl."""
    python = Python(root / "bin" / "python", root, root, (3, 11, 7), 64)
    return TestMachine(root, System.LINUX, python, packages={"xlwings": Package(XLWINGS, ())}, code_page="utf8")


def _write(files: Mapping[Path, bytes]) -> None:
    for file, data in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
