"""A row whose height somebody set, and a text in it that needs more lines: told, and only then."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Alignment

from workbooks.files.open_file import grids
from workbooks.files.spreadsheet_ml import open_sheet
from workbooks.grid import Grid
from workbooks.reading.form_area import Page, Sheet
from workbooks.reading.sight import cut_rows

REASON = "因汛期提前，原定七月的现场查验顺延至十月，跨年合同按进度付款，尾款在次年一季度支付"


def first_sheet(raw: bytes) -> Grid:
    opened = grids(raw)
    assert isinstance(opened, tuple)
    return opened[0]


def by_openpyxl(*, wrapped: bool, height: float | None, beside: str = "") -> Grid:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["绩效指标", "偏差原因"])
    sheet.append(["接听咨询电话数量", REASON, beside or None])
    sheet["B2"].alignment = Alignment(wrap_text=wrapped)
    sheet.row_dimensions[2].height = height
    sheet.column_dimensions["B"].width = 20
    book.save(kept := BytesIO())
    return first_sheet(kept.getvalue())


def by_xlsxwriter(*, wrapped: bool, height: float | None, beside: str = "") -> Grid:
    book = xlsxwriter.Workbook(kept := BytesIO())
    sheet, look = book.add_worksheet(), book.add_format({"text_wrap": wrapped})
    sheet.write_row(0, 0, ["绩效指标", "偏差原因"])
    sheet.set_row(1, height)
    sheet.write_row(1, 0, ["接听咨询电话数量"])
    sheet.write_string(1, 1, REASON, look)
    if beside:
        sheet.write_string(1, 2, beside)
    sheet.set_column(1, 1, 20)
    book.close()
    return first_sheet(kept.getvalue())


def by_excel(*, wrapped: bool, height: float | None, beside: str = "") -> Grid:
    """As Excel tells the cells of a sheet that is open."""
    size = f'ss:AutoFitHeight="0" ss:Height="{height}"' if height else ""
    more = f'<Cell><Data ss:Type="String">{beside}</Data></Cell>' if beside else ""
    text = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        f'<Style ss:ID="w"><Alignment ss:WrapText="{int(wrapped)}"/></Style></Styles>'
        '<Worksheet ss:Name="表"><Table><Column/><Column ss:Width="110"/>'
        '<Row><Cell><Data ss:Type="String">绩效指标</Data></Cell>'
        '<Cell><Data ss:Type="String">偏差原因</Data></Cell></Row>'
        f'<Row {size}><Cell><Data ss:Type="String">接听咨询电话数量</Data></Cell>'
        f'<Cell ss:StyleID="w"><Data ss:Type="String">{REASON}</Data></Cell>{more}</Row>'
        "</Table></Worksheet></Workbook>"
    )
    return open_sheet(text, "表").grid


@pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter, by_excel])
@pytest.mark.parametrize(
    ("wrapped", "height", "beside", "rows"),
    [
        (True, 14.25, "", (2,)),
        (True, 14.25, "2024年12月", (2,)),
        (False, 14.25, "2024年12月", (2,)),  # the cell beside it stops it
        (False, 14.25, "", ()),  # it runs on to the right
        (True, 90.0, "", ()),
        (True, None, "", ()),  # the row grows
    ],
)
def test_a_text_in_a_row_of_fixed_height(
    make: Callable[..., Grid],
    wrapped: bool,
    height: float | None,
    beside: str,
    rows: tuple[int, ...],
) -> None:
    grid = make(wrapped=wrapped, height=height, beside=beside)
    assert cut_rows(Page(Sheet(grid), 1, 2)) == rows
