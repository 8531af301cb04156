"""What a ribbon tab is made of: groups of buttons, and menus of buttons."""

from __future__ import annotations

from typing import NamedTuple

from jxc_xl.terms import Text


class Button(NamedTuple):
    """A button.

    Attributes:
        action: What it does, and to what: ``new sales``.
        icon: Name of a picture of Office.
        key: Letter that presses it after Alt.
        label: What stands on it.
        tip: What it does, in a few words.
        more: The same in a sentence or two.
        is_large: It is one of those that are used all day.
    """

    action: str
    icon: str
    key: str
    label: Text
    tip: Text
    more: Text
    is_large: bool = False

    @property
    def id(self) -> str:
        """Its id, after its action."""
        return "jxc_" + self.action.replace(" ", "_")


class Menu(NamedTuple):
    """A button that opens a list of buttons."""

    id: str
    icon: str
    key: str
    label: Text
    tip: Text
    more: Text
    buttons: tuple[Button, ...]


class Group(NamedTuple):
    """Controls that belong together, and the words below them."""

    id: str
    label: Text
    controls: tuple[Button | Menu, ...]
