"""报送版: whatever a workbook brings along, its copy is only what one sees, cell by cell."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests import drawn
from tests.thinned import thinned
from tests.workbooks import layouts
from tests.workbooks.packages import MAIN, OFFICE, packed, parts, sheet, strings
from tests.workbooks.pictures import jpeg, png
from tests.workbooks.rich import MARK, SECRETS, live, rich
from workbooks.files.open_file import grids, open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import Grid
from workbooks.reading.from_texts import published_forms
from workbooks.values_copy.compare import uncalculated, unlike
from workbooks.values_copy.drawing_parts import picture_values
from workbooks.values_copy.sheet_part import Kept, is_own, sheet_values
from workbooks.values_copy.values_only import Copy, values_only
from workbooks.values_copy.workbook_part import workbook_values

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(
    path for room in ("samples", "templates") for path in (ROOT / "workbooks" / room).glob("*.xls?")
)
LOCAL = dict(layouts.forms())
FORM = LOCAL["sichuan/1"]

FORBIDDEN = re.compile(
    r"<(?:\w+:)?f[ />]|vbaProject|macroEnabled|externalLink|externalReference|TargetMode"
    r"|connection|comment|person|printerSettings|absPath|fileSharing|userName|mailto|https://a"
    r"|customXml|dataValidation|sparkline|<scenario|customSheetView|protectedRange|codeName"
    r"|[pP]assword=|hashValue|textlink|macro=|hlinkClick|descr=|graphicFrame|chart|creator"
    r"|lastModifiedBy|Application|metadata\.xml| cm=|state=\"[hv]|绩效核查"
)


def handed(raw: bytes, folder: Path, **least: int) -> tuple[Copy, Path]:
    """The copy of all visible sheets, written and read back; every cell of it is compared."""
    source = grids(raw)
    assert not isinstance(source, Refusal)
    wanted = {grid.sheet: least.get(grid.sheet, 0) for grid in source if not grid.hidden}
    copy = values_only(raw, wanted, MARK)
    assert isinstance(copy, Copy), copy
    path = folder / "报送版.xlsx"
    path.write_bytes(copy.parts.archive())
    again = read(path)
    assert [grid.sheet for grid in again] == list(copy.last)
    by_name = {grid.sheet: grid for grid in source}
    for grid in again:
        assert unlike(by_name[grid.sheet], grid, copy.last[grid.sheet]) == ()
    assert forbidden(path) == []
    return copy, path


def read(path: Path) -> tuple[Grid, ...]:
    """The sheets of a file that can be read."""
    found = open_workbook(path)
    assert not isinstance(found, Refusal)
    return found


def forbidden(path: Path) -> list[tuple[str, str]]:
    """What of the forbidden things is anywhere in a package, and in which part."""
    found = []
    with ZipFile(path) as package:
        for name in package.namelist():
            data = package.read(name)
            text = data.decode("utf-8", "replace")
            found += [(name, match) for match in FORBIDDEN.findall(f"{name}\n{text}")]
            found += [
                (name, secret)
                for secret in SECRETS
                if secret.encode() in data or secret.encode("utf-16-le") in data
            ]
    return found


def look(path: Path | BytesIO, last: dict[str, int]) -> dict[str, Any]:
    """How sheets look to another reader: sizes, merges, print settings, and each cell's style."""
    book = openpyxl.load_workbook(path)
    return {
        name: {
            "cells": {
                cell.coordinate: str(
                    (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format)
                )
                for (_, at), cell in sorted(book[name]._cells.items())
                if at <= column
            },
            "widths": {
                k: (d.width, d.hidden)
                for k, d in book[name].column_dimensions.items()
                if len(k) == 1  # further ones are a template's own steps
            },
            "heights": {k: (d.height, d.hidden) for k, d in book[name].row_dimensions.items()},
            "merges": sorted(map(str, book[name].merged_cells.ranges)),
            "printed": (
                book[name].print_area,
                book[name].print_title_rows,
                book[name].page_setup.paperSize,
                book[name].oddHeader.center.text,
                book[name].oddFooter.center.text,
            ),
        }
        for name, column in last.items()
    }  # fmt: skip


# --- every look ---


