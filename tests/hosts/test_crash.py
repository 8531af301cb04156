"""A save that fails or dies at any call to the system leaves the old book or the new one, and no debris that stays."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from jxc_xl.hosts import files
from jxc_xl.hosts.files import HostError
from jxc_xl.tables import Append, Change, Patch
from tests.hosts.specimens import NOW, WANTED, column, read, rows, shop

if sys.platform != "win32":
    from tests.hosts.faults import Faults, counted, die, fail

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="counts system calls the way POSIX names them")

CHANGES: list[Change] = [
    Patch("tblSales", rows(0), (column("过账", ["P"]),)),
    Append("tblSales", (column("单号", [f"N{n}" for n in range(3000)]),)),
]
LINES = 3
ALLOWED = {"read": {"H001", "H005", "H008"}}
"""A directory of a zip that cannot be read is none to `zipfile`."""
OLD_BACKUP = "店-20250101-000000.xlsx"
STATE_CHANGING = {"open", "write", "fsync", "replace", "chmod", "utime", "unlink", "mkdir", "flock", "close"}


@cache
def original() -> bytes:
    with TemporaryDirectory() as folder:
        return shop(Path(folder) / "b.xlsx", LINES).read_bytes()


def laid_out(folder: Path, *, backups: int) -> Path:
    """Put a book into an empty folder, with backups from before or without a folder for them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    book = folder / "店.xlsx"
    book.write_bytes(original())
    book.chmod(0o640)
    if backups:
        kept = folder / "店.backups"
        kept.mkdir()
        for day in range(1, backups + 1):
            (kept / f"店-202501{day:02d}-000000.xlsx").write_bytes(original())
    return book


def save(book: Path) -> None:
    files.save(files.look(book, WANTED), CHANGES, now=NOW)


def calls_of(book: Path) -> list[str]:
    """Return the names of the calls that one save makes."""
    faults = Faults(-1, fail)
    with counted(faults):
        save(book)
    return faults.calls


def is_new(book: Path) -> bool:
    """Return whether a book is the new one; it is whole, and the old one to the byte if it is not."""
    if book.read_bytes() == original():
        return False
    with zipfile.ZipFile(book) as archive:
        assert archive.testzip() is None
    table = read(book)
    assert table.height == LINES + 3000
    assert table.cells[4][0] == "P"
    return True


def check_backups(book: Path) -> None:
    """Check that what stands under the name of a backup is the old book to the byte."""
    for file in book.parent.glob("*.backups/[!.]*"):
        assert file.read_bytes() == original(), file.name


def check_next_save(book: Path) -> None:
    """Check that the next save goes well and leaves nothing but the book and its backups."""
    files.save(files.look(book, WANTED), [CHANGES[0]], now=NOW)
    assert read(book).cells[4][0] == "P"
    assert sorted(file.name for file in book.parent.iterdir()) == ["店.backups", "店.xlsx"]
    assert not list(book.parent.glob("*.backups/.*"))


@pytest.mark.parametrize("backups", [0, 10])
def test_whichever_call_fails_the_book_is_the_old_one_if_we_say_so_and_else_the_new_one(
    tmp_path: Path, backups: int
) -> None:
    calls = calls_of(laid_out(tmp_path / "s", backups=backups))
    assert set(calls) >= STATE_CHANGING
    for step, name in enumerate(calls):
        book = laid_out(tmp_path / "s", backups=backups)
        faults = Faults(step, fail)
        has_failed = False
        with counted(faults):
            try:
                save(book)
            except HostError as error:
                has_failed = True
                assert error.code in ALLOWED.get(name, {"H001", "H003", "H008"}), (step, name)  # noqa: PT017
        assert faults.calls[: step + 1] == calls[: step + 1]
        assert is_new(book) is not has_failed, (step, name)
        check_backups(book)
        if name != "unlink":
            assert not list(book.parent.rglob(".*.tmp")), (step, name)
        check_next_save(book)


@pytest.mark.parametrize("backups", [0, 10])
def test_at_whichever_call_it_dies_the_book_is_the_old_one_or_the_new_one(tmp_path: Path, backups: int) -> None:
    calls = calls_of(laid_out(tmp_path / "s", backups=backups))
    seen = []
    for step, name in enumerate(calls):
        book = laid_out(tmp_path / "s", backups=backups)
        assert killed(save, book, step) == -signal.SIGKILL, (step, name)
        seen.append(is_new(book))
        check_backups(book)
        check_next_save(book)
    assert seen == sorted(seen), "old up to one rename, new from then on"
    assert calls[seen.index(True) - 1] == "replace"
    book = laid_out(tmp_path / "s", backups=backups)
    assert killed(save, book, len(calls)) == 0
    assert is_new(book)


def killed(act: Callable[[Path], None], book: Path, step: int) -> int:
    """Carry out an act in a child that dies at a call; return its status, negative for a signal."""
    child = os.fork()
    if not child:
        try:
            with counted(Faults(step, die)):
                act(book)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
