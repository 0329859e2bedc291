"""An imported form as a workbook: plain cells, doubtful ones in yellow, and the list of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from workbooks.drawing.boxes import height_needed
from workbooks.drawing.draw_form import CREATED, as_text, options
from workbooks.importing.imported import HEADINGS, ImportedCell, ImportedForm, is_merged

LIST_SHEET = "存疑清单"

_LEAD = "由 {source} {where}读出，请对照原文核对标黄的 {count} 格，再核查、报送。"
_SURE = "由 {source} {where}读出，没有存疑的格。"
_WHOLE = "全表"
_LIST_WIDTHS = (6, 9, 14, 46, 46, 24)
_SONG = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter"}
_BORDERED = {**_SONG, "border": 1}
_YELLOW = {**_BORDERED, "bg_color": "#FFF2CC"}
_TOTAL_WIDTH = 96.0  # characters of a page that stands upright
_POINTS = 5.6  # a character of a column's width
_LOWEST, _TALLEST = 18.0, 400.0
_SHOWN = 200  # signs of a text in the list


def workbook(form: ImportedForm, source: str) -> bytes:
    """The bytes of the workbook; `source` is the name of the document, to be told on the list."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, options()) as book:
        book.set_properties({"title": form.title[:200], "created": CREATED})
        _form_sheet(book, form)
        _list_sheet(book, form, source)
    return file.getvalue()


def _form_sheet(book: Any, form: ImportedForm) -> None:
    sheet = book.add_worksheet(form.sheet)
    plain, doubtful = book.add_format(_BORDERED), book.add_format(_YELLOW)
    columns = max((cell.area.right for cell in form.cells), default=1)
    width = _TOTAL_WIDTH / columns
    sheet.set_column(0, columns - 1, width)
    for row, height in _heights(form.cells, width).items():
        sheet.set_row(row - 1, height)
    for cell in form.cells:
        look = doubtful if cell.doubts else plain
        area = cell.area
        if is_merged(cell):
            sheet.merge_range(
                area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "", look
            )
        if cell.text:
            sheet.write_string(area.top - 1, area.left - 1, as_text(cell.text), look)
        else:
            sheet.write_blank(area.top - 1, area.left - 1, None, look)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _heights(cells: Sequence[ImportedCell], width: float) -> dict[int, float]:
    """A height for each row by the longest text in it."""
    heights: dict[int, float] = {}
    for cell in sorted(cells, key=lambda one: one.area.bottom - one.area.top):
        area = cell.area
        room = (area.right - area.left + 1) * width * _POINTS
        rows = range(area.top, area.bottom + 1)
        missing = height_needed(cell.text, room) - sum(heights.get(row, _LOWEST) for row in rows)
        for row in rows:
            now = heights.get(row, _LOWEST)
            heights[row] = min(now + max(missing, 0) / len(rows), _TALLEST)
    return heights


def _list_sheet(book: Any, form: ImportedForm, source: str) -> None:
    sheet = book.add_worksheet(LIST_SHEET)
    text, head = book.add_format(_BORDERED), book.add_format({**_BORDERED, "bold": True})
    link = book.add_format({**_BORDERED, "font_color": "#0563C1", "underline": 1})
    for column, width in enumerate(_LIST_WIDTHS):
        sheet.set_column(column, column, width)
    doubtful = form.doubtful()
    where = where_told(form.pages, form.counted)
    lead = (_LEAD if doubtful or form.doubts else _SURE).format(
        source=source, where=where, count=len(doubtful)
    )
    sheet.write_string(0, 0, lead, book.add_format({"font_name": "宋体", "bold": True}))
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(1, column, heading, head)
    for row, (cell, *texts) in enumerate(_entries(form), 2):
        needed = (
            height_needed(said, width * _POINTS)
            for said, width in zip(texts, _LIST_WIDTHS[2:], strict=False)
        )
        sheet.set_row(row, min(max(needed), _TALLEST))
        sheet.write_number(row, 0, row - 1, text)
        if cell == _WHOLE:
            sheet.write_string(row, 1, cell, text)
        else:
            sheet.write_url(row, 1, f"internal:'{form.sheet}'!{cell}", link, cell)
        for column, said in enumerate((*texts, ""), 2):
            sheet.write_string(row, column, said, text)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _entries(form: ImportedForm) -> Iterator[tuple[str, str, str, str]]:
    """Cell, place in the document, text and reasons of each doubt, the whole form's first."""
    for doubt in form.doubts:
        yield _WHOLE, "", "", f"{doubt}。"
    for cell in form.doubtful():
        more = "…" if len(cell.text) > _SHOWN else ""
        said = f"“{cell.text[:_SHOWN]}{more}”" if cell.text else "（空）"
        yield cell.place, where_told(cell.pages, form.counted), said, "；".join(cell.doubts) + "。"


def where_told(pages: Sequence[int], counted: str) -> str:
    """Where something stands in the document: 第 2–3 页."""
    if not pages:
        return ""
    first, last = min(pages), max(pages)
    return f"第 {first} {counted}" if first == last else f"第 {first}–{last} {counted}"
