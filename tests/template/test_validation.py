from __future__ import annotations

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from jxc_xl.schema import BY_KEY, ENTRY, Column, Kind, Lang, Role, Sheet
from jxc_xl.template.page import BODY, LAST, letters
from jxc_xl.template.validation import list_name
from tests.template.conftest import Books

EACH_LANG = pytest.mark.parametrize("lang", Lang)
FORMS = [sheet for sheet in ENTRY if sheet.key != "settings"]
COLUMNS = [pytest.param(sheet, column, id=f"{sheet.key}.{column.key}") for sheet in FORMS for column in sheet.columns]


def rules(books: Books, lang: Lang, sheet: Sheet) -> dict[str, DataValidation]:
    """Every rule of a sheet, by the range it is for."""
    found = books[lang][sheet.title.said(lang)].data_validations.dataValidation
    return {str(rule.sqref): rule for rule in found}


def rule_of(books: Books, lang: Lang, sheet: Sheet, column: Column) -> DataValidation | None:
    at = letters(sheet.columns.index(column))
    return rules(books, lang, sheet).get(f"{at}{BODY + 1}:{at}{LAST + 1}")


@EACH_LANG
def test_messages_keep_to_the_limits_of_excel(books: Books, lang: Lang) -> None:
    for sheet in ENTRY:
        for rule in rules(books, lang, sheet).values():
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.error or "") <= 225
            assert len(rule.formula1 or "") <= 255


@EACH_LANG
def test_messages_are_filled_in_and_end_as_sentences(books: Books, lang: Lang) -> None:
    for sheet in ENTRY:
        for rule in rules(books, lang, sheet).values():
            if rule.type != "none" and rule.type is not None:
                assert rule.error
                assert rule.error[-1] in "。."
                assert "{" not in rule.error


@EACH_LANG
@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_a_column_with_help_shows_it_beside_the_cell(books: Books, lang: Lang, sheet: Sheet, column: Column) -> None:
    rule = rule_of(books, lang, sheet, column)
    shown = (rule.promptTitle, rule.prompt) if rule and rule.prompt else None
    help_ = column.help.said(lang)
    assert shown == ((column.title.said(lang), help_) if help_ else None)


@EACH_LANG
@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_a_choice_is_a_list_of_its_words_and_takes_no_others(
    books: Books, lang: Lang, sheet: Sheet, column: Column
) -> None:
    rule = rule_of(books, lang, sheet, column)
    listed = (
        rule.formula1.strip('"').split(",") if rule and rule.type == "list" and rule.errorStyle != "warning" else []
    )
    words = ["是", "否"] if lang is Lang.ZH else ["Yes", "No"]
    wanted = [words_.said(lang) for words_ in column.choices.values()] or (words if column.kind is Kind.FLAG else [])
    assert listed == wanted


@EACH_LANG
@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_a_code_of_another_sheet_is_offered_from_it_and_only_warned_about(
    books: Books, lang: Lang, sheet: Sheet, column: Column
) -> None:
    rule = rule_of(books, lang, sheet, column)
    offered = rule.formula1 if rule and rule.type == "list" and rule.errorStyle == "warning" else None
    assert offered == (list_name(column.refers) if column.refers else None)


@EACH_LANG
def test_the_lists_name_the_code_columns_of_the_masters(books: Books, lang: Lang) -> None:
    wanted = {column.refers for sheet in ENTRY for column in sheet.columns if column.refers}
    names = {name: found.attr_text for name, found in books[lang].defined_names.items() if name.startswith("lst_")}
    assert names == {
        list_name(key): f"{BY_KEY[key].table}[{BY_KEY[key].columns[0].title.said(lang)}]" for key in wanted
    }


@EACH_LANG
@pytest.mark.parametrize(
    ("place", "limit"),
    [
        ("sales.qty", ("decimal", "greaterThan", "0")),
        ("counts.counted_qty", ("decimal", "greaterThanOrEqual", "0")),
        ("receipts.rejected_qty", ("decimal", "greaterThanOrEqual", "0")),
        ("purchases.exchange_rate", ("decimal", "greaterThan", "0")),
        ("sales.tax_rate", ("decimal", None, "0")),
        ("quotes.valid_from", ("date", None, "32874")),  # 1990-01-01
        ("sales.ordered_at", ("date", None, "32874")),
        ("sales.posting_no", ("custom", None, "FALSE")),
    ],
)
def test_numbers_and_dates_have_their_limits(books: Books, lang: Lang, place: str, limit: tuple[str, ...]) -> None:
    sheet, column = place.split(".")
    rule = rule_of(books, lang, BY_KEY[sheet], BY_KEY[sheet].column(column))
    assert rule is not None
    assert (rule.type, rule.operator, rule.formula1) == limit


@EACH_LANG
def test_only_entry_sheets_have_rules(books: Books, lang: Lang) -> None:
    for sheet in BY_KEY.values():
        if sheet.role is not Role.ENTRY:
            assert not rules(books, lang, sheet)
