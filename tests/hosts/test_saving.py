"""At every moment the book on disk is the old one or the new one, and the old one is kept."""

from __future__ import annotations

import io
import itertools
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jxc_xl.hosts import files, locks
from jxc_xl.hosts.files import HostError
from jxc_xl.tables import Append, Patch
from tests.hosts.specimens import NOW, WANTED, column, read, rows, shop

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

CHANGE = Patch("tblSales", rows(0), (column("过账", ["P"]),))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return shop(tmp_path / "店.xlsx")


def test_the_old_book_is_kept_under_its_date(book: Path) -> None:
    before = book.read_bytes()
    saved = files.save(book, [CHANGE], now=NOW)
    assert saved.backup == book.parent / "店.backups" / "店-20260305-093000.xlsx"
    assert saved.backup.read_bytes() == before
    assert saved.seen == files.look(book)
    assert read(book).cells[4].tolist()[0] == "P"


def test_two_saves_in_one_second_keep_both_backups(book: Path) -> None:
    kept = {files.save(book, [CHANGE], now=NOW).backup for _ in range(3)}
    assert len(kept) == 3


def test_the_newest_ten_backups_stay_and_other_files_are_left_alone(book: Path) -> None:
    folder = book.parent / "店.backups"
    folder.mkdir()
    (folder / "店-重要.xlsx").write_bytes(b"mine")
    for minute in range(12):
        files.save(book, [CHANGE], now=NOW + timedelta(minutes=minute))
    names = sorted(file.name for file in folder.iterdir())
    assert len(names) == 11
    assert names[0] == "店-20260305-093200.xlsx"
    assert "店-重要.xlsx" in names


def test_out_leaves_the_book_alone(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    saved = files.save(book, [CHANGE], now=NOW, out=tmp_path / "o.xlsx")
    assert (book.read_bytes(), saved.backup) == (before, None)
    assert read(saved.path).cells[4].tolist()[0] == "P"


def test_out_must_keep_the_ending(book: Path, tmp_path: Path) -> None:
    with pytest.raises(HostError) as caught:
        files.save(book, [CHANGE], now=NOW, out=tmp_path / "o.xlsm")
    assert caught.value.code == "H008"


def test_the_mode_of_the_file_is_kept(book: Path) -> None:
    book.chmod(0o640)
    files.save(book, [CHANGE], now=NOW)
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


def test_a_link_to_a_book_stays_a_link(book: Path, tmp_path: Path) -> None:
    link = tmp_path / "链.xlsx"
    link.symlink_to(book)
    files.save(link, [CHANGE], now=NOW)
    assert link.is_symlink()
    assert read(book).cells[4].tolist()[0] == "P"


def test_a_book_that_changed_since_it_was_seen_is_not_overwritten(book: Path) -> None:
    seen = files.look(book, WANTED)
    shop(book, 5)
    before = book.read_bytes()
    with pytest.raises(HostError) as caught:
        files.save(seen, [CHANGE], now=NOW)
    assert caught.value.code == "H007"
    assert book.read_bytes() == before


def test_a_book_that_changes_during_the_save_is_not_overwritten(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def meddle(handle: int) -> None:
        real(handle)
        book.write_bytes(b"changed by Excel")

    monkeypatch.setattr(os, "fsync", meddle)
    with pytest.raises(HostError) as caught:
        files.save(book, [CHANGE], now=NOW)
    assert caught.value.code == "H007"
    assert book.read_bytes() == b"changed by Excel"


@pytest.mark.parametrize("owner", ["~$店.xlsx", ".~lock.店.xlsx#"])
def test_a_book_that_is_open_in_a_program_is_refused(book: Path, owner: str) -> None:
    (book.parent / owner).write_bytes(b"")
    with pytest.raises(HostError) as caught:
        files.save(book, [CHANGE], now=NOW)
    assert caught.value.code == "H003"


def test_another_run_keeps_us_out_and_leaves_nothing_behind(book: Path) -> None:
    with locks.locked(book), pytest.raises(HostError) as caught:
        files.save(book, [CHANGE], now=NOW)
    assert caught.value.code == "H003"
    files.save(book, [CHANGE], now=NOW)
    assert sorted(file.name for file in book.parent.iterdir()) == ["店.backups", "店.xlsx"]


def test_a_killed_run_blocks_nobody_and_its_leftovers_go(book: Path) -> None:
    program = (
        "import os, sys, signal; from pathlib import Path; from jxc_xl.hosts import saving, locks\n"
        "path = Path(sys.argv[1])\n"
        "with locks.locked(path), saving._temporary(path): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, book], check=False)
    assert len(list(book.parent.glob(".*"))) == 2
    files.save(book, [CHANGE], now=NOW)
    assert not list(book.parent.glob(".*"))


def test_a_read_only_book_is_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anything
    with pytest.raises(HostError) as caught:
        files.save(book, [CHANGE], now=NOW)
    assert (caught.value.code, caught.value.facts["reason"]) == ("H008", "read_only")


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod", "open"])
@pytest.mark.parametrize("step", range(4))
def test_whichever_system_call_fails_the_book_is_the_old_or_the_new_one(
    book: Path, monkeypatch: pytest.MonkeyPatch, call: str, step: int
) -> None:
    before = book.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, call, _failing(getattr(os, call), step))
        try:
            files.save(book, [CHANGE], now=NOW)
            is_new = True
        except HostError as error:
            assert error.code == "H008"  # noqa: PT017
            is_new = False
    assert (book.read_bytes() == before) is not is_new
    assert read(book).height == 3
    assert not list(book.parent.glob(".*.tmp"))


def test_content_is_on_the_disk_before_its_name_is(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, _noted(name, calls))
    files.save(book, [CHANGE], now=NOW)
    book_written, backup_written = ["fsync"], ["fsync", "replace", "fsync"]
    assert calls == [*book_written, *backup_written, "replace", "fsync"]


def test_a_full_disk_leaves_the_book_alone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read_bytes()

    class Full(io.FileIO):
        """A file on a disk with room for some thousand bytes."""

        def write(self, data: Buffer, /) -> int:
            if self.tell() + len(memoryview(data)) > 3000:
                raise OSError(28, "No space left on device")
            return super().write(data)

    real = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode: Full(path, mode) if "w" in mode else real(path, mode))
    with pytest.raises(HostError, match="No space left") as caught:
        files.save(book, [Append("tblSales", (column("单号", ["N"]),))], now=NOW)
    assert caught.value.code == "H008"
    assert book.read_bytes() == before


def _noted(name: str, calls: list[str]) -> Callable[..., object]:
    """Return a system call that notes its name."""
    real: Callable[..., object] = getattr(os, name)

    def call(*given: object) -> object:
        calls.append(name)
        return real(*given)

    return call


def _failing(real: Callable[..., object], step: int) -> Callable[..., object]:
    """Return a system call that fails once, at the given step."""
    calls = itertools.count()

    def call(*given: object, **options: object) -> object:
        if next(calls) == step:
            raise OSError(5, "Input/output error")
        return real(*given, **options)

    return call
