"""A marked copy of somebody's workbook: what is added, and that nothing else is touched or lost."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests.workbooks import packages
from tests.workbooks.packages import MAIN, OFFICE, packed, relations, sheet
from tests.workbooks.rich import NOTED_CELL, form_grid, rich
from tests.workbooks.rich_parts import PERSON, THREADED_CELL
from workbooks.files import xlsx
from workbooks.files.refusal import Refusal
from workbooks.patching.package_copy import Parts
from workbooks.reading.read_form import read_grid
from workbooks.returned_copy.annotate import (
    CHANGED,
    LIST_PART,
    SHARED,
    STRICT,
    CellMark,
    annotated,
    list_workbook,
    unmarked,
)
from workbooks.returned_copy.list_sheet import FirstSheet, ListEntry, ListLine
from workbooks.returned_copy.marked_styles import Look

pytestmark = pytest.mark.filterwarnings(
    # openpyxl says what it would lose; it only looks here
    "ignore:(Unknown|Data Validation|Conditional Formatting|Sparkline Group) extension",
    "ignore:Workbook contains no default style",
)
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}styles+xml"/></Types>'
)


def line(*entries: ListEntry) -> ListLine:
    return ListLine(entries, 18.0)


def first(*rows: ListLine) -> FirstSheet:
    heads = (("序号", 6.0), ("单元格", 9.0), ("问题与改法", 60.0))
    return FirstSheet(line(ListEntry("请改正")), (), heads, rows, line(ListEntry("签名已去掉")))


def copied(raw: bytes, *marks: CellMark, listing: FirstSheet | None = None) -> bytes:
    """The copy, as the bytes it is written as."""
    copy = annotated(raw, marks, listing or first())
    assert isinstance(copy, bytes), copy
    return copy


def parts(sheet_xml: str | bytes, **others: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, complete enough for openpyxl."""
    return packages.parts(sheet_xml, **others) | {"[Content_Types].xml": TYPES}


def one(sheet_xml: str | bytes, *marks: CellMark, **others: str | bytes) -> dict[str, bytes]:
    """The parts of the copy of a workbook with one sheet, called 表."""
    return unpacked(copied(packed(parts(sheet_xml, **others)), *marks))


def unpacked(raw: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))


def notes(raw: bytes) -> dict[str, dict[str, tuple[str, str]]]:
    """The notes as openpyxl reads them: sheet -> cell -> author and text."""
    return {
        sheet.title: {
            cell.coordinate: (cell.comment.author, cell.comment.text)
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment
        }
        for sheet in opened(raw).worksheets
    }


def mark(cell: str, text: str = "请改", look: Look = Look.STOP, sheet: str = "表") -> CellMark:
    return CellMark(sheet, cell, text, look)


SHEET = "xl/worksheets/sheet1.xml"
FORM = "xl/worksheets/sheet2.xml"
SHEETS = ["修改清单", "底稿", "自评表", "深藏", "图", "附表", "测算"]


@pytest.fixture(scope="module")
def source() -> bytes:
    return rich(form_grid())


@pytest.fixture(scope="module")
def copy(source: bytes) -> bytes:
    marks = (
        mark(NOTED_CELL, "N601 错误：扣分没有说明。", sheet="自评表"),
        mark(THREADED_CELL, "R505 警告：请核实。", Look.CARE, "自评表"),
        mark("C7", "填的是“约90”。", Look.UNKNOWN, "自评表"),
    )
    row = line(ListEntry(1), ListEntry("G14", None, ("自评表", "G14")), ListEntry("=1+1"))
    return copied(source, *marks, listing=first(row))


# --- nothing lost ---


def test_every_part_is_identical_or_changed_for_a_reason_and_none_is_lost(
    source: bytes, copy: bytes
) -> None:
    before, after = unpacked(source), unpacked(copy)

    lost = before.keys() - after.keys()
    changed = {name for name in before if name not in lost and before[name] != after[name]}
    added = after.keys() - before.keys()

    assert lost == set()
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        FORM,
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/threadedComments/threadedComment1.xml",
        "xl/persons/person.xml",
    }
    assert added == {LIST_PART}
    assert len(before) - len(changed) == 41


