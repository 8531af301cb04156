"""The pages about Excel say what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from jxc_xl.entry.setup import places
from jxc_xl.entry.setup.doctor_rules import CALLS, CHILDREN
from jxc_xl.entry.setup.places import SETTINGS, XLWINGS
from jxc_xl.entry.setup.trusting import LOCATIONS
from jxc_xl.template.ribbon_model import Group
from jxc_xl.template.ribbon_words import GROUPS, TAB_LABEL
from jxc_xl.terms import Lang

ROOT = Path(__file__).parent.parent.parent
CHECKLIST = (ROOT / "docs" / "windows-checklist.md").read_text("utf8")
BLOCKED = (ROOT / "docs" / "when-excel-blocks-it.md").read_text("utf8")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.id)
def test_the_checklist_has_every_group_and_every_button(group: Group) -> None:
    lines = [line for line in CHECKLIST.splitlines() if line.startswith("- [ ] ")]
    assert any("七组" in line and group.label.zh in line for line in lines)
    assert [control.label for control in group.controls if not any(control.label.zh in line for line in lines)] == []


def test_the_checklist_speaks_of_the_tab_and_of_both_books() -> None:
    assert TAB_LABEL.zh in CHECKLIST
    for lang in Lang:
        assert f"jxc_{lang}.xlsm" in CHECKLIST


def test_every_line_of_the_checklist_says_what_to_see_in_both_languages() -> None:
    lines = CHECKLIST.replace("\n      ", " ").splitlines()
    boxes = [line for line in lines if line.startswith("- [ ] ")]
    assert len(boxes) > 40
    assert [line for line in boxes if "→" not in line or "·" not in line] == []


@pytest.mark.parametrize("page", [CHECKLIST, BLOCKED], ids=["checklist", "blocked"])
def test_headings_are_in_both_languages(page: str) -> None:
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert len(headings) > 5
    assert [line for line in headings if " · " not in line] == []


def test_the_page_for_administrators_names_what_is_written_and_what_runs() -> None:
    for name in places.NAMES:
        assert f"`{name}`" in BLOCKED
    assert SETTINGS in BLOCKED
    assert places.COMMAND.format(exe="…\\pythonw.exe", clsid="{CLSID}") in BLOCKED
    assert LOCATIONS.format("16.0") in BLOCKED
    for rule in (CHILDREN, CALLS):
        assert rule.upper() in BLOCKED
    for name in places.DLLS.values():
        assert f"{name}.dll" in BLOCKED


def test_the_version_of_xlwings_is_the_one_that_is_required() -> None:
    assert f'"xlwings>={XLWINGS},<' in (ROOT / "pyproject.toml").read_text("utf8")
