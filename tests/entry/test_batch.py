"""Many books in one command: each by itself, whatever happens to the others."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jxc_xl.entry import batch, cli
from jxc_xl.entry.batch import Done
from jxc_xl.entry.work import How
from jxc_xl.hosts import files
from jxc_xl.pipeline import Do
from jxc_xl.problems import JxcError
from jxc_xl.schema import TITLES
from jxc_xl.terms import Text
from tests.entry import shop


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two good books, one that is none, and what a folder holds besides."""
    book = shop.entered(tmp_path)
    for name in ("b.xlsx", "C.XLSX"):
        (tmp_path / name).write_bytes(book.read_bytes())
    book.unlink()
    (tmp_path / "a.xlsx").write_text("a,b\n1,2\n")
    (tmp_path / "~$b2.xlsx").write_bytes(b"")
    (tmp_path / ".hidden.xlsx").write_bytes(b"")
    (tmp_path / "b.backups").mkdir()
    return tmp_path


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what runs one command in this process: its status, and what it prints."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["jxc", *map(str, words)])
        with pytest.raises(SystemExit) as status:
            cli.main()
        told = capsys.readouterr()
        return int(status.value.code or 0), told.out, told.err

    return run


def stock(book: Path) -> list[object]:
    return list(files.read(book, TITLES).tables["tblStock"].cells[0])


def test_a_folder_stands_for_the_books_in_it(folder: Path) -> None:
    assert [path.name for path in batch.expanded([folder])] == ["C.XLSX", "a.xlsx", "b.xlsx"]
    assert [path.name for path in batch.expanded([folder / "b.xlsx", folder / "*.xlsx"])] == ["b.xlsx", "a.xlsx"]
    assert batch.expanded([folder / "none.xlsx"]) == [folder / "none.xlsx"]
    with pytest.raises(JxcError) as caught:
        batch.expanded([folder / "b.backups"])
    assert caught.value.code == "H053"


def test_a_book_that_fails_stops_no_other(folder: Path, said: Say) -> None:
    status, out, err = said("recalc", folder, "--post")
    assert status == 2
    assert stock(folder / "b.xlsx") == stock(folder / "C.XLSX") == ["A01", "B02"]
    assert "H002" in err
    assert "3 本：正常 2，有问题 0，失败 1" in out


def test_programs_are_told_of_every_book(folder: Path, said: Say) -> None:
    _, out, _ = said("recalc", folder, "--json", "--dry-run")
    told = json.loads(out)
    assert [(Path(one["book"]).name, one["status"]) for one in told] == [("C.XLSX", 0), ("a.xlsx", 2), ("b.xlsx", 0)]
    assert told[1]["problems"][0]["code"] == "H002"
    _, out, _ = said("recalc", folder / "b.xlsx", "--json", "--dry-run")
    assert json.loads(out)["status"] == 0


def test_several_at_a_time_come_to_the_same(folder: Path) -> None:
    books = batch.expanded([folder])
    told: list[Done] = []
    done = batch.run_all(books, Do.POST, How(out=folder / "out"), 2, told.append)
    assert [one.book for one in done] == books
    assert [one.status for one in done] == [0, 2, 0]
    assert {one.book for one in told} == set(books)
    assert stock(folder / "out" / "b.xlsx") == ["A01", "B02"]


def test_copies_that_would_replace_one_another_are_refused(tmp_path: Path) -> None:
    with pytest.raises(JxcError) as caught:
        batch.check_apart([tmp_path / "a" / "x.xlsx", tmp_path / "b" / "X.xlsx"])
    assert caught.value.code == "H054"


def lethal(book: Path) -> Done:
    """Die as a process does that takes all the memory, at one of the books."""
    if book.name == "1":
        os.kill(os.getpid(), signal.SIGKILL)
    return Done(book, 0, None, Text("", ""), 0, (), 0.0)


def test_a_book_whose_process_dies_is_told_and_the_others_are_done() -> None:
    books = [Path(str(number)) for number in range(4)]
    done = batch._in_processes(books, lethal, 2, lambda _: None)  # noqa: SLF001 - no real book kills a process
    assert [done[book].status for book in books] == [0, 2, 0, 0]
    assert done[books[1]].problems[0].code == "H055"


@pytest.mark.parametrize(
    ("formula", "status", "out"),
    [
        ('=JXC_STOCK("A01")', 0, "6\n"),
        ('JXC_STOCK("A01")*2', 0, "12\n"),
        ("＝JXC_STOCK（“A01”）", 0, "6\n"),
        ('=JXC_STOCK({"A01";"B02"})', 0, "6\n7\n"),
        ("=SUM(tblSales[数量])", 0, "7\n"),
        ("=1/3", 0, "0.333333333333333\n"),
        ('=JXC_STOCK("?")', 1, "#N/A\n"),
        ('="a"&CHAR(10)&"b"=TRUE', 0, "FALSE\n"),
    ],
)
def test_eval_answers_one_formula(posted: Path, said: Say, formula: str, status: int, out: str) -> None:
    before = posted.read_bytes()
    assert said("eval", posted, formula)[:2] == (status, out)
    assert posted.read_bytes() == before


@pytest.mark.parametrize("formula", ["=SUM(1", "=1+", "=SUM(1))", "=", '="a', "=nosuch(1)"])
def test_eval_says_of_what_is_no_formula_that_it_is_none(posted: Path, said: Say, formula: str) -> None:
    status, out, err = said("eval", posted, formula)
    assert (status, out) == (2, "")
    assert "H052" in err


def test_eval_writes_csv_and_json(posted: Path, said: Say) -> None:
    formula = '=IF({1,2},"=1+1",TRUE)'
    assert said("eval", posted, formula, "--format", "csv")[1] == "'=1+1,'=1+1\n"
    assert json.loads(said("eval", posted, formula, "--format", "json")[1]) == [["=1+1", "=1+1"]]
    assert json.loads(said("eval", posted, "=2*3", "--format", "json")[1]) == 6


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = shop.entered(tmp_path_factory.mktemp("posted"))
    assert batch.run_one(book, Do.POST, How()).status == 0
    return book