def test_unchanged_parts_are_not_even_packed_anew(source: bytes, copy: bytes) -> None:
    before, after = Parts(source).package, Parts(copy).package
    same = [name for name in before.entries if before.content(name) == after.content(name)]

    stored = [name for name in same if before.stored(name) == after.stored(name)]

    assert len(stored) == 41
    assert stored == same


def test_of_the_sheet_only_the_marked_cells_and_the_selection_are_changed(
    source: bytes, copy: bytes
) -> None:
    tags = re.compile(rb"<[^>]+>[^<]*")
    before, after = (Counter(tags.findall(unpacked(raw)[FORM])) for raw in (source, copy))

    styles = re.compile(rb's="\d+"')
    gone, new = (
        sorted(styles.sub(b"", tag) for tag in (one - other).elements())
        for one, other in ((before, after), (after, before))
    )

    cells = [b'<c r="C7" >', b'<c r="G14" >']
    assert gone == [
        *cells,
        b'<row r="6" spans="1:10" x14ac:dyDescent="0.25">',
        b'<sheetView tabSelected="1" workbookViewId="0"/>',
    ]
    assert new == [
        *cells,
        b'<c r="I6" />',
        b'<row r="6" x14ac:dyDescent="0.25">',
        b'<sheetView workbookViewId="0"/>',
    ]


def test_what_others_put_into_the_drawing_stays(source: bytes, copy: bytes) -> None:
    before, after = (unpacked(raw)["xl/drawings/vmlDrawing1.vml"] for raw in (source, copy))

    assert after.startswith(before[: before.index(b'data="1"')])
    assert b"<br>" in after
    assert after.count(b"<v:shape ") == before.count(b"<v:shape ") + 1
    assert b'data="1,2"' in after


def test_openpyxl_finds_notes_marks_borders_and_links(source: bytes, copy: bytes) -> None:
    before, after = opened(source)["自评表"], opened(copy)

    form, listing = after["自评表"], after["修改清单"]
    found = {at: form[at].fill.fgColor.rgb for at in ("G14", "I6", "C7", "G15")}
    assert found == {"G14": "FFF8CBAF", "I6": "FFFFEB9E", "C7": "FFE1E0E2", "G15": "00000000"}
    for at in ("G14", "C7"):
        for name in ("border", "font", "alignment", "protection", "number_format", "value"):
            assert repr(getattr(form[at], name)) == repr(getattr(before[at], name))
    assert after.sheetnames == SHEETS
    assert after.active.title == "修改清单"
    assert (listing["C3"].value, listing["C3"].data_type) == ("=1+1", "s")
    assert listing["B3"].hyperlink.location == "'自评表'!G14"


def test_notes_of_others_and_their_authors_are_kept_and_added_to(copy: bytes) -> None:
    found = notes(copy)["自评表"]

    author, text = found[NOTED_CELL]
    assert (author, text) == (
        "批注某某",
        "批注某某\n【退回修改】\nN601 错误：扣分没有说明。\n【完】",
    )
    assert found["C7"] == ("绩效核查", "【退回修改】\n填的是“约90”。\n【完】")


def test_a_thread_is_kept_and_answered(copy: bytes) -> None:
    made = unpacked(copy)

    threads = made["xl/threadedComments/threadedComment1.xml"].decode()
    persons = made["xl/persons/person.xml"].decode()

    assert "<text>会话某某</text>" in threads
    assert re.findall(r'ref="(\w+)"', threads) == [THREADED_CELL] * 2
    assert threads.count("R505 警告：请核实。") == 1
    assert re.findall(r'displayName="(.+?)"', persons) == ["会话某某", "绩效核查"]
    (own,) = set(re.findall(r'personId="(.+?)"', threads)) - {PERSON}
    assert f'id="{own}"' in persons


