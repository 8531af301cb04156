"""`jxc install` and `jxc uninstall`: what they write, what they leave alone, what they refuse."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from jxc_xl.entry.setup import places, trusting
from jxc_xl.entry.setup.doctor_wire import shipped
from jxc_xl.entry.setup.installing import Options, install, uninstall
from jxc_xl.entry.setup.machine import Machine, Package, System
from jxc_xl.entry.setup.places import CLSID, SETTINGS, XLWINGS
from jxc_xl.entry.setup.setting_up import app
from jxc_xl.entry.setup.windows import ThisMachine
from jxc_xl.hosts import refit
from jxc_xl.problems import HostError
from jxc_xl.terms import Lang
from tests.entry.machine import TestMachine, linux, mac, program, windows

ROOT = Path(__file__).parent.parent.parent
LOCATIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations"


@pytest.fixture
def machine(tmp_path: Path) -> TestMachine:
    return windows(tmp_path)


def state_of(machine: TestMachine) -> object:
    return machine.files(), machine.folders(), {key: dict(values) for key, values in machine.registry.items()}


def refused(machine: TestMachine, code: str, options: Options | None = None) -> HostError:
    """Install, be refused, and have nothing changed."""
    before = state_of(machine)
    with pytest.raises(HostError) as error:
        install(machine, options or Options())
    assert error.value.code == code
    assert state_of(machine) == before
    return error.value


def test_excel_finds_libraries_under_fixed_names_and_python_without_a_console(machine: TestMachine) -> None:
    install(machine, Options())
    folder = machine.root / "AppData" / "Local" / "jxc_xl" / "bin"
    prefix = machine.python.prefix
    assert (folder / "xlwings64.dll").read_bytes() == (prefix / f"xlwings64-{XLWINGS}.dll").read_bytes()
    assert (folder / "xlwings32.dll").read_bytes() == (prefix / f"xlwings32-{XLWINGS}.dll").read_bytes()
    assert machine.values(SETTINGS) == {
        "exe": str(prefix / "Scripts" / "pythonw.exe"),
        "dll64": str(folder / "xlwings64.dll"),
        "dll32": str(folder / "xlwings32.dll"),
    }


def test_an_empty_book_with_macros_lies_ready_in_each_language(machine: TestMachine) -> None:
    install(machine, Options())
    for lang in Lang:
        book = machine.root / "Documents" / "jxc_xl" / f"jxc_{lang}.xlsm"
        assert refit.look(book, shipped(lang)).is_whole


def test_installing_twice_is_installing_once(machine: TestMachine) -> None:
    install(machine, Options())
    once = state_of(machine)
    said = install(machine, Options())
    assert state_of(machine) == once
    assert not any("已新建" in words.zh or "已把" in words.zh for words in said)


def test_installing_again_mends_what_has_gone(machine: TestMachine) -> None:
    install(machine, Options())
    once = state_of(machine)
    places.dll_folder(machine).joinpath("xlwings64.dll").unlink()
    places.dll_folder(machine).joinpath("xlwings32.dll").write_bytes(program(32, "of an older xlwings"))
    machine.set_value(SETTINGS, "exe", "gone.exe")
    machine.remove_value(SETTINGS, "dll32")
    install(machine, Options())
    assert state_of(machine) == once


def test_a_book_of_the_users_is_never_replaced(machine: TestMachine) -> None:
    book = machine.root / "Documents" / "jxc_xl" / "jxc_zh.xlsm"
    book.parent.mkdir(parents=True)
    book.write_bytes(b"my books")
    said = install(machine, Options())
    assert book.read_bytes() == b"my books"
    assert any(str(book) in words.zh and "已经存在" in words.zh for words in said)
    assert any(str(book) in words.en and "left as it is" in words.en for words in said)


def test_a_chinese_user_name_is_fine_on_a_chinese_windows(tmp_path: Path) -> None:
    machine = windows(tmp_path, user="店主")
    install(machine, Options())
    assert "店主" in str(machine.values(SETTINGS)["exe"])


def test_a_chinese_user_name_on_an_english_windows_is_written_in_its_short_form(tmp_path: Path) -> None:
    machine = windows(tmp_path, user="店主")
    machine.code_page, machine.short_names = "cp1252", {"店主": "DIANZH~1"}
    install(machine, Options())
    written = {str(value) for value in machine.values(SETTINGS).values()}
    assert all("DIANZH~1" in value and value.isascii() for value in written)
    assert {Path(value).name for value in written} == {"pythonw.exe", "xlwings64.dll", "xlwings32.dll"}


def test_a_path_that_excel_cannot_read_is_refused(tmp_path: Path) -> None:
    machine = windows(tmp_path, user="店主")
    machine.code_page = "cp1252"
    error = refused(machine, "H030")
    assert all("C:\\jxc_xl" in error.problem.fix(lang) for lang in Lang)


@pytest.mark.parametrize("bits", [32, 64])
def test_a_library_that_antivirus_software_took_out_of_the_environment_is_named(
    machine: TestMachine, bits: int
) -> None:
    machine.python.prefix.joinpath(f"xlwings{bits}-{XLWINGS}.dll").unlink()
    error = refused(machine, "H031")
    assert all(f"xlwings{bits}-{XLWINGS}.dll" in error.problem.what(lang) for lang in Lang)
    assert all(f"--force-reinstall xlwings=={XLWINGS}" in error.problem.fix(lang) for lang in Lang)


def test_libraries_are_found_where_pip_says_it_put_them(machine: TestMachine, tmp_path: Path) -> None:
    moved = []
    for file in machine.packages["xlwings"].files:
        target = tmp_path / "elsewhere" / file.name
        target.parent.mkdir(exist_ok=True)
        file.rename(target)
        moved.append(target)
    machine.packages["xlwings"] = Package(XLWINGS, tuple(moved))
    install(machine, Options())
    assert (places.dll_folder(machine) / "xlwings64.dll").read_bytes() == moved[1].read_bytes()


def test_libraries_are_found_in_the_environment_when_pip_does_not_say(machine: TestMachine) -> None:
    machine.packages["xlwings"] = Package(XLWINGS, ())
    install(machine, Options())
    assert (places.dll_folder(machine) / "xlwings64.dll").is_file()


def test_python_from_the_store_is_refused(machine: TestMachine) -> None:
    machine.python = machine.python._replace(base=Path("C:/Program Files/WindowsApps/PythonSoftwareFoundation.Python"))
    error = refused(machine, "H034")
    assert all("python.org" in error.problem.fix(lang) for lang in Lang)


def test_a_command_that_excel_cannot_hold_is_refused(tmp_path: Path) -> None:
    machine = windows(tmp_path.joinpath(*["deep" * 50] * 10))
    error = refused(machine, "H035")
    assert int(str(error.facts["found"])) > int(str(error.facts["limit"])) == 2047


def test_the_length_of_the_command_counts_bytes_of_the_code_page(machine: TestMachine) -> None:
    words, length = places.command(machine, "店" * 100)
    assert length == len(words) + 100


def test_a_library_that_cannot_be_written_is_told(machine: TestMachine) -> None:
    (places.dll_folder(machine) / "xlwings64.dll" / "in the way").mkdir(parents=True)
    with pytest.raises(HostError) as error:
        install(machine, Options())
    assert (error.value.code, machine.values(SETTINGS)) == ("H032", {})
    assert not list(places.dll_folder(machine).glob(".*"))


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder nobody may write to")
@pytest.mark.parametrize(("is_open", "code"), [(True, "H033"), (False, "H032")])
def test_a_library_that_excel_holds_is_told_with_the_remedy(machine: TestMachine, code: str, *, is_open: bool) -> None:
    places.home(machine).mkdir(parents=True, exist_ok=True)
    places.dll_folder(machine).symlink_to("/sys/kernel")
    machine.is_open = is_open
    error = refused(machine, code)
    assert "Excel" in error.problem.fix(Lang.ZH)
    assert "Excel" in error.problem.fix(Lang.EN)


def test_with_excel_open_one_is_told_to_open_it_again(machine: TestMachine) -> None:
    machine.is_open = True
    said = install(machine, Options())
    assert any("重新打开" in words.zh and "open it again" in words.en for words in said)


def test_server_mode_is_asked_for_kept_and_given_up(machine: TestMachine) -> None:
    said = install(machine, Options(is_server=True))
    assert machine.values(SETTINGS)["clsid"] == CLSID
    start = f'"{machine.python.prefix / "Scripts" / "pythonw.exe"}" -P -m jxc_xl.entry.server {CLSID}'
    assert any(start in words.zh and start in words.en and "shell:startup" in words.en for words in said)
    install(machine, Options())
    assert machine.values(SETTINGS)["clsid"] == CLSID
    install(machine, Options(is_server=False))
    assert "clsid" not in machine.values(SETTINGS)


def test_nothing_is_trusted_unless_it_is_asked_for(machine: TestMachine) -> None:
    said = install(machine, Options())
    assert machine.keys(LOCATIONS) == []
    folder = str(machine.root / "Documents" / "jxc_xl")
    (advice,) = [words for words in said if "信任中心" in words.zh]
    assert folder in advice.zh
    assert folder in advice.en
    assert "Trust Center" in advice.en


def test_only_our_folder_is_trusted_and_none_below(machine: TestMachine) -> None:
    machine.set_value(rf"{LOCATIONS}\Location0", "Path", "C:\\mine\\")
    machine.set_value(rf"{LOCATIONS}\Location2", "Path", "C:\\other\\")
    install(machine, Options(trusts=True))
    folder = machine.root / "Documents" / "jxc_xl"
    assert machine.values(rf"{LOCATIONS}\Location1") == {"Path": f"{folder}/", "Description": "jxc_xl"}
    assert trusting.is_trusted(machine, folder)
    assert not trusting.is_trusted(machine, folder / "deeper")
    assert not trusting.is_trusted(machine, folder.parent)


def test_a_folder_that_is_trusted_already_is_not_trusted_twice(machine: TestMachine) -> None:
    install(machine, Options(trusts=True))
    once = state_of(machine)
    install(machine, Options(trusts=True))
    assert state_of(machine) == once


def test_a_folder_the_user_trusts_with_all_below_is_left_to_the_user(machine: TestMachine) -> None:
    key = rf"{LOCATIONS}\Location0"
    machine.set_value(key, "Path", f"{machine.root / 'Documents'}/")
    machine.set_value(key, "AllowSubfolders", 1)
    install(machine, Options(trusts=True))
    uninstall(machine)
    assert machine.keys(LOCATIONS) == ["Location0"]


def test_excel_2013_keeps_its_settings_elsewhere(machine: TestMachine) -> None:
    machine.registry[places.CURRENT_EXCEL] = {"": "Excel.Application.15"}
    install(machine, Options(trusts=True))
    assert machine.keys(LOCATIONS.replace("16.0", "15.0")) == ["Location0"]


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        (POLICY, "AllLocationsDisabled", 1),
        (LOCATIONS, "AllLocationsDisabled", 1),
        (POLICY.replace("Excel", "Common"), "Allow User Locations", 0),
    ],
)
def test_a_trusted_location_that_would_count_for_nothing_is_refused(
    machine: TestMachine, key: str, name: str, value: int
) -> None:
    machine.registry[key] = {name: value}
    error = refused(machine, "H039", Options(trusts=True))
    assert "--trust" in error.problem.fix(Lang.ZH)
    install(machine, Options())


def test_a_folder_on_the_network_is_not_trusted(machine: TestMachine) -> None:
    with pytest.raises(HostError, match="network"):
        trusting.check_trustable(machine, Path("//server/share/jxc_xl"))


def test_uninstalling_with_excel_open_changes_nothing(machine: TestMachine) -> None:
    install(machine, Options())
    before, machine.is_open = state_of(machine), True
    with pytest.raises(HostError) as error:
        uninstall(machine)
    assert error.value.code == "H033"
    assert state_of(machine) == before


def test_uninstalling_takes_the_log_and_leaves_the_environment_and_the_books(machine: TestMachine) -> None:
    install(machine, Options())
    log = places.log_folder(machine)
    log.mkdir()
    for name in ("server.log", "server.log.1"):
        (log / name).write_text("said")
    uninstall(machine)
    assert not log.exists()
    assert not places.dll_folder(machine).exists()
    assert machine.python.executable.is_file()
    assert len(list((machine.root / "Documents" / "jxc_xl").iterdir())) == 2


def test_uninstalling_what_was_never_installed_says_so(machine: TestMachine) -> None:
    before = state_of(machine)
    said = uninstall(machine)
    assert state_of(machine) == before
    assert said[0] == ("没有装过什么。", "Nothing was installed.")


@st.composite
def starts(draw: st.DrawFn) -> Callable[[TestMachine], None]:
    """Return what somebody may have on the machine beforehand."""
    flags = draw(st.sets(st.sampled_from(["values", "locations", "dll folder", "log", "book", "parents", "before"])))
    numbers = draw(st.sets(st.integers(0, 4)))

    def set_up(machine: TestMachine) -> None:
        if "before" in flags:
            install(machine, Options(trusts=True))
            uninstall(machine)
        if "values" in flags:
            machine.set_value(SETTINGS, "mine", "stays")
        if "parents" in flags:
            machine.set_value(r"HKCU\Software\VB and VBA Program Settings\other\x", "y", "z")
        for number in numbers if "locations" in flags else ():
            machine.set_value(rf"{LOCATIONS}\Location{number}", "Path", f"C:\\mine{number}\\")
        files = {
            "dll folder": places.dll_folder(machine) / "mine.dll",
            "log": places.log_folder(machine) / "my notes.txt",
            "book": places.books_folder(machine) / "jxc_en.xlsm",
        }
        for name in flags & files.keys():
            files[name].parent.mkdir(parents=True, exist_ok=True)
            files[name].write_bytes(b"mine")

    return set_up


@settings(max_examples=20, deadline=None)
@given(starts(), st.builds(Options, st.sampled_from([None, True, False]), st.booleans()), st.integers(1, 2))
def test_what_is_installed_and_uninstalled_leaves_the_machine_as_it_was(
    set_up: Callable[[TestMachine], None], options: Options, times: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machine = windows(Path(folder))
        set_up(machine)
        files, keys = machine.files(), set(machine.registry)
        values = {key: dict(found) for key, found in machine.registry.items() if found}
        for _ in range(times):
            install(machine, options)
        assert machine.values(SETTINGS).keys() >= {"exe", "dll64", "dll32"}
        uninstall(machine)
        books = {
            name: data for name, data in machine.files().items() if re.fullmatch(r"Documents.jxc_xl.jxc_..\.xlsm", name)
        }
        assert machine.files() == files | books
        assert {key: dict(found) for key, found in machine.registry.items() if found} == values
        assert set(machine.registry) <= keys | {r"HKCU\Software"}


def test_on_a_mac_excel_gets_the_script_and_a_note_where_python_is(tmp_path: Path) -> None:
    machine = mac(tmp_path / "my shop")
    said = install(machine, Options())
    library = machine.root / "Library"
    script = library / "Application Scripts" / "com.microsoft.Excel" / "xlwings-jxc_xl.applescript"
    conf = library / "Containers" / "com.microsoft.Excel" / "Data" / "jxc_xl.conf"
    assert script.read_bytes() == b"on VbaHandler"
    assert conf.read_text() == f"'{machine.python.executable}'"
    assert any("已刷新的报表" in words.zh and "filled reports" in words.en for words in said)
    assert not list(machine.root.rglob("*.dll"))
    conf.with_suffix(".log").write_text("said")
    uninstall(machine)
    assert not [file for file in library.rglob("*") if file.is_file()]
    assert (machine.root / "Documents" / "jxc_xl" / "jxc_zh.xlsm").is_file()


def test_on_a_mac_a_path_that_excel_cannot_read_is_refused(tmp_path: Path) -> None:
    refused(mac(tmp_path / "店"), "H030")


def test_on_a_mac_a_missing_script_is_named(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    machine.packages["xlwings"].files[0].unlink()
    refused(machine, "H031")


def test_on_a_mac_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    (tmp_path / "Library").write_text("a file in the way")
    refused(machine, "H032")


def test_on_linux_nothing_is_written(tmp_path: Path) -> None:
    machine = linux(tmp_path)
    (said,) = install(machine, Options())
    assert "jxc calc" in said.zh
    assert "jxc calc" in said.en
    assert state_of(machine) == ({}, set(), {})


def test_excel_reads_what_is_written() -> None:
    """The names of settings, libraries, files and the command are those in the source of the macros."""
    host = (ROOT / "vba" / "JxcExcel.bas").read_text("ascii")
    assert 'GetSetting("jxc_xl", "python", ' in host
    assert SETTINGS.endswith(r"\VB and VBA Program Settings\jxc_xl\python")
    assert [name for name in places.NAMES if f'"{name}"' not in host] == []
    assert {f"{name}.dll" for name in places.DLLS.values()} == set(re.findall(r'Lib "(xlwings.*?)"', host))
    start = places.COMMAND.partition('"{exe}"')[2].format(clsid="$(CLSID)")
    assert f'Chr(34) & "{start}"' in host
    assert f'"/{places.CONF}"' in host
    assert f'AppleScriptTask "{places.SCRIPT}", "VbaHandler"' in host


def test_the_real_machine_answers_everywhere(tmp_path: Path) -> None:
    """What only Windows has is answered with nothing on other systems."""
    machine: Machine = ThisMachine()
    assert machine.system in set(System)
    assert machine.python.executable.is_file()
    assert machine.package("xlwings") is not None
    assert machine.package("no such package") is None
    assert machine.import_error("json") == ""
    assert "no_such_module" in machine.import_error("no_such_module")
    if machine.system is not System.WINDOWS:
        assert (machine.values(SETTINGS), machine.keys(SETTINGS), machine.zone(tmp_path)) == ({}, [], None)
        assert (machine.ansi("店"), machine.short_path(tmp_path)) == ("店".encode(), tmp_path)
    assert machine.run("no such program") == ""


def test_the_shell_says_what_was_done_in_the_language_of_the_computer(machine: TestMachine) -> None:
    said = CliRunner().invoke(app, ["install"], obj=machine)
    assert (said.exit_code, said.exception) == (0, None)
    assert "Excel 将使用" in said.output
    machine.lang = Lang.EN
    said = CliRunner().invoke(app, ["uninstall"], obj=machine)
    assert said.exit_code == 0
    assert "All books are still there." in said.output


def test_the_shell_takes_server_and_trust(machine: TestMachine) -> None:
    assert CliRunner().invoke(app, ["install", "--server", "--trust", "--lang", "en"], obj=machine).exit_code == 0
    assert machine.values(SETTINGS)["clsid"] == CLSID
    assert machine.keys(LOCATIONS) == ["Location0"]


def test_serving_is_refused_where_there_is_no_excel(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["serve"], obj=linux(tmp_path))
    assert isinstance(said.exception, HostError)
    assert said.exception.code == "H036"
