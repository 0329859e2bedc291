"""Excel's own text of a range, read as the Grid of a file."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from workbooks.files import limits
from workbooks.files.limits import Refused
from workbooks.files.package import DOCUMENT_TYPE
from workbooks.files.refusal import Reason
from workbooks.files.spreadsheet_ml import OpenSheet, open_sheet
from workbooks.grid import Area, ErrorValue, Grid, NeverCalculated

# The outer parts as Excel saves them; `Column`, `Row` and `Cell` are put in by each test.
SHAPE = """<?xml version="1.0"?>\r
<?mso-application progid="Excel.Sheet"?>\r
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
 <Styles>
  <Style ss:ID="Default" ss:Name="Normal">
   <Alignment ss:Vertical="Center"/><NumberFormat/><Protection/>
  </Style>
  <Style ss:ID="s16" ss:Name="Percent"><NumberFormat ss:Format="0%"/></Style>
  <Style ss:ID="s62"><NumberFormat ss:Format="Fixed"/></Style>
  <Style ss:ID="s63"><NumberFormat ss:Format="Short Date"/><Protection ss:Protected="0"/></Style>
  <Style ss:ID="s64" ss:Parent="s16"><Interior ss:Color="#FFFF00" ss:Pattern="Solid"/></Style>
  <Style ss:ID="s65"><NumberFormat ss:Format="h:mm"/></Style>
  <Style ss:ID="s66"><NumberFormat ss:Format="@"/></Style>
 </Styles>
 <Worksheet ss:Name="自评表"><Table ss:ExpandedColumnCount="8" ss:ExpandedRowCount="9"
   x:FullColumns="1" x:FullRows="1">{}</Table></Worksheet>
