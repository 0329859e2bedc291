"""What is read from a workbook: ordinary ones against a second reader, odd ones by hand."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from html import unescape
from pathlib import Path
from subprocess import run

import openpyxl
import pytest
import xlsxwriter
import xlwt

from tests.workbooks.packages import MAIN, OFFICE, packed, parts, relations, sheet, strings
from workbooks.files.open_file import open_workbook
from workbooks.grid import Area, ErrorValue, Grid, NeverCalculated
from workbooks.number_formats.built_in import BUILT_IN


def opened(tmp_path: Path, content: dict[str, str | bytes]) -> Grid:
    path = tmp_path / "表.xlsx"
    path.write_bytes(packed(content))
    grids = open_workbook(path)
    assert isinstance(grids, tuple), grids
    return grids[0]


def styled(*codes: str, custom: str = "") -> str:
    """A styles part whose styles 0, 1 … have these number format ids."""
    xfs = "".join(f'<xf numFmtId="{code}"/>' for code in codes)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{xfs}</cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="164" formatCode="yyyy"/></dxf></dxfs></styleSheet>'
    )


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    form = book.add_worksheet("自评表")
    border = book.add_format({"border": 1})
    percent = book.add_format({"num_format": "0.00%", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy/m/d h:mm"})
    clock = book.add_format({"num_format": "h:mm:ss"})
    form.merge_range("A1:I1", "项目支出绩效自评表", border)
    for row in range(2, 40):
        form.write_string(row, 0, f"指标{row}", border)
        form.write_string(row, 1, "=100.00(%)", border)
        form.write_number(row, 2, row * 1.25, border)
        form.write_number(row, 3, row / 40, percent)
        form.write_formula(row, 4, f"=C{row + 1}*2", border, row * 2.5)
        form.write_blank(row, 5, None, border)
        form.write_boolean(row, 6, row % 2 == 0)
    form.write_formula("B42", "=1/0", border, "#DIV/0!")
    form.write_datetime("C42", datetime(2024, 12, 31), day)
    form.write_datetime("D42", datetime(2024, 12, 31, 8, 30), moment)
    form.write_datetime("E42", time(8, 30, 15), clock)
    form.write_rich_string("F42", "甲", border, "乙", " 丙 ")
    form.write_string("G42", "两行\n字\r尾 ")
    form.write_string("H42", "_x0041_")
    form.set_row(5, None, None, {"hidden": True})
    form.set_column("H:I", None, None, {"hidden": True})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=自评表!$C$3:$C$9"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("藏").hide()
    book.add_worksheet("深藏").very_hidden()
    book.close()
    return path


def test_an_ordinary_workbook_reads_as_a_second_reader_reads_it(rich: Path) -> None:
    second = openpyxl.load_workbook(rich, data_only=True)["自评表"]
    expected = {
        (cell.row, cell.column): float(cell.value)
        if isinstance(cell.value, int) and not isinstance(cell.value, bool)
        else cell.value
        for row in second.iter_rows(max_row=41)
        for cell in row
        if cell.value is not None
    }
    # openpyxl has no error values, no dates apart from moments, and keeps escapes.
    expected |= {
        (42, 2): ErrorValue("#DIV/0!"),
        (42, 3): date(2024, 12, 31),
        (42, 4): datetime(2024, 12, 31, 8, 30),
        (42, 5): time(8, 30, 15),
        (42, 6): "甲乙 丙 ",
        (42, 7): "两行\n字\r尾 ",
        (42, 8): "_x0041_",
    }

    grids = open_workbook(rich)

    assert grids == (
        Grid(
            sheet="自评表",
            values=expected,
            formats={(row, 4): "0.00%" for row in range(3, 41)}
            | {(42, 3): "yyyy-mm-dd", (42, 4): "yyyy/m/d h:mm", (42, 5): "h:mm:ss"},
            merges=(Area(1, 1, 1, 9),),
            hidden_rows=frozenset({6}),
            hidden_columns=frozenset({8, 9}),
        ),
        Grid(sheet="藏", values={}, hidden=True),
        Grid(sheet="深藏", values={}, hidden=True),
    )


def test_reading_leaves_the_file_as_it_was(rich: Path) -> None:
    before = rich.read_bytes(), rich.stat().st_mtime_ns

    open_workbook(rich)

    assert (rich.read_bytes(), rich.stat().st_mtime_ns) == before


def test_a_file_without_write_permission_is_read(rich: Path) -> None:
    rich.chmod(0o400)

    grids = open_workbook(rich)

    assert isinstance(grids, tuple)


def test_the_extension_does_not_matter(rich: Path) -> None:
    expected = open_workbook(rich)
    renamed = rich.rename(rich.with_suffix(".xls"))

    grids = open_workbook(renamed)

    assert grids == expected


def test_blank_empty_error_and_never_calculated_stay_apart(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"/><c r="B1" s="0"/><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><f>D2*2</f></c>'
        '<c r="F1"><f>D2*2</f><v/></c><c r="G1"><f t="shared" ref="G1:G2" si="0">A1+1</f></c>'
        '<c r="H1"><f>1+1</f><v>2</v></c><c r="I1"><v/></c><c r="J1" t="s"><v>1</v></c>'
        '<c r="K1" t="b"><f>1=1</f><v>1</v></c><c r="L1" t="str"><f>A1</f></c>'
        '<c r="M1" t="inlineStr"><is><t/></is></c></row>'
        '<row r="2"><c r="G2"><f t="shared" si="0"/></c>'
        '<c r="H2"><f t="shared" si="1"/><v>5</v></c></row>'
    )
    content = parts(sheet(rows), strings=strings("<si><t>甲</t></si><si><t/></si>"))

    grid = opened(tmp_path, content)

    assert grid == Grid(
        sheet="表",
        values={
            (1, 3): "",
            (1, 4): ErrorValue("#DIV/0!"),
            (1, 5): NeverCalculated("=D2*2"),
            (1, 6): NeverCalculated("=D2*2"),
            (1, 7): NeverCalculated("=A1+1"),
            (1, 8): 2.0,
            (1, 10): "",
            (1, 11): True,
            (1, 12): NeverCalculated("=A1"),
            (1, 13): "",
            (2, 7): NeverCalculated(""),
            (2, 8): 5.0,
        },
    )


def test_texts_keep_what_excel_keeps(tmp_path: Path) -> None:
    items = (
        "<si><t>\n  甲  </t></si>"
        '<si><t xml:space="preserve"> 乙 </t></si>'
        "<si><r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r>"
        '<rPh sb="0" eb="1"><t>ㄘㄨ</t></rPh><phoneticPr fontId="1"/></si>'
        "<si><t>行_x000D_尾_x005F_x000D_</t></si>"
        "<si><t>𠮷_xD842__xDFB7_</t></si><si/>"
    )
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(6))
    inline = "<c t='inlineStr'><is><r><t>内</t></r><r><t>联</t></r><rPh><t>注</t></rPh></is></c>"
    content = parts(sheet(f"<row>{cells}{inline}</row>"), strings=strings(items))

    grid = opened(tmp_path, content)

    assert list(grid.values.items()) == [
        ((1, 1), "甲"),
        ((1, 2), " 乙 "),
        ((1, 3), "粗细"),
        ((1, 4), "行\r尾_x000D_"),
        ((1, 5), "𠮷𠮷"),
        ((1, 6), ""),
        ((1, 7), "内联"),
    ]


def test_cells_and_rows_without_addresses_count_on(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="4"><c r="C4"><v>4</v></c><c><v>5</v></c></row>'
        "<row><c><v>6</v></c></row>"
    )

    grid = opened(tmp_path, parts(sheet(rows, before='<dimension ref="A1:B1"/>')))

    assert grid.values == {(1, 1): 1.0, (1, 3): 3.0, (4, 3): 4.0, (4, 4): 5.0, (5, 1): 6.0}


@pytest.mark.parametrize(
    ("number_format", "serial", "expected"),
    [
        ("14", "45292", date(2024, 1, 1)),
        ("14", "45292.5", datetime(2024, 1, 1, 12)),
        ("14", "59", date(1900, 2, 28)),
        ("14", "61", date(1900, 3, 1)),
        ("22", "45292", datetime(2024, 1, 1)),
        ("20", "0.5", time(12)),
        ("21", "1.5", datetime(1900, 1, 1, 12)),
        ("46", "0.25", time(6)),
        ("27", "45292", date(2024, 1, 1)),
        ("31", "45292", date(2024, 1, 1)),
        ("32", "0.75", time(18)),
        ("36", "45292", date(2024, 1, 1)),
        ("50", "45292", date(2024, 1, 1)),
        ("55", "0.75", time(18)),
        ("58", "45292", date(2024, 1, 1)),
        ("yyyy&quot;年&quot;m&quot;月&quot;", "45292", date(2024, 1, 1)),
        ("[$-804]yyyy\\-mm\\-dd;@", "45292", date(2024, 1, 1)),
        ("YYYY-MM-DD HH:MM", "45292.000694444445", datetime(2024, 1, 1, 0, 1)),
        ("mmm", "45292", date(2024, 1, 1)),
    ],
)
def test_number_formats_make_dates(
    tmp_path: Path, number_format: str, serial: str, expected: object
) -> None:
    custom = f'<numFmt numFmtId="164" formatCode="{number_format}"/>'
    styles = styled("0", number_format if number_format.isdigit() else "164", custom=custom)

    grid = opened(tmp_path, parts(sheet(f'<row><c s="1"><v>{serial}</v></c></row>'), styles=styles))

    code = unescape(number_format)
    code = BUILT_IN[int(code)] if code.isdigit() else code
    assert (grid.values, grid.formats) == ({(1, 1): expected}, {(1, 1): code})


@pytest.mark.parametrize(
    ("number_format", "serial", "code"),
    [
        ("2", "90.5", "0.00"),
        ("4", "90.5", "#,##0.00"),
        ("9", "0.9", "0%"),
        ("10", "0.9", "0.00%"),
        ("49", "90", "@"),
        ("14", "-1", "yyyy/m/d"),
        ("14", "60", "yyyy/m/d"),
        ("14", "2958466", "yyyy/m/d"),
        ("46", "1.5", "[h]:mm:ss"),
        ("0.00&quot;days&quot;", "3", '0.00"days"'),
        ("[Red]0.00_d\\m", "3", "[Red]0.00_d\\m"),
        ("0.0E+00", "3", "0.0E+00"),
    ],
)
def test_number_formats_of_numbers_are_told(
    tmp_path: Path, number_format: str, serial: str, code: str
) -> None:
    custom = f'<numFmt numFmtId="164" formatCode="{number_format}"/>'
    styles = styled("0", number_format if number_format.isdigit() else "164", custom=custom)

    grid = opened(tmp_path, parts(sheet(f'<row><c s="1"><v>{serial}</v></c></row>'), styles=styles))

    assert (grid.values, grid.formats) == ({(1, 1): float(serial)}, {(1, 1): code})


def test_the_1904_epoch_and_written_dates(tmp_path: Path) -> None:
    rows = (
        '<row><c s="1"><v>1</v></c><c t="d"><v>2024-05-01</v></c>'
        '<c t="d"><v>2024-05-01T08:00:00Z</v></c><c t="d"><v>08:30:00</v></c></row>'
    )
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="true"/>'
        '<sheets><sheet name="表" r:id="rId1"/></sheets></workbook>'
    )

    grid = opened(tmp_path, parts(sheet(rows), styles=styled("0", "14"), workbook=workbook))

    assert grid.values == {
        (1, 1): date(1904, 1, 2),
        (1, 2): date(2024, 5, 1),
        (1, 3): datetime(2024, 5, 1, 8),
        (1, 4): time(8, 30),
    }


def test_a_number_that_is_none_stays_as_written(tmp_path: Path) -> None:
    cells = "".join(f"<c><v>{text}</v></c>" for text in ("1,5", "NaN", "1e999", "1_0", " 2 "))

    grid = opened(tmp_path, parts(sheet(f"<row>{cells}</row>")))

    assert list(grid.values.values()) == ["1,5", "NaN", "1e999", "1_0", 2.0]


EXPECTED = Grid(
    sheet="表", values={(1, 1): "甲", (1, 2): 1.0}, merges=(Area(1, 1, 2, 1), Area(3, 1, 3, 1))
)
PLAIN = sheet(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>',
    '<mergeCells count="2"><mergeCell ref="A1:A2"/><mergeCell ref="A3"/></mergeCells>',
)


def test_prefixed_namespaces(tmp_path: Path) -> None:
    prefixed = PLAIN.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")

    grid = opened(tmp_path, parts(prefixed))

    assert grid == EXPECTED


def test_strict_ooxml(tmp_path: Path) -> None:
    strict = {
        name: str(data)
        .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, data in parts(PLAIN).items()
    }

    grid = opened(tmp_path, strict)

    assert grid == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "gb18030", "gb2312"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-le").removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>'
    content = parts(
        (text + PLAIN).encode(encoding),
        strings=(text + strings("<si><t>甲</t></si>")).encode(encoding),
    )

    grid = opened(tmp_path, content)

    assert grid == EXPECTED


def test_absolute_targets_back_slashes_and_other_case(tmp_path: Path) -> None:
    content = parts(PLAIN)
    content["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "/xl/Worksheets/Sheet1.xml"), ("sharedStrings", "..\\xl\\SharedStrings.xml")
    )
    content["_rels/.rels"] = relations(("officeDocument", "/xl/workbook.xml"))
    slashed = {name.replace("/", "\\"): data for name, data in content.items()}

    grid = opened(tmp_path, slashed)

    assert grid == EXPECTED


def test_a_workbook_without_strings_styles_and_root_relations(tmp_path: Path) -> None:
    content = parts(sheet('<row><c s="7"><v>1</v></c></row>'))
    for name in ("_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml"):
        del content[name]

    grid = opened(tmp_path, content)

    assert grid == Grid(sheet="表", values={(1, 1): 1.0})


def test_a_legacy_workbook(tmp_path: Path) -> None:
    path = tmp_path / "旧表.xlsx"
    book = xlwt.Workbook()
    form = book.add_sheet("自评表")
    form.write_merge(0, 0, 0, 2, "绩效自评表")
    form.write(1, 0, 90.5, xlwt.easyxf(num_format_str="0.00%"))
    form.write(1, 1, 90)
    form.write(1, 2, date(2024, 5, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    form.write(1, 3, True)
    form.row(1).set_cell_error(4, 0x2A)
    form.write(1, 5, None, xlwt.easyxf("font: bold on"))
    form.write(1, 6, xlwt.Formula("1+1"))
    form.row(4).hidden = True
    form.col(3).hidden = True
    book.add_sheet("藏").visibility = 2
    book.save(str(path))

    grids = open_workbook(path)

    assert grids == (
        Grid(
            sheet="自评表",
            values={
                (1, 1): "绩效自评表",
                (2, 1): 90.5,
                (2, 2): 90.0,
                (2, 3): date(2024, 5, 1),
                (2, 4): True,
                (2, 5): ErrorValue("#N/A"),
                # xlwt leaves the calculating to Excel, which shows 2.
                (2, 7): NeverCalculated(""),
            },
            formats={(2, 1): "0.00%", (2, 3): "yyyy-mm-dd"},
            merges=(Area(1, 1, 1, 3),),
            hidden_rows=frozenset({5}),
            hidden_columns=frozenset({4}),
        ),
        Grid(sheet="藏", values={}, hidden=True),
    )


def test_an_xlsx_imports_no_reader_library(rich: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from workbooks.files.open_file import open_workbook;"
        "open_workbook(Path(sys.argv[1]));"
        "print(sorted({'xlrd', 'openpyxl', 'pandas', 'xlsxwriter'} & set(sys.modules)))"
    )

    done = run([sys.executable, "-c", program, rich], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
