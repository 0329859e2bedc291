"""Results as a workbook that can be printed and passed on: submitted text is never a formula."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from validators.bulk import Result
from validators.reports import links
from validators.reports.cell_text import MOST_SIGNS, safe
from validators.reports.columns import width
from validators.reports.sheets import RULES_SHEET, sheets
from validators.reports.tables import Content, Jump, Link, Rate, Table, Tone, Word

MOST_LINKS = 65_530
"""Links that Excel takes on one sheet."""
MOST_ROWS = 1_048_576

_TALLEST = 400.0  # Excel stops at 409 points a row
_NARROW = 10.0  # columns up to here hold short words and figures, which are centred
_FIXED_DATE = datetime(2024, 1, 1)  # the same results give the same bytes
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}
_BOX: Mapping[str, Any] = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
_LINKED: Mapping[str, Any] = {"font_color": "#0563C1", "underline": 1}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "lead": {
        "font_name": "黑体",
        "font_size": 14,
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "remark": {"font_color": "#595959", "text_wrap": True, "valign": "vcenter"},
    "head": {
        **_BOX,
        "font_name": "黑体",
        "bg_color": "#D9E1F2",
        "align": "center",
        "text_wrap": True,
    },
    "text": {**_BOX, "text_wrap": True},
    "short": {**_BOX, "text_wrap": True, "align": "center"},
    "link": {**_BOX, **_LINKED, "text_wrap": True},
    "short link": {**_BOX, **_LINKED, "align": "center"},
    "number": {**_BOX, "num_format": "0.00", "align": "right"},
    "rate": {**_BOX, "num_format": "0.00%", "align": "right"},
    "count": {**_BOX, "num_format": '0;-0;"-"', "align": "center"},
}
_COLOURS = {
    Tone.STOP: ("#F8CBAD", "#9C0006"),
    Tone.CARE: ("#FFEB9C", "#7F4A00"),
    Tone.ADVICE: ("#DDEBF7", "#1F4E79"),
    Tone.UNKNOWN: ("#E7E6E6", "#404040"),
    Tone.FINE: ("#E2EFDA", "#375623"),
}


def write(results: Sequence[Result], path: Path) -> None:
    """Write the report, whole or not at all; the same results give the same bytes.

    Raises ValueError when the report would replace one of the submitted files, and OSError when
    the place cannot be written.
    """
    if any(result.path.resolve() == path.resolve() for result in results):
        raise ValueError(f"核查结果不能写到所核查的文件 {path} 上。请换一个文件名。")
    content = _drawn(sheets(results), path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _drawn(drawn: Sequence[Table], folder: Path) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    book.set_properties({"title": "绩效核查结果", "created": _FIXED_DATE})
    looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
    for tone, (ground, ink) in _COLOURS.items():
        box = {**_BOX, "bg_color": ground, "font_color": ink, "bold": True, "align": "center"}
        looks[tone.value] = book.add_format(box)
    rules = next(sheet for sheet in drawn if sheet.name == RULES_SHEET)
    rule_rows = {row[0]: _first_row(rules) + at + 1 for at, row in enumerate(rules.rows)}
    for sheet in drawn:
        _Drawing(book.add_worksheet(sheet.name), sheet, looks, folder, rule_rows).draw()
    book.close()
    return buffer.getvalue()


def _first_row(sheet: Table) -> int:
    """The first row below the headings, counted from 0."""
    return 3 if sheet.remark else 2


@dataclass(slots=True)
class _Drawing:
    """One sheet being drawn; `links` are those drawn, `unlinked` those there was no room for."""

    page: Any
    sheet: Table
    looks: Mapping[str, Any]
    folder: Path
    rule_rows: Mapping[Content, int]
    links: int = field(default=0)
    unlinked: int = field(default=0)

    def draw(self) -> None:
        """Draw rows first, since they decide what the first line has to tell."""
        first = _first_row(self.sheet)
        rows = self.sheet.rows[: MOST_ROWS - first - 1]
        for at, row in enumerate(rows, first):
            for column, content in enumerate(row):
                self.put(at, column, content)
            self.page.set_row(at, self.height(row))
        left_out = len(self.sheet.rows) - len(rows)
        if left_out:
            self.put(first + len(rows), 0, f"表格已满，后面还有 {left_out} 行没有列出")
        self.heads(first - 1, first + len(rows) - 1)
        told = self.sheet.lead
        if self.unlinked:
            told += f"（因 Excel 的限制，有 {self.unlinked} 处没有链接。）"
        self.line(0, told, "lead", 22)
        if self.sheet.remark:
            self.line(1, self.sheet.remark, "remark", 16)

    def height(self, row: Sequence[Content]) -> float:
        """The height in points that the texts of a row need; not every program finds it itself."""
        lines = 1
        for content, (_, places) in zip(row, self.sheet.columns, strict=True):
            text = content.text if isinstance(content, (Word, Link)) else content
            if isinstance(text, str):
                parts = text[:MOST_SIGNS].split("\n")
                lines = max(lines, sum(1 + int(width(part) / (places - 0.5)) for part in parts))
        return min(6 + 14 * lines, _TALLEST)

    def heads(self, row: int, last: int) -> None:
        """Headings, widths, and how the sheet scrolls and prints."""
        page, columns = self.page, self.sheet.columns
        for column, (name, places) in enumerate(columns):
            page.write_string(row, column, name, self.looks["head"])
            page.set_column(column, column, places)
        page.set_row(row, 32)
        page.freeze_panes(row + 1, 0)
        page.autofilter(row, 0, max(last, row), len(columns) - 1)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(row)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.set_header("&C绩效核查结果")
        page.set_footer(f"&L{self.sheet.name}&R第 &P 页，共 &N 页")

    def line(self, row: int, text: str, look: str, height: float) -> None:
        """A line across the whole width, as high as its text needs."""
        last = len(self.sheet.columns) - 1
        room = sum(places for _, places in self.sheet.columns) * (15 / height)
        self.page.merge_range(row, 0, row, last, "", self.looks[look])
        self.page.write_string(row, 0, safe(text), self.looks[look])
        self.page.set_row(row, height * (1 + int(width(text) // room)))

    def put(self, row: int, column: int, content: Content) -> None:
        """One cell."""
        match content:
            case None | "":
                self.page.write_blank(row, column, None, self.looks["text"])
            case Word(text, tone):
                self.page.write_string(row, column, text, self.looks[tone.value])
            case Link(text, path, sheet, cell):
                target = links.external(path, self.folder, sheet, cell)
                self.link(row, column, safe(text), target)
            case Jump(code):
                at = self.rule_rows[code]
                self.link(row, column, code, links.internal(RULES_SHEET, f"A{at}"))
            case Rate(value):
                self.page.write_number(row, column, float(value), self.looks["rate"])
            case Decimal():
                self.page.write_number(row, column, float(content), self.looks["number"])
            case int():
                self.page.write_number(row, column, content, self.looks["count"])
            case str():
                self.page.write_string(row, column, safe(content), self.looks[self.look(column)])

    def look(self, column: int) -> str:
        """How a text looks in a column."""
        return "short" if self.sheet.columns[column][1] <= _NARROW else "text"

    def link(self, row: int, column: int, text: str, target: str | None) -> None:
        """A link, or the text alone where Excel takes no more links or not this one."""
        if target is None or self.links >= MOST_LINKS:
            self.unlinked += 1
            self.page.write_string(row, column, text, self.looks[self.look(column)])
            return
        self.links += 1
        look = self.looks["link" if self.look(column) == "text" else "short link"]
        self.page.write_url(row, column, target, look, text)
