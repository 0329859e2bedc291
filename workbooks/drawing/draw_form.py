"""A form, blank or filled, as a new workbook that looks and prints like the official one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from workbooks.drawing.boxes import Box, Layout, Style
from workbooks.drawing.layout import lay_out
from workbooks.forms import Form

CREATED = datetime(2024, 1, 1)  # not the clock's: the same form gives the same bytes
_A4 = 9

_CHINESE = {"font_charset": 134, "font_family": 3, "font_scheme": None}  # not the theme's font
_SONG = {"font_name": "宋体", **_CHINESE, "text_wrap": True, "valign": "vcenter"}
_HEI = {**_SONG, "font_name": "黑体"}
LOOKS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {**_HEI, "font_size": 16, "align": "center"},
    Style.SUBTITLE: {**_SONG, "font_size": 10.5, "align": "center"},
    Style.LABEL: {**_HEI, "font_size": 9, "align": "center", "border": 1},
    Style.VALUE: {**_SONG, "font_size": 9, "align": "center", "border": 1},
    Style.TEXT: {**_SONG, "font_size": 9, "align": "left", "border": 1},
    Style.PROSE: {**_SONG, "font_size": 9, "align": "left", "valign": "top", "border": 1},
}


def options() -> dict[str, Any]:
    """XlsxWriter's options, new for each workbook because it writes into them."""
    return {
        "in_memory": True,
        # A text is a text: `=100.00(%)` is a target, not a formula.
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        # The standard font gives a column's width its unit; 宋体 11 is that of Chinese Excel.
        "default_format_properties": {"font_name": "宋体", "font_size": 11, "font_charset": 134},
        "default_column_width": 72,
        "default_row_height": 18,
    }


def draw(form: Form, path: Path) -> None:
    """Writes a form as a new .xlsx; the same form always gives the same bytes.

    Raises OSError or xlsxwriter's FileCreateError when the file cannot be written, and ValueError
    for a text longer than Excel takes (32,767 signs).
    """
    layout = lay_out(form)
    with xlsxwriter.Workbook(str(path), options()) as book:
        book.set_properties({"title": form.title.text, "created": CREATED})
        sheet = book.add_worksheet(layout.sheet)
        for column, width in enumerate(layout.widths):
            sheet.set_column(column, column, width)
        for row, height in layout.heights.items():
            sheet.set_row(row - 1, height)
        looks: dict[tuple[Style, str], Any] = {}
        for box in layout.boxes:
            key = box.style, box.format
            if key not in looks:
                shown_as = {"num_format": box.format} if box.format else {}
                looks[key] = book.add_format({**LOOKS[box.style], **shown_as})
            write(sheet, box, looks[key])
        set_up_page(sheet, layout)


def write(sheet: Any, box: Box, look: Any) -> None:
    """Puts a box on a sheet, a text always as text."""
    top, left = box.area.top - 1, box.area.left - 1
    if box.merged:
        sheet.merge_range(top, left, box.area.bottom - 1, box.area.right - 1, "", look)
    if isinstance(box.content, Decimal):
        sheet.write_number(top, left, float(box.content), look)
    elif not box.content:  # blank, which an empty text would not be
        sheet.write_blank(top, left, None, look)
    elif sheet.write_string(top, left, as_text(box.content), look) != 0:
        raise ValueError(f"too long for a cell: {len(box.content)} signs")


def as_text(text: str) -> str:
    """A text that XlsxWriter writes as it is: what looks like rich text of its own it puts into
    the part unescaped, and somebody's `<r>…</r>` would make a workbook that Excel cannot open.

    >>> as_text("<r>甲</r>"), as_text("≥10(场)")
    ('<r>甲</r> ', '≥10(场)')
    """
    return f"{text} " if text.endswith("</r>") else text


def set_up_page(sheet: Any, layout: Layout) -> None:
    """A4, one page wide, the head of the indicator table on every page."""
    sheet.set_paper(_A4)
    if layout.upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.repeat_rows(layout.header - layout.heads, layout.header - 1)
    sheet.print_area(0, 0, max(layout.heights) - 1, len(layout.widths) - 1)
    sheet.hide_gridlines(2)
