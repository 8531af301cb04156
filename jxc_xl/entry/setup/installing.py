"""`jxc install` and `jxc uninstall`: what Excel needs to find Python, put in place and taken away again.

Everything that can be refused is refused before anything is written. Doing it again mends what has gone missing.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from jxc_xl.entry.new import new_book
from jxc_xl.entry.setup import installing_mac, places, trusting
from jxc_xl.entry.setup.machine import Machine, System
from jxc_xl.entry.setup.places import CLSID, DLLS, EXE, LONGEST_COMMAND, NAMES, SERVER, SETTINGS, VALUE_OF
from jxc_xl.problems import HostError
from jxc_xl.terms import Lang, Text

T = Text
LINUX = T("Linux 上没有 Excel：请用 jxc calc 打开工作簿。", "There is no Excel on Linux: open the book with jxc calc.")
SHOWN = 4
"""Folders shown of a path that is far too long."""
GONE = T("杀毒软件删除了它", "antivirus software has removed it")


@dataclass(frozen=True, slots=True)
class Options:
    """How it is to be installed.

    Attributes:
        is_server: Excel only looks for a server that is started beforehand (`jxc serve`); None = as it is.
        trusts: Make the folder of the books a trusted location.
    """

    is_server: bool | None = None
    trusts: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be written: libraries by where they go, and the values that VBA reads."""

    dlls: dict[Path, Path]
    values: dict[str, str]


def install(machine: Machine, options: Options) -> list[Text]:
    """Put in place what Excel needs; return what was done and what is left to do.

    Problems:
        H030, H031, H034, H035, H039: it would not work, and nothing was written. H032, H033: a file cannot be written.
    """
    if machine.system is System.LINUX:
        return [LINUX]
    folder = places.books_folder(machine)
    if machine.system is System.MAC:
        return [*installing_mac.install(machine), *_put_books(folder)]
    plan = _planned(machine, options)
    if options.trusts:
        trusting.check_trustable(machine, folder)
    said = [*_put_dlls(machine, plan), *_put_values(machine, plan), *_put_books(folder)]
    return [*said, *_trusted(machine, folder, trusts=options.trusts), *_next(machine, plan)]


def _planned(machine: Machine, options: Options) -> _Plan:
    """Return what is to be written, once it is sure that Excel can use it."""
    if places.is_from_store(machine):
        raise HostError("H034", path=str(machine.python.executable))
    sources = {bits: _source(machine, bits) for bits in DLLS}
    targets = {bits: places.dll_folder(machine) / f"{name}.dll" for bits, name in DLLS.items()}
    values = {EXE: _readable(machine, places.windowless(machine.python.executable))}
    values |= {VALUE_OF[bits]: _readable(machine, target) for bits, target in targets.items()}
    length = places.command(machine, values[EXE])[1]
    if length > LONGEST_COMMAND:
        end = Path("…", *Path(values[EXE]).parts[-SHOWN:])
        raise HostError("H035", path=str(end), found=length, limit=LONGEST_COMMAND)
    is_server = options.is_server
    if is_server is None:
        is_server = SERVER in machine.values(SETTINGS)
    return _Plan({targets[bits]: sources[bits] for bits in DLLS}, values | ({SERVER: CLSID} if is_server else {}))


def _source(machine: Machine, bits: int) -> Path:
    """Return the library that came with xlwings."""
    found = places.shipped_dll(machine, bits)
    if found is None:
        version = places.xlwings_version(machine)
        raise HostError("H031", path=str(machine.python.prefix), name=places.dll_name(bits, version), version=version)
    return found


def _readable(machine: Machine, path: Path) -> str:
    said = places.readable(machine, path)
    if not said:
        raise HostError("H030", path=str(path))
    return said


def _put_dlls(machine: Machine, plan: _Plan) -> list[Text]:
    old = [target for target, source in plan.dlls.items() if not places.is_same(target, source)]
    for target in old:
        _put(machine, plan.dlls[target], target)
    folder = places.dll_folder(machine)
    if not old:
        return [T(f"连接组件已经在 {folder}。", f"The libraries are in {folder} already.")]
    return [T(f"已把连接组件放到 {folder}。", f"Put the libraries into {folder}.")]