def test_names_that_belong_to_a_sheet_move_on_with_it(source: bytes, copy: bytes) -> None:
    before, after = opened(source), opened(copy)

    def local(book: Any) -> dict[str, dict[str, str]]:
        return {
            sheet.title: {name: one.attr_text for name, one in sheet.defined_names.items()}
            for sheet in book.worksheets
        }

    assert local(after) == {"修改清单": {}, **local(before)}
    assert local(before)["测算"] == {"本表合计": "测算!$A$2"}
    assert [sheet.print_title_rows for sheet in after.worksheets] == [
        "$2:$2",
        None,
        "$1:$2",
        None,
        None,
        None,
    ]
    assert after["测算"].auto_filter.ref == before["测算"].auto_filter.ref


def test_the_order_of_calculation_still_names_its_sheets(copy: bytes) -> None:
    book = unpacked(copy)["xl/workbook.xml"].decode()

    ids = re.findall(r'<sheet [^>]*?name="(.+?)" sheetId="(\d+)"', book)

    assert ids == list(zip(SHEETS, "7123456", strict=True))


def test_the_same_marks_give_the_same_bytes(source: bytes) -> None:
    marks = (mark("C7", sheet="自评表"),)

    assert copied(source, *marks) == copied(source, *marks)


# --- what a sheet may look like ---

BASE = '<c r="B2" s="0"><v>1</v></c>'


@pytest.mark.parametrize(
    ("rows", "cell", "marked"),
    [
        ('<row><c><v>1</v></c><c s="0" t="n"><v>2</v></c></row>', "B1", '<c s="1" t="n"><v>2</v>'),
        ("<row><c/></row><row><c><v>2</v></c></row>", "A2", '<row><c s="1"><v>2</v></c></row>'),
        (
            '<row r="2"><c r="A2"/><c r="C2"/></row>', "B2",
            '<c r="A2"/><c r="B2" s="1"/><c r="C2"/>',
        ),
        ('<row r="2"><c r="A2"/></row>', "D2", '<c r="A2"/><c r="D2" s="1"/></row>'),
        ('<row r="2" ht="30"/>', "B2", '<row r="2" ht="30"><c r="B2" s="1"/></row>'),
        (
            '<row r="2" spans="1:1"><c r="A2"/></row>', "B2",
            '<row r="2"><c r="A2"/><c r="B2" s="1"/></row>',
        ),
        (
            '<row r="1"/><row r="9"/>', "A4",
            '<row r="1"/><row r="4"><c r="A4" s="1"/></row><row r="9"/>',
        ),
        ('<row r="1"/>', "A4", '<row r="1"/><row r="4"><c r="A4" s="1"/></row></sheetData>'),
        ("", "A4", '<sheetData><row r="4"><c r="A4" s="1"/></row></sheetData>'),
        (
            "<row r='2'><c r='B2' s='0' t='str'><v>a&gt;b</v></c></row>", "B2",
            "<c r='B2' s=\"1\" t='str'>",
        ),
        ('<row r="2"><c r="B2" cm="1" vm="2"><f>1&gt;0</f><v>1</v></c></row>', "B2",
         '<c r="B2" cm="1" vm="2" s="1"><f>1&gt;0</f><v>1</v></c>'),
    ],
)  # fmt: skip
def test_cells_are_found_or_made_however_rows_are_written(
    rows: str, cell: str, marked: str
) -> None:
    made = one(sheet(rows), mark(cell))

    assert marked in made[SHEET].decode()
    assert list(notes(packed(dict(made)))["表"]) == [cell]


def test_several_new_cells_and_rows_come_in_their_order() -> None:
    rows = '<row r="2"><c r="B2"/></row>'

    made = one(sheet(rows), *map(mark, ("D2", "A3", "C2", "A2", "A1", "B4", "A4")))

    written = re.findall(r'<(?:row|c) r="(\w+)"', made[SHEET].decode())
    assert written == ["1", "A1", "2", "A2", "B2", "C2", "D2", "3", "A3", "4", "A4", "B4"]


