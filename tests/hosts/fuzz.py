"""Changes the XML of a small book at random, guided by coverage: `python -m tests.hosts.fuzz --minutes 10`.

What reaches a line of `jxc_xl.hosts` after another line for the first time is kept and changed further. Each book is
looked through, read, changed, and what was written is read again. Any exception but a `HostError` is a finding, and so
is a book that was read, saved, and cannot be read any more.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Any
from zipfile import ZipFile

from jxc_xl import hosts
from jxc_xl.hosts import archive, errors, files, package, preflight
from jxc_xl.hosts.composing import compose
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.facts import sheet_facts
from jxc_xl.hosts.parsed import parsed_facts
from jxc_xl.tables import Append, Change, Patch, Replace
from tests.hosts.hostile import STRINGS, TYPES, WORKBOOK, WORKBOOK_RELS, packed
from tests.hosts.mutations import CHANGES, Chance, grafted
from tests.hosts.specimens import SHEET, TABLE, WANTED, column, rows, shop

SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
PARTS = (SHEET, SHEET, SHEET, SHEET, WORKBOOK, TABLE, TABLE, SHEET_RELS, WORKBOOK_RELS, STRINGS, TYPES, "_rels/.rels")
HOSTS = str(Path(hosts.__file__).parent)
MOST_KEPT, LARGEST, TRIES = 400, 200_000, 4
SETS: tuple[list[Change], ...] = (
    [Append("tblSales", (column("单号", ["N"]),)), Patch("tblSales", rows(0), (column("毛利", [1]),))],
    [Replace("tblSales", (column("单号", ["N", "M"]),))],
)
ODD_SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="B3:G9"/><sheetData>'
    b'<row r="3"><c r="B3" t="inlineStr"><is><t>A</t></is></c><c r="C3" t="str"><v>B</v></c></row><row><c><v>1</v></c>'
    b'<c t="e"><f>A1</f><v>#N/A</v></c></row><row r="5"><c r="G5"><f t="shared" ref="G5:G6" si="0">E5*2</f><v>1</v></c>'
    b'</row><row r="6"><c r="G6"><f t="shared" si="0"/></c></row></sheetData><mergeCells><mergeCell ref="A8:C9"/>'
    b"</mergeCells></worksheet>"
)


@dataclass
class Kept:
    """A part that reached something new."""

    part: str
    xml: bytes


@dataclass
class Fuzz:
    """One run.

    Attributes:
        chance: Where the changes come from.
        parts: The book before any change, by part.
        kept: What is changed further.
        reached: Pairs of lines that followed on one another.
        findings: What went wrong, by the place where it did, and the part that did it.
        runs: How many books were tried.
    """

    chance: Chance
    parts: dict[str, bytes]
    folder: Path
    kept: list[Kept] = field(default_factory=list)
    reached: set[tuple[CodeType, int, int]] = field(default_factory=set)
    findings: dict[str, Kept] = field(default_factory=dict)
    runs: int = 0

    @property
    def lines(self) -> int:
        """How many lines were reached."""
        return len({(code, line) for code, _, line in self.reached})

    def one(self) -> None:
        """Try one book."""
        old = self.chance.choice(self.kept)
        xml = old.xml
        for _ in range(self.chance.randint(1, TRIES)):
            change = self.chance.choice(CHANGES)
            xml = grafted(xml, self.chance, self.parts, PARTS) if change is grafted else change(xml, self.chance)
        self.run(Kept(old.part, xml[:LARGEST]))

    def run(self, new: Kept) -> None:
        """Try a book with one part of its own."""
        self.runs += 1
        before = len(self.reached)
        try:
            with _traced(self.reached):
                self.act(new)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            self.findings.setdefault(_place(error), new)
        if len(self.reached) > before and len(self.kept) < MOST_KEPT:
            self.kept.append(new)

    def act(self, new: Kept) -> None:
        """Look through a book, read it, change it, and read what was written."""
        book = packed({**self.parts, new.part: new.xml})
        if new.part == SHEET:
            for look in (sheet_facts, parsed_facts):
                _refusing(lambda look=look: look(BytesIO(new.xml)))  # type: ignore[misc]
        path = self.folder / "b.xlsx"
        path.write_bytes(book)
        is_read = _refusing(lambda: files.read(path, WANTED))
        changes, out = self.chance.choice(SETS), BytesIO()
        is_saved = _refusing(lambda: _saved(book, out, changes))
        if is_saved and is_read:
            path.write_bytes(out.getvalue())
            files.read(path, WANTED)


def _saved(book: bytes, out: BytesIO, changes: list[Change]) -> None:
    """Write a changed book, as `files.save` does between its locks."""
    with ZipFile(BytesIO(book)) as source:
        preflight.check_directory(source)
        parts = compose(source, package.parse(source), changes, WANTED)
        archive.copy(source, out, parts)
        archive.verify(source, out, parts)


def _refusing(act: Callable[[], object]) -> bool:
    """Do something; return whether it was done, not refused."""
    try:
        with errors.reading(Path("b.xlsx")):
            act()
    except HostError as error:
        assert str(error)  # noqa: PT017 - a refusal can be said, anything else is a finding
        return False
    return True


@contextmanager
def _traced(reached: set[tuple[CodeType, int, int]]) -> Iterator[None]:
    """Note which line of ours follows on which."""
    last = 0

    def within(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 - as `sys.settrace` has it
        nonlocal last
        if event == "line":
            reached.add((frame.f_code, last, frame.f_lineno))
            last = frame.f_lineno
        return within

    def call(frame: FrameType, _: str, __: Any) -> Any:  # noqa: ANN401
        return within if frame.f_code.co_filename.startswith(HOSTS) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        yield
    finally:
        sys.settrace(before)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    code = trace.tb_frame.f_code if trace else None
    return f"{type(error).__name__} in {code.co_name if code else '?'}: {error}"[:200]


def fuzz(seconds: float, seed: int, folder: Path) -> Fuzz:
    """Try books for some seconds."""
    with ZipFile(shop(folder / "shop.xlsx")) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    run = Fuzz(random.Random(seed), parts, folder)  # noqa: S311 - not a secret
    run.kept = [Kept(part, parts[part]) for part in PARTS] + [Kept(SHEET, ODD_SHEET)]
    for seed_ in list(run.kept):
        run.run(seed_)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run.one()
    return run


def main() -> None:
    """Fuzz, and tell what was found."""
    options = argparse.ArgumentParser(prog="tests.hosts.fuzz", description=__doc__)
    options.add_argument("--minutes", type=float, default=1)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        run = fuzz(given.minutes * 60, given.seed, Path(folder))
    print(f"{run.runs} books, {run.lines} lines and {len(run.reached)} steps reached, {len(run.kept)} kept")
    for place, kept in run.findings.items():
        print(f"\n{place}\n{kept.part}\n{kept.xml[:3000]!r}")
    raise SystemExit(bool(run.findings))


if __name__ == "__main__":
    main()
