"""Is Python as Excel needs it: version, environment, xlwings, pywin32, and does the server answer."""

from __future__ import annotations

from collections.abc import Iterator

from jxc_xl.entry.setup import places
from jxc_xl.entry.setup.doctor_check import Check, State, same
from jxc_xl.entry.setup.machine import Machine, System
from jxc_xl.entry.setup.places import EXE, SERVER, SETTINGS
from jxc_xl.terms import Text

T = Text
OLDEST = (3, 11)
SERIES = places.XLWINGS.rpartition(".")[0]
REINSTALL = T("请运行 python -m pip install --force-reinstall {0}", "Run python -m pip install --force-reinstall {0}")
NEWER = T("请安装 Python 3.11 或更新的版本，再装 jxc_xl。", "Install Python 3.11 or later, then jxc_xl.")
STORE = T(
    "微软商店版写的文件和设置 Excel 看不到：请从 python.org 安装 Python，装好 jxc_xl 后运行 jxc install。",
    "What Python from the Microsoft Store writes, Excel does not see: install Python from python.org, then jxc_xl, "
    "then run jxc install.",
)
CONDA = T(
    "能用；但 conda 环境要先激活才找得齐组件。从 Excel 启动不了时，请改用 py -m venv 建的环境。",
    "It works, but a conda environment finds all its libraries only once it is activated. If Python does not start "
    "from Excel, use an environment made by py -m venv.",
)
NOT_SERVED = T(
    "Excel 只找现成的 Python：请先运行 jxc serve（不要以管理员身份）；不要这样，就运行 jxc install --no-server。",
    "Excel only looks for a Python that runs already: run jxc serve first (not as administrator), or have it otherwise "
    "by jxc install --no-server.",
)
NOT_STARTED = T(
    "请看日志 {0}；没有日志时请重装环境。", "See the log in {0}; if there is none, make the environment anew."
)
ONE_TIME = "{6A1C2E1B-7B7C-4B1B-9B0E-3D9C6C8E5F10}"
"""The class under which the server is asked for once; Excel takes a new one each time."""


def checks(machine: Machine) -> Iterator[Check]:
    """Yield what there is to say about Python on any system."""
    yield _version(machine)
    yield _environment(machine)
    yield _xlwings(machine)
    if machine.system is System.WINDOWS:
        yield _pywin32(machine)


def _version(machine: Machine) -> Check:
    python = machine.python
    number, title = ".".join(map(str, python.version)), T("Python 版本", "Version of Python")
    if python.version < OLDEST:
        return Check("python", title, State.BAD, same(number), NEWER)
    return Check("python", title, State.OK, T(f"{number}，{python.bits} 位", f"{number}, {python.bits} bits"))


def _environment(machine: Machine) -> Check:
    python, title = machine.python, T("Python 环境", "Environment of Python")
    if machine.system is System.WINDOWS and places.is_from_store(machine):
        return Check("environment", title, State.BAD, same(python.executable), STORE)
    if (python.prefix / "conda-meta").is_dir():
        return Check("environment", title, State.WARNING, same(f"conda {python.prefix}"), CONDA)
    return Check("environment", title, State.OK, same(python.prefix))


def _xlwings(machine: Machine) -> Check:
    title, package = same("xlwings"), machine.package("xlwings")
    fix = _reinstall(f"xlwings=={places.XLWINGS}")
    if package is None:
        return Check("xlwings", title, State.BAD, T("没有安装", "not installed"), fix)
    if not package.version.startswith(f"{SERIES}."):
        found = T(f"{package.version}，没有用它测试过", f"{package.version}, which was not tested")
        return Check("xlwings", title, State.WARNING, found, fix)
    return Check("xlwings", title, State.OK, same(package.version))


def _pywin32(machine: Machine) -> Check:
    title = T("pywin32（Python 与 Excel 之间的桥）", "pywin32 (between Python and Excel)")
    errors = (machine.import_error(module) for module in ("pythoncom", "win32api", "win32com.client"))
    error = next(filter(None, errors), "")
    if error:
        return Check("pywin32", title, State.BAD, same(error), _reinstall("pywin32"))
    return Check("pywin32", title, State.OK, T("可用", "it works"))


def _reinstall(package: str) -> Text:
    return T(*(words.format(package) for words in REINSTALL))


def server(machine: Machine) -> Check:
    """Say whether the server answers: started as Excel starts it, or running already where Excel only looks for it."""
    title, values = T("Python 应答", "Python answers"), machine.values(SETTINGS)
    exe, fixed = str(values.get(EXE, "")), str(values.get(SERVER, ""))
    if not exe:
        return Check(
            "server", title, State.BAD, T("还没有设置", "not set up yet"), T("请运行 jxc install。", "Run jxc install.")
        )
    error = machine.server_error(fixed or ONE_TIME, "" if fixed else places.command(machine, exe, ONE_TIME)[0])
    if not error:
        return Check("server", title, State.OK, T("应答正常", "it answers"))
    log = places.log_folder(machine)
    fix = NOT_SERVED if fixed else T(*(words.format(log) for words in NOT_STARTED))
    return Check("server", title, State.BAD, same(error), fix)
