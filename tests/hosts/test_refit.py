"""A book that lost its ribbon, macros or names gets them back, and nothing else in it changes."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jxc_xl.entry.new import new_book
from jxc_xl.entry.setup.doctor_wire import lang_of, shipped
from jxc_xl.hosts import macros, refit
from jxc_xl.hosts.errors import HostError
from jxc_xl.hosts.refit import State
from jxc_xl.template.functions import wired
from jxc_xl.template.wire.project import vba_project
from jxc_xl.template.wire.sources import Module, Role, module
from jxc_xl.terms import Lang
from tests.hosts.specimens import NOW

PROJECT, RIBBON, ROOT_LINKS = "xl/vbaProject.bin", "customUI/customUI14.xml", "_rels/.rels"
TYPES, WORKBOOK, LINKS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@pytest.fixture(params=Lang)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return made(tmp_path / "店.xlsm", request.param)


def made(path: Path, lang: Lang = Lang.ZH) -> Path:
    new_book(path, lang)
    return path


def look(path: Path) -> refit.Fit:
    return refit.look(path, shipped(lang_of(path)))


def mend(path: Path) -> refit.Mended:
    return refit.mend(path, shipped(lang_of(path)), NOW)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def edit(path: Path, part: str, old: bytes, new: bytes) -> None:
    parts = parts_of(path)
    assert old in parts[part]
    write(path, parts | {part: parts[part].replace(old, new)})


def modules() -> list[Module]:
    """The modules that are shipped, to make others of."""
    roles = {True: Role.SHEET, False: Role.STANDARD}
    found = macros.modules_of(wired("vbaProject.bin"))
    return [
        module(one.name, Role.WORKBOOK if one.name == "ThisWorkbook" else roles[one.is_class], one.source)
        for one in found
    ]


def with_project(path: Path, changed: Sequence[Module]) -> None:
    """Put in a VBA project with some modules changed or added."""
    known = {one.name: one for one in modules()} | {one.name: one for one in changed}
    write(path, parts_of(path) | {PROJECT: vba_project(list(known.values()))})


def test_a_new_book_lacks_nothing(book: Path) -> None:
    assert look(book).is_whole
    assert look(book).own == ()


def test_a_ribbon_that_openpyxl_dropped_comes_back_and_no_other_part_changes(book: Path) -> None:
    ribbon = parts_of(book)[RIBBON]
    openpyxl.load_workbook(book, keep_vba=True).save(book)
    assert look(book).ribbon is State.GONE
    before = parts_of(book)
    mended = mend(book)
    after = parts_of(mended.path)
    assert look(book).is_whole
    assert after[RIBBON] == ribbon
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {ROOT_LINKS}
    assert mended.backup is not None
    assert parts_of(mended.backup) == before


def _ribbon_other(path: Path) -> None:
    edit(path, RIBBON, b"jxc_", b"old_")


def _ribbon_part_gone(path: Path) -> None:
    parts = parts_of(path)
    parts.pop(RIBBON)
    write(path, parts)


def _project_gone(path: Path) -> None:
    parts = parts_of(path)
    parts.pop(PROJECT)
    write(path, parts)


def _project_damaged(path: Path) -> None:
    parts = parts_of(path)
    write(path, parts | {PROJECT: parts[PROJECT][:5000]})


def _project_old(path: Path) -> None:
    with_project(path, [module("JxcRibbon", Role.STANDARD, "Option Explicit\nPublic Sub DoPost()\nEnd Sub")])


def _project_with_a_module_of_ours_that_is_no_more(path: Path) -> None:
    with_project(
        path,
        [module("JxcBridge", Role.STANDARD, "Sub X()\nEnd Sub"), module("JxcOld", Role.STANDARD, "Sub Y()\nEnd Sub")],
    )


def _name_gone(path: Path) -> None:
    edit(path, "xl/worksheets/sheet3.xml", b' codeName="JxcProducts"', b"")


def _name_other(path: Path) -> None:
    edit(path, "xl/worksheets/sheet3.xml", b'"JxcProducts"', b'"Sheet3"')


def _names_swapped(path: Path) -> None:
    edit(path, "xl/worksheets/sheet3.xml", b'"JxcProducts"', b'"JxcSuppliers"')
    edit(path, "xl/worksheets/sheet4.xml", b'"JxcSuppliers"', b'"JxcProducts"')


def _workbook_name_gone(path: Path) -> None:
    edit(path, WORKBOOK, b' codeName="ThisWorkbook"', b"")


def _texts_old(path: Path) -> None:
    edit(path, "xl/sharedStrings.xml", b"jxc_tab", b"old_tab")


def _texts_gone(path: Path) -> None:
    parts = parts_of(path)
    workbook = re.sub(rb'<sheet name="_jxc_"[^>]*/>', b"", parts[WORKBOOK])
    workbook = re.sub(rb'<definedName name="jxc_[^>]*>[^<]*</definedName>', b"", workbook)
    write(path, parts | {WORKBOOK: workbook})


@pytest.mark.parametrize(
    ("harm", "fact", "state"),
    [
        (_ribbon_other, "ribbon", State.AGED),
        (_ribbon_part_gone, "ribbon", State.GONE),
        (_project_gone, "macros", State.GONE),
        (_project_damaged, "macros", State.GONE),
        (_project_old, "macros", State.AGED),
        (_project_with_a_module_of_ours_that_is_no_more, "macros", State.AGED),
        (_name_gone, "names", State.GONE),
        (_name_other, "names", State.GONE),
        (_names_swapped, "names", State.GONE),
        (_workbook_name_gone, "names", State.GONE),
        (_texts_old, "hidden", State.AGED),
        (_texts_gone, "hidden", State.GONE),
    ],
)
def test_what_is_lost_or_old_is_found_and_comes_back(
    book: Path, harm: Callable[[Path], None], fact: str, state: State
) -> None:
    whole = parts_of(book)
    harm(book)
    assert getattr(look(book), fact) is state
    mend(book)
    assert look(book).is_whole
    after = parts_of(book)
    kept = {name for name in whole if after.get(name) == whole[name]}
    assert whole.keys() - kept <= MAY_CHANGE
    assert after.keys() >= whole.keys()


MAY_CHANGE = {
    *(PROJECT, RIBBON, ROOT_LINKS, TYPES, WORKBOOK, LINKS, "xl/sharedStrings.xml"),
    *(f"xl/worksheets/sheet{number}.xml" for number in (3, 4)),
} | {f"xl/worksheets/sheet{number}.xml" for number in range(30, 60)}
"""Parts that one of the harms, or mending it, touches; sheets from 30 on are hidden ones."""


def test_a_book_without_macros_gets_them_beside_it(tmp_path: Path) -> None:
    plain = made(tmp_path / "shop.xlsx", Lang.EN)
    before = plain.read_bytes()
    mended = mend(plain)
    assert mended == refit.Mended(plain.with_suffix(".xlsm"), None)
    assert plain.read_bytes() == before
    assert look(mended.path).is_whole
    old, new = parts_of(plain), parts_of(mended.path)
    assert {name for name in old if new.get(name) != old[name]} == {TYPES, ROOT_LINKS, WORKBOOK, LINKS}
    assert b'name="jxc_lang"' in new[WORKBOOK]
    assert new[RIBBON] == shipped(Lang.EN).ribbon
    assert new[PROJECT] == wired("vbaProject.bin")


def test_hidden_sheets_that_were_added_read_like_those_of_a_new_book(tmp_path: Path) -> None:
    mended = mend(made(tmp_path / "shop.xlsx")).path
    whole = made(tmp_path / "whole.xlsm")
    for title in ("_jxc_", "_IntelliSense_"):
        cells = [CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python() for path in (mended, whole)]
        assert cells[0] == cells[1]
    opened = openpyxl.load_workbook(mended, keep_vba=True)
    assert opened.sheetnames[-1] == "_IntelliSense_"
    assert opened["_jxc_"].sheet_state == "veryHidden"
    rows = len(shipped(Lang.ZH).hidden[0].rows)
    assert opened.defined_names["jxc_texts"].attr_text == f"'_jxc_'!$A$2:$G${rows}"


def test_a_book_that_is_beside_it_already_stays(tmp_path: Path) -> None:
    plain = made(tmp_path / "shop.xlsx")
    (tmp_path / "shop.xlsm").write_bytes(b"mine")
    with pytest.raises(HostError) as error:
        mend(plain)
    assert error.value.code == "H014"
    assert (tmp_path / "shop.xlsm").read_bytes() == b"mine"


def test_the_language_people_chose_for_the_ribbon_stays(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsm", Lang.ZH)
    opened = openpyxl.load_workbook(path, keep_vba=True)
    opened["_jxc_"]["I1"] = "en"
    opened["_jxc_"]["B3"] = "old words"
    opened.save(path)
    mend(path)
    assert look(path).is_whole
    texts = openpyxl.load_workbook(path)["_jxc_"]
    assert (texts["I1"].value, texts["B3"].value) == ("en", shipped(Lang.ZH).hidden[0].rows[2][1])


def test_source_that_excel_has_set_in_its_own_way_is_the_same(book: Path) -> None:
    """The editor changes case and blanks, and writes the project anew; what it does is what it did."""

    def respelled(text: str) -> str:
        head, blank, body = text.partition("Option Explicit")
        return head + blank + body.upper().replace("    ", "  ").replace(" = ", "  =  ")

    changed = [one._replace(text=respelled(one.text)) for one in modules() if one.role is Role.STANDARD]
    with_project(book, [one for one in changed if not any(len(line) > 1000 for line in one.text.splitlines())])
    assert parts_of(book)[PROJECT] != wired("vbaProject.bin")
    assert look(book).macros is State.SAME


MINE = module("Mine", Role.STANDARD, "Sub Mine()\nMsgBox 1\nEnd Sub")
IN_A_SHEET = module("JxcSales", Role.SHEET, "Private Sub Worksheet_Activate()\nMsgBox 1\nEnd Sub")
EMPTY = module("Empty1", Role.STANDARD, "Option Explicit\n' nothing yet")


@pytest.mark.parametrize("own", [MINE, IN_A_SHEET])
def test_macros_of_ones_own_are_never_lost(book: Path, own: Module) -> None:
    with_project(book, [own, module("JxcRibbon", Role.STANDARD, "Sub Old()\nEnd Sub")])
    before = book.read_bytes()
    assert look(book).own == (own.name,)
    with pytest.raises(HostError) as error:
        mend(book)
    assert (error.value.code, error.value.facts["modules"]) == ("H038", own.name)
    assert book.read_bytes() == before


def test_macros_of_ones_own_stay_when_only_the_ribbon_is_put_back(book: Path) -> None:
    with_project(book, [MINE])
    _ribbon_other(book)
    before = parts_of(book)[PROJECT]
    mend(book)
    assert parts_of(book)[PROJECT] == before
    assert look(book).is_whole
    assert look(book).own == ("Mine",)


def test_a_module_that_does_nothing_is_nobodys(book: Path) -> None:
    with_project(book, [EMPTY, module("JxcRibbon", Role.STANDARD, "Sub Old()\nEnd Sub")])
    mend(book)
    assert look(book).is_whole


def documents(path: Path) -> list[str]:
    return sorted(one.name for one in macros.modules_of(parts_of(path)[PROJECT]) if one.is_class)


def code_names(path: Path) -> list[str]:
    sheets = [data for name, data in parts_of(path).items() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    found = [re.search(rb'<sheetPr\b[^>]*codeName="(\w+)"', data) for data in sheets]
    assert None not in found
    return sorted(match.group(1).decode() for match in found if match)


def test_every_sheet_has_its_module_and_no_module_is_left_over(tmp_path: Path) -> None:
    """Also sheets that people added, copied, renamed or deleted."""
    path = made(tmp_path / "book.xlsm")
    opened = openpyxl.load_workbook(path)
    opened.create_sheet("我的", 0)
    opened.copy_worksheet(opened["我的"]).title = "Ledger"
    opened["商品"].title = "我家的商品"
    del opened["台账"]
    opened.save(tmp_path / "book2.xlsx")
    mended = mend(tmp_path / "book2.xlsx").path
    assert look(mended).is_whole
    codes = code_names(mended)
    assert len(set(codes)) == len(codes)
    assert documents(mended) == sorted([*codes, "ThisWorkbook"])
    assert "JxcProducts" in codes
    assert "JxcCard" not in codes
    sheets = parts_of(mended)
    products = next(name for name, data in sheets.items() if b'codeName="JxcProducts"' in data)
    assert b"tableParts" in sheets[products]


def test_a_sheet_of_ones_own_keeps_its_code_name(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsm")
    opened = openpyxl.load_workbook(path)
    for title, code in (("a", "MyPage"), ("b", "表1"), ("c", "JxcLedger")):
        opened.create_sheet(title).sheet_properties.codeName = code
    opened.save(tmp_path / "book2.xlsx")
    codes = code_names(mend(tmp_path / "book2.xlsx").path)
    assert "MyPage" in codes
    assert "表1" not in codes
    assert codes.count("JxcLedger") == 1


SIGNATURE, SIGNATURE_LINKS = "xl/vbaProjectSignature.bin", "xl/_rels/vbaProject.bin.rels"


def signed(path: Path) -> None:
    """Sign the macros, as far as the package shows it."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = f'<Relationship Id="r1" Type="{kind}" Target="vbaProjectSignature.bin"/>'
    links = f'<Relationships xmlns="{space}">{link}</Relationships>'
    parts = parts_of(path) | {SIGNATURE: b"signature", SIGNATURE_LINKS: links.encode()}
    said = f'<Override PartName="/{SIGNATURE}" ContentType="application/vnd.ms-office.vbaProjectSignature"/></Types>'
    write(path, parts | {TYPES: parts[TYPES].replace(b"</Types>", said.encode())})


