"""Where everything of a form stands on a sheet like the official one: boxes, not yet a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from itertools import groupby
from math import ceil
from typing import Any

from workbooks.decimals import unit_in_last_place
from workbooks.forms import (
    Cell,
    DeclaredFund,
    Form,
    Fund,
    FundKind,
    Indicator,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.grid import Area, Grid


class Style(Enum):
    """How a box looks; the sizes and fonts are `drawing`'s."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    LABEL = "label"
    PROSE = "prose"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Box:
    """One cell or one group of merged cells: a text, or a number with its decimals as typed."""

    area: Area
    content: str | Decimal
    style: Style


@dataclass(frozen=True, slots=True)
class Layout:
    """A form placed on a sheet: `widths` in characters, `header` the rows repeated when printing.

    `heights` in points has the rows whose merged text Excel would not make room for by itself.
    """

    sheet: str
    boxes: tuple[Box, ...]
    widths: tuple[float, ...]
    header: int
    heights: dict[int, float]

    def grid(self) -> Grid:
        """The same sheet as somebody would read it back from a file."""
        values = {(b.area.top, b.area.left): b.content for b in self.boxes if b.content != ""}
        numbers = {p: v for p, v in values.items() if isinstance(v, Decimal)}
        texts = {p: v for p, v in values.items() if isinstance(v, str)}
        return Grid(
            self.sheet,
            {**texts, **{p: float(v) for p, v in numbers.items()}},
            {p: number_format(v) for p, v in numbers.items()},
            tuple(b.area for b in self.boxes if (b.area.top, b.area.left) != _end(b.area)),
        )


def _end(area: Area) -> tuple[int, int]:
    return area.bottom, area.right


def number_format(value: Decimal) -> str:
    """The number format that shows a number as it was typed.

    >>> number_format(Decimal("22.00")), number_format(Decimal("3"))
    ('0.00', '0')
    """
    decimals = len(format(unit_in_last_place(value), "f").partition(".")[2])
    return "0." + "0" * decimals if decimals else "0"


_LINE = 13.5  # points a line of 9-point text takes
_TALLEST = 400.0  # Excel stops at 409 points a row


def lay_out(form: Form) -> Layout:
    """A form, blank or filled, as the boxes of a new sheet.

    Source of the look: the forms that 上海市市场监督管理局行政服务中心 published for 2024 and 2025.
    """
    if isinstance(form, SelfEvaluation):
        return _self_evaluation(form)
    return _declaration(form)


def _text(cell: Cell[Any], style: Style = Style.VALUE, percent: bool = False) -> tuple[Any, Style]:
    if cell.state is State.READ and isinstance(cell.value, Decimal):
        return (cell.value.scaleb(2) if percent else cell.value), style
    return cell.text, style


