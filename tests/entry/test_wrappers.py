"""The VBA of the worksheet functions is written from their definitions, and is what Excel and LibreOffice can read."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from jxc_xl.entry import wrappers
from jxc_xl.entry.functions import SERVED
from jxc_xl.entry.functions_defined import FUNCTIONS
from jxc_xl.schema import BY_KEY

VBA = Path(__file__).parents[2] / "vba" / "JxcFunctions.bas"
LONGEST_LINE, LONGEST_NAME = 1000, 31
KEYWORDS = """
and as boolean byref byte byval call case class const currency date declare dim do double each else elseif empty end
enum eqv erase error event exit false for friend function get global gosub goto if imp implements in input integer is
let lib like line lock long loop lset me mod name new next not nothing null object on open option optional or paramarray
preserve print private property public put raiseevent redim resume return rset seek select set single static step stop
string sub then time to true type until variant wend while with withevents write xor
"""
HEAD = re.compile(r"Public Function (?P<name>\w+)\((?P<arguments>.*)\) As Variant")
BODY = re.compile(r'    (?P<name>\w+) = JxcCall\("(?P<called>\w+)", Array\(JxcBook\(\)(?P<values>.*)\)\)')


def test_the_module_in_the_repository_is_the_one_the_functions_make() -> None:
    assert VBA.read_bytes() == wrappers.module().encode("ascii"), "stale: python -m jxc_xl.entry.wire"


def test_the_module_is_ascii_with_short_lines_that_end_as_on_windows() -> None:
    text = wrappers.module()
    assert text.isascii()
    assert re.sub("\r\n", "", text).isprintable()
    assert max(map(len, text.split("\r\n"))) < LONGEST_LINE
    assert text.startswith('Attribute VB_Name = "JxcFunctions"\r\nOption Explicit\r\n')


def test_each_function_hands_over_the_book_and_its_arguments_in_order() -> None:
    heads = [match for line in wrappers.module().splitlines() if (match := HEAD.fullmatch(line))]
    bodies = [match for line in wrappers.module().splitlines() if (match := BODY.fullmatch(line))]
    assert [head["name"] for head in heads] == [body["name"] for body in bodies] == [*FUNCTIONS]
    for head, body, function in zip(heads, bodies, FUNCTIONS.values(), strict=True):
        assert body["called"] == function.name
        assert re.findall(r"JxcIn\((\w+)\)", body["values"]) == [one.name for one in function.parameters]
        said = [f"{'Optional ' * one.is_optional}ByVal {one.name} As Variant" for one in function.parameters]
        assert head["arguments"] == ", ".join(said)
        assert list(inspect.signature(SERVED[function.name]).parameters) == [
            "book",
            *(one.name for one in function.parameters),
        ]


def test_no_name_is_taken_twice_or_belongs_to_the_language() -> None:
    names = [name.casefold() for name in FUNCTIONS]
    assert len(set(names)) == len(names)
    for name, function in FUNCTIONS.items():
        assert re.fullmatch(r"JXC_[A-Z]+", name)
        assert len(name) <= LONGEST_NAME
        arguments = [one.name.casefold() for one in function.parameters]
        assert not set(KEYWORDS.split()) & set(arguments)
        assert len(set(arguments)) == len(arguments)
        optional = [one.is_optional for one in function.parameters]
        assert optional == sorted(optional), "optional arguments come last"


@pytest.mark.parametrize("told", wrappers.described(), ids=lambda told: told["name"])
def test_what_is_told_of_a_function_is_whole(told: dict[str, object]) -> None:
    assert list(told) == ["name", "zh", "en", "sample", "args", "answered_from"]
    assert all(told[key] for key in ("name", "zh", "en", "sample"))
    assert isinstance(told["args"], list)
    for argument in told["args"]:
        assert list(argument) == ["name", "zh", "en", "is_optional"]
        assert argument["zh"]
        assert argument["en"]
    if told["answered_from"] is not None:
        assert isinstance(told["answered_from"], list)
        sheet, column = told["answered_from"]
        assert BY_KEY[sheet].column(column)
        assert BY_KEY[sheet].columns[0].key == "sku", "it is looked up in the first column"


def test_descriptions_reach_excel_with_their_quotes() -> None:
    assert 'Example: =JXC_PRODUCT(A2,""Unit"")"\r\n' in wrappers.module()
