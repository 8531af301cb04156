"""Parts of a workbook that no library here writes, as Excel writes them: pivots, slicers, threads, links, controls."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
X14 = f"{MICROSOFT}/spreadsheetml/2009/9/main"
X15 = f"{MICROSOFT}/spreadsheetml/2010/11/main"
THREADS = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EXCEL = "application/vnd.ms-excel"

PERSON = "{6A4C1B52-95E7-4B0B-9D5C-8D1E6A2F1C01}"
THREAD = "{0D9A7C31-42F8-4A6E-8A5B-5A1C9B7E3F02}"


def pivot_cache(source: str, headings: Sequence[str], items: Sequence[str], *, records: str = "") -> str:
    """The cache of a pivot; its first field has items, its last one numbers.

    Args:
        source: Attributes of ``worksheetSource``.
        headings: Headings of the source.
        items: What the first column holds.
        records: Relationship to its records; without it they are not kept.
    """
    texts = "".join(f'<s v="{item}"/>' for item in items)
    first = f'<sharedItems count="{len(items)}">{texts}</sharedItems>' if items else "<sharedItems/>"
    fields = "".join(
        f'<cacheField name="{heading}" numFmtId="0">{"<sharedItems/>" if place else first}</cacheField>'
        for place, heading in enumerate(headings)
    )
    kept = f'r:id="{records}" recordCount="{len(items)}"' if records else 'saveData="0"'
    return (
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" {kept} refreshedBy="me" createdVersion="6" '
        f'refreshedVersion="6" minRefreshableVersion="3"><cacheSource type="worksheet"><worksheetSource {source}/>'
        f'</cacheSource><cacheFields count="{len(headings)}">{fields}</cacheFields></pivotCacheDefinition>'
    )


def pivot_records(numbers: Sequence[int]) -> str:
    rows = "".join(f'<r><x v="{place}"/><n v="{number}"/></r>' for place, number in enumerate(numbers))
    return f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="{len(numbers)}">{rows}</pivotCacheRecords>'


def pivot_table(name: str, cache: int, at: str, fields: int, items: int) -> str:
    """A pivot with the first field in its rows and the sum of the last one."""
    listed = "".join(f'<item x="{place}"/>' for place in range(items)) + '<item t="default"/>'
    first = f'<pivotField axis="axisRow" showAll="0"><items count="{items + 1}">{listed}</items></pivotField>'
    rest = '<pivotField showAll="0"/>' * (fields - 2) + '<pivotField dataField="1" showAll="0"/>'
    rows = "".join(f'<i><x v="{place}"/></i>' for place in range(items)) + '<i t="grand"><x/></i>'
    return (
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="{name}" cacheId="{cache}" applyNumberFormats="0" '
        'applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0" '
        'applyWidthHeightFormats="1" dataCaption="Values" updatedVersion="6" minRefreshableVersion="3" '
        'createdVersion="6" indent="0" outline="1" outlineData="1">'
        f'<location ref="{at}" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="{fields}">{first}{rest}</pivotFields><rowFields count="1"><field x="0"/></rowFields>'
        f'<rowItems count="{items + 1}">{rows}</rowItems><colItems count="1"><i/></colItems>'
        f'<dataFields count="1"><dataField name="合计" fld="{fields - 1}" baseField="0" baseItem="0"/></dataFields>'
        "</pivotTableDefinition>"
    )


def slicer_cache(name: str, heading: str, table: int, column: int) -> str:
    return (
        f'{HEAD}<slicerCacheDefinition xmlns="{X14}" name="{name}" sourceName="{heading}"><extLst>'
        f'<x:ext xmlns:x="{MAIN}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}">'
        f'<x15:tableSlicerCache xmlns:x15="{X15}" tableId="{table}" column="{column}"/></x:ext></extLst>'
        "</slicerCacheDefinition>"
    )


def slicers(name: str, cache: str, caption: str) -> str:
    return (
        f'{HEAD}<slicers xmlns="{X14}"><slicer name="{name}" cache="{cache}" caption="{caption}" rowHeight="241300"/>'
        "</slicers>"
    )


def slicer_frame(name: str) -> str:
    """Where a slicer is drawn; programs that know none draw a box."""
    frame = (
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="90" name="{name}"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{MICROSOFT}/drawing/2010/slicer"><sle:slicer '
        f'xmlns:sle="{MICROSOFT}/drawing/2010/slicer" name="{name}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
    )
    box = (
        '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="0" name=""/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1828800" cy="1828800"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></xdr:spPr></xdr:sp>"
    )
    return (
        f"<xdr:twoCellAnchor>{corner('xdr:from', 20)}{corner('xdr:to', 23)}"
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice xmlns:sle15="{MICROSOFT}/drawing/2012/slicer" '
        f'Requires="sle15">{frame}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )


def corner(element: str, at: int) -> str:
    """One corner of a drawing: a column and the row of the same number."""
    where = f"<xdr:col>{at}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{at}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    return f"<{element}>{where}</{element}>"


def ext(uri: str, xml: str) -> str:
    """One extension of a sheet or a workbook."""
    return f'<ext uri="{{{uri}}}" xmlns:x14="{X14}" xmlns:x15="{X15}">{xml}</ext>'


def x14_bar(ref: str, link: str) -> str:
    """The newer half of a data bar."""
    bar = '<x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/><x14:negativeFillColor rgb="FFFF0000"/>'
    return ext(
        "78C0D931-6437-407d-A8EE-F0AAD7539E65",
        '<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/'
        f'2006/main"><x14:cfRule type="dataBar" id="{link}"><x14:dataBar minLength="0" maxLength="100">{bar}'
        '<x14:axisColor rgb="FF000000"/></x14:dataBar></x14:cfRule>'
        f"<xm:sqref>{ref}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>",
    )


def bar(ref: str, priority: int, link: str) -> str:
    """The older half of a data bar."""
    return (
        f'<conditionalFormatting sqref="{ref}"><cfRule type="dataBar" priority="{priority}"><dataBar>'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FF63C384"/></dataBar><extLst>'
        f'<ext uri="{{B025F937-C7B1-47D3-B67F-A62EFF666E3E}}" xmlns:x14="{X14}"><x14:id>{link}</x14:id></ext>'
        "</extLst></cfRule></conditionalFormatting>"
    )


def x14_list(ref: str, source: str) -> str:
    """A validation whose list is on another sheet."""
    return ext(
        "CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF",
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1"><x14:formula1>'
        f"<xm:f>{source}</xm:f></x14:formula1><xm:sqref>{ref}</xm:sqref></x14:dataValidation></x14:dataValidations>",
    )


def thread(cell: str, words: str) -> str:
    return (
        f'{HEAD}<ThreadedComments xmlns="{THREADS}"><threadedComment ref="{cell}" dT="2026-03-05T09:30:00.00" '
        f'personId="{PERSON}" id="{THREAD}"><text>{words}</text></threadedComment></ThreadedComments>'
    )


def persons(name: str) -> str:
    return (
        f'{HEAD}<personList xmlns="{THREADS}"><person displayName="{name}" id="{PERSON}" userId="me" '
        'providerId="None"/></personList>'
    )


def external_link(link: str) -> str:
    return (
        f'{HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="{link}"><sheetNames>'
        '<sheetName val="S"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>42</v>'
        "</cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )


def connections(name: str) -> str:
    return (
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="{name}" type="6" refreshedVersion="6" '
        'background="1" saveData="1"><textPr codePage="65001" sourceFile="orders.csv" comma="1"><textFields>'
        "<textField/></textFields></textPr></connection></connections>"
    )


def query_table(name: str) -> str:
    return f'{HEAD}<queryTable xmlns="{MAIN}" name="{name}" connectionId="1" autoFormatId="16"/>'


def control(shape: str, link: str) -> str:
    """A button of the Developer tab; its looks are in the legacy drawing."""
    return (
        f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice Requires="x14" xmlns:x14="{X14}"><controls>'
        f'<mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="{shape}" r:id="{link}" name="按钮">'
        '<controlPr defaultSize="0" print="0" autoFill="0" autoPict="0" macro="[0]!Mine">'
        f'<anchor moveWithCells="1" xmlns:xdr="{DRAWING}">{corner("from", 2)}{corner("to", 4)}</anchor>'
        "</controlPr></control></mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>"
    )


CONTROL_PROPERTIES = f'{HEAD}<formControlPr xmlns="{X14}" objectType="Button" lockText="1"/>'
RIBBON = (
    f'{HEAD}<customUI xmlns="{MICROSOFT}/2006/01/customui"><ribbon><tabs><tab id="mine" label="我的">'
    '<group id="g" label="我的"><button id="b" label="跑" imageMso="HappyFace" onAction="Mine"/></group></tab></tabs>'
    "</ribbon></customUI>"
)
CUSTOM_PROPERTIES = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="部门">'
    "<vt:lpwstr>仓储</vt:lpwstr></property>"
    "</Properties>"
)
CUSTOM_XML = '<shop xmlns="urn:example:shop"><owner>me</owner></shop>'
CUSTOM_XML_PROPERTIES = (
    f'{HEAD}<ds:datastoreItem ds:itemID="{{3B1E5E0C-7C1A-4C1D-9E55-0D9D5E6F7A03}}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>'
)
PRINTER = bytes(range(256)) * 4
