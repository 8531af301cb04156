"""Can Excel on this Windows reach Python: its bits, the libraries, the settings, and what may stand in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jxc_xl.entry.setup import places, trusting
from jxc_xl.entry.setup.doctor_check import Check, State, same
from jxc_xl.entry.setup.machine import Folder, Machine
from jxc_xl.entry.setup.places import DLLS, EXE, LONGEST_COMMAND, NAMES, SERVER, SETTINGS, VALUE_OF
from jxc_xl.terms import Text

T = Text
AGAIN = T("请运行 jxc install。", "Run jxc install.")
ANTIVIRUS = T(
    "文件不见了，多半是杀毒软件删除的：请让它放行这个文件夹，再运行 jxc install。",
    "The file is gone; most likely antivirus software has removed it. Tell it to leave that folder alone, then run jxc "
    "install.",
)
NOT_LOADED = T(
    "请运行 jxc install；还不行时请安装 Microsoft Visual C++ 运行库，并看杀毒软件是否拦了它。",
    "Run jxc install; if that does not help, install the Microsoft Visual C++ runtime, and see whether antivirus "
    "software holds it.",
)
WITHOUT = T(
    "没有 Excel 也能用：命令行照常，表格用 LibreOffice 打开。",
    "You can do without: the shell works, and LibreOffice opens the book.",
)
PLAIN_FOLDER = T(
    "请在只含英文字母的文件夹（例如 C:\\jxc_xl）里重建 Python 环境，再运行 jxc install。",
    "Make the Python environment anew in a folder with plain letters, such as C:\\jxc_xl, then run jxc install.",
)
SHORT_FOLDER = T(
    f"最多 {LONGEST_COMMAND} 字节：请在路径较短的文件夹里重建 Python 环境，再运行 jxc install。",
    f"At most {LONGEST_COMMAND} bytes: make the environment anew in a folder with a short path, then run jxc install.",
)
THIS_PYTHON = T("要用这一个，请运行 jxc install。", "To have it use this one, run jxc install.")
AT_START = T("它们每次都会随 Excel 打开，请移到别处。", "They open whenever Excel starts; move them somewhere else.")
FORBIDDEN = T(
    "打开账本时点“启用内容”；没有这个按钮时，请管理员设置受信任位置。",
    "Click “Enable Content” when you open a book; where there is no such button, ask your administrator.",
)


def checks(machine: Machine) -> Iterator[Check]:
    """Yield what there is to say about Excel and the way from it to Python."""
    excel = places.excel(machine)
    yield _excel(excel)
    for bits in DLLS:
        yield _dll(machine, bits, is_needed=excel is None or excel.bits in {0, bits})
    yield _values(machine)
    yield _paths(machine)
    yield _command(machine)
    yield _start_folder(machine)
    yield _trusted(machine)


def _excel(excel: places.Excel | None) -> Check:
    title = T("Excel", "Excel")
    if excel is None:
        return Check("excel", title, State.WARNING, T("没有找到", "not found"), WITHOUT)
    bits = T(f"{excel.bits} 位", f"{excel.bits} bits") if excel.bits else T("位数不明", "bits unknown")
    return Check("excel", title, State.OK, T(f"{excel.path}，{bits.zh}", f"{excel.path}, {bits.en}"))


def _dll(machine: Machine, bits: int, *, is_needed: bool) -> Check:
    """Look at one library; the one that this Excel does not load is only there for another Excel."""
    file = places.dll_folder(machine) / f"{DLLS[bits]}.dll"
    key, title, worst = f"dll{bits}", T(f"{bits} 位连接组件", f"{bits}-bit library"), State.BAD
    if not is_needed:
        worst = State.WARNING
    if not file.is_file():
        fix = ANTIVIRUS if VALUE_OF[bits] in machine.values(SETTINGS) else AGAIN
        return Check(key, title, worst, T(f"{file} 不存在", f"{file} is not there"), fix)
    shipped = places.shipped_dll(machine, bits)
    if shipped and not places.is_same(file, shipped):
        version = places.xlwings_version(machine)
        return Check(key, title, worst, T(f"不是 xlwings {version} 的", f"not the one of xlwings {version}"), AGAIN)
    if error := _load_error(machine, file, bits):
        return Check(key, title, worst, T(f"{file} 装载不了：{error}", f"{file} cannot be loaded: {error}"), NOT_LOADED)
    return Check(key, title, State.OK, same(file))


def _load_error(machine: Machine, file: Path, bits: int) -> str:
    """Return why a library cannot be loaded; one of other bits than Python's is only looked at."""
    if places.bits_of(file) != bits:
        return f"{bits}?"
    return machine.load_error(file) if machine.python.bits == bits else ""


