"""Buttons on sheets: the ribbon's actions once more, for those who look there."""

from __future__ import annotations

from jxc_xl.template.page import Page
from jxc_xl.template.ribbon import CALLBACKS
from jxc_xl.template.ribbon_model import Button
from jxc_xl.template.ribbon_words import GROUPS

MACROS = {
    "new purchases": "DoNewPurchase",
    "new receipts": "DoNewReceipt",
    "new sales": "DoNewSale",
    "new returns": "DoNewReturn",
    "check": "DoCheck",
    "post": "DoPost",
    "undo": "DoUndo",
    "recalc": "DoRecalc",
}
"""By action, the macro without arguments that carries it out."""
BUTTONS = {control.action: control for group in GROUPS for control in group.controls if isinstance(control, Button)}
WIDE, HIGH, ASIDE, DOWN = 117, 30, 6, 5
"""Size of a button and its place in its cell, in pixels: as wide as the cell, but no farther."""


def add_button(page: Page, at: tuple[int, int], action: str) -> None:
    """Put a button into a cell."""
    button = BUTTONS[action]
    options = {
        "macro": f"{CALLBACKS}.{MACROS[action]}",
        "caption": button.label.said(page.lang),
        "description": button.tip.said(page.lang),
        "width": WIDE,
        "height": HIGH,
        "x_offset": ASIDE,
        "y_offset": DOWN,
    }
    page.paper.insert_button(*at, options)