def test_an_empty_table_that_closes_itself() -> None:
    made = one(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>', mark("B2"))

    assert b'<sheetData><row r="2"><c r="B2" s="1"/></row></sheetData>' in made[SHEET]


def test_prefixed_elements_get_prefixed_neighbours() -> None:
    xml = f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1'/></x:sheetData></x:worksheet>"
    book = (
        f'<x:workbook xmlns:x="{MAIN}" xmlns:q="{OFFICE}"><x:sheets>'
        '<x:sheet name="表" sheetId="7" q:id="rId1"/></x:sheets></x:workbook>'
    )
    styles = f'<x:styleSheet xmlns:x="{MAIN}"/>'

    made = one(xml, mark("B1"), workbook=book, styles=styles)

    assert b'<x:row r=\'1\'><x:c r="B1" s="1"/></x:row>' in made[SHEET]
    assert b"<x:legacyDrawing " in made[SHEET]
    assert b'<x:sheets><x:sheet xmlns:r="' in made["xl/workbook.xml"]
    assert xlsx.sheet_names(packed(dict(made))) == ("修改清单", "表")
    assert opened(packed(dict(made))).sheetnames == ["修改清单", "表"]


def test_merged_cells_are_marked_at_their_first_cell() -> None:
    after = '<mergeCells><mergeCell ref="B2:D4"/></mergeCells>'

    made = one(sheet(f'<row r="2">{BASE}</row>', after), mark("C3"), mark("B2", "再改", Look.CARE))

    assert notes(packed(dict(made)))["表"] == {
        "B2": ("绩效核查", "【退回修改】\n请改\n再改\n【完】")
    }
    assert opened(packed(dict(made)))["表"]["B2"].fill.fgColor.rgb == "FFF8CBAF"


def test_a_cell_that_was_not_there_looks_as_its_row_or_column_did() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf/><xf fontId="5"/><xf fontId="6"/>'
        "</cellXfs></styleSheet>"
    )
    before = '<cols><col min="2" max="3" style="2"/></cols>'
    rows = '<row r="1" s="1" customFormat="1"/><row r="2"/>'

    made = one(sheet(rows, before=before), mark("B1"), mark("B2"), styles=styles)

    marked = re.findall(
        r'<xf fontId="(\d)" fillId="2" applyFill="1"/>', made["xl/styles.xml"].decode()
    )
    assert marked == ["5", "6"]
    assert b'<c r="B1" s="3"/>' in made[SHEET]
    assert b'<c r="B2" s="4"/>' in made[SHEET]


def test_a_style_keeps_all_but_its_fill() -> None:
    own = (
        '<xf numFmtId="164" fontId="3" fillId="4" borderId="2" xfId="0" quotePrefix="1" '
        'applyProtection="1"><alignment wrapText="1"/><protection locked="0"/></xf>'
    )
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs count="1">{own}</cellXfs></styleSheet>'

    made = one(sheet('<row r="2"><c r="B2"/></row>'), mark("B2"), styles=styles)

    expected = own.replace('fillId="4"', 'fillId="2"').replace("><al", ' applyFill="1"><al')
    assert f"{own}{expected}" in made["xl/styles.xml"].decode()


_FILL = '<fill><patternFill patternType="solid"><fgColor {}/><bgColor {}/></patternFill></fill>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('rgb="FF00B050"', 'rgb="FF00B050"'),
        ('theme="4" tint="-0.25"', 'theme="4" tint="-0.25"'),
        ('indexed="13"', 'indexed="13"'),
        ('rgb="{0.__class__}"', None),
        ('indexed="64"', None),
    ],
)
def test_the_colour_that_a_cell_had_comes_back(before: str, after: str | None) -> None:
    fills = "<fill/><fill/>" + _FILL.format(before, 'indexed="64"')
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fills count="3">{fills}</fills><cellXfs count="1">'
        '<xf fillId="2" borderId="7"/></cellXfs></styleSheet>'
    )
    rows = '<row r="2"><c r="B2" s="0"/></row>'
    raw = packed(parts(sheet(rows), styles=styles))

    once = copied(raw, mark("B2"))
    twice = copied(once, mark("B2", look=Look.CARE))
    bare = unmarked(twice)

    assert isinstance(bare, bytes)
    (style,) = re.findall(rb'<c r="B2" s="(\d+)"', unpacked(bare)[SHEET])
    made = unpacked(bare)["xl/styles.xml"].decode()
    number, border = re.findall(r'<xf [^>]*?fillId="(\d+)" borderId="(\d+)"', made)[int(style)]
    fill = re.findall("<fill>.*?</fill>|<fill/>", made)[int(number)]
    assert fill == ("<fill/>" if after is None else _FILL.format(after, 'indexed="64"'))
    assert border == "7"
    assert Look.CARE.ground.encode() in unpacked(twice)["xl/styles.xml"]


