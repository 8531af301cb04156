"""The new content of every part that a set of changes touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from zipfile import ZipFile

from jxc_xl.hosts.archive import Pieces
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.finding import HEADER_ROWS, Lost, found_by_headings, spots
from jxc_xl.hosts.following import head_followed, table_followed, tail_followed
from jxc_xl.hosts.headings import Texts, top_texts
from jxc_xl.hosts.package import Package, Table, links_of, small_part
from jxc_xl.hosts.planning import Headings, Plan, Sheet, plan
from jxc_xl.hosts.rewriting import Rewriter
from jxc_xl.hosts.survey import Survey, survey
from jxc_xl.hosts.workbook import workbook_parts
from jxc_xl.tables import Change

Wanted = Mapping[str, tuple[str, ...]]
Parts = dict[str, Pieces | None]


@dataclass(frozen=True, slots=True)
class _Target:
    """One sheet that is to be changed, its tables, and their columns by heading."""

    title: str
    part: str
    tables: tuple[Table, ...]
    headings: Mapping[str, Headings]


def compose(archive: ZipFile, package: Package, changes: Sequence[Change], wanted: Wanted) -> Parts:
    """Return what makes the new content of each changed part; None for a part that goes.

    Problems:
        H009: a table is not there, or its sheet cannot be changed safely. H010: a sheet cannot hold it.
    """
    if any(link.kind == "origin" for link in links_of(archive, "")):
        raise HostError("H009", reason="signed", sheet="*")
    targets = list(_targets(archive, package, changes, wanted))
    made = workbook_parts(archive, package, targets_of(targets))
    for target in targets:
        with _on(target.title):
            made.update(_sheet_parts(archive, package, target, changes))
    return made


@contextmanager
def _on(title: str) -> Iterator[None]:
    """Add the sheet to what is said of it."""
    try:
        yield
    except HostError as error:
        error.facts.setdefault("sheet", title)
        raise


def targets_of(targets: Sequence[_Target]) -> set[str]:
    """Return the titles of the changed sheets and the names of their changed tables, in lower case."""
    return {target.title.lower() for target in targets} | {name for target in targets for name in target.headings}


def _targets(archive: ZipFile, package: Package, changes: Sequence[Change], wanted: Wanted) -> Iterator[_Target]:
    """Yield the sheets of the changed tables."""
    names = {change.table.lower(): change.table for change in changes}
    titles = {name.lower(): candidates for name, candidates in wanted.items()}
    places = list(spots(package, {names[name]: titles.get(name, ()) for name in names}))
    for sheet_part, title in {place.sheet_part: place.sheet for place in places}.items():
        with _on(title):
            target = _target(archive, package, [place for place in places if place.sheet_part == sheet_part], title)
        yield target
    for name in names.keys() - {place.name.lower() for place in places}:
        raise HostError("H009", reason="no_table", table=names[name], sheet="?")


def _target(archive: ZipFile, package: Package, places: Sequence[Table | Lost], title: str) -> _Target:
    rows = {place.header_row for place in places if isinstance(place, Table)}
    if any(isinstance(place, Lost) for place in places):
        rows |= set(range(1, HEADER_ROWS + 1))
    part = places[0].sheet_part
    texts = top_texts(archive, part, package.part_of("sharedStrings"), rows)
    tables = [place if isinstance(place, Table) else _found(place, texts) for place in places]
    return _Target(title, part, tuple(tables), {table.name.lower(): _headings(table, texts) for table in tables})


def _found(lost: Lost, texts: Texts) -> Table:
    table = found_by_headings(lost, texts)
    if table is None:
        raise HostError("H009", reason="no_table", table=lost.name, sheet=lost.sheet)
    return table


def _headings(table: Table, texts: Texts) -> Headings:
    """Return the column of each heading: as people see it, and as the table object knows it."""
    left, right = table.area.left, table.area.right
    known = {heading: column for column, heading in enumerate(table.headings, left)}
    seen: dict[str, int] = {}
    for column, text in sorted(texts.get(table.header_row, {}).items()):
        if isinstance(text, str) and left <= column <= right:
            seen.setdefault(text, column)
    return known | seen


def _sheet_parts(archive: ZipFile, package: Package, target: _Target, changes: Sequence[Change]) -> Parts:
    with archive.open(target.part) as stream:
        surveyed = survey(stream, target.tables, package.areas_on(target.part))
    planned = plan(Sheet(surveyed, target.headings, package.uses_1904), changes)
    made: Parts = {target.part: partial(_rewritten, archive, target, surveyed, planned)}
    for table in target.tables:
        resized = planned.resized[table.name.lower()]
        if table.part and (resized.last != table.body.bottom or resized.is_replaced):
            xml = table_followed(small_part(archive, table.part), table.area, table.totals, resized)
            made[table.part] = partial(iter, [xml])
    return made


def _rewritten(archive: ZipFile, target: _Target, surveyed: Survey, planned: Plan) -> Iterator[bytes]:
    resized = [planned.resized[table.name.lower()] for table in target.tables if table.part]
    head, tail = head_followed(surveyed.head, resized), tail_followed(surveyed.tail, resized)
    with _on(target.title), archive.open(target.part) as stream:
        yield from Rewriter(planned.edits, head, tail).rewritten(stream)
