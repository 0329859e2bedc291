"""The sheet 填报说明 of a template workbook."""

from __future__ import annotations

from typing import Any

from workbooks.drawing.boxes import lines
from workbooks.drawing.template_guide import TITLE, Section

_FONT = {"font_charset": 134, "font_scheme": None, "valign": "top"}
_TITLE = {**_FONT, "font_name": "黑体", "font_size": 16}
_HEADING = {**_FONT, "font_name": "黑体", "font_size": 11}
_TEXT = {**_FONT, "font_name": "宋体", "font_size": 11, "text_wrap": True}
_NUMBER = {**_TEXT, "align": "center"}
_ROOM, _LINE, _LEADING = 400.0, 15.0, 6.0  # the width as `lines` counts it, for 9-point signs


def draw_guide(book: Any, sections: tuple[Section, ...]) -> None:
    """The sheet, its sentences numbered through; A4 upright, one page wide."""
    sheet = book.add_worksheet(TITLE)
    looks = (_TITLE, _HEADING, _NUMBER, _TEXT)
    title, heading, numbered, text = (book.add_format(look) for look in looks)
    sheet.set_column(0, 0, 4.0)
    sheet.set_column(1, 1, 82.0)
    sheet.write_string(0, 0, TITLE, title)
    sheet.set_row(0, 30.0)
    row, number = 1, 0
    for name, sentences in sections:
        sheet.set_row(row, 24.0)
        sheet.write_string(row, 0, name, heading)
        for sentence in sentences:
            row, number = row + 1, number + 1
            sheet.set_row(row, lines(sentence, _ROOM) * _LINE + _LEADING)
            sheet.write_number(row, 0, number, numbered)
            sheet.write_string(row, 1, sentence, text)
        row += 1
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("")
