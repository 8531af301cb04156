"""Specimens of files and programs: done with the real shell, on real files, in an empty folder."""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest import mock

from jxc_xl.entry.batch import run_one
from jxc_xl.entry.cli import main
from jxc_xl.entry.work import How, carry_out
from jxc_xl.hosts import files
from jxc_xl.pipeline import Do
from jxc_xl.problems import HostError
from jxc_xl.terms import Lang
from tests.problems import live
from tests.problems.machines import change_macros, set_up, stranger
from tests.problems.specimens import Specimen

LONG = "x" * 40_000
FIRST = "xl/worksheets/sheet1.xml"
PRODUCTS = "xl/worksheets/sheet3.xml"
CELL = '<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'


def lines_of(specimen: Specimen, lang: Lang, folder: Path) -> dict[Lang, str]:
    """Do what the specimen says, with a book of one language; return what the last step says in both languages."""
    said: dict[Lang, str] = {}
    with contextlib.chdir(folder):
        for name, text in specimen.files.items():
            Path(name).write_text(text.replace("{long}", LONG), encoding="utf8")
        seen = {}
        for step in specimen.steps:
            deed, *words = shlex.split(step)
            if deed == "jxc":
                said = _jxc([*words, *(["--lang", lang] if words[0] == "new" else [])])
            elif deed == "look":
                seen["book"] = files.look(Path(words[0]))
            elif deed == "save":
                said = _save(seen["book"])
            elif deed == "live":
                said = live.told(words[0], Path(words[1]))
            else:
                said = DEEDS[deed](Path(words[0]), *words[1:]) or said
    return {of: line.replace(f"{folder}/", "") for of, line in said.items()}


def _jxc(words: list[str]) -> dict[Lang, str]:
    """Run one command; return its lines on stderr, Chinese first."""
    out = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["jxc", *words]),
        contextlib.redirect_stderr(out),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.suppress(SystemExit),
    ):
        main()
    return dict(zip(Lang, out.getvalue().splitlines(), strict=False))


def _save(seen: files.Seen) -> dict[Lang, str]:
    try:
        files.save(seen, [], now=datetime(2026, 3, 5, 9, 30))  # noqa: DTZ001 (the shop's wall clock)
    except HostError as error:
        return {lang: error.problem.line(lang) for lang in Lang}
    return {}


def _cut(book: Path) -> None:
    """Keep the first half of a file, as a broken download does."""
    data = book.read_bytes()
    book.write_bytes(data[: len(data) // 2])


def _encrypt(book: Path) -> None:
    """Leave what Excel leaves of a book with a password: an OLE file with an encrypted package."""
    book.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


def _scribble(book: Path, cell: str) -> None:
    """Type an x into a cell of Products, far from everything else."""
    with zipfile.ZipFile(book) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    parts[PRODUCTS] = parts[PRODUCTS].replace(b"</sheetData>", CELL.format(row=row, cell=cell).encode())
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)


def _formula(book: Path, formula: str) -> None:
    """Write a formula into the first sheet, as a program does that works nothing out."""
    with zipfile.ZipFile(book) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    row = f'<row r="900"><c r="Z900"><f>{formula}</f></c></row></sheetData>'
    parts[FIRST] = parts[FIRST].replace(b"</sheetData>", row.encode())
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)


def _recalc(book: Path, engine: str = "") -> dict[Lang, str]:
    """Work a book out, with the engine or without; return what is said of its formulas."""
    with mock.patch.dict(sys.modules, {"cellrune": None} if engine == "none" else {}):
        problems = carry_out(book, Do.RECALC, How()).problems
    return {lang: problem.line(lang) for problem in problems for lang in Lang if problem.code.startswith("H05")}


def _fault(book: Path) -> dict[Lang, str]:
    """Work on a book while the disk fails in a way nobody has thought of."""
    with mock.patch.object(Path, "open", side_effect=ArithmeticError("out of order")):
        problems = run_one(book, Do.RECALC, How()).problems
    return {lang: problems[0].line(lang) for lang in Lang}


DEEDS: dict[str, Callable[..., dict[Lang, str] | None]] = {
    "cut": _cut,
    "encrypt": _encrypt,
    "fault": _fault,
    "formula": _formula,
    "macros": change_macros,
    "mkdir": lambda folder: folder.mkdir(),
    "recalc": _recalc,
    "scribble": _scribble,
    "setup": set_up,
    "stranger": stranger,
}
