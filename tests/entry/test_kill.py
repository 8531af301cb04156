"""A process killed at any moment leaves the old book or the new one, and its chain verifies."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from jxc_xl import chain
from jxc_xl.hosts import files
from jxc_xl.pipeline import Ask, Do, Outcome, run
from jxc_xl.read.book import read_book
from jxc_xl.schema import TITLES
from tests.books import NOW
from tests.entry.shop import SALES, entered, jxc

ROUNDS = 40
LINES = 400

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes the way POSIX does")


class Runner:
    """Starts commands in a process that has everything imported, and kills them."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.entry.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf8",
        )
        assert self._line() == "ready"

    def start(self, command: str, book: Path, kill_after: float | None = None) -> int:
        """Run a command, kill it after some seconds, and return its exit status (negative: the signal)."""
        assert self.process.stdin
        self.process.stdin.write(f"{command} {book}\n")
        self.process.stdin.flush()
        child = int(self._line())
        if kill_after is not None:
            threading.Timer(kill_after, _kill, [child]).start()
        return int(self._line())

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    found = Runner()
    yield found
    found.close()


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a few hundred lines to post."""
    head, *lines = SALES.splitlines()
    many = [line.replace("S1", f"S1-{i}").replace(",4,15", ",0.01,15") for i in range(LINES) for line in lines[:1]]
    return entered(tmp_path_factory.mktemp("kill"), "\n".join([head, *many, ""]))


def checked(book: Path, known: dict[bytes, Outcome]) -> Outcome:
    """Read and check a book; what is the same byte for byte was checked before."""
    data = book.read_bytes()
    if data not in known:
        known[data] = run(files.read(book, TITLES), Ask(Do.CHECK, NOW))
    return known[data]


@pytest.mark.parametrize("command", ["post", "recalc"])
def test_whenever_it_is_killed_the_book_is_the_old_one_or_the_new_one(
    command: str, runner: Runner, entries: Path, tmp_path: Path
) -> None:
    old = entries
    if command == "recalc":
        old = tmp_path / "posted.xlsx"
        shutil.copy(entries, old)
        assert jxc("post", old).status == 0
    before = old.read_bytes()
    book = tmp_path / "book.xlsx"
    book.write_bytes(before)
    started = time.monotonic()
    assert runner.start(command, book) == 0
    takes = time.monotonic() - started
    lines = len(read_book(files.read(book, TITLES)).result.lines["ledger"])
    seen: Counter[str] = Counter()
    known: dict[bytes, Outcome] = {}
    moments = random.Random(command)  # noqa: S311 (moments, not secrets)
    for round_ in range(ROUNDS):
        book.write_bytes(before)
        status = runner.start(command, book, moments.uniform(0.2 if round_ % 2 else 0.0, 1.05) * takes)
        is_old = book.read_bytes() == before
        outcome = checked(book, known)
        ledger = outcome.ledger
        assert chain.broken(ledger.sort_values("seq", ignore_index=True)) == []
        assert [problem for problem in outcome.problems if problem.is_error] == []
        assert is_old or len(ledger) == lines
        assert outcome.moved == (0 if len(ledger) else LINES + 2)
        seen[f"{'old' if is_old else 'new'}, {'killed' if status < 0 else 'done'}"] += 1
    assert seen["old, killed"] >= ROUNDS // 4, seen
    assert runner.start(command, book) == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "~"))] == []