@pytest.mark.parametrize("name", thinned(LOCAL))
def test_a_local_form_with_formulas_keeps_its_values_and_its_look(
    name: str, tmp_path: Path
) -> None:
    raw = live(LOCAL[name])
    with ZipFile(BytesIO(raw)) as package:
        assert b"<f>" in package.read("xl/worksheets/sheet1.xml")

    copy, path = handed(raw, tmp_path)

    assert look(path, dict(copy.last)) == look(BytesIO(raw), dict(copy.last))
    assert [layouts.readings(grid) for grid in read(path)] == [layouts.expected(name)]


@pytest.mark.parametrize("path", thinned(SHIPPED, every=4), ids=lambda path: path.name)
def test_what_ships_keeps_its_values_and_its_look(path: Path, tmp_path: Path) -> None:
    copy, made = handed(path.read_bytes(), tmp_path)

    assert look(made, dict(copy.last)) == look(path, dict(copy.last))


@pytest.mark.parametrize("ending", ["xlsm", "xlsx"])
@pytest.mark.parametrize("number", [0, 4])
def test_a_filled_template_without_what_stands_right_of_it(
    number: int, ending: str, tmp_path: Path
) -> None:
    source = tmp_path / f"filled.{ending}"
    form = published_forms()[number]
    drawn.write(form, source)

    copy, made = handed(source.read_bytes(), tmp_path)

    beside = {"自评表": 8, "申报表": 6}[form.sheet]
    assert copy.last[form.sheet] == beside
    shown = openpyxl.load_workbook(source, data_only=True)[form.sheet]
    sent = openpyxl.load_workbook(made)[form.sheet]
    assert sent.max_column == beside
    assert [[cell.value for cell in row] for row in sent.iter_rows()] == [
        [cell.value for cell in row[:beside]] for row in shown.iter_rows(max_row=sent.max_row)
    ]


# --- everything that must stay behind ---


def test_nothing_of_a_rich_workbook_stays_but_what_is_seen(tmp_path: Path) -> None:
    raw = rich(FORM)
    source = tmp_path / "源.xlsm"
    source.write_bytes(raw)
    assert {secret for _, secret in forbidden(source)} >= {*SECRETS, "vbaProject", "externalLink"}

    copy, path = handed(raw, tmp_path)

    with ZipFile(path) as package:
        assert sorted(package.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/core.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/drawings/_rels/drawing1.xml.rels",
            "xl/drawings/_rels/drawing3.xml.rels",
            "xl/drawings/drawing1.xml",
            "xl/drawings/drawing3.xml",
            "xl/media/image1.png",
            "xl/media/image3.png",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/theme/theme1.xml",
            "xl/workbook.xml",
            "xl/worksheets/_rels/sheet2.xml.rels",
            "xl/worksheets/_rels/sheet5.xml.rels",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet4.xml",
            "xl/worksheets/sheet5.xml",
        ]
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert copy.left_out == (
        "隐藏的工作表「底稿」",
        "批注",
        "隐藏的工作表「深藏」",
        "工作表「图」",
        "表格样式（超级表）",
        "宏",
        "外部链接",
        "数据连接",
        "单元格里的图片",
        "公式 49 处（结果保留为数值）",
        "打印区域右边的内容 2 格",
        "方案",
        "用到别处内容的条件格式 1 条",
        "填写提示和下拉列表",
        "链接 2 处",
        "页眉页脚里的图片",
        "迷你图",
        "图表、控件等图形 2 个",
        "筛选按钮",
    )


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_what_a_rich_workbook_shows_is_still_there(tmp_path: Path) -> None:
    raw = rich(FORM)

    copy, path = handed(raw, tmp_path)

    assert look(path, dict(copy.last)) == look(BytesIO(raw), dict(copy.last))
    book = openpyxl.load_workbook(path)
    assert (book.sheetnames, book.active.title) == (
        [FORM.sheet, "附表", "测算"],
        FORM.sheet,
    )
    form = book.active
    ours = [
        (str(area.sqref), rule.type) for area in form.conditional_formatting for rule in area.rules
    ]
    assert ours == [("A1:B9", "expression"), ("C1:C9", "dataBar"), ("D1:D9", "iconSet")]
    assert {
        cell.coordinate: cell.hyperlink.location for row in form for cell in row if cell.hyperlink
    } == {"B102": f"'{FORM.sheet}'!A1"}
    with ZipFile(path) as package:
        assert package.read("xl/media/image1.png") == png("")
        assert "审核意见：同意" in package.read("xl/drawings/drawing1.xml").decode()
        texts = package.read("xl/worksheets/sheet2.xml").decode()
    assert '<c r="B111" t="str"><v>甲&gt;</v></c>' in texts
    assert '<c r="B110" t="e"><v>#DIV/0!</v></c>' in texts
    assert "x14:dataBar" in texts
    assert form.protection.sheet is True
    assert book.security.lockStructure is True


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    raw = rich(FORM)
    (tmp_path / "又").mkdir()

    one, other = handed(raw, tmp_path)[1], handed(raw, tmp_path / "又")[1]

    assert one.read_bytes() == other.read_bytes()