def test_the_boxes_are_named_where_the_schema_wants_them() -> None:
    after = (
        '<pageMargins left="1"/><drawing r:id="rId7"/><legacyDrawingHF r:id="rId8"/>'
        '<tableParts count="0"/><extLst/>'
    )

    made = one(sheet("", after), mark("B2"))

    names = re.findall(r"<(\w+)[ /][^<]*", made[SHEET].decode().partition("</sheetData>")[2])
    assert names == [
        "pageMargins", "drawing", "legacyDrawing", "legacyDrawingHF", "tableParts", "extLst",
    ]  # fmt: skip


def test_notes_that_had_no_boxes_get_them() -> None:
    content = parts(sheet(f'<row r="2">{BASE}</row>'))
    content["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("comments", "../comments9.xml"))
    content["xl/comments9.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>甲</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>旧</t></text></comment></commentList></comments>'
    )

    made = unpacked(copied(packed(content), mark("B2"), mark("A1", "另")))

    boxes = re.findall(
        r"<x:Row>(\d+)</x:Row><x:Column>(\d+)", made["xl/drawings/vmlDrawing1.vml"].decode()
    )
    assert boxes == [("0", "0"), ("1", "1")]
    assert notes(packed(dict(made)))["表"] == {
        "A1": ("甲", "旧\n【退回修改】\n另\n【完】"),
        "B2": ("绩效核查", "【退回修改】\n请改\n【完】"),
    }


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_parts_in_other_encodings(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    xml = f'<?xml version="1.0" encoding="{declared}"?>' + sheet(
        '<row r="2"><c r="B2" t="inlineStr"><is><t>项目名称</t></is></c></row>'
    )

    made = one(xml.encode(encoding), mark("B2"))

    copy = packed(dict(made))
    assert opened(copy)["表"]["B2"].value == "项目名称"
    assert list(notes(copy)["表"]) == ["B2"]


def test_without_styles_they_are_made() -> None:
    content = parts(sheet(f'<row r="2">{BASE}</row>'))
    del content["xl/styles.xml"]
    content["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"))

    copy = copied(packed(content), mark("B2"))

    assert opened(copy)["表"]["B2"].fill.fgColor.rgb == "FFF8CBAF"


# --- the workbook around it ---


def book(sheets: str, around: str = "", names: str = "") -> str:
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{around}<sheets>{sheets}</sheets>{names}'
        '<calcPr calcId="1"/></workbook>'
    )


def several(*names: str, around: str = "", defined: str = "") -> dict[str, str | bytes]:
    """A workbook with so many sheets, all of them selected."""
    selected = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    content = parts("", workbook=book(sheets, around, defined))
    kinds = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    content["xl/_rels/workbook.xml.rels"] = relations(*kinds, ("styles", "styles.xml"))
    for number in range(1, len(names) + 1):
        content[f"xl/worksheets/sheet{number}.xml"] = sheet("<row/>", before=selected)
    return content


def test_only_the_list_is_selected() -> None:
    around = '<bookViews><workbookView activeTab="2" firstSheet="1" xWindow="5"/></bookViews>'

    made = unpacked(
        copied(packed(several("甲", "乙", "丙", around=around)), mark("A1", sheet="乙"))
    )

    selected = {name for name, data in made.items() if b"tabSelected" in data}
    assert selected == {LIST_PART}
    assert b'<bookViews><workbookView xWindow="5"/></bookViews>' in made["xl/workbook.xml"]


def test_a_sheet_of_its_name_is_left_alone() -> None:
    copy = copied(packed(several("修改清单", "修改清单(2)")), mark("A1", sheet="修改清单"))

    assert opened(copy).sheetnames == ["修改清单(3)", "修改清单", "修改清单(2)"]
    assert opened(copy)["修改清单(3)"].print_title_rows == "$2:$2"


