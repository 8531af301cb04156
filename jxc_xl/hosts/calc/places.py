"""Where LibreOffice is: its program, and its bridge to Python (`uno`), which every system keeps elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from jxc_xl.hosts.errors import HostError

_NAMES = ("soffice", "libreoffice")
_USUAL = {
    "win32": ("LibreOffice/program/soffice.exe", "LibreOffice*/program/soffice.exe"),
    "darwin": ("LibreOffice.app/Contents/MacOS/soffice",),
}
_ROOTS = {
    "win32": tuple(os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")),
    "darwin": ("/Applications", str(Path.home() / "Applications")),
}
_LINUX = ("/opt/libreoffice*/program/soffice", "/usr/lib*/libreoffice/program/soffice", "/snap/bin/libreoffice")
_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
_DISTRIBUTION = (
    "/usr/lib/python3/dist-packages",
    f"/usr/lib64/{_PYTHON}/site-packages",
    f"/usr/lib/{_PYTHON}/site-packages",
    "/usr/lib64/libreoffice/program",
    "/usr/lib/libreoffice/program",
)


def soffice() -> Path:
    """Return LibreOffice's program.

    Problems:
        H023: it is not on this machine.
    """
    named = os.environ.get("JXC_SOFFICE")
    on_path = (shutil.which(name) for name in _NAMES)
    found = (Path(text) for text in (named, *on_path) if text)
    program = next((path for path in (*found, *_installed()) if path.is_file()), None)
    if program is None:
        raise HostError("H023", path="LibreOffice")
    return program


def _installed() -> Iterator[Path]:
    """Yield programs where installers put them, the newest first."""
    if sys.platform in _USUAL:
        for root in filter(None, _ROOTS[sys.platform]):
            for pattern in _USUAL[sys.platform]:
                yield from sorted(Path(root).glob(pattern), reverse=True)
        return
    for pattern in _LINUX:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


@cache
def uno() -> ModuleType:
    """Return the module `uno`.

    It is compiled for one version of Python: the system's, or the one inside LibreOffice. Its folder may hold other
    packages too, so it stands on the path no longer than the import takes.

    Problems:
        H023: no LibreOffice. H024: its bridge is missing, or was made for another Python.
    """
    reason: ImportError | None = None
    for folder in ("", *_bridges()):
        try:
            return _imported(folder)
        except ImportError as error:
            reason = error
    raise HostError("H024", path="LibreOffice", reason=str(reason)) from reason


def _bridges() -> Iterator[str]:
    program = soffice().resolve().parent
    beside = (program, program.parent / "Resources", program.parent / "Frameworks")
    for folder in (*map(str, beside), *_DISTRIBUTION):
        if (Path(folder) / "uno.py").is_file():
            yield folder


def _imported(folder: str) -> ModuleType:
    if not folder:
        return import_module("uno")
    if sys.platform == "win32":
        os.add_dll_directory(folder)
        os.environ.setdefault("UNO_PATH", folder)
    rc = Path(folder) / ("fundamental.ini" if sys.platform == "win32" else "fundamentalrc")
    if rc.is_file():
        os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{rc}")
    sys.path.append(folder)
    try:
        return import_module("uno")
    finally:
        sys.path.remove(folder)