def test_a_copy_of_a_copy_is_that_copy(tmp_path: Path) -> None:
    first = handed(rich(FORM), tmp_path)[1].read_bytes()

    copy, again = handed(first, tmp_path)

    assert again.read_bytes() == first
    assert copy.left_out == ()


# --- as other programs write it ---

_ROWS = (
    '<x:row r="1"><x:c r="A1" t="s"><x:f>B1</x:f><x:v>0</x:v></x:c>'
    '<x:c r="B1"><x:f a="1>0"><![CDATA[1<2]]></x:f><x:v>2</x:v></x:c></x:row>'
)


def test_prefixes_stay_as_they_are(tmp_path: Path) -> None:
    noted = f"<!-- 作者某某 --><x:sheetData>{_ROWS}</x:sheetData>"
    text = f'<x:worksheet xmlns:x="{MAIN}">{noted}</x:worksheet>'

    _, path = handed(packed(parts(text)), tmp_path)

    with ZipFile(path) as package:
        assert package.read("xl/worksheets/sheet1.xml").decode() == (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
            '<x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row>'
            "</x:sheetData></x:worksheet>"
        )


@pytest.mark.parametrize("encoding", ["utf-16", "gbk", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    row = '<row><c t="inlineStr"><is><t>绩效</t></is></c><c><f>1</f><v>1</v></c></row>'

    _, path = handed(packed(parts((declared + sheet(row)).encode(encoding))), tmp_path)

    assert [grid.values for grid in read(path)] == [{(1, 1): "绩效", (1, 2): 1.0}]


def test_the_strict_kind_stays_strict(tmp_path: Path) -> None:
    made = {
        name: data.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in parts(
            sheet('<row r="1"><c r="A1" t="s"><f>B1</f><v>0</v></c></row>')
        ).items()
        if isinstance(data, str)
    }

    _, path = handed(packed(dict(made)), tmp_path)

    with ZipFile(path) as package:
        relations = package.read("_rels/.rels").decode()
    assert "purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" in relations


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView activeTab="7"/>'
        '</bookViews><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1:$B$2</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">OFFSET(表!$A$1,0,0)</definedName>'
        "</definedNames></workbook>"
    )
    cells = '<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c r="E1" t="s"><v>0</v></c></row>'
    raw = packed(
        parts(
            sheet(cells, '<mergeCells count="1"><mergeCell ref="C2:D2"/></mergeCells>'),
            workbook=book,
        )
    )

    narrow, path = handed(raw, tmp_path)
    shown = [grid.values for grid in read(path)]
    wide, _ = handed(raw, tmp_path, 表=3)

    assert (dict(narrow.last), shown) == ({"表": 2}, [{(1, 1): 1.0, (1, 2): 2.0}])
    assert narrow.left_out == ("打印区域右边的内容 2 格",)
    assert (dict(wide.last), wide.left_out) == ({"表": 3}, ("打印区域右边的内容 1 格",))
    narrow, path = handed(raw, tmp_path)
    with ZipFile(path) as package:
        assert "甲" not in package.read("xl/sharedStrings.xml").decode()
        assert "OFFSET" not in package.read("xl/workbook.xml").decode()
        assert 'activeTab="0"' in package.read("xl/workbook.xml").decode()


@pytest.mark.parametrize(
    ("area", "last"),
    [("表!$A:$B", 2), ("表!$1:$9", 16384), ("'表'!$A$1:$C$2,'表'!$A$5", 3), ("[1]表!$A$1", 16384)],
)
def test_the_print_area_may_be_columns_rows_or_several(
    area: str, last: int, tmp_path: Path
) -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1"'
        ' r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Area"'
        f' localSheetId="0">{area}</definedName></definedNames></workbook>'
    )

    copy, _ = handed(
        packed(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), workbook=book)), tmp_path
    )

    assert dict(copy.last) == {"表": last}


