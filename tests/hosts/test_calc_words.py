"""What is typed, as Excel reads it, and formulas in two dialects."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from jxc_xl.hosts.calc.formulas import to_calc, to_excel
from jxc_xl.hosts.calc.typed import entered

office_only = pytest.mark.office


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5-Mar", 64),
        ("MAR12", 71),
        ("Sept 2", 245),
        ("March 2026", 46_082),
        ("5 mar 2026", 46_086),
        ("1-2", 2),
        ("13-45", "13-45"),
        ("1 1/2", 1.5),
        ("10:30", 0.4375),
        ("10:30 PM", 0.9375),
        ("2e3", 2000.0),
        ("\uff11\uff12", 12.0),
        ("$5", 5.0),
        ("-5%", -0.05),
        ("1.2.3", "1.2.3"),
        ("A01", "A01"),
        ("1,00", "1,00"),
    ],
)
def test_what_is_typed_is_read_as_excel_reads_it(text: str, value: object) -> None:
    made = entered(text)
    got = made.value
    if made.code == "yyyy-mm-dd" and isinstance(got, float) and isinstance(value, int) and value < 400:
        got = (dt.date(1899, 12, 30) + dt.timedelta(days=got)).timetuple().tm_yday
    assert got == value


DIALECTS = [
    ("=SUM(A1,B2)", "=SUM(A1;B2)"),
    ('=HYPERLINK("#\'销售\'!H7","销售!H7")', '=HYPERLINK("#\'销售\'!H7";"销售!H7")'),
    ("='My ''sheet'!A1+1", "=$'My ''sheet'.A1+1"),
    ("=SUM('销售'!$A$1:$B$2)", "=SUM($'销售'.$A$1:$B$2)"),
    ("=SUM((A1,B2))", "=SUM((A1~B2))"),
    ("={1,2;3,4}", "={1;2|3;4}"),
    ("=SUM(tblSales[[#This Row],[数量]],1)", "=SUM(tblSales[[#This Row];[数量]];1)"),
    ('=IF(A1="a,b;c",,"x""y")', '=IF(A1="a,b;c";;"x""y")'),
    ("=IFERROR(#REF!,#N/A)", "=IFERROR(#REF!;#N/A)"),
    ("=STDEV.S(A1,B1)*1.5", "=STDEV.S(A1;B1)*1.5"),
]


@pytest.mark.parametrize(("excel", "calc"), DIALECTS)
def test_formulas_are_said_in_both_dialects(excel: str, calc: str) -> None:
    assert to_calc(excel) == calc
    assert to_excel(calc).replace("$'", "'") == excel


@office_only
@pytest.mark.parametrize("excel", [excel for excel, _ in DIALECTS if "tblSales" not in excel and "REF" not in excel])
def test_formulas_come_back_from_a_cell_and_work(office: xw.App, tmp_path: Path, excel: str) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for title in ("甲", "销售", "My 'sheet"):
            made.add_worksheet(title).write_row("A1", [1, 2])
    book = office.books.open(path)
    cell = book.sheets["甲"]["D4"]
    cell.formula = excel
    first = cell.formula
    assert not isinstance(cell.raw_value, int), first
    cell.formula = first
    assert cell.formula == first
    book.close()
