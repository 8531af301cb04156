"""One command on many books: some at a time, each by itself, so that one that fails stops no other."""

from __future__ import annotations

import glob
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from jxc_xl.entry import said
from jxc_xl.entry.work import How, carry_out
from jxc_xl.pipeline import Do
from jxc_xl.problems import JxcError, Problem
from jxc_xl.terms import Lang, Text

FAILED, HAS_PROBLEMS = 2, 1
ENDINGS = {".xlsx", ".xlsm"}
RENEWED_AFTER = 50
"""Books after which a process ends and another takes its place, so that memory is given back."""

KILLED = (Text("进程被系统终止", "its process was killed"), Text("（可能内存不足）", "(out of memory?)"))


class Done(NamedTuple):
    """What came of one book.

    Attributes:
        book: The book.
        status: 0 clean, 1 problems in it, 2 it could not be worked on.
        lang: Its language; None if it could not be read.
        said: What came of it in a sentence; empty if it failed.
        moved: Movements posted, or ready to be.
        problems: What was found wrong, or why it could not be worked on.
        seconds: How long it took.
    """

    book: Path
    status: int
    lang: Lang | None
    said: Text
    moved: int
    problems: tuple[Problem, ...]
    seconds: float


def expanded(given: Iterable[Path]) -> list[Path]:
    """Return the books that paths, patterns (``*.xlsm``) and folders name, each once, in their order.

    A folder stands for the books directly in it, without backups, owner files and hidden ones.

    Raises:
        JxcError: A folder or pattern leads to no book (H053).
    """
    books: dict[Path, Path] = {}
    for path in given:
        found = list(_books(path))
        if not found:
            raise JxcError("H053", str(path), path=str(path))
        for book in found:
            books.setdefault(book.resolve(), book)
    return list(books.values())


def _books(path: Path) -> Iterator[Path]:
    if path.is_dir() and path.suffix.lower() not in ENDINGS:
        yield from (one for one in sorted(path.iterdir()) if _is_book(one))
    elif not path.exists() and glob.has_magic(str(path)):
        yield from (one for one in sorted(map(Path, glob.glob(str(path), recursive=True))) if _is_book(one))  # noqa: PTH207 - patterns may be absolute
    else:
        yield path


def _is_book(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", ".")) and path.is_file()


def check_apart(books: Sequence[Path]) -> None:
    """Make sure that copies of all books fit into one folder.

    Raises:
        JxcError: Two have the same name (H054).
    """
    seen: dict[str, Path] = {}
    for book in books:
        other = seen.setdefault(book.name.lower(), book)
        if other is not book:
            raise JxcError("H054", book.name, name=book.name, one=str(other), other=str(book))


def run_all(books: Sequence[Path], do: Do, how: How, jobs: int, tell: Callable[[Done], None]) -> list[Done]:
    """Carry out a command on many books.

    Args:
        books: The books.
        do: The command.
        how: How it treats each of them.
        jobs: How many at a time, each in a process of its own if more than one.
        tell: Called with each book as it is done, in any order.

    Returns:
        What came of them, in the order of the books.
    """
    act = partial(run_one, do=do, how=how)
    if jobs == 1 or len(books) == 1:
        done = {}
        for book in books:
            done[book] = act(book)
            tell(done[book])
    else:
        done = _in_processes(books, act, jobs, tell)
    return [done[book] for book in books]


def run_one(book: Path, do: Do, how: How) -> Done:
    """Carry out a command on one book, whatever comes of it."""
    start = time.perf_counter()
    try:
        outcome = carry_out(book, do, how)
    except JxcError as error:
        return _failed(book, error.problem, start)
    except Exception as error:  # noqa: BLE001 - the last edge: one book must not stop the others
        return _failed(book, _fault(book, type(error).__name__, str(error)), start)
    lang = outcome.book.lang
    status = HAS_PROBLEMS if any(problem.is_error for problem in outcome.problems) else 0
    words = Text(*(said.done(do, outcome, language) for language in (Lang.ZH, Lang.EN)))
    return Done(book, status, lang, words, outcome.moved, tuple(outcome.problems), time.perf_counter() - start)


def _failed(book: Path, problem: Problem, start: float) -> Done:
    return Done(book, FAILED, None, Text("", ""), 0, (problem,), time.perf_counter() - start)


def _in_processes(
    books: Sequence[Path], act: Callable[[Path], Done], jobs: int, tell: Callable[[Done], None]
) -> dict[Path, Done]:
    """Work on books in several processes; a book whose process dies is tried again alone, then given up."""
    done: dict[Path, Done] = {}
    for at_once, waiting in [(jobs, list(books)), *((1, [book]) for book in books)]:
        left = [book for book in waiting if book not in done]
        for result in _pooled(left, act, min(at_once, len(left))):
            done[result.book] = result
            tell(result)
        if at_once == 1 and left and left[0] not in done:
            done[left[0]] = _failed(left[0], _fault(left[0], *KILLED), time.perf_counter())
            tell(done[left[0]])
    return done


def _pooled(books: Sequence[Path], act: Callable[[Path], Done], at_once: int) -> Iterator[Done]:
    """Yield what comes of books until all are done or a process has died."""
    if not books:
        return
    with ProcessPoolExecutor(at_once, get_context("spawn"), max_tasks_per_child=RENEWED_AFTER) as pool:
        waiting: list[Future[Done]] = [pool.submit(act, book) for book in books]
        for future in as_completed(waiting):
            try:
                yield future.result()
            except BrokenProcessPool:
                return


def _fault(book: Path, kind: object, detail: object) -> Problem:
    """Return what is said of a book that failed in a way nobody has thought of."""
    return JxcError("H055", str(book), path=str(book), kind=kind, detail=detail).problem
