"""A file replaced as a whole or not at all.

The new content is written beside the old file, read back, and synced; the old one is kept as a dated backup; then one
rename puts the new one in its place. Whatever fails, and at whatever moment, the path leads to the old or to the new.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from jxc_xl.hosts.errors import HostError

KEPT_BACKUPS = 10
_DATED = re.compile(r"-\d{8}-\d{6}(-\d+)?$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file from any other state of it."""

    size: int
    mtime_ns: int
    inode: int


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a file as it is now."""
    found = path.stat()
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ino)


@dataclass(frozen=True, slots=True)
class Backup:
    """Where and under which time the old file is kept."""

    folder: Path
    now: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """What putting a file in place has done: the backup, if there was an old file, and the stamp of the new one."""

    backup: Path | None
    stamp: Stamp


def put(path: Path, fill: Callable[[IO[bytes]], None], still: Callable[[], None], backup: Backup) -> Placed:
    """Replace a file; once it is replaced, nothing that goes wrong is an error.

    Args:
        path: The file; it need not be there yet.
        fill: Writes the new content and checks it.
        still: Raises if the file may no longer be replaced; called last.
        backup: Where the old content is kept.
    """
    _remove_leftovers(path)
    with _temporary(path) as (temporary, file):
        fill(file)
        if path.exists():
            os.chmod(temporary, stat.S_IMODE(path.stat().st_mode))  # noqa: PTH101
        _sync(file)
        file.close()  # Windows does not rename an open file
        kept = _back_up(path, backup) if path.exists() else None
        placed = Placed(kept, stamp_of(temporary))
        still()
        os.replace(temporary, path)  # noqa: PTH105
    _sync_folder(path.parent)
    if kept:
        prune(path, backup.folder)
    return placed


def _back_up(path: Path, backup: Backup) -> Path:
    """Copy a file into the folder of its backups."""
    target = place_of(path, backup)
    _remove_leftovers(backup.folder / path.name)
    with _temporary(backup.folder / path.name) as (temporary, file):
        with path.open("rb") as source:
            shutil.copyfileobj(source, file, 1 << 20)
        _sync(file)
        file.close()
        shutil.copystat(path, temporary)
        os.replace(temporary, target)  # noqa: PTH105
    _sync_folder(backup.folder)
    return target


def place_of(path: Path, backup: Backup) -> Path:
    """Return where a file is to be kept: under its date, never over another one; the folder is made if need be."""
    backup.folder.mkdir(parents=True, exist_ok=True)
    dated = f"{path.stem}-{backup.now:%Y%m%d-%H%M%S}"
    names = (f"{dated}{again}{path.suffix}" for again in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(target for target in (backup.folder / name for name in names) if not target.exists())


def prune(path: Path, folder: Path) -> None:
    """Keep the newest backups; one that will not go is no reason to fail."""
    found: list[Path] = []
    with suppress(OSError):
        found = [
            file
            for file in folder.glob(f"*{path.suffix}")
            if file.stem.startswith(path.stem) and _DATED.fullmatch(file.stem.removeprefix(path.stem))
        ]
    for file in sorted(found, key=lambda file: file.stem)[:-KEPT_BACKUPS]:
        with suppress(OSError):
            file.unlink()


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a new file beside another; it goes if it was not renamed."""
    temporary = path.with_name(f".{path.name}.jxc-{os.getpid()}.tmp")
    file = temporary.open("w+b")
    try:
        yield temporary, file
    finally:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _remove_leftovers(path: Path) -> None:
    """Remove what a killed run left beside a file; the caller holds the lock, so none is in use."""
    for file in path.parent.iterdir():
        if file.name.startswith(f".{path.name}.jxc-") and file.suffix == ".tmp":
            with suppress(OSError):
                file.unlink()


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename last; systems that cannot open a folder do so by themselves."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def check_writable(path: Path, suffix: str) -> None:
    """Refuse a target that must not be written.

    Problems:
        H008: the file is read-only, or its ending says something else than its content.
    """
    if path.suffix.lower() != suffix.lower():
        raise HostError("H008", reason="ending", suffix=suffix)
    if path.exists() and not os.access(path, os.W_OK):
        raise HostError("H008", reason="read_only")
