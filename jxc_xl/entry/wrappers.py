"""The VBA of worksheet functions, and what is told of them: both made from the functions' definitions."""

from __future__ import annotations

from jxc_xl.entry.functions_defined import FUNCTIONS, Function
from jxc_xl.entry.functions_words import ARGUMENTS
from jxc_xl.terms import Lang

NAME = "JxcFunctions"
HEAD = f"""\
Attribute VB_Name = "{NAME}"
Option Explicit
' Generated from jxc_xl/entry/functions_defined.py; do not edit.
"""


def module() -> str:
    """Return the text of vba/JxcFunctions.bas."""
    text = HEAD + "".join(map(_wrapper, FUNCTIONS.values()))
    return text.replace("\n", "\r\n")


def described() -> list[dict[str, object]]:
    """Return what is told of each function, in order."""
    return [
        {
            "name": function.name,
            "zh": function.description(Lang.ZH),
            "en": function.description(Lang.EN),
            "sample": function.sample,
            "args": [_argument(one.name, is_optional=one.is_optional) for one in function.parameters],
            "answered_from": list(function.answered_from) if function.answered_from else None,
        }
        for function in FUNCTIONS.values()
    ]


def _argument(name: str, *, is_optional: bool) -> dict[str, object]:
    words = ARGUMENTS[name]
    return {"name": name, "zh": words.zh, "en": words.en, "is_optional": is_optional}


def _wrapper(function: Function) -> str:
    arguments = ", ".join(
        f"{'Optional ' if one.is_optional else ''}ByVal {one.name} As Variant" for one in function.parameters
    )
    description = function.description(Lang.EN).replace('"', '""')
    values = ", ".join(["JxcBook()", *(f"JxcIn({one.name})" for one in function.parameters)])
    return f"""
Public Function {function.name}({arguments}) As Variant
Attribute {function.name}.VB_Description = "{description}"
    {function.name} = JxcCall("{function.name}", Array({values}))
End Function
"""
