"""The ribbon's definition: it is what Office takes, its callbacks are there, and every control has its words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from jxc_xl.plan.count_sheet import Which
from jxc_xl.schema import BY_KEY, REPORTS
from jxc_xl.template.bridge_words import MESSAGES
from jxc_xl.template.buttons import BUTTONS, MACROS
from jxc_xl.template.ribbon import CALLBACKS, custom_ui, rows
from jxc_xl.template.ribbon_reports import ICONS
from jxc_xl.terms import Lang, Text
from tests.template.vba import SUB, callbacks, parsed, source, unanswered

SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "customui14.xsd")
TAB = parsed(custom_ui())
PICTURES = {
    "TableInsertExcel",
    "DataFormExcel",
    "Filter",
    "SortDialog",
    "FindDialogExcel",
    "NameManager",
    "AutoSum",
    "AccountingFormat",
    "PivotTableReport",
    "ChartInsert",
    "ErrorChecking",
    "DataValidation",
    "DataValidationCircleInvalid",
    "TraceError",
    "RefreshAll",
    "CalculateNow",
    "CalculateSheet",
    "Undo",
    "FileSaveACopy",
    "FileSaveAsPdfOrXps",
    "FilePrintPreview",
    "SheetProtect",
    "Lock",
    "CellsInsertSmart",
    "CellsDeleteSmart",
    "GetExternalDataFromText",
    "Help",
    "PropertySheet",
    "ApplicationOptionsDialog",
    "MacroPlay",
    "FunctionWizard",
}
"""Pictures on Microsoft's own list of Excel's controls; another name would give a blank button."""
TEXTS = {name: Text(*label) for name, label, _, _ in rows()}
CONTROLS = [row for row in rows() if ":" not in row[0]]
RIBBON = {CALLBACKS: source(f"{CALLBACKS}.bas")}


def tagged() -> list[ET.Element]:
    return [element for element in TAB.iter() if element.get("tag")]


def test_office_takes_the_definition() -> None:
    assert list(SCHEMA.iter_errors(parsed(custom_ui()))) == []


def test_a_definition_that_office_would_refuse_is_noticed() -> None:
    broken = custom_ui().replace(b'size="large"', b'size="huge"', 1)
    assert list(SCHEMA.iter_errors(parsed(broken)))


def test_every_callback_is_a_public_sub_with_the_arguments_office_passes() -> None:
    assert {one.attribute for one in callbacks(custom_ui())} == {
        "onLoad",
        "onAction",
        "getLabel",
        "getScreentip",
        "getSupertip",
        "getEnabled",
    }
    assert unanswered(custom_ui(), RIBBON) == []


def test_a_wrong_callback_name_is_noticed() -> None:
    broken = custom_ui().replace(b"JxcRibbon.OnAction", b"JxcRibbon.OnActoin", 1)
    (found,) = unanswered(broken, RIBBON)
    assert (found.control, found.macro) == ("jxc_new_purchases", "JxcRibbon.OnActoin")


def test_a_callback_with_other_arguments_or_kept_private_is_noticed() -> None:
    text = RIBBON[CALLBACKS]
    fewer = text.replace("Public Sub GetLabel(control As IRibbonControl, ByRef returnedVal)", "Public Sub GetLabel(x)")
    private = text.replace("Public Sub OnLoad(", "Private Sub OnLoad(")
    assert {one.attribute for one in unanswered(custom_ui(), {CALLBACKS: fewer})} == {"getLabel"}
    assert {one.attribute for one in unanswered(custom_ui(), {CALLBACKS: private})} == {"onLoad"}


@pytest.mark.parametrize("action", sorted(MACROS.values()))
def test_a_button_on_a_sheet_presses_a_macro_without_arguments(action: str) -> None:
    assert (action, "") in SUB.findall(RIBBON[CALLBACKS])


def test_the_macro_of_a_button_does_what_the_ribbon_button_does() -> None:
    found = dict(re.findall(r'Public Sub (Do\w+)\(\)\r\n    JxcDo "([^"]*)"\r\n', RIBBON[CALLBACKS]))
    assert found == {macro: action for action, macro in MACROS.items()}
    assert MACROS.keys() <= BUTTONS.keys()


def test_python_knows_what_to_do_for_every_button() -> None:
    from jxc_xl.entry.ribbon import ACTIONS  # noqa: PLC0415 (the definition is looked at even where Excel's side is not)

    assert {element.get("tag", "").split(" ")[0] for element in tagged()} == set(ACTIONS)


def test_what_a_button_names_is_there() -> None:
    for words in (element.get("tag", "").split(" ") for element in tagged()):
        known = {*Which} if words[0] == "count" else BY_KEY.keys()
        assert all(key in known for key in words[1:])


def test_the_menu_has_every_report_the_problems_and_the_ledger() -> None:
    menu = next(one for one in TAB.iter(f"{SPACE}menu") if one.get("id") == "jxc_menu_reports")
    shown = [f"report {sheet.key}" for sheet in REPORTS]
    assert [button.get("tag") for button in menu] == [*shown, "report problems", "report ledger"]
    assert ICONS.keys() <= BY_KEY.keys()


def test_no_key_is_given_twice_in_a_tab_or_a_menu_and_none_is_the_start_of_another() -> None:
    menus = list(TAB.iter(f"{SPACE}menu"))
    groups = [control.get("keytip", "") for group in TAB.iter(f"{SPACE}group") for control in group]
    for keys in (groups, *([button.get("keytip", "") for button in menu] for menu in menus)):
        assert all(re.fullmatch("[A-Z0-9]{1,3}", key) for key in keys)
        assert [(one, other) for one in keys for other in keys if other.startswith(one)] == [(key, key) for key in keys]


def test_ids_are_unique_and_pictures_are_known() -> None:
    ids = Counter(element.get("id") for element in TAB.iter() if element.get("id"))
    assert max(ids.values()) == 1
    named = {element.get("imageMso", "") for element in TAB.iter() if element.get("imageMso")}
    assert named <= PICTURES
    assert all(element.get("imageMso") for element in tagged())


def test_every_control_has_its_label_in_both_languages_and_no_words_are_stray() -> None:
    ids = {element.get("id") for element in TAB.iter() if element.get("id")}
    assert {name for name, *_ in CONTROLS} == ids
    assert all(word.strip() for _, label, _, _ in CONTROLS for word in label)


@pytest.mark.parametrize("lang", Lang)
def test_tips_are_short_and_explanations_are_sentences(lang: Lang) -> None:
    """Office shows up to 1024 characters; a screentip is one line."""
    for _, label, tip, more in CONTROLS:
        if not tip.said(lang):
            assert not more.said(lang)
            continue
        assert 0 < len(label.said(lang)) <= 24
        assert len(tip.said(lang)) <= 40
        assert tip.said(lang)[-1] not in "。."
        assert 4 < len(more.said(lang)) <= 300
        assert more.said(lang)[-1] in "。."


def test_what_can_be_pressed_says_what_it_does() -> None:
    for _, _, tip, more in (row for row in rows() if row[0] in {element.get("id") for element in tagged()}):
        assert all(word for text in (tip, more) for word in text)


def test_every_message_the_macros_ask_for_is_there() -> None:
    text = "".join(source(f"{name}.bas") for name in ("JxcBridge", "JxcExcel", "JxcCalc", "JxcWords"))
    asked = set(re.findall(r'JxcText\("([a-z]+:\w+)"\)', text))
    assert asked <= MESSAGES.keys()
    assert {f"{kind}:{action}" for kind in ("ask", "sure") for action in ("close", "reopen")} <= MESSAGES.keys()
    assert "2026-10" in MESSAGES["ask:close"].zh
    assert "2026-10" in MESSAGES["ask:close"].en


def test_messages_are_told_in_both_languages() -> None:
    for text in MESSAGES.values():
        assert text.zh[-1] in "。？"
        assert text.en[-1] in ".?"
        assert all(len(word) <= 255 for word in text), "an InputBox shows no more"