class _Sheet:
    """Boxes gathered row by row; `row` is the next free one."""

    def __init__(self, widths: tuple[float, ...]) -> None:
        self.widths, self.row = widths, 1
        self.boxes: list[Box] = []
        self.heights: dict[int, float] = {}

    def put(self, left: int, right: int, content: object, style: Style, rows: int = 1) -> None:
        """One box at the current row."""
        area = Area(self.row, left, self.row + rows - 1, right)
        self.boxes.append(
            Box(area, content if isinstance(content, Decimal) else str(content), style)
        )

    def line(self, *pieces: tuple[int, int, object, Style]) -> None:
        """One row of boxes, high enough for its longest text."""
        for left, right, content, style in pieces:
            self.put(left, right, content, style)
        self.heights[self.row] = max(18.0, max(self.lines(*p[:3]) for p in pieces) * _LINE + 4)
        self.row += 1

    def lines(self, left: int, right: int, content: object) -> int:
        """How many lines a text takes between two columns; Chinese takes two places a sign."""
        room = sum(self.widths[left - 1 : right]) - 1.5
        paragraphs = str(content).split("\n")
        return sum(max(1, ceil(sum(1 + (ord(c) > 255) for c in p) / room)) for p in paragraphs)

    def goals(self, label: str, *columns: tuple[int, int, str, Cell[str]]) -> None:
        """Long texts under their headings, over as many rows as Excel's tallest row asks for."""
        lines = max(self.lines(left, right, cell.text) for left, right, _, cell in columns)
        height = max(60.0, lines * _LINE + 6)
        rows = ceil(height / _TALLEST)
        self.put(1, 1, label, Style.LABEL, rows=rows + 1)
        self.line(*((left, right, heading, Style.LABEL) for left, right, heading, _ in columns))
        for left, right, _, cell in columns:
            self.put(left, right, cell.text, Style.PROSE, rows=rows)
        for _ in range(rows):
            self.heights[self.row] = height / rows
            self.row += 1

    def head(self, title: Cell[str], year: Cell[int], standard: str) -> None:
        """The title and the year, across the whole width."""
        last = len(self.widths)
        self.put(1, last, title.text or standard, Style.TITLE)
        self.heights[self.row] = 28.0
        self.row += 1
        self.put(1, last, year.text, Style.SUBTITLE)
        self.row += 1

    def indicators(self, rows: Iterable[Indicator], columns: dict[str, tuple[int, int]]) -> None:
        """The indicator rows; equal categories and subcategories below each other are merged."""
        rows = list(rows)
        top = self.row
        for row in rows:
            self.line(
                *(
                    (*columns[key], *_text(getattr(row, key)))
                    for key in columns
                    if key not in _GROUPS
                )
            )
        for key, chosen in _GROUPS.items():
            start = top
            for _, group in groupby(rows, key=chosen):
                members = list(group)
                self.row = start
                text = getattr(members[0], key).text
                self.put(*columns[key], text, Style.LABEL, rows=len(members))
                start += len(members)
        self.row = top + len(rows)

    def layout(self, sheet: str, header: int) -> Layout:
        """What was put, as a value."""
        boxes = tuple(sorted(self.boxes, key=lambda box: (box.area.top, box.area.left)))
        return Layout(sheet, boxes, self.widths, header, self.heights)


_GROUPS = {
    "category": lambda row: row.category.text,
    "subcategory": lambda row: (row.category.text, row.subcategory.text),
}

_FUND_LABELS = {
    FundKind.TOTAL: "年度资金总额：",
    FundKind.FISCAL_APPROPRIATION: "其中：当年财政拨款",
    FundKind.CARRYOVER: "上年结转资金",
    FundKind.OTHER_FUNDS: "其他资金",
}


def _self_evaluation(form: SelfEvaluation) -> Layout:
    sheet = _Sheet((9.0, 13.0, 25.0, 13.0, 13.0, 8.0, 10.0, 26.0))
    sheet.head(form.title, form.fiscal_year, "财政项目支出绩效自评表")
    label, value = Style.LABEL, Style.VALUE
    sheet.line((1, 2, "项目名称", label), (3, 8, form.project_name.text, value))
    sheet.line(
        (1, 2, "主管部门", label),
        (3, 4, form.supervising_department.text, value),
        (5, 6, "实施单位", label),
        (7, 8, form.implementing_unit.text, value),
    )
    _funding(sheet, form)
    sheet.goals(
        "年度总体目标",
        (2, 4, "预期目标", form.expected_goal),
        (5, 8, "实际完成情况", form.actual_outcome),
    )
    header = sheet.row
    names = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    titles = (*names, "偏差原因分析及改进措施")
    sheet.line(*((i, i, name, label) for i, name in enumerate(titles, 1)))
    keys = ("category", "subcategory", "name", "target", "actual", "points", "score", "note")
    sheet.indicators(form.indicators, {key: (i, i) for i, key in enumerate(keys, 1)})
    sheet.line(
        (1, 5, "总分", label),
        (6, 6, *_text(form.total_points)),
        (7, 7, *_text(form.total_score)),
        (8, 8, "", value),
    )
    sheet.line((1, 5, "评分等级", label), (6, 8, form.rating.text, value))
    return sheet.layout(form.sheet, header)


