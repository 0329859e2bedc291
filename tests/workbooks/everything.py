"""A form in a workbook that has everything a 报送版 must not have, and looks that it must keep.

XlsxWriter makes what Excel would make; what it cannot make is put into the package by hand. Each
secret is one of `SECRETS`, so that a test can look for it in the bytes of a copy.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from tests.workbooks.packages import MAIN, OFFICE, packed
from workbooks.grid import Grid, address

SECRETS = (
    "作者某某", "经理某某", "单位内网", "底稿机密", "更深的机密", "批注某某", "会话某某",
    "打印机某某", "路径某某", "数据源某某", "外部某某", "自定义某某", "方案某某", "视图某某",
    "区域某某", "相机某某", "图片某某", "程序某某", "旁边的话", "缩略图某某",
)  # fmt: skip
MARK = '"绩效核查"="绩效核查"'
_VBA = Path(__file__).parents[2] / "workbooks" / "templates" / "自评表.xlsm"
_GUID = "{2F1C9A10-0000-4000-8000-000000000001}"
_RED = {"bg_color": "#FFC7CE"}

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
        f'<personList xmlns="{_THREADED}"><person displayName="会话某某" id="{_GUID}"'
        ' userId="会话某某" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    ),
    "xl/threadedComments/threadedComment1.xml": (
        ("xl/worksheets/sheet2.xml", f"{_MICROSOFT}/threadedComment", "rIdT"),
        f'<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="A1" personId="{_GUID}"'
        f' id="{_GUID}"><text>会话某某</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    ),
    "xl/printerSettings/printerSettings1.bin": (
        ("xl/worksheets/sheet2.xml", f"{OFFICE}/printerSettings", "rIdP"),
        "打印机某某".encode("utf-16-le"),
        f"{_SHEETS}.printerSettings",
    ),
    "customXml/item1.xml": (
        ("xl/workbook.xml", f"{OFFICE}/customXml", "rIdM"),
        "<甲>自定义某某</甲>",
        "application/xml",
    ),
    "docProps/thumbnail.jpeg": (
        ("", f"{_PACKAGE}/thumbnail", "rIdJ"),
        "缩略图某某".encode(),
        "image/jpeg",
    ),
}
_LINKED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" TargetMode="External"'
    ' Target="file:///D:/外部某某/表.xlsx"/></Relationships>'
)


def rich(form: Grid) -> bytes:
    """A workbook with a form on its second sheet: macros, links, secrets, pictures and looks."""
    return packed(_by_hand(_by_xlsxwriter(form)))


def live(form: Grid) -> bytes:
    """A form in a workbook of its own, each number of it a formula with a stored result."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        _write(book, book.add_worksheet(form.sheet), form)
    return stream.getvalue()


def png(note: str) -> bytes:
    """A small red picture with a note in it."""
    rows = zlib.compress(b"".join(b"\0" + b"\xcc\0\0" * 8 for _ in range(8)))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)),
        *([(b"tEXt", b"Author\0" + note.encode())] if note else []),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def jpeg(note: str) -> bytes:
    """The segments of a photograph: what shows it, and what its camera noted."""
    noted = ((0xE1, b"Exif\0\0" + note.encode()), (0xFE, note.encode()))
    segments = (
        (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        *(noted if note else ()),
        (0xDB, b"\0" + b"\1" * 64),
        (0xDA, b"\1"),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, kind, len(d) + 2) + d for kind, d in segments)
    return b"\xff\xd8" + head + b"\0\xff\0\xff\xd9"


def _write(book: Any, sheet: Any, form: Grid) -> None:
    shown = {code: book.add_format({"num_format": code}) for code in set(form.formats.values())}
    for area in form.merges:
        sheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "")
    for place, value in form.values.items():
        at, look = address(*place), shown.get(form.formats.get(place, ""))
        if isinstance(value, float):
            sheet.write_formula(at, f"={value!r}*1", look, value)
        else:
            sheet.write_string(at, str(value))


