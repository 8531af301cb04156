"""The ribbon tab 进销存: its definition (customUI14, Office 2010 and later) and the rows of words it is labelled from.

Its words stand on a hidden sheet, in both languages, and callbacks fetch them: so the tab speaks the language of the
book, and the source of VBA stays ASCII.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from jxc_xl.template.bridge_words import MESSAGES
from jxc_xl.template.ribbon_model import Button, Group, Menu
from jxc_xl.template.ribbon_words import GROUPS, TAB, TAB_KEY, TAB_LABEL
from jxc_xl.terms import Text

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
CALLBACKS = "JxcRibbon"
"""The VBA module that answers."""
NONE = Text("", "")

Row = tuple[str, Text, Text, Text]
"""Id of a control or message; its label, screentip and supertip."""


def custom_ui() -> bytes:
    """Return the definition of the tab."""
    root = ET.Element("customUI", {"xmlns": NAMESPACE, "onLoad": f"{CALLBACKS}.OnLoad"})
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    named = {"id": TAB, "keytip": TAB_KEY, "insertAfterMso": "TabHome"}
    tab = ET.SubElement(tabs, "tab", named | _asks("Label"))
    for group in GROUPS:
        _group(tab, group)
    ET.indent(root)
    definition: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return definition


def rows() -> Iterator[Row]:
    """Yield the words of every control and message."""
    yield TAB, TAB_LABEL, NONE, NONE
    for group in GROUPS:
        yield group.id, group.label, NONE, NONE
        for control in group.controls:
            yield control.id, control.label, control.tip, control.more
            for button in control.buttons if isinstance(control, Menu) else ():
                yield button.id, button.label, button.tip, button.more
    for name, text in MESSAGES.items():
        yield name, text, NONE, NONE


def _group(tab: ET.Element, group: Group) -> None:
    inside = ET.SubElement(tab, "group", {"id": group.id, "autoScale": "true"} | _asks("Label"))
    for control in group.controls:
        if isinstance(control, Menu):
            _menu(inside, control)
        else:
            ET.SubElement(inside, "button", _button(control) | {"size": "large" if control.is_large else "normal"})


def _menu(group: ET.Element, menu: Menu) -> None:
    inside = ET.SubElement(group, "menu", _named(menu) | {"size": "large"})
    for button in menu.buttons:
        ET.SubElement(inside, "button", _button(button))


def _button(button: Button) -> dict[str, str]:
    return _named(button) | {"tag": button.action, "onAction": f"{CALLBACKS}.OnAction"}


def _named(control: Button | Menu) -> dict[str, str]:
    named = {"id": control.id, "imageMso": control.icon, "keytip": control.key}
    return named | _asks("Label", "Screentip", "Supertip", "Enabled")


def _asks(*what: str) -> dict[str, str]:
    """Return the attributes that name a callback: ``getLabel="JxcRibbon.GetLabel"``."""
    return {f"get{word}": f"{CALLBACKS}.Get{word}" for word in what}