def test_a_protected_workbook_stays_protected() -> None:
    around = '<workbookProtection workbookPassword="CC1A" lockStructure="1"/>'

    made = unpacked(copied(packed(several("表", around=around)), mark("A1")))

    assert around.encode() in made["xl/workbook.xml"]


def test_names_are_put_where_the_schema_wants_them() -> None:
    made = unpacked(copied(packed(several("表")), mark("A1")))

    order = re.findall(r"<(sheets|definedNames|calcPr|bookViews)", made["xl/workbook.xml"].decode())
    assert order == ["bookViews", "sheets", "definedNames", "calcPr"]


def test_a_signature_is_dropped_and_that_is_told() -> None:
    content = several("表")
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    signed = f'<Relationship Id="rId9" Type="{origin}" Target="_xmlsignatures/o.sigs"/></Rel'
    root = relations(("officeDocument", "xl/workbook.xml"))
    content["_rels/.rels"] = root.replace("</Rel", signed)
    content["_xmlsignatures/o.sigs"] = ""
    content["_xmlsignatures/sig1.xml"] = "<Signature/>"
    content["_xmlsignatures/_rels/o.sigs.rels"] = relations(("signature", "sig1.xml"))

    copy = copied(packed(content), mark("A1"))

    made = unpacked(copy)
    assert [name for name in made if name.startswith("_xmlsig")] == []
    assert b"digital-signature" not in made["_rels/.rels"]
    listing = opened(copy)["修改清单"]
    assert [listing["A1"].value, listing["A2"].value, listing["A3"].value] == [
        "请改正", "签名已去掉", "序号",
    ]  # fmt: skip


def refusal(content: dict[str, str | bytes], *marks: CellMark) -> str:
    refused = annotated(packed(content), marks, first())
    assert isinstance(refused, Refusal)
    return refused.message


def test_what_cannot_be_marked_safely_is_not() -> None:
    strict = several("表")
    strict["xl/workbook.xml"] = (
        f'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    shared = several("表")
    shared["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "worksheets/sheet1.xml"), ("revisionHeaders", "revisions/headers.xml")
    )

    assert refusal(strict, mark("A1")) == STRICT
    assert refusal(shared, mark("A1")) == SHARED
    assert refusal(several("表"), mark("A1", sheet="不在")) == CHANGED


@pytest.mark.parametrize("sentence", [STRICT, SHARED, CHANGED])
def test_refusals_are_whole_sentences(sentence: str) -> None:
    assert re.fullmatch("[^,;:!?()]*。", sentence)
    assert sentence.encode("gbk").decode("gbk") == sentence


def test_a_hostile_list_of_types_is_not_expanded() -> None:
    content = several("表")
    content["[Content_Types].xml"] = '<!DOCTYPE a [<!ENTITY b "c">]><Types>&b;</Types>'

    assert "不应有的定义" in refusal(content, mark("A1"))


def test_a_part_that_cannot_even_be_taken_over_is_refused(source: bytes) -> None:
    entry = Parts(source).package.entries["xl/charts/chart1.xml"]
    at = entry.header_offset

    outcome = annotated(source[:at] + b"XX" + source[at + 2 :], [], first())

    assert isinstance(outcome, Refusal)


def test_many_marks_share_a_few_styles() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(1, 2001))

    made = one(sheet(rows), *(mark(f"A{row}") for row in range(1, 2001)))

    boxes = made["xl/drawings/vmlDrawing1.vml"]
    numbers = re.findall(rb'id="_x0000_s(\d+)"', boxes)
    assert made["xl/comments1.xml"].count(b"<comment ") == 2000
    assert numbers == [str(number).encode() for number in range(1025, 3025)]
    assert b'data="1,2"' in boxes
    assert made["xl/styles.xml"].count(b'fillId="2" borderId="0" applyFill="1"') == 1


