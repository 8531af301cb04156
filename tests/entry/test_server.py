"""The server that answers Excel: what it lets through, what it logs, and where it looks for modules."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from jxc_xl.entry import server_log, serving
from jxc_xl.entry.functions_defined import FUNCTIONS
from jxc_xl.entry.setup import places
from jxc_xl.entry.setup.places import CLSID
from jxc_xl.entry.setup.safe_path import without

ROOT = Path(__file__).parent.parent.parent
ONE_TIME = "{0F0E0D0C-0B0A-0908-0706-050403020100}"


class Ran(SimpleNamespace):
    """A server that has run: its exit status, what it printed, its log."""

    status: int
    out: str
    log: str


def run(folder: Path, *command: str, where: Path) -> Ran:
    """Run Python in a folder, with a log of its own."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=where,
        env={**os.environ, "XDG_STATE_HOME": str(folder / "state"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf8",
        check=False,
    )
    log = folder / "state" / "jxc_xl" / places.LOG
    return Ran(
        status=done.returncode, out=done.stdout, err=done.stderr, log=log.read_text("utf8") if log.exists() else ""
    )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """What a server answers to Excel, and its log."""
    folder = tmp_path_factory.mktemp("server")
    ran = run(folder, "-m", "tests.entry.excel_side", ONE_TIME, where=ROOT)
    assert ran.status == 0, ran.err
    told: dict[str, Any] = json.loads(ran.out.splitlines()[-1])
    return told, ran.log


def test_com_sees_one_method(asked: tuple[dict[str, Any], str]) -> None:
    assert asked[0]["methods"] == ["CallUDF"]


def test_a_function_answers_through_the_real_converters(asked: tuple[dict[str, Any], str]) -> None:
    assert asked[0]["unread"] == "#JXC!"


def test_what_is_not_on_the_list_is_refused_and_logged(asked: tuple[dict[str, Any], str]) -> None:
    told, log = asked
    assert (told["other function"], told["other module"]) == ("PermissionError", "PermissionError")
    assert "jxc_xl.entry.functions.pd was refused" in log
    assert "os.system was refused" in log


def test_every_failure_is_in_the_log_with_its_place(asked: tuple[dict[str, Any], str]) -> None:
    told, log = asked
    assert told["too few"] == "TypeError"
    assert re.search(r"ERROR jxc_xl\.entry\.functions\.JXC_STOCK\nTraceback .*?\nTypeError", log, re.DOTALL)


def test_an_action_that_fails_answers_in_words_and_is_in_the_log(asked: tuple[dict[str, Any], str]) -> None:
    told, log = asked
    assert "程序出错" in told["action"]
    assert re.search(r"ERROR no such action .*\nTraceback", log)


def test_no_workbook_is_held_after_a_call_whatever_came_of_it(asked: tuple[dict[str, Any], str]) -> None:
    assert asked[0]["kept"] == "None"


def test_modules_are_loaded_before_the_class_is_there_and_not_anew_later(asked: tuple[dict[str, Any], str]) -> None:
    told, log = asked
    assert told["reloaded"] == []
    assert log.index(f"{ONE_TIME}: jxc_xl ") < log.index(f"{ONE_TIME} is ready") < log.index(f"{ONE_TIME} ends")


def test_the_folder_it_was_started_in_is_left(asked: tuple[dict[str, Any], str]) -> None:
    assert Path(asked[0]["folder"]) == Path(sys.prefix)
    assert str(ROOT) not in asked[0]["path"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows serves")
@pytest.mark.parametrize("flags", [["-P"], []])
def test_modules_beside_a_workbook_are_never_run(tmp_path: Path, flags: Sequence[str]) -> None:
    """Excel starts Python in the folder of the workbook; somebody has put modules there."""
    book_folder = tmp_path / "店"
    book_folder.mkdir()
    for name in ("pandas", "logging", "xlwings", "numpy", "importlib", "typing", "contextlib"):
        (book_folder / f"{name}.py").write_text("open('planted', 'w')\nraise SystemExit(3)\n")
    ran = run(tmp_path, *flags, "-m", "jxc_xl.entry.server", ONE_TIME, where=book_folder)
    assert not (book_folder / "planted").exists()
    assert "cannot be served" in ran.log
    assert "com_server" in ran.log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows serves")
def test_a_server_that_cannot_start_says_why_in_its_log(tmp_path: Path) -> None:
    ran = run(tmp_path, "-m", "jxc_xl.entry.server", ONE_TIME, where=ROOT)
    assert ran.status == 1
    assert re.search(rf"ERROR {re.escape(ONE_TIME)} cannot be served\nTraceback", ran.log)
    assert "pywin32" in ran.log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows serves")
def test_a_module_that_cannot_be_imported_is_in_the_log_too(tmp_path: Path) -> None:
    broken = tmp_path / "site" / "pandas"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('half installed')\n")
    site = f"import sys; sys.path.insert(0, {str(broken.parent)!r})"
    ran = run(tmp_path, "-c", f"{site}\nfrom jxc_xl.entry.server import main\nmain({ONE_TIME!r})", where=tmp_path)
    assert ran.status == 1
    assert "ImportError: half installed" in ran.log


# The object that Excel calls, without Windows.


class _Theirs:
    """What xlwings would serve."""

    _public_methods_ = ("CallUDF", "Exec", "Eval")

    def Exec(self, text: str) -> None:  # noqa: N802 (its name)
        raise AssertionError(text)


def object_with(rows: list[list[object]], seen: list[object] | None = None) -> Any:  # noqa: ANN401 (as COM sees it)
    def call(*args: object) -> list[list[object]]:
        if seen is not None:
            seen.extend(args)
        return rows

    return serving.answering(_Theirs, call)()


@pytest.mark.parametrize(
    ("rows", "answer"),
    [([[7.0]], 7.0), ([[1, 2]], [[1, 2]]), ([[1], [2]], [[1], [2]]), ([[1, 2], [3, 4]], [[1, 2], [3, 4]])],
)
def test_a_single_value_comes_back_as_itself_and_several_always_as_rows(
    rows: list[list[object]], answer: object
) -> None:
    """One row as a row of two dimensions: VBA counts columns of whatever is an array."""
    assert object_with(rows).CallUDF("jxc_xl.entry.functions", "JXC_STOCK", ("book", "A01")) == answer


def test_arguments_are_handed_on_as_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", ModuleType("xlwings._xlwindows"))
    seen: list[object] = []
    book = object()
    object_with([[""]], seen).CallUDF("jxc_xl.entry.ribbon", "jxc_do", ["post", ""], book, "a cell")
    assert seen == ["jxc_xl.entry.ribbon", "jxc_do", ("post", ""), book, None]


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("jxc_xl.entry.functions", "jxc_do"),
        ("jxc_xl.entry.functions", "xw"),
        ("jxc_xl.entry.functions", "jxc_stock"),
        ("jxc_xl.entry.ribbon", "carry_out"),
        ("jxc_xl.entry.ribbon", "JXC_STOCK"),
        ("JXC_XL.ENTRY.RIBBON", "jxc_do"),
        ("builtins", "eval"),
    ],
)
def test_nothing_else_is_called(script: str, name: str) -> None:
    with pytest.raises(PermissionError, match=re.escape(name)):
        object_with([[1]]).CallUDF(script, name, ("x",))