# --- what is hostile ---


def with_drawing(drawing: str | bytes, picture: bytes = b"") -> bytes:
    """A workbook with a drawing that shows a picture."""
    body = sheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<drawing r:id="rId1"/>')

    def link(kind: str, target: str) -> str:
        return (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        )

    return packed(
        parts(body)
        | {
            "xl/worksheets/_rels/sheet1.xml.rels": link("drawing", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": link("image", "../media/image1.png"),
            "xl/media/image1.png": picture,
        }
    )


_PICTURE = (
    '<d:wsDr xmlns:d="d" xmlns:r="{office}"><d:oneCellAnchor><d:from><d:col>0</d:col></d:from>'
    '<d:pic><d:blip r:embed="rId1"{more}/></d:pic></d:oneCellAnchor></d:wsDr>'
)


@pytest.mark.parametrize(
    ("picture", "more", "stays"),
    [
        (png(""), "", True),
        (b"\xd0\xcf\x11\xe0 no picture", "", False),
        (png(""), ' r:link="rId9"', False),
        (png(""), ' hidden="1"', False),
    ],
    ids=["picture", "something else", "linked", "hidden"],
)
def test_only_a_picture_that_is_seen_is_one(
    picture: bytes, more: str, stays: bool, tmp_path: Path
) -> None:
    copy, path = handed(with_drawing(_PICTURE.format(office=OFFICE, more=more), picture), tmp_path)

    with ZipFile(path) as package:
        assert ("blip" in package.read("xl/drawings/drawing1.xml").decode()) is stays
    assert copy.left_out == (() if stays else ("图表、控件等图形 1 个",))


@pytest.mark.parametrize(
    "drawing",
    [
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        "<a><b></a>",
        "<a>" + "<!-- 甲" * 9_000,
        "<a><oneCellAnchor>" + "<a>" * 9_000 + "</a>" * 9_000 + "</oneCellAnchor></a>",
        b"<a>\xff</a>",
        "<a><oneCellAnchor><from><col>x</col></from></oneCellAnchor></a>",
        "",
    ],
    ids=["entities", "unclosed", "comments", "deep", "no UTF-8", "no number", "empty"],
)
def test_a_drawing_that_is_no_xml_is_refused(drawing: str | bytes) -> None:
    found = values_only(with_drawing(drawing), {"表": 0}, MARK)

    assert isinstance(found, Refusal)
    assert found.reason is Reason.DAMAGED


def test_what_is_no_package_is_refused() -> None:
    assert isinstance(values_only(b"\xd0\xcf\x11\xe0", {}, MARK), Refusal)


# --- piece by piece ---

_X14 = (
    "<extLst><ext><conditionalFormattings><conditionalFormatting><cfRule><f>{}</f></cfRule>"
    "<sqref>{}</sqref></conditionalFormatting></conditionalFormattings></ext></extLst>"
)


def rooted(name: str, inside: str) -> bytes:
    """A part with all the prefixes that its pieces have."""
    bound = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in ("r", "v", "x14", "xm"))
    return f"<{name}{bound}>{inside}</{name}>".encode()


