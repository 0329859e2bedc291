"""What the eye sees on a sheet, and what not: covered, struck out, too small, not calculated."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlwt

from tests.workbooks.packages import MAIN, OFFICE, packed, parts, relations, sheet, strings
from workbooks.files.open_file import grids, open_workbook
from workbooks.files.refusal import Reason, Refusal
from workbooks.grid import Grid, NeverCalculated


def opened(content: dict[str, str | bytes]) -> Grid:
    found = grids(packed(content))
    assert isinstance(found, tuple), found
    return found[0]


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(sheets: str = '<sheet name="表" sheetId="1" r:id="rId1"/>', more: str = "") -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>{more}</workbook>'


def styles(*formats: str, fonts: str = "<font/>", xfs: str = "") -> str:
    listed = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(formats)
    )
    own = "".join(f'<xf numFmtId="{164 + n}" fontId="0"/>' for n in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{listed}</numFmts><fonts>{fonts}</fonts>'
        f'<cellXfs><xf numFmtId="0" fontId="0"/>{own}{xfs}</cellXfs></styleSheet>'
    )


def test_what_lies_under_merged_cells_is_not_there() -> None:
    rows = (
        f'<row r="1">{cell("A1", "项目名称")}{cell("B1", "旧")}<c r="C1"><v>7</v></c></row>'
        f'<row r="2">{cell("A2", "底下")}{cell("D2", "外面")}</row>'
    )
    merges = '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'

    grid = opened(parts(sheet(rows, merges)))

    assert grid.values == {(1, 1): "项目名称", (2, 4): "外面"}
    assert grid.unseen == {(1, 2): "旧", (1, 3): "7", (2, 1): "底下"}
    assert grid.covered == frozenset({(1, 2), (1, 3), (2, 1)})


def test_a_corner_without_anything_shows_nothing_of_what_it_covers() -> None:
    rows = f'<row r="1">{cell("B1", "旧")}</row>'

    grid = opened(parts(sheet(rows, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')))

    assert (grid.values, grid.unseen) == ({}, {(1, 2): "旧"})


def test_overlapping_merges_end() -> None:
    rows = "".join(f'<row r="{r}">' + "".join(cell(f"{c}{r}", "x") for c in "ABCDEFGHIJ") + "</row>"
                   for r in range(1, 1_001))  # fmt: skip
    merges = '<mergeCell ref="A1:XFD1000"/>' * 1_000

    outcome = grids(packed(parts(sheet(rows, f"<mergeCells>{merges}</mergeCells>"))))

    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.TOO_LARGE


STRUCK = "<r><rPr><strike/></rPr><t>8</t></r>"


@pytest.mark.parametrize(
    ("item", "read", "struck"),
    [
        (f"{STRUCK}<r><t>10(场)</t></r>", "10(场)", "8"),
        (f"<r><t>10</t></r>{STRUCK}<r><t>(场)</t></r>", "10(场)", "8"),
        (f"<t>10(场)</t>{STRUCK}", "10(场)", "8"),
        (STRUCK, "", "8"),
        ('<r><rPr><strike val="0"/></rPr><t>8</t></r>', "8", None),
        ('<r><rPr><dstrike val="true"/></rPr><t>8</t></r><r><t>9</t></r>', "9", "8"),
        ("<r><rPr><b/></rPr><t>8</t></r>", "8", None),
    ],
)
@pytest.mark.parametrize("shared", [True, False])
def test_struck_out_runs_are_not_read(
    item: str, read: str, struck: str | None, shared: bool
) -> None:
    row = (
        '<c r="A1" t="s"><v>0</v></c>' if shared else f'<c r="A1" t="inlineStr"><is>{item}</is></c>'
    )

    grid = opened(parts(sheet(f'<row r="1">{row}</row>'), strings=strings(f"<si>{item}</si>")))

    assert grid.values == {(1, 1): read}
    assert grid.unseen == ({(1, 1): struck} if struck else {})


def test_a_cell_that_is_struck_out_whole_is_not_there() -> None:
    look = styles(fonts="<font/><font><strike/></font>", xfs='<xf numFmtId="0" fontId="1"/>')
    rows = '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"><v>5</v></c></row>'

    grid = opened(parts(sheet(rows), styles=look, strings=strings("<si><t>甲</t></si>")))

    assert (grid.values, grid.unseen) == ({}, {(1, 1): "甲", (1, 2): "5"})


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ('ht="0" customHeight="1"', True),
        ('ht="0"', True),
        ('ht="0.00"', True),
        ('ht="0.75" customHeight="1"', True),
        ('hidden="1"', True),
        ('hidden="0" ht="14.25"', False),
        ('customHeight="0" ht="12"', False),
        ('spans="1:8"', False),
    ],
)
@pytest.mark.parametrize("plain", [True, False])
def test_a_row_without_height_is_hidden(row: str, hidden: bool, plain: bool) -> None:
    part = sheet(
        f'<row r="1" {row}><c r="A1"><v>1</v></c></row>', after="" if plain else "<!-- -->"
    )

    grid = opened(parts(part))

    assert grid.hidden_rows == (frozenset({1}) if hidden else frozenset())


@pytest.mark.parametrize(
    ("column", "hidden"),
    [
        ('width="0" customWidth="1"', True),
        ('width="0.08"', True),
        ('width="8.43"', False),
        ('hidden="1"', True),
    ],
)
def test_a_column_without_width_is_hidden(column: str, hidden: bool) -> None:
    before = f'<cols><col min="2" max="3" {column}/></cols>'

    grid = opened(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', before=before)))

    assert grid.hidden_columns == (frozenset({2, 3}) if hidden else frozenset())


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("<c r='A1'><f>1+1</f><v>0</v></c>", NeverCalculated("=1+1")),
        ('<c r="A1"><f>1+1</f><v>0</v></c>', NeverCalculated("=1+1")),
        ('<c r="A1"><f>A2&amp;"x"</f><v>0</v></c>', NeverCalculated('=A2&"x"')),
        ('<c r="A1" t="str"><f>1+1</f><v></v></c>', NeverCalculated("=1+1")),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2.0),
        ('<c r="A1"><v>0</v></c>', 0.0),
        ('<c r="A1"><f>1+1</f></c>', NeverCalculated("=1+1")),
        ('<c r="A1" t="b"><f>1&gt;2</f><v>0</v></c>', False),
    ],
)
def test_a_zero_that_nobody_calculated_is_no_result(said: str, value: object) -> None:
    asked = workbook(more='<calcPr calcId="124519" fullCalcOnLoad="1"/>')

    grid = opened(parts(sheet(f'<row r="1">{said}</row>'), workbook=asked))

    assert grid.values == {(1, 1): value}


def test_a_zero_that_excel_calculated_is_one() -> None:
    asked = workbook(more='<calcPr calcId="191029"/>')

    grid = opened(parts(sheet('<row r="1"><c r="A1"><f>1-1</f><v>0</v></c></row>'), workbook=asked))

    assert grid.values == {(1, 1): 0.0}


def test_formats_of_texts_are_kept_where_they_show_something_else() -> None:
    look = styles("@&quot;元&quot;", "0.00", ";;;")
    rows = (
        '<row r="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2" t="s"><v>0</v></c>'
        '<c r="C1" s="3" t="s"><v>0</v></c><c r="D1" s="3" t="str"><v>乙</v></c></row>'
    )

    grid = opened(parts(sheet(rows), styles=look))

    assert grid.values == {(1, 1): "甲", (1, 2): "甲", (1, 3): "甲", (1, 4): "乙"}
    assert grid.formats == {(1, 1): '@"元"', (1, 3): ";;;", (1, 4): ";;;"}


@pytest.mark.slow
def test_blank_cells_with_a_style_count_against_no_cap() -> None:
    blank = "".join(f'<c r="{letter}9" s="1"/>' for letter in "ABCDEFGH")
    rows = "".join(
        f'<row r="{row}">{blank.replace("9", str(row))}</row>' for row in range(2, 50_000)
    )
    hidden = '<row r="60000" hidden="1"></row>'

    grid = opened(parts(sheet(f'<row r="1">{cell("A1", "甲")}</row>{rows}{hidden}')))

    assert (grid.values, grid.hidden_rows) == ({(1, 1): "甲"}, frozenset({60_000}))


def test_more_content_than_a_cap_says_what_is_too_much() -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{c}{row}"><v>1</v></c>' for c in "ABCDEFGH") + "</row>"
        for row in range(1, 14_000)
    )

    outcome = grids(packed(parts(sheet(rows))))

    assert isinstance(outcome, Refusal)
    assert outcome.message.startswith("工作簿有内容的单元格超过 10 万个")


TWO = '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="数据" sheetId="2" r:id="rId9"/>'


@pytest.mark.parametrize(
    ("part", "content", "unread"),
    [
        ("docProps/custom.xml", "", "自定义属性"),
        ("docProps/custom.xml", "<Properties><broken", "自定义属性"),
        ("xl/styles.xml", "", "单元格格式"),
        ("xl/styles.xml", "<styleSheet", "单元格格式"),
        ("xl/sharedStrings.xml", "<sst><si>", "文字表"),
        ("xl/workbook.xml", workbook(TWO), "工作表「数据」"),
    ],
)
def test_a_broken_part_that_a_form_does_not_need_costs_that_part(
    part: str, content: str, unread: str
) -> None:
    grid = opened(parts(sheet(f'<row r="1">{cell("A1", "甲")}</row>')) | {part: content})

    assert (grid.values, grid.unread) == ({(1, 1): "甲"}, (unread,))


def test_a_broken_sheet_beside_a_whole_one() -> None:
    content = parts(sheet(f'<row r="1">{cell("A1", "甲")}</row>'), workbook=workbook(TWO))
    content["xl/_rels/workbook.xml.rels"] = relations(
        *[("worksheet", "worksheets/sheet1.xml")] * 8, ("worksheet", "worksheets/sheet9.xml")
    )
    content["xl/worksheets/sheet9.xml"] = "<worksheet><sheetData><row"

    grid = opened(content)

    assert (grid.values, grid.unread) == ({(1, 1): "甲"}, ("工作表「数据」",))


def test_a_broken_string_table_that_the_only_sheet_needs() -> None:
    content = parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings="<sst><si>")

    outcome = grids(packed(content))

    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.DAMAGED


def xls(change: object = None) -> bytes:
    """A small .xls as xlwt writes it."""
    book, file = xlwt.Workbook(), io.BytesIO()
    page = book.add_sheet("表", cell_overwrite_ok=True)
    page.write(0, 0, "项目名称")
    page.write(1, 0, 5)
    page.write(1, 1, date(2024, 12, 31), xlwt.easyxf(num_format_str='yyyy"年"m"月"'))
    if callable(change):
        change(page)
    book.save(file)
    return file.getvalue()


def read_xls(raw: bytes) -> Grid:
    found = grids(raw)
    assert isinstance(found, tuple), found
    return found[0]


PLAIN_XLS = {(1, 1): "项目名称", (2, 1): 5.0, (2, 2): date(2024, 12, 31)}


@pytest.mark.parametrize(
    ("record", "other"),
    [
        (b"\xe2\x00\x00\x00", b"\x22\x00\x00\x00"),  # INTERFACEEND -> an empty epoch
        (b"\xe2\x00\x00\x00", b"\x42\x00\x00\x00"),  # … an empty code page
        (b"\xe2\x00\x00\x00", b"\x8c\x00\x00\x00"),  # … an empty country
        (b"\xe2\x00\x00\x00", b"\x18\x00\x00\x00"),  # … an empty name
    ],
)
def test_a_setting_that_a_scanner_has_emptied_costs_nothing(record: bytes, other: bytes) -> None:
    raw = xls()
    assert record in raw

    grid = read_xls(raw.replace(record, other, 1))

    assert grid.values == PLAIN_XLS


def test_streams_that_claim_the_same_sectors_are_read() -> None:
    raw = bytearray(xls())
    root, stream = (raw.find(name.encode("utf-16-le")) for name in ("Root Entry", "Workbook"))
    raw[root + 116 : root + 124] = raw[stream + 116 : stream + 120] + (512).to_bytes(4, "little")

    grid = read_xls(bytes(raw))

    assert grid.values == PLAIN_XLS


def test_formulas_of_an_xls_that_nobody_calculated() -> None:
    raw = xls(lambda page: [page.write(2, n, xlwt.Formula("A2*2")) for n in range(2)])

    grid = read_xls(raw)

    assert grid.values == PLAIN_XLS | {(3, 1): NeverCalculated(""), (3, 2): NeverCalculated("")}


@pytest.mark.parametrize("stored", [b"\0" * 8, b"\x03" + b"\0" * 5 + b"\xff\xff"])
def test_an_empty_result_among_others_is_one(stored: bytes) -> None:
    raw = xls(lambda page: [page.write(2, n, xlwt.Formula("A2*2")) for n in range(2)])
    empty = b"\x03" + b"\0" * 5 + b"\xff\xff"
    first = raw.index(empty)
    second = raw.index(empty, first + 8)
    ten = b"\0\0\0\0\0\0\x24\x40"

    grid = read_xls(raw[:first] + stored + raw[first + 8 : second] + ten + raw[second + 8 :])

    assert grid.values == PLAIN_XLS | {(3, 1): 0.0 if stored == b"\0" * 8 else "", (3, 2): 10.0}


def test_an_xls_has_what_an_xlsx_has_that_nobody_sees() -> None:
    def change(page: object) -> None:
        struck = xlwt.easyxf("font: struck_out on")
        page.write(3, 0, "划去", struck)
        page.write_rich_text(4, 0, [("8", struck.font), "10(场)"])
        page.row(5).write(0, "低")
        page.row(5).height, page.row(5).height_mismatch = 0, True
        page.col(7).width = 0
        page.merge(6, 6, 0, 1)
        page.write(6, 0, "上")
        page.write(6, 1, "下")

    grid = read_xls(xls(change))

    assert grid.values == PLAIN_XLS | {(5, 1): "10(场)", (6, 1): "低", (7, 1): "上"}
    assert grid.unseen == {(4, 1): "划去", (5, 1): "8", (7, 2): "下"}
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({6}), frozenset({8}))


def biff5(texts: dict[tuple[int, int], str], codepage: int | None, encoding: str = "gbk") -> bytes:
    """A bare BIFF5 workbook, as exports of the nineties write it, with or without a code page."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return kind.to_bytes(2, "little") + len(data).to_bytes(2, "little") + data

    def words(*numbers: int) -> bytes:
        return b"".join(number.to_bytes(2, "little") for number in numbers)

    font = record(0x31, words(220, 0, 0x7FFF, 400, 0) + b"\0\0\0\0\x02AB")
    style = record(0xE0, words(0, 0, 0xFFF5) + b"\x20\0" + words(0, 0, 0, 0))
    rows = b"".join(
        record(0x204, words(row - 1, column - 1, 15, len(said)) + said)
        for (row, column), text in texts.items()
        for said in [text.encode(encoding)]
    )
    page = record(0x809, words(0x500, 0x10, 0, 0)) + rows + record(0x0A)

    def head(start: int) -> bytes:
        named = b"" if codepage is None else record(0x42, words(codepage))
        own = record(0x85, start.to_bytes(4, "little") + b"\0\0\x06Sheet1")
        return (
            record(0x809, words(0x500, 5, 0, 0))
            + named
            + font * 4
            + style * 16
            + own
            + record(0x0A)
        )

    return head(len(head(0))) + page


