"""LibreOffice's own locks: a file beside each open book, left behind when LibreOffice is killed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

from jxc_xl.hosts.errors import HostError


def clear_stale(book: Path) -> None:
    """Remove the lock of a LibreOffice that is gone: with a lock, LibreOffice opens nothing when nobody can be asked.

    Problems:
        H003: whoever locked it may still be there.
    """
    lock = book.with_name(f".~lock.{book.name}#")
    if not lock.exists():
        return
    if not _is_stale(lock):
        raise HostError("H003", path=str(book), reason="calc", file=lock.name)
    lock.unlink(missing_ok=True)


def _is_stale(lock: Path) -> bool:
    """Tell whether the profile that a lock names is gone, or not in use: a running LibreOffice locks its profile."""
    text = lock.read_text(encoding="utf8", errors="replace")
    url = text.strip().rstrip(";").rpartition(",")[2]
    if urlparse(url).scheme != "file":
        return False
    return not (Path(url2pathname(urlparse(url).path)) / ".lock").exists()