_RULES = "<conditionalFormatting sqref='{}'>{}</conditionalFormatting>"
_RULE = "<cfRule><formula>{}</formula></cfRule>"
_LIMIT = '<cfRule><cfvo type="formula" val="{}"/></cfRule>'
_LINKS = "<hyperlinks>{}</hyperlinks>"
_HERE = '<hyperlink ref="A1" location="表!A1"/>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<sheetPr codeName="Sheet1" filterMode="1"/>', '<sheetPr filterMode="1"/>'),
        ('<sheetViews><v:sheetView tabSelected="1" zoom="9"/></sheetViews>',
         '<sheetViews><v:sheetView zoom="9"/></sheetViews>'),
        ('<dimension ref="A1:Z9"/>', ""),
        ('<pageSetup paperSize="9" r:id="rId1"/>', '<pageSetup paperSize="9"/>'),
        ('<sheetProtection algorithmName="SHA-512" hashValue="x" saltValue="y" spinCount="1"'
         ' sheet="1"/>', '<sheetProtection sheet="1"/>'),
        ('<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="I1:J1"/></mergeCells>',
         '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        ('<mergeCells count="1"><mergeCell ref="I1:J1"/></mergeCells>', ""),
        (_LINKS.format(_HERE), _LINKS.format(_HERE)),
        (_LINKS.format(_HERE.replace("/>", ' r:id="rId1"/>')), ""),
        (_LINKS.format(_HERE.replace("表!", "底稿!")), ""),
        (_LINKS.format(_HERE.replace("表!A1", "内部")), ""),
        (_LINKS.format(_HERE.replace('ref="A1"', 'ref="I1"')), ""),
        (_RULES.format("A1 I1", _RULE.format("A1&gt;1")), None),
        (_RULES.format("I1:J2", _RULE.format("A1&gt;1")), ""),
        (_RULES.format("A1", _RULE.format("A1&gt;1") + _RULE.format("底稿!A1")),
         _RULES.format("A1", _RULE.format("A1&gt;1"))),
        (_RULES.format("A1", _RULE.format("底稿!A1")), ""),
        (_RULES.format("A1", _LIMIT.format("底稿!A1")), ""),
        (_RULES.format("A1", _LIMIT.format("$A$1")), None),
        (_X14.format("A1", "A1"), None),
        (_X14.format("底稿!A1", "A1"), ""),
        (_X14.format("A1", "I1"), ""),
        ("<extLst><ext><dataValidations/></ext></extLst>", ""),
        ("<drawing r:id='rId1'/><picture r:id='rId2'/>", "<drawing r:id='rId1'/>"),
        ("<headerFooter><oddFooter>&amp;P</oddFooter></headerFooter>", None),
        ("<newest><thing/></newest>", ""),
    ],
)  # fmt: skip
def test_a_piece_of_a_sheet(before: str, after: str | None) -> None:
    kept = Kept({"表"}, {"rId1"}, 8, MARK)

    made = sheet_values(rooted("worksheet", before), kept).part

    assert made == rooted("worksheet", before if after is None else after)


_SHEETS = (
    '<sheets><sheet name="底稿" state="hidden" r:id="rId1"/><sheet name="甲" r:id="rId2"/>'
    '<sheet name="乙&apos;s" r:id="rId3"/></sheets>'
)
_LEFT = '<sheets><sheet name="甲" r:id="rId2"/><sheet name="乙&apos;s" r:id="rId3"/></sheets>'
_NAMES = "<definedNames>{}</definedNames>"
_PRINT = '<definedName name="_xlnm.Print_{}" localSheetId="{}">{}</definedName>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<workbookPr date1904="1" codeName="本簿"/>', '<workbookPr date1904="1"/>'),
        ('<bookViews><workbookView firstSheet="1" activeTab="2"/></bookViews>',
         '<bookViews><workbookView activeTab="1"/></bookViews>'),
        ("<bookViews><workbookView/></bookViews>",
         '<bookViews><workbookView activeTab="0"/></bookViews>'),
        ('<calcPr calcId="9" fullCalcOnLoad="1"/>', '<calcPr calcId="9"/>'),
        ('<workbookProtection lockStructure="1" workbookHashValue="x"/>',
         '<workbookProtection lockStructure="1"/>'),
        (_NAMES.format(_PRINT.format("Area", 1, "甲!$A$1:$B$2")),
         _NAMES.format(_PRINT.format("Area", 0, "甲!$A$1:$B$2"))),
        (_NAMES.format(_PRINT.format("Titles", 2, "'乙''s'!$1:$2,'乙''s'!$A:$A")),
         _NAMES.format(_PRINT.format("Titles", 1, "'乙''s'!$1:$2,'乙''s'!$A:$A"))),
        (_NAMES.format(_PRINT.format("Area", 1, "底稿!$A$1:$B$2")), ""),
        (_NAMES.format(_PRINT.format("Area", 0, "底稿!$A$1:$B$2")), ""),
        (_NAMES.format(_PRINT.format("Area", 9, "甲!$A$1:$B$2")), ""),
        (_NAMES.format('<definedName name="内部">甲!$A$1</definedName>'), ""),
        ("<newest/>", ""),
    ],
)  # fmt: skip
def test_a_piece_of_the_list_of_sheets(before: str, after: str) -> None:
    made = workbook_values(rooted("workbook", _SHEETS + before), {"甲", "乙's"})

    assert made == rooted("workbook", _LEFT + after)


