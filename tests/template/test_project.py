"""The VBA project that is written from text, read back by programs that are not ours; and what is refused."""

from __future__ import annotations

import re
from io import BytesIO

import olefile  # type: ignore[import-untyped]
import pytest

from jxc_xl.template.wire.project import encrypted, vba_project
from jxc_xl.template.wire.sources import Module, Role, SourceError, module
from tests.template.vba import modules, plain

ID = "{E73B243E-09A5-4CB0-B261-A37357B461D3}"
HEAD = 'Attribute VB_Name = "JxcOne"\r\nOption Explicit\r\n'
TWICE = HEAD + "Public Function Twice(ByVal x)\r\n    Twice = 2 * x\r\nEnd Function\r\n"
EXPORTED = 'VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1\r\nEND\r\nAttribute VB_Name = "Old"\r\nOption Explicit\r\n'
DOCUMENTS = [module("ThisWorkbook", Role.WORKBOOK, EXPORTED), module("JxcSales", Role.SHEET)]


def with_one(text: str, name: str = "JxcOne") -> list[Module]:
    return [*DOCUMENTS, module(name, Role.STANDARD, text)]


def test_a_standard_module_is_read_back_letter_for_letter() -> None:
    assert modules(vba_project(with_one(TWICE)))["JxcOne.bas"] == TWICE


def test_a_document_module_has_the_head_excel_gives_it_and_its_own_lines() -> None:
    found = modules(vba_project(with_one(TWICE)))
    head, body = found["ThisWorkbook.cls"].split("Attribute VB_Customizable = True\r\n")
    assert 'VB_Name = "ThisWorkbook"' in head
    assert 'VB_Base = "0{00020819-0000-0000-C000-000000000046}"' in head
    assert body == "Option Explicit\r\n"
    assert found["JxcSales.cls"].endswith("VB_Customizable = True\r\n")


def test_the_same_source_gives_the_same_bytes_and_another_source_another_id() -> None:
    one, other = vba_project(with_one(TWICE)), vba_project(with_one(HEAD))
    assert one == vba_project(with_one(TWICE))
    assert _text(one).splitlines()[0] != _text(other).splitlines()[0]


def test_the_project_lists_each_module_once_and_is_not_locked() -> None:
    lines = _text(vba_project(with_one(TWICE))).splitlines()
    assert lines[1:4] == ["Document=ThisWorkbook/&H00000000", "Document=JxcSales/&H00000000", "Module=JxcOne"]
    assert [line for line in lines if line.endswith("=0, 0, 0, 0, C")] == [
        f"{name}=0, 0, 0, 0, C" for name in ("ThisWorkbook", "JxcSales", "JxcOne")
    ]
    id_ = lines[0].removeprefix('ID="').rstrip('"')
    states = [_decrypted(line.split('"')[1], id_) for line in lines if re.match("CMG|DPB|GC", line)]
    assert states == [bytes(4), b"\0", b"\xff"]


def test_no_cache_of_any_version_of_excel_is_written() -> None:
    """[MS-OVBA] 2.3.4.1: version 0xFFFF, and nothing after the header."""
    with olefile.OleFileIO(BytesIO(vba_project(DOCUMENTS))) as opened:
        assert opened.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61 ffff 00 0000")


def test_the_office_library_is_referenced_for_the_ribbons_types() -> None:
    with olefile.OleFileIO(BytesIO(vba_project(DOCUMENTS))) as opened:
        directory = plain(opened.openstream("VBA/dir").read())
    assert b"\x16\0\x06\0\0\0Office" in directory
    assert b"{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0" in directory
    assert b"{00020430-0000-0000-C000-000000000046}#2.0#0" in directory


@pytest.mark.parametrize("seed", range(256))
def test_a_state_is_read_back_whatever_the_seed(seed: int) -> None:
    assert [_decrypted(encrypted(state, ID, seed), ID) for state in (bytes(4), b"\0", b"\xff")] == [
        bytes(4),
        b"\0",
        b"\xff",
    ]


REFUSED = {
    "a line that is not ASCII": (HEAD + "' 库存\r\n", 3, "not ASCII"),
    "a line too long": (HEAD + "'" * 1024 + "\r\n", 3, "1024 characters, at most 1023"),
    "a statement over too many lines": (HEAD + "x = 1 _\r\n" * 25 + " + 1\r\n", 27, "more than 24 lines"),
    "a function twice": (TWICE + "\r\nFunction TWICE()\r\nEnd Function\r\n", 7, "there is a TWICE in JxcOne already"),
}


@pytest.mark.parametrize(("text", "line", "what"), REFUSED.values(), ids=REFUSED)
def test_source_that_excel_would_not_take_is_refused_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(SourceError, match=what) as refused:
        vba_project(with_one(text))
    assert (refused.value.module, refused.value.line) == ("JxcOne", line)
    assert f"JxcOne, line {line}: " in str(refused.value)


@pytest.mark.parametrize("name", ["库存", "J" * 32, "1Jxc", "Jxc-One", ""])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(SourceError, match="a name is 1 to 31 ASCII letters"):
        vba_project(with_one(HEAD, name))


def test_two_modules_of_one_name_are_refused_whatever_the_case() -> None:
    with pytest.raises(SourceError, match="two modules of this name"):
        vba_project(with_one(HEAD, "JXCSALES"))


def test_a_public_procedure_in_two_standard_modules_is_refused_whatever_the_case() -> None:
    other = module("JxcTwo", Role.STANDARD, "Sub tWICE()\r\nEnd Sub\r\n")
    with pytest.raises(SourceError, match="JxcTwo, line 2: there is a tWICE in JxcOne already"):
        vba_project([*with_one(TWICE), other])


def test_private_procedures_and_branches_of_an_if_may_share_a_name() -> None:
    branches = "#If Mac Then\r\nSub One()\r\nEnd Sub\r\n#Else\r\nSub One()\r\nEnd Sub\r\n#End If\r\n"
    private = module("JxcTwo", Role.STANDARD, "Private Sub Twice()\r\nEnd Sub\r\n")
    assert vba_project([*with_one(TWICE + branches), private])


def _text(project: bytes) -> str:
    with olefile.OleFileIO(BytesIO(project)) as opened:
        return str(opened.openstream("PROJECT").read().decode("ascii"))


def _decrypted(text: str, id_: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, Data Decryption."""
    data = bytes.fromhex(text)
    seed, key = data[0], sum(id_.encode()) & 0xFF
    assert (data[1] ^ seed, data[2] ^ seed) == (2, key)
    out, before, last, known = [], data[1], data[2], key
    for byte in data[3:]:
        out.append(byte ^ ((before + known) & 0xFF))
        before, last, known = last, byte, out[-1]
    skip = (seed & 6) // 2
    assert int.from_bytes(bytes(out[skip : skip + 4]), "little") == len(out) - skip - 4
    return bytes(out[skip + 4 :])
