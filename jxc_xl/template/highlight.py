"""Conditional formats: what the eye should catch, over whole columns, so that rows added later have them too.

Excel applies every rule that holds, LibreOffice 7 only the first: colours come before number formats.
"""

from __future__ import annotations

from jxc_xl.schema import Column, Kind, Role
from jxc_xl.schema.choices import SEVERITY, YES_NO
from jxc_xl.template import looks as look
from jxc_xl.template.page import BODY, LAST, Page, letters

TOP = BODY + 1
"""First body row as formulas name it."""


def add_highlights(page: Page) -> None:
    """Mark what a sheet's role and the kinds of its columns ask for."""
    if page.sheet.role is Role.ENTRY:
        _mark_entry(page)
    if page.sheet.key == "problems":
        _mark_severity(page)
    for index, column in enumerate(page.sheet.columns):
        if page.sheet.role is Role.REPORT:
            _mark_result(page, index, column)
        _tidy_number(page, index, column)


def mark_flag(page: Page, area: tuple[int, int, int, int]) -> None:
    """Green for true and yes, red for false and no; a blank stays plain."""
    at = letters(area[1]) + str(area[0] + 1)
    for is_true, key, props in ((True, "yes", look.GOOD), (False, "no", look.BAD)):
        said = YES_NO[key].said(page.lang)
        told = str(is_true).upper()
        _when(page, area, f'=OR(AND(ISLOGICAL({at}),{at}={told}),{at}="{said}")', props)


def mark_negative(page: Page, area: tuple[int, int, int, int]) -> None:
    """Red for amounts and quantities below zero."""
    at = letters(area[1]) + str(area[0] + 1)
    _when(page, area, f"=AND(ISNUMBER({at}),{at}<0)", look.NEGATIVE)


def mark_count(page: Page, area: tuple[int, int, int, int]) -> None:
    """Amber for a number of things to see to, green for none."""
    at = letters(area[1]) + str(area[0] + 1)
    _when(page, area, f"=AND(ISNUMBER({at}),{at}>0)", look.DOUBTFUL)
    _when(page, area, f"=AND(ISNUMBER({at}),{at}=0)", look.GOOD)


def _when(page: Page, area: tuple[int, int, int, int], formula: str, props: look.Props) -> None:
    rule = {"type": "formula", "criteria": formula, "format": page.looks.change(**props)}
    page.paper.conditional_format(*area, rule)


def _column_area(index: int) -> tuple[int, int, int, int]:
    return BODY, index, LAST, index


def _line_area(page: Page) -> tuple[int, int, int, int]:
    return BODY, 0, LAST, len(page.sheet.columns) - 1


def _tidy_number(page: Page, index: int, column: Column) -> None:
    """Thousands in quantities without a dangling point, and no 00:00 where no time was given."""
    at = f"{letters(index)}{TOP}"
    if column.kind is Kind.QTY:
        _when(page, _column_area(index), f"=AND(ISNUMBER({at}),{at}=INT({at}))", {"num_format": look.WHOLE})
        _when(page, _column_area(index), f"=AND(ISNUMBER({at}),{at}<>INT({at}))", {"num_format": look.BROKEN})
    if column.kind is Kind.MOMENT:
        _when(page, _column_area(index), f"=AND(ISNUMBER({at}),{at}=INT({at}))", {"num_format": look.DAY})


def _mark_result(page: Page, index: int, column: Column) -> None:
    area = _column_area(index)
    if column.kind is Kind.FLAG:
        mark_flag(page, area)
    if column.key == "available":
        at = f"{letters(index)}{TOP}"
        _when(page, area, f"=AND(ISNUMBER({at}),{at}<0)", look.BAD)
    elif column.kind in {Kind.QTY, Kind.MONEY, Kind.RATE}:
        mark_negative(page, area)


def _mark_entry(page: Page) -> None:
    """Grey for posted lines, pale yellow for required cells that a started line still lacks."""
    columns = page.sheet.columns
    if "posting_no" in page.sheet.column_keys:
        _mark_posted(page, letters(page.sheet.column_keys.index("posting_no")))
    line = f"$A{TOP}:${letters(len(columns) - 1)}{TOP}"
    for index, column in enumerate(columns):
        if column.is_required:
            at = f"{letters(index)}{TOP}"
            _when(page, _column_area(index), f'=AND({at}="",COUNTA({line})>0)', look.MISSING)


def _mark_posted(page: Page, posting: str) -> None:
    for index, column in enumerate(page.sheet.columns):
        if column.kind is Kind.MOMENT:
            at = f"{letters(index)}{TOP}"
            formula = f'=AND(${posting}{TOP}<>"",ISNUMBER({at}),{at}=INT({at}))'
            _when(page, _column_area(index), formula, look.DONE | {"num_format": look.DAY})
    _when(page, _line_area(page), f'=${posting}{TOP}<>""', look.DONE)


def _mark_severity(page: Page) -> None:
    index = page.sheet.column_keys.index("severity")
    at = f"${letters(index)}{TOP}"
    for key, props in (("error", look.BAD), ("warning", look.DOUBTFUL)):
        _when(page, _column_area(index), f'={at}="{SEVERITY[key].said(page.lang)}"', props)