def test_texts_are_texts_whatever_they_say() -> None:
    text = '=HYPERLINK("a") <b>&amp; _x000D_ \U0001f4a5 "\''

    copy = copied(
        packed(several("a'b")), mark("A1", text, sheet="a'b"),
        listing=first(line(ListEntry(1), ListEntry("A1", None, ("a'b", "A1")), ListEntry(text))),
    )  # fmt: skip

    listing = opened(copy)["修改清单"]
    kept = text.replace("_x", "_x005F_x")  # so that Excel shows what stands there
    assert (listing["C3"].value, listing["C3"].data_type) == (kept, "s")
    assert listing["B3"].hyperlink.location == "'a''b'!A1"
    assert notes(copy)["a'b"]["A1"][1] == f"【退回修改】\n{kept}\n【完】"


def test_a_sign_that_no_cell_can_hold_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no such sign"):
        annotated(packed(several("表")), [mark("A1", "甲\x07")], first())


# --- a copy that comes back ---


def test_a_copy_that_comes_back_has_the_same_forms_and_its_list_is_none(
    source: bytes, copy: bytes
) -> None:
    before, (listing, *after) = xlsx.grids(source), xlsx.grids(copy)

    assert listing.sheet == "修改清单"
    assert list(read_grid(listing)) == []
    assert after == list(before)
    assert [grid.sheet for grid in after if list(read_grid(grid))] == ["自评表"]


def test_returned_again_it_bears_the_new_marks_only(source: bytes, copy: bytes) -> None:
    again = copied(copy, mark("E15", "新的问题。", sheet="自评表"))

    found = notes(again)["自评表"]
    assert {at: text for at, (_, text) in found.items()} == {
        THREADED_CELL: notes(source)["自评表"][THREADED_CELL][1],
        NOTED_CELL: "批注某某",
        "E15": "【退回修改】\n新的问题。\n【完】",
    }
    form = opened(again)["自评表"]
    assert [form[at].fill.fill_type for at in ("G14", "C7", "I6", "E15")] == [
        None, None, None, "solid",
    ]  # fmt: skip
    assert opened(again).sheetnames == SHEETS
    made, before = unpacked(again), unpacked(source)
    assert "R505" not in made["xl/threadedComments/threadedComment1.xml"].decode()
    assert before.keys() - made.keys() == {"xl/calcChain.xml"}
    boxes = made["xl/drawings/vmlDrawing1.vml"]
    assert (
        boxes.count(b"<v:shape ") == before["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") + 1
    )


def test_a_note_that_somebody_has_answered_keeps_the_answer() -> None:
    copy = unpacked(copied(packed(several("表")), mark("A1", "一"), mark("B1", "二")))
    comments = copy["xl/comments1.xml"].decode().replace("一\n【完】", "一\n【完】已改")
    copy["xl/comments1.xml"] = comments.encode()

    again = copied(packed(dict(copy)), mark("B1", "三"))

    assert {at: text for at, (_, text) in notes(again)["表"].items()} == {
        "A1": "已改",
        "B1": "【退回修改】\n三\n【完】",
    }


def test_our_sheet_is_known_by_its_hidden_name_even_when_renamed() -> None:
    copy = unpacked(copied(packed(several("表")), mark("A1")))
    renamed = copy["xl/workbook.xml"].decode().replace("修改清单", "看过&amp;了")
    copy["xl/workbook.xml"] = renamed.encode()

    again = copied(packed(dict(copy)), mark("A1"))

    assert opened(again).sheetnames == ["修改清单", "表"]


def test_saved_by_another_program_it_is_cleaned_all_the_same(copy: bytes) -> None:
    file = io.BytesIO()
    opened(copy).save(file)

    again = copied(file.getvalue(), mark("E15", sheet="自评表"))

    assert opened(again).sheetnames == SHEETS
    assert set(notes(again)["自评表"]) == {NOTED_CELL, THREADED_CELL, "E15"}


# --- the list on its own ---


def test_the_list_on_its_own() -> None:
    made = opened(
        list_workbook(first(line(ListEntry(1), ListEntry("G14"), ListEntry("请改", Look.STOP))))
    )

    rows = [[cell.value for cell in row] for row in made["修改清单"].iter_rows()]
    assert rows == [["请改正", None, None], ["序号", "单元格", "问题与改法"], [1, "G14", "请改"]]
    assert made["修改清单"].page_setup.orientation == "landscape"
    assert made["修改清单"].freeze_panes == "A3"
