"""One finding of `jxc doctor`: what was looked at, how it stands, what was found, how to put it right."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from jxc_xl.terms import Text

NOTHING = Text("", "")


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


class Check(NamedTuple):
    """One finding.

    Attributes:
        key: Stable name, for programs and for those who help.
        title: What was looked at.
        state: How it stands; a warning works, but not as it should.
        found: What was found.
        fix: How to put it right; empty when all is well.
    """

    key: str
    title: Text
    state: State
    found: Text
    fix: Text = NOTHING

    @property
    def is_well(self) -> bool:
        """True when there is nothing to do."""
        return self.state is State.OK


def same(words: object) -> Text:
    """Return words that are the same in both languages: a path, a number."""
    return Text(str(words), str(words))
