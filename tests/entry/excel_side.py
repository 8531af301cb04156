"""Excel's side of the server, in a process of its own: ``python -m tests.entry.excel_side CLSID``.

The server is the real one, with xlwings' real `serve` and `call_udf`; the parts of pywin32 that they use are played
here. Once the class is registered, it is called as VBA calls it, and what comes back is printed as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

FUNCTIONS, RIBBON = "jxc_xl.entry.functions", "jxc_xl.entry.ribbon"
BOOK = "C:\\店\\book.xlsm|1|1"
RAW = {"func": "xlfunc", "arg": "xlarg", "ret": "xlret", "script": "xlsub"}


class Policy:
    """How pywin32 makes the object of a class; the server puts its own in the place of this one."""


def main(clsid: str) -> None:
    """Run the server, call it, and print what it answered."""
    told: dict[str, object] = {}
    windows = _windows(lambda: told.update(_calls(clsid)))
    sys.modules.update(windows)
    import xlwings as xw  # noqa: PLC0415 (only now that Windows is there)

    vars(xw)["_xlwindows"] = windows["xlwings._xlwindows"]
    as_it_is = SimpleNamespace(clean_value_data=lambda data, *_: data, prepare_xl_data_element=lambda value, _: value)
    xw.engines.engines_by_name["excel"] = SimpleNamespace(name="excel", impl=as_it_is)
    udfs = importlib.import_module("xlwings.udfs")
    vars(xw).update({name: getattr(udfs, real) for name, real in RAW.items()})
    importlib.import_module("jxc_xl.entry.server").main(clsid)
    told["folder"] = os.getcwd()  # noqa: PTH109
    told["path"] = sys.path
    print(json.dumps(told, ensure_ascii=False))


def _calls(clsid: str) -> dict[str, object]:
    """Call the class that was registered."""
    policy = sys.modules["win32com.server.policy"]
    python = policy.DefaultPolicy()._CreateInstance_(clsid, 0)
    book = SimpleNamespace()
    return {
        "methods": list(python._public_methods_),
        "unread": _said(python.CallUDF, FUNCTIONS, "JXC_STOCK", (BOOK, "A01")),
        "too few": _said(python.CallUDF, FUNCTIONS, "JXC_STOCK", ()),
        "other function": _said(python.CallUDF, FUNCTIONS, "pd", ("A01",)),
        "other module": _said(python.CallUDF, "os", "system", ("echo",)),
        "action": _said(python.CallUDF, RIBBON, "jxc_do", ("no such action", ""), book),
        "kept": str(sys.modules["xlwings._xlwindows"].BOOK_CALLER),
        "reloaded": [
            name for name, known in importlib.import_module("xlwings.udfs").udf_modules.items() if known["filetime"]
        ],
    }


def _said(call: Callable[..., object], *args: object) -> object:
    try:
        return call(*args)
    except Exception as error:  # noqa: BLE001 (whatever it is, VBA sees it)
        return type(error).__name__


def _windows(ask: Callable[[], None]) -> dict[str, ModuleType]:
    """Return what the server uses of pywin32; the loop of messages asks once and ends."""

    def pump() -> bool:
        ask()
        return True

    made: dict[str, dict[str, Any]] = {
        "pythoncom": {
            **dict.fromkeys(("CLSCTX_LOCAL_SERVER", "REGCLS_MULTIPLEUSE", "REGCLS_SUSPENDED", "IID_IDispatch"), 0),
            **dict.fromkeys(("CoInitialize", "CoUninitialize", "CoResumeClassObjects"), lambda: None),
            **dict.fromkeys(("MakePyFactory", "EnableQuitMessage", "CoRevokeClassObject"), lambda _: None),
            "CoRegisterClassObject": lambda *_: 1,
            "PumpWaitingMessages": pump,
            "TypeIIDs": {0: Policy},
        },
        "pywintypes": {"IID": str},
        "win32api": {"GetCurrentThreadId": lambda: 1},
        "win32event": {
            "INFINITE": -1,
            "QS_ALLEVENTS": 0,
            "WAIT_OBJECT_0": 0,
            "MsgWaitForMultipleObjects": lambda *_: 0,
        },
        "win32com": {},
        "win32com.client": {"Dispatch": lambda found: found},
        "win32com.server": {},
        "win32com.server.dispatcher": {},
        "win32com.server.policy": {"DefaultPolicy": Policy},
        "win32com.server.util": {"wrap": lambda found, _: found, "unwrap": None},
        "xlwings._xlwindows": {
            "Range": lambda xl: SimpleNamespace(xl=xl),
            "Book": lambda xl: SimpleNamespace(api=xl, sheets=[]),
            "BOOK_CALLER": None,
            "is_range_instance": lambda _: False,
        },
    }
    return dict(_modules(made))


def _modules(made: dict[str, dict[str, Any]]) -> Iterator[tuple[str, ModuleType]]:
    modules = {name: ModuleType(name) for name in made}
    for name, module in modules.items():
        vars(module).update(made[name])
        parent, _, child = name.rpartition(".")
        if parent in modules:
            setattr(modules[parent], child, module)
        yield name, module


if __name__ == "__main__":
    main(sys.argv[1])
