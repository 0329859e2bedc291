"""A form laid out with room for 60 indicators, and where on that sheet everything stands.

Why 60 rows are prepared, and none inserted: the functions of the add-in fill the columns beside
the table as array formulas over one fixed range, and Excel refuses to insert a row into the range
of an array. A row inserted below it would be outside every sum, and look as if it were counted.
So all 60 rows are there from the beginning, inside every range, and the ones not needed are
hidden: they do not print, hold no text, and are shown again as hidden rows always are, which the
protection allows. Inserting and deleting rows it does not allow.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, assert_never

from workbooks.drawing import blank_forms
from workbooks.drawing.boxes import Box, Layout, Sheet, Style
from workbooks.drawing.layout import MONITORED_COLUMNS, lay_out
from workbooks.form_kinds import ByKind, kind_of
from workbooks.forms import Cell, Form, MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.grid import Area, address, position
from workbooks.reading.read_form import Reading, read_all
from workbooks.values.dataclass import dataclass, replace

ROWS = 60
"""Indicators that a template has room for."""
SHOWN = 20
"""Rows that a blank template shows."""
_ONE_LINE, _TWO_LINES = 14, 22  # sizes of 宋体 whose line is 18.75 and 28.5 points high
_PROSE: ByKind[float] = {
    "SelfEvaluation": 360.0,
    "TargetDeclaration": 150.0,
    "DepartmentEvaluation": 360.0,
    "DepartmentDeclaration": 150.0,
    "MonitoringReport": 75.0,
}
"""Points down for the goals."""


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The rows of the indicator table, first to last, and the letters of its columns."""

    first: int
    last: int
    columns: dict[str, str]

    def column(self, key: str, to: str = "") -> str:
        """The range of a column, or of neighbouring ones."""
        return f"{self.columns[key]}{self.first}:{self.columns[to or key]}{self.last}"

    def cell(self, key: str, row: int) -> str:
        """One cell, its column fixed as conditional formats need it."""
        return f"${self.columns[key]}{row}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sheet to be drawn, the same form with the address of each cell, and its table.

    `unused` are the rows that are hidden.
    """

    layout: Layout
    form: Form
    table: IndicatorTable

    @property
    def unused(self) -> range:
        """The rows of the table that are hidden: all that are not filled, or not shown blank."""
        return range(self.table.first + (self.rows or SHOWN), self.table.last + 1)

    @property
    def rows(self) -> int:
        """How many rows are filled in."""
        return len(self.form.indicators)

    @property
    def goal(self) -> str:
        """The first cell of the first long text."""
        area = next(box.area for box in self.layout.boxes if box.style is Style.PROSE)
        return address(area.top, area.left)

    @property
    def growing(self) -> dict[int, int]:
        """The rows that grow with what is typed, and the font size that keeps the empty ones open.

        Excel fits a row to its text as long as nobody has set its height, and to single cells
        only. Names of units take two lines.
        """
        heads = self.form.project_name, self.form.supervising_department
        rows = {position(cell.address)[0]: _TWO_LINES for cell in (*heads, *self._dates())}
        return rows | dict.fromkeys(range(self.table.first, self.table.last + 1), _ONE_LINE)

    def _dates(self) -> tuple[Cell[Any], ...]:
        match self.form:
            case SelfEvaluation() | MonitoringReport():
                return ()
            case TargetDeclaration():
                return (self.form.start_date,)
            case _:
                assert_never(self.form)


def prepare(form: Form) -> Prepared:
    """The form with room for more; raises ValueError for more indicators than there is room for."""
    spare = ROWS - len(form.indicators)
    if spare < 0:
        raise ValueError(f"{len(form.indicators)} indicators, room for {ROWS}")
    blank = (blank_forms.indicator(kind_of(form).name),) * spare
    official = lay_out(replace(form, indicators=(*form.indicators, *blank)))
    columns = _columns(official, _COLUMNS[kind_of(form).name])
    last = official.header + ROWS
    layout = _ungrouped(official, last)
    if _waits_for_prose(form):
        layout = _roomy(layout, _PROSE[kind_of(form).name])
    (reading,) = (found for found in read_all(layout.grid()) if isinstance(found, Reading))
    return Prepared(layout, reading.form, IndicatorTable(official.header + 1, last, columns))


def _columns(layout: Layout, keys: tuple[str, ...]) -> dict[str, str]:
    lowest = [box.area.left for box in layout.boxes if box.area.bottom == layout.header]
    return {key: address(1, left)[:-1] for key, left in zip(keys, sorted(lowest), strict=True)}


_DECLARED = ("category", "subcategory", "name", "target")
_SCORED = (*_DECLARED, "actual", "points", "score", "note")
_COLUMNS: ByKind[tuple[str, ...]] = {
    "SelfEvaluation": _SCORED,
    "TargetDeclaration": _DECLARED,
    "DepartmentEvaluation": _SCORED,
    "DepartmentDeclaration": _DECLARED,
    "MonitoringReport": MONITORED_COLUMNS,
}


def _ungrouped(layout: Layout, last: int) -> Layout:
    """The same with all of the table in single cells, which alone can be pasted and grow.

    What is left blank below a 一级 or 二级指标 counts as the same, here as in merged cells; right
    of a 三级指标 stands an empty cell that looks like a part of it.
    """
    sheet = Sheet(*layout.widths)
    sheet.row = max(layout.heights) + 1
    apart = (_apart(box, layout.header, last) for box in layout.boxes)
    sheet.boxes = list(chain.from_iterable(apart))
    made = sheet.layout(layout.sheet, layout.header)
    return replace(made, heads=layout.heads, upright=layout.upright)


def _apart(box: Box, header: int, last: int) -> list[Box]:
    area = box.area
    if not header < area.top <= last or box.style is Style.LABEL:
        return [box]
    places = [
        (row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
    texts = (box.content, *[""] * (len(places) - 1))
    return [
        Box(Area(row, column, row, column), text, box.style, box.format)
        for (row, column), text in zip(places, texts, strict=True)
    ]


def _waits_for_prose(form: Form) -> bool:
    """Whether what was done, a goal, or a whole declaration has still to be written."""
    match form:
        case SelfEvaluation():
            return not form.actual_outcome.text
        case TargetDeclaration():
            return not form.indicators
        case MonitoringReport():
            return not form.overall_goal.text
        case _:
            assert_never(form)


def _roomy(layout: Layout, prose_height: float) -> Layout:
    """The same with room to write the goals: merged cells do not grow with what is typed."""
    prose = [box for box in layout.boxes if box.style is Style.PROSE]
    rows = {row for box in prose for row in range(box.area.top, box.area.bottom + 1)}
    room = {row: max(layout.heights[row], prose_height / len(rows)) for row in rows}
    return replace(layout, heights=layout.heights | room)
