"""The contents page, as a small workbook that is printed like the forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from workbooks.drawing.boxes import height_needed
from workbooks.drawing.draw_form import CREATED, as_text, options
from workbooks.values.dataclass import dataclass

_WIDTHS = (7, 62, 20, 9)
_POINTS = 5.6  # a character of a column's width
_SONG = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
_HEADS = ("序号", "项目名称", "表", "页码")

ADDRESS = "http://form.invalid/"
"""What a line of the contents links to, with its number (from 1), until the book has its pages."""

MARGIN = 36.0
"""Points of paper left and right of the lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One form in the contents: its first page is counted from 1, the contents included."""

    unit: str
    project: str
    kind: str
    page: int


def write_contents(path: Path, title: str, lines: Sequence[Line]) -> None:
    """The workbook; each text is written as a text, whatever it looks like."""
    with xlsxwriter.Workbook(path, options()) as book:
        book.set_properties({"title": title, "created": CREATED})
        sheet = book.add_worksheet("目录")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN / 72, right=MARGIN / 72, top=0.6, bottom=0.75)
        sheet.center_horizontally()
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        _lines(book, sheet, title, lines)


def _lines(book: Any, sheet: Any, title: str, lines: Sequence[Line]) -> None:
    big = book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", **_UPRIGHT})
    plain, middle = (
        book.add_format({**_SONG, "bottom": 4, **more}) for more in ({}, {"align": "center"})
    )
    bold = book.add_format({**_SONG, "font_name": "黑体"})
    head = book.add_format({**_SONG, "font_name": "黑体", "align": "center", "bottom": 1})
    sheet.set_row(0, 20 + height_needed(title, 340.0) * 1.5)
    sheet.merge_range(0, 0, 0, 3, "", big)
    sheet.write_string(0, 0, as_text(title), big)
    sheet.write_row(1, 0, _HEADS, head)
    sheet.repeat_rows(1)
    row, unit = 2, None
    for number, line in enumerate(lines, 1):
        if line.unit != unit:
            unit = line.unit
            sheet.set_row(row, 8 + height_needed(unit, sum(_WIDTHS) * _POINTS))
            sheet.merge_range(row, 0, row, 3, "", bold)
            sheet.write_string(row, 0, as_text(unit), bold)
            row += 1
        needed = (
            height_needed(line.project, _WIDTHS[1] * _POINTS),
            height_needed(line.kind, _WIDTHS[2] * _POINTS),
        )
        sheet.set_row(row, max(needed) + 6)
        sheet.write_number(row, 0, number, middle)
        sheet.write_formula(row, 1, _link(number, line.project), plain, "")
        sheet.write_string(row, 2, as_text(line.kind), plain)
        sheet.write_number(row, 3, line.page, middle)
        row += 1


def _link(number: int, text: str) -> str:
    """A text that is a link on paper: LibreOffice breaks it over lines, as it does no other link.

    >>> print(_link(2, '甲"乙"丙'))
    =HYPERLINK("http://form.invalid/2","甲""乙""丙")
    """
    doubled = text.replace('"', '""')
    return f'=HYPERLINK("{ADDRESS}{number}","{doubled}")'


_UPRIGHT = {"valign": "vcenter", "text_wrap": True}
