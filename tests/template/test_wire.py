"""What the book carries of VBA is what ``vba/`` and the functions say; each way it could go wrong is noticed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from jxc_xl.entry import wire
from jxc_xl.template import codes
from jxc_xl.template.functions import functions, wired
from jxc_xl.template.wire.sources import SourceError
from tests.template.vba import ROOT, modules, source

STANDARD = tuple(sorted(file.stem for file in (ROOT / wire.VBA).glob("*.bas")))


def stale(root: Path) -> list[str]:
    """Return what is no longer what would be made."""
    return [str(path) for path, data in wire.products(root).items() if (root / path).read_bytes() != data]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source and of what is made from it, to be broken."""
    shutil.copytree(ROOT / wire.VBA, tmp_path / wire.VBA)
    (tmp_path / wire.WIRE).mkdir(parents=True)
    for path, data in wire.products(tmp_path).items():
        (tmp_path / path).write_bytes(data)
    return tmp_path


def test_what_was_made_is_current() -> None:
    assert stale(ROOT) == [], "run: poe book"


def test_the_project_holds_the_source_letter_for_letter() -> None:
    found = modules(wired("vbaProject.bin"))
    for name in STANDARD:
        assert found[f"{name}.bas"] == source(f"{name}.bas")
    _, body = found["ThisWorkbook.cls"].split("Attribute VB_Customizable = True\r\n")
    assert body == source("ThisWorkbook.cls")


def test_the_project_has_one_module_a_sheet_and_no_other() -> None:
    sheets = {f"{code}.cls" for code in (codes.WORKBOOK, *codes.sheet_codes())}
    assert set(modules(wired("vbaProject.bin"))) == sheets | {f"{name}.bas" for name in STANDARD}


def test_every_source_file_is_ascii_named_after_its_module_explicit_and_ends_lines_as_windows_does() -> None:
    for name in (f"{name}.bas" for name in STANDARD):
        text = source(name)
        assert text.splitlines()[:2] == [f'Attribute VB_Name = "{name.removesuffix(".bas")}"', "Option Explicit"]
        assert text.count("\n") == text.count("\r\n")


def test_every_function_has_its_wrapper_with_its_arguments() -> None:
    found = re.findall(r"^Public Function (JXC_\w+)\((.*)\) As Variant", source("JxcFunctions.bas"), re.MULTILINE)
    said = {
        name: [f"[{arg.split()[2]}]" if "Optional" in arg else arg.split()[1] for arg in _parts(args)]
        for name, args in found
    }
    assert said == {one.name: [arg.shown for arg in one.args] for one in functions()}


def test_help_of_functions_fits_the_dialog_of_excel() -> None:
    """`MacroOptions` takes 255 characters and no more."""
    for one in functions():
        assert all(0 < len(words) <= 255 for words in (*one.help, *one.about))
        assert all(0 < len(words) <= 255 for arg in one.args for words in arg.help)
        assert one.sample.startswith(f"={one.name}(")
        assert one.sample not in one.about.zh + one.about.en


def test_a_stale_wrapper_is_noticed(copy: Path) -> None:
    file = copy / wire.VBA / "JxcFunctions.bas"
    file.write_bytes(file.read_bytes().replace(b"JXC_STOCK", b"JXC_STACK"))
    assert stale(copy) == [str(wire.VBA / "JxcFunctions.bas")]


def test_source_that_is_not_in_the_project_yet_is_noticed(copy: Path) -> None:
    file = copy / wire.VBA / "JxcRibbon.bas"
    file.write_bytes(file.read_bytes() + b"' more\r\n")
    assert stale(copy) == [str(wire.WIRE / "vbaProject.bin")]


def test_a_line_that_is_not_ascii_is_noticed(copy: Path) -> None:
    file = copy / wire.VBA / "JxcRibbon.bas"
    lines = file.read_bytes().count(b"\n")
    file.write_bytes(file.read_bytes() + "' 库存\r\n".encode("gbk"))
    with pytest.raises(SourceError, match=f"JxcRibbon, line {lines + 1}: not ASCII"):
        wire.products(copy)


def test_a_function_that_is_there_twice_is_noticed(copy: Path) -> None:
    file = copy / wire.VBA / "JxcHost.bas"
    file.write_bytes(file.read_bytes() + b"Public Function jxc_stock()\r\nEnd Function\r\n")
    with pytest.raises(SourceError, match=r"JxcHost, line .*: there is a jxc_stock in JxcFunctions already"):
        wire.products(copy)


def test_a_wrapper_that_is_there_twice_is_noticed() -> None:
    texts = wire.sources(ROOT / wire.VBA)
    texts["JxcFunctions"] += "Public Function JXC_STOCK()\r\nEnd Function\r\n"
    with pytest.raises(SourceError, match="there is a JXC_STOCK in JxcFunctions already"):
        wire.project(texts)


def test_the_command_writes_what_is_made(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wire.products(copy)
    for path in made:
        (copy / path).unlink()
    monkeypatch.chdir(copy)
    wire.main()
    assert {path: (copy / path).read_bytes() for path in made} == made


def _parts(args: str) -> list[str]:
    return [part.strip() for part in args.split(",") if part.strip()]
