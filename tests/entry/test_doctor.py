"""`jxc doctor`: every check both ways, each failure with its remedy in both languages."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from jxc_xl.entry.new import new_book
from jxc_xl.entry.setup import doctor_python, places
from jxc_xl.entry.setup.doctor import Desk, examine, examine_all, is_well, lines
from jxc_xl.entry.setup.doctor_check import Check, State
from jxc_xl.entry.setup.doctor_rules import CALLS, CHILDREN
from jxc_xl.entry.setup.installing import Options, install
from jxc_xl.entry.setup.machine import Package, Python
from jxc_xl.entry.setup.places import CLSID, SETTINGS
from jxc_xl.entry.setup.setting_up import app
from jxc_xl.entry.setup.windows import ThisMachine
from jxc_xl.terms import Lang
from tests.entry.machine import TestMachine, linux, mac, program, windows

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
LOCAL = POLICY.replace(r"\Policies", "")
MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"


@pytest.fixture
def machine(tmp_path: Path) -> TestMachine:
    """A Windows on which all is well."""
    made = windows(tmp_path)
    install(made, Options())
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    new_book(path, Lang.ZH)
    return path


def found(machine: TestMachine, key: str, book: Path | None = None) -> Check:
    (check,) = [check for check in examine_all(machine, book) if check.key == key]
    return check


def test_a_machine_on_which_all_is_well_has_nothing_to_do(machine: TestMachine, book: Path) -> None:
    checks = examine_all(machine, book)
    assert [check for check in checks if not check.is_well] == []
    assert {check.key for check in checks} >= KEYS


KEYS = {
    *("python", "environment", "xlwings", "pywin32", "excel", "dll64", "dll32", "settings", "paths", "command"),
    *("xlstart", "trusted", "child_processes", "win32_calls", "macros_allowed", "server", "libreoffice", "log"),
    *("book", "origin", "macros", "ribbon", "names", "texts", "place"),
}


def _python(machine: TestMachine, **changes: object) -> None:
    machine.python = Python(**{**machine.python._asdict(), **changes})


def _remove(bits: int) -> Callable[[TestMachine], None]:
    return lambda machine: (places.dll_folder(machine) / f"xlwings{bits}.dll").unlink()


def _write(bits: int, data: bytes) -> Callable[[TestMachine], object]:
    return lambda machine: (places.dll_folder(machine) / f"xlwings{bits}.dll").write_bytes(data)


def _install_other_xlwings(machine: TestMachine) -> None:
    for file in machine.packages["xlwings"].files:
        file.write_bytes(file.read_bytes() + b"newer")


def _ship_what_is_damaged(machine: TestMachine) -> None:
    for file in (machine.packages["xlwings"].files[1], places.dll_folder(machine) / "xlwings64.dll"):
        file.write_bytes(b"no library")


def _leave_in_start_folder(machine: TestMachine) -> None:
    folder = machine.root / "AppData" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
    folder.mkdir(parents=True)
    (folder / "jxc_zh.xlsm").write_bytes(b"")
    (folder / "PERSONAL.XLSB").write_bytes(b"")


def _make_conda(machine: TestMachine) -> None:
    (machine.python.prefix / "conda-meta").mkdir()


def _point_elsewhere(machine: TestMachine) -> None:
    other = machine.root / "other" / "pythonw.exe"
    other.parent.mkdir()
    other.write_bytes(b"")
    machine.set_value(SETTINGS, "exe", str(other))


def _lack_letters(machine: TestMachine) -> None:
    machine.code_page = "ascii"
    folder = machine.root / "店"
    folder.mkdir()
    _python(machine, executable=folder / "python.exe")


def _forbid(key: str, values: dict[str, str | int]) -> Callable[[TestMachine], None]:
    return lambda machine: machine.registry.update({key: values})


BROKEN: list[tuple[str, State, Callable[[TestMachine], object], str]] = [
    ("python", State.BAD, lambda machine: _python(machine, version=(3, 10, 4)), "3.11"),
    ("environment", State.BAD, lambda machine: _python(machine, base=Path("/WindowsApps/Python")), "python.org"),
    ("environment", State.WARNING, _make_conda, "py -m venv"),
    ("xlwings", State.BAD, lambda machine: machine.packages.pop("xlwings"), "xlwings==0.37.8"),
    (
        "xlwings",
        State.WARNING,
        lambda machine: machine.packages.update(xlwings=Package("0.38.0", ())),
        "xlwings==0.37.8",
    ),
    ("pywin32", State.BAD, lambda machine: machine.broken_modules.update(win32api="DLL load failed"), "pywin32"),
    ("excel", State.WARNING, lambda machine: machine.registry.pop(next(iter(machine.registry))), "LibreOffice"),
    ("dll64", State.BAD, _remove(64), "jxc install"),
    ("dll32", State.WARNING, _remove(32), "jxc install"),
    ("dll64", State.BAD, _install_other_xlwings, "jxc install"),
    ("dll64", State.BAD, _write(64, program(32)), "jxc install"),
    ("dll64", State.BAD, _ship_what_is_damaged, "Visual C++"),
    ("dll64", State.BAD, lambda machine: machine.load_errors.update({"xlwings64.dll": "blocked"}), "Visual C++"),
    ("settings", State.BAD, lambda machine: machine.registry.pop(SETTINGS), "jxc install"),
    ("settings", State.BAD, lambda machine: machine.set_value(SETTINGS, "exe", "/gone/pythonw.exe"), "jxc install"),
    ("settings", State.WARNING, _point_elsewhere, "jxc install"),
    ("paths", State.BAD, _lack_letters, "C:\\jxc_xl"),
    ("command", State.BAD, lambda machine: machine.set_value(SETTINGS, "exe", "x" * 2000), "2047"),
    ("xlstart", State.WARNING, _leave_in_start_folder, ""),
    ("trusted", State.WARNING, _forbid(rf"{SECURITY}\Trusted Locations", {"AllLocationsDisabled": 1}), ""),
    ("child_processes", State.BAD, _forbid(POLICY, {CHILDREN.upper(): "1"}), "jxc install --server"),
    ("child_processes", State.WARNING, _forbid(LOCAL, {CHILDREN: 6}), "jxc install --server"),
    ("child_processes", State.BAD, _forbid(MANAGED, {"ASRRules": f"{CALLS}=0|{CHILDREN}=1"}), "jxc install --server"),
    ("child_processes", State.BAD, lambda machine: machine.printed.update(powershell=f"{CHILDREN}=1\r\n"), "jxc serve"),
    ("win32_calls", State.BAD, _forbid(POLICY, {CALLS: "1"}), "when-excel-blocks-it"),
    ("macros_allowed", State.BAD, _forbid(SECURITY, {"VBAWarnings": 4}), "jxc install --trust"),
    ("macros_allowed", State.BAD, _forbid(SECURITY, {"VBAWarnings": 3}), "jxc install --trust"),
    ("server", State.BAD, lambda machine: machine.served.clear(), "log"),
    ("server", State.BAD, lambda machine: machine.registry.pop(SETTINGS), "jxc install"),
    ("server", State.BAD, lambda machine: machine.set_value(SETTINGS, "clsid", CLSID), "jxc serve"),
]


@pytest.mark.parametrize(("key", "state", "harm", "remedy"), BROKEN)
def test_what_is_amiss_is_told_with_its_remedy(
    machine: TestMachine, key: str, state: State, harm: Callable[[TestMachine], object], remedy: str
) -> None:
    assert found(machine, key).state is State.OK
    harm(machine)
    check = found(machine, key)
    assert check.state is state
    assert all(check.fix)
    assert all(remedy in words for words in check.fix)
    assert check.found.zh
    assert check.found.en
    assert check.fix.zh != check.fix.en


def test_a_library_that_was_there_is_said_to_be_taken_by_antivirus_software(machine: TestMachine) -> None:
    _remove(64)(machine)
    assert "杀毒软件" in found(machine, "dll64").fix.zh
    machine.registry.pop(SETTINGS)
    assert "杀毒软件" not in found(machine, "dll64").fix.zh


def test_a_32_bit_excel_needs_the_32_bit_library(tmp_path: Path) -> None:
    machine = windows(tmp_path, excel=32)
    install(machine, Options())
    assert "32 bits" in found(machine, "excel").found.en
    _remove(32)(machine)
    _remove(64)(machine)
    assert (found(machine, "dll32").state, found(machine, "dll64").state) == (State.BAD, State.WARNING)


def test_a_library_of_other_bits_than_pythons_is_not_loaded_to_see(machine: TestMachine) -> None:
    machine.load_errors["xlwings32.dll"] = "not a library of 64 bits"
    assert found(machine, "dll32").is_well


def test_a_rule_that_only_takes_notes_or_is_off_is_no_obstacle(machine: TestMachine) -> None:
    machine.registry[POLICY] = {CHILDREN: "2", CALLS: "0"}
    assert found(machine, "child_processes").is_well
    assert found(machine, "win32_calls").is_well


def test_a_policy_counts_more_than_what_stands_on_the_machine(machine: TestMachine) -> None:
    machine.registry |= {LOCAL: {CHILDREN: 1}, POLICY: {CHILDREN: "0"}}
    assert found(machine, "child_processes").is_well


def test_defender_is_asked_only_when_no_rule_is_written_down(machine: TestMachine) -> None:
    machine.registry[POLICY] = {CHILDREN: "0"}
    examine_all(machine)
    assert machine.commands == []
    machine.registry.pop(POLICY)
    examine_all(machine)
    assert machine.commands == ["powershell"]


def test_in_server_mode_no_child_process_is_needed(machine: TestMachine) -> None:
    machine.registry[POLICY] = {CHILDREN: "1"}
    install(machine, Options(is_server=True))
    assert found(machine, "child_processes").is_well
    machine.served.add(CLSID)
    assert found(machine, "server").is_well


def test_macros_may_be_switched_off_where_the_folder_is_trusted(machine: TestMachine) -> None:
    install(machine, Options(trusts=True))
    machine.registry[SECURITY] = {"VBAWarnings": 4}
    assert found(machine, "macros_allowed").is_well


def test_a_policy_about_macros_counts_more_than_the_users_choice(machine: TestMachine) -> None:
    machine.registry[SECURITY] = {"VBAWarnings": 1}
    machine.registry[SECURITY.replace("Software", r"Software\Policies")] = {"VBAWarnings": 4}
    assert not found(machine, "macros_allowed").is_well


def test_a_folder_that_is_not_trusted_is_no_fault_but_tells_how(machine: TestMachine) -> None:
    check = found(machine, "trusted")
    assert check.is_well
    assert str(places.books_folder(machine)) in check.fix.en
    install(machine, Options(trusts=True))
    assert not any(found(machine, "trusted").fix)


def test_the_server_is_asked_under_a_class_of_its_own(machine: TestMachine) -> None:
    assert doctor_python.ONE_TIME != CLSID
    assert found(machine, "server").is_well


# What is amiss with a book.


def _drop_ribbon(book: Path) -> None:
    saved = openpyxl.load_workbook(book, keep_vba=True)
    saved.save(book)


def _age_ribbon(book: Path) -> None:
    _rewrite(book, "customUI/customUI14.xml", lambda xml: xml.replace(b"jxc_", b"old_"))


def _lose_names(book: Path) -> None:
    _rewrite(book, "xl/worksheets/sheet3.xml", lambda xml: xml.replace(b' codeName="JxcProducts"', b""))


def _drop_macros(book: Path) -> None:
    saved = openpyxl.load_workbook(book)
    saved.save(book.with_suffix(".xlsx"))
    book.with_suffix(".xlsx").replace(book)


def _rewrite(book: Path, part: str, edit: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(book) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert edit(parts[part]) != parts[part]
    parts[part] = edit(parts[part])
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


@pytest.mark.parametrize(
    ("key", "state", "harm"),
    [
        ("ribbon", State.BAD, _drop_ribbon),
        ("ribbon", State.WARNING, _age_ribbon),
        ("names", State.BAD, _lose_names),
        ("macros", State.BAD, _drop_macros),
    ],
)
def test_what_a_book_has_lost_is_told_and_put_back(
    machine: TestMachine, book: Path, key: str, state: State, harm: Callable[[Path], None]
) -> None:
    harm(book)
    check = found(machine, key, book)
    assert check.state is state
    assert all(f"jxc doctor --fix {book}" in words for words in check.fix)
    said = CliRunner().invoke(app, ["doctor", "--fix", str(book)], obj=machine)
    assert (said.exit_code, said.exception) == (0, None), said.output
    assert "已修复" in said.output
    assert found(machine, key, book).is_well


def test_it_is_told_which_program_dropped_it(machine: TestMachine, book: Path) -> None:
    _drop_ribbon(book)
    assert "Openpyxl" in found(machine, "ribbon", book).found.zh
    assert "Openpyxl" in found(machine, "ribbon", book).found.en


def test_a_book_without_macros_gets_them_in_a_book_beside_it(machine: TestMachine, tmp_path: Path) -> None:
    plain = tmp_path / "shop.xlsx"
    new_book(plain, Lang.EN)
    before = plain.read_bytes()
    assert ".xlsm" in found(machine, "macros", plain).fix.en
    said = CliRunner().invoke(app, ["doctor", "--fix", str(plain), "--lang", "en"], obj=machine)
    assert f"Mended: {plain.with_suffix('.xlsm')}" in said.output
    assert said.exit_code == 0
    assert plain.read_bytes() == before


def test_a_book_from_the_internet_is_told_to_be_unblocked(machine: TestMachine, book: Path) -> None:
    machine.zones[book] = 3
    check = found(machine, "origin", book)
    assert check.state is State.BAD
    assert "解除锁定" in check.fix.zh
    assert "Unblock" in check.fix.en
    machine.zones[book] = 1
    assert found(machine, "origin", book).is_well


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial"])
def test_a_synced_folder_is_told(machine: TestMachine, book: Path, name: str) -> None:
    machine.variables[name] = str(book.parent)
    check = found(machine, "place", book)
    assert check.state is State.WARNING
    assert "OneDrive" in check.found.zh
    machine.variables[name] = str(book.parent / "other")
    assert found(machine, "place", book).is_well


def test_another_workbook_is_said_not_to_be_ours(machine: TestMachine, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    check = found(machine, "book", other)
    assert check.state is State.BAD
    assert "jxc new" in check.fix.en
    assert [one.key for one in examine_all(machine, other)].count("macros") == 0


@pytest.mark.parametrize(("data", "words"), [(b"no zip", "CSV"), (None, "there is no such file")])
def test_a_file_that_cannot_be_read_is_one_finding(
    machine: TestMachine, tmp_path: Path, data: bytes | None, words: str
) -> None:
    path = tmp_path / "broken.xlsm"
    if data is not None:
        path.write_bytes(data)
    check = found(machine, "book", path)
    assert check.state is State.BAD
    assert words in check.found.en
    assert all(check.fix)


# Other systems, and what is printed.


def test_on_a_mac_the_script_and_the_note_must_be_there(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    assert "jxc install" in found(machine, "mac").fix.zh
    install(machine, Options())
    assert found(machine, "mac").is_well
    places.mac_conf(machine).unlink()
    assert not found(machine, "mac").is_well


def test_on_linux_libreoffice_is_what_opens_the_book(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    assert found(machine, "libreoffice").state is State.WARNING
    (tmp_path / "bin").mkdir()
    office = tmp_path / "bin" / "soffice"
    office.touch(0o755)
    machine.variables["PATH"] = str(office.parent)
    assert found(machine, "libreoffice").found.en == str(office)


def test_without_a_warning_the_status_is_0_and_with_one_1(machine: TestMachine) -> None:
    said = CliRunner().invoke(app, ["doctor"], obj=machine)
    assert (said.exit_code, said.output.splitlines()[-1]) == (0, "一切正常。")
    _leave_in_start_folder(machine)
    said = CliRunner().invoke(app, ["doctor", "--lang", "en"], obj=machine)
    assert said.exit_code == 1
    assert "! Excel's start folder" in said.output
    assert "jxc_zh.xlsm" in said.output
    assert "PERSONAL" not in said.output


def test_programs_read_every_finding(machine: TestMachine, book: Path) -> None:
    said = CliRunner().invoke(app, ["doctor", str(book), "--json", "--lang", "en"], obj=machine)
    told = json.loads(said.output)
    assert {check["key"] for check in told["checks"]} >= KEYS
    assert {check["state"] for check in told["checks"]} == {"ok"}
    assert set(told["checks"][0]) == {"key", "state", "title", "found", "fix"}


def test_fix_needs_a_book(machine: TestMachine) -> None:
    assert CliRunner().invoke(app, ["doctor", "--fix"], obj=machine).exit_code == 2


def test_a_whole_book_is_left_as_it_is_by_fix(machine: TestMachine, book: Path) -> None:
    before = book.read_bytes()
    said = CliRunner().invoke(app, ["doctor", "--fix", str(book)], obj=machine)
    assert "什么都没有缺" in said.output
    assert book.read_bytes() == before


def test_every_remedy_is_said_below_what_it_mends(machine: TestMachine) -> None:
    _remove(64)(machine)
    checks = examine_all(machine)
    said = list(lines(checks, Lang.EN))
    at = next(at for at, line in enumerate(said) if line.startswith("x 64-bit library"))
    assert said[at + 1].strip() == found(machine, "dll64").fix.en
    assert not is_well(checks)


@pytest.mark.office
def test_this_machine_can_be_examined() -> None:
    checks = examine_all(ThisMachine())
    assert {check.key for check in checks} >= {"python", "environment", "xlwings", "libreoffice", "log"}
    assert shutil.which("soffice") in {check.found.en for check in checks}


class _Button:
    """What a button hands over: a live workbook, here one that lies on disk or in the cloud."""

    def __init__(self, fullname: object, lang: Lang) -> None:
        self.book, self.lang = type("Book", (), {"fullname": fullname}), lang


@pytest.mark.parametrize("lang", Lang)
def test_the_button_says_where_the_log_is_and_what_is_amiss_with_the_book(book: Path, lang: Lang) -> None:
    _drop_ribbon(book)
    desk: Desk = _Button(book, lang)
    said = examine(desk, "")
    assert str(places.log_folder(ThisMachine())) in said
    assert ("功能区" if lang is Lang.ZH else "Ribbon") in said
    assert "Python" not in said.splitlines()[0]


def test_a_book_in_the_cloud_is_not_looked_for_on_disk() -> None:
    desk: Desk = _Button("https://d.docs.live.net/1/book.xlsm", Lang.EN)
    assert "https" not in examine(desk, "")