</Workbook>"""


def read(inside: str) -> OpenSheet:
    return open_sheet(SHAPE.format(inside), "自评表")


def number(text: str, **attributes: str) -> str:
    return _cell("Number", text, attributes)


def string(text: str, **attributes: str) -> str:
    return _cell("String", text, attributes)


def _cell(kind: str, text: str, attributes: dict[str, str]) -> str:
    named = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{named}><Data ss:Type="{kind}">{text}</Data></Cell>'


def test_an_empty_sheet() -> None:
    assert read("").grid == Grid("自评表", {})


def test_places_are_counted_on_from_the_last_one_named() -> None:
    rows = (
        "<Row>" + string("甲") + string("乙", Index="3") + string("丙") + "</Row>"
        '<Row ss:Index="4">' + string("丁") + "</Row><Row>" + string("戊") + "</Row>"
    )

    values = read(rows).grid.values

    assert values == {(1, 1): "甲", (1, 3): "乙", (1, 4): "丙", (4, 1): "丁", (5, 1): "戊"}


def test_merged_cells_take_the_places_they_cover() -> None:
    first = string("甲", MergeAcross="2", MergeDown="1") + string("乙")
    rows = "<Row>" + first + "</Row><Row>" + string("丙", Index="4") + "</Row>"

    grid = read(rows).grid

    assert grid.values == {(1, 1): "甲", (1, 4): "乙", (2, 4): "丙"}
    assert grid.merges == (Area(1, 1, 2, 3),)


def test_numbers_keep_their_digits_and_their_formats() -> None:
    row = number("0.98998571428571425") + number("22", StyleID="s62")
    row += number("0.9", StyleID="s64") + number("7", StyleID="s66")

    grid = read(f"<Row>{row}</Row>").grid

    assert grid.values == {(1, 1): 0.98998571428571425, (1, 2): 22.0, (1, 3): 0.9, (1, 4): 7.0}
    assert grid.formats == {(1, 2): "0.00", (1, 3): "0%", (1, 4): "@"}


def test_a_cell_without_a_style_has_that_of_its_row_or_column() -> None:
    columns = '<Column ss:Index="2" ss:StyleID="s64" ss:Span="1"/>'
    rows = (
        f"<Row>{number('1')}{number('2')}{number('3')}</Row>"
        f"<Row ss:StyleID='s62'>{number('1')}{number('2')}</Row>"
    )

    formats = read(columns + rows).grid.formats

    assert formats == {(1, 2): "0%", (1, 3): "0%", (2, 1): "0.00", (2, 2): "0.00"}


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("2024-03-01T00:00:00.000", "s63", date(2024, 3, 1)),
        ("2024-03-01T13:30:00.000", "s63", datetime(2024, 3, 1, 13, 30)),
        ("1899-12-31T09:30:00.000", "s65", time(9, 30)),
        ("1900-01-05T00:00:00.000", "s63", date(1900, 1, 5)),
    ],
)
def test_dates(text: str, style: str, value: object) -> None:
    cell = f'<Cell ss:StyleID="{style}"><Data ss:Type="DateTime">{text}</Data></Cell>'

    assert read(f"<Row>{cell}</Row>").grid.values == {(1, 1): value}


def test_errors_booleans_and_formulas() -> None:
    row = (
        '<Cell ss:Formula="=RC[1]/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell>'
        '<Cell ss:Formula="=&quot;&quot;"><Data ss:Type="String"></Data></Cell>'
        '<Cell ss:Formula="=R1C1"/>'
    )

    sheet = read(f"<Row>{row}</Row>")

    assert sheet.grid.values == {
        (1, 1): ErrorValue("#DIV/0!"),
        (1, 2): True,
        (1, 3): "",
        (1, 4): NeverCalculated("=R1C1"),
    }
    assert sheet.formulas == {(1, 1), (1, 3), (1, 4)}


@pytest.mark.parametrize(
    ("where", "cells"),
    [
        ("RC", {(1, 2)}),
        ("RC:RC", {(1, 2)}),
        ("RC:R[2]C", {(1, 2), (2, 2), (3, 2)}),
        ("RC:R[1]C[1]", {(1, 2), (1, 3), (2, 2), (2, 3)}),
    ],
)
def test_every_cell_of_an_array_formula_is_calculated(
    where: str, cells: set[tuple[int, int]]
) -> None:
    first = number("8", Index="2", ArrayRange=where, Formula="=R[5]C:R[7]C")

    opened = read(f"<Row>{first}</Row><Row>{number('9', Index='2')}</Row>")

    assert opened.formulas == cells
    assert opened.grid.values == {(1, 2): 8.0, (2, 2): 9.0}


def test_an_array_formula_beyond_the_caps_is_refused() -> None:
    first = number("8", ArrayRange="RC:R[999999]C[9]", Formula="=A1:J1000000")

    with pytest.raises(Refused):
        read(f"<Row>{first}</Row>")


def test_texts_whole_with_runs_and_line_feeds_and_without_comments() -> None:
    row = (
        '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>项目</B>'
        "<Font>名称</Font></ss:Data></Cell>"
        '<Cell><Data ss:Type="String">一&#10;二&amp;&#11;</Data>'
        '<Comment ss:Author="某"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">批注</ss:Data>'
        "</Comment></Cell>"
    )

    assert read(f"<Row>{row}</Row>").grid.values == {(1, 1): "项目名称", (1, 2): "一\n二&"}


def test_hidden_rows_and_columns() -> None:
    inside = (
        '<Column ss:Index="2" ss:Hidden="1" ss:AutoFitWidth="0" ss:Span="1"/>'
        '<Column ss:AutoFitWidth="0" ss:Width="90"/><Column ss:Hidden="1"/>'
        f'<Row ss:Hidden="1" ss:Index="2" ss:Span="1"/><Row>{string("甲")}</Row>'
    )

    grid = read(inside).grid

    assert grid.hidden_rows == {2, 3}
    assert grid.hidden_columns == {2, 3, 5}
    assert grid.values == {(4, 1): "甲"}


def test_locked_cells_are_those_whose_style_says_nothing_else() -> None:
    sheet = read(f"<Row>{number('1')}{number('45000', StyleID='s63')}<Cell/></Row>")

    assert sheet.locked == {(1, 1), (1, 3)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.DAMAGED),
        ("<Workbook>", Reason.DAMAGED),
        ("<html/>", Reason.DAMAGED),
        (SHAPE.format('<Row ss:Index="x"/>'), Reason.DAMAGED),
        (SHAPE.format('<Row ss:Index="0"/>'), Reason.DAMAGED),
        (SHAPE.format(f"<Row>{number('1,5')}</Row>"), Reason.DAMAGED),
        (SHAPE.format('<Row ss:Span="600000"/>'), Reason.TOO_LARGE),
        (SHAPE.format("<Row/>" * 3) + " " * limits.PART.most, Reason.TOO_LARGE),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_refused(text: str, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        open_sheet(text, "表")

    assert refused.value.refusal.reason is reason


def test_a_document_type_is_refused_before_anything_is_read() -> None:
    text = SHAPE.format(f"<Row>{string('&b;')}</Row>")
    text = text.replace("<Workbook", '<!DOCTYPE Workbook [<!ENTITY b "c">]><Workbook', 1)

    with pytest.raises(Refused) as refused:
        open_sheet(text, "表")

    assert refused.value.refusal.message == DOCUMENT_TYPE


def test_what_nobody_sees_is_not_read() -> None:
    rich = '<Cell><ss:Data xmlns="http://www.w3.org/TR/REC-html40" ss:Type="String">'
    rich += "<S>8</S><B>10</B>(场)</ss:Data></Cell>"
    under = string("项目", MergeAcross="2") + string("旧", Index="2")
    struck = '<Styles><Style ss:ID="s90"><Font ss:StrikeThrough="1"/></Style>'
    rows = f"<Row>{under}</Row><Row>{rich}{number('5', StyleID='s90')}</Row>"

    grid = open_sheet(SHAPE.replace("<Styles>", struck, 1).format(rows), "自评表").grid

    assert grid.values == {(1, 1): "项目", (2, 1): "10(场)"}
    assert grid.unseen == {(1, 2): "旧", (2, 1): "8", (2, 2): "5"}
    assert grid.covered == frozenset({(1, 2)})


def test_rows_and_columns_without_height_and_width_are_hidden() -> None:
    columns = '<Column ss:Width="0"/><Column ss:AutoFitWidth="0" ss:Width="54"/>'
    rows = f'<Row ss:Height="0">{string("甲")}</Row><Row ss:Height="14.25">{string("乙")}</Row>'

    grid = read(columns + rows).grid

    assert (grid.hidden_columns, grid.hidden_rows) == (frozenset({1}), frozenset({1}))


def test_formats_of_dates_and_of_texts_that_look_otherwise() -> None:
    suffix = '<Styles><Style ss:ID="s91"><NumberFormat ss:Format="@&quot;元&quot;"/></Style>'
    row = _cell("DateTime", "2024-05-01T00:00:00.000", {"StyleID": "s63"})
    row += string("50", StyleID="s91") + string("甲", StyleID="s66")

    grid = open_sheet(
        SHAPE.replace("<Styles>", suffix, 1).format(f"<Row>{row}</Row>"), "自评表"
    ).grid

    assert grid.values == {(1, 1): date(2024, 5, 1), (1, 2): "50", (1, 3): "甲"}
    assert grid.formats == {(1, 1): "yyyy/m/d", (1, 2): '@"元"'}


@pytest.mark.slow
def test_blank_cells_with_a_style_count_against_no_cap() -> None:
    blank = '<Cell ss:StyleID="s62"/>' * 100
    rows = f"<Row>{string('甲')}</Row>" + f"<Row>{blank}</Row>" * 1_500

    assert read(rows).grid.values == {(1, 1): "甲"}
