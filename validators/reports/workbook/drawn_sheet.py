"""One sheet of the Excel report being drawn from its first row down: no row is kept."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from validators.reports.entries import Word
from validators.reports.workbook import links
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import MOST_SIGNS, safe
from validators.reports.workbook.tables import (
    KEY,
    PROBLEMS_SHEET,
    RULES_SHEET,
    Back,
    Computed,
    Content,
    Fillable,
    Jump,
    Key,
    Linked,
    Money,
    Name,
    Rate,
    Row,
    Table,
)
from validators.terminal_text import lines_of, width
from workbooks.values.dataclass import dataclass

MOST_ROWS = 1_048_576

_HIGHEST = Decimal("9.99E+307")  # what Excel takes for a number

_TALLEST = 400.0  # Excel stops at 409 points a row
_NARROW = 10.0  # columns up to here hold short words and figures, which are centred


def first_row(sheet: Table) -> int:
    """The first row below the headings, counted from 0."""
    return len(sheet.leads) + bool(sheet.remark) + 1


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A sheet and where it is drawn; `folder` is what all file names have in common.

    `printed` is what stands above each printed page.
    """

    page: Any
    sheet: Table
    looks: Mapping[str, Any]
    folder: str
    rule_rows: Mapping[str, int]
    kept: KeptLinks
    printed: str = "绩效核查结果"

    def draw(self) -> None:
        """Everything, in the order of its rows: XlsxWriter lets go of a row when the next begins.

        All but of its height, which is taken away here, and of its links, which are kept on disk.
        """
        first = first_row(self.sheet)
        room = MOST_ROWS - first - 1
        shown = min(len(self.sheet.rows), room)
        for at, lead in enumerate(self.sheet.leads):
            self.line(at, lead, "lead", 22)
        if self.sheet.remark:
            self.line(len(self.sheet.leads), self.sheet.remark, "remark", 16)
        self.heads(first - 1, first + shown - 1)
        for at, row in enumerate(islice(self.sheet.rows, room), first):
            self.row(at, row)
            self.page.row_info.pop(at - 1, None)
            self.page.row_sizes.pop(at - 1, None)
        if len(self.sheet.rows) > shown:
            left_out = len(self.sheet.rows) - shown
            self.put(first + shown, 0, f"表格已满，后面还有 {left_out} 行没有列出")
        elif self.sheet.total is not None:
            bold = {
                name: self.looks.get(f"total {name}", look) for name, look in self.looks.items()
            }
            replace(self, looks=bold).row(first + shown, self.sheet.total)
        self.page.hyperlinks = self.kept

    def row(self, at: int, row: Row) -> None:
        """One row, as high as its texts need."""
        told = [self.named(content) for content in row]
        for column, content in enumerate(told):
            self.put(at, column, content)
        self.page.set_row(at, self.height(told))

    def named(self, content: Content) -> Content:
        """File names as text below the folder that they share."""
        if not isinstance(content, Name):
            return content
        path = content.path
        name = os.path.relpath(path, self.folder) if self.folder else str(path)
        return re.sub(r"[\r\n\t]", "□", name)

    def height(self, row: Sequence[Content]) -> float:
        """The height in points that the texts of a row need; not every program finds it itself."""
        lines = 1
        for content, (_, places) in zip(row, self.sheet.columns, strict=True):
            if text := _text(content):
                lines = max(lines, lines_of(text[:MOST_SIGNS], places))
        return min(6 + 14 * lines, _TALLEST)

    def heads(self, row: int, last: int) -> None:
        """Headings, widths, and how the sheet scrolls and prints."""
        page, columns = self.page, self.sheet.columns
        for column, (name, places) in enumerate(columns):
            page.write_string(row, column, name, self.looks["head"])
            page.set_column(column, column, places, None, {"hidden": name == KEY})
        page.set_row(row, 32)
        page.freeze_panes(row + 1, 0)
        page.autofilter(row, 0, max(last, row), len(columns) - 1)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(row)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        page.set_header(f"&C{self.printed}")
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
            case str():
                self.page.write_string(row, column, safe(content), self.looks[self.look(column)])
            case Word(text, tone):
                self.page.write_string(row, column, text, self.looks[tone.value])
            case Linked(text, target):
                self.link(row, column, safe(text), target)
            case Jump(code):
                target = links.internal(RULES_SHEET, f"A{self.rule_rows[code]}")
                self.link(row, column, code, target)
            case Back(count, None):
                self.put(row, column, count)
            case Back(count, str(cell)):
                self.page.write_number(row, column, count, self.looks["count link"])
                self.kept.add(row, column, links.internal(PROBLEMS_SHEET, cell), str(count))
            case Rate(value):
                self.figure(row, column, value, self.looks["rate"])
            case Money(value):
                self.figure(row, column, value, self.looks["money"])
            case Decimal():
                self.figure(row, column, content, self.looks["number"])
            case Fillable(value, look):
                self.entry(row, column, value, self.looks[look])
            case Computed():
                self.formula(row, column, content)
            case Key(text) if text:
                self.page.write_string(row, column, text)
            case int():
                self.page.write_number(row, column, content, self.looks["count"])

    def figure(self, row: int, column: int, value: Decimal, look: Any) -> None:
        """A number; one that no cell can hold (somebody leant on a key) stands as text."""
        if abs(value) < _HIGHEST:
            self.page.write_number(row, column, float(value), look)
        else:
            self.page.write_string(row, column, safe(format(value, "f")), look)

    def entry(self, row: int, column: int, value: str | Decimal | date | None, look: Any) -> None:
        """A cell to be filled in."""
        match value:
            case None | "":
                self.page.write_blank(row, column, None, look)
            case Decimal():
                self.figure(row, column, value, look)
            case date():
                self.page.write_datetime(row, column, value, look)
            case str():
                self.page.write_string(row, column, safe(value), look)

    def formula(self, row: int, column: int, told: Computed) -> None:
        """A formula and its result, which other programs than Excel show as it is."""
        first = first_row(self.sheet) + 1
        last = first + max(len(self.sheet.rows), 1) - 1
        text = told.formula.format(row=row + 1, first=first, last=last)
        stored = float(told.value) if isinstance(told.value, Decimal) else told.value
        self.page.write_formula(row, column, text, self.looks[told.look], stored)

    def look(self, column: int) -> str:
        """How a text looks in a column."""
        return "short" if self.sheet.columns[column][1] <= _NARROW else "text"

    def link(self, row: int, column: int, text: str, target: str | None) -> None:
        """A link, or the text alone."""
        look = self.look(column)
        if target is None:
            self.page.write_string(row, column, text, self.looks[look])
            return
        linked = self.looks["link" if look == "text" else "short link"]
        self.page.write_string(row, column, text, linked)
        self.kept.add(row, column, target, text)


def _text(content: Content) -> str:
    """What a cell shows, as far as it may need more than one line."""
    match content:
        case Word(text, tone):
            return f"{tone.sign} {text}"
        case Linked(text, _) | Fillable(str(text), _) | str(text):
            return text
    return ""
