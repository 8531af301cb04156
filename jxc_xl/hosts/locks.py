"""One writer at a time: refuse a book that is open elsewhere, and keep other runs of ours out meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jxc_xl.hosts.errors import HostError

if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        """Lock an open file or raise OSError; the system lets go when the process ends."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        """Lock an open file or raise OSError; the system lets go when the process ends."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def refuse_if_open(path: Path) -> None:
    """Refuse a book beside which a spreadsheet program has put its owner file.

    Problems:
        H003: open in Excel or LibreOffice.
    """
    for owner, reason in ((f"~${path.name}", "excel"), (f".~lock.{path.name}#", "calc")):
        if path.with_name(owner).exists():
            raise HostError("H003", reason=reason, file=owner)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other runs of ours from writing a book.

    The lock is the system's, on a file beside the book, so a run that was killed leaves nothing that blocks the next.

    Problems:
        H003: another run is writing it.
    """
    lock = path.with_name(f".{path.name}.jxc-lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(handle, lock)
        try:
            yield
        finally:
            with suppress(OSError):  # Windows does not delete an open file; it stays, empty and harmless
                lock.unlink()
    finally:
        with suppress(OSError):  # the lock is off whatever it says, and the book may have been replaced
            os.close(handle)


def _take(handle: int, lock: Path) -> None:
    try:
        _hold(handle)
        is_current = os.fstat(handle).st_ino == lock.stat().st_ino  # the run before may have deleted it meanwhile
    except (BlockingIOError, PermissionError, FileNotFoundError) as error:
        raise HostError("H003", reason="jxc", file=lock.name) from error
    if not is_current:
        raise HostError("H003", reason="jxc", file=lock.name)