def _put(machine: Machine, source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        part.replace(target)
    except OSError as error:
        raise _refused(machine, target, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    if not places.is_same(target, source):
        raise HostError("H032", path=str(target), reason=GONE)


def _refused(machine: Machine, path: Path, error: OSError) -> HostError:
    if isinstance(error, PermissionError) and machine.is_excel_open():
        return HostError("H033", path=str(path))
    return HostError("H032", path=str(path), reason=error.strerror or str(error))


def _put_values(machine: Machine, plan: _Plan) -> list[Text]:
    for name, value in plan.values.items():
        machine.set_value(SETTINGS, name, value)
    if SERVER not in plan.values and SERVER in machine.values(SETTINGS):
        machine.remove_value(SETTINGS, SERVER)
    exe = plan.values[EXE]
    return [T(f"Excel 将使用 {exe}。", f"Excel will use {exe}.")]


def _put_books(folder: Path) -> list[Text]:
    """Put an empty book of each language where there is none."""
    made, kept = [], []
    for lang in Lang:
        book = folder / f"jxc_{lang}.xlsm"
        if book.exists():
            kept.append(book)
        else:
            new_book(book, lang)
            made.append(book)
    said = [T(f"已新建空账 {book}。", f"Made the empty book {book}.") for book in made]
    return said + [
        T(f"{book} 已经存在，没有改动它。", f"{book} is there already; it was left as it is.") for book in kept
    ]


def _trusted(machine: Machine, folder: Path, *, trusts: bool) -> list[Text]:
    if trusts and trusting.trust(machine, folder):
        return [T(f"Excel 从此信任 {folder} 里的宏。", f"From now on Excel trusts macros in {folder}.")]
    if trusting.is_trusted(machine, folder):
        return [T(f"Excel 信任 {folder} 里的宏。", f"Excel trusts macros in {folder}.")]
    steps = trusting.steps(folder)
    return [
        T(
            f"打开账本时请点“启用内容”。想让 Excel 不再询问：{steps.zh}；或者运行 jxc install --trust。",
            f"Click “Enable Content” when you open a book. So that Excel does not ask again: {steps.en}; or run "
            "jxc install --trust.",
        )
    ]


def _next(machine: Machine, plan: _Plan) -> list[Text]:
    """Say what is left to do."""
    said = []
    if SERVER in plan.values:
        start = places.command(machine, plan.values[EXE])[0]
        said.append(
            T(
                "Excel 不会自己启动 Python：请先运行 jxc serve 再打开账本；要登录时自动启动，请按 Win+R，"
                f"输入 shell:startup，在那里新建快捷方式，目标为 {start}",
                "Excel will not start Python itself: run jxc serve before you open a book. To have it started at "
                f"log-on, press Win+R, type shell:startup, and make a shortcut there to {start}",
            )
        )
    if machine.is_excel_open():
        said.append(T("Excel 正开着：请关闭后重新打开。", "Excel is open: close it and open it again."))
    return [*said, T("有问题时请运行 jxc doctor。", "If anything is amiss, run jxc doctor.")]


def uninstall(machine: Machine) -> list[Text]:
    """Remove what `install` has put in place, and nothing else; books stay.

    Problems:
        H033: Excel is open; nothing was removed. H032: a file cannot be removed.
    """
    if machine.system is System.WINDOWS and machine.is_excel_open():
        raise HostError("H033", path=str(places.dll_folder(machine)))
    said = _remove_files(machine)
    if machine.system is System.WINDOWS:
        said += _remove_values(machine)
        folders = trusting.distrust(machine)
        said += [T(f"Excel 不再信任 {folder}。", f"Excel no longer trusts {folder}.") for folder in folders]
    return [*(said or [T("没有装过什么。", "Nothing was installed.")]), T("账本都还在。", "All books are still there.")]


def _remove_files(machine: Machine) -> list[Text]:
    files = [*_logs(machine)]
    if machine.system is System.WINDOWS:
        files += [places.dll_folder(machine) / f"{name}.dll" for name in DLLS.values()]
    if machine.system is System.MAC:
        files += installing_mac.files(machine)
    there = [file for file in files if file.is_file()]
    for file in there:
        try:
            file.unlink()
        except OSError as error:
            raise _refused(machine, file, error) from error
    ours = (places.dll_folder(machine), places.home(machine)) if machine.system is System.WINDOWS else ()
    for folder in (places.log_folder(machine), *ours):
        with contextlib.suppress(OSError):  # not there, or not empty: then it holds something of somebody else's
            folder.rmdir()
    return [T(f"已删除 {file}。", f"Removed {file}.") for file in there]


def _logs(machine: Machine) -> list[Path]:
    return sorted(places.log_folder(machine).glob(f"{places.LOG}*"))


def _remove_values(machine: Machine) -> list[Text]:
    there = [name for name in NAMES if name in machine.values(SETTINGS)]
    for name in there:
        machine.remove_value(SETTINGS, name)
    places.remove_empty(machine, SETTINGS)
    return (
        [T("已删除 Excel 查找 Python 的设置。", "Removed the settings by which Excel finds Python.")] if there else []
    )
