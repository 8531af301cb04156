"""Files that are not what they seem are refused with a reason, quickly, and nothing is built from them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jxc_xl.hosts import files, preflight
from jxc_xl.hosts.files import HostError
from jxc_xl.tables import Append, Replace
from tests.hosts.specimens import NOW, SHEET, WANTED, altered, column, replaced, shop, text


def refused(path: Path) -> HostError:
    with pytest.raises(HostError) as caught:
        files.read(path, WANTED)
    assert str(path) in str(caught.value)
    with pytest.raises(HostError):
        files.save(path, [Append("tblSales", (column("单号", ["N"]),))], now=NOW)
    return caught.value


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"", "H002", "an empty file"),
        ("编码,名称\n1,茶\n".encode(), "H002", "CSV"),
        ("编码\t名称".encode("utf-16"), "H002", "CSV"),
        (b" <html><table>", "H002", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "H002", "XML"),
        (b"%PDF-1.7", "H002", "PDF"),
        (OLE, "H002", ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "H004", ""),
        (b"PK\x03\x04" + bytes(100), "H005", ""),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, code: str, found: str) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(content)
    error = refused(path)
    assert error.code == code
    assert found in str(error.facts.get("found", ""))


def test_a_file_that_is_not_there_and_a_folder_are_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.xlsx").code == "H001"
    (tmp_path / "d.xlsx").mkdir()
    assert refused(tmp_path / "d.xlsx").code == "H001"


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_a_truncated_book_is_damaged(tmp_path: Path, keep: float) -> None:
    path = shop(tmp_path / "b.xlsx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert refused(path).code == "H005"


@pytest.mark.parametrize("kept", ["", "<pageMarg", '<pageMargins left="0.7"/>', "</worksheet"])
def test_a_sheet_cut_off_behind_its_rows_is_damaged(tmp_path: Path, kept: str) -> None:
    path = shop(tmp_path / "b.xlsx")
    rows = text(path).partition("</sheetData>")[0]
    altered(path, lambda name, xml: f"{rows}</sheetData>{kept}".encode() if name == SHEET else xml)
    with pytest.raises(HostError) as caught:
        files.read(path, WANTED)
    assert (caught.value.code, caught.value.facts["part"]) == ("H005", SHEET)
    assert SHEET in caught.value.say("zh").what


def test_a_damaged_part_is_noticed_even_where_nobody_looks(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/charts/chart1.xml")
    data = bytearray(path.read_bytes())
    data[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(HostError) as caught:
        files.read(path, WANTED)
    assert caught.value.code == "H005"


def test_another_office_file_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(path).code == "H002"


@pytest.mark.parametrize("cell", ["XFD1048576", "B1048576x5000"])
def test_a_stray_cell_in_the_far_corner_is_refused(tmp_path: Path, cell: str) -> None:
    path = shop(tmp_path / "b.xlsx")
    stray = {
        "XFD1048576": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "B1048576x5000": '<row r="9"><c r="XFD9"><v>1</v></c></row><row><c r="B1048576"><v>1</v></c></row>',
    }[cell]
    replaced(path, SHEET, "</sheetData>", stray + "</sheetData>")
    with pytest.raises(HostError) as caught:
        files.read(path, WANTED)
    assert (caught.value.code, caught.value.facts["reason"]) == ("H006", "cells")


def test_a_stray_cell_on_a_sheet_of_the_users_own_does_not_matter(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    replaced(path, "xl/worksheets/sheet2.xml", "</sheetData>", stray)
    assert files.read(path, WANTED).tables["tblSales"].height == 3


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(64 << 20))
    error = refused(path)
    assert (error.code, error.facts["reason"]) == ("H006", "ratio")


def test_limits_of_the_package_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shop(tmp_path / "b.xlsx")
    for name, reason in (("MAX_PARTS", "entries"), ("MAX_PART", "part"), ("MAX_TOTAL", "total"), ("MAX_FILE", "total")):
        with monkeypatch.context() as patch:
            patch.setattr(preflight, name, 100 if name != "MAX_PARTS" else 3)
            assert refused(path).facts["reason"] == reason


DTD = b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'


def _ascii(xml: bytes) -> bytes:
    return DTD + xml.partition(b"?>")[2]


def _utf16(xml: bytes) -> bytes:
    return (DTD + xml.partition(b"?>")[2]).decode().encode("utf-16")


def _padded(xml: bytes) -> bytes:
    return b'<?xml version="1.0"?><!--' + b"x" * (3 << 20) + b"-->" + DTD.partition(b"?>")[2] + xml.partition(b"?>")[2]


@pytest.mark.parametrize(
    "part", [SHEET, "xl/styles.xml", "xl/workbook.xml", "xl/tables/table1.xml", "docProps/app.xml"]
)
@pytest.mark.parametrize("change", [_ascii, _utf16, _padded])
def test_a_dtd_is_refused_in_any_part_and_encoding(tmp_path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    path = shop(tmp_path / "b.xlsx")
    altered(path, lambda name, xml: change(xml) if name == part else xml)
    with pytest.raises(HostError) as caught:
        files.read(path, WANTED)
    assert caught.value.code == "H005"


def test_power_query_leaves_a_part_in_utf16_which_is_fine(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    altered(
        path,
        lambda _, xml: xml,
        **{"customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")},
    )
    assert files.read(path, WANTED).tables


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl\\..\\..\\x", "C:/x", "XL/Workbook.xml"])
def test_names_that_escape_or_double_are_refused(tmp_path: Path, name: str) -> None:
    path = shop(tmp_path / "b.xlsx")
    altered(path, lambda _, xml: xml, **{name: b"x"})
    error = refused(path)
    assert (error.code, error.facts["reason"]) == ("H005", "names")


def test_an_encrypted_part_is_refused(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(data)
    error = refused(path)
    assert (error.code, error.facts["reason"]) == ("H005", "encrypted_part")


@pytest.mark.parametrize("formula", ['"x', "#BAD", ")", "={}}", "XFD1+1", "A1:B1048576"])
def test_a_shared_formula_that_cannot_be_moved_keeps_the_book_from_being_changed(tmp_path: Path, formula: str) -> None:
    path = shop(tmp_path / "b.xlsx")
    replaced(path, SHEET, "<f>E4*0.3</f>", f'<f t="shared" ref="G4:I6" si="0">{formula}</f>')
    replaced(path, SHEET, '<c r="I5" t="s"><v>', '<c r="I5" t="str"><f t="shared" si="0"/><v>')
    before = path.read_bytes()
    with pytest.raises(HostError) as caught:
        files.save(path, [Replace("tblSales", (column("单号", ["N"]),))], now=NOW)
    assert (caught.value.code, caught.value.facts["sheet"]) == ("H009", "销售")
    assert path.read_bytes() == before


def test_a_style_for_more_columns_than_there_are_takes_no_time(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    replaced(path, SHEET, '<col min="3" max="3"', f'<col min="3" max="{9**40}"')
    assert files.save(path, [Append("tblSales", (column("单号", ["N"]),))], now=NOW)


def test_whatever_is_broken_in_a_book_no_foreign_exception_comes_through(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    chance = random.Random(7)  # noqa: S311 - not a secret
    original = path.read_bytes()
    for _ in range(150):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        _try(path)


def test_whatever_is_broken_in_the_xml_no_foreign_exception_comes_through(tmp_path: Path) -> None:
    path = shop(tmp_path / "b.xlsx")
    chance = random.Random(11)  # noqa: S311
    original = path.read_bytes()
    for part in (SHEET, "xl/workbook.xml", "xl/tables/table1.xml", "xl/sharedStrings.xml") * 12:
        path.write_bytes(original)
        xml = bytearray(text(path, part).encode())
        for _ in range(3):
            at = chance.randrange(len(xml))
            xml[at : at + chance.randint(0, 6)] = chance.choice([b"", b"<", b'"', b"9999999999", b"\0", b"-1", b"/>"])
        altered(path, lambda name, old, part=part, xml=xml: bytes(xml) if name == part else old)  # type: ignore[misc]
        _try(path)


def _try(path: Path) -> None:
    change = Append("tblSales", (column("单号", ["N"]),))
    for act in (
        lambda: files.read(path, WANTED),
        lambda: files.save(path, [change], now=NOW, out=path.with_name("o.xlsx")),
    ):
        try:
            act()
        except HostError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, anything else is not


def test_a_package_in_memory_is_told_from_text() -> None:
    with pytest.raises(HostError):
        preflight.admit(io.BytesIO(b"a,b"))


def test_a_reader_that_panics_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = shop(tmp_path / "b.xlsx")
    replaced(path, SHEET, '<c r="C4" s="1"><v>46082</v></c>', '<c r="C4" s="1"><v>-1e15</v></c>')
    with pytest.raises(HostError, match="H005"):
        files.read(path, WANTED)
    assert capfd.readouterr().err == ""