def test_nothing_tells_when_the_file_was_packed(tmp_path: Path) -> None:
    drawn = with_drawing(_PICTURE.format(office=OFFICE, more=""), png(""))

    _, path = handed(drawn, tmp_path)

    with ZipFile(path) as package:
        times = {info.filename: info.date_time for info in package.infolist()}
    assert "xl/drawings/_rels/drawing1.xml.rels" in times
    assert {*times.values()} == {(1980, 1, 1, 0, 0, 0)}


# --- the small rooms ---


def test_a_formula_without_a_result_is_named() -> None:
    raw = packed(parts(sheet('<row r="2"><c r="A2"><f>1</f></c><c r="I2"><f>2</f><v/></c></row>')))
    (grid,) = grids(raw)

    assert (uncalculated(grid, 8), uncalculated(grid, 9)) == (("A2",), ("A2", "I2"))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Grid("表", {(1, 1): 1.0}, {(1, 1): "0.00"}), ()),
        (Grid("表", {(1, 1): 1.0}), ("A1",)),
        (Grid("表", {(1, 1): "1"}, {(1, 1): "0.00"}), ("A1",)),
        (Grid("表", {(1, 1): 1.0, (2, 2): ""}, {(1, 1): "0.00"}), ("B2",)),
        (Grid("表", {(1, 1): 1.0}, {(1, 1): "0.00"}, hidden_rows=frozenset({3})), ("隐藏的行",)),
    ],
)
def test_cells_are_compared_with_their_kind_and_their_format(
    other: Grid, said: tuple[str, ...]
) -> None:
    assert unlike(Grid("表", {(1, 1): 1.0, (1, 9): 2.0}, {(1, 1): "0.00"}), other, 8) == said


@pytest.mark.parametrize(
    ("formula", "own"),
    [
        ('IF($A1="甲!乙",SUM(B1:C9)>0,TRUE)', True),
        ("$A:$B", True),
        ("$3:$4", True),
        ("-1.5E+3<=A1%", True),
        ("A1+Sheet2!B1", False),
        ("'甲'!A1", False),
        ("[1]甲!A1", False),
        ("内部", False),
        ("jx_scores", False),
        ("表1[列]", False),
        ('INDIRECT("甲!A1")', False),
        ("JX_SCORE(A1)", False),
        ("A1.B", False),
        ("$A1:$I1", False),
        ("$I:$I", False),
        ("xfd1", False),
    ],
)
def test_which_formulas_stay_on_their_sheet(formula: str, own: bool) -> None:
    assert is_own(formula, 8) is own


@pytest.mark.parametrize(("noted", "bare"), [(png("某某"), png("")), (jpeg("某某"), jpeg(""))])
def test_a_picture_loses_its_notes_and_nothing_else(noted: bytes, bare: bytes) -> None:
    assert (picture_values(noted), picture_values(bare)) == (bare, bare)
    assert picture_values(noted[:20]) == noted[:20] or "某某".encode() not in noted[:20]


def test_strings_of_other_sheets_are_emptied(tmp_path: Path) -> None:
    items = "<si><t>甲</t></si><si><r><t>乙</t></r></si><si/><si><t>丙</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>3</v></c></row>'

    _, path = handed(packed(parts(sheet(rows), strings=strings(items))), tmp_path)

    with ZipFile(path) as package:
        assert package.read("xl/sharedStrings.xml").decode() == strings(
            "<si></si><si></si><si/><si><t>丙</t></si>"
        )