def test_all_that_vba_calls_is_on_the_list() -> None:
    bridge = (ROOT / "vba" / "JxcBridge.bas").read_text("ascii")
    modules = dict(re.findall(r'Const (\w+) As String = "(jxc_xl\.entry\.\w+)"', bridge))
    calls = set(re.findall(r'Ask\((\w+), "(\w+)"', bridge))
    wrappers = (ROOT / "vba" / "JxcFunctions.bas").read_text("ascii")
    called = set(re.findall(r'JxcCall\("(\w+)"', wrappers))
    assert called == set(FUNCTIONS)
    assert len(calls) >= 2
    for constant, name in calls | {("FUNCTIONS", name) for name in called}:
        assert name in serving.ALLOWED[modules[constant]]


# Paths of modules, and the log.


def test_a_folder_is_taken_off_the_path_under_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "book"
    (folder / "below").mkdir(parents=True)
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(folder)
    others = [str(tmp_path), str(folder / "below"), "/usr/lib/python3.zip"]
    names = ["", ".", str(folder), f"{folder}/", str(folder / "below" / ".."), str(tmp_path / "link")]
    assert without([*names, *others], str(folder)) == others


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger; afterwards it is as it was."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield logger
    for handler in set(logger.handlers) - set(handlers):
        handler.close()
    logger.handlers[:], logger.level = handlers, level
    logging.captureWarnings(capture=False)


def test_the_log_is_limited_in_size(tmp_path: Path, root_logger: logging.Logger) -> None:
    server_log.start_log(tmp_path / "log")
    for _ in range(60):
        root_logger.info("x" * 100_000)
    files = list((tmp_path / "log").iterdir())
    assert len(files) == server_log.KEPT + 1
    assert all(file.stat().st_size <= server_log.LARGEST for file in files)


def test_a_log_that_cannot_be_rotated_goes_on(tmp_path: Path, root_logger: logging.Logger) -> None:
    """Another server holds it, which on Windows forbids to rename it; here a rename onto a folder fails as well."""
    server_log.start_log(tmp_path)
    handler = root_logger.handlers[0]
    assert isinstance(handler, logging.handlers.RotatingFileHandler)
    (tmp_path / "held").mkdir()
    handler.rotate(handler.baseFilename, str(tmp_path / "held"))
    root_logger.info("still here")
    assert "still here" in (tmp_path / places.LOG).read_text("utf8")


def test_without_a_place_for_the_log_it_serves_all_the_same(tmp_path: Path, root_logger: logging.Logger) -> None:
    (tmp_path / "file").write_text("in the way")
    server_log.start_log(tmp_path / "file" / "log")
    root_logger.info("nobody hears this")
    assert [type(handler) for handler in root_logger.handlers] == [logging.NullHandler]


def test_the_fixed_class_is_not_the_one_that_every_xlwings_uses() -> None:
    assert re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", CLSID)
    assert CLSID.lower() != "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"