def _by_xlsxwriter(form: Grid) -> dict[str, bytes]:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        with ZipFile(_VBA) as template:
            book.add_vba_project(BytesIO(template.read("xl/vbaProject.bin")), is_stream=True)
        book.set_properties({"author": "作者某某", "manager": "经理某某", "company": "单位内网"})
        book.set_custom_property("联系人", "自定义某某")
        hidden, sheet, very = map(book.add_worksheet, ("底稿", form.sheet, "深藏"))
        hidden.write_string("A1", "底稿机密")
        hidden.hide()
        very.write_string("A1", "更深的机密")
        very.very_hidden()
        book.add_chartsheet("图").set_chart(_chart(book, form))
        other = book.add_worksheet("附表")
        other.write_string("A1", "明细")
        other.write_dynamic_array_formula("A2:A3", "=ROW(A1:A2)", None, 1)
        book.define_name("内部", "='底稿'!$A$1")
        _write(book, sheet, form)
        _look(book, sheet, form)
        _lead_out(book, sheet, form)
        sheet.activate()
    with ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _chart(book: Any, form: Grid) -> Any:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{form.sheet}'!$A$1:$A$3"})
    return chart


def _look(book: Any, sheet: Any, form: Grid) -> None:
    last = max(column for _, column in form.values)
    sheet.print_area(0, 0, max(row for row, _ in form.values) - 1, last - 1)
    sheet.repeat_rows(0, 1)
    sheet.set_paper(9)
    sheet.set_header("&C绩效自评表")
    sheet.set_column(0, 0, 23.5)
    sheet.set_row(1, 33)
    sheet.set_row(104, None, None, {"hidden": True})
    sheet.protect("保护某某")
    own = {"type": "formula", "criteria": '=$A1="完"', "format": book.add_format(_RED)}
    sheet.conditional_format("A1:B9", own)
    sheet.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})
    picture = {"image_data": BytesIO(png("相机某某")), "description": "D:\\图片某某.png"}
    sheet.insert_image("A3", "a.png", picture)


def _lead_out(book: Any, sheet: Any, form: Grid) -> None:
    """Beside the form, and by formulas, links, shapes and notes."""
    right = address(1, max(column for _, column in form.values) + 2)[:-1]
    sheet.write_string(f"{right}5", "旁边的话")
    sheet.write_formula(f"{right}6", "=SUM(A1:A2)", None, 3)
    sheet.write_comment("A1", "批注某某", {"author": "批注某某"})
    sheet.insert_textbox("A4", "审核意见：同意", {"textlink": "=$A$1", "url": "https://a.cn"})
    sheet.insert_chart("A5", _chart(book, form))
    sheet.insert_button("A6", {"macro": "程序某某", "caption": "按"})
    sheet.write_url("B101", "mailto:a@example.com", None, "邮箱")
    sheet.write_url("B102", f"internal:'{form.sheet}'!A1", None, "回到开头")
    sheet.write_url("B103", "internal:'底稿'!A1", None, "看底稿")
    sheet.data_validation("B33", {"validate": "list", "source": "='底稿'!$A$1:$A$2"})
    red = book.add_format(_RED)
    for condition in ("=内部=1", f"={MARK}"):
        sheet.conditional_format("A1:B9", {"type": "formula", "criteria": condition, "format": red})
    sheet.conditional_format(f"{right}1:{right}9", {"type": "no_blanks", "format": red})
    sheet.add_sparkline("B104", {"range": "底稿!A1:A2"})


def _by_hand(parts: dict[str, bytes]) -> dict[str, str | bytes]:
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
        folder, _, file = part.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels".lstrip("/")
        link = f'<Relationship Id="{number}" Type="{kind}" Target="/{name}"/>'
        made[relations] = _put(str(made[relations]), "</Relationships>", link, "")
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        made["[Content_Types].xml"] = _put(
            str(made["[Content_Types].xml"]), "</Types>", override, ""
        )
    made["xl/externalLinks/_rels/externalLink1.xml.rels"] = _LINKED
    return made


def _put(text: str, at: str, before: str, after: str) -> str:
    changed, count = re.subn(at, lambda found: f"{before}{found[0]}{after}", text, count=1)
    assert count == 1, at
    return changed
