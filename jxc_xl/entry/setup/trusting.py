"""The folder from which Excel runs macros without asking: whether there is one, how people make it, and making it.

A trusted location switches off every check for what lies in it. It is made for our own folder only, without the folders
below, and only where somebody has asked for it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from jxc_xl.entry.setup import places
from jxc_xl.entry.setup.machine import Machine
from jxc_xl.entry.setup.places import APP, excel_version
from jxc_xl.problems import HostError
from jxc_xl.terms import Text

LOCATIONS = r"HKCU\Software\Microsoft\Office\{0}\Excel\Security\Trusted Locations"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\{0}\Excel\Security\Trusted Locations"
COMMON_POLICY = r"HKCU\Software\Policies\Microsoft\Office\{0}\Common\Security\Trusted Locations"
STEPS = Text(
    "在 Excel 里：文件 → 选项 → 信任中心 → 信任中心设置 → 受信任位置 → 添加新位置 → 填入 {0} → 确定",
    "In Excel: File > Options > Trust Center > Trust Center Settings > Trusted Locations > Add new location > {0} > OK",
)
BY_POLICY = Text("管理员关闭了受信任位置", "your administrator has switched trusted locations off")
BY_NETWORK = Text("它在网络上", "it is on the network")


def steps(folder: Path) -> Text:
    """Return how people trust a folder themselves."""
    return Text(STEPS.zh.format(folder), STEPS.en.format(folder))


def is_trusted(machine: Machine, folder: Path) -> bool:
    """Return whether Excel trusts what lies in a folder."""
    if is_forbidden(machine):
        return False
    for key in _locations(machine):
        values = machine.values(key)
        trusted = _plain(str(values.get("Path", "")))
        below = [_plain(str(one)) for one in folder.parents] if values.get("AllowSubfolders") == 1 else []
        if trusted and trusted in (_plain(str(folder)), *below):
            return True
    return False


def is_forbidden(machine: Machine) -> bool:
    """Return whether trusted locations of the user's own count for nothing on this machine."""
    version = excel_version(machine)
    switches = (machine.values(key.format(version)).get("AllLocationsDisabled") for key in (LOCATIONS, POLICY))
    return 1 in switches or machine.values(COMMON_POLICY.format(version)).get("Allow User Locations") == 0


def check_trustable(machine: Machine, folder: Path) -> None:
    """Refuse what would come to nothing.

    Problems:
        H039: a policy forbids it, or the folder is on the network.
    """
    is_remote = str(folder).startswith(("\\\\", "//"))
    if is_remote or is_forbidden(machine):
        raise HostError("H039", path=str(folder), reason=BY_NETWORK if is_remote else BY_POLICY)


def trust(machine: Machine, folder: Path) -> bool:
    """Make a folder a trusted location; return False if it is one already."""
    if is_trusted(machine, folder):
        return False
    parent = LOCATIONS.format(excel_version(machine))
    taken = {name.lower() for name in machine.keys(parent)}
    number = next(number for number in range(1000) if f"location{number}" not in taken)
    key = rf"{parent}\Location{number}"
    machine.set_value(key, "Path", f"{folder}{os.sep}")
    machine.set_value(key, "Description", APP)
    return True


def distrust(machine: Machine) -> list[str]:
    """Remove the trusted locations that `trust` made; return their folders."""
    ours = [key for key in _locations(machine) if machine.values(key).get("Description") == APP]
    folders = [str(machine.values(key).get("Path", "")) for key in ours]
    for key in ours:
        for name in machine.values(key):
            machine.remove_value(key, name)
        places.remove_empty(machine, key)
    return folders


def _locations(machine: Machine) -> list[str]:
    parent = LOCATIONS.format(excel_version(machine))
    return [rf"{parent}\{name}" for name in machine.keys(parent) if re.fullmatch(r"location\d+", name.lower())]


def _plain(path: str) -> str:
    return os.path.expandvars(path).rstrip("\\/").lower()
