"""Every call to the system that a save makes, counted; at one of them something goes wrong.

What goes through here: all that `os` and `fcntl` are asked for, and every file opened in Python, down to the single
``write`` that leaves its buffer. Half of a write is carried out before it fails, as on a full disk.
"""

from __future__ import annotations

import errno
import fcntl
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from unittest import mock

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

CALLS = (
    "open", "close", "fsync", "fdatasync", "ftruncate", "replace", "rename", "link", "symlink", "chmod", "fchmod",
    "chown", "utime", "unlink", "remove", "rmdir", "mkdir", "stat", "lstat", "fstat", "listdir", "scandir",
    "listxattr", "getxattr", "setxattr", "sendfile", "copy_file_range", "truncate", "write", "read",
)  # fmt: skip
DONE_ANYWAY = {"close"}
"""Calls that do their work even if they fail."""
FULL = {"open", "write", "mkdir", "replace", "setxattr"}


@dataclass
class Faults:
    """What was called so far, and what happens at one of the calls.

    Attributes:
        at: Number of the call at which it happens; -1 for never.
        happens: What happens.
        calls: Names of the calls so far.
    """

    at: int
    happens: Callable[[str], None]
    calls: list[str] = field(default_factory=list)

    def is_due(self, name: str) -> bool:
        self.calls.append(name)
        return len(self.calls) - 1 == self.at

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: object, **options: object) -> object:
            if self.is_due(name):
                if name in DONE_ANYWAY:
                    real(*given, **options)
                self.happens(name)
            return real(*given, **options)

        return call

    def opened(self, path: str, mode: str = "r", *_: object, **__: object) -> BinaryIO:
        assert "b" in mode, "a save opens no texts"
        raw = _File(self, path, mode)
        buffer = io.BufferedRandom(raw) if "+" in mode else io.BufferedReader(raw) if "r" in mode else None
        return cast("BinaryIO", buffer or io.BufferedWriter(raw))


class _File(io.FileIO):
    """A file whose every call is counted."""

    def __init__(self, faults: Faults, path: str, mode: str) -> None:
        self.faults = faults
        if faults.is_due("open"):
            faults.happens("open")
        super().__init__(path, mode)

    def write(self, data: ReadableBuffer, /) -> int:
        if self.faults.is_due("write"):
            super().write(memoryview(data)[: len(memoryview(data)) // 2])
            self.faults.happens("write")
        return super().write(data)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if self.faults.is_due("read"):
            self.faults.happens("read")
        return super().readinto(buffer)

    def truncate(self, size: int | None = None, /) -> int:
        if self.faults.is_due("truncate"):
            self.faults.happens("truncate")
        return super().truncate(size)

    def close(self) -> None:
        if self.closed:
            return
        is_due = self.faults.is_due("close")
        super().close()
        if is_due:
            self.faults.happens("close")


@contextmanager
def counted(faults: Faults) -> Iterator[None]:
    """Let every call to the system pass through here."""
    with ExitStack() as stack:
        for name in CALLS:
            if hasattr(os, name):
                stack.enter_context(mock.patch.object(os, name, faults.wrapped(name, getattr(os, name))))
        stack.enter_context(mock.patch.object(fcntl, "flock", faults.wrapped("flock", fcntl.flock)))
        stack.enter_context(mock.patch.object(io, "open", faults.opened))
        yield


def fail(name: str) -> None:
    """Raise what the system raises."""
    code = errno.ENOSPC if name in FULL else errno.EIO
    raise OSError(code, os.strerror(code))


def die(_: str) -> None:
    """End the process at once, as power failure or `kill -9` do."""
    os.kill(os.getpid(), signal.SIGKILL)
