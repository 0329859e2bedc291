"""What no library writes into a workbook: links, connections, threads, scenarios, parts of WPS."""

from __future__ import annotations

import re

from tests.workbooks.packages import MAIN, OFFICE, RELATIONS
from workbooks.patching.package_copy import relations_of

_GUID = "{2F1C9A10-0000-4000-8000-000000000001}"
_BEFORE_PROPERTIES = '<fileSharing userName="作者某某"/>'
_BEFORE_VIEWS = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11'
    '/main"><x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
    ' url="D:\\路径某某\\报送\\"/></mc:Choice></mc:AlternateContent>'
    '<workbookProtection workbookPassword="CC1A" lockStructure="1"/>'
)
_BEFORE_NAMES = '<externalReferences><externalReference r:id="rIdX"/></externalReferences>'
_AFTER_CALCULATION = (
    f'<customWorkbookViews><customWorkbookView name="视图某某" guid="{_GUID}" windowWidth="9"'
    ' windowHeight="9" activeSheetId="2"/></customWorkbookViews>'
)
_ROWS = (
    '<row r="110"><c r="A110"><f>[1]表!A1</f><v>7</v></c>'
    '<c r="B110" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    '<c r="C110" t="b"><f>1=1</f><v>1</v></c><c r="D110" t="str"><f>""</f><v></v></c></row>'
    '<row r="111"><c r="A111"><f t="shared" ref="A111:A112" si="0">A110+1</f><v>8</v></c>'
    '<c r="B111" t="str"><f t="array" ref="B111">A1&amp;"&gt;"</f><v>甲&gt;</v></c></row>'
    '<row r="112"><c r="A112"><f t="shared" si="0"/><v>9</v></c>'
    '<c r="B112"><f t="dataTable" ref="B112:B113" dt2D="0" dtr="0" r1="A1"/><v>5</v></c></row>'
)
_AFTER_PROTECTION = (
    '<protectedRanges><protectedRange name="区域某某" sqref="A1"/></protectedRanges>'
    '<scenarios><scenario name="高" count="1" user="方案某某"><inputCells r="A110" val="9"/>'
    "</scenario></scenarios>"
    f'<customSheetViews><customSheetView guid="{_GUID}"><selection/></customSheetView>'
    "</customSheetViews>"
)
PERSON = "{6A1B0A34-3B0C-4B4E-9D53-0F4E2C1A7B11}"
THREAD = "{0D2A5C6E-7F11-4C55-8A2B-5E0F6D3C9A21}"
THREADED_CELL = "I6"
_MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
# part -> what leads there, by which kind of relationship and id, its content and content type
_MORE = {
    "xl/externalLinks/externalLink1.xml": (
        ("xl/workbook.xml", f"{OFFICE}/externalLink", "rIdX"),
        f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1">'
        '<sheetNames><sheetName val="表"/></sheetNames></externalBook></externalLink>',
        f"{_SHEETS}.externalLink+xml",
    ),
    "xl/connections.xml": (
        ("xl/workbook.xml", f"{OFFICE}/connections", "rIdC"),
        f'<connections xmlns="{MAIN}"><connection id="1" name="数据源某某" type="5"'
        ' refreshedVersion="6"><dbPr connection="User ID=数据源某某" command="t"/></connection>'
        "</connections>",
        f"{_SHEETS}.connections+xml",
    ),
    "xl/persons/person.xml": (
        ("xl/workbook.xml", f"{_MICROSOFT}/person", "rIdN"),
        f'<personList xmlns="{_THREADED}"><person displayName="会话某某" id="{PERSON}"'
        ' userId="会话某某" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    ),
    "xl/threadedComments/threadedComment1.xml": (
        ("xl/worksheets/sheet2.xml", f"{_MICROSOFT}/threadedComment", "rIdT"),
        f'<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="{THREADED_CELL}"'
        f' dT="2025-01-15T08:30:00.00" personId="{PERSON}" id="{THREAD}"><text>会话某某</text>'
        "</threadedComment></ThreadedComments>",
        "application/vnd.ms-excel.threadedcomments+xml",
    ),
    "xl/calcChain.xml": (
        ("xl/workbook.xml", f"{OFFICE}/calcChain", "rIdO"),
        f'<calcChain xmlns="{MAIN}"><c r="A2" i="6"/><c r="B2" i="6" a="1"/></calcChain>',
        f"{_SHEETS}.calcChain+xml",
    ),
    "xl/cellimages.xml": (
        ("xl/workbook.xml", "http://www.wps.cn/officeDocument/2020/cellImage", "rIdW"),
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>',
        "application/vnd.wps-officedocument.cellimage+xml",
    ),
    "xl/printerSettings/printerSettings1.bin": (
        ("xl/worksheets/sheet2.xml", f"{OFFICE}/printerSettings", "rIdP"),
        "打印机某某".encode("utf-16-le"),
        f"{_SHEETS}.printerSettings",
    ),
    "customXml/item1.xml": (
        ("xl/workbook.xml", f"{OFFICE}/customXml", "rIdM"),
        '<woProps xmlns="https://web.wps.cn/et/2018/main">自定义某某</woProps>',
        "application/xml",
    ),
    "customXml/itemProps1.xml": (
        ("customXml/item1.xml", f"{OFFICE}/customXmlProps", "rId1"),
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/'
        'customXml" ds:itemID="{06C82605-B75B-4693-9329-32AAD527C692}"><ds:schemaRefs/>'
        "</ds:datastoreItem>",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    ),
    "docProps/thumbnail.jpeg": (
        ("", f"{_PACKAGE}/thumbnail", "rIdJ"),
        "缩略图某某".encode(),
        "image/jpeg",
    ),
}
_LINKED = (
    f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" TargetMode="External"'
    ' Target="file:///D:/外部某某/表.xlsx"/>'
)
_NO_LINKS = f'<Relationships xmlns="{RELATIONS}"></Relationships>'


def with_foreign_parts(parts: dict[str, bytes]) -> dict[str, str | bytes]:
    """A workbook of XlsxWriter with all these; its form is on the second sheet."""
    texts = {
        name: data.decode() for name, data in parts.items() if name.endswith((".xml", ".rels"))
    }
    made: dict[str, str | bytes] = {**parts, **texts}
    into = (
        ("xl/workbook.xml", "<workbookPr", _BEFORE_PROPERTIES, ""),
        ("xl/workbook.xml", "<bookViews>", _BEFORE_VIEWS, ""),
        ("xl/workbook.xml", "<definedNames>", _BEFORE_NAMES, ""),
        ("xl/workbook.xml", "<calcPr[^>]*/>", "", _AFTER_CALCULATION),
        ("xl/worksheets/sheet2.xml", "</sheetData>", _ROWS, ""),
        ("xl/worksheets/sheet2.xml", "<sheetProtection[^>]*/>", "", _AFTER_PROTECTION),
        ("xl/worksheets/sheet2.xml", "<pageSetup", "", ' r:id="rIdP"'),
    )
    for name, at, before, after in into:
        made[name] = _put(str(made[name]), at, before, after)
    for name, ((part, kind, number), content, content_type) in _MORE.items():
        made[name] = content
        _relate(made, part, f'<Relationship Id="{number}" Type="{kind}" Target="/{name}"/>')
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        made["[Content_Types].xml"] = _put(
            str(made["[Content_Types].xml"]), "</Types>", override, ""
        )
    _relate(made, "xl/externalLinks/externalLink1.xml", _LINKED)
    # Captions of buttons are HTML of the old kind, and no XML.
    drawing = parts["xl/drawings/vmlDrawing1.vml"].decode()
    made["xl/drawings/vmlDrawing1.vml"] = _put(drawing, "重算", "", "<br>")
    return made


def _relate(made: dict[str, str | bytes], part: str, link: str) -> None:
    relations = relations_of(part)
    before = str(made.get(relations, _NO_LINKS))
    made[relations] = _put(before, "</Relationships>", link, "")


def _put(text: str, at: str, before: str, after: str) -> str:
    changed, count = re.subn(at, lambda found: f"{before}{found[0]}{after}", text, count=1)
    assert count == 1, at
    return changed