def _values(machine: Machine) -> Check:
    """Look at the settings that VBA reads: all there, and what they name is there."""
    title, values = T("Excel 查找 Python 的设置", "Settings by which Excel finds Python"), machine.values(SETTINGS)
    named = {name: str(values.get(name, "")) for name in NAMES if name != SERVER}
    if not all(named.values()):
        return Check("settings", title, State.BAD, T("还没有设置", "not made yet"), AGAIN)
    gone = next((path for path in named.values() if not places.is_there(path)), "")
    if gone:
        return Check("settings", title, State.BAD, T(f"{gone} 不存在", f"{gone} is not there"), AGAIN)
    exe = named[EXE]
    if exe.lower() != places.readable(machine, places.windowless(machine.python.executable)).lower():
        found = T(f"Excel 用的是另一个 Python：{exe}", f"Excel uses another Python: {exe}")
        return Check("settings", title, State.WARNING, found, THIS_PYTHON)
    return Check("settings", title, State.OK, same(exe))


def _paths(machine: Machine) -> Check:
    title = T("Excel 读得出路径", "Excel can read the paths")
    wanted = (places.windowless(machine.python.executable), places.dll_folder(machine))
    bad = next((path for path in wanted if not places.readable(machine, path)), None)
    if bad is None:
        return Check("paths", title, State.OK, T("可以", "it can"))
    found = T(f"这台电脑的代码页写不出 {bad}", f"the code page of this computer lacks letters of {bad}")
    return Check("paths", title, State.BAD, found, PLAIN_FOLDER)


def _command(machine: Machine) -> Check:
    title = T("启动 Python 的命令", "Command that starts Python")
    exe = str(machine.values(SETTINGS).get(EXE, "")) or str(places.windowless(machine.python.executable))
    length = places.command(machine, exe)[1]
    is_short = length <= LONGEST_COMMAND
    found = T(f"{length} 字节", f"{length} bytes")
    return (
        Check("command", title, State.OK, found)
        if is_short
        else Check("command", title, State.BAD, found, SHORT_FOLDER)
    )


def _start_folder(machine: Machine) -> Check:
    """Look for our books where Excel opens whatever it finds."""
    folder = machine.folder(Folder.ROAMING) / "Microsoft" / "Excel" / "XLSTART"
    title, found = T("Excel 启动文件夹", "Excel's start folder"), sorted(file.name for file in folder.glob("jxc*.xl*"))
    if not found:
        return Check("xlstart", title, State.OK, T("没有我们的文件", "none of our files"))
    said = T(f"{folder} 里有 {'、'.join(found)}", f"{folder} holds {', '.join(found)}")
    return Check("xlstart", title, State.WARNING, said, AT_START)


def _trusted(machine: Machine) -> Check:
    """Look whether the folder of the books is trusted; it need not be."""
    title, folder = T("受信任位置", "Trusted location"), places.books_folder(machine)
    if trusting.is_trusted(machine, folder):
        return Check("trusted", title, State.OK, same(folder))
    if trusting.is_forbidden(machine):
        found = T("管理员关闭了它", "switched off by your administrator")
        return Check("trusted", title, State.WARNING, found, FORBIDDEN)
    steps, found = trusting.steps(folder), T("没有；打开账本时点“启用内容”即可", "none; “Enable Content” will do")
    return Check(
        "trusted",
        title,
        State.OK,
        found,
        T(f"想让 Excel 不再询问：{steps.zh}", f"So that Excel does not ask: {steps.en}"),
    )
