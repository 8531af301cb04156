"""What no library here writes: pivots, slicers, threads, links and whatever else stands around the sheets."""

from __future__ import annotations

import re

from jxc_xl.hosts.addresses import Area, text_of
from jxc_xl.hosts.package import Table
from tests.hosts import corpus_parts as made
from tests.hosts.corpus_donor import MINE
from tests.hosts.corpus_package import WORKBOOK, Parts
from tests.hosts.corpus_parts import EXCEL, MICROSOFT, OFFICE, SPREADSHEET


def graft_all(parts: Parts) -> None:
    """Add one of each."""
    for graft in (_pivots, _bars, _slicer, _threads, _sources, _control, _names, _around, _chain):
        graft(parts)


def _pivots(parts: Parts) -> None:
    """A pivot of a table of ours, and one of a range of the user's."""
    headings = parts.table("tblStock").headings
    sources = (
        ('name="tblStock"', headings, (), "H30:I31"),
        (f'ref="A1:B4" sheet="{MINE}"', ("类", "数"), "甲乙丙", "H40:I44"),
    )
    listed, mine = "", parts.sheet_part(MINE)
    for number, (source, fields, items, at) in enumerate(sources, 1):
        cache = f"xl/pivotCache/pivotCacheDefinition{number}.xml"
        records = ""
        if items:
            parts.add(
                f"xl/pivotCache/pivotCacheRecords{number}.xml",
                made.pivot_records([1, 2, 3]),
                f"{SPREADSHEET}.pivotCacheRecords+xml",
            )
            records = parts.link(cache, f"{OFFICE}/pivotCacheRecords", f"pivotCacheRecords{number}.xml")
        parts.add(
            cache, made.pivot_cache(source, fields, items, records=records), f"{SPREADSHEET}.pivotCacheDefinition+xml"
        )
        table = f"xl/pivotTables/pivotTable{number}.xml"
        parts.add(
            table,
            made.pivot_table(f"透视{number}", number, at, len(fields), len(items)),
            f"{SPREADSHEET}.pivotTable+xml",
        )
        parts.link(table, f"{OFFICE}/pivotCacheDefinition", f"../pivotCache/pivotCacheDefinition{number}.xml")
        parts.link(mine, f"{OFFICE}/pivotTable", f"../pivotTables/pivotTable{number}.xml")
        link = parts.link(WORKBOOK, f"{OFFICE}/pivotCacheDefinition", f"pivotCache/pivotCacheDefinition{number}.xml")
        listed += f'<pivotCache cacheId="{number}" r:id="{link}"/>'
    parts.insert(WORKBOOK, "pivotCaches", f"<pivotCaches>{listed}</pivotCaches>")


def _slicer(parts: Parts) -> None:
    """A slicer of 类别 in our table 库存, drawn on its sheet."""
    table = parts.table("tblStock")
    number = int(re.findall(r'<table [^>]*?\bid="(\d+)"', parts.xml(table.part))[0])
    parts.add(
        "xl/slicerCaches/slicerCache1.xml",
        made.slicer_cache("切片器_类别", "类别", number, 3),
        f"{EXCEL}.slicerCache+xml",
    )
    parts.add("xl/slicers/slicer1.xml", made.slicers("类别", "切片器_类别", "类别"), f"{EXCEL}.slicer+xml")
    cache = parts.link(WORKBOOK, f"{MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml")
    slicer = parts.link(table.sheet_part, f"{MICROSOFT}/2007/relationships/slicer", "../slicers/slicer1.xml")
    caches = f'<x15:slicerCaches><x14:slicerCache r:id="{cache}"/></x15:slicerCaches>'
    parts.extend(WORKBOOK, made.ext("46BE6895-7355-4a93-B00E-2C351335B9C9", caches))
    slicers = f'<x14:slicerList><x14:slicer r:id="{slicer}"/></x14:slicerList>'
    parts.extend(table.sheet_part, made.ext("3A4CF648-6AED-40f4-86FF-DC5316D8AED3", slicers))
    drawing = next(link.target for link in parts.links(table.sheet_part) if link.kind == "drawing")
    parts.insert_last(drawing, "xdr:wsDr", made.slicer_frame("类别"))
    _name(parts, "切片器_类别", "#N/A")


def _bars(parts: Parts) -> None:
    """Data bars on 库存, and on 销售 a list from another sheet, each as long as its table."""
    stock, sales = parts.table("tblStock"), parts.table("tblSales")
    body, link = _body_of(stock, "现存"), "{5A4B8E10-1111-4222-8333-944455556666}"
    parts.insert(stock.sheet_part, "conditionalFormatting", made.bar(body, 99, link))
    parts.extend(stock.sheet_part, made.x14_bar(body, link))
    parts.extend(sales.sheet_part, made.x14_list(_body_of(sales, sales.headings[-1]), f"{MINE}!$A$2:$A$4"))


def _body_of(table: Table, heading: str) -> str:
    at = table.area.left + table.headings.index(heading)
    return text_of(Area(table.body.top, at, table.body.bottom, at))