def test_a_signature_goes_with_the_macros_it_was_for(book: Path) -> None:
    signed(book)
    _ribbon_other(book)
    mend(book)
    assert SIGNATURE in parts_of(book)
    _project_old(book)
    mend(book)
    after = parts_of(book)
    assert not {SIGNATURE, SIGNATURE_LINKS} & after.keys()
    assert b"vbaProjectSignature" not in after[TYPES]
    assert look(book).is_whole


def test_a_package_that_is_signed_as_a_whole_is_left_alone(book: Path) -> None:
    kind = b"http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    edit(
        book,
        ROOT_LINKS,
        b"</Relationships>",
        b'<Relationship Id="s" Type="%s" Target="s.sigs"/></Relationships>' % kind,
    )
    _ribbon_other(book)
    before = book.read_bytes()
    with pytest.raises(HostError, match="signed"):
        mend(book)
    assert book.read_bytes() == before


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(HostError) as error:
        mend(other)
    assert error.value.code == "H037"
    assert list(tmp_path.iterdir()) == [other]


def test_a_workbook_with_a_few_titles_of_ours_is_not_ours(tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    opened = openpyxl.Workbook()
    for title in ("Sales", "Ledger", "Stock", "Products"):
        opened.create_sheet(title)
    opened.save(other)
    assert not look(other).is_ours


def test_a_book_that_is_open_is_refused(book: Path) -> None:
    _ribbon_other(book)
    book.with_name(f"~${book.name}").touch()
    with pytest.raises(HostError) as error:
        mend(book)
    assert error.value.code == "H003"


def test_a_book_that_somebody_changed_meanwhile_is_left_to_them(book: Path) -> None:
    _project_old(book)
    wire = shipped(lang_of(book))

    def slowly(codes: Sequence[str]) -> bytes:
        with book.open("ab") as file:
            file.write(b"changed")
        return wire.project_for(codes)

    with pytest.raises(HostError) as error:
        refit.mend(book, replace(wire, project_for=slowly), NOW)
    assert error.value.code == "H007"
    assert book.read_bytes().endswith(b"changed")


@pytest.mark.office
def test_a_book_that_libreoffice_saved_gets_everything_back(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsm")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    target = ["--convert-to", "xlsm:Calc MS Excel 2007 VBA XML", "--outdir", str(tmp_path / "saved")]
    subprocess.run(["soffice", profile, "--headless", *target, str(path)], check=True, capture_output=True, timeout=120)
    saved = tmp_path / "saved" / "book.xlsm"
    assert not look(saved).is_whole
    mend(saved)
    assert look(saved).is_whole
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)


# Reading a VBA project.


def test_projects_that_excel_wrote_are_read() -> None:
    """xlwings ships books made in Excel, with compiled code before the source."""
    folder = Path(xlwings.__file__).parent
    with zipfile.ZipFile(folder / "addin" / "xlwings.xlam") as opened:
        found = {one.name: one for one in macros.modules_of(opened.read(PROJECT))}
    assert {"ThisWorkbook", "Main", "RibbonXlwings", "WebHelpers", "WebClient"} <= found.keys()
    assert (found["Main"].is_class, found["WebClient"].is_class) == (False, True)
    assert len(found["WebHelpers"].source) > 100_000
    assert found["Main"].source.startswith('Attribute VB_Name = "Main"\r\n')
    assert found["ThisWorkbook"].code == ""


def test_what_was_written_is_read() -> None:
    assert [(one.name, one.source) for one in macros.modules_of(vba_project(modules()))] == [
        (one.name, one.text) for one in modules()
    ]


def readable(project: bytes) -> bool:
    """Read a project; whatever the bytes, it is read or refused, and comes to an end."""
    try:
        return isinstance(macros.modules_of(project), list)
    except macros.ProjectError:
        return False


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 255)), min_size=1, max_size=8), st.integers(0, 40_000))
def test_a_damaged_project_is_refused_as_such(changes: list[tuple[int, int]], cut: int) -> None:
    project = bytearray(wired("vbaProject.bin"))
    for at, byte in changes:
        project[at % len(project)] = byte
    readable(bytes(project))
    assert not readable(bytes(project[: cut % len(project)])[:5000])


@pytest.mark.parametrize(("at", "byte"), [(0, 0), (30, 40), (31, 255), (48, 255), (60, 255), (76, 255)])
def test_a_project_with_a_damaged_header_is_refused(at: int, byte: int) -> None:
    project = bytearray(wired("vbaProject.bin"))
    project[at] = byte
    assert not readable(bytes(project))


def test_a_project_whose_sectors_run_in_a_circle_comes_to_an_end() -> None:
    project = bytearray(wired("vbaProject.bin"))
    table, first = (int.from_bytes(project[at : at + 4], "little") for at in (76, 48))
    at = (table + 1) * 512 + first * 4
    project[at : at + 4] = first.to_bytes(4, "little")
    assert not readable(bytes(project))


def test_a_file_that_is_no_package_has_no_language(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"PK\x03\x04 but no more")
    with pytest.raises(HostError) as error:
        lang_of(path)
    assert error.value.code == "H005"