@pytest.mark.parametrize("codepage", [936, None, 1252, 437])
def test_an_old_workbook_of_china_is_read_whatever_code_page_it_names(codepage: int | None) -> None:
    texts = {(1, 1): "项目名称", (1, 2): "业务培训经费"}

    grid = read_xls(biff5(texts, codepage))

    assert grid.values == texts


def test_an_old_workbook_of_elsewhere_keeps_its_own_code_page() -> None:
    texts = {(1, 1): "Année", (1, 2): "Coût"}

    grid = read_xls(biff5(texts, 1252, "cp1252"))

    assert grid.values == texts


def test_an_encrypted_file_says_when_no_password_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "密.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name + b"\0" * (64 - len(name)) + (len(name) + 2).to_bytes(2, "little") + b"\0" * 62
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + entry)

    outcome = open_workbook(path)

    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.ENCRYPTED
    assert "打开时不问密码的" in outcome.message
    assert "另存一次即可" in outcome.message


def test_more_formats_than_excel_takes_cost_the_formats() -> None:
    codes = [f"0.00&quot;{number}&quot;" for number in range(1_001)]
    rows = '<row r="1"><c r="A1" s="5"><v>1.5</v></c></row>'

    grid = opened(parts(sheet(rows), styles=styles(*codes)))

    assert (grid.values, grid.formats, grid.unread) == ({(1, 1): 1.5}, {}, ("单元格格式",))
