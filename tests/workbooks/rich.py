"""A workbook that holds what people put into theirs, and what only Excel or WPS writes."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter

import workbooks
from tests.workbooks.packages import packed
from workbooks.grid import Grid
from workbooks.layout import lay_out
from workbooks.transcript import published_forms

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
PERSON = "{6A1B0A34-3B0C-4B4E-9D53-0F4E2C1A7B11}"
THREAD = "{0D2A5C6E-7F11-4C55-8A2B-5E0F6D3C9A21}"
THREADED_CELL = "I6"
NOTED_CELL = "G14"


def png() -> bytes:
    """A red picture of 16 × 16."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\xcc\0\0" * 16 for _ in range(16))
    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def form_grid() -> Grid:
    """The first published 自评表 as it stands on its sheet."""
    return lay_out(published_forms()[0]).grid()


def rich(folder: Path) -> bytes:
    """The workbook: a published form and everything around it, as a macro-enabled package."""
    path = folder / "rich.xlsm"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        _form(book)
        _second(book, folder)
    return _with_foreign_parts(path.read_bytes())


def _form(book: Any) -> None:
    look = book.add_format({"font_name": "宋体", "border": 1, "text_wrap": True})
    sheet = book.add_worksheet("自评表")
    grid = form_grid()
    for area in grid.merges:
        sheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "", look)
    for (row, column), value in grid.values.items():
        if isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value, look)
        elif isinstance(value, float):
            sheet.write_number(row - 1, column - 1, value, look)
    sheet.write_comment(NOTED_CELL, "请核对得分。", {"author": "审核员"})
    sheet.write_comment(THREADED_CELL, _thread_text(), {"author": f"tc={THREAD}"})
    sheet.insert_button("K3", {"macro": "Recalculate", "caption": "重算"})
    sheet.data_validation("G14:G20", {"validate": "decimal", "criteria": ">=", "value": 0})
    bar = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
    sheet.conditional_format("F14:F20", bar)
    icons = {"type": "icon_set", "icon_style": "3_traffic_lights"}
    sheet.conditional_format("G14:G20", icons)
    sheet.set_footer("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(png())})
    sheet.protect("", {"select_locked_cells": True})
    sheet.repeat_rows(11)
    sheet.activate()


def _thread_text() -> str:
    return (
        "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    待核"
    )


def _second(book: Any, folder: Path) -> None:
    sheet = book.add_worksheet("测算")
    bold = book.add_format({"bold": True, "font_color": "red"})
    sheet.write_rich_string("A1", "按 ", bold, "评分办法", " 测算")
    sheet.write_formula("A2", "=SUM(自评表!F14:F20)", None, 58)
    sheet.write_array_formula("B2:B3", "{=A2*{1;2}}", None, 58)
    sheet.insert_image("D4", "图.png", {"image_data": io.BytesIO(png())})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=自评表!$F$14:$F$20"})
    sheet.insert_chart("D10", chart)
    sheet.add_table("A6:B8", {"columns": [{"header": "年度"}, {"header": "得分"}]})
    sheet.autofilter("J1:K3")
    hidden = book.add_worksheet("参数")
    hidden.hide()
    book.define_name("测算!本表合计", "=测算!$A$2")
    book.define_name("全部得分", "=自评表!$F$14:$F$20")
    book.set_custom_property("密级", "内部")
    macros = folder / "vbaProject.bin"
    template = Path(workbooks.__file__).parent / "templates" / "自评表.xlsm"
    with ZipFile(template) as package:
        macros.write_bytes(package.read("xl/vbaProject.bin"))
    book.add_vba_project(str(macros))


_FOREIGN = {
    "xl/cellimages.xml": (
        '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
        'xmlns:r="' + _OFFICE + '"/>'
    ),
    "xl/calcChain.xml": (
        '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<c r="A2" i="2"/><c r="B2" i="2" a="1"/></calcChain>'
    ),
    "xl/persons/person.xml": (
        f'<personList xmlns="{_THREADS}"><person displayName="张三" id="{PERSON}" '
        'userId="S::a" providerId="AD"/></personList>'
    ),
    "xl/threadedComments/threadedComment1.xml": (
        f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="{THREADED_CELL}" '
        f'dT="2025-01-15T08:30:00.00" personId="{PERSON}" id="{THREAD}"><text>待核</text>'
        "</threadedComment></ThreadedComments>"
    ),
    "customXml/item1.xml": '<woProps xmlns="https://web.wps.cn/et/2018/main"/>',
    "customXml/itemProps1.xml": (
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/'
        'customXml" ds:itemID="{06C82605-B75B-4693-9329-32AAD527C692}"><ds:schemaRefs/>'
        "</ds:datastoreItem>"
    ),
    "customXml/_rels/item1.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
    ),
}
_TYPES = {
    "xl/cellimages.xml": "application/vnd.wps-officedocument.cellimage+xml",
    "xl/calcChain.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    ),
    "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "customXml/itemProps1.xml": (
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    ),
}
_RELATED = {
    "xl/_rels/workbook.xml.rels": (
        ("http://www.wps.cn/officeDocument/2020/cellImage", "cellimages.xml"),
        (f"{_OFFICE}/calcChain", "calcChain.xml"),
        (f"{_OFFICE}/customXml", "../customXml/item1.xml"),
        ("http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml"),
    ),
    "xl/worksheets/_rels/sheet1.xml.rels": (
        (
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
    ),
}


def _with_foreign_parts(raw: bytes) -> bytes:
    """What XlsxWriter cannot write: parts of WPS, threads, the order of calculation."""
    with ZipFile(io.BytesIO(raw)) as archive:
        content: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    content |= _FOREIGN
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items()
    )
    _insert(content, "[Content_Types].xml", "</Types>", types)
    for part, relations in _RELATED.items():
        new = "".join(
            f'<Relationship Id="rIdX{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(relations)
        )
        _insert(content, part, "</Relationships>", new)
    # Captions of buttons are HTML of the old kind, and no XML.
    drawing = content["xl/drawings/vmlDrawing1.vml"]
    assert isinstance(drawing, bytes)
    content["xl/drawings/vmlDrawing1.vml"] = drawing.replace("重算".encode(), "重算<br>".encode())
    return packed(content)


def _insert(content: dict[str, str | bytes], part: str, before: str, new: str) -> None:
    old = content[part]
    assert isinstance(old, bytes)
    content[part] = old.decode().replace(before, new + before)
