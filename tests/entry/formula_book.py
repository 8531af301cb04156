"""A book of ours with a sheet of somebody's own: a hundred formulas of every kind around our functions.

Each stands with the value it must give. Those of `NATIVE` are also worked out by LibreOffice; those of `MODERN` are
made of functions that LibreOffice 7.4 does not know, with the values that Excel documents.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.sax.saxutils import escape

from jxc_xl.entry.work import How, carry_out
from jxc_xl.pipeline import Do
from tests.hosts.corpus import plain_book
from tests.hosts.corpus_package import WORKBOOK, Parts, unpacked
from tests.hosts.corpus_parts import HEAD, MAIN, OFFICE, SPREADSHEET

SHEET, OTHER = "试算", "另 表"
Value = float | str | bool
NOW = datetime(2026, 3, 10, 9)  # noqa: DTZ001 - as the wall clock shows it
FIRST = 2
"""Row of the first formula; they stand below one another in column J."""


class Spilled(NamedTuple):
    """An array: its formula, the area stored with it, and the rows it must give."""

    formula: str
    stored: str
    rows: tuple[tuple[Value, ...], ...]


NATIVE: dict[str, Value] = {
    'JXC_STOCK("A01")': 6.0,
    "JXC_STOCK(A2)": 6.0,
    "JXC_STOCK(A2)*2+JXC_STOCK(A3)": 19.0,
    "JXC_STOCK($A$2)": 6.0,
    "JXC_STOCK(A$3)": 7.0,
    "-JXC_STOCK(A2)": -6.0,
    "JXC_STOCK(A2)^2": 36.0,
    "JXC_STOCK(A2)%": 0.06,
    'JXC_STOCK(A2)&JXC_PRODUCT(A2,"单位")': "6",
    "JXC_STOCK(A2)>JXC_STOCK(A3)": False,
    "JXC_STOCK(A4)": "",
    "JXC_STOCK(A5)": "#N/A",
    "JXC_STOCK(A6)": 6.0,
    "IFERROR(JXC_STOCK(A5),0)": 0.0,
    'IFERROR(JXC_STOCK(A5),"没有")': "没有",
    "ISNA(JXC_STOCK(A5))": True,
    "ISERROR(JXC_STOCK(A2))": False,
    'IF(JXC_STOCK(A2)<10,"补","够")': "补",
    'IF(A4="","空",JXC_STOCK(A4))': "空",
    "ERROR.TYPE(JXC_STOCK(A5))": 7.0,
    "JXC_STOCK(NA())": "#N/A",
    "JXC_STOCK(1/0)": "#DIV/0!",
    'JXC_STOCK(A2,"MAIN")': 6.0,
    "JXC_STOCK(A2,,DATE(2026,3,2))": 10.0,
    "JXC_STOCK(A2,,C2)": 10.0,
    "JXC_STOCK(A2,,C2+2)": 6.0,
    'JXC_STOCK(A2,"MAIN","2026-03-02")': 10.0,
    'JXC_STOCK(A2,"MAIN","soon")': "#VALUE!",
    'JXC_STOCK(A2&"")': 6.0,
    'JXC_STOCK(LEFT(A2,1)&"01")': 6.0,
    "JXC_STOCK(TRIM(A6))": 6.0,
    "JXC_STOCK(UPPER(A6))": 6.0,
    "JXC_STOCK(INDEX(A2:A6,2))": 7.0,
    "JXC_STOCK(VLOOKUP(2,B2:D6,3,FALSE))": "#N/A",
    'JXC_STOCK(IF(B2=1,"B02","A01"))': 7.0,
    "JXC_STOCK(OFFSET(A2,1,0))": 7.0,
    "JXC_STOCK(CHOOSE(2,A2,A3))": 7.0,
    f"JXC_STOCK('{OTHER}'!A1)": 7.0,
    f"JXC_STOCK('{OTHER}'!$A$1)+'{OTHER}'!B1": 107.0,
    f"SUM('{OTHER}'!B1:B3)*JXC_STOCK(A2)": 3600.0,
    f"VLOOKUP(A2,'{OTHER}'!A1:B3,2,FALSE)+JXC_STOCK(A2)": 206.0,
    "JXC_STOCK(我的码)": 6.0,
    "JXC_STOCK(A2)*我的率": 9.0,
    "JXC_STOCK(本页码)": 7.0,
    "SUM(JXC_STOCK(A2),JXC_STOCK(A3))": 13.0,
    "MAX(JXC_STOCK(A2),JXC_STOCK(A3),1)": 7.0,
    "ROUND(JXC_STOCK(A2)/7,2)": 0.86,
    "MOD(JXC_STOCK(A3),4)": 3.0,
    'TEXT(JXC_STOCK(A2),"0.00")': "6.00",
    'VALUE(JXC_STOCK(A2)&"5")': 65.0,
    'LEN(JXC_PRODUCT(A2,"商品名称"))': 1.0,
    'JXC_PRODUCT(A2,"商品名称")&"和"&JXC_PRODUCT(A3,"商品名称")': "杯和碗",
    'JXC_PRODUCT("A01","nothing")': "#VALUE!",
    "JXC_UNITCOST(A2)": 6.0,
    "JXC_VALUE(A2)+JXC_VALUE(A3)": 85.0,
    "JXC_SOLD(A2)": 4.0,
    "JXC_SOLD(A2,DATE(2026,3,1),DATE(2026,3,31))": 4.0,
    "JXC_SOLD(A2,DATE(2026,4,1))": 0.0,
    "JXC_SOLD(A2,DATE(2026,4,1),DATE(2026,3,1))": "#NUM!",
    "JXC_SALES(A2)-JXC_COGS(A2)-JXC_MARGIN(A2)": 0.0,
    "JXC_MARGIN(A2)/JXC_SALES(A2)": 0.6,
    "JXC_MARGINRATE(A2)": 0.6,
    "JXC_PURCHASED(A2)": 10.0,
    "JXC_LASTPRICE(A3)": 7.0,
    'JXC_STOCK(JXC_PRODUCT(A2,"商品编码"))': 6.0,
    'JXC_STOCK(JXC_PRODUCT(JXC_PRODUCT(A3,"商品编码"),"商品编码"))': 7.0,
    "IF(JXC_STOCK(A2)>5,JXC_STOCK(IF(JXC_STOCK(A3)>6,A3,A2)),0)": 7.0,
    "SUMPRODUCT(JXC_STOCK(A2:A3)*B2:B3)": 20.0,
    "SUM(JXC_STOCK(A2:A3))": 13.0,
    "MAX(JXC_STOCK(A2:A3))": 7.0,
    "COUNT(JXC_STOCK(A2:A6))": 3.0,
    "INDEX(JXC_STOCK(A2:A3),2)": 7.0,
    "SUMPRODUCT(--(JXC_STOCK(A2:A3)>6))": 1.0,
    "SUM(tblMine[数])+JXC_STOCK(A2)": 13.0,
    "SUM(JXC_STOCK(tblMine[码]))": 13.0,
    "INDEX(tblMine[额],2)": 35.0,
    "SUM(tblMine[额])": 47.0,
    'COUNTIF(tblMine[码],"A01")*JXC_STOCK(A2)': 6.0,
    'SUMIF(A2:A3,"A01",B2:B3)*JXC_STOCK("A01")': 6.0,
    "SUM(J2:J4)": 31.0,
    "J2+J3": 12.0,
    "JXC_STOCK(A2)=J2": True,
    "AND(JXC_STOCK(A2)>1,JXC_STOCK(A3)>1)": True,
    "EOMONTH(C2,0)+JXC_STOCK(A2)": 46118.0,
    "DATE(2026,3,JXC_STOCK(A2))": 46087.0,
    'REPT("*",JXC_STOCK(A2))': "******",
    'HYPERLINK("#A1",JXC_STOCK(A2))': 6.0,
    'JXC_STOCK(A2)+N("x")': 6.0,
    "IF(TRUE,JXC_STOCK(A2),JXC_STOCK(A5))": 6.0,
    "SUBTOTAL(9,B2:B3)+JXC_STOCK(A2)": 9.0,
    "MATCH(JXC_STOCK(A3),{5,6,7},0)": 3.0,
    "JXC_ABC(A2)": "A",
    "SUMPRODUCT(ROW($1:$5))": 15.0,
    "SUMPRODUCT(COLUMN(A1:C1))": 6.0,
    'SUMPRODUCT(--MID("123",ROW($1:$3),1))': 6.0,
    "SUMPRODUCT(LARGE({5;6;7},ROW($1:$2)))": 13.0,
    "ROW(A7)+JXC_STOCK(A2)": 13.0,
    'COUNTIF(A2:A6,"<>")': 4.0,
    "SUM(tblStock[现存])": 13.0,
    "VLOOKUP(A2,tblStock[],2,FALSE)": "杯",
}
"""Formulas in column J from row 2 on, and the values both must give."""

MODERN: dict[str, Value] = {
    "_xlfn.XLOOKUP(A3,A2:A6,B2:B6)+JXC_STOCK(A2)": 8.0,
    "_xlfn.LET(_xlpm.s,A2,JXC_STOCK(_xlpm.s)*2)": 12.0,
    "_xlfn.LET(_xlpm.s,A2,_xlpm.q,JXC_STOCK(_xlpm.s),_xlpm.q+_xlpm.q)": 12.0,
    'SUM(_xlfn._xlws.FILTER(B2:B6,A2:A6="A01"))+JXC_STOCK(A2)': 7.0,
    '_xlfn.TEXTJOIN(",",TRUE,_xlfn.UNIQUE(A2:A3))&JXC_STOCK(A2)': "A01,B026",
    "SUM(_xlfn.SEQUENCE(JXC_STOCK(A2)))": 21.0,
    '_xlfn.IFS(JXC_STOCK(A2)>9,"多",TRUE,"少")': "少",
    '_xlfn.SWITCH(JXC_STOCK(A2),6,"六",7,"七")': "六",
    "_xlfn.CONCAT(JXC_STOCK(A2:A3))": "67",
    "SUM(_xlfn.MAP(B2:B3,_xlfn.LAMBDA(_xlpm.v,_xlpm.v*JXC_STOCK(A2))))": 18.0,
    "JXC_STOCK(_xlfn.XLOOKUP(2,B2:B6,A2:A6))": 7.0,
    "SUM(_xlfn.VSTACK(JXC_STOCK(A2:A3),{1;2}))": 16.0,
    "SUM(JXC_STOCK(_xlfn.UNIQUE(A2:A3)))": 13.0,
    "JXC_STOCK(_xlfn.SINGLE(A2:A200))": "#N/A",
    '_xlfn.XMATCH("B02",A2:A6)': 2.0,
    "ROWS(tblMine)": 2.0,
    'TEXT(C2,"yyyy年m月d日")&JXC_STOCK(A2)': "2026年3月1日6",
    'DATEVALUE("2026年3月1日")': 46082.0,
    'VALUE("\uff11\uff12\uff13")+JXC_STOCK(A2)': 129.0,
    'LENB(JXC_PRODUCT(A2,"商品名称"))': 2.0,
    'LEFTB("东京塔",4)': "东京",
    'ASC("\uff21\uff22\uff11")': "AB1",
    "_xll.JXC_STOCK(A2)": 6.0,
    "_xludf.JXC_STOCK(A3)": 7.0,
    "[1]!JXC_STOCK(A3)": 7.0,
    "'C:\\tools\\jxc.xlam'!JXC_STOCK(A2)": 6.0,
    "SUM(_xlfn.ANCHORARRAY(L2))": 13.0,
    "COUNTA(_xlfn.ANCHORARRAY(M2))": 2.0,
    "SUM(_xlfn._TRO_TRAILING(A2:A3))": "kept",
    'STOCKHISTORY("MSFT")': "kept",
    'JXC_STOCK(INDIRECT("A"&2))': "kept",
    'ROW(INDIRECT("1:3"))': "kept",
    'COUNTIF(A2:A6,"<>01")': "kept",
    'COUNTIF(A2:A6,"<>"&A2)': "kept",
    'COUNTIF(C2:C6,">2026年3月1日")': "kept",
    'TEXT(12345,"0!.0,万")': "kept",
    'FINDB("b","中b")': "kept",
    "偏+1": "kept",
    "JXC_STOCK(偏)": "kept",
    'JXC_STOCK(A2,"MAIN","2026-03-31",4)': "#VALUE!",
    "JXC_STOCK(没有!A1)": "#REF!",
    "JXC_STOCK(_xlfn.LET(_xlpm.x,A2,_xlpm.x))": 6.0,
    "JXC_STOCK(A$2:A$3)+0": 6.0,
    "VALUE(B$2:B$6)": "#VALUE!",
    'SUM(VALUE(B2:K2&""))': 6.0,
    "JXC_FORECAST(A2,TRUE)": "#VALUE!",
    "JXC_FORECAST(A2,1)": "#N/A",
    "SUM('另 表:试算'!B2)": 201.0,
    "JXC_STOCK(STOCKHISTORY(1))": "kept",
    "JXC_STOCK(A2)+SUM(JXC_STOCK(STOCKHISTORY(A2:A3)))": "kept",
    'JXC_STOCK(IF(JXC_STOCK(A2)>1,STOCKHISTORY(1),"A01"))+1': "kept",
}
"""Formulas further down column J, with documented values; "kept" is what nobody but Excel can work out."""
KEPT = 99.0
"""The value that stands in each formula cell before."""

SPILLED = (
    Spilled("JXC_STOCK(A2:A3)", "L2:L2", ((6.0,), (7.0,))),
    Spilled("_xlfn.UNIQUE(A2:A3)", "M2:M5", (("A01",), ("B02",))),
    Spilled("JXC_STOCK(A2:A3)*{1,10}", "N2:N2", ((6.0, 60.0), (7.0, 70.0))),
    Spilled('JXC_CARD("B02",DATE(2026,3,1),DATE(2026,3,2))', "Q2:Q2", (("商品编码",), ("B02", 46082.0, "收货", "R1"))),
    Spilled("_xlfn._xlws.SORT(JXC_STOCK(A2:A3),,-1)", "L12:L20", ((7.0,), (6.0,))),
    Spilled("_xlfn.SEQUENCE(3)", "M12:M12", (("#SPILL!",),)),
)
"""Arrays, with the area that Excel stored when they were larger or smaller; M13 is taken by a note."""
FIXED = Spilled("JXC_STOCK(A2:A3)*2", "P12:P13", ((12.0,), (14.0,)))
"""An array of the old kind, entered with Ctrl+Shift+Enter."""


def formula_book() -> bytes:
    """Return a posted book with the formulas, none of them worked out."""
    with TemporaryDirectory() as folder:
        book = Path(folder) / "book.xlsm"
        book.write_bytes(plain_book())
        assert not carry_out(book, Do.POST, How(as_of=NOW)).problems
        parts = unpacked(book.read_bytes())
    _sheet(parts, SHEET, _rows())
    others = enumerate(("B02", "A01", "C"), 1)
    _sheet(parts, OTHER, [(row, f'{_text("A", row, code)}<c r="B{row}"><v>{row}00</v></c>') for row, code in others])
    _table(parts)
    place = parts.xml(WORKBOOK).count("<sheet ") - 2
    for name, where, what in (
        ("我的率", "", "1.5"),
        ("偏", "", f"{SHEET}!B1"),
        ("我的码", "", f"{SHEET}!$A$2"),
        ("本页码", f' localSheetId="{place}"', f"{SHEET}!$A$3"),
    ):
        parts.insert_last(WORKBOOK, "definedNames", f'<definedName name="{name}"{where}>{what}</definedName>')
    return parts.packed()


def _rows() -> list[tuple[int, str]]:
    """Return the cells of the sheet, row by row, each row's in order."""
    cells: dict[int, dict[str, str]] = {}

    def put(column: str, row: int, xml: str) -> None:
        cells.setdefault(row, {})[column] = xml

    for column, words in zip("ABEFG", ("码", "数", "码", "数", "额"), strict=True):
        put(column, 1, _text(column, 1, words))
    for row, code in {2: "A01", 3: "B02", 5: "ZZ9", 6: "a01 "}.items():
        put("A", row, _text("A", row, code))
    for row in range(2, 7):
        put("B", row, f'<c r="B{row}"><v>{row - 1}</v></c>')
        put("C", row, f'<c r="C{row}"><v>{46080 + row}</v></c>')
    for row, (code, qty) in {2: ("A01", 2), 3: ("B02", 5)}.items():
        put("E", row, _text("E", row, code))
        put("F", row, f'<c r="F{row}"><v>{qty}</v></c>')
        own = "tblMine[[#This Row],[数]]*JXC_UNITCOST(tblMine[[#This Row],[码]])"
        put("G", row, f'<c r="G{row}"><f>{own}</f><v>{KEPT}</v></c>')
    for row, formula in enumerate([*NATIVE, *MODERN], FIRST):
        put("J", row, f'<c r="J{row}"><f>{escape(formula)}</f><v>{KEPT}</v></c>')
    for array in (*SPILLED, FIXED):
        first = array.stored.partition(":")[0]
        dynamic = "" if array is FIXED else ' cm="1"'
        formula = f'<f t="array" ref="{array.stored}">{escape(array.formula)}</f>'
        put(first[0], int(first[1:]), f'<c r="{first}"{dynamic}>{formula}<v>{KEPT}</v></c>')
    put("M", 13, _text("M", 13, "注"))
    put("M", 4, '<c r="M4"><v>8</v></c>')  # what the array was before it shrank
    return [(row, "".join(found[column] for column in sorted(found))) for row, found in sorted(cells.items())]