def _funding(sheet: _Sheet, form: SelfEvaluation) -> None:
    funds: tuple[Fund, ...] = (form.funding.total, *form.funding.parts)
    unit = form.funding.money_unit.value or "万元"
    sheet.put(1, 1, f"项目资金\n（{unit}）", Style.LABEL, rows=len(funds) + 1)
    names = ("", "", "年初预算数", "全年预算数", "全年执行数", "分数", "执行率(%)", "得分")
    sheet.line(*((i, i, name, Style.LABEL) for i, name in enumerate(names, 1) if i > 1))
    for fund in funds:
        sheet.line(
            (2, 2, fund.name.text or _FUND_LABELS[fund.kind], Style.LABEL),
            (3, 3, *_text(fund.initial_budget)),
            (4, 4, *_text(fund.annual_budget)),
            (5, 5, *_text(fund.executed)),
            (6, 6, *_text(fund.points)),
            (7, 7, *_text(fund.rate, percent=True)),
            (8, 8, *_text(fund.score)),
        )


def _declaration(form: TargetDeclaration) -> Layout:
    sheet = _Sheet((10.0, 16.0, 18.0, 20.0, 14.0, 20.0))
    sheet.head(form.title, form.fiscal_year, "财政项目支出绩效目标申报表")
    label, value = Style.LABEL, Style.VALUE
    sheet.line(
        (1, 1, "项目名称", label),
        (2, 2, form.project_name.text, value),
        (3, 3, "项目性质", label),
        (4, 4, form.project_nature.text, value),
        (5, 5, "项目类别", label),
        (6, 6, form.project_category.text, value),
    )
    for left, right in (
        ("supervising_department", "implementing_unit"),
        ("start_date", "end_date"),
    ):
        sheet.line(
            (1, 1, _HEAD_LABELS[left], label),
            (2, 3, getattr(form, left).text, value),
            (4, 4, _HEAD_LABELS[right], label),
            (5, 6, getattr(form, right).text, value),
        )
    _declared_funding(sheet, form)
    sheet.goals(
        "项目绩效目标",
        (2, 3, "项目总目标", form.overall_goal),
        (4, 6, "年度总体目标", form.annual_goal),
    )
    header = sheet.row
    sheet.put(1, 1, "绩效指标", label, rows=len(form.indicators) + 1)
    titles = (
        (2, 2, "一级指标"),
        (3, 3, "二级指标"),
        (4, 5, "三级指标"),
        (6, 6, "年度(/项目)指标值"),
    )
    sheet.line(*((*title, label) for title in titles))
    columns = {"category": (2, 2), "subcategory": (3, 3), "name": (4, 5), "target": (6, 6)}
    sheet.indicators(form.indicators, columns)
    return sheet.layout(form.sheet, header)


_HEAD_LABELS = {
    "supervising_department": "主管部门",
    "implementing_unit": "实施单位",
    "start_date": "计划开始日期",
    "end_date": "计划完成日期",
}


def _declared_funding(sheet: _Sheet, form: TargetDeclaration) -> None:
    unit = form.funding.money_unit.value or "元"
    rows = max(len(form.funding.project), len(form.funding.annual))
    sheet.put(1, 1, f"项目资金\n（{unit}）", Style.LABEL, rows=rows)
    for project, annual in zip(
        _padded(form.funding.project, rows), _padded(form.funding.annual, rows), strict=True
    ):
        sheet.line(
            (2, 2, project.name.text if project else "", Style.LABEL),
            (3, 3, *(_text(project.amount) if project else ("", Style.VALUE))),
            (4, 5, annual.name.text if annual else "", Style.LABEL),
            (6, 6, *(_text(annual.amount) if annual else ("", Style.VALUE))),
        )


def _padded(funds: tuple[DeclaredFund, ...], rows: int) -> Iterator[DeclaredFund | None]:
    """The lines, with room after the second where the shorter half has fewer."""
    missing = rows - len(funds)
    yield from funds[:2]
    yield from [None] * missing
    yield from funds[2:]
