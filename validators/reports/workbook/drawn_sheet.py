"""One sheet of the Excel report being drawn from its first row down: no row is kept."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, assert_never

from validators.reports.entries import Word
from validators.reports.workbook import links
from validators.reports.workbook.links import KeptLinks
from validators.reports.workbook.new_workbook import MOST_SIGNS, safe
from validators.reports.workbook.row_xml import RowXml
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
    Link,
    Linked,
    Money,
    Name,
    Rate,
    Row,
    Table,
)
from validators.terminal_text import lines_of, width
from workbooks.values.dataclass import dataclass, replace

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
        xml = self.xml()
        xml.begin(first)
        for at, row in enumerate(islice(self.sheet.rows, room), first):
            self.row(at, row, xml)
        if len(self.sheet.rows) > shown:
            left_out = len(self.sheet.rows) - shown
            full = f"表格已满，后面还有 {left_out} 行没有列出"
            self.page.write_string(first + shown, 0, full, self.looks[self.look(0)])
        elif self.sheet.total is not None:
            bold = {
                name: self.looks.get(f"total {name}", look) for name, look in self.looks.items()
            }
            self.row(first + shown, self.sheet.total, replace(self, looks=bold).xml())
        self.page.hyperlinks = self.kept

    def xml(self) -> RowXml:
        """What makes the rows."""
        first = first_row(self.sheet)
        rows = range(first, first + max(len(self.sheet.rows), 1))
        return RowXml(self.page, self.looks, len(self.sheet.columns), rows)

    def row(self, at: int, row: Row, xml: RowXml) -> None:
        """One row, as high as its texts need."""
        told = [self.named(content) for content in row]
        cells = [self.cell(at, column, content, xml) for column, content in enumerate(told)]
        xml.add(at, cells, self.height(told))

    def named(self, content: Content) -> Content:
        """File names as text below the folder that they share."""
        return name_below(content.path, self.folder) if isinstance(content, Name) else content

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

    def cell(self, at: int, column: int, content: Content, xml: RowXml) -> str:
        """One cell as XML, behind its address; nothing where there is none."""
        match content:
            case None | "":
                return xml.blank("text")
            case str():
                return xml.text(content, self.look(column))
            case Fillable(value, look):
                return entry(value, look, xml)
            case Decimal():
                return figure(content, "number", xml)
            case Computed(formula, value, look):
                return xml.formula(formula, value, look)
            case Linked(text, target):
                return self.link(at, column, text, target, xml)
            case Word(text, tone):
                return xml.text(text, tone.value)
            case Key(text):
                return xml.text(text, "") if text else ""
            case Jump(code):
                target = links.internal(RULES_SHEET, f"A{self.rule_rows[code]}")
                return self.link(at, column, code, target, xml)
            case Back(count, cell):
                return self.back(at, column, count, cell, xml)
            case Rate(value) | Money(value):
                return figure(value, "rate" if isinstance(content, Rate) else "money", xml)
            case int():
                return xml.number(content, "count")
            case Link() | Name():  # neither is drawn: one is `Linked` by now, the other `named`
                raise TypeError(content)
        assert_never(content)

    def back(self, at: int, column: int, count: int, cell: str | None, xml: RowXml) -> str:
        """How many findings a rule has, and where the first of them is."""
        if cell is None:
            return xml.number(count, "count")
        self.kept.add(at, column, links.internal(PROBLEMS_SHEET, cell), str(count))
        return xml.number(count, "count link")

    def look(self, column: int) -> str:
        """How a text looks in a column."""
        return "short" if self.sheet.columns[column][1] <= _NARROW else "text"

    def link(self, at: int, column: int, text: str, target: str | None, xml: RowXml) -> str:
        """A link, or the text alone."""
        look = self.look(column)
        if target is None:
            return xml.text(text, look)
        self.kept.add(at, column, target, safe(text))
        return xml.text(text, "link" if look == "text" else "short link")


def figure(value: Decimal, look: str, xml: RowXml) -> str:
    """A number; one that no cell can hold (somebody leant on a key) stands as text."""
    if abs(value) < _HIGHEST:
        return xml.number(float(value), look)
    return xml.text(format(value, "f"), look)


def entry(value: str | Decimal | date | None, look: str, xml: RowXml) -> str:
    """A cell to be filled in."""
    match value:
        case None | "":
            return xml.blank(look)
        case Decimal():
            return figure(value, look, xml)
        case date():
            return xml.day(value, look)
        case str():
            return xml.text(value, look)
        case _:
            assert_never(value)


@lru_cache(maxsize=64)  # of one row after another
def name_below(path: Path, folder: str) -> str:
    """A file's name below a folder, if there is one that all files share."""
    name = os.path.relpath(path, folder) if folder else str(path)
    return re.sub(r"[\r\n\t]", "□", name)


def _text(content: Content) -> str:
    """What a cell shows, as far as it may need more than one line."""
    match content:
        case Word(text, tone):
            return f"{tone.sign} {text}"
        case Linked(text, _) | Fillable(str(text), _) | str(text):
            return text
    return ""
