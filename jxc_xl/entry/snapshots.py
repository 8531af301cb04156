"""What Python knows of open workbooks: an index for each, good only in the state in which the workbook was read.

A workbook says who it is and in which state: ``FULLNAME|LEDGER_STAMP|ENTRY_STAMP``. The first stamp changes with every
command and whenever VBA starts anew, the second also when somebody types into one of our sheets. An index made in
another state, or on another day, is never asked.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, NamedTuple

import pandas as pd

from jxc_xl.answer.index import Index
from jxc_xl.pipeline import index_of
from jxc_xl.problems import JxcError, Problem
from jxc_xl.schema import TITLES
from jxc_xl.tables import RawBook

MOST = 4
"""So many workbooks are kept; the one not asked for longest goes first."""
Reader = Callable[[Any, Mapping[str, tuple[str, ...]]], RawBook]
"""Reads a workbook's tables: the workbook as its program hands it over, and the titles wanted by table."""


class State(NamedTuple):
    """A workbook, and the state it is in."""

    name: str
    ledger: str
    entries: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a workbook was when it was read.

    Attributes:
        state: Its stamps.
        index: Its index; None = it could not be read.
        problem: Why it could not; None = the program failed.
    """

    state: State
    index: Index | None
    problem: Problem | None = None


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 (the shop's wall clock)


class Snapshots:
    """The workbooks known; several threads may ask at once."""

    def __init__(self, today: Callable[[], dt.date] = _today) -> None:
        """Take a clock."""
        self._today = today
        self._known: OrderedDict[str, Snapshot] = OrderedDict()
        self._lock = Lock()

    def put(self, book_key: str, index: Index) -> None:
        """Keep the index of a workbook in its state."""
        self._keep(Snapshot(state_of(book_key), index))

    def fail(self, book_key: str, problem: Problem | None) -> None:
        """Remember that a workbook could not be read in its state, and why."""
        self._keep(Snapshot(state_of(book_key), None, problem))

    def find(self, book_key: str, needs_entries: bool) -> Snapshot | None:
        """Return what is known of a workbook in this state; None = it has to be read.

        Args:
            book_key: The workbook and its state.
            needs_entries: Whether what people typed since matters; if not, an answer that the product is not there may
                still be out of date.
        """
        state = state_of(book_key)
        with self._lock:
            found = self._known.get(state.name)
            if found is None or not self._holds(found, state, needs_entries):
                return None
            self._known.move_to_end(state.name)
            return found

    def read(self, book_key: str, workbook: object, now: pd.Timestamp, reader: Reader) -> None:
        """Read a workbook and keep its index, or remember why that cannot be done."""
        try:
            self.put(book_key, index_of(reader(workbook, TITLES), now))
        except JxcError as error:
            self.fail(book_key, error.problem)
        except Exception:
            self.fail(book_key, None)
            raise

    def problems(self) -> list[tuple[str, Problem]]:
        """Return the workbooks that could not be read, and why."""
        with self._lock:
            return [(name, found.problem) for name, found in self._known.items() if found.problem]

    def forget(self) -> None:
        """Forget all workbooks."""
        with self._lock:
            self._known.clear()

    def _keep(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._known[snapshot.state.name] = snapshot
            self._known.move_to_end(snapshot.state.name)
            if len(self._known) > MOST:
                self._known.popitem(last=False)

    def _holds(self, found: Snapshot, state: State, needs_entries: bool) -> bool:
        """Tell whether what is known is still so; a failure only while nothing at all has changed."""
        if found.index is None:
            return found.state == state
        is_same = found.state == state if needs_entries else found.state.ledger == state.ledger
        return is_same and found.index.day == self._today()


def state_of(book_key: str) -> State:
    """Return the parts of a workbook's key."""
    name, ledger, entries = book_key.rsplit("|", 2)
    return State(name, ledger, entries)


SNAPSHOTS = Snapshots()
"""The workbooks this process knows. Kept apart from the functions, whose module xlwings may load again."""
