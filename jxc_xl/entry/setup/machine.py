"""What is asked of the machine the program runs on: the one seam to the operating system.

Files are plain files everywhere and need no seam. Whoever installs or examines takes a `Machine`; tests give their own.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

from jxc_xl.terms import Lang

Value = str | int


class System(StrEnum):
    """The operating system."""

    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"


class Folder(StrEnum):
    """A person's own folders."""

    HOME = "home"
    LOCAL = "local"
    ROAMING = "roaming"
    DOCUMENTS = "documents"


class Python(NamedTuple):
    """The Python that runs this: its program, its environment, the installation behind it, its version and bits."""

    executable: Path
    prefix: Path
    base: Path
    version: tuple[int, int, int]
    bits: int


class Package(NamedTuple):
    """An installed package: its version and its files."""

    version: str
    files: tuple[Path, ...]


class Machine(Protocol):
    """What is asked of a machine; registry keys start with ``HKCU`` or ``HKLM``, and only ``HKCU`` is written."""

    @property
    def system(self) -> System:
        """The operating system."""

    @property
    def lang(self) -> Lang:
        """The language it speaks with its user."""

    @property
    def python(self) -> Python:
        """The Python that runs this."""

    def folder(self, folder: Folder) -> Path:
        """Return a folder of the user's; Documents may have been moved, to OneDrive for instance."""

    def variable(self, name: str) -> str:
        """Return an environment variable, empty if it is not set."""

    def package(self, name: str) -> Package | None:
        """Return an installed package."""

    def import_error(self, module: str) -> str:
        """Return why a module cannot be imported, empty if it can."""

    def values(self, key: str) -> dict[str, Value]:
        """Return the values of a registry key, none if it is not there."""

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a registry key."""

    def set_value(self, key: str, name: str, value: Value) -> None:
        """Write a registry value, its key with it."""

    def remove_value(self, key: str, name: str) -> None:
        """Remove a registry value that is there."""

    def remove_key(self, key: str) -> None:
        """Remove an empty registry key."""

    def ansi(self, text: str) -> bytes | None:
        """Return a text in the code page of programs without Unicode, None if it has characters that it lacks."""

    def short_path(self, path: Path) -> Path:
        """Return the 8.3 form of a path that is there; the path itself where the disk keeps none."""

    def load_error(self, dll: Path) -> str:
        """Return why this process cannot load a library, empty if it can."""

    def zone(self, file: Path) -> int | None:
        """Return the zone a file was downloaded from (3 the internet, 4 restricted), None for a file of one's own."""

    def is_excel_open(self) -> bool:
        """Return whether Excel runs."""

    def run(self, *command: str) -> str:
        """Return what a program prints, empty if it fails."""

    def server_error(self, clsid: str, command: str) -> str:
        """Ask COM for a class as Excel would; return why it is not there, empty if it is.

        Args:
            clsid: The class.
            command: What starts its server, ended again afterwards; empty for a server that should be running.
        """
