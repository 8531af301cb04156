"""Modules of a VBA project as text, and what no module may hold.

The project stores text in one code page of one country. Kept to ASCII it reads the same on every computer, so words for
people stand on a sheet and not in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

LONGEST_LINE = 1023
MOST_CONTINUED = 24
"""A statement may go on over 24 further lines; Excel takes no more."""
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
PROCEDURE = re.compile(r"(?:Public\s+|Friend\s+)?(?:Static\s+)?(?:Sub|Function|Property\s+Get)\s+(\w+)", re.IGNORECASE)
"""What other modules can call: a procedure is public unless it says otherwise."""
BRANCH, BRANCH_END = re.compile(r"#If\b", re.IGNORECASE), re.compile(r"#End\s+If\b", re.IGNORECASE)
PREAMBLE_END = "END"
ATTRIBUTE = "Attribute VB_"


class Role(Enum):
    """What a module belongs to; a document's is the class it is based on."""

    STANDARD = ""
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"


class Module(NamedTuple):
    """A module: its name, its role, its source with the attributes at the head, lines parted by CRLF."""

    name: str
    role: Role
    text: str


class SourceError(ValueError):
    """The source cannot go into a project.

    Attributes:
        module: Name of the module.
        line: Line in it, 1-based; 0 = the module itself.
    """

    def __init__(self, module: str, line: int, what: str) -> None:
        super().__init__(f"{module}, line {line}: {what}" if line else f"{module}: {what}")
        self.module, self.line = module, line


def module(name: str, role: Role, text: str = "") -> Module:
    """Return a module as the project holds it.

    Args:
        name: Its name; of a document module, the code name of the workbook or sheet.
        role: What it belongs to.
        text: A .bas or .cls file; the head that it has, or lacks, is made anew.
    """
    head = [f'Attribute VB_Name = "{name}"']
    if role is not Role.STANDARD:
        head += [f'Attribute VB_Base = "{role.value}"', *DOCUMENT]
    return Module(name, role, "\r\n".join([*head, *_body(text), ""]))


DOCUMENT = tuple(
    f"Attribute VB_{name} = {value}"
    for name, value in (
        ("GlobalNameSpace", False),
        ("Creatable", False),
        ("PredeclaredId", True),
        ("Exposed", True),
        ("TemplateDerived", False),
        ("Customizable", True),
    )
)
"""Attributes that Excel gives to the module of a workbook or sheet."""


def _body(text: str) -> list[str]:
    """Return the lines below the head that an export has: a preamble in class files, then attributes."""
    lines = text.lstrip("\ufeff").rstrip().splitlines()
    if lines and lines[0].startswith("VERSION "):
        lines = lines[[line.strip().upper() for line in lines].index(PREAMBLE_END) + 1 :]
    while lines and lines[0].startswith(ATTRIBUTE):
        lines.pop(0)
    return lines


def check(modules: Sequence[Module]) -> None:
    """Refuse what Excel would refuse, or would read otherwise on another computer.

    Raises:
        SourceError: A name that is no name, twice the same name, a line that is not ASCII, too long or continued too
            often, two public procedures of standard modules with one name.
    """
    _check_names(modules)
    for one in modules:
        _check_lines(one)
    _check_procedures([one for one in modules if one.role is Role.STANDARD])


def _check_names(modules: Sequence[Module]) -> None:
    seen: set[str] = set()
    for one in modules:
        if not NAME.fullmatch(one.name):
            raise SourceError(one.name, 0, "a name is 1 to 31 ASCII letters, digits and _, a letter first")
        if one.name.lower() in seen:
            raise SourceError(one.name, 0, "there are two modules of this name; case does not matter")
        seen.add(one.name.lower())


def _check_lines(one: Module) -> None:
    continued = 0
    for number, line in enumerate(one.text.split("\r\n"), 1):
        if not line.isascii():
            raise SourceError(one.name, number, f"not ASCII; take the words from a sheet: {line.strip()}")
        if len(line) > LONGEST_LINE:
            raise SourceError(one.name, number, f"{len(line)} characters, at most {LONGEST_LINE}")
        continued = continued + 1 if line.endswith(" _") else 0
        if continued > MOST_CONTINUED:
            raise SourceError(one.name, number, f"the statement goes on over more than {MOST_CONTINUED} lines")


def _check_procedures(modules: Sequence[Module]) -> None:
    seen: dict[str, str] = {}
    for one in modules:
        for line, name, is_branch in procedures(one):
            first = seen.get(name.lower(), "")
            if first and not (first == one.name and is_branch):
                raise SourceError(one.name, line, f"there is a {name} in {first} already; case does not matter")
            seen[name.lower()] = one.name


class Procedure(NamedTuple):
    """A procedure that other modules can call: where it starts, and whether only one branch of an #If has it."""

    line: int
    name: str
    is_branch: bool


def procedures(one: Module) -> Iterator[Procedure]:
    """Yield the public procedures of a module."""
    depth = 0
    for number, line in enumerate(one.text.split("\r\n"), 1):
        said = line.strip()
        depth += bool(BRANCH.match(said)) - bool(BRANCH_END.match(said))
        if found := PROCEDURE.match(said):
            yield Procedure(number, found.group(1), depth > 0)
