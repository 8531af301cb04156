"""Files that are hostile on purpose, each by name: no workbooks, bombs, broken packages, books no program writes.

All are made from one right book, so that whatever is refused is refused for what was changed in it.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jxc_xl.hosts import package

WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
ROWS_END = "</sheetData>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
GIGABYTE = 1 << 30
FIRST_DAY = "46084.41666666667"
RIGHT = ""
"""The code of a file that looks odd and is read all the same."""


class Hostile(NamedTuple):
    """A file: its name, its bytes, and the code that a command answers with; `RIGHT` where it is a book after all."""

    name: str
    content: bytes
    code: str


@dataclass(frozen=True)
class Base:
    """The right book: its parts by name, and which of them are its sheets and tables."""

    parts: Mapping[str, bytes]

    @classmethod
    def of(cls, book: bytes) -> Base:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    @cached_property
    def book(self) -> package.Package:
        with zipfile.ZipFile(io.BytesIO(packed(self.parts))) as archive:
            return package.parse(archive)

    def sheet(self, table: str) -> str:
        return self.book.tables[table.lower()].sheet_part

    def table(self, table: str) -> str:
        return self.book.tables[table.lower()].part

    def with_(self, part: str, old: str, new: str, times: int = 1) -> bytes:
        """Return the book with text replaced in one part."""
        text = self.parts[part].decode()
        assert old in text, (part, old)
        return self.made({part: text.replace(old, new, times).encode()})

    def made(self, changes: Mapping[str, bytes | None]) -> bytes:
        """Return the book with parts replaced, added, or (None) left out."""
        return packed({name: xml for name, xml in {**self.parts, **changes}.items() if xml is not None})


def packed(parts: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def named(book: bytes) -> Iterator[Hostile]:
    """Yield every file that has a name of its own."""
    base = Base.of(book)
    yield from _no_packages(base)
    yield from _archives(base, book)
    yield from _bombs(base)
    yield from _endless(base)
    yield from _markup(base)
    yield from _books(base)
    yield from _tables(base)
    yield from _addresses(base)
    yield from _values(base)


def _no_packages(base: Base) -> Iterator[Hostile]:
    yield Hostile("an empty file", b"", "H002")
    yield Hostile("one byte", b"P", "H002")
    yield Hostile("a CSV file", "编码,名称\nA01,杯\n".encode(), "H002")
    yield Hostile("a CSV file in UTF-16", "编码,名称\n".encode("utf-16"), "H002")
    yield Hostile("an HTML table", b"<html><table><tr><td>1</td></tr></table></html>", "H002")
    yield Hostile("an XML spreadsheet of 2003", b"<?xml version='1.0'?><Workbook/>", "H002")
    yield Hostile("a PDF file", b"%PDF-1.7\n1 0 obj\n", "H002")
    yield Hostile("random bytes", bytes(range(256)) * 8, "H002")
    yield Hostile("a gzip file", zlib.compress(b"x", wbits=31), "H002")
    yield Hostile("an old xls", OLE, "H002")
    yield Hostile("a book with a password", OLE + "EncryptedPackage".encode("utf-16-le"), "H004")
    yield Hostile("an empty zip", packed({}), "H002")
    yield Hostile("the start of a zip and nothing else", b"PK\x03\x04" + bytes(100), "H005")
    words = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    rels = base.parts["_rels/.rels"].replace(b"xl/workbook.xml", b"word/document.xml")
    yield Hostile("a Word document", packed({TYPES: b"<a/>", "_rels/.rels": rels, "word/document.xml": words}), "H002")
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
    yield Hostile("an OpenDocument spreadsheet", packed(ods), "H002")
    binary = base.parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")
    yield Hostile("a binary workbook", packed({TYPES: b"<a/>", "_rels/.rels": binary, "xl/workbook.bin": b"x"}), "H002")


def _archives(base: Base, book: bytes) -> Iterator[Hostile]:
    yield Hostile("a book cut in half", book[: len(book) // 2], "H005")
    yield Hostile("a book without its last byte", book[:-1], "H005")
    yield Hostile("a book with its middle zeroed", _zeroed(book, len(book) // 3, 400), "H005")
    yield Hostile("a book with its directory zeroed", _zeroed(book, book.rindex(b"PK\x01\x02"), 40), "H005")
    yield Hostile("a damaged part nobody looks into", _damaged(book, "xl/theme/theme1.xml"), "H005")
    yield Hostile("a damaged sheet", _damaged(book, base.sheet("tblSales")), "H005")
    for name in ("../../evil.txt", "/etc/evil", "C:/evil", "xl/..\\..\\evil", "XL/Workbook.xml"):
        yield Hostile(f"a part called {name}", base.made({name: b"x"}), "H005")
    yield Hostile("a part twice", _doubled(base), "H005")
    yield Hostile("a part with its password bit set", _flagged(book, 1), "H005")
    yield Hostile("strong encryption", _flagged(book, 1 << 6), "H005")
    yield Hostile("a patched part", _flagged(book, 1 << 5), "H005")
    yield Hostile("an unknown way of packing", _central(book, 10, struct.pack("<H", 99)), "H005")
    yield Hostile("a version of zip to come", _central(book, 6, struct.pack("<H", 999)), "H005")
    yield Hostile("a size that lies, small", _central(book, 24, struct.pack("<L", 7)), "H005")
    yield Hostile("a size that lies, large", _central(book, 24, struct.pack("<L", 1 << 27)), "H006")
    yield Hostile("a packed size that lies", _central(book, 20, struct.pack("<L", 1 << 30)), "H005")
    yield Hostile("a CRC that lies", _central(book, 16, b"\1\2\3\4"), "H005")
    yield Hostile("an offset that lies", _central(book, 42, struct.pack("<L", 77)), "H005")
    yield Hostile("an offset beyond the end", _central(book, 42, struct.pack("<L", 0xFFFFFF00)), "H005")
    yield Hostile("a count of parts that lies", _end(book, 10, struct.pack("<H", 3)), "H005")
    yield Hostile("a directory that lies about its place", _end(book, 16, struct.pack("<L", 0)), "H005")
    yield Hostile("a directory that lies about its size", _end(book, 12, struct.pack("<L", 1 << 30)), "H005")
    yield Hostile("a comment of junk", book[:-2] + struct.pack("<H", 900) + bytes(range(225)) * 4, RIGHT)
    yield Hostile("junk before the zip", b"#!/bin/sh\n" + book, "H002")
    yield Hostile("a zip before the zip", packed({"a": b"b"}) + book, RIGHT)
    yield Hostile("junk after the zip", book + b"junk" * 30, RIGHT)
    yield Hostile("sizes behind the data", _streamed(base), RIGHT)
    yield Hostile("ZIP64 headers", _zip64(base), RIGHT)
    yield Hostile("folders as parts", base.made({"xl/": b"", "xl/worksheets/": b""}), RIGHT)
    yield Hostile("a link as a part", _linked(base), RIGHT)
    yield Hostile("parts packed with bzip2", _packed_with(base, zipfile.ZIP_BZIP2), "H005")
    yield Hostile("parts packed with lzma", _packed_with(base, zipfile.ZIP_LZMA), "H005")
    yield Hostile("too many parts", base.made({f"a/{n}": b"" for n in range(20_000)}), "H006")
    yield Hostile("a part with a broken extra field", _extra(base, b"\1\0\xff\xff"), "H005")


def _bombs(base: Base) -> Iterator[Hostile]:
    sheet = base.sheet("tblSales")
    head, tail = base.parts[sheet].split(ROWS_END.encode())
    end = ROWS_END.encode() + tail
    cells = b"<c><v>1</v></c>"
    yield Hostile("a sheet of a gigabyte of cells", _bomb(base, sheet, head + b"<row>", cells, b"</row>" + end), "H006")
    text = head + b'<row><c t="inlineStr"><is><t>'
    yield Hostile("a text of a gigabyte", _bomb(base, sheet, text, b"A" * 64, b"</t></is></c></row>" + end), "H006")
    yield Hostile("a gigabyte of blanks", _bomb(base, sheet, head, b" " * 64, end), "H006")
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    yield Hostile("a gigabyte of texts", _bomb(base, STRINGS, strings, b"<si><t>A</t></si>", b"</sst>"), "H006")
    said = re.sub(r'uniqueCount="\d+"', f'uniqueCount="{1 << 31}"', base.parts[STRINGS].decode())
    yield Hostile("two billion texts that are only said to be there", base.made({STRINGS: said.encode()}), "H005")
    yield Hostile("a gigabyte that says it is small", _lying_bomb(base), "H005")


def _bomb(base: Base, part: str, head: bytes, piece: bytes, tail: bytes) -> bytes:
    """Return the book with a part of a gigabyte, made by repeating one packed block."""
    block = piece * ((1 << 20) // len(piece))
    count = GIGABYTE // len(block) + 1
    packer = zlib.compressobj(9, wbits=-15)
    start = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, wbits=-15)
    middle = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, wbits=-15)
    data = start + middle * count + packer.compress(tail) + packer.flush()
    size = len(head) + len(block) * count + len(tail)
    return _with_raw(base.made({part: None}), part, data, size)


def _with_raw(book: bytes, part: str, data: bytes, size: int, crc: int = 0) -> bytes:
    """Return a package with one more part whose packed bytes are given; nobody gets as far as its CRC."""
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a") as archive:
        info = zipfile.ZipInfo(part)
        info.compress_type, info.CRC, info.compress_size, info.file_size = zipfile.ZIP_DEFLATED, crc, len(data), size
        file.seek(archive.start_dir)
        info.header_offset = archive.start_dir
        file.write(info.FileHeader(zip64=False) + data)
        archive.filelist.append(info)
        archive.NameToInfo[part] = info
        archive.start_dir = file.tell()
        archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - so that it writes its directory
    return file.getvalue()


def _lying_bomb(base: Base) -> bytes:
    bomb = _bomb(base, "xl/media/zeros.bin", b"", bytes(64), b"")
    return _central(bomb, 24, struct.pack("<L", 1000), last=True)


def _endless(base: Base) -> Iterator[Hostile]:
    """Yield sheets that cost a careless reader hours: what is opened in them is never closed."""
    sheet = base.sheet("tblSales")
    for name, piece, count in (
        ("cells that never end", '<c r="A9" ', 300_000),
        ("formulas that never end", '<c r="A9"><f>', 300_000),
        ("error cells that never end", '<c r="A9" t="e" ', 300_000),
        ("values that never end", '<c r="A9" t="e"><f/><v ', 100_000),
    ):
        yield Hostile(name, base.with_(sheet, ROWS_END, f'<row r="9">{piece * count}</row>{ROWS_END}'), "H005")
    yield Hostile("a tag of 70 MB", base.with_(sheet, "<row ", f'<row a="{"x" * (70 << 20)}" '), "H005")
    junk = f"<a>{'x' * (70 << 20)}</a></worksheet>"
    yield Hostile("70 MB behind the rows", base.with_(sheet, "</worksheet>", junk), "H009")
    varied = "".join(f'<c r="A9"><v>{n}</v></c>' for n in range(40_000))
    yield Hostile("one cell 40,000 times", base.with_(sheet, ROWS_END, f'<row r="9">{varied}</row>{ROWS_END}'), RIGHT)


def _markup(base: Base) -> Iterator[Hostile]:
    sheet, strings = base.sheet("tblSales"), base.parts[STRINGS]
    xml = base.parts[sheet]
    body = xml.partition(b"?>")[2]
    lol = b'<!ENTITY a0 "lol">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    outside = b'<!ENTITY x SYSTEM "file:///etc/hostname">'
    for part in (sheet, WORKBOOK, STRINGS, base.table("tblSales"), "xl/styles.xml"):
        rest = base.parts[part].partition(b"?>")[2]
        for name, entities in (("an entity from outside", outside), ("a billion laughs", lol)):
            content = b'<?xml version="1.0"?><!DOCTYPE a [' + entities + b"]>" + rest
            yield Hostile(f"{name} in {part}", base.made({part: content}), "H005")
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    for part in (WORKBOOK, STRINGS, base.table("tblSales"), WORKBOOK_RELS, TYPES):
        start, mark, end = base.parts[part].rpartition(b"</")
        yield Hostile(f"a hundred thousand levels in {part}", base.made({part: start + deep + mark + end}), RIGHT)
    yield Hostile("a hundred thousand levels in a sheet", base.with_(sheet, ROWS_END, ROWS_END + deep.decode()), RIGHT)
    yield Hostile("an attribute of 3 MB", base.with_(sheet, "<row ", f'<row a="{"x" * (3 << 20)}" '), RIGHT)
    for part in (sheet, WORKBOOK, STRINGS, base.table("tblSales"), TYPES, WORKBOOK_RELS, "_rels/.rels"):
        text = base.parts[part].decode()
        name = part.rpartition("/")[2]
        yield Hostile(f"UTF-16 in {name}", base.made({part: text.replace("UTF-8", "UTF-16").encode("utf-16")}), "H005")
        yield Hostile(f"a mark of UTF-8 in {name}", base.made({part: b"\xef\xbb\xbf" + base.parts[part]}), RIGHT)
        yield Hostile(f"zero bytes in {name}", base.made({part: base.parts[part].replace(b"><", b">\0<", 3)}), "H005")
        yield Hostile(
            f"no UTF-8 in {name}", base.made({part: base.parts[part].replace(b'="', b'="\xff\xfe', 9)}), "H005"
        )
        yield Hostile(
            f"an unknown entity in {name}", base.made({part: text.replace("><", ">&x;<", 2).encode()}), "H005"
        )
        yield Hostile(f"nothing in {name}", base.made({part: b""}), "H005")
        yield Hostile(f"{name} is left out", base.made({part: None}), "H002" if part == "_rels/.rels" else "H005")
    latin = xml.replace(b"UTF-8", b"ISO-8859-1")
    yield Hostile("a sheet that says it is Latin 1", base.made({sheet: latin}), "H005")
    for encoding in ("nonsense", "UTF-7"):
        long = xml.replace(b' encoding="UTF-8"', b" " * 2000 + f'encoding="{encoding}"'.encode())
        yield Hostile(f"a sheet that says late that it is {encoding}", base.made({sheet: long}), "H005")
    yield Hostile("texts that say they are GBK", base.made({STRINGS: strings.replace(b"UTF-8", b"GBK")}), "H005")
    yield Hostile("a sheet in another root", base.made({sheet: body.replace(b"worksheet", b"chartsheet")}), RIGHT)


def _books(base: Base) -> Iterator[Hostile]:
    sheet = base.sheet("tblSales")
    name = sheet.rpartition("/")[2]
    rels = f"xl/worksheets/_rels/{name}.rels"
    yield Hostile("a link to a sheet that is not there", base.with_(WORKBOOK_RELS, name, "sheet999.xml"), "H005")
    yield Hostile(
        "a link out of the package", base.with_(WORKBOOK_RELS, f"worksheets/{name}", "../../../etc/x"), "H005"
    )
    yield Hostile("a sheet that links to itself", base.with_(rels, "../tables/table", f"../worksheets/{name}?"), "H005")
    table = base.table("tblSales").rpartition("/")[2]
    yield Hostile("a table link to its own sheet", base.with_(rels, f"../tables/{table}", name), "H005")
    yield Hostile("a table link to the workbook", base.with_(rels, f"../tables/{table}", "../workbook.xml"), "H005")
    yield Hostile(
        "a workbook that links to itself", base.with_(WORKBOOK_RELS, f"worksheets/{name}", "workbook.xml"), "P114"
    )
    yield Hostile("the package links to a sheet", base.with_("_rels/.rels", "xl/workbook.xml", sheet), "H002")
    yield Hostile("a link without a target", base.with_(WORKBOOK_RELS, f'Target="worksheets/{name}"', ""), "H005")
    yield Hostile("two links of one name", base.with_(WORKBOOK_RELS, 'Id="rId2"', 'Id="rId1"'), "H005")
    sheets = base.parts[WORKBOOK].decode().partition("<sheets>")[2].partition("</sheets>")[0]
    yield Hostile("a workbook without sheets", base.with_(WORKBOOK, sheets, ""), "P114")
    yield Hostile("a workbook without a list of sheets", base.with_(WORKBOOK, f"<sheets>{sheets}</sheets>", ""), "P114")
    yield Hostile("two sheets of one name", base.with_(WORKBOOK, 'name="收货"', 'name="销售"'), "H005")
    yield Hostile("all sheets on one part", base.made({WORKBOOK: _all_one(base)}), "H005")
    yield Hostile("a sheet without a name", base.with_(WORKBOOK, 'name="销售"', 'name=""'), RIGHT)
    for title in ("销'售", "销/售", "a" * 300, "../../x", "销&#10;售", "[1]销售"):
        yield Hostile(f"a sheet called {title[:9]}", base.with_(WORKBOOK, 'name="销售"', f'name="{title}"'), RIGHT)
    yield Hostile("days from 1904", base.with_(WORKBOOK, "<workbookPr ", '<workbookPr date1904="1" '), RIGHT)
    yield Hostile("a calcPr of another kind", base.with_(WORKBOOK, "<calcPr ", "<calcPr\n"), RIGHT)
    yield Hostile(
        "half a million sheets", base.with_(WORKBOOK, "</sheets>", "<sheet/>" * 500_000 + "</sheets>"), "H005"
    )


def _all_one(base: Base) -> bytes:
    text = base.parts[WORKBOOK].decode()
    for number in range(1, 60):
        text = text.replace(f'r:id="rId{number}"', 'r:id="rId9"')
    return text.encode()


def _tables(base: Base) -> Iterator[Hostile]:
    part, other = base.table("tblSales"), base.table("tblReceipts")
    area = base.parts[part].decode().partition(' ref="')[2].partition('"')[0]
    for ref in ("W6:A4", "A6:W4", "W4:A6", "A4", "", "A:W", "A0:W6", "A4:XFE9", "A4:A99999999", "A4:ZZZ6", "A1:W3"):
        code = "P113" if ref in {"A4", "A1:W3"} else "H005"
        yield Hostile(f"a table at {ref}", base.with_(part, f' ref="{area}"', f' ref="{ref}"', 2), code)
    yield Hostile("a table down to the last row", base.with_(part, area, "A4:W1048576", 2), RIGHT)
    yield Hostile("a table across to the last column", base.with_(part, area, "A4:XFD6", 2), RIGHT)
    yield Hostile("a table over the whole sheet", base.with_(part, area, "A1:XFD1048576", 2), "P113")
    yield Hostile("a table far below", base.with_(part, area, "A900000:W900001", 2), RIGHT)
    columns = base.parts[part].decode().partition("<tableColumns")[2].partition("</tableColumns>")[0]
    yield Hostile("a table without columns", base.with_(part, f"<tableColumns{columns}</tableColumns>", ""), RIGHT)
    yield Hostile("a table of one name twice", base.with_(other, "tblReceipts", "tblSales", 2), "H005")
    rows = f' headerRowCount="{9**9}"'
    yield Hostile("a table of a billion headings", base.with_(part, f' ref="{area}"', f' ref="{area}"{rows}'), "H005")
    rows = f' totalsRowCount="{9**9}"'
    yield Hostile("a table of a billion totals", base.with_(part, f' ref="{area}"', f' ref="{area}"{rows}'), "H005")
    rows = ' totalsRowCount="1" headerRowCount="0"'
    yield Hostile("a table of totals only", base.with_(part, f' ref="{area}"', f' ref="A4:W4"{rows}'), "P124")
    yield Hostile("a table that is no table", base.made({part: base.parts[WORKBOOK]}), "H005")
    own = base.parts[f"xl/worksheets/_rels/{base.sheet('tblSales').rpartition('/')[2]}.rels"].decode()
    link = own[own.index("<Relationship Id") : own.rindex("</")]
    second = link.replace("rId1", "rId2").replace(part.rpartition("/")[2], "over.xml")
    over = base.parts[part].replace(b"tblSales", b"tblOver").replace(area.encode(), b"B5:D9")
    rels = f"xl/worksheets/_rels/{base.sheet('tblSales').rpartition('/')[2]}.rels"
    both = {rels: own.replace(link, link + second).encode(), "xl/tables/over.xml": over}
    yield Hostile("two tables over one another", base.made(both), RIGHT)


def _addresses(base: Base) -> Iterator[Hostile]:
    sheet = base.sheet("tblSales")
    for name, cell in STRAY.items():
        code = "H006" if name in TOO_FAR else RIGHT if name == "ZZZZ9" else "H005"
        yield Hostile(f"a stray cell {name}", base.with_(sheet, ROWS_END, cell + ROWS_END), code)
    bare = base.parts[sheet].decode()
    for row in range(1, 7):
        bare = bare.replace(f'<row r="{row}"', "<row")
    yield Hostile("rows without numbers", base.made({sheet: bare.encode()}), "H009")
    yield Hostile("cells without addresses", base.with_(sheet, '<c r="A5" ', "<c "), "H009")
    rows = base.parts[sheet].decode()
    fifth, sixth = rows.index('<row r="5"'), rows.index('<row r="6"')
    end = rows.index(ROWS_END)
    swapped = rows[:fifth] + rows[sixth:end] + rows[fifth:sixth] + rows[end:]
    yield Hostile("rows out of order", base.made({sheet: swapped.encode()}), "H009")
    yield Hostile("a row twice", base.made({sheet: (rows[:end] + rows[sixth:end] + rows[end:]).encode()}), "H009")
    yield Hostile("a cell twice", base.with_(sheet, '<c r="B6"', '<c r="A6"'), "H009")
    yield Hostile("a cell in another row", base.with_(sheet, '<c r="A6"', '<c r="A9"'), "P101")
    yield Hostile("a row beyond the last", base.with_(sheet, '<row r="6"', '<row r="1048577"'), RIGHT)
    counted = '<row r="1048575"><c r="B9"><v>1</v></c><c r="XFD9"><v>1</v></c></row><row><c><v>1</v></c></row>'
    yield Hostile("rows that count on from another row", base.with_(sheet, ROWS_END, counted + ROWS_END), "H006")
    counted = counted.replace("1048575", "9" * 26)
    yield Hostile("rows that count on from nowhere", base.with_(sheet, ROWS_END, counted + ROWS_END), "H006")
    yield Hostile("a negative row", base.with_(sheet, '<row r="6"', '<row r="-6"'), "H005")
    yield Hostile("a used range that lies", base.with_(sheet, 'ref="A1:W6"', 'ref="A1:XFD1048576"'), RIGHT)
    yield Hostile("a used range that is none", base.with_(sheet, 'ref="A1:W6"', 'ref="W6:A1"'), RIGHT)
    yield Hostile("a sheet cut off behind its rows", base.made({sheet: rows[:end].encode()}), "H005")
    bare = rows[: rows.index("<sheetData>")] + "</worksheet>"
    yield Hostile("a sheet without rows", base.made({sheet: bare.encode()}), "H005")
    yield Hostile(
        "a sheet with two lots of rows", base.with_(sheet, ROWS_END, f"{ROWS_END}<sheetData>{ROWS_END}"), "H005"
    )


STRAY = {
    "in the far corner": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "in the far corner, in small letters": '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "in the far corner, quoted otherwise": "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "in the far corner, by another prefix": '<x:row xmlns:x="a" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c>'
    "</x:row>",
    "in the far corner, in two rows": '<row r="9"><c r="XFD9"><v>1</v></c></row>'
    '<row r="1048576"><c r="A1048576"/></row>',
    "A9999999": '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
    "A99999999999": '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
    "A12345678": '<row r="12345678"><c r="A12345678"><v>1</v></c></row>',
    "ZZZZ9": '<row r="9"><c r="ZZZZ9"><v>1</v></c></row>',
    "ZZZ1048576": '<row r="1048576"><c r="ZZZ1048576"><v>1</v></c></row>',
    "A0": '<row r="9"><c r="A0"><v>1</v></c></row>',
    "9": '<row r="9"><c r="9"><v>1</v></c></row>',
    "A": '<row r="9"><c r="A"><v>1</v></c></row>',
    "-A9": '<row r="9"><c r="-A9"><v>1</v></c></row>',
    "A9:B10": '<row r="9"><c r="A9:B10"><v>1</v></c></row>',
    "of wide signs": '<row r="9"><c r="\uff21\uff19"><v>1</v></c></row>',
    "nowhere": '<row r="9"><c r=""><v>1</v></c></row>',
    "in row 9999999999999999999999": '<row r="9999999999999999999999"><c><v>1</v></c></row>',
    "in row x": '<row r="x"><c><v>1</v></c></row>',
}
TOO_FAR = {name for name in STRAY if name.startswith("in the far")} | {
    "A9999999",
    "A12345678",
    "A99999999999",
    "ZZZ1048576",
    "in row 9999999999999999999999",
}


def _values(base: Base) -> Iterator[Hostile]:
    sheet = base.sheet("tblSales")
    for value, code in QUANTITIES.items():
        yield Hostile(f"a quantity of {value[:9]}", base.with_(sheet, "<v>4</v>", f"<v>{value}</v>"), code)
    for day, code in DAYS.items():
        yield Hostile(f"a day of {day}", base.with_(sheet, f"<v>{FIRST_DAY}</v>", f"<v>{day}</v>"), code)
    for index in ("-1", "99999", "4294967296", "99999999999999999999", "1.5", "x"):
        yield Hostile(f"shared text {index}", base.with_(sheet, 't="s"><v>308</v>', f't="s"><v>{index}</v>'), "H005")
    for (kind, value), code in KINDS.items():
        cell = f' t="{kind}"><v>{value}</v>'
        yield Hostile(f"a value {value} of kind {kind}", base.with_(sheet, "><v>4</v>", cell), code)
    for style in ("99999", "-1", "x", "4294967296"):
        yield Hostile(f"a style {style}", base.with_(sheet, 's="28"><v>4</v>', f's="{style}"><v>4</v>'), RIGHT)
    yield Hostile("a text of 40,000 letters", base.with_(sheet, "<t>S1</t>", f"<t>{'x' * 40_000}</t>"), "P126")
    yield Hostile("a text of control signs", base.with_(sheet, "<t>S1</t>", "<t>_x0000_&#9;_xD800_</t>"), RIGHT)
    for name, formula in FORMULAS.items():
        yield Hostile(f"a formula {name}", base.with_(sheet, "<v>4</v>", f"{formula}<v>4</v>"), RIGHT)


QUANTITIES = {
    **dict.fromkeys(("inf", "-inf", "1e999", "-1e999", "9" * 400), "P104"),
    **dict.fromkeys(("nan", "", " "), "P101"),
    **dict.fromkeys(("1,5", "0x10", "1_0"), "P102"),
    "1e-999": "P105",
    "\uff11\uff12": "P301",
}
DAYS = {
    **dict.fromkeys(("1", "59", "60", "60.5", "2958465.99", "nan"), "P107"),
    **dict.fromkeys(("0", "-1", "2958466", "1e15", "1e308"), "P106"),
    "-1e15": "H005",
}
KINDS = {
    ("b", "2"): "H005",
    ("b", "x"): "H005",
    ("e", "#MINE!"): "H005",
    ("zzz", "1"): "H005",
    ("n", "x"): "H005",
    ("d", "2026-99-99"): "P102",
    ("d", "x"): "P102",
}
FORMULAS = {
    "that shares one that is not there": '<f t="shared" si="7"/>',
    "that is shared by nobody": '<f t="shared" si="7" ref="J5:J99">1+1</f>',
    "that is shared under a number too large": '<f t="shared" si="99999999999999999999" ref="J5:J9">A1</f>',
    "that is shared under no number": '<f t="shared">1</f>',
    "that is shared over no range": '<f t="shared" si="0" ref="??">A1</f>',
    "over an array that is everything": '<f t="array" ref="A1:XFD1048576">1</f>',
    "of a table of data": '<f t="dataTable" ref="J5:J6" dt2D="1" dtr="1" r1="A1" r2="B1"/>',
    "of open brackets": f"<f>{'(' * 9000}</f>",
    "that starts a program": "<f>cmd|' /C calc'!A0</f>",
    "that is empty": "<f></f>",
}


def _zeroed(data: bytes, start: int, count: int) -> bytes:
    return data[:start] + bytes(count) + data[start + count :]


def _damaged(book: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        info = archive.getinfo(part)
    at = info.header_offset + 30 + len(part) + info.compress_size // 2
    return book[:at] + bytes([book[at] ^ 0xFF]) + book[at + 1 :]


def _doubled(base: Base) -> bytes:
    file = io.BytesIO(base.made({}))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr(WORKBOOK, base.parts[WORKBOOK])
    return file.getvalue()


def _flagged(book: bytes, bit: int) -> bytes:
    at = book.index(b"PK\x01\x02") + 8
    (flags,) = struct.unpack_from("<H", book, at)
    return book[:at] + struct.pack("<H", flags | bit) + book[at + 2 :]


def _central(book: bytes, at: int, value: bytes, *, last: bool = False) -> bytes:
    """Return a package with a field of one line of its directory overwritten."""
    start = (book.rindex if last else book.index)(b"PK\x01\x02") + at
    return book[:start] + value + book[start + len(value) :]


def _end(book: bytes, at: int, value: bytes) -> bytes:
    start = book.rindex(b"PK\x05\x06") + at
    return book[:start] + value + book[start + len(value) :]


class _Pipe(io.BytesIO):
    """A file that cannot be sought, so that sizes are written behind the data."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError


def _streamed(base: Base) -> bytes:
    file = _Pipe()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in base.parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _zip64(base: Base) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in base.parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content)
    return file.getvalue()


def _packed_with(base: Base, method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in base.parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _linked(base: Base) -> bytes:
    file = io.BytesIO(base.made({}))
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def _extra(base: Base, field: bytes) -> bytes:
    file = io.BytesIO(base.made({}))
    with zipfile.ZipFile(file, "a") as archive:
        part = zipfile.ZipInfo("xl/media/extra")
        part.extra = field
        archive.writestr(part, b"x")
    return file.getvalue()
