"""Whatever a file is, a command ends with status 0, 1 or 2, says why in one line, and harms nothing.

The named files tell the code each; the random ones only that nothing else comes of them. Some are handed to the real
command in a process of its own, with little memory and little time.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest import mock

import pytest

from jxc_xl.entry.cli import main
from jxc_xl.hosts import files
from jxc_xl.hosts.files import HostError
from jxc_xl.schema import TITLES
from jxc_xl.tables import Append
from tests.entry.shop import Said, entered
from tests.hosts.hostile import RIGHT, Base, Hostile, named
from tests.hosts.mutations import mutants
from tests.hosts.specimens import NOW, column

if sys.platform != "win32":
    import resource

COMMANDS = {"check": ("check",), "post": ("recalc", "--post")}
CODE = re.compile(r"\b[HP][0-9]{3}\b")
MEMORY, SECONDS = 4 << 30, 60
SHARES = 8
"""The named files are divided, so that two processes can take them on."""
REFUSED_MUTANTS = 160
NEW_LINE = Append("tblSales", (column("订单号", ["N"]),))


@cache
def book() -> bytes:
    with TemporaryDirectory() as folder:
        return entered(Path(folder)).read_bytes()


@cache
def all_named() -> tuple[Hostile, ...]:
    return tuple(named(book()))


def inside(path: Path, command: str) -> Said:
    """Run a command in this process, as a person would start it."""
    out, err = io.StringIO(), io.StringIO()
    words = ["jxc", COMMANDS[command][0], str(path), *COMMANDS[command][1:]]
    status: int | str | None = None
    with (
        mock.patch.object(sys, "argv", words),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.suppress(SystemExit),
    ):
        try:
            main()
        except SystemExit as left:
            status = left.code
            raise
    assert isinstance(status, int)
    return Said(status, out.getvalue(), err.getvalue())


def apart(path: Path, command: str) -> Said:
    """Run a command in a process of its own, within limits of memory and time."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "jxc_xl", COMMANDS[command][0], path, *COMMANDS[command][1:]],
        capture_output=True,
        text=True,
        encoding="utf8",
        check=False,
        timeout=SECONDS,
        preexec_fn=_limit,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Told(NamedTuple):
    """How a command ended: its status, and the codes it named."""

    status: int
    codes: frozenset[str]


def told(content: bytes, folder: Path, command: str, run: Callable[[Path, str], Said] = inside) -> Told:
    """Run a command on a file in a folder of its own, and check what must hold whatever the file is."""
    place = folder / "alone"
    place.mkdir()
    path = place / "b.xlsx"
    path.write_bytes(content)
    said = run(path, command)
    words = said.out + said.err
    codes = frozenset(CODE.findall(words))
    assert said.status in {0, 1, 2}, said
    assert codes or not said.status, said
    assert "Traceback" not in words
    assert "should not have happened" not in words
    is_same = path.read_bytes() == content
    if said.status == 2:
        assert is_same
        assert [one.name for one in place.iterdir()] == ["b.xlsx"]
    if not is_same:
        files.read(path, TITLES)
    shutil.rmtree(place)
    return Told(said.status, codes)


@pytest.mark.parametrize("share", range(SHARES))
def test_each_named_file_is_answered_with_its_code(share: int, tmp_path: Path) -> None:
    wrong = []
    path = tmp_path / "b.xlsx"
    for number, file in list(enumerate(all_named()))[share::SHARES]:
        found = [told(file.content, tmp_path, command) for command in _commands(file, number)]
        if not found:
            path.write_bytes(file.content)
            is_right = is_read(path)
        elif file.code == RIGHT:
            is_right = all(one.status == 0 for one in found)
        else:
            is_right = all(one.status in {1, 2} and file.code in one.codes for one in found)
        if not is_right:
            wrong.append((file.name, file.code, found))
    assert wrong == []


def _commands(file: Hostile, number: int) -> Iterator[str]:
    """Yield both commands where they end early, one where it runs to the end, and none for most of the right books."""
    if file.code == RIGHT and number % 4:
        return
    if file.code in {"H002", "H004", "H005", "H006"}:
        yield from COMMANDS
    else:
        yield "post" if file.code == "H009" or number % 8 == 0 else "check"


def test_at_least_three_hundred_files_are_refused() -> None:
    refused = [file.name for file in all_named() if file.code != RIGHT]
    assert len(refused) + REFUSED_MUTANTS >= 300
    assert len(set(refused)) == len(refused)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_changed_at_random_in_a_book_no_foreign_exception_comes_through(seed: int, tmp_path: Path) -> None:
    refused = harmless = 0
    for file in mutants(Base.of(book()), book(), random.Random(seed)):  # noqa: S311 - not a secret
        path = tmp_path / "b.xlsx"
        path.write_bytes(file.content)
        if is_read(path):
            harmless += 1
            if harmless % 12 == 0:
                told(file.content, tmp_path, "post")
        else:
            refused += 1
            assert all(told(file.content, tmp_path, command).status == 2 for command in COMMANDS)
        if refused == REFUSED_MUTANTS // 4:
            return


def is_read(path: Path) -> bool:
    """Return whether a book can be read; then it can be saved, or is not for a reason, and the copy can be read."""
    try:
        files.read(path, TITLES)
    except HostError:
        return False
    copy = path.with_name("copy.xlsx")
    with contextlib.suppress(HostError):
        files.save(path, [NEW_LINE], now=NOW, out=copy)
    if copy.exists():
        files.read(copy, TITLES)
        copy.unlink()
    return True


GRAVEST = (
    "a stray cell in the far corner",
    "a stray cell in the far corner, by another prefix",
    "a sheet of a gigabyte of cells",
    "a gigabyte that says it is small",
    "a tag of 70 MB",
    "formulas that never end",
)


@pytest.mark.skipif(sys.platform == "win32", reason="limits a process the way POSIX does")
def test_the_gravest_files_are_answered_by_the_real_command_with_little_memory_in_little_time(tmp_path: Path) -> None:
    found = {file.name: file for file in all_named() if file.name in GRAVEST}
    assert set(found) == set(GRAVEST)
    for number, file in enumerate(found.values()):
        answer = told(file.content, tmp_path, "post" if number % 2 else "check", apart)
        assert (file.name, answer.status, file.code in answer.codes or file.code == RIGHT) == (
            file.name,
            2 if file.code else 0,
            True,
        )


def test_a_folder_and_a_file_without_permission_are_answered_too(tmp_path: Path) -> None:
    folder = tmp_path / "x.xlsx"
    folder.mkdir()
    assert inside(folder, "check") == Said(2, "", inside(folder, "post").err)
    assert "H001" in inside(folder, "check").err
    assert "H001" in inside(tmp_path / "none.xlsx", "post").err