def _text(column: str, row: int, words: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _sheet(parts: Parts, title: str, rows: list[tuple[int, str]]) -> None:
    body = "".join(f'<row r="{row}">{cells}</row>' for row, cells in rows)
    part = f"xl/worksheets/own{parts.xml(WORKBOOK).count('<sheet ')}.xml"
    xml = f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{body}</sheetData></worksheet>'
    parts.add(part, xml, f"{SPREADSHEET}.worksheet+xml")
    link = parts.link(WORKBOOK, f"{OFFICE}/worksheet", part.removeprefix("xl/"))
    number = parts.xml(WORKBOOK).count("<sheet ") + 1
    parts.insert_last(WORKBOOK, "sheets", f'<sheet name="{title}" sheetId="{number}" r:id="{link}"/>')


def _table(parts: Parts) -> None:
    sheet = parts.sheet_part(SHEET)
    columns = "".join(f'<tableColumn id="{number}" name="{name}"/>' for number, name in enumerate("码数额", 1))
    parts.add(
        "xl/tables/own.xml",
        f'{HEAD}<table xmlns="{MAIN}" id="900" name="tblMine" displayName="tblMine" ref="E1:G3" totalsRowShown="0">'
        f'<tableColumns count="3">{columns}</tableColumns></table>',
        f"{SPREADSHEET}.table+xml",
    )
    link = parts.link(sheet, f"{OFFICE}/table", "../tables/own.xml")
    parts.replace(sheet, "</worksheet>", f'<tableParts count="1"><tablePart r:id="{link}"/></tableParts></worksheet>')