def _threads(parts: Parts) -> None:
    parts.add("xl/persons/person.xml", made.persons("我"), f"{EXCEL}.person+xml")
    parts.link(WORKBOOK, f"{MICROSOFT}/2017/10/relationships/person", "persons/person.xml")
    parts.add("xl/threadedComments/threadedComment1.xml", made.thread("A1", "问一问"), f"{EXCEL}.threadedcomments+xml")
    kind = f"{MICROSOFT}/2017/10/relationships/threadedComment"
    parts.link(parts.sheet_part(MINE), kind, "../threadedComments/threadedComment1.xml")


def _sources(parts: Parts) -> None:
    """A link to another workbook, and a connection with a query."""
    outside = "xl/externalLinks/externalLink1.xml"
    link = parts.link(outside, f"{OFFICE}/externalLinkPath", "other.xlsx", "External")
    parts.add(outside, made.external_link(link), f"{SPREADSHEET}.externalLink+xml")
    link = parts.link(WORKBOOK, f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml")
    references = f'<externalReferences><externalReference r:id="{link}"/></externalReferences>'
    parts.insert(WORKBOOK, "externalReferences", references)
    parts.add("xl/connections.xml", made.connections("orders"), f"{SPREADSHEET}.connections+xml")
    parts.link(WORKBOOK, f"{OFFICE}/connections", "connections.xml")
    parts.add("xl/queryTables/queryTable1.xml", made.query_table("orders"), f"{SPREADSHEET}.queryTable+xml")
    parts.link(parts.sheet_part(MINE), f"{OFFICE}/queryTable", "../queryTables/queryTable1.xml")


def _control(parts: Parts) -> None:
    """The newer half of the button on the user's sheet."""
    mine = parts.sheet_part(MINE)
    drawing = next(
        link.target
        for link in parts.links(mine)
        if link.kind == "vmlDrawing" and '<x:ClientData ObjectType="Button"' in parts.xml(link.target)
    )
    shape = re.findall(r'id="_x0000_s(\d+)" type="#_x0000_t201"', parts.xml(drawing))[0]
    parts.add("xl/ctrlProps/ctrlProp1.xml", made.CONTROL_PROPERTIES, f"{EXCEL}.controlproperties+xml")
    link = parts.link(mine, f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml")
    parts.insert(mine, "mc:AlternateContent", made.control(shape, link))


def _names(parts: Parts) -> None:
    """Names for the whole book and for one sheet."""
    place = re.findall(r'<sheet name="([^"]+)"', parts.xml(WORKBOOK)).index(MINE)
    _name(parts, "我的率", f"{MINE}!$B$2")
    _name(parts, "外部", "[1]S!$A$1")
    _name(parts, "局部", f"{MINE}!$B$3", f' localSheetId="{place}"')
    _name(parts, "orders", f"{MINE}!$A$50:$A$52", f' localSheetId="{place}"')


def _name(parts: Parts, name: str, what: str, where: str = "") -> None:
    parts.insert_last(WORKBOOK, "definedNames", f'<definedName name="{name}"{where}>{what}</definedName>')


def _around(parts: Parts) -> None:
    """What is about the book and not in its sheets: an older ribbon, properties, data of other programs, a printer."""
    parts.add("customUI/customUI.xml", made.RIBBON)
    parts.link(
        "",
        f"{MICROSOFT}/2006/relationships/ui/extensibility",
        "customUI/customUI.xml",
    )
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    parts.add("docProps/custom.xml", made.CUSTOM_PROPERTIES, kind)
    parts.link("", f"{OFFICE}/custom-properties", "docProps/custom.xml")
    parts.add("customXml/item1.xml", made.CUSTOM_XML)
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    parts.add("customXml/itemProps1.xml", made.CUSTOM_XML_PROPERTIES, kind)
    parts.link("customXml/item1.xml", f"{OFFICE}/customXmlProps", "itemProps1.xml")
    parts.link(WORKBOOK, f"{OFFICE}/customXml", "../customXml/item1.xml")
    sales = parts.table("tblSales").sheet_part
    parts.add("xl/printerSettings/printerSettings1.bin", made.PRINTER, f"{SPREADSHEET}.printerSettings")
    link = parts.link(sales, f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin")
    parts.replace(sales, "<pageSetup ", f'<pageSetup r:id="{link}" ')


def _chain(parts: Parts) -> None:
    """The order in which Excel last worked out formulas."""
    mine = re.findall(rf'<sheet name="{MINE}" sheetId="(\d+)"', parts.xml(WORKBOOK))[0]
    cells = f'<c r="A6" i="{mine}"/><c r="B6" i="{mine}"/>'
    parts.add(
        "xl/calcChain.xml",
        f'{made.HEAD}<calcChain xmlns="{made.MAIN}">{cells}</calcChain>',
        f"{SPREADSHEET}.calcChain+xml",
    )
    parts.link(WORKBOOK, f"{OFFICE}/calcChain", "calcChain.xml")
