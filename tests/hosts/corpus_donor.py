"""What XlsxWriter makes: charts, pictures, shapes, notes and sparklines, in a book whose parts come over into ours."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import PurePosixPath

import xlsxwriter

from jxc_xl.hosts import package
from tests.hosts.corpus_package import TYPES, WORKBOOK, Parts, unpacked
from tests.hosts.corpus_parts import OFFICE, THREAD

MINE = "我的"
"""The user's sheet; the chart sheet beside it starts with the same word."""
OWN = "user"
"""What the names of grafted parts start with."""


def _donor() -> bytes:
    """Return a book with a sheet of the user's, a chart sheet, and drawings and notes for two sheets of ours."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:  # so texts stand in their cells
        _own_sheet(book, book.add_worksheet(MINE))
        lines = book.add_chart({"type": "line"})
        lines.add_series({"values": "=库存!$K$5:$K$6"})
        book.add_chartsheet("我的图").set_chart(lines)
        for title in ("库存", "销售"):
            sheet = book.add_worksheet(title)
            sheet.write_comment("A4", f"{title}的批注")
            chart = book.add_chart({"type": "bar"})
            chart.add_series(
                {"categories": "=库存!$A$5:$A$6", "values": "=库存!$F$5:$F$6", "trendline": {"type": "linear"}}
            )
            sheet.insert_chart("U5", chart)
    return data.getvalue()


def _own_sheet(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Fill a sheet with one of each; rows in order, as memory is constant."""
    for row, (name, number) in enumerate([("类", "数"), ("甲", 1), ("乙", 2), ("丙", 3)]):
        sheet.write(row, 0, name)
        sheet.write(row, 1, number)
    sheet.write_formula("A6", "=SUM(tblSales[数量])", None, 7)
    sheet.write_formula("B6", '=SUMIF(库存!$A:$A,"A01",库存!$K:$K)', None, 0)
    sheet.write_url("A7", "https://example.com/", string="链接")
    sheet.write_comment("A1", "[线索] 问一问", {"author": f"tc={THREAD}"})
    sheet.write_comment("B1", "旧批注")
    columns, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    columns.add_series({"name": "现存", "values": "=库存!$F$5:$F$6", "data_labels": {"value": True}})
    line.add_series({"values": f"={MINE}!$B$2:$B$4", "y2_axis": True})
    columns.combine(line)
    sheet.insert_chart("D2", columns)
    sheet.insert_image("D20", "logo.png", {"image_data": io.BytesIO(_picture())})
    sheet.insert_textbox("H20", "我的文字", {"fill": {"color": "#DDEBF7"}})
    sheet.insert_button("K20", {"macro": "Mine", "caption": "跑"})
    sheet.add_sparkline("C2", {"range": "库存!F5:F6", "markers": True})
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("B2:B4", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.data_validation("A2:A4", {"validate": "list", "source": ["甲", "乙", "丙"]})
    sheet.set_header("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(_picture())})
    sheet.set_landscape()


def _picture() -> bytes:
    """Return a PNG of two dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0\0\xff\0")) + chunk(b"IEND", b"")


def graft_donor(parts: Parts) -> None:
    donor = unpacked(_donor())
    ours = {title: donor.sheet_part(title) for title in ("库存", "销售")}
    left_out = {TYPES, WORKBOOK, "xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedStrings.xml", *ours.values()}
    kinds = dict(re.findall(r'<Override PartName="/([^"]+)" ContentType="([^"]+)"', donor.xml(TYPES)))
    for part, content in donor.items():
        if part.startswith("xl/") and part not in left_out and not part.endswith(".rels"):
            parts.add(_renamed(part), content, kinds.get(part, ""))
            if package.rels_of(part) in donor:
                parts[package.rels_of(_renamed(part))] = _retargeted(donor.xml(package.rels_of(part)))
    parts.insert_last(TYPES, "Types", '<Default Extension="png" ContentType="image/png"/>')
    for title, part in donor.book().sheets.items():
        if title in ours:
            continue
        kind = PurePosixPath(part).parts[1].removesuffix("s")
        link = parts.link(WORKBOOK, f"{OFFICE}/{kind}", _renamed(part).removeprefix("xl/"))
        number = parts.xml(WORKBOOK).count("<sheet ") + 1
        parts.insert_last(WORKBOOK, "sheets", f'<sheet name="{title}" sheetId="{number}" r:id="{link}"/>')
    for title, part in ours.items():
        _onto(parts, parts.sheet_part(title), donor.xml(package.rels_of(part)))


def _renamed(part: str) -> str:
    path = PurePosixPath(part)
    return str(path.with_name(OWN + path.name))


def _retargeted(rels: str) -> bytes:
    """Return relationships that lead to the renamed parts."""
    return re.sub(r'(Target="\.\./(?:\w+/)?)', rf"\g<1>{OWN}", rels).encode()


def _onto(parts: Parts, sheet: str, rels: str) -> None:
    """Put a drawing and notes of the donor's onto a sheet of ours."""
    for kind, target in re.findall(r'Type="([^"]+)" Target="([^"]+)"', _retargeted(rels).decode()):
        link = parts.link(sheet, kind, target)
        if kind.endswith("/drawing"):
            parts.insert(sheet, "drawing", f'<drawing r:id="{link}"/>')
        elif kind.endswith("/vmlDrawing"):
            parts.insert(sheet, "legacyDrawing", f'<legacyDrawing r:id="{link}"/>')
