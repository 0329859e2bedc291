"""A form in a workbook that has what people put into theirs, and what only Excel or WPS writes.

A returned copy must keep all of it, a 报送版 only the looks. XlsxWriter makes what Excel would;
what it cannot make is put into the package by hand (`rich_parts`). Each secret is one of `SECRETS`,
so that a test can look for it in the bytes of a copy.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import xlsxwriter

from tests.workbooks.packages import packed
from tests.workbooks.pictures import png
from tests.workbooks.rich_parts import THREAD, THREADED_CELL, with_foreign_parts
from workbooks.drawing.layout import lay_out
from workbooks.grid import Grid, address
from workbooks.reading.from_texts import published_forms

SECRETS = (
    "作者某某", "经理某某", "单位内网", "底稿机密", "更深的机密", "批注某某", "会话某某",
    "打印机某某", "路径某某", "数据源某某", "外部某某", "自定义某某", "方案某某", "视图某某",
    "区域某某", "相机某某", "图片某某", "程序某某", "旁边的话", "缩略图某某",
)  # fmt: skip
MARK = '"绩效核查"="绩效核查"'
NOTED_CELL = "G14"
_THREADED = "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\n会话某某"
_VBA = Path(__file__).parents[2] / "workbooks" / "templates" / "自评表.xlsm"
_RED = {"bg_color": "#FFC7CE"}


def form_grid() -> Grid:
    """The first published 自评表 as it stands on its sheet."""
    return lay_out(published_forms()[0]).grid()


def rich(form: Grid) -> bytes:
    """A workbook with a form on its second sheet: macros, links, secrets, pictures and looks."""
    return packed(with_foreign_parts(_by_xlsxwriter(form)))


def live(form: Grid) -> bytes:
    """A form in a workbook of its own, each number of it a formula with a stored result."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.calc_on_load = False  # the results are there
        _write(book, book.add_worksheet(form.sheet), form)
    return stream.getvalue()


def _write(book: Any, sheet: Any, form: Grid, **look: object) -> None:
    plain = book.add_format(look)
    shown = {
        code: book.add_format({"num_format": code, **look}) for code in set(form.formats.values())
    }
    for area in form.merges:
        corners = (area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
        sheet.merge_range(*corners, "", plain)
    for place, value in form.values.items():
        at = address(*place)
        if isinstance(value, float):
            style = shown.get(form.formats.get(place, ""), plain)
            sheet.write_formula(at, f"={value!r}*1", style, value)
        else:
            sheet.write_string(at, str(value), plain)


def _by_xlsxwriter(form: Grid) -> dict[str, bytes]:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.calc_on_load = False  # the results are there
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
        _calculate(book, form)
        _write(book, sheet, form, font_name="宋体", border=1, text_wrap=True)
        _look(book, sheet, form)
        _lead_out(book, sheet, form)
        sheet.activate()
    with ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _calculate(book: Any, form: Grid) -> None:
    """A sheet with rich text, formulas, a picture, a chart, a table and a name of its own."""
    sheet = book.add_worksheet("测算")
    bold = book.add_format({"bold": True, "font_color": "red"})
    sheet.write_rich_string("A1", "按 ", bold, "评分办法", " 测算")
    sheet.write_formula("A2", f"=SUM('{form.sheet}'!F14:F20)", None, 58)
    sheet.write_array_formula("B2:B3", "{=A2*{1;2}}", None, 58)
    sheet.insert_image("D4", "图.png", {"image_data": BytesIO(png(""))})
    sheet.insert_chart("D10", _chart(book, form))
    sheet.add_table("A6:B8", {"columns": [{"header": "年度"}, {"header": "得分"}]})
    sheet.autofilter("J1:K3")
    book.define_name("测算!本表合计", "=测算!$A$2")


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
    icons = {"type": "icon_set", "icon_style": "3_traffic_lights"}
    sheet.conditional_format("D1:D9", icons)
    sheet.set_footer("&L&G", {"image_left": "logo.png", "image_data_left": BytesIO(png(""))})


def _lead_out(book: Any, sheet: Any, form: Grid) -> None:
    """Beside the form, and by formulas, links, shapes and notes."""
    right = address(1, max(column for _, column in form.values) + 2)[:-1]
    sheet.write_string(f"{right}5", "旁边的话")
    sheet.write_formula(f"{right}6", "=SUM(A1:A2)", None, 3)
    sheet.write_comment(NOTED_CELL, "批注某某", {"author": "批注某某"})
    sheet.write_comment(THREADED_CELL, _THREADED, {"author": f"tc={THREAD}"})
    sheet.insert_textbox("A4", "审核意见：同意", {"textlink": "=$A$1", "url": "https://a.cn"})
    sheet.insert_chart("A5", _chart(book, form))
    sheet.insert_button("A6", {"macro": "程序某某", "caption": "重算"})
    sheet.write_url("B101", "mailto:a@example.com", None, "邮箱")
    sheet.write_url("B102", f"internal:'{form.sheet}'!A1", None, "回到开头")
    sheet.write_url("B103", "internal:'底稿'!A1", None, "看底稿")
    sheet.data_validation("B33", {"validate": "list", "source": "='底稿'!$A$1:$A$2"})
    red = book.add_format(_RED)
    for condition in ("=内部=1", f"={MARK}"):
        sheet.conditional_format("A1:B9", {"type": "formula", "criteria": condition, "format": red})
    sheet.conditional_format(f"{right}1:{right}9", {"type": "no_blanks", "format": red})
    sheet.add_sparkline("B104", {"range": "底稿!A1:A2"})
