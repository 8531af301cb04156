"""Putting back what other programs drop and versions outdate: ribbon, macros, code names, the sheets that macros read.

Only those parts are written; every other part keeps its bytes. The file is replaced as every save replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from jxc_xl.hosts import archive, errors, package, preflight, refit_making
from jxc_xl.hosts.archive import Pieces
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.locks import locked, refuse_if_open
from jxc_xl.hosts.refit_found import ENDING, Fit, Hidden, State, Wire, fit, read_hidden
from jxc_xl.hosts.saving import Backup, Stamp, check_writable, put, stamp_of

__all__ = ["Fit", "Hidden", "Mended", "State", "Wire", "look", "mend"]


class Mended(NamedTuple):
    """A book that was put right, and the backup of what it was before; None for one that stays beside it."""

    path: Path
    backup: Path | None


def look(path: Path, wire: Wire) -> Fit:
    """Return what of its macros, ribbon and hidden sheets a book has.

    Problems:
        H001, H002, H004, H005, H006: it cannot be read.
    """
    with errors.reading(path):
        data = preflight.read_file(path)
        with ZipFile(BytesIO(data)) as source:
            preflight.check_directory(source)
            return fit(source, data, path.suffix, wire)


def mend(path: Path, wire: Wire, now: datetime) -> Mended:
    """Put back what a book lacks; one without macros gets them in a new book beside it.

    Problems:
        H037: it is no book of ours. H038: macros of somebody's own would be lost. H014: there is a book beside it.
        H001 to H010; whatever is raised, the book is as it was.
    """
    found, seen = look(path, wire), stamp_of(path)
    target = path if path.suffix.lower() == ENDING else path.with_suffix(ENDING)
    _refuse(path, target, found)
    wire = _keeping(path, wire)
    with errors.writing(target):
        check_writable(target, target.suffix)
        refuse_if_open(path)
        refuse_if_open(target)
        backup = Backup(target.with_name(f"{target.stem}.backups"), now)
        with locked(target):
            placed = put(target, lambda file: _fill(file, path, wire, found), lambda: _check_same(path, seen), backup)
    return Mended(target, placed.backup)


def _refuse(path: Path, target: Path, found: Fit) -> None:
    if not found.is_ours:
        raise HostError("H037", path=str(path))
    if found.own and found.needs_project:
        raise HostError("H038", path=str(path), modules=", ".join(found.own))
    if target != path and target.exists():
        raise HostError("H014", path=str(target))


def _keeping(path: Path, wire: Wire) -> Wire:
    """Return what is to be put back with the cells that the book keeps."""
    there = {sheet.title: rows for sheet, rows in read_hidden(path.read_bytes(), wire.hidden)}
    hidden = [replace(sheet, rows=_kept(sheet, there.get(sheet.title, []))) for sheet in wire.hidden]
    return replace(wire, hidden=tuple(hidden))


def _kept(sheet: Hidden, there: Sequence[Sequence[object]]) -> list[list[object]]:
    rows = [list(cells) for cells in sheet.rows]
    for row, column in sheet.kept:
        if row < len(there) and column < len(there[row]) and there[row][column] != "":
            rows[row][column] = there[row][column]
    return rows


def _check_same(path: Path, seen: Stamp) -> None:
    if stamp_of(path) != seen:
        raise HostError("H007", path=str(path))


def _fill(file: IO[bytes], path: Path, wire: Wire, found: Fit) -> None:
    """Write the mended book and read it back."""
    with errors.reading(path), ZipFile(path) as source:
        parts = refit_making.parts(source, wire, found)
        there = set(source.namelist())
        changed = {name: make for name, make in parts.items() if name in there}
        added = {name: make for name, make in parts.items() if make and name not in there}
        archive.copy(source, file, changed)
        with ZipFile(file, "a", ZIP_DEFLATED) as out:
            for name, make in added.items():
                out.writestr(name, b"".join(make()))
        _verify(source, file, changed, list(added))


def _verify(source: ZipFile, file: IO[bytes], changed: Mapping[str, Pieces | None], added: Sequence[str]) -> None:
    """Read a written book back: the parts that were meant, each with its CRC, the others alike.

    Problems:
        H008: it is not what was meant to be written.
    """
    with ZipFile(file) as out:
        expected = [name for name in source.namelist() if changed.get(name, True)]
        kept = [name for name in expected if name not in changed]
        is_alike = all(out.getinfo(name).CRC == source.getinfo(name).CRC for name in kept)
        if out.namelist() != [*expected, *added] or out.testzip() is not None or not is_alike:
            raise HostError("H008", reason="verify", detail="parts")
        package.parse(out)
