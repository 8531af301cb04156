"""LibreOffice as a program: found, started, asked, ended, and told apart from a file it cannot open."""

from __future__ import annotations

import os
import signal
import stat
import time
from pathlib import Path

import pytest
import xlwings as xw

from jxc_xl.hosts.calc import places
from jxc_xl.hosts.calc.locks import clear_stale
from jxc_xl.hosts.calc.office import Manner, Office, open_book
from jxc_xl.hosts.calc.places import uno
from jxc_xl.hosts.errors import HostError
from tests.hosts.specimens import shop

office_only = pytest.mark.office


@office_only
def test_libreoffice_is_started_found_and_ended(tmp_path: Path) -> None:
    office = Office()
    with office as app:
        assert app.pid in [other.pid for other in xw.engines["calc"].apps]
        assert app.version.major >= 7
        assert app.books.open(shop(tmp_path / "b.xlsx")).name == "b.xlsx"
        process = office._process  # noqa: SLF001 - it must be gone afterwards
        assert process is not None
    assert process.poll() is not None
    assert app.pid not in [other.pid for other in xw.engines["calc"].apps]
    office.stop()  # twice does no harm


@office_only
def test_a_libreoffice_that_hangs_is_ended_by_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jxc_xl.hosts.calc.office.STOP_SECONDS", 1)
    office = Office()
    office.start()
    process = office._process  # noqa: SLF001
    assert process is not None
    os.killpg(process.pid, signal.SIGSTOP)
    started = time.monotonic()
    office.stop()
    assert process.poll() is not None
    assert time.monotonic() - started < 20


@office_only
def test_a_book_opened_by_itself_takes_its_libreoffice_along(tmp_path: Path) -> None:
    book = open_book(shop(tmp_path / "店.xlsx"))
    assert book.fullname == str(tmp_path / "店.xlsx")
    pid = book.app.pid
    book.app.quit()
    assert pid not in [other.pid for other in xw.engines["calc"].apps]


@office_only
def test_a_profile_of_ones_own_is_kept(tmp_path: Path) -> None:
    with Office(Manner(profile=tmp_path / "profile")):
        pass
    assert (tmp_path / "profile" / "user").is_dir()


def test_no_libreoffice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JXC_SOFFICE", raising=False)
    monkeypatch.setattr(places, "_LINUX", ())
    with pytest.raises(HostError) as caught:
        places.soffice()
    assert caught.value.code == "H023"


def test_the_program_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("")
    monkeypatch.setenv("JXC_SOFFICE", str(program))
    assert places.soffice() == program


@office_only
def test_a_libreoffice_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    uno()  # the real one
    monkeypatch.setenv("JXC_SOFFICE", str(program))
    with pytest.raises(HostError, match="exit status 3") as caught:
        Office().start()
    assert caught.value.code == "H025"


@office_only
@pytest.mark.parametrize("content", [b"hello", b"", b"PK\x03\x04 half a package"])
def test_a_file_that_is_no_book_is_told(office: xw.App, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(content)
    with pytest.raises(HostError) as caught:
        office.books.open(path)
    assert caught.value.code == "H026"
    assert len(office.books) == 0


def test_the_lock_of_a_libreoffice_that_is_gone_is_cleared(tmp_path: Path) -> None:
    book, profile = tmp_path / "店.xlsx", tmp_path / "profile"
    lock = tmp_path / ".~lock.店.xlsx#"
    clear_stale(book)
    lock.write_text(f",root,host,24.11.2026 10:00,{profile.as_uri()};", encoding="utf8")
    clear_stale(book)
    assert not lock.exists()
    profile.mkdir()
    (profile / ".lock").write_text("running")
    lock.write_text(f",root,host,24.11.2026 10:00,{profile.as_uri()};", encoding="utf8")
    with pytest.raises(HostError) as caught:
        clear_stale(book)
    assert caught.value.code == "H003"


@office_only
def test_a_book_that_another_libreoffice_has_open_is_refused(office: xw.App, tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    with Office() as other:
        other.books.open(path)
        with pytest.raises(HostError) as caught:
            office.books.open(path)
        assert caught.value.code == "H003"
    office.books.open(path).close()
