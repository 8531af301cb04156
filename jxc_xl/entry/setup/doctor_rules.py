"""What a company's rules forbid Office: starting programs, calling Windows from macros, running macros at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jxc_xl.entry.setup import places, trusting
from jxc_xl.entry.setup.doctor_check import Check, State
from jxc_xl.entry.setup.machine import Machine, Value
from jxc_xl.entry.setup.places import SERVER, SETTINGS, excel_version
from jxc_xl.terms import Text

T = Text
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""“Block all Office applications from creating child processes”."""
CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""“Block Win32 API calls from Office macros”."""
STATES = {1: State.BAD, 6: State.WARNING}
"""How it stands by what a rule does: 1 blocks, 6 asks people; the others let things pass."""
NO_RULE = T("没有规则拦它", "no rule is against it")
RULES = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
MANAGED, MANAGED_VALUE = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager", "ASRRules"
"""Where a management service writes ``guid=1|guid=2``."""
ASK = (
    "$p = Get-MpPreference; for ($i = 0; $i -lt $p.AttackSurfaceReductionRules_Ids.Count; $i++) "
    "{ $p.AttackSurfaceReductionRules_Ids[$i] + '=' + $p.AttackSurfaceReductionRules_Actions[$i] }"
)
"""Defender itself, which also knows rules that are in no policy."""
SECURITY = (
    r"HKCU\Software\Policies\Microsoft\Office\{0}\Excel\Security",
    r"HKCU\Software\Microsoft\Office\{0}\Excel\Security",
)
SIGNED_ONLY, NEVER = 3, 4
CHILDREN_FOUND = T("公司的安全规则禁止 Office 启动程序", "a security rule keeps Office from starting programs")
CHILDREN_FIX = T(
    "请运行 jxc install --server，每次先运行 jxc serve 再打开 Excel。",
    "Run jxc install --server, and jxc serve before you open Excel.",
)
CALLS_FOUND = T("公司的安全规则禁止宏调用 Windows", "a security rule keeps macros from calling Windows")
CALLS_FIX = T(
    "按钮和函数用不了，命令行和报表照常；要用，请把 docs/when-excel-blocks-it.md 给管理员看。",
    "Buttons and functions will not work, the shell and the reports do. To have them, show "
    "docs/when-excel-blocks-it.md to your administrator.",
)
MACROS_FIX = T(
    "请把账本放在受信任位置（jxc install --trust），或在信任中心把宏设置改为“禁用所有宏，并发出通知”。",
    "Keep the book in a trusted location (jxc install --trust), or set macros in the Trust Center to “Disable all "
    "macros with notification”.",
)


def checks(machine: Machine) -> Iterator[Check]:
    """Yield what is forbidden."""
    rules = asr_rules(machine)
    yield _children(machine, rules.get(CHILDREN, 0))
    yield _calls(rules.get(CALLS, 0))
    yield _macros(machine)


def asr_rules(machine: Machine) -> dict[str, int]:
    """Return the rules that are set, by their id in lower case: 1 block, 2 only noted, 6 warn."""
    rules: dict[str, int] = {}
    for key in reversed(RULES):
        rules |= _numbers(machine.values(key))
    managed = str(machine.values(MANAGED).get(MANAGED_VALUE, ""))
    rules |= _numbers(dict(_pairs(managed.replace("|", "\n"))))
    if rules:
        return rules
    return _numbers(dict(_pairs(machine.run("powershell", "-NoProfile", "-NonInteractive", "-Command", ASK))))


def _pairs(text: str) -> Iterator[tuple[str, Value]]:
    for line in text.splitlines():
        name, sign, value = line.partition("=")
        if sign:
            yield name.strip(), value.strip()


def _numbers(values: Mapping[str, Value]) -> dict[str, int]:
    return {name.lower(): int(value) for name, value in values.items() if str(value).isdecimal()}


def _children(machine: Machine, rule: int) -> Check:
    key, title = "child_processes", T("允许 Excel 启动 Python", "Excel may start Python")
    if rule not in STATES:
        return Check(key, title, State.OK, NO_RULE)
    if SERVER in machine.values(SETTINGS):
        return Check(key, title, State.OK, T("不必：Python 事先启动", "it need not: Python is started beforehand"))
    return Check(key, title, STATES[rule], CHILDREN_FOUND, CHILDREN_FIX)


def _calls(rule: int) -> Check:
    key, title = "win32_calls", T("允许宏调用 Windows", "Macros may call Windows")
    return (
        Check(key, title, STATES[rule], CALLS_FOUND, CALLS_FIX)
        if rule in STATES
        else Check(key, title, State.OK, NO_RULE)
    )


def _macros(machine: Machine) -> Check:
    key, title, version = "macros_allowed", T("允许宏", "Macros may run"), excel_version(machine)
    said = (machine.values(place.format(version)).get("VBAWarnings") for place in SECURITY)
    if next((level for level in said if level is not None), None) not in {SIGNED_ONLY, NEVER}:
        return Check(key, title, State.OK, T("允许", "they may"))
    if trusting.is_trusted(machine, places.books_folder(machine)):
        return Check(key, title, State.OK, T("只在受信任位置", "in trusted locations only"))
    found = T("Excel 设为禁用没有签名的宏", "Excel is set to run no macros without a signature")
    return Check(key, title, State.BAD, found, MACROS_FIX)
